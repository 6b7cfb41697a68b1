"""The embedded encoder: a sentence's vector is the sum of its pieces' vectors, and every vector is made of integers.

Start at `EmbeddedEncoder`. One sentencepiece vocabulary serves both languages and each piece has one vector, learned
so that translations point the same way (`scripts/train_model.py`); the length of a piece's vector is its learned
weight. There is no network to run, so the vector of a run of sentences is the sum of its sentences' vectors, and an
aligner gets every bead's vector as a difference of prefix sums: nothing is encoded twice.

Why integers: float sums depend on the order of adding, hence on batches and threads. A vector on disk is a row of odd
codes of few bits times an integer scale of its row, in units of one step for the whole table (the step is never
needed, since cosine forgets it). Sums of such rows are exact in any order; the only floating point stands at the end,
in `unit`.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus import given
from corpus.alignment.learned.tables import read_file
from corpus.learned import MODELS

FILES = ("vocabulary.model", "vectors.npz")

Ints = NDArray[np.int32]
Sums = NDArray[np.int64]
Floats = NDArray[np.float32]

BLOCK = 256  # texts at once: 256 rows of int64 stay in a core's cache
REMEMBERED = 1 << 14  # texts and words
UNKNOWN = [0]  # the piece of whatever the vocabulary lacks: a row of zeros
SCHEME = "sentence-transformers:"  # begins the name of an encoder that is not embedded
LONG = 65_536  # pieces whose sum an int32 surely holds: |scale x code| < 2**15

# A Latin word or number opens with a space wherever it stands, so that "OpenAIの" and "of OpenAI" hold the same piece.
_WORD_START = re.compile(r"(?<![a-z0-9'’.,\-/_ ])(?=[a-z0-9])")


@runtime_checkable
class Encoder(Hashable, Protocol):
    """Whatever gives texts of either language comparable vectors."""

    @property
    def name(self) -> str:
        """What `load_encoder` takes to get it."""
        ...

    @property
    def digest(self) -> str:
        """16 hex digits over all that its vectors depend on."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """The texts as rows (n, d), float32 of unit length; a text without content may be the zero vector."""
        ...


def lowered(text: str) -> str:
    """The copy of a text that scoring reads: NFKC, lower case. Never published."""
    return unicodedata.normalize("NFKC", text).lower()


def prepared(text: str) -> bytes:
    """What the vocabulary sees of a text: normalised, a space before Latin words, "?" for lone surrogates."""
    low = " ".join(lowered(text).split())
    if not low:
        return b""
    return (" " + low if low.isascii() else _WORD_START.sub(" ", low)).encode("utf-8", "replace")


class EmbeddedEncoder:
    """The model that comes with the package, or another one of the same format, read from a folder on first use.

    Thread-safe after the first call. CorpusError when the folder has no model or its files are not those it names.
    """

    name = "embedded"

    def __init__(self, folder: Path = MODELS) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:  # what was read and remembered stays behind
        return (embedded, ()) if self.folder == MODELS else (EmbeddedEncoder, (self.folder,))

    def encode(self, texts: Iterable[str]) -> Floats:
        """Texts as unit rows (n, d), float32; a text without any known piece is the zero vector."""
        texts = given.texts(texts, "texts")
        found = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BLOCK):
            found[start : start + BLOCK] = unit(self.sums(texts[start : start + BLOCK]))
        return found

    def sums(self, texts: Sequence[str]) -> Sums:
        """Texts as exact integer rows (n, d): add them up for a run of texts, and give the total to `unit`."""
        table, found = self._table, np.empty((len(texts), self.dimension), np.int64)
        # A loop of small sums is faster than one gather with np.add.reduceat: 210,000 against 60,000 texts a second.
        short = np.empty((min(BLOCK, len(texts)), self.dimension), np.int32)
        for start in range(0, len(texts), BLOCK):
            pieces = self._cut(texts[start : start + BLOCK])
            for row, ids in zip(short, pieces, strict=False):
                np.add.reduce(table.take(ids[:LONG] or UNKNOWN, 0), 0, out=row)
            found[start : start + BLOCK] = short[: len(pieces)]
            for place, ids in enumerate(pieces, start):
                for more in range(LONG, len(ids), LONG):
                    found[place] += table.take(ids[more : more + LONG], 0).sum(0, dtype=np.int64)
        return found

    def pieces(self, texts: Sequence[str]) -> list[Sums]:
        """The ids of the pieces each text falls into, in order (k,), int64."""
        return [np.array(ids, np.int64) for ids in self._cut(texts)]

    def _cut(self, texts: Sequence[str]) -> list[list[int]]:
        # To start one thread for a batch takes as long as to cut ten texts of a page, and to start more longer still;
        # and what is cut one by one is remembered.
        if len(texts) < BLOCK:
            return [self._cut_one(text) for text in texts]
        found: list[list[int]] = self._vocabulary.encode([prepared(text) for text in texts], num_threads=1)
        return found

    @cached_property
    def _cut_one(self) -> Callable[[str], list[int]]:
        """The pieces of a text, remembered: on a page the same texts are asked for by many signals."""
        encode = self._vocabulary.encode
        return lru_cache(maxsize=REMEMBERED)(lambda text: encode(prepared(text)))

    def word_weights(self, words: Sequence[str]) -> Floats:
        """What words weigh (n,), float32: the mean of their pieces' weights."""
        return np.array([self._word_weight(word) for word in words], np.float32)

    @cached_property
    def _word_weight(self) -> Callable[[str], float]:
        """What a word weighs, remembered: pages have most of their words in common."""

        def weight(word: str) -> float:
            ids = self._vocabulary.encode(prepared(word)) or UNKNOWN
            return float(np.add.reduceat(self._weights[ids], [0])[0]) / len(ids)

        return lru_cache(maxsize=REMEMBERED)(weight)

    def piece_texts(self, ids: Sums) -> list[str]:
        """Pieces as the vocabulary writes them; `▁` is the space before a word."""
        return [self._vocabulary.id_to_piece(int(piece)) for piece in ids]

    def piece_vectors(self, ids: Sums) -> Floats:
        """Pieces as unit rows (k, d), float32."""
        return unit(self._table[ids])

    def piece_weights(self, ids: Sums) -> Floats:
        """What each piece counts in a sum (k,), float32: the length of its vector over the mean of the vocabulary."""
        return np.asarray(self._weights[ids], np.float32)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._table.shape[1])

    @cached_property
    def usual(self) -> float:
        """The mean length of the vocabulary's vectors, in the units of `sums`."""
        return float(self._norms.mean())

    @cached_property
    def digest(self) -> str:
        """16 hex digits over the vocabulary and the vectors: the model's part of a figure's signature."""
        return hashlib.sha256(b"".join(self._files)).hexdigest()[:16]

    @cached_property
    def _files(self) -> tuple[bytes, bytes]:
        """The vocabulary's bytes and the vectors' bytes, checked against `model.json`."""
        vocabulary, vectors = (read_file(self.folder, name) for name in FILES)
        return vocabulary, vectors

    @cached_property
    def _vocabulary(self) -> Any:
        import sentencepiece

        return sentencepiece.SentencePieceProcessor(model_proto=self._files[0])

    @cached_property
    def _table(self) -> Ints:
        """Row scale times code for every piece (pieces, d)."""
        with np.load(io.BytesIO(self._files[1]), allow_pickle=False) as stored:
            return unpack(stored["planes"], stored["scales"])

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        return np.asarray(np.sqrt((self._table.astype(np.float64) ** 2).sum(1)))

    @cached_property
    def _weights(self) -> Floats:
        return np.asarray(self._norms / self.usual, np.float32)


