"""Nouns in the Japanese of a page: whoever may speak there, by name or by what they are, and how each is put.

A mention (`mentions`) is a name for sure. Pages say as often what somebody is ("隣に座っていた女性", "サポート担当",
"議事録"), so every noun of a line is found here. Whom each names is for `naming`, who of them speaks is learned
(`speakers`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction.lines.bylines import ADDRESS, HANDLE
from corpus.extraction.lines.marks import OF_IDENTIFIER
from corpus.extraction.people.clusters import LATIN
from corpus.extraction.people.heads import KINDS, ROLES, head_of, kind_of
from corpus.extraction.people.mentions import PERSON_TITLES
from corpus.extraction.people.offices import is_office
from corpus.languages import (
    COUNTERS,
    CREDIT_WORDS,
    FORM_WORDS_EN,
    FORM_WORDS_JA,
    LANGUAGE_MARKS,
    ORIGINAL_MARKS,
    PERSON_NOUNS_JA,
    SPEECH_JA,
    TRANSLATION_MARKS,
    WRITINGS_JA,
)
from corpus.names import SAME, same_person, strip_title
from corpus.types import Span

# What may stand behind a noun, the likelier it makes the noun the one who speaks the further down; a noun's `particle`
# is its number here, 0 for anything else.
_PARTICLES = (
    "を", "に", "で", "と", "へ|との|について", "に対し", "から", "の", "、", "。|だ|です|である", r"(?=\n|$)",
    r"(?=[「『“\"])", r"より(?=\s*(?:[）)」]|\n|$))", "[:：]|[　/／]",
    rf"の(?:{'|'.join(WRITINGS_JA)})(?!欄)|(?=『[^『』\n]{{1,40}}』[^。\n]{{0,16}}より)",
    r"に(?:聞|尋|たずね|問|話を)", "には", "から[はも]", "も", "が", "は",
    "によると|によれば|に言わせれば|いわく|曰く",
)  # fmt: skip
PARTICLES = len(_PARTICLES)
_OF, ENDS_LINE, LABEL, _SOURCE = (
    1 + next(at for at, p in enumerate(_PARTICLES) if p.startswith(w)) for w in ("の", r"(?=\n", "[:", "の(")
)
_WORD = (
    r"(?![・ \u00a0])(?:(?:お(?!同))?[\p{Han}々ヶ\p{Katakana}ー・＝=\p{Latin}0-9０-９&＆'’.+_-]|"
    r"(?:(?<=\p{Latin})|(?<=\b(?:Dr|Mr|Mrs|Ms|Prof|\p{Lu})\.))[ \u00a0](?=\p{Lu})|"
    r"(?<=\p{Latin})[ \u00a0]&[ \u00a0](?=\p{Lu})|"  # Moss & Iron Studios
    rf"(?<=\p{{Latin}})[ \u00a0](?=(?:{PERSON_TITLES}|社)(?!\p{{Han}}))|"  # Ann Pen 氏
    r"(?<=\p{Han})[いきけしちみめりれ](?=\p{Han})|"  # 飼い主, 聞き手
    rf"(?<=\p{{Han}})[ 　](?=[\p{{Han}}々]{{1,4}}"  # 山田 花子さん, 山田 花子のコメント
    rf"(?:(?:{PERSON_TITLES})(?!\p{{Han}})|の(?:{'|'.join(WRITINGS_JA)}))))++"
)
_PERSON = "|".join(PERSON_NOUNS_JA)
_NOUN = regex.compile(
    r"(?:[AP]M )?"
    rf"(?<form>(?:[@＠]{HANDLE}|(?:{_WORD}(?:の|を務める|という))?{_WORD}(?:の(?:{_WORD}|{_PERSON}))?"
    rf"(?:お?[ばじ][あい]?(?:さん|ちゃん)|さん|さま|ちゃん|くん|たち)?|{_PERSON})"
    r"(?:「[\p{Katakana}\p{Han}ー・\p{Latin}&＆の ]{1,20}」(?=は|が|も|の|に|から))?)"
    r"(?:本人|自身)?(?:\s?[（(](?P<beside>[^（）()\n]{1,40})[)）])?"
    r"(?:(?<=\p{Lu}\p{Ll}[\p{Latin}'’-]*)[ \u00a0](?=\p{Hiragana}))?"  # Ann Pen の投稿
    rf"(?:{'|'.join(f'(?<p{at}>{p})' for at, p in reversed([*enumerate(_PARTICLES, start=1)]))})?"
)
_ENGLISH = regex.compile(rf"({LATIN}(?:\s(?:(?:of|for|and|&|the)\s)+{LATIN})*)(?=$|[,、，/／])")
_WHOLE_LATIN = regex.compile(LATIN)
_IN_FULL = regex.compile(rf"(?!The )(?=\P{{Ll}}*\p{{Ll}}){LATIN}")
_TITLED = frozenset('『「“《〈"')  # before the name of a work
_NO_NOUN = regex.compile(
    r"[\d０-９.\-・、年月日時分つ人]+|[QA]\d+\.?|[ivx]{1,4}|第[\d０-９一二三四五六七八九十]+[条項章節回話]|(?:手順|ステップ|例文?|設問|注意?)\d*|"
    r"[\d０-９]+(?:ページ|頁|章|節|巻)"
)
# Labels that say in what language something is ("英語原文"); and what stands before nobody's name in a thread.
NO_LABEL = regex.compile(rf"(?:{'|'.join((*LANGUAGE_MARKS, *ORIGINAL_MARKS, *TRANSLATION_MARKS, 'ID'))})+")
_NOBODY = regex.compile(r"(?:\bID[:：]|名無しの)$")
# The name of a variable; a hashtag that ends a line, in Latin letters: in others it may be whom the line names.
_NO_NAME = regex.compile(
    rf"(?:[\p{{Latin}}\d]+_)+[\p{{Latin}}\d]+(?={OF_IDENTIFIER})|(?<=[^\s#＃][ 　]{{0,2}}[#＃])[\p{{Latin}}\d_]+\s*$",
    regex.MULTILINE,
)
_OF_SOMETHING = regex.compile(r"['’]s\s")  # "Ship's Bell", "Today's Special"
_WORD_EN = regex.compile(r"\p{Latin}\p{Ll}{3,}")  # that a vocabulary may explain
_CREDITS = frozenset(CREDIT_WORDS) - {"聞き手"}
_BEFORE = 5  # characters before a noun that are looked at for these
_COUNTED = regex.compile(r"\d\s?$")  # before a noun that is what is counted: "142.3 時間"
_LETTER_ENDS = regex.compile(r"\n[>＞ ]*[—–―-]")  # a signature
# Before a place or a time of a notice, and before whoever renders what others say.
_FIELD = regex.compile(
    r"(?:場所|会場|開催地|所在地|住所|日時|開催日|定員|料金|最寄り駅|翻訳者?|和訳|訳者?)[^\S\n]*[:：/／][^\S\n]*\Z"
)
_LONGEST_FIELD = 8  # characters of these with what follows
_BEATEN = regex.compile(
    r"に[^。に]{0,14}(?:敗れ|負け|屈し)|[をに][^。をに]{0,14}(?:下し|破っ|破り|退け|勝っ|勝ち|勝利)"
)
_TO_WHOM = regex.compile(r"\s*[^。、「」\n]{1,24}へ[、,]?\s*$")  # a line that says to whom a letter is
_SELF = regex.compile(r"(?<=[\p{Katakana}\p{Latin}ー]{2}|\p{Han}氏)自身$")
_SUBJECTS = frozenset(range(LABEL, PARTICLES + 1))
_STOP, _INNER = regex.compile("。"), regex.compile("の(?=.)")
_SAYING = regex.compile("[。、「]")
_OPENING, _CLOSING = regex.compile(r"[「“（(]"), regex.compile(r"[」”）)]")
_SAYS = regex.compile("|".join(map(regex.escape, SPEECH_JA)))
AROUND = regex.compile(r"[ 　・—―–（(■▼●◆※→【『-]*+")
KATAKANA_WORD = regex.compile(r"[\p{Katakana}ー]++")
_SMALL = regex.compile(r"(?<![\p{L}\d@#/._-])\p{Ll}{4,}+(?![\p{L}\d@/_-]|\.\p{L})")
_LONGEST = 60  # characters of a noun; a longer run of letters names nobody
LITTLE = 24  # characters of a line besides a noun that stands alone in it
_FULL = KINDS.index("name")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun at `span`, the number of the one whom it names (-1 until that is known), and how it stands in its line.

    `particle` is what follows (in the order of `_PARTICLES`), `kind` a number into `KINDS`, `line` that of the line.
    """

    span: Span
    form: str
    who: int
    kind: int
    particle: int
    line: int
    quoted: bool  # in brackets
    tells: bool  # a verb of saying follows in its sentence
    first: bool  # in its line
    alone: bool  # there is hardly anything else in its line
    english: str | None  # the name in Latin letters that it is, or that stands behind it in parentheses

    @property
    def subject(self) -> bool:
        """Whether the grammar makes it one who speaks or acts."""
        return self.particle in _SUBJECTS and not self.quoted

    @property
    def source(self) -> bool:
        """Whether it says whose words follow: as a label, or as theirs ("X の投稿")."""
        return self.particle in (LABEL, _SOURCE)


