"""HTML as a flat run of tags and texts, whatever was sent: the one thing that the rest of reading HTML walks over.

A browser's parser (resiliparse) makes a tree of the page, and the tree is written out again. What is written is no
longer anybody's HTML: every tag is closed, every attribute quoted, every bracket in a text escaped. So one regular
expression takes it apart, in linear time and without a recursion over the tree, and five times as fast as asking the
tree node by node from Python would.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_ATTRIBUTES = r'(?: [^\s>/][^\s=>/]*="[^"]*")*+'
_TOKEN = re.compile(
    r"([^<]+)|"
    rf"<(script|style|xmp|iframe|noembed|noframes|plaintext)({_ATTRIBUTES})>(.*?)</\2>|"
    rf"<(/?[^\s/>!]+)({_ATTRIBUTES})>|"
    r"<!--.*?-->|<![^>]*>",
    re.DOTALL,
)
_TEXT, _VERBATIM, _CONTENT, _TAG, _ATTRIBUTES_OF_TAG = 1, 2, 4, 5, 6  # groups
_ATTRIBUTE = re.compile(r' ([^\s>/][^\s=>/]*)="([^"]*)"')
_VOID = frozenset([
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
])  # fmt: skip

# A page of more tags, or with more characters between two of them, is looked at before it is parsed: see `_tamed`.
_MANY_TAGS = 20_000
_LONG_TAG = 20_000
_MANY_OPEN = 200  # formatting elements and links that are never closed
_MANY_WALKS = 1_000_000  # open elements that end tags of nothing are compared with
_NESTED_TEMPLATES = 1_000  # the parser goes down into them by recursion
_MOST_TAGS = 150_000
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:=\s*+\"[^\"]*+(?:\"|\Z)|=\s*+'[^']*+(?:'|\Z)|[^>])*+)(?:>|\Z)")
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
_NAME = re.compile(r"<(/?)([a-z][^\s/>]*+)")
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_SEPARATOR = re.compile(r"[\s/]+")
_MANY_ATTRIBUTES = 1_000
_STRUCTURE = frozenset([
    "html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "article",
    "section", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "ul", "ol",
    "li", "dl", "dt", "dd", "blockquote", "pre", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
    "figure", "figcaption", "form", "q", "br", "hr", "time", "ruby", "rt", "rp", "code", "textarea", "select",
    "option", "iframe", "svg", "math", "details", "summary",
])  # fmt: skip


Token = tuple[str, str]
"""A name and what belongs to it: of a start tag its attributes as they were written out; an end tag's name begins with
a slash; a text has no name, and its entities are resolved."""


@lru_cache
def extractor_name(*packages: str) -> str:
    """What extracts, and in which version: the texts of two versions may differ."""
    return ", ".join(f"{package} {version(package)}" for package in (*packages, "resiliparse"))


def parse(page: str) -> HTMLTree:
    """The tree of a page, in linear time also of one that was made to take longer."""
    from resiliparse.parse.html import HTMLTree

    return HTMLTree.parse(_tamed(page))


def tokens(tree: HTMLTree) -> Iterator[Token]:
    """The tags and texts of a tree in page order. Void elements have no end tag; comments are left out."""
    document = tree.document
    for match in _TOKEN.finditer("" if document is None else document.html):
        kind = match.lastindex
        if kind == _TEXT:
            text = match[_TEXT]
            yield "", html.unescape(text) if "&" in text else text
        elif kind == _ATTRIBUTES_OF_TAG:
            yield match[_TAG], match[_ATTRIBUTES_OF_TAG]
        elif kind == _CONTENT:
            name = match[_VERBATIM]
            yield name, match[_VERBATIM + 1]
            yield "", match[_CONTENT]
            yield "/" + name, ""


def is_void(name: str) -> bool:
    """Whether an element has no content, and so no end tag."""
    return name in _VOID


def attributes_of(written: str) -> Mapping[str, str]:
    """The attributes of a start tag as a mapping; without a value they are empty."""
    if not written:
        return {}
    return {name: html.unescape(value) if "&" in value else value for name, value in _ATTRIBUTE.findall(written)}


def _unbalanced(page: str) -> bool:
    """Whether many formatting elements are never closed, or many end tags of nothing meet many open elements."""
    if sum(-1 if match[1] else 1 for match in _FORMATTING.finditer(page)) > _MANY_OPEN:
        return True
    tags = Counter(_NAME.findall(page.lower()))
    left = {name: tags["", name] - tags["/", name] for _, name in tags if not is_void(name)}
    opened, closed = (sum(max(0, sign * count) for count in left.values()) for sign in (1, -1))
    return opened * closed > _MANY_WALKS


def _tamed(page: str) -> str:
    """The page without what would make parsing it take time or memory out of proportion; most pages as they are.

    A standard parser opens formatting elements and links that were never closed again in each paragraph, walks all open
    elements for an end tag of an unknown one, and compares each attribute of a tag with all others. So tags that only
    format, and links, are left out of a page of very many tags, or of many that are never closed; a tag of very many
    attributes loses them; and what is behind the first hundred and fifty thousand is text without structure.
    """
    tags = page.count("<")
    many = (
        tags > _MANY_TAGS
        or tags > _MANY_OPEN
        and _unbalanced(page)
        or tags > _NESTED_TEMPLATES
        and page.lower().count("<template") > _NESTED_TEMPLATES
    )
    if not many and max(map(len, page.split(">"))) <= _LONG_TAG:
        return page

    kept = 0

    def tamed(match: re.Match[str]) -> str:
        nonlocal kept
        closing, name, rest = match.groups()
        if many and name.lower() not in _STRUCTURE:
            return ""
        kept += 1
        if kept > _MOST_TAGS:
            return " "
        if len(rest) > _LONG_TAG and len(_SEPARATOR.findall(_QUOTED.sub("", rest))) > _MANY_ATTRIBUTES:
            return f"<{closing}{name}>"
        return match[0]

    return _ANY_TAG.sub(tamed, page)
