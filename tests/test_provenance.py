"""Proving a dataset: an honest one passes, and every way of tampering with it or its sources is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from helpers import CALM, EN, JA, named, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.curation import REASONS, curate
from corpus.provenance import verify
from corpus.publishing import Signature, data_digest, publish
from corpus.reading import read
from corpus.store import sha256_hex
from corpus.text import join, normalise, shown, spell
from corpus.types import Span

PART = "pairs/train-00000-of-00001.parquet"


def build(folder: Path) -> Path:
    """A dataset of one page and one original, in every encoding and with a sidecar; returns its folder."""
    for name in ("articles", "originals"):
        (folder / name).mkdir(parents=True)
    (folder / "articles/page.txt").write_bytes(f"{JA}\n{EN}\n".encode("cp932"))
    (folder / "articles/page.toml").write_text('publisher = "The Times"\noriginals = ["note"]\n', encoding="utf-8")
    (folder / "originals/note.txt").write_text("A note. I am\tvery  happy. It goes on.", encoding="utf-16")
    page = read(folder / "articles/page.txt")
    (note,) = page.originals
    found = [
        pair("p1", document=page),
        pair(
            "p2", document=page, ja=("二行目は\n改行をまたぐ。",), en=("The second line\nruns on.", "I am very happy.")
        ),
        pair(
            "p3", document=page, original=note, ja=("大変うれしい。", "二行目は"), en=("A note.", "I am\tvery  happy.")
        ),
        pair("p4", document=page, en=("runs on.",), confidence=0.3),
    ]
    curated = curate(named(found), Config())
    signature = Signature("0.1.0", "aaa", Config().digest, data_digest([page]))
    out = folder / "build/dataset"
    return publish(curated, out=out, signature=signature, articles=[page], config=Config(), reasons=REASONS).folder


def messages(folder: Path, *sources: Path) -> list[str]:
    return [str(problem) for problem in verify(folder, sources)]


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Changes the rows of a Parquet file, and the manifest so that nobody sees it by the file's digest."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    manifest = path.parent.parent / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["files"][path.relative_to(manifest.parent).as_posix()] = sha256_hex(path.read_bytes())
    manifest.write_text(json.dumps(content), encoding="utf-8")


def test_an_honest_dataset_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path)
    assert verify(folder) == []
    monkeypatch.chdir(tmp_path)
    assert verify(Path("build/dataset")) == []


def test_it_is_proved_from_where_it_was_built_and_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    monkeypatch.chdir(home)
    folder = build(Path())
    assert json.loads((folder / "manifest.json").read_text())["documents"][0]["path"] == "originals/note.txt"
    assert verify(folder) == []
    monkeypatch.chdir(tmp_path)
    assert len(verify(home / folder)) == 2
    assert verify(home / folder, [home / "articles", home / "originals"]) == []
    shutil.copytree(home / "articles", away)
    shutil.copytree(home / "originals", away, dirs_exist_ok=True)
    assert verify(home / folder, [away]) == []
    (tmp_path / "deep").mkdir()
    shutil.move(away, tmp_path / "deep" / "away")
    assert verify(home / folder, [tmp_path / "deep"]) == []


def test_a_source_of_another_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    folder = build(tmp_path)
    away = tmp_path / "away"
    away.mkdir()
    shutil.move(tmp_path / "articles/page.txt", away / "called otherwise.txt")
    shutil.move(tmp_path / "articles/page.toml", away / "called otherwise.toml")
    (away / "page.txt").write_text("another page", encoding="utf-8")
    assert verify(folder, [away]) == []
    (away / "called otherwise.txt").write_text("changed", encoding="utf-8")
    (message,) = messages(folder, away)
    assert "page.txt: this document was changed" in message


def test_a_changed_source_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    path = tmp_path / "articles/page.txt"
    path.write_bytes(path.read_bytes().replace(b"very", b"most"))
    (message,) = messages(folder)
    assert "page.txt: this document was changed" in message


def test_a_missing_source_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (tmp_path / "articles/page.txt").unlink()
    assert any("the document page is not there" in message for message in messages(folder))


def test_a_changed_sidecar_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    sidecar = tmp_path / "articles/page.toml"
    sidecar.write_text('publisher = "Another"\noriginals = ["note"]\n', encoding="utf-8")
    said = messages(folder)
    assert "publisher or licence are not those of its document (and so of 4 sides more" in said[0]
    assert len(said) == 2  # in both configs
    sidecar.write_text("publisher = \n", encoding="utf-8")
    assert "page.toml:1" in messages(folder)[0]


def test_a_changed_file_is_found_by_its_digest(tmp_path: Path) -> None:
    folder = build(tmp_path)
    with (folder / "README.md").open("a", encoding="utf-8") as file:
        file.write("!")
    (folder / "LICENSE.md").unlink()
    shutil.copy(folder / PART, folder / "pairs/test-00000-of-00001.parquet")
    assert sorted(message.split(": ")[1] for message in messages(folder)) == [
        "the manifest does not list this file",
        "the manifest lists this file, and it is missing",
        "this file was changed since the build",
    ]


def text(rows: list[dict[str, Any]]) -> None:
    rows[0]["translation"]["en"] = "I am very unhappy."


def white_space(rows: list[dict[str, Any]]) -> None:
    rows[0]["translation"]["ja"] += " "


def spans(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["ja"]["spans"][0][0] += 1


def spans_outside(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["ja"]["spans"] = [[0, 10_000]]


def no_spans(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["ja"]["spans"] = []
    rows[0]["translation"]["ja"] = ""


def an_empty_span_more(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["ja"]["spans"].append([5, 5])


def document(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["en"]["sha256"] = "0" * 64


def publisher(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["en"]["publisher"] = "Nobody"


def signature(rows: list[dict[str, Any]]) -> None:
    rows[0]["provenance"]["signature"] += "0"


def name(rows: list[dict[str, Any]]) -> None:
    rows[0]["id"] = "p0123456789abcdef"


def part(rows: list[dict[str, Any]]) -> None:
    rows[0]["id"] += ".1"


def verdict(rows: list[dict[str, Any]]) -> None:
    rows[0]["verdict"] = "accept"


def fewer(rows: list[dict[str, Any]]) -> None:
    del rows[0]


def more(rows: list[dict[str, Any]]) -> None:
    rows.append(rows[0])


def confidence(rows: list[dict[str, Any]]) -> None:
    rows[0]["confidence"] = 1.0


TAMPERED = [
    (text, "en: its text is not what stands"),
    (white_space, "ja: its text is not what stands"),
    (spans, "ja: its text is not what stands"),
    (spans_outside, "ja: its spans do not lie within"),
    (no_spans, "ja: its spans do not lie within"),
    (an_empty_span_more, "ja: its spans do not lie within"),
    (document, "en: its document page is not among"),
    (publisher, "en: its url, publisher or licence"),
    (signature, "its signature is not the manifest's"),
    (name, "its id is not made of its page and its texts"),
    (part, "its id is not made of its page and its texts"),
    (fewer, "has 2 rows, and the manifest says 3"),
    (more, "has 4 rows, and the manifest says 3"),
    (confidence, "kept here, and not the same in candidates"),
]


@pytest.mark.parametrize(("change", "message"), TAMPERED, ids=[case[0].__name__ for case in TAMPERED])
def test_tampering_is_found_even_where_the_digests_were_forged(
    tmp_path: Path, change: Callable[[list[dict[str, Any]]], None], message: str
) -> None:
    folder = build(tmp_path)
    rewrite(folder / PART, change)
    assert any(message in problem for problem in messages(folder))


@pytest.mark.parametrize("side", ["ja", "en"])
@pytest.mark.parametrize("name", ["url", "publisher", "licence"])
def test_what_a_row_says_of_its_document_otherwise_is_found(tmp_path: Path, name: str, side: str) -> None:
    def restate(rows: list[dict[str, Any]]) -> None:
        rows[0]["provenance"][side][name] = "CC0-1.0"

    folder = build(tmp_path)
    rewrite(folder / PART, restate)
    assert any(f"{side}: its url, publisher or licence are not" in problem for problem in messages(folder))


def test_a_kept_row_that_was_taken_out_is_found_even_where_its_count_was_forged(tmp_path: Path) -> None:
    folder = build(tmp_path)
    rewrite(folder / PART, fewer)
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["rows"]["pairs/train"] -= 1
    manifest.write_text(json.dumps(content), encoding="utf-8")
    (message,) = messages(folder)
    assert "kept here, and not the same in pairs" in message


@pytest.mark.parametrize(("other", "proved"), [("", True), ("!", False)])
def test_an_edit_of_other_texts_proves_no_row(tmp_path: Path, other: str, *, proved: bool) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in rows if row["id"] == name)
        row["translation"]["en"], row["verdict"], row["edited"] = "So glad.", "edit", True

    folder = build(tmp_path)
    (row, *_) = pq.read_table(folder / PART).to_pylist()
    name, texts = row["id"], row["translation"]
    for config in ("pairs", "candidates"):
        rewrite(folder / f"{config}/train-00000-of-00001.parquet", edit)
    ledger = f"id\tverdict\tja\ten\tnew_en\n{name}\tedit\t{texts['ja']}\t{texts['en']}{other}\tSo glad.\n"
    (tmp_path / "verdicts.tsv").write_text(ledger, encoding="utf-8")
    said = [message.partition(": ")[2] for message in messages(folder, tmp_path)]
    unsaid = f"pair {name}, en: its text was edited, and no verdict in the ledger says so"
    assert said == ([] if proved else [unsaid] * 2)


def test_a_verdict_that_is_in_no_ledger_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    for config in ("pairs", "candidates"):
        rewrite(folder / f"{config}/train-00000-of-00001.parquet", verdict)
    (message,) = messages(folder)
    assert message.startswith("verdicts.tsv: the ledger of the verdicts that rows have is not there; say where")
    (row, *_) = pq.read_table(folder / PART).to_pylist()
    below = tmp_path / "some/where"
    below.mkdir(parents=True)
    head = "id\tverdict\tja\ten\n"
    (below / "verdicts.tsv").write_text(f"{head}{row['id']}\treject\t\t\n", encoding="utf-8")
    said = messages(folder, tmp_path)
    assert len(said) == 2 and all("no verdict in the ledger is accept" in one for one in said)
    (below / "verdicts.tsv").write_text(f"{head}{row['id']}\taccept\t\t\n", encoding="utf-8")
    assert messages(folder, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("model", "bbb", "its version, model, config, data are not those of its signature"),
        ("settings", {**Config().settings, "accept_confidence": 0.5}, "its settings are not those of its signature"),
        ("data", "0" * 12, "its documents are not those of its signature"),
    ],
)
def test_a_manifest_that_contradicts_its_signature_is_found(
    name: str, value: object, message: str, tmp_path: Path
) -> None:
    folder = build(tmp_path)
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, name: value}), encoding="utf-8")
    assert f"{path}: {message}" in messages(folder)


def test_another_title_or_author_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    sidecar = tmp_path / "articles/page.toml"
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + 'author = "別人"\n', encoding="utf-8")
    (message,) = messages(folder)
    assert "page.txt: the title or author of page is not the one that the manifest states" in message


def test_what_is_found_before_a_file_cannot_be_read_stays(tmp_path: Path) -> None:
    folder = build(tmp_path)
    path = folder / PART
    data = path.read_bytes()
    unreadable = 0
    for at in range(4, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        said = messages(folder)
        assert said[0] == f"{path}: this file was changed since the build"
        unreadable += any("is no Parquet file that can be read" in one for one in said)
        assert not any("\n" in one or "manifest.json" in one for one in said), said
    assert unreadable


def test_both_configs_are_proved(tmp_path: Path) -> None:
    folder = build(tmp_path)
    rewrite(folder / "candidates/train-00000-of-00001.parquet", text)
    assert any("candidates" in problem and "its text is not" in problem for problem in messages(folder))


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"files": 1}', '{"files": {}, "documents": [{}], "rows": {}}'])
def test_a_broken_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert "manifest.json: " in messages(tmp_path)[0]
    assert "no-such" in messages(tmp_path / "no-such")[0]


# How text is shown


def test_slices_are_joined_by_nothing_in_japanese_and_a_space_in_english() -> None:
    assert join("ja", ["うれしい。\n", "そう\u3000思う。"]) == "うれしい。そう 思う。"
    assert join("en", ["I  am\n", "\thappy."]) == "I am happy."
    assert spell("en", "I am. Happy.", [Span(6, 12), Span(0, 5)]) == "Happy. I am."
    assert join("en", []) == ""


@CALM
@given(st.text())
def test_showing_changes_white_space_alone(text: str) -> None:
    assert shown(shown(text)) == shown(text)
    assert shown(text).replace(" ", "") == "".join(text.split())


def test_normalising_folds_width_and_case() -> None:
    assert normalise("\uff2f\uff50\uff45\uff4e\uff21\uff29\u3000GPT") == "openai gpt"


@pytest.mark.parametrize(("below", "stated", "proved"), [("accept", "reject", True), ("reject", "accept", False)])
def test_a_ledger_below_the_sources_is_asked_before_the_one_that_the_manifest_names(
    tmp_path: Path, below: str, stated: str, *, proved: bool
) -> None:
    folder = build(tmp_path)
    for config in ("pairs", "candidates"):
        rewrite(folder / f"{config}/train-00000-of-00001.parquet", verdict)
    (row, *_) = pq.read_table(folder / PART).to_pylist()
    for place, word in (("mine", below), ("theirs", stated)):
        (tmp_path / place).mkdir()
        (tmp_path / place / "verdicts.tsv").write_text(f"id\tverdict\n{row['id']}\t{word}\n", encoding="utf-8")
    path = folder / "manifest.json"
    content = {**json.loads(path.read_text(encoding="utf-8")), "verdicts": "../../theirs/verdicts.tsv"}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert (messages(folder) == []) is (stated == "accept")
    assert (messages(folder, tmp_path / "mine") == []) is proved


def test_of_several_files_of_a_name_the_one_with_the_right_bytes_is_read(tmp_path: Path) -> None:
    folder = build(tmp_path)
    other, mine = tmp_path / "a", tmp_path / "b"
    shutil.copytree(tmp_path / "articles", mine / "deep")
    (tmp_path / "articles").rename(other)
    (other / "page.txt").write_text("another page of the same name", encoding="utf-8")
    assert messages(folder, other, mine) == messages(folder, mine, other) == []
    assert [one.partition(": ")[2] for one in messages(folder, other)][:1] == [
        "this document was changed since the build; build again"
    ]


def test_a_row_with_a_reason_among_the_kept_ones_is_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    left = next(row for row in pq.read_table(folder / PART.replace("pairs", "candidates")).to_pylist() if row["reason"])
    rewrite(folder / PART, lambda rows: rows.append(left))
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["rows"]["pairs/train"] += 1
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [one.partition(": ")[2] for one in messages(folder)] == [
        f"pair {left['id']}: kept here, and not the same in candidates"
    ]
