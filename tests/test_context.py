"""What other beads say about a bead, and other things told of all beads at once, as a look at each would tell them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from helpers import CALM, sides
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.alignment.drafts.sides import side_of_runs
from corpus.alignment.page.context import (
    FLOOR,
    SURE,
    best_rivals,
    claims,
    company,
    gains,
    halves,
    neighbours,
    relations,
    told,
)
from corpus.alignment.runs import WIDE, Bools, Floats, Runs, folded, runs_of
from corpus.trees import Trees
from corpus.types import Passage, Sentence, Span


@st.composite
def tables(draw: st.DrawFn) -> tuple[Floats, Runs, Runs]:
    """Scores of all beads of two sides, some of them equal and some under the floor."""
    ja, en = draw(sides("ja")), draw(sides("en"))
    seed = draw(st.integers(0, 1000))
    return np.random.default_rng(seed).integers(-9, 9, (len(ja), len(en))).astype(np.float32), ja, en


def score_of(score: Floats, ja: Runs, en: Runs, a: int, b: int, c: int, d: int) -> float:
    """The score of the bead of sentences `[a, b)` and `[c, d)`, the floor where it is none."""
    rows, columns = ({bounds: run for run, bounds in enumerate(side.bounds)} for side in (ja, en))
    here = (a, b) in rows and (c, d) in columns
    return float(score[rows[a, b], columns[c, d]]) if here else FLOOR


def apart(side: Runs, run: int) -> Bools:
    """Which runs of a side share no character with one and do not say the same (r,)."""
    found: Bools = side.apart[run].copy()
    for twins in side.twins:
        if run in twins:
            found[twins] = False
    return found


@CALM
@given(tables())
def test_rivals_and_halves_are_those_that_a_look_at_each_finds(drawn: tuple[Floats, Runs, Runs]) -> None:
    score, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices(score.shape))
    rival, longer, other = best_rivals(score, en, rows, columns)
    cut = halves(score, ja, en, rows, columns)
    for at, (j, e) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        others = (en.characters != en.characters[e]).any(axis=1)  # the same characters elsewhere are no rival
        near, more = en.overlap[e] & others, en.length > en.length[e]
        for found, kind in ((rival, apart(en, e)), (longer, near & more), (other, near & ~more)):
            assert found[at] == max([FLOOR, *score[j, kind].tolist()])
        (a, b), (c, d) = ja.bounds[j], en.bounds[e]
        ways = [
            min(score_of(score, ja, en, a, x, c, y), score_of(score, ja, en, x, b, y, d))
            for x in range(a + 1, b)
            for y in range(c + 1, d)
        ]
        assert cut[at] == max([FLOOR, *ways])


@CALM
@given(tables())
def test_a_bead_gains_over_its_readings_what_a_look_at_each_finds(drawn: tuple[Floats, Runs, Runs]) -> None:
    score, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices(score.shape))
    low = np.asarray(np.clip(score / 4, -2, 2), np.float32)
    found = gains({"likeness": low, "twice": 2 * low}, ja, en, rows, columns)
    for at, (j, e) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        for side, own, line in ((en, e, low[j]), (ja, j, low[:, e])):
            near = side.overlap[own] & (side.characters != side.characters[own]).any(axis=1)
            more = side.length > side.length[own]
            for kind, which in (("longer", more), ("shorter", ~more)):
                best = max([-SURE, *line[near & which].tolist()])
                assert found[f"likeness_over_{kind}_{side.language}"][at] == min(SURE, low[j, e] - best)
                twice = min(SURE, max(-SURE, 2 * low[j, e] - max([-SURE, *(2 * line[near & which]).tolist()])))
                assert found[f"twice_over_{kind}_{side.language}"][at] == twice


@CALM
@given(tables())
def test_neighbours_inside_both_passages_are_the_beads_next_to_it(drawn: tuple[Floats, Runs, Runs]) -> None:
    score, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices(score.shape))
    before, behind = (neighbours(score, ja, en, rows, columns, behind=way) for way in (False, True))
    for at, (j, e) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        (a, b), (c, d) = ja.bounds[j], en.bounds[e]
        sizes = ((1, 1), (1, 2), (2, 1))
        if ja.offsets[0][j] and en.offsets[0][e]:
            assert before[at] == max(FLOOR, *(score_of(score, ja, en, a - x, a, c - y, c) for x, y in sizes))
        if ja.offsets[1][j] and en.offsets[1][e]:
            assert behind[at] == max(FLOOR, *(score_of(score, ja, en, b, b + x, d, d + y) for x, y in sizes))


@CALM
@given(tables())
def test_the_company_of_a_bead_is_the_best_other_sentence_of_its_passages(drawn: tuple[Floats, Runs, Runs]) -> None:
    score, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices(score.shape))
    found = company(score, ja, en, rows, columns)
    for at, (j, e) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        a, b = ja.bounds[j]
        others = (ja.size == 1) & (ja.passage == ja.passage[j]) & ((ja.first < a) | (ja.first >= b))
        facing = (en.size == 1) & (en.passage == en.passage[e])
        assert found[at] == max([FLOOR, *score[np.ix_(others, facing)].ravel().tolist()])


@CALM
@given(tables())
def test_what_a_bead_leaves_over_is_claimed_as_a_look_at_each_claim_tells(drawn: tuple[Floats, Runs, Runs]) -> None:
    score, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices(score.shape))
    found = claims(score, ja, en, rows, columns)

    def claim(j: int, sentence: int) -> float:
        return max([FLOOR, *(score_of(score, ja, en, *ja.bounds[r], sentence, sentence + 1) for r in others_of(j))])

    def others_of(j: int) -> list[int]:
        return np.flatnonzero(apart(ja, j)).tolist()

    for at, (j, e) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        c, d = en.bounds[e]
        members = np.flatnonzero(en.owner == en.passage[e]).tolist()
        beside = [claim(j, x) for x in (c - 1, d) if x in members]
        others = [claim(j, x) > 0 for x in members if not c <= x < d]
        assert found["left_en"][at] == np.clip(min([5.0, *beside]), -4, 5)
        assert found["taken_en"][at] == np.clip(max(claim(j, x) for x in range(c, d)), -4, 5)
        assert found["share_en"][at] == (sum(others) / len(others) if others else 0.5)


def test_a_clause_stands_where_its_sentence_does_and_lends_it_its_score() -> None:
    text = "雨が降った。店主は、店を閉めると話した。町は静かだ。"
    whole = tuple(Sentence(Span(*span)) for span in ((0, 6), (6, 20), (20, 26)))
    clause = Passage("narration", "ja", (Sentence(Span(10, 15)),))
    ja = runs_of([Passage("narration", "ja", whole), clause], [text], 4)
    (of_clause,) = np.flatnonzero(ja.passage == 1)
    assert ja.bounds[ja.host[of_clause]] == (1, 2)
    assert ja.host[ja.passage == 0].tolist() == np.flatnonzero(ja.passage == 0).tolist()
    en = runs_of([Passage("post", "en", (Sentence(Span(0, 2)), Sentence(Span(3, 5))))], ["A. B."], 4)
    score = np.full((len(ja), len(en)), -3, np.float32)
    score[of_clause] = 2
    lent = told(score, ja)
    assert (lent[ja.host[of_clause]] == 2).all() and (lent != score).sum() == len(en)


def test_a_reading_is_compared_with_all_that_share_its_characters() -> None:
    text = "雨が降った。店主は、店を閉めると話した。"
    whole = Passage("narration", "ja", (Sentence(Span(0, 6)), Sentence(Span(6, 20))))
    again = Passage("quotation", "ja", (Sentence(Span(6, 20)),))
    clause = Passage("narration", "ja", (Sentence(Span(10, 15)),))
    ja = runs_of([whole, again, clause], [text], 1)
    en = runs_of([Passage("post", "en", (Sentence(Span(0, 2)), Sentence(Span(3, 5))))], ["A. B."], 2)
    column = en.bounds.index((0, 2))  # both sentences: the first alone is a shorter reading of the same
    score = np.full((len(ja), len(en)), FLOOR, np.float32)
    score[:, column] = [0, 1, 4, 2]  # the sentence again scores most, and is no rival of itself
    score[:, en.bounds.index((0, 1))] = [-1, 0.5, 3, 3]
    found = relations(score, ja, en, np.arange(4), np.full(4, column))
    assert found["longer_rival_ja"].tolist() == [2, 2, 2, -2]  # capped where nothing is longer
    assert found["shorter_rival_ja"].tolist() == [2, -1, 2, 2]
    assert found["reading_ja"].tolist() == [2, -1, 2, -2]
    assert found["longer_rival_en"].tolist() == [2, 2, 2, 2]
    assert found["reading_en"].tolist() == [1, 0.5, 1, -1]


@pytest.mark.parametrize("width", [3, WIDE + 1])
def test_rows_are_folded_one_after_the_other(width: int) -> None:
    rows = np.random.default_rng(0).random((9, width)).astype(np.float32)
    texts = [np.array(text, np.int64) for text in ([], [4], [0, 3, 3, 8], list(range(9)) * 5)]
    for fold in (np.add, np.maximum):
        found = folded(fold, rows, texts)
        for mine, text in zip(found, texts, strict=True):
            wanted = np.zeros(width, np.float32)
            for at in text:
                wanted = fold(wanted, rows[at])
            assert (mine == wanted).all()


def test_a_part_of_a_page_has_the_sides_that_it_would_have_alone() -> None:
    text = "雨が降っています。猫が魚を食べた。会社を辞める。橋は春に開く。"
    spans = [Span(0, 9), Span(9, 17), Span(17, 24), Span(24, 31)]
    passages = [Passage("narration", "ja", tuple(map(Sentence, some))) for some in (spans[:1], spans[1:3], spans[3:])]
    page = side_of_runs(runs_of(passages, [text], 4), corpus.load_encoder())
    part, alone = page.part(np.array([1, 2, 3])), side_of_runs(runs_of(passages[1:], [text], 4), corpus.load_encoder())
    assert part.parts == alone.parts and part.limits.tolist() == alone.limits.tolist() == [2, 2, 3]
    assert part.longest == 2 and len(part) == part.sentences == 3
    assert (part.vectors == alone.vectors).all() and (part.norms[0] == alone.norms[0]).all()
    assert (part.norms[1, :1] == alone.norms[1, :1]).all() and (part.lengths[0] == alone.lengths[0]).all()
    assert part.begins.tolist() == [9, 17, 24] and part.ends.tolist() == [17, 24, 31]


def test_leaves_are_worth_so_many_units() -> None:
    trees = Trees.load({"bias": 1.0, "unit": 0.01, "names": ["a"], "trees": [[0, 0.5, -50, 25], [0, 1.5, 0, 100]]})
    assert trees.score({"a": np.array([0.5, 1.0, 2.0])}) == pytest.approx([0.5, 1.25, 2.25])


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    tree: Any = 0.0
    for at in range(64):
        tree = [0, float(at), tree, float(at)]
    with pytest.raises(ValueError, match="a tree of 65 leaves"):
        Trees.load({"bias": 0.0, "names": ["a"], "trees": [tree]})
