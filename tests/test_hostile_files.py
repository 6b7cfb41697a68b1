"""Folders and datasets that somebody else filled: what is wrong is named, and nothing else is read or written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.config import MOST_MAX_BYTES, load_config
from corpus.extraction import extract
from corpus.publishing import export
from corpus.publishing.report.view import Leaf, rests
from corpus.publishing.sheet import read_records
from corpus.publishing.stored_rows import rows_of, splits_of
from corpus.reading import read, read_folder
from corpus.reading.charset import codec
from corpus.rebuilding import rebuild
from corpus.store import sha256_hex
from corpus.types import CorpusError

GOOD = CASES / "pages" / "01_cto_leaves.txt"
DEEP = "[" * 3_000
NOT_UTF_8 = b"<p>\xff\x81\xff\xfd\xfc"

PAGES: dict[str, tuple[str, bytes, str]] = {
    **{
        f"the encoding {name}": ("x.html", b"<meta charset=%s>" % name.encode() + NOT_UTF_8, "no encoding that is read")
        for name in ("undefined", "idna", "punycode", "unicode_escape", "charmap", "utf-7", "palmos")
    },
    **{
        f"YAML: {value[:12]}": ("x.md", f"---\ntitle: {value}\n---\nページ。\n".encode(), "front matter is no YAML")
        for value in ("!!bool x", "!!int ''", "!!float ''", "!!timestamp x", "1:" * 250 + "1.0", DEEP)
    },
    "TOML: a number without end": ("x.md", b"+++\nt = " + b"1" * 5_000 + b"\n+++\nx\n", "front matter is no TOML"),
    "TOML: lists": ("x.md", f"+++\nt = {DEEP}\n+++\nx\n".encode(), "front matter is no TOML"),
    "JSON: lists": ("x.jsonl", ('{"text": "x", "url": ' + "[" * 100_000).encode(), "is no JSON"),
}
SIDECARS = {
    "lists": f"originals = {DEEP}",
    "a number without end": f"title = {'1' * 5_000}",
    "a number without end in hex": f"title = 0x{'1' * 5_000}",
    "a table that is such a number": f"fetched = 0x{'1' * 5_000}",
    "a megabyte": "#" * 1_000_001,
}


@pytest.mark.parametrize("case", PAGES)
def test_what_a_parser_stumbles_over_is_the_pages_fault(case: str, tmp_path: Path) -> None:
    name, content, says = PAGES[case]
    (tmp_path / name).write_bytes(content)
    shutil.copyfile(GOOD, tmp_path / "good.txt")
    articles, errors = read_folder(tmp_path)
    assert [article.name for article in articles] == ["good"]
    assert [(error.path, says in error.message) for error in errors] == [(str(tmp_path / name), True)]


@pytest.mark.parametrize("case", SIDECARS)
def test_what_a_parser_stumbles_over_is_the_sidecars_fault(case: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SIDECARS[case], encoding="utf-8")
    for name in ("x", "good"):
        shutil.copyfile(GOOD, tmp_path / f"{name}.txt")
    articles, errors = read_folder(tmp_path)
    assert [article.name for article in articles] == ["good"]
    assert [Path(str(error.path)).stem for error in errors] == ["x"]
    with pytest.raises(CorpusError, match=r"is no TOML|no setting|more than 1,000,000 bytes"):
        load_config(tmp_path / "x.toml")


def test_encodings_that_browsers_know_are_read() -> None:
    labels = ("latin1", "Windows-1252", "x-sjis", "EUC-JP", "iso-2022-jp", "gb2312", "big5", "euc-kr", "koi8-r", "utf8")
    assert all(map(codec, labels))


def test_a_limit_is_one_that_memory_has() -> None:
    with pytest.raises(CorpusError, match="max_bytes must be between 1 and 1,000,000,000"):
        corpus.config.Config(max_bytes=MOST_MAX_BYTES + 1)


def test_settings_without_end_are_no_settings() -> None:
    with pytest.raises(CorpusError, match="/dev/zero: has more than 1,000,000 bytes"):
        load_config(Path("/dev/zero"))


# --- links and devices ------------------------------------------------------------------------------------------------


def test_a_link_out_of_a_folder_of_pages_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密です。", encoding="utf-8")
    articles, originals = tmp_path / "articles", tmp_path / "originals"
    for place in (articles, originals):
        place.mkdir()
        (place / "notes.txt").symlink_to(tmp_path / "secret")
    shutil.copyfile(GOOD, articles / "good.txt")
    (articles / "inside.txt").symlink_to("good.txt")
    shutil.copyfile(GOOD, articles / "quotes.txt")
    (articles / "quotes.toml").write_text('originals = ["notes"]', encoding="utf-8")
    found, errors = read_folder(articles, originals=originals)
    assert [article.name for article in found] == ["good", "inside"]
    assert [str(error.path) for error in errors] == [str(articles / "notes.txt"), str(originals / "notes.txt")]
    assert all("is a link out of" in error.message for error in errors)
    assert read(articles / "notes.txt").text == "秘密です。"  # named by itself


def test_a_sidecar_that_is_a_link_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    (tmp_path / "elsewhere.toml").write_text('publisher = "secret"', encoding="utf-8")
    (tmp_path / "articles" / "good.toml").symlink_to(tmp_path / "elsewhere.toml")
    found, errors = read_folder(tmp_path / "articles")
    assert [error.message.partition(" out of")[0] for error in errors] == ["is a link"] and not found


def test_devices_beside_a_page_are_no_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copyfile(GOOD, tmp_path / f"{name}.txt")
    (tmp_path / "a.toml").symlink_to("/dev/null")
    found, errors = read_folder(tmp_path)
    assert [article.name for article in found] == ["b"]
    assert [str(error) for error in errors] == [f"{tmp_path}/a.toml: is a pipe or a device, and no file: remove it"]


@pytest.mark.parametrize("name", ["low_confidence.tsv", "verdicts.tsv"])
def test_a_build_writes_through_no_link_in_the_folder_of_reviews(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "review").mkdir()
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    (tmp_path / "review" / name).symlink_to(tmp_path / "bashrc")
    for place in (tmp_path / "bashrc", Path("/dev/null")):
        (tmp_path / "review" / name).unlink(missing_ok=True)
        (tmp_path / "review" / name).symlink_to(place)
        assert main(["build", "--articles", str(tmp_path / "articles"), "--out", str(tmp_path / "out")]) == 1
        assert f"{name}: is a link, and nothing is written through one" in capsys.readouterr().err
    assert not (tmp_path / "bashrc").exists() and not (tmp_path / "out/dataset").exists()  # said before it is built


def test_a_build_refuses_a_dataset_that_is_not_ours_before_it_does_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "own/dataset/audio").mkdir(parents=True)
    shutil.copyfile(GOOD, tmp_path / "articles" / "good.txt")
    (tmp_path / "own/dataset/manifest.json").write_text('{"name": "my speech corpus"}', encoding="utf-8")
    (tmp_path / "own/dataset/audio/1.wav").write_bytes(b"RIFF")
    was = sorted(tmp_path.rglob("*"))
    assert main(["build", "--articles", str(tmp_path / "articles"), "--out", str(tmp_path / "own")]) == 1
    assert (
        "own/dataset: holds audio/1.wav, which was not built here: move it, or the folder, away"
        in capsys.readouterr().err
    )
    assert sorted(tmp_path.rglob("*")) == was


# --- tables and datasets ----------------------------------------------------------------------------------------------


def test_quotation_marks_that_never_close_cost_no_more_than_their_lines() -> None:
    """From each line the closing one was looked for up to the end: half a minute for 100 kB."""
    lines = 'a"\t"b\n' * 20_000
    assert len(list(read_records(lines))) == 20_000
    cell = "\n".join(f"line {number}" for number in range(50))
    (record,) = read_records(f'id\t"{cell}"\tend\n')
    assert record.cells == ("id", cell, "end")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page, and the stand-off form of the dataset that was built of it."""
    home = tmp_path_factory.mktemp("home")
    (home / "articles").mkdir()
    shutil.copyfile(GOOD, home / "articles" / "good.txt")
    corpus.build(home / "articles", out=home / "build")
    export(home / "build/dataset", "standoff", home / "standoff")
    return home


