"""Stand-off datasets: no text goes out, and every text comes back byte for byte or is refused."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import pytest
from helpers import CALM, JA, pair
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.publishing import export, rebuilt_row
from corpus.publishing.exports.standoff import LANGUAGES, STANDOFF_COLUMNS, standoff_row, text_sha256
from corpus.publishing.schema import COLUMNS
from corpus.publishing.stored_rows import rows_of, splits_of
from corpus.rebuilding import rebuild
from corpus.types import CorpusError

PAGES = ("01_cto_leaves", "13_buzzer_beater_fans", "22_park_account")
WORDS = ("speaker", "speaker_ja", "handle")
HTML = """<html><head><title>新しい図書館</title></head><body><article><h1>新しい図書館</h1>
<p>館長のアダ・ホリス氏はXに次のように投稿しています。</p>
<blockquote><p>From tonight the library stays open until the last visitor has gone home. Admission is free.</p>
<p>— Ada Hollis (@adahollis) May 5, 2020</p></blockquote>
<p>「図書館は今夜から、最後の利用者が帰るまで開いています。入場は無料です。」</p></article></body></html>
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with pages of several formats and encodings, the dataset built of them, and its stand-off form."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in PAGES:
        text = (CASES / "pages" / f"{name}.txt").read_text(encoding="utf-8")
        (articles / f"{name}.txt").write_bytes(text.encode("utf-16" if name == PAGES[0] else "utf-8"))
    sidecar = 'url = "https://example.org/b"\ntitle = "歓喜の一投"\nauthor = "須田 陽"\n'
    (articles / f"{PAGES[1]}.toml").write_text(sidecar, encoding="utf-8")
    (articles / "library.html").write_text(HTML, encoding="utf-8")
    text = (CASES / "pages" / "04_marathon.txt").read_text(encoding="utf-8")
    (articles / "many.jsonl").write_text(json.dumps({"text": text, "url": "https://example.org/4"}) + "\n", "utf-8")
    corpus.build(articles, out=tmp_path / "build")
    export(tmp_path / "build/dataset", "standoff", tmp_path / "standoff")
    return tmp_path


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    return [dict(row) for split in splits_of(folder, config) for row in rows_of(folder, config, split)]


def test_the_card_says_what_it_is_of(home: Path) -> None:
    from huggingface_hub import DatasetCard

    out = rows(home / "standoff", "standoff")
    card = DatasetCard.load(home / "standoff/README.md")
    manifest = json.loads((home / "standoff/manifest.json").read_text(encoding="utf-8"))
    assert card.data.pretty_name == "Japanese-English pairs found on pages (without texts)"
    assert card.data.size_categories == ["n<1K"] and f"of {len(out)} pairs, on " in " ".join(card.text.split())
    assert manifest["signature"] in card.text and "@misc{taiyaku_" in card.text
    infos = datasets.info.DatasetInfosDict.from_dataset_card_data(card.data)
    loaded = datasets.load_dataset(str(home / "standoff"), cache_dir=str(home / "cache"))["train"]
    assert infos["standoff"].features == loaded.features and list(loaded) == out
    assert all(f"| `{column.name}` |" in card.text for column in STANDOFF_COLUMNS)
    documents = {row["provenance"][language]["sha256"] for row in out for language in LANGUAGES}
    assert f"| unknown | unknown | {len(documents)} | {2 * len(out)} |" in card.text


