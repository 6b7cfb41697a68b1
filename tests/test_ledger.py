"""The ledger of verdicts: which of several lines holds, and what a merge, a spreadsheet or a slip did to the file."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import corpus
from corpus.pipeline import Built
from corpus.publishing import take_verdicts
from corpus.publishing.review.conflicts import conflicts, disagreements
from corpus.publishing.review.ledger import COLUMNS, read_ledger, text_digest
from corpus.types import CorpusError

MONDAY, TUESDAY, WEDNESDAY = (f"2026-11-{day}T08:00:00Z" for day in (23, 24, 25))


def line(name: str, verdict: str, *, when: str = "", reviewer: str = "", **cells: str) -> str:
    """A line of a ledger."""
    row = {"id": name, "verdict": verdict, "when": when, "reviewer": reviewer, "ja": "猫", "en": "a cat", **cells}
    row["digest"] = text_digest(row["ja"], row["en"])
    return "\t".join(row.get(column, "") for column in COLUMNS)


def ledger(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "verdicts.tsv"
    path.write_bytes("".join(f"{one}\n" for one in ("\t".join(COLUMNS), *lines)).encode(encoding, "replace"))
    return path


def listed(folder: Path, *lines: str, unapplied: tuple[str, ...]) -> list[str]:
    """The conflicts where these ids could not be followed and only the page `here` was read."""
    found = read_ledger(ledger(folder, *lines))
    why = dict.fromkeys(unapplied, "it is gone")
    return [str(one.message) for one in conflicts(found.path, found.held, found.entries, why, {}, {"here"})]


def test_verdicts_on_a_page_that_is_gone_are_one_conflict(tmp_path: Path) -> None:
    gone, then = "is not among the pages any more;", "decided on it and cannot be followed now"
    lines = [line(f"p{n}", "reject", article=page) for n, page in enumerate(["old", "here", "old", "older", ""])]
    assert listed(tmp_path, *lines, unapplied=("p0", "p1", "p2", "p3", "p4")) == [
        "it is gone; the verdict is kept (reject on here: 猫 | a cat)",
        "it is gone; the verdict is kept (reject: 猫 | a cat)",
        f"old {gone} 2 verdicts are kept that were {then} (p0: 猫, p2: 猫)",
        f"older {gone} 1 verdict is kept that was {then} (p3: 猫)",
    ]


@pytest.mark.parametrize(("reviewer", "told"), [("Aki", 0), ("Ben", 1)])
def test_who_splits_anew_takes_back_what_was_decided_on_the_old_parts(tmp_path: Path, reviewer: str, told: int) -> None:
    part = line("p1.1", "reject", reviewer="Aki", when=MONDAY)
    anew = line("p1", "split", reviewer=reviewer, when=TUESDAY, new_ja="猫||猫", new_en="a||cat")
    assert len(listed(tmp_path, part, anew, unapplied=("p1.1",))) == told
    assert len(listed(tmp_path, anew, line("p1.3", "reject", reviewer="Aki"), unapplied=("p1.3",))) == 1


HOLDS = [
    ([("accept", MONDAY), ("reject", TUESDAY)], "reject"),
    ([("reject", TUESDAY), ("accept", MONDAY)], "reject"),  # as a merge line by line leaves them
    ([("reject", MONDAY), ("accept", MONDAY)], "accept"),
    ([("reject", TUESDAY), ("accept", "")], "accept"),
    ([("reject", ""), ("accept", MONDAY)], "accept"),
    ([("reject", TUESDAY), ("accept", "23.11.2026")], "accept"),
    ([("reject", TUESDAY), ("reject", MONDAY), ("accept", "")], "accept"),
    ([("accept", ""), ("reject", "")], "reject"),
]


# Takes the decisions of a folder and dies just before the n-th time that it writes; ends well where it writes no more.
DIES = """
import os, sys
from pathlib import Path
from corpus.publishing import take_verdicts

folder, left = sys.argv[1], int(sys.argv[2])

def count(event, args):
    global left
    writes = event == "open" and str(args[0]).startswith(folder) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event == "os.rename":
        left -= 1
        if left < 0:
            os._exit(9)

