"""Decisions through build after build, while pages, settings and tables change: none is lost, none jumps in silence."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.commands.build import summary
from corpus.config import Config
from corpus.pipeline import Built
from corpus.provenance import verify
from corpus.publishing.report import counts
from corpus.publishing.review.ledger import Entry, read_ledger, text_digest
from corpus.why import why

PAGE = CASES / "pages" / "72_foundation_list.txt"
SHORT = "max_bead = 1\n"
Row = dict[str, str]


class Desk:
    """A folder of pages, and the reviewer who builds it and writes into its table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def table(self) -> Path:
        return self.folder / "review/low_confidence.tsv"

    @property
    def page(self) -> Path:
        return self.folder / "articles" / PAGE.name

    @property
    def ledger(self) -> tuple[Entry, ...]:
        return read_ledger(self.folder / "review/verdicts.tsv").entries

    def build(self, settings: str = "") -> Built:
        (self.folder / "settings.toml").write_text(settings, encoding="utf-8")
        place = self.folder
        return corpus.build(place / "articles", out=place / "build", config=place / "settings.toml")

    def rows(self) -> list[Row]:
        text = self.table.read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))

    def save(self, rows: list[Row]) -> None:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(rows[0]), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.table.write_text(text.getvalue(), encoding="utf-8")

    def decide(self, *rows: tuple[int, Row]) -> list[Row]:
        """Writes into some rows of the table, and builds: the rows as they were saved."""
        saved = self.rows()
        for at, cells in rows:
            saved[at] |= cells
        self.save(saved)
        return saved

    def type(self, *lines: str) -> None:
        """Writes lines behind the table."""
        with self.table.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)

    def rename(self, old: str, new: str) -> None:
        (self.folder / "articles" / old).rename(self.folder / "articles" / new)

    def found(self, config: str = "candidates") -> dict[str, dict[str, Any]]:
        files = sorted((self.folder / "build/dataset" / config).glob("*.parquet"))
        return {row["id"]: row for file in files for row in pq.read_table(file).to_pylist()}


def waiting(desk: Desk, page: str, beginning: str) -> dict[str, Any]:
    """The pair of a page whose Japanese begins so and is to be looked at, though another page's is asked about."""
    (found,) = [
        row
        for row in desk.found().values()
        if row["provenance"]["ja"]["article"] == page and row["translation"]["ja"].startswith(beginning)
        if row["reason"] in ("low_confidence", "truncated", "duplicate")
    ]
    return found


def messages(built: Built) -> list[str]:
    return [conflict.message for conflict in built.conflicts]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of which five pairs wait for a reviewer, built once."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "articles").mkdir()
    shutil.copyfile(PAGE, folder / "articles" / PAGE.name)
    Desk(folder).build()
    return folder


@pytest.fixture
def desk(first: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(first, tmp_path / "desk", symlinks=True)))


# What was typed by hand


def test_a_typed_verdict_is_written_with_what_it_is_on(desk: Desk) -> None:
    row = desk.rows()[3]
    desk.type(f"{row['id']}\taccept")
    desk.build()
    desk.type(f"{row['id']}\treject", "pdeadbeefdeadbeef\taccept")
    desk.build()
    accepted, rejected, unknown = desk.ledger
    for entry in (accepted, rejected):
        assert (entry.ja, entry.en, entry.article) == (row["ja"], row["en"], PAGE.stem)
        assert entry.digest == text_digest(row["ja"], row["en"])
    assert (unknown.ja, unknown.en, unknown.article) == ("", "", "")


@pytest.mark.parametrize("edited", [False, True])
def test_a_typed_verdict_on_a_pair_with_an_earlier_one_has_the_texts_of_that(desk: Desk, *, edited: bool) -> None:
    cells = {"verdict": "edit", "new_en": "It was put otherwise."} if edited else {"verdict": "reject"}
    row = desk.decide((1, cells))[1]
    desk.build()
    shutil.rmtree(desk.folder / "build")
    desk.type(f"{row['id']}\taccept")
    desk.build()
    digest = text_digest(row["ja"], row["en"])
    assert (desk.ledger[-1].ja, desk.ledger[-1].en, desk.ledger[-1].digest) == (row["ja"], row["en"], digest)


def test_what_was_accepted_by_hand_is_kept_by_other_settings(desk: Desk) -> None:
    name = desk.rows()[3]["id"]
    desk.type(f"{name}\taccept")
    desk.build()
    built = desk.build(SHORT)
    assert messages(built) == [] and desk.found("pairs")[name]["confidence"] == 0


