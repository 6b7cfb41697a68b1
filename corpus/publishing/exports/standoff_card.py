"""The card of a stand-off dataset, for whoever meets it on the hub without having seen the one it was made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from corpus.config import About
from corpus.publishing.dataset.citation import bibtex
from corpus.publishing.dataset.front_matter import ALIKE, headed, loading, size_category
from corpus.publishing.dataset.licence import UNKNOWN, cell, table
from corpus.publishing.facts import Part, rows_by_split
from corpus.publishing.schema import Column
from corpus.publishing.signature import Signature


class Origin(NamedTuple):
    """Where a side of a pair is from."""

    publisher: str
    licence: str
    sha256: str


def origin_of(side: Mapping[str, Any]) -> Origin:
    """Where a side of a row is from."""
    return Origin(side["publisher"] or UNKNOWN, side["licence"] or UNKNOWN, side["sha256"])


def standoff_card(
    about: About, signature: Signature, parts: Sequence[Part], sides: Mapping[Origin, int], columns: Sequence[Column]
) -> str:
    """The whole card; `sides` says how many sides of pairs are from where."""
    rows = sum(part.rows for part in parts)
    head = {
        "pretty_name": about.name,
        **ALIKE,
        "size_categories": [size_category(rows)],
        "annotations_creators": ["machine-generated"],
        "tags": ["parallel-corpus", "sentence-alignment", "stand-off", "provenance", "taiyaku"],
        **loading(parts, columns),
    }
    return headed(head, _body(about, signature, parts, sides, columns))


def _body(
    about: About, signature: Signature, parts: Sequence[Part], sides: Mapping[Origin, int], columns: Sequence[Column]
) -> str:
    rows = sum(part.rows for part in parts)
    documents = len({origin.sha256 for origin in sides})
    splits = [(split, count) for (_, split), count in rows_by_split(parts).items()]
    return f"""# {cell(about.name)}

Which characters of which pages render each other, Japanese and English, and no text of these pages: for each of
{rows:,} pairs, on {documents:,} document{"" if documents == 1 else "s"}, the address and the sha256 of the page as it
was, the `[start, end)` code points that each side stands on, the sha256 of the text that they spell, and what was found
out about the pair. It was built with Taiyaku.

Signature of every figure: `{signature}`

{table(("split", "rows"), splits)}

## How it becomes text

With pages of your own that are the same to the byte:

```sh
taiyaku rebuild-text FOLDER --sources YOUR_PAGES
```

Each text is proved by its digest. A page that was changed since is refused and named, as is one that is not there, and
the pairs of all others are made. Who spoke does not come back, nor do texts that a reviewer wrote.

## What a row has

{table(("column", "meaning"), [(f"`{column.name}`", column.meaning) for column in columns])}

## Rights and sources

The texts belong to whoever wrote or published them, and are not here. On what terms the spans, scores and labels are
given is for whoever publishes this folder to say.

{table(("publisher", "licence", "documents", "sides of pairs"), _rights(sides))}

## To have something removed

Write to whoever published this dataset, on the hub in its Community tab, and name the `id` of the row or the address of
the page.

## Citation

`CITATION.cff` says the same to programs.

```bibtex
{bibtex(about, signature)}
```
"""


def _rights(sides: Mapping[Origin, int]) -> list[tuple[str, str, int, int]]:
    documents = Counter((origin.publisher, origin.licence) for origin in sides)
    counts: Counter[tuple[str, str]] = Counter()
    for origin, count in sides.items():
        counts[origin.publisher, origin.licence] += count
    return [(cell(who), cell(what), documents[who, what], counts[who, what]) for who, what in sorted(documents)]
