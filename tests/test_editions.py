"""What of a dataset may be given away: licences that are open, the edition of what is, and what is never sent."""

from __future__ import annotations

import csv
import io
import json
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import mlcroissant
import pytest
import yaml
from helpers import SIGNATURE, article, documented, followed, pair
from inputs import CASES

from corpus.cli import main
from corpus.commands import publish as command
from corpus.config import About, Config
from corpus.curation import REASONS, curate
from corpus.publishing import EDITIONS, Signature, Wanted, export, manifest_of, prepare, publish
from corpus.publishing.dataset.open_licences import OPEN, open_licence
from corpus.publishing.stored_rows import rows_of
from corpus.store import write_atomic
from corpus.types import Article, CorpusError, Pair, Verdict

LICENCES = ("CC BY 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.ja", None, "CC BY-NC-ND 4.0", "CC0-1.0")
"""Those of the pages of a dataset, in turn; the last is an original's, which the page before it quotes."""

STATED = {
    "CC0": ["CC0-1.0", "CC0 1.0 Universal", "cc0", "http://creativecommons.org/publicdomain/zero/1.0/"],
    "public domain": [
        "Public Domain",
        "パブリックドメイン",
        "https://creativecommons.org/publicdomain/mark/1.0/deed.ja",
    ],
    "CC BY": [
        "CC BY 4.0",
        "CC-BY-4.0",
        "ＣＣ　ＢＹ　４．０",
        "cc by",
        "CC-BY-3.0-IGO",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/2.1/jp/",
        "Creative Commons Attribution 4.0 International License",
        "クリエイティブ・コモンズ 表示 4.0 国際 ライセンス",
        "Attribution 4.0 International (CC BY 4.0)",
        "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）",
        "CC表示4.0",
    ],
    "CC BY-SA": [
        "CC BY-SA 4.0",
        "cc-by-sa-3.0",
        "http://www.creativecommons.org/licenses/by-sa/3.0/legalcode",
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "クリエイティブ・コモンズ 表示 - 継承 4.0 国際",
        "Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)",
        "CC 表示-継承 4.0",
    ],
    "ODC-By": ["ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"],
    "PDDL": ["PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"],
    "Apache-2.0": ["Apache-2.0", "Apache License, Version 2.0", "https://www.apache.org/licenses/LICENSE-2.0"],
    "MIT": ["MIT", "The MIT License", "https://opensource.org/licenses/MIT"],
    "BSD": ["BSD-3-Clause", "BSD-2-Clause"],
}

CLOSED = (
    *(None, "", "unknown", "All rights reserved", "permit", "by", "CC", "public", "Creative Commons", "SA"),
    *("CC BY-NC 4.0", "CC BY-ND 4.0", "CC-BY-NC-SA-4.0", "CC BY 4.0 NC", "cc-by-4.0-nd", "CC BY 9.0", "GFDL-1.3"),
    *("https://creativecommons.org/licenses/by-nc/4.0/", "https://creativecommons.org/", "GPL-3.0-or-later"),
    *("https://example.org/creativecommons.org/licenses/by/4.0/", "クリエイティブ・コモンズ 表示 - 非営利 4.0 国際"),
    *("CC0-1.0 (図版を除く)", "CC BY 4.0 (CC BY-NC 4.0)", "CC BY 4.0 (CC0)", "CC表示-非営利4.0"),
    *("Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)", "CC BY 4.0 ()", "CC BY 4.0 (CC BY 4.0) NC"),
    *("BSD", "(CC BY 4.0)", "Attribution", "Attribution-ShareAlike"),
    *("not CC BY 4.0", "CC BY 4.0 (text only)", "CC BY 4.0, pictures excepted", "CC BY-NC 4.0 or CC BY 4.0"),
)


@pytest.mark.parametrize(("name", "stated"), [(name, one) for name, every in STATED.items() for one in every])
def test_a_licence_is_known_however_it_is_written(name: str, stated: str) -> None:
    assert open_licence(stated) == name


@pytest.mark.parametrize("stated", CLOSED)
def test_what_is_not_on_the_list_is_not_open(stated: str | None) -> None:
    assert open_licence(stated) is None


