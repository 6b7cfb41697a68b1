"""The day and the account of what was said: what a page tells of each, and what was learned of that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers import CALM, article
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction import extract
from corpus.extraction.attribution.detail_signals import (
    BELOW,
    FIRST,
    NEAR,
    SIGNALS,
    SLOTS,
    Details,
    signals_of,
    slots_around,
)
from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.attribution.posted import SORTS, TABLES, Likely, Sort, choice, known, table_of, told
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.lines.details import Detail
from corpus.extraction.passages import passages_of
from corpus.learned import MODELS
from corpus.types import Attribution, CorpusError, Span

LOG = """【翻訳】灯台の猫についてのスレ
2026/02/28 21:00　カテゴリ：海外の反応

▼ gravelqueen　2026年2月26日
The cat has keys.
猫が鍵を持っている。

▼ tinyorrery　2026年2月27日
Then the cat is the keeper.
じゃあ猫が灯台守だ。
"""
NOBODY = Attribution()


def asked(text: str, en: str, ja: str) -> tuple[Speakers, Rendering]:
    """What is asked of a rendering on a page."""
    _, speakers = passages_of(text)
    spans = [Span(text.index(said), text.index(said) + len(said)) for said in (en, ja)]
    return speakers, Rendering(spans[1], spans[0], quoted=False, post=spans[0])


def row(page: Details, rendering: Rendering, said: Attribution, ruled: str | None, value: str) -> dict[str, float]:
    """The signals of one of the values that a detail may have."""
    values, signals = signals_of(page, rendering, said, ruled, np.zeros(SLOTS))
    return dict(zip(SIGNALS, signals[values.index(value)].tolist(), strict=True))


def test_each_comment_has_the_day_and_the_account_above_it() -> None:
    for en, ja, account, day in (
        ("The cat has keys.", "猫が鍵を持っている。", "gravelqueen", "2026-02-26"),
        ("Then the cat is the keeper.", "じゃあ猫が灯台守だ。", "tinyorrery", "2026-02-27"),
    ):
        speakers, rendering = asked(LOG, en, ja)
        assert speakers.detailed(rendering, NOBODY) == Attribution(handle=account, posted_on=day)
        likely = speakers.likeliest("account", rendering, NOBODY)
        assert likely is not None and likely.value == account and likely.probability > 0.5


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(("probability", "believed"), [(0.4499, False), (0.45, True)])
def test_a_detail_is_said_from_a_probability_on(sort: Sort, probability: float, believed: bool) -> None:
    likely = Likely("likely", probability)
    assert told(sort, NOBODY, likely) == ("likely" if believed else None)
    signed = Attribution(handle="signed", posted_on="signed")
    assert told(sort, signed, likely) == ("likely" if believed else "signed")


@pytest.mark.parametrize(
    ("above", "page"),
    [
        ("橋の話\n2024年10月1日 市政", "2024-10-01"),
        ("橋の話\n2024年10月1日　傍聴席は11人。", "2024-10-01"),
        ("橋の話\n橋が開いたのは9月だ。(2024年10月1日公開)", "2024-10-01"),
        ("橋の話\nよく落ちる橋です。2024年10月1日更新。", "2024-10-01"),
        ("橋の話\n橋は2011年5月20日に完成した。", None),
        ("橋の話\n2011年5月20日、橋が完成した。", None),
        ("橋の話\n2011年5月20日に公開された橋だ。\n2024/10/01", "2024-10-01"),
    ],
)
def test_the_day_of_a_page_is_given_and_not_told_of(above: str, page: str | None) -> None:
    text = above + "\n市長は9月8日、こう述べた。\nThe cat has keys.\n猫が鍵を持っている。"
    assert passages_of(text)[1].days.page == page


def test_the_day_that_its_source_gives_is_that_of_the_page() -> None:
    text = "橋は2011年5月20日に完成した。市長は9月8日、こう述べた。\nThe cat has keys.\n猫が鍵を持っている。\n"
    for published, day in (("2024-10-01", "2024-09-08"), ("2024-03-02", "2023-09-08"), (None, "2011-09-08")):
        days = extract(article(text=text, published=published)).speakers.days
        assert (days.page, [detail.value for detail in days.details]) == (published, ["2011-05-20", day])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("── 2025年2月14日 ──\nA\n── 2025年2月15日 ──\nA\nB", ["2025-02-14", "2025-02-15", "2025-02-15"]),
        ("--- ilse_hits　2029年5月11日 ---\nA\nB\n------\nA", 2 * ["2029-05-11"] + [None]),
        ("【2024/08/21 水】\nA\nB", 2 * ["2024-08-21"]),
        ("題\n■ 4.2.0 (February 19, 2026)\n【道具】\nA\n【船】\nB\n■ 手紙\nB", 2 * ["2026-02-19"] + [None]),
        ("首相 就任演説(2022年5月16日)\n\nA\nB", 2 * ["2022-05-16"]),
        ("祝辞\n話者 ヴェラ・ノヴァク(作家) 2019年5月18日 大学にて\n\nA\n\nB", 2 * ["2019-05-18"]),
        ("議事録\n会見日:2023年10月12日 10時〜 場所:市役所\n市長\nA\nB", 2 * ["2023-10-12"]),
        ("1 名前:Anonymous 2024/03/09(土) 12:01:22 ID:abc1\nA", ["2024-03-09"]),
        ("題\n2: 海外の名無しさん 2024/03/10(日) 12:05:11\n>>1\nA\n本文です。\nB", ["2024-03-10", None]),
        # These head nothing: a day told of, the day of a page, a plan, several days, a line below a post.
        ("■ 2025年2月14日に橋が落ちた。\nA", [None]),
        ("■ 2025年2月14日の橋のこと\nA", [None]),
        ("猫の話\n2025年2月14日 公開\nA", [None]),
        ("猫の話、2025年2月14日\nA", [None]),
        ("題\n【業界ニュース】2025年2月14日\nA", [None]),
        ("題\n2025年2月14日\n【1/7】\nA\n◆2月13日\nB", 2 * [None]),
        ("題\n-- line17driver、2025年2月14日\nA", [None]),
        ("猫の話\n◆ 2025年2月14日から2月20日\nA", [None]),
        ("猫の話\n収録日:2025年2月14日、2025年2月20日\nA", [None]),
        ("猫の会\n開催日:2025年2月14日\nA", [None]),
        ("猫の話\n3人 2025年2月14日 午後\nA", [None]),
    ],
)
def test_a_head_with_a_day_is_of_all_below_it_up_to_the_next_of_its_level(text: str, days: list[str | None]) -> None:
    for letter, en, ja in (
        ("A", "The cat has keys.", "猫が鍵を持っている。"),
        ("B", "The keeper is asleep now.", "灯台守は今、眠っている。"),
    ):
        text = "\n".join(f"{en}\n{ja}" if line == letter else line for line in text.split("\n"))
    passages, _ = passages_of(text)
    english = [passage for passage in passages if passage.language == "en" and passage.role == "quotation"]
    assert [passage.attribution.posted_on for passage in english] == days


def test_what_stands_around_a_text_is_told() -> None:
    speakers, rendering = asked(LOG, "Then the cat is the keeper.", "じゃあ猫が灯台守だ。")
    near, other, page = (
        row(speakers.days, rendering, NOBODY, "2026-02-26", day) for day in ("2026-02-27", "2026-02-26", "2026-02-28")
    )
    assert (near["above_lines"], near["above_rank"], near["above_texts"]) == (1, 0, 0)
    assert (other["above_rank"], other["above_texts"], other["is_ruled"]) == (1, 1, 1)
    assert (page["of_page"], page["first_line"], page["in_head"]) == (1, 1, 1)
    assert near["of_page"] == near["is_ruled"] == 0 and near["below_far"] == 9999


def test_beside_whom_a_detail_stands_is_told() -> None:
    text = LOG + "\n出典：Ann Pen (@annpen) 2026年2月27日\n"
    speakers, rendering = asked(text, "The cat has keys.", "猫が鍵を持っている。")
    said = Attribution(speaker="Ann Pen")
    signs = row(speakers.accounts, rendering, said, None, "annpen")
    other = row(speakers.accounts, rendering, said, None, "gravelqueen")
    assert (signs["own"], signs["own_alone"], signs["akin"], signs["first_account"]) == (1, 1, 0, 1)
    assert (other["own"], other["akin"]) == (0, 0)
    akin = row(speakers.accounts, rendering, Attribution(speaker="Maud Gravel"), None, "gravelqueen")
    assert akin["akin"] == 1


def test_a_signature_says_it_where_nothing_is_likelier() -> None:
    text = "猫の話。\nThe cat has keys.\n猫が鍵を持っている。\n"
    speakers, rendering = asked(text, "The cat has keys.", "猫が鍵を持っている。")
    said = Attribution(handle="Keeper", posted_on="2026-02-28")
    assert speakers.detailed(rendering, said) == said
    assert speakers.detailed(rendering, NOBODY) == NOBODY
    assert speakers.likeliest("day", rendering, said) is None


def test_text_that_is_no_valid_unicode_is_asked_about_too() -> None:
    text = LOG.replace("▼ ", "\ud800").replace("年2月", "年2月\ud800")
    speakers, rendering = asked(text + "@ned\ud800 2026年2月27日\ud800\n", "The cat has keys.", "猫が鍵を持っている。")
    assert speakers.likeliest("day", rendering, NOBODY) is not None
    assert speakers.likeliest("account", rendering, NOBODY) is not None


def test_an_account_is_written_as_the_page_first_writes_it() -> None:
    speakers, rendering = asked(LOG.replace("gravelqueen", "GravelQueen"), "The cat has keys.", "猫が鍵を持っている。")
    assert speakers.detailed(rendering, NOBODY).handle == "GravelQueen"


@CALM
@given(st.lists(st.sampled_from("甲乙\n Aa。"), max_size=80).map("".join), st.data())
def test_signals_are_numbers_of_few_values_wherever_it_is_asked(text: str, data: st.DataObject) -> None:
    text = "題\n" + text + "\nThe cat has keys.\n猫が鍵を持っている。"
    _, speakers = passages_of(text)
    places = sorted(data.draw(st.sets(st.integers(0, len(text) - 1), max_size=30)))
    details = tuple(Detail(Span(at, at + 1), f"V{at % 7}", at % 3) for at in places)
    page = Details(speakers.days.layout, details)
    start, end = sorted(data.draw(st.tuples(*2 * [st.integers(0, len(text))])))
    rendering = Rendering(Span(start, end), None, quoted=False)
    values, signals = signals_of(page, rendering, Attribution(speaker="V1"), "V2", np.zeros(SLOTS))
    assert signals.shape == (len(values), len(SIGNALS)) and np.isfinite(signals).all()
    assert len(values) == len(set(values)) <= FIRST + 2 * (NEAR + BELOW)
    same, slots = slots_around(page, rendering, Attribution(speaker="V1"), "V2")
    assert same == values and len(slots) == len(values) + 1
    assert all(((own >= 0) & (own < SLOTS)).all() for own in slots)


@pytest.mark.parametrize("sort", SORTS)
def test_a_detail_tells_nothing_of_itself(sort: Sort) -> None:
    said = Attribution(speaker="Ann Pen", handle="annpen", posted_on="2026-02-28")
    rest, ruled = known(sort, said)
    assert ruled == {"day": said.posted_on, "account": said.handle}[sort]
    assert rest.handle == (None if sort == "account" else said.handle) and rest.speaker == said.speaker


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("missing", "learn it with scripts/train_details"),
        ("no json", "no readable table"),
        ("other signals", "it is of other signals"),
        ("other letters", "beside it is another one"),
        ("no letters", "no table of wordings .* learn it with scripts/train_details"),
    ],
)
def test_a_table_that_is_broken_is_named(sort: Sort, change: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / f"{TABLES[sort]}.json"
    for one in (MODELS / path.name, table_of(MODELS / path.name)):
        shutil.copy(one, tmp_path)
    assert choice(sort, tmp_path).digest == choice(sort).digest
    values = json.loads(path.read_text(encoding="utf-8"))
    if change == "missing":
        path.unlink()
    elif change == "no json":
        path.write_text("[", encoding="utf-8")
    elif change == "other signals":
        values["trees"]["names"] = ["another", *values["trees"]["names"][1:]]
        path.write_text(json.dumps(values), encoding="utf-8")
    elif change == "other letters":
        np.savez_compressed(table_of(path), weights=np.zeros(SLOTS, np.int8))
    else:
        table_of(path).unlink()
    choice.cache_clear()
    with pytest.raises(CorpusError, match=message):
        choice(sort, tmp_path)
