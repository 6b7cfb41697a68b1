"""Pairs as the last build published them: what a decision was made on that came back without its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.publishing.review.ledger import Entry, text_digest
from corpus.publishing.stored_manifest import manifest_of
from corpus.store import MANIFEST
from corpus.types import CorpusError

_COLUMNS = ("id", "translation", "provenance.ja.article", "verdict", "edited", "reason")
_NOTHING = text_digest("", "")


@dataclass(frozen=True, slots=True)
class Before:
    """A row of the last dataset: its page, its texts (none where a reviewer wrote them), what was decided on it, and
    whether it repeated another one.
    """

    article: str
    ja: str
    en: str
    verdict: str | None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class LastBuilt:
    """The pairs of the last dataset by id, none where it cannot be read, and then what is wrong with it."""

    pairs: Mapping[str, Before]
    problem: CorpusError | None = None


def forgotten(last: Mapping[str, Before], entries: Sequence[Entry]) -> list[str]:
    """The ids of pairs that the last dataset has as decided, of whose decision no entry is.

    Of what a reviewer worded, made or joined nothing is said, as its texts are not those that the ledger knows.
    """
    names, digests = {entry.id for entry in entries}, {entry.digest for entry in entries}
    return [
        name
        for name, pair in last.items()
        if pair.verdict in ("accept", "reject") and pair.ja and "." not in name
        if name not in names and text_digest(pair.ja, pair.en) not in digests
    ]


def last_built(dataset: Path | None) -> LastBuilt:
    """What the dataset in a folder has; nothing where there is none."""
    if dataset is None or not (dataset / MANIFEST).exists():
        return LastBuilt({})
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: dict[str, Before] = {}
    try:
        listed = sum(count for part, count in manifest_of(dataset)["rows"].items() if part.startswith("candidates/"))
        for path in sorted((dataset / "candidates").glob("*.parquet")):
            for row in pq.ParquetFile(path).read(columns=list(_COLUMNS)).to_pylist():
                ja, en = ("", "") if row["edited"] else (row["translation"]["ja"], row["translation"]["en"])
                page, said = row["provenance"]["ja"]["article"], row["verdict"]
                found.setdefault(row["id"], Before(page, ja, en, said, repeats=row["reason"] == "duplicate"))
        if len(found) != listed:
            raise ValueError(f"it has {len(found)} of its {listed} candidates")
    except (pa.ArrowException, CorpusError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = " ".join(str(error).split())
        unknown = "so nobody knows whether the ledger lacks a decision that it has, and where each one held"
        message = f"the last dataset is broken, or of an older version ({said}), {unknown}"
        return LastBuilt({}, CorpusError(message, path=dataset))
    return LastBuilt(found)


def bare(entry: Entry) -> bool:
    """Whether a decision came without the texts that it is on: typed by hand, or with their columns deleted."""
    return not (entry.ja or entry.en)


def filled(entries: Iterable[Entry], earlier: Iterable[Entry], last: Mapping[str, Before]) -> list[Entry]:
    """The entries, with the texts and pages that their pairs have in earlier lines of the ledger or the last dataset.

    Without them nobody could find the pair again once its page is renamed, or is aligned otherwise.
    """
    entries = list(entries)
    lacking = {entry.id for entry in entries if bare(entry)}
    known: dict[str, Entry | Before] = {name: last[name] for name in lacking & last.keys()}
    known |= {entry.id: entry for entry in earlier if entry.id in lacking and not bare(entry)}
    return [_filled(entry, known) if bare(entry) else entry for entry in entries]


def _filled(entry: Entry, known: Mapping[str, Entry | Before]) -> Entry:
    pair = known.get(entry.id)
    if pair is None:
        return entry
    digest = pair.digest if isinstance(pair, Entry) else text_digest(pair.ja, pair.en)
    if entry.digest not in (_NOTHING, digest):  # the table says that the pair had other texts
        return entry
    return replace(entry, ja=pair.ja, en=pair.en, article=entry.article or pair.article, digest=digest)
