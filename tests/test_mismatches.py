"""What stands on one side of a pair only; the cases are `tests/cases/mismatches/cases.tsv`."""

from __future__ import annotations

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

from corpus.alignment import mismatches

ROWS = [line.split("\t") for line in (CASES / "mismatches/cases.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("why", "ja", "en", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_side_has_alone(why: str, ja: str, en: str, expected: str) -> None:
    assert ", ".join(mismatches(ja, en)) == expected, why


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