@cache
def embedded() -> EmbeddedEncoder:
    """The model that comes with the package, loaded once."""
    return EmbeddedEncoder()


def unit(sums: Sums | Ints) -> Floats:
    """Integer rows (n, d) as float32 rows of unit length; a row of zeros stays zero.

    The squares are summed in float64, where those of a sentence are exact (below 2**53), so no order of adding shows.
    """
    rows = sums.astype(np.float64)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows *= (1 / np.where(lengths > 0, lengths, 1))[:, None]
    return rows.astype(np.float32)


def pack(vectors: Floats, bits: int, largest: int = 1023) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Float rows (n, d) as bit planes (bits, n, d / 8) and row scales (n,): the inverse of `unpack`, but for rounding.

    The codes are the odd numbers from 1 - 2**bits to 2**bits - 1: every level is used, and none is spent on zero. The
    scale of a row makes its squared error least among some candidates; the largest scale of all becomes `largest`.
    """
    top = 2**bits - 1
    spread = np.sqrt((vectors.astype(np.float64) ** 2).mean(1, keepdims=True))

    def coded(scale: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.clip(2 * np.floor(vectors / np.where(scale > 0, scale, 1) / 2) + 1, -top, top))

    scales, errors = spread / top, np.full(spread.shape, np.inf)
    for reach in np.arange(1.0, 4.0, 0.1):  # how many standard deviations the outermost code stands for
        tried = spread * reach / top
        error = ((coded(tried) * tried - vectors) ** 2).sum(1, keepdims=True)
        scales, errors = np.where(error < errors, tried, scales), np.minimum(error, errors)
    step = scales.max() / largest
    whole = np.rint(scales / step)
    levels = ((coded(whole * step) + top) / 2).astype(np.uint8)
    planes = np.stack([np.packbits(levels >> bit & 1, axis=1) for bit in range(bits)])
    return planes, whole[:, 0].astype(np.uint16)


def unpack(planes: NDArray[np.uint8], scales: NDArray[np.uint16]) -> Ints:
    """Bit planes and row scales as integer rows (n, d), int32."""
    codes = sum(np.unpackbits(plane, axis=1).astype(np.int32) << bit for bit, plane in enumerate(planes))
    return np.asarray((2 * codes - (2 ** len(planes) - 1)) * scales[:, None].astype(np.int32), np.int32)
