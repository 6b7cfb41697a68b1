"""The dataset's folder: Parquet by config and split, card, licence, manifest; written whole or not at all.

    pairs/train-00000-of-00001.parquet          what is kept
    candidates/train-00000-of-00001.parquet     everything found, with the reason that keeps it out of `pairs`
    README.md  LICENSE.md  manifest.json

The folder is filled beside its place under another name and then exchanged, so that a build that is killed leaves the
last one whole. The same pairs give the same bytes: no clock, no host name, fixed settings of the writer.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.config import Config
from corpus.publishing.card import readme
from corpus.publishing.facts import Facts, Part
from corpus.publishing.licence import licence_text
from corpus.publishing.manifest import manifest
from corpus.publishing.rows import row
from corpus.publishing.schema import arrow_schema
from corpus.publishing.signature import Signature
from corpus.store import replace_folder, sha256_hex
from corpus.types import Article, CorpusError, Pair, Reason, Split

SPLITS: tuple[Split, ...] = ("train", "validation", "test")
ROWS_A_GROUP = 10_000


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: `parts` are the Parquet files, `counts` the kept pairs and those by reason."""

    folder: Path
    parts: tuple[Part, ...]
    counts: Mapping[str, int]


def publish(
    pairs: Sequence[Pair],
    *,
    out: Path,
    signature: Signature,
    articles: Sequence[Article],
    config: Config,
    reasons: Mapping[Reason, str],
    verdicts: Path | None = None,
) -> Published:
    """Writes the dataset of curated `pairs` into the folder `out`, in the place of the one that stands there.

    `articles` are all that were read, those without a pair too; `reasons` says what each reason means, in the order
    in which they are to be listed; `verdicts` is the ledger that proves edited texts. With no pair at all there is a
    card and a manifest, and no config.

    Raises `CorpusError` where the folder cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        filled = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        message = f"cannot be written to: {error.strerror or error}; name another folder with --out"
        raise CorpusError(message, path=out.parent) from error
    try:
        filled.chmod(0o755)  # mkdtemp gives the folder to its owner alone
        by_config = {"pairs": [pair for pair in pairs if pair.reason is None], "candidates": list(pairs)}
        parts = tuple(
            _write_part(filled, name, split, rows)
            for name, chosen in by_config.items()
            for split in SPLITS
            if (rows := [row(pair, str(signature)) for pair in chosen if pair.split == split])
        )
        counted: Counter[str] = Counter(pair.reason or "kept" for pair in pairs)
        counts = {name: counted[name] for name in ("kept", *reasons)}
        facts = Facts(tuple(pairs), tuple(articles), parts, counts, reasons, signature, config)
        (filled / "README.md").write_bytes(readme(facts).encode())
        (filled / "LICENSE.md").write_bytes(licence_text(facts).encode())
        files = {
            path.relative_to(filled).as_posix(): sha256_hex(path.read_bytes())
            for path in filled.rglob("*")
            if path.is_file()
        }
        (filled / "manifest.json").write_bytes(manifest(facts, files, folder=out, verdicts=verdicts).encode())
        replace_folder(out, filled)
    finally:
        shutil.rmtree(filled, ignore_errors=True)  # gone where it was moved into its place
    return Published(out, parts, counts)


def _write_part(folder: Path, config: str, split: Split, rows: list[dict[str, Any]]) -> Part:
    """Writes the rows of a config's split into a Parquet file and says how much that is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / config / f"{split}-00000-of-00001.parquet"
    path.parent.mkdir(exist_ok=True)
    table = pa.Table.from_pylist(rows, schema=arrow_schema())
    pq.write_table(table, path, row_group_size=ROWS_A_GROUP, compression="snappy", version="2.6", store_schema=True)
    return Part(config, split, path.relative_to(folder).as_posix(), len(rows), table.nbytes, path.stat().st_size)
