"""Folders of pages: what is linked, what cannot be read, what is of another kind, and originals that are not there."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from inputs import CASES

from corpus.cli import main
from corpus.config import Config, load_config
from corpus.pool import pool_in
from corpus.reading import others_in, read_articles, read_folder
from corpus.types import Article, CorpusError

GOOD = CASES / "pages" / "01_cto_leaves.txt"


def page(path: Path, text: str = "よいページ。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path) -> tuple[list[str], list[str]]:
    """The names of a folder's articles, and what is wrong, without where the folder is."""
    articles, problems = read_folder(folder)
    return [article.name for article in articles], [str(problem).replace(f"{folder}/", "") for problem in problems]


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The name of folders that nobody may list, whoever runs the tests."""
    listed, opened = os.listdir, os.scandir

    def refuse(folder: object) -> None:
        if Path(str(folder)).name == "lock":
            raise PermissionError(13, "Permission denied", str(folder))

    def listdir(folder: str) -> list[str]:
        refuse(folder)
        return listed(folder)

    def scandir(folder: str) -> Iterator[os.DirEntry[str]]:
        refuse(folder)
        return opened(folder)

    monkeypatch.setattr(os, "listdir", listdir)
    monkeypatch.setattr(os, "scandir", scandir)
    return Path("lock")


def test_a_linked_folder_is_read_as_one_that_lies_there(tmp_path: Path) -> None:
    page(tmp_path / "disk/2024/a.txt")
    page(tmp_path / "disk/2024/deep/b.txt")
    page(tmp_path / "articles/z.txt")
    (tmp_path / "articles/2024").symlink_to(tmp_path / "disk/2024")
    assert read(tmp_path / "articles") == (["2024/a", "2024/deep/b", "z"], [])


def test_links_that_go_round_end_and_each_page_is_read_once(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    page(articles / "year/a.txt")
    (articles / "year/again").symlink_to(articles)
    (articles / "a_link").symlink_to("year")  # sorts first, and yet the page has the name of its own place
    page(tmp_path / "disk/c.txt")
    (articles / "d1").symlink_to(tmp_path / "disk")
    (articles / "d2").symlink_to(tmp_path / "disk")
    (tmp_path / "disk/back").symlink_to(tmp_path / "disk")
    assert read(articles) == (["d1/c", "year/a"], [])


def test_a_link_to_a_folder_around_it_is_named(tmp_path: Path) -> None:
    page(tmp_path / "articles/a.txt")
    page(tmp_path / "originals/note.txt")
    (tmp_path / "articles/up").symlink_to(tmp_path)
    names, (problem,) = read(tmp_path / "articles")
    assert names == ["a"] and problem.startswith("up: is a link to a folder that ") and "not followed" in problem


def test_links_to_what_is_not_there_are_named(tmp_path: Path) -> None:
    page(tmp_path / "a.txt")
    (tmp_path / "2024").symlink_to(tmp_path / "disk/2024")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "round").symlink_to("round")
    names, problems = read(tmp_path)
    assert names == ["a"]
    assert [problem.partition(":")[0] for problem in problems] == ["2024", "round", "b.txt"]
    assert "is a link to what is not there" in problems[0] and "cannot be read: No such file" in problems[2]


def test_a_folder_that_cannot_be_read_does_not_stop_the_others(locked: Path, tmp_path: Path) -> None:
    page(tmp_path / "a.txt")
    page(tmp_path / locked / "b.txt")
    page(tmp_path / "z/c.txt")
    assert read(tmp_path) == (["a", "z/c"], ["lock: the folder cannot be read: Permission denied"])
    with pytest.raises(CorpusError, match="lock: the folder cannot be read: Permission denied"):
        read_folder(tmp_path / locked)
    found = list(read_articles([tmp_path / locked, tmp_path / "a.txt"]))
    assert [isinstance(one, Article) for one in found] == [False, True]


def test_a_folder_that_cannot_be_read_is_said_once(
    locked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page(tmp_path / locked / "b.txt")
    assert main(["pairs", str(tmp_path / locked)]) == 1
    assert capsys.readouterr().err.count("the folder cannot be read") == 1


def test_pages_that_a_browser_saved_with_a_page_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("地図.html", "地図_files/Tweet.html", "地図_files/ad.html", "地図_files/a.js", "b_files/c.html"):
        page(tmp_path / name)
    assert others_in(tmp_path) == Counter({".html in 地図_files": 2})
    assert main(["pairs", str(tmp_path)]) == 0
    assert "2 files of kinds that are not read: 2 .html in 地図_files\n" in capsys.readouterr().err


def test_files_of_other_kinds_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    shutil.copyfile(GOOD, articles / "good.txt")
    for name in ("1.docx", "2.DOCX", "x.pdf", "noext", "a.json", "b.epub", "README.md", ".hidden", "good.toml"):
        page(articles / name, "")
    page(articles / "good_files/style.css")
    assert others_in(articles) == Counter({".docx": 2, ".pdf": 1, "": 1, ".json": 1, ".epub": 1})
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "build")]) == 0
    line = "6 files of kinds that are not read: 2 .docx, 1 without ending, 1 .epub, 1 .json, 1 of other kinds\n"
    assert f"Passed over  {line}" in capsys.readouterr().out
    assert main(["pairs", str(articles)]) == 0
    assert capsys.readouterr().err == f"taiyaku: {articles}: passed over {line}"


@pytest.mark.parametrize(
    ("name", "advice"), [("a.wacz", "unzip it"), ("a.warc.zst", "zstd -d"), ("a.MHTML", "browser")]
)
def test_what_can_be_made_a_page_easily_has_advice(
    name: str, advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page(tmp_path / name)
    assert main(["pairs", str(tmp_path / name)]) == 1
    named = capsys.readouterr().err
    assert f"no reader for .{name.lower().rpartition('.')[2]}: " in named.lower() and advice in named
    assert main(["pairs", str(tmp_path)]) == 1
    assert advice in capsys.readouterr().err


@pytest.mark.parametrize("there", ["nothing", "a file", "a link to nothing", "a folder that may not be listed"])
def test_originals_that_were_named_or_lie_there_are_never_passed_over(
    there: str, locked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    folder = tmp_path / "lock"
    if there == "a file":
        page(folder)
    elif there == "a link to nothing":
        folder.symlink_to(tmp_path / "nowhere")
    elif there != "nothing":
        page(folder / "note.txt")
    for command in (["build", "--articles"], ["pairs"]):
        out = ["--out", str(tmp_path / "build")] if command[0] == "build" else []
        assert main([*command, str(tmp_path / "articles"), "--originals", str(folder), *out]) == 1
        assert f"taiyaku: {folder}: " in capsys.readouterr().err
    assert not (tmp_path / "build").exists()


def test_originals_by_default_may_not_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    build = ["build", "--articles", str(tmp_path / "articles"), "--out", str(tmp_path / "build")]
    assert main(build) == 0
    page(tmp_path / "originals")
    assert main(build) == 1
    assert f"taiyaku: {tmp_path / 'originals'}: is a file, not a folder" in capsys.readouterr().err


def test_an_original_that_cannot_be_read_is_named_and_the_others_count(tmp_path: Path) -> None:
    page(tmp_path / "real/note.txt", "The harbour bridge will open again in October.")
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals/2026").symlink_to(tmp_path / "real")
    (tmp_path / "originals/hollis.txt").symlink_to(tmp_path / "nowhere")
    pool, problems = pool_in(tmp_path / "originals", Config())
    assert [original.name for original in pool.originals] == ["2026/note"]
    assert [str(problem) for problem in problems] == [
        f"{tmp_path / 'originals/hollis.txt'}: cannot be read: No such file or directory"
    ]
    (tmp_path / "originals/hollis.txt").unlink()
    assert pool_in(tmp_path / "originals", Config())[1] == ()
    page(tmp_path / "real/more.txt", "All cables are new.")
    assert len(pool_in(tmp_path / "originals", Config())[0].originals) == 2


def test_a_page_with_the_longest_name_that_a_file_may_have_is_read(tmp_path: Path) -> None:
    page(tmp_path / f"{'x' * 251}.txt")
    assert read(tmp_path) == (["x" * 251], [])


def test_a_page_in_the_place_of_a_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--articles", str(page(tmp_path / "a.txt")), "--out", str(tmp_path / "build")]) == 1
    assert "a.txt: is a file, not a folder: name the one that it lies in" in capsys.readouterr().err


def test_settings_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_bytes(b"\xef\xbb\xbfaccept_confidence = 0.9\n")
    assert load_config(settings).accept_confidence == 0.9
