"""Who said a quotation: the mention on the Japanese page (`mentions`) that it belongs to.

A quotation's speaker is looked for where Japanese puts it: directly behind (「…」と X さん), before it as subject or
topic in the same line, then in the lines before, and at last far above it: whoever was brought in as one who acts, or
heads a section, is not named again before each quotation, or as 同氏 only.
The two languages are joined by comparing names (`corpus.names`) and by handles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import regex

from corpus.extraction.mentions import Mention, alone, brings_in, heads_section, is_quoted, line_start, mentions_of
from corpus.extraction.people import People, people_of
from corpus.languages import SPEECH_JA
from corpus.names import SAME, same_person, strip_title
from corpus.types import Attribution, Passage, Span

_QUOTE_FRAME = regex.compile(r"[」』”\"]?\s*+(?:と、?|(?:。\s*+)?[—–―-]+\s*)")
# Whose matter the sentence before a quotation tells of: "次は X さんの番だ。「…」".
_TIED = regex.compile(r"(?:の|だ|です|である)[^。]{0,40}。?\s*[「『“\"(（]?")
_STOP = regex.compile(r"[。、「]")
_REACH_LINES = 5
_REACH_BACK = 50  # of those who were brought in
_REACH_BEHIND = 20  # characters behind a quotation in which its speaker is named, titles before the name among them


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
    declared: Mention | None = None  # who says all that the page does not give to somebody else, from there on

    def of(self, quotation: Span, prose: Sequence[Span]) -> Attribution:
        """The attribution of a quotation; `prose` are the page's lines in Japanese, of which some may be quotations.

        The quotation itself and everything in 「」 names no speaker of it.
        """
        mention = (
            self._behind(quotation)
            or self._before(quotation, prose)
            or self._declared(quotation.start)
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
        lasting = self._declared(sentence.start) or self._lasting(sentence.start)
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
        """Whom the quotation's own line names before it, else the nearest of the lines before that does."""
        until = bisect_right(prose, quotation.start, key=lambda line: line.start)
        barrier = bisect_right(self.barriers, quotation.start)
        for line in reversed(prose[max(0, until - _REACH_LINES) : until]):
            if barrier and line.start < self.barriers[barrier - 1]:
                return None
            end = min(line.end, quotation.start)
            first, last = (bisect_left(self.mentions, place, key=_starts) for place in (line.start, end))
            here = [mention for mention in self.mentions[first:last] if mention.span.end <= end]
            look = self._in_own_line if line.end > quotation.start else self._in_earlier_line
            if found := look(line, here, quotation):
                return found
        return None

    def _in_own_line(self, line: Span, here: Sequence[Mention], quotation: Span) -> Mention | None:
        """The nearest subject, else a mention that begins the line or whose matter its last sentence tells of."""
        if subjects := [mention for mention in here if mention.subject]:
            return subjects[-1]
        if not here:
            return None
        begins = self.text[line.start : here[-1].span.start].strip(" 　・→※") == ""
        tied = here[-1].named and _TIED.fullmatch(self.text, here[-1].span.end, quotation.start)
        return here[-1] if begins or tied else None

    def _in_earlier_line(self, line: Span, here: Sequence[Mention], quotation: Span) -> Mention | None:
        """Whom a heading names, or the subject of a line that tells of speaking: a name outranks a role ("社長は").

        Where somebody is declared to say all, neither a heading nor a line with a quotation of its own names another.
        """
        heads = self._heads(line)
        if self._declared(quotation.start) and (heads or "「" in self.text[line.start : line.end]):
            return None
        if heads and (heading := [mention for mention in here if mention.named]):
            return heading[-1]
        if not _TELLING.search(self.text, line.start, line.end):
            return None
        subjects = [mention for mention in here if mention.subject and not is_quoted(self.text, mention.span)]
        named = [mention for mention in subjects if mention.named]
        return (named or subjects)[-1] if subjects else None

    def _declared(self, at: int) -> Mention | None:
        """Who was declared before a place to say all that is not given to somebody else."""
        return self.declared if self.declared and self.declared.span.start < at else None

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
            if own < section and own and line_start(self.text, mention.span) == self.headings[own - 1]:
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


# "断りのない引用はすべて同氏の講評による", and not "断りのない転載を禁じる"
_DECLARED = regex.compile(
    r"断り(?:書き)?の(?:ない|無い)(?:もの|引用|発言|言葉|コメント)[^。\n]{0,20}(?:すべて|全て)[^。\n]{0,60}"
)
# A line before a quotation tells of speaking, or points at what follows ("以下", "次のように", "こんな言葉").
_POINTING = ("以下", "次の", "下記", "こんな", "この", "とおり", "通り", "一言", "さん。", "氏。")
_TELLING = regex.compile("|".join(map(regex.escape, (*SPEECH_JA, *_POINTING))))


def speakers_of(
    text: str, lines: Sequence[Span], barriers: Iterable[int] = (), signed: Iterable[str] = ()
) -> Speakers:
    """The mentions in the given Japanese lines of a page, and what they make.

    `barriers` are where bylines are, `signed` the English names of the page's signatures.
    """
    mentions = mentions_of(text, lines, signed)
    headings = tuple(line.start for line in lines if heads_section(text[line.start : line.end]))
    first, until = alone(text, mentions)
    heads = frozenset(headings)
    lasting = tuple(mention for mention in mentions if mention.named and brings_in(text, mention.span, heads))
    found = (_DECLARED.search(text, line.start, line.end) for line in lines)
    start, stop = next((match.span() for match in found if match), (0, 0))
    declared = next((m for m in mentions if start <= m.span.start < stop and m.named), None)
    return Speakers(text, mentions, People(), tuple(barriers), first, until, lasting, headings, declared)


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
    told = people.by_form(form) if form else people.by_handle(handle)
    if b.speaker is None and b.handle is None:
        names = told.names if told else ()
        return Attribution(names[0] if names else None, form, handle, b.posted_on)
    if who is not None and who.forms:
        theirs = told is who or (told is None and strip_title(who.forms[0]) in (form or ""))
        form = form if form and theirs else who.forms[0]  # "X の公式アカウント" is X, 母親 is not
    elif told is not None and told.names and told is not who:  # somebody else, by a name of their own
        form = None
    speaker = b.speaker
    if who is not None and who.names and (speaker is None or len(speaker.split()) < len(who.names[0].split())):
        speaker = who.names[0]
    return Attribution(speaker, form, handle, b.posted_on)