sys.addaudithook(count)
take_verdicts(Path(folder))
"""


def test_half_a_line_is_in_the_ledger_or_aside_whenever_a_build_is_killed(tmp_path: Path) -> None:
    half = "p9\trej"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for steps in count():
        folder = tmp_path / str(steps)
        folder.mkdir()
        path = ledger(folder, line("p1", "accept"))
        path.write_text(path.read_text(encoding="utf-8") + half, encoding="utf-8")
        (folder / "low_confidence.tsv").write_text("id\tverdict\np2\taccept\n", encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", DIES, str(folder), str(steps)], check=False, env=environment)
        files = [one.read_text(encoding="utf-8") for one in folder.glob("[uv]*.tsv")]
        assert any(half in text.splitlines() for text in files), steps
        if done.returncode == 0:
            break
        assert done.returncode == 9
    assert steps >= 4


@pytest.mark.parametrize(("said", "holds"), HOLDS)
def test_the_decision_that_was_saved_last_holds_wherever_it_stands(
    tmp_path: Path, said: list[tuple[str, str]], holds: str
) -> None:
    path = ledger(tmp_path, *(line("p1", word, when=when) for word, when in said))
    assert read_ledger(path).held["p1"].verdict.decision == holds


def test_of_two_reviewers_the_message_says_which_was_saved_later(tmp_path: Path) -> None:
    aki, ben = line("p1", "reject", when=TUESDAY, reviewer="Aki"), line("p1", "accept", when=MONDAY, reviewer="Ben")
    path = ledger(tmp_path, aki, ben)
    (conflict,) = disagreements(path, read_ledger(path).entries)
    assert "on p1 Ben says accept (line 3), Aki reject, which holds as the later one" in conflict.message
    assert f"saved {TUESDAY}, line 3 {MONDAY}" in conflict.message


THIRD = [
    ([("Aki", "accept"), ("Ben", "reject"), ("Chie", "reject")], 0),
    ([("Aki", "accept"), ("Ben", "reject"), ("Chie", "accept"), ("Chie", "accept")], 0),
    ([("Aki", "accept"), ("Chie", "reject")], 1),
    ([("Aki", "accept"), ("Ben", "reject"), ("Chie", "reject"), ("Aki", "accept")], 1),
    ([("Aki", "accept"), ("Ben", "reject"), ("Chie", "reject"), ("Ben", "accept")], 1),
    ([("Aki", "accept"), ("Ben", "accept"), ("Chie", "reject")], 1),
]


@pytest.mark.parametrize(("said", "listed"), THIRD)
def test_a_third_reviewer_settles_what_two_differ_on(tmp_path: Path, said: list[tuple[str, str]], listed: int) -> None:
    path = ledger(tmp_path, *(line("p1", word, reviewer=who) for who, word in said))
    assert len(disagreements(path, read_ledger(path).entries)) == listed


def test_a_decision_of_a_table_that_was_saved_before_the_one_that_holds_is_named(tmp_path: Path) -> None:
    path = ledger(tmp_path, line("p1", "accept", when=WEDNESDAY))
    table = tmp_path / "low_confidence.tsv"
    table.write_text("id\tverdict\np1\treject\n", encoding="utf-8")
    os.utime(table, (1_700_000_000, 1_700_000_000))
    taken = take_verdicts(tmp_path)
    assert (taken.taken, taken.verdicts["p1"].decision) == (1, "accept")
    (named,) = taken.repeated
    assert f"accept (line 2 of the ledger, {WEDNESDAY}), which holds" in named.message
    assert len(read_ledger(path).entries) == 2 and take_verdicts(tmp_path).repeated == ()


@pytest.mark.parametrize("order", [(1, 0, *range(2, 12)), tuple(reversed(range(12)))])
def test_columns_that_were_moved_with_their_header_are_read(tmp_path: Path, order: tuple[int, ...]) -> None:
    path = ledger(tmp_path, line("p1", "reject", note="id"), line("p2", "edit", new_en="the cat"))
    before = read_ledger(path)
    rows = [one.split("\t") for one in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join("\t".join(row[at] for at in order) + "\n" for row in rows), encoding="utf-8")
    assert read_ledger(path).entries == before.entries
    (tmp_path / "low_confidence.tsv").write_text("id\tverdict\np3\taccept\n", encoding="utf-8")
    assert len(take_verdicts(tmp_path).verdicts) == len(read_ledger(path).held) == 3


def test_a_ledger_of_which_no_line_can_be_read_stops_the_build(tmp_path: Path) -> None:
    ledger(tmp_path, "猫\treject", "犬\taccept").write_text("名前\t判定\n猫\t却下\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="restore the file"):
        take_verdicts(tmp_path)


LETTERS = [
    ("edit", "Tickets — required", "猫", False),
    ("edit", "It was naïve", "猫", False),
    ("edit", "A cat is required", "猫", True),
    ("edit", "Tickets — required", "— 猫", False),
    ("reject", "", "猫 — naïve", True),
]


@pytest.mark.parametrize(("word", "new_en", "ja", "whole"), LETTERS)
def test_letters_that_a_code_page_lacks_are_missed(
    tmp_path: Path, word: str, new_en: str, ja: str, *, whole: bool
) -> None:
    path = ledger(tmp_path, line("p1", word, new_en=new_en, ja=ja), encoding="cp932")
    if whole:
        assert read_ledger(path).held["p1"].verdict.new_en == new_en
    else:
        with pytest.raises(CorpusError, match="CP932 lacks"):
            read_ledger(path)


PAGE = """\
小さな駅の話
駅長のトム・ベルさんは言った。「切符は要る」
"You need a ticket."
彼はこうも言った。「犬は乗れる」
"Dogs may ride."
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A page of which all pairs wait."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "s.toml").write_text("accept_confidence = 0.9999\nreview_confidence = 0.0\n", encoding="utf-8")
    return tmp_path


