"""Names in a line without Japanese: who labels, heads or signs the English beside it.

    10:05 Dorian Achterberg                     a byline, or a signature: all names of a short line
    Statement by Premier Una Rackstraw          a heading, the same
    brannock — today at 21:04                   an account at the beginning of a short line
    [20:43] Fenella: you flinch at "the"        the label of a line that says something
    We stayed open all night. — Clive Dun       who signs it
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpus.extraction.nouns import AROUND, ENDS_LINE, LABEL, LITTLE, Noun, kind_of
from corpus.extraction.people import LATIN, is_name
from corpus.types import Span

_SHORT = 70  # characters of a line that may be all heading
_SIGNED = 100  # characters at the end of a line among which a signature begins
_SENTENCE = regex.compile(r"[.!?…][\"'”’)]*$")
_ACCOUNT = r"[@＠][\w.]{2,40}|\p{Ll}[\w.-]{2,29}"
_LABELLED = regex.compile(
    rf"[\[(（［]?(?:\d{{1,2}}(?::\d\d){{1,2}})?[\])）］]?[^\p{{L}}\d@＠\"“]{{0,4}}(?P<name>{LATIN}|{_ACCOUNT})"
    r"(?P<label>(?:\s?[(（][^()（）\n]{1,30}[)）])?\s?[:：|｜>＞](?=\s))"
)
_SIGNS = regex.compile(rf"[—–―]\s?(?P<name>{LATIN})[^.!?\n]{{0,40}}$")
_NAMES = regex.compile(
    rf"(?<![\p{{L}}@＠])(?P<name>{LATIN}|[@＠][\w.]{{2,40}}|^\p{{Ll}}[\w.-]{{2,29}}(?=\s[—–·|(\[\d]))(?P<label>\s?[:：])?",
    regex.MULTILINE,
)
_GOES_ON = regex.compile(r"\s\p{Ll}")  # behind the first word of a heading: "Message from the band"


def names_of_line(text: str, number: int, line: Span) -> Iterator[Noun]:
    """The names in a line without Japanese: all where it is short and no sentence, else its label and who signs it."""
    short = len(line) <= _SHORT and _SENTENCE.search(text, line.start, line.end) is None
    if short:
        found = list(_NAMES.finditer(text, line.start, line.end))
    else:
        ends = _SIGNS.search(text, max(line.start, line.end - _SIGNED), line.end)
        found = [match for match in (_LABELLED.match(text, line.start, line.end), ends) if match]
    begins = AROUND.match(text, line.start, line.end).end()  # type: ignore[union-attr]  # it matches the empty text
    for match in found:
        name = match["name"].rstrip(".").removeprefix("Dear ")
        heading = " " not in name and match.start() == begins and _GOES_ON.match(text, match.end("name"))
        if len(name) < 2 or not is_name(name.split()[0]) or heading:
            continue
        end = match.start("name") + len(match["name"].rstrip("."))
        place = Span(end - len(name), end)
        yield Noun(
            place,
            name,
            -1,
            kind_of(name),
            LABEL if match.groupdict().get("label") else ENDS_LINE if place.end == line.end else 0,
            number,
            quoted=False,
            tells=False,
            first=place.start == begins,
            alone=short and len(line) - len(name) <= LITTLE,
            english=name if name[0].isupper() else None,
        )
