"""Names that sign what stands above them in both languages, as collections of quotations have them.

    A map is a letter from someone who got lost before you.
    地図とは、あなたより先に道に迷った誰かからの手紙である。
    ― フレデリカ・ストーン               behind a dash, "発言者：フレデリカ・ストーン", or "（随筆家）" behind the name
    ジョサイア・ペル（劇作家）Josiah Pell  alone in its line, in one script or in both; "作者不明" where nobody knows
    ■ヒューゴ・ランツ候補⏎…⏎…            the same above what they say, as far as the next of them (`headers_of`)

A dash begins many a line, and a hyphen the items of lists, and a name alone heads as many texts as it signs: a name
signs where the page has one below each English text, and above none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from corpus.extraction.lines.bylines import FULL_NAME, NAME
from corpus.extraction.lines.line import JAPANESE, SENTENCE_END, Line
from corpus.extraction.people.clusters import parts_of
from corpus.extraction.people.mentions import TITLES
from corpus.extraction.people.no_persons import is_technical
from corpus.extraction.sentences.english_runs import english_runs
from corpus.languages import HEADING_MARKS
from corpus.names import SAME, same_person, strip_title
from corpus.types import Span

_JAPANESE_NAME = (
    r"(?:[\p{Han}々]{1,8}の)?"
    r"(?:[\p{Katakana}ー]{2,}(?:[・＝=\s][\p{Katakana}ー]+)*|[\p{Han}々]{1,4}[ 　]?[\p{Han}々]{1,4})"
    rf"(?:{TITLES})?"
)
_SIGNER = regex.compile(
    rf"(?:(?:[—–―─]{{1,2}}|--)\s*|[（(【\[]?(?:発言者|話者|語り手|Speaker|Said by)[)）】\]]?\s*[:：]?\s*)"
    rf"(?P<name>{_JAPANESE_NAME}|{NAME})\s*(?:[、,（(／/].{{0,40}})?$"
    rf"|(?P<name>{_JAPANESE_NAME})\s?[（(][^（）()]{{2,40}}[)）]$"
)
# A name that is one for sure, in several parts, and one that may as well be a word.
_IN_PARTS = rf"[\p{{Katakana}}ー]{{2,}}(?:[・＝=][\p{{Katakana}}ー]+)+(?:{TITLES})?"
_WORD = r"[\p{Katakana}ー]{2,}|[\p{Han}々]{1,4}[ 　]?[\p{Han}々]{1,4}"
_REMARK = r"(?:\s?[（(][^（）()\n]{2,60}[)）])?"
_ALONE = regex.compile(
    rf"(?:[bB]y\s+)?(?:(?P<name>{_IN_PARTS}\p{{Han}}{{0,8}}){_REMARK}(?:\s?[/／]?\s?(?P<english>{FULL_NAME}){_REMARK})?|"
    rf"(?P<english>(?=\P{{Ll}}*\p{{Ll}}){FULL_NAME})(?:\s?[（(/／]\s?(?P<name>{_IN_PARTS})[)）]?)?{_REMARK}|(?P<word>{_WORD}){_REMARK})"
)
_NOBODY = regex.compile(
    r"(?:作者|作家|発言者|出典)?不(?:明|詳)|[詠読]み人知らず|匿名|Unknown|Anonymous|"
    r"[\p{Katakana}\p{Han}]{2,8}の(?:ことわざ|諺)"
)
_MARK = regex.compile(r"[^\p{L}\d\n「『“\"(（]{0,3}(?:\d{1,2}[.．)）]\s?)?")
# "◆FWディディエ・ンゴラ", "◆セント・ブライド　ロビン・クーパー監督": a position or a team before a name behind a mark.
_POSITION = regex.compile(
    rf"[{regex.escape(''.join(sorted(HEADING_MARKS - set('【〈《'))))}]\s?"
    r"(?:\p{Lu}{1,3}|[^\s。、「」『』:：]{2,20}[ 　])(?=[\p{Katakana}ー]{2,}[・＝])"
)
_BRACKETED = regex.compile(r"【(?P<name>[^【】\n]{2,40})】\s*")
# "1. Ann Pen（技師）"Every file is an apology."": a name behind a number, and what is said behind it.
_NUMBERED = regex.compile(
    rf"\d{{1,2}}[.．)）]\s?(?:(?P<name>{_IN_PARTS})|(?P<english>{FULL_NAME})){_REMARK}\s?(?=[\"“「『])"
)
_WORDS_JA = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}ー・＝々]+")
_LONGEST = 120  # characters of a line that signs


@dataclass(frozen=True, slots=True)
class Signer:
    """A stretch of a page, and who says all that is rendered in it: None where the page says that nobody knows."""

    span: Span
    form: str | None
    english: str | None = None
    sure: bool = True  # whether it is surely a name
    says: bool = False  # whether what is said begins behind it in its line

    def signs(self, span: Span) -> Signer:
        """The same of another stretch."""
        return Signer(span, self.form, self.english, self.sure)


def signers_of(lines: Sequence[Line]) -> tuple[Signer, ...]:
    """The signers of a page, each with what stands above the name, below the one before; none where they are no habit.

    One alone is none, nor is any where a name stands above the first English text or English below the last name.
    """
    told = [line for line in lines if line.kind != "blank"]
    return _signing(told, _marked) or _signing(told, _alone)


def _signing(told: Sequence[Line], signs: Callable[[Line], Signer | None]) -> tuple[Signer, ...]:
    """The signers of a page, given what signs in a line by itself."""
    short = [line for line in told if len(line.text) <= _LONGEST and line.kind in ("english", "japanese", "furniture")]
    every = {line.span.start: signer for line in short if (signer := signs(line))}
    if len(every) < 2:
        return ()
    names = {at: every[line.span.start] for at, line in enumerate(told) if line.span.start in every}
    english = [at for at, line in enumerate(told) if at not in names and _has_english(line)]
    names = _without_headings(names, english)
    if len(names) < 2 or not any(signer.sure for signer in names.values()):
        return ()
    bounds = [-1, *names]
    each = all(bisect_left(english, above) < bisect_left(english, below) for above, below in pairwise(bounds))
    if not each or english[-1] > bounds[-1] or (signs is _alone and not _closed(told, list(names))):
        return ()
    return tuple(
        names[at].signs(Span(told[above + 1].span.start, told[at].span.start)) for above, at in pairwise(bounds)
    )


def headers_of(lines: Sequence[Line], named: Sequence[str] = ()) -> tuple[Signer, ...]:
    """Names that head all that is said below them, down to the next; none where there are not two with English each,
    or where English stands above the first.

    `named` are forms of names on the page, a part of which heads in brackets ("【Adeyemi】").
    """
    told = [line for line in lines if line.kind != "blank"]
    meant = _by_part(named)
    heads = {at: signer for at, line in enumerate(told) if (signer := _heads(line) or _in_brackets(line, meant))}
    if len(heads) < 2:
        return ()
    english = [at for at, line in enumerate(told) if (at not in heads or heads[at].says) and _has_english(line)]
    bounds = [*heads, len(told)]
    with_english = sum(bisect_left(english, above) < bisect_left(english, below) for above, below in pairwise(bounds))
    if with_english < 2 or english[0] < bounds[0]:
        return ()
    # What begins with the same mark heads what is below it as well, though no name is told there ("◇ケニアのMさん").
    marked: dict[str, list[int]] = {}
    for at, line in enumerate(told):
        marked.setdefault(line.text[0] if line.text[0] in HEADING_MARKS else "", []).append(at)
    ends = []
    for above, below in pairwise(bounds):
        same = marked.get(told[above].text[0], [])
        ends.append(told[min([below, *same[bisect_right(same, above) :][:1]]) - 1].span.end)
    return tuple(
        signer.signs(Span(told[at].span.start, end)) for (at, signer), end in zip(heads.items(), ends, strict=True)
    )


def behind_names(lines: Sequence[Line]) -> Iterator[Span]:
    """What stands in Japanese behind the English name of a signature and is not that name: "— Ann P., アイルランド"."""
    for line in lines:
        name = line.said.speaker if line.kind in ("signature", "byline") else None
        end = line.text.find(name) + len(name) if name and name in line.text else len(line.text)
        for match in _WORDS_JA.finditer(line.text, end):
            if same_person(match[0], name or "") < SAME:
                yield Span(line.span.start + match.start(), line.span.start + match.end())


def _heads(line: Line) -> Signer | None:
    """What a line says that is surely a name, or that nobody knows it, behind a mark or a number."""
    if len(line.text) > _LONGEST or line.kind not in ("english", "japanese", "furniture", "heading"):
        return None
    if numbered := _NUMBERED.match(line.text):
        return Signer(line.span, numbered["name"] or numbered["english"], numbered["english"], says=True)
    mark = _MARK.match(line.text)
    signer = _named(line, mark.end() if mark else 0)
    if signer is None and (marked := _POSITION.match(line.text)):
        signer = _named(line, marked.end())
    return signer if signer and (signer.sure or signer.form is None) else None


def _by_part(named: Sequence[str]) -> dict[str, list[str]]:
    """The forms of names on a page by each of their parts, without a title, and as they are."""
    found: dict[str, list[str]] = {}
    for form in dict.fromkeys(named):
        for part in dict.fromkeys((form, strip_title(form), *parts_of(form))):
            found.setdefault(part, []).append(form)
    return found


def _in_brackets(line: Line, meant: Mapping[str, Sequence[str]]) -> Signer | None:
    """Whom a part of a name in brackets is, alone in its line or before what is said, if that is one on the page."""
    match = _BRACKETED.match(line.text) if line.kind in ("english", "japanese", "furniture", "heading") else None
    forms = meant.get(match["name"], ()) if match else ()
    if match is None or not forms or len({strip_title(form) for form in forms}) > 1:
        return None
    form, bare = forms[0], strip_title(forms[0])
    return Signer(line.span, form, None if JAPANESE.search(bare) else bare, says=match.end() < len(line.text))


def _without_headings(names: Mapping[int, Signer], english: Sequence[int]) -> dict[int, Signer]:
    """The names without the words above which, and below the name before, is no English."""
    found: dict[int, Signer] = {}
    last = 0
    for at, signer in names.items():
        until = bisect_left(english, at)
        if signer.sure or until > last:
            found[at], last = signer, until
    return found


def _closed(told: Sequence[Line], names: Sequence[int]) -> bool:
    """Whether names alone in their lines are no signatures of the English alone, whose rendering stands below."""
    if all(told[at - 1].kind == "japanese" for at in names):
        return True
    return not any(line.kind == "japanese" and SENTENCE_END.search(line.text) for line in told[names[-1] + 1 :])


def _has_english(line: Line) -> bool:
    return line.kind == "english" or (line.kind == "japanese" and bool(english_runs(line.text, 0, len(line.text))))


def _marked(line: Line) -> Signer | None:
    """What a line says that may sign what is above it in both languages by its form: no signature of English alone."""
    match = _SIGNER.match(line.text)
    if match is None:
        return None
    return Signer(line.span, match["name"], None if JAPANESE.search(match["name"]) else match["name"])


def _alone(line: Line) -> Signer | None:
    """The same of a line that is a name, or says that nobody knows it."""
    return _named(line, 0) or _marked(line)


def _named(line: Line, start: int) -> Signer | None:
    """The name that is all of a line from a place on, or that nobody knows it."""
    if _NOBODY.fullmatch(line.text, start):
        return Signer(line.span, None, sure=False)
    match = _ALONE.fullmatch(line.text, start)
    if match is None:
        return None
    form = match["name"] or match["word"] or match["english"]
    if is_technical(form):
        return None
    return Signer(line.span, form, match["english"], sure=match["word"] is None)
