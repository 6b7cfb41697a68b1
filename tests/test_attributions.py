"""Who is said to speak on whole pages, each as small as it can be: whom its words name, and whom they only seem to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import corpus
from corpus.extraction.attribution.nearby import nearby
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.lines.bylines import byline_of, signature_of
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.passages import passages_of
from corpus.extraction.people.naming import nouns_of
from corpus.extraction.posts import told_by
from corpus.types import Article, Source, Span

MAP, MAP_JA = "A map is an apology to the lost.", "地図とは、迷子への謝罪である"
KNOT, KNOT_JA = "A good knot knows how to come undone.", "良い結び目は、ほどけることを知っている"
RAIN, RAIN_JA = "Rain is the best proofreader.", "雨は最良の校正者だ"
# Each a page with (speaker, speaker_ja) of what it renders, in order.
PAGES = {
    "labels that say what a text is": (
        f"直訳:{KNOT_JA}。\n原:{KNOT}\n直訳:{RAIN_JA}。\n原:{RAIN}",
        [(None, None), (None, None)],
    ),
    "labels of languages": (f"EN> {KNOT}\nJP> {KNOT_JA}。\nEN> {RAIN}\nJP> {RAIN_JA}。", [(None, None), (None, None)]),
    "labels that are names": (
        f"ベア: {KNOT_JA}。\nBea: {KNOT}\nドロ: {RAIN_JA}。\nDoro: {RAIN}",
        [("Bea", "ベア"), ("Doro", "ドロ")],
    ),
    "labels of one letter that the page explains": (
        f"J＝ジョナ・リンド、M＝メイ・オドゥヤ\nJ「{KNOT_JA}」\nJ: {KNOT}\nM「{RAIN_JA}」\nM: {RAIN}",
        [(None, "ジョナ・リンド"), (None, "メイ・オドゥヤ")],
    ),
    "a heading in English that is a thing": (
        f"捕鯨船の鐘 / Ship's Bell\n{KNOT_JA}。\n{KNOT}",
        [(None, None)],
    ),
    "a heading in both languages": (f"第3室 Room 3\n\n裂けた帆 / Torn Sail\n{KNOT_JA}。\n{KNOT}", [(None, None)]),
    "a heading that sounds alike": (f"アクセス / Access\n{KNOT_JA}。\n{KNOT}", [(None, None)]),
    "a heading that is a place": (f"サンセット・ホテル / Sunset Hotel\n{KNOT}\n{KNOT_JA}。", [(None, None)]),
    "a heading in capitals": (f"注意 CAUTION\n{KNOT_JA}。 {KNOT}", [(None, None)]),
    "a heading that is somebody": (
        f"イルゼ・ブラント / Ilse Brandt\n{KNOT}\n{KNOT_JA}。",
        [("Ilse Brandt", "イルゼ・ブラント")],
    ),
    "names alone below what they say": (
        f"名言\n\n{KNOT}\n{KNOT_JA}。\nイルゼ・ブラント\n\n{RAIN}\n{RAIN_JA}。\nベア・ソーン",
        [(None, "イルゼ・ブラント"), (None, "ベア・ソーン")],
    ),
    "names in Latin letters below what they say": (
        f"名言\n\n{KNOT}\n{KNOT_JA}。\nIlse Brandt\n\n{RAIN}\n{RAIN_JA}。\nBea Thorne",
        [("Ilse Brandt", None), ("Bea Thorne", None)],
    ),
    "names in both scripts below what they say": (
        f"{KNOT}\n{KNOT_JA}。\nイルゼ・ブラント(劇作家 / 1802〜1871)Ilse Brandt\n\n{RAIN}\n{RAIN_JA}。\n作者不明",
        [("Ilse Brandt", "イルゼ・ブラント"), (None, None)],
    ),
    "headings between names below what they say": (
        f"失敗\n\n{KNOT}\n{KNOT_JA}。\nイルゼ・ブラント\n\n仕事\n\n{RAIN}\n{RAIN_JA}。\nベア・ソーン",
        [(None, "イルゼ・ブラント"), (None, "ベア・ソーン")],
    ),
    "names alone above what they say": (
        f"名言\n\nイルゼ・ブラント\n{KNOT}\n{KNOT_JA}。\n\nベア・ソーン\n{RAIN}\n{RAIN_JA}。",
        [(None, "イルゼ・ブラント"), (None, "ベア・ソーン")],
    ),
    "labels of two words, before what is said": (
        f"交信\n\nHeron 218「{KNOT}」\n（{KNOT_JA}）\n管制「{RAIN}」\n（{RAIN_JA}）",
        [("Heron 218", None), (None, "管制")],
    ),
    "a label of two words, behind another": (
        f"交信\n\n管制「{KNOT}」\n（{KNOT_JA}）\nHeron 218「{RAIN}」\n（{RAIN_JA}）",
        [(None, "管制"), ("Heron 218", None)],
    ),
    "to whom a letter is, in Japanese alone": (
        f"ブラント家のみなさまへ\n{KNOT_JA}。\n{RAIN_JA}。\nさやか\n\nDear Brandts,\n{KNOT}\n{RAIN}\nSayaka",
        [("Sayaka", None), ("Sayaka", None)],
    ),
    "a firm in capitals": (
        f"BRANDT & CO. の新作。\nデザイナーのイルゼ・ブラントに話を聞いた。\n「{KNOT_JA}。」\n“{KNOT}”",
        [(None, "イルゼ・ブラント")],
    ),
    "a brand in capitals": (
        f"新作｜BRANDT GREY 2025年\nイルゼ・ブラントに話を聞いた。\n「{KNOT_JA}。」\n“{KNOT}”",
        [(None, "イルゼ・ブラント")],
    ),
    "the only one with a title": (
        (
            "ブラント博士は「挨拶か、喧嘩か」と話す。\n\n共同研究者のベア・ソーン准教授によれば、個体差が大きい。\n\n"
            f'同博士は今後について、"{KNOT}"（{KNOT_JA}）と述べた。'
        ),
        [(None, "ブラント博士")],
    ),
    "names above all that is said as far as the next": (
        (
            f"公約\n\n■ イルゼ・ブラント候補\n{KNOT}\n{KNOT_JA}。\n\n■ ベア・ソーン候補\n{RAIN}\n{RAIN_JA}。\n"
            f"{MAP}\n{MAP_JA}。\n■ ポピー・ヤン候補\n公約未提出"
        ),
        [(None, "イルゼ・ブラント候補"), (None, "ベア・ソーン候補"), (None, "ベア・ソーン候補")],
    ),
    "nobody among names above what is said": (
        (
            f"名言\n\n1. イルゼ・ブラント\n{KNOT}\n{KNOT_JA}。\n\n2. ベア・ソーン\n{RAIN}\n{RAIN_JA}。\n\n"
            f"3. 作者不詳\n{MAP}\n{MAP_JA}。"
        ),
        [(None, "イルゼ・ブラント"), (None, "ベア・ソーン"), (None, None)],
    ),
    "a byline with what its writer is": (
        (
            f"掲示板の翻訳\n\nIlse B. 2024年11月5日\n{KNOT}\n{KNOT_JA}。\n\n"
            f"Bea (Staff) 2024年11月6日\n{RAIN}\n{RAIN_JA}。\n\nIlse B. 2024年11月6日\n{MAP}\n{MAP_JA}。"
        ),
        [("Ilse B.", "Ilse B."), ("Bea", "Bea"), ("Ilse B.", "Ilse B.")],
    ),
    "the byline of a review": (f"投稿者:Ilse B. 2023年7月19日\n{KNOT}\n{KNOT_JA}。", [("Ilse B.", "Ilse B.")]),
    "the site where it was written": (f"結び目にHacker Newsはどう反応したか\n\n{KNOT}\n{KNOT_JA}。", [(None, None)]),
    "numbered names before what is said": (
        f'図録\n\n1. Ilse Brandt(技師) "{KNOT}"\n{KNOT_JA}。\n\n2. Bea Thorne(編集者) "{RAIN}"\n{RAIN_JA}。',
        [("Ilse Brandt", "Ilse Brandt"), ("Bea Thorne", "Bea Thorne")],
    ),
    "whoever is interviewed by the title": (
        (
            f"映画『雪』監督・三枝澪独占インタビュー\n\nQ. 結び目は?\nWhat of knots?\nA. {KNOT_JA}。\n{KNOT}\n\n"
            f"Q. 雨は?\nWhat of rain?\nA. {RAIN_JA}。\n{RAIN}"
        ),
        [(None, "三枝澪"), (None, "三枝澪")],
    ),
    "what is counted": (f"おすすめ 14.5 時間プレイ\n{KNOT}\n{KNOT_JA}。", [(None, None)]),
    "the headword of a vocabulary": (f"undone ほどけた\n{KNOT}\n{KNOT_JA}。", [(None, None)]),
    "a name in Latin letters whose article it is": (
        f"登山家の Ilse Brandt が引退にあたって書いた記事が良かった。\n\n{KNOT}\n{KNOT_JA}。",
        [("Ilse Brandt", "Ilse Brandt")],
    ),
    "a name in Latin letters whose speech it is": (
        f"今日の題材：Dr. Ilse Brandt のスピーチ\n\n{KNOT}\n{KNOT_JA}。",
        [("Dr. Ilse Brandt", "Dr. Ilse Brandt")],
    ),
    "whom the line above introduces, a name that the model hardly trusts": (
        f"手元のメモ\n\n気になったので調べた。\n\nTORV は公式ブログで次のように述べています。\n\n{KNOT}\n\n{KNOT_JA}。",
        [("TORV", "TORV")],
    ),
    "where words stand, which the line above names": (
        f"手元のメモ\n\n気になったので調べた。\n\nNOTESには次のように書かれています。\n\n{KNOT}\n\n{KNOT_JA}。",
        [(None, None)],
    ),
    "a title behind a blank": (
        f"手元のメモ\n\n作者の Ilse Brandt 氏は以下のように書いている。\n\n{KNOT}\n\n{KNOT_JA}。",
        [("Ilse Brandt", "Ilse Brandt 氏")],
    ),
    "an account with a title behind a blank": (
        f"コメント欄より\n\n@ilse-dev さんはこう書いています。\n\n{KNOT}\n\n{KNOT_JA}。",
        [(None, "@ilse-dev")],
    ),
    "who signs in letters of both kinds": (f"{KNOT_JA}。\n{KNOT}\n——J.J.パーカー", [("J.J.", "J.J.パーカー")]),
    "an item that begins with a name, which signs nothing": (
        f"{KNOT}\n\n- Ilse Brandt氏によれば、{KNOT_JA}。",
        [("Ilse Brandt", "Ilse Brandt氏")],
    ),
    "a title before a name in Latin letters, and the name in katakana": (
        f"院長・Ilse Brandt（イルゼ・ブラント）\n{KNOT}\n{KNOT_JA}。",
        [("Ilse Brandt", "イルゼ・ブラント")],
    ),
    "a name that stands in an English line only": (
        f"コメント欄より\n\nIlse Brandt  10:02 AM\n{KNOT}\n{KNOT_JA}。",
        [("Ilse Brandt", None)],
    ),
    "where the writer of a comment is from": (
        f"コメント欄より\n\nIlse B ・ カナダ　👍 87\n{KNOT}\n{KNOT_JA}。",
        [("Ilse B", "Ilse B")],
    ),
    "a letter is by who signs it": (
        f"イルゼへ\nDear Ilse,\n\n{KNOT_JA}。\n{KNOT}\n\nあなたの兄 エドガーより\nYour brother, Edgar",
        [("Edgar", "エドガー")],
    ),
    "the second statement under its own heading": (
        (
            f'■ ブラント社CEO イルゼ・ブラント(Ilse Brandt)のコメント\n「{KNOT_JA}。」\n("{KNOT}")\n\n'
            f'■ 当社代表取締役社長 相馬 啓一のコメント\n「{RAIN_JA}。」\n("{RAIN}")'
        ),
        [("Ilse Brandt", "イルゼ・ブラント"), (None, "相馬 啓一")],
    ),
    "whoever is beaten": (
        f'早乙女凛(17)はイルゼ・ブラントに6-3で敗れた。早乙女凛は会見で語った。\n"{KNOT}"\n「{KNOT_JA}」',
        [(None, "早乙女凛")],
    ),
    "a role behind somebody who has a name": (
        f'イルゼ・ブラント所長\n"{KNOT}"\n「{KNOT_JA}」\n\n記者\n"{RAIN}"\n「{RAIN_JA}」',
        [(None, "イルゼ・ブラント所長"), (None, "記者")],
    ),
    "a thing, and whoever comes back behind it": (
        f'イルゼ・ブラントに話を聞いた。\n「{KNOT_JA}」\n"{KNOT}"\n\n今季のコートは2,400ユーロ。\n「{RAIN_JA}」\n"{RAIN}"\nと、彼女は笑った。',
        [(None, "イルゼ・ブラント"), (None, "イルゼ・ブラント")],
    ),
    "a word of the question": (f'会見の記録\n\n――最大の敗因は。\n"{KNOT}"\n「{KNOT_JA}」', [(None, None)]),
    "an office behind a Japanese name": (
        f"イルゼ・ブラント最高経営責任者（CEO）は「{KNOT}」（{KNOT_JA}）と述べた。",
        [(None, "イルゼ・ブラント最高経営責任者")],
    ),
    "an office in full behind a Japanese name": (
        f"川原沙織最高マーケティング責任者（Chief Marketing Officer）は「{KNOT}」（{KNOT_JA}）と述べた。",
        [(None, "川原沙織最高マーケティング責任者")],
    ),
    "an office before a name in Latin letters": (
        f"CEO Ilse Brandt氏は「{KNOT}」（{KNOT_JA}）と述べた。",
        [("Ilse Brandt", "Ilse Brandt氏")],
    ),
    "the letters of a body": (
        f"国際宇宙機関（IKB）は「{KNOT}」（{KNOT_JA}）と発表した。",
        [("IKB", "国際宇宙機関")],
    ),
    "a firm and a body of letters that some offices have": (
        f'GMは「{KNOT_JA}」と発表した。\n"{KNOT}" GM said.\n\nCBOは「{RAIN_JA}」と述べた。\n"{RAIN}" the CBO said.',
        [("GM", "GM"), ("CBO", "CBO")],
    ),
    "what is called itself": (f"ベア・ブラント自身も「{KNOT}」（{KNOT_JA}）と書いた。", [(None, "ベア・ブラント")]),
    "fields of a form": (
        f"告知\n\nImpact: {KNOT}\n影響：{KNOT_JA}。\n\nRisk: {RAIN}\nリスク：{RAIN_JA}。",
        [(None, None), (None, None)],
    ),
    "fields of which one is a loan word": (
        f"告知\n\nGlow: {KNOT}\nグロウ：{KNOT_JA}。\n\nWorkaround: {RAIN}\n回避策：{RAIN_JA}。",
        [(None, None), (None, None)],
    ),
    "the item behind a field": (
        f"# 変更点\n\n- Glow: shorter by now.\n- グロウ：短くした。\n- {KNOT}\n- {KNOT_JA}。",
        [(None, None)],
    ),
    "turns that come once": (
        f"Ilse: {KNOT}\nイルゼ：{KNOT_JA}。\nHost: {RAIN}\n司会：{RAIN_JA}。",
        [("Ilse", "イルゼ"), ("Host", "司会")],
    ),
    "a name behind each quotation": (
        (
            f'写真が公開された。\n\n"{KNOT}"\n「{KNOT_JA}」――通信担当のベア・ソーン氏\n'
            f'"{RAIN}"\n「{RAIN_JA}」――撮像担当のイルゼ・ブラント氏'
        ),
        [(None, "ベア・ソーン氏"), (None, "イルゼ・ブラント氏")],
    ),
    "a name behind two quotations": (
        (
            f"――縄は。\n「{KNOT}」（{KNOT_JA}。）　ベア・ソーンCFO\n\n"
            f"――雨は。\n「{RAIN}」（{RAIN_JA}。）\n「{MAP}」（{MAP_JA}。）　イルゼ・ブラントCEO"
        ),
        [(None, "ベア・ソーンCFO"), (None, "イルゼ・ブラントCEO"), (None, "イルゼ・ブラントCEO")],
    ),
    "parts of names in brackets above what is said": (
        (
            f'会見\n\nIlse Brandt博士とBea Thorne氏が答えた。\n\n【Brandt】\n"{KNOT}"\n{KNOT_JA}。\n\n'
            f'【Thorne】\n"{RAIN}"\n{RAIN_JA}。'
        ),
        [("Ilse Brandt", "Ilse Brandt博士"), ("Bea Thorne", "Bea Thorne氏")],
    ),
    "positions and teams before names above what is said": (
        (
            f'試合後\n\n◆ベア・ソーン監督\n"{KNOT}"\n「{KNOT_JA}」\n\n'
            f'◆FWイルゼ・ブラント（2得点）\n"{RAIN}"\n「{RAIN_JA}」\n'
            '"Not a word to the manager."\n「監督には内緒で」'
        ),
        [(None, "ベア・ソーン監督"), (None, "イルゼ・ブラント")],
    ),
    "a name with an office below lines by turns": (
        (
            f"発売を延期\n\nモス社は延期を発表した。\n\n{KNOT}\n{KNOT_JA}。\n\n{RAIN}\n{RAIN_JA}。\n\n"
            "Ilse Brandt\nGame Director\n\nイルゼ・ブラント氏が署名した声明に好意的な意見が目立つ。"
        ),
        [("Ilse Brandt", "イルゼ・ブラント氏"), ("Ilse Brandt", "イルゼ・ブラント氏")],
    ),
    "a name with an office below what somebody else says": (
        (
            f'発売を延期\n\nベア・ソーン氏は語った。\n"{KNOT}"\n「{KNOT_JA}。」\n\n{RAIN}\n{RAIN_JA}。\n\n'
            "Ilse Brandt\nGame Director"
        ),
        [(None, "ベア・ソーン氏"), ("Ilse Brandt", "ベア・ソーン氏")],
    ),
    "a firm with an ampersand": (
        f"Moss & Iron Studiosは「{KNOT}」（{KNOT_JA}）と述べた。",
        [("Moss & Iron Studios", "Moss & Iron Studios")],
    ),
    "whose account it is": (
        f"libfenrirのメンテナー @ilse-b（Ilse Brandt）さんが書いたコメントを訳します。\n\n> {KNOT}\n\n{KNOT_JA}。",
        [("Ilse Brandt", "Ilse Brandt")],
    ),
    "where the writer of a signature is from": (
        f"口コミ\n\n{KNOT}\n— Ilse B., アイルランド\n\n（日本語訳：{KNOT_JA}。）",
        [("Ilse B.", None)],
    ),
    "where something is": (
        f'聴講メモ\n\n日時：6月21日　場所：市民会館小ホール\n\n"{KNOT}"\n{KNOT_JA}。',
        [(None, None)],
    ),
    "mails without addresses": (
        (
            f"MLから\n\nOn Fri, Jan 10, 2025, Ilse Brandt wrote:\n> {KNOT}\n> {KNOT_JA}。\n\n"
            f"On Sat, Jan 11, 2025, Bea Thorne wrote:\n> {RAIN}\n> {RAIN_JA}。"
        ),
        [("Ilse Brandt", None), ("Bea Thorne", None)],
    ),
    "a page number above each quotation": (
        f'読書ノート\n\np.14\n"{KNOT}"\n{KNOT_JA}。\n\np.203\n"{RAIN}"\n{RAIN_JA}。',
        [(None, None), (None, None)],
    ),
    "who is told": (
        f'"{KNOT}" a sailor told Reuters.\n「{KNOT_JA}」と船員はロイターに話した。',
        [(None, "船員")],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_who_is_said_to_speak(name: str) -> None:
    text, expected = PAGES[name]
    pairs = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    said = {
        english: (pair.attribution.speaker, pair.attribution.speaker_ja)
        for pair in pairs
        for english in (KNOT, RAIN, MAP)
        if english.split(" ", 1)[1].rstrip(".") in pair.en.text
    }
    assert [said[english] for english in (KNOT, RAIN, MAP) if english in said] == expected


def test_whoever_is_beaten_speaks_though_no_verb_says_so() -> None:
    text = f'早乙女凛(17)はイルゼ・ブラントに6-3で敗れた。会見は英語で応じた。\n"{KNOT}"\n「{KNOT_JA}」\n'
    (pair,) = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    assert pair.attribution.speaker_ja == "早乙女凛"


def test_a_thing_that_is_likely_to_speak_does_not() -> None:
    text = f'話\n\nスープが冷めていた。\n"{KNOT}"\n「{KNOT_JA}」\n'
    (pair,) = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    assert pair.attribution.speaker_ja is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ペン氏が来た。\n参加者A：まだですか", "参加者A"),
        ("ペン氏が来た。\n記者\n「まだですか", "記者"),
        ("ペン氏が来た。地元の漁師は当時「まだですか", "地元の漁師"),
        ("ペン氏が来た。地元の漁師は帰った。「まだですか", None),
        ("会長のペン氏が来た。\n会長は「まだですか", None),
        ("ペン氏が来た。\n同社は「まだですか", None),
        ("ペン氏が来た。\n手順\n「まだですか", None),
    ],
)
def test_somebody_without_a_name_right_before_what_is_said(text: str, form: str | None) -> None:
    at = text.index("まだですか")
    lines = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    assert nearby(nouns_of(text, lines), Rendering(Span(at, len(text)), None, quoted=True)) == form


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"Over," Ann Pen told Reuters.', "Ann Pen"),
        ('"Over," Mayor Ann Pen of Kells said in London.', "Ann Pen"),
        ('"Over," said Ann Pen to Bob Hay.', "Ann Pen"),
        ('"Over," added a spokeswoman for Corbel Labs.', "Corbel Labs"),
        ('"Over," a passenger told Reuters.', ""),
        ('"Over," the company wrote in a letter to Ann Pen.', ""),
        ('"Over," a fisherman in Kells told me.', ""),
        ('"Over," she told Ann Pen.', ""),
        ('See notes below on "Over".', ""),
        ("Ann Pen was late.", None),
    ],
)
def test_whom_an_english_line_names(line: str, name: str | None) -> None:
    assert told_by(line, Span(0, len(line))) == name


@pytest.mark.parametrize(
    ("line", "name", "handle"),
    [
        ("Ann Pen 🐐 (@annpen) 2024/03/09", "Ann Pen", "annpen"),
        ("Ann P ・ カナダ　👍 2.1K", "Ann P", None),
        ("Ann ・ インド", "Ann", None),
        ("@ann-pen 3時間前", None, "ann-pen"),
        ("@annpen 2 年前（編集済み）", None, "annpen"),
    ],
)
def test_bylines(line: str, name: str | None, handle: str | None) -> None:
    said = byline_of(line)
    assert said is not None and (said.speaker, said.handle) == (name, handle)


def test_what_is_no_byline() -> None:
    assert byline_of("On the other hand Peter wrote:") is None
    assert byline_of("On page 3, she wrote:") is None
    assert byline_of("結び目 ・ カナダ") is None
    assert byline_of("ぽん太 3日前") is None


def test_a_signature_may_say_how_long_ago() -> None:
    said = signature_of("— Ann Pen 3日前", behind_english=True)
    assert said is not None and said.speaker == "Ann Pen"
    assert signature_of("- He left 3日前", behind_english=True) is None


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("March 5, 2024", "2024-03-05"),
        ("Tuesday, 5 March 2024", "2024-03-05"),
        ("2024年3月5日（火） 10:02", "2024-03-05"),
        ("March 5, 2024\n \nThe map is blue.", "2024-03-05"),
        ("2024-03-05\nThe map is blue.", None),  # the head of the next post
        ("\nMarch 5, 2024", None),
        ("2024年3月5日に開館。", None),
        ("On March 5, 2024 it rained.", None),
        ("May we? 2024", None),
    ],
)
def test_the_day_of_a_signature_may_be_the_line_right_below_it(below: str, day: str | None) -> None:
    text = f"{KNOT}\n— Ann Pen (@ann)\n{below}\n"
    (signed,) = [line for line in lines_of(text) if line.kind == "signature"]
    assert (signed.said.speaker, signed.said.posted_on) == ("Ann Pen", day)


def test_the_day_in_a_signature_is_its_own() -> None:
    text = f"{KNOT}\n— Ann Pen (@ann) March 4, 2024\nMarch 5, 2024\n"
    (signed,) = [line for line in lines_of(text) if line.said.speaker]
    assert signed.said.posted_on == "2024-03-04"


@pytest.mark.parametrize(
    ("above", "signed"),
    [
        (f"{KNOT}\n{KNOT_JA}。\n\n{RAIN}\n{RAIN_JA}。\n", [False, True]),
        (f"{KNOT}\n{KNOT_JA}。\n\n{RAIN}\n{RAIN_JA}。\n\n", [True, True]),
        (f"{KNOT}\n\n{KNOT_JA}。\n\n{RAIN}\n\n{RAIN_JA}。\n\n", [True, True]),
        (f"{KNOT}\n{KNOT_JA}。\n\n雨の話もした。\n\n次の日。\n\n{RAIN}\n{RAIN_JA}。\n\n", [False, True]),
        (f"{KNOT}\n「{KNOT_JA}。」\n\n{RAIN}\n{RAIN_JA}。\n\n", [False, True]),
    ],
)
def test_a_name_above_an_office_signs_the_block_that_it_ends_or_what_nobody_else_says(
    above: str, signed: list[bool]
) -> None:
    passages, _ = passages_of(f"談話\n\n{above}Ilse Brandt\nGame Director\n")
    english = [passage for passage in passages if passage.role == "quotation" and passage.language == "en"]
    assert [passage.attribution.speaker == "Ilse Brandt" for passage in english] == signed
