"""What reviewers and builds do not agree on: verdicts that cannot be followed, and reviewers who differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.publishing.review.ledger import Entry
from corpus.types import CorpusError


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


def conflicts(
    path: Path, entries: Mapping[str, Entry], history: Sequence[Entry], unapplied: Mapping[str, str]
) -> list[CorpusError]:
    """The verdicts that this build could not follow, and those that reviewers differ on; the ledger keeps them all.

    `path` is the ledger, `entries` are its lines that hold, by the id of the pair that each is on; `unapplied` says of
    such an id why its verdict was not followed.
    """
    missed = [
        CorpusError(f"{unapplied[name]}; it is kept", path=path, line=entry.line)
        for name, entry in entries.items()
        if name in unapplied
    ]
    return missed + disagreements(path, history)
