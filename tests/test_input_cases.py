"""Bad and odd input through the command: the bad file is named, the others are built and published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from inputs import CASES, InputCase, input_cases

import corpus
from corpus.cli import main
from corpus.store import held

GOOD = CASES / "pages" / "01_cto_leaves.txt"


def build(folder: Path) -> int:
    """`taiyaku build` with every folder below `folder`."""
    places = {name: str(folder / name) for name in ("articles", "review")}
    arguments = [word for name, place in places.items() for word in (f"--{name}", place)]
    return main(["build", *arguments, "--out", str(folder / "build")])


def articles_of(rows: Path) -> set[str]:
    """The articles that the rows of a config come from; none where it has no file."""
    import pyarrow.parquet as pq

    files = sorted(rows.glob("*.parquet"))
    return {row["provenance"]["ja"]["article"] for file in files for row in pq.read_table(file).to_pylist()}


@pytest.mark.parametrize("case", input_cases(), ids=lambda case: case.name)
def test_one_bad_page_never_stops_the_others(
    case: InputCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    case.put(tmp_path / "articles")
    assert build(tmp_path) == case.exit
    said = capsys.readouterr().err
    if case.exit:
        place = f"articles/{case.named}" + ("" if case.line is None else f":{case.line}")
        (line,) = [line for line in said.splitlines() if str(tmp_path) in line and place in line]
        assert [words for words in case.says if words not in line] == []
    else:
        assert "bad." not in said
    dataset = tmp_path / "build" / "dataset"
    assert articles_of(dataset / "candidates") == {"good"}
    assert articles_of(dataset / "pairs") == {"good"}


@pytest.mark.parametrize("case", [case for case in input_cases() if case.exit == 0], ids=lambda case: case.name)
def test_zero_pairs_are_no_error(case: InputCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    case.put(tmp_path / "articles")
    assert build(tmp_path) == 0
    assert "No pair was found" in capsys.readouterr().out
    dataset = tmp_path / "build" / "dataset"
    assert articles_of(dataset / "candidates") == set()
    counts = json.loads((dataset / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert counts["found"] == 0


@pytest.mark.parametrize(
    "arguments",
    [[], ["bake"], ["build", "--no-such-option"], ["build", "--out"], ["pairs"], ["verify"]],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: taiyaku")


def test_a_folder_of_articles_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'articles'}: the folder cannot be read: there is none. Put pages into it" in said
    assert list(tmp_path.iterdir()) == []  # a build that cannot begin leaves nothing behind


@pytest.mark.parametrize("inside", ["articles", "articles/build", "originals/x"])
def test_what_is_built_is_never_read_by_the_next_build(
    inside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    (tmp_path / "link").symlink_to(tmp_path / inside)
    for out in (inside, "link"):
        assert main(["build", "--articles", str(tmp_path / "articles"), "--out", str(tmp_path / out)]) == 1
        assert "where the next build would read the report: build into another" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "link"]
    (tmp_path / "link").unlink()
    assert main(["build", "--articles", str(tmp_path / "articles"), "--out", str(tmp_path)]) == 0


@pytest.mark.parametrize("left", [None, ""])
def test_a_dataset_stays_where_no_page_can_be_read(
    left: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    page = tmp_path / "articles" / "good.txt"
    shutil.copyfile(GOOD, page)
    assert build(tmp_path) == 0
    was = (tmp_path / "build/dataset/manifest.json").read_bytes()
    page.unlink()
    if left is not None:
        page.write_text(left, encoding="utf-8")
    capsys.readouterr()
    assert build(tmp_path) == 1
    said = capsys.readouterr().err
    assert f"no page here can be read{'' if left is None else f' ({page}: is empty'}" in said
    assert "stays as it was" in said
    assert (tmp_path / "build/dataset/manifest.json").read_bytes() == was
    shutil.rmtree(tmp_path / "build")
    assert build(tmp_path) == 1
    assert "no page was read: " in capsys.readouterr().err
    assert articles_of(tmp_path / "build/dataset/candidates") == set()


def test_of_two_builds_at_once_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    with held(tmp_path / "build"):
        assert build(tmp_path) == 1
    assert f"{tmp_path / 'build'}: another build is writing here: wait until it is done" in capsys.readouterr().err
    assert build(tmp_path) == 0


def test_of_two_builds_on_one_folder_of_reviews_one_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each would take decisions that the other is taking, and one of them would apply none."""
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    with held(tmp_path / "review"):
        assert build(tmp_path) == 1
        assert f"{tmp_path / 'review'}: another build is writing here" in capsys.readouterr().err
        assert not (tmp_path / "build").exists()
    corpus.build(tmp_path / "articles", out=tmp_path / "both", review=tmp_path / "both")
    assert {"dataset", "low_confidence.tsv"} <= {path.name for path in (tmp_path / "both").iterdir()}
