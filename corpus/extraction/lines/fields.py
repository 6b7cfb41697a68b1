"""Labels that head a field of a form, and no turn of anybody: "Impact: ..." above "影響：...".

    Impact: An attacker can log in without a password.       a word of forms in either language is a field
    影響：攻撃者はパスワードなしでログインできます。

    Glow: The light lasts longer.                            any other may be a name, whether it sounds alike or not
    グロウ：光が長持ちします。                                  (Zhang, 張): it is a field beside as many that are

    - Glow: duration reduced from 12s to 8s.                 or before what nobody says, in small letters, in a list
    - グロウ：持続時間を12秒から8秒に短縮。

In talk somebody comes again; where any label does, or one names somebody for sure, none is taken for a field. Nor is
what a single kanji labels, or what says "we" or asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from corpus.extraction.lines.labels import name_before, sounds_like
from corpus.extraction.lines.line import Line
from corpus.languages import (
    FORM_WORDS_EN,
    FORM_WORDS_JA,
    GROUP_ENDINGS_JA,
    LIST_MARKS,
    PERSON_ENDINGS_JA,
    ROLE_NOUNS_JA,
    ROLES_OF_TURNS_EN,
    ROLES_OF_TURNS_JA,
    TITLES_EN,
    TITLES_JA,
)
from corpus.types import Passage, Span

_SOMEBODY = (*PERSON_ENDINGS_JA, *GROUP_ENDINGS_JA, *ROLE_NOUNS_JA, *ROLES_OF_TURNS_JA, *TITLES_JA)
_ROLES = TITLES_EN | {role.lower() for role in ROLES_OF_TURNS_EN}
_PEOPLE = regex.compile(
    r"\p{L}+(?:[eo]r|ist|m[ae]n)s?|all|everyone|people|congregation|crowd|voices?|staff|clerk|guest|client|me|you|boss|kids?|"
    r"m[ou]m|dad|son|wife|husband|child|children|boys?|girls?|student|nurse|cat|dog",
    regex.IGNORECASE,
)
_ABSTRACT = regex.compile(r"\p{L}{3,}(?:[ts]ions?|ability)")  # nobody's name
_NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥ0123456789０１２３４５６７８９"  # behind a role: 参加者A
_HAN = regex.compile(r"\p{Han}")
_BODY = regex.compile(r"(?:[:：]|>>?)\s*(?P<first>\p{L})")
_ITEM = regex.compile(rf"[-–{regex.escape(''.join(sorted(LIST_MARKS)))}]")
_TALK = regex.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm][ye]|[Oo]ur|[Yy]our|[Uu]s)\b|[?？]")


@dataclass(frozen=True, slots=True)
class Fields:
    """The labels of a page's fields in both languages, and its Japanese lines that have one."""

    labels: frozenset[str] = frozenset()
    lines: tuple[Span, ...] = ()

    def without(self, passage: Passage) -> Passage:
        """The passage, said by nobody where by its label."""
        said = passage.attribution
        if said.speaker not in self.labels and said.speaker_ja not in self.labels:
            return passage
        return replace(passage, attribution=replace(said, speaker=None, speaker_ja=None))


@dataclass(frozen=True, slots=True)
class _Pair:
    """An English and a Japanese label right above or below each other, and what follows them."""

    en: str
    ja: str
    line: Line
    ja_line: Line

    @property
    def labels(self) -> tuple[str, str]:
        """Both."""
        return self.en, self.ja


def fields_of(text: str, lines: Sequence[Line], labelled: Callable[[str], str | None]) -> Fields:
    """The fields of a page, given what says the label of a Japanese line."""
    pairs = list(_pairs(lines, labelled))
    count = Counter(_label_of(line, labelled) for line in lines)
    signed = {line.said.speaker for line in lines if line.said.speaker}
    if any(count[label] > 1 for pair in pairs for label in pair.labels):
        return Fields()
    if any(pair.en in signed or _is_somebody(text, pair) for pair in pairs):
        return Fields()
    stated = [pair for pair in pairs if _is_stated(pair)]
    others = [pair for pair in pairs if pair not in stated]  # names, or words
    fields = pairs if len(others) <= len(stated) and not any(map(_may_talk, others)) else stated
    labels = frozenset(label for pair in fields for label in pair.labels)
    return Fields(labels, tuple(pair.ja_line.span for pair in fields))


def _label_of(line: Line, labelled: Callable[[str], str | None]) -> str | None:
    """The label of a line, if it has one."""
    if line.kind == "english":
        return name_before(line.text)
    return labelled(line.text) if line.kind == "japanese" else None


def _pairs(lines: Sequence[Line], labelled: Callable[[str], str | None]) -> Iterator[_Pair]:
    """The labels of lines that stand beside each other and may say the same, each line in one pair at most.

    A word in kana that sounds otherwise is another's name: "Lost: one drone" above "マーサー：".
    """
    told = [line for line in lines if line.kind != "blank"]
    taken = -1  # the last line of a pair
    for at, (above, below) in enumerate(pairwise(told)):
        if at <= taken or {above.kind, below.kind} != {"english", "japanese"}:
            continue
        line, ja_line = (above, below) if above.kind == "english" else (below, above)
        en, ja = _label_of(line, labelled), _label_of(ja_line, labelled)
        if en and ja and (_HAN.search(ja) or sounds_like(ja, en) or ja in FORM_WORDS_JA):
            taken = at + 1
            yield _Pair(en, ja, line, ja_line)


def _is_somebody(text: str, pair: _Pair) -> bool:
    """Whether a label names somebody for sure: by a title, a role, a name of two words, or a part of one."""
    if " " in pair.en or pair.en[0].islower() or pair.en.lower() in _ROLES or _PEOPLE.fullmatch(pair.en):
        return True
    if pair.ja in FORM_WORDS_JA:  # 定員 ends as 店員 does
        return False
    if pair.ja.rstrip(_NUMBERS).endswith(_SOMEBODY):
        return True
    name = regex.escape(pair.ja)
    part = rf"[・＝]{name}(?![\p{{Katakana}}ー])|(?<![\p{{Katakana}}ー]){name}(?:[・＝]|さん|氏|ちゃん|くん)"
    return regex.search(part, text) is not None


def _is_stated(pair: _Pair) -> bool:
    """Whether a label is surely that of a field: by its word, or before what nobody says, in an item of a list."""
    if pair.ja in FORM_WORDS_JA or pair.en.lower() in FORM_WORDS_EN or _ABSTRACT.fullmatch(pair.en):
        return True
    said = _BODY.search(pair.line.text)
    small = said is not None and said["first"].islower() and _ITEM.match(pair.line.text) is not None
    return small and not _may_talk(pair)


def _may_talk(pair: _Pair) -> bool:
    """Whether somebody may speak behind a label: behind a single kanji, or where the English says "we" or asks."""
    said = _BODY.search(pair.line.text)
    return len(pair.ja) == 1 or (said is not None and _TALK.search(pair.line.text, said.start("first")) is not None)
