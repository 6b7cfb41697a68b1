"""The licence that a page declares for its own text: unknown where it declares several.

A link of `rel="license"` in the text may as well be a picture's, a quotation's, a program's or an advertisement's. So
one that stands in what is none of the article's prose counts as nothing. Where the words before it, or the licence
itself (one for programs), say that something else is meant, it does not become the page's licence, but speaks against
another one: whoever reads the page settles it in a sidecar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

from corpus.reading.html import elements
from corpus.reading.html.markup import Token, attributes_of, is_void

LONGEST = 500
"""Characters of a licence as a page states it."""

_MOST = 100  # links that are looked at
_AROUND = 250  # elements around a link that are

_APART = frozenset([
    "figure", "figcaption", "picture", "video", "audio", "object", "blockquote", "q", "aside", "pre", "code", "kbd",
    "samp", "template", "noscript", "dialog",
])  # fmt: skip
_APART_CLASS = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|banners?|related|recommend\w*|ranking|popular|widgets?|side-?bar|"
    r"captions?|credits?|photos?|pictures?|images?|img|gallery|videos?|embed\w*|cards?|highlight|code\w*|repo\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_TEXTS = re.compile(r"(?:\w*Article|\w*Page|\w*Posting|Blog|WebSite|CreativeWork|Report)$")  # kinds of microdata
_OTHERS = re.compile(
    r"写真|画像|図版|挿絵|イラスト|動画|映像|音声|音楽|楽曲|フォント|アイコン|素材|データ|コード|ソース|プログラム|ソフト|ライブラリ|サンプル|以外|除く|除き|"
    r"\b(?:photo\w*|pictures?|images?|illustrations?|graphics|figures?|videos?|music|audio|fonts?|icons?|data\w*|code|"
    r"software|programs?|samples?|librar(?:y|ies)|except|excluding)\b",
    re.IGNORECASE,
)
_PROGRAMS = re.compile(
    r"https?://(?:[\w-]+\.)?(?:opensource\.org|apache\.org|mit-license\.org|choosealicense\.com|github\.com|"
    r"gnu\.org/(?:licenses|copyleft)/(?:old-licenses/)?(?:a|l)?gpl)",
    re.IGNORECASE,
)
_BEFORE = 40  # characters of a line before a link that may say what it is for
_SENTENCE_END = re.compile(r"[。．!?！？、,;；]|\.\s")
_COMMONS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z+-]+)(?:/(\d\.\d))?")
_BREAKS = elements.BLOCKS | {"br", "td", "th"}


@dataclass(slots=True)
class Licences:
    """What was declared so far for the page, and in its text for something else beside; fed token by token."""

    own: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _open: list[Token] = field(default_factory=list)
    _line: str = ""

    def hear(self, token: Token) -> None:
        """Takes up where in the page it is."""
        name, content = token
        if not name:
            self._line = (self._line + content)[-_BEFORE:]
            return
        if name.lstrip("/") in _BREAKS:
            self._line = ""
        if name[0] != "/":
            if not is_void(name):
                self._open.append(token)
        elif self._open and self._open[-1][0] == name[1:]:
            self._open.pop()

    def link(self, name: str, href: str) -> None:
        """Takes up a link of `rel="license"`, by the element that it is."""
        if len(self.own) + len(self.beside) >= _MOST:
            return
        if name != "link" and any(_is_apart(around, attributes_of(told)) for around, told in self._open[-_AROUND:]):
            return
        said = _SENTENCE_END.split(self._line)[-1]
        other = name != "link" and (_PROGRAMS.match(href) or _OTHERS.search(said))
        (self.beside if other else self.own).append(href)

    def settled(self, base: str, *stated: str) -> str:
        """The one licence, as it is said first; nothing where none is declared, or different ones.

        `stated` is what was said of the page elsewhere, in its head and beside it, before what its links say, which are
        seen from `base`.
        """
        own, beside = ([_address(href, base) for href in links] for links in (self.own, self.beside))
        own = [licence for licence in (*stated, *own) if 0 < len(licence) <= LONGEST]
        several = len({_key(licence) for licence in (*own, *filter(None, beside))}) > 1
        return "" if several or not own else own[0]


def _address(href: str, base: str) -> str:
    """The address of a licence, without the place in it; nothing for a link that leads nowhere, such as to a script."""
    try:
        page = urljoin(base, href).partition("#")[0]
        scheme = urlsplit(page).scheme
    except ValueError:
        return ""
    return page if scheme in ("http", "https", "") else ""


def _is_apart(name: str, attributes: Mapping[str, str]) -> bool:
    if name in _APART:
        return True
    if not attributes or name in ("html", "body", "main", "article"):
        return False
    kind = attributes.get("itemtype", "").strip()
    return (
        elements.is_hidden(attributes)
        or elements.is_comments(name, attributes)
        or kind != ""
        and not _TEXTS.search(kind)
        or any(_APART_CLASS.search(attributes.get(key, "")) for key in ("class", "id"))
    )


def _key(licence: str) -> str:
    """A licence with what does not make it another one taken out: how its address is written, its deed's language."""
    simple = normalize("NFKC", licence).strip().casefold()
    if found := _COMMONS.search(simple):
        name = {"zero": "cc0", "mark": "public-domain-mark"}.get(found[1], f"cc-{found[1]}")
        return f"{name}-{found[2]}" if found[2] else name
    address = re.sub(r"^https?://(?:www\.)?|[/#?]+$", "", simple)
    return re.sub(r"[\s_-]+", "-", address)
