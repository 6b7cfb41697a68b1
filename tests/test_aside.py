"""What of a review still waits: rows and files that were kept aside, and tables that lie beside the one read."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest
from helpers import article, followed, pair

from corpus.cli import main
from corpus.config import Config
from corpus.publishing import Taken, take_verdicts, write_review

SAVED = 1_700_000_000


TEXTS = [("大変うれしい。", "I am very happy."), ("二行目は", "The second line"), ("改行をまたぐ。", "runs on.")]


def written(folder: Path) -> tuple[Taken, tuple[str, ...]]:
    """What the pipeline does about the review of three pairs, around one build, and what it says that waits."""
    taken, document = take_verdicts(folder), article()
    pairs = [
        pair(f"p{n}", document=document, ja=(ja,), en=(en,), confidence=0.5 + n / 100)
        for n, (ja, en) in enumerate(TEXTS)
    ]
    return taken, write_review(folder, followed(pairs, taken.verdicts, Config()), taken, Config()).waits


def build(folder: Path) -> Taken:
    """The decisions that a build takes."""
    return written(folder)[0]


def rebuilt(folder: Path) -> tuple[str, ...]:
    """What another build says that waits."""
    return written(folder)[1]


def rows(folder: Path) -> list[list[str]]:
    text = (folder / "low_confidence.tsv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


def saved(table: list[list[str]], delimiter: str = "\t", encoding: str = "utf-8-sig") -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows(table)
    return lines.getvalue().encode(encoding, "replace")


def decide(folder: Path, at: int, **cells: str) -> list[list[str]]:
    """The rows of the table with these cells in one of them."""
    head, *others = rows(folder)
    for column, cell in cells.items():
        others[at][head.index(column)] = cell
    return [head, *others]


def save(folder: Path, table: list[list[str]], when: int) -> None:
    path = folder / "low_confidence.tsv"
    path.write_bytes(saved(table))
    os.utime(path, (when, when))


def review(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["review", "--review", str(folder)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_row_that_was_put_right_waits_no_longer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path)
    waiting = []
    for day, word in enumerate(("rejct", "reject", "accpt", "rejct", "accept")):
        save(tmp_path, [["id", "verdict"], ["p1", word]], SAVED + day)
        if day == 4:  # decided, not yet built
            waiting.append(review(tmp_path, capsys)[1])
        assert len(build(tmp_path).problems) == (word not in ("reject", "accept"))
        waiting.append(review(tmp_path, capsys)[1])
    counts = [next(line.split()[-1] for line in out.splitlines() if "unread.tsv" in line) for out in waiting]
    assert counts == ["1", "0", "1", "2", "0", "0"]


def test_what_was_put_aside_is_told_at_each_build_until_it_is_put_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path)
    save(tmp_path, decide(tmp_path, 0, verdict="採用"), SAVED)
    told = [rebuilt(tmp_path) for _ in range(2)]
    said = f"1 row that could not be used is in {tmp_path / 'unread.tsv'}; put right what is wrong there and paste it"
    assert [[one.partition(" back")[0] for one in waits] for waits in told] == [[said], [said]]
    assert f"Waits: {said}" in review(tmp_path, capsys)[1]
    save(tmp_path, decide(tmp_path, 0, verdict="accept"), SAVED + 1)
    assert rebuilt(tmp_path) == ()


HEADS = [
    (["id", "判定", "ja", "en", "note"], "its header has no column named verdict"),
    (["ID番号", "verdict", "ja", "en", "note"], "its header has no column named id"),
    (["番号", "判定", "日本語", "英語"], "no header with the columns id and verdict stands above the rows"),
    (["番号"], "not a table with the columns id and verdict"),
]


@pytest.mark.parametrize(("head", "why"), HEADS)
def test_a_header_that_was_changed_is_told_by_what_it_lacks(tmp_path: Path, head: list[str], why: str) -> None:
    save(tmp_path, [head, ["p1", "accept", "猫", "a cat", ""][: len(head)]], SAVED)
    (problem,) = take_verdicts(tmp_path).problems
    assert problem.message.startswith(why)


@pytest.mark.parametrize(("lines", "named"), [(5, 5), (6, 1)])
def test_what_is_wrong_with_a_whole_file_is_told_once(tmp_path: Path, lines: int, named: int) -> None:
    save(tmp_path, [["id", "verdict"], *([f"p{n}", "OK"] for n in range(lines))], SAVED)
    problems = take_verdicts(tmp_path).problems
    assert len(problems) == named
    assert ("(and so in 5 lines more, to line 7)" in problems[0].message) == (named == 1)
    assert len((tmp_path / "unread.tsv").read_text(encoding="utf-8").splitlines()) == lines + 1


BESIDE = [
    ("low_confidence.txt", "\t", "utf-16", {"verdict": "reject"}, True),  # Excel, Unicode text
    ("low_confidence.csv", ",", "utf-8-sig", {"verdict": "edit", "new_en": "So, so."}, True),
    ("low_confidence.csv", ",", "cp1252", {"verdict": "edit", "new_en": "A café."}, True),
    ("Ben.CSV", ";", "cp932", {"note": "要確認; late"}, True),
    ("low_confidence.txt", "\t", "utf-16", {}, False),
    ("low_confidence.txt", "\t", "utf-16", {"reviewer": "Ann"}, False),
    ("low_confidence.xml", "\t", "utf-8", {"verdict": "reject"}, False),
]


@pytest.mark.parametrize(("name", "delimiter", "encoding", "cells", "named"), BESIDE)
def test_a_table_beside_the_one_that_is_read_is_named_until_its_decisions_are_known(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    delimiter: str,
    encoding: str,
    cells: dict[str, str],
    *,
    named: bool,
) -> None:
    build(tmp_path)
    table = decide(tmp_path, 1, **cells)
    (tmp_path / name).write_bytes(saved(table, delimiter, encoding))
    (tmp_path / "notes.txt").write_bytes(b"id, verdict\x00\n\xff\xfe")
    problems = build(tmp_path).problems
    assert [problem.path for problem in problems] == [str(tmp_path / name)] * named
    code, _, said = review(tmp_path, capsys)
    assert (code, said.count("save it as text with tabs")) == (named, named)
    save(tmp_path, table, SAVED)
    assert build(tmp_path).problems == ()
    assert review(tmp_path, capsys)[0] == 0


def book(part: str, content: str) -> bytes:
    """A workbook with one part."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(part, content)
    return data.getvalue()