def _rows(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """Changes each row of a stand-off dataset, and its manifest with it."""

    def changed(standoff: Path) -> None:
        (path,) = (standoff / "standoff").iterdir()
        table = pq.read_table(path)
        rows = table.to_pylist()
        for row in rows:
            change(row["provenance"]["en"])
        pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)
        _resealed(standoff)

    return changed


def _resealed(standoff: Path, **stated: Any) -> None:
    manifest = json.loads((standoff / "manifest.json").read_text(encoding="utf-8"))
    files = {f"standoff/{path.name}": sha256_hex(path.read_bytes()) for path in (standoff / "standoff").iterdir()}
    (standoff / "manifest.json").write_text(json.dumps({**manifest, "files": files, **stated}), encoding="utf-8")


def _called_as_a_pattern(standoff: Path) -> None:
    (path,) = (standoff / "standoff").iterdir()
    path.rename(path.with_name("**-00000-of-00001.parquet"))
    _resealed(standoff, rows={"**": 1})


ENDLESS = [[0, 2**31 - 1]] * 2_000
STANDOFF: dict[str, tuple[Callable[[Path], None], str | None]] = {
    "lists in each other": (lambda folder: _write(folder / "manifest.json", "[" * 100_000), "cannot be read"),
    "a span of one place": (_rows(lambda side: side.update(spans=[[1]])), "rows that are none of ours"),
    "a span that goes back": (_rows(lambda side: side.update(spans=[[9, 1]])), "rows that are none of ours"),
    "spans without end": (_rows(lambda side: side.update(spans=ENDLESS)), "spell this page more than 20"),
    "a limit without end": (
        lambda folder: _resealed(folder, settings={"max_bytes": 10**15}), "max_bytes must be between 1 and"
    ),
    "a split that is a pattern": (_called_as_a_pattern, None),
}  # fmt: skip


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", STANDOFF)
def test_a_stand_off_dataset_that_anybody_made(case: str, whole: Path, tmp_path: Path) -> None:
    change, says = STANDOFF[case]
    shutil.copytree(whole / "standoff", tmp_path / "standoff")
    change(tmp_path / "standoff")
    if says is None:
        done = rebuild(tmp_path / "standoff", [whole / "articles"], tmp_path / "rebuilt")
        assert sum(done.rows.values()) and not done.problems
        return
    with pytest.raises(CorpusError, match=says):
        rebuild(tmp_path / "standoff", [whole / "articles"], tmp_path / "rebuilt")
    assert not (tmp_path / "rebuilt").exists()


@pytest.mark.parametrize("span", [(0, 2**31 - 1), (-5, 3), (10**9, 10**9 + 1), (3, 1)])
def test_spans_beyond_a_page_take_no_memory_in_the_report(span: tuple[int, int], whole: Path) -> None:
    page = read(whole / "articles/good.txt")
    (split,) = splits_of(whole / "build/dataset", "candidates")
    row = next(iter(rows_of(whole / "build/dataset", "candidates", split)))
    row["provenance"]["ja"]["spans"] = [list(span)]
    found = rests(Leaf(page, extract(page).passages, [row]), 0)
    assert all(0 <= rest.span.start < rest.span.end <= len(page.text) for rest in found)
    assert bool(found) == (span[1] < 2**31 - 1)