def test_what_was_decided_by_hand_follows_its_page(desk: Desk) -> None:
    row = desk.rows()[0]
    desk.type(f"{row['id']}\treject")
    desk.build()
    desk.rename(PAGE.name, "renamed.txt")
    built = desk.build()
    assert messages(built) == []
    (rejected,) = [found for found in desk.found().values() if found["reason"] == "rejected"]
    assert rejected["translation"]["ja"] == row["ja"]


def test_what_was_accepted_in_a_quoted_mail_is_kept_though_alignment_does_not_find_it(desk: Desk) -> None:
    mail, other = "I took no joy in signing it. My back was against the wall.", desk.rows()[0]["ja"]
    head = list(desk.rows()[0])
    row = {"id": "p0", "verdict": "accept", "ja": other, "en": mail, "article": PAGE.stem}
    desk.type("\t".join(row.get(column, "") for column in head))
    built = desk.build()
    assert messages(built) == [] and desk.found("pairs")["p0"]["translation"] == {"ja": other, "en": mail}
    assert verify(desk.folder / "build/dataset") == []


# Pages that have another name, and texts that stand elsewhere


def merged(desk: Desk) -> list[tuple[str, str, tuple[str, ...]]]:
    """What merges made: the text, the page, and the texts that it is made of."""
    rows = desk.found()
    made = [row for name, row in rows.items() if name.endswith(".1") and row["verdict"] == "merge"]
    parts = tuple(row["translation"]["ja"] for row in rows.values() if row["reason"] == "merged")
    return [(row["translation"]["ja"], row["provenance"]["ja"]["article"], parts) for row in made]


def test_a_merge_follows_its_page_to_another_name(desk: Desk) -> None:
    rows = desk.rows()
    desk.decide((1, {"verdict": f"merge {rows[2]['id']}", "reviewer": "Ann"}))
    built = desk.build()
    (before,) = merged(desk)
    desk.rename(PAGE.name, "renamed.txt")
    built = desk.build()
    assert (messages(built), built.applied) == ([], 1)
    assert merged(desk) == [(before[0], "renamed", before[2])]
    assert built.moved == (f"1 verdict on {PAGE.stem} holds for the same texts on renamed",)
    assert verify(desk.folder / "build/dataset") == []
    assert desk.build().moved == ()  # said once


def test_of_a_page_renamed_decided_anew_and_named_as_before_the_later_decision_holds(desk: Desk) -> None:
    row = desk.decide((0, {"verdict": "reject"}))[0]
    desk.build()
    desk.rename(PAGE.name, "new.txt")
    desk.build()
    name = next(name for name, found in desk.found().items() if found["reason"] == "rejected")
    desk.type(f"{name}\taccept")
    (message,) = messages(desk.build())
    assert f"{name} reject was decided on {PAGE.stem} (line 2), accept on new, which holds as the later one" in message
    for names in (("new.txt", PAGE.name), (PAGE.name, "third.txt")):
        desk.rename(*names)
        built = desk.build()
        (accepted,) = [found for found in desk.found().values() if found["verdict"]]
        assert (accepted["reason"], accepted["translation"]["ja"]) == (None, row["ja"])
        assert messages(built) == [message.replace(name, accepted["id"])]


