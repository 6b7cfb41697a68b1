"""What both languages write alike: digits, dates and versions with full stops, clocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from corpus.alignment.comparing.numbers.agreement import Number

# Every repetition has a bound, so that a page of digits is read in linear time; longer numbers mean nothing to readers.
DIGITS = r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(?:\.[0-9]{1,9})?(?![0-9])"
SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "tn": 1e12}


class Form(NamedTuple):
    """A way to write numbers: what it looks like, and what a match of it says."""

    pattern: str
    read: Callable[[re.Match[str]], Iterator[Number]]


def pattern_of(forms: Mapping[str, Form], begins: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One expression for all forms, the first that matches wins; each is a group of its name around its own groups.

    They are tried only where a text goes on with what one of them `begins` with: that is a third of the time.
    """
    forms_of = "|".join(f"(?P<{name}>{form.pattern})" for name, form in forms.items())
    return re.compile(f"(?={begins})(?:{forms_of})", flags)


def read(text: str, forms: Mapping[str, Form], pattern: re.Pattern[str]) -> Iterator[Number]:
    """The numbers of a text, in order."""
    for match in pattern.finditer(text):
        # The group that closes last is the one around the others.
        yield from forms[match.lastgroup or ""].read(match)


def digits(written: str) -> float:
    """18,700 and 1.5."""
    return tidy(float(written.replace(",", ""))) if "." in written else int(written.replace(",", ""))


def tidy(value: float) -> float:
    """Whole values as int, so that large ones stay exact; else nine digits, so that 1.1 x 10 is 11."""
    if isinstance(value, int):
        return value
    return int(value) if value.is_integer() and value < 2**53 else float(f"{value:.9g}")


def clock(*parts: float) -> Iterator[Number]:
    """15:00 is a time of day, 2:21:08 a duration in three numbers."""
    if len(parts) == 2 and parts[0] <= 24 and parts[1] < 60:
        yield Number(parts[0] + parts[1] / 60, "time")
    else:
        yield from (Number(part) for part in parts)


def _dotted(match: re.Match[str]) -> Iterator[Number]:
    """Dates and versions (2025-03-04, 1.2.3): their parts, the middle one of a date as a month."""
    parts = [int(part) for part in re.split("[./-]", match.group())]
    for at, part in enumerate(parts):
        month = at == 1 and len(parts) == 3 and parts[0] > 1000 and 1 <= part <= 12
        yield Number(part, "month" if month else "plain")


def _clock(match: re.Match[str]) -> Iterator[Number]:
    return clock(*map(int, match.group().split(":")))


DOTTED = Form(r"[0-9]{1,9}(?:[./-][0-9]{1,9}){2,6}", _dotted)
CLOCK = Form(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?", _clock)
