"""How likely segments are, against all sets of them counted one by one."""

from __future__ import annotations

from itertools import chain, combinations, pairwise

import numpy as np
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.clauses.segments import shares

PLACES = st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True).map(sorted)


def counted(worth: np.ndarray, begins: list[int], ends: list[int]) -> np.ndarray:
    """The same by trying every set of segments."""
    cells = [(b, e) for b in range(len(begins)) for e in range(len(ends)) if worth[b, e] > 0]
    held, every = np.zeros_like(worth), 0.0
    for some in chain.from_iterable(combinations(cells, size) for size in range(1, len(cells) + 1)):
        spans = sorted((begins[b], ends[e]) for b, e in some)
        if all(one[1] <= two[0] for one, two in pairwise(spans)):
            weight = float(np.prod([worth[cell] for cell in some]))
            every += weight
            for cell in some:
                held[cell] += weight
    return held / every


@CALM
@given(PLACES, PLACES.map(lambda places: [place + 1 for place in places]), st.data())
def test_shares_are_those_of_all_sets(begins: list[int], ends: list[int], data: st.DataObject) -> None:
    worth = np.array([[data.draw(st.floats(0.1, 9)) if b < e else 0.0 for e in ends] for b in begins])
    if worth.max() == 0 or (worth > 0).sum() > 10:
        return
    found = shares(worth[None], np.array([begins]), np.array([ends]))[0]
    np.testing.assert_allclose(found, counted(worth, begins, ends))


def test_sentences_say_nothing_of_each_other() -> None:
    worth = np.array([[[2.0, 3.0], [0.0, 5.0]], [[1.0, 0.0], [0.0, 1.0]]])
    begins, ends = np.array([[0, 4], [0, 2]]), np.array([[4, 9], [2, 3]])
    together = shares(worth, begins, ends)
    for at in (0, 1):
        assert (together[at] == shares(worth[at : at + 1], begins[at : at + 1], ends[at : at + 1])[0]).all()
    # Of 2, 3, 5 and the first with the last, 2 * 5, the first stands in two sets.
    np.testing.assert_allclose(together[0], [[12 / 20, 3 / 20], [0, 15 / 20]])


def test_a_sentence_that_can_have_one_segment_only_has_it() -> None:
    assert shares(np.array([[[0.25]]]), np.array([[0]]), np.array([[7]]))[0, 0, 0] == 1
