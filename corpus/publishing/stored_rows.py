"""The rows of a dataset read and written, some at a time: whatever its size, it takes the same memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.publishing.facts import Part
from corpus.publishing.rows import Row
from corpus.store import sha256_hex
from corpus.types import CorpusError

if TYPE_CHECKING:
    import pyarrow as pa

S = TypeVar("S", bound=str)
ROWS_AT_A_TIME = 1_000
ROWS_A_GROUP = 10_000
ROWS_A_PART = 100_000
"""Some 50 MB on disk: the hub shows files under 300 MB, and readers open several at once."""


def nothing_kept(manifest: Mapping[str, Any]) -> str:
    """Why a dataset has no kept pair, and what to do about it."""
    if not manifest.get("counts", {}).get("found"):
        return "no pair was found on these pages"
    return "no pair is kept: review some, or lower accept_confidence"


def splits_of(folder: Path, config: str) -> list[str]:
    """The splits of a config, those that models are trained on first; see `write_config` for one without a row."""
    found = {path.name.partition("-")[0] for path in (folder / config).glob("*-*.parquet")}
    known = [split for split in ("train", "validation", "test") if split in found]
    return known + sorted(found - set(known))


def has_rows(folder: Path, config: str) -> bool:
    """Whether a config has any row. Raises `CorpusError` as `rows_of`."""
    return any(True for split in splits_of(folder, config) for _ in rows_of(folder, config, split))


def rows_of(folder: Path, config: str, split: str) -> Iterator[Row]:
    """The rows of a config's split, in the order of its files.

    Raises `CorpusError` with the file that cannot be read.
    """
    for path in sorted((folder / config).glob("*-*.parquet")):
        if path.name.partition("-")[0] == split:
            yield from rows_in(path)


def rows_in(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file. Raises `CorpusError` where it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS_AT_A_TIME):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: letters that are none, days that are none
        said = " ".join(str(error).split())
        raise CorpusError(f"is no Parquet file that can be read: {said}; build again", path=path) from error


def write_config(
    folder: Path, config: str, splits: Sequence[S], rows: Callable[[S], Iterable[Row]], schema: pa.Schema
) -> tuple[Part, ...]:
    """Writes the rows of each split of a config; where none has any, an empty file of the first one.

    For whoever loads a dataset a config without files is none, and gets another one in its place.
    """
    parts = tuple(part for split in splits for part in write_parquet(folder, config, split, rows(split), schema))
    return parts or write_parquet(folder, config, splits[0], (), schema, least=1)


def write_parquet(
    folder: Path,
    config: str,
    split: str,
    rows: Iterable[Row],
    schema: pa.Schema,
    *,
    most: int = ROWS_A_PART,
    least: int = 0,
) -> tuple[Part, ...]:
    """Writes the rows of a config's split into Parquet files of at most `most` rows each, and says what they hold.

    The files are called as the hub calls shards, `train-00000-of-00002.parquet`. Without any row there is no file, or
    as many as `least`.
    """
    left = iter(rows)
    written: list[tuple[Path, int, int]] = []
    while (first := list(islice(left, min(most, ROWS_A_GROUP)))) or len(written) < least:
        (folder / config).mkdir(exist_ok=True)
        path = folder / config / f"{split}-{len(written):05d}"
        written.append((path, *_write_part(path, first, left, schema, most)))
    parts = []
    for path, count, size in written:
        named = path.with_name(f"{path.name}-of-{len(written):05d}.parquet")
        path.replace(named)
        digest = sha256_hex(named.read_bytes())
        name = named.relative_to(folder).as_posix()
        parts.append(Part(config, split, name, count, size, named.stat().st_size, digest))
    return tuple(parts)


def _write_part(path: Path, first: list[Row], left: Iterator[Row], schema: pa.Schema, most: int) -> tuple[int, int]:
    """Writes `first` and as many of the rows left as make `most`: how many there are, and their bytes in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = size = 0
    with pq.ParquetWriter(path, schema, compression="snappy", version="2.6", store_schema=True) as file:
        while first:
            table = pa.Table.from_pylist(first, schema=schema)
            file.write_table(table)
            count, size = count + len(first), size + table.nbytes
            first = list(islice(left, min(most - count, ROWS_A_GROUP)))
    return count, size