def test_a_verdict_on_a_page_that_is_gone_says_that_it_holds_for_another(desk: Desk) -> None:
    other = desk.folder / "articles/other_site.txt"
    other.write_text("別のサイトの記事です。\n\n" + PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    desk.build()
    at = next(at for at, row in enumerate(desk.rows()) if row["article"] == PAGE.stem)
    desk.decide((at, {"verdict": "reject"}))
    assert (desk.build().moved, len([row for row in desk.found().values() if row["verdict"]])) == ((), 1)
    desk.page.unlink()
    assert desk.build().moved == (f"1 verdict on {PAGE.stem} holds for the same texts on other_site",)
    assert desk.build().moved == ()


def test_a_verdict_that_went_to_another_page_is_a_conflict_there_once_its_text_is_changed(desk: Desk) -> None:
    row = desk.decide((0, {"verdict": "accept"}))[0]
    desk.build()
    desk.rename(PAGE.name, "renamed.txt")
    assert desk.build().moved == (f"1 verdict on {PAGE.stem} holds for the same texts on renamed",)
    page = desk.folder / "articles/renamed.txt"
    changed = row["ja"].replace("72", "71")
    assert changed != row["ja"]
    page.write_text(page.read_text(encoding="utf-8").replace(row["ja"], changed), encoding="utf-8")
    (message,) = messages(desk.build())
    assert f"(accept on renamed: {row['ja'][:10]}" in message and "is much like it: decide on that" in message


def test_a_verdict_on_a_text_that_is_gone_does_not_overturn_that_on_another_page(desk: Desk) -> None:
    other = desk.folder / "articles/other_site.txt"
    other.write_text(PAGE.read_text(encoding="utf-8") + "\n別のサイト。\n", encoding="utf-8")
    desk.build()
    one, two = (waiting(desk, page, "72") for page in (PAGE.stem, "other_site"))
    desk.type(f"{one['id']}\taccept")
    desk.build()
    desk.type(f"{two['id']}\treject")
    assert messages(desk.build()) == []
    other.write_text(other.read_text(encoding="utf-8").replace("72", "71"), encoding="utf-8")
    built = desk.build()
    assert [two["id"] in message for message in messages(built)] == [True]
    assert (desk.found()[one["id"]]["verdict"], built.moved) == ("accept", ())


@pytest.mark.parametrize("decision", ["reject", "edit"])
def test_a_verdict_on_a_changed_text_does_not_go_to_a_page_that_had_it_all_the_time(desk: Desk, decision: str) -> None:
    text = desk.page.read_text(encoding="utf-8")
    other = desk.folder / "articles/other_site.txt"
    other.write_text(text + "\n別のサイト。\n", encoding="utf-8")
    desk.build()
    one, two = (waiting(desk, page, "72") for page in (PAGE.stem, "other_site"))
    cells = {"id": one["id"], "verdict": decision, "new_en": "Anew." if decision == "edit" else ""}
    desk.type("\t".join(cells.get(column, "") for column in desk.rows()[0]))
    desk.build()
    follows = desk.found()[two["id"]]["reason"] == "duplicate"  # because of that verdict
    desk.page.write_text(text.replace("72", "71"), encoding="utf-8")
    for _ in range(2):
        built = desk.build()
        assert bool(desk.found()[two["id"]]["verdict"]) == follows
        assert [one["id"] in message for message in messages(built)] == [True] * (not follows)
    third = desk.folder / "articles/third.txt"  # that has the texts newly: they have moved
    third.write_text(text, encoding="utf-8")
    other.unlink()
    built = desk.build()
    assert built.moved and messages(built) == []


ONCE = """会見で{who}さんも英語で話した。

"The library will stay open until the last visitor has gone home."

「図書館は最後の利用者が帰るまで開いています。」

"""
BETWEEN = """記者が理由を尋ねると、館長は少し考えてから英語で答えた。

"Nobody had counted the maps before."

「これまで誰も地図を数えたことがありませんでした。」

"""


def test_a_verdict_on_one_of_two_places_with_the_same_texts_says_where_it_holds_when_one_goes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "articles").mkdir()
    page = tmp_path / "articles/twice.txt"
    one, two = ONCE.format(who="館長のマリア・ロペス"), ONCE.format(who="副館長のジョン・スミス")
    page.write_text(one + BETWEEN + two, encoding="utf-8")
    desk.build()
    first, second = [name for name, row in desk.found().items() if row["translation"]["ja"].startswith("図書館は最後")]
    desk.type(f"{first}\treject")
    desk.build()
    assert [desk.found()[name]["reason"] for name in (first, second)] == ["rejected", "duplicate"]
    page.write_text(BETWEEN + two, encoding="utf-8")
    said = f"the texts of {first} stand on twice {{}} often than before, and its verdict, reject, holds for {{}}"
    less, more = said.format("less", "the place that is left"), said.format("more", "place 1 of 2")
    assert (desk.build().moved, desk.build().moved) == ((less,), ())
    page.write_text(one + BETWEEN + two, encoding="utf-8")
    assert (desk.build().moved, desk.build().moved) == ((more,), ())
    desk.type(f"{second}\treject")
    desk.build()
    page.write_text(BETWEEN + two, encoding="utf-8")
    assert len(desk.build().moved) == 1


