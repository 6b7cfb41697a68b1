"""Katakana and Latin forms of names: cases as data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.names import SAME, capitalised, name_coverage, names_in, same_person, similarities, similarity, strip_title

CASES = Path(__file__).parent / "cases" / "names"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def _pairs(key: str) -> list[list[str]]:
    return [line.split() for line in _read("similarity")[key].strip().splitlines()]


@pytest.mark.parametrize(("katakana", "latin"), _pairs("same"))
def test_same_name(katakana: str, latin: str) -> None:
    assert similarity(katakana, latin) >= SAME


@pytest.mark.parametrize(("katakana", "latin"), _pairs("other"))
def test_other_name(katakana: str, latin: str) -> None:
    assert similarity(katakana, latin) < SAME


def test_names_find_each_other() -> None:
    """Among all Latin names of the cases none is clearly better than the own one (ジャン may be Jean, and Juan)."""
    pairs = _pairs("same")
    scores = similarities([katakana for katakana, _ in pairs], [latin for _, latin in pairs])
    assert (scores.max(axis=1) - scores.diagonal() < 0.06).all()


@pytest.mark.parametrize("case", _read("persons")["case"], ids=lambda case: case["ja"])
def test_same_person(case: dict[str, Any]) -> None:
    assert (same_person(case["ja"], case["en"]) >= SAME) == case["same"]


@pytest.mark.parametrize(("form", "bare"), _read("titles").items())
def test_titles(form: str, bare: str) -> None:
    assert strip_title(form) == bare


def test_words_of_a_text() -> None:
    assert names_in("サム・アルトマンとシュルマン氏がAIとアルトマンを") == ("アルトマン", "シュルマン")
    assert capitalised("The note by Sam Altman") == ("The", "Sam", "Altman")


def test_coverage() -> None:
    ja = "スーパーアライメントとシュルマン氏のプロジェクト、ライオン"
    found = name_coverage(ja, "Schulman left the super alignment project.")
    assert [word for word, _ in found.matched] == ["スーパーアライメント", "シュルマン", "プロジェクト"]
    assert found.unmatched == ("ライオン",)
    assert found.share is not None
    assert 0.8 < found.share < 0.9
    assert name_coverage("ない", "Nothing").share is None


@settings(deadline=None)
@given(st.text("アイウエオカガサザシジタチツテトナハフヴパマヤラワンッーャュァェ", max_size=12), st.text(max_size=15))
def test_bounds(katakana: str, latin: str) -> None:
    assert 0 <= similarity(katakana, latin) <= 1
    assert 0 <= same_person(katakana, latin) <= 1


WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12), max_size=6)
KATAKANA = st.lists(st.text("アイウエオカガサザシジタチツテトナハフヴパマヤラワンッーャュァェ", max_size=8), max_size=6)


@settings(deadline=None)
@given(KATAKANA, WORDS)
def test_all_with_all(katakanas: list[str], latins: list[str]) -> None:
    """The bound that saves the work never changes a result."""
    katakanas += [katakana for katakana, _ in _pairs("same")]
    latins += [latin for _, latin in _pairs("same")]
    scores = similarities(katakanas, latins)
    assert scores.shape == (len(katakanas), len(latins))
    expected = np.array([[similarity(katakana, latin) for latin in latins] for katakana in katakanas])
    assert np.abs(scores - np.where(expected >= SAME, expected, 0)).max() < 1e-6
