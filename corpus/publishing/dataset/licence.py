"""Whose the texts are, counted, and the LICENSE.md that says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.publishing.dataset.open_licences import open_licence
from corpus.publishing.facts import Facts
from corpus.publishing.signature import documents_of

UNKNOWN = "unknown"
LICENCE = "LICENSE.md"

OPEN_TEXTS = """\
They belong to whoever wrote or published them, who have put each under
one of the open licences below; under the terms of these anybody may pass them on, naming whom the credits name. The
texts were cut out of their pages, and not changed, but for pairs that are `edited`."""

OTHER_TEXTS = f"""\
They belong to whoever wrote or published them, and this dataset
gives no licence for them. Each row names, for each side, the document, its address, its publisher and its licence
under `provenance`, as far as these were recorded; `{UNKNOWN}` means that nobody recorded it, not that the text is
free."""

CREDITS = ("title", "author", "publisher", "licence", "address")
HEADINGS = ("publisher", "licence", "documents", "sides of kept pairs", "sides of all pairs")


_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # none that white space is


def cell(text: str) -> str:
    """Text as a cell of a Markdown table: one line, and nothing in it that Markdown or HTML would take for its own."""
    safe = " ".join(_CONTROL.sub("\ufffd", text).split())
    for mark, harmless in (("&", "&amp;"), ("<", "&lt;"), ("\\", "\\\\"), ("|", "\\|"), ("[", "\\["), ("`", "\\`")):
        safe = safe.replace(mark, harmless)
    return safe


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers stand to the right."""
    body = [list(row) for row in rows]
    numeric = [bool(body) and all(isinstance(row[at], int) for row in body) for at in range(len(headings))]
    lines = [list(headings), ["---:" if number else "---" for number in numeric]]
    lines += [[f"{value:,}" if isinstance(value, int) else str(value) for value in row] for row in body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rights(facts: Facts) -> list[tuple[str, str, int, int, int]]:
    """A row for each publisher and licence: documents, sides of kept pairs and of all pairs that stand in them."""
    documents: Counter[tuple[str, str]] = Counter()
    for document in documents_of(facts.articles):
        documents[document.source.publisher or UNKNOWN, document.source.licence or UNKNOWN] += 1
    kept: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for pair in facts.pairs:
        for side in (pair.ja, pair.en):
            source = side.document.source
            key = source.publisher or UNKNOWN, source.licence or UNKNOWN
            found[key] += 1
            kept[key] += pair.reason is None
    return [(cell(who), cell(what), documents[who, what], kept[who, what], found[who, what])
            for who, what in sorted(documents)]  # fmt: skip


def all_open(facts: Facts) -> bool:
    """Whether anybody may pass on every text of the dataset, by the licences on record."""
    sides = (side for pair in facts.pairs for side in (pair.ja, pair.en))
    return bool(facts.pairs) and all(open_licence(side.document.source.licence) for side in sides)


def licence_text(facts: Facts) -> str:
    """`LICENSE.md`: whether this folder gives a licence for the texts, and where each stands as far as is known."""
    if all_open(facts):
        said, named = OPEN_TEXTS, f"\n## Credits\n\n{table(CREDITS, _credits(facts))}\n"
    else:
        said, named = OTHER_TEXTS, ""
    return f"""# Rights in this dataset

The texts are short extracts of pages and posts. {said}

A post or a statement that a page quotes belongs to its author, not to the page's publisher; the licence recorded for a
page need not cover it.

{table(HEADINGS, rights(facts))}
{named}
Before you pass texts on, or publish what was made from them, make sure that the law where you are, or their owners,
allow it. The alignments, scores and labels were made by a program; on what terms these are given is for whoever
publishes this folder to say.
"""


def _credits(facts: Facts) -> list[tuple[str, ...]]:
    """A row a document: what its licence wants to be named with its texts."""
    sources = (document.source for document in documents_of(facts.articles))
    told = ((one.title, one.author, one.publisher, one.licence, one.url) for one in sources)
    return [tuple(cell(value or UNKNOWN) for value in row) for row in told]
