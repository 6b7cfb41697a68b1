"""Two texts aligned and given pairs scored: what is read, what is written, and with which exit code."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus import alignment, bitext
from corpus.bitext import sentences
from corpus.cli import main
from corpus.commands import texts
from corpus.publishing import FORMATS, TextBead, read_beads
from corpus.publishing.bead_formats import COLUMNS, lines_shown
from corpus.publishing.pair_table import PairColumns, columns_of, pair_of, with_confidence
from corpus.publishing.sheet import decode, one_line, read_records
from corpus.types import CorpusError

ROOT = Path(__file__).resolve().parent.parent
JA = """\
図書館は今夜から、最後の利用者が帰るまで開いています。
入場は無料です。

雨が降っています。
「傘をお忘れなく」と館長は言った。
"""
EN = """\
From tonight the library stays open until the last visitor has gone home. Admission is free.

It is raining.
The café is closed this week.
"Do not forget your umbrella," said the head librarian.
"""
LINES = [((1, 2), (1,)), ((4,), (3,)), ((), (4,)), ((5,), (5,))]
"""What faces what, by lines."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """The two texts as files."""
    return put(tmp_path / "ja.txt", JA), put(tmp_path / "en.txt", EN)


def put(path: Path, content: str | bytes) -> str:
    """Writes a file and returns its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def aligned(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """The rows that `taiyaku align` prints as JSON lines, without a word on standard error."""
    assert main(["align", *arguments, "--format", "jsonl"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return [json.loads(line) for line in said.out.splitlines()]


def lines_of(rows: list[dict[str, Any]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """What faces what, by lines."""
    return [(tuple(row["ja_lines"]), tuple(row["en_lines"])) for row in rows]


def xml(text: str) -> ElementTree.Element:
    """The root of what must be well-formed."""
    return ElementTree.fromstring(text.encode())  # noqa: S314 - we wrote it


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Makes this the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


# align: what comes out


def test_beads_have_texts_lines_and_the_confidence_of_the_engine(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = aligned(capsys, *two)
    assert lines_of(rows) == LINES
    ja, en = ([line for line in text.splitlines() if line] for text in (JA, EN))
    for row, bead in zip(rows, corpus.align(ja, en), strict=True):
        assert list(row) == ["translation", "confidence", "ja_lines", "en_lines", "signals"]
        assert row["translation"] == {
            "ja": "".join(ja[at] for at in bead.ja),
            "en": " ".join(en[at] for at in bead.en),
        }
        assert row["confidence"] == round(bead.confidence, 4)
        assert row["signals"] == {name: round(value, 4) for name, value in bead.signals.items()}


def test_the_table(two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = aligned(capsys, *two)
    assert main(["align", *two]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == "ja\ten\tconfidence\tja_lines\ten_lines"
    read = list(csv.DictReader(io.StringIO(printed), delimiter="\t", quoting=csv.QUOTE_MINIMAL))
    assert [(row["ja"], row["en"]) for row in read] == [tuple(row["translation"].values()) for row in rows]
    assert [float(row["confidence"]) for row in read] == [row["confidence"] for row in rows]
    assert [(row["ja_lines"], row["en_lines"]) for row in read] == [
        ("[1, 2]", "[1]"), ("[4]", "[3]"), ("", "[4]"), ("[5]", "[5]"),
    ]  # fmt: skip
    assert main(["align", *two, "-o", str(tmp_path / "out.tsv")]) == 0
    assert (tmp_path / "out.tsv").read_bytes() == ("\ufeff" + printed).encode()  # a file is for spreadsheets too


def test_tmx(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row for row in aligned(capsys, *two) if row["ja_lines"] and row["en_lines"]]
    assert main(["align", *two, "--format", "tmx"]) == 0
    said = capsys.readouterr()
    assert said.err == "taiyaku: TMX holds pairs: 1 of 4 beads have one side only and are left out\n"
    root = xml(said.out)
    header = root.find("header")
    assert (root.tag, root.attrib, header is not None) == ("tmx", {"version": "1.4"}, True)
    assert header is not None and header.attrib == {
        "creationtool": "taiyaku",
        "creationtoolversion": corpus.__version__,
        "segtype": "sentence",
        "o-tmf": "taiyaku",
        "adminlang": "en",
        "srclang": "ja",
        "datatype": "plaintext",
    }
    units = root.findall("body/tu")
    assert len(units) == len(rows) == 3
    for unit, row in zip(units, rows, strict=True):
        assert {tuv.attrib[XML_LANG]: tuv.findtext("seg") for tuv in unit.findall("tuv")} == row["translation"]
        props = {prop.attrib["type"]: prop.text for prop in unit.findall("prop")}
        assert float(props["confidence"] or "") == row["confidence"]
        assert (props["ja_lines"], props["en_lines"]) == (lines_shown(row["ja_lines"]), lines_shown(row["en_lines"]))


def test_a_file_has_the_format_of_its_ending(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = {}
    for name in (*FORMATS, "txt"):
        assert main(["align", *two, "-o", str(tmp_path / f"out.{name.upper()}")]) == 0
        contents[name] = (tmp_path / f"out.{name.upper()}").read_text(encoding="utf-8-sig")
    capsys.readouterr()
    for name in FORMATS:
        assert main(["align", *two, "--format", name]) == 0
        assert capsys.readouterr().out == contents[name]
    assert contents["txt"] == contents["tsv"]
    assert main(["align", *two, "--format", "jsonl", "-o", str(tmp_path / "beads.tmx")]) == 0
    assert (tmp_path / "beads.tmx").read_text(encoding="utf-8") == contents["jsonl"]


def test_the_command_knows_the_formats() -> None:
    assert tuple(FORMATS) == texts.FORMATS
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [word for word in (*FORMATS, *COLUMNS) if f"`{word}`" not in readme] == []


def test_what_was_done_is_said_when_the_output_is_a_file(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "out.jsonl"
    assert main(["align", *two, "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "3 beads with both sides",
        "without counterpart: 0 of 4 Japanese and 1 of 4 English sentences",
        f"written to {out}",
    ]
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]
    assert len(list(read_beads(out))) == 4


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_texts_give_the_same_bytes(
    two: tuple[str, str], name: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    outcomes = set()
    for _ in range(2):
        assert main(["align", *two, "--format", name]) == 0
        outcomes.add(capsysbinary.readouterr().out)
    assert len(outcomes) == 1


@pytest.mark.parametrize(("option", "ordered"), [([], None), (["--ordered"], True), (["--unordered"], False)], ids=str)
def test_the_order_is_as_asked(
    option: list[str],
    ordered: bool | None,
    two: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = []
    align_texts = alignment.align_texts

    def spy(ja: Any, en: Any, **keywords: Any) -> Any:
        asked.append(keywords["ordered"])
        return align_texts(ja, en, **keywords)

    monkeypatch.setattr(alignment, "align_texts", spy)
    assert lines_of(aligned(capsys, *two, *option)) == LINES
    assert asked == [ordered]


# align: what goes in


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encodings_and_line_ends(
    encoding: str, end: str, tmp_path: Path, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = aligned(capsys, *two)
    put(tmp_path / "ja.txt", JA.replace("\n", end).encode(encoding))
    put(tmp_path / "en.txt", ("\ufeff" + EN.replace("\n", end)).encode())
    assert aligned(capsys, *two) == expected


def test_the_last_line_needs_no_end(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    expected = aligned(capsys, *two)
    for path, text in zip(two, (JA, EN), strict=True):
        put(Path(path), text.rstrip("\n"))
    assert aligned(capsys, *two) == expected


def test_empty_lines_are_no_sentences_and_count_as_lines(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    put(Path(two[0]), "\n \u3000\n" + JA.replace("\n", "\n\t\n"))
    moved = {1: 3, 2: 5, 4: 9, 5: 11}
    assert lines_of(aligned(capsys, *two)) == [(tuple(moved[line] for line in ja), en) for ja, en in LINES]


def test_white_space_in_a_line_is_shown_as_one_space(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    put(Path(two[0]), "雨が\t降って\u3000 います。\n")
    put(Path(two[1]), "  It\u00a0 is\u2028raining.\x0b\n")
    (row,) = aligned(capsys, *two)
    assert row["translation"] == {"ja": "雨が 降って います。", "en": "It is raining."}


@pytest.mark.parametrize(
    ("ja", "en", "expected"),
    [([], [], []), ([], ["It is raining."], [((), (1,))]), (["雨が降っています。"], [], [((1,), ())])],
    ids=["both", "japanese", "english"],
)
def test_empty_sides(ja: list[str], en: list[str], expected: list[Any]) -> None:
    beads = bitext.align(sentences("ja", "\n".join(ja)), sentences("en", "\n".join(en))).beads
    assert [(bead.ja_lines, bead.en_lines) for bead in beads] == expected
    assert all("" in (bead.ja, bead.en) and 0 <= bead.confidence <= 1 for bead in beads)
    assert len("".join(FORMATS["tsv"].write(beads)).splitlines()) == 1 + len(expected)
    assert xml("".join(FORMATS["tmx"].write(beads))).findall("body/tu") == []


@pytest.mark.parametrize("side", [0, 1], ids=["ja", "en"])
@pytest.mark.parametrize("content", ["", "\ufeff \n\n", "\r\n"], ids=ascii)
@pytest.mark.parametrize("raw", [[], ["--raw"]], ids=["lines", "raw"])
def test_an_empty_file_is_named(
    side: int, content: str, raw: list[str], two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    put(Path(two[side]), content)
    assert main(["align", *two, *raw]) == 1
    assert capsys.readouterr() == ("", f"taiyaku: {two[side]}: is empty: there is no sentence to align\n")


def test_swapped_files_are_named(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ja, en = two
    says = "they look swapped, give the Japanese first\n"
    assert main(["align", en, ja]) == 1
    assert capsys.readouterr() == ("", f"taiyaku: {en}: is given as Japanese, and {ja} holds it: {says}")
    feed(monkeypatch, EN.encode())
    assert main(["align", "-", ja]) == 1
    assert capsys.readouterr().err == f"taiyaku: <stdin>: is given as Japanese, and {ja} holds it: {says}"


def test_one_side_from_standard_input(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = aligned(capsys, *two)
    feed(monkeypatch, JA.encode("cp932"))
    assert aligned(capsys, "-", two[1]) == expected
    feed(monkeypatch, EN.encode("utf-8-sig"))
    assert aligned(capsys, two[0], "-", "-o", "-") == expected
    feed(monkeypatch, b"\x00\x01\x02")
    assert main(["align", "-", two[1]]) == 1
    assert capsys.readouterr().err.startswith("taiyaku: <stdin>: is binary")


RAW_JA = """\
　図書館は今夜から、最後の利用者が帰るまで開いています。入場は無料です。
　雨が降っています。

「傘をお忘れなく」と館長は言った
"""
RAW_EN = """\
From tonight the library stays open until the last
visitor has gone home. Admission is free. It is
raining.

The café is closed this week
\t
"Do not forget your umbrella," said the head librarian.
"""


def test_raw_texts_are_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = put(tmp_path / "ja.txt", RAW_JA), put(tmp_path / "en.txt", RAW_EN)
    rows = aligned(capsys, *files, "--raw")
    assert [tuple(row["translation"].values()) for row in rows] == [
        (
            "図書館は今夜から、最後の利用者が帰るまで開いています。",
            "From tonight the library stays open until the last visitor has gone home.",
        ),
        ("入場は無料です。", "Admission is free."),
        ("雨が降っています。", "It is raining."),
        ("", "The café is closed this week"),
        ("「傘をお忘れなく」と館長は言った", '"Do not forget your umbrella," said the head librarian.'),
    ]
    assert lines_of(rows) == [((1,), (1,)), ((2,), (2,)), ((3,), (3,)), ((), (4,)), ((4,), (5,))]  # of sentences
    for path, text in zip(files, (RAW_JA, RAW_EN), strict=True):
        put(Path(path), text.replace("\n", "\r\n").encode("utf-16"))
    assert lines_of(aligned(capsys, *files, "--raw")) == lines_of(rows)


def test_a_bracket_left_open_holds_no_other_paragraph_together() -> None:
    found = sentences("ja", "「雨が降っています。\n\n風も強い。」\n", raw=True)
    assert found.texts == ("「雨が降っています。", "風も強い。」") and found.lines == (1, 2)


@given(st.text(st.sampled_from('あ犬。？「」\n\r \u3000ab."…') | st.characters(exclude_categories=["Cs"])))
@CALM
def test_sentences_are_pieces_of_their_lines(text: str) -> None:
    """Whatever the text: a sentence is what its line shows, a line with text has one, and splitting adds nothing."""
    shown = [" ".join(line.split()) for line in (text if "\n" in text else text.replace("\r", "\n")).split("\n")]
    found = sentences("ja", text)
    assert list(found.texts) == [line for line in shown if line]
    assert [shown[line - 1] for line in found.lines] == list(found.texts)
    whole = " ".join(filter(None, shown))
    for language in ("ja", "en"):
        cut = sentences(language, text, raw=True)
        assert cut.lines == tuple(range(1, len(cut.texts) + 1))
        places = list(itertools.accumulate(cut.texts, lambda at, said: whole.index(said, at) + len(said), initial=0))
        assert places == sorted(places)


BAD = {
    "missing": (None, "cannot be read: No such file"),
    "folder": ("", "cannot be read: Is a directory"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is "),
    "control": ("雨。\n\x01\n".encode(), "control character U+0001"),
    "broken": ("雨が降っています。\n".encode() + b"\xff\n", "0xFF does not belong"),
}


@pytest.mark.parametrize("side", [0, 1], ids=["ja", "en"])
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_is_named_and_the_output_left_alone(
    bad: str, side: int, two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, says = BAD[bad]
    path = tmp_path / "bad.txt"
    if content == "":
        path.mkdir()
    elif content is not None:
        put(path, content)
    put(tmp_path / "out.tsv", "as it was")
    files = [str(path) if at == side else name for at, name in enumerate(two)]
    assert main(["align", *files, "-o", str(tmp_path / "out.tsv")]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(f"taiyaku: {path}:") and says in said.err
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8") == "as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        {"ja.txt", "en.txt", "out.tsv", *([] if content is None else ["bad.txt"])}
    )


def test_an_output_that_cannot_be_written_is_named(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["align", *two], ["score", put(tmp_path / "pairs.tsv", table(*PAIRS))]):
        assert main([*command, "-o", str(tmp_path)]) == 1
        assert f"taiyaku: {tmp_path}: cannot be written: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["align"],
        ["align", "ja.txt"],
        ["align", "-", "-"],
        ["align", "a", "b", "--format", "xlsx"],
        ["align", "a", "b", "--ordered", "--unordered"],
        ["align", "a", "b", "-o"],
        ["score"],
        ["score", "a", "b"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("usage: taiyaku")


# The formats, with any text


LINE_NUMBERS = st.lists(st.integers(1, 10**9), max_size=4).map(tuple)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
BEADS = st.lists(
    st.builds(
        TextBead,
        ja=st.text(),
        en=st.text(),
        confidence=st.floats(0, 1),
        ja_lines=LINE_NUMBERS,
        en_lines=LINE_NUMBERS,
        signals=st.dictionaries(st.text(), FINITE, max_size=3),
    ),
    max_size=5,
)


@given(beads=BEADS)
@CALM
def test_json_lines_are_read_back(tmp_path_factory: pytest.TempPathFactory, beads: list[TextBead]) -> None:
    path = tmp_path_factory.mktemp("beads") / "beads.jsonl"
    put(path, "".join(FORMATS["jsonl"].write(beads)))
    assert list(read_beads(path)) == beads


@given(st.lists(st.tuples(st.text(), st.text(min_size=1)), max_size=5))
@CALM
def test_texts_come_back_from_the_table(texts: list[tuple[str, str]]) -> None:
    """Read as every table here is; tabs and line breaks, which sentences do not have, are spaces."""
    written = "".join(FORMATS["tsv"].write([TextBead(ja, en, 0.5, (1,), (2, 3)) for ja, en in texts]))
    assert written.count("\n") == len(texts) + 1
    head, *rows = read_records(decode(("\ufeff" + written).encode()) or "")
    assert head.cells == COLUMNS
    assert [row.cells for row in rows] == [(one_line(ja), one_line(en), "0.5000", "[1]", "[2, 3]") for ja, en in texts]


@pytest.mark.parametrize(("lines", "said"), [((), ""), ((3,), "[3]"), ((3, 4), "[3, 4]")])
def test_how_lines_are_shown(lines: tuple[int, ...], said: str) -> None:
    assert lines_shown(lines) == said


@pytest.mark.parametrize("text", ["=1+1", "+81", "-5度", "@user", "＝1", "'quoted", ' "=1"'])
def test_no_cell_is_a_formula(text: str) -> None:
    (written,) = list(FORMATS["tsv"].write([TextBead(text, text, 0.5, (1,), (1,))]))[1:]
    cells = next(csv.reader([written], delimiter="\t"))
    assert cells[:2] == ([f"'{text}"] * 2 if text != ' "=1"' else [text] * 2)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
@CALM
def test_tmx_is_xml_with_any_text(texts: list[tuple[str, str]]) -> None:
    """A character that XML cannot hold is shown as U+FFFD."""
    written = "".join(FORMATS["tmx"].write([TextBead(ja, en, 0.5, (1,), (1,)) for ja, en in texts]))
    read = xml(written).findall("body/tu")
    bad = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
    assert [tuple(seg.text or "" for seg in unit.iter("seg")) for unit in read] == [
        (bad.sub("\ufffd", ja), bad.sub("\ufffd", en)) for ja, en in texts
    ]


GOOD_BEAD = (
    '{"translation": {"ja": "雨", "en": "Rain"}, "confidence": 1, "ja_lines": [1], "en_lines": [], "signals": {}}'
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("}}", "", "not a line of JSON"),
        (GOOD_BEAD, "[1]", "must be a JSON object"),
        ('"confidence": 1', '"score": 1', "has no 'confidence'"),
        ('"confidence": 1', '"confidence": 1.5', "1.5 is not between 0 and 1"),
        ('"confidence": 1', '"confidence": "1"', "its confidence is no number"),
        ('"confidence": 1', '"confidence": true', "its confidence is no number"),
        ('"confidence": 1', '"confidence": 1e999', "its confidence is not finite"),
        ('"confidence": 1', '"confidence": NaN', "NaN"),
        ('"signals": {}', '"signals": {"names": null}', "its names is no number"),
        ('"signals": {}', f'"signals": {{"names": {10**400}}}', "too large"),
        ('"signals": {}', '"signals": []', "its signals is no dict"),
        ('"ja": "雨"', '"ja": null', "its ja is no str"),
        ('"en": "Rain"', '"fr": "Pluie"', "has no 'en'"),
        ('"ja_lines": [1]', '"ja_lines": [0]', "its ja_lines are no numbers of lines"),
        ('"ja_lines": [1]', '"ja_lines": [true]', "its ja_lines are no numbers of lines"),
        ('"ja_lines": [1]', '"ja_lines": "1"', "its ja_lines is no list"),
    ],
)
def test_a_damaged_bead_is_named_with_its_line(old: str, new: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "beads.jsonl"
    assert GOOD_BEAD.count(old) == 1
    put(path, f"{GOOD_BEAD}\n\n{GOOD_BEAD.replace(old, new)}\n")
    beads = read_beads(path)
    assert next(beads) == TextBead("雨", "Rain", 1.0, (1,), ())
    with pytest.raises(CorpusError, match=re.escape(str(path)) + ":3: ") as error:
        next(beads)
    assert says in str(error.value)


# score


PAIRS = [
    ("雨が降っています。", "It is raining."),
    ("雨が降っています。", "The café is closed this week."),
    ("入場は無料です。", "Admission is free."),
]


@cache
def confidence(ja: str, en: str) -> str:
    """What `taiyaku score` has to write for a pair, from the log-odds of the two texts alone."""
    return f"{1 / (1 + math.exp(-corpus.score(ja, en))):.4f}"


def scored(
    capsysbinary: pytest.CaptureFixture[bytes], path: Path, content: bytes, code: int = 0
) -> tuple[bytes, list[str]]:
    """What `taiyaku score` prints for a table, and the lines of its standard error."""
    put(path, content)
    assert main(["score", str(path)]) == code
    said = capsysbinary.readouterr()
    return said.out, said.err.decode().splitlines()


def table(*rows: tuple[str, ...]) -> bytes:
    """Rows as lines with tabs, as they are."""
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def test_score_without_a_header(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [(*pair, "note") for pair in PAIRS]
    out, said = scored(capsysbinary, tmp_path / "pairs.tsv", table(*rows))
    assert out == table(*((*row, confidence(*row[:2])) for row in rows))
    assert said == []
    values = [float(line.split("\t")[3]) for line in out.decode().splitlines()]
    assert values[1] < 0.1 < 0.5 < min(values[0], values[2])


def test_score_by_the_names_of_a_header(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [(str(at), en, "", ja) for at, (ja, en) in enumerate(PAIRS)]
    out, _ = scored(capsysbinary, tmp_path / "pairs.tsv", table(("id", " EN", "x", "ja"), *rows))
    expected = [(*row, confidence(row[3], row[1])) for row in rows]
    assert out == table(("id", " EN", "x", "ja", "confidence"), *expected)


def test_a_confidence_that_is_there_is_overwritten(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    head = ("ja", "Confidence", "en", "x")
    rows = [(ja, "old", en, "a b") for ja, en in PAIRS]
    out, _ = scored(capsysbinary, tmp_path / "pairs.tsv", table(head, *rows))
    assert out == table(head, *((ja, confidence(ja, en), en, "a b") for ja, en in PAIRS))
    assert scored(capsysbinary, tmp_path / "again.tsv", out)[0] == out


def test_everything_else_stays_byte_for_byte(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    ja, en = PAIRS[0]
    value = confidence(ja, en)
    content = (
        f"\ufeff ja \ten\tnote\r\n"  # a byte order mark, CRLF
        f"{ja}\t{en}\t\u2028\x85 \x0b\r\n"
        f'"{ja}"\t"{en}"\t"say ""hi"""\n'  # quoted as a spreadsheet does
        f"\n \t \r\n"
        f"'{ja}\t{en}\t'=1\n"
        f"{ja}\t{en}"  # short, and without an end
    )
    out, said = scored(capsysbinary, tmp_path / "pairs.tsv", content.encode())
    assert said == []
    quoted = confidence(f"'{ja}", en)
    assert out.decode() == (
        f"\ufeff ja \ten\tnote\tconfidence\r\n"
        f"{ja}\t{en}\t\u2028\x85 \x0b\t{value}\r\n"
        f'"{ja}"\t"{en}"\t"say ""hi"""\t{value}\n'
        f"\n \t \r\n"
        f"'{ja}\t{en}\t'=1\t{quoted}\n"
        f"{ja}\t{en}\t\t{value}"
    )


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp"])
def test_score_in_the_encodings_of_japan(
    encoding: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    content = table(("ja", "en", "備考"), *((*pair, "表") for pair in PAIRS[::2])).decode()
    expected = table(("ja", "en", "備考", "confidence"), *((*pair, "表", confidence(*pair)) for pair in PAIRS[::2]))
    out, _ = scored(capsysbinary, tmp_path / "pairs.tsv", content.encode(encoding))
    assert out.decode(encoding).encode() == expected


def test_a_bad_line_is_named_and_kept(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "pairs.tsv"
    lines = [
        table(("ja", "en", "x")),
        table((*PAIRS[0], "")),
        "一つ\n".encode(),
        b"\xff\t\xfe\tx\n",
        table(("", "a", "")),
    ]
    out, said = scored(capsysbinary, path, b"".join(lines), code=1)
    assert said == [
        f"taiyaku: {path}:3: has too few columns: kept without a confidence",
        f"taiyaku: {path}:4: is not in the encoding of the lines before it: kept without a confidence",
    ]
    assert out == b"".join(
        [
            table(("ja", "en", "x", "confidence")),
            table((*PAIRS[0], "", confidence(*PAIRS[0]))),
            "一つ\t\t\t\n".encode(),
            b"\xff\t\xfe\tx\t\n",
            table(("", "a", "", "")),  # nothing to compare, and nothing wrong with it
        ]
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is "),
        ("雨\tRain\n".encode("utf-16"), "is in UTF-16, which is not read line by line: save it as UTF-8"),
        (None, "cannot be read: No such file"),
        ("ja,en\n雨,Rain\n".encode() * 3, "is not tab-separated: save it with tabs"),
        (b'{"ja": "\\u96e8", "en": "Rain"}\n' * 3, "is not tab-separated: save it with tabs"),
    ],
    ids=["binary", "utf-16", "missing", "csv", "jsonl"],
)
def test_a_table_that_is_none_is_named(
    content: bytes | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "pairs.tsv", tmp_path / "out.tsv"
    if content is not None:
        put(path, content)
    assert main(["score", str(path), "-o", str(out)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"taiyaku: {path}: ") and says in said.err
    assert len(said.err.splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize(("head", "missing"), [("ja\tEnglish", "en"), ("id\tEN\ttext", "ja")])
def test_a_header_with_one_of_the_columns_is_named(
    head: str, missing: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "pairs.tsv"
    out, said = scored(capsysbinary, path, f"{head}\n".encode() + table(*PAIRS), code=1)
    names = "name both, ja and en, or leave the header out"
    assert (out, said) == (b"", [f"taiyaku: {path}:1: the header names no column {missing}: {names}"])


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        ((), "put it first, or name the columns ja and en in a header"),
        (("ja", "en"), "exchange ja and en in the header"),
    ],
    ids=["first two", "named"],
)
def test_swapped_columns_are_named(
    head: tuple[str, ...], advice: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, rows = tmp_path / "pairs.tsv", [(en, ja) for ja, en in PAIRS]
    out, said = scored(capsysbinary, path, table(*([head] if head else []), ("Python 3", "3"), *rows), code=1)
    wrong = "the columns look swapped, Japanese stands where English should"
    assert (out, said) == (b"", [f"taiyaku: {path}: {wrong}: {advice}"])


CODE = ["for (int i = 0; i < rows.length; i++) { print(rows[i]); }", "# 42", "3.14 + 2.72"]


@pytest.mark.parametrize(
    ("ja", "en", "swapped"),
    [
        ([ja for ja, _ in PAIRS], [en for _, en in PAIRS], False),
        ([en for _, en in PAIRS], [ja for ja, _ in PAIRS], True),
        ([*CODE, PAIRS[0][0]], [*CODE, PAIRS[0][1]], False),
        ([*CODE, *(en for _, en in PAIRS)], [*CODE, *(ja for ja, _ in PAIRS)], True),
        (CODE, CODE, False),
        (["API", "OpenAI Inc."], ["API (接口)", "OpenAI Incorporated, Japan"], False),
        (["Rain is 雨 and more"], ["雨が降っています。"], True),
        ([*PAIRS[0]], [*PAIRS[1]], False),  # each column in both languages
        (["1", "2"], [PAIRS[0][0], PAIRS[2][0]], True),
        ([], [], False),
        (["42"], ["42"], False),
    ],
)
def test_swapped_languages_are_told_by_their_letters(ja: list[str], en: list[str], swapped: bool) -> None:
    assert bitext.look_swapped(ja, en) == swapped


def test_score_of_nothing(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert scored(capsysbinary, tmp_path / "pairs.tsv", b"") == (b"", [])
    assert scored(capsysbinary, tmp_path / "pairs.tsv", b"en\tja\n") == (b"en\tja\tconfidence\n", [])


def test_score_into_a_file_and_into_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "pairs.tsv", tmp_path / "out.tsv"
    put(path, table(*PAIRS, ("one",)))
    for place in (out, path):
        assert main(["score", str(path), "-o", str(place)]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.splitlines()[1:] == ["4 lines, 1 of them bad", f"written to {place}"]
    assert (
        out.read_bytes() == path.read_bytes() == table(*((*pair, confidence(*pair)) for pair in PAIRS), ("one", "", ""))
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.tsv", "pairs.tsv"]


def test_the_block_that_a_pair_is_in_does_not_matter(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = [PAIRS[at % 3] if at % 7 else ("", "x") for at in range(3 * bitext.BLOCK + 5)]
    out, _ = scored(capsysbinary, tmp_path / "pairs.tsv", table(*rows))
    assert out == table(*((*row, confidence(*row) if row[0] else "") for row in rows))


def test_score_never_holds_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table without end gives its first lines."""
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        for pair in itertools.cycle(PAIRS):
            taken += 1
            yield table(pair)

    class Stdin:
        buffer = endless()

    monkeypatch.setattr(sys, "stdin", Stdin())
    found = list(itertools.islice(bitext.score_file(None), 2000))
    assert [line.content for line in found[-2:]] == [
        table((*PAIRS[at % 3], confidence(*PAIRS[at % 3]))) for at in (1998, 1999)
    ]
    assert taken < 2000 + 1100


def test_the_table_of_align_can_be_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Its quotes and apostrophes are none of the texts."""
    ja, en = "-5度でした。\n「傘をお忘れなく」\n", '-5 degrees it was.\n"Do not forget your umbrella"\n'
    assert main(["align", put(tmp_path / "ja.txt", ja), put(tmp_path / "en.txt", en)]) == 0
    feed(monkeypatch, capsysbinary.readouterr().out)
    assert main(["score", "-"]) == 0
    rows = [row.cells for row in read_records(capsysbinary.readouterr().out.decode())][1:]
    assert len(rows) == 2
    assert [row[2] for row in rows] == [confidence(*row[:2]) for row in rows]


CELLS = st.lists(
    st.text(st.sampled_from("\"' ab雨\r\u2028") | st.characters(exclude_characters="\t\n"), max_size=6),
    min_size=1,
    max_size=6,
)


@given(CELLS, st.integers(0, 6), st.booleans(), st.sampled_from(["", "\n", "\r\n"]))
def test_a_confidence_touches_nothing_else(cells: list[str], at: int, replaced: bool, end: str) -> None:
    try:
        line = ("\t".join(cells) + end).encode()
    except UnicodeEncodeError:
        return
    if not end and line.endswith(b"\r"):
        return  # belongs to a line's end that was cut off
    got = with_confidence(line, PairColumns(0, 1, at, replaced), "0.5").decode()
    assert got.endswith(end)
    back = got.removesuffix(end).split("\t")
    assert back.pop(at) == "0.5"
    padded = cells + [""] * (at - len(cells))
    assert back == padded[:at] + padded[at + replaced :]


@given(CELLS)
def test_a_line_has_as_many_texts_as_its_tabs_tell(cells: list[str]) -> None:
    pair = pair_of("\t".join(cells), PairColumns(0, 1, 2))
    assert (pair is None) == (len(cells) < 2)


@pytest.mark.parametrize(
    ("first", "columns"),
    [
        ("雨\tRain", PairColumns(0, 1, 2)),
        ("雨\tRain\ta\tb", PairColumns(0, 1, 4)),
        ("雨", PairColumns(0, 1, 2)),
        ("", PairColumns(0, 1, 2)),
        ("en\tja", PairColumns(1, 0, 2, named=True)),
        ('\uff25\uff2e\tid\t"JA"', PairColumns(2, 0, 3, named=True)),
        ("confidence\tja\ten", PairColumns(1, 2, 0, replaced=True, named=True)),
        ("Japanese\tEnglish", PairColumns(0, 1, 2)),
    ],
)
def test_columns(first: str, columns: PairColumns) -> None:
    assert columns_of(first) == columns


# The command in a process of its own


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    put(tmp_path / "pairs.tsv", table(*PAIRS * 3000))
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m corpus score pairs.tsv | head -n 1; echo "${{PIPESTATUS[0]}}"'],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[0] == "\t".join((*PAIRS[0], confidence(*PAIRS[0])))
    assert (done.stdout.splitlines()[1], done.stderr) == ("0", "")


def test_the_output_is_utf_8_wherever_it_runs(two: tuple[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corpus", "align", *two],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert done.stdout.decode().startswith("ja\ten\tconfidence")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_standard_output_is_named(two: tuple[str, str], tmp_path: Path) -> None:
    for command in (["align", *two], ["score", put(tmp_path / "pairs.tsv", table(*PAIRS))]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "corpus", *command],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert "taiyaku: <stdout>: cannot be written: No space left on device" in done.stderr
