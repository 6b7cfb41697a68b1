"""The sentences of narration that the table of clauses is learned from."""

from __future__ import annotations

from pathlib import Path

from train_clauses import NARRATION, OWN, Told, narrated

LINES = [line for path in sorted(NARRATION.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]


def test_brackets_are_closed_and_hold_something() -> None:
    for line in LINES:
        assert line.count("[") == line.count("]") and "[]" not in line and line.strip() == line, line
        assert all(part.count("[") == 1 for part in line.split("]")[:-1]), line


def test_each_thing_that_is_told_is_learned_from(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "店主いわく、[猫は三代目だ]そう。\n[鍵はない]と明かし、[窓から入った]と笑わせた。\n雨だった。\n[雨は三日続いた]。\n",
        encoding="utf-8",
    )
    assert list(narrated(tmp_path)) == [
        Told("店主いわく、猫は三代目だそう。", ((6, 12),), OWN),
        Told("鍵はないと明かし、窓から入ったと笑わせた。", ((0, 4), (9, 15)), OWN),
        Told("雨は三日続いた。", ((0, 7),), OWN),
    ]


def test_all_that_is_marked_is_learned_from() -> None:
    assert sum(len(told.parts) for told in narrated()) == sum(line.count("[") for line in LINES)
