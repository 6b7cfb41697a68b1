"""Who spoke, under which handle and when, where a reviewer puts it right: cells of a table, and what they mean.

A column for each part of an attribution stands beside those that the machine wrote, as `new_ja` beside `ja`: a
spreadsheet turns days and numbers by itself, so what was changed in place would not tell a person from a program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from corpus.publishing.sheet import plain
from corpus.text import shown
from corpus.types import NOBODY, Attribution

PARTS = tuple(part.name for part in fields(Attribution))
CORRECTIONS = tuple(f"new_{part}" for part in PARTS)
"""The columns, one for each part."""

_DAY = re.compile(r"(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})日?")
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_NO_ACCOUNT = re.compile(r"\d+(?:[.,]\d+)?E\+\d+|TRUE|FALSE", re.IGNORECASE)  # what a spreadsheet makes of one
_DASHES = re.compile("[-ー‐–—−]{1,2}")


def unclear(row: Mapping[str, str]) -> str | None:
    """Why a cell of a row cannot be meant for its column, and what to do; None where all can."""
    speaker, _, handle, day = map(_cell, [row] * len(PARTS), CORRECTIONS)
    if _JAPANESE.search(speaker):
        return "new_speaker is in Japanese: it is for the name in English; write this into new_speaker_ja"
    if _NO_ACCOUNT.fullmatch(handle) or " " in handle:
        return f"new_handle is {handle!r}, which is no account: write it as in @name"
    if day not in ("", NOBODY) and _iso(day) is None:
        return f"new_posted_on is {day!r}: write the day as in 2024-08-06"
    return None


def correction(row: Mapping[str, str]) -> Attribution:
    """What a row in which nothing is misplaced puts right: None where its cell is empty."""
    speaker, speaker_ja, handle, day = map(_cell, [row] * len(PARTS), CORRECTIONS)
    handle = handle.lstrip("@＠")
    return Attribution(speaker or None, speaker_ja or None, handle or None, _iso(day) or day or None)


def _cell(row: Mapping[str, str], column: str) -> str:
    """A cell as it is published; for "-" any dash will do that a keyboard has."""
    cell = shown(row.get(column, ""))
    return NOBODY if _DASHES.fullmatch(plain(cell)) else cell


def as_cells(said: Attribution) -> tuple[str, ...]:
    """The cells of the columns, as `correction` reads them."""
    return tuple(getattr(said, part) or "" for part in PARTS)


def _iso(cell: str) -> str | None:
    """A day that begins with its year, None for any other: nobody could tell whether 8/6 is in June or in August."""
    found = _DAY.fullmatch(cell)
    try:
        return found and date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None
