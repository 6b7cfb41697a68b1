"""What `scripts/train_details.py` learns from: the renderings of whole pages, and which day or account is right."""

from __future__ import annotations

import pytest
import train_details
from pages import gold_renderings
from pages.whole import page_of

PAGE = """two_comments
kind: an invented page
voice: 1 | Ann Pen | - | annpen | 2026-02-26
voice: 2 | - | 読者 | - | -
---
⟦h1 鐘は鳴らない⟧
2026年2月28日
— Ann Pen (@AnnPen) 2026年2月26日
⟦e1 The bell will not ring again.⟧
⟦j1 鐘はもう鳴りません。⟧
読者からは「⟦j2 困ります⟧」という声が届いた。
⟦e2 That is a nuisance.⟧
"""


def test_of_every_rendering_each_sort_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_renderings, "pages_by_hand", lambda part: [("hand", page_of(PAGE))])
    found = list(train_details.asked("fit"))
    assert [(each.sort, each.gold) for each in found] == [
        ("day", "2026-02-26"), ("account", "annpen"), ("day", None), ("account", None),
    ]  # fmt: skip
    day, account, *none = found
    assert dict(zip(["none", *day.values], day.right.tolist(), strict=True)) == {
        "none": False, "2026-02-28": False, "2026-02-26": True,
    }  # fmt: skip
    assert account.values == ["annpen"] and account.right.tolist() == [False, True]
    assert all(each.right.tolist() == [True, *len(each.values) * [False]] for each in none)
    assert all(len(each.slots) == len(each.right) for each in found)


def test_what_is_right_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_renderings, "pages_by_hand", lambda part: [("hand", page_of(PAGE))])
    told = train_details.report("account", list(train_details.asked("report", sorts=("account",))))
    assert told.splitlines()[0] == "from  count  right" and "of 2 renderings" in told
