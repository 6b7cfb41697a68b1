"""Vectors of the sounds of katakana and of Latin letters, a stage of `train_model.py`.

A word is the sum of the vectors of its runs of letters (`corpus.alignment.learned.sounds`), and two spellings of one
word are to point the same way: the symmetric cross-entropy over in-batch negatives, as for the encoder. It learns from
the katakana names of JMnedict, part by part (ジョン・スミス, John Smith), and from the loanwords of JMdict, of which
only those that `corpus.names.similarity` finds alike are spelled as they sound (パン is no bread).
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from learning.dictionaries import Pair
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.alignment.learned.sounds import BUCKETS, runs_of_letters
from corpus.names import latin_letters, similarity, sounds_of

DIMENSION = 64
EPOCHS = 6
BATCH = 1024
RATE = 0.1  # Adagrad's
SCALE = 14.0  # of a cosine in the softmax
ALIKE = 0.75  # similarity of a loanword with its gloss
HELD_OUT = 5000  # pairs to measure on, at most a tenth of all
THRESHOLDS = (0.45, 0.5, 0.55, 0.6)
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_SPELLED: tuple[Callable[[str], str], ...] = (sounds_of, latin_letters)


@dataclass(frozen=True)
class Figures:
    """On pairs held out: the share whose Latin word comes first, and (cosine, recall, false rate) at some cosines."""

    pairs: int
    first: float
    rates: tuple[tuple[float, float, float], ...]

    def __str__(self) -> str:
        lines = [f"sounds: {self.pairs} pairs held out, P@1 {self.first:.3f}"]
        lines += [
            f"  cosine {least:.2f}: recall {recall:.3f}, false rate {false:.4f}" for least, recall, false in self.rates
        ]
        return "\n".join(lines)


def spellings(base: sqlite3.Connection) -> list[Pair]:
    """(katakana word, Latin word) of names and loanwords, each pair once, in order."""
    names = (
        "SELECT NEKana.text, NETransGloss.text FROM NEKana JOIN NETranslation USING (idseq)"
        " JOIN NETransGloss ON tid = NETranslation.ID WHERE NEKana.idseq NOT IN (SELECT idseq FROM NEKanji)"
    )
    found: set[Pair] = set()
    for kana, gloss in base.execute(names):
        parts, words = re.split("[・＝]", kana), re.sub(r"\s*\([^)]*\)", "", gloss).split()
        if len(parts) == len(words):
            found.update(
                (part, word)
                for part, word in zip(parts, words, strict=True)
                if _KATAKANA.fullmatch(part) and len(latin_letters(word)) >= 2
            )
    loanwords = (
        "SELECT Kana.text, SenseGloss.text FROM Kana JOIN Sense USING (idseq) JOIN SenseGloss ON sid = Sense.ID"
        " WHERE lang = 'eng'"
    )
    for kana, gloss in base.execute(loanwords):
        plain = len(kana) >= 3 and _KATAKANA.fullmatch(kana) and re.fullmatch("[a-z]+", gloss)
        if plain and similarity(kana, gloss) >= ALIKE:
            found.add((kana, gloss))
    return sorted(found)


def table(pairs: Sequence[Pair], seed: int) -> tuple[dict[str, NDArray[np.int8]], Figures]:
    """The arrays of `sounds.npz`, learned from most of the pairs, and how they do on the others."""
    mixed = list(pairs)
    random.Random(seed).shuffle(mixed)
    held = min(HELD_OUT, len(mixed) // 10)
    learned = learn(mixed[held:], seed)
    arrays = {language: _as_bytes(vectors) for language, vectors in zip(("ja", "en"), learned, strict=True)}
    return arrays, measured(arrays, mixed[:held])


def learn(pairs: Sequence[Pair], seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The vectors of runs of letters, of katakana and of Latin words, float32 (BUCKETS, d)."""
    import torch

    # One thread sums in one order; the batches are too small to gain much by more.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    runs = [[np.array(runs_of_letters(spell(word))) for word in words] for spell, words in _columns(pairs)]
    # Words that are spelled alike are no negatives of each other.
    spelled = np.unique([latin_letters(word) for _, word in pairs], return_inverse=True)[1]
    tables = [torch.nn.Parameter(torch.randn(BUCKETS, DIMENSION) / 8) for _ in runs]
    optimiser = torch.optim.Adagrad(tables, lr=RATE)
    steps = max(1, len(pairs) // BATCH)
    plan = [rows for _ in range(EPOCHS) for rows in np.array_split(rng.permutation(len(pairs)), steps)]
    for rows in tqdm(plan, desc="sounds", mininterval=5, disable=None):
        units = []
        for words, weights in zip(runs, tables, strict=True):
            chosen = [words[row] for row in rows]
            sizes = np.array([len(word) for word in chosen])
            ids, offsets = torch.from_numpy(np.concatenate(chosen)), torch.from_numpy(np.cumsum(sizes) - sizes)
            summed = torch.nn.functional.embedding_bag(ids, weights, offsets, mode="sum")
            units.append(torch.nn.functional.normalize(summed, dim=1))
        same = torch.from_numpy(spelled[rows][:, None] == spelled[rows]).fill_diagonal_(False)
        logits = (units[0] @ units[1].T * SCALE).masked_fill(same, -1e4)
        target = torch.arange(len(rows))
        entropy = torch.nn.functional.cross_entropy
        loss = (entropy(logits, target) + entropy(logits.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    ja, en = (np.asarray(weights.detach().numpy(), np.float32) for weights in tables)
    return ja, en


def measured(arrays: dict[str, NDArray[np.int8]], pairs: Sequence[Pair]) -> Figures:
    """Every katakana word of the pairs against every Latin one."""
    units = []
    for (spell, words), vectors in zip(_columns(pairs), arrays.values(), strict=True):
        sums = np.array([vectors[runs_of_letters(spell(word))].sum(0, dtype=np.float64) for word in words])
        units.append(sums.reshape(len(words), -1) / np.maximum(np.linalg.norm(sums, axis=-1, keepdims=True), 1e-9))
    cosines = units[0] @ units[1].T
    own = np.diag(cosines)
    others = max(1, cosines.size - len(own))
    return Figures(
        len(pairs),
        float((cosines.argmax(1) == np.arange(len(own))).mean()) if len(own) else 0.0,
        tuple(
            (
                least,
                float((own >= least).sum()) / max(1, len(own)),
                float((cosines >= least).sum() - (own >= least).sum()) / others,
            )
            for least in THRESHOLDS
        ),
    )


def _columns(pairs: Sequence[Pair]) -> list[tuple[Callable[[str], str], list[str]]]:
    """What spells the words of each side, and the words."""
    return [(spell, [pair[side] for pair in pairs]) for side, spell in enumerate(_SPELLED)]


def _as_bytes(vectors: NDArray[Any]) -> NDArray[np.int8]:
    """Whole numbers; their scale does not matter, since only directions are compared."""
    return np.asarray(np.rint(vectors / np.abs(vectors).max() * 127), np.int8)
