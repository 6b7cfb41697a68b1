"""Days as pages write them: of a line, and all that a text names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction.attribution.named_days import ALONE, FULL, NUMBERED, SLASHED, TOLD, YEARLESS, days_in
from corpus.extraction.lines.dates import iso_date, latest_date


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
    assert latest_date("3/4/2024", "2024-08-06") == "2024-04-03"
    assert latest_date("someday", "2024-08-06") is None


@pytest.mark.parametrize(
    ("text", "until", "days"),
    [
        ("2024年8月6日、8月5日に続き", "2024-08-10", [("2024-08-06", FULL), ("2024-08-05", YEARLESS)]),
        ("✉1　8/12 22:05", "2025-08-21", [("2025-08-12", SLASHED)]),
        ("12/30 の投稿", "2025-01-03", [("2024-12-30", SLASHED)]),
        ("9/11は世界を変えました。9/11 changed the world.", "2025-01-03", []),
        ("4/5の人が賛成しました。4/5 of the people agreed. 1/2カップ", "2025-01-03", []),
        ("9/11（水） 9/11に投稿", "2025-01-03", [("2024-09-11", SLASHED)] * 2),
        ("4/5の会見 4/5 Office", "2024-05-03", [("2024-04-05", SLASHED)] * 2),
        ("市は26日、発表した", "2026-02-27", [("2026-02-26", ALONE)]),
        ("市は30日、発表した", "2026-03-02", []),  # February has none
        ("市は31日、発表した", "2026-02-02", [("2026-01-31", ALONE)]),
        ("市は26日、発表した", "0001-01-05", []),
        ("5日間、10日目、3日前", "2026-02-27", []),
        ("3月1日（20260228 の記事）", None, [("2026-03-01", YEARLESS), ("2026-02-28", FULL)]),
        ("3月1日", None, []),
        ("6 August 2024 / 7 Aug", None, [("2024-08-06", FULL), ("2024-08-07", YEARLESS)]),
        ("書簡七　一九五九年三月二日", None, [("1959-03-02", FULL)]),
        # Three numbers: the only day, else the last, that they may be by then, in whatever order they stand.
        ("8/12/2024 1/2/3", "2025-01-01", [("2024-12-08", NUMBERED)]),
        ("3/4/2026", "2026-03-05", [("2026-03-04", NUMBERED)]),
        ("3/4/2026", "2026-05-05", [("2026-04-03", NUMBERED)]),
        ("31/12/2026", "2026-03-05", [("2026-12-31", NUMBERED)]),
        ("3/4/2026", None, []),
        ("24/04/02", "2025-11-16", [("2024-04-02", NUMBERED)]),
        ("20.04.26 と 版 2.4.25", "2026-05-01", [("2026-04-20", NUMBERED)]),
        ("2024年8月6日、3/4/2024", None, [("2024-08-06", FULL), ("2024-04-03", NUMBERED)]),
        # From the day named before, and from that of the page.
        ("2024年8月6日。同日夜", None, [("2024-08-06", FULL), ("2024-08-06", TOLD)]),
        ("6日、翌日、前日", "2024-08-10", [("2024-08-06", ALONE), ("2024-08-07", TOLD), ("2024-08-06", TOLD)]),
        ("同日、共同日程、昨日", None, []),
        ("昨夜、一昨日、本日", "2024-08-10", [("2024-08-09", TOLD), ("2024-08-08", TOLD), ("2024-08-10", TOLD)]),
        ("火曜、先週の金曜日", "2026-11-27", [("2026-11-24", TOLD), ("2026-11-20", TOLD)]),
        ("2/4\n教科書だ。\n2/5 の会見", "2026-06-27", [("2026-02-05", SLASHED)]),
        ("火曜（7日）に", "2026-04-11", [("2026-04-07", ALONE)]),
        ("来週の金曜、今週の火曜、毎週火曜、翌日曜、第2金曜、日曜大工、日曜版", "2026-11-27", []),
        ("らっきょう、おきょうを読む、つきのうさぎ、きょうだい", "2026-11-27", []),
        ("きのう、きょうは", "2026-11-27", [("2026-11-26", TOLD), ("2026-11-27", TOLD)]),
        ("昨日", "0001-01-01", []),
        ("2023年2月30日と2月28日", "2024-08-06", [("2024-02-28", YEARLESS)]),
        ("昨年1月5日と今年1月6日", "2026-02-27", [("2026-01-06", YEARLESS)]),
        ("8月6日2000人が、8月7日 1530円で", "2026-02-27", [("2025-08-06", YEARLESS), ("2025-08-07", YEARLESS)]),
        ("12024-08-06, 2024-1-234, 令和99999年1月1日", "2026-02-27", []),
        ("2024年8月6\n7日", None, [("2024-08-06", FULL)]),
        # A story or a log goes on, over the end of a month or a year, be the page of that day or of a later one.
        ("2024年9月5日、9月8日", None, [("2024-09-05", FULL), ("2024-09-08", YEARLESS)]),
        ("2024年3月9日\n3月10日", "2024-03-09", [("2024-03-09", FULL), ("2024-03-10", YEARLESS)]),
        ("2019年12月30日\n1月2日", None, [("2019-12-30", FULL), ("2020-01-02", YEARLESS)]),
        (
            "1913年12月31日\n1月3日\n1月30日",
            "2024-05-01",
            [("1913-12-31", FULL), ("1914-01-03", YEARLESS), ("1914-01-30", YEARLESS)],
        ),
        # What is no near sequel is of the page's time, or of the year of the one day that is known.
        ("2011年5月20日に完成。9月8日", "2024-10-01", [("2011-05-20", FULL), ("2024-09-08", YEARLESS)]),
        ("2011年5月25日に創立。26日に", "2024-10-01", [("2011-05-25", FULL), ("2024-09-26", ALONE)]),
        ("2021年1月5日、10月2日", None, [("2021-01-05", FULL), ("2021-10-02", YEARLESS)]),
        ("2024年9月8日、9月5日", None, [("2024-09-08", FULL), ("2024-09-05", YEARLESS)]),
        ("Sept. 5, 2024 / Jan. 3", None, [("2024-09-05", FULL), ("2025-01-03", YEARLESS)]),
        ("12月30日、2025年1月3日", None, [("2024-12-30", YEARLESS), ("2025-01-03", FULL)]),
        # Parts of a day behind one alone.
        *(
            (f"市は8日{part}", "2025-01-09", [("2025-01-08", ALONE)])
            for part in ("深夜に投稿", "未明、", "早朝、", "昼、", "夕、", "中に終わる", "発の記事")
        ),
        *((f"8日{more}", "2025-01-09", []) for more in ("間の旅", "目の朝", "中継", "発売の本", "まで")),
        # Days to come: what is said of them, and those that would be nearly a year ago.
        *(
            (day, "2025-10-18", [])
            for day in (
                "9月27日に本拠地で行われる予定。",
                "9月27日（土）から開催される。",
                "9月27日まで",
                "2025年12月1日発売",
                "締切は10月20日",
                "次回は10月1日、",
                "11月4日に投票。",
                "9月27日に本拠地で行われる。",
                "10/30",
                "2025年12月1日（月）に公開される",
                "available until March 31, 2026",
                "Open through September 30",
                "9月27日に予定されている",
                "9月27日に公開の予定だと述べた",
                "9月27日に開かれる会",
            )
        ),
        *(
            (day, "2025-10-18", [("2025-09-27", YEARLESS)])
            for day in (
                "9月27日に行われた会見",
                "9月27日、来月の予定を発表した",
                "9月27日に予定を変え、",
                "9月27日に予定外の声明を出した",
                "9月27日に市が予定地を買ったと述べた",
                "9月27日に予定が変わったと述べた",
                "9月27日に開催される前の会見で",
                "9月27日に行われる直前に",
                "9月27日に開かれる前から",
                "Zarif wrote by September 27 that",
                "said before September 27 that",
                "9月27日の予定",
                "9月27日発売の週刊誌で語った",
            )
        ),
        # Nearly a year ago where a day or a month of the year before was named above.
        *(
            (f"{before}6月20日には", "2024-05-10", [*named, ("2023-06-20", YEARLESS)])
            for before, named in (
                ("昨年6月1日、述べた。", []),
                ("去年の", []),
                ("2023年5月に始まり、", []),
                ("令和5年3月1日、", [("2023-03-01", FULL)]),
            )
        ),
        ("昨年の6/20", "2024-05-10", [("2023-06-20", SLASHED)]),
        ("昨年、6月20日", "2024-05-10", []),
        ("2022年5月1日、6月20日", "2024-05-10", [("2022-05-01", FULL)]),
        ("6月20日、昨年6月1日", "2024-05-10", []),
        ("6月20日", "0001-05-10", []),
        # The next one where it says so, and not where nothing goes before it.
        ("2024年9月5日、翌6日に", None, [("2024-09-05", FULL), ("2024-09-06", ALONE)]),
        ("2024年9月5日、翌6日に", "2024-10-01", [("2024-09-05", FULL), ("2024-09-06", ALONE)]),
        ("9月30日、翌1日に", "2024-10-05", [("2024-09-30", YEARLESS), ("2024-10-01", ALONE)]),
        ("2024年12月31日、翌1日に", "2024-12-31", [("2024-12-31", FULL), ("2025-01-01", ALONE)]),
        ("9999年12月31日、1月2日、翌1日に", "9999-12-31", [("9999-12-31", FULL), ("9999-12-01", ALONE)]),
        ("翌6日に", "2024-10-01", [("2024-09-06", ALONE)]),
    ],
)
def test_days_of_a_text(text: str, until: str | None, days: list[tuple[str, int]]) -> None:
    assert [(day.value, day.written) for day in days_in(text, until)] == days


_PIECES = [
    "2024年8月6日", "2024-08-06", "２０２４年９月３０日", "令和八年十二月三十一日", "August 6, 2024", "6 Aug",
    "8月31日", "8/12", "3/4/2026", "20240806", "26日",
    "翌1日", "同日", "昨日", "先週の金曜日", "火曜", "昨年", "2月30日",
    "市は", "の投稿", "、", "。", " ", "\n", "2", "日",
]  # fmt: skip
_UNTIL = st.sampled_from([None, "0001-01-01", "2026-03-01"])


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join), _UNTIL)
def test_days_are_of_the_calendar_and_apart(text: str, until: str | None) -> None:
    end = 0
    for day in days_in(text, until):
        assert date.fromisoformat(day.value).isoformat() == day.value
        assert end <= day.span.start < day.span.end <= len(text)
        end = day.span.end
