"""The licence that a page declares for its own text: unknown where it declares several.

A link of `rel="license"` in the text may as well be a picture's, a quotation's, a program's or an advertisement's. So
one that stands in what is none of the article's prose, or in another article, counts as nothing. Where the words around
it, or the licence itself (one for programs), say that something else is meant, it does not become the page's licence,
but speaks against another one: whoever reads the page settles it in a sidecar.
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

_APART = frozenset([
    "figure", "figcaption", "picture", "video", "audio", "object", "blockquote", "q", "aside", "pre", "code", "kbd",
    "samp", "template", "noscript", "dialog",
])  # fmt: skip
_APART_CLASS = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|banners?|related|recommend\w*|ranking|popular|side-?bar|"
    r"captions?|credits?|photos?|pictures?|images?|img|gallery|videos?|embed\w*|highlight)(?:$|[\s_-])",
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
_UNLESS = re.compile(
    r"\b(?:except|unless)\s+(?:(?:where|as)\s+)?(?:otherwise\s+)?(?:noted|stated|indicated|specified)\b", re.IGNORECASE
)
_AROUND = 300  # characters of its block before a link, and behind it, that may say what it is for
_SENTENCE_END = re.compile(r"[。．!?！？]|\.\s")
# What a sentence calls the page's text: it means that, and not what stands in the sentences around it.
_ITSELF = re.compile(
    r"記事|本文|文章|テキスト|本稿|投稿|ブログ|コンテンツ|文書|翻訳|"
    r"\b(?:articles?|posts?|texts?|content|essays?|stories|story|translations?|blog)\b",
    re.IGNORECASE,
)
_COMMONS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z+-]+)(?:/(\d\.\d))?")
_SPELLED = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"creative-?commons|クリエイティブ・?コモンズ", "cc"),
        (r"attribution|表示", "by"),
        (r"non-?commercial|非営利", "nc"),
        (r"share-?alike|継承", "sa"),
        (r"no-?deriv(?:ative)?s?(?:-works)?|改変禁止", "nd"),
        (
            r"(?:^the-|-(?:public-)?licen[cs]e\b|-?ライセンス|-international|-unported|-generic|-universal|-?国際|-?非移植)",
            "",
        ),
    )
)
_NAMED = re.compile(r"(?:cc-?)?((?:by|zero|0)(?:-(?:nc|sa|nd))*)(?:-(\d\.\d))?")
# The two of a definition are one block, as are the cells of a row.
_BREAKS = (elements.BLOCKS | {f"/{name}" for name in elements.BLOCKS}) - {"/dt", "dd", "/dd"}
_BREAKS_IN_ROWS = frozenset(("tr", "/tr", "table", "/table"))


@dataclass(slots=True)
class Licences:
    """What was declared so far for the page, and in its text for something else beside; fed token by token."""

    own: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _open: list[Token] = field(default_factory=list)
    _apart: list[bool] = field(default_factory=list)  # whether what is in them is, of the outermost as far as known
    _rows: int = 0  # of tables that are open
    _articles: int = 0  # that began
    _other: int = 0  # elements that are open within another article, and around it
    _block: str = ""  # what the block says near the links in it
    _waiting: list[tuple[str, int | None]] = field(default_factory=list)  # links in it, and where one that is seen is
    _seen: int = 0

    def hear(self, token: Token) -> None:
        """Takes up where in the page it is."""
        name, content = token
        if not name:
            self._say(content)
            return
        if name in (_BREAKS_IN_ROWS if self._rows else _BREAKS):
            self._end_block()
        if name[0] != "/":
            if not is_void(name):
                self._begin(token)
        elif self._open and self._open[-1][0] == name[1:]:
            self._open.pop()
            del self._apart[len(self._open) :]
            self._rows -= name == "/tr"
            self._other = self._other if len(self._open) >= self._other else 0

    def _begin(self, token: Token) -> None:
        self._open.append(token)
        self._rows += token[0] == "tr"
        if token[0] == "article":
            self._articles += 1
            if self._articles > 1:
                self._other = self._other or len(self._open)

    def _say(self, content: str) -> None:
        if self._open and self._open[-1][0] in ("script", "style"):
            return
        if not self._waiting:
            self._block = (self._block + content)[-_AROUND:]
        elif len(self._block) < 2 * _AROUND:
            self._block += content[:_AROUND]

    def link(self, name: str, href: str) -> None:
        """Takes up a link of `rel="license"`, by the element that it is."""
        self._seen += 1
        if self._seen > _MOST:
            return
        if name == "link":
            self._waiting.append((href, None))
        elif not self._other and not self._is_apart():
            self._waiting.append((href, len(self._block)))

    def _is_apart(self) -> bool:
        """Whether what stands here is in none of the article's prose; each element is looked at once."""
        for around, told in self._open[len(self._apart) :]:
            self._apart.append(bool(self._apart and self._apart[-1]) or _is_apart(around, attributes_of(told)))
        return bool(self._apart and self._apart[-1])

    def _end_block(self) -> None:
        """Settles of the links in the block whether they are the page's, by all that it says."""
        for href, at in self._waiting:
            other = at is not None and _is_of_others(href, _said(self._block, at))
            (self.beside if other else self.own).append(href)
        self._waiting.clear()
        self._block = ""

    def settled(self, base: str, *stated: str) -> str:
        """The one licence, as it is said first; nothing where none is declared, or different ones.

        `stated` is what was said of the page elsewhere, in its head and beside it, before what its links say, which are
        seen from `base`.
        """
        self._end_block()
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


def _is_of_others(href: str, said: str) -> bool:
    """Whether a licence is meant for something else, by where it leads and what is said around it."""
    return bool(_PROGRAMS.match(href) or _OTHERS.search(_UNLESS.sub("", said)))


def _said(block: str, at: int) -> str:
    """What is said around a place in a block: its sentence if that names the text, else all of it."""
    sentence = _SENTENCE_END.split(block[:at])[-1] + _SENTENCE_END.split(block[at:])[0]
    return sentence if _ITSELF.search(sentence) else block


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
    """A licence with what does not make it another one taken out: how its address or its name is written."""
    simple = normalize("NFKC", licence).strip().casefold()
    if found := _COMMONS.search(simple):
        name = {"zero": "cc0", "mark": "public-domain-mark"}.get(found[1], f"cc-{found[1]}")
        return f"{name}-{found[2]}" if found[2] and name != "cc0" else name
    address = re.sub(r"[\s_-]+", "-", re.sub(r"^https?://(?:www\.)?|[/#?]+$", "", simple))
    short = address
    for spelled, by in _SPELLED:
        short = spelled.sub(by, short)
    if found := _NAMED.fullmatch(short.strip("-")):
        name = "cc0" if found[1] in ("zero", "0") else f"cc-{found[1]}"
        return f"{name}-{found[2]}" if found[2] and name != "cc0" else name
    return address
