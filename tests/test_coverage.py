"""Coverage of runs by runs: by hand, and over links as over the whole table."""

from __future__ import annotations

import numpy as np
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment.comparing.coverage import Coverage, Items, Links, Nearest, coverage, drawn, linked_coverage
from corpus.alignment.runs import Runs, runs_of
from corpus.types import Language, Passage, Sentence, Span


def runs(language: Language, sentences: int, most: int) -> Runs:
    """One passage of sentences of one character, and all its runs."""
    spans = tuple(Sentence(Span(at, at + 1)) for at in range(sentences))
    return runs_of([Passage("quotation", language, spans)] if spans else [], ["x" * sentences], most)


def items(texts: list[list[int]], weights: list[float]) -> Items:
    return Items([np.array(text, np.int64) for text in texts], np.array(weights, np.float32))


def whole(ja: Runs, en: Runs, ja_items: Items, en_items: Items, alike: np.ndarray) -> Coverage:
    return coverage(ja, en, ja_items, en_items, Nearest.of(ja_items, en_items, alike))


def linked(alike: np.ndarray) -> Links:
    rows, columns = np.nonzero(alike)
    return Links(rows, columns, alike[rows, columns].astype(np.float32))


def test_coverage_counts_what_finds_its_like() -> None:
    """Two Japanese sentences (items 0 and 1, item 1 twice) and two English ones (items 0, then 1)."""
    ja, en = runs("ja", 2, 2), runs("en", 2, 2)
    ja_items, en_items = items([[0], [1, 1]], [2.0, 1.0]), items([[0], [1]], [1.0, 4.0])
    alike = np.array([[1.0, 0.0], [0.5, 0.25]], np.float32)
    for found in (
        whole(ja, en, ja_items, en_items, alike),
        linked_coverage(ja, en, ja_items, en_items, linked(alike)),
    ):
        assert found.ja_whole.tolist() == [2, 4, 2]
        assert found.en_whole.tolist() == [1, 5, 4]
        # Rows: Japanese 1, 1-2, 2; columns: English 1, 1-2, 2.
        assert found.ja.tolist() == [[2, 2, 0], [3, 3, 0.5], [1, 1, 0.5]]
        assert found.en.tolist() == [[1, 1, 0], [1, 2, 1], [0.5, 1.5, 1]]


def test_a_side_without_items_is_covered_by_nothing() -> None:
    ja, en = runs("ja", 1, 1), runs("en", 1, 1)
    nothing = items([[]], [])
    for found in (
        whole(ja, en, nothing, nothing, np.zeros((0, 0), np.float32)),
        linked_coverage(ja, en, nothing, nothing, linked(np.zeros((0, 0)))),
        linked_coverage(ja, en, items([[0]], [1.0]), nothing, linked(np.zeros((1, 0)))),
    ):
        assert [mass.tolist() for mass in (found.ja, found.en)] == [[[0]], [[0]]]


def test_a_run_draws_what_the_other_sentences_of_its_passage_do_not() -> None:
    """Of two Japanese items the first is as near to both English sentences, the second to the second one alone."""
    ja, en = runs("ja", 1, 1), runs("en", 2, 2)
    ja_items, en_items = items([[0, 1]], [1.0, 3.0]), items([[0], [1]], [1.0, 1.0])
    nearest = Nearest.of(ja_items, en_items, np.array([[0.5, 0.5], [0.0, 1.0]], np.float32))
    first, both, second = drawn(ja, en, ja_items, nearest.ja)[0].tolist()
    assert np.allclose([both, first + second, first], [1, 1, 1 / 8], atol=1e-3)
    assert drawn(en, ja, en_items, nearest.en).tolist() == [[1], [1], [1]]  # nothing else stands there


def test_what_stands_alone_or_says_nothing_draws_all_or_nothing() -> None:
    one, nothing = items([[0]], [1.0]), items([[]], [])
    alone = runs("ja", 1, 1), runs("en", 1, 1)
    assert drawn(*alone, one, np.zeros((1, 1), np.float32)).tolist() == [[1]]
    assert drawn(*alone, nothing, np.zeros((0, 1), np.float32)).tolist() == [[0]]


@st.composite
def problems(draw: st.DrawFn) -> tuple[Runs, Runs, Items, Items, np.ndarray]:
    sides = []
    for language in ("ja", "en"):
        known, sentences = draw(st.integers(1, 4)), draw(st.integers(1, 4))
        texts = draw(st.lists(st.lists(st.integers(0, known - 1), max_size=4), min_size=sentences, max_size=sentences))
        weights = draw(st.lists(st.sampled_from([0.25, 1.0, 2.0]), min_size=known, max_size=known))
        sides.append(
            (runs("ja" if language == "ja" else "en", sentences, draw(st.integers(1, 3))), items(texts, weights))
        )
    (ja, ja_items), (en, en_items) = sides
    values = draw(
        st.lists(
            st.sampled_from([0.0, 0.0, 0.5, 1.0]),
            min_size=len(ja_items.weights) * len(en_items.weights),
            max_size=len(ja_items.weights) * len(en_items.weights),
        )
    )
    return ja, en, ja_items, en_items, np.array(values, np.float32).reshape(len(ja_items.weights), -1)


@CALM
@given(problems())
def test_links_give_what_the_whole_table_gives(problem: tuple[Runs, Runs, Items, Items, np.ndarray]) -> None:
    ja, en, ja_items, en_items, alike = problem
    table = whole(ja, en, ja_items, en_items, alike)
    links = linked_coverage(ja, en, ja_items, en_items, linked(alike))
    for name in ("ja", "en", "ja_whole", "en_whole"):
        assert np.allclose(getattr(table, name), getattr(links, name)), name


@CALM
@given(problems())
def test_the_sentences_of_a_passage_draw_all_that_there_is(
    problem: tuple[Runs, Runs, Items, Items, np.ndarray],
) -> None:
    ja, en, ja_items, en_items, alike = problem
    found = drawn(ja, en, ja_items, Nearest.of(ja_items, en_items, alike).ja)
    each = found[:, en.at(np.arange(len(en.texts)), 1)].sum(axis=1)
    weigh = ja.total(np.array([ja_items.weights[text].sum() for text in ja_items.texts], np.float32))
    assert np.allclose(each, weigh > 0, atol=1e-5)
