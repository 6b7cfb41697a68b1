"""Mentions of people and accounts on the Japanese lines of a page, and what the grammar around each makes of it.

A mention is a name (katakana, Latin or kanji before a title; a family name that the page gave in full elsewhere; a noun
for a role, such as an official account). Who speaks where is `attribution/`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

import regex

from corpus.extraction.lines.bylines import HANDLE
from corpus.extraction.people.clusters import LATIN, parts_of
from corpus.languages import (
    HEADING_MARKS,
    INTERVIEW_JA,
    PERSON_TITLES_JA,
    QUOTATION_BRACKETS,
    ROLE_NOUNS_JA,
    SAME_PERSON_JA,
    TITLES_JA,
    WRITINGS_JA,
)
from corpus.names import same_person, strip_title
from corpus.types import Span

TITLES = "|".join(map(regex.escape, sorted(TITLES_JA, key=len, reverse=True)))
PERSON_TITLES = "|".join(map(regex.escape, sorted(PERSON_TITLES_JA, key=len, reverse=True)))
_ROLES = "|".join(map(regex.escape, sorted(ROLE_NOUNS_JA, key=len, reverse=True)))
_KATAKANA = r"[\p{Katakana}ー]{2,}(?:[・＝=][\p{Katakana}ー]+)*"
_AGE = r"(?:\s?[（(][\d０-９]+[^）)]{0,12}[）)])?"
_HANDLE = r"(?:\s?[（(]\s*[@＠](?<handle>[\p{Latin}\d_.-]{1,40}?)(?:さん)?\s*[)）])?"
_MENTION = regex.compile(
    rf"(?<form>(?:{_KATAKANA}|{LATIN})\s?(?:{TITLES}){{1,2}}|"
    rf"(?:[\p{{Han}}々]{{1,4}}[ 　])?[\p{{Han}}々]{{1,4}}?(?:{PERSON_TITLES})(?!\p{{Han}})|"
    rf"[\p{{Katakana}}ー]{{2,}}(?:[・＝=][\p{{Katakana}}ー]+)+|"
    rf"(?:[\p{{Han}}\p{{Katakana}}ーA-Za-z]{{1,24}}の)?[\p{{Han}}\p{{Katakana}}ー]{{0,24}}(?:{_ROLES})|"
    rf"[\p{{Katakana}}ー]{{2,}}|(?<at>[@＠]{HANDLE}))"
    rf"(?:本人)?(?<latin>(?=[（(]{LATIN}[)）]))?{_AGE}{_HANDLE}"
)
# What marks a mention as the one who speaks: topic, subject, source, の before the bracket, the end of a sentence.
_SUBJECT = regex.compile(
    r"\s?(?:さん)?(?:から)?(?:は|が|も|によると|によれば|の[「『“\"]|[「『“\"]|。|\s[「『“\"]|:|：)"
)
# Who is brought in ("…に立ったのは X 館長である。", "X さん（Ann X）の投稿").
_BROUGHT_IN = regex.compile(
    r"(?:[（(][^（）()\n]{0,40}[)）])?"
    rf"(?:は|が|も|の(?:{'|'.join(WRITINGS_JA)})|による|である。|です。|だ。|に(?:よると|よれば|聞|話を))"
)
_ROLE = regex.compile(rf"(?:{_ROLES})$")
_HEARD = 0.9  # how much a katakana word by itself sounds like who signed; イベント is at .89 of Bennett
_MOST = 40  # such words, and names of who signed, that are compared with each other
_LONGEST_HEADING = 200  # characters


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or account named at `span`; `subject` where the grammar makes it the one who speaks."""

    span: Span
    form: str
    subject: bool
    named: bool
    handle: str | None = None


