"""Driving Vecalign and Bertalign, which align by the vectors of runs of sentences: here our encoder's.

`measuring/peers.py` is the table that this belongs to, and says what the functions are.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import math
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from measuring.alignment_tracks import Bitext, Found, Settings
from numpy.typing import NDArray

from corpus.alignment.learned.models import load_encoder
from corpus.text import join
from corpus.types import Language

# What Bertalign may run into on odd documents; it then found nothing there.
STUMBLES = (IndexError, ValueError, ZeroDivisionError)


@dataclass(frozen=True)
class Runs:
    """A side's runs of 1, 2, ... sentences, each where it ends: unit vectors (k, n, d) and lengths in bytes (k, n).

    Where no run of that size ends yet stands the text PAD, as the peers do it. Read-only while several settings share
    them.
    """

    vectors: NDArray[np.float32]
    lengths: NDArray[np.int64]


def runs(_: Any, bitext: Bitext, largest: int) -> tuple[Runs, Runs]:
    """The runs of both sides for beads of up to so many sentences in all."""
    return _side("ja", bitext.ja, largest - 1), _side("en", bitext.en, largest - 1)


def _side(language: Language, texts: Sequence[str], most: int) -> Runs:
    every: list[str] = []
    for size in range(1, most + 1):
        every += ["PAD"] * min(size - 1, len(texts))
        every += [join(language, texts[start : start + size]) for start in range(len(texts) - size + 1)]
    lengths = np.array([len(text.encode()) for text in every], np.int64)
    return Runs(load_encoder().encode(every).reshape(most, len(texts), -1), lengths.reshape(most, len(texts)))


# Vecalign (Thompson and Koehn 2019).


def load_vecalign(folder: Path) -> Any:
    """Its module `dp_utils`, with the extension built beside it."""
    sys.path.insert(0, str(folder.resolve(strict=True)))
    logging.getLogger("vecalign").setLevel(logging.ERROR)
    return importlib.import_module("vecalign.dp_utils")


def vecalign(tool: Any, prepared: Sequence[tuple[Runs, Runs]], settings: Settings) -> list[list[Found]]:
    """Its search with its command line's defaults for all that is not tuned. The score is its cost, negative."""
    size = int(settings["alignment_max_size"])
    found: list[list[Found]] = []
    for sides in prepared:
        np.random.seed(0)  # it samples from the global generator
        cut = [side.vectors[: size - 1] for side in sides]
        ja, en = (vectors if vectors.flags.writeable else vectors.copy() for vectors in cut)  # it scales them in place
        done = tool.vecalign(
            ja, en, tool.make_alignment_types(size), settings["del_percentile_frac"],
            width_over2=math.ceil(size / 2) + 5, max_size_full_dp=300, costs_sample_size=20_000, num_samps_for_norm=100,
        )[0]  # fmt: skip
        beads = zip(done["final_alignments"], done["alignment_scores"], strict=True)
        found.append([(tuple(ja), tuple(en), -float(cost)) for (ja, en), cost in beads])
    return found


# Bertalign (Liu and Zhu 2022).


def load_bertalign(folder: Path) -> Any:
    """Its module `corelib` alone: the package around it loads a model of its own.

    torch is only asked whether there is a GPU, so a stand-in says no. Without faiss the nearest sentences are found
    with numpy.
    """
    path = folder.resolve(strict=True) / "bertalign" / "corelib.py"
    no_gpu = ModuleType("torch")
    no_gpu.__dict__["cuda"] = SimpleNamespace(is_available=lambda: False)
    stand_ins = {"torch": no_gpu}
    if importlib.util.find_spec("faiss") is None:
        stand_ins["faiss"] = ModuleType("faiss")
    before = {name: sys.modules.get(name) for name in stand_ins}
    sys.modules.update(stand_ins)
    try:
        spec = importlib.util.spec_from_file_location("bertalign_corelib", path)
        assert spec is not None and spec.loader is not None
        tool = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = tool  # where numba looks for what it compiled
        spec.loader.exec_module(tool)
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    if "faiss" in stand_ins:
        tool.__dict__["find_top_k_sents"] = nearest
    return tool


def nearest(
    ja: NDArray[np.float32], en: NDArray[np.float32], k: int = 3
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The k most similar English sentences of each Japanese one: similarities and places (n, k)."""
    places = np.empty((len(ja), min(k, len(en))), np.int64)
    values = np.empty(places.shape, np.float32)
    for start in range(0, len(ja), 1024):
        similar = ja[start : start + 1024] @ en.T
        order = np.argsort(-similar, axis=1, kind="stable")[:, :k]
        places[start : start + 1024], values[start : start + 1024] = order, np.take_along_axis(similar, order, 1)
    return values, places


def bertalign(tool: Any, prepared: Sequence[tuple[Runs, Runs]], settings: Settings) -> list[list[Found]]:
    """Its two passes: 1-1 among the three nearest sentences, then m-n around that way. It gives no scores."""
    found: list[list[Found]] = []
    for sides in prepared:
        beads: list[Found] = []
        with suppress(*STUMBLES):
            beads = [(tuple(ja), tuple(en), 0.0) for ja, en in _two_passes(tool, *sides, settings)]
        found.append(beads)
    return found


def _two_passes(tool: Any, ja: Runs, en: Runs, settings: Settings) -> list[tuple[list[int], list[int]]]:
    n, m = ja.vectors.shape[1], en.vectors.shape[1]
    types = tool.get_alignment_types(2)
    similar, places = tool.find_top_k_sents(ja.vectors[0], en.vectors[0], k=3)
    width, path = tool.find_first_search_path(n, m)
    pointers = tool.first_pass_align(n, m, width, path, types, similar, places)
    first = tool.first_back_track(n, m, pointers, path, types)
    types = tool.get_alignment_types(int(settings["max_align"]))
    width, path = tool.find_second_search_path(first, int(settings["win"]), n, m)
    ratio = ja.lengths[0].sum() / en.lengths[0].sum()
    pointers = tool.second_pass_align(
        ja.vectors, en.vectors, ja.lengths, en.lengths, width, path, types, ratio, float(settings["skip"]),
        margin=bool(settings["margin"]), len_penalty=bool(settings["len_penalty"]),
    )  # fmt: skip
    done: list[tuple[list[int], list[int]]] = tool.second_back_track(n, m, pointers, path, types)
    return done
