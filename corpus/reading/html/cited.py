"""Where something is from: the source below a block quotation, and lists of what was read.

`<cite>` or `<footer>` at the end of a quotation gets the form that the rest of the house reads: a line with a dash
before it, as quotations have it where no style sheet puts the dash. If it is a link to the source, or says by a label
what it is ("出典：…"), it stays as it is. An entry of a bibliography is a link to a work, with an address or without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from corpus.languages import CREDIT_WORDS
from corpus.reading.html.lines import Place, Rendered, Tagged, TextLine

SOURCES = frozenset(("cite", "footer"))
"""Elements that say, in a block quotation, where it is from."""

_DASHED = re.compile(r"[—–―─~〜-]")
_LABELLED = re.compile(rf"[（(【]?(?:{'|'.join(CREDIT_WORDS)})|.*[:：]|https?://")
_LIST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:references?|ref-?list|bibliography|citations?|(?:foot|end)-?notes?|works-cited)(?:$|[\s_-])", re.I
)
_LIST_ROLES = ("doc-bibliography", "doc-endnotes")
_ENTRY = re.compile(
    r"\b(?:ISBN|ISSN|DOI|doi|Retrieved|Accessed|Archived|et al)\b|\bpp?\.\s?\d|閲覧|アーカイブ|"
    r"^\W*[A-Z][\w'’-]+, [A-Z].{0,200}\((?:1[6-9]|20)\d\d\w?\)"
)


def is_list(attributes: Mapping[str, str]) -> bool:
    """Whether an element's class, id or role says that it lists notes or what was read."""
    said = (attributes.get(key, "") for key in ("class", "id"))
    return attributes.get("role") in _LIST_ROLES or any(map(_LIST_CLASS.search, said))


def is_entry(line: str) -> bool:
    """Whether a line of such a list names a work; else it is a note."""
    return _ENTRY.search(line) is not None


def settle(page: Rendered, quotation: Tagged, source: tuple[Place, Place]) -> None:
    """Gives the last line of a block quotation, if it is its source and that alone, the form of a source."""
    last = len(page.lines) - 1
    line = page.lines[last]
    if source not in (((last, 0), (last, len(line.text))), ((last, 0), (last + 1, 0))) or quotation.start[0] == last:
        return
    within = takewhile(lambda mark: mark.start[0] == last, reversed(page.marks))
    if any(mark.kind == "link" and (mark.start[1], mark.end[1]) == (0, len(line.text)) for mark in within):
        quotation.end = (last, 0)
    elif not _DASHED.match(line.text) and not _LABELLED.match(line.text):
        page.lines[last] = TextLine(f"— {line.text}", furniture=line.furniture, comment=line.comment, made=True)
