"""Text as HTML: the one way by which anything that a page says comes into the report."""

from __future__ import annotations

import re
from html import escape

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def esc(text: str) -> str:
    """Text for an element or a quoted attribute; what HTML or UTF-8 cannot hold is shown as U+FFFD."""
    return escape(_NO_TEXT.sub("\ufffd", text), quote=True)


def link(address: str | None) -> str:
    """A link to an address of the web, the bare text for any other address (`javascript:`), nothing for none."""
    if not address:
        return ""
    if not address.lower().startswith(("http://", "https://")):
        return f"<span>{esc(address)}</span>"
    return f'<a href="{esc(address)}" rel="noreferrer noopener">{esc(address)}</a>'