def test_verify_and_why_know_the_reviewer_of_a_page_with_another_name(desk: Desk) -> None:
    rows = desk.rows()
    cut = rows[3]["ja"].index("、") + 1
    desk.decide(
        (0, {"verdict": f"merge {rows[2]['id']}", "new_en": "Both, in one.", "reviewer": "Ann"}),
        (1, {"verdict": "edit", "new_en": "It was put otherwise.", "reviewer": "Ann"}),
        (3, {
            "verdict": "split",
            "new_ja": f"{rows[3]['ja'][:cut]}||{rows[3]['ja'][cut:]}",
            "new_en": "You treated them like customers.||Nobody accuses you.",
            "reviewer": "Ann",
        }),
    )  # fmt: skip
    desk.build()
    assert verify(desk.folder / "build/dataset") == []
    desk.rename(PAGE.name, "renamed.txt")
    desk.build()
    assert verify(desk.folder / "build/dataset") == []
    decided = {name for name, row in desk.found().items() if row["verdict"]}
    assert len(decided) == 7
    place = desk.folder
    for name in decided:
        found = why(name, place / "build/dataset", place / "articles", place / "originals", place / "review")
        assert [entry.verdict.reviewer for entry in found.history] == ["Ann"], name
    (place / "review/verdicts.tsv").write_text("", encoding="utf-8")
    # Four are edited, in both configs; of the others, the whole of a split and two that were merged, the verdict lacks.
    assert len(verify(place / "build/dataset")) == 2 * 4 + 3


# Tables that are older than the ledger


def test_a_row_of_an_old_table_does_not_beat_the_later_decision(desk: Desk) -> None:
    old = desk.decide((0, {"verdict": "accept"}))
    desk.build()
    name = old[0]["id"]
    desk.type(f"{name}\treject")
    desk.build()
    old[1]["verdict"] = "accept"
    desk.save(old)
    (message,) = messages(desk.build())
    assert f"accept of {name} once more, as line 2 of the ledger did; reject (line 3) is later and holds" in message
    assert [desk.found()[row["id"]]["reason"] for row in old[:2]] == ["rejected", None]
    assert [entry.verdict.decision for entry in desk.ledger] == ["accept", "reject", "accept"]
    assert messages(desk.build()) == []
    desk.type(f"{name}\taccept")  # a change of mind
    assert messages(desk.build()) == [] and desk.found()[name]["reason"] is None


# Characters are used once


