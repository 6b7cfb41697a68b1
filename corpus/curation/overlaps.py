"""What alignment found beside pairs that reviewers keep: no character is used twice, and a person's choice comes first.

Alignment chooses beads that do not overlap; a pair that it did not choose, and that is kept all the same because a
reviewer accepted it, may overlap what it chose instead. That is then a rival that lost, as any other bead of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.types import Pair, Side, Verdict

KEEPING = frozenset({"accept", "edit", "split", "merge"})


@dataclass(frozen=True, slots=True)
class Settled:
    """Pairs of which none overlaps one that a reviewer keeps, the verdicts that hold, and why others do not, by id."""

    pairs: tuple[Pair, ...]
    verdicts: Mapping[str, Verdict]
    unapplied: Mapping[str, str] = field(default_factory=dict)


def settled(found: Sequence[Pair], stood: Sequence[Pair], verdicts: Mapping[str, Verdict]) -> Settled:
    """What alignment found and what stands though it was not found (`stood`), without what has to step back.

    `verdicts` are by the pair's id, the latest one last: of two decisions to keep pairs that overlap it holds. Rejected
    pairs and headlines, which are matched apart, use no character.
    """
    if not stood:
        return Settled(tuple(found), verdicts)
    by_id = {pair.id: pair for pair in (*stood, *reversed(found))}
    again = {pair.id for pair in stood}
    chosen: dict[str, Pair] = {}
    unapplied: dict[str, str] = {}
    for name, verdict in reversed(list(verdicts.items())):
        if verdict.decision not in KEEPING:
            continue
        own = [by_id[one] for one in (name, *verdict.others) if one in by_id]
        if later := _overlapped(own, chosen.values(), again):
            unapplied[name] = f"the text of {name} is in {later.id}, which was decided later"
        else:
            chosen |= {pair.id: pair for pair in own}
    kept = [pair for pair in chosen.values() if pair.id in again]
    decided = {name for name in verdicts if name not in unapplied}
    left = [
        pair
        for pair in found
        if pair.headline or pair.id in decided or pair.id in chosen or not _overlapped([pair], kept, again)
    ]
    holding = {name: verdict for name, verdict in verdicts.items() if name in decided}
    return Settled((*left, *(pair for pair in stood if pair.id in chosen)), holding, unapplied)


def _overlapped(pairs: Iterable[Pair], others: Iterable[Pair], again: frozenset[str] | set[str]) -> Pair | None:
    """The first of `others` that overlaps one of `pairs`, where either was not found; no pair overlaps itself."""
    some = list(pairs)
    return next(
        (
            other
            for other in others
            for pair in some
            if pair.id != other.id and not again.isdisjoint((pair.id, other.id)) and overlap(pair, other)
        ),
        None,
    )


def overlap(one: Pair, other: Pair) -> bool:
    """Whether two pairs use a character twice."""
    return share(one.ja, other.ja) or share(one.en, other.en)


def share(one: Side, other: Side) -> bool:
    """Whether two sides have a character in common."""
    if (one.document.name, one.document.sha256) != (other.document.name, other.document.sha256):
        return False
    return any(a.start < b.end and b.start < a.end for a in one.spans for b in other.spans)
