"""The rows of a dataset read and written, some at a time: whatever its size, it takes the same memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.publishing.report_counts import Row
from corpus.store import MARK
from corpus.types import CorpusError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_A_TIME = 1_000
ROWS_A_GROUP = 10_000


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the manifest of a dataset, or of anything made of one, says; `CorpusError` where there is none."""
    path = folder / MARK
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError("there is no dataset here; build one, or name its folder", path=path) from error
    except (OSError, ValueError) as error:
        raise CorpusError(f"cannot be read: {error}; build it again", path=path) from error
    if not isinstance(found, dict):
        raise CorpusError("is no manifest of ours; build it again", path=path)
    return found


def splits_of(folder: Path, config: str) -> list[str]:
    """The splits of a config, those that models are trained on first; none where the config has no row."""
    found = {path.name.partition("-")[0] for path in (folder / config).glob("*-*.parquet")}
    known = [split for split in ("train", "validation", "test") if split in found]
    return known + sorted(found - set(known))


def rows_of(folder: Path, config: str, split: str) -> Iterator[Row]:
    """The rows of a config's split, in the order of its files.

    Raises `CorpusError` with the file that cannot be read.
    """
    import pyarrow.parquet as pq

    for path in sorted((folder / config).glob(f"{split}-*.parquet")):
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(ROWS_AT_A_TIME):
                    yield from batch.to_pylist()
        except (OSError, ValueError) as error:  # what pyarrow raises is one of the two
            raise CorpusError(f"is no Parquet file that can be read: {error}; build again", path=path) from error


def write_parquet(path: Path, rows: Iterable[Row], schema: pa.Schema) -> int:
    """Writes rows into a Parquet file, and says how many they are; without any there is no file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count, left = 0, iter(rows)
    first = list(islice(left, ROWS_A_GROUP))
    if not first:
        return 0
    path.parent.mkdir(exist_ok=True)
    with pq.ParquetWriter(path, schema, compression="snappy", version="2.6", store_schema=True) as file:
        while first:
            file.write_table(pa.Table.from_pylist(first, schema=schema))
            count += len(first)
            first = list(islice(left, ROWS_A_GROUP))
    return count
