"""Other pages out of a page with gold: other names and numbers, other habits of writing, blocks in another order.

What is right stays right, and nothing that a rule could have learned by heart from the page is left as it was: how much
worse the variants are paired than the page itself says how much of the figures is the page. Start at `variant`; `KINDS`
says what is varied and in which file. Same page and seed, same variant, byte for byte.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

from pages.edits import Page, read_page, write_page
from pages.names import companies, persons
from pages.numbers import amounts, dates
from pages.order import order
from pages.styles import brackets, parentheses, signatures, verbs

# In this order; the words first, since the styles read them, and what moves lines last.
KINDS: tuple[tuple[str, Callable[[Page, random.Random], Page]], ...] = (
    ("persons", persons),
    ("companies", companies),
    ("numbers", amounts),
    ("dates", dates),
    ("verbs", verbs),
    ("brackets", brackets),
    ("parentheses", parentheses),
    ("signatures", signatures),
    ("order", order),
)


def variant(page: Page, seed: int, only: Iterable[str] = ()) -> Page:
    """The page varied in every kind, or in those named; each kind draws by itself, whatever the others do."""
    names = frozenset(only)
    for name, vary in KINDS:
        if not names or name in names:
            page = vary(page, random.Random(f"{seed} {name} {page.name}"))
    return page


def write_variants(folder: Path, out: Path, seed: int, only: Iterable[str] = ()) -> Path:
    """Write the variant of every page with gold of a folder to `out/SEED`, which is returned."""
    only = tuple(only)
    for path in sorted(folder.glob("*.txt")):
        if path.with_suffix(".gold.json").exists():
            write_page(variant(read_page(path), seed, only), out / str(seed))
    return out / str(seed)
