"""Whom a pair is by, of what the page and the two sides say: accounts by whose they are, full names, other accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.extraction.lines.bylines import signature_of
from corpus.types import Pair

KNOT, KNOT_JA = "A good knot knows how to come undone.", "良い結び目は、ほどけることを知っている"
RAIN, RAIN_JA = "Rain is the best proofreader.", "雨は最良の校正者だ"
SIGNED = "— Lantern Zoo (@lanternzoo) May 2, 2025"
# Each a page with (speaker, speaker_ja) of what it renders, in order.
PAGES: dict[str, tuple[str, list[tuple[str | None, str | None]]]] = {
    "whose the account is that speaks": (
        (
            "動物園の投稿が話題に\nランタン動物園の公式アカウント(@lanternzoo)が人気を集めている。\n"
            f"「{KNOT_JA}」という投稿には多くの反応があった。\n{KNOT}\n{SIGNED}"
        ),
        [("Lantern Zoo", "ランタン動物園の公式アカウント")],
    ),
    "who is named again after the account": (
        (
            "動物園の投稿が話題に\nランタン動物園の公式アカウント(@lanternzoo)が人気を集めている。\n"
            f"3日後、動物園は「{RAIN_JA}」と投稿した。\n{RAIN}\n{SIGNED}"
        ),
        [("Lantern Zoo", "ランタン動物園")],
    ),
    "an account alone whose owner stands before it in brackets": (
        (
            f"ブラウザの投稿が話題に\nブラウザ「Lantern」の公式アカウントは次のように投稿した。\n「{KNOT_JA}」\n{KNOT}\n"
            "— Lantern Browser (@lanternbrowser) May 2, 2025"
        ),
        [("Lantern Browser", "ブラウザ「Lantern」の公式アカウント")],
    ),
    "an account of somebody else": (
        (
            "ムーン動物園の公式アカウントには多くのファンがいる。一方、ランタン動物園は明日休館する。\n\n"
            f"「{KNOT_JA}」と公式アカウントは投稿した。\n\n{KNOT}\n{SIGNED}"
        ),
        [("Lantern Zoo", "公式アカウント")],
    ),
    "who is named between an account alone and what they sign": (
        (
            "ランタン動物園の投稿が話題に\n公式アカウントは雨の日も投稿を続けている。\n"
            f"出演したバンドSaffron Kettleも「{KNOT_JA}」と投稿した。\n{KNOT}\n"
            "— Saffron Kettle (@saffronkettle) June 29, 2025"
        ),
        [("Saffron Kettle", "Saffron Kettle")],
    ),
    "who tells what another said": (
        f'アン・ペン氏が会見した。\n\n「{KNOT_JA}」と記者は伝えている。\n\n"{KNOT}"',
        [(None, "アン・ペン氏")],
    ),
    "who speaks in a line with a dash": (
        f'- NASAは「{KNOT_JA}」と発表した。\n\n"{KNOT}"',
        [("NASA", "NASA")],
    ),
    "who signs a statement by its head": (
        f"病院も声明を出した。\nStatement from St. Brannoc Hospital:\n{KNOT}\n病院は「{KNOT_JA}」と説明した。",
        [("St. Brannoc Hospital", "病院")],
    ),
    "a captain by name": (
        (f"船長の話\nルーナ・エルドヤルン船長は「{KNOT_JA}」と書いた。\n{KNOT}\n— Captain Runa Eldjarn, May 2, 2025"),
        [("Runa Eldjarn", "ルーナ・エルドヤルン船長")],
    ),
    "a firm that begins like a rank": (
        f"投稿の話\nコーチハウス・ブックスは「{KNOT_JA}」と書いた。\n{KNOT}\n— Coach House Books, May 2, 2025",
        [("Coach House Books", "コーチハウス・ブックス")],
    ),
    "a statement of purpose": (
        f"投稿の話。大学は文書を公開した。\n\nStatement of Purpose:\n{KNOT}\n\n文書には「{KNOT_JA}」とある。",
        [(None, "大学")],
    ),
    "somebody who laughs at what a library signs": (
        (
            "話題の投稿\nアルダーウィック図書館の投稿が話題だ。\n"
            f"同僚は「{KNOT_JA}」と笑った。\n{KNOT}\n— Alderwick Library (@acc_x) May 2, 2025"
        ),
        [("Alderwick Library", "アルダーウィック図書館")],
    ),
    "whose family name is that of a place": (
        (
            "市の話\nエマ・ヒル氏の投稿が話題だ。\n"
            f"市長は「{KNOT_JA}」と笑った。\n{KNOT}\n— Emma Hill (@emmah) May 2, 2025"
        ),
        [("Emma Hill", "エマ・ヒル氏")],
    ),
    "a library that is named again as 同館": (
        (
            "図書館の投稿が話題に\nオルダーウィック図書館は本日休館する。\n"
            f"同館は「{RAIN_JA}」とXに投稿した。\n{RAIN}\n— Alderwick Library (@alderwicklib) May 2, 2025"
        ),
        [("Alderwick Library", "同館")],
    ),
    "the family of whoever the page names": (
        (
            f"ソールベルグさんの絵本\n遺族は、SNSへの投稿で「{RAIN_JA}」と述べている。\n{RAIN}\n"
            "— The Solberg family (@solbergs) May 2, 2025"
        ),
        [("The Solberg family", "遺族")],
    ),
    "a family name that English puts last": (
        f'ペク・ハウンさんの店\nHa-eun Baek opened it in 2019.\nペク・ハウンさんは「{KNOT_JA}」と話した。\n"{KNOT}"',
        [("Ha-eun Baek", "ペク・ハウンさん")],
    ),
    "somebody with a firm of the same name": (
        f'モコエナ氏に聞く\nMokoena Studioのモコエナ氏は「{KNOT_JA}」と話した。\n"{KNOT}"',
        [("Mokoena", "モコエナ氏")],
    ),
    "fans, and a doctor whose name sounds like them": (
        f'終了を惜しむ声\nDr. Finn hung up his coat.\nあるファンは「{KNOT_JA}」と書いた。\n"{KNOT}"',
        [(None, "ファン")],
    ),
    "who is the subject behind what is said": (
        f'港の話\n"{KNOT}"\n「{KNOT_JA}」と船員はロイターに話した。',
        [(None, "船員")],
    ),
}


def said_on(text: str, folder: Path) -> list[Pair]:
    """The likely pairs of a page's body in order."""
    page = folder / "page.txt"
    page.write_text(text, encoding="utf-8")
    found = [pair for pair in corpus.pairs(page) if not pair.headline and pair.confidence >= 0.5]
    return sorted(found, key=lambda pair: pair.ja.spans[0].start)


