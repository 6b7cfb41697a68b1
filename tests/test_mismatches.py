"""What stands on one side of a pair only, and what contradicts; the cases are `tests/cases/mismatches/`."""

from __future__ import annotations

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

from corpus.alignment import contradicts, mismatches


def _rows(name: str) -> list[list[str]]:
    lines = (CASES / f"mismatches/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


ROWS, CONTRADICTIONS = _rows("cases"), _rows("contradictions")


@pytest.mark.parametrize(("why", "ja", "en", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_side_has_alone(why: str, ja: str, en: str, expected: str) -> None:
    assert ", ".join(mismatches(ja, en)) == expected, why


@pytest.mark.parametrize(("why", "ja", "en", "expected"), CONTRADICTIONS, ids=[row[0] for row in CONTRADICTIONS])
def test_what_contradicts(why: str, ja: str, en: str, expected: str) -> None:
    assert contradicts(ja, en) is (expected == "yes"), why


@CALM
@given(
    st.text(st.sampled_from("あ三10月曜日アルトマン 。A.bTuesday%:")),
    st.text(st.sampled_from("a BC1.0:%'\"—March Tuesday")),
)
def test_any_text_has_a_short_list(ja: str, en: str) -> None:
    found = mismatches(ja, en)
    assert len(found) == len(set(found)) <= 24
    assert all(one.startswith(("ja: ", "en: ")) and len(one) > 4 for one in found)
    assert mismatches(ja, en) == found
    assert not contradicts(ja, en) or {one[:3] for one in found} == {"ja:", "en:"}
