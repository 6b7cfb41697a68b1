"""What an HTML page says about itself: Open Graph, JSON-LD, links and metas of its head become a `Source`.

Each field is taken from the first place that states it, in the order of `_ORDER`: what is written for machines to share
an article first. What is stated twice and differently is not weighed up; a sidecar is where a person settles it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from urllib.parse import urljoin

from corpus.reading.html.markup import Token, attributes_of
from corpus.types import Source

_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|SocialMediaPosting|Report|Posting)$")
_META = {
    "og:url": "url",
    "og:title": "title",
    "og:site_name": "publisher",
    "article:published_time": "published",
    "og:article:published_time": "published",
    "article:author": "author",
    "author": "author",
    "dc.title": "title",
    "dc.creator": "author",
    "dc.date": "published",
    "dc.publisher": "publisher",
    "dc.rights": "licence",
    "dcterms.license": "licence",
    "date": "published",
    "pubdate": "published",
    "datepublished": "published",
    "twitter:title": "title",
}
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_NESTED = 100  # JSON-LD values that are looked at; what a page says of its article stands at the beginning


@dataclass(slots=True)
class PageFacts:
    """What was found so far, by field and by where it stood; fed token by token."""

    open_graph: dict[str, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    json: dict[str, str] = field(default_factory=dict)
    title: str = ""
    base: str = ""
    language: str = ""
    _inside: str = ""

    def heard(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The tokens, passed on one by one after what they say of the page's source was taken up."""
        for token in tokens:
            name, content = token
            if name in _TOLD:
                self._element(name, attributes_of(content))
            elif self._inside:
                if not name:
                    self._text(content)
                self._inside = ""
            yield token

    def _text(self, content: str) -> None:
        if self._inside == "title":
            self.title = self.title or " ".join(content.split())
        else:
            self._json(content)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "meta":
            key = _META.get((attributes.get("property") or attributes.get("name") or "").strip().lower())
            value = " ".join(attributes.get("content", "").split())
            if key and value:
                self.open_graph.setdefault(key, value)
        elif name == "title":
            self._inside = "title"
        elif name == "script":
            self._inside = "script" if attributes.get("type", "").split(";")[0].strip() == "application/ld+json" else ""
        elif name == "html":
            self.language = self.language or attributes.get("lang") or attributes.get("xml:lang") or ""
        elif name == "base":
            self.base = self.base or attributes.get("href", "")
        elif href := attributes.get("href", "").strip():
            relations = attributes.get("rel", "").lower().split()
            if name == "link" and "canonical" in relations:
                self.linked.setdefault("url", href)
            if "license" in relations:
                self.linked.setdefault("licence", href)

    def _json(self, written: str) -> None:
        for fact, value in _facts_of_json(written):
            self.json.setdefault(fact, value)

    def source(self, known: Source) -> Source:
        """The page's source; what is `known` from elsewhere stays."""
        stated = {"title": self.title, **self.json, **self.linked, **self.open_graph}
        days = (iso_day(part.get("published", "")) for part in (self.open_graph, self.json))
        stated["published"] = next(filter(None, days), "")
        if _is_address(stated.get("author", "")):  # Open Graph has an author's page there
            stated["author"] = self.json.get("author", "")
        stated["url"] = address(stated.get("url", ""), known.url or self.base)
        return Source(**{f.name: getattr(known, f.name) or stated.get(f.name) or None for f in fields(Source)})


_TOLD = frozenset(("html", "base", "meta", "title", "link", "a", "script"))


def address(href: str, base: str | None) -> str:
    """An absolute address on the web, as seen from `base`; nothing where there is none."""
    try:
        found = urljoin(base or "", href) if href else ""
    except ValueError:
        return ""
    return found if _is_address(found) else ""


def iso_day(moment: str) -> str:
    """The day of a moment written in figures, year first, as an ISO date; nothing for anything else."""
    found = _ISO.match(moment.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _facts_of_json(written: str) -> Iterator[tuple[str, str]]:
    """Field and value of what JSON-LD says of an article, nothing where it is broken."""
    try:
        value = json.loads(written.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return
    for node in _articles(value):
        yield from _facts(node)


def _articles(value: object) -> Iterator[Mapping[str, Any]]:
    """The articles in JSON-LD: at its top, in a list, in a graph, or what a page says it is about."""
    waiting = [value]
    for _ in range(_NESTED):
        if not waiting:
            return
        here = waiting.pop(0)
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            kinds = here.get("@type")
            if any(_ARTICLES.match(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield here
            waiting.extend(here[key] for key in ("@graph", "mainEntity") if key in here)


def _facts(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, fact in (
        ("url", "url"), ("mainEntityOfPage", "url"), ("headline", "title"), ("name", "title"), ("author", "author"),
        ("publisher", "publisher"), ("datePublished", "published"), ("license", "licence"),
    ):  # fmt: skip
        value = " ".join(_named(node.get(key), "@id" if fact == "url" else "name").split())
        if value:
            yield fact, value


def _named(value: object, key: str) -> str:
    """A text, or what stands under `key` in an object; of several, all of them."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_named(one, key) for one in value if not isinstance(one, list))))
    if isinstance(value, dict):
        value = value.get(key) or value.get("url")
    return value if isinstance(value, str) else ""
