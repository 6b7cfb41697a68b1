"""Who said a quotation: mentions of people on the Japanese page, and the one that a quotation belongs to.

A mention is a name (katakana, Latin or kanji before a title; a family name that the page gave in full elsewhere; a noun
for a role, such as an official account). A quotation's speaker is looked for where Japanese puts it: directly behind
(「…」と X さん), before it as subject or topic in the same line, then in the lines before, and at last far above it:
whoever was brought in as one who acts, or heads a section, is not named again before each quotation, or as 同氏 only.
The two languages are joined by comparing names (`corpus.names`) and by handles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

import regex

from corpus.extraction.people import LATIN, People, parts_of, people_of
from corpus.languages import (
    HEADING_MARKS,
    INTERVIEW_JA,
    PERSON_TITLES_JA,
    ROLE_NOUNS_JA,
    SAME_PERSON_JA,
    SPEECH_JA,
    TITLES_JA,
    WRITINGS_JA,
)
from corpus.names import SAME, same_person, strip_title
from corpus.types import Attribution, Passage, Span

_TITLES = "|".join(map(regex.escape, sorted(TITLES_JA, key=len, reverse=True)))
_PERSON_TITLES = "|".join(map(regex.escape, sorted(PERSON_TITLES_JA, key=len, reverse=True)))
_ROLES = "|".join(map(regex.escape, sorted(ROLE_NOUNS_JA, key=len, reverse=True)))
_KATAKANA = r"[\p{Katakana}ー]{2,}(?:[・＝=][\p{Katakana}ー]+)*"
_AGE = r"(?:\s?[（(][\d０-９]+[^）)]{0,12}[）)])?"
_HANDLE = r"(?:\s?[（(]\s*[@＠](?<handle>[\w.]{1,40})\s*[)）])?"
_MENTION = regex.compile(
    rf"(?<form>(?:{_KATAKANA}|{LATIN})\s?(?:{_TITLES}){{1,2}}|[\p{{Han}}々]{{1,4}}?(?:{_PERSON_TITLES})(?!\p{{Han}})|"
    rf"[\p{{Katakana}}ー]{{2,}}(?:[・＝=][\p{{Katakana}}ー]+)+|"
    rf"(?:[\p{{Han}}\p{{Katakana}}ーA-Za-z]{{1,24}}の)?[\p{{Han}}\p{{Katakana}}ー]{{0,24}}(?:{_ROLES})|[\p{{Katakana}}ー]{{2,}}|(?<at>[@＠][\w.]{{2,40}}))"
    rf"(?:本人)?(?<latin>(?=[（(]{LATIN}[)）]))?{_AGE}{_HANDLE}"
)
# What marks a mention as the one who speaks: topic, subject, source, の before the bracket, the end of a sentence.
_SUBJECT = regex.compile(
    r"\s?(?:さん)?(?:から)?(?:は|が|も|によると|によれば|の[「『“\"]|[「『“\"]|。|\s[「『“\"]|:|：)"
)
_QUOTE_FRAME = regex.compile(r"[」』”\"]?\s*(?:と、?|。?\s*[—–―-]+\s*)")
_STOP = regex.compile(r"[。、「]")
# Who is brought in ("…に立ったのは X 館長である。", "X さん（Ann X）の投稿").
_BROUGHT_IN = regex.compile(
    r"(?:[（(][^（）()\n]{0,40}[)）])?"
    rf"(?:は|が|も|の(?:{'|'.join(WRITINGS_JA)})|による|である。|です。|だ。|に(?:よると|よれば|聞|話を))"
)
_ROLE = regex.compile(rf"(?:{_ROLES})$")
_REACH_LINES = 5
_REACH_BACK = 50  # of those who were brought in
_LONGEST_HEADING = 200  # characters
_REACH_BEHIND = 20  # characters behind a quotation in which its speaker is named, titles before the name among them


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or account named at `span`; `subject` where the grammar makes it the one who speaks."""

    span: Span
    form: str
    subject: bool
    named: bool
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Speakers:
    """The mentions of a page in order, with the page's text, and the people they are of."""

    text: str
    mentions: tuple[Mention, ...]
    people: People = field(default_factory=People)
    barriers: tuple[int, ...] = ()  # where the text of somebody else begins, with a byline
    interviewed: tuple[Mention, ...] = ()  # of an interview: the mentions of the one who is named first
    alone_until: int = 0  # where somebody else is named
    lasting: tuple[Mention, ...] = ()  # whoever is brought in, and speaks until the next is
    headings: tuple[int, ...] = ()  # where sections begin: whom a heading names speaks in its section only

    def of(self, quotation: Span, prose: Sequence[Span]) -> Attribution:
        """The attribution of a quotation; `prose` are the page's lines in Japanese, of which some may be quotations.

        The quotation itself and everything in 「」 names no speaker of it.
        """
        mention = (
            self._behind(quotation)
            or self._before(quotation, prose)
            or self._interviewed(quotation)
            or self._lasting(quotation.start)
        )
        if mention is None:
            return Attribution()
        if mention.form[0] in "@＠":
            return Attribution(handle=mention.form[1:])
        return Attribution(speaker_ja=mention.form, handle=mention.handle)

    def telling(self, sentence: Span) -> Attribution:
        """Whom a sentence of narration makes the one who tells: its first subject, else whoever speaks so far."""
        first = bisect_left(self.mentions, sentence.start, key=_starts)
        for mention in self.mentions[first : bisect_left(self.mentions, sentence.end, key=_starts)]:
            if mention.subject and mention.form[0] not in "@＠":
                return Attribution(speaker_ja=mention.form, handle=mention.handle)
        lasting = self._lasting(sentence.start)
        return Attribution(speaker_ja=lasting.form, handle=lasting.handle) if lasting else Attribution()

    def _behind(self, quotation: Span) -> Mention | None:
        frame = _QUOTE_FRAME.match(self.text, quotation.end)
        if frame is None:
            return None
        first = bisect_left(self.mentions, frame.end(), key=_starts)
        for mention in self.mentions[first : bisect_left(self.mentions, frame.end() + _REACH_BEHIND, key=_starts)]:
            end = mention.span.end
            if _STOP.search(self.text, frame.end(), mention.span.start):
                return None
            if self.text[end : end + 1] in "。は、が":  # 「…」と、開発者の X 氏は
                return mention
        return None

    def _before(self, quotation: Span, prose: Sequence[Span]) -> Mention | None:
        """The nearest subject before the quotation in its line, then a mention there at all, then in lines before."""
        until = bisect_right(prose, quotation.start, key=lambda line: line.start)
        barrier = bisect_right(self.barriers, quotation.start)
        for line in reversed(prose[max(0, until - _REACH_LINES) : until]):
            if barrier and line.start < self.barriers[barrier - 1]:
                return None
            last = bisect_left(self.mentions, min(line.end, quotation.start), key=_starts)
            first = bisect_left(self.mentions, line.start, key=_starts)
            here = [m for m in self.mentions[first:last] if m.span.end <= min(line.end, quotation.start)]
            own = line.end > quotation.start
            if not own and self._heads(line) and (heading := [m for m in here if m.named]):
                return heading[-1]
            subjects = [m for m in here if m.subject and (own or not _is_quoted(self.text, m.span))]
            telling = own or _TELLING.search(self.text, line.start, line.end) is not None
            named = [m for m in subjects if m.named]
            if telling and (named or subjects):
                # A name outranks a role ("社長は"), but in the quotation's own line the nearest word is right.
                return subjects[-1] if own else (named or subjects)[-1]
            if own and here and self.text[line.start : here[-1].span.start].strip(" 　・→※") == "":
                return here[-1]
        return None

    def _interviewed(self, quotation: Span) -> Mention | None:
        """The only person named so far on a page that reports an interview."""
        until = bisect_left(self.interviewed, quotation.start, key=_starts)
        if not until or quotation.start > self.alone_until:
            return None
        return self.interviewed[until - 1]

    def _heads(self, line: Span) -> bool:
        return bisect_left(self.headings, line.start) < bisect_right(self.headings, line.start)

    def _lasting(self, at: int) -> Mention | None:
        """Whoever was brought in last before a place, if nobody else's text begins between."""
        until, section = bisect_left(self.lasting, at, key=_starts), bisect_right(self.headings, at)
        for mention in reversed(self.lasting[max(0, until - _REACH_BACK) : until]):
            start = mention.span.start
            own = bisect_right(self.headings, start)
            if own < section and own and _start_of(self.text, mention.span) == self.headings[own - 1]:
                continue  # named by the heading of a section that has ended
            return mention if bisect_right(self.barriers, start) == bisect_right(self.barriers, at) else None
        return None


    def named(self, english: str) -> bool:
        """Whether the page names somebody whose English name this is."""
        return any(
            english in person.names or any(same_person(strip_title(form), english) >= SAME for form in person.forms[:1])
            for person in self.people.persons
        )

    def of_people(self, said: Iterable[Attribution]) -> Speakers:
        """The same with everybody whom the page names, given what its English says of who spoke."""
        return replace(self, people=people_of(self.text, ((m.form, m.handle) for m in self.mentions if m.named), said))


