"""Whom the line above introduces as who says what follows, and whom it only tells of (`attribution/nearby.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus

SAID = '"Good knots know how to come undone."'
RENDERED = "「良い結び目は、ほどけることを知っている。」"


def voice(folder: Path, page: str, original: str | None = None) -> tuple[str | None, str | None]:
    """Who is said to speak in the only rendering of a page, whose English may stand in an original."""
    path, beside = folder / "page.txt", folder / "originals"
    path.write_text(page, encoding="utf-8")
    if original is not None:
        beside.mkdir(exist_ok=True)
        (beside / "note.txt").write_text(original, encoding="utf-8")
    pair = list(corpus.pairs(path, originals=beside if original is not None else None))[-1]
    return pair.attribution.speaker, pair.attribution.speaker_ja


@pytest.mark.parametrize(
    "line",
    [
        "Torvane は次のように述べています。",
        "Torvane　は次のように述べた。",
        "昨日、Torvane はブログでこう書いている。",
        "新しい案が出た。Torvaneは以下の通り発表しました：",
    ],
)
def test_the_topic_of_a_line_that_points_at_what_follows_says_it(line: str, tmp_path: Path) -> None:
    assert voice(tmp_path, f"{line}\n\n{SAID}\n\n{RENDERED}\n") == ("Torvane", "Torvane")


@pytest.mark.parametrize(
    "line",
    [
        "Torvane は海へ行こうと言った。",
        "Torvane は 20 歳以下の子供に話した。",
        "Torvane は次のようには述べていません。",
        "Torvane は次のように批判された。",
        "Torvane が起動すると以下のメッセージが出ます。",
        "Torvane は次のように書きます。",
        "GitHub は次のように警告しました。",
        "READMEは次のように述べています。",
        "新しいロープが出た。開発したのは Lynn Ash だ。\n\n彼は次のように述べている。",
        "前回は次のように書いた。",
        "昨年は次のように語った。",
        "原因は次のように書いた。",
        "エラーは次のように書いた。",
        "記事は次のように書いた。",
        "本の帯は次のように書いた。",
        "私は次のように書いた。",
        "場所は次のように発表した。",
        "Torvane の声明がこれほど短いとは。",
        "Torvane の声明はこれまで通りだ。",
        "Torvane の声明はこうして生まれた。",
        "Torvane の声明は以下の通りではない。",
        "ブログの投稿はこちら。",
    ],
)
def test_whoever_is_told_of_otherwise_is_not_introduced(line: str, tmp_path: Path) -> None:
    assert voice(tmp_path, f"{line}\n\n{SAID}\n\n{RENDERED}\n") == (None, None)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (f"Torvane は次のように述べています。\n\n{SAID}\n— Ann Pen\n\n{RENDERED}\n", ("Ann Pen", None)),
        (
            f"イルゼ・ブラント氏らの話。\n\nTorvaneのイルゼ・ブラントCEOは{RENDERED}と述べた。\n\n{SAID}\n",
            (None, "イルゼ・ブラントCEO"),
        ),
        (f"Torvane が引用した報告書は次のように警告する。\n\n{SAID}\n\n{RENDERED}\n", (None, "報告書")),
        (f"Elena Umber の工房だ。\n\nEU はこう述べた。\n\n{SAID}\n\n{RENDERED}\n", ("EU", "EU")),
        (f"Mr Orrell の名札だ。\n\nOrrell氏は次のように述べた。\n\n{SAID}\n\n{RENDERED}\n", ("Orrell", "Orrell氏")),
        (f"New York で会った York氏は次のように述べた。\n\n{SAID}\n\n{RENDERED}\n", ("York", "York氏")),
    ],
)
def test_nobody_else_is_made_of_those_who_are_named(
    page: str, said: tuple[str | None, str | None], tmp_path: Path
) -> None:
    assert voice(tmp_path, page) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Boxhaven が2月2日付で掲載した告知の内容は以下の通りです。", ("Boxhaven", "Boxhaven")),
        ("会社が出した声明の全文は次のとおり。", (None, "会社")),
        ("Odds & Oats社が発表した声明は以下の通り。", ("Odds & Oats", "Odds & Oats社")),
        ("Torvane の声明はこうだ。", ("Torvane", "Torvane")),
        ("取締役会は次のように説明しています。", (None, "取締役会")),
        ("母は Torvane が好きだと次のように述べた。", (None, "母")),
        ("深夜の投稿がこれ。", (None, None)),
        ("両社は次のように述べた。", (None, "両社")),
        ("深沢は次のように語った。", (None, "深沢")),
        ("ある女性は次のように語った。", (None, "女性")),
        ("Torvane は謝罪したが、深沢は次のように書いた。", (None, "深沢")),
        ("Torvane は静かだが、作者の彼は次のように書いた。", (None, None)),
        ("Torvane が広がる批判を受けて発表した声明は以下の通りです。", ("Torvane", "Torvane")),
        ("Torvane が延期が決まったあとに公開した告知は以下の通りです。", ("Torvane", "Torvane")),
        ("Torvane の投稿がこちら！", ("Torvane", "Torvane")),
        ("Torvane の声明はこちらです（英語）。", ("Torvane", "Torvane")),
        ("Torvane の声明は次のさりげない一文だ。", ("Torvane", "Torvane")),
        ("取引所は次のように述べた。", (None, "取引所")),
        ("トルヴェインは次のように述べた。", (None, "トルヴェイン")),
        ("Torvane が受け取った会社が出した声明は以下の通りです。", (None, "会社")),
        ("Torvane が載せた広告に対して会社が寄せた回答はこれだけ。", (None, "会社")),
        ("Torvane が好きな母が書いた手紙はこうだ。", (None, "母")),
        ("Torvane が謝りながら発表した声明はこれだけでした。", ("Torvane", "Torvane")),
        ("Boxhaven が掲載した写真は以下の通りです。", (None, None)),
    ],
)
def test_whose_text_a_line_announces_says_it(line: str, said: tuple[str | None, str | None], tmp_path: Path) -> None:
    assert voice(tmp_path, f"{line}\n\n{SAID}\n\n{RENDERED}\n") == said


def test_what_is_rendered_may_stand_in_an_original_alone(tmp_path: Path) -> None:
    note = "We are closing the bookshop in Whitby on January 31, after 48 years.\nThe roof has won.\n"
    closing = "「ウィットビーの書店は48年の歴史に幕を下ろし、1月31日に閉店いたします」\n"
    assert voice(tmp_path, f"昨日、Torvane はブログでこう書いている。\n{closing}", note) == ("Torvane", "Torvane")
    assert voice(tmp_path, f"港町の話。\n{closing}", note) == (None, None)
