"""`taiyaku review`: it says how far a review is, and reads a table without taking anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import article, followed, pair

from corpus.cli import main
from corpus.config import Config
from corpus.publishing import take_verdicts, write_review


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review of three rows: the ledger has two decisions of two people on the first, the table one on the second."""
    folder, document = tmp_path / "review", article()
    english = ("I am very happy.", "The second line", "runs on.")
    pairs = [pair(f"p{n}", document=document, en=(en,), confidence=0.5 + n / 100) for n, en in enumerate(english)]
    for word, who in (("reject", "Ann"), ("accept", "Ben")):
        folder.mkdir(exist_ok=True)
        table = f"id\tverdict\treviewer\np0\t{word}\t{who}\n"
        (folder / "low_confidence.tsv").write_text(table, encoding="utf-8")
        taken = take_verdicts(folder)
    write_review(folder, followed(pairs, taken.verdicts, Config()), taken, Config())
    path = folder / "low_confidence.tsv"
    path.write_text(path.read_text("utf-8-sig").replace("p1\t\t", "p1\tedit\t"), encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def counts(said: str) -> dict[str, int]:
    found = (re.fullmatch(r"(.*?) +(\d+)", line) for line in said.splitlines())
    return {match[1].strip(): int(match[2]) for match in found if match}


def test_it_says_how_far_the_review_is_and_changes_nothing(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(review)
    assert main(["review", "--review", str(review)]) == 1
    said = capsys.readouterr()
    assert counts(said.out) == {
        "to review": 1,
        "low_confidence": 1,
        "decided since the build": 0,
        "in the ledger": 1,
        "accept": 1,
        "by Ben": 1,
        "kept aside in unread.tsv": 0,
    }
    path = review / "low_confidence.tsv"
    assert said.out.splitlines()[0] == f"Table   {path}"
    assert said.out.splitlines()[-1].startswith("Next: write accept, reject, edit, split or merge into the column")
    assert "Conflict: " in said.out and "on p0 Ann says reject (line 2), Ben accept, which holds" in said.out
    assert said.err.startswith(f"taiyaku: {review / 'low_confidence.tsv'}:2: an edit needs a text")
    assert content(review) == before


@pytest.mark.parametrize(
    ("table", "reasons", "then"),
    [
        ("id\tverdict\treason\np1\t\tlow_confidence\np2\t\tcontradiction\np3\t\tlow_confidence\n",
         {"to review": 3, "low_confidence": 2, "contradiction": 1}, "write accept"),
        ("id\tverdict\np1\t\np2\taccept\n", {"to review": 1, "decided since the build": 1}, "write accept"),
        ("id\tverdict\np2\taccept\n", {"to review": 0, "decided since the build": 1}, "build again"),
        ("id\tverdict\n", {"to review": 0, "decided since the build": 0}, None),
    ],
)  # fmt: skip
def test_it_counts_by_reason_and_says_what_to_do_next(
    table: str, reasons: dict[str, int], then: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "low_confidence.tsv").write_text(table, encoding="utf-8")
    assert main(["review", "--review", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert reasons.items() <= counts(said).items()
    last = said.splitlines()[-1]
    assert last.startswith(f"Next: {then}") if then else not last.startswith("Next")


def test_what_is_decided_and_not_yet_built_is_counted(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = review / "low_confidence.tsv"
    path.write_text(path.read_text("utf-8").replace("p1\tedit\t", "p1\taccept\t"), encoding="utf-8")
    assert main(["review", "--review", str(review)]) == 0
    said = counts(capsys.readouterr().out)
    assert (said["to review"], said["decided since the build"]) == (1, 1)


def test_a_table_is_checked_where_it_lies(review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "Ben's.tsv"
    rows = (review / "low_confidence.tsv").read_text("utf-8").replace("p1\tedit\t", "p1\treject\t")
    other.write_text(rows, encoding="utf-16")
    assert main(["review", "--check", str(other)]) == 0
    said = capsys.readouterr()
    assert counts(said.out) == {"rows": 2, "decided": 1, "reject": 1, "drafts": 0}
    other.write_text(rows + rows.replace("p1\treject\t", "p1\taccept\t"), encoding="utf-8")
    assert main(["review", "--check", str(other)]) == 1
    assert counts(capsys.readouterr().out) == {"rows": 4, "decided": 1, "accept": 1, "drafts": 0}
    other.write_text(rows.replace("p2\t\t", "p2\tmaybe\t"), encoding="cp932", errors="replace")
    assert main(["review", "--check", str(other)]) == 1
    assert f"{other}:3: the verdict is 'maybe'" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Ben's.tsv", "review"]


def test_what_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--check", str(tmp_path / "none.tsv")]) == 1
    assert f"{tmp_path / 'none.tsv'}: cannot be read" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    for name in ("none", "empty"):
        assert main(["review", "--review", str(tmp_path / name)]) == 1
        said = capsys.readouterr()
        assert said.out == "" and said.err.startswith(f"taiyaku: {tmp_path / name}: there is no review here")


@pytest.mark.parametrize("name", ["low_confidence.tsv", "verdicts.tsv", "unread.tsv"])
def test_one_file_is_a_review(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text("id\tverdict\tnote\n", encoding="utf-8")
    assert main(["review", "--review", str(tmp_path)]) == 0
    assert set(counts(capsys.readouterr().out).values()) == {0}


def test_what_waits_aside_is_counted_without_headers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id\tverdict\tnote\np1\tmaybe\t\nid\tverdict\np2\tperhaps\n"
    (tmp_path / "unread.tsv").write_text(rows, encoding="utf-8")
    assert main(["review", "--review", str(tmp_path)]) == 0
    assert counts(capsys.readouterr().out)["kept aside in unread.tsv"] == 2
