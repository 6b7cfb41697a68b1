"""A reviewer at work: forty verdicts of all five kinds in a table as a Japanese spreadsheet saves it, and real builds.

Each is in the dataset as decided, builds after that change nothing, `verify` proves it, and a build that is killed at
any moment loses none.
"""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.pipeline import Built
from corpus.provenance import verify
from corpus.publishing.review.ledger import read_ledger
from corpus.publishing.review.verdicts import read_table

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "07_boardgame_interview",
    "32_release_notes_backup",
    "42_rain_director",
    "45_island_signs",
    "58_bicycle_council",
)
PAGES = [CASES / "pages" / f"{name}.txt" for name in NAMES]  # those that give most pairs a second
EACH = 8
SAVED = 1_700_000_000
SETTINGS = "accept_confidence = 1.0\nreview_confidence = 0.0\n"
"""Everything waits for a person."""

Row = dict[str, str]


@dataclass(frozen=True)
class Work:
    """A reviewer's folder: what was decided, by id, and the rows as they were sent."""

    folder: Path
    verdicts: dict[str, Row]
    sent: dict[str, Row]


def build(folder: Path) -> Built:
    return corpus.build(folder / "articles", out=folder / "build", config=folder / "settings.toml")


def sent_rows(folder: Path) -> list[Row]:
    text = (folder / "review/low_confidence.tsv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def in_code_page(text: str) -> str:
    return text.encode("cp932", "replace").decode("cp932")


def halved(text: str, joint: str) -> str:
    """The text with a cut mark at a `joint` in its middle."""
    at = text.index(joint, len(text) // 3) if joint else len(text) // 2
    return f"{text[:at]} || {text[at:]}"


def decided(rows: list[Row]) -> list[Row]:
    """Forty rows with verdicts, eight of each kind, and the rows that others are merged with."""
    left = list(rows)
    done: list[Row] = []
    for kind in ("merge", "split", "edit", "accept", "reject") * EACH:
        fits = (
            at
            for at, row in enumerate(left)
            if (kind != "merge" or row["article"] in {other["article"] for other in left[at + 1 :]})
            and (kind != "split" or (" " in row["en"][len(row["en"]) // 3 : -1] and "|" not in row["ja"] + row["en"]))
        )
        row = left.pop(next(fits))
        row["verdict"], row["reviewer"] = kind, "Ann"
        if kind == "merge":
            row["verdict"] = f"merge {left.pop(next_of(left, row))['id']}"
        elif kind == "split":
            row["new_ja"], row["new_en"] = halved(in_code_page(row["ja"]), ""), halved(in_code_page(row["en"]), " ")
        elif kind == "edit":
            row["new_en"] = f"Put otherwise, {len(done)}."
            row["new_ja"] = "言い換えた文。" if len(done) % 2 else ""
        done.append(row)
    return done


def next_of(left: list[Row], row: Row) -> int:
    """Where the first row of the same article is among those that are left."""
    return next(at for at, other in enumerate(left) if other["article"] == row["article"])


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Eight pages built once, and the table saved by a spreadsheet: rows and columns shuffled, quoted, CRLF, CP932."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "articles").mkdir()
    for page in PAGES:
        text = page.read_text(encoding="utf-8").replace(", ", " — ")  # a letter that CP932 lacks
        (folder / "articles" / page.name).write_text(text, encoding="utf-8")
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    build(folder)
    rows = sent_rows(folder)
    sent = {row["id"]: dict(row) for row in rows}
    verdicts = {row["id"]: row for row in decided(rows)}
    chance = random.Random(6)
    columns = chance.sample(list(rows[0]), len(rows[0]))
    saved = io.StringIO()
    writer = csv.writer(saved, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    table = [*verdicts.values(), *(row for row in rows if row["id"] not in verdicts)]
    writer.writerows([columns, *([row[column] for column in columns] for row in chance.sample(table, len(table)))])
    path = folder / "review/low_confidence.tsv"
    path.write_bytes(saved.getvalue().encode("cp932", "replace"))
    os.utime(path, (SAVED, SAVED))
    return Work(folder, verdicts, sent)


def copied(work: Work, to: Path) -> Path:
    """The reviewer's folder once more, before the decisions were taken."""
    return Path(shutil.copytree(work.folder, to, symlinks=True))


def content(folder: Path) -> dict[str, bytes]:
    """The dataset and the review folder, file by file."""
    places = [folder / "build/dataset", folder / "review"]
    return {str(path.relative_to(place)): path.read_bytes() for place in places for path in place.rglob("*.*")}


def candidates(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in pq.read_table(folder / "build/dataset/candidates").to_pylist()}


def solid(text: str) -> str:
    return "".join(text.split())


def check_row(name: str, row: Row, sent: dict[str, Row], found: dict[str, dict[str, Any]]) -> None:
    """That the dataset has what the verdict in a row says."""
    kind, *others = row["verdict"].split()
    texts = sent[name]["ja"].removeprefix("'"), sent[name]["en"].removeprefix("'")
    whole = found[name]
    assert whole["verdict"] == kind
    reasons = {"reject": "rejected", "split": "split", "merge": "merged"}
    assert whole["reason"] == reasons.get(kind)
    if kind == "accept":
        assert (whole["translation"]["ja"], whole["translation"]["en"], whole["edited"]) == (*texts, False)
    elif kind == "edit":
        assert whole["translation"]["en"] == row["new_en"] and whole["edited"]
        assert whole["translation"]["ja"] == (row["new_ja"] or texts[0])
    elif kind == "split":
        parts = [found[f"{name}.{at}"] for at in (1, 2)]
        assert [(part["reason"], part["verdict"], part["edited"]) for part in parts] == [(None, "split", False)] * 2
        for language, text in zip(("ja", "en"), texts, strict=True):
            pieces = [part["translation"][language] for part in parts]
            assert all(pieces) and solid("".join(pieces)) == solid(text)
    elif kind == "merge":
        made, other = found[f"{name}.1"], found[others[0]]
        assert (made["reason"], made["verdict"], made["edited"]) == (None, "merge", False)
        assert (other["reason"], other["verdict"]) == ("merged", "merge")
        assert all(solid(part["translation"]["ja"]) in solid(made["translation"]["ja"]) for part in (whole, other))


def test_forty_verdicts_are_in_the_dataset_as_decided(work: Work, tmp_path: Path) -> None:
    folder = copied(work, tmp_path / "once")
    kinds = [row["verdict"].split()[0] for row in work.verdicts.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(
        ("merge", "split", "edit", "accept", "reject"), EACH
    )
    mangled = [row for row in work.verdicts.values() if in_code_page(row["ja"] + row["en"]) != row["ja"] + row["en"]]
    assert len(mangled) > 3
    built = build(folder)
    assert (built.applied, built.problems, built.conflicts) == (5 * EACH, (), ())
    found = candidates(folder)
    for name, row in work.verdicts.items():
        check_row(name, row, work.sent, found)
    waiting = {row["id"] for row in sent_rows(folder)}
    partners = {name for row in work.verdicts.values() for name in row["verdict"].split()[1:]}
    assert waiting == work.sent.keys() - work.verdicts.keys() - partners
    assert verify(folder / "build/dataset") == []
    before = content(folder)
    build(folder)
    assert content(folder) == before


def test_verify_asks_the_ledger_for_edited_texts(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(work, tmp_path / "once")
    build(folder)
    ledger = folder / "review/verdicts.tsv"
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "once/build/dataset"]) == 0
    whole = ledger.read_text(encoding="utf-8")
    ledger.write_text(whole.replace("Put otherwise, 2.", "Put otherwise."), encoding="utf-8")
    assert main(["verify", "once/build/dataset"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2 and all("no verdict in the ledger says so" in line for line in said)  # in both configs
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/verdicts.tsv").write_text(whole, encoding="utf-8")
    assert main(["verify", "once/build/dataset", "--sources", "kept"]) == 0
    (tmp_path / "kept/verdicts.tsv").unlink()
    ledger.unlink()
    assert main(["verify", "once/build/dataset"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("the ledger of the verdicts that rows have is not there; say where its folder is (--sources)")


KILLED = """
import os, signal, sys
import numpy, pyarrow.parquet
import corpus, corpus.pipeline

def build(folder, last):
    seen = 0
    def watch(event, arguments):
        nonlocal seen
        if event == "open" or event.startswith(("os.", "shutil.")):
            if arguments and str(arguments[0]).startswith(folder):
                seen += 1
                if seen == last:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    corpus.build(f"{folder}/articles", out=f"{folder}/build", config=f"{folder}/settings.toml")
    print(seen, flush=True)

corpus.pairs(sys.argv[1])  # what takes long to load is loaded once
for job in sys.argv[2:]:
    folder, last = job.rsplit(":", 1)
    child = os.fork()
    if not child:
        build(folder, int(last))
        os._exit(0)
    print("killed" if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) else "done", flush=True)
"""
"""Builds folders one by one in processes of their own, each killed when it touches its folder for the n-th time."""


def run(*jobs: str) -> list[str]:
    command = [sys.executable, "-c", KILLED, str(PAGES[0]), *jobs]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()


def known(folder: Path) -> dict[str, str]:
    """All decisions that stand in the ledger or in the table, nothing being taken."""
    ledger = read_ledger(folder / "review/verdicts.tsv")
    path = folder / "review/low_confidence.tsv"
    table = read_table(path, path.read_bytes())
    entries = [*ledger.entries, *(entry for entries in table.entries.values() for entry in entries)]
    return {entry.id: entry.verdict.decision for entry in entries}


def test_a_build_killed_at_any_of_twenty_moments_loses_no_verdict(work: Work, tmp_path: Path) -> None:
    whole = copied(work, tmp_path / "whole")
    count, outcome = run(f"{whole}:0")
    assert outcome == "done"
    expected = {name: row["verdict"].split()[0] for name, row in work.verdicts.items()}
    # Most of what a build touches are articles: half of the moments are among the last fifty, when all is written.
    chance = random.Random(40)
    last = int(count)
    moments = [*(chance.randint(1, last) for _ in range(10)), *(chance.randint(last - 50, last) for _ in range(10))]
    folders = [copied(work, tmp_path / str(number)) for number in range(len(moments))]
    stopped = run(*(f"{folder}:{moment}" for folder, moment in zip(folders, moments, strict=True)))
    assert stopped == ["killed"] * len(moments)
    taken = []
    for folder in folders:
        assert known(folder) == expected
        assert verify(folder / "build/dataset") == []  # the old one or the new one, whole
        taken.append((folder / "review/verdicts.tsv").exists())
    assert True in taken and False in taken
    # What was killed goes on: the next build makes what one that ran through makes.
    some = folders[::7]
    assert run(*(f"{folder}:0" for folder in some))[1::2] == ["done"] * len(some)
    complete = content(whole)
    for folder in some:
        assert content(folder) == complete
