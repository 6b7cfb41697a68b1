"""JSON-LD: which of the articles that a page describes for machines is its own, and what is said of that one.

Pages describe related articles too, and themselves more than once. So the article is chosen, by its address, by its
headline, or because there is no other one; where none of these tells, nothing is taken from any. In a graph an author
or a publisher is often only named by an `@id`: it is looked up in the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|SocialMediaPosting|Report|Posting)$")
_NESTED = 100  # JSON-LD values that are looked at; what a page says of its article stands at the beginning
_DEEPEST = 5  # `@id`s that lead to each other
_MOST = 200  # articles that are looked at
_LONGEST = 1_000  # characters of a title or a headline that are compared
_MOSTLY = 0.6  # of a title, or of what it says beside the site's name: a headline that is it
_PARTS = re.compile(r"\s+[-–—:·•«»<>/]\s+|\s*[|｜]\s*")
# What old templates put around a script: comments of HTML, sections of XML and comments around these.
_BEFORE = re.compile(r"(?:(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?|<!--)")
_BEHIND = re.compile(r"(?:(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?|-->)$")
_TAIL = 40  # characters in which the second stands
_ADDRESSES = ("url", "mainEntityOfPage")
_FACTS = (
    *((key, "url") for key in _ADDRESSES), ("headline", "title"), ("name", "title"), ("author", "author"),
    ("publisher", "publisher"), ("datePublished", "published"), ("license", "licence"),
)  # fmt: skip

Node = Mapping[str, Any]


@dataclass(slots=True)
class LinkedData:
    """The articles that were found so far, in page order, and everything that has an `@id`."""

    articles: list[Node] = field(default_factory=list)
    named: dict[str, Node] = field(default_factory=dict)

    def hear(self, written: str) -> None:
        """Takes up a script of JSON-LD; what is broken says nothing."""
        try:
            value = json.loads(_bare_script(written), strict=False)
        except (ValueError, RecursionError):
            return
        for node in _nodes(value):
            if isinstance(name := node.get("@id"), str) and len(node) > 1:
                self.named.setdefault(name, node)
            if _is_article(node) and len(self.articles) < _MOST:
                self.articles.append(node)

    def facts(self, page: Sequence[str], titles: Sequence[str]) -> dict[str, str]:
        """What is said of the page's own article, by field; of two descriptions of it, the first that says it.

        `page` are the page's addresses as it states them elsewhere, `titles` what it is called there, best first.
        """
        told: dict[str, str] = {}
        here = {key for address in page if (key := _key(address))}
        base = page[0] if page else ""
        for node in self._own(here, base, titles):
            elsewhere = self._is_elsewhere(node, here, base)
            for key, fact in _FACTS:
                value = " ".join(self._named(node.get(key), fact).split())
                if value and not (elsewhere and fact == "licence"):
                    told.setdefault(fact, _without_fragment(value) if fact == "url" else value)
        return told

    def _own(self, here: Set[str], base: str, titles: Sequence[str]) -> Sequence[Node]:
        """The descriptions of the page's article."""
        found = [node for node in self.articles if here & {_key(_joined(base, a)) for a in self._addresses(node)}]
        if found:
            return found
        headlines = [_bare(self._named(node.get("headline") or node.get("name"), "title")) for node in self.articles]
        titles = [title[:_LONGEST] for title in titles]
        same = {bare for title in titles if (bare := _bare(title))} & set(headlines)
        if same:
            return [node for node, one in zip(self.articles, headlines, strict=True) if one in same]
        # What has another address, and is not called like the page, is another article.
        left = [
            (node, one)
            for node, one in zip(self.articles, headlines, strict=True)
            if not self._is_elsewhere(node, here, base)
        ]
        # A title may name the site too. The longest is meant: others may be words of it.
        named = sorted({one for _, one in left if one and any(_is_most(one, title) for title in titles)}, key=len)[-1:]
        if named:
            return [node for node, one in left if one in named]
        return [node for node, _ in left] if len(set(filter(None, headlines))) < 2 else []

    def _is_elsewhere(self, node: Node, here: Set[str], base: str) -> bool:
        """Whether a description says that its article is on another page; the front page of a site says nothing."""
        pages = {_page(key) for key in here}
        said = {_page(_key(_joined(base, a))) for a in self._addresses(node, _ADDRESSES)}
        pages, said = ({page for page in keys if "/" in page} for keys in (pages, said))
        return bool(pages and said) and not pages & said

    def _addresses(self, node: Node, keys: Sequence[str] = ("@id", *_ADDRESSES)) -> Iterator[str]:
        for key in keys:
            value = self._named(node.get(key), "url")
            if value:
                yield value

    def _named(self, value: object, fact: str, depth: int = 0) -> str:
        """A text, or the name or the address of what is described or has that `@id`; of several, all of them."""
        if isinstance(value, list):
            return ", ".join(filter(None, (self._named(one, fact) for one in value if not isinstance(one, list))))
        if isinstance(value, str) and fact in ("author", "publisher") and value in self.named:
            value = self.named[value]
        if not isinstance(value, dict):
            return value if isinstance(value, str) else ""
        name = value.get("@id")
        key = "url" if fact == "url" else "name"
        said = value.get(key) or (value.get("url") if fact == "licence" else None)
        if isinstance(said, str) and said:
            return said
        if isinstance(name, str) and depth < _DEEPEST and (meant := self.named.get(name, value)) is not value:
            return self._named(meant, fact, depth + 1)
        return name if isinstance(name, str) and fact in ("url", "licence") else ""


def _bare_script(written: str) -> str:
    script = written.strip()
    if before := _BEFORE.match(script):
        script = script[before.end() :]
    behind = _BEHIND.search(script, max(0, len(script) - _TAIL))
    return (script[: behind.start()] if behind else script).strip()


def _nodes(value: object) -> Iterator[Node]:
    """The values in JSON-LD: at its top, in a list, in a graph, or what a page says it is about."""
    waiting = [value]
    for _ in range(_NESTED):
        if not waiting:
            return
        here = waiting.pop(0)
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            yield here
            waiting.extend(here[key] for key in ("@graph", "mainEntity") if key in here)


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    return any(_ARTICLES.match(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _key(address: str) -> str:
    """An address as far as it says which page is meant."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).rstrip('/')}?{parts.query}" if host else ""


def _page(key: str) -> str:
    """What a key says of the page but for its query, which often only says how it is shown."""
    return key.partition("?")[0]


def _joined(base: str, address: str) -> str:
    """An address as seen from another one; nothing where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _is_most(headline: str, title: str) -> bool:
    """Whether a headline is most of a title, or of a part of it: a word of it is none."""
    parts = [bare for part in (title, *_PARTS.split(title)) if (bare := _bare(part))]
    return any(headline in part and len(headline) >= _MOSTLY * len(part) for part in parts)


def _without_fragment(address: str) -> str:
    """An address without the name that a graph gives to a part of the page (`#webpage`)."""
    page, _, part = address.partition("#")
    return address if part.startswith(("!", "/")) else page


def _bare(text: str) -> str:
    return "".join(unescape(text[:_LONGEST]).split()).casefold()