def test_every_licence_and_edition_is_documented() -> None:
    readme = documented()
    assert set(STATED) == set(OPEN)
    assert [name for name in OPEN if name not in readme] == []
    assert tuple(EDITIONS) == command.EDITIONS
    assert [name for name in EDITIONS if f"| `{name}`" not in readme] == []


def texts(n: int) -> tuple[str, str]:
    return f"大変うれしい。{n}", f"I am very happy.{n}"


def built(out: Path, licences: Sequence[str | None] = LICENCES, *, note: str = "pages/note.txt") -> Path:
    """A dataset of a page for each licence, with a kept pair and one that is not; the last licence is an original's.

    `note` is where the original lies.
    """
    pages: list[Article] = []
    pairs: list[Pair] = []
    *page_licences, original_licence = licences
    for n, licence in enumerate(page_licences):
        ja, en = texts(n)
        page = article(f"page{n}", f"{ja} {en}", path=Path.cwd() / f"pages/page{n}.txt", licence=licence, url=f"u{n}")
        if n == 1:
            other = article("note", f"The note. {en}", path=Path.cwd() / note, licence=original_licence)
            page = Article(page.name, page.text, page.source, page.sha256, "utf-8", page.path, (other,))
        original = page.originals[0] if page.originals else None
        pairs.append(pair(f"kept{n}", document=page, original=original, ja=(ja,), en=(en,)))
        pairs.append(pair(f"low{n}", document=page, original=original, ja=(ja,), en=(en[3:],), confidence=0.3))
        pages.append(page)
    config = Config(about=About("Pairs", "Example Lab", "https://example.org/pairs", "1.2.0", "2026-01-31"))
    signature = Signature("0.1.0", "aaa", "bbb", "ccc")
    assert str(signature) == SIGNATURE
    curated = curate(pairs, config)
    return publish(curated, out=out, signature=signature, articles=pages, config=config, reasons=REASONS).folder


def wanted(dataset: Path, *, rights: bool = False) -> Wanted:
    return Wanted(dataset, dataset.parent / "given", REASONS, rights)


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    return [dict(row) for split in ("train", "validation", "test") for row in rows_of(folder, config, split)]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return built(tmp_path / "dataset")


def test_the_open_edition_has_the_open_rows_and_no_word_of_the_others(dataset: Path) -> None:
    folder = prepare("open", wanted(dataset)).folder
    for config, ids in (("pairs", ["kept0", "kept1"]), ("candidates", ["kept0", "low0", "kept1", "low1"])):
        was = {row["id"]: row for row in rows(dataset, config)}
        assert rows(folder, config) == [was[name] for name in ids]
    told = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for n in (2, 3):
        assert not any(text.encode() in told for text in (*texts(n), f"page{n}"))
    assert texts(0)[1].encode() in told


