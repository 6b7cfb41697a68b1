"""The dataset's folder: Parquet by config and split, card, licence, manifest; written whole or not at all.

    pairs/train-00000-of-00001.parquet          what is kept
    candidates/train-00000-of-00001.parquet     everything found, with the reason that keeps it out of `pairs`
    README.md  LICENSE.md  CITATION.cff  croissant.json  manifest.json

The folder is filled beside its place under another name and then exchanged, so that a build that is killed leaves the
last one whole. The same pairs give the same bytes: no clock, no host name, fixed settings of the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.config import Config
from corpus.publishing.dataset.card import readme
from corpus.publishing.dataset.citation import citation_file
from corpus.publishing.dataset.croissant import croissant
from corpus.publishing.dataset.licence import LICENCE, licence_text
from corpus.publishing.dataset.manifest import manifest
from corpus.publishing.facts import Facts, Part
from corpus.publishing.new_folder import new_folder, seal
from corpus.publishing.rows import Row, row
from corpus.publishing.schema import arrow_schema
from corpus.publishing.signature import Signature
from corpus.publishing.stored_rows import write_config
from corpus.types import Article, Pair, Reason, Split

SPLITS: tuple[Split, ...] = ("train", "validation", "test")
WORDS: Mapping[str, Callable[[Facts], str]] = {
    "README.md": readme,
    LICENCE: licence_text,
    "CITATION.cff": lambda facts: citation_file(facts.config.about, facts.signature, facts.rows),
    "croissant.json": croissant,
}
"""The files that say what the Parquet files are: the one place to add one."""


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
    in which they are to be listed; `verdicts` is the ledger that proves verdicts and edited texts. A config without a
    pair has an empty file, so that nobody is given the other one in its place.

    Raises `CorpusError` where the folder cannot be written.
    """
    by_config = {"pairs": [pair for pair in pairs if pair.reason is None], "candidates": list(pairs)}
    schema = arrow_schema()
    with new_folder(out) as folder:
        parts = tuple(
            part
            for name, chosen in by_config.items()
            for part in write_config(folder, name, SPLITS, partial(_rows, chosen, str(signature)), schema)
        )
        facts = Facts(tuple(pairs), tuple(articles), parts, reasons, signature, config)
        write_words(folder, facts)
        seal(folder, manifest(facts, folder=out, verdicts=verdicts))
    return Published(out, parts, facts.counts)


def _rows(pairs: Sequence[Pair], signature: str, split: Split) -> Iterator[Row]:
    return (row(pair, signature) for pair in pairs if pair.split == split)


def write_words(folder: Path, facts: Facts) -> None:
    """Writes the files that say what the Parquet files are."""
    for name, text in WORDS.items():
        (folder / name).write_bytes(text(facts).encode())
