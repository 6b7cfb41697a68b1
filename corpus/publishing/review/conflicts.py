"""What reviewers and builds do not agree on: verdicts that cannot be followed, and reviewers who differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from corpus.publishing.review.corrections import CORRECTIONS, as_cells
from corpus.publishing.review.ledger import Entry, in_time
from corpus.types import CorpusError

SHOWN = 40  # characters of a text that tell a person which one it is


def said_by(entry: Entry) -> tuple[object, ...]:
    """What is decided on the texts, whoever did and whatever was remarked; last the pairs that a merge joins."""
    said = entry.verdict
    return said.decision, said.new_ja, said.new_en, frozenset(said.others)


def differ(one: Entry, other: Entry) -> bool:
    """Whether two decisions on a pair cannot both hold: on its texts, or on what both say of who spoke."""
    said = zip(*(as_cells(entry.verdict.attribution) for entry in (one, other)), strict=True)
    return said_by(one) != said_by(other) or any(a and b and a != b for a, b in said)


def disagreements(path: Path, history: Sequence[Entry]) -> list[CorpusError]:
    """Pairs on which reviewers differ, each by the last word on it: the later one holds.

    Who gave no name is one reviewer: nobody can tell a second one from a change of mind. Where two differ, the word of
    a third one settles it.
    """
    words: dict[str, list[Entry]] = {}
    for entry in in_time(history):
        words.setdefault(entry.id, []).append(entry)
    found = []
    for name, said in words.items():
        *others, holds = _by_last_word(said)
        against = [entry for entry in others if differ(entry, holds)]
        if against and not _settled(said, others, holds):
            told = " and ".join(f"{_who(entry)} says {_word(entry)} (line {entry.line})" for entry in against)
            later = f"the later one{_saved(holds, against)}"
            message = f"on {name} {told}, {_who(holds)} {_word(holds)}, which holds as {later}"
            found.append(CorpusError(message, path=path, line=holds.line))
    return found


def _by_last_word(said: Sequence[Entry]) -> list[Entry]:
    """Of each reviewer the last word, in the order of these, with all that was put right of who spoke."""
    last: dict[str, Entry] = {}
    for entry in said:
        before = last.pop(entry.verdict.reviewer, entry)
        whole = entry.verdict.attribution.over(before.verdict.attribution)
        last[entry.verdict.reviewer] = replace(entry, verdict=replace(entry.verdict, attribution=whole))
    return list(last.values())


def _word(entry: Entry) -> str:
    """A decision, with what it puts right of who spoke."""
    right = zip(CORRECTIONS, as_cells(entry.verdict.attribution), strict=True)
    told = ", ".join(f"{column.removeprefix('new_')} {cell}" for column, cell in right if cell)
    return f"{entry.verdict.decision}{f' with {told}' if told else ''}"


def _settled(said: Sequence[Entry], others: Sequence[Entry], holds: Entry) -> bool:
    """Whether others differed, and who had the last word never said anything else."""
    own = [entry for entry in said if entry.verdict.reviewer == holds.verdict.reviewer]
    return any(differ(one, other) for one, other in combinations(others, 2)) and not any(differ(e, holds) for e in own)


def _saved(holds: Entry, against: Sequence[Entry]) -> str:
    """When the decision that holds was saved, where that and not its place in the ledger makes it the later one."""
    older = [entry for entry in against if entry.line > holds.line]
    return f": it was saved {holds.when}, line {older[0].line} {older[0].when}" if older else ""


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
    pages: Collection[str] | None = None,
) -> list[CorpusError]:
    """The verdicts that this build could not follow, and those that reviewers differ on; the ledger keeps them all.

    `path` is the ledger, `entries` are its lines that hold, by the id of the pair that each is on; `unapplied` says of
    such an id why its verdict was not followed, `alike` which pair is much like one that is gone. Of `pages`, which are
    all that were read, those that are gone are told of once each.
    """
    gone: dict[str, list[Entry]] = {}
    missed = []
    place = {name: at for at, name in enumerate(entries)}
    for name, entry in entries.items():
        whole = entries.get(name.partition(".")[0], entry)
        made_anew = place[whole.id] > place[name] and whole.verdict.reviewer == entry.verdict.reviewer
        if name not in unapplied or made_anew:  # by the same reviewer, who knows
            continue
        if pages is not None and entry.article and entry.article not in pages:
            gone.setdefault(entry.article, []).append(entry)
            continue
        message = f"{unapplied[name]}; the verdict is kept{_told(entry, (alike or {}).get(name))}"
        missed.append(CorpusError(message, path=path, line=entry.line))
    return missed + [_gone(path, page, on_it) for page, on_it in gone.items()] + disagreements(path, history)


def _gone(path: Path, page: str, entries: Sequence[Entry]) -> CorpusError:
    ids = ", ".join(f"{entry.id}{f': {_short(entry.ja)}' if entry.ja else ''}" for entry in entries[:3])
    more = ", …" if len(entries) > 3 else ""
    kept = f"{len(entries)} verdicts are kept that were" if len(entries) > 1 else "1 verdict is kept that was"
    message = f"{page} is not among the pages any more; {kept} decided on it and cannot be followed now"
    return CorpusError(f"{message} ({ids}{more})", path=path, line=entries[0].line)
