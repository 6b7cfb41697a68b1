"""Frames that a page carries in itself (`<iframe srcdoc>`), as programs save it that make one file of a page.

What stands in one is read in its place where it is a quotation or an article, such as an embedded post. Other frames,
such as advertisements, are not, and nothing of what a frame says of itself is said of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.reading.html import elements, markup
from corpus.reading.html.markup import Token, attributes_of

_TELLING = frozenset(("blockquote", "article"))
_ROOTS = frozenset(("html", "/html", "body", "/body"))
_MOST = 100  # frames of a page that are looked into


def with_frames(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a page, with those of such frames in the place of each."""
    left = _MOST
    for token in tokens:
        if token[0] == "iframe" and left and "srcdoc=" in token[1]:
            left -= 1
            yield from _of_frame(token[1])
        yield token


def _of_frame(written: str) -> Iterator[Token]:
    attributes = attributes_of(written)
    if elements.is_hidden(attributes):
        return
    inner = [token for token in markup.tokens(markup.parse(attributes.get("srcdoc", ""))) if token[0] not in _ROOTS]
    if any(name in _TELLING for name, _ in inner):
        yield "div", ""
        yield from inner
        yield "/div", ""
