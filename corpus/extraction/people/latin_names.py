"""Names in a line without Japanese: who labels, heads or signs the English beside it.

    10:05 Dorian Achterberg                     a byline, or a signature: all names of a short line
    Statement by Premier Una Rackstraw          a heading, the same
    brannock — today at 21:04                   an account at the beginning of a short line
    [20:43] Fenella: you flinch at "the"        the label of a line that says something
    We stayed open all night. — Clive Dun       who signs it

`names_of_line` gives them all.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpus.extraction.lines.line import SENTENCE_END
from corpus.extraction.people.clusters import LATIN
from corpus.extraction.people.full_names import is_name
from corpus.extraction.people.heads import kind_of
from corpus.extraction.people.nouns import AROUND, ENDS_LINE, LABEL, LITTLE, NO_LABEL, Noun
from corpus.languages import HEADWORDS_EN
from corpus.names import within_sentence
from corpus.types import Span

_SHORT = 70  # characters of a line that may be all heading
_SIGNED = 100  # characters at the end of a line among which a signature begins
_ACCOUNT = r"[@＠][\p{Latin}\d_.]{2,40}|\p{Ll}[\w.-]{2,29}"
_LABELLED = regex.compile(
    rf"[\[(（［]?(?:\d{{1,2}}(?::\d\d){{1,2}})?[\])）］]?[^\p{{L}}\d@＠\"“]{{0,4}}(?P<name>{LATIN}|{_ACCOUNT})"
    r"(?P<label>(?:\s?[(（][^()（）\n]{1,30}[)）])?\s?[:：|｜>＞](?=\s))"
)
_SIGNS = regex.compile(rf"[—–―]\s?(?P<name>{LATIN})(?P<label>)(?=\s*(?:$|[,，(（\d]))[^.!?\n]{{0,40}}$")
_NAMES = regex.compile(
    rf"(?<![\p{{L}}@＠/._-])(?P<name>{LATIN}|[@＠][\p{{Latin}}\d_.]{{2,40}}|\p{{Ll}}[\w.-]{{2,29}}(?=\s[—–·|(\[\d]))(?P<label>\s?[:：])?"
)
_GOES_ON = regex.compile(r"\s\p{Ll}")  # behind the first word of a heading: "Message from the band"


def names_of_line(text: str, number: int, line: Span) -> Iterator[Noun]:
    """The names in a line without Japanese: all where it is short and no sentence, else its label and who signs it."""
    short = len(line) <= _SHORT and SENTENCE_END.search(text, line.start, line.end) is None
    if short:
        every = _NAMES.finditer(text, line.start, line.end)
        found = [match for match in every if match.start() == line.start or not text[match.start()].islower()]
    else:
        ends = _SIGNS.search(text, max(line.start, line.end - _SIGNED), line.end)
        found = [match for match in (_LABELLED.match(text, line.start, line.end), ends) if match]
    begins = AROUND.match(text, line.start, line.end).end()  # type: ignore[union-attr]  # it matches the empty text
    known = -1  # where the last name ends
    for match in found:
        place = _name_in(text, Span(*match.span("name")))
        if place is None or place.start < known:
            continue
        known, name = place.end, text[place.start : place.end]
        if match["label"] and (NO_LABEL.fullmatch(name) or name.lower() in HEADWORDS_EN):
            continue
        first = place.start == begins
        if first and " " not in name and _GOES_ON.match(text, place.end):
            continue
        ends_line = text[place.end : line.end].strip(".") == ""
        yield Noun(
            place,
            name,
            -1,
            kind_of(name),
            LABEL if match["label"] else ENDS_LINE if ends_line else 0,
            number,
            quoted=False,
            tells=False,
            first=first,
            alone=short and len(line) - len(name) <= LITTLE,
            english=name if name[0].isupper() else None,
        )


def _name_in(text: str, place: Span) -> Span | None:
    """What of a run of capitalised words is one name, without "By" or "PM" before it; None if nothing."""
    run = text[place.start : place.end]
    start = place.start
    for word in run.split():
        if is_name(word):
            break
        start = text.find(word, start) + len(word)
    start += len(text[start : place.end]) - len(text[start : place.end].lstrip())
    name = within_sentence(text[start : place.end])
    return Span(start, start + len(name)) if len(name) > 1 else None
