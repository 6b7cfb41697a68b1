"""`taiyaku extract`: the passages of pages as JSON lines, and as a listing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.extraction import extract
from corpus.publishing import passage_listing

PAGE = """橋の話
技師のポール・エングダール氏は「今年は開通しません」と述べました。さらに、同氏は来年の春に塗り直すことを明らかにしました。
> We will not open it
> this year.
> — Paul Engdahl, mailing list, November 30, 2021
"""
ROW = (
    "article",
    "document",
    "role",
    "language",
    "speaker",
    "speaker_ja",
    "handle",
    "posted_on",
    "speech",
    "cue",
    "sentences",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "page.txt"


def test_a_passage_a_line_of_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(tuple(row) == ROW for row in rows)
    by_text = {" ".join(sentence["text"] for sentence in row["sentences"]): row for row in rows}
    quoted = by_text["今年は開通しません"]
    assert (quoted["role"], quoted["speech"], quoted["cue"]) == ("quotation", "direct", "述べました")
    assert quoted["speaker_ja"] == "ポール・エングダール氏"
    told = by_text["来年の春に塗り直す"]
    assert (told["role"], told["speech"], told["cue"]) == ("narration", "indirect", "ことを明らかにしました")
    english = by_text["We will not open it this year."]
    assert (english["speaker"], english["posted_on"]) == ("Paul Engdahl", "2021-11-30")
    (sentence,) = english["sentences"]
    assert [PAGE[start:end] for start, end in sentence["spans"]] == ["We will not open it", "this year."]


def test_the_listing_shows_passages_by_line_and_clauses_below_them(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--text", str(path)]) == 0
    plain = capsys.readouterr().out.splitlines()
    assert main(["extract", "--text", "--clauses", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == plain[0] == "page"
    assert "      2  ja quotation    ポール・エングダール氏 · direct · “述べました”" in plain
    assert "         ~ 来年の春に塗り直す" in lines
    assert plain == [line for line in lines if not line.startswith("         ~ ")]
    assert sum("We will not open it this year." in line for line in lines) == 1


def test_the_listing_shows_clauses_of_a_page_that_nothing_faces(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.txt").write_text("散歩の話\n\n駅前の店主によると、店は土曜で閉めるという。\n")
    assert main(["extract", "--text", "--clauses", str(tmp_path / "page.txt")]) == 0
    assert "         ~ 店は土曜で閉める" in capsys.readouterr().out.splitlines()


def test_a_clause_is_listed_once_in_its_passage() -> None:
    read = corpus.read(CASES / "pages" / "01_cto_leaves.txt")
    lines = list(passage_listing(read, extract(read).passages, clauses=True))
    below: list[str] = []
    found = 0
    for line in lines:
        if not line.startswith("         "):
            below = []
        elif line.startswith("         ~ "):
            assert line.removeprefix("         ~ ") not in below
            found += 1
        below.append(line.strip().removeprefix("~ "))
    assert found > 5


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(path.with_name("none.txt")), str(path)]) == 1
    shown = capsys.readouterr()
    assert "none.txt" in shown.err and "今年は開通しません" in shown.out
