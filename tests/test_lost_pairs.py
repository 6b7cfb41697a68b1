"""Where pairs of gold are lost: pages small enough to know."""

from __future__ import annotations

import json
from pathlib import Path

import lost_pairs
import pytest

PAGE = """橋の話

The bridge is open again.
橋は再び通れるようになった。

Nobody fell into the river.
川には誰も落ちなかった。
"""


def gold_of(text: str, ja: str, en: str) -> dict[str, object]:
    spans = {side: [[at := text.index(part), at + len(part)]] for side, part in (("ja", ja), ("en", en))}
    return {**spans, "relation": "translation", "headline": False}


@pytest.mark.parametrize(
    ("ja", "en", "fate"),
    [
        ("橋は再び通れるようになった。", "The bridge is open again.", "found"),
        ("橋は再び通れるようになった。", "Nobody fell into the river.", "no hope"),
        ("橋は再び通れるようになった。", "bridge is open", "English not read"),
        ("び通れるように", "The bridge is open again.", "Japanese not read"),
        ("び通れるように", "bridge is open", "neither read"),
    ],
)
def test_where_a_pair_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str], ja: str, en: str, fate: str) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    gold = {"pairs": [gold_of(PAGE, ja, en)]}
    (tmp_path / "page.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert lost_pairs.main([str(tmp_path), "--show"]) == 0
    printed = capsys.readouterr().out
    assert [line.split()[:2] for line in printed.splitlines() if f"  {fate}" in line] == [["1", "1.000"]]
    assert (f"page: {fate}: " in printed) == (fate != "found")


def test_a_folder_without_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lost_pairs.main([str(tmp_path)]) == 1
    assert "gold.json" in capsys.readouterr().err