def mentions_of(text: str, lines: Iterable[Span], signed: Iterable[str] = ()) -> tuple[Mention, ...]:
    """The mentions in the given Japanese lines of a page, in order; `signed` are the English names of its signatures.

    A katakana word alone is a mention only where the page has it as part of a fuller name, or with an age or a title
    somewhere, or as a subject that sounds like whoever signed: else every loan word would speak.
    """
    found: list[Mention] = []
    for line in lines:
        for match in _MENTION.finditer(text, line.start, line.end):
            form = match["form"]
            bare = strip_title(form)
            named = bare != form or "・" in form or "＝" in form or match.captures("latin") != []
            role = _ROLE.search(form) is not None
            aged = match.end("form") != match.end() and match["handle"] is None and not match.group().endswith("本人")
            span = Span(match.start("form"), match.end())
            subject = _SUBJECT.match(text, match.end()) is not None
            handle = match["handle"]
            if named or role or aged or match["at"] or form in SAME_PERSON_JA:
                found.append(Mention(span, form, subject, (named or aged) and not role, handle))
            else:
                found.append(Mention(span, form, subject, False, "?"))
    parts = {part for m in found if m.handle != "?" and m.named and _is_name(m.form) for part in _parts(m.form)}
    untitled = dict.fromkeys(m.form for m in found if m.handle == "?" and m.subject and m.form not in parts)
    names = tuple(islice(dict.fromkeys(signed), _MOST))
    parts |= {form for form in islice(untitled, _MOST) if any(same_person(form, name) >= _HEARD for name in names)}
    known = [
        m if m.handle != "?" else replace(m, handle=None, named=True)
        for m in found
        if m.handle != "?" or m.form in parts
    ]
    return tuple(_resolved(text, known))


def title_of(form: str) -> str:
    """The title behind a name, which may be none."""
    return form[len(strip_title(form)) :].strip()


def _is_name(form: str) -> bool:
    """Whether a form is somebody's name for sure: "ピアノ講師" may be what somebody does."""
    bare = strip_title(form)
    return "・" in form or "＝" in form or bare == form or title_of(form).startswith(PERSON_TITLES_JA)


def _resolved(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, those that stand for a person ("同氏", "本人") under the name that stood last before them.

    "同博士" is the last 博士, where there is one; anybody may be "同氏".
    """
    last: Mention | None = None
    titled: dict[str, Mention] = {}
    for mention in mentions:
        form = mention.form
        if form not in SAME_PERSON_JA:
            if mention.named and not is_quoted(text, mention.span):
                last = titled[title_of(form)] = mention
            yield mention
        elif same := titled.get(form[1:], last) if form != "同氏" else last:
            yield replace(mention, form=same.form, handle=same.handle, named=True)


def brings_in(text: str, name: Span, headings: frozenset[int]) -> bool:
    """Whether a mention makes the one whom it names the one of whom the page tells: by the grammar, or as a heading."""
    if is_quoted(text, name):
        return False
    return _BROUGHT_IN.match(text, name.end) is not None or line_start(text, name) in headings


def is_quoted(text: str, name: Span) -> bool:
    """Whether a name stands in quotation brackets, and so is somebody's word."""
    start = line_start(text, name)
    return any(
        text.count(opener, start, name.start) > text.count(closer, start, name.start)
        for opener, closer in QUOTATION_BRACKETS.items()
        if opener != closer
    )


def line_start(text: str, name: Span) -> int:
    """Where a name's line begins, as far as it is near."""
    near = max(0, name.start - _LONGEST_HEADING)
    return max(near, text.rfind("\n", near, name.start) + 1)


def heads_section(line: str) -> bool:
    """Whether a line heads what follows it: by a mark before it, and no stop behind."""
    line = line.strip(" 　")
    return line[:1] in HEADING_MARKS and not line.endswith("。") and len(line) <= _LONGEST_HEADING


def alone(text: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], int]:
    """Whom an interview names first, with all mentions before anybody else is named, and where that is."""
    if not any(word in text for word in INTERVIEW_JA):
        return (), 0
    named = [mention for mention in mentions if mention.named]
    first = list(takewhile(lambda mention: _parts(mention.form)[-1:] == _parts(named[0].form)[-1:], named))
    return tuple(first), named[len(first)].span.start if len(first) < len(named) else len(text)


def _parts(form: str) -> list[str]:
    return [part for part in parts_of(form) if len(part) >= 2]
