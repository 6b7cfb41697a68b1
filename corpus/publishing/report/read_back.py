"""A dataset's folder read back: what the report of it is made from when nothing is aligned again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.config import Config
from corpus.publishing.rows import Row
from corpus.publishing.schema import COLUMNS
from corpus.publishing.stored_manifest import manifest_of
from corpus.store import MANIFEST
from corpus.types import CorpusError


@dataclass(frozen=True, slots=True)
class Stored:
    """What a dataset holds: signature and settings, its articles as (name, sha256), its candidates in page order.

    `splits` is the split of each candidate, by id.
    """

    signature: str
    model: str
    config: Config
    articles: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    splits: Mapping[str, str]


def read_back(folder: Path) -> Stored:
    """The dataset in a folder. Raises `CorpusError` where there is none, or not a whole one."""
    import pyarrow.parquet as pq

    path = folder / MANIFEST
    if not path.exists():
        raise CorpusError("no dataset is here; build it first, or say with --out where it was built", path=path)
    manifest = manifest_of(folder, "signature", "model", "settings", "documents")
    try:
        # One file after the other: `read_table` of a folder would make a column of the folder's name.
        files = sorted((folder / "candidates").glob("*.parquet"))
        parts = [(file.name.partition("-")[0], pq.ParquetFile(file).read().to_pylist()) for file in files]
        rows = [row for _, part in parts for row in part]
        documents = [(one["name"], one["sha256"]) for one in manifest["documents"] if one["kind"] == "article"]
        missing = {column.name for column in COLUMNS} - set(rows[0] if rows else (column.name for column in COLUMNS))
        if missing:
            raise KeyError(*sorted(missing))
        splits = {row["id"]: split for split, part in parts for row in part}
        known = manifest["signature"], manifest["model"], Config(**manifest["settings"])
        return Stored(*known, tuple(documents), tuple(sorted(rows, key=_place)), splits)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise CorpusError(f"not a whole dataset of this version ({error!r}); build it again", path=path) from error


def _place(row: Row) -> tuple[Any, ...]:
    """The order in which a build lists its pairs: by article, then by where they stand in it."""
    ja, en = row["provenance"]["ja"], row["provenance"]["en"]
    return ja["article"], ja["spans"], en["article"], en["spans"], row["headline"], row["id"]
