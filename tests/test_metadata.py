"""What says what a dataset is: its Croissant metadata, read by its own library, its citations, the table `[about]`."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest
import yaml
from helpers import article, followed, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus import __version__
from corpus.config import About, Config, load_config
from corpus.curation import REASONS, curate
from corpus.publishing import Signature, manifest_of, publish
from corpus.publishing.dataset.card import readme
from corpus.publishing.dataset.citation import SPECIAL, bibtex
from corpus.publishing.dataset.licence import licence_text
from corpus.publishing.facts import Facts
from corpus.publishing.schema import COLUMNS
from corpus.publishing.signature import row_digest, rows_digest
from corpus.types import CorpusError, Verdict

ROOT = Path(__file__).resolve().parent.parent
SIGNED = Signature("0.1.0", "aaa", "bbb", "ccc")
KNOWN = About("Pairs & posts", "Example Lab", "https://example.org/pairs", "1.2.0", "2026-01-31")


def built(out: Path, about: About = KNOWN) -> Path:
    pages = [article(f"page{n}", f"大変うれしい。{n} I am very happy.{n}") for n in range(30)]
    pairs = [pair(str(n), document=page, en=(f"I am very happy.{n}",)) for n, page in enumerate(pages)]
    pairs.append(pair("low", document=pages[0], en=("very happy.",), confidence=0.3, signals={}))
    config = Config(about=about)
    curated = curate(pairs, config)
    return publish(curated, out=out, signature=SIGNED, articles=pages, config=config, reasons=REASONS).folder


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("built") / "dataset")


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    return [row for path in sorted((folder / config).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def plain(value: Any) -> Any:
    """A record as its library gives it, with names for ids and texts for bytes."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def test_croissant_finds_nothing_to_complain_of(dataset: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        metadata = mlcroissant.Dataset(dataset / "croissant.json").metadata
    assert not caplog.records
    assert metadata.conforms_to[0] == "http://mlcommons.org/croissant/1.1"
    assert (metadata.name, metadata.version, metadata.url) == ("Pairs & posts", "1.2.0", "https://example.org/pairs")
    assert [creator.name for creator in metadata.creators] == ["Example Lab"]
    assert {file.content_url: file.sha256 for file in metadata.file_objects} == {
        name: digest for name, digest in manifest_of(dataset)["files"].items() if name.endswith(".parquet")
    }


