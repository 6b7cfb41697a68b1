"""Katakana and Latin forms of names: cases as data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.people.offices import is_office, without_office
from corpus.names import (
    SAME,
    names_in,
    same_person,
    similarity,
    strip_title,
    within_sentence,
    without_stop,
)

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
    for katakana, latin in pairs:
        assert max(similarity(katakana, other) for _, other in pairs) - similarity(katakana, latin) < 0.06


@pytest.mark.parametrize("case", _read("persons")["case"], ids=lambda case: case["ja"])
def test_same_person(case: dict[str, Any]) -> None:
    assert (same_person(case["ja"], case["en"]) >= SAME) == case["same"]


@pytest.mark.parametrize(("form", "bare"), _read("titles").items())
def test_titles(form: str, bare: str) -> None:
    assert strip_title(form) == bare


def test_words_of_a_text() -> None:
    assert names_in("サム・アルトマンとシュルマン氏がAIとアルトマンを") == ("アルトマン", "シュルマン")


@given(st.text("アイウエオカガサザシジタチツテトナハフヴパマヤラワンッーャュァェ", max_size=12), st.text(max_size=15))
def test_bounds(katakana: str, latin: str) -> None:
    assert 0 <= similarity(katakana, latin) <= 1
    assert 0 <= same_person(katakana, latin) <= 1


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("Hesper.", "Hesper"),
        ("Imke V.", "Imke V."),
        ("J.K. Penn Jr.", "J.K. Penn Jr."),
        ("Prof. Ann Penn. Late", "Prof. Ann Penn"),
        ("Nan Pettibone's Oat Stew", "Nan Pettibone"),
        ("Ines O'Brien", "Ines O'Brien"),
    ],
)
def test_a_name_ends_with_its_sentence_and_before_what_is_its(run: str, name: str) -> None:
    assert within_sentence(run) == name


@pytest.mark.parametrize(("name", "bare"), [("Hesper.", "Hesper"), ("Imke V.", "Imke V."), ("Ann Jr.", "Ann Jr.")])
def test_the_full_stop_of_a_sentence_is_no_part_of_a_name(name: str, bare: str) -> None:
    assert without_stop(name) == bare


@pytest.mark.parametrize(
    ("en", "office"),
    [
        ("CFO", True),
        ("Chief Executive Officer", True),
        ("Vice President", True),
        ("Founder and CEO", True),
        ("Editor", True),
        ("Coach", False),
        ("Product", False),
        ("Legal & General", False),
        ("GM", False),
        ("CBO", False),
        ("Clo", False),
        ("Cto", False),
        ("Head", False),
        ("President Ann Pen", False),
        ("", False),
    ],
)
def test_an_office_has_letters_in_capitals_or_a_word_that_is_one(en: str, office: bool) -> None:
    assert is_office(en) == office


@pytest.mark.parametrize(
    ("en", "name"),
    [
        ("CEO Ruben Asher", "Ruben Asher"),
        ("(CEO) Ruben Asher", "Ruben Asher"),
        ("CEO", None),
        ("Cio Asher", "Cio Asher"),
        ("CEO of Kells", "CEO of Kells"),
        ("GM", "GM"),
        ("CBO", "CBO"),
        ("HC Andersen", "HC Andersen"),
        ("Clo Harper", "Clo Harper"),
        ("NCB", "NCB"),
    ],
)
def test_an_office_before_a_name_goes_and_the_letters_of_a_body_stay(en: str, name: str | None) -> None:
    assert without_office(en) == name


@given(st.lists(st.sampled_from(["CEO", "CTO", "Ann", "GM", "of", "Ceo", "ペン氏"]), max_size=4))
def test_what_stays_of_a_name_is_its_end(words: list[str]) -> None:
    en = " ".join(words)
    assert en.endswith(without_office(en) or "")