@dataclass(frozen=True)
class Nouns:
    """All nouns of a page in order, by whom they name, and where its lines and sentences end."""

    text: str
    nouns: tuple[Noun, ...] = ()
    names: tuple[str, ...] = ()  # of each who: the head of a noun without a title
    lines: tuple[Span, ...] = ()  # all of the page that are not blank
    japanese: tuple[bool, ...] = ()  # whether each is
    fields: frozenset[str] = frozenset()  # what labels fields of a form
    slots: dict[str, NDArray[np.int64]] = field(default_factory=dict, compare=False, repr=False)  # for `wordings`

    @cached_property
    def starts(self) -> list[int]:
        """Where the nouns begin."""
        return [noun.span.start for noun in self.nouns]

    @cached_property
    def subjects(self) -> list[int]:
        """The numbers of the nouns that are subjects."""
        return [number for number, noun in enumerate(self.nouns) if noun.subject]

    @cached_property
    def stops(self) -> list[int]:
        """Where sentences end."""
        return [match.start() for match in _STOP.finditer(self.text)]

    @cached_property
    def line_starts(self) -> list[int]:
        """Where the lines begin."""
        return [line.start for line in self.lines]

    @cached_property
    def of(self) -> tuple[Uses, ...]:
        """The nouns that name each."""
        found = tuple(Uses() for _ in self.names)
        for number, noun in enumerate(self.nouns):
            found[noun.who].add(number, noun)
        return found

    @cached_property
    def english(self) -> dict[int, str]:
        """The name in Latin letters of those who have one: the fullest, of these the first."""
        found: dict[int, str] = {}
        for noun in self.nouns:
            if noun.english and len(noun.english.split()) > len(found.get(noun.who, "").split()):
                found[noun.who] = noun.english
        return found

    @cached_property
    def compounds(self) -> Counter[str]:
        """How many other words in katakana begin or end with one: two with コード, ソースコード and コードベース."""
        words = {word for word in KATAKANA_WORD.findall(self.text) if len(word) <= LITTLE}
        return Counter(part for word in words for size in range(1, len(word)) for part in {word[:size], word[-size:]})

    @cached_property
    def small(self) -> frozenset[str]:
        """The words in small Latin letters that stand by themselves, in no address, name of a file or identifier."""
        return frozenset(_SMALL.findall(self.text))

    @cached_property
    def often(self) -> tuple[int, ...]:
        """Whoever is named, those named most often first."""
        return tuple(who for who, _ in Counter(noun.who for noun in self.nouns).most_common())

    @cached_property
    def topics(self) -> frozenset[int]:
        """Whom a title in the first line alone names, and by no name: that is what the page is about."""
        titled = bool(self.lines) and _STOP.search(self.text, self.lines[0].start, self.lines[0].end) is None
        named = {noun.who for noun in self.nouns if noun.line > 0 or KINDS[noun.kind] == "name"}
        return frozenset(range(len(self.names))) - named if titled else frozenset()

    def is_silent(self, who: int) -> bool:
        """Whether what names somebody says what a text is, or which field of a form or what fills it, or only who
        is beaten. What a page was asked once it remembers: it is asked of the same ones for each rendering.
        """
        if who not in self._silent:
            self._silent[who] = self._says_what_it_is(who)
        return self._silent[who]

    @cached_property
    def _silent(self) -> dict[int, bool]:
        """Whoever is silent or not, as far as that was asked for."""
        return {}

    def _says_what_it_is(self, who: int) -> bool:
        name = self.names[who]
        if name in self.fields or name in FORM_WORDS_JA or name.lower() in FORM_WORDS_EN or NO_LABEL.fullmatch(name):
            return True
        if _OF_SOMETHING.search(name):
            return True
        own = [self.nouns[number] for number in self.of[who].all]
        if name in _CREDITS:
            return all(noun.particle == LABEL for noun in own)
        if all(_BEATEN.match(self.text, noun.span.end) for noun in own) or all(map(self._fills_field, own)):
            return True
        return _WORD_EN.fullmatch(name) is not None and any(map(self._is_headword, own))

    def _fills_field(self, noun: Noun) -> bool:
        """Whether a noun says where or when something is, or who translates: "場所：市民会館小ホール"."""
        start = noun.span.start
        return _FIELD.search(self.text, max(0, start - _LONGEST_FIELD), start) is not None

    def _is_headword(self, noun: Noun) -> bool:
        """Whether a word in Latin letters begins a Japanese line and stands in small letters in the English below."""
        below = noun.line + 1
        if not noun.first or not self.japanese[noun.line] or below == len(self.lines) or self.japanese[below]:
            return False
        line, stem = self.lines[below], noun.form[:-1].lower()
        return regex.search(rf"\b{regex.escape(stem)}", self.text, pos=line.start, endpos=line.end) is not None

    @cached_property
    def letters(self) -> tuple[tuple[int, frozenset[int]], ...]:
        """Where letters begin ("Dear Ann,", "アンへ"), each with whom it addresses."""
        found = []
        for line, own in zip(self.lines, self.japanese, strict=True):
            to = (_TO_WHOM if own else ADDRESS).match(self.text, line.start, line.end)
            here = range(*(bisect_left(self.starts, place) for place in (line.start, line.end))) if to else ()
            if whos := frozenset(self.nouns[number].who for number in here):
                found.append((line.end, whos))
        return tuple(found)

    def addressed(self, said: Span) -> frozenset[int]:
        """Whom the last letter that begins before something said addresses, but for those who act since."""
        at = bisect_right(self.letters, said.start, key=lambda letter: letter[0])
        if not at:
            return frozenset()
        begin, whos = self.letters[at - 1]
        if _LETTER_ENDS.search(self.text, begin, said.start):
            return frozenset()
        until = bisect_left(self.starts, said.start)
        since = self.nouns[bisect_left(self.starts, begin) : until]
        return whos - {noun.who for noun in since if noun.subject or noun.alone}

    def outside(self, spans: Iterable[Span]) -> Nouns:
        """The same without the nouns in some spans."""
        within = sorted(spans)
        ends = list(accumulate((span.end for span in within), max))  # of all that begin no later

        def is_within(noun: Noun) -> bool:
            at = bisect_right(within, noun.span.start, key=lambda span: span.start)
            return at > 0 and noun.span.end <= ends[at - 1]

        return replace(self, nouns=tuple(noun for noun in self.nouns if not is_within(noun)))


