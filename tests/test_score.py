"""Given pairs scored: what is read, what is written, and with which exit code."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from helpers import feed, put
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

import corpus
from corpus import alignment, bitext
from corpus.cli import main
from corpus.publishing.pair_table import PairColumns, columns_of, pair_of, with_confidence
from corpus.publishing.sheet import read_records

ROOT = Path(__file__).resolve().parent.parent
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
    assert alignment.look_swapped(ja, en) == swapped


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
    if end != "\r\n" and cells[-1].endswith("\r"):
        return  # belongs to the line's end
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_standard_output_is_named(tmp_path: Path) -> None:
    ja, en = (put(tmp_path / f"{at}.txt", "".join(f"{pair[at]}\n" for pair in PAIRS)) for at in (0, 1))
    page = tmp_path / "articles/page.txt"
    page.parent.mkdir()
    page.write_bytes((CASES / "pages/01_cto_leaves.txt").read_bytes())
    build = ["build", "--articles", str(page.parent), "--out", str(tmp_path / "build")]
    scored, exported = ["score", put(tmp_path / "pairs.tsv", table(*PAIRS))], ["export", "--format", "jsonl"]
    dataset = ["--dataset", str(tmp_path / "build/dataset")]
    for command in (["align", ja, en], scored, build, ["pairs", str(page)], [*exported, *dataset]):
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
