"""Who said a quotation: mentions of people on the Japanese page, and the one that a quotation belongs to.

A mention is a name (katakana, Latin or kanji before a title; a family name that the page gave in full elsewhere; a noun
for a role, such as an official account). A quotation's speaker is looked for where Japanese puts it: directly behind
(「…」と X さん),
before it as subject or topic in the same line, then in the lines before. The two languages are joined by
comparing names (`corpus.names`) and by handles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from corpus.extraction.lines import JAPANESE
from corpus.languages import PERSON_TITLES_JA, ROLE_NOUNS_JA, SPEECH_JA, TITLES_JA
from corpus.names import SAME, same_person, strip_title
from corpus.types import Attribution, Passage, Span

_TITLES = "|".join(map(regex.escape, sorted(TITLES_JA, key=len, reverse=True)))
_PERSON_TITLES = "|".join(map(regex.escape, sorted(PERSON_TITLES_JA, key=len, reverse=True)))
_ROLES = "|".join(map(regex.escape, sorted(ROLE_NOUNS_JA, key=len, reverse=True)))
_KATAKANA = r"[\p{Katakana}ー]{2,}(?:[・＝=][\p{Katakana}ー]+)*"
_LATIN = r"\p{Lu}[\p{Latin}.'’-]+(?:\s\p{Lu}[\p{Latin}.'’-]*){0,3}"
_AGE = r"(?:\s?[（(][\d０-９]+[^）)]{0,12}[）)])?"
_HANDLE = r"(?:\s?[（(]\s*[@＠](?<handle>[\w.]{1,40})\s*[)）])?"
_MENTION = regex.compile(
    rf"(?<form>(?:{_KATAKANA}|{_LATIN})\s?(?:{_TITLES}){{1,2}}|[\p{{Han}}々]{{1,4}}?(?:{_PERSON_TITLES})(?!\p{{Han}})|"
    rf"[\p{{Katakana}}ー]{{2,}}(?:[・＝=][\p{{Katakana}}ー]+)+|"
    rf"(?:[\p{{Han}}\p{{Katakana}}ーA-Za-z]{{1,24}}の)?[\p{{Han}}\p{{Katakana}}ー]{{0,24}}(?:{_ROLES})|[\p{{Katakana}}ー]{{2,}}|(?<at>[@＠][\w.]{{2,40}}))"
    rf"(?:本人)?{_AGE}{_HANDLE}"
)
# What marks a mention as the one who speaks: topic, subject, source, の before the bracket, the end of a sentence.
_SUBJECT = regex.compile(
    r"\s?(?:さん)?(?:から)?(?:は|が|も|によると|によれば|の[「『“\"]|[「『“\"]|。|\s[「『“\"]|:|：)"
)
_QUOTE_FRAME = regex.compile(r"[」』”\"]?\s*(?:と、?|。?\s*[—–―-]+\s*)")
_REACH_LINES = 5
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
    """The mentions of a page in order, with the page's text."""

    text: str
    mentions: tuple[Mention, ...]

    def of(self, quotation: Span, prose: Sequence[Span]) -> Attribution:
        """The attribution of a quotation; `prose` are the page's lines in Japanese, of which some may be quotations.

        The quotation itself and everything in 「」 names no speaker of it.
        """
        mention = self._behind(quotation) or self._before(quotation, prose)
        if mention is None:
            return Attribution()
        if mention.form[0] in "@＠":
            return Attribution(handle=mention.form[1:])
        return Attribution(speaker_ja=mention.form, handle=mention.handle)

    def _behind(self, quotation: Span) -> Mention | None:
        frame = _QUOTE_FRAME.match(self.text, quotation.end)
        if frame is None:
            return None
        first = bisect_left(self.mentions, frame.end(), key=_starts)
        for mention in self.mentions[first : bisect_left(self.mentions, frame.end() + _REACH_BEHIND, key=_starts)]:
            end = mention.span.end
            if regex.search(r"[。、「]", self.text[frame.end() : mention.span.start]):
                return None
            if self.text[end : end + 1] in "。は、が":  # 「…」と、開発者の X 氏は
                return mention
        return None

    def _before(self, quotation: Span, prose: Sequence[Span]) -> Mention | None:
        """The nearest subject before the quotation in its line, then a mention there at all, then in lines before."""
        until = bisect_right(prose, quotation.start, key=lambda line: line.start)
        for line in reversed(prose[max(0, until - _REACH_LINES) : until]):
            last = bisect_left(self.mentions, min(line.end, quotation.start), key=_starts)
            first = bisect_left(self.mentions, line.start, key=_starts)
            here = [m for m in self.mentions[first:last] if m.span.end <= min(line.end, quotation.start)]
            own = line.end > quotation.start
            subjects = [m for m in here if m.subject]
            telling = own or regex.search(_TELLING, self.text[line.start : line.end]) is not None
            named = [m for m in subjects if m.named]
            if telling and (named or subjects):
                # A name outranks a role ("社長は"), but in the quotation's own line the nearest word is right.
                return subjects[-1] if own else (named or subjects)[-1]
            if own and here and self.text[line.start : here[-1].span.start].strip(" 　・→※") == "":
                return here[-1]
        return None

    def named(self, english: str) -> str | None:
        """The longest form in Japanese of an English name that the page has, the first of them; None without any."""
        forms = [m.form for m in self.mentions if m.named and same_person(strip_title(m.form), english) >= SAME]
        return max(forms, key=lambda form: len(strip_title(form)), default=None)

    def with_handle(self, handle: str) -> str | None:
        """The form in Japanese that the page gives an account's handle behind it."""
        return next((m.form for m in self.mentions if m.handle and m.handle.lower() == handle.lower()), None)


