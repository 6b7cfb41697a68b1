"""What HTML's elements mean for a reader: which begin a line, which nobody sees, which frame a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

PARAGRAPHS = frozenset([
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table", "figure", "section",
    "article", "main", "aside", "header", "footer", "nav", "hr", "address", "details", "fieldset",
])  # fmt: skip
"""Elements that are a paragraph, or that a paragraph begins and ends with."""

BLOCKS = PARAGRAPHS | frozenset([
    "html", "body", "div", "li", "dt", "dd", "tr", "caption", "figcaption", "form", "summary", "center", "tbody",
    "thead", "tfoot", "hgroup", "menu", "dir", "legend", "optgroup", "search", "option", "dialog",
])  # fmt: skip
"""Elements that begin and end a line."""

UNSEEN = frozenset([
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select", "textarea",
    "button", "datalist", "rt", "rp", "rtc", "audio", "video", "canvas", "map", "xmp", "noembed", "noframes",
    "frameset", "plaintext", "annotation", "annotation-xml", "progress", "meter", "s", "strike", "del", "slot",
])  # fmt: skip
"""What a reader of the article does not see as its text: the readings above kanji (rt) are there for who cannot read
these, and would stand in the middle of a word. What is struck out (s, strike, del) its writer took back. What a slot
holds is seen only where its element has nothing to put there."""

CONTAINERS = frozenset([
    "body", "main", "article", "section", "div", "td", "form", "center",
])  # fmt: skip
"""Elements that an article may be the content of."""

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
ITEMS = frozenset(("li", "dt", "dd"))
BOLD = frozenset(("b", "strong"))

_FURNITURE_TAGS = frozenset([
    "nav", "aside", "footer", "header", "form", "menu", "dialog", "search",
])  # fmt: skip
_FURNITURE_ROLES = frozenset([
    "navigation", "complementary", "contentinfo", "banner", "search", "menu", "menubar", "dialog", "toolbar",
])  # fmt: skip
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:side-?(?:bar|menu)|bread-?crumbs?|topic-?path|sns|shar(?:e|es|ing)|social|pager|pagination|"
    r"page-?nav|cookies?|related|recommend(?:ed|ations?)?|ranking|popular|newsletter|subscribe|"
    r"ads?|advert\w*|sponsor\w*|banners?|toolbar|menu|widgets?|site-?(?:header|footer)|global-?(?:nav|header|footer)|"
    r"tag-?list|tags|author-?(?:box|info)|toc|table-of-contents)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS_CLASS = re.compile(r"(?:^|[\s_-])comments?(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;:]*line-through", re.IGNORECASE
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader-text|visually-?hidden|line-through|strike-?through)(?:$|\s)", re.IGNORECASE
)
_CODE_CLASS = re.compile(
    r"(?:^|\s)(?:highlight|codehilite|prettyprint|code(?:-?(?:block|frame|toolbar))?|language-\S+|lang-\S+|brush:\S*|"
    r"syntaxhighlighter|crayon-\S+|hljs|wp-block-code|highlight-\S+)(?:$|\s)",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"emoji", re.IGNORECASE)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element says by itself that nobody sees it, or that it is struck out."""
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or "style" in attributes
        and _HIDDEN_STYLE.search(attributes["style"]) is not None
        or "class" in attributes
        and _HIDDEN_CLASS.search(attributes["class"]) is not None
    )


def is_unseen(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether nobody sees what is in an element; what a template holds is seen where it is an element's shadow."""
    shadow = name == "template" and ("shadowrootmode" in attributes or "shadowroot" in attributes)
    return name in UNSEEN and not shadow or bool(attributes) and is_hidden(attributes)


def is_aside(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element may frame an article or be of it, as far as it says: by what it is alone, not by a class."""
    by_itself = name in ("aside", "footer", "header") and "role" not in attributes
    return by_itself and not _is_classed(name, attributes, _FURNITURE_CLASS)


def is_furniture(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element's name, role, class or id says that it frames the article rather than being of it."""
    if name in _FURNITURE_TAGS or attributes.get("role") in _FURNITURE_ROLES:
        return True
    return _is_classed(name, attributes, _FURNITURE_CLASS)


def is_comments(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element's class or id says that it holds what readers wrote below the article."""
    return _is_classed(name, attributes, _COMMENTS_CLASS)


def _is_classed(name: str, attributes: Mapping[str, str], pattern: re.Pattern[str]) -> bool:
    if name in ("html", "body", "main", "article"):
        return False
    return any(key in attributes and pattern.search(attributes[key]) for key in ("class", "id"))


def is_code(name: str, attributes: Mapping[str, str], verbatim: bool) -> bool:
    """Whether an element holds program code set as a block: `verbatim` where it stands in `<pre>`."""
    if name == "code":
        return verbatim
    return name in ("pre", "div", "figure", "table") and _CODE_CLASS.search(attributes.get("class", "")) is not None


def emoji(attributes: Mapping[str, str]) -> str:
    """The emoji that an image stands for, else nothing: other images' descriptions are no words of the article."""
    if _EMOJI.search(f"{attributes.get('class', '')} {attributes.get('src', '')}"):
        return attributes.get("alt", "")
    return ""
