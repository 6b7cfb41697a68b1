"""Proving what reviewers decided: the verdict of a row and the texts that they wrote are looked for in their ledgers.

A ledger's lines keep the ids that pairs had when they were decided on. So a row is known in them by its id, by the
digest of the texts that its spans spell, and where only ids are named, as a merge names the other pairs, by the id that
these texts give under the old name of their page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import publishing
from corpus.curation import new_texts
from corpus.ids import nth_id, pair_id
from corpus.publishing import Entry
from corpus.types import Language

LANGUAGES: tuple[Language, ...] = ("ja", "en")
NOTHING = publishing.text_digest("", "")
"""Of a decision that came without the texts that it is on."""

Row = Mapping[str, Any]
Texts = tuple[str, str]
"""Those that the spans of a row spell."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The lines of ledgers from the oldest on, by their ids and by the digests of their texts."""

    history: Mapping[str, Sequence[Entry]]
    names: frozenset[str]
    """All ids that they have or name."""

    def on(self, row: Row, old: Texts, wholes: Mapping[str, str]) -> Iterator[Entry]:
        """The decisions on a row, and of a row that a reviewer made those on the pair that it was made of.

        `old` are the texts that its spans spell, `wholes` the digests of those of all decided pairs by their ids.
        """
        whole, point, part = row["id"].partition(".")
        digest = wholes.get(whole, NOTHING) if point else publishing.text_digest(*old)
        on_whole = [entry for key in {whole, digest} - {NOTHING} for entry in self.history.get(key, ())]
        yield from on_whole
        if point:
            names = {row["id"], *(f"{entry.id}.{part}" for entry in on_whole)}
            yield from (entry for name in names for entry in self.history.get(name, ()))


def decisions(ledgers: Iterable[Path]) -> Decisions:
    """What stands in ledgers. Raises `CorpusError` for one that cannot be read."""
    history: dict[str, list[Entry]] = {}
    names: set[str] = set()
    for path in ledgers:
        for entry in publishing.read_ledger(path).entries:
            names.update((entry.id, *entry.verdict.others))
            for key in (entry.id, entry.digest):
                history.setdefault(key, []).append(entry)
    return Decisions(history, frozenset(names))


def is_worded(row: Row, language: Language, old: Texts, on_row: Sequence[Entry]) -> bool:
    """Whether a decision on a row gives it this text, and was made on what the row's spans spell."""
    made = "." in row["id"]
    for entry in on_row:
        word = entry.verdict.decision
        if word not in (("edit", "split", "merge") if made else (row["verdict"],)):
            continue
        if word == "edit" and not made and entry.digest not in (publishing.text_digest(*old), NOTHING):
            continue
        texts = new_texts(entry.verdict, *old)
        if row["translation"][language] in {part[LANGUAGES.index(language)] for part in texts}:
            return True
    return False


def is_decided(row: Row, old: Texts, on_row: Sequence[Entry], known: Decisions) -> bool:
    """Whether the verdict of a row is one that a ledger has on it."""
    word = row["verdict"]
    if any(entry.verdict.decision == word for entry in on_row):
        return True
    return word == "merge" and any(
        row["id"] in named or any(is_called(name, entry.article, old, headline=row["headline"]) for name in named)
        for entries in known.history.values()
        for entry in entries
        if entry.verdict.decision == "merge" and (named := {entry.id, *entry.verdict.others})
    )


def is_called(name: str, page: str, texts: Texts, *, headline: bool, places: int = 1) -> bool:
    """Whether a pair with these texts has this id on a page, at one of so many places at most."""
    first = pair_id(page, *texts, headline)
    return any(nth_id(first, nth) == name for nth in range(places))