@pytest.mark.parametrize("config", ["pairs", "candidates"])
def test_croissant_reads_the_rows(dataset: Path, config: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = list(mlcroissant.Dataset(dataset / "croissant.json").records(config))
    assert not caplog.records
    by_id = {row["id"]: row for row in rows(dataset, config)}
    assert len(found) == len(by_id) and {plain(one)["id"] for one in found} == set(by_id)
    names = {name for one in found for name in one}
    assert {f"{config}/{column.name}" for column in COLUMNS} <= names
    for record in found:
        one = plain(record)
        row = by_id[one["id"]]
        for name in ("translation", "confidence", "relation", "reason", "headline", "speaker", "group", "edited"):
            assert one[name] == row[name]
        signals = [signal for signal in one["signals"] if signal["name"] is not None]
        assert signals == row["signals"]
        for side in ("ja", "en"):
            assert plain(record[f"{config}/provenance/{side}"]) == row["provenance"][side]
        assert row in pq.read_table(dataset / config / f"{one['split']}-00000-of-00001.parquet").to_pylist()


def test_what_nobody_said_is_left_out(tmp_path: Path) -> None:
    folder = built(tmp_path / "dataset", About())
    metadata = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    assert not {"url", "creator", "version", "datePublished"} & set(metadata)
    assert mlcroissant.Dataset(folder / "croissant.json").metadata.name == About().name
    cited = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert not {"url", "version", "date-released"} & set(cited)


def test_the_citations_say_the_same(dataset: Path) -> None:
    digest = rows_digest(
        row_digest(row["id"], row["reason"], row["translation"]["ja"], row["translation"]["en"])
        for row in rows(dataset, "candidates")
    )
    cited = yaml.safe_load((dataset / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"]) == ("1.2.0", "dataset")
    assert (cited["title"], cited["authors"]) == ("Pairs & posts", [{"name": "Example Lab"}])
    assert (cited["version"], cited["date-released"]) == ("1.2.0", "2026-01-31")
    assert cited["identifiers"][0]["value"] == f"{SIGNED}|rows:{digest}"
    entry = (
        f"@misc{{taiyaku_{digest},\n"
        "  title   = {{Pairs \\& posts}},\n"
        "  author  = {{Example Lab}},\n"
        "  year    = {2026},\n"
        "  version = {1.2.0},\n"
        "  url     = {https://example.org/pairs},\n"
        f"  note    = {{taiyaku:0.1.0|model:aaa|config:bbb|data:ccc|rows:{digest}}}\n"
        "}"
    )
    card = (dataset / "README.md").read_text(encoding="utf-8")
    assert entry in card and card.startswith("---\npretty_name: Pairs & posts\n") and "\n# Pairs &amp; posts\n" in card
    assert json.loads((dataset / "croissant.json").read_text(encoding="utf-8"))["citeAs"] == entry


@given(st.text())
def test_no_name_breaks_the_entry(name: str) -> None:
    about = About(name=f"a{name}", creator=name)
    entry = bibtex(about, SIGNED, "ddd")
    for written in SPECIAL.values():
        entry = entry.replace(written, "")
    assert entry.count("{") == entry.count("}") and entry.endswith("\n}")


def test_about_is_in_no_digest(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('max_bead = 3\n[about]\nname = "N"\ndate = 2026-01-31\n', encoding="utf-8")
    config = load_config(file)
    assert config.about == About(name="N", date="2026-01-31")
    assert config.digest == Config(max_bead=3).digest != Config().digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("about = 3", "about must be a table"),
        ('[about]\nnaem = "N"', "in [about] no setting is called 'naem'; there are creator, date, name, url, version"),
        ("[about]\nversion = 1.2", "in [about] version must be a text, not 1.2"),
        ('[about]\nversion = "v2"', "version must be three numbers like 1.2.0, not 'v2'"),
        ('[about]\ndate = "soon"', "date must be a day like 2026-01-31, not 'soon'"),
        ('[about]\nurl = "example.org"', "url must be an address of the web, not 'example.org'"),
        ('[about]\nname = " "', "name must not be empty"),
    ],
)
def test_what_is_wrong_with_about_is_said(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as raised:
        load_config(file)
    assert said in str(raised.value) and str(file) in str(raised.value)


def test_the_software_is_cited_as_what_it_is() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"], cited["license"]) == ("1.2.0", "software", "Apache-2.0")
    assert cited["version"] == __version__
    assert cited["authors"] and cited["title"].startswith("Taiyaku")


def test_a_verdict_makes_it_another_dataset(tmp_path: Path) -> None:
    page = article("page", "大変うれしい。I am very happy.")
    digests = set()
    for decision in (None, Verdict("reject"), Verdict("accept")):
        curated = followed([pair("p", document=page, confidence=0.5)], {"p": decision} if decision else {}, Config())
        facts = Facts(tuple(curated), (page,), (), {}, SIGNED, Config())
        digests.add(facts.rows)
    assert len(digests) == 3


@pytest.mark.parametrize(("licence", "is_open"), [("CC BY 4.0", True), ("CC BY-NC 4.0", False), (None, False)])
def test_open_texts_are_given_with_credits_and_others_are_not(licence: str | None, is_open: bool) -> None:
    page = article("page", "大変うれしい。I am very happy.", licence=licence, author="山田太郎", title="うれしい話")
    facts = Facts((pair("p", document=page),), (page,), (), {}, SIGNED, Config())
    said = licence_text(facts)
    assert ("gives no licence" in said) is not is_open
    assert ("| うれしい話 | 山田太郎 |" in said) is is_open
    assert ("open-licences-by-source" in readme(facts)) is is_open
