"""What a page's surest beads tell of the others, as a look at each would tell it."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import CALM, sides
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment.page.habits import HABITS, MANY, NEXT_TO, NOBODY, habits
from corpus.alignment.runs import Array, Ints, Runs, runs_of
from corpus.types import Language, Passage, Sentence, Span

Table = tuple[Array, dict[str, Array], Runs, Runs]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Beads of two sides with log-odds, some of them equal, and where they stand."""
    ja, en = draw(sides("ja")), draw(sides("en"))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    count = len(ja) * len(en)
    stands = {"between": rng.integers(0, 6, count) * 1.0, "near": np.exp(-rng.integers(0, 3, count) / 2)}
    return rng.integers(-6, 4, count).astype(np.float64), stands, ja, en


@CALM
@given(tables())
def test_habits_are_what_a_look_at_the_sure_beads_tells(drawn: Table) -> None:
    odds, stands, ja, en = drawn
    rows, columns = (axis.ravel() for axis in np.indices((len(ja), len(en))))
    found = habits(odds, stands, ja, en, rows, columns)
    assert tuple(found) == HABITS and all(np.isfinite(values).all() for values in found.values())

    def apart(a: int, b: int) -> bool:
        return not ja.overlap[rows[a], rows[b]] and not en.overlap[columns[a], columns[b]]

    def start(side: Runs, runs: Ints, at: int) -> int:
        return int(side.characters[runs[at], 1])

    def lies(at: int) -> tuple[int, int, int]:
        way = np.sign(start(ja, rows, at) - start(en, columns, at))
        return int(way), min(int(stands["between"][at]), 3), round(10 * stands["near"][at])

    sure: list[int] = []
    for at in sorted(range(len(odds)), key=lambda at: (-odds[at], at)):
        if odds[at] > 0 and all(apart(at, other) for other in sure):
            sure.append(at)
    for at in range(len(odds)):
        others = [other for other in sure if apart(at, other)]
        ways = [
            np.sign(start(ja, rows, at) - start(ja, rows, o)) * np.sign(start(en, columns, at) - start(en, columns, o))
            for o in others
        ]
        alike = [other for other in others if lies(other) == lies(at)]
        nearest = sorted(others, key=lambda other: abs(start(ja, rows, other) - start(ja, rows, at)))[:NEXT_TO]
        assert found["sure"][at] == min(len(others), MANY)
        assert found["in_order"][at] == pytest.approx(sum(ways) / (len(others) + 2))
        assert found["alike"][at] == found["role_alike"][at] == len(alike) / (len(others) + 2)
        assert found["next_alike"][at] == len(set(nearest) & set(alike))
        assert found["ja_sentences"][at] == pytest.approx(np.mean([ja.size[rows[o]] for o in others] or [0]))
        assert found["en_first"][at] == pytest.approx(np.mean([float(lies(o)[0] > 0) for o in others] or [0.0]))
        before = [other for other in others if start(ja, rows, other) < start(ja, rows, at)]
        assert (found["skipped_before"][at] == NOBODY) == (not before)


def lines(language: Language, *starts: int, role: str = "quotation") -> Runs:
    """The runs of sentences of four characters, each a passage."""
    passages = [Passage(role, language, (Sentence(Span(at, at + 4)),)) for at in starts]  # type: ignore[arg-type]
    return runs_of(passages, ["あ" * 200 if language == "ja" else "a" * 200], 1)


def told(odds: dict[tuple[int, int], float], ja: Runs, en: Runs) -> dict[tuple[int, int], dict[str, float]]:
    """The habits of some beads, by row and column."""
    rows, columns = (np.array(side) for side in zip(*odds, strict=True))
    stands = {"between": np.zeros(len(odds)), "near": np.ones(len(odds))}
    found = habits(np.array(list(odds.values())), stands, ja, en, rows, columns)
    return {cell: {name: float(values[at]) for name, values in found.items()} for at, cell in enumerate(odds)}


def test_a_bead_that_fills_the_gap_of_two_sure_ones_is_told_from_one_that_crosses_them() -> None:
    ja, en = lines("ja", 10, 30, 50), lines("en", 0, 20, 40, 60)
    found = told({(0, 0): 3.0, (2, 2): 3.0, (1, 1): -1.0, (1, 3): -1.0}, ja, en)
    fills, crosses = found[1, 1], found[1, 3]
    assert (fills["skipped_before"], fills["skipped_behind"]) == (0, 0)
    assert (crosses["skipped_before"], crosses["skipped_behind"]) == (2, -1)
    assert fills["in_order"] == 0.5 and crosses["in_order"] == 0
    assert fills["alike"] == 0.5 and crosses["alike"] == 0  # its English stands behind it
    assert (fills["free_ja"], fills["free_en"]) == (1, 1)
    assert fills["page_in_order"] == 0.5 and fills["en_first"] == 1


def test_where_nothing_is_sure_nothing_is_told() -> None:
    ja, en = lines("ja", 10, 30), lines("en", 0, 20)
    for habit in told({(0, 0): -1.0, (1, 1): 0.0, (0, 1): -2.0}, ja, en).values():
        assert habit["sure"] == habit["in_order"] == habit["alike"] == habit["most_alike"] == habit["next_alike"] == 0
        assert habit["skipped_before"] == habit["skipped_behind"] == NOBODY
        assert (habit["free_en"], habit["free_ja"]) == (2, 2)


def test_a_sure_bead_tells_nothing_of_itself() -> None:
    ja, en = lines("ja", 10, 30), lines("en", 0, 20)
    found = told({(0, 0): 4.0, (0, 1): 3.0}, ja, en)
    assert all(habit["sure"] == habit["alike"] == habit["ja_sentences"] == 0 for habit in found.values())
    assert found[0, 0]["most_alike"] == pytest.approx(1 / 3)


def test_who_lies_alike_is_asked_of_the_same_role_too() -> None:
    spans = [Span(at, at + 4) for at in (10, 30, 50)]
    roles = ("quotation", "narration", "quotation")
    passages = [Passage(role, "ja", (Sentence(span),)) for role, span in zip(roles, spans, strict=True)]  # type: ignore[arg-type]
    ja, en = runs_of(passages, ["あ" * 80], 1), lines("en", 0, 20, 40, role="post")
    found = told({(0, 0): 2.0, (1, 1): 2.0, (2, 2): -1.0}, ja, en)[2, 2]
    assert found["alike"] == 0.5 and found["role_alike"] == pytest.approx(1 / 3)
    assert (found["next_alike"], found["next_role_alike"]) == (2, 1)
