"""Pairs as the last build published them: what a decision was made on that came back without its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.publishing.review.ledger import Entry, text_digest

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


def forgotten(dataset: Path | None, entries: Sequence[Entry]) -> list[str]:
    """The ids of pairs that the dataset in a folder has as decided, of whose decision no entry is.

    Of what a reviewer worded, made or joined nothing is said, as its texts are not those that the ledger knows.
    """
    names, digests = {entry.id for entry in entries}, {entry.digest for entry in entries}
    return [
        name
        for name, pair in last_built(dataset).items()
        if pair.verdict in ("accept", "reject") and pair.ja and "." not in name
        if name not in names and text_digest(pair.ja, pair.en) not in digests
    ]


def last_built(dataset: Path | None) -> dict[str, Before]:
    """The pairs that the dataset in a folder has, by id; none where it is no dataset that can be read."""
    if dataset is None:
        return {}
    import pyarrow.parquet as pq

    found: dict[str, Before] = {}
    try:
        for path in sorted((dataset / "candidates").glob("*.parquet")):
            for row in pq.ParquetFile(path).read(columns=list(_COLUMNS)).to_pylist():
                ja, en = ("", "") if row["edited"] else (row["translation"]["ja"], row["translation"]["en"])
                page, said = row["provenance"]["ja"]["article"], row["verdict"]
                found.setdefault(row["id"], Before(page, ja, en, said, repeats=row["reason"] == "duplicate"))
    except (OSError, ValueError, KeyError, TypeError):  # of an older version, or broken: it is about to be replaced
        return {}
    return found


def bare(entry: Entry) -> bool:
    """Whether a decision came without the texts that it is on: typed by hand, or with their columns deleted."""
    return not (entry.ja or entry.en)


def filled(entries: Iterable[Entry], earlier: Iterable[Entry], dataset: Path | None) -> list[Entry]:
    """The entries, with the texts and the page that their pairs have in earlier lines of the ledger or in the dataset.

    Without them nobody could find the pair again once its page is renamed, or is aligned otherwise.
    """
    entries = list(entries)
    lacking = {entry.id for entry in entries if bare(entry)}
    known: dict[str, Entry | Before] = {**last_built(dataset)} if lacking else {}
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
