"""A made page's plain text taken apart into what markup has elements for: posts, lists, quoted mails, links, paragraphs.

What a block is stands in `Kind`; `pages/formats.py` writes blocks as HTML and Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

Kind = Literal["paragraph", "english", "post", "source", "list", "mail", "related"]
"""A paragraph in Japanese; lines of English; a post's text and its signature; the title of a source and its address;
the items of a list; the lines of a quoted mail; the titles below the heading of related pages."""

RELATED = ("・関連記事", "■あわせて読みたい", "関連リンク", "こちらもおすすめ")
SIGNATURE = regex.compile(r"— (?P<name>[^@()]+) \(@(?P<handle>\w+)\) (?P<date>.+)$")
_JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]")
_BULLETS = ("・", "- ")


@dataclass(frozen=True)
class Block:
    """Lines that belong together, without what a plain page marks them with (bullets, the marks of a mail)."""

    kind: Kind
    lines: tuple[str, ...]


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a page but for its first line, which is the headline. No line but empty ones is lost."""
    lines = text.split("\n")
    at = 1
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        block, at = _block(lines, at)
        yield block


def _block(lines: Sequence[str], at: int) -> tuple[Block, int]:
    """The block that begins with a line, and where the next one begins."""
    line = lines[at]
    if _address_follows(lines, at):
        return Block("source", (line, lines[at + 1])), at + 2
    if line in RELATED:
        end = _while(lines, at + 1, bool)
        return Block("related", tuple(lines[at:end])), end
    if line.startswith(">"):
        end = _while(lines, at, lambda further: further.startswith(">"))
        return Block("mail", tuple(quoted[1:].removeprefix(" ") for quoted in lines[at:end])), end
    if _is_item(line):
        end = _while(lines, at, _is_item)
        return Block("list", tuple(item.removeprefix("・").removeprefix("- ") for item in lines[at:end])), end
    if _is_english(line):
        end = at + 1
        while end < len(lines) and _is_english(lines[end]) and not _address_follows(lines, end):
            end += 1
        if end < len(lines) and SIGNATURE.match(lines[end]):
            return Block("post", tuple(lines[at : end + 1])), end + 1
        return Block("english", tuple(lines[at:end])), end
    end = at + 1
    while end < len(lines) and lines[end] and _is_open(lines[at:end]):
        end += 1
    return Block("paragraph", tuple(lines[at:end])), end


def _while(lines: Sequence[str], at: int, belongs: Callable[[str], bool]) -> int:
    while at < len(lines) and belongs(lines[at]):
        at += 1
    return at


def _address_follows(lines: Sequence[str], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].startswith("https://") and " " not in lines[at + 1]


def _is_item(line: str) -> bool:
    return line.startswith(_BULLETS) and line not in RELATED


def _is_english(line: str) -> bool:
    marked = line.startswith((">", *_BULLETS)) or SIGNATURE.match(line)
    return bool(line) and not marked and _JAPANESE.search(line) is None


def _is_open(lines: Sequence[str]) -> bool:
    """Whether a quotation has begun in some lines and not ended."""
    text = "".join(lines)
    return text.count("「") > text.count("」")