@pytest.mark.parametrize("name", PAGES)
def test_who_is_said_to_speak(name: str, tmp_path: Path) -> None:
    text, expected = PAGES[name]
    found = said_on(text, tmp_path)
    assert [(pair.attribution.speaker, pair.attribution.speaker_ja) for pair in found] == expected


def test_a_label_in_capitals_is_whose_name_it_is(tmp_path: Path) -> None:
    found = said_on(
        "法廷でのやり取りが公開された\n速記録には次のように記されている。\n"
        f"弁護士：{KNOT_JA}。\nMR. AMADASUN: {KNOT}\n判事：{RAIN_JA}。\nTHE COURT: {RAIN}\n"
        "弁護士のフェリックス・アマダスン氏は「今日はもう休む」と投稿した。\nI am done for today.\n"
        "— Felix Amadasun (@famadasun) March 13, 2025",
        tmp_path,
    )
    assert found[0].attribution.speaker == "Felix Amadasun"


def test_an_account_in_a_japanese_sentence_signs_no_english_of_another(tmp_path: Path) -> None:
    found = said_on(
        "研究者が大学へ\n翌日、@ribarralund さんは給料についての質問にも回答した。\n"
        "Please stop asking my wife.\n— Rafael Ibarra (@ribarralund) March 3, 2026\n"
        "一方で、同じ大学に勤めるチアマカ・エゼ准教授(Chiamaka Eze)は学生新聞の取材に対し、釘を刺している。\n"
        f'"{KNOT} {RAIN}"\n「{KNOT_JA}。{RAIN_JA}」\n',
        tmp_path,
    )
    said = {(one.attribution.speaker, one.attribution.handle) for one in found}
    assert said == {("Chiamaka Eze", None)}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("— Dustin & Co. (@dustinandco) September 30, 2025", "Dustin & Co."),
        ("— Harbor Boats Inc. (@harborboats) September 30, 2025", "Harbor Boats Inc."),
        ("— Hesper. (@hesper) September 30, 2025", "Hesper"),
        ("— Interview with Jo Okafor, Trolley Times", "Jo Okafor"),
    ],
)
def test_names_in_signatures(line: str, name: str) -> None:
    said = signature_of(line, behind_english=True)
    assert said is not None and said.speaker == name


def test_an_hour_alone_is_said(tmp_path: Path) -> None:
    found = said_on("予定表\n9時：受付を開始します。\n9:00: Registration opens.\n", tmp_path)
    assert [pair.ja.text for pair in found] == ["9時：受付を開始します。"]


@pytest.mark.parametrize(
    ("english", "japanese"),
    [("06:12 UTC - ", "15時12分："), ("06:12 GMT: ", "翌0時18分："), ("6:12 JST – ", "午後3時半：")],
)
def test_times_in_reports_on_an_outage_are_no_text(english: str, japanese: str, tmp_path: Path) -> None:
    text = f"障害の記録\n{english}{KNOT}\n{english}{RAIN}\n\n{japanese}{KNOT_JA}。\n{japanese}{RAIN_JA}。\n"
    found = [(pair.ja.text, pair.en.text) for pair in said_on(text, tmp_path)]
    assert found == [(f"{KNOT_JA}。", KNOT), (f"{RAIN_JA}。", RAIN)]
