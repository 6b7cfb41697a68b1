"""Exports: what is written is what was kept, in each format, as its readers read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import datasets
import pytest
from helpers import CALM, article, pair
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES
from lxml import etree
from PythonTmx import SEGTYPE, Tmx, from_element

from corpus.cli import main
from corpus.commands import export as command
from corpus.config import Config
from corpus.curation import REASONS, curate
from corpus.publishing import EXPORTERS, Signature, export, publish
from corpus.publishing.exports.tmx import END, head, unit
from corpus.publishing.stored_rows import rows_of, splits_of
from corpus.types import Attribution, CorpusError, Pair

SIGNED = Signature("0.1.0", "aaa", "bbb", "ccc")
DTD = etree.DTD(str(CASES / "tmx14.dtd"))
XML = "{http://www.w3.org/XML/1998/namespace}lang"
SAID = Attribution('Ann "Bo" Lee & Sons', "アン・リー氏", "ann", "2024-08-06")


def publish_pairs(out: Path, pairs: list[Pair]) -> Path:
    """A dataset of these pairs, each of whose documents is an article of its own."""
    curated = curate(pairs, Config())
    pages = [one.ja.document for one in pairs]
    return publish(curated, out=out, signature=SIGNED, articles=pages, config=Config(), reasons=REASONS).folder


def some(count: int) -> list[Pair]:
    """Pairs on pages of their own: with 20 and more, all three splits have some."""
    text = "大変\nうれしい。{0}とてもです。 I am < very & happy.{0} Very."
    pages = [article(f"page{n}", text.format(n), url=f"https://example.org/?n={n}&m") for n in range(count)]
    return [
        pair(
            f"p{n}",
            document=page,
            ja=(f"大変\nうれしい。{n}", "とてもです。") if n % 2 else (f"大変\nうれしい。{n}",),
            en=(f"I am < very & happy.{n}",) if n % 4 else (f"I am < very & happy.{n}", "Very."),
            attribution=SAID if n % 3 else Attribution(),
        )
        for n, page in enumerate(pages)
    ]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset in three splits, with a pair that is not kept."""
    page = article("bad", "まあまあだ。 So and so.")
    bad = pair("bad", document=page, ja=("まあまあだ。",), en=("So and so.",), confidence=0.3)
    return publish_pairs(tmp_path / "build/dataset", [*some(40), bad])


def kept(dataset: Path) -> dict[str, list[Any]]:
    rows = {split: list(rows_of(dataset, "pairs", split)) for split in splits_of(dataset, "pairs")}
    assert list(rows) == ["train", "validation", "test"] and sum(map(len, rows.values())) == 40
    return rows


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_offers_every_format() -> None:
    assert tuple(EXPORTERS) == command.FORMATS


# tmx


