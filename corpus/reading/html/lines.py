"""The lines of an HTML page before it is decided which of them are the article: what rendering makes."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.types import MarkKind

Place = tuple[int, int]
"""A line's number and a character of it."""


@dataclass(slots=True)
class TextLine:
    """A line: `gap` where a paragraph begins with it, `furniture` where it looks like none of the article.

    `aside` is one that does so only for standing in an article's `<aside>`, `<footer>` or `<header>`,
    `comment` is a line in what looks like comments of readers, `posted` one of an embedded post's text, `dropped` one
    that stands for nothing a reader reads, `source` one that names a work in a list of sources, `made` one that says in
    another form what stood there, so that marks within it mean nothing any more.
    """

    text: str
    gap: bool = False
    furniture: bool = False
    aside: bool = False
    comment: bool = False
    posted: bool = False
    dropped: bool = False
    source: bool = False
    made: bool = False


@dataclass(slots=True)
class Tagged:
    """A mark whose ends are places among all lines."""

    kind: MarkKind
    start: Place
    value: str
    end: Place = (0, 0)


@dataclass(slots=True)
class Rendered:
    """A page: all its lines, all its marks in the order of where they begin, and the ranges of lines of its containers.

    `containers` are innermost first, without those of comments; `depth` is how deep the page's elements stand in each
    other.
    """

    lines: list[TextLine] = field(default_factory=list)
    marks: list[Tagged] = field(default_factory=list)
    containers: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
