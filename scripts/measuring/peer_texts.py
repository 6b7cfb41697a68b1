"""Driving hunalign, which reads words and a dictionary, here ours, and Gale and Church, which reads lengths.

`measuring/peers.py` is the table that this belongs to, and says what the functions are.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from measuring.alignment_tracks import Bitext, Found, Settings

from corpus.alignment.learned.encoder import embedded
from corpus.alignment.learned.lexicon import lexicon

# hunalign (Varga et al. 2005).
WRITTEN = (1, 2, 3, 4, 5)
LIKELY = 0.1  # a translation's probability at least
# Started from a small process, so that the kernel's figure is of hunalign alone and not of what started it.
LAUNCHER = (
    "import pathlib, resource, subprocess, sys\n"
    "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    "pathlib.Path('peak').write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))\n"
    "sys.exit(done.returncode)\n"
)


@dataclass(frozen=True)
class Hunalign:
    """The program, and a folder for its files that goes away with this value."""

    program: Path
    kept: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)

    @property
    def folder(self) -> Path:
        return Path(self.kept.name)


@dataclass(frozen=True)
class Files:
    """A document's two files of pieces (the Japanese one without what `writing` adds), and its numbers of sentences."""

    ja: Path
    en: Path
    counts: tuple[int, int]


def load_hunalign(program: Path) -> Hunalign:
    """The built program."""
    return Hunalign(program.resolve(strict=True))


def tokenised(tool: Hunalign, bitext: Bitext, largest: int) -> Files:
    """A sentence a line in our pieces. No line feed at the end, which it would take for one more sentence."""
    number = sum(1 for _ in tool.folder.glob("*.en1"))
    files = Files(tool.folder / f"{number}.ja", tool.folder / f"{number}.en", (len(bitext.ja), len(bitext.en)))
    for path, texts in ((files.ja, bitext.ja), (files.en, bitext.en)):
        lines = [embedded().piece_texts(ids) for ids in embedded().pieces(texts)]
        for times in WRITTEN if path is files.ja else (1,):
            written = (" ".join(writing(piece, times) for piece in line if piece != "<unk>") or "_" for line in lines)
            path.with_suffix(f"{path.suffix}{times}").write_text("\n".join(written), encoding="utf-8")
    return files


def writing(piece: str, times: int) -> str:
    """A piece, so many times over if it is Japanese.

    It takes sentences of equal length for likely pairs and cannot be told that English needs more characters. Names and
    numbers in Latin letters stay as they are, the same on both sides.
    """
    return piece if piece.isascii() or piece.lstrip("▁").isascii() else piece * times


def dictionary(folder: Path, settings: Settings) -> Path:
    """Our lexicon as its dictionary (`English @ Japanese`): of each piece the likeliest, or rarer, translation.

    One is best, since of several it keeps the one that is most frequent in the document's English.
    """
    rarity, times = float(settings["rarity"]), int(settings["ja_written"])
    path = folder / f"dictionary-{rarity}-{times}"
    if not path.exists():
        table, lines = lexicon().en_given_ja, []
        worth = table.probabilities / np.maximum(lexicon().background[table.pieces], 1e-7) ** rarity
        worth[table.probabilities < LIKELY] = 0
        for piece in np.flatnonzero(np.diff(table.starts)):
            start, end = table.starts[piece : piece + 2].tolist()
            best = start + int(worth[start:end].argmax())
            ja, en = embedded().piece_texts(np.array([piece, table.pieces[best]], np.int64))
            if worth[best] > 0 and "@" not in ja + en:
                lines.append(f"{en} @ {writing(ja, times)}\n")
        path.write_text("".join(lines), encoding="utf-8")
    return path


def hunalign(tool: Hunalign, prepared: Sequence[Files], settings: Settings) -> list[list[Found]]:
    """All documents in one batch. It passes over a document whose sides differ in length by more than five times."""
    words, times = dictionary(tool.folder, settings), int(settings["ja_written"])
    outputs = [files.ja.with_suffix(".ladder") for files in prepared]
    for output in outputs:
        output.unlink(missing_ok=True)
    jobs = (f"{files.ja}{times}\t{files.en}1\t{output}\n" for files, output in zip(prepared, outputs, strict=True))
    (tool.folder / "batch").write_text("".join(jobs), encoding="utf-8")
    options = ["-realign"] if settings["realign"] else []
    command = [str(tool.program), *options, "-batch", str(words), "batch"]
    subprocess.run([sys.executable, "-IS", "-c", LAUNCHER, *command], cwd=tool.folder, check=True)
    return [list(ladder(files, output)) for files, output in zip(prepared, outputs, strict=True)]


def ladder(files: Files, output: Path) -> Iterator[Found]:
    """Beads of its ladder: a rung says where a bead begins on both sides, and its score; the last end is not told."""
    rows = [line.split("\t") for line in output.read_text().splitlines()] if output.exists() else []
    starts = [(int(ja), int(en)) for ja, en, _ in rows]
    for start, end, (*_, score) in zip(starts, [*starts[1:], files.counts], rows, strict=False):
        yield tuple(range(start[0], end[0])), tuple(range(start[1], end[1])), float(score)


def hunalign_memory(tool: Hunalign) -> int:
    """What its last run used at most, kB."""
    return int((tool.folder / "peak").read_text())


# Gale and Church (1993) as NLTK has it.


def load_nltk(_: Path) -> Any:
    """Its module."""
    return importlib.import_module("nltk.translate.gale_church")


def characters(_: Any, bitext: Bitext, largest: int) -> tuple[list[int], list[int]]:
    """The sentences' lengths in characters."""
    return [len(text) for text in bitext.ja], [len(text) for text in bitext.en]


def gale_church(tool: Any, prepared: Sequence[tuple[list[int], list[int]]], settings: Settings) -> list[list[Found]]:
    """A document as one block. Its links come bead by bead, so those that share a sentence are a bead."""
    kinds = tool.LanguageIndependent
    model = SimpleNamespace(
        PRIORS={**kinds.PRIORS, (1, 0): settings["prior_1_0"]},
        AVERAGE_CHARACTERS=settings["average_characters"],
        VARIANCE_CHARACTERS=settings["variance_characters"],
    )
    found: list[list[Found]] = []
    for ja, en in prepared:
        beads: list[tuple[set[int], set[int]]] = []
        for j, e in tool.align_blocks(ja, en, model):
            if not beads or j not in beads[-1][0] and e not in beads[-1][1]:
                beads.append((set(), set()))
            beads[-1][0].add(j)
            beads[-1][1].add(e)
        found.append([(tuple(sorted(a)), tuple(sorted(b)), 0.0) for a, b in beads])
    return found
