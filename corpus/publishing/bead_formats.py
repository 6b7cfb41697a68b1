"""The beads of two texts as a file: `FORMATS` is the one place to add a format.

A `TextBead` is what every format holds: the texts, the lines they stand on, and the confidence. The table is for
people, TMX for translation tools; JSON lines are the native form, which `read_beads` reads back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from corpus.publishing.exports.tmx import END, head, unit
from corpus.publishing.rows import PLACES
from corpus.publishing.sheet import write_rows
from corpus.store import read_jsonl
from corpus.types import CorpusError


@dataclass(frozen=True, slots=True)
class TextBead:
    """A bead with its texts and the lines (from 1) of the two files that they stand on; either side may be empty.

    Of raw text, which is split here, the lines are the numbers of the sentences.

    `confidence` is the probability that the two sides render each other; where one is empty, that the other has no
    counterpart.
    """

    ja: str
    en: str
    confidence: float
    ja_lines: tuple[int, ...]
    en_lines: tuple[int, ...]
    signals: Mapping[str, float] = field(default_factory=dict)

    @property
    def facing(self) -> bool:
        """Whether both sides have something."""
        return bool(self.ja_lines and self.en_lines)


COLUMNS = ("ja", "en", "confidence", "ja_lines", "en_lines")
"""Of the table."""


def tsv(beads: Iterable[TextBead]) -> Iterator[str]:
    """A table with a header line; its cells are written as `sheet` does, the lines as `lines_shown` says."""
    yield write_rows([COLUMNS])
    for bead in beads:
        lines = lines_shown(bead.ja_lines), lines_shown(bead.en_lines)
        yield write_rows([(bead.ja, bead.en, f"{bead.confidence:.{PLACES}f}", *lines)])


def lines_shown(lines: Sequence[int]) -> str:
    """Numbers of lines as JSON, which no spreadsheet takes for a date as it does `3-4`; nothing for none."""
    return json.dumps(list(lines)) if lines else ""


def jsonl(beads: Iterable[TextBead]) -> Iterator[str]:
    """A JSON object a line, with everything."""
    for bead in beads:
        row = {
            "translation": {"ja": bead.ja, "en": bead.en},
            "confidence": bead.confidence,
            "ja_lines": bead.ja_lines,
            "en_lines": bead.en_lines,
            "signals": dict(bead.signals),
        }
        yield json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def tmx(beads: Iterable[TextBead]) -> Iterator[str]:
    """TMX 1.4 of the beads with two sides. Which text renders the other nobody says, so any may be the source."""
    yield head("*all*")
    for bead in beads:
        if bead.facing:
            properties = {
                "confidence": f"{bead.confidence:.{PLACES}f}",
                "ja_lines": lines_shown(bead.ja_lines),
                "en_lines": lines_shown(bead.en_lines),
            }
            yield unit(bead.ja, bead.en, properties)
    yield END


@dataclass(frozen=True, slots=True)
class Format:
    """How beads are written, piece by piece; `mark` begins a file, but not what goes to another program.

    `one_sided` is whether beads with one side only are in it.
    """

    write: Callable[[Iterable[TextBead]], Iterator[str]]
    mark: str = ""
    one_sided: bool = True


FORMATS: Mapping[str, Format] = {
    "tsv": Format(tsv, mark="\ufeff"),  # without it Excel takes a table for the machine's own code page
    "jsonl": Format(jsonl),
    "tmx": Format(tmx, one_sided=False),
}


def read_beads(path: str | Path) -> Iterator[TextBead]:
    """The beads of a file of JSON lines, one at a time, as `jsonl` was given them.

    Raises `CorpusError` with file and line for what is no such bead; further keys are passed over.
    """
    for number, row in read_jsonl(Path(path)):
        try:
            yield _bead(row)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            missing = f"has no {error}" if isinstance(error, KeyError) else str(error)
            raise CorpusError(f"is no bead: {missing}", path=path, line=number) from error


def _bead(row: Mapping[str, Any]) -> TextBead:
    """KeyError, TypeError or ValueError where a row is not what `jsonl` writes."""
    texts = _typed(row, "translation", dict)
    bead = TextBead(
        ja=_typed(texts, "ja", str),
        en=_typed(texts, "en", str),
        confidence=_number(row["confidence"], "confidence"),
        ja_lines=_lines(row, "ja_lines"),
        en_lines=_lines(row, "en_lines"),
        signals={name: _number(value, name) for name, value in _typed(row, "signals", dict).items()},
    )
    if not 0 <= bead.confidence <= 1:
        raise ValueError(f"its confidence {bead.confidence} is not between 0 and 1")
    return bead


def _typed(row: Mapping[str, Any], name: str, kind: type) -> Any:
    if not isinstance(row[name], kind):
        raise TypeError(f"its {name} is no {kind.__name__}")
    return row[name]


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"its {name} is no number")
    if not abs(value) < inf:  # 1e999 is one to JSON
        raise ValueError(f"its {name} is not finite")
    return float(value)


def _lines(row: Mapping[str, Any], name: str) -> tuple[int, ...]:
    lines: Sequence[Any] = _typed(row, name, list)
    if any(isinstance(line, bool) or not isinstance(line, int) or line < 1 for line in lines):
        raise ValueError(f"its {name} are no numbers of lines")
    return tuple(lines)
