"""Publishing: what `datasets` makes of the folder, the same bytes every time, the card, the manifest, the flat row."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import pytest
import yaml
from helpers import SIGNATURE, article, followed, pair

from corpus.config import Config
from corpus.curation import REASONS, curate
from corpus.publishing import (
    Published,
    Signature,
    data_digest,
    flat_row,
    has_rows,
    publish,
    row,
    rows_of,
    write_config,
    write_parquet,
)  # fmt: skip
from corpus.publishing.dataset.card import readme
from corpus.publishing.dataset.front_matter import size_category
from corpus.publishing.dataset.licence import cell
from corpus.publishing.facts import Facts
from corpus.publishing.schema import COLUMNS, arrow_schema, card_features
from corpus.types import Article, Attribution, Pair, Verdict

FEATURES = datasets.Features(
    {
        "id": datasets.Value("string"),
        "translation": datasets.Translation(languages=["ja", "en"]),
        "confidence": datasets.Value("float64"),
        "relation": datasets.Value("string"),
        "reason": datasets.Value("string"),
        "headline": datasets.Value("bool"),
        "speaker": datasets.Value("string"),
        "speaker_ja": datasets.Value("string"),
        "handle": datasets.Value("string"),
        "posted_on": datasets.Value("string"),
        "signals": [{"name": datasets.Value("string"), "value": datasets.Value("float64")}],
        "provenance": {
            **{
                language: {
                    **{name: datasets.Value("string") for name in ("article", "url", "publisher", "licence", "sha256")},
                    "spans": [[datasets.Value("int32")]],
                }
                for language in ("ja", "en")
            },
            "signature": datasets.Value("string"),
        },
        "group": datasets.Value("string"),
        "verdict": datasets.Value("string"),
        "edited": datasets.Value("bool"),
    }
)


@pytest.fixture(autouse=True)
def _no_network_and_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_CACHE_HOME", str(tmp_path / "hf"))
    datasets.disable_progress_bars()


def load(folder: Path, config: str | None = None, **how: Any) -> Any:
    return datasets.load_dataset(str(folder), config, cache_dir=str(folder.parent / "cache"), **how)


SIGNED = Signature("0.1.0", "aaa", "bbb", "ccc")
PAGE = article(publisher="A | B <Times>", url="https://example.org/1", licence=None)
SAID = Attribution("Ann Lee", "アン・リー氏", "ann", "2024-08-06")


def some_pairs() -> list[Pair]:
    return [
        pair("p1", document=PAGE, attribution=SAID),
        pair("p2", document=PAGE, ja=("大変うれしい。", "二行目は\n改行をまたぐ。"), confidence=0.4),
        pair("p3", document=PAGE, confidence=0.01),
        pair("p4", document=PAGE, headline=True, signals={}),
        pair("p5", document=PAGE, nth=1),
    ]


def build(
    out: Path, pairs: list[Pair], articles: list[Article] | None = None, verdicts: dict[str, Verdict] | None = None
) -> Published:
    curated = followed(pairs, verdicts or {}, Config())
    pages = [PAGE] if articles is None else articles
    return publish(curated, out=out, signature=SIGNED, articles=pages, config=Config(), reasons=REASONS)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_datasets_loads_the_kept_pairs_by_default_and_all_on_demand(tmp_path: Path) -> None:
    done = build(tmp_path / "dataset", some_pairs())
    kept = load(done.folder)
    assert list(kept) == ["train"]
    assert [found["id"] for found in kept["train"]] == ["p1"]
    assert kept["train"].features == FEATURES
    found = load(done.folder, "candidates")["train"]
    assert found.features == FEATURES
    assert {line["id"]: line["reason"] for line in found} == {
        "p1": None,
        "p2": "low_confidence",
        "p3": "surely_wrong",
        "p4": "headline",
        "p5": "duplicate",
    }
    curated = curate(some_pairs(), Config())
    assert list(found) == [row(one, str(SIGNED)) for one in curated]
    assert done.counts == {
        "kept": 1, "rejected": 0, "headline": 1, "truncated": 0, "surely_wrong": 1, "low_confidence": 1,
        "contradiction": 0, "duplicate": 1, "split": 0, "merged": 0,
    }  # fmt: skip


@pytest.mark.parametrize("config", ["pairs", "candidates"])
def test_streaming_gives_the_same_rows(tmp_path: Path, config: str) -> None:
    folder = build(tmp_path / "dataset", some_pairs()).folder
    stream = load(folder, config, split="train", streaming=True)
    assert stream.features == FEATURES
    assert list(stream) == list(load(folder, config)["train"])


def test_the_files_alone_carry_the_features_too(tmp_path: Path) -> None:
    folder = build(tmp_path / "dataset", some_pairs()).folder
    paths = sorted(folder.rglob("*.parquet"))
    assert {path.parent.name for path in paths} == {"pairs", "candidates"}
    for path in paths:
        assert datasets.Features.from_arrow_schema(pq.read_schema(path)).arrow_schema == FEATURES.arrow_schema
        alone = datasets.Dataset.from_parquet(str(path), cache_dir=str(tmp_path / "cache"))
        assert alone.features["translation"] == datasets.Translation(languages=["ja", "en"])
        assert alone.features == FEATURES


def test_our_notations_of_the_features_are_those_of_datasets() -> None:
    assert card_features() == FEATURES._to_yaml_list()
    assert arrow_schema().equals(FEATURES.arrow_schema)
    assert [column.name for column in COLUMNS] == list(FEATURES)


def test_the_same_pairs_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = build(tmp_path / "one", some_pairs()), build(tmp_path / "other", some_pairs()[::-1])
    assert everything(one.folder) == everything(other.folder)
    again = everything(build(tmp_path / "one", some_pairs()).folder)
    assert again == everything(other.folder)
    assert not [path for path in tmp_path.iterdir() if path.is_dir() and path.name.startswith(".one.")]


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import test_publishing as t; t.build(Path(sys.argv[1]), t.some_pairs())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    environment = {"PYTHONPATH": ":".join(paths), "PYTHONHASHSEED": "7", "HF_HUB_OFFLINE": "1", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "far")], check=True, env=environment, cwd=Path.cwd())
    assert everything(tmp_path / "far") == everything(build(tmp_path / "near", some_pairs()).folder)


def test_splits_have_files_of_their_own(tmp_path: Path) -> None:
    pages = [article(f"page{n}", f"大変うれしい。{n} I am very happy.{n}") for n in range(60)]
    pairs = [pair(str(n), document=page, en=(f"I am very happy.{n}",)) for n, page in enumerate(pages)]
    folder = build(tmp_path / "dataset", pairs, pages).folder
    loaded = load(folder)
    assert list(loaded) == ["train", "validation", "test"]
    assert sum(len(split) for split in loaded.values()) == 60
    assert (folder / "pairs/validation-00000-of-00001.parquet").is_file()


def test_many_rows_are_shards_that_load_as_one_split(tmp_path: Path) -> None:
    rows = [row(pair(f"p{n:02d}"), str(SIGNED)) for n in range(10)]
    parts = write_parquet(tmp_path, "pairs", "train", iter(rows), arrow_schema(), most=4)
    assert [(part.path, part.rows) for part in parts] == [
        ("pairs/train-00000-of-00003.parquet", 4),
        ("pairs/train-00001-of-00003.parquet", 4),
        ("pairs/train-00002-of-00003.parquet", 2),
    ]
    assert sorted(everything(tmp_path)) == [part.path for part in parts]
    assert [part.bytes_on_disk for part in parts] == [(tmp_path / part.path).stat().st_size for part in parts]
    facts = Facts((), (PAGE,), parts, {}, SIGNED, Config())
    (tmp_path / "README.md").write_text(readme(facts), encoding="utf-8")
    assert head(tmp_path)["dataset_info"][0]["splits"][0]["num_examples"] == 10
    loaded = load(tmp_path)["train"]
    assert list(loaded) == rows and loaded.features == FEATURES
    assert list(rows_of(tmp_path, "pairs", "train")) == rows
    assert write_parquet(tmp_path, "pairs", "test", iter(()), arrow_schema()) == ()


def head(folder: Path) -> dict[str, Any]:
    card = (folder / "README.md").read_text(encoding="utf-8")
    parsed = yaml.safe_load(card.split("---\n")[1])
    assert isinstance(parsed, dict)
    return parsed


@pytest.mark.parametrize("articles", [[PAGE], []])
@pytest.mark.parametrize("found", [0, 1])
def test_what_was_left_out_is_never_given_for_what_is_kept(tmp_path: Path, found: int, articles: list[Article]) -> None:
    done = build(tmp_path / "dataset", [pair("p", confidence=0.5)][:found], articles)
    configs = {config["config_name"]: config.get("default") for config in head(done.folder)["configs"]}
    assert configs == {"pairs": True, "candidates": None}
    assert [(part.path, part.rows) for part in done.parts] == [
        ("pairs/train-00000-of-00001.parquet", 0),
        ("candidates/train-00000-of-00001.parquet", found),
    ]
    for config in (None, "pairs", *(["candidates"] if not found else [])):
        assert list(load(done.folder, config, split="train", streaming=True)) == []
        with pytest.raises(ValueError, match="corresponds to no data"):
            load(done.folder, config)
    assert pq.read_table(done.folder / "pairs").schema.names == [column.name for column in COLUMNS]
    if found:
        assert len(load(done.folder, "candidates")["train"]) == 1
    assert not has_rows(done.folder, "pairs") and has_rows(done.folder, "candidates") == bool(found)
    card = (done.folder / "README.md").read_text(encoding="utf-8")
    assert ("nothing is kept" if found else "no pair was found") in card and "load_dataset(FOLDER)" not in card


def test_a_config_has_no_empty_split_beside_one_with_rows(tmp_path: Path) -> None:
    rows = {"validation": [row(pair("p"), str(SIGNED))]}
    splits = ("train", "validation")
    parts = write_config(tmp_path, "pairs", splits, lambda split: rows.get(split, []), arrow_schema())
    assert [part.path for part in parts] == ["pairs/validation-00000-of-00001.parquet"]
    assert has_rows(tmp_path, "pairs") and not has_rows(tmp_path, "candidates")


def test_a_folder_that_was_built_anew_is_loaded_anew(tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    for confidence in (0.91, 0.96):  # as many rows, and as many bytes
        build(folder, [replace(some_pairs()[0], confidence=confidence)])
        assert load(folder, "candidates")["train"]["confidence"][:] == [confidence]


def test_the_card_is_one_that_the_hub_understands(tmp_path: Path) -> None:
    folder = build(tmp_path / "dataset", some_pairs(), verdicts={"p2": Verdict("accept")}).folder
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(folder / "README.md")
    assert card.data.language == ["ja", "en"]
    assert (card.data.license, card.data.license_link) == ("other", "LICENSE.md")
    assert (folder / card.data.license_link).is_file()
    assert card.data.annotations_creators == ["machine-generated", "expert-generated"]
    assert card.data.size_categories == ["n<1K"]
    configs = head(folder)["configs"]
    assert [(config["config_name"], config.get("default")) for config in configs] == [
        ("pairs", True),
        ("candidates", None),
    ]
    assert all(list(folder.glob(part["path"])) for config in configs for part in config["data_files"])
    infos = datasets.info.DatasetInfosDict.from_dataset_card_data(card.data)
    assert infos["candidates"].splits["train"].num_examples == 5
    assert infos["candidates"].features == FEATURES
    for column in COLUMNS:
        assert f"`{column.name}`" in card.text
    for reason, meaning in REASONS.items():
        assert f"| `{reason}` | {meaning} |" in card.text
    assert str(SIGNED) in card.text
    assert "| A \\| B &lt;Times> | unknown | 1 | 4 | 10 |" in card.text


def test_nothing_of_this_machine_or_day_goes_out(tmp_path: Path) -> None:
    page = replace(PAGE, path=tmp_path / "articles" / "page.txt")
    folder = build(tmp_path / "dataset", [pair(document=page)], [page]).folder
    (document,) = json.loads((folder / "manifest.json").read_text())["documents"]
    assert document["path"] == "../articles/page.txt"
    assert not any(str(tmp_path).encode() in content for content in everything(folder).values())


def test_the_manifest_says_what_the_dataset_was_made_of(tmp_path: Path) -> None:
    note = article("note", EN_NOTE)
    page = replace(PAGE, originals=(note,))
    found = [pair(document=page), pair("p9", document=page, original=note)]
    folder = build(tmp_path / "dataset", found, [page]).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["signature"] == str(SIGNED) == "taiyaku:0.1.0|model:aaa|config:bbb|data:ccc"
    kinds = [(document["name"], document["kind"], document["path"]) for document in manifest["documents"]]
    assert kinds == [("note", "original", "note.txt"), ("page", "article", "page.txt")]
    assert manifest["counts"]["found"] == 2
    assert set(manifest["files"]) == set(everything(folder)) - {"manifest.json"}
    assert manifest["rows"] == {"pairs/train": 1, "candidates/train": 2}


EN_NOTE = "A note. I am very happy. It goes on."


def test_the_data_digest_is_of_the_documents_in_any_order() -> None:
    one, other = article("a", "1"), article("b", "2")
    assert data_digest([one, other]) == data_digest([other, one, one])
    assert data_digest([one]) != data_digest([one, other])
    assert data_digest([replace(one, originals=(other,))]) == data_digest([one, other])


def test_the_flat_row_is_the_row_without_nesting() -> None:
    found = pair("p2", document=PAGE, ja=("大変うれしい。", "二行目は\n改行をまたぐ。"), attribution=SAID)
    flat = flat_row(found, SIGNATURE)
    assert (flat["ja"], flat["en"]) == ("大変うれしい。二行目は 改行をまたぐ。", "I am very happy.")
    assert [PAGE.text[start:end] for start, end in flat["ja_spans"]] == ["大変うれしい。", "二行目は\n改行をまたぐ。"]
    assert flat["signals"] == {"semantic": 0.8123, "length": -0.5}
    assert flat["ja_publisher"] == flat["en_publisher"] == "A | B <Times>"
    assert flat["signature"] == SIGNATURE
    nested = row(found, SIGNATURE)
    assert all(flat[name] == nested[name] for name in nested if name not in ("translation", "signals", "provenance"))
    assert json.loads(json.dumps(flat, ensure_ascii=False)) == flat


def test_a_table_cell_cannot_break_the_card() -> None:
    assert cell("a|b\n<script>`[x](y)") == "a\\|b &lt;script>\\`\\[x](y)"


def test_publishing_is_imported_without_anything_heavy() -> None:
    code = "import sys, corpus.publishing, corpus.curation; print({'pyarrow', 'datasets', 'yaml'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout.strip() == "set()"


def test_a_dataset_without_a_pair_calls_no_licence_open(tmp_path: Path) -> None:
    folder = build(tmp_path / "dataset", [], [article(licence="CC0-1.0")]).folder
    head = yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert head["license_name"] == "rights-remain-with-the-sources"
    assert "gives no licence for them" in (folder / "LICENSE.md").read_text(encoding="utf-8").replace("\n", " ")


@pytest.mark.parametrize("decided", [False, True])
def test_the_ledger_is_named_where_a_decision_stands_in_the_dataset(tmp_path: Path, *, decided: bool) -> None:
    verdicts = {"p1": Verdict("reject")} if decided else {}
    folder = publish(
        followed([pair("p1")], verdicts, Config()), out=tmp_path / "dataset", signature=Signature("0", "a", "b", "c"),
        articles=[article()], config=Config(), reasons=REASONS, verdicts=tmp_path / "review/verdicts.tsv",
    ).folder  # fmt: skip
    stated = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert stated.get("verdicts") == ("../review/verdicts.tsv" if decided else None)


def test_the_card_counts_what_a_verdict_keeps_that_would_not_be_kept_without(tmp_path: Path) -> None:
    pairs = [pair("p1"), pair("p2", ja=("二行目は\n改行をまたぐ。",), confidence=0.5)]
    out = build(tmp_path / "dataset", pairs, verdicts={name: Verdict("accept") for name in ("p1", "p2")}).folder
    card = " ".join((out / "README.md").read_text(encoding="utf-8").split())
    assert "`accept`: 2, `reject`: 0, edited: 0; kept by a verdict below 0.84: 1." in card


@pytest.mark.parametrize(
    ("rows", "name"), [(999, "n<1K"), (1_000, "1K<n<10K"), (99_999, "10K<n<100K"), (1_000_000, "1M<n<10M")]
)
def test_a_size_is_called_as_the_hub_calls_it(rows: int, name: str) -> None:
    assert size_category(rows) == name
