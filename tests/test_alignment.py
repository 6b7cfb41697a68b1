"""Alignment: runs, coverage, the choice of beads, relations, the fitted models, and scores of any two texts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.alignment import align_page, model_digest
from corpus.alignment.comparing.facing import Facing
from corpus.alignment.comparing.signals import DRAWN, LOCAL
from corpus.alignment.learned.coefficients import Coefficients, Linear, coefficients
from corpus.alignment.learned.models import fitted_beads, load_models
from corpus.alignment.page.beads import beads_of_page
from corpus.alignment.page.relation import ONE_SIDED, RULES, relation_of
from corpus.alignment.runs import Runs, runs_of
from corpus.alignment.selection import heaviest
from corpus.config import Config
from corpus.extraction import extract
from corpus.learned import MODELS
from corpus.trees import Trees
from corpus.types import Article, CorpusError, Language, Passage, Sentence, Source, Span

PAGES = sorted((Path(__file__).parent / "cases" / "pages").glob("*.txt"))
ALIGNED = 4  # pages that the properties below are asked of one by one; the laws are asked of all


# Runs


def passage(language: Language, *spans: tuple[int, int], document: int = 0) -> Passage:
    return Passage("quotation", language, tuple(Sentence(Span(*span)) for span in spans), document=document)


def bounds(side: Runs) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in zip(side.first, side.end, strict=True)]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [("en", "We won't\n> open it.", "We won't open it."), ("ja", "今年は\n> 開けません。", "今年は開けません。")],
)
def test_what_interrupts_a_sentence_is_no_part_of_it(language: Language, text: str, said: str) -> None:
    pieces = Span(0, text.index("\n")), Span(text.index("> ") + 2, len(text))
    found = Passage("post", language, (Sentence(Span(0, len(text)), pieces=pieces),))
    assert runs_of([found], [text], 1).texts == (said,)


def test_runs_stay_within_their_passage() -> None:
    text = "abcdefghij"
    side = runs_of([passage("en", (0, 1), (1, 3), (3, 6)), passage("en", (6, 7))], [text], 2)
    assert side.texts == ("a", "bc", "def", "g")
    assert bounds(side) == [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 4)]
    assert side.size.tolist() == [1, 2, 1, 2, 1, 1]
    assert side.passage.tolist() == [0, 0, 0, 0, 0, 1]
    assert side.characters.tolist() == [[0, 0, 1], [0, 0, 3], [0, 1, 3], [0, 1, 6], [0, 3, 6], [0, 6, 7]]
    assert side.bounds.index((1, 3)) == 3
    assert side.total(np.array([1, 10, 100, 1000])).tolist() == [1, 11, 10, 110, 100, 1000]
    assert side.largest(np.array([[1, 5, 2, 9]], np.float32)).tolist() == [[1, 5, 5, 5, 2, 9]]


def test_runs_overlap_where_their_characters_do() -> None:
    side = runs_of(
        [passage("ja", (0, 4), (4, 8)), passage("ja", (2, 3)), passage("ja", (0, 4), document=1)], ["x" * 8, "y" * 8], 2
    )
    shared = [[bool(cell) for cell in row] for row in side.overlap]
    assert bounds(side) == [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)]
    assert shared == [
        [True, True, False, True, False],
        [True, True, True, True, False],
        [False, True, True, False, False],
        [True, True, False, True, False],
        [False, False, False, False, True],
    ]


def test_what_is_said_twice_has_a_twin() -> None:
    texts = ["「Go on.」 Now.", "“go on”", "Go on?", "+5", "-5"]
    places = [((0, 8), (9, 13)), ((0, 7),), ((0, 6),), ((0, 2),), ((0, 2),)]
    side = runs_of([passage("en", *spans, document=at) for at, spans in enumerate(places)], texts, 2)
    assert side.texts == ("「Go on.」", "Now.", "“go on”", "Go on?", "+5", "-5")
    assert [group.tolist() for group in side.twins] == [[0, 3]]


def test_what_a_page_quotes_twice_is_no_less_sure(tmp_path: Path) -> None:
    once = '猫の話\n\n"I am the king of the harbour."\n「私がこの港の王様だ」\n'
    (tmp_path / "once.txt").write_text(once)
    (tmp_path / "twice.txt").write_text(f"{once}\n翌朝、猫はまた同じことを言った。\n{once.partition(chr(10))[2]}")
    (first,) = corpus.pairs(tmp_path / "once.txt")
    both = corpus.pairs(tmp_path / "twice.txt")
    assert first.reason is None and sorted(pair.reason or "" for pair in both) == ["", "duplicate"]
    assert min(pair.confidence for pair in both) > first.confidence - 0.03


def test_no_passage_no_run() -> None:
    side = runs_of([], [""], 4)
    assert len(side) == 0
    assert side.overlap.shape == (0, 0)
    assert side.characters.shape == (0, 3)


@CALM
@given(st.lists(st.integers(1, 5), max_size=4), st.integers(1, 8))
def test_as_many_runs_as_there_are(sizes: list[int], most: int) -> None:
    at, passages = 0, []
    for size in sizes:
        passages.append(passage("en", *((at + n, at + n + 1) for n in range(size))))
        at += size
    side = runs_of(passages, ["x" * at], most)
    assert len(side) == sum(size - length + 1 for size in sizes for length in range(1, min(size, most) + 1))
    assert len(set(bounds(side))) == len(side)
    assert all(side.owner[a] == side.owner[b - 1] and 1 <= b - a <= most for a, b in bounds(side))


def facing(ja: list[str], en: list[str]) -> Facing:
    """Two texts of these sentences, all their runs against each other."""
    sides = []
    languages: tuple[Language, ...] = ("ja", "en")
    for language, texts in zip(languages, (ja, en), strict=True):
        ends = np.cumsum([len(text) for text in texts]).tolist()
        spans = zip([0, *ends[:-1]], ends, strict=True)
        sides.append(runs_of([passage(language, *spans)], ["".join(texts)], len(texts)))
    return Facing(sides[0], sides[1], load_models())


def test_longer_runs_cover_no_less() -> None:
    both = facing(
        ["春に橋が開通します。", "橋は25本あります。", "技師はエングダール氏です。"],
        ["The bridge opens in spring.", "There are 25 bridges.", "The engineer is Mr. Engdahl."],
    )
    single, whole = both.ja.bounds.index((0, 1)), both.ja.bounds.index((0, 3))
    for found in (both.pieces, both.words, both.numbers, both.names, both.latin, both.marks):
        assert (found.ja[whole] >= found.ja[single] - 1e-5).all()
        assert (found.ja <= found.ja_whole[:, None] + 1e-4).all()
        assert (found.en <= found.en_whole[None, :] + 1e-4).all()
    assert both.numbers.ja[both.ja.bounds.index((1, 2)), both.en.bounds.index((1, 2))] == 1
    assert both.numbers.ja[both.ja.bounds.index((1, 2)), both.en.bounds.index((2, 3))] == 0
    assert both.names.ja[both.ja.bounds.index((2, 3)), both.en.bounds.index((2, 3))] > 0.5
    assert both.names.ja[both.ja.bounds.index((2, 3)), both.en.bounds.index((0, 1))] == 0


def test_every_signal_is_a_finite_matrix() -> None:
    both = facing(["春に橋が開通します。", "!?"], ["The bridge opens in spring.", "\0", "🔥"])
    for name, (meaning, compute) in (LOCAL | DRAWN).items():
        matrix = compute(both)
        assert matrix.shape == (len(both.ja), len(both.en)), name
        assert np.isfinite(matrix).all(), name
        assert meaning


# The choice


def brute_force(weights: list[float], conflicts: np.ndarray) -> float:
    """The greatest sum of weights of a set without a conflict."""
    best = 0.0
    for size in range(1, len(weights) + 1):
        for chosen in combinations(range(len(weights)), size):
            if not any(conflicts[a, b] for a, b in combinations(chosen, 2)):
                best = max(best, sum(weights[index] for index in chosen))
    return best


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[float], np.ndarray]:
    weights = draw(st.lists(st.integers(-3, 12).map(lambda n: n / 4), max_size=9))
    conflicts = np.zeros((len(weights), len(weights)), bool)
    for a, b in combinations(range(len(weights)), 2):
        conflicts[a, b] = conflicts[b, a] = draw(st.booleans())
    return weights, conflicts


@CALM
@given(problems())
def test_the_heaviest_set_is_found(problem: tuple[list[float], np.ndarray]) -> None:
    weights, conflicts = problem
    chosen = heaviest(weights, conflicts)
    assert chosen == sorted(set(chosen))
    assert all(weights[index] > 0 for index in chosen)
    assert not any(conflicts[a, b] for a, b in combinations(chosen, 2))
    assert sum(weights[index] for index in chosen) == brute_force(weights, conflicts)


def test_ties_go_to_the_first() -> None:
    rivals = ~np.eye(3, dtype=bool)
    assert heaviest([1.0, 1.0, 1.0], rivals) == [0]
    assert heaviest([1.0, 2.0, 2.0], rivals) == [1]
    square = np.zeros((4, 4), bool)
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
        square[a, b] = square[b, a] = True
    assert heaviest([1.0] * 4, square) == [0, 2]


def test_nothing_is_a_choice() -> None:
    assert heaviest([], np.zeros((0, 0), bool)) == []
    assert heaviest([0.0, -1.0], np.zeros((2, 2), bool)) == []


def test_two_light_beads_beat_a_heavy_one_in_their_way() -> None:
    conflicts = np.array([[False, True, True], [True, False, False], [True, False, False]])
    assert heaviest([1.5, 1.0, 0.75], conflicts) == [1, 2]


def rows_of_rivals(places: int, longest: int) -> tuple[list[tuple[int, int]], list[float], np.ndarray]:
    """Spans of places in a row, all hanging together, with weights that look random, and which exclude each other."""
    spans = [(at, at + size) for at in range(places) for size in range(1, longest + 1) if at + size <= places]
    weights = [((at * 7919 + end * 104729) % 97) / 100 + 0.01 * (end - at) for at, end in spans]
    start, end = np.array(spans).T
    conflicts = (start[:, None] < end[None, :]) & (start[None, :] < end[:, None])
    np.fill_diagonal(conflicts, False)
    return spans, weights, conflicts


def test_a_hundred_rivals_are_solved_exactly() -> None:
    spans, weights, conflicts = rows_of_rivals(30, 4)
    best = [0.0]  # the heaviest choice among the places before each
    for place in range(1, 31):
        ending = [best[a] + weight for (a, b), weight in zip(spans, weights, strict=True) if b == place]
        best.append(max([best[-1], *ending]))
    assert sum(weights[index] for index in heaviest(weights, conflicts)) == pytest.approx(best[-1])


def test_hundreds_of_rivals_come_to_an_end() -> None:
    """No worse than the heaviest first, one by one."""
    _, weights, conflicts = rows_of_rivals(60, 8)
    chosen = heaviest(weights, conflicts)
    assert not any(conflicts[a, b] for a, b in combinations(chosen, 2))
    greedy: list[int] = []
    for index in sorted(range(len(weights)), key=lambda index: -weights[index]):
        if not conflicts[index, greedy].any():
            greedy.append(index)
    assert sum(weights[index] for index in chosen) >= sum(weights[index] for index in greedy)


def test_a_long_chain_of_rivals_is_no_deep_recursion() -> None:
    chain = np.eye(3000, k=1, dtype=bool) | np.eye(3000, k=-1, dtype=bool)
    chosen = heaviest([1.0] * 3000, chain)
    assert len(chosen) == 1500
    assert not any(chain[a, b] for a, b in pairwise(chosen))


# Relations

PLAIN = {
    "cut": 0.0, "covered_ja": 0.9, "covered_en": 0.9, "longer_en": 0.1, "longer_ja": 0.1, "similarity": 0.8,
    "ja_sentences": 1.0, "en_sentences": 1.0, "one_sided": 0.1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "relation"),
    [
        ({}, "translation"),
        ({"cut": 1.0}, "partial"),
        ({"cut": 1.0, "similarity": 0.1, "covered_ja": 0.1}, "partial"),
        ({"one_sided": ONE_SIDED}, "partial"),
        ({"one_sided": 0.9, "similarity": 0.1, "covered_ja": 0.1}, "partial"),
        ({"one_sided": 0.9, "en_sentences": 3.0, "longer_en": 1.0}, "summary"),
        ({"one_sided": ONE_SIDED - 0.01}, "translation"),
        ({"en_sentences": 3.0, "longer_en": 1.0}, "summary"),
        ({"en_sentences": 3.0, "ja_sentences": 3.0, "longer_en": 1.0}, "translation"),
        ({"similarity": 0.1, "covered_ja": 0.2}, "paraphrase"),
        ({"similarity": 0.1, "covered_ja": 0.3}, "translation"),
        ({"similarity": 0.1}, "translation"),
    ],
)
def test_the_first_rule_that_holds_gives_the_relation(changed: dict[str, float], relation: str) -> None:
    assert relation_of(PLAIN | changed) == relation


def test_rules_read_signals_that_every_bead_has() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    page = extract(Article("page", text, Source(), "", "utf-8", PAGES[0]))
    for found in align_page(page.passages, [text]):
        assert found.bead.relation == relation_of(found.bead.signals)
    assert {relation for relation, _, _ in RULES} == {"partial", "summary", "paraphrase"}


# The fitted models


def test_a_linear_score_is_a_bias_and_weights() -> None:
    score = Linear(-1.0, {"a": 2.0, "b": -0.5}).score(
        {"a": np.array([1.0, 0.0]), "b": np.array([4.0, 2.0]), "c": np.zeros(2)}
    )
    assert score.tolist() == [-1.0, -2.0]


def test_trees_are_read_and_scored_by_hand() -> None:
    stored = {"bias": 0.5, "names": ["b", "a"], "trees": [[1, 1.0, [0, -2.0, 10.0, 20.0], 30.0], 4.0]}
    trees = Trees.load(stored)
    assert trees.names == ("b", "a") and trees.value.shape == (2, 3)
    signals = {"a": np.array([1.0, 1.0, 1.5, 0.0]), "b": np.array([-2.0, -1.5, -9.0, 7.0]), "unused": np.zeros(4)}
    assert trees.score(signals).tolist() == [14.5, 24.5, 34.5, 24.5]


def test_no_tree_is_the_bias() -> None:
    trees = Trees.load({"bias": -0.25, "names": ["a"], "trees": []})
    assert trees.score({"a": np.array([1.0, 2.0])}).tolist() == [-0.25, -0.25]


@CALM
@given(st.data())
def test_trees_score_as_a_walk_through_the_nested_form_does(data: st.DataObject) -> None:
    names = ["a", "b", "c"]
    numbers = st.integers(-4, 4).map(lambda n: n / 2)
    nodes = st.recursive(
        numbers, lambda inner: st.tuples(st.integers(0, 2), numbers, inner, inner).map(list), max_leaves=8
    )
    stored: dict[str, Any] = {"bias": 0.0, "names": names, "trees": data.draw(st.lists(nodes, min_size=1, max_size=4))}
    rows = data.draw(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=5))
    columns = {name: np.array([row[at] for row in rows]) for at, name in enumerate(names)}

    def walk(node: object, row: dict[str, float]) -> float:
        while isinstance(node, list):
            at, threshold, left, right = node
            node = left if row[names[at]] <= threshold else right
        assert isinstance(node, float)
        return node

    wanted = [sum(walk(tree, dict(zip(names, row, strict=True))) for tree in stored["trees"]) for row in rows]
    assert Trees.load(stored).score(columns).tolist() == wanted


def test_confidence_is_increasing_and_a_probability() -> None:
    fitted = coefficients()
    odds = np.linspace(-30, 30, 301)
    confidence = fitted.confidence(odds)
    assert ((confidence >= 0) & (confidence <= 1)).all()
    assert (np.diff(confidence) >= 0).all()
    assert confidence[0] < 0.1 and confidence[-1] > 0.9
    assert (np.round(confidence, 4) == confidence).all()
    points = ((-2.0, -1.0), (0.0, 0.0), (2.0, 3.0))
    by_hand = Coefficients(fitted.local, fitted.bead, fitted.headline, points, "", "", "", "")
    assert by_hand.confidence(np.array([0.0, 1.0, -9.0])).tolist() == [0.5, 0.8176, 0.2689]


def test_a_bead_of_which_one_side_says_more_is_less_sure() -> None:
    fitted = replace(coefficients(), partial=-0.8)
    assert fitted.related(0.8, "translation") == fitted.related(0.8, "summary") == 0.8
    assert fitted.related(0.8, "partial") == round(1 / (1 + 0.25 * np.exp(0.8)), 4)
    assert 0 <= fitted.related(0.0, "partial") < fitted.related(1.0, "partial") < 1
    assert replace(fitted, partial=0.0).related(0.8, "partial") == 0.8
    assert coefficients().partial < 0


def test_the_confidence_of_a_headline_is_that_of_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '市長「橋は開く」\n\n市長は言った。\n\n「橋は月曜日に開きます。」\n\n"The bridge will open on Monday."\n'
    passages = extract(Article("a", text, Source(), "", "utf-8", Path("a.txt"))).passages
    models, beads = fitted_beads(None)
    monkeypatch.setattr("corpus.alignment.page.beads.relation_of", lambda signals: "partial")
    plain, moved = (
        beads_of_page(passages, [text], 4, models, replace(coefficients(), partial=partial), beads)
        for partial in (0.0, -1.0)
    )
    pairs = list(zip(plain, moved, strict=True))
    assert {one.headline for one, _ in pairs} == {False, True}
    assert all((one.bead.confidence == other.bead.confidence) is one.headline for one, other in pairs)


def test_the_digest_is_of_the_coefficients_bytes(tmp_path: Path) -> None:
    content = (MODELS / "coefficients.json").read_bytes()
    assert coefficients().digest == hashlib.sha256(content).hexdigest()[:12]
    assert model_digest() == load_models().digest[:8] + coefficients().digest[:8]
    (tmp_path / "same.json").write_bytes(content)
    (tmp_path / "other.json").write_bytes(content + b"\n")
    assert coefficients(tmp_path / "same.json").digest == coefficients().digest
    assert coefficients(tmp_path / "other.json").digest != coefficients().digest


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b'{"local": {}}', b"\xff"])
def test_broken_coefficients_are_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "coefficients.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"coefficients\.json: no readable coefficients"):
        coefficients(path)


def test_signals_tell_who_signed_and_what_has_no_full_stop(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "題名\n「店は土曜日に閉まります」\nThe shop closes on Saturday.\n— Ned Cole (@nedcole) May 5, 2020\n"
        "橋は来月開通します。\nThe bridge opens next month\n",
        "utf-8",
    )
    told = [(pair.signals["signed"], pair.signals["bare_ja"], pair.signals["bare_en"]) for pair in corpus.pairs(page)]
    assert told == [(1.0, 1.0, 0.0), (0.0, 0.0, 1.0)]


def test_the_weights_are_of_signals_of_the_table() -> None:
    values = json.loads((MODELS / "coefficients.json").read_text(encoding="utf-8"))
    assert set(values["local"]["weights"]) <= set(LOCAL)
    assert values["models"] == load_models().digest


# Scores of any two texts

ODD = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "x\udfffy",
    "\ufeff",
    "🔥",
    "👩\u200d👧",
    "。",
    "...",
    "ｶﾅ",
    "٣",
    "½",
    "\u202eabc",
    "שלום עולם",
    "e\u0301\u0323\u0323",
    "か\u3099",
    "OpenAI GPT-4",
    "x",
    "字",
    "𠮷",
]
JA = ["橋は春に開通します。", "猫が魚を食べた。", "会社を辞めることにしました。"]
EN = ["The bridge opens in spring.", "The cat ate a fish.", "I have decided to leave the company."]


def test_scores_have_a_shape_and_a_type() -> None:
    scores = corpus.score_matrix(JA, EN)
    assert scores.shape == (3, 3) and scores.dtype == np.float32
    assert (scores.argmax(0) == range(3)).all() and (scores.argmax(1) == range(3)).all()
    assert (np.diag(scores) > 0).all()
    for ja, en in ((0, 3), (3, 0), (0, 0)):
        empty = corpus.score_matrix(JA[:ja], EN[:en])
        assert empty.shape == (ja, en) and empty.dtype == np.float32


def test_a_score_is_the_same_alone_and_among_others() -> None:
    together = corpus.score_matrix(JA, EN)
    for j, ja in enumerate(JA):
        for e, en in enumerate(EN):
            assert corpus.score(ja, en) == pytest.approx(float(together[j, e]), abs=1e-3)


def test_odd_strings_have_finite_scores() -> None:
    scores = corpus.score_matrix([*ODD, *JA], [*ODD, *EN])
    assert scores.shape == (len(ODD) + 3, len(ODD) + 3)
    assert np.isfinite(scores).all()
    assert scores[0, 0] < 0


def test_long_strings_have_finite_scores() -> None:
    ja = ["あ" * 100_000, "橋は春に開通します。" * 10_000, "x" * 100_000, "漢" * 10_000, "ア" * 100_000]
    scores = corpus.score_matrix(ja, ["word " * 20_000, "The bridge opens in spring. " * 3_600, "1" * 100_000])
    assert scores.shape == (5, 3) and np.isfinite(scores).all()


@CALM
@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))  # lone surrogates among them
def test_any_two_texts_have_a_score(ja: str, en: str) -> None:
    assert np.isfinite(corpus.score(ja, en))


# Pages


SILENT = ("08_keyboard_review",)  # pages on which nothing renders anything


@pytest.mark.parametrize("path", PAGES[:ALIGNED], ids=lambda path: path.stem)
def test_each_character_of_the_body_is_used_once(path: Path) -> None:
    article = corpus.read(path)
    for most in (1, 4):
        found = align_page(extract(article).passages, [article.text], most)
        assert found or path.stem in SILENT
        used: Counter[tuple[int, int]] = Counter()
        for bead in found:
            assert 1 <= len(bead.ja) <= most and 1 <= len(bead.en) <= most
            assert set(bead.ja) <= set(bead.ja_passage.sentences) and set(bead.en) <= set(bead.en_passage.sentences)
            assert len(bead.ja) == len(bead.bead.ja) and len(bead.en) == len(bead.bead.en)
            assert 0 <= bead.bead.confidence <= 1
            if not bead.headline:
                for passage_, sentences in ((bead.ja_passage, bead.ja), (bead.en_passage, bead.en)):
                    used.update((passage_.document, at) for s in sentences for at in range(s.span.start, s.span.end))
        assert set(used.values()) <= {1} and (used or path.stem in SILENT)


@pytest.mark.parametrize("path", PAGES[:ALIGNED], ids=lambda path: path.stem)
def test_the_headline_is_faced_by_headline_beads_alone(path: Path) -> None:
    article = corpus.read(path)
    for bead in align_page(extract(article).passages, [article.text]):
        assert (bead.ja_passage.role == "headline") == bead.headline
        assert bead.en_passage.role in (
            ("post", "quotation", "source_title") if bead.headline else ("post", "quotation")
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "日本語だけの頁。\n「英語はどこにもありません。本当です」と彼は言った。\n",
        "English only.\nNothing else is here.\n",
    ],
    ids=["empty", "no English", "no Japanese"],
)
def test_nothing_is_found_where_a_language_is_missing(text: str) -> None:
    article = Article("page", text, Source(), "", "utf-8", Path("page.txt"))
    assert align_page(extract(article).passages, [text], Config().max_bead) == []
