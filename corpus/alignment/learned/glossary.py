"""The dictionary and the table of names: which English words and Latin spellings a Japanese word is known to have.

One table from a word's hash to the hashes of what renders it, words and names alike (`scripts/learning/glossary.py`
makes it of JMdict, JMnedict, the Kyoto lexicon and EJDict). Two kinds of values live in it apart: the stem of an
English word of a gloss (財閥: financi, conglomer), and how a word sounds in Latin letters (財閥: zaibatsu, 田中:
tanaka). Words of a text are found by longest match over its characters, so no morphological analyser is needed; verbs
and adjectives are also known by what stands before their ending (食べ, 高).

Everything is done on whole lists of texts: the hashes of all substrings of one length come from those of the length
before (a polynomial hash), and one binary search a length finds the known ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.learned.tables import read_table
from corpus.languages import STOP_WORDS_EN
from corpus.learned import MODELS
from corpus.names import EXTRA_LETTERS, romaji_key

LONGEST = 10  # characters of a word
VALUE_BITS = 24  # two values of one text meet by chance once in 16 million
SHARED, SHARED_BY_MANY = 5, 12  # words in kanji that an English word of a noun renders, too
SIEVE = 10  # bits of a key that its beginning lacks
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]


class Word(NamedTuple):
    """A word found in a text: characters `[start, end)` of its normalised copy, and its row in the table."""

    start: int
    end: int
    row: int


@dataclass(frozen=True)
class Glossary:
    """Words by length: `keys[begins[n]:begins[n + 1]]` are those of n characters, sorted; row r ends at `ends[r]`."""

    keys: NDArray[np.uint32]
    begins: Ints
    ends: Ints
    values: NDArray[np.uint32]

    def words(self, texts: Sequence[str]) -> list[list[Word]]:
        """The words of normalised Japanese texts, by longest match from the left."""
        joined = "\0".join([*texts, ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        best = np.zeros(len(codes), np.int64)
        rows = np.zeros(len(codes), np.int64)
        opens = _may_open(codes)
        # A hash of characters across the joint of two texts may be some word's by accident.
        left = np.concatenate([np.zeros(0, np.int64), *(np.arange(len(text), -1, -1) for text in texts)])
        rolling = np.zeros(len(codes), np.uint64)
        for length in range(1, min(LONGEST, len(codes)) + 1):
            rolling = rolling[: len(codes) - length + 1] * _BASE + codes[length - 1 :] + np.uint64(1)
            first, last = int(self.begins[length]), int(self.begins[length + 1])
            places = np.flatnonzero(opens[: len(rolling)] & (left[: len(rolling)] >= length))
            known = self.keys[first:last]
            if not len(known) or not len(places):
                continue
            wanted = mixed(rolling[places])
            likely = self._sieve[wanted >> SIEVE]
            places, wanted = places[likely], wanted[likely]
            at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            hit = known[at] == wanted
            best[places[hit]] = length
            rows[places[hit]] = first + at[hit]
        found: list[list[Word]] = []
        begin = 0
        longest, row = best.tolist(), rows.tolist()
        for text in texts:
            words: list[Word] = []
            place, end = begin, begin + len(text)
            while place < end:
                if size := longest[place]:
                    words.append(Word(place - begin, place - begin + size, row[place]))
                place += size or 1
            found.append(words)
            begin = end + 1
        return found

    @cached_property
    def _sieve(self) -> NDArray[np.bool_]:
        """Which beginnings of a key some word has: four in five places are ruled out by it without a search."""
        sieve = np.zeros(1 << 32 - SIEVE, bool)
        sieve[self.keys >> SIEVE] = True
        return sieve

    def values_of(self, row: int) -> NDArray[np.uint32]:
        """What a row's word may be in English."""
        return self.values[(self.ends[row - 1] if row else 0) : self.ends[row]]

    def row_of(self, word: str) -> int | None:
        """The row of one normalised word, wherever it stands."""
        if not 1 <= len(word) <= LONGEST:
            return None
        first, last = int(self.begins[len(word)]), int(self.begins[len(word) + 1])
        key = np.uint32(key_of(word))
        at = first + int(np.searchsorted(self.keys[first:last], key))
        return at if at < last and self.keys[at] == key else None

    def is_noun(self, row: int) -> bool:
        """Whether a row's word is an ordinary noun: two of its English words render words in kanji, too.

        Most words of two characters are in kanji, and they have names by their sounds alone. So the stem of a name
        ("altman") is that of hardly any of them, while nouns have glosses (イカサマ: cheat, fraud) that many share.
        """
        values = self.values_of(row)
        shared = np.searchsorted(self._of_two, values, "right") - np.searchsorted(self._of_two, values)
        return bool((shared >= SHARED).sum() >= 2 and shared.max() >= SHARED_BY_MANY)

    @cached_property
    def _of_two(self) -> NDArray[np.uint32]:
        """The values of all words of two characters, sorted."""
        first, last = int(self.begins[2]), int(self.begins[3])
        return np.sort(self.values[self.ends[first - 1] if first else 0 : self.ends[last - 1]])


