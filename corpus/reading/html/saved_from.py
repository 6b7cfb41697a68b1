"""Where a page was saved from, as the program says that saved it: a comment at the beginning of the file."""

from __future__ import annotations

import re

_HEAD = 4_000  # characters in which such a comment stands
_WRITTEN = (
    re.compile(r"<!--\s*saved from url=\(\d{1,6}\)\s*(\S+?)\s*-->", re.IGNORECASE),  # browsers: "save as"
    re.compile(r"<!--\s*Page saved with SingleFile\b[^>]{0,200}?\burl:\s*(\S+)", re.IGNORECASE),
    re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack\b", re.IGNORECASE),
)


def saved_from(page: str) -> str:
    """The address that a page was saved from, as it is written; nothing where no program wrote one.

    HTTrack leaves out how it was asked for; every host answers by http, if only to lead on.
    """
    head = page[:_HEAD]
    written = next((found[1] for form in _WRITTEN if (found := form.search(head))), "")
    return written if not written or "://" in written or written.startswith("about:") else f"http://{written}"
