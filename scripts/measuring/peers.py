"""How each peer is driven: sentence aligners by others, on the same documents and, where they read vectors, with ours.

`PEERS` is the table, ours among them. None of their code is part of this repository: whoever compares gets it (`get`
says how) and gives the place. What is found of a document are beads with a score, the higher the better.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring.alignment_tracks import Bitext, Found, Setting, Settings
from measuring.peer_texts import (
    WRITTEN,
    characters,
    gale_church,
    hunalign,
    hunalign_memory,
    load_hunalign,
    load_nltk,
    tokenised,
)
from measuring.peer_vectors import bertalign, load_bertalign, load_vecalign, runs, vecalign

import corpus

ANY = -math.inf


@dataclass(frozen=True)
class Peer:
    """One aligner. Its tool is whatever `load` makes of the given place, and goes into the other functions."""

    get: str  # what to do where it is missing
    load: Callable[[Path], Any]  # ImportError or OSError where it is missing
    prepare: Callable[[Any, Bitext, int], Any]  # done once a document, for beads of up to so many sentences
    align: Callable[[Any, Sequence[Any], Settings], list[list[Found]]]  # of prepared documents
    grid: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)  # what is tuned; its own default first
    least: tuple[float, ...] = (ANY,)  # scores below which beads are thrown away, tuned too
    size: str = ""  # the setting that says how many sentences a bead has at most
    memory: Callable[[Any], int] | None = None  # kB that its own process used, where it has one

    def settings(self) -> Iterator[dict[str, Setting]]:
        """Every combination of the grid, the defaults first."""
        return (dict(zip(self.grid, values, strict=True)) for values in itertools.product(*self.grid.values()))

    def largest(self, settings: Settings | None = None) -> int:
        """The sentences that a bead has at most, with these settings or with any."""
        sizes = (settings or {}).get(self.size, max(self.grid.get(self.size, (2,))))
        return int(sizes)


def ours(tool: Any, prepared: Sequence[Bitext], settings: Settings) -> list[list[Found]]:
    """As anyone calls it: nothing is prepared, nothing is tuned."""
    return [
        [(tuple(bead.ja), tuple(bead.en), 0.0) for bead in tool(list(bitext.ja), list(bitext.en))]
        for bitext in prepared
    ]


OURS = "taiyaku"
PEERS: dict[str, Peer] = {
    OURS: Peer(
        get="",  # it is always there
        load=lambda _: corpus.align,
        prepare=lambda tool, bitext, largest: bitext,
        align=ours,
    ),
    "bertalign": Peer(
        get="git clone https://github.com/bfsujason/bertalign; pip install numba scipy faiss-cpu; --bertalign FOLDER",
        load=load_bertalign,
        prepare=runs,
        align=bertalign,
        grid={
            "skip": (-0.1, -0.05, 0.0, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3),
            "margin": (True, False),
            "len_penalty": (True, False),
            "win": (5, 10),
            "max_align": (5, 6),
        },
        size="max_align",
    ),
    "vecalign": Peer(
        get=(
            "git clone https://github.com/thompsonb/vecalign; pip install cython setuptools; "
            "python setup.py build_ext --inplace; --vecalign FOLDER"
        ),
        load=load_vecalign,
        prepare=runs,
        align=vecalign,
        grid={
            "alignment_max_size": (4, 6, 8),
            "del_percentile_frac": (0.2, 0.1, 0.05, 0.04, 0.03, 0.025, 0.02, 0.0175, 0.015, 0.01),
        },
        least=(ANY, -1.0, -0.9, -0.8, -0.7, -0.6),
        size="alignment_max_size",
    ),
    "hunalign": Peer(
        get="git clone https://github.com/danielvarga/hunalign; make in src/hunalign; --hunalign PROGRAM",
        load=load_hunalign,
        prepare=tokenised,
        align=hunalign,
        grid={"realign": (False, True), "rarity": (0.0, 0.5), "ja_written": WRITTEN},
        least=(ANY, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0),
        memory=hunalign_memory,
    ),
    "nltk": Peer(
        get="pip install nltk",
        load=load_nltk,
        prepare=characters,
        align=gale_church,
        grid={
            "prior_1_0": (0.0099, 0.6),
            "average_characters": (1, 2.4),
            "variance_characters": (6.8, 40, 100, 300),
        },
    ),
}