def build(folder: Path) -> Built:
    return corpus.build(folder / "articles", out=folder / "build", config=folder / "s.toml")


def test_a_ledger_that_is_gone_stops_the_build_and_one_that_lost_lines_is_named(desk: Path) -> None:
    names = [pair.id for pair in build(desk).pairs if not pair.headline]
    table = desk / "review/low_confidence.tsv"
    with table.open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\treject\n" for name in names)
    assert build(desk).problems == ()
    path = desk / "review/verdicts.tsv"
    whole = path.read_text(encoding="utf-8")
    for lost in ("", whole.splitlines(keepends=True)[0]):
        path.write_text(lost, encoding="utf-8")
        with pytest.raises(CorpusError, match="has 2 decisions that stand here no more"):
            build(desk)
    path.unlink()
    with pytest.raises(CorpusError, match="restore the ledger"):
        build(desk)
    path.write_text("".join(whole.splitlines(keepends=True)[:-1]), encoding="utf-8")
    (problem,) = build(desk).problems
    assert f"1 decision that stand here no more (such as on {names[1]})" in problem.message
    path.write_text(whole, encoding="utf-8")
    (desk / "articles/a.txt").rename(desk / "articles/b.txt")  # ids are others, decisions are not
    assert build(desk).problems == build(desk).problems == ()


@pytest.mark.parametrize("broken", ["a byte", "a column", "a file", "the manifest"])
def test_a_last_dataset_that_is_broken_is_named(broken: str, desk: Path) -> None:
    names = [pair.id for pair in build(desk).pairs if not pair.headline]
    with (desk / "review/low_confidence.tsv").open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\treject\n" for name in names)
    assert build(desk).problems == ()
    (part,) = (desk / "build/dataset/candidates").glob("*.parquet")
    if broken == "a byte":
        part.write_bytes(part.read_bytes()[:-9] + b"broken...")
    elif broken == "a column":
        pq.write_table(pq.read_table(part).drop_columns("reason"), part)
    elif broken == "a file":
        part.unlink()
    else:
        (desk / "build/dataset/manifest.json").write_text("{", encoding="utf-8")
    (problem,) = build(desk).problems
    assert str(problem).startswith(f"{desk / 'build/dataset'}: the last dataset is broken, or of an older version (")
    assert "\n" not in str(problem) and build(desk).problems == ()  # it was replaced


