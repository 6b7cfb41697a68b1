"""What the letters around a name say of whether its bearer speaks: slots, their weights, how these are learned."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st
from learning.wording_weights import learned

from corpus.extraction.attribution.speakers import TABLE as RANKING
from corpus.extraction.attribution.speakers import ranking
from corpus.extraction.attribution.wordings import (
    BEHIND,
    LAST,
    SLOTS,
    STEP,
    TABLE,
    digest,
    in_log_odds,
    slots_of,
    table,
)
from corpus.extraction.people.naming import nouns_of
from corpus.extraction.people.nouns import Nouns
from corpus.types import CorpusError, Span


def page_of(text: str) -> Nouns:
    """The nouns of a text of one line."""
    return nouns_of(text, [Span(0, len(text))])


def test_letters_of_a_kind_are_alike_around_a_noun_and_far_is_far() -> None:
    first, second = page_of("店長はカフェで語った。"), page_of("店長はテレビで語った。")
    slots = [
        slots_of(page, "店長", {LAST: page.nouns[0]}, Span(len(page.text), len(page.text))).tolist()
        for page in (first, second)
    ]
    assert slots[0] == slots[1]
    near, far = (slots_of(first, "店長", {LAST: first.nouns[0]}, Span(at, at)).tolist() for at in (3, 400))
    assert near[:-1] == far[:-1] and near[-1] != far[-1]


def test_how_a_noun_stands_is_told() -> None:
    page = page_of("店長は語った。")
    above, behind = (set(slots_of(page, "店長", {how: page.nouns[0]}, Span(0, 0)).tolist()) for how in (LAST, BEHIND))
    named = set(slots_of(page, "店長", {}, Span(0, 0)).tolist())
    assert above & behind == named


@CALM
@given(st.text(alphabet="店長は。「」\nAaカナ1 ・", max_size=40), st.integers(0, 60))
def test_slots_are_of_the_table_and_the_same_when_asked_again(text: str, place: int) -> None:
    page = page_of(text) if text.strip() else Nouns(text)
    for noun in page.nouns:
        once, again = (slots_of(page, page.names[noun.who], {LAST: noun}, Span(place, place)) for _ in range(2))
        assert once.tolist() == again.tolist()
        assert ((once >= 0) & (once < SLOTS)).all()


def test_what_right_ones_have_is_worth_more() -> None:
    lists = [[np.array([1, 5]), np.array([2, 6]), np.array([2, 7])] for _ in range(40)]
    right = [np.array([True, False, False])] * 40
    found = learned(lists, right, SLOTS)
    assert found[1] > 0 > found[2] and found.dtype == np.int8 and not found[8:].any()
    assert found.tolist() == learned(lists, right, SLOTS).tolist()


def test_stored_weights_are_in_steps_and_named_by_the_ranking() -> None:
    assert table().shape == (SLOTS,) and in_log_odds(table()).tolist() == (table() * STEP).tolist()
    assert json.loads(RANKING.read_text(encoding="utf-8"))["wordings"] == digest(table())
    other = table().copy()
    other[0] += 1
    assert digest(other) != digest(table())


@pytest.mark.parametrize("content", [None, b"PK", "small"])
def test_a_broken_table_is_named(tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "wordings.npz"
    if content == "small":
        np.savez_compressed(path, weights=np.zeros(3, np.int8))
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"learn it with scripts/train_speakers\.py"):
        table(path)


def test_a_damaged_table_is_named_or_found_to_be_another_one(tmp_path: Path) -> None:
    shutil.copy(RANKING, tmp_path)
    raw, named = TABLE.read_bytes(), 0
    for at in range(0, len(raw), 211):
        damaged = bytearray(raw)
        damaged[at] ^= 0x55
        (tmp_path / "wordings.npz").write_bytes(bytes(damaged))
        try:
            again = ranking.__wrapped__(tmp_path / RANKING.name)  # read anew
            assert again.digest == ranking().digest  # what is damaged is not read
        except CorpusError:
            named += 1
    assert named > 50


def test_a_ranking_with_another_table_is_named(tmp_path: Path) -> None:
    shutil.copy(RANKING, tmp_path)
    np.savez_compressed(tmp_path / "wordings.npz", weights=np.zeros(SLOTS, np.int8))
    with pytest.raises(CorpusError, match=r"wordings\.npz beside it is another one"):
        ranking(tmp_path / RANKING.name)
