"""Frames that a page carries in itself (`<iframe srcdoc>`), as programs save it that make one file of a page.

What stands in one is read in its place where it holds a quotation and stands in an article, such as an embedded post.
Other frames, such as advertisements, are not, and nothing of what a frame says of itself is said of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.reading.html import elements, markup
from corpus.reading.html.markup import Token, attributes_of

_ROOTS = frozenset(("html", "/html", "body", "/body"))
_MOST = 100  # frames of a page that are looked into
_LONGEST = 2_000_000  # characters of all of them


def with_frames(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a page, with those of such frames in the place of each."""
    left, room, articles = _MOST, _LONGEST, 0
    for token in tokens:
        name, written = token
        articles += (name == "article") - (name == "/article")
        if name == "iframe" and articles and left and len(written) <= room and "srcdoc=" in written:
            left, room = left - 1, room - len(written)
            yield from _of_frame(written)
        yield token


def _of_frame(written: str) -> Iterator[Token]:
    attributes = attributes_of(written)
    if elements.is_hidden(attributes):
        return
    inner = [token for token in markup.tokens(markup.parse(attributes.get("srcdoc", ""))) if token[0] not in _ROOTS]
    if any(name == "blockquote" for name, _ in inner):
        yield "div", ""
        yield from inner
        yield "/div", ""
