"""What an HTML page says about itself: Open Graph, JSON-LD, links and metas of its head become a `Source`.

Each field is taken from the first place that states it: what is written for machines to share an article first. What is
stated twice and differently is not weighed up, but for the licence, which is unknown then; a sidecar is where a person
settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from email.utils import parsedate
from urllib.parse import urljoin, urlsplit

from corpus.languages import ERAS
from corpus.reading.html.licences import Licences
from corpus.reading.html.linked_data import LinkedData
from corpus.reading.html.markup import Token, attributes_of
from corpus.types import Source

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
    "citation_publication_date": "published",
    "citation_date": "published",
    "twitter:title": "title",
}
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST = 1_000  # characters of a headline that are compared
_ERA = re.compile(rf"({'|'.join(ERAS)})(元|\d{{1,2}})年(\d{{1,2}})月(\d{{1,2}})日")
_MAIL = re.compile(r"[A-Z][a-z]{2},\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")  # RFC 822


@dataclass(slots=True)
class PageFacts:
    """What was found so far, by where it stood; fed token by token.

    `saved` is where a program says that it saved the page from, `article` what JSON-LD says of the page's article:
    it is known once `source` was asked for.
    """

    saved: str = ""
    open_graph: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    licences: Licences = field(default_factory=Licences)
    linked_data: LinkedData = field(default_factory=LinkedData)
    title: str = ""
    headline: str = ""
    base: str = ""
    language: str = ""
    article: Mapping[str, str] = field(default_factory=dict)
    _inside: str = ""

    def heard(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The tokens, passed on one by one after what they say of the page's source was taken up."""
        for token in tokens:
            name, content = token
            if name in _TOLD:
                self._element(name, attributes_of(content))
            elif self._inside == "h1" and name != "/h1":
                self.headline += content if not name and len(self.headline) < _LONGEST else ""
            elif self._inside:
                if not name:
                    self._text(content)
                self._inside = ""
            self.licences.hear(token)
            yield token

    def _text(self, content: str) -> None:
        if self._inside == "title":
            self.title = self.title or " ".join(content.split())
        else:
            self.linked_data.hear(content)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "meta":
            key = _META.get((attributes.get("property") or attributes.get("name") or "").strip().lower())
            value = " ".join(attributes.get("content", "").split())
            if key and value:
                self.open_graph.setdefault(key, value)
        elif name == "title":
            self._inside = "title"
        elif name == "h1":
            self._inside = "" if self.headline.strip() else "h1"
        elif name == "script":
            self._inside = "script" if attributes.get("type", "").split(";")[0].strip() == "application/ld+json" else ""
        elif name == "html":
            self.language = self.language or attributes.get("lang") or attributes.get("xml:lang") or ""
        elif name == "base":
            self.base = self.base or attributes.get("href", "")
        elif href := attributes.get("href", "").strip():
            relations = attributes.get("rel", "").lower().split()
            if name == "link" and "canonical" in relations:
                self.canonical = self.canonical or href
            if "license" in relations:
                self.licences.link(name, href)

    def _article(self, known: Source) -> dict[str, str]:
        """What JSON-LD says of the page's article."""
        base = known.url or self.base or self.saved
        stated = (address(one, base) for one in (self.canonical, self.open_graph.get("url", ""), known.url or "", base))
        titles = (self.open_graph.get("title", ""), self.headline, self.title)
        return self.linked_data.facts(list(filter(None, stated)), titles)

    def source(self, known: Source, *declared: str) -> Source:
        """The page's source; what is `known` from elsewhere stays. `declared` are licences that its server named."""
        article, shared = self._article(known), self.open_graph
        self.article = article
        linked = {"url": self.canonical} if self.canonical else {}
        stated = {"title": self.title, **article, **linked, **shared}
        days = (iso_day(part.get("published", "")) for part in (shared, article))
        stated["published"] = next(filter(None, days), "")
        if is_address(stated.get("author", "")):  # Open Graph has an author's page there
            stated["author"] = article.get("author", "")
        base = known.url or self.base or self.saved
        stated["url"] = address(stated.get("url", ""), base) or address(self.saved, None)
        named = shared.get("licence", ""), *declared, article.get("licence", "")
        stated["licence"] = self.licences.settled(address(self.base, known.url) or base, *named)
        return Source(**{f.name: getattr(known, f.name) or stated.get(f.name) or None for f in fields(Source)})


_TOLD = frozenset(("html", "base", "meta", "title", "h1", "link", "a", "area", "script"))


def address(href: str, base: str | None) -> str:
    """An absolute address on the web, as seen from `base`; nothing where there is none."""
    try:
        found = urljoin(base or "", href) if href else ""
        urlsplit(found)
    except ValueError:
        return ""
    return found if is_address(found) else ""


def iso_day(moment: str) -> str:
    """The day of a moment as an ISO date: written in figures, year first, in Japanese years, or as in mails.

    Nothing for anything else.
    """
    moment = moment.strip()
    try:
        if found := _ISO.match(moment):
            return date(*map(int, found.groups())).isoformat()
        if found := _ERA.match(moment):
            year = 1 if found[2] == "元" else int(found[2])
            return date(ERAS[found[1]] + year, int(found[3]), int(found[4])).isoformat()
        parts = parsedate(moment) if _MAIL.match(moment) else None
        return date(*parts[:3]).isoformat() if parts else ""
    except ValueError:
        return ""


def is_address(text: str) -> bool:
    """Whether a text is an absolute address on the web, whose scheme may be in any case."""
    return _WEB.fullmatch(text) is not None


def written_address(text: str) -> str:
    """The absolute address on the web that somebody wrote, with %20 for blanks in it; nothing where it is none."""
    found = text.strip().replace(" ", "%20")
    return found if is_address(found) else ""