BOOKS = [
    ("low_confidence.xlsx", book("xl/sharedStrings.xml", "<t>id</t><t>new_ja</t>"), True),
    ("low_confidence.numbers", b"\x00", True),
    ("Bens.ods", book("content.xml", "<text:p>new_ja</text:p>"), True),
    ("Bens.xls", b"\xd0\xcf\x11\xe0" + "new_ja".encode("utf-16-le"), True),
    ("glossary.xlsx", book("xl/sharedStrings.xml", "<t>word</t>"), False),
    ("~$low_confidence.xlsx", b"Ben", False),
    ("broken.xlsx", b"PK\x03\x04", False),
]


@pytest.mark.parametrize(("name", "data", "named"), BOOKS, ids=[case[0] for case in BOOKS])
def test_a_workbook_of_the_review_is_named_until_it_is_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, *, named: bool
) -> None:
    build(tmp_path)
    (tmp_path / name).write_bytes(data)
    for _ in range(2):
        assert [problem.path for problem in build(tmp_path).problems] == [str(tmp_path / name)] * named
    code, _, said = review(tmp_path, capsys)
    assert (code, said.count("named low_confidence.tsv, and take it out")) == (named, named)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_file_that_was_kept_is_named_until_it_is_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], delimiter: str
) -> None:
    build(tmp_path)
    (tmp_path / "low_confidence.tsv").write_bytes(saved(decide(tmp_path, 0, verdict="reject"), delimiter))
    (problem,) = build(tmp_path).problems
    assert "save it as text with tabs (Unicode text, UTF-8) and put it here again; the copy" in problem.message
    (copy,) = tmp_path.glob("unread-*.tsv")
    assert build(tmp_path).problems == ()
    assert f"Waits: {copy} could not be read" in review(tmp_path, capsys)[1]
    copy.unlink()
    assert "Waits" not in review(tmp_path, capsys)[1]


def test_rows_that_stand_twice_wait_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path)
    table = decide(tmp_path, 0, verdict="reject")
    save(tmp_path, [*table, *table[1:]], SAVED)
    assert ["to", "review", "2"] in [line.split() for line in review(tmp_path, capsys)[1].splitlines()]
