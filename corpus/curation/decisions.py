"""What reviewers decided, done: verdicts are put on their pairs, texts edited, pairs split and merged.

No pair goes away by it: a pair that was split or merged stays, with that as its reason, and what was made of it stands
beside it as a pair of its own, named by the id of the reviewed row with `.1`, `.2` … behind it, by which it may be
accepted, rejected and edited in its turn. A part of a split has
the confidence of its whole, a merged pair that of the least sure of its parts; no signal was measured on either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from corpus.curation.new_texts import new_texts, slices_of
from corpus.text import parts_of, shown, spell
from corpus.types import NOBODY, Language, Pair, Side, Span, Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """All pairs, those that were made among them, and why a verdict, by the id it is on, could not be followed."""

    pairs: tuple[Pair, ...]
    unapplied: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge: the id of the row it was written in, and those of all pairs that become one."""

    owner: str
    members: frozenset[str]
    verdict: Verdict


@dataclass(slots=True)
class _Held:
    """Which verdicts hold, gone through from the oldest to the latest."""

    own: dict[str, Verdict] = field(default_factory=dict)
    merges: list[_Merge] = field(default_factory=list)
    parts: dict[str, Verdict] = field(default_factory=dict)  # on pairs that a reviewer made
    unapplied: dict[str, str] = field(default_factory=dict)


def decide(pairs: Sequence[Pair], verdicts: Mapping[str, Verdict]) -> Decided:
    """The pairs with these verdicts followed; `verdicts` by the pair's id, the latest one last.

    Where verdicts contradict each other (a pair was merged into another, and rejected by itself), the later one holds.
    """
    by_id = {pair.id: pair for pair in reversed(pairs)}
    held = _Held()
    for name, verdict in verdicts.items():
        if name not in by_id and name.partition(".")[0] in by_id:
            held.parts[name] = verdict
        elif name not in by_id:
            held.unapplied[name] = f"the pair {name} is no longer found, so this verdict has nothing to act on"
        elif verdict.decision == "split" and len(parts_of(verdict.new_ja)) != len(parts_of(verdict.new_en)):
            held.unapplied[name] = f"{name} cannot be split: its new texts have not as many cut marks on both sides"
        elif verdict.decision == "merge":
            _hold_merge(held, _Merge(name, frozenset((name, *verdict.others)), verdict), by_id)
        else:
            _set_aside(held, [merge for merge in held.merges if name in merge.members], f"{name} was decided later")
            held.own[name] = verdict
    merged = {name: merge.verdict for merge in held.merges for name in merge.members}
    decided: list[Pair] = []
    for pair in pairs:
        if pair.id in merged:
            decided.append(replace(pair, verdict=merged[pair.id]))
        elif pair.id in held.own:
            decided += _followed(pair, held.own[pair.id])
        else:
            decided.append(pair)
    made = [_merged([by_id[name] for name in merge.members], merge) for merge in held.merges]
    return _with_parts([*decided, *made], held, list(verdicts))


def _with_parts(pairs: Sequence[Pair], held: _Held, order: Sequence[str]) -> Decided:
    """The pairs with the verdicts on those that a reviewer made, as far as these are later than what made them."""
    at = {name: place for place, name in enumerate(order)}
    followed: list[Pair] = []
    for pair in pairs:
        verdict = held.parts.pop(pair.id, None) if pair.made_of else None
        whole = pair.id.partition(".")[0]
        if verdict is None:
            followed.append(pair)
        elif verdict.decision in ("split", "merge"):
            held.unapplied[pair.id] = f"{pair.id} was made by the verdict on {whole}: decide {verdict.decision} there"
            followed.append(pair)
        elif at[pair.id] < at[whole]:
            held.unapplied[pair.id] = f"{pair.id} was made anew by a later verdict on {whole}"
            followed.append(pair)
        else:
            followed += _followed(pair, verdict)
    for name in held.parts:
        whole = name.partition(".")[0]
        held.unapplied[name] = f"what holds for {whole} does not make {name}, so this verdict has nothing to act on"
    return Decided(tuple(followed), held.unapplied)


