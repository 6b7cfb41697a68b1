"""The review TSV and its ledger: what a person decides survives rebuilds, spreadsheets, kills and slips of the hand."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import CALM, article, followed, pair
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.curation import decide as decide_pairs
from corpus.publishing import Review, Taken, conflicts, review_state, take_verdicts, write_review
from corpus.publishing.review.aside import rows_aside
from corpus.publishing.review.decisions import Draft
from corpus.publishing.review.ledger import COLUMNS as LEDGER_COLUMNS
from corpus.publishing.review.ledger import text_digest
from corpus.publishing.review.returned import OWN
from corpus.publishing.review.table import COLUMNS
from corpus.publishing.sheet import decode, escape, one_line, read_records, unescape, write_rows
from corpus.types import CorpusError, Pair, Verdict

CONFIG = Config()
OLD_HEAD = "id\tverdict\tja\ten\tnote\n"
LEDGER_HEAD = "\t".join(LEDGER_COLUMNS) + "\n"
SAVED, SAVED_AT = 1_700_000_000, "2023-11-14T22:13:20Z"
NOTE = COLUMNS.index("note")


def found() -> list[Pair]:
    """Two to review, one kept, one surely wrong, one headline, and cut text on both sides of the lower threshold."""
    page = article(url="https://example.org/=1")
    return [
        pair("p1", document=page, confidence=0.5),
        pair("p2", document=page, ja=("大変うれしい。", "二行目は\n改行をまたぐ。"), confidence=0.4),
        pair("p3", document=page, en=("The second line\nruns on.",)),
        pair("p4", document=page, confidence=0.01),
        pair("p5", document=page, confidence=0.5, headline=True),
        pair("p6", document=page, en=("runs on.",), confidence=0.95, cut=True),
        pair("p7", document=page, ja=("改行をまたぐ。",), en=("runs on.",), confidence=0.05, cut=True),
    ]


def build(folder: Path, pairs: list[Pair] | None = None) -> tuple[Taken, list[Pair], Review]:
    """What the pipeline does about the review, around one build."""
    taken = take_verdicts(folder)
    curated = followed(found() if pairs is None else pairs, taken.verdicts, CONFIG)
    return taken, curated, write_review(folder, curated, taken, CONFIG)


def listed(folder: Path, taken: Taken, pairs: list[Pair]) -> list[CorpusError]:
    unapplied = decide_pairs(pairs, taken.verdicts).unapplied
    return conflicts(ledger(folder), taken.entries, taken.history, unapplied)


def tsv(folder: Path) -> Path:
    return folder / "low_confidence.tsv"


def ledger(folder: Path) -> Path:
    return folder / "verdicts.tsv"


def table(folder: Path) -> list[list[str]]:
    text = tsv(folder).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def write_table(folder: Path, rows: list[list[str]], encoding: str = "utf-8") -> None:
    lines = io.StringIO()
    csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(rows)
    tsv(folder).write_bytes(lines.getvalue().encode(encoding))


def decide(folder: Path, **decisions: str) -> None:
    """Types decisions into the TSV."""
    rows = table(folder)
    for line in rows[1:]:
        line[1] = decisions.get(line[0], line[1])
    write_table(folder, rows)


def ids(folder: Path) -> list[str]:
    return [line[0] for line in table(folder)[1:]]


# The TSV


def test_what_lies_between_surely_wrong_and_accepted_is_to_be_reviewed_in_page_order(tmp_path: Path) -> None:
    _, _, review = build(tmp_path)
    assert ids(tmp_path) == ["p1", "p6", "p2"]
    assert (review.path, review.rows, review.problems) == (tsv(tmp_path), 3, ())
    head, first, *_ = table(tmp_path)
    assert tuple(head) == COLUMNS
    assert head[:7] == ["id", "verdict", "confidence", "relation", "ja", "en", "mismatches"]
    assert head[7:12] == ["speaker", "note", "new_ja", "new_en", "reviewer"]
    shown = dict(zip(head, first, strict=True))
    assert shown["confidence"] == "0.5000"
    assert shown["ja"] == "大変うれしい。"
    assert shown["signals"] == "semantic=0.8123 length=-0.5"
    assert shown["reason"] == "low_confidence"
    assert tsv(tmp_path).read_bytes().startswith(codecs.BOM_UTF8 + b"id\tverdict\t")


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({"confidence": 0.5}, True),
        ({"confidence": 0.97, "cut": True}, True),
        ({"confidence": 0.97, "contradicts": True}, True),
        ({"confidence": 0.97}, False),
        ({"confidence": 0.97, "headline": True}, False),
        ({"confidence": 0.1, "contradicts": True}, False),
    ],
)
def test_what_a_person_should_look_at_is_listed_by_its_reason(
    tmp_path: Path, facts: dict[str, float], *, waits: bool
) -> None:
    build(tmp_path, [pair("p1", **facts)])  # type: ignore[arg-type]
    assert ids(tmp_path) == ["p1"] * waits


def test_nothing_to_review_leaves_a_table_with_its_head(tmp_path: Path) -> None:
    build(tmp_path / "made" / "here", [])
    assert len(table(tmp_path / "made" / "here")) == 1
    assert not ledger(tmp_path / "made" / "here").exists()


def test_a_formula_on_a_page_is_none_in_the_table(tmp_path: Path) -> None:
    page = article("=cmd|' /C calc'!A0", "大変うれしい。\n=HYPERLINK(1)\tnow")
    build(tmp_path, [pair("p1", document=page, en=("=HYPERLINK(1)\tnow",), confidence=0.5)])
    (line,) = table(tmp_path)[1:]
    assert line[5] == "'=HYPERLINK(1) now"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)


@pytest.mark.parametrize("before", ["", " ", "\u3000", "\ufeff", "\ufeff ", " \ufeff"], ids=ascii)
@pytest.mark.parametrize("mark", "=+-@＝＋－＠")
def test_a_formula_behind_what_nobody_sees_is_none_in_the_table(before: str, mark: str) -> None:
    cell = escape(f"{before}{mark}1")
    assert cell.startswith("'") and unescape(cell) == f"{before}{mark}1"


@CALM
@given(st.text())
def test_a_cell_comes_back_as_it_was_but_for_line_breaks(text: str) -> None:
    assert unescape(escape(text)) == one_line(text)
    assert escape(text).lstrip()[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20") - {""}
    assert len(escape(text).splitlines()) <= 1
    assert "\t" not in escape(text)


TYPED = [
    ("'+1' was his answer.", "'+1' was his answer."),
    ("''quoted''", "''quoted''"),
    ("'@home' they said", "'@home' they said"),
    ("'=)' he typed", "'=)' he typed"),
    ("'Tis", "'Tis"),
    ("'+1", "+1"),
    ("''no' he said", "'no' he said"),  # as it was written
    ("'- I don't know", "- I don't know"),
]


@pytest.mark.parametrize(("cell", "text"), TYPED)
def test_an_apostrophe_is_taken_off_where_it_was_put_before_a_formula(cell: str, text: str) -> None:
    assert unescape(cell) == text
    assert unescape(escape(text)) == text


HEAD = "id\tverdict\tnote\tnew_en\n"
TABS = [
    ('p1\taccept\t"see\tBob"\t\n', [("p1", "accept", "see\tBob", "")]),
    ('"p1"\t"accept"\t"see\tBob"\t""\n', [("p1", "accept", "see\tBob", "")]),
    ('p1\taccept\t"a\nb\tc"\t\np2\treject\t\t\n', [("p1", "accept", "a\nb\tc", ""), ("p2", "reject", "", "")]),
    ('p1\tedit\t"a\tI do."\n', [("p1", "edit", '"a', 'I do."')]),  # two stray quotation marks
    (
        'p1\tedit\t\t"I do\np2\tedit\t\tI do."\n',
        [("p1", "edit", "", '"I do'), ("p2", "edit", "", 'I do."')],
    ),
]


@pytest.mark.parametrize(("rows", "cells"), TABS)
def test_a_tab_in_a_cell_is_told_from_two_stray_quotation_marks(rows: str, cells: list[tuple[str, ...]]) -> None:
    assert [record.cells for record in read_records(HEAD + rows)][1:] == cells


@CALM
@given(
    st.sampled_from(["", "'", "''", " '", "\u3000", "\t", "\ufeff", "'\ufeff"]),
    st.sampled_from("=+-@'a "),
    st.text(max_size=3),
)
def test_apostrophes_of_the_text_itself_survive(before: str, first: str, rest: str) -> None:
    text = before + first + rest
    assert unescape(escape(text)) == one_line(text)


def test_what_a_person_types_is_not_unescaped() -> None:
    assert unescape("'tis fine") == "'tis fine"
    assert unescape("=1+1") == "=1+1"


@CALM
@given(st.lists(st.lists(st.text(), min_size=2, max_size=4).filter(lambda r: any(c.strip() for c in r)), max_size=5))
@example([["\ufeff", ""], ["\ufeff'=1", "\ufeff"]])
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    expected = [tuple(one_line(cell) for cell in line) for line in rows]
    expected = [line for line in expected if any(cell.strip() for cell in line)]
    assert [record.cells for record in read_records(write_rows(rows))] == expected


@CALM
@given(st.binary())
def test_no_bytes_are_too_bad_to_be_reported(data: bytes) -> None:
    text = decode(data)
    records = [] if text is None else list(read_records(text))
    assert all(1 <= record.line <= data.count(b"\n") + data.count(b"\r") + 1 for record in records)


# Decisions


def test_a_decision_is_taken_once_and_holds_for_good(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject", p2=" Accept ")
    os.utime(tsv(tmp_path), (SAVED, SAVED))
    taken, curated, _ = build(tmp_path)
    assert (taken.taken, taken.problems) == (2, ())
    assert ids(tmp_path) == ["p6"]
    p1 = "大変うれしい。", "I am very happy."
    p2 = "大変うれしい。二行目は 改行をまたぐ。", "I am very happy."
    assert ledger(tmp_path).read_text(encoding="utf-8") == (
        LEDGER_HEAD
        + "\t".join(["p1", "reject", *p1, *[""] * 9, SAVED_AT, "page", text_digest(*p1)])
        + "\n"
        + "\t".join(["p2", "accept", *p2, *[""] * 9, SAVED_AT, "page", text_digest(*p2)])
        + "\n"
    )
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for _ in range(2):
        taken, curated, _ = build(tmp_path)
        assert taken.taken == 0
        by_id = {one.id: one for one in curated}
        assert (by_id["p1"].reason, by_id["p2"].reason) == ("rejected", None)
        assert by_id["p1"].verdict == Verdict("reject")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_later_decision_holds_and_the_earlier_one_stays_in_the_history(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject")
    build(tmp_path)
    tsv(tmp_path).write_text("id\tverdict\tnote\np1\taccept\tmy mistake\n", encoding="utf-8")
    taken, _, _ = build(tmp_path)
    assert taken.verdicts == {"p1": Verdict("accept", "my mistake")}
    assert [line.split("\t")[1] for line in ledger(tmp_path).read_text(encoding="utf-8").splitlines()] == [
        "verdict", "reject", "accept",
    ]  # fmt: skip


def test_two_opinions_in_one_table_are_reported_and_the_later_one_holds(tmp_path: Path) -> None:
    tsv(tmp_path).write_text("id\tverdict\np1\taccept\np2\treject\np1\treject\n", encoding="utf-8")
    taken = take_verdicts(tmp_path)
    assert taken.verdicts["p1"].decision == "reject"
    assert [(problem.path, problem.line) for problem in taken.problems] == [(str(tsv(tmp_path)), 4)]
    assert take_verdicts(tmp_path).taken == 0


def test_a_note_without_a_decision_stays_in_the_table_or_is_kept_aside(tmp_path: Path) -> None:
    build(tmp_path)
    rows = table(tmp_path)
    rows[1][NOTE] = rows[3][NOTE] = "=ask Ann"
    write_table(tmp_path, rows)
    os.utime(tsv(tmp_path), (SAVED, SAVED))
    _, _, review = build(tmp_path, found()[:1])
    (named,) = review.problems
    assert str(named).startswith(f"{tsv(tmp_path)}:4: p2 has no verdict") and "put aside in unread.tsv" in named.message
    assert build(tmp_path, found()[:1])[2].problems == ()
    assert [line[NOTE] for line in table(tmp_path)] == ["note", "'=ask Ann"]
    head, row = ["id", "verdict", "note", *OWN, "reviewer", f"saved {SAVED_AT}"], ["p2", "", "'=ask Ann", *[""] * 7]
    aside = "".join("\t".join(cells) + "\n" for cells in (head, row))
    assert (tmp_path / "unread.tsv").read_text(encoding="utf-8") == aside


ONE, OTHER, LONGER, NEW = "three days\t", "check tense\t", "three days\tGlad.", "\tGlad."
TWO_DRAFTS = [
    (ONE, ONE, ONE, False),
    (ONE, OTHER, OTHER, True),
    (ONE, "\t", ONE, False),
    ("\t", ONE, ONE, False),
    (LONGER, ONE, LONGER, False),
    (ONE, LONGER, LONGER, False),
    (ONE, NEW, NEW, True),
]


@pytest.mark.parametrize(("first", "second", "stands", "aside"), TWO_DRAFTS)
def test_of_two_drafts_on_a_pair_nothing_is_lost(
    tmp_path: Path, first: str, second: str, stands: str, *, aside: bool
) -> None:
    head = "id\tverdict\tnote\tnew_en\treviewer"
    table = [head, f"p1\t\t{first}\tAnn", "p2\t\tanother\t\t", f"p1\t\t{second}\tBen"]
    tsv(tmp_path).write_text("".join(f"{line}\n" for line in table), "utf-8")
    os.utime(tsv(tmp_path), (SAVED, SAVED))
    taken = take_verdicts(tmp_path)
    assert f"{taken.drafts['p1'].note}\t{taken.drafts['p1'].new_en}" == stands
    kept = tmp_path / "unread.tsv"
    if not aside:
        assert taken.problems == () and not kept.exists()
    else:
        (problem,) = taken.problems
        assert (problem.line, kept.read_text("utf-8").splitlines()) == (2, [f"{head}\tsaved {SAVED_AT}", table[1]])
        assert "p1 has another draft in line 4, which stands; the line is put aside" in problem.message


def test_a_verdict_on_a_pair_that_is_gone_is_a_conflict_and_kept(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject", p6="accept")
    taken, curated, _ = build(tmp_path, found()[1:])
    (conflict,) = listed(tmp_path, taken, found()[1:])
    assert (conflict.path, conflict.line) == (str(ledger(tmp_path)), 2)
    assert "p1" in conflict.message
    taken, curated, _ = build(tmp_path)
    assert listed(tmp_path, taken, found()) == []
    assert next(one for one in curated if one.id == "p1").reason == "rejected"


def test_a_decision_saved_while_the_build_runs_is_taken_too(tmp_path: Path) -> None:
    build(tmp_path)
    taken = take_verdicts(tmp_path)
    curated = followed(found(), taken.verdicts, CONFIG)
    decide(tmp_path, p1="reject", p2="perhaps")
    with tsv(tmp_path).open("a", encoding="utf-8") as file:
        file.write("p3\taccept\n")
    review = write_review(tmp_path, curated, taken, CONFIG)
    assert (review.rows, review.late, len(review.problems)) == (2, 2, 1)
    shown = [(line[0], line[1]) for line in table(tmp_path)[1:]]
    assert shown == [("p1", "reject"), ("p6", ""), ("p2", ""), ("p3", "accept")]
    assert (counts := dict(line.rsplit(maxsplit=1) for line in review_state(tmp_path).lines))["to review"] == "2"
    assert counts["decided since the build"] == "2"
    taken, _, _ = build(tmp_path)
    assert (taken.taken, taken.verdicts) == (0, {"p1": Verdict("reject"), "p3": Verdict("accept")})
    assert ids(tmp_path) == ["p6", "p2"]


# Spreadsheets


def shuffled(rows: list[list[str]]) -> list[list[str]]:
    return [line[::-1] for line in [rows[0], *rows[:0:-1]]]


def noted(line: list[str], note: str) -> list[str]:
    return [*line[:NOTE], note, *line[NOTE + 1 :]]


def quoted(rows: list[list[str]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return lines.getvalue().encode()


def plain_lines(rows: list[list[str]], end: str = "\n") -> str:
    return "".join("\t".join(line) + end for line in rows)


SPREADSHEETS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "utf-8": lambda rows: plain_lines(rows).encode(),
    "utf-8 with a byte order mark": lambda rows: plain_lines(rows).encode("utf-8-sig"),
    "Excel, Unicode text": lambda rows: plain_lines(rows, "\r\n").encode("utf-16"),
    "utf-16 big end first": lambda rows: codecs.BOM_UTF16_BE + plain_lines(rows).encode("utf-16-be"),
    "utf-16 without a mark": lambda rows: plain_lines(rows).encode("utf-16-le"),
    "Excel in Japan, text": lambda rows: plain_lines(rows, "\r\n").encode("cp932", "replace"),
    "old Macintosh line ends": lambda rows: plain_lines(rows, "\r").encode(),
    "everything quoted": quoted,
    "columns and rows shuffled": lambda rows: plain_lines(shuffled(rows)).encode(),
    "shuffled, quoted": lambda rows: quoted(shuffled(rows)),
    "empty cells at the end left out": lambda rows: "\n".join("\t".join(x).rstrip("\t") for x in rows).encode(),
    "empty lines": lambda rows: plain_lines(rows).replace("\n", "\n\n\t\t\n").encode(),
    "header in capitals and full width": lambda rows: plain_lines(
        [["\uff29\uff24", "Verdict ", *rows[0][2:]], *rows[1:]]
    ).encode(),
    "verdicts in full width": lambda rows: plain_lines(rows).replace("reject", "\uff52eject").encode(),
    "other columns deleted": lambda rows: plain_lines([line[:2] for line in rows]).encode(),
    "pasted behind itself": lambda rows: plain_lines([*rows, *rows]).encode(),
    "header sorted to the end": lambda rows: plain_lines([*rows[1:], rows[0]]).encode(),
    "a note on two lines": lambda rows: quoted([rows[0], *(noted(line, "one\ntwo") for line in rows[1:])]),
    "a quotation mark left open": lambda rows: plain_lines(
        [noted(line, '"open') if at == 1 else line for at, line in enumerate(rows)]
    ).encode(),
    "saving broken off in the last line": lambda rows: plain_lines(rows).encode()[:-90],
}  # fmt: skip


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_the_table_is_read_however_it_was_saved(tmp_path: Path, name: str) -> None:
    build(tmp_path)
    rows = table(tmp_path)
    for line, verdict in zip(rows[1:], ["reject", "", "accept"], strict=True):
        line[1] = verdict
    tsv(tmp_path).write_bytes(SPREADSHEETS[name](rows))
    taken = take_verdicts(tmp_path)
    assert {key: verdict.decision for key, verdict in taken.verdicts.items()} == {"p1": "reject", "p2": "accept"}
    assert taken.problems == ()
    assert take_verdicts(tmp_path).taken == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("save", [lambda rows: plain_lines(rows).encode(), quoted])
def test_of_two_files_joined_each_is_read_by_its_own_header(
    tmp_path: Path, save: Callable[[list[list[str]]], bytes], encoding: str
) -> None:
    build(tmp_path)
    head, first, *_ = table(tmp_path)
    mine = [head, [first[0], "reject", *first[2:]]]
    theirs = [["id", "new_en", "note", "verdict"], ["p2", "Glad.", "ask Ann", "edit"]]
    tsv(tmp_path).write_bytes(b"".join(save(rows).decode().encode(encoding) for rows in (mine, theirs)))
    taken = take_verdicts(tmp_path)
    assert taken.problems == ()
    assert taken.verdicts == {"p1": Verdict("reject"), "p2": Verdict("edit", "ask Ann", new_en="Glad.")}


JOINED = [
    ("\n", "id\tVerdict (yes, no)\tnew_en\tnote\n", 3),
    ("", "id\tverdict\tnew_en\tnote\n", 2),  # the first file had no line break at its end
    ("digest", "id\tverdict\tnew_en\tnote\n", 2),
]


@pytest.mark.parametrize(("joint", "head", "line"), JOINED)
def test_rows_behind_a_header_that_is_not_clear_are_not_read(tmp_path: Path, joint: str, head: str, line: int) -> None:
    table = f"id\tverdict\tnote\tnew_en\np0123456789abcdef\treject\t\t{joint}{head}p2\tedit\tA.\tB.\n"
    tsv(tmp_path).write_text(table, "utf-8")
    taken = take_verdicts(tmp_path)
    assert len(taken.verdicts) == line - 2  # what stands before the joint
    (problem,) = taken.problems
    (copy,) = tmp_path.glob("unread*.tsv")
    assert (problem.line, copy.read_text("utf-8")) == (line, table)


FEWER = ("other columns deleted", "saving broken off in the last line")


@pytest.mark.parametrize("name", [name for name in SPREADSHEETS if name not in FEWER])
def test_new_texts_are_read_however_they_were_saved(tmp_path: Path, name: str) -> None:
    build(tmp_path)
    said = {
        "p1": {"verdict": "edit", "new_ja": "「嬉しい」。", "new_en": 'She said "glad".', "reviewer": "Ann"},
        "p2": {"verdict": "split", "new_ja": "大変うれしい。||二行目は 改行をまたぐ。", "new_en": "I am||very happy."},
        "p6": {"verdict": "merge p2"},
    }
    head, *rows = table(tmp_path)
    written = [{**dict(zip(head, line, strict=True)), **said[line[0]]} for line in rows]
    tsv(tmp_path).write_bytes(SPREADSHEETS[name]([head, *([row[column] for column in head] for row in written)]))
    taken = take_verdicts(tmp_path)
    assert taken.problems == ()
    for key, cells in said.items():
        verdict = taken.verdicts[key]
        assert " ".join([verdict.decision, *verdict.others]) == cells["verdict"]
        found = verdict.new_ja, verdict.new_en, verdict.reviewer
        assert found == tuple(cells.get(column, "") for column in ("new_ja", "new_en", "reviewer"))
    assert take_verdicts(tmp_path).taken == 0


def save_edit(folder: Path, new_en: str, encoding: str) -> bytes:
    """Saves an edit of the first row and the rejection of the last, with question marks for what the encoding lacks."""
    rows = table(folder)
    rows[1][1], rows[1][COLUMNS.index("new_en")], rows[3][1] = "edit", new_en, "reject"
    tsv(folder).write_bytes(plain_lines(rows, "\r\n").encode(encoding, "replace"))
    return tsv(folder).read_bytes()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "ascii", "latin-1"])
def test_of_a_table_whose_japanese_is_lost_verdicts_count_and_new_texts_do_not(tmp_path: Path, encoding: str) -> None:
    build(tmp_path)
    data = save_edit(tmp_path, "Don’t worry.", encoding)
    taken = take_verdicts(tmp_path)
    (problem,) = taken.problems
    (copy,) = tmp_path.glob("unread*.tsv")  # the file, since its rows would be wrong when pasted back
    assert "not those that were sent" in problem.message and f"the copy of the file is {copy.name}" in problem.message
    assert (problem.line, copy.read_bytes()) == (2, data)
    assert taken.verdicts == {"p2": Verdict("reject", lossy=True)}
    assert taken.entries["p2"].ja == taken.entries["p2"].en == ""
    build(tmp_path)
    assert ids(tmp_path) == ["p1", "p6"]


@pytest.mark.parametrize(("new_en", "taken"), [("It’s fine.", "It’s fine."), ("A naïve 😀.", None), ("So?", None)])
def test_a_question_mark_that_a_code_page_may_have_put_is_no_text(
    tmp_path: Path, new_en: str, taken: str | None
) -> None:
    build(tmp_path)
    save_edit(tmp_path, new_en, "cp932")
    found = take_verdicts(tmp_path)
    assert found.verdicts.get("p1") == (None if taken is None else Verdict("edit", new_en=taken))
    assert ["a letter that CP932 lacks" in problem.message for problem in found.problems] == [True] * (taken is None)
    assert (tmp_path / "unread.tsv").exists() == (taken is None)


def test_an_edit_in_a_line_that_breaks_off_is_refused_and_kept_aside(tmp_path: Path) -> None:
    build(tmp_path)
    rows = table(tmp_path)
    rows[3][1], rows[3][COLUMNS.index("new_en")] = "edit", "All of it."
    whole = plain_lines(rows).encode()
    tsv(tmp_path).write_bytes(whole[: whole.index(b"All of it.") + 5])
    taken = take_verdicts(tmp_path)
    (problem,) = taken.problems
    assert "breaks off" in problem.message and taken.entries == {}
    assert "All o" in (tmp_path / "unread.tsv").read_text(encoding="utf-8")


BAD_LINES = [
    ("p1\tmaybe\t0.5\ttranslation", "'maybe'"),
    ("p1", "breaks off"),
    ("\taccept" + "\t-" * 20, "no id"),
    ("ask Ann about these", "breaks off"),
]


@pytest.mark.parametrize(("bad", "why"), BAD_LINES)
def test_a_line_that_cannot_be_read_is_named_and_kept_aside(tmp_path: Path, bad: str, why: str) -> None:
    build(tmp_path)
    decide(tmp_path, p2="accept")
    with tsv(tmp_path).open("a", encoding="utf-8") as file:
        file.write(bad + "\n")
    for _ in range(2):  # once more as after a kill: nothing is kept twice
        taken = take_verdicts(tmp_path)
        (problem,) = taken.problems
        assert why in problem.message
        assert (problem.path, problem.line) == (str(tsv(tmp_path)), 5)
        assert taken.verdicts == {"p2": Verdict("accept")}
        head, line = (tmp_path / "unread.tsv").read_text(encoding="utf-8").splitlines()
        assert head.startswith("id\tverdict\t")
        assert line == bad
    build(tmp_path)
    assert build(tmp_path)[0].problems == ()


def test_a_column_of_ids_that_was_sorted_by_itself_is_noticed(tmp_path: Path) -> None:
    build(tmp_path)
    head, *rows = table(tmp_path)
    moved = [[name, *row[1:]] for name, row in zip(["p2", "p6", "p1"], rows, strict=True)]
    moved[0][1], moved[1][1], moved[2][NOTE] = "reject", "accept", "ask Ann"
    write_table(tmp_path, [head, *moved])
    taken = take_verdicts(tmp_path)
    said = [f"{problem.line}: {problem.message}" for problem in taken.problems]
    assert len(said) == 2 and said[0].startswith("2: p2 is not the id of the texts beside it")
    assert taken.drafts == {} and list(taken.verdicts) == ["p6"]  # in its own place
    build(tmp_path)
    by_digest = {row[-1]: row[0] for row in table(tmp_path)[1:]}
    aside = list(csv.reader(io.StringIO((tmp_path / "unread.tsv").read_text("utf-8")), delimiter="\t"))[1:]
    assert [by_digest[row[-1]] for row in aside] == ["p1", "p2"]


def test_a_row_of_a_page_that_changed_since_is_no_row_out_of_step(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject")
    gone = [pair("p1", document=article(text="変わった。\nIt changed."), ja=("変わった。",), en=("It changed.",))]
    taken, curated, _ = build(tmp_path, gone)
    assert (taken.problems, taken.taken, [one.reason for one in curated]) == ((), 1, ["rejected"])


@pytest.mark.parametrize("data", [b"\x81\xff\xff\xfe", b"PK\x03\x04 a workbook", "名前\t判定\nあ\taccept\n".encode()])
def test_a_file_that_is_no_table_is_named_and_copied(tmp_path: Path, data: bytes) -> None:
    tsv(tmp_path).write_bytes(data)
    taken, _, _ = build(tmp_path)
    (problem,) = taken.problems
    assert problem.path == str(tsv(tmp_path))
    assert [path.read_bytes() for path in tmp_path.glob("unread-*.tsv")] == [data]
    assert ids(tmp_path) == ["p1", "p6", "p2"]


def test_rows_of_two_kinds_of_tables_are_kept_aside_each_behind_its_header(tmp_path: Path) -> None:
    aside = tmp_path / "unread.tsv"
    for bad in ("p1\tmaybe\t\n", "p1\tmaybe\tnote\n"):
        for head in ("id\tverdict\tnote\n", "verdict\tid\n", "id\tverdict\tnote\n"):
            row = bad if head.startswith("id") else "maybe\tp2\n"
            tsv(tmp_path).write_text(head + row, encoding="utf-8")
            os.utime(tsv(tmp_path), (SAVED, SAVED))
            assert len(take_verdicts(tmp_path).problems) == 1
    lines = aside.read_text(encoding="utf-8").splitlines()
    head, other = f"id\tverdict\tnote\tsaved {SAVED_AT}", f"verdict\tid\tsaved {SAVED_AT}"
    assert lines == [head, "p1\tmaybe\t", other, "maybe\tp2", head, "p1\tmaybe\tnote"]
    assert rows_aside(aside, ()) == 3
    tsv(tmp_path).write_text(aside.read_text(encoding="utf-8").replace("maybe", "accept"), encoding="utf-8")
    taken = take_verdicts(tmp_path)  # pasted back as it is
    assert (taken.problems, {name: verdict.decision for name, verdict in taken.verdicts.items()}) == (
        (),
        {"p1": "accept", "p2": "accept"},
    )


def test_an_empty_table_is_no_problem(tmp_path: Path) -> None:
    tsv(tmp_path).write_bytes(b"")
    assert take_verdicts(tmp_path).problems == ()


def test_a_line_break_typed_into_a_new_text_is_none_in_japanese_and_a_space_in_english(tmp_path: Path) -> None:
    build(tmp_path)
    head, *rows = table(tmp_path)
    said = {"new_ja": "大変\n　うれしい。 \r\n\n本当。", "new_en": "Very\nhappy.", "note": "one\ntwo"}
    filled = [{**dict(zip(head, row, strict=True)), **said} for row in rows]
    filled[0]["verdict"], filled[1]["verdict"] = "edit", "edited"
    save = [head, *([row[column] for column in head] for row in filled)]
    tsv(tmp_path).write_bytes(quoted(save))
    taken = take_verdicts(tmp_path)
    edit = Verdict("edit", "one two", "大変うれしい。本当。", "Very happy.")
    assert taken.verdicts == {"p1": edit}
    assert taken.drafts == {"p2": Draft(edit.note, edit.new_ja, edit.new_en)}
    assert len(taken.problems) == 1
    aside = (tmp_path / "unread.tsv").read_text("utf-8")
    tsv(tmp_path).write_text(aside.replace("edited", "edit"), "utf-8")
    assert take_verdicts(tmp_path).verdicts["p6"] == edit


# The ledger


def test_a_build_killed_at_any_byte_of_the_ledger_loses_nothing(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject", p2="accept")
    decided = tsv(tmp_path).read_bytes()
    take_verdicts(tmp_path)
    whole = ledger(tmp_path).read_bytes()
    for cut in range(len(whole) + 1):
        folder = tmp_path / str(cut)
        folder.mkdir()
        tsv(folder).write_bytes(decided)
        ledger(folder).write_bytes(whole[:cut])
        taken, _, _ = build(folder)
        assert {key: verdict.decision for key, verdict in taken.verdicts.items()} == {"p1": "reject", "p2": "accept"}
        assert ids(folder) == ["p6"]
        again = take_verdicts(folder)
        assert (again.verdicts, again.taken, again.problems) == (taken.verdicts, 0, ())


def test_a_ledger_with_digests_without_a_letter_is_read_as_one_with_it(tmp_path: Path) -> None:
    build(tmp_path)
    decide(tmp_path, p1="reject", p2="accept")
    taken = take_verdicts(tmp_path)
    lines = ledger(tmp_path).read_text(encoding="utf-8").rstrip("\n").replace("\tt", "\t")
    ledger(tmp_path).write_text(lines, encoding="utf-8")  # the last line without its line break, too
    older = take_verdicts(tmp_path)
    assert (older.history, older.problems, older.taken) == (taken.history, (), 0)


def test_half_a_line_is_reported_and_put_aside(tmp_path: Path) -> None:
    ledger(tmp_path).write_text(f"{OLD_HEAD}p1\treject\ta\tb\t\np2\tacc", encoding="utf-8")
    taken = take_verdicts(tmp_path)
    (problem,) = taken.problems
    assert (problem.path, problem.line) == (str(ledger(tmp_path)), 3)
    assert taken.verdicts == {"p1": Verdict("reject")}
    assert (tmp_path / "unread.tsv").read_text(encoding="utf-8") == "p2\tacc\n"
    assert ledger(tmp_path).read_text(encoding="utf-8") == f"{OLD_HEAD}p1\treject\ta\tb\t\n"
    assert take_verdicts(tmp_path).problems == ()


def test_a_ledger_that_an_editor_saved_is_put_in_order_before_it_grows(tmp_path: Path) -> None:
    text = f"{OLD_HEAD}p1\treject\t嬉しい\tb\tnote".replace("\n", "\r\n")
    ledger(tmp_path).write_bytes(text.encode("utf-16"))
    tsv(tmp_path).write_text("id\tverdict\np2\taccept\n", encoding="utf-8")
    os.utime(tsv(tmp_path), (SAVED, SAVED))
    taken = take_verdicts(tmp_path)
    assert taken.problems == ()
    assert (
        ledger(tmp_path).read_bytes()
        == (
            f"{OLD_HEAD}p1\treject\t嬉しい\tb\tnote\n{LEDGER_HEAD}"
            + "\t".join(["p2", "accept", *[""] * 11, SAVED_AT, "", text_digest("", "")])
            + "\n"
        ).encode()
    )


def test_a_strange_line_in_the_ledger_is_reported_and_stays(tmp_path: Path) -> None:
    text = f"{OLD_HEAD}<<<<<<< HEAD\np1\treject\ta\tb\t\np2\tperhaps\ta\tb\t\n"
    ledger(tmp_path).write_text(text, encoding="utf-8")
    taken = take_verdicts(tmp_path)
    assert [problem.line for problem in taken.problems] == [2, 4]
    assert taken.verdicts == {"p1": Verdict("reject")}
    assert ledger(tmp_path).read_text(encoding="utf-8") == text


def test_a_ledger_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    ledger(tmp_path).write_bytes(b"\x81\xff\xff\xfe")
    with pytest.raises(CorpusError, match="restore the file"):
        take_verdicts(tmp_path)
    (tmp_path / "other").mkdir()
    ledger(tmp_path / "other").mkdir()
    with pytest.raises(CorpusError, match="cannot be read"):
        take_verdicts(tmp_path / "other")


@CALM
@given(st.lists(st.tuples(st.sampled_from(["p1", "p2", "p6"]), st.sampled_from(["accept", "reject"])), max_size=6))
def test_the_last_decision_holds_whatever_came_before(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("review")
    for name, word in decisions:
        tsv(folder).write_text(f"id\tverdict\n{name}\t{word}\n", encoding="utf-8")
        build(folder)
    last = dict(decisions)
    taken, _, _ = build(folder)
    assert {key: verdict.decision for key, verdict in taken.verdicts.items()} == last
    assert ids(folder) == [name for name in ("p1", "p6", "p2") if name not in last]


def test_a_draft_beside_a_decision_that_came_in_meanwhile_is_kept_aside(tmp_path: Path) -> None:
    build(tmp_path)
    taken = take_verdicts(tmp_path)
    curated = followed(found(), taken.verdicts, CONFIG)
    decide(tmp_path, p1="reject")
    rows = table(tmp_path)
    write_table(tmp_path, [*rows, [*noted([*rows[1][:1], "", *rows[1][2:]], "ask Ann")]])
    assert write_review(tmp_path, curated, taken, CONFIG).late == 1
    assert "ask Ann" in (tmp_path / "unread.tsv").read_text(encoding="utf-8")
