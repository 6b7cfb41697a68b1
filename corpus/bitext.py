"""Two texts aligned, given pairs scored: composes the wings for what is no page, as `pipeline.py` does for pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp
from pathlib import Path

from corpus import alignment
from corpus.extraction import sentences_of
from corpus.publishing import CONFIDENCE, PLACES, PairColumns, TextBead, columns_of, pair_of, with_confidence
from corpus.reading import STDIN_NAME, Line, read_lines, read_text
from corpus.text import join, shown
from corpus.types import Bead, CorpusError, Language

BLOCK = 256
"""Lines of a table that are scored at once; the first of them tell whether it can be right."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text in one language, and for each its line in the file (from 1); of raw text, its number."""

    language: Language
    texts: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The beads of two texts, how many sentences these have, and how many of them are without counterpart."""

    beads: tuple[TextBead, ...]
    ja: int
    en: int
    ja_alone: int
    en_alone: int


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line of a table with its confidence, and what was wrong with it: then the confidence is empty."""

    content: bytes
    problem: CorpusError | None = None


def align_files(
    ja: Path | None, en: Path | None, *, raw: bool = False, ordered: bool | None = None, progress: bool = False
) -> Aligned:
    """Align two files (None is standard input, for one of them) of sentences, one a line, or of `raw` text.

    `ordered` and `progress` as in `corpus.align`. Raises `CorpusError` for a file that cannot be read or decoded or
    holds no sentence, where the languages look swapped, and where one text plainly is in the other's language.
    """
    ja_texts = sentences("ja", read_text(ja), raw=raw)
    en_texts = sentences("en", read_text(en), raw=raw)
    for path, found in ((ja, ja_texts), (en, en_texts)):
        if not found.texts:
            raise CorpusError("is empty: there is no sentence to align", path=path or STDIN_NAME)
    names = {"ja": ja or STDIN_NAME, "en": en or STDIN_NAME}
    if wrong := alignment.misplaced(ja_texts.texts, en_texts.texts, str(names["en"])):
        side, message = wrong
        raise CorpusError(message, path=names[side])
    return align(ja_texts, en_texts, ordered, progress=progress)


def align(ja: Sentences, en: Sentences, ordered: bool | None = None, *, progress: bool = False) -> Aligned:
    """The beads of two texts, with what their sentences say and where they stand."""
    found = alignment.align_texts(ja.texts, en.texts, ordered=ordered, progress=progress)
    return Aligned(
        beads=tuple(_text_bead(bead, ja, en) for bead in found),
        ja=len(ja.texts),
        en=len(en.texts),
        ja_alone=sum(len(bead.ja) for bead in found if not bead.en),
        en_alone=sum(len(bead.en) for bead in found if not bead.ja),
    )


def sentences(language: Language, text: str, *, raw: bool = False) -> Sentences:
    """The sentences of a text: its lines but for the empty ones, or in `raw` text where the splitter finds them.

    A line ends with LF or CRLF, in a text without any LF with CR. What a sentence says is shown as everywhere: runs of
    white space as one space.
    """
    text = text if "\n" in text else text.replace("\r", "\n")
    if raw:
        lines = [text[found.span.start : found.span.end] for found in sentences_of(text, language)]
    else:
        lines = text.split("\n")
    numbered = [(number, said) for number, line in enumerate(lines, start=1) if (said := shown(line))]
    return Sentences(language, tuple(said for _, said in numbered), tuple(number for number, _ in numbered))


def _text_bead(bead: Bead, ja: Sentences, en: Sentences) -> TextBead:
    return TextBead(
        ja=join("ja", (ja.texts[at] for at in bead.ja)),
        en=join("en", (en.texts[at] for at in bead.en)),
        confidence=round(bead.confidence, PLACES),
        ja_lines=tuple(ja.lines[at] for at in bead.ja),
        en_lines=tuple(en.lines[at] for at in bead.en),
        signals={name: round(value, PLACES) for name, value in bead.signals.items()},
    )


def score_file(path: Path | None) -> Iterator[ScoredLine]:
    """The lines of a table of pairs (None is standard input), each with its confidence, from its two texts alone.

    Line by line, so that a table of any length takes the same memory. An empty line is no row and stays as it is; a row
    of which a text is empty has no confidence. Raises `CorpusError` for a file that cannot be read or decoded, whose
    header names one of the two columns only, whose first lines have no tab, or whose columns look swapped.
    """
    lines = read_lines(path)
    columns = None
    while block := list(islice(lines, BLOCK)):
        if columns is None:
            columns = _columns(block)
            if columns.named:
                head = block.pop(0).raw
                yield ScoredLine(head if columns.replaced else with_confidence(head, columns, CONFIDENCE))
        yield from _scored(block, columns)


def _columns(block: Sequence[Line]) -> PairColumns:
    """The columns of a table by its first lines, which have to look like those of one."""
    path, said = block[0].path, [line.text for line in block if line.text and line.text.strip()]
    if said and not any("\t" in text for text in said):
        raise CorpusError("is not tab-separated: save it with tabs between the columns", path=path)
    columns = columns_of(block[0].text or "", path)
    pairs = [pair for text in said[columns.named :] if (pair := pair_of(text, columns))]
    if alignment.look_swapped((ja for ja, _ in pairs), (en for _, en in pairs)):
        exchange = "exchange ja and en in the header"
        right = exchange if columns.named else "put it first, or name the columns ja and en in a header"
        raise CorpusError(f"the columns look swapped, Japanese stands where English should: {right}", path=path)
    return columns


def _scored(block: Sequence[Line], columns: PairColumns) -> Iterator[ScoredLine]:
    pairs = [None if line.text is None else pair_of(line.text, columns) for line in block]
    whole = [pair for pair in pairs if pair and all(pair)]
    log_odds = iter(alignment.score_matrix([ja for ja, _ in whole], [en for _, en in whole]).diagonal().tolist())
    for line, pair in zip(block, pairs, strict=True):
        if line.text is not None and not line.text.strip():
            yield ScoredLine(line.raw)
            continue
        value = f"{1 / (1 + exp(-next(log_odds))):.{PLACES}f}" if pair and all(pair) else ""
        yield ScoredLine(with_confidence(line.raw, columns, value), None if pair else _problem(line))


def _problem(line: Line) -> CorpusError:
    wrong = "has too few columns" if line.text is not None else "is not in the encoding of the lines before it"
    return CorpusError(f"{wrong}: kept without a confidence", path=line.path, line=line.number)
