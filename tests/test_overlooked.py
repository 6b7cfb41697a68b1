"""Columns of a review table that no build reads: what people write there is named, what spreadsheets do is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import pair

from corpus.config import Config
from corpus.publishing.review.overlooked import COLUMNS, codes_of, overlooked
from corpus.publishing.review.state import check_table
from corpus.publishing.review.table import write_review
from corpus.publishing.review.verdicts import read_table, take_verdicts
from corpus.publishing.sheet import read_records, write_rows

SENT = {
    "speaker": "Ana O’Neill", "speaker_ja": "アナ", "handle": "0123", "posted_on": "2025-05-31", "relation": "partial",
}  # fmt: skip


def sent(**changed: str) -> dict[str, str]:
    return {**SENT, "digest": f"t0123456789ab-0123-{codes_of(SENT)}", **changed}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"speaker": "Ana O'Neill"},
        {"speaker": " Ana  O’Neill "},
        {"speaker_ja": "アナ"},
        {"handle": "123"},
        {"handle": "1.23E+02"},
        {"posted_on": "5/31/2025"},
        {"posted_on": "2025年5月31日"},
        {"posted_on": "31-May-25"},
        {"posted_on": "45808"},
        {"digest": "t0123456789ab-0123", "speaker": "Kate"},
    ],
    ids=str,
)
def test_what_a_spreadsheet_does_is_no_correction(changed: dict[str, str]) -> None:
    assert list(overlooked(sent(**changed))) == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("speaker", "Kate"), ("speaker", ""), ("speaker_ja", "ケイト"), ("handle", "kate"), ("posted_on", "2025-06-01"),
        ("posted_on", ""), ("relation", "translation"),
    ],
)  # fmt: skip
def test_a_correction_is_named(column: str, cell: str) -> None:
    (message,) = overlooked(sent(**{column: cell}))
    assert message.startswith(f"{column} was changed to {cell!r}, which no build reads")


def test_a_column_that_is_gone_is_no_correction() -> None:
    row = sent()
    for column in COLUMNS:
        del row[column]
    assert list(overlooked(row)) == []


def edited(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    """The table with its only row changed."""
    header, row = (list(record.cells) for record in read_records(path.read_text("utf-8-sig")))
    cells = dict(zip(header, row, strict=True))
    change(cells)
    path.write_text(write_rows([header, list(cells.values())]), encoding="utf-8")


def test_the_verdict_beside_a_correction_counts_and_the_correction_is_named(tmp_path: Path) -> None:
    taken = take_verdicts(tmp_path)
    waiting = replace(pair("p0123456789abcdef", confidence=0.5), reason="low_confidence")
    written = write_review(tmp_path, [waiting], taken, Config())
    assert check_table(written.path).problems == ()
    edited(written.path, lambda row: row.update(verdict="accept", speaker="Kate"))
    (problem,) = check_table(written.path).problems
    assert f"{written.path}:2: speaker was changed to 'Kate', which no build reads" in str(problem)
    table = read_table(written.path, written.path.read_bytes())
    assert [entry.verdict.decision for entries in table.entries.values() for entry in entries] == ["accept"]
    assert len(take_verdicts(tmp_path).entries) == 1
