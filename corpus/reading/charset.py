"""The text of a page that may say in which encoding it is: such words are evidence, and bytes are better evidence.

Servers and templates often name an encoding that the page is not in. So what a page declares is believed only where
its bytes do not say otherwise: a byte order mark and well-formed UTF-8 are never anything else, and kana tell the
Japanese encodings apart (see `text_page`). A declared encoding decides the rest: Western, Chinese and Korean pages.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from corpus.reading import text_page
from corpus.types import CorpusError

_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096  # bytes in which a declaration must stand; browsers look at 1024, some templates put scripts first

# What browsers mean by a label, where Python means something narrower.
_BROWSERS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949",
    "ksc5601": "cp949",
}  # fmt: skip
# What a label may stand for: what browsers know (https://encoding.spec.whatwg.org), and what is told by bytes alone.
# Python has more, some of which raise whatever they are given (`undefined`), or write the text anew (`unicode_escape`).
_TEXT = {
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp866", "cp874", "koi8-r", "koi8-u", "gb18030",
    "big5hkscs", "cp949", "mac-roman", "mac-cyrillic", *text_page.ISO_2022_JP, *text_page.SHIFT_JIS, *text_page.EUC_JP,
    *(f"cp{page}" for page in range(1250, 1259)), *(f"iso8859-{part}" for part in (*range(2, 9), 10, *range(13, 17))),
}  # fmt: skip
_ALIKE = {name: alike for alike in (text_page.ISO_2022_JP, text_page.SHIFT_JIS, text_page.EUC_JP) for name in alike}
"""What a label of one of the Japanese encodings may mean: which characters vendors added no label says."""
_DAMAGED = 0.01  # the share of characters beyond ASCII that may be broken in a page that is read all the same


def page_text(raw: bytes, path: Path, declared: Iterable[str | None] = ()) -> tuple[str, str]:
    """The text of a page's bytes and Python's name of their encoding; `declared` is what its server said, best first.

    A few bytes that do not belong are replaced by U+FFFD: browsers do so, and no other byte gets lost by it.
    Raises `CorpusError` where no encoding fits.
    """
    if b"\0" in raw and not _is_utf_16(raw):
        raw = raw.replace(b"\0", b"")  # browsers pass over them
    labels = [name for label in (*declared, *_own(raw)) if (name := codec(label))]
    if b"\0" not in raw and b"\x1b$" not in raw and not raw.startswith(_MARKS):
        text = _decoded(raw, "utf-8")
        if text is not None:
            return text, "utf-8"
        found = None if _damaged_utf_8(raw) else text_page.by_kana(raw) or text_page.damaged_by_kana(raw, _DAMAGED)
        if found is not None:
            return found
        for name in (alike for label in labels for alike in _ALIKE.get(label, (label,))):
            if name != "utf-8" and (text := _decoded(raw, name)) is not None:
                return text, name
    try:
        return text_page.decode(raw, path)
    except CorpusError:
        for label in ("utf-8", *labels):
            text, name = text_page.least_damaged(raw, _ALIKE.get(label, (label,)))
            if 0 < text_page.damage(text) <= _DAMAGED:
                return text, name
        raise


def codec(label: str | None) -> str | None:
    """Python's name for the encoding that browsers mean by a label; None for what is no encoding of text."""
    try:
        found = codecs.lookup((label or "").strip().lower().removeprefix("x-").replace("sjis", "shift_jis"))
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return None
    name = _BROWSERS.get(found.name, found.name)
    return name if name in _TEXT else None


def _own(raw: bytes) -> list[str]:
    """The encodings that the page itself declares."""
    head = raw[:_HEAD]
    return [found[1].decode("ascii") for form in (_XML, _META) if (found := form.search(head))]


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None


def _is_utf_16(raw: bytes) -> bool:
    """Whether bytes with NULs are UTF-16, with a mark or without one: then every ASCII character has one beside it."""
    head = raw[:_HEAD]
    return raw.startswith(_MARKS[1:]) or head[:2] in (b"<\0", b"\0<") and head.count(b"\0") * 8 >= len(head)


def _damaged_utf_8(raw: bytes) -> bool:
    """Whether bytes that are not well-formed UTF-8 are that but for a few."""
    return text_page.damage(raw.decode("utf-8", "replace")) <= _DAMAGED
