"""The map to a confidence is refitted from verdicts only where they are enough and say something else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning.verdict_map import ENOUGH, Line, decided, fitted_line, moved_points, refit

from corpus.alignment.learned.coefficients import coefficients
from corpus.learned import MODELS
from corpus.types import CorpusError

COEFFICIENTS = MODELS / "coefficients.json"
POINTS = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))["calibration"]


def reviewed(folder: Path, count: int, shift: float, unfound: int = 0) -> tuple[Path, Path]:
    """A dataset of so many pairs, and a ledger whose reviewer accepts as if log-odds were `shift` higher.

    The first `unfound` of the pairs are a reviewer's, and not found by alignment.
    """
    rng = np.random.default_rng(3)
    odds = rng.uniform(-2.2, 1.4, count)
    accepted = rng.random(count) < 1 / (1 + np.exp(-(odds + shift)))
    rows = [
        {
            "id": f"p{at}",
            "confidence": float(1 / (1 + np.exp(-odds[at]))),
            "headline": False,
            "signals": [{"name": "semantic", "value": 0.5}] * (at >= unfound),
            "group": f"page{at % 40}",
        }
        for at in range(count)
    ]
    (folder / "dataset" / "candidates").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), folder / "dataset" / "candidates" / "train-00000-of-00001.parquet")
    (folder / "review").mkdir()
    lines = [f"p{at}\t{'accept' if accepted[at] else 'reject'}\tja\ten\t" for at in range(count)]
    (folder / "review" / "verdicts.tsv").write_text("\n".join(["id\tverdict\tja\ten\tnote", *lines, ""]), "utf-8")
    return folder / "review", folder / "dataset"


def test_too_few_verdicts_are_named_with_how_many_are_enough(tmp_path: Path) -> None:
    review, dataset = reviewed(tmp_path, ENOUGH - 1, 0.0)
    more = reviewed(tmp_path / "more", ENOUGH, 0.0, unfound=1)
    with pytest.raises(CorpusError, match=rf"there are {ENOUGH - 1} verdicts"):
        decided(*more)
    with pytest.raises(CorpusError, match=rf"there are {ENOUGH - 1} verdicts .* {ENOUGH} are enough"):
        decided(review, dataset)


def test_strict_reviewers_lower_the_map_and_it_is_still_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, dataset = reviewed(tmp_path, 300, -1.0)
    refit(review, dataset, COEFFICIENTS, tmp_path / "coefficients.json")
    assert "300 verdicts" in capsys.readouterr().out
    before, after = coefficients(COEFFICIENTS), coefficients(tmp_path / "coefficients.json")
    scores = np.linspace(-3, 3, 50)
    # Where the map bends sharply its corner moves too, by less than anybody sees.
    assert (after.confidence(scores) <= before.confidence(scores) + 0.001).all()
    assert after.confidence(scores).mean() < before.confidence(scores).mean() - 0.02
    assert (np.diff(after.confidence(scores)) >= 0).all()
    old, new = (json.loads(path.read_text("utf-8")) for path in (COEFFICIENTS, tmp_path / "coefficients.json"))
    assert old.pop("calibration") != new.pop("calibration") and old == new


def test_verdicts_that_agree_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review, dataset = reviewed(tmp_path, 300, 0.0)
    refit(review, dataset, COEFFICIENTS, tmp_path / "coefficients.json")
    assert "nothing was written" in capsys.readouterr().out
    assert not (tmp_path / "coefficients.json").exists()


@given(
    st.floats(-3, 3, allow_nan=False),
    st.floats(-1, 3, allow_nan=False),
    st.tuples(st.floats(-4, 0, allow_nan=False), st.floats(0.1, 4, allow_nan=False)),
)
def test_a_moved_map_never_turns_the_order_round(offset: float, slope: float, seen: tuple[float, float]) -> None:
    moved = moved_points(POINTS, Line(offset, slope, *seen))
    x, y = zip(*moved, strict=True)
    assert list(x) == sorted(x) and list(y) == sorted(y)


def test_a_line_of_verdicts_that_all_contradict_is_flat_at_most() -> None:
    odds = np.linspace(-2, 2, 200)
    line = fitted_line(odds, (odds < 0).astype(float))
    assert line.slope == -1.0