def _starts(mention: Mention) -> int:
    return mention.span.start


# A line before a quotation tells of speaking, or points at what follows ("以下", "次のように", "こんな言葉").
_POINTING = ("以下", "次の", "下記", "こんな", "この", "とおり", "通り", "一言", "さん。", "氏。")
_TELLING = "|".join(map(regex.escape, (*SPEECH_JA, *_POINTING)))


def speakers_of(text: str, lines: Iterable[Span]) -> Speakers:
    """The mentions in the given Japanese lines of a page.

    A katakana word alone is a mention only where the page has it as part of a fuller name, or with an age or a title
    somewhere: else every loan word would speak.
    """
    found: list[Mention] = []
    for line in lines:
        for match in _MENTION.finditer(text, line.start, line.end):
            form = match["form"]
            bare = strip_title(form)
            named = bare != form or "・" in form or "＝" in form
            role = regex.search(rf"(?:{_ROLES})$", form) is not None
            aged = match.end("form") != match.end() and match["handle"] is None and not match.group().endswith("本人")
            subject = _SUBJECT.match(text, match.end()) is not None
            span = Span(match.start("form"), match.end())
            handle = match["handle"]
            if named or role or aged or match["at"]:
                found.append(Mention(span, form, subject, (named or aged) and not role, handle))
            else:
                found.append(Mention(span, form, subject, False, "?"))
    parts = {part for m in found if m.handle != "?" and m.named for part in _parts(m.form)}
    known = (
        m if m.handle != "?" else replace(m, handle=None, named=True)
        for m in found
        if m.handle != "?" or m.form in parts
    )
    return Speakers(text, tuple(known))


def _parts(form: str) -> list[str]:
    return [part for part in regex.split(r"[・＝=\s]", strip_title(form)) if len(part) >= 2]


def joined(ja: Passage, en: Passage, speakers: Speakers) -> Attribution:
    """The attribution of a pair from those of its two passages: English name, Japanese form, handle, date.

    A signature outranks what the narration seems to say. The English name is one that the page writes; the Japanese
    form is that of the quotation if it is the same person's, else one that the page has for the signature's name.
    """
    a, b = ja.attribution, en.attribution
    handle = b.handle or (a.handle if b.speaker is None else None)
    form = a.speaker_ja or b.speaker_ja
    if b.speaker is not None:
        known = (speakers.with_handle(b.handle) if b.handle else None) or speakers.named(b.speaker)
        fits = form is not None and same_person(strip_title(form), b.speaker) >= SAME
        if known is not None and not fits:
            form = known
    speaker = b.speaker or (latin_name(form, speakers.text) if form else None)
    return Attribution(speaker=speaker, speaker_ja=form, handle=handle, posted_on=b.posted_on)


def latin_name(form: str, text: str) -> str | None:
    """The English name that a page writes for a Japanese form of it, the longest that fits; None where it has none."""
    bare = strip_title(form)
    if not JAPANESE.search(bare):
        return bare
    best: tuple[float, int, str] | None = None
    for match in regex.finditer(rf"(?=(?<!\p{{L}})({_LATIN}))", text):
        words = match.group(1).split()
        for size in range(1, min(3, len(words)) + 1):
            name = " ".join(words[:size])
            score = same_person(bare, name)
            if score >= SAME and (best is None or (round(score, 2), size) > best[:2]):
                best = (round(score, 2), size, name)
    return best[2] if best else None