def _starts(mention: Mention) -> int:
    return mention.span.start


# A line before a quotation tells of speaking, or points at what follows ("以下", "次のように", "こんな言葉").
_POINTING = ("以下", "次の", "下記", "こんな", "この", "とおり", "通り", "一言", "さん。", "氏。")
_TELLING = regex.compile("|".join(map(regex.escape, (*SPEECH_JA, *_POINTING))))


def speakers_of(text: str, lines: Iterable[Span], barriers: Iterable[int] = ()) -> Speakers:
    """The mentions in the given Japanese lines of a page.

    A katakana word alone is a mention only where the page has it as part of a fuller name, or with an age or a title
    somewhere: else every loan word would speak.
    """
    found: list[Mention] = []
    headings: list[int] = []
    for line in lines:
        if _heads_section(text[line.start : line.end]):
            headings.append(line.start)
        for match in _MENTION.finditer(text, line.start, line.end):
            form = match["form"]
            bare = strip_title(form)
            named = bare != form or "・" in form or "＝" in form or match.captures("latin") != []
            role = _ROLE.search(form) is not None
            aged = match.end("form") != match.end() and match["handle"] is None and not match.group().endswith("本人")
            span = Span(match.start("form"), match.end())
            subject = _SUBJECT.match(text, match.end()) is not None
            handle = match["handle"]
            if named or role or aged or match["at"]:
                found.append(Mention(span, form, subject, (named or aged) and not role, handle))
            else:
                found.append(Mention(span, form, subject, False, "?"))
    parts = {part for m in found if m.handle != "?" and m.named for part in _parts(m.form)}
    known = [
        m if m.handle != "?" else replace(m, handle=None, named=True)
        for m in found
        if m.handle != "?" or m.form in parts
    ]
    mentions = tuple(_resolved(text, known))
    first, until = _alone(text, mentions)
    heads = frozenset(headings)
    lasting = tuple(mention for mention in mentions if mention.named and _brings_in(text, mention.span, heads))
    return Speakers(text, mentions, People(), tuple(barriers), first, until, lasting, tuple(headings))


