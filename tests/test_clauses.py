"""Where a rendering may begin and end in narration, and the clauses that come of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import train_clauses
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st
from page_quotations import quotations

from corpus.extraction.clauses import MOST, UNLIKELY, clauses, cut_together
from corpus.extraction.edges import BLOCK, Edges, open_places, weights
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


@CALM
@given(st.text("雨が降った。店主は、「猫」と話すAB1\n", max_size=60), st.data())
def test_clauses_are_few_lie_in_their_sentence_and_are_likely(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    if start == stop:
        return
    whole, found = clauses(Sentence(Span(start, stop)), Edges(text))
    assert whole.span == Span(start, stop) and len(found) <= MOST
    for clause in found:
        assert start <= clause.span.start < clause.span.end <= stop
        assert clause.span != whole.span and sum(clause.edges) >= UNLIKELY
        inside = text[clause.span.start : clause.span.end]
        assert inside.count("「") == inside.count("」")


@CALM
@given(st.text("雨が降った。店主は「」と話す", min_size=1, max_size=40))
def test_the_places_of_a_sentence_share_one_probability(text: str) -> None:
    begins, ends = Edges(text).of(0, len(text))
    for odds, may in zip((begins, ends), open_places(text), strict=True):
        assert np.exp(odds).sum() == pytest.approx(1)
        assert (np.isfinite(odds) == may).all()


def test_a_place_is_seen_from_its_own_sentence_alone() -> None:
    said = "店主によると、裏口の猫は三代目だという。"
    alone, among = Edges(said), Edges("雨だ。" + said + "町は静かだ。")
    for one, other in zip(alone.of(0, len(said)), among.of(3, 3 + len(said)), strict=True):
        assert (one == other).all()


def test_two_sentences_are_cut_together_where_both_are_told() -> None:
    text = "店主によると、店は土曜かぎりで畳む。四十一年続けた、という。"
    edges = Edges(text)
    parts = [clauses(Sentence(Span(a, b)), edges) for a, b in ((0, 18), (18, len(text)))]
    found = {tuple(text[one.span.start : one.span.end] for one in both) for both in cut_together(*parts)}
    assert ("店は土曜かぎりで畳む。", "四十一年続けた") in found or ("店は土曜かぎりで畳む", "四十一年続けた") in found


@pytest.mark.parametrize("content", [None, b"", b"PK\3\4 cut off", b"no table"])
def test_without_its_table_it_says_how_to_get_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "clauses.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"train_clauses\.py"):
        weights(path)


def test_what_is_learned_puts_the_edges_where_they_are() -> None:
    found = [each for each in train_clauses.told(quotations("fit"), plainly=True) if each.clause][:60]
    for each in found:
        assert 0 <= each.begin < each.end <= len(each.text)
    table = np.stack([train_clauses.learned(found, end=end) for end in (False, True)], axis=1)
    right = 0
    for each in found:
        odds = table[Edges(each.text).features(0, len(each.text))].sum(axis=1, dtype=np.int64)
        for side, place in enumerate((each.begin, each.end)):
            may = open_places(each.text)[side]
            right += bool(may[place]) and int(np.where(may, odds[:, side], -(10**6)).argmax()) == place
    assert right > 0.9 * 2 * len(found)


def test_a_text_without_a_full_stop_is_read_in_blocks() -> None:
    text = "あ" * (2 * BLOCK + 5) + "。雨が降ったという。"
    begins, _ = Edges(text).of(len(text) - 9, len(text))
    alone, _ = Edges("雨が降ったという。").of(0, 9)
    assert (begins == alone).all()
