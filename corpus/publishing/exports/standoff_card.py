"""The card of a stand-off dataset, for whoever meets it on the hub without having seen the one it was made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, NamedTuple

from corpus.config import About
from corpus.publishing.dataset.citation import bibtex, citation_file
from corpus.publishing.dataset.front_matter import ALIKE, WIDTH, headed, loading, size_category
from corpus.publishing.dataset.licence import UNKNOWN, cell, table
from corpus.publishing.dataset.wording import SPANS
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


@dataclass(frozen=True, slots=True)
class Standoff:
    """A stand-off dataset: what it is of, the digest of its rows, its files, how many sides of pairs are from where."""

    about: About
    signature: Signature
    rows: str
    parts: tuple[Part, ...]
    sides: Mapping[Origin, int]


def standoff_words(told: Standoff, columns: Sequence[Column]) -> dict[str, str]:
    """The files that say what it is, by name."""
    head = {
        "pretty_name": told.about.name,
        **ALIKE,
        "license": "other",
        "license_name": "no-text-of-the-sources",
        "size_categories": [size_category(sum(part.rows for part in told.parts))],
        "annotations_creators": ["machine-generated"],
        "tags": ["parallel-corpus", "sentence-alignment", "stand-off", "provenance", "taiyaku"],
        **loading(told.parts, columns),
    }
    citation = citation_file(told.about, told.signature, told.rows)
    return {"README.md": headed(head, _body(told, columns)), "CITATION.cff": citation}


def _body(told: Standoff, columns: Sequence[Column]) -> str:
    rows = sum(part.rows for part in told.parts)
    documents = len({origin.sha256 for origin in told.sides})
    splits = [(split, count) for (_, split), count in rows_by_split(told.parts).items()]
    first = f"""\
Which characters of which pages render each other, Japanese and English, and no text of these pages: for each of
{rows:,} pairs, on {documents:,} document{"" if documents == 1 else "s"}, the address and the sha256 of the page as it
was, the `[start, end)` code points that each side stands on, the sha256 of the text that they spell, and what was found
out about the pair. It was built with Taiyaku."""
    return f"""# {cell(told.about.name)}

{fill(first, WIDTH)}

Signature: `{told.signature.of(told.rows)}`

{table(("split", "rows"), splits)}

```python
from datasets import load_dataset
spans = load_dataset(FOLDER)
```

## How it becomes text

With pages of your own that are the same to the byte:

```sh
taiyaku rebuild-text FOLDER --sources YOUR_PAGES
```

Each text is proved by its digest. A page that was changed since is refused and named, as is one that is not there, and
the pairs of all others are made. Who spoke does not come back, nor do texts that a reviewer wrote.

{fill(SPANS, WIDTH)}

## What a row has

{table(("column", "meaning"), [(f"`{column.name}`", column.meaning) for column in columns])}

## Rights and sources

The texts belong to whoever wrote or published them, and are not here. A page is called as its file was: if that is its
headline, these words of it are. On what terms the spans, scores and labels are given is for whoever publishes this
folder to say.

{table(("publisher", "licence", "documents", "sides of pairs"), _rights(told.sides))}

## To have something removed

Write to whoever published this dataset, on the hub in its Community tab, and name the `id` of the row or the address of
the page. Earlier commits of a repository keep the old files.

## Citation

`CITATION.cff` says the same to programs.

```bibtex
{bibtex(told.about, told.signature, told.rows)}
```
"""


def _rights(sides: Mapping[Origin, int]) -> list[tuple[str, str, int, int]]:
    documents = Counter((origin.publisher, origin.licence) for origin in sides)
    counts: Counter[tuple[str, str]] = Counter()
    for origin, count in sides.items():
        counts[origin.publisher, origin.licence] += count
    return [(cell(who), cell(what), documents[who, what], counts[who, what]) for who, what in sorted(documents)]
