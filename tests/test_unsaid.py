"""What one of two texts says and the other does not: its signals, what is learned of them, and pairs to learn from."""

from __future__ import annotations

import random
from pathlib import Path

import evaluate_relations
import numpy as np
import pytest
import train_one_sided
from hypothesis import given
from hypothesis import strategies as st
from learning.text_cuts import KEPT, SIDES, cut, cuts
from pages.whole import page_of

from corpus.alignment.comparing.unsaid import OF_A_SIDE, UNSAID, Told, unsaid
from corpus.alignment.learned.encoder import embedded
from corpus.alignment.page.one_sided import SIGNALS, one_sided
from corpus.types import CorpusError, Language

JA = "この春から町の図書館は日曜日も開館し、子どもたちのために新しい読書室を設ける。"
EN = "From this spring the town library will open on Sundays too, and it will set up a new reading room for children."
SHORT_JA = "この春から町の図書館は日曜日も開館する。"
SHORT_EN = "From this spring the town library will open on Sundays too."


def told(best: list[float]) -> Told:
    vectors = np.eye(2, dtype=np.float32)[[int(like > 0.5) for like in best]]
    return Told(np.ones(len(best), np.float32), np.array(best, np.float32), vectors, np.array([0, 1], np.float32))


def test_the_gap_is_where_nothing_is_found() -> None:
    text = told([0.9, 0.8, 0.9, 0.1, 0.0, 0.1, 0.9, 0.1])
    assert text.gap[:2] == (3, 6)
    assert text.covered(*text.gap[:2]) < 0.1 < 0.7 < text.beside
    assert text.gain(back=False) > 0 > text.gain(back=True)
    assert OF_A_SIDE["before_gap"][1](text) == 3 / 8 and OF_A_SIDE["behind_gap"][1](text) == 2 / 8
    assert told([0.9, 0.8, 0.9]).gap == (0, 0, 0.0)
    assert told([0.1, 0.1]).gap[:2] == (0, 2)


def test_a_text_that_says_more_has_a_gap_and_a_better_front() -> None:
    whole, more_en, more_ja = (unsaid([ja], [en], embedded()) for ja, en in ((JA, EN), (SHORT_JA, EN), (JA, SHORT_EN)))
    assert more_en["gap_en"] > whole["gap_en"] and more_en["front_en"] > whole["front_en"]
    assert more_ja["gap_ja"] > whole["gap_ja"] and more_ja["front_ja"] > whole["front_ja"]
    assert whole["alike"] > max(more_en["alike"], more_ja["alike"])


def likely(ja: str, en: str) -> float:
    return one_sided().probability(train_one_sided.signals_of(ja, en))


def test_what_is_learned_tells_cut_from_whole() -> None:
    assert max(likely(JA, EN), likely(SHORT_JA, SHORT_EN)) < 0.3 <= min(likely(SHORT_JA, EN), likely(JA, SHORT_EN))


def test_what_is_cut_is_called_partial_and_what_is_called_so_is_cut() -> None:
    found = evaluate_relations.told(7)  # quotations that are only reported on
    lines = list(evaluate_relations.counted(found, evaluate_relations.related(found)))
    precision, recall = (float(line.split()[2]) for line in lines[-2:])
    assert len(found) > 1000 and min(precision, recall) >= 0.89


@given(st.lists(st.text(max_size=40), min_size=1, max_size=2), st.lists(st.text(max_size=40), min_size=1, max_size=2))
def test_any_two_texts_have_all_signals_and_the_same_twice(ja: list[str], en: list[str]) -> None:
    found = unsaid(ja, en, embedded())
    assert tuple(found) == UNSAID and all(np.isfinite(value) for value in found.values())
    assert found == unsaid(ja, en, embedded())
    shares = [f"{name}_{side}" for side in SIDES for name in ("gap", "gap_weight", "before_gap", "behind_gap")]
    assert all(0 <= found[name] <= 1 for name in shares)


@pytest.mark.parametrize(
    "content",
    [
        None, "{", '{"trees": {"bias": 0, "names": ["nothing"], "trees": []}}',
        '{"trees": {"bias": 0, "names": [], "trees": []}}',
        '{"trees": {"bias": 0, "names": ["alike"], "trees": [[5, 0, 1, 2]]}}',
    ],
)  # fmt: skip
def test_a_broken_table_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "one_sided.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"learn it with scripts/train_one_sided\.py"):
        one_sided(path)


# Pairs to learn from

PAGE = """a_page
kind: an invented page
voice: 1-3 | Ann Pen | - | annpen | 2026-02-26
---
⟦h1 鐘は鳴らない⟧
⟦e1 The bell will not ring again this year, and the old keeper has gone home.⟧
⟦j1 鐘は今年はもう鳴らず、年老いた番人は家へ帰りました。⟧
⟦e2 Nobody asked me.⟧ ⟦j2p 誰にも聞かれなかった…⟧
⟦e3 We are late, and it is cold.⟧ ⟦j3c 遅れています。⟧
"""


@pytest.mark.parametrize("side", SIDES)
def test_a_cut_leaves_the_other_side_and_a_part_of_its_own(side: Language) -> None:
    found = cut(JA, EN, side, random.Random(1))
    assert found and found.how == side and not found.marked
    short, whole = (found.ja, JA) if side == "ja" else (found.en, EN)
    assert (found.en if side == "ja" else found.ja) == (EN if side == "ja" else JA)
    assert whole.startswith(short[:-1]) and KEPT[0] <= (len(short) - 1) / len(whole) <= KEPT[1]
    assert cut("短い。", "Short.", side, random.Random(1)) is None


def test_half_of_what_is_long_enough_is_cut() -> None:
    found = list(cuts([(JA, EN), ("短い。", "Short.")] * 400, 7))
    how = [each.how for each in found]
    assert len(found) == 400 and 0.4 < how.count("whole") / 400 < 0.6
    assert {name for name in how if name != "whole"} == {"ja", "en", "ja…", "en…"}


def test_pairs_of_pages_are_shown_as_they_are_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_one_sided, "pages_by_hand", lambda part: [("hand", page_of(PAGE))])
    found = [(each.sort, each.more, each.hand) for each in train_one_sided.of_pages()]
    assert found == [
        ("page, translation", False, "hand"),
        ("page, ja cut", True, "hand"),
        ("page, en cut", True, "hand"),
        ("page, partial", True, "hand"),
    ]


def test_what_is_learned_is_of_the_signals_that_there_are() -> None:
    assert set(one_sided().trees.names) <= set(SIGNALS)
    assert set(train_one_sided.signals_of(JA, EN)) >= set(SIGNALS)
