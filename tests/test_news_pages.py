"""Pages of news and their reactions, each as small as it can be: what belongs to a text, and who says it."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.alignment.page.connectives import without_connective
from corpus.extraction import sentences_of
from corpus.extraction.attribution.signers import headers_of
from corpus.extraction.lines.bylines import signed_behind
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.leads import lead_of
from corpus.extraction.posts import told_by
from corpus.types import Article, Sentence, Source, Span

KNOT, KNOT_JA = "A good knot knows how to come undone.", "良い結び目は、ほどけることを知っている"
MAP = "A map is an apology to the lost."
RAIN, RAIN_JA = "Rain is the best proofreader.", "雨は最良の校正者だ"
# Each a page with (Japanese, English, speaker, speaker_ja) of what it renders, in order.
PAGES = {
    "comments with their sources in parentheses": (
        f'●海外の反応\n・{KNOT_JA}（5年生の保護者）\n　"{KNOT}"\n・{RAIN_JA}(元コミッターのベア・ソーン氏)\n　"{RAIN}"',
        [(KNOT_JA, KNOT, None, "5年生の保護者"), (RAIN_JA, RAIN, None, "ベア・ソーン氏")],
    ),
    "names with ages behind what is said": (
        f"展\n\n{KNOT} — Noor, age 7\n{KNOT_JA}。——ヌール（7歳）\n\n{RAIN} — Tomasz (9)\n{RAIN_JA}。——トマシュ（9歳）",
        [(f"{KNOT_JA}。", KNOT, "Noor", "ヌール"), (f"{RAIN_JA}。", RAIN, "Tomasz", "トマシュ")],
    ),
    "a label that is the title of one named elsewhere": (
        f"新作の監督に聞いた。\n\n監督：{KNOT_JA}。\n{KNOT}\n\n監督：ファッルフ・ソーン（Farrukh Thorne）／2024年",
        [(f"{KNOT_JA}。", KNOT, "Farrukh Thorne", "ファッルフ・ソーン")],
    ),
    "a name in English words on a Japanese line": (
        f"アハターベルフ氏は語った。“{KNOT}” Achterberg said. “{RAIN}”\n同氏は「{KNOT_JA}」、「{RAIN_JA}」と述べた。",
        [(KNOT_JA, KNOT, "Achterberg", "アハターベルフ氏"), (RAIN_JA, RAIN, "Achterberg", "アハターベルフ氏")],
    ),
    "a firm as the page calls it": (
        f"Lowlight Foundry社は声明を出した。\n\n{KNOT}\n— Lowlight Foundry (@lowlight) May 6, 2025\n\n{KNOT_JA}。",
        [(f"{KNOT_JA}。", KNOT, "Lowlight Foundry", "Lowlight Foundry社")],
    ),
    "a word to everyone, and what a text is": (
        f"声明の全文。\n\nTo everyone at the dock: {KNOT}\n\n{KNOT_JA}。\n\n要旨。\n\nAbstract: {RAIN}\n\n{RAIN_JA}。",
        [(f"{KNOT_JA}。", KNOT, None, None), (f"{RAIN_JA}。", RAIN, None, None)],
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_its_reader_sees(page: str) -> None:
    text, wanted = PAGES[page]
    pairs = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    found = [(pair, pair.attribution) for pair in pairs if pair.confidence >= 0.5]
    assert [(pair.ja.text, pair.en.text, by.speaker, by.speaker_ja) for pair, by in found] == wanted


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("She will scratch her nose. — Noor, age 7", "— Noor, age 7"),
        ("She will scratch her nose. — Noor (7)", "— Noor (7)"),
        ("鼻をかきます。——ヌール（7歳）", "——ヌール（7歳）"),
        ("He was, in the end — Noor, age 7", ""),
        ("He left in the spring. — April, 12", ""),
        ("欲しかったものはただ一つ。――コーヒー", ""),
        ("鼻をかきます——ヌールは", ""),
    ],
)
def test_a_name_with_an_age_signs_behind_a_sentence(text: str, sign: str) -> None:
    at = signed_behind(text)
    assert text[at:] == sign if sign else at == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"We are not in talks," Hallam & Orde said in a statement.', "Hallam & Orde"),
        (
            '"Two chapters have to go," said Professor Bartholomew Quansah of the University of Accra.',
            "Bartholomew Quansah",
        ),
        ('"We were on hold," the head of the cabin crew union said.', ""),
        ('"The sixth time," shrugged a woman behind a counter.', ""),
    ],
)
def test_english_tells_who_said_it(text: str, name: str) -> None:
    assert told_by(text, Span(0, len(text))) == name


@pytest.mark.parametrize(
    ("ja", "en", "left"),
    [
        ("また、費用を請求する", "We will be asking for our costs.", "費用を請求する"),
        ("さらに、傘は要らない", "Nobody needs an umbrella.", "傘は要らない"),
        ("また、費用を請求する", "We will also be asking for our costs.", "また、費用を請求する"),
        ("その上で、火を消す", "After that, turn the lamp off.", "その上で、火を消す"),
        ("また、費用を請求する", "And we will be asking for our costs.", "また、費用を請求する"),
        ("ただし、段取りが悪かった。", "The procedure was clumsy.", "ただし、段取りが悪かった。"),  # a whole sentence
        ("またとない機会だ", "There will be no better time.", "またとない機会だ"),
        ("しかし、費用は請求する", "We will be asking for our costs.", "しかし、費用は請求する"),
    ],
)
def test_a_connective_that_the_english_lacks_is_the_reporters(ja: str, en: str, left: str) -> None:
    (sentence,) = without_connective([Sentence(Span(5, 5 + len(ja)))], [ja], [en])
    assert ja[sentence.span.start - 5 :] == left


def test_a_line_in_pieces_keeps_its_connective() -> None:
    ja = "また、費用を請求する"
    sentence = Sentence(Span(0, len(ja)), pieces=(Span(0, 3), Span(3, len(ja))))
    assert without_connective([sentence], [ja], ["We ask for our costs."]) == (sentence,)


@pytest.mark.parametrize(
    "label",
    [
        *("教訓1：", "◆ポイント２：", "ルール3: ", "手順2　", "余談その1: ", "- 豆知識その3　", "注1：", "注記 2: "),
        *("コツ#2：", "理由①：", "2つ目：", "第3位：", "Note 1: ", "その一："),
    ],
)
def test_what_is_counted_before_a_text_is_no_part_of_it(label: str) -> None:
    lead = lead_of(label + RAIN_JA, 0, len(label + RAIN_JA))
    assert (lead.start, lead.item, lead.attribution.speaker_ja) == (len(label), True, None)


@pytest.mark.parametrize(
    "text",
    [
        *("その 2 人は橋を渡りました。", "ルール 1 は、走らないことです。", "条件3を満たす人だけが入れます。"),
        *("アポロ13：奇跡が起きた。", "日本2：ブラジル1で終わった。", "午後3：会議が始まります。"),
        *("その2 つは別の話です。", "午後3：10に始まります。", "結果は3：ほぼ同じでした。", "Python 3：使えます。"),
    ],
)
def test_a_sentence_that_begins_with_what_is_counted_is_whole(text: str) -> None:
    assert lead_of(text, 0, len(text)).start == 0


@pytest.mark.parametrize(
    "text",
    [
        "村の三分の一ほどがヤギを見に来た（300人）。",
        "フェリーは沈みましたが全員が助かりました（乗客四十人）",
        "また大好きな映画を見ました（スター・ウォーズ）",
        "屋根から落ちたけど痛くなかったよ（大丈夫）",
        "彼は家の鍵をくれた（私の兄）。",
        "昨日は出かけました（留守）",
    ],
)
def test_what_parentheses_add_stays(text: str) -> None:
    assert [text[each.span.start : each.span.end] for each in sentences_of(text, "ja")] == [text]


def test_a_heading_without_a_name_ends_what_the_one_above_heads() -> None:
    text = f"◇Tobias Fjeld（4年）\n{KNOT}\n\n◇Rosa Ibarra（2年）\n{RAIN}\n\n◇Mさん（7年）\n{MAP}\n"
    headers = headers_of(lines_of(text))
    assert [text[one.span.start : one.span.end].splitlines()[-1] for one in headers] == [KNOT, RAIN]
