"""The licences that a page links to: links of `rel="license"`, and those to the pages of well-known licences.

Which of them is the page's own, its reader says (`html/licences.py`): what is recorded here is all of them.

Tags are found by an expression that runs through any page once: every branch is possessive or ends with the page, so
that a page of a million broken tags takes no longer than another one. What stands in comments, scripts and styles is
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from corpus.reading.charset import page_text
from corpus.reading.html.licences import LONGEST
from corpus.reading.html.page import stated_source
from corpus.reading.origin import UNEXPECTED
from corpus.types import CorpusError, Source

KNOWN = (
    ("creativecommons.org", "/licenses/"),
    ("creativecommons.org", "/publicdomain/"),
    ("gnu.org", "/licenses/"),
    ("opendatacommons.org", "/licenses/"),
    ("opensource.org", "/licens"),
)
"""Hosts, with or without `www.`, and how the paths of licences begin there."""

_MOST = 20  # links of a page that are recorded
_ENOUGH = 1000  # links that are looked at

_TAG = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    r"|<(script|style)\b(?s:.*?)(?:</\1|\Z)"
    r"|<(a|area|link|base)\b((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![^\s\"'/])([^\s\"'<>/=]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))")
_HINT = re.compile("licen|publicdomain", re.IGNORECASE)  # what every link that counts has somewhere
_HEADER = re.compile(r"<([^<>]*+)>([^<>]*+)")  # a link of the header Link, and its parameters
_REL = re.compile(r";\s*+rel\s*+=\s*+\"?([^\";]*+)", re.IGNORECASE)


def licence_links(page: bytes, url: str, header: str = "") -> tuple[tuple[str, ...], str | None]:
    """The licences that a page links to, in order and each once, and the one that it declares to be its own.

    That is what the page's reader takes it to be, with what the header Link declares. `url` is where the page stands.
    """
    text, of_header = _text(page), list(islice(_of_header(header, url), _ENOUGH))
    links = islice(chain(of_header, _of_page(text, url)), _ENOUGH)
    found = {at: None for at, declared in links if (declared or _is_known(at)) and len(at) <= LONGEST}
    by_header = (address for address, declared in of_header if declared)
    try:
        own = stated_source(text, Source(url=url), *by_header).licence
    except UNEXPECTED:  # whoever reads the page is told; a page's own words never end a fetch
        own = None
    return tuple(found)[:_MOST], own


def _of_header(header: str, base: str) -> Iterator[tuple[str, bool]]:
    for link in _HEADER.finditer(header):
        rel = _REL.search(link[2])
        yield from _link(link[1], rel[1] if rel else "", base)


def _of_page(text: str, base: str) -> Iterator[tuple[str, bool]]:
    for tag in _TAG.finditer(text):
        if tag[2] is None:
            continue
        attributes = {
            each[1].lower(): unescape(each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(tag[3])
        }
        address = attributes.get("href", "").strip()
        if tag[2].lower() == "base":
            base = next((joined for joined, _ in _link(address, "", base)), base)
        elif address and _HINT.search(tag[0]):
            yield from _link(address, attributes.get("rel", ""), base)


def _link(address: str, rel: str, base: str) -> Iterator[tuple[str, bool]]:
    """A link's full address without its fragment, and whether it declares a licence; nothing where it is no link."""
    try:
        joined = urljoin(base, address).partition("#")[0]
        if urlsplit(joined).scheme in ("http", "https"):
            yield joined, "license" in rel.lower().split()
    except ValueError:
        return


def _is_known(address: str) -> bool:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return any(host == known and parts.path.startswith(path) for known, path in KNOWN)


def _text(page: bytes) -> str:
    """What a page says, as its reader decodes it, or well enough to find its tags."""
    try:
        return page_text(page, Path("page"))[0]
    except CorpusError:
        return page.decode("latin-1")
