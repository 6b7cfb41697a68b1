"""What `scripts/train_speakers.py` learns from: whole pages, whom the gold means, and how names end."""

from __future__ import annotations

import numpy as np
import pytest
from pages.gold_renderings import renderings
from pages.whole import page_of
from train_speakers import Asked, endings_of, named, sureness

from corpus.extraction.attribution.speakers import HINTS
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.passages import passages_of
from corpus.extraction.people.nouns import Nouns
from corpus.types import Span

PAGE = """two_voices
kind: an invented page
voice: 1 | Ann Pen | 主筆のペンさん | - | -
voice: 2 | - | 読者 | - | -
---
⟦h1 鐘は鳴らない⟧
主筆のペンさんは「⟦j1 鐘はもう鳴りません⟧」と書いた。
⟦e1 The bell will not ring again.⟧
読者からは「⟦j2 困ります⟧」という声が届いた。
⟦e2 That is a nuisance.⟧
"""


@pytest.mark.parametrize(
    ("form", "gold", "same"),
    [
        ("ペンさん", "主筆のペンさん", True),
        ("主筆", "主筆のペンさん", False),
        ("オディール・ペン", "ペン氏", True),
        ("女性", "隣に座っていた女性", True),
        ("市長", "町長", False),
        ("た", "あなた", False),
    ],
)
def test_a_noun_names_whom_the_gold_names(form: str, gold: str, same: bool) -> None:
    assert named(form, gold) == same


def test_every_rendering_of_the_body_is_asked_about() -> None:
    page = page_of(PAGE)
    passages, speakers = passages_of(page.text)
    found = list(renderings(page, passages, speakers))
    assert [row["speaker_ja"] for row, *_ in found] == ["主筆のペンさん", "読者"]
    assert [page.text[asked.ja.start : asked.ja.end] for *_, asked in found] == ["鐘はもう鳴りません", "困ります"]
    assert all(asked.quoted and asked.en is not None and asked.ruled is not None for *_, asked in found)


def asked_of(names: tuple[str, ...], right: tuple[bool, ...]) -> Asked:
    """A rendering in which so named ones may speak, some of whom do."""
    whole = Rendering(Span(0, 1), None, quoted=False)
    return Asked("hand", Nouns("", names=names), whole, "gold", range(len(names)), np.array(right))


def test_endings_say_how_often_such_speak() -> None:
    found = [asked_of(("店長", "駅長", "時計"), (True, True, False)) for _ in range(20)]
    worth = endings_of(found)
    assert worth[""] == pytest.approx(2 / 3, abs=1e-4)
    assert worth["長"] > worth[""] > worth["計"]
    assert "駅長" in worth and worth["駅長"] > worth["長"]
    assert set(endings_of(found[:2])) == {""}  # of two pages nothing is learned


def test_the_map_of_how_sure_the_first_is_grows_with_what_tells() -> None:
    rng = np.random.default_rng(1)
    hints = rng.normal(size=(4000, len(HINTS)))
    right = rng.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * hints[:, 0] - hints[:, 1])))
    assert sureness(hints, right.astype(float), np.ones(4000)) == pytest.approx([0.5, 2.0, -1.0, 0.0], abs=0.2)
