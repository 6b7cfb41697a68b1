"""A table of given pairs, one a line: where its columns are, and how a confidence is put into a line.

A row is a line here, as in every table of pairs that is millions of lines long: a cell with a line break in it, as
spreadsheets may save one, is none. Everything but the confidence stays as its bytes are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.publishing.sheet import cells_of, plain
from corpus.types import CorpusError

CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class PairColumns:
    """The columns of a table of pairs, counted from 0.

    `replaced` is whether there is a column of confidences already; `named` whether the first line is a header.
    """

    ja: int
    en: int
    confidence: int
    replaced: bool = False
    named: bool = False


def columns_of(first: str, path: Path | None = None) -> PairColumns:
    """What the first line tells: a header names the columns `ja` and `en`; without one they are the first two.

    Raises `CorpusError`, which names the table at `path`, for a header with one of the two.
    """
    names = [plain(cell) for cell in cells_of(first)]
    missing = [name for name in ("ja", "en") if name not in names]
    if len(missing) == 1:
        message = f"the header names no column {missing[0]}: name both, ja and en, or leave the header out"
        raise CorpusError(message, path=path, line=1)
    if missing:
        return PairColumns(0, 1, max(2, len(names)))
    replaced = CONFIDENCE in names
    at = names.index(CONFIDENCE) if replaced else len(names)
    return PairColumns(names.index("ja"), names.index("en"), at, replaced, named=True)


def pair_of(line: str, columns: PairColumns) -> tuple[str, str] | None:
    """The two texts of a line, without white space around them; None where it has too few columns."""
    cells = cells_of(line)
    return (cells[columns.ja].strip(), cells[columns.en].strip()) if len(cells) > max(columns.ja, columns.en) else None


def with_confidence(line: bytes, columns: PairColumns, value: str) -> bytes:
    """The line with this in its column of confidences; a line that is too short for it gets empty cells before it."""
    body = line.removesuffix(b"\n").removesuffix(b"\r")
    cells = body.split(b"\t")
    cells += [b""] * (columns.confidence - len(cells))
    cells[columns.confidence : columns.confidence + columns.replaced] = [value.encode()]
    return b"\t".join(cells) + line[len(body) :]
