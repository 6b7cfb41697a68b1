"""Who speaks in a rendering: the nouns of a page's Japanese, what it tells of each, and which of them is chosen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from helpers import CALM, documented
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction import extract
from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.attribution.joining import LIKELY, form_of_signer, joined
from corpus.extraction.attribution.persons import is_thing
from corpus.extraction.attribution.speakers import HINTS, TABLE, Voice, certainty, ranking
from corpus.extraction.attribution.voices import OFTEN, RECENT, SIGNALS, Rendering, voices
from corpus.extraction.passages import passages_of
from corpus.extraction.people.clusters import People, Person
from corpus.extraction.people.heads import KINDS, head_of
from corpus.extraction.people.naming import nouns_of
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.types import Article, Attribution, CorpusError, Passage, Sentence, Source, Span


def page_of(text: str) -> Nouns:
    """The nouns of a text, all of whose lines are given that are not blank."""
    at, lines = 0, []
    for line in text.split("\n"):
        if line.strip():
            lines.append(Span(at, at + len(line)))
        at += len(line) + 1
    return nouns_of(text, lines)


def noun(page: Nouns, form: str) -> Noun:
    """The last noun of a page with a form."""
    return [noun for noun in page.nouns if noun.form == form][-1]


@pytest.mark.parametrize(
    ("line", "form", "kind", "subject"),
    [
        ("隣に座っていた女性は笑った。", "女性", "noun", True),
        ("ライバル社の広報が応じた。", "ライバル社の広報", "role", True),
        ("ライバル社の広報が応じた。", "ライバル社", "noun", False),
        ("編集長のオディール・ペンが書いた。", "編集長のオディール・ペン", "name", True),
        ("ペンさんの投稿が話題だ。", "ペンさん", "name", True),
        ("劇団「夜の港」は休演した。", "劇団「夜の港」", "noun", True),
        ("おばあさんが答える。", "おばあさん", "role", True),
        ("オーラおばさんが答える。", "オーラおばさん", "name", True),
        ("飼い主は帰った。", "飼い主", "noun", True),
        ("彼女は首を振った。", "彼女", "again", True),
        ("@harbourmanは黙っている。", "@harbourman", "latin", True),
        ("窓を磨いた。", "窓", "noun", None),
        ("窓を磨いた。 #maps", "maps", "latin", None),
        ("窓を磨いた。＃maps", "maps", "latin", None),
        ("感想は #maps で。", "maps", "latin", False),
        ("窓を磨いた。 #ペン", "ペン", "katakana", False),
        ("＃ペン：まだです。", "ペン", "katakana", True),
        ("max_tokens の値を変えた。", "max_tokens", "latin", None),
        ("「店長は留守です」", "店長", "role", False),
        ("ペン：まだです。", "ペン", "katakana", True),
    ],
)
def test_nouns(line: str, form: str, kind: str, subject: bool | None) -> None:
    page = page_of(line)
    if subject is None:
        assert form not in [noun.form for noun in page.nouns]
    else:
        found = noun(page, form)
        assert (KINDS[found.kind], found.subject) == (kind, subject)


@pytest.mark.parametrize(("probability", "form"), [(LIKELY - 0.0001, None), (LIKELY, "駅長")])
def test_somebody_speaks_from_a_probability_on(probability: float, form: str | None) -> None:
    text = "駅長は言った。「待って」Wait."
    ja = Passage("quotation", "ja", (Sentence(Span(8, 10)),))
    en = Passage("quotation", "en", (Sentence(Span(11, 16)),))
    said = joined(ja, en, Speakers(text, (), ()), Voice("駅長", probability, "Bell"))
    assert said == Attribution("Bell" if form else None, form)
    assert f"probability of {LIKELY:.2f} on somebody is said to speak".replace("0.", ".") in documented()


def test_a_noun_names_whom_it_named_before() -> None:
    page = page_of(
        "主将ソン・ミンギ選手（Mingi Song）が口を開いた。\nソンは笑う。選手は続けた。\n"
        "教授の娘が来た。\nロウ教授は黙る。教授は去った。\n彼が戻る。"
    )
    named = {form: page.names[noun(page, form).who] for form in ("ソン", "選手", "教授", "彼")}
    assert named == {"ソン": "ソン・ミンギ", "選手": "ソン・ミンギ", "教授": "ロウ", "彼": "ロウ"}
    assert page.english == {noun(page, "ソン").who: "Mingi Song"}
    assert page.names[page.nouns[[n.form for n in page.nouns].index("教授")].who] == "教授"  # nobody had that title yet


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        # What the label of a turn stands for.
        ("（M＝メイヴィス・オドゥヤ、J＝ジョナ・リンド）\nM「まだです」", "M", "メイヴィス・オドゥヤ"),
        ("217＝機長\n217「まだです」", "217", "機長"),
        # The last word of the long name of which the page writes the English.
        ("浜の日用具博物館（Museum of Ordinary Tools）は小さい。博物館は書いた。", "博物館", "日用具博物館"),
        ("日用具博物館は小さい。博物館は書いた。", "博物館", "博物館"),
        ("日用具博物館（Museum of Tools）と古本博物館（Book Museum）がある。博物館は書いた。", "博物館", "博物館"),
    ],
)
def test_what_stands_for_a_longer_name(text: str, form: str, name: str) -> None:
    page = page_of(text)
    assert page.names[noun(page, form).who] == name


def test_the_english_of_an_institution_may_have_small_words() -> None:
    page = page_of("港の浜辺博物館（Museum of Ordinary Tools）は小さい。")
    assert list(page.english.values()) == ["Museum of Ordinary Tools"]


# Each a page with a form in Latin letters, and whom that names: in Japanese where the page does, None for nobody.
LATIN_NAMES = [
    ("ペンさんの話。\n10:05 Ann Pen\nWe are late.", "Ann Pen", "ペン"),
    ("アン・ペンさんの話。\nStatement by Mayor Ann Pen, 5 May\nWe are late.", "Mayor Ann Pen", "アン・ペン"),
    ("地質庁 (Vergana Service)の話。\nVergana Service, 5 May\nWe are late.", "Vergana Service", "地質庁"),
    ("店長の話。\n[20:43] Ann Pen: we are late, and the very long line goes on and on and on.", "Ann Pen", "Ann Pen"),
    ("店長の話。\nWe are late, and so is everybody else who came by the train today. — Ann Pen", "Ann Pen", "Ann Pen"),
    ("店長の話。\nbrannock — today at 21:04\nWe are late.", "brannock", "brannock"),
    ("店長の話。\nDorian Vane:brannock — today at 21:04\nWe are late.", "brannock", None),
    ("店長の話。\nDear Ann,\nWe are late.", "Ann", "Ann"),
    ("店長の話。\nMessage from the band\nWe are late.", "Message", None),
    ("店長の話。\nSo I asked Ann Pen, who had come by the train and who was late as well.", "Ann Pen", None),
    ("原文（Ann Pen）：あり。\nAnn Pen\nWe are late.", "Ann Pen", "Ann Pen"),
    ("店長の話。\nWe are late.", "We", None),
    ("店長の話。\nNan Pettibone's Oat Stew", "Nan Pettibone", "Nan Pettibone"),
]


@pytest.mark.parametrize(("text", "form", "name"), LATIN_NAMES, ids=[form for _, form, _ in LATIN_NAMES])
def test_english_lines_name_who_speaks(text: str, form: str, name: str | None) -> None:
    page = page_of(text)
    found = {page.names[noun.who] for noun in page.nouns if noun.form == form and not page.japanese[noun.line]}
    assert found == ({name} if name else set())


def test_nouns_outside_of_what_is_rendered() -> None:
    page = page_of("店長は「客は子犬だ」と言った。子犬が来た。")
    quoted = page.text.index("客")
    left = page.outside([Span(quoted, quoted + 5), Span(0, 1)])
    assert [noun.form for noun in page.nouns] == ["店長", "客", "子犬", "子犬"]
    assert [noun.form for noun in left.nouns] == ["店長", "子犬"] and left.names == page.names


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("筆頭著者のデラコム", "デラコム"),
        ("主将ソン・ミンギ選手", "ソン・ミンギ選手"),
        ("校長を務めるペンさん", "ペンさん"),
        ("町の人", "人"),
        ("東京タワー", "東京タワー"),
    ],
)
def test_the_head_of_a_noun(form: str, head: str) -> None:
    assert head_of(form) == head


# Each a page with the [rendering] that is asked about, the English if it stands there as {so}, and who speaks.
SPOKEN = [
    ("駅長のモリス・ペイン氏は会見で、[列車は必ず来ると考えている]と述べた。", "モリス・ペイン氏"),
    ("団長は地元紙に対し、[おかげでもう一泊できる]と余裕を見せた。", "団長"),
    ("市の対応に批判が集まった。\n「[猫を返してください]」と、飼い主の女性は訴えた。", "飼い主の女性"),
    ("管理組合の掲示にはこうある。\n{Do not feed the lift.}\n[昇降機に餌をやらないでください]。", "管理組合"),
    (
        "作曲家のイリナ・ハルトがブログで引退を明らかにした。\n{I have no tunes left.}\n[曲が尽きました]。",
        "イリナ・ハルト",
    ),
    ("ベア「どうしてここに？」\n{Why are you here?}\nドロ「[鍵をなくしたの]」\n{I lost my key.}", "ドロ"),
]


def asked(marked: str) -> tuple[Nouns, Rendering]:
    """A page, and what is asked about the rendering that is marked in it."""
    spans: dict[str, Span] = {}
    text = ""
    for char in marked:
        if char in "[{":
            spans[char] = Span(len(text), len(text))
        elif char in "]}":
            opener = "[{"["]}".index(char)]
            spans[opener] = Span(spans[opener].start, len(text))
        else:
            text += char
    return page_of(text), Rendering(spans["["], spans.get("{"), quoted="「[" in marked)


@pytest.mark.parametrize(("marked", "form"), SPOKEN, ids=[form for _, form in SPOKEN])
def test_who_speaks(marked: str, form: str) -> None:
    page, rendering = asked(marked)
    voice = ranking().voice(page, rendering)
    assert voice is not None and voice.form == form and voice.probability >= LIKELY


def test_nobody_speaks_for_sure_where_a_page_names_nobody() -> None:
    assert ranking().voice(page_of("Nobody here."), Rendering(Span(0, 6), None, quoted=False)) is None
    page, rendering = asked("きのう駅で聞いた。「[もう走れない]」")
    voice = ranking().voice(page, rendering)
    assert voice is None or voice.probability < LIKELY


def test_a_headline_is_said_by_whoever_signed_what_it_renders() -> None:
    text = "橋は青いまま\n町長のペンさんが発表した。\nIt stays blue.\n— Ann Pen (@annpen) May 5\n「青いままです」\n"
    page = extract(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    ja, en = (next(p for p in page.passages if p.role == role) for role in ("headline", "post"))
    assert page.voice(ja, en, ja.span, en.span) is None
    said = page.attribution(ja, en, ja.span, en.span)
    assert (said.speaker, said.handle) == ("Ann Pen", "annpen")


def test_whoever_is_declared_to_say_all_speaks() -> None:
    text = "断りのない引用はすべてカイ・ロウ氏の発言である。\n\nWe are late.\n私たちは遅れています。\n"
    passages, speakers = passages_of(text)
    ja = next(p for p in passages if p.language == "ja" and "遅れて" in text[p.span.start : p.span.end])
    en = next(p for p in passages if p.language == "en")
    voice = speakers.voice(speakers.asked(ja, en, ja.span, en.span))
    assert voice is not None and (voice.form, voice.probability) == ("カイ・ロウ氏", 1.0)


PIECES = (
    "ペンさん", "は", "が", "「", "」", "と", "述べた", "。", "\n", "教授", "彼", "の", "Ann Pen", "（", "）", "I am.",
    "\n\n", "・", "@pen", " ", "飼い主",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@CALM
@given(TEXTS)
def test_nouns_are_what_stands_in_the_text_in_order(text: str) -> None:
    page = page_of(text)
    assert all(text[noun.span.start : noun.span.end] == noun.form for noun in page.nouns)
    assert page.starts == sorted(page.starts)
    assert all(page.lines[noun.line].start <= noun.span.start < page.lines[noun.line].end for noun in page.nouns)
    for who, uses in enumerate(page.of):
        assert uses.all and all(page.nouns[number].who == who for number in uses.all)


@CALM
@given(TEXTS, st.data())
def test_every_voice_has_numbers_and_a_form_of_the_page(text: str, data: st.DataObject) -> None:
    page = page_of(text)
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: Span(min(p), max(p)))
    rendering = Rendering(data.draw(place), data.draw(st.none() | place), data.draw(st.booleans()), ("Ann Pen",))
    whos, signals = voices(page, rendering, ranking().worths)
    assert signals.shape == (len(whos), len(SIGNALS)) and np.isfinite(signals).all()
    assert len(set(whos)) == len(whos)
    voice = ranking().voice(page, rendering)
    if voice is None:
        assert not whos or any(who in page.topics or is_thing(page, who, rendering) for who in whos)
    else:
        assert voice.form in text and 0 <= voice.probability <= 1


def test_the_fullest_english_name_is_somebodys() -> None:
    page = page_of("ペンさん（Pen）の話。\nAnn Pen\nWe are late.\nペン：まだです。")
    assert page.english == {noun(page, "ペン").who: "Ann Pen"}


def test_the_form_is_japanese_where_the_page_has_one() -> None:
    page, rendering = asked("アン・ペンさんの話。\nAnn Pen\n{We are late.}\n[遅れています]。")
    voice = ranking().voice(page, rendering)
    assert voice is not None and (voice.form, voice.english) == ("アン・ペンさん", "Ann Pen")


def test_only_those_around_a_rendering_are_weighed() -> None:
    lines = "".join(f"第{chr(0x4E00 + number)}委員会は閉会した。\n" for number in range(2000))
    page, rendering = asked(lines + "[もう終わりです]。")
    whos, _ = voices(page, rendering, ranking().worths)
    assert len(whos) <= RECENT + 3 * OFTEN


def test_the_further_the_second_is_behind_the_surer_is_the_first() -> None:
    assert certainty(np.array([2.0, -1.0]))[:2].tolist() == [2.0, 3.0]
    assert certainty(np.array([0.5])).tolist() == [0.5, 0.0, 0.0]


NONE = '{"bias": 0, "names": [], "trees": []}'
OF_ONE = f'{{"endings": {{}}, "sure": [1], "speaking": {NONE}, "ranking": {NONE}}}'


@pytest.mark.parametrize("content", [None, "{", OF_ONE])
def test_a_broken_ranking_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "speakers.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"learn it with scripts/train_speakers\.py"):
        ranking(path)


def test_the_ranking_is_of_the_signals_that_there_are() -> None:
    stored = json.loads(TABLE.read_text(encoding="utf-8"))
    assert stored["ranking"]["names"] == list(SIGNALS)
    assert stored["speaking"]["names"] == [*HINTS, *SIGNALS]
    assert set(map(len, stored["endings"])) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("forms", "voice", "form"),
    [
        (("ベア・ソーンクイスト議員", "議員"), "議員", "議員"),
        (("ソーンクイスト議員",), "議員", "ソーンクイスト議員"),
        (("祖母",), "母", "母"),
        (("副議長",), "議長", "議長"),
        (("元社長",), "社長", "社長"),
        (("アン・リー",), "リー", "リー"),
    ],
)
def test_a_bare_title_is_completed_to_the_form_of_who_signed(forms: tuple[str, ...], voice: str, form: str) -> None:
    who = Person(forms=forms)
    assert form_of_signer(who, Voice(voice, 1.0), None, People((who,))) == form
