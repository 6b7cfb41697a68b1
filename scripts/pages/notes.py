"""Notes that were written for fitting (`data/gold/notes`): English beside Japanese about the same matter, little of it rendered.

On the pages of people who keep notes, titles of articles, labels, commands and posts stand beside what they say of them.
It shares names, numbers and words with them and renders none of them, or one in four. Whoever is fitted on
quotations alone has never met that.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pages.units import Line, Pool, Unit
from pages.writer import Writer
from partitions import Part, digest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "gold" / "notes"
SITES = (
    " | Example Blog",
    " - Example News",
    " · Issue #{n}",
    " | by R. Quill",
    " - YouTube",
    ": Example Weekly",
    " ({n})",
)
LABEL = 4  # words and more are no label
HEADS = ("■", "## ", "● ", "{n}. ", "")
WHOLE, APART = "=", "=="  # the marks of a line that is rendered: as a whole, sentence by sentence
# Not by the program's own splitter: what is gold must not follow what is measured by it.
_ENDS = re.compile(r"(?<=[.?!])\s+(?=[A-Z])|(?<=[。？！?!])\s*(?=[^\s」』])")


@dataclass(frozen=True)
class Note:
    """A page's headline and its lines, in order."""

    headline: str
    lines: tuple[Line, ...]


def notes(part: Part, folder: Path = FOLDER) -> Iterator[Note]:
    """Those of a part: one in five is reported on, the others are fitted on, and nothing is learned from any."""
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
            headline, *rows = block.split("\n")
            if part == ("report" if int(digest(headline), 16) % 5 == 0 else "fit"):
                lines = (
                    Line(en, ja, mark in (WHOLE, APART), mark == APART)
                    for en, ja, mark in (row.split("\t") for row in rows)
                )
                yield Note(headline.removeprefix("# "), tuple(line for line in lines if not _label(line)))


def _label(line: Line) -> bool:
    """Whether it is a rendered label: labels are no sentences and face nothing, but to call the pair wrong would be a lie."""
    return line.renders and len(line.en.split()) < LABEL and line.en[-1] not in ".?!"


def noted(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Some lines of the page's note, those of a block all laid out in the same way."""
    lines = pool.note_lines(rng.randint(2, 6))
    rng.choices(*zip(*STYLES, strict=True))[0](page, lines, rng)


def _english(page: Writer, text: str, rng: random.Random) -> tuple[int, int] | None:
    """A line's English; a title now and then with where it is from, which is no part of it."""
    if not text:
        return None
    span = page.put(text)
    if text[-1] not in ".!?:)" and len(text.split()) > 3 and rng.random() < 0.35:
        page.put(rng.choice(SITES).format(n=rng.randrange(1, 2000)))
        page.put(f"\nhttps://notes.example/{rng.randrange(10**5)}" if rng.random() < 0.4 else "")
    return span


def _gold(page: Writer, line: Line, ja: tuple[int, int] | None, en: tuple[int, int] | None) -> None:
    if line.renders and ja and en:
        sides = [sentences(page.text, span) if line.apart else [span] for span in (ja, en)]
        page.gold_of(Unit([], [], apart=line.apart), *sides)


def sentences(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Where the sentences of a line that lies apart are."""
    between = [match.span() for match in _ENDS.finditer(text, *span) if match.start() > span[0]]
    return list(zip([span[0], *(end for _, end in between)], [*(start for start, _ in between), span[1]], strict=True))


def _by_turns(page: Writer, lines: Sequence[Line], rng: random.Random) -> None:
    """Line by line, the English above or below the Japanese, with bullets or heads before either or without."""
    english_first, bullet = rng.random() < 0.6, rng.choice(["", "", "- ", "・"])
    head, bare = rng.choice(HEADS), rng.random() < 0.5
    for number, line in enumerate(lines, start=1):
        spans: dict[str, tuple[int, int] | None] = {}
        for side in ("en", "ja") if english_first else ("ja", "en"):
            text = getattr(line, side)
            if not text:
                continue
            page.put(head.format(n=number) if side == ("en" if english_first else "ja") else bullet)
            if side == "en":
                spans[side] = _english(page, text, rng)
            else:
                spans[side] = page.put(text.rstrip("。") if bare and text.count("。") == 1 else text)
            page.put("\n")
        page.put("\n" if rng.random() < 0.2 else "")
        _gold(page, line, spans.get("ja"), spans.get("en"))


def _in_one_line(page: Writer, lines: Sequence[Line], rng: random.Random) -> None:
    """A list of terms, or the rows of a table: English and Japanese in one line."""
    between, bullet = rng.choice([": ", " … ", " | ", "："]), rng.choice(["", "- ", "・"])
    english_first = rng.random() < 0.7
    for line in lines:
        page.put(bullet)
        spans = []
        sides = [line.en, line.ja] if english_first else [line.ja, line.en]
        for at, text in enumerate(filter(None, sides)):
            page.put(between if at else "")
            spans.append(page.put(text))
        page.put("\n")
        if len(spans) == 2:
            ja, en = (spans[1], spans[0]) if english_first else (spans[0], spans[1])
            _gold(page, line, ja, en)


def _apart(page: Writer, lines: Sequence[Line], rng: random.Random) -> None:
    """All of one language, as a list or a paragraph, then all of the other."""
    english_first = rng.random() < 0.5
    bullets = {"en": rng.choice(["- ", "* ", ""]), "ja": rng.choice(["・", "", ""])}
    spans: dict[str, list[tuple[int, int] | None]] = {"en": [], "ja": []}
    for side in ("en", "ja") if english_first else ("ja", "en"):
        running = side == "ja" and not bullets["ja"] and rng.random() < 0.6
        for line in lines:
            text = getattr(line, side)
            page.put(bullets[side] if text else "")
            if side == "en":
                spans[side].append(_english(page, text, rng))
            elif text:
                ended = text if text[-1] in "。！？!?」）" or not running else text + "。"
                spans[side].append(page.put(ended))
            else:
                spans[side].append(None)
            page.put("" if running or not text else "\n")
        page.put("\n" if page.text[-1:] != "\n" or rng.random() < 0.3 else "")
    for line, ja, en in zip(lines, spans["ja"], spans["en"], strict=True):
        _gold(page, line, ja, en)


STYLES: tuple[tuple[Callable[[Writer, Sequence[Line], random.Random], None], float], ...] = (
    (_by_turns, 5),
    (_in_one_line, 1.5),
    (_apart, 3),
)
