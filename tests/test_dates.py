"""Days as pages write them: of a line, and all that a text names."""

from __future__ import annotations

from datetime import date

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.dates import ALONE, FULL, SLASHED, YEARLESS, days_in, iso_date, latest_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("August 6, 2024", "2024-08-06"),
        ("Aug. 6th 2024", "2024-08-06"),
        ("6 August 2024", "2024-08-06"),
        ("2024年8月6日", "2024-08-06"),
        ("2024 年 8 月 6 日", "2024-08-06"),
        ("２０２４年８月６日", "2024-08-06"),
        ("2024年8\u2f496\u2f47", "2024-08-06"),  # the radicals of a copied PDF
        ("Augu\u017ft 6, 2024", "2024-08-06"),
        ("2016, 3月 8", "2016-03-08"),
        ("8月 6, 2024", "2024-08-06"),
        ("2024/8/6 10:15", "2024-08-06"),
        ("10:15 - 2024-08-06", "2024-08-06"),
        ("一九五九年三月二日", "1959-03-02"),
        ("令和八年十二月三十一日", "2026-12-31"),
        ("昭和六十一年元月二十日", "1986-01-20"),
        ("平成元年１月８日", "1989-01-08"),
        ("2023年2月29日", None),
        ("令和八年十三月一日", None),
        ("June", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert iso_date(text) == day


def test_a_day_without_a_year_is_the_last_one() -> None:
    assert latest_date("Aug 6", "2024-08-06") == "2024-08-06"
    assert latest_date("Aug 7", "2024-08-06") == "2023-08-07"
    assert latest_date("2月29日", "2026-03-01") is None
    assert latest_date("someday", "2024-08-06") is None


@pytest.mark.parametrize(
    ("text", "until", "days"),
    [
        ("2024年8月6日、8月5日に続き", "2024-08-10", [("2024-08-06", FULL), ("2024-08-05", YEARLESS)]),
        ("✉1　8/12 22:05", "2025-08-21", [("2025-08-12", SLASHED)]),
        ("12/30 の投稿", "2025-01-03", [("2024-12-30", SLASHED)]),
        ("市は26日、発表した", "2026-02-27", [("2026-02-26", ALONE)]),
        ("市は30日、発表した", "2026-03-02", []),  # February has none
        ("市は31日、発表した", "2026-02-02", [("2026-01-31", ALONE)]),
        ("市は26日、発表した", "0001-01-05", []),
        ("5日間、10日目、3日前", "2026-02-27", []),
        ("3月1日（20260228 の記事）", None, [("2026-03-01", YEARLESS), ("2026-02-28", FULL)]),
        ("3月1日", None, []),
        ("6 August 2024 / 7 Aug", None, [("2024-08-06", FULL), ("2024-08-07", YEARLESS)]),
        ("書簡七　一九五九年三月二日", None, [("1959-03-02", FULL)]),
        ("8/12/2024 1/2/3", "2025-01-01", []),
        ("2023年2月30日と2月28日", "2024-08-06", [("2024-02-28", YEARLESS)]),
        ("昨年1月5日と今年1月6日", "2026-02-27", [("2026-01-06", YEARLESS)]),
        ("8月6日2000人が、8月7日 1530円で", "2026-02-27", [("2025-08-06", YEARLESS), ("2025-08-07", YEARLESS)]),
        ("12024-08-06, 2024-1-234, 令和99999年1月1日", "2026-02-27", []),
        ("2024年8月6\n7日", None, [("2024-08-06", FULL)]),
    ],
)
def test_days_of_a_text(text: str, until: str | None, days: list[tuple[str, int]]) -> None:
    assert [(day.value, day.written) for day in days_in(text, until)] == days


@CALM
@given(st.text(alphabet="0123456789年月日/-. 一二十元令和Aug,、", max_size=60), st.sampled_from([None, "2026-03-01"]))
def test_days_are_of_the_calendar_and_apart(text: str, until: str | None) -> None:
    end = 0
    for day in days_in(text, until):
        assert date.fromisoformat(day.value).isoformat() == day.value
        assert end <= day.span.start < day.span.end <= len(text)
        if until and day.written != FULL:
            assert day.value <= until
        end = day.span.end
