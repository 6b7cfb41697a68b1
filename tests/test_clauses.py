"""Where a rendering may begin and end in narration, and the clauses that come of it."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
import train_clauses
from helpers import CALM, text_with_gold
from hypothesis import given
from hypothesis import strategies as st
from pages.quotations import quotations

from corpus.extraction.clauses import edges
from corpus.extraction.clauses.edges import BLOCK, Edges, Ways, open_places, weights
from corpus.extraction.clauses.frames import FEATURES, PAIRS_BITS, pair_slots
from corpus.extraction.clauses.proposed import (
    JOINTS,
    MOST,
    MOST_OF_STRETCH,
    UNLIKELY,
    clauses,
    cut_together,
    stretches,
)
from corpus.types import CorpusError, Sentence, Span

# Each a sentence of narration, [what renders something] in it: none of them stands in what the table was learned from.
TOLD = """
さらに、同氏は[来年の春に塗り直す]ことを明らかにしました。
店主によると、[裏口の猫は三代目だ]という。
[会場には二千人が詰めかけた]とのことです。
声明では、[原因はまだわかっていない]としている。
[飛行機は予定どおり飛ぶ]、と広報担当者は説明する。
監督は[次の試合も同じ顔ぶれで臨む]と述べている。
"""


@pytest.mark.parametrize("line", TOLD.split())
def test_what_is_told_is_among_the_clauses(line: str) -> None:
    begin, end = line.index("["), line.index("]") - 1
    text = line.replace("[", "").replace("]", "")
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    assert Span(begin, end) in [clause.span for clause in found]


# Each a sentence that tells of several things.
TOLD_TWICE = """
[裏口の猫は三代目だ]と明かし、[四代目はもう決まっている]と笑わせた。
[原因はまだわかっていない]としたうえで、[来週までに報告する]と述べている。
[橋の上は風が強かった]ことを伝え、[旗は無事だった]と付け加えた。
[鍵を直したのは自分]だそうで、[代金はまだもらっていない]とのこと。
"""


@pytest.mark.parametrize("line", TOLD_TWICE.split())
def test_each_thing_that_is_told_is_among_the_clauses(line: str) -> None:
    text = re.sub(r"[\[\]]", "", line)
    told = [match.start() - 2 * at for at, match in enumerate(re.finditer(r"\[", line))]
    ends = [match.start() - 2 * at - 1 for at, match in enumerate(re.finditer(r"\]", line))]
    assert len(stretches(text, Span(0, len(text)))) == len(told) == 2
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    assert {Span(*span) for span in zip(told, ends, strict=True)} <= {clause.span for clause in found}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("客は14人いたが、11時には9人が並んでいた。", ["客は14人いたが", "11時には9人が並んでいた"]),
        ("そして鍵は一つしかない。", ["鍵は一つしかない"]),
        ("しかも、鍵は一つしかない。", ["鍵は一つしかない"]),
    ],
)
def test_halves_and_what_follows_a_connective_are_among_the_clauses(text: str, parts: list[str]) -> None:
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    assert set(parts) <= {text[one.span.start : one.span.end].rstrip("。") for one in found}


@pytest.mark.parametrize("text", ["店主は窓を開け、と声がした。", "こととは別に、雨が降った。"])
def test_what_tells_of_nothing_within_is_one_stretch(text: str) -> None:
    assert stretches(text, Span(0, len(text))) == []


@CALM
@given(st.text("雨が降った。店主は、「猫」と話すAB1\n", max_size=60), st.data())
def test_clauses_are_few_lie_in_their_sentence_and_are_likely(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    if start == stop:
        return
    whole, found = clauses(Sentence(Span(start, stop)), Edges(text))
    parts = stretches(text, Span(start, stop))
    assert whole.span == Span(start, stop) and len(found) <= MOST + len(parts) * (MOST_OF_STRETCH + 1) + JOINTS + 2
    for clause in found:
        assert start <= clause.span.start < clause.span.end <= stop
        assert clause.span != whole.span
        assert sum(clause.edges) >= 2 * UNLIKELY or clause.span in [Span(*part) for part in parts]
        inside = text[clause.span.start : clause.span.end]
        assert inside.count("「") == inside.count("」")


TWO_OF_A_KIND = re.compile(r"[一-龥々]{2}|[ァ-ヺー]{2}|[A-Za-z]{2}|[0-9]{2}")
GOING_ON = re.compile(r"[一-龥々][ぅくすつぬむるぐぶけせてえきしちみりぎび]")  # "縮む", "続ける", "近づけない"
NUMBER = re.compile(r"[0-9][,.][0-9]")


def test_no_clause_begins_or_ends_inside_a_word() -> None:
    count = 0
    for line in text_with_gold("pages", "unseen_pages").replace("。", "。\n").splitlines():
        for clause in clauses(Sentence(Span(0, len(line))), Edges(line))[1]:
            count += 1
            for place in (clause.span.start, clause.span.end):
                around = line[max(0, place - 1) : place + 1]
                assert not TWO_OF_A_KIND.fullmatch(around) and not GOING_ON.fullmatch(around), (line, place)
                for first in (place - 1, place - 2):
                    assert not NUMBER.fullmatch(line[max(0, first) : first + 3]), (line, place)
    assert count > 1000


@pytest.mark.parametrize("text", ["アドミニストレータ はいつでも設定できます。", "Docker は毎晩、古いものを消します。"])
def test_no_clause_begins_with_the_particle_of_a_word_before_a_blank(text: str) -> None:
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    assert text.index(" ") + 1 not in {clause.span.start for clause in found}


@pytest.mark.parametrize(
    "text",
    [
        "レビューでは、テストが通らなかった|サーバ|側の設定を直すよう求められた。",
        "開発者は次の版でサブ|・|コマンドを増やすと述べている。",
        "仕様では、応答を待っている| React|コンポーネントは何も描かないとされている。",
        "作者は、昨年の夏に公開した|ブラウザを来月には消すと発表した。",
    ],
)
def test_no_clause_ends_before_the_foreign_word_that_it_is_said_of(text: str) -> None:
    line = text.replace("|", "")
    within = set(accumulate(map(len, text.split("|")[:-1])))
    _, found = clauses(Sentence(Span(0, len(line))), Edges(line))
    assert found and not {clause.span.end for clause in found} & within


def test_what_stands_behind_a_stretch_forbids_no_end_of_it() -> None:
    said = "お気づきのとおり、これは私のスライドではありません"
    _, found = clauses(Sentence(Span(0, len(said))), Edges(f"{said} As you may have noticed, it is not mine."))
    assert len(said) in {clause.span.end for clause in found}


@pytest.mark.parametrize("link", ["https://example.org", "https://example.org/a/news?page=2", "www.example.org/a"])
@pytest.mark.parametrize("text", ["{}がまた落ちていて、朝から誰も入れない。", "店主は、{} はとても遅いと話した。"])
def test_no_clause_begins_or_ends_inside_a_link(link: str, text: str) -> None:
    text = text.format(link)
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    inside = range(text.index(link) + 1, text.index(link) + len(link))
    assert found and not {place for one in found for place in (one.span.start, one.span.end)} & set(inside)


def test_an_end_behind_a_kanji_is_one_before_a_particle() -> None:
    text = "鍵を直したのは自分だそうで、代金はまだ未払いで全額が必要とのこと。"
    _, found = clauses(Sentence(Span(0, len(text))), Edges(text))
    assert text.index("とのこと") in [clause.span.end for clause in found]


@pytest.mark.parametrize("text", ["雨。", "雨だよ。", "店主は雨が降ると話し、" * 40 + "た。"])
def test_a_sentence_that_is_too_short_or_too_long_has_no_clauses_and_sure_edges(text: str) -> None:
    whole = Sentence(Span(0, len(text)))
    assert clauses(whole, Edges(text)) == (whole, []) and whole.edges == (0.0, 0.0)


@CALM
@given(st.text("雨が降った。店主は「」と話す", min_size=1, max_size=40))
def test_one_pair_of_places_of_a_sentence_or_more_renders_something(text: str) -> None:
    ways = Edges(text).of(0, len(text))
    assert ways.likely.sum() >= 1 - 1e-9 and (ways.likely >= 0).all() and (ways.likely <= 1 + 1e-9).all()
    for places, may in zip((ways.begins, ways.ends), open_places(text), strict=True):
        assert may[places].all() and (np.diff(places) > 0).all()
    assert ways.begins[0] == 0 and ways.ends[-1] == np.flatnonzero(open_places(text)[1])[-1]
    assert np.isfinite(ways.odds[0, -1])


def test_a_place_is_seen_from_its_own_sentence_alone() -> None:
    said = "店主によると、裏口の猫は三代目だという。"
    alone, among = Edges(said), Edges("雨だ。" + said + "町は静かだ。")
    assert_same(alone.of(0, len(said)), among.of(3, 3 + len(said)))


def assert_same(one: Ways, other: Ways) -> None:
    for name in ("begins", "ends", "odds"):
        assert (getattr(one, name) == getattr(other, name)).all()


def test_two_sentences_are_cut_together_where_both_are_told() -> None:
    text = "店主によると、店は土曜かぎりで畳む。四十一年続けた、という。"
    places = Edges(text)
    parts = [clauses(Sentence(Span(a, b)), places) for a, b in ((0, 18), (18, len(text)))]
    found = {tuple(text[one.span.start : one.span.end] for one in both) for both in cut_together(*parts)}
    assert ("店は土曜かぎりで畳む", "四十一年続けた") in found


@pytest.mark.parametrize("content", [None, b"", b"PK\3\4 cut off", b"no table"])
def test_without_its_table_it_says_how_to_get_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "clauses.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"train_clauses\.py"):
        weights(path)


def test_what_is_learned_puts_the_edges_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [each for each in train_clauses.told(quotations("fit"), to_learn=True) if not each.whole][:60]
    for each in found:
        assert all(0 <= begin < end <= len(each.text) for begin, end in each.parts)
    monkeypatch.setattr(train_clauses, "RIDGE", 1.0)  # which is for four hundred times as many
    alone = np.stack([train_clauses.learned(found, end=end) for end in (False, True)])
    learned = train_clauses.together(train_clauses.Pairs.likely(found, alone))
    monkeypatch.setattr(edges, "weights", lambda: learned)
    right = 0
    for each in found:
        ways = Edges(each.text).of(0, len(each.text))
        at, to = np.unravel_index(int(ways.odds.argmax()), ways.odds.shape)
        right += (ways.begins[at], ways.ends[to]) == each.parts[0]
    assert right > 0.9 * len(found)


def test_what_tells_of_a_report_decides_whose_subject_the_one_before_it_is() -> None:
    told, plain = "係員は、餌をやらないよう求めている。", "係員は、餌をやらない。"
    begins = []
    for text in (told, plain):
        ways = Edges(text).of(0, len(text))
        begins.append(int(ways.begins[int(ways.odds.max(axis=1).argmax())]))
    assert begins == [4, 0]


@CALM
@given(st.text("係員は餌をやらないと求めた、AB1", min_size=2, max_size=40), st.data())
def test_pairs_say_the_same_wherever_else_is_asked(text: str, data: st.DataObject) -> None:
    letters = np.array([ord(letter) for letter in text], np.uint64)
    begins = np.array(sorted(data.draw(st.sets(st.integers(0, len(text) - 1), min_size=1, max_size=4))))
    ends = np.array(sorted(data.draw(st.sets(st.integers(1, len(text)), min_size=1, max_size=4))))
    every = pair_slots(letters, begins, ends)
    assert every.shape == (FEATURES, len(begins), len(ends)) and every.min() >= 0 and every.max() < 1 << PAIRS_BITS
    assert (every[:, -1:, :1] == pair_slots(letters, begins[-1:], ends[:1])).all()


def test_a_text_without_a_full_stop_is_read_in_blocks() -> None:
    text = "あ" * (2 * BLOCK + 5) + "。雨が降ったという。"
    assert_same(Edges(text).of(len(text) - 9, len(text)), Edges("雨が降ったという。").of(0, 9))
