"""Two texts aligned: what is read, what is written, and with which exit code."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import CALM, documented, feed, put
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus import alignment, bitext
from corpus.bitext import sentences
from corpus.cli import main
from corpus.commands import texts
from corpus.publishing import FORMATS, TextBead, read_beads
from corpus.publishing.bead_formats import COLUMNS, lines_shown
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
        "srclang": "*all*",
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
    readme = documented()
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


CODE = "for (int i = 0; i < rows.length; i++) { print(rows[i]); }\n" * 3


@pytest.mark.parametrize(
    ("ja", "en", "says"),
    [
        (JA, JA, "en.txt: is given as English, and holds Japanese: give the English second"),
        (EN, EN, "ja.txt: is given as Japanese, and holds none: give the Japanese first"),
        (CODE, EN, "ja.txt: is given as Japanese, and holds none"),
        (CODE + JA, CODE + EN, ""),
        ("42\n1998\n", EN, ""),
        (JA, EN + "Kyoto (京都) is old. 山 is a mountain, 川 a river.\n", ""),
        ("OpenAI\nAPI とは\n", "OpenAI\nWhat is an API?\n", ""),
    ],
)
def test_a_text_in_the_other_language_is_named(
    ja: str, en: str, says: str, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in zip(two, (ja, en), strict=True):
        put(Path(path), text)
    assert main(["align", *two]) == bool(says)
    assert says in capsys.readouterr().err


def test_a_text_is_never_replaced_by_the_beads(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link.txt").symlink_to(two[0])
    for out in (*two, str(tmp_path / "link.txt"), f"{tmp_path}/./en.txt"):
        assert main(["align", *two, "-o", out]) == 1
        assert "is one of the two texts, which this would replace" in capsys.readouterr().err
    assert [Path(path).read_text(encoding="utf-8") for path in two] == [JA, EN]


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
    for command in (["align", *two], ["score", put(tmp_path / "pairs.tsv", "雨です。\tIt is rain.\n")]):
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
        ["align", "a", "b", "-o", "beads.csv"],
        ["align", "a", "b", "-o", "beads.XLSX"],
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


# The command in a process of its own


def test_the_output_is_utf_8_wherever_it_runs(two: tuple[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corpus", "align", *two],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert done.stdout.decode().startswith("ja\ten\tconfidence")
