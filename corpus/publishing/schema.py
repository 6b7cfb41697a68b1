"""The one schema of the rows, as a literal table, and the three notations that others know it in.

Start with `COLUMNS`. Both configs use it, and it does not depend on the rows: an empty column is still a string. The
three notations are made here rather than by `datasets`, because importing that takes longer (over a second) than all
the rest of a small build; a test loads what was written with `datasets` and compares.

`signals` is a list of name and value, not a struct with a field a signal: the signals of a page and those of a long
document differ, and the next version will have others. With fields of their own every change of a signal would be
another schema, so that releases and configs could not be concatenated, and a config without rows would have none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Translation:
    """The same text in several languages: `datasets.Translation`, which translation examples expect."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its type (a dict is a struct, a list of one type a list of it) and what it says."""

    name: str
    type: Any
    meaning: str


SIDE = {
    "article": "string",
    "url": "string",
    "publisher": "string",
    "licence": "string",
    "sha256": "string",
    "spans": [["int32"]],
}

COLUMNS: tuple[Column, ...] = (
    Column("id", "string", "hash of the article's name and both texts, with .1, .2 … where a reviewer made the pair"),
    Column("translation", Translation(("ja", "en")), "the two texts"),
    Column("confidence", "float64", "probability, 0 to 1, that a careful bilingual reader would accept the pair"),
    Column("relation", "string", "translation, partial, paraphrase or summary"),
    Column("reason", "string", "why the pair is not in `pairs`; null where it is"),
    Column("headline", "bool", "a side is the page's headline or the title of a source"),
    Column("speaker", "string", "who said it, in English, as the page writes it; null where it does not"),
    Column("speaker_ja", "string", "who said it, in Japanese, as the page writes it; null where nobody is likely"),
    Column("handle", "string", "the account it was posted under, without the at sign; null where none is told"),
    Column("posted_on", "string", "the day it was posted, as an ISO date, the year perhaps the page's; null likewise"),
    Column("signals", [{"name": "string", "value": "float64"}], "the named numbers behind the confidence"),
    Column(
        "provenance",
        {"ja": SIDE, "en": SIDE, "signature": "string"},
        "for each side the document and the `[start, end)` code points of its text, one span a sentence; the signature",
    ),
    Column("group", "string", "articles that share a document or a text share a group, and a group is in one split"),
    Column("verdict", "string", "what a reviewer decided: accept, reject, edit, split or merge; null where nobody did"),
    Column("edited", "bool", "a text is a reviewer's, not the characters of its spans: those are where it came from"),
)


def arrow_schema(columns: Sequence[Column] = COLUMNS) -> pa.Schema:
    """The schema of the Parquet files, with the features in the metadata where `datasets` looks for them."""
    import pyarrow as pa

    leaves = {"string": pa.string(), "float64": pa.float64(), "bool": pa.bool_(), "int32": pa.int32()}

    def arrow(kind: Any) -> pa.DataType:
        if isinstance(kind, Translation):
            return pa.struct([(language, pa.string()) for language in sorted(kind.languages)])
        if isinstance(kind, dict):
            return pa.struct([(name, arrow(inner)) for name, inner in kind.items()])
        return pa.list_(arrow(kind[0])) if isinstance(kind, list) else leaves[kind]

    features = {column.name: _features(column.type) for column in columns}
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    return pa.schema([(column.name, arrow(column.type)) for column in columns], metadata=metadata)


def _features(kind: Any) -> Any:
    """A type as `Features.to_dict` writes it.

    A list is written as a list of one: `datasets` before 4.0 does not know the `List` that newer ones write, and all
    of them read this.
    """
    if isinstance(kind, Translation):
        return {"languages": list(kind.languages), "_type": "Translation"}
    if isinstance(kind, dict):
        return {name: _features(inner) for name, inner in kind.items()}
    return [_features(kind[0])] if isinstance(kind, list) else {"dtype": kind, "_type": "Value"}


def card_features(columns: Sequence[Column] = COLUMNS) -> list[dict[str, Any]]:
    """The features as the YAML of a dataset card has them under `dataset_info`."""
    return [{"name": column.name, **_card_type(column.type)} for column in columns]


def _card_type(kind: Any) -> dict[str, Any]:
    if isinstance(kind, Translation):
        return {"dtype": {"translation": {"languages": list(kind.languages)}}}
    if isinstance(kind, dict):
        return {"struct": [{"name": name, **_card_type(inner)} for name, inner in kind.items()]}
    if isinstance(kind, list):
        inner = _card_type(kind[0])
        # The notation leaves out the level between where it can: `list: string`, `list: [fields]`.
        return {"list": next(iter(inner.values())) if list(inner) in (["dtype"], ["struct"]) else inner}
    return {"dtype": kind}