def test_the_open_edition_is_a_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dataset = built(tmp_path / "dataset", note="/elsewhere/note.txt")
    edition = prepare("open", wanted(dataset))
    manifest = manifest_of(edition.folder)
    assert manifest["counts"] == {**dict.fromkeys(manifest["counts"], 0), "found": 4, "kept": 2, "low_confidence": 2}
    assert manifest["rows"] == {"pairs/train": 2, "candidates/train": 4}
    named = [(one["name"], one["kind"], one["path"]) for one in manifest["documents"]]
    places = [("note", "original", "note.txt"), ("page0", "article", "pages/page0.txt")]
    assert named == [*places, ("page1", "article", "pages/page1.txt")]
    assert {file.name for file in edition.files} == {*manifest["files"], "manifest.json"}
    assert manifest["signature"] == manifest_of(dataset)["signature"] == edition.signature

    card = (edition.folder / "README.md").read_text(encoding="utf-8")
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["pretty_name"] == "Pairs (open edition)"
    assert "out of 2 articles" in card.replace("\n", " ")
    assert "Found: 4, the sum" in card and "CC BY-NC-ND" not in card and "CC0-1.0" in card
    with caplog.at_level(logging.WARNING):
        mlcroissant.Dataset(edition.folder / "croissant.json")
    assert not caplog.records

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    loaded = datasets.load_dataset(str(edition.folder), "pairs", split="train", cache_dir=str(tmp_path / "cache"))
    assert list(loaded) == rows(edition.folder, "pairs")
    was = datasets.load_dataset(str(dataset), "pairs", split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.features == was.features


def test_the_open_edition_is_the_same_when_it_is_made_again(dataset: Path) -> None:
    first = prepare("open", wanted(dataset))
    again = prepare("open", wanted(dataset))
    assert first == again


def test_the_open_edition_of_a_build_is_proved_from_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for n, licence in enumerate(("CC BY 4.0", "all rights reserved", "CC0")):
        name = ("01_cto_leaves", "13_buzzer_beater_fans", "22_park_account")[n]
        text = (CASES / "pages" / f"{name}.txt").read_bytes()
        write_atomic(tmp_path / "data/articles" / f"{name}.txt", text)
        write_atomic(tmp_path / "data/articles" / f"{name}.toml", f'licence = "{licence}"\n')
    (tmp_path / "settings.toml").write_text("accept_confidence = 1.0\n", encoding="utf-8")
    build = ["build", "--config", "settings.toml"]
    assert main(build) == 0
    table = tmp_path / "data/review/low_confidence.tsv"
    lines = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")), delimiter="\t"))
    for line in lines[1:]:
        line[1] = "accept"
    edited = next(line for line in lines if "01_cto_leaves" in line)
    edited[1], edited[lines[0].index("new_ja")] = "edit", "書き直した。"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(lines)
    assert main(build) == 0
    assert main(["publish", "--repo", "lab/pairs", "--edition", "open", "--dry-run"]) == 0
    given = rows(Path("build/publish/open"), "candidates")
    assert {row["provenance"]["ja"]["article"] for row in given} == {"01_cto_leaves", "22_park_account"}
    assert [row["id"] for row in given if row["edited"]] == [edited[0]]
    assert main(["verify", "build/publish/open"]) == 0


def test_a_dataset_without_an_open_pair_says_what_there_is(tmp_path: Path) -> None:
    # A page of which only the original that it quotes is open, and one without a licence.
    dataset = built(tmp_path / "dataset", [None, "CC BY-NC 4.0", "CC0-1.0"])
    with pytest.raises(CorpusError, match="of no kept pair both texts have an open licence; 6 of 8 texts") as said:
        prepare("open", wanted(dataset))
    assert "(unknown: 4, CC BY-NC 4.0: 2)" in str(said.value) and "sidecars" in str(said.value)
    assert not (tmp_path / "given").exists()


def test_all_is_given_only_where_all_is_open_or_the_rights_are_there(tmp_path: Path, dataset: Path) -> None:
    with pytest.raises(CorpusError, match=r"8 of 16 texts have no open licence \(unknown: 4, CC BY-NC-ND 4.0: 4\)"):
        prepare("full", wanted(dataset))
    assert prepare("full", wanted(dataset, rights=True)).folder == dataset
    free = built(tmp_path / "free", ["CC BY 4.0", "CC BY-SA 4.0", "CC0"])
    assert prepare("full", wanted(free)).folder == free
    far = built(tmp_path / "far", note="/elsewhere/note.txt")
    with pytest.raises(CorpusError, match=r"manifest\.json: says where files lie on this machine \(.*note"):
        prepare("full", wanted(far, rights=True))
    path = free / "manifest.json"
    ledger = {**json.loads(path.read_text(encoding="utf-8")), "verdicts": "../../elsewhere/review/verdicts.tsv"}
    path.write_text(json.dumps(ledger), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"says where files lie on this machine \(.*verdicts"):
        prepare("full", wanted(free))


def test_only_what_the_manifest_names_is_given(dataset: Path) -> None:
    (dataset / "notes.txt").write_text("mine", encoding="utf-8")
    edition = prepare("full", wanted(dataset, rights=True))
    assert {file.name for file in edition.files} == {*manifest_of(dataset)["files"], "manifest.json"}
    assert {file.name: file.rows for file in edition.files if file.rows} == {
        "pairs/train-00000-of-00001.parquet": 4,
        "candidates/train-00000-of-00001.parquet": 8,
    }
    card = dataset / "README.md"
    card.write_text("changed", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"README\.md: was changed since it was written"):
        prepare("full", wanted(dataset, rights=True))
    card.unlink()
    with pytest.raises(CorpusError, match=r"README\.md: cannot be read"):
        prepare("full", wanted(dataset, rights=True))


def test_what_is_no_dataset_is_said(tmp_path: Path, dataset: Path) -> None:
    with pytest.raises(CorpusError, match="there is no dataset here"):
        prepare("standoff", wanted(tmp_path))
    exported = export(dataset, "standoff", tmp_path / "standoff").folder
    with pytest.raises(CorpusError, match=r"is no dataset, but made of one \(standoff\)"):
        prepare("full", wanted(exported))
    manifest = json.loads((dataset / "manifest.json").read_text(encoding="utf-8"))
    (dataset / "manifest.json").write_text(json.dumps({**manifest, "files": None}), encoding="utf-8")
    with pytest.raises(CorpusError, match="'files' is not what builds write"):
        prepare("full", wanted(dataset, rights=True))
    (dataset / "manifest.json").write_text(json.dumps({**manifest, "documents": []}), encoding="utf-8")
    with pytest.raises(CorpusError, match="not a whole dataset of this version"):
        prepare("open", wanted(dataset))
    shutil.rmtree(dataset / "pairs")
    with pytest.raises(CorpusError, match="no pair is kept"):
        prepare("standoff", wanted(dataset))


@pytest.mark.parametrize("name", ["pairs", "a/b/c", "a/", "/b", "a b/c", "a/b--c", "a/b..c", "a/b.git", "-a/b", "a/b."])
def test_a_name_that_is_none_is_wrong_usage(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", f"--repo={name}", "--dry-run"]) == 2
    assert f"{name!r} is no ORG/NAME" in capsys.readouterr().err


def decided(out: Path, pairs: Sequence[Pair], verdicts: Mapping[str, Verdict]) -> Path:
    """A dataset of pairs on which a reviewer decided."""
    pages = list({one.ja.document.name: one.ja.document for one in pairs}.values())
    signature, ledger = Signature("0.1.0", "aaa", "bbb", "ccc"), Path.cwd() / "data/review/verdicts.tsv"
    curated = followed(pairs, verdicts, Config())
    return publish(
        curated, out=out, signature=signature, articles=pages, config=Config(), reasons=REASONS, verdicts=ledger
    ).folder


@pytest.mark.parametrize(("name", "ledger"), [("free", "data/review/verdicts.tsv"), ("closed", None)])
def test_the_open_edition_names_the_ledger_for_a_decision_on_its_own_rows(
    tmp_path: Path, name: str, ledger: str | None
) -> None:
    licences = {"free": "CC0-1.0", "closed": None}
    pages = [article(one, " ".join(texts(n)), licence=licence) for n, (one, licence) in enumerate(licences.items())]
    pairs = [pair(one.name, document=one, ja=texts(n)[:1], en=texts(n)[1:]) for n, one in enumerate(pages)]
    dataset = decided(tmp_path / "dataset", pairs, {name: Verdict("accept")})
    assert manifest_of(dataset)["verdicts"] == "data/review/verdicts.tsv"
    assert manifest_of(prepare("open", wanted(dataset)).folder).get("verdicts") == ledger


def test_the_open_edition_credits_each_original_that_a_page_quotes(tmp_path: Path) -> None:
    notes = tuple(article(f"note{n}", texts(n)[1], licence="CC BY 4.0", author=f"Author {n}") for n in range(3))
    page = replace(article(text="\n".join(texts(n)[0] for n in range(3)), licence="CC0-1.0"), originals=notes)
    pairs = [
        pair(f"p{n}", document=page, original=note, ja=texts(n)[:1], en=texts(n)[1:]) for n, note in enumerate(notes)
    ]
    folder = prepare("open", wanted(decided(tmp_path / "dataset", pairs, {}))).folder
    licence = (folder / "LICENSE.md").read_text(encoding="utf-8")
    assert [n for n in range(3) if f"Author {n}" not in licence] == []
    assert "| unknown | CC BY 4.0 | 3 | 3 | 3 |" in licence


def test_the_open_edition_says_what_a_reviewer_wrote_anew(tmp_path: Path) -> None:
    page = article("page", " ".join(texts(0)), licence="CC0-1.0")
    one = pair("p0", document=page, ja=texts(0)[:1], en=texts(0)[1:])
    dataset = decided(tmp_path / "dataset", [one], {"p0": Verdict("edit", new_en="So glad.")})
    card = (prepare("open", wanted(dataset)).folder / "README.md").read_text(encoding="utf-8")
    assert "`reject`: 0, edited: 1;" in card