def test_tmx_is_valid_and_says_everything_of_a_pair(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(dataset, "tmx", out).files == ("test.tmx", "train.tmx", "validation.tmx")
    kinds = set()
    for split, rows in kept(dataset).items():
        tree = etree.parse(str(out / f"{split}.tmx"))
        assert DTD.validate(tree), DTD.error_log
        assert tree.findtext("header/prop[@type='signature']") == str(SIGNED)
        units = tree.findall("body/tu")
        assert [one.get("tuid") for one in units] == [row["id"] for row in rows]
        for one, row in zip(units, rows, strict=True):
            told = {prop.get("type"): prop.text for prop in one.findall("prop")}
            beads = len(row["provenance"]["ja"]["spans"]), len(row["provenance"]["en"]["spans"])
            kinds.add(beads)
            assert told.pop("bead") == f"{beads[0]}-{beads[1]}"
            assert one.get("segtype") == (None if beads == (1, 1) else "block")
            assert told.pop("confidence") == f"{row['confidence']:.4f}"
            names = ("relation", "speaker", "speaker_ja", "handle", "posted_on")
            assert told == {name: row[name] for name in names if row[name] is not None}
            for side in one.findall("tuv"):
                language = side.get(XML)
                assert side.findtext("seg") == row["translation"][language]
                told = {prop.get("type"): prop.text for prop in side.findall("prop")}
                where = row["provenance"][language]
                assert json.loads(told.pop("spans")) == where["spans"]
                assert told == {name: where[name] for name in ("article", "url", "sha256")}
    assert kinds == {(1, 1), (1, 2), (2, 1)}


def test_a_tmx_reader_of_others_opens_it(dataset: Path, tmp_path: Path) -> None:
    out = export(dataset, "tmx", tmp_path / "out").folder
    for split, rows in kept(dataset).items():
        memory = from_element(etree.parse(str(out / f"{split}.tmx")).getroot())
        assert isinstance(memory, Tmx)
        assert (memory.header.srclang, memory.header.segtype) == ("en", SEGTYPE.SENTENCE)
        assert [one.tuid for one in memory.tus] == [row["id"] for row in rows]
        for one, row in zip(memory.tus, rows, strict=True):
            assert {side.lang: "".join(map(str, side.content)) for side in one.tuvs} == row["translation"]
            assert {prop.type: prop.text for prop in one.props}["confidence"] == f"{row['confidence']:.4f}"


SAID_IN_XML = st.text(st.sampled_from("<>&\"'\r\t\n a漢\0\ufffe\ud800😀"), max_size=8) | st.text()


def in_xml(text: str) -> str:
    """A text with U+FFFD for each character that XML 1.0 has not, by the standard's own list."""
    held = (letter in "\t\n\r" or letter >= " " and not "\ud7ff" < letter < "\ue000" for letter in text)
    return "".join(a if ok and a not in "\ufffe\uffff" else "\ufffd" for a, ok in zip(text, held, strict=True))


@CALM
@given(st.lists(st.tuples(SAID_IN_XML, SAID_IN_XML, SAID_IN_XML, SAID_IN_XML), max_size=3))
def test_tmx_of_any_text_is_valid_and_gives_it_back(texts: list[tuple[str, str, str, str]]) -> None:
    units = (
        unit(ja, en, {name: value}, attributes={"tuid": name}, ja_properties={"url": value}, en_properties={"no": None})
        for ja, en, name, value in texts
    )
    written = "".join([head("en", {"note": "<&>"}), *units, END])
    tree = etree.fromstring(written.encode())
    assert DTD.validate(tree), DTD.error_log
    for one, told in zip(tree.findall("body/tu"), texts, strict=True):
        ja, en, name, value = map(in_xml, told)
        (prop, url), (own, other) = one.iter("prop"), (side.findtext("seg") for side in one.findall("tuv"))
        assert (own, other, one.get("tuid"), prop.get("type")) == (ja, en, name, name)
        assert [prop.text or "", url.text or ""] == [value, value]


def test_the_rules_of_tmx_refuse_what_is_wrong() -> None:
    good = head("en") + unit("はい。", "Yes.", {"bead": "1-1"}) + END
    assert DTD.validate(etree.fromstring(good.encode()))
    for old, new in (('"1.4"', '"1.3"'), ("<seg>", "<seq>"), (' srclang="en"', ""), ('"sentence"', '"line"')):
        bad = good.replace(old, new).replace("</seg>", "</seq>" if "seq" in new else "</seg>")
        assert not DTD.validate(etree.fromstring(bad.encode()))


# moses and jsonl


def test_moses_is_two_files_line_by_line(dataset: Path, tmp_path: Path) -> None:
    out = export(dataset, "moses", tmp_path / "out").folder
    for split, rows in kept(dataset).items():
        for language in ("ja", "en"):
            lines = (out / f"{split}.{language}").read_bytes().decode().split("\n")
            assert lines.pop() == ""
            assert lines == [row["translation"][language] for row in rows]


def test_a_line_break_in_a_text_makes_no_line_of_moses(tmp_path: Path) -> None:
    EXPORTERS["moses"](tmp_path, {"train": lambda: [{"translation": {"ja": "雨\nだ。", "en": "It\r\nrains."}}]}, {})
    assert content(tmp_path) == {"train.ja": "雨 だ。\n".encode(), "train.en": b"It rains.\n"}


def test_jsonl_is_what_datasets_and_the_translation_examples_read(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    out = export(dataset, "jsonl", tmp_path / "out").folder
    files = {split: str(out / f"{split}.jsonl") for split in kept(dataset)}
    loaded = datasets.load_dataset("json", data_files=files, cache_dir=str(tmp_path / "cache"))
    for split, rows in kept(dataset).items():
        assert loaded[split]["translation"][:] == [row["translation"] for row in rows]
        assert loaded[split]["confidence"][:] == [row["confidence"] for row in rows]


# the folder


@pytest.mark.parametrize("form", list(EXPORTERS))
def test_an_export_is_the_same_every_time_and_takes_the_place_of_the_last(
    dataset: Path, tmp_path: Path, form: str
) -> None:
    one, other = export(dataset, form, tmp_path / "one"), export(dataset, form, tmp_path / "other")
    assert content(one.folder) == content(other.folder)
    smaller = publish_pairs(tmp_path / "small/dataset", some(2))
    again = export(smaller, form, tmp_path / "one")
    assert dict(again.rows) == {"train": 2}
    assert not any("validation" in name for name in content(again.folder))
    manifest = json.loads((again.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["format"], manifest["signature"], manifest["rows"]) == (form, str(SIGNED), {"train": 2})
    assert set(manifest["files"]) == set(content(again.folder)) - {"manifest.json"}


def test_an_export_replaces_nothing_of_another_kind(dataset: Path, tmp_path: Path) -> None:
    before = content(dataset)
    with pytest.raises(CorpusError, match="a dataset stands here"):
        export(dataset, "tmx", dataset)
    assert content(dataset) == before
    export(dataset, "tmx", tmp_path / "out")
    with pytest.raises(CorpusError, match="an export as tmx stands here"):
        export(dataset, "moses", tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="which was not built here"):
        export(dataset, "tmx", tmp_path / "mine")
    assert content(tmp_path / "mine") == {"notes.txt": b"mine"}


def test_export_says_what_it_wrote(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "jsonl", "--dataset", str(dataset)]) == 0
    said = capsys.readouterr()
    *files, pairs = said.out.splitlines()
    assert files == [str(dataset.parent / f"export/jsonl/{split}.jsonl") for split in ("test", "train", "validation")]
    assert pairs.startswith("40 pairs: ") and said.err == ""


def test_what_cannot_be_exported_is_said(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "tmx", "--dataset", str(tmp_path / "none")]) == 1
    assert "there is no dataset here" in capsys.readouterr().err
    nothing = publish_pairs(tmp_path / "nothing", [pair(confidence=0.3)])
    assert main(["export", "--format", "tmx", "--dataset", str(nothing)]) == 1
    assert "no pair is kept" in capsys.readouterr().err
    made = export(dataset, "standoff", tmp_path / "made").folder
    assert main(["export", "--format", "tmx", "--dataset", str(made)]) == 1
    assert "is no dataset, but made of one (standoff): name the folder of a build" in capsys.readouterr().err
    broken = next((dataset / "pairs").glob("validation*"))
    broken.write_bytes(broken.read_bytes()[:100])
    assert main(["export", "--format", "tmx", "--dataset", str(dataset)]) == 1
    assert "validation-00000-of-00001.parquet: is no Parquet file" in capsys.readouterr().err
    assert not (dataset.parent / "export" / "tmx").exists()


def test_an_export_stands_beside_the_dataset_wherever_one_is(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert main(["export", "--format", "moses", "--dataset", str(dataset)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(dataset.parent / "export/moses/test.en")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_as_many_sentences_on_both_sides_are_a_block_but_for_one_each(tmp_path: Path) -> None:
    page = article("page", "大変だ。うれしい。 It is bad. I am happy.")
    two = pair("two", document=page, ja=("大変だ。", "うれしい。"), en=("It is bad.", "I am happy."))
    one = pair("one", document=page, ja=("大変だ。",), en=("It is bad.",))
    export(publish_pairs(tmp_path / "dataset", [one, two]), "tmx", tmp_path / "out")
    units = etree.parse(str(tmp_path / "out/train.tmx")).findall("body/tu")
    assert {unit.get("tuid"): unit.get("segtype") for unit in units} == {"one": None, "two": "block"}