def test_every_text_comes_back_byte_for_byte(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    was = rows(home / "build/dataset", "pairs")
    assert {row["provenance"]["ja"]["article"] for row in was} >= {*PAGES, "library"}
    assert any(row["provenance"]["ja"]["url"] == "https://example.org/4" for row in was)
    elsewhere = home / "mine" / "deep"  # other names, in another place
    elsewhere.mkdir(parents=True)
    for path in (home / "articles").iterdir():
        if path.suffix != ".toml":
            shutil.copyfile(path, elsewhere / f"saved-{path.name}")
    assert main(["rebuild-text", str(home / "standoff"), "--sources", str(home / "mine")]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{len(was)} of {len(was)} pairs have their texts again\nwritten to ") and said.err == ""
    assert rows(home / "rebuilt", "pairs") == [{**row, **dict.fromkeys(WORDS)} for row in was]


def test_folders_that_nobody_named_may_be_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "data").mkdir()
    shutil.copytree(home / "articles", home / "data/articles")
    monkeypatch.chdir(home)
    assert main(["rebuild-text", str(home / "standoff")]) == 0


def test_no_word_of_a_page_goes_out(home: Path) -> None:
    was = rows(home / "build/dataset", "pairs")
    out = rows(home / "standoff", "standoff")
    assert [row["id"] for row in out] == [row["id"] for row in was]
    assert not {"translation", *WORDS} & set(out[0])
    told = json.dumps(out, ensure_ascii=False)
    files = [path for path in (home / "standoff").rglob("*") if path.is_file()]
    told += "".join(path.read_text(encoding="utf-8") for path in files if path.suffix != ".parquet")
    for row in was:
        assert not any(row["translation"][language] in told for language in LANGUAGES)
        assert not any(row[name] and row[name] in told for name in WORDS)
    assert str(home) not in told and "articles/" not in told
    assert "新しい図書館" not in told and "歓喜の一投" not in told and "須田" not in told
    whole = export(home / "build/dataset", "jsonl", home / "jsonl").folder / "manifest.json"
    assert "須田" in whole.read_text(encoding="utf-8")  # where the texts are, a licence may ask for them


def test_datasets_loads_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    for name, config in (("standoff", "standoff"), ("rebuilt", "default")):
        if name == "rebuilt":
            rebuild(home / "standoff", [home / "articles"], home / "rebuilt")
        loaded = datasets.load_dataset(str(home / name), config, split="train", cache_dir=str(tmp_path / "cache"))
        assert list(loaded) == rows(home / name, "standoff" if name == "standoff" else "pairs")
    assert list(loaded.features) == [column.name for column in COLUMNS]


def test_what_was_rebuilt_can_be_exported(home: Path) -> None:
    rebuild(home / "standoff", [home / "articles"], home / "rebuilt")
    one = export(home / "build/dataset", "moses", home / "one").folder
    other = export(home / "rebuilt", "moses", home / "other").folder
    for name in ("train.ja", "train.en"):
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_changed_page_is_refused_and_the_others_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = home / "articles" / f"{PAGES[1]}.txt"
    page.write_bytes(page.read_bytes() + b"\n")
    (home / "articles" / f"{PAGES[2]}.txt").unlink()
    assert main(["rebuild-text", str(home / "standoff"), "--sources", str(home / "articles")]) == 1
    said = capsys.readouterr()
    assert f"{page}: is not the page {PAGES[1]} as it was: its bytes are others, so it is refused" in said.err
    assert f"no copy of the document {PAGES[2]} is among the sources; its address is not known" in said.err
    was = rows(home / "build/dataset", "pairs")
    lost = [row for row in was if row["provenance"]["ja"]["article"] in PAGES[1:]]
    assert f"left out: {len(lost)} whose page is not there, or was changed" in said.out
    assert len(rows(home / "rebuilt", "pairs")) == len(was) - len(lost) > 0


def test_a_page_that_changed_under_another_name_is_known_by_its_address(home: Path) -> None:
    mine = home / "mine"
    mine.mkdir()
    (mine / "b.txt").write_text("新しい本文です。\n", encoding="utf-8")
    (mine / "b.toml").write_text('url = "https://example.org/b"\n', encoding="utf-8")
    said = [str(problem) for problem in rebuild(home / "standoff", [mine], home / "rebuilt").problems]
    assert any(line.startswith(f"{mine / 'b.txt'}: is not the page {PAGES[1]}") for line in said)
    assert any("save it from https://example.org/4" in line for line in said)
    assert not (home / "rebuilt").exists()


def test_what_a_sidecar_says_keeps_no_text_from_coming_back(home: Path) -> None:
    sidecars = {PAGES[0]: 'originals = ["nowhere"]', PAGES[1]: "publisher = "}
    for name, said in sidecars.items():
        (home / "articles" / f"{name}.toml").write_text(said, encoding="utf-8")
    done = rebuild(home / "standoff", [home / "articles"], home / "rebuilt")
    assert sum(done.rows.values()) == len(rows(home / "build/dataset", "pairs")) and not done.left
    assert not done.problems  # of a page that is missing it may be one: then it is said
    (home / "articles" / f"{PAGES[2]}.txt").unlink()
    told = [str(problem) for problem in rebuild(home / "standoff", [home / "articles"], home / "rebuilt").problems]
    assert any(f"{PAGES[1]}.toml:1: is no TOML" in line for line in told)
    assert any(f"no copy of the document {PAGES[2]}" in line for line in told)


@pytest.mark.parametrize("ending", ["", ".text", ".bak", ".html", ".htm", ".md", ".txt", ".jsonl", ".warc", ".PDF"])
def test_what_a_copy_is_called_does_not_matter(ending: str, home: Path) -> None:
    mine = home / "mine"
    mine.mkdir()
    for nth, path in enumerate(sorted((home / "articles").iterdir())):
        if path.suffix != ".toml":
            shutil.copyfile(path, mine / f"{nth}{ending}")
    done = rebuild(home / "standoff", [mine], home / "rebuilt")
    assert not done.problems and not done.left
    assert rows(home / "rebuilt", "pairs") == [
        {**row, **dict.fromkeys(WORDS)} for row in rows(home / "build/dataset", "pairs")
    ]


def test_two_pages_of_the_same_bytes_are_each_read_as_they_were(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    text = "# 図書館の夜\n\n" + (CASES / "pages" / f"{PAGES[0]}.txt").read_text(encoding="utf-8").replace("\n", "\n\n")
    for ending in ("txt", "md"):
        (articles / f"page_{ending}.{ending}").write_text(text, encoding="utf-8")
    (articles / "packed.jsonl.gz").write_bytes(gzip.compress(json.dumps({"html": HTML}).encode()))
    corpus.build(articles, out=tmp_path / "build")
    was = rows(tmp_path / "build/dataset", "pairs")
    export(tmp_path / "build/dataset", "standoff", tmp_path / "standoff")
    (tmp_path / "mine").mkdir()
    shutil.copyfile(articles / "page_md.md", tmp_path / "mine/one")
    shutil.copyfile(articles / "packed.jsonl.gz", tmp_path / "mine/other")
    done = rebuild(tmp_path / "standoff", [tmp_path / "mine"], tmp_path / "rebuilt")
    assert not done.problems and rows(tmp_path / "rebuilt", "pairs") == [{**row, **dict.fromkeys(WORDS)} for row in was]
    assert len({row["provenance"]["ja"]["article"] for row in was}) > 1


def test_without_any_source_that_is_said_once(home: Path) -> None:
    with pytest.raises(CorpusError, match=r"^there is no .*nowhere: say where your copies .*\(--sources"):
        rebuild(home / "standoff", [home / "nowhere"], home / "rebuilt")


def test_the_same_bytes_read_otherwise_are_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = home / "standoff/manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    (page,) = [one for one in content["documents"] if one["name"] == "library"]
    page["text_sha256"], page["extractor"] = "0" * 64, "other 9"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    assert main(["rebuild-text", str(home / "standoff"), "--sources", str(home / "articles")]) == 1
    assert "library.html: another text comes out of the same bytes" in capsys.readouterr().err
    assert "library" not in {row["provenance"]["ja"]["article"] for row in rows(home / "rebuilt", "pairs")}


def test_a_text_that_is_not_proved_is_left_out(home: Path) -> None:
    path = next((home / "standoff/standoff").iterdir())
    table = pq.read_table(path)
    changed = table.to_pylist()
    changed[0]["provenance"]["en"]["spans"][0][1] -= 1
    changed[1]["edited"], changed[1]["text_sha256"]["ja"] = True, text_sha256("書き直した。")
    pq.write_table(type(table).from_pylist(changed, schema=table.schema), path)
    manifest = home / "standoff/manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    with pytest.raises(CorpusError, match="was changed since it was written"):
        rebuild(home / "standoff", [home / "articles"], home / "rebuilt")
    content["files"][path.relative_to(home / "standoff").as_posix()] = corpus.store.sha256_hex(path.read_bytes())
    manifest.write_text(json.dumps(content), encoding="utf-8")
    done = rebuild(home / "standoff", [home / "articles"], home / "rebuilt")
    assert dict(done.left) == {"otherwise": 1, "edited": 1}
    (problem,) = done.problems
    assert f"pair {changed[0]['id']}, en: another text stands at its place" in str(problem)
    assert [row["id"] for row in rows(home / "rebuilt", "pairs")] == [row["id"] for row in changed[2:]]


def test_what_is_no_stand_off_dataset_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild-text", str(home / "build/dataset")]) == 1
    assert "is no stand-off dataset" in capsys.readouterr().err
    (part,) = (home / "standoff/standoff").iterdir()
    further = part.with_name("test-00000-of-00001.parquet")
    shutil.copyfile(part, further)
    assert main(["rebuild-text", str(home / "standoff")]) == 1
    assert "its splits are not those of its manifest" in capsys.readouterr().err
    further.unlink()
    part.unlink()
    assert main(["rebuild-text", str(home / "standoff")]) == 1
    assert "not a whole stand-off dataset" in capsys.readouterr().err


def test_the_columns_are_those_of_the_dataset_without_its_words() -> None:
    names = [column.name for column in STANDOFF_COLUMNS]
    assert set(names) == {column.name for column in COLUMNS} - {"translation", *WORDS} | {"text_sha256"}


@CALM
@given(st.text(), st.text(), st.text())
def test_only_the_same_texts_make_the_row_again(ja: str, en: str, other: str) -> None:
    from corpus.publishing import row

    was = {**row(pair(ja=(JA.split("\n")[0],)), "s"), "translation": {"ja": ja, "en": en}}
    apart = standoff_row(was)
    assert rebuilt_row(apart, {"ja": ja, "en": en}) == {**was, **dict.fromkeys(WORDS)}
    if other != en:
        with pytest.raises(CorpusError, match="another text"):
            rebuilt_row(apart, {"ja": ja, "en": other})


def test_one_of_several_sources_that_is_not_there_is_named_and_the_others_read(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [str(home / "articles"), str(home / "nowhere")]
    assert main(["rebuild-text", str(home / "standoff"), "--sources", *sources]) == 1
    said = capsys.readouterr()
    assert said.err == f"taiyaku: {home / 'nowhere'}: is not there: name a page, or a folder of pages\n"
    assert "left out" not in said.out and "written to " in said.out
