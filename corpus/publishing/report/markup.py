"""Text as HTML: the one way by which anything that a page says comes into the report."""

from __future__ import annotations

import re
from html import escape

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_JAPANESE = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


def esc(text: str) -> str:
    """Text for an element or a quoted attribute; what HTML or UTF-8 cannot hold is shown as U+FFFD."""
    return escape(_NO_TEXT.sub("\ufffd", text), quote=True)


def japanese(text: str) -> bool:
    """Whether any letter is a Japanese one."""
    return _JAPANESE.search(text) is not None


def named(text: str) -> str:
    """A name or a title of either language, whichever way it is written, kept apart from what stands around it."""
    kind = ' lang="ja"' if japanese(text) else ""
    return f"<bdi{kind}>{esc(text)}</bdi>"


def link(address: str | None) -> str:
    """A link to an address of the web, the bare text for any other address (`javascript:`), nothing for none."""
    if not address:
        return ""
    if not address.lower().startswith(("http://", "https://")):
        return f"<span>{esc(address)}</span>"
    return f'<a href="{esc(address)}" rel="noreferrer noopener">{esc(address)}</a>'
