"""How somebody is named, and the letters around that: slots of a table that says how likely such speaks.

Particles and verbs of saying (`nouns`) are what a grammar lists; writers have hundreds of ways more ("X 節が炸裂").
As with clauses (`edges`), runs of letters are hashed into a table of weights, learned from pages by
`scripts/train_speakers.py`: of a name's ends, of what stands before and behind it and ends its sentence where it is
named last, is subject last, or follows a rendering, and of how far that is. Letters around days and accounts are hashed
in the same way (`detail_signals`).
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction.hashing import Stored, load_weights
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.learned import MODELS
from corpus.types import Span

TABLE = MODELS / "wordings.npz"
SLOTS = 1 << 15
STEP = 0.04  # of a stored weight, in log-odds
LAST, SUBJECT, BEHIND = "last", "subject", "behind"  # how a noun stands to a rendering
_BEFORE, _AFTER = 8, 10  # letters around a noun that are looked at
_STOP = regex.compile(r"[。\n]")
_FAR = 120  # characters behind a noun in which its sentence ends
_FARTHEST = 6  # a distance as a power of two, beyond which all is as far
_ALIKE = (
    (regex.compile(r"[\p{Katakana}ー]+"), "ア"),
    (regex.compile(r"\p{Latin}+"), "a"),
    (regex.compile(r"\d+"), "0"),
)

Slots = NDArray[np.int64]
Array = NDArray[np.float64]


def table(path: Path = TABLE, size: int = SLOTS, script: str = "scripts/train_speakers.py") -> Stored:
    """Learned weights as they are stored, in steps (size,). CorpusError where they are missing or broken."""
    return load_weights(path, ("weights",), size, of="wordings", cure=f"learn it with {script}")[0]


def digest(weights: Stored) -> str:
    """12 hex digits of stored weights, by which what is learned on them names them."""
    return hashlib.sha256(weights.tobytes()).hexdigest()[:12]


def in_log_odds(stored: Stored) -> Array:
    """Weights that are stored in steps."""
    return np.asarray(stored, np.float64) * STEP


def slots_of(page: Nouns, name: str, nouns: Mapping[str, Noun], rendering: Span) -> Slots:
    """The slots of what is said of one who may speak in a rendering: of a name, and of how `nouns` for it stand.

    These are by `LAST`, `SUBJECT` and `BEHIND`. What a page was asked once it remembers.
    """
    known = page.slots
    if (named := f"named {name}") not in known:
        known[named] = hashed(_of_name(name))
    found = [known[named]]
    for how, noun in nouns.items():
        far = max(rendering.start - noun.span.end, noun.span.start - rendering.end, 0)
        near = min(_FARTHEST, int(math.log2(1 + far)))
        if (place := f"{how} {noun.span.start} {noun.span.end} {near}") not in known:
            behind = alike(page.text[noun.span.end : noun.span.end + 2])
            known[place] = hashed(f"{how} {what}" for what in (*_around(page.text, noun), f"far {near} {behind}"))
        found.append(known[place])
    return np.concatenate(found)


def _of_name(name: str) -> Iterator[str]:
    """The ends of a name, its pairs of letters, and what it is like."""
    for size in (1, 2, 3):
        yield f"ends {name[-size:]}"
        yield f"begins {name[:size]}"
    yield from (f"has {name[at : at + 2]}" for at in range(len(name) - 1))
    yield f"like {alike(name)[:12]}"


def _around(text: str, noun: Noun) -> Iterator[str]:
    """The letters before and behind a noun, those that end its sentence, and how the noun itself ends."""
    start, end = noun.span.start, noun.span.end
    before, behind = alike(text[max(0, start - _BEFORE) : start]), alike(text[end : end + _AFTER])
    stop = _STOP.search(text, end, end + _FAR)
    until = stop.start() if stop else len(text) if len(text) <= end + _FAR else end  # too far to be looked at
    tail = alike(text[max(end, until - _BEFORE) : until])
    yield from (f"behind {behind[:size]}" for size in (1, 2, 3, 4, 6))
    yield from (f"before {before[-size:]}" for size in (1, 2, 3))
    yield from (f"tail {tail[-size:]}" for size in (2, 3, 4, 6))
    yield from (f"form {noun.form[-size:]}" for size in (2, 3))


def alike(text: str) -> str:
    """The letters of a text, with one for each run of katakana, Latin letters and digits."""
    for kind, one in _ALIKE:
        text = kind.sub(one, text)
    return text


def hashed(told: Iterable[str], count: int = SLOTS) -> Slots:
    """The slots of what is told, among so many."""
    return np.array([zlib.crc32(what.encode("utf-8", "surrogatepass")) % count for what in told], np.int64)