def used_twice(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """The spans in which two of some rows have a character in common."""
    found: list[tuple[object, ...]] = []
    for language in ("ja", "en"):
        sides = [(row["provenance"][language], row["id"]) for row in rows]
        spans = sorted((side["article"], *span, name) for side, name in sides for span in side["spans"])
        found += [(one, other) for one, other in pairwise(spans) if one[0] == other[0] and other[1] < one[2]]
    return found


def test_what_alignment_finds_steps_back_before_what_was_accepted(desk: Desk) -> None:
    several = [
        name
        for name, row in desk.found().items()
        if not row["headline"] and any(len(row["provenance"][side]["spans"]) > 1 for side in ("ja", "en"))
    ]
    assert len(several) > 1
    desk.type(*(f"{name}\taccept" for name in several))
    desk.build()
    assert set(several) <= desk.found("pairs").keys() and used_twice(list(desk.found("pairs").values())) == []
    built = desk.build(SHORT)
    assert messages(built) == [] and set(several) <= desk.found("pairs").keys()
    alive = [row for row in desk.found().values() if row["reason"] in (None, "low_confidence")]
    assert used_twice(alive) == [] and len(alive) > len(several)
    assert verify(desk.folder / "build/dataset") == []
    desk.rename(PAGE.name, "renamed.txt")
    built = desk.build(SHORT)
    assert messages(built) == []
    assert len([row for row in desk.found("pairs").values() if row["verdict"]]) == len(several)


def test_of_two_accepted_pairs_that_overlap_the_later_one_is_kept(desk: Desk) -> None:
    whole = desk.rows()[3]
    desk.build(SHORT)
    stands: dict[str, Any] = {"id": whole["id"], "provenance": {"ja": {"article": "", "spans": []}}}
    stands["provenance"]["en"] = {"article": PAGE.stem, "spans": json.loads(whole["en_spans"])}
    piece = next(row for row in desk.found().values() if used_twice([stands, row]) and row["id"] != whole["id"])
    part = {"id": piece["id"], "article": PAGE.stem, **piece["translation"]}
    desk.build()
    head = desk.rows()[0]
    for first, later in ((part, whole), (whole, part)):
        for row in (first, later):
            desk.save([dict.fromkeys(head, "") | row | {"verdict": "accept"}])
            built = desk.build(SHORT)
        (message,) = messages(built)
        assert message.startswith(f"the text of {first['id']} is in {later['id']}, which was decided later")
        assert later["id"] in desk.found("pairs") and first["id"] not in desk.found()
        (desk.folder / "review/verdicts.tsv").unlink()
        (desk.folder / "build/dataset").unlink()


# What a person reads of it


def test_a_conflict_says_what_it_is_about_and_what_may_have_become_of_it(desk: Desk) -> None:
    row = desk.decide((1, {"verdict": "accept"}))[1]
    desk.build()
    changed = row["ja"].replace("一切", "まったく")
    assert changed != row["ja"]
    desk.page.write_text(desk.page.read_text(encoding="utf-8").replace(row["ja"], changed), encoding="utf-8")
    (message,) = messages(desk.build())
    (waits,) = [other for other in desk.rows() if other["ja"] == changed]
    assert f"(accept on {PAGE.stem}: {row['ja']} | {row['en'][:40]}" in message
    assert message.endswith(f"was its text changed? {waits['id']} is much like it: decide on that")


def test_parts_of_a_split_are_decided_in_their_turn_and_follow_their_page(desk: Desk) -> None:
    row = desk.rows()[3]
    cut = row["ja"].index("、") + 1
    texts = {"new_ja": f"{row['ja'][:cut]}||{row['ja'][cut:]}", "new_en": "You treated them so.||Nobody accuses you."}
    desk.decide((3, {"verdict": "split", **texts}))
    desk.build()
    head = list(desk.rows()[0])
    cells = {"id": f"{row['id']}.1", "verdict": "edit", "new_en": "You treated us so."}
    desk.type(f"{row['id']}.2\treject", "\t".join(cells.get(column, "") for column in head))
    assert messages(desk.build()) == []
    for _ in range(2):
        rows = {name: found for name, found in desk.found().items() if "." in name}
        one, two = rows.values()
        assert (one["verdict"], one["reason"], two["verdict"], two["reason"]) == ("edit", None, "reject", "rejected")
        assert one["translation"]["en"] == "You treated us so."
        assert verify(desk.folder / "build/dataset") == []
        if desk.page.exists():
            desk.rename(PAGE.name, "renamed.txt")
            assert messages(desk.build()) == []
    place = desk.folder
    found = why(next(iter(rows)), place / "build/dataset", place / "articles", place / "originals", place / "review")
    assert [entry.verdict.decision for entry in found.history] == ["split", "edit"]


def test_counts_are_of_pairs_that_alignment_found(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    rows = desk.rows()
    cut = rows[3]["ja"].index("、") + 1
    texts = {"new_ja": f"{rows[3]['ja'][:cut]}||{rows[3]['ja'][cut:]}", "new_en": "You treated them so.||Nobody."}
    desk.decide(
        (0, {"verdict": "accept"}),
        (1, {"verdict": f"merge {rows[2]['id']}"}),
        (3, {"verdict": "split", **texts}),
    )
    desk.type(f"{rows[3]['id']}.2\treject")
    mail = "I took no joy in signing it. My back was against the wall."
    other = "問題は会員をお客さん扱いしたことで、横領を疑う者はいない"
    row = {"id": "p0", "verdict": "accept", "ja": other, "en": mail, "article": PAGE.stem}
    desk.type("\t".join(row.get(column, "") for column in rows[0]))  # of which alignment knows nothing
    place = [f"--{name}={desk.folder / name}" for name in ("articles", "review")]
    assert main(["build", *place, f"--out={desk.folder / 'build'}"]) == 0
    said = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Verdicts "))
    assert said.startswith("Verdicts  1 of 1 pair accepted; by their confidences, ")
    stored = list(desk.found().values())
    (step,) = [step for step in counts.way(1, stored, {}, Config()) if step.name == "with a verdict"]
    assert (step.count, len(counts.decided(stored))) == (5, 1)
    assert [good for _, good in counts.decided(stored)].count(True) == 1


LATE = [(1, "Late      1 decision came in"), (2, "Late      2 decisions came in"), (0, "")]


@pytest.mark.parametrize(("late", "said"), LATE)
def test_a_build_says_that_decisions_came_in_meanwhile(desk: Desk, late: int, said: str) -> None:
    built = desk.build()
    lines = list(summary(replace(built, review=replace(built.review, late=late))))
    assert [line[: len(said)] for line in lines if line.startswith("Late")] == [said] * bool(late)
