"""The renderings written for learning are what their README says, and none of the pages with gold."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from helpers import JAPANESE, text_with_gold
from pages.quotations import quotations
from partitions import RENDERINGS, renderings

ROWS = [
    (path.name, *line.split("\t"))
    for path in sorted(RENDERINGS.glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def long(text: str) -> bool:
    """Whether two hands would hardly write a text alike; "This is not a drill." they do."""
    return len(text) >= (20 if JAPANESE.search(text) else 40)


def bare(text: str) -> str:
    """Its letters and digits, in lower case."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", text).lower()


def test_every_line_has_an_english_text_and_two_japanese_ones() -> None:
    assert len(ROWS) > 70_000
    wrong = [
        row
        for row in ROWS
        if len(row) != 4 or JAPANESE.search(row[1]) or not all(map(JAPANESE.search, row[2:])) or row[2] == row[3]
    ]
    assert not wrong


def test_the_readme_names_every_file() -> None:
    named = (RENDERINGS / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in named for name, *_ in ROWS)


def test_no_english_text_stands_twice() -> None:
    english = [row[1] for row in ROWS]
    assert len(set(english)) == len(english)


def test_both_renderings_are_read_each_with_its_english(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("Rain.\t雨だ。\t降ってるよ。\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text("Snow.\t雪だ。\t一面真っ白。\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("no rendering\n", encoding="utf-8")
    found = [("雪だ。", "Snow."), ("一面真っ白。", "Snow."), ("雨だ。", "Rain."), ("降ってるよ。", "Rain.")]
    assert list(renderings(tmp_path)) == found


@pytest.mark.parametrize("folder", ["pages", "unseen_pages"])
def test_no_text_of_length_stands_on_a_page_with_gold(folder: str) -> None:
    pages = text_with_gold(folder)
    assert not [text for row in ROWS for text in row[1:] if long(text) and text in pages]


def test_no_text_of_length_that_is_learned_is_fitted_or_reported_on() -> None:
    told = [quotation for part in ("fit", "report") for quotation in quotations(part)]
    rows = [row for one in told for row in one.rows]
    texts = {bare(text) for row in rows for text in (*row["en"], *row["ja"], *row.get("free", ()))}
    texts |= {bare(report["ja"]) for one in told for report in one.reported}
    assert not [text for row in ROWS for text in row[1:] if long(text) and bare(text) in texts]
