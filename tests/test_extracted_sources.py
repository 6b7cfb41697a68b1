"""Proving text that was extracted: the same bytes must give the same text again, or both versions are named."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import EN, JA, named, pair
from test_formats import record

from corpus.config import Config
from corpus.curation import REASONS, curate
from corpus.provenance import verify
from corpus.publishing import Signature, data_digest, publish
from corpus.reading import read_folder

PAGE = "".join(f"<p>{line}</p>" for line in f"{JA}\n{EN}".splitlines())


def build(folder: Path) -> Path:
    """A dataset of the same page in HTML, in a row, and in a packed archive; returns its folder."""
    (folder / "articles/deep").mkdir(parents=True)
    (folder / "articles/deep/page.html").write_text(PAGE, encoding="cp932")
    rows = [{"text": "別の行。"}, {"html": PAGE, "publisher": "The Times", "id": 2}]
    (folder / "articles/rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "articles/crawl.warc.gz").write_bytes(gzip.compress(record("p", PAGE.encode())))
    articles, errors = read_folder(folder / "articles")
    assert (len(articles), errors) == (4, [])
    found = [pair(f"p{n}", document=one) for n, one in enumerate(one for one in articles if "happy" in one.text)]
    assert len(found) == 3
    signature = Signature("0.1.0", "aaa", Config().digest, data_digest(articles))
    return publish(
        curate(named(found), Config()),
        out=folder / "build/dataset",
        signature=signature,
        articles=articles,
        config=Config(),
        reasons=REASONS,
    ).folder


def change(folder: Path, name: str, changed: Callable[[dict[str, Any]], None]) -> None:
    """Changes what the manifest says of a document."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    (entry,) = (entry for entry in manifest["documents"] if entry["name"] == name)
    changed(entry)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_extracted_text_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path)
    assert verify(folder) == []
    moved = (tmp_path / "articles").rename(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path / "build")
    assert len(verify(folder)) == 4
    assert verify(folder, [moved]) == []


@pytest.mark.parametrize("name", ["deep/page", "rows#2", "crawl#urn:uuid:p"])
def test_another_version_of_the_extractor_is_named_where_its_text_is_another(name: str, tmp_path: Path) -> None:
    folder = build(tmp_path)
    change(folder, name, lambda entry: entry.update(extractor="resiliparse 1.2.3"))
    assert verify(folder) == []
    change(folder, name, lambda entry: entry.update(text_sha256="0" * 64))
    (problem,) = verify(folder)
    assert "extracted with resiliparse 1.2.3 then, resiliparse 2." in str(problem) and name in str(problem)


def test_a_record_that_was_changed_is_named_and_no_other(tmp_path: Path) -> None:
    folder = build(tmp_path)
    rows = tmp_path / "articles/rows.jsonl"
    rows.write_text(rows.read_text(encoding="utf-8").replace("The Times", "The Tomes"), encoding="utf-8")
    (problem,) = verify(folder)
    assert "the record 2 was changed" in str(problem)
    (tmp_path / "articles/crawl.warc.gz").write_bytes(b"")
    assert [one.message for one in verify(folder)][1:] == [problem.message]


def test_a_page_that_was_changed_is_named(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (tmp_path / "articles/deep/page.html").write_text(PAGE + "<p>more</p>", encoding="cp932")
    assert [one.message for one in verify(folder)] == ["this document was changed since the build; build again"]


def test_what_is_no_document_is_not_held_where_one_is_missing(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (tmp_path / "articles/deep/page.html").rename(tmp_path / "articles/deep/other.html")
    for name in ("page.html", "archive.warc", "long.txt"):  # sparse: they take no room on the disk
        with (tmp_path / "articles" / name).open("wb") as file:
            file.truncate(300_000_000)
    tracemalloc.start()
    try:
        assert verify(folder, [tmp_path / "articles"]) == []
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (tmp_path / "articles/deep/page.html").rename(tmp_path / "articles/deep/other.html")
    (tmp_path / "articles/deep/barred.html").write_text("x", encoding="utf-8")
    (tmp_path / "articles/deep/barred.html").chmod(0)
    assert verify(folder, [tmp_path / "articles"]) == []
