"""The table of who may see what, on a small synthetic data folder."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import partitions
import pytest


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))


def document_lines(ids: list[str]) -> list[str]:
    return [json.dumps({"doc_id": name, "domain": "x", "pairs": [[f"文{name}", f"text {name}"]]}) for name in ids]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(tmp_path / "train/kyoto_documents.jsonl.xz", document_lines([f"T{n}" for n in range(200)]))
    write(tmp_path / "dev/kyoto_documents.jsonl.xz", document_lines([f"D{n}" for n in range(40)]))
    for name in ("ami_dev", "ami_test", "ud_pud"):
        write(tmp_path / f"dev/{name}.jsonl.xz", document_lines([f"{name}{n}" for n in range(3)]))
    write(tmp_path / "train/tatoeba.tsv.xz", ["はい。\tYes.", "a line without a tab", "タブ\ttwo\ttabs"])
    write(tmp_path / "train/ejdict_lexicon.tsv.xz", ["犬\tdog"])
    return tmp_path


def test_every_document_stands_in_one_part(data: Path) -> None:
    counts = partitions.check_disjoint(data)
    assert sum(counts.values()) == 200 + 40 + 9
    assert all(counts.values())


def test_the_rule_for_kyoto_documents(data: Path) -> None:
    learn = {d.doc_id for d in partitions.documents(data, "learn")}
    held = {f"T{n}" for n in range(200) if partitions.digest(f"T{n}")[-1] == "0"}
    assert held and learn == {f"T{n}" for n in range(200)} - held
    fit = {d.doc_id for d in partitions.documents(data, "fit", source="dev/kyoto_documents")}
    assert fit == {f"D{n}" for n in range(40) if partitions.digest(f"D{n}")[-1] in "02468ace"}


def test_meetings_and_news(data: Path) -> None:
    assert [d.source for d in partitions.documents(data, "fit") if d.doc_id.startswith("ami")] == ["dev/ami_dev"] * 3
    reported = {d.source for d in partitions.documents(data, "report")}
    assert reported == {"dev/ami_test", "dev/ud_pud", "dev/kyoto_documents"}


def test_pairs_come_with_the_loose_ones_and_without_lexicons(data: Path) -> None:
    learned = list(partitions.pairs(data, "learn"))
    assert learned[:2] == [("はい。", "Yes."), ("タブ", "two\ttabs")]
    assert ("犬", "dog") not in learned
    assert list(partitions.loose_pairs(data, partitions.LEXICONS)) == [("ejdict_lexicon", "犬", "dog")]
    assert partitions.documents(data, "report").__next__().pairs == [("文ami_test0", "text ami_test0")]


def test_a_document_in_two_parts_is_an_error(data: Path) -> None:
    write(data / "dev/ami_test.jsonl.xz", document_lines(["ami_dev1"]))
    with pytest.raises(ValueError, match="ami_dev1"):
        partitions.check_disjoint(data)


def test_files_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    assert list(partitions.pairs(tmp_path, "learn")) == []
    assert partitions.check_disjoint(tmp_path) == {"learn": 0, "fit": 0, "report": 0}