NUMBERED = """\
{title}
ビルさんは語る。「{ja}」
"{en}"
最後にこう結んだ。「おやすみ、みんな」
"Goodnight, everyone."
"""
DAYS = [
    NUMBERED.format(title="灯台だより", ja="今夜は霧が濃い", en="The fog is thick tonight."),
    NUMBERED.format(title="港だより", ja="今日は三匹釣れた", en="I caught three today."),
    NUMBERED.format(title="朝のたより", ja="ただいま戻りました", en="I am back now."),
]


def test_a_verdict_on_a_page_whose_name_went_to_another_one_is_told(desk: Path) -> None:
    def write(*days: int) -> None:
        for number, day in enumerate(days, start=1):
            (desk / f"articles/page{number}.txt").write_text(DAYS[day], encoding="utf-8")

    (desk / "articles/a.txt").unlink()
    write(0, 1)
    (name,) = [
        pair.id for pair in build(desk).pairs if (pair.ja.text, pair.ja.document.name) == ("おやすみ、みんな", "page1")
    ]
    with (desk / "review/low_confidence.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{name}\treject\n")
    assert build(desk).moved == ()
    write(2, 0, 1)
    said = f"what else stood on page1 stands on page2 now; what was decided on {name} holds for the text on page1"
    assert build(desk).moved == (said,)
    assert build(desk).moved == ()
    (desk / "articles/page1.txt").write_text(DAYS[2].replace("朝", "夜").replace("ただいま", "いま"), encoding="utf-8")
    assert build(desk).moved == ()


def test_what_a_reviewer_put_right_before_is_still_among_what_reviewers_differ_on(tmp_path: Path) -> None:
    said = [
        line("p1", "accept", when=MONDAY, reviewer="Aki", new_speaker="Ann Lee"),
        line("p1", "accept", when=TUESDAY, reviewer="Aki", new_handle="ann"),
        line("p1", "accept", when=WEDNESDAY, reviewer="Ben", new_speaker="Bob Ray"),
    ]
    path = ledger(tmp_path, *said)
    (conflict,) = disagreements(path, read_ledger(path).entries)
    assert "on p1 Aki says accept with speaker Ann Lee, handle ann (line 3), Ben accept with" in conflict.message


SAYS = {
    "fog": ("今夜は霧が濃い", "The fog is thick tonight."),
    "catch": ("今日は三匹釣れた", "I caught three today."),
    "back": ("ただいま戻りました", "I am back now."),
    "night": ("おやすみ、みんな", "Goodnight, everyone."),
}


@pytest.mark.parametrize(
    ("decided", "before", "after", "told"),
    [
        ("night", ("fog night", "catch"), ("back night", "fog", "catch"), True),
        ("night", ("fog catch night", "back"), ("catch night", "fog", "back"), False),  # the page is still what it was
        ("back", ("fog", "back"), ("catch", "back", "fog"), False),  # nobody decided on the page whose name went
    ],
)
def test_that_the_name_of_a_page_went_to_another_one_is_told_where_it_may_matter(
    desk: Path, decided: str, before: tuple[str, ...], after: tuple[str, ...], told: bool
) -> None:
    def write(pages: tuple[str, ...]) -> None:
        for number, said in enumerate(pages, start=1):
            lines = [f'ビルさんは語る。「{ja}」\n"{en}"\n' for ja, en in (SAYS[word] for word in said.split())]
            (desk / f"articles/page{number}.txt").write_text("".join(["港だより\n", *lines]), encoding="utf-8")

    (desk / "articles/a.txt").unlink()
    write(before)
    found = {(pair.ja.text, pair.en.text): pair.id for pair in build(desk).pairs}
    assert {SAYS[word] for said in before for word in said.split()} <= set(found)
    with (desk / "review/low_confidence.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{found[SAYS[decided]]}\treject\n")
    build(desk)
    write(after)
    moved = build(desk).moved
    assert [line.partition(";")[0] for line in moved] == ["what else stood on page1 stands on page2 now"] * told
