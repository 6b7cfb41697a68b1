"""Who said a quotation: the mention on the Japanese page (`mentions`) that it belongs to.

A quotation's speaker is looked for where Japanese puts it: directly behind (「…」と X さん), before it as subject or
topic in the same line, then in the lines before, and at last far above it: whoever was brought in as one who acts, or
heads a section, is not named again before each quotation, or as 同氏 only.
What the two sides say is joined in `joining`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import regex

from corpus.extraction.attribution.bearers import Posts, by_announced, forms_of, names_of, with_own_name
from corpus.extraction.attribution.behind import name_behind
from corpus.extraction.attribution.detail_signals import Details, Layout
from corpus.extraction.attribution.interviews import is_asked, who_answers, who_asks
from corpus.extraction.attribution.nearby import introduced, nearby
from corpus.extraction.attribution.persons import GROUPS
from corpus.extraction.attribution.posted import Likely, Sort, choice, told
from corpus.extraction.attribution.signers import Signer
from corpus.extraction.attribution.speakers import Voice, form_of, ranking
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.clusters import LATIN, People, people_of
from corpus.extraction.people.heads import KINDS, head_of, kind_of
from corpus.extraction.people.mentions import (
    PERSON_TITLES,
    Mention,
    alone,
    brings_in,
    heads_section,
    is_quoted,
    line_start,
    mentions_of,
)
from corpus.extraction.people.nouns import Nouns
from corpus.languages import HEADING_MARKS, OFFICES_EN, SPEECH_JA
from corpus.names import SAME, same_person, strip_title
from corpus.types import Attribution, Passage, Span

_QUOTE_FRAME = regex.compile(r"[」』”\"]?\s*+(?:と、?|(?:。\s*+)?[—–―-]+\s*)")
# Whose matter the sentence before a quotation tells of: "次は X さんの番だ。「…」".
_TIED = regex.compile(r"(?:の|だ|です|である)[^。]{0,40}。?\s*[「『“\"(（]?")
_STOP = regex.compile(r"[。、「]")
_SIGNATURE = regex.compile(r"\s*[—–―─-]{1,2}\s*\p{Lu}[\p{Latin}.'’ -]{0,60}[,，、]\s?[\p{Han}\p{Katakana}ー]{1,30}$")
_BY_DECLARATION = 2  # the number of the rule by which whoever is declared to say all speaks
_LONGEST_SENTENCE = 400  # characters of one before a rendering in which its subject is looked for
_REACH_LINES = 5
_REACH_BACK = 50  # of those who were brought in
SURELY = 0.7  # probability from which a voice outranks whose name heads its section
PLACED = 0.6  # probability of somebody without a name right before what is said
_REACH_BEHIND = 20  # characters behind a quotation in which its speaker is named, titles before the name among them


@lru_cache(maxsize=4)  # asked for each pair of a page
def _in_japanese(text: str) -> str:
    """The lines of a text that have Japanese letters, but for signatures in Latin ones ("— Ilse B., アイルランド")."""
    lines = (line for line in text.split("\n") if JAPANESE.search(line))
    return "\n".join(line for line in lines if not _SIGNATURE.match(line))


@dataclass(frozen=True, slots=True)
class Speakers:
    """The mentions of a page in order, with the page's text, the people they are of, its days and its accounts."""

    text: str
    mentions: tuple[Mention, ...]
    prose: tuple[Span, ...]  # the lines in Japanese, of which some may be quotations
    people: People = field(default_factory=People)
    barriers: tuple[int, ...] = ()  # where the text of somebody else begins, with a byline
    interviewed: tuple[Mention, ...] = ()  # of an interview: the mentions of the one who is named first
    alone_until: int = 0  # where somebody else is named
    lasting: tuple[Mention, ...] = ()  # whoever is brought in, and speaks until the next is
    headings: tuple[int, ...] = ()  # where sections begin: whom a heading names speaks in its section only
    declared: Mention | None = None  # who says all that the page does not give to somebody else, from there on
    signers: tuple[Signer, ...] = ()  # who signs stretches of the page in both languages
    headers: tuple[Signer, ...] = ()  # who heads them
    posts: Posts = field(default_factory=Posts)
    fields: tuple[Span, ...] = ()  # lines that nobody says, by their labels
    nouns: Nouns = field(default_factory=lambda: Nouns(""))
    days: Details = field(default_factory=lambda: Details(Layout("")))
    accounts: Details = field(default_factory=lambda: Details(Layout("")))

    def of(self, quotation: Span) -> Attribution:
        """The attribution of a quotation by the grammar around it.

        The quotation itself and everything in 「」 names no speaker of it.
        """
        ruled = self.ruled(quotation)
        return _said(ruled[1]) if ruled else Attribution()

    def ruled(self, quotation: Span) -> tuple[int, Mention] | None:
        """Whom the first of the rules names that names anybody, with the number of the rule in their order."""
        for number, rule in enumerate((self._behind, self._before, self._declared, self._interviewed, self._lasting)):
            if (mention := rule(quotation)) is not None:
                return number, mention
        return None

    def telling(self, sentence: Span) -> Attribution:
        """Whom a sentence of narration makes the one who tells: its first subject, else whoever speaks so far."""
        mention = self.teller(sentence) or self._declared(sentence) or self._lasting(sentence)
        return _said(mention) if mention else Attribution()

    def teller(self, sentence: Span) -> Mention | None:
        """The first subject of a sentence that is anybody's name or role."""
        first = bisect_left(self.mentions, sentence.start, key=_starts)
        until = bisect_left(self.mentions, sentence.end, key=_starts)
        return next((m for m in self.mentions[first:until] if m.subject and m.form[0] not in "@＠"), None)

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

    def _before(self, quotation: Span) -> Mention | None:
        """Whom the quotation's own line names before it, else the nearest of the lines before that does."""
        prose = self.prose
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
        if self._declared(quotation) and (heads or "「" in self.text[line.start : line.end]):
            return None
        if heads and (heading := [mention for mention in here if mention.named]):
            return heading[-1]
        if not _TELLING.search(self.text, line.start, line.end):
            return None
        subjects = [mention for mention in here if mention.subject and not is_quoted(self.text, mention.span)]
        named = [mention for mention in subjects if mention.named]
        return (named or subjects)[-1] if subjects else None

    def _declared(self, said: Span) -> Mention | None:
        """Who was declared before a place to say all that is not given to somebody else."""
        return self.declared if self.declared and self.declared.span.start < said.start else None

    def _interviewed(self, quotation: Span) -> Mention | None:
        """The only person named so far on a page that reports an interview."""
        until = bisect_left(self.interviewed, quotation.start, key=_starts)
        if not until or quotation.start > self.alone_until:
            return None
        return self.interviewed[until - 1]

    def _heads(self, line: Span) -> bool:
        return bisect_left(self.headings, line.start) < bisect_right(self.headings, line.start)

    def _lasting(self, said: Span) -> Mention | None:
        """Whoever was brought in last before a place, if nobody else's text begins between."""
        at = said.start
        until, section = bisect_left(self.lasting, at, key=_starts), bisect_right(self.headings, at)
        for mention in reversed(self.lasting[max(0, until - _REACH_BACK) : until]):
            start = mention.span.start
            own = bisect_right(self.headings, start)
            if own < section and own and line_start(self.text, mention.span) == self.headings[own - 1]:
                continue  # named by the heading of a section that has ended
            return mention if bisect_right(self.barriers, start) == bisect_right(self.barriers, at) else None
        return None

    def asked(self, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> Rendering:
        """What is asked about a part of a Japanese passage that renders a part of an English one."""
        quoted, there = ja.role == "quotation", en.document == 0
        signed = tuple(name for name in (en.attribution.speaker, en.attribution.handle) if name)
        near = max(0, ja_span.start - _LONGEST_SENTENCE)
        start = max(near, *(self.text.rfind(end, near, ja_span.start) + 1 for end in "。\n"))
        teller = self.teller(Span(start, ja_span.end))
        return Rendering(
            ja=ja_span,
            en=en_span if there else None,
            quoted=quoted,
            signed=signed,
            ruled=_placed(self.ruled(ja.span if quoted else ja_span)),
            headed=_placed(self.ruled(en.span)) if there else None,
            teller=_name(teller) if teller else None,
            post=en.span if there else None,
        )

    def voice(self, asked: Rendering) -> Voice | None:
        """Who speaks in a rendering, by all that the page tells; whoever it declares to say all does, for sure.

        So does whoever signs both sides; a question is whose it is only where the page says who asks.
        """
        return self.voices([asked])[0]

    def voices(self, asked: Sequence[Rendering]) -> list[Voice | None]:
        """The same of several renderings."""
        learned = ranking().voices(self.nouns, asked)
        return [self._voice(one, voice) for one, voice in zip(asked, learned, strict=True)]

    def _voice(self, asked: Rendering, voice: Voice | None) -> Voice | None:
        """Who speaks by what the page says for sure, else by what was learned."""
        field = bisect_right(self.fields, asked.ja.start, key=lambda line: line.start)
        if field and asked.ja.start < self.fields[field - 1].end:
            return None
        if signer := _stretch(self.signers, asked.ja):
            return Voice(signer.form, 1.0, signer.english) if signer.form else None
        quoted = asked.quoted or self.text[asked.ja.end - 1] in "」』"
        if behind := name_behind(self.nouns, asked.ja, quoted=quoted):
            form = head_of(behind.form) if KINDS[behind.kind] in ("name", "latin") else behind.form
            return Voice(form, 1.0, self.nouns.english.get(behind.who))
        if is_asked(self.text, asked.ja):
            asker = who_asks(self.text)
            return Voice(asker, 1.0) if asker else None
        if not asked.signed and (stated := self._stated(asked.ja)):
            return Voice(stated, 1.0, None if JAPANESE.search(stated) else stated)
        if self.declared and asked.ruled and asked.ruled[0] == _BY_DECLARATION and asked.teller is None:
            return Voice(self.declared.form, 1.0)
        unnamed = None if asked.signed else nearby(self.nouns, asked)
        if unnamed and (voice is None or voice.form != unnamed or voice.probability < PLACED):
            return Voice(unnamed, PLACED)
        if (voice is None or voice.probability < PLACED) and (noun := introduced(self.nouns, asked)):
            return Voice(form_of(self.nouns, noun.who, asked), PLACED, self.nouns.english.get(noun.who))
        answers = who_answers(self.text, asked.ja)
        if answers and (voice is None or answers in voice.form):
            voice = Voice(answers, PLACED)
        return self._headed(asked, voice)

    def _headed(self, asked: Rendering, voice: Voice | None) -> Voice | None:
        """A voice, or whose name heads what is asked about, where the voice is nobody's or of one with a heading."""
        header = _stretch(self.headers, asked.ja)
        marked = header is not None and self.text[header.span.start] in HEADING_MARKS
        sure = voice is not None and (voice.probability >= SURELY or not marked)
        if header is None or (voice is not None and sure and all(voice.form != one.form for one in self.headers)):
            return voice
        beside = voice.english if voice and voice.form == header.form else None
        return Voice(header.form, 1.0, header.english or beside) if header.form else None

    def _stated(self, said: Span) -> str | None:
        """Whose statement the heading of a section announces, a name in kanji that no noun is for sure."""
        at = bisect_right(self.headings, said.start) - 1
        if at < 0:
            return None
        end = self.text.find("\n", self.headings[at], said.start)
        match = _STATEMENT.search(self.text, self.headings[at], end) if end >= 0 else None
        return match["name"] if match else None

    def detailed(self, asked: Rendering, said: Attribution) -> Attribution:
        """What is known of who said something, with the account and the day by all that the page tells.

        And with what it writes in English for whom it else names in Japanese alone.
        """
        return self.detailed_each([(asked, said)])[0]

    def detailed_each(self, known: Sequence[tuple[Rendering, Attribution]]) -> list[Attribution]:
        """The same of several renderings, each with what is known of who says it."""
        accounts, days = (choice(s).likeliest_each(self.details(s), known) for s in ("account", "day"))
        found = zip(known, accounts, days, strict=True)
        return [self._detailed(*one, told("account", one[1], a), told("day", one[1], d)) for one, a, d in found]

    def _detailed(self, asked: Rendering, said: Attribution, account: str | None, day: str | None) -> Attribution:
        nobodys = said.speaker is None and said.handle is None and self.people.called(said.speaker_ja) is None
        form = said.speaker_ja
        # Whoever is a role alone has no name that sounds like it: ファン is not "Finn".
        anybody = form is not None and KINDS[kind_of(form)] == "role" and not form.endswith(GROUPS)
        name = self.people.english_of(form) if nobodys and not anybody else said.speaker
        known = replace(said, speaker=name, handle=account, posted_on=day)
        if self.posts.announced and asked.post and not JAPANESE.search(self.text, asked.post.start, asked.post.end):
            known = by_announced(known, self.posts.announced, self.people)
        return with_own_name(known, self.text, self.people, self.posts, asked.signed)

    def details(self, sort: Sort) -> Details:
        """The days of the page, or its accounts."""
        return self.days if sort == "day" else self.accounts

    def likeliest(self, sort: Sort, asked: Rendering, said: Attribution) -> Likely | None:
        """The likeliest account, or day, be it likely enough to be said or not."""
        return choice(sort).likeliest(self.details(sort), asked, said)

    def besides(self, rendered: Iterable[Span]) -> Speakers:
        """The same, given which parts of the page render each other: whom these name is spoken of in them."""
        return replace(self, nouns=self.nouns.outside(rendered))

    def writes(self, form: str) -> bool:
        """Whether a form has Japanese letters, or the page's Japanese writes it in Latin ones."""
        return JAPANESE.search(form) is not None or form in _in_japanese(self.text)

    def named(self, english: str) -> bool:
        """Whether the page names somebody whose English name this is."""
        return any(
            english in person.names or any(same_person(strip_title(form), english) >= SAME for form in person.forms[:1])
            for person in self.people.persons
        )

    def of_people(self, said: Iterable[Attribution]) -> Speakers:
        """The same with everybody whom the page names, given what its English says of who spoke."""
        forms = [*((m.form, m.handle) for m in self.mentions if m.named), *forms_of(self.text)]
        return replace(self, people=people_of(self.text, forms, [*said, *names_of(self.text)]))


def _stretch(signers: Sequence[Signer], said: Span) -> Signer | None:
    """Whose stretch of the page something stands in."""
    at = bisect_right(signers, said.start, key=lambda signer: signer.span.start) - 1
    return signers[at] if at >= 0 and said.end <= signers[at].span.end else None


def _said(mention: Mention) -> Attribution:
    if mention.form[0] in "@＠":
        return Attribution(handle=mention.form[1:])
    return Attribution(speaker_ja=mention.form, handle=mention.handle)


def _placed(ruled: tuple[int, Mention] | None) -> tuple[int, Span] | None:
    return (ruled[0], _name(ruled[1])) if ruled else None


def _name(mention: Mention) -> Span:
    """Where the name of a mention stands, without its age and what else is in parentheses behind it."""
    start = mention.span.start
    return Span(start, min(mention.span.end, start + len(mention.form)))


def _starts(mention: Mention) -> int:
    return mention.span.start


# "■ 当社代表取締役 相馬 啓一のコメント", "■相馬啓一社長コメント", and not "■常連さんの証言"
_STATEMENT = regex.compile(
    r"(?:[ 　](?P<name>\p{Han}{1,4}[ 　]\p{Han}{1,4})の|"
    rf"\b(?:{'|'.join(sorted(OFFICES_EN)).upper()}|President|Director)[ 　](?P<name>{LATIN})(?:氏|さん)?の|"
    rf"(?<!\p{{Han}})(?P<name>\p{{Han}}{{2,5}}(?!さ|様|くん|ちゃん)(?:{PERSON_TITLES}))の?)"
    r"(?:コメント|談話|声明|メッセージ|あいさつ|挨拶)\s*$"
)
# "断りのない引用はすべて同氏の講評による", and not "断りのない転載を禁じる"
_DECLARED = regex.compile(
    r"断り(?:書き)?の(?:ない|無い)(?:もの|引用|発言|言葉|コメント)[^。\n]{0,20}(?:すべて|全て)[^。\n]{0,60}"
)
# A line before a quotation tells of speaking, or points at what follows ("以下", "次のように", "こんな言葉").
_POINTING = ("以下", "次の", "下記", "こんな", "この", "とおり", "通り", "一言", "さん。", "氏。")
_TELLING = regex.compile("|".join(map(regex.escape, (*SPEECH_JA, *_POINTING))))


def speakers_of(text: str, lines: Sequence[Span], barriers: Iterable[int] = (), signed: Iterable[str] = ()) -> Speakers:
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
    return Speakers(text, mentions, tuple(lines), People(), tuple(barriers), first, until, lasting, headings, declared)