def _may_open(codes: Hashes) -> NDArray[np.bool_]:
    """Where a Japanese word may begin: at kana and kanji, and not within a katakana word."""
    katakana = ((codes >= 0x30A1) & (codes <= 0x30FA)) | (codes == 0x30FC)
    kanji = ((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes == 0x3005)
    kana = (codes >= 0x3041) & (codes <= 0x30FA)
    inside = np.zeros(len(codes), bool)
    inside[1:] = katakana[1:] & katakana[:-1]
    return np.asarray((kanji | kana) & ~inside)


def mixed(rolling: Hashes) -> NDArray[np.uint32]:
    """The 32 bits of a polynomial hash that are stored."""
    spread = (rolling ^ (rolling >> np.uint64(32))) * _MIX
    return np.asarray(spread >> np.uint64(32), np.uint32)


def key_of(word: str) -> int:
    """The key of a normalised Japanese word."""
    rolling = 0
    for char in word:
        rolling = (rolling * int(_BASE) + ord(char) + 1) & (1 << 64) - 1
    return int(mixed(np.array([rolling], np.uint64))[0])


def _hashed(kind: str, text: str) -> int:
    import zlib

    return zlib.crc32(f"{kind}:{text}".encode()) >> 32 - VALUE_BITS


@lru_cache(maxsize=1 << 16)
def stem_value(word: str) -> int | None:
    """The value of an English word of a gloss, lower case; None for a word that says nothing."""
    bare = word.replace("’", "'").removesuffix("'s")
    if bare in STOP_WORDS_EN or len(bare) < 2:
        return None
    return _hashed("stem", _stemmer().stemWord(bare))


@lru_cache(maxsize=1 << 16)
def sound_value(latin: str) -> int | None:
    """The value of a Latin spelling of a Japanese word; None where it is too short to be one."""
    key = romaji_key(latin)
    return _hashed("sound", key) if len(key) >= 3 else None


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def words_en(text: str) -> list[str]:
    """The words of an English text, lower case, without diacritics."""
    low = text.lower()
    if not low.isascii():
        low = low.translate(EXTRA_LETTERS)
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return _WORD.findall(low)


@cache
def glossary(folder: Path = MODELS) -> Glossary:
    """The table that comes with the package. CorpusError where it is missing."""
    stored = read_table(folder, "glossary.npz")
    values = stored["values"].astype(np.uint32)
    return Glossary(
        keys=stored["keys"],
        begins=stored["begins"].astype(np.int64),
        ends=np.cumsum(stored["counts"], dtype=np.int64),
        values=np.asarray(values[:, 0] | values[:, 1] << 8 | values[:, 2] << 16, np.uint32),
    )
