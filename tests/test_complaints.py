"""What is said to be wrong: a few lines of each kind a file, and nothing that a terminal would take for a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import corpus
from corpus.cli import main
from corpus.commands.base import Complaints, complain, few_of, said, tell, tell_json
from corpus.types import CorpusError


def test_of_many_lines_with_the_same_fault_a_few_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    fault = "published must be a date, not"
    errors = [CorpusError(f"{fault} {str(at)!r}", path="a.jsonl", line=at) for at in range(1, 1973)]
    other = CorpusError("is no JSON: expecting value at its character 7", path="a.jsonl", line=9)
    assert complain([*errors[:50], other, *errors[50:]]) == 1
    *named, more = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[2].partition(" ")[0] for line in named] == [f"a.jsonl:{at}:" for at in (1, 2, 3, 9)]
    assert more == "taiyaku: a.jsonl: published must be a date: and so 1,969 times more, the last time in line 1,972"
    assert complain(errors, all_of_them=True) == 1
    assert len(capsys.readouterr().err.splitlines()) == len(errors)


def test_files_that_are_wrong_as_a_whole_are_each_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert complain(CorpusError("is empty", path=f"{at}.txt") for at in range(20)) == 1
    assert len(capsys.readouterr().err.splitlines()) == 20
    assert complain([]) == 0
    records = (CorpusError(f"record urn:uuid:{at}-x: is empty", path="a.warc") for at in range(20))
    assert complain(records) == 1
    assert capsys.readouterr().err.splitlines()[3:] == ["taiyaku: a.warc: record … is empty: and so 17 times more"]
    records = (
        CorpusError(f"record urn:uuid:1 of https://a.jp/{at:c}: is empty", path="a.warc") for at in range(65, 85)
    )
    assert complain(records) == 1
    more = "taiyaku: a.warc: record … of … is empty: and so 17 times more"
    assert capsys.readouterr().err.splitlines()[3:] == [more]


def test_long_messages_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """With work that grows with the square of the length this would take minutes."""
    complaints = Complaints(all_of_them=False)
    for letters in ("a", "'", '"', "1", " ", ": "):
        complaints.tell(CorpusError(letters * 100_000, path="a", line=1))
    assert complaints.end() == 1
    assert len(capsys.readouterr().err.splitlines()) == 6


def test_control_characters_are_not_let_at_the_terminal() -> None:
    line = said(CorpusError("is empty", path="data/e\nm\x1b[31m\u2028対訳　.txt"))
    assert line == "taiyaku: data/e\\nm\\x1b[31m\\u2028対訳　.txt: is empty"


ODD = "a\x1b[31m\x9b2J\u202e\u2028\x00"
SHOWN = r"a\x1b[31m\x9b2J\u202e\u2028\x00"


def test_no_line_of_a_command_is_more_than_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"Conflict: {ODD} ↔ 対訳　\t1", "b\nc")
    assert capsys.readouterr().out == f"Conflict: {SHOWN} ↔ 対訳　\t1\nb\\nc\n"
    tell_json({ODD: [ODD, "対訳\n"]})
    out = capsys.readouterr().out
    assert json.loads(out) == {ODD: [ODD, "対訳\n"]} and "\x9b" not in out and "\u202e" not in out and "対訳" in out
    page = tmp_path / "x\x1b[1m\u202e.html"
    page.write_text("<title>T&#27;]0;pwn&#7;&#155;</title><p>It is wet.<p>雨です。\x9b", encoding="utf-8")
    for command in (["extract", "--text"], ["extract"], ["pairs"]):
        main([*command, str(page)])
        out, err = capsys.readouterr()
        assert not set(out + err) & set("\x07\x1b\x9b\u202e"), command
        assert command == ["pairs"] or "雨です" in out


def test_all_that_is_printed_goes_by_one_door() -> None:
    commands = Path(corpus.__file__).parent / "commands"
    others = [path for path in commands.glob("*.py") if path.name != "base.py"]
    assert [path.name for path in others if "print(" in path.read_text(encoding="utf-8")] == []


def test_the_commands_say_a_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.dumps({"text": f"今日は晴れです。{at}", "author": ["A", "B"]}) for at in range(9)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    for command in ("pairs", "extract"):
        assert main([command, str(tmp_path)]) == 1
        assert capsys.readouterr().err.count("author must be some text") == 4
        assert main([command, str(tmp_path), "--verbose"]) == 1
        assert capsys.readouterr().err.count("author must be some text") == 9
    build = ["build", "--articles", str(tmp_path), "--out", str(tmp_path.with_name("out"))]
    assert main(build) == 1
    out, err = capsys.readouterr()
    assert err.count("author must be some text") == 4 and "Problems  9, named below: what they name was left out" in out


def test_of_many_moves_a_few_are_named() -> None:
    assert list(few_of((f"Moved: {at}" for at in range(100)), "Moved")) == [
        "Moved: 0", "Moved: 1", "Moved: 2", "Moved: and 97 more",
    ]  # fmt: skip
    assert list(few_of(["Moved: 0"], "Moved")) == ["Moved: 0"]


def test_an_empty_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["build", "--out", ""], ["build", "--articles", ""], ["pairs", ""], ["report", "--out", ""]):
        assert main(command) == 2
        assert "a name is needed, and this is empty" in capsys.readouterr().err
