"""The marks of notes in a text, such as a small number behind a sentence: left out, as the readings above kanji are.

They stand for what is told elsewhere, nobody reads them out, and in the text they would damage words and join sentences
("our sign.1 The seagulls"). A mark is a raised number, symbol or word in brackets (`<sup>`), or one that links to a
place on the page. A raised number may as well be an exponent, an ordinal or an isotope: without a link or a class that
tells, it is a mark behind a word, a sentence or a quotation only.

Where a note begins with one, what parts the two (":", ".") is left out with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.reading.html import elements
from corpus.reading.html.markup import Token, attributes_of

_LONGEST = 20  # characters of a mark
_MOST = 20  # tags and texts in one
_BEFORE = 40  # characters before one that are looked at
_NUMBER = r"[1-9１-９][0-9０-９]{0,2}(?:\s?[,、–-]\s?[0-9０-９]{1,3})*"
_NUMBERED = re.compile(rf"[(（]?{_NUMBER}[)）]?")
_SYMBOLIC = re.compile(rf"[*＊†‡§¶※✝^↑↩,、]+\s?(?:{_NUMBER})?|(?:訳|脚|原|補)?[注註]釈?\s?(?:{_NUMBER})?")
_BRACKETED = re.compile(r"[\[［〔【][^\[\]［］〔〕【】]+[\]］〕】]")  # "[3]", "［注釈 1］", "[要出典]"
_LETTERED = re.compile(r"[(（]?(?:[A-Za-zａ-ｚ]|[ivx]{1,5}|[ア-ン])[)）]?")
_TOLD = re.compile(r"note|fn|ftn|cite|ref|annot", re.IGNORECASE)
_TOLD_BY = ("class", "id", "role", "epub:type")
# What has no exponent: Japanese, the end of a sentence or a quotation, a word of three letters, a year.
_SAID = re.compile(
    r"(?:[\u3000-\u30ff\u3400-\u9fff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65.!?,;:…\"”]|"
    r"[A-Za-zÀ-ɏ]{3}|(?<![\d.,])(?:1[89]|20)\d\d)[)\]'’\s]*$"
)
_FUNCTION = re.compile(r"(?<![A-Za-z])(?:sin|cos|tan|log|exp|sec|mol)$")
_VARIABLE = re.compile(r"(?<![A-Za-zΑ-ω])[A-Za-zΑ-ω]$")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z])")  # a chemical one
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』）)\s]*$")
_DELIMITER = re.compile(r"\s*[:：．)）]\s*|\s*\.(?:\s+|$)")  # between a mark and its note
_BREAKS = elements.BLOCKS | {"br", "td", "th"}


def without_note_marks(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a page without the elements that are marks of notes."""
    line, link = "", False  # the end of what the line says, and whether a link to a place on the page just began
    held: list[Token] = []  # an element that may be a mark
    begun = False  # whether all that the line had was a mark
    for token in tokens:
        name, content = token
        if held and held[-1][0] == "/" + held[0][0]:  # it has ended
            if not _is_mark(held, link, line, "" if name else content):
                yield from held
                line += _text(held)
            begun, held = not line.strip(), []
        if held and not _may_be_in_a_mark(token, held):
            link = held[0][0] == "a" and not _text(held)
            yield from held
            line += _text(held)
            held = []
        elif not held:
            link = False
        if held or name == "sup" or name == "a" and _leads_to_a_place(content):
            held.append(token)
            continue
        if begun and not name and content.strip():
            token, begun = (name, _without_delimiter(content)), False
        begun = begun and name.lstrip("/") not in _BREAKS
        yield token
        line = "" if name.lstrip("/") in _BREAKS else (line if name else line + content)[-_BEFORE:]
    yield from held


def _without_delimiter(text: str) -> str:
    found = _DELIMITER.match(text)
    return text[found.end() :] if found else text


def _may_be_in_a_mark(token: Token, held: Sequence[Token]) -> bool:
    name = token[0].lstrip("/")
    inside = token[0] not in (held[0][0], "sup") and name not in _BREAKS
    return inside and len(held) < _MOST and (bool(name) or len(_text(held)) + len(token[1]) <= _LONGEST)


def _text(tokens: Iterable[Token]) -> str:
    return "".join(content for name, content in tokens if not name)


def _leads_to_a_place(written: str) -> bool:
    return "#" in attributes_of(written).get("href", "")


def _is_mark(element: Sequence[Token], linked: bool, line: str, following: str) -> bool:
    """Whether an element is the mark of a note: `linked` where all of a link is in it or around it."""
    text = _text(element).strip()
    if _BRACKETED.fullmatch(text):
        return True
    if _SYMBOLIC.fullmatch(text):
        return not _VARIABLE.search(line)
    raised = element[0][0] == "sup"
    tags = [attributes_of(content) for name, content in element if name and name[0] != "/"]
    told = any(_TOLD.search(tag.get(key, "")) for tag in tags for key in _TOLD_BY)
    linked = linked or any("#" in tag.get("href", "") for tag in tags)
    if told or raised and linked:
        return bool(_NUMBERED.fullmatch(text) or _LETTERED.fullmatch(text))
    if not raised or not _NUMBERED.fullmatch(text) or not _SAID.search(line) or _FUNCTION.search(line):
        return False
    return _SENTENCE_END.search(line) is not None or _ELEMENT.match(following) is None
