"""A number of a text as a value, and which numbers of two texts are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Kind = Literal["plain", "percent", "month", "time", "year"]

HALF_A_DAY = 12 * 60  # minutes
ROUNDED = 4  # percent: 3割 is said of a third, 65 % of two thirds


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A value; percent as 90 for 90 %, a month as 1 to 12, a time of day in hours (15.5 for half past three p.m.).

    A `year` has two digits (98年, '98).
    """

    value: float
    kind: Kind = "plain"
    weak: bool = False

    @property
    def key(self) -> float:
        """The value as it is compared: nine digits of what is not a large whole number."""
        return float(f"{self.value:.9g}") if self.value < 1e9 else self.value


class NumberAgreement(NamedTuple):
    """Numbers on both sides (as the Japanese has them), and the firm ones on one side only."""

    matched: frozenset[Number]
    only_ja: frozenset[Number]
    only_en: frozenset[Number]


def same(ja: Sequence[Number], en: Sequence[Number]) -> NDArray[np.bool_]:
    """Which numbers are one (u, v): by value, whatever their kind (3/4 and 3月4日), or read in another way.

    Times of day also by half days, as 午後6時 is "at six" and "5.12" 5時12分; percent as parts of one (75 %, three
    quarters), thirds roundly; a year by its last two digits.
    """
    a, b = _Readings.of(ja), _Readings.of(en)
    value = a.value[:, None] == b.value
    time = (a.minutes[:, None] == b.minutes) & (a.is_time[:, None] | b.is_time)
    rounded = np.maximum(a.rounded[:, None], b.rounded)
    part = (np.abs(a.part[:, None] - b.part) <= rounded) & (a.is_percent[:, None] != b.is_percent)
    year = (a.year[:, None] == b.year) & (a.is_short[:, None] != b.is_short)
    return np.asarray(value | time | part | year)


class _Readings(NamedTuple):
    """What each number (n,) may be besides its value; NaN, which is like nothing, where it cannot."""

    value: NDArray[np.float64]
    minutes: NDArray[np.float64]  # of half a day
    part: NDArray[np.float64]  # percent
    rounded: NDArray[np.float64]  # percent that another may differ
    year: NDArray[np.float64]  # of its century
    is_time: NDArray[np.bool_]
    is_percent: NDArray[np.bool_]
    is_short: NDArray[np.bool_]

    @staticmethod
    def of(found: Sequence[Number]) -> _Readings:
        value = np.array([number.key for number in found], np.float64)
        is_time, is_percent, is_short = (
            np.array([number.kind == kind for number in found], np.bool_) for kind in ("time", "percent", "year")
        )
        hours, rest = np.divmod(value, 1)
        full_stop = np.round(100 * rest)  # 5.12 as twelve minutes past five
        said = ~is_percent & (hours >= 1) & (hours <= 24) & (full_stop < 60) & ((hours <= 12) | (full_stop > 0))
        minutes = np.where(is_time, np.round(60 * value), np.where(said, 60 * hours + full_stop, np.nan))
        fraction = (value > 0) & (value < 1)
        part = np.where(is_percent, value, np.where(fraction, 100 * value, np.nan))
        third = fraction & np.isin(np.round(3 * value, 6), (1, 2))
        rounded = np.where(third, ROUNDED, 1e-6)
        year = np.where(is_short, value, np.where((value >= 1900) & (value < 2100) & (rest == 0), value % 100, np.nan))
        return _Readings(value, minutes % HALF_A_DAY, part, rounded, year, is_time, is_percent, is_short)


def number_agreement(ja: frozenset[Number], en: frozenset[Number]) -> NumberAgreement:
    """Which numbers of two texts meet, and which do not."""
    rows, columns = sorted(ja), sorted(en)
    met = same(rows, columns) & ~_read_as_time(rows, columns)
    matched = frozenset(number for at, number in enumerate(rows) if met[at].any())
    only_ja = frozenset(number for number in ja - matched if not number.weak)
    only_en = frozenset(number for at, number in enumerate(columns) if not met[:, at].any() and not number.weak)
    return NumberAgreement(matched, only_ja, only_en)


def _read_as_time(ja: Sequence[Number], en: Sequence[Number]) -> NDArray[np.bool_]:
    """Which numbers (u, v) are one only if a bare one is a time, though times stand beside it.

    The 3 of 5月3日の午後2時 is not the hour of "3 p.m. on May 4".
    """
    a, b = _Readings.of(ja), _Readings.of(en)
    bare_ja, bare_en = ~a.is_time & a.is_time.any(), ~b.is_time & b.is_time.any()
    apart = (bare_ja[:, None] & b.is_time) | (a.is_time[:, None] & bare_en)
    return np.asarray(apart & (a.value[:, None] != b.value))
