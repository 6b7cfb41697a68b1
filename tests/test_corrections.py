"""Who spoke, under which handle and when, put right by a reviewer: from a cell to the dataset, and for good."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers import CALM, article, followed, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.publishing import conflicts, take_verdicts, write_review
from corpus.publishing.review.corrections import CORRECTIONS, as_cells, correction, unclear
from corpus.publishing.review.ledger import COLUMNS, OLDER, read_ledger, text_digest
from corpus.publishing.review.state import check_table
from corpus.publishing.sheet import read_records, write_rows
from corpus.types import NOBODY, Attribution, Pair

CONFIG = Config()
NAMES = st.none() | st.just(NOBODY) | st.text("abc_é.", min_size=1)
SAID = Attribution("Ann Lee", "アン", "ann", "2024-08-06")


def found(**confidence: float) -> list[Pair]:
    page = article()
    texts = {"p1": ("大変うれしい。",), "p2": ("二行目は\n改行をまたぐ。",)}
    return [
        pair(name, document=page, ja=texts[name], confidence=sure, attribution=SAID)
        for name, sure in (confidence or {"p1": 0.5, "p2": 0.4}).items()
    ]


def build(folder: Path, pairs: list[Pair] | None = None) -> dict[str, Pair]:
    """The pairs by id as a build leaves them, and the TSV after it."""
    taken = take_verdicts(folder)
    assert taken.problems == ()
    curated = followed(pairs or found(), taken.verdicts, CONFIG)
    write_review(folder, curated, taken, CONFIG)
    return {one.id: one for one in curated}


def rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "low_confidence.tsv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def write(folder: Path, *changed: Mapping[str, str]) -> None:
    """The cells of the rows of the TSV changed in their order, and further rows behind them."""
    old = rows(folder)
    head = list(old[0]) if old else list(changed[0])
    new = [*({**row, **cells} for row, cells in zip(old, changed, strict=False)), *changed[len(old) :]]
    text = write_rows([head, *([row.get(column, "") for column in head] for row in new)])
    (folder / "low_confidence.tsv").write_text(text, encoding="utf-8")


CELLS = [
    ({}, Attribution()),
    ({"new_speaker": " Bo  Diaz "}, Attribution("Bo Diaz")),
    ({"new_speaker": "-", "new_handle": "－"}, Attribution(NOBODY, handle=NOBODY)),
    ({"new_speaker": "ー", "new_speaker_ja": "--", "new_posted_on": "—"}, Attribution(NOBODY, NOBODY, None, NOBODY)),
    ({"new_speaker_ja": "ボー・ディアス"}, Attribution(speaker_ja="ボー・ディアス")),
    ({"new_handle": "@bo_diaz"}, Attribution(handle="bo_diaz")),
    ({"new_posted_on": "2024/8/6"}, Attribution(posted_on="2024-08-06")),
    ({"new_posted_on": "2024年8月6日"}, Attribution(posted_on="2024-08-06")),
]


@pytest.mark.parametrize(("row", "said"), CELLS, ids=str)
def test_a_cell_says_what_is_to_stand_in_the_dataset(row: dict[str, str], said: Attribution) -> None:
    assert unclear(row) is None
    assert correction(row) == said
    assert correction(dict(zip(CORRECTIONS, as_cells(said), strict=True))) == said


WRONG = [
    ("new_speaker", "ボー", "write this into new_speaker_ja"),
    ("new_handle", "1.23E+10", "no account"),
    ("new_handle", "Bo Diaz", "no account"),
    ("new_handle", "TRUE", "no account"),
    ("new_posted_on", "8/6/2024", "write the day as in 2024-08-06"),
    ("new_posted_on", "2024-02-30", "write the day as in 2024-08-06"),
    ("new_speaker_ja", "#NAME?", "which a spreadsheet shows in place of what was written"),
]


@pytest.mark.parametrize(("column", "cell", "why"), WRONG)
def test_a_cell_that_cannot_be_meant_so_is_refused(tmp_path: Path, column: str, cell: str, why: str) -> None:
    build(tmp_path)
    write(tmp_path, {"verdict": "accept", column: cell})
    (problem,) = check_table(tmp_path / "low_confidence.tsv").problems
    assert problem.line == 2 and problem.message.startswith(f"{column} is ") and why in problem.message


def test_a_name_that_lost_letters_in_the_code_page_is_refused(tmp_path: Path) -> None:
    build(tmp_path)
    write(tmp_path, {"verdict": "accept", "new_speaker": "Zo? Ibáñez"})
    text = (tmp_path / "low_confidence.tsv").read_text(encoding="utf-8")
    (tmp_path / "low_confidence.tsv").write_bytes(text.encode("cp932", "replace"))
    (problem,) = check_table(tmp_path / "low_confidence.tsv").problems
    assert "new_speaker has a question mark" in problem.message


@pytest.mark.parametrize("verdict", ["accept", "reject", "edit", "split"])
def test_what_is_put_right_stands_in_the_dataset(tmp_path: Path, verdict: str) -> None:
    build(tmp_path)
    texts = {"edit": ("", "I am glad."), "split": ("大変||うれしい。", "I am very||happy.")}.get(verdict, ("", ""))
    own = {"verdict": verdict, "new_ja": texts[0], "new_en": texts[1]}
    write(tmp_path, {**own, "new_speaker": "Bo Diaz", "new_speaker_ja": "ボー", "new_handle": "-"})
    after = build(tmp_path)
    made = [one for name, one in after.items() if name.startswith("p1")]
    assert len(made) == (3 if verdict == "split" else 1)
    right = Attribution("Bo Diaz", "ボー", None, SAID.posted_on)
    assert {one.attribution for one in made} == {right}
    assert after["p2"].attribution == SAID
    assert build(tmp_path) == after


def test_what_is_put_right_of_a_merge_is_that_of_what_it_makes(tmp_path: Path) -> None:
    build(tmp_path)
    write(tmp_path, {"verdict": "merge p2", "new_speaker": "Bo Diaz"})
    after = build(tmp_path)
    assert {name: one.attribution.speaker for name, one in after.items()} == {
        "p1": "Ann Lee", "p2": "Ann Lee", "p1.1": "Bo Diaz",
    }  # fmt: skip


def test_a_later_decision_takes_back_nothing_that_was_said_of_who_spoke(tmp_path: Path) -> None:
    build(tmp_path)
    write(tmp_path, {"verdict": "accept", "new_speaker": "Bo Diaz", "new_posted_on": "2024-08-07"})
    build(tmp_path)
    write(tmp_path, {}, {"id": "p1", "verdict": "edit", "new_en": "I am glad.", "new_posted_on": "-"})
    after = build(tmp_path)["p1"]
    assert (after.en.text, after.attribution) == ("I am glad.", Attribution("Bo Diaz", "アン", "ann", None))


def test_what_is_put_right_of_a_kept_pair_needs_its_id_alone(tmp_path: Path) -> None:
    pairs = found(p1=0.95)
    build(tmp_path, pairs)
    assert rows(tmp_path) == []
    table = write_rows([["id", "verdict", "new_speaker"], ["p1", "accept", "Bo Diaz"]])
    (tmp_path / "low_confidence.tsv").write_text(table, encoding="utf-8")
    after = build(tmp_path, pairs)["p1"]
    assert (after.reason, after.attribution.speaker) == (None, "Bo Diaz")


def test_what_is_put_right_without_a_verdict_waits_in_the_table(tmp_path: Path) -> None:
    build(tmp_path)
    write(tmp_path, {"new_speaker": "Bo Diaz", "new_posted_on": "2024/8/7"})
    assert build(tmp_path)["p1"].attribution == SAID
    first = rows(tmp_path)[0]
    assert (first["new_speaker"], first["new_posted_on"], first["speaker"]) == ("Bo Diaz", "2024-08-07", "Ann Lee")
    write(tmp_path, {"verdict": "accept"})
    assert build(tmp_path)["p1"].attribution == Attribution("Bo Diaz", "アン", "ann", "2024-08-07")


def test_reviewers_who_name_different_people_differ(tmp_path: Path) -> None:
    build(tmp_path)
    said = (("Ann", "Bo"), ("Ben", "Cy"))
    lines = [{"id": "p1", "verdict": "accept", "reviewer": who, "new_speaker": name} for who, name in said]
    write(tmp_path, {}, {}, *lines)
    taken = take_verdicts(tmp_path)
    assert [problem.message for problem in taken.problems] == ["p1 has another verdict in line 4; this one holds"]
    (conflict,) = conflicts(tmp_path / "verdicts.tsv", taken.entries, taken.history, {})
    assert "on p1 Ann says accept with speaker Bo (line 2), Ben accept with speaker Cy" in conflict.message
    assert taken.verdicts["p1"].attribution.speaker == "Cy"


@pytest.mark.parametrize(
    "said",
    [
        [("Ann", "new_speaker", "Bo"), ("Ben", "note", "yes")],
        [("Ann", "new_speaker", "Bo"), ("Ann", "new_handle", "bo"), ("Ben", "new_speaker", "Bo")],
    ],
)
def test_reviewers_who_contradict_each_other_in_nothing_agree(tmp_path: Path, said: list[tuple[str, str, str]]) -> None:
    for who, column, cell in said:
        build(tmp_path)
        write(tmp_path, {}, {}, {"id": "p1", "verdict": "accept", "reviewer": who, column: cell})
        assert take_verdicts(tmp_path).problems == ()
    taken = take_verdicts(tmp_path)
    assert conflicts(tmp_path / "verdicts.tsv", taken.entries, taken.history, {}) == []
    assert taken.verdicts["p1"].attribution.speaker == "Bo"


def test_what_was_put_right_of_a_part_holds_for_what_it_is_merged_into(tmp_path: Path) -> None:
    build(tmp_path)
    write(tmp_path, {"verdict": "accept", "new_speaker": "Bo Diaz", "new_posted_on": "-"})
    build(tmp_path)
    write(tmp_path, {"verdict": "merge p1", "new_speaker_ja": "ボー"})
    assert build(tmp_path)["p2.1"].attribution == Attribution("Bo Diaz", "ボー", "ann", None)


@pytest.mark.parametrize("first", [0, 1])
def test_lines_of_ledgers_that_were_merged_line_by_line_are_read_by_their_cells(tmp_path: Path, first: int) -> None:
    texts = ("ja", "en")
    old = ["p1", "reject", *texts, "", "", "", "", "Ann", "2023-11-14T22:13:20Z", "page", text_digest(*texts)]
    new = [
        "p2",
        "accept",
        *texts,
        "",
        "",
        "",
        "",
        "Bo",
        "",
        "",
        "",
        "Ben",
        "2023-11-14T22:13:21Z",
        "page",
        "t" + "0" * 12,
    ]
    heads = [OLDER, COLUMNS]
    path = tmp_path / "verdicts.tsv"
    path.write_text(write_rows([heads[first], heads[1 - first], old, new]), encoding="utf-8")
    ledger = read_ledger(path)
    assert ledger.problems == ()
    assert [(one.id, one.verdict.reviewer, one.verdict.attribution.speaker) for one in ledger.entries] == [
        ("p1", "Ann", None), ("p2", "Ben", "Bo"),
    ]  # fmt: skip


def test_a_ledger_from_before_is_read_with_its_header_and_without(tmp_path: Path) -> None:
    decided = ["p1", "accept", "ja", "en", "a note", "", "", ""]
    line = [*decided, "Ann", "2023-11-14T22:13:20Z", "page", text_digest("ja", "en")]
    assert len(line) == len(OLDER)
    for head in ([OLDER], []):
        path = tmp_path / f"{len(head)}.tsv"
        path.write_text(write_rows([*head, line]), encoding="utf-8")
        (entry,) = read_ledger(path).entries
        assert (entry.verdict.reviewer, entry.article, entry.verdict.attribution) == ("Ann", "page", Attribution())


def test_a_table_from_before_is_read(tmp_path: Path) -> None:
    build(tmp_path)
    old = [{column: cell for column, cell in row.items() if column not in CORRECTIONS} for row in rows(tmp_path)]
    old[0]["verdict"] = "accept"
    table = write_rows([list(old[0]), *(list(row.values()) for row in old)])
    (tmp_path / "low_confidence.tsv").write_text(table, encoding="utf-8")
    assert build(tmp_path)["p1"].reason is None


@CALM
@given(st.tuples(NAMES, NAMES, NAMES), st.none() | st.dates())
def test_what_was_said_comes_back_from_a_table(names: tuple[str | None, str | None, str | None], day: object) -> None:
    said = Attribution(*names, str(day) if day else None)
    cells = next(iter(read_records(write_rows([as_cells(said)])))).cells if any(as_cells(said)) else [""] * 4
    assert correction(dict(zip(CORRECTIONS, cells, strict=True))) == said
