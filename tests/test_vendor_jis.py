"""Encodings of vendors: each cell that NEC and IBM filled is read as Shift_JIS has it, in EUC-JP and in ISO-2022-JP."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import build
from corpus.provenance import verify
from corpus.reading import read
from corpus.reading.charset import codec, page_text
from corpus.reading.text_page import decode
from corpus.reading.vendor_jis import EUC, JIS
from corpus.types import CorpusError

KANA = "これはほんとうにそうですよ。"


def cells() -> dict[tuple[int, int], str]:
    """What `cp932` has in each cell of the table, by row and cell: all that a first byte has stands in two rows."""
    second = [byte for byte in range(0x40, 0xFD) if byte != 0x7F]
    found = {}
    for place, first in enumerate([*range(0x81, 0xA0), *range(0xE0, 0xF0)]):
        for number, byte in enumerate(second):
            character = bytes((first, byte)).decode("cp932", "replace")
            if "\ufffd" not in character:
                found[2 * place + number // 94 + 1, number % 94 + 1] = character
    return found


CELLS = cells()
VENDORS = {place: character for place, character in CELLS.items() if place[0] == 13 or place[0] > 88}


def euc(row: int, cell: int) -> bytes:
    return bytes((row + 0xA0, cell + 0xA0))


def jis(row: int, cell: int) -> bytes:
    return b"\x1b$B" + bytes((row + 0x20, cell + 0x20)) + b"\x1b(B"


def test_the_rows_of_vendors_are_whole() -> None:
    assert [sum(place[0] == row for place in VENDORS) for row in (13, 89, 90, 91, 92)] == [83, 94, 94, 94, 92]
    assert {place[0] for place in VENDORS} == {13, 89, 90, 91, 92}


def test_each_cell_of_the_table_is_read_as_shift_jis_has_it() -> None:
    for place, character in CELLS.items():
        assert euc(*place).decode(EUC) == character
        assert jis(*place).decode(JIS) == character


def test_what_is_in_no_cell_does_not_belong() -> None:
    for row in range(1, 95):
        for cell in range(1, 95):
            if (row, cell) not in CELLS:
                for raw, encoding in ((euc(row, cell), EUC), (jis(row, cell), JIS)):
                    with pytest.raises(UnicodeDecodeError):
                        raw.decode(encoding)
                    assert "\ufffd" in raw.decode(encoding, "replace")


@given(st.lists(st.sampled_from(sorted(VENDORS)), min_size=1, max_size=20))
def test_a_text_with_any_of_them_is_read_and_its_encodings_name_gives_it_again(places: list[tuple[int, int]]) -> None:
    drawn = "".join(VENDORS[place] for place in places)
    for raw in (
        KANA.encode("euc_jp") + b"".join(euc(*place) for place in places),
        KANA.encode("iso2022_jp") + b"".join(jis(*place) for place in places),
    ):
        text, encoding = decode(raw, Path("page.txt"))
        assert text == KANA + drawn == raw.decode(encoding)
        assert page_text(raw, Path("page.html"), ["euc-jp"]) == (text, encoding)
        assert codec(encoding) == encoding


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$B-!-j\x1b(B a\\~", "①㈱ a\\~"),
        (b"\x1b$@-!\x1b(J\\~", "①¥‾"),
        (b"\x1b$B-!\x1b(I123\x1b(B", "①ｱｲｳ"),
        (b"\x1b$B-!\x1b$(D0!\x1b(B\n", "①丂\n"),
        (b"\x1b$B-!!A!]\x1b(B", "①～－"),
    ],
)
def test_all_sets_of_iso_2022_jp_stand_beside_them(raw: bytes, text: str) -> None:
    assert decode(raw, Path("page.txt")) == (text, JIS)


@pytest.mark.parametrize("raw", [b"\x1b$B-", b"\x1b$B-!\x1b$A!!\x1b(B", b"\x1b$B)!\x1b(B", b"\x1b(Ia\x1b(B"])
def test_other_escape_sequences_and_halves_are_refused(raw: bytes) -> None:
    with pytest.raises(CorpusError, match="looks like iso2022_jp"):
        decode(raw, Path("page.txt"))


def test_what_only_another_standard_has_is_read_by_it() -> None:
    text = KANA + "俱㐂"  # in JIS X 0213, and in no row of a vendor's
    assert decode(text.encode("euc_jis_2004"), Path("page.txt")) == (text, "euc_jis_2004")


def test_a_label_means_what_vendors_added_too() -> None:
    page = "<p>学校法人</p>".encode("euc_jp") + b"\xad\xea\xfc\xe2"
    assert page_text(page, Path("p"), ["euc-jp"]) == ("<p>学校法人</p>㈱髙", EUC)


PAIR = "髙橋さんは「町の図書館は月曜日に休みます。」と述べました。\n\nThe town library is closed on Mondays.\n"


TAKAHASHI = [(EUC, b"\xfc\xe2", "euc_jp"), (JIS, b"\x1b$B|b\x1b(B", "iso2022_jp")]


@pytest.mark.parametrize(("name", "mark", "raw"), TAKAHASHI)
def test_a_dataset_of_such_a_page_is_proved(name: str, mark: bytes, raw: str, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    page = tmp_path / "articles" / "page.txt"
    page.write_bytes(mark + PAIR[1:].encode(raw))
    assert (read(page).text, read(page).encoding) == (PAIR, name)
    built = build(tmp_path / "articles", out=tmp_path / "build")
    assert built.pairs and verify(built.published.folder, [tmp_path / "articles"]) == []


STRAY = [("cp932", b"\x85\x40"), ("cp932", b"\x81\x20"), ("euc_jp", b"\xff"), ("euc_jp", b"\xad\xa1\xff")]


@pytest.mark.parametrize(("encoding", "stray"), STRAY)
@pytest.mark.parametrize("declared", [None, "iso-8859-1", "utf-8"])
def test_a_stray_byte_costs_itself_in_each_encoding(encoding: str, stray: bytes, declared: str | None) -> None:
    page = (KANA * 20).encode(encoding)
    text, named = page_text(page + stray + page, Path("p"), [declared])
    damaged = text.removeprefix(KANA * 20).removesuffix(KANA * 20)
    assert damaged.count("\ufffd") == 1 and len(damaged) <= 2
    assert named == (EUC if stray[:1] == b"\xad" else encoding)


@pytest.mark.parametrize(("encoding", "stray"), [("cp932", b"\x85\x40"), ("euc_jp", b"\xff")])
def test_where_too_much_is_damaged_line_and_byte_are_named(encoding: str, stray: bytes) -> None:
    for read_by in (decode, page_text):
        with pytest.raises(CorpusError, match=f"looks like .*0x{stray[0]:02X} does not belong") as raised:
            read_by(f"<p>\n{KANA}\n".encode(encoding) + stray, Path("p"))
        assert raised.value.line == 3
