"""The accounts that a page names: with "@", in a signature or a byline, or bare where lists of comments have them.

    @busby_burner                          with "@", and u/busby
    Orla Benn / orla-benn commented        in a byline (`bylines`)
    ★★★★☆ tallhenrik 2025年10月17日         bare at the beginning of a line
    21:02 brackenjoe: everyone ready?      the same, behind a time
    という lowhum_ さん                      bare with an underscore

A bare one begins with a small letter, or has a digit, an underscore, or a capital in its midst: "Fenella" is a name.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.extraction.details import Detail
from corpus.extraction.lines import Line
from corpus.languages import PLATFORM_LINES
from corpus.types import Span

AT, SIGNED, BARE = range(3)  # how an account is written
_WITH_AT = regex.compile(
    r"(?<![\w.])[@＠](?P<handle>[\w.]{2,40}(?:@[\w.-]{1,60}\.\w{2,12})?)|(?<![\w/])u/(?P<handle>[\w-]{2,30})"
)
_BARE_NAME = (
    r"(?=\p{Ll}|[\p{Latin}\d.-]{0,29}[\d_]|\p{Lu}\p{Ll}{1,28}\p{Lu})(?=[\d_.-]{0,29}\p{Latin})"
    r"[\p{Latin}\d][\p{Latin}\d_.-]{1,28}[\p{Latin}\d_]"
)
_FIRST = regex.compile(
    r"[^\p{L}\d\n@＠]{0,20}(?:\d{1,2}:\d\d\W{1,3}|[AQ]?\d{1,4}[.:)]\s+|(?:asked\s+)?by\s+|\p{Lu}[\p{L} ]{2,30}\s/\s)?"
    rf"(?P<handle>{_BARE_NAME})"
    r"(?=[^\S\n]{0,3}(?:$|[:：　(（·・—▲↑✓／/]|,\s[\p{Lu}\d])|\s(?:[\d-]|commented))"
)
_UNDERSCORED = regex.compile(r"(?<![\w/@＠.-])(?P<handle>(?=[\p{Latin}\d.-]{0,29}_)[\p{Latin}\d_.-]{3,30})")


def accounts_in(text: str, lines: Sequence[Line]) -> tuple[Detail, ...]:
    """The accounts that a text names, in order, given its lines that are not blank."""
    found: dict[int, Detail] = {}  # by where the name begins
    for match in _UNDERSCORED.finditer(text):
        _add(found, match, BARE)
    for line in lines:
        first = _FIRST.match(text, line.span.start, line.span.end)
        if first and first["handle"].lower() not in PLATFORM_LINES:  # "reply"
            _add(found, first, BARE)
        if line.said.handle and (at := text.find(line.said.handle, line.span.start, line.span.end)) >= 0:
            found[at] = Detail(Span(at, at + len(line.said.handle)), line.said.handle, SIGNED)
    for match in _WITH_AT.finditer(text):
        _add(found, match, AT)
    return tuple(found[at] for at in sorted(found))


def _add(found: dict[int, Detail], match: regex.Match[str], written: int) -> None:
    start, name = match.start("handle"), match["handle"].rstrip(".")
    if name:
        found[start] = Detail(Span(start, start + len(name)), name, written)
