"""What reviewers and builds do not agree on: verdicts that cannot be followed, and reviewers who differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.publishing.review.ledger import Entry
from corpus.types import CorpusError

SHOWN = 40  # characters of a text that tell a person which one it is


def said_by(entry: Entry) -> tuple[object, ...]:
    """What is decided, whoever did and whatever was remarked."""
    said = entry.verdict
    return said.decision, said.new_ja, said.new_en, frozenset(said.others)


def disagreements(path: Path, history: Sequence[Entry]) -> list[CorpusError]:
    """Pairs on which reviewers differ, each by the last word on it: the later one holds.

    Who gave no name is one reviewer: nobody can tell a second one from a change of mind.
    """
    last: dict[str, dict[str, Entry]] = {}
    for entry in history:
        words = last.setdefault(entry.id, {})
        words.pop(entry.verdict.reviewer, None)
        words[entry.verdict.reviewer] = entry
    found = []
    for name, words in last.items():
        *others, holds = words.values()
        against = [entry for entry in others if said_by(entry) != said_by(holds)]
        if against:
            said = " and ".join(f"{_who(entry)} says {entry.verdict.decision} (line {entry.line})" for entry in against)
            message = f"on {name} {said}, {_who(holds)} {holds.verdict.decision}, which holds as the later one"
            found.append(CorpusError(message, path=path, line=holds.line))
    return found


def _who(entry: Entry) -> str:
    return entry.verdict.reviewer or "somebody"


def _told(entry: Entry, alike: str | None) -> str:
    """What a decision was on, for whoever has only its id, and what may have become of that."""
    texts = " | ".join(_short(text) for text in (entry.ja, entry.en) if text)
    page = f" on {entry.article}" if entry.article else ""
    hint = f"; was its text changed? {alike} is much like it: decide on that" if alike else ""
    return f" ({entry.verdict.decision}{page}{f': {texts}' if texts else ''}){hint}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def conflicts(
    path: Path,
    entries: Mapping[str, Entry],
    history: Sequence[Entry],
    unapplied: Mapping[str, str],
    alike: Mapping[str, str] | None = None,
) -> list[CorpusError]:
    """The verdicts that this build could not follow, and those that reviewers differ on; the ledger keeps them all.

    `path` is the ledger, `entries` are its lines that hold, by the id of the pair that each is on; `unapplied` says of
    such an id why its verdict was not followed, `alike` which pair is much like one that is gone.
    """
    missed = [
        CorpusError(f"{unapplied[name]}; it is kept{_told(entry, (alike or {}).get(name))}", path=path, line=entry.line)
        for name, entry in entries.items()
        if name in unapplied
    ]
    return missed + disagreements(path, history)
