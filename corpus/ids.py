"""What a pair is called: by the name of its page, both texts and `headline`, wherever on the page the texts stand.

So an id tells nothing by itself, and yet it can be known again under any name that its page may have had.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.types import Pair


def pair_id(page: str, ja: str, en: str, headline: bool) -> str:
    """The id of the first pair with these texts on the page of a name."""
    return _hashed([page, ja, en, headline])


def nth_id(first: str, nth: int) -> str:
    """The id of a pair with the same texts further below on the page as the one with the id `first`; `nth` from 0."""
    return _hashed([first, nth]) if nth else first


def numbered(ids: Iterable[str]) -> list[str]:
    """The ids of a page's pairs, in their order: each its own, though some have the same texts."""
    seen: Counter[str] = Counter()
    named: list[str] = []
    for name in ids:
        named.append(nth_id(name, seen[name]))
        seen[name] += 1
    return named


def ids_under(page: str, pairs: Sequence[Pair]) -> list[str]:
    """The ids that a page's pairs, in their order, had while the page was called so."""
    return numbered(pair_id(page, pair.ja.text, pair.en.text, pair.headline) for pair in pairs)


def _hashed(named: Sequence[object]) -> str:
    """A letter and 16 hex digits: a spreadsheet would make a number of digits with one e among them."""
    return "p" + hashlib.sha256(json.dumps(named).encode()).hexdigest()[:16]
