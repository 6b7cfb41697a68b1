"""Whole pages that were written for fitting (`data/gold/pages`).

Made pages (`make_pages.py`) lay out quotations in a hand's breadth of ways; what is fitted on them alone learns how pages
are made. These are pages as their writers wrote them, with marks in the text that say which Japanese renders which
English. `whole_pages.py` writes them as files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import regex
from pages.edits import Page
from partitions import Part, digest

from corpus.types import CorpusError

FOLDER = Path(__file__).resolve().parents[2] / "data" / "gold" / "pages"
MARK = regex.compile(r"⟦(?:(?P<x>x)|(?P<side>[ejh])(?P<numbers>\d+(?:\+\d+)*)(?P<how>[psc]?)) (?P<text>[^⟦⟧]+)⟧")
RELATIONS = {"": "translation", "p": "paraphrase", "s": "summary", "c": "partial"}
NOBODY = {"speaker": None, "speaker_ja": None, "handle": None, "date": None}
Spans = list[list[int]]


def whole_pages(part: Part, folder: Path = FOLDER) -> Iterator[Page]:
    """Those of a part. CorpusError where a mark is wrong."""
    yield from (page for _, page in pages_by_hand(part, folder))


def pages_by_hand(part: Part, folder: Path = FOLDER) -> Iterator[tuple[str, Page]]:
    """The same, each with the name of the file that it stands in: what one hand wrote."""
    for path in sorted(folder.glob("*.txt")):
        line = 1
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            name = block.partition("\n")[0].strip()
            if part == _part_of(name, block):
                try:
                    yield path.stem, page_of(block)
                except ValueError as error:
                    raise CorpusError(f"{name}: {error}", path=path, line=line) from error
            line += block.count("\n")


def _part_of(name: str, block: str) -> Part:
    """One page in five is only reported on, unless its head says `part: fit`, since its errors were read."""
    head = block.partition("\n---\n")[0].split("\n")
    return "report" if int(digest(name), 16) % 5 == 0 and "part: fit" not in head else "fit"


def page_of(block: str) -> Page:
    """A page out of its name, its head and its marked text. ValueError where these do not agree."""
    head, divider, marked = block.partition("\n---\n")
    if not divider:
        raise ValueError("no line --- between head and text")
    name, *lines = head.split("\n")
    voices = _voices(line.removeprefix("voice:") for line in lines if line.startswith("voice:"))
    text, sides, how = _read(marked.strip("\n") + "\n")
    title = text.partition("\n")[0]
    headlines = {key for key, spans in sides.items() if key[0] == "h" and spans[0][0] < len(title)}
    pairs = [
        {
            "ja": spans,
            "en": [span for number in numbers for span in _known(sides, ("e", (number,)))],
            "relation": RELATIONS[how[side, numbers]],
            **voices.get(numbers[0], NOBODY),
            "headline": (side, numbers) in headlines,
        }
        for (side, numbers), spans in sides.items()
        # What a lead or a caption renders once more is no second pair of the body.
        if side == "j" or (side, numbers) in headlines or (side == "h" and ("j", numbers) not in sides)
    ]
    pairs.sort(key=lambda row: cast(Spans, row["ja"])[0])
    return Page(
        name.strip(), text, {"title": title, "pairs": pairs} | ({"days": "told"} if "days: told" in lines else {})
    )


def _read(marked: str) -> tuple[str, dict[tuple[str, tuple[int, ...]], Spans], dict[tuple[str, tuple[int, ...]], str]]:
    """The text without its marks, the spans of each side of each pair, and how each renders."""
    text, at = "", 0
    sides: dict[tuple[str, tuple[int, ...]], Spans] = {}
    how: dict[tuple[str, tuple[int, ...]], str] = {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        if not mark["x"]:
            key = mark["side"], tuple(map(int, mark["numbers"].split("+")))
            sides.setdefault(key, []).append([len(text), len(text) + len(mark["text"])])
            how[key] = how.get(key) or mark["how"]
        text += mark["text"]
        at = mark.end()
    text += marked[at:]
    if stray := regex.search(r"[^\n]{0,20}[⟦⟧][^\n]{0,20}", text):
        raise ValueError(f"a mark that cannot be read: {stray[0]}")
    return text, sides, how


def _known(sides: dict[tuple[str, tuple[int, ...]], Spans], key: tuple[str, tuple[int, ...]]) -> Spans:
    if key not in sides:
        raise ValueError(f"there is no e{key[1][0]}")
    return sides[key]


def _voices(lines: Iterator[str]) -> dict[int, dict[str, Any]]:
    """Who says what is behind each number: English name, Japanese form, handle, date; None where the page is silent."""
    found: dict[int, dict[str, Any]] = {}
    for line in lines:
        numbers, *cells = (cell.strip() for cell in line.split("|"))
        said = dict(zip(NOBODY, (None if cell == "-" else cell for cell in cells), strict=True))
        if said["speaker_ja"] in (said["speaker"], said["handle"]):  # no Japanese line names them
            said["speaker_ja"] = None
        for part in numbers.split():
            first, _, last = part.partition("-")
            found |= dict.fromkeys(range(int(first), int(last or first) + 1), said)
    return found