@dataclass
class Uses:
    """The numbers of the nouns that name one person or thing, in order: all, and those of a kind."""

    all: list[int] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    telling: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    kinds: set[int] = field(default_factory=set)

    def add(self, number: int, noun: Noun) -> None:
        """One noun more, behind the others."""
        self.all.append(number)
        self.kinds.add(noun.kind)
        for wanted, where in (
            (noun.subject, self.subjects),
            (noun.subject and noun.tells, self.telling),
            (noun.source, self.sources),
            (noun.alone, self.alone),
        ):
            if wanted:
                where.append(number)


def nouns_of_line(text: str, number: int, line: Span) -> Iterator[Noun]:
    """The nouns of a Japanese line, whomever they name: with what の puts before one, and what it is put before."""
    depth, at = 0, line.start
    begins = AROUND.match(text, line.start, line.end).end()  # type: ignore[union-attr]  # it matches the empty text
    says = [match.start() for match in _SAYS.finditer(text, line.start, line.end)]
    stops = [match.start() for match in _STOP.finditer(text, line.start, line.end)]
    for match in _NOUN.finditer(text, line.start, line.end):
        whole, start = _SELF.sub("", match["form"]), match.start("form")
        if len(whole) > _LONGEST:
            continue
        depth += _depth(text, at, start)
        at = start
        english = _ENGLISH.match(match["beside"]) if match["beside"] else None
        if english and is_office(english[1]) and same_person(strip_title(whole), english[1]) < SAME:
            english = None
        particle = match.lastgroup[1:] if match.lastgroup and match.lastgroup[0] == "p" else 0
        nobody = _is_nobody(text, Span(max(line.start, start - _BEFORE), start), whole)
        for end in (*(found.start() for found in _INNER.finditer(whole)), len(whole)):
            form = whole[:end]
            inner = end < len(whole)
            put = (_SOURCE if whole.startswith(WRITINGS_JA, end + 1) else _OF) if inner else int(particle)
            if nobody or _NO_NOUN.fullmatch(form) or (len(form) == 1 and put not in _SUBJECTS):
                continue
            if put == LABEL and NO_LABEL.fullmatch(form):
                continue
            place = start + end
            head = head_of(form)
            full, put = _in_latin(text, start, form, head, put)
            latin = _WHOLE_LATIN.fullmatch(head) and (head == form or head not in ROLES)
            sentence = stops[at_stop] if (at_stop := bisect_left(stops, place)) < len(stops) else line.end
            said = bisect_left(says, place)
            first = start == begins
            little = not inner and len(line) - len(form) <= LITTLE and not _SAYING.search(text, place, line.end)
            yield Noun(
                Span(start, place),
                form,
                -1,
                _FULL if full else kind_of(form),
                put,
                number,
                quoted=depth > 0,
                tells=said < len(says) and says[said] < sentence,
                first=first,
                alone=first and little,
                english=head if latin else english[1] if english and not inner else None,
            )


def _in_latin(text: str, start: int, form: str, head: str, put: int) -> tuple[bool, int]:
    """Whether a noun is a full name in Latin letters ("登山家のAnn Pen"), and how it is put ("by Ann Pen")."""
    if " " not in head or not _IN_FULL.fullmatch(head) or text[start - 1 : start] in _TITLED:
        return False, put
    if put == ENDS_LINE and text.startswith(("by ", "By "), max(0, start - 3)):
        return True, _SOURCE
    return head != form or put in _SUBJECTS, put


def _is_nobody(text: str, before: Span, form: str) -> bool:
    """Whether what stands around a noun tells that it names nobody: "ID:", "#", a number of what is counted."""
    counted = form.startswith(COUNTERS) and "の" not in form and _COUNTED.search(text, before.start, before.end)
    return bool(counted or _NOBODY.search(text, before.start, before.end) or _NO_NAME.match(text, before.end))


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets more are open at the end of a part of a line than at its start."""
    return len(_OPENING.findall(text, start, end)) - len(_CLOSING.findall(text, start, end))