def _hold_merge(held: _Held, merge: _Merge, by_id: Mapping[str, Pair]) -> None:
    missing = sorted(merge.members - by_id.keys())
    documents = {(by_id[name].ja.document, by_id[name].en.document) for name in merge.members & by_id.keys()}
    if missing or len(merge.members) < 2:
        held.unapplied[merge.owner] = f"{merge.owner} cannot be merged with {missing[0] if missing else merge.owner}"
        return
    if len({(ja.name, ja.sha256, en.name, en.sha256) for ja, en in documents}) > 1:
        held.unapplied[merge.owner] = f"{merge.owner} cannot be merged: the texts stand in different documents"
        return
    # The same merge written in both rows is one; of A with B and B with C, all three are one pair.
    near = [other for other in held.merges if other.members & merge.members]
    held.merges = [other for other in held.merges if other not in near]
    members = merge.members.union(*(other.members for other in near))
    for other in near:
        old, new = ((said.new_ja, said.new_en) for said in (other.verdict, merge.verdict))
        if any(old) and old != new:
            why = f"its pair became part of another one later, by the verdict on {merge.owner}"
            held.unapplied[other.owner] = f"the new texts of the merge of {other.owner} are not used: {why}"
    said = merge.verdict.attribution  # over what was put right of its parts, the later first
    for verdict in (
        *(other.verdict for other in reversed(near)),
        *(held.own[n] for n in reversed(held.own) if n in members),
    ):
        said = said.over(verdict.attribution)
    for name in sorted(members & held.own.keys()):
        del held.own[name]
        held.unapplied[name] = f"{name} was merged later, by the verdict on {merge.owner}"
    held.merges.append(_Merge(merge.owner, members, replace(merge.verdict, attribution=said)))


def _set_aside(held: _Held, merges: Sequence[_Merge], why: str) -> None:
    for merge in merges:
        held.merges.remove(merge)
        held.unapplied[merge.owner] = f"{merge.owner} is not merged: {why}"


def _followed(pair: Pair, verdict: Verdict) -> list[Pair]:
    """The pair with its verdict, and the parts that a split makes of it."""
    decided = _attributed(replace(pair, verdict=verdict), verdict)
    if verdict.decision not in ("edit", "split"):
        return [decided]
    texts = new_texts(verdict, pair.ja.text, pair.en.text)
    if verdict.decision == "edit":
        return [_worded(decided, *texts[0])]
    ja, en = ([part[side] for part in texts] for side in (0, 1))
    sides = zip(_parts("ja", pair.ja, ja), _parts("en", pair.en, en), texts, strict=True)
    whole = replace(decided, made_of=(pair.id,), signals={})
    parts = [_worded(replace(whole, ja=one, en=other), *text) for one, other, text in sides]
    return [decided, *(replace(part, id=f"{pair.id}.{at}") for at, part in enumerate(parts, start=1))]


def _attributed(pair: Pair, verdict: Verdict) -> Pair:
    """The pair with who spoke, under which handle and when, as far as the verdict says another than the page does."""
    said = {name: value for name, value in asdict(verdict.attribution).items() if value is not None}
    if not said:
        return pair
    right = {name: None if value == NOBODY else value for name, value in said.items()}
    return replace(pair, attribution=replace(pair.attribution, **right))


def _worded(pair: Pair, ja: str, en: str) -> Pair:
    """The pair with these texts, marked as edited where they are others than it has."""
    same = (shown(ja), shown(en)) == (pair.ja.text, pair.en.text)
    if same:
        return pair
    return replace(pair, ja=replace(pair.ja, text=shown(ja)), en=replace(pair.en, text=shown(en)), edited=True)


def _parts(language: Language, side: Side, texts: Sequence[str]) -> list[Side]:
    """A side for each part: its own characters where the parts spell the whole side, else those of all of it."""
    found = slices_of(side, texts)
    if found is None:
        return [side] * len(texts)
    return [Side(spell(language, side.document.text, spans), side.document, spans) for spans in found]


def _merged(pairs: Sequence[Pair], merge: _Merge) -> Pair:
    """One pair of several of one page, their characters in the order of the documents."""
    ordered = sorted(pairs, key=lambda pair: (pair.ja.spans, pair.en.spans, pair.id))
    first = ordered[0]
    whole = replace(
        first,
        id=f"{merge.owner}.1",
        ja=_joined("ja", [pair.ja for pair in ordered]),
        en=_joined("en", [pair.en for pair in ordered]),
        confidence=min(pair.confidence for pair in ordered),
        headline=any(pair.headline for pair in ordered),
        cut=any(pair.cut for pair in ordered),
        signals={},
        verdict=merge.verdict,
        made_of=tuple(pair.id for pair in ordered),
    )
    whole = _attributed(whole, merge.verdict)
    return _worded(whole, *new_texts(merge.verdict, whole.ja.text, whole.en.text)[0])


def _joined(language: Language, sides: Sequence[Side]) -> Side:
    document = sides[0].document
    spans: list[Span] = []
    for span in sorted({span for side in sides for span in side.spans}):
        if spans and span.start < spans[-1].end:  # both held these characters
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return Side(spell(language, document.text, spans), document, tuple(spans))