def _resolved(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, those that stand for a person ("同氏", "本人") under the name that stood last before them."""
    last: Mention | None = None
    for mention in mentions:
        if mention.form not in SAME_PERSON_JA:
            last = mention if mention.named and not _is_quoted(text, mention.span) else last
            yield mention
        elif last is not None:
            yield replace(mention, form=last.form, handle=last.handle, named=True)


def _brings_in(text: str, name: Span, headings: frozenset[int]) -> bool:
    """Whether a mention makes the one whom it names the one of whom the page tells: by the grammar, or as a heading."""
    if _is_quoted(text, name):
        return False
    return _BROUGHT_IN.match(text, name.end) is not None or _start_of(text, name) in headings


def _is_quoted(text: str, name: Span) -> bool:
    """Whether a name stands in 「」, and so is somebody's word."""
    start = _start_of(text, name)
    return text.count("「", start, name.start) > text.count("」", start, name.start)


def _start_of(text: str, name: Span) -> int:
    """Where a name's line begins, as far as it is near."""
    near = max(0, name.start - _LONGEST_HEADING)
    return max(near, text.rfind("\n", near, name.start) + 1)


def _heads_section(line: str) -> bool:
    """Whether a line heads what follows it: by a mark before it, and no stop behind."""
    line = line.strip(" 　")
    return line[:1] in HEADING_MARKS and not line.endswith("。") and len(line) <= _LONGEST_HEADING


def _alone(text: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], int]:
    """Whom an interview names first, with all mentions before anybody else is named, and where that is."""
    if not any(word in text for word in INTERVIEW_JA):
        return (), 0
    named = [mention for mention in mentions if mention.named]
    first = list(takewhile(lambda mention: _parts(mention.form)[-1:] == _parts(named[0].form)[-1:], named))
    return tuple(first), named[len(first)].span.start if len(first) < len(named) else len(text)


def _parts(form: str) -> list[str]:
    return [part for part in parts_of(form) if len(part) >= 2]


def joined(ja: Passage, en: Passage, speakers: Speakers) -> Attribution:
    """The attribution of a pair from those of its two passages: English name, Japanese form, handle, date.

    A signature outranks what the narration seems to say. The English name is one that the page writes, the fullest of
    that person; the Japanese form is that of the quotation if it is the same person's, else the fullest of the page.
    """
    a, b = ja.attribution, en.attribution
    people = speakers.people
    handle = b.handle or (a.handle if b.speaker is None else None)
    form = a.speaker_ja or b.speaker_ja
    who = people.by_handle(b.handle) or people.by_name(b.speaker)
    told = people.by_form(form) or people.by_handle(handle)
    if b.speaker is None and b.handle is None:
        names = told.names if told else ()
        return Attribution(names[0] if names else None, form, handle, b.posted_on)
    if who is not None and who.forms and (told is not who or form is None):
        form = who.forms[0]
    elif told is not None and told.names and told is not who:  # somebody else, by a name of their own
        form = None
    speaker = b.speaker
    if who is not None and who.names and (speaker is None or len(speaker.split()) < len(who.names[0].split())):
        speaker = who.names[0]
    return Attribution(speaker, form, handle, b.posted_on)
