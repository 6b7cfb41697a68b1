"""The text that the embedded model is trained on: pools of pairs without what a development set contains.

Start at `gather`, which reads sentence pairs and dictionaries; `in_development` is the rule of what it leaves out, and
`share` lets it read a part of the sentences only, to try a variant in minutes. `written` reads what was written for
learning, `side` cuts a pool's texts into pieces of the vocabulary, `Settings` holds every number that was tried and
kept.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from learning.dictionaries import Pair, dictionary, jamdict
from numpy.typing import NDArray
from partitions import LEXICONS, PARTS, RENDERINGS, SENTENCES, Part, documents, loose_pairs, renderings

from corpus.alignment.learned.encoder import lowered, prepared
from corpus.store import sha256_hex
from corpus.types import CorpusError

Pools = dict[str, list[Pair]]
Counts = dict[str, dict[str, int]]  # of a source: pairs read, kept, held out
Held = tuple[frozenset[str], frozenset[str]]  # normalised Japanese and English sides
KYOTO = "kyoto_documents"
_DEVELOPMENT: tuple[Part, ...] = ("fit", "report")
TECHNICAL = ("python_docs", "tensorflow_docs", "software_messages", "electron_docs")


@dataclass(frozen=True)
class Settings:
    """What was tried and kept; `corpus/models/README.md` has the figures."""

    pieces: int = 32_000
    dimension: int = 512
    bits: int = 4
    epochs: int = 8
    batch: int = 2048
    temperature: float = 0.05
    rate: float = 0.01
    dropped: float = 0.1  # of a text's pieces, while training
    longest: int = 96  # pieces read of a text, while training
    seed: int = 20
    encyclopedic: int = 250_000  # pairs of a pool an epoch reads; the other sentence pools are read whole
    dictionary: int = 100_000
    tuning: int = 800  # steps over what was written for learning, among steps over the other sentences
    tuning_batch: int = 4096
    tuning_share: float = 0.4  # of the steps that are over the former
    tuning_rate: float = 0.0015
    tuning_dropped: float = 0.2
    vocabulary_sentences: int = 250_000  # texts of a pool that the vocabulary sees
    names: int = 60_000
    share: float = 1.0  # of the data folder's sentence pairs that are read; the rest is read whole
    entries: int = -1  # how many of JMdict and of JMnedict are read, from the first; -1 for all


@dataclass(frozen=True)
class Side:
    """One language's texts of a pool: their pieces in a row, where each text starts, and a key of each text."""

    pieces: NDArray[np.int32]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]


Sides = dict[str, tuple[Side, Side]]  # a pool: its Japanese and its English
_LANGUAGES, _ARRAYS = ("ja", "en"), ("pieces", "starts", "keys")
GOLD = "gold/"  # before the names of files that were written for learning, among the digests
WRITTEN, ENTRIES = "written", "dictionary"  # the pools of what was written for learning, and of what are no sentences

_MARKUP = (
    (re.compile(r":[\w:+.-]+:`([^`<]*?)\s*(?:<[^`>]*>)?`"), r"\1"),  # reST roles: :func:`~a.b`
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),  # Markdown links
    (re.compile(r"`([^`<]*?)\s*<[^`>]*>`_+"), r"\1"),  # reST links
    (re.compile(r"^\s*(?:[#>*+-]+|\d+\.)\s+|[`|]+|\*+(?=\S)|(?<=\S)\*+"), ""),  # marks of heads, lists, emphasis, code
)


def plain(text: str) -> str:
    """Technical text without the marks of reST and Markdown."""
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return text.strip()


def development(data: Path) -> Held:
    """What the development sets hold, normalised (NFKC, lower case)."""
    found = [d.pairs for part in _DEVELOPMENT for d in documents(data, part) if d.source.startswith("dev/")]
    sides = ({lowered(pair[side]) for pairs in found for pair in pairs} for side in (0, 1))
    ja, en = map(frozenset, sides)
    return ja, en


def in_development(ja: str, en: str, held: Held, *, entry: bool) -> bool:
    """Whether a normalised pair must be left out: a sentence pair when either side is held, an entry when both are."""
    known = (ja in held[0]) + (en in held[1])
    return known == 2 if entry else known > 0


def lexicons(data: Path, held: Held) -> Iterator[Pair]:
    """The entries of the lexicons as they are written, without those in a development set."""
    for _, ja, en in loose_pairs(data, LEXICONS):
        if not in_development(lowered(head_word(ja)), lowered(en), held, entry=True):
            yield ja, en


def head_word(ja: str) -> str:
    """The Japanese of a lexicon's entry without its notes."""
    return re.sub(r"《[^》]*》|\([^)]*\)", "", ja)


def shared(pairs: Iterable[Pair], share: float) -> Iterator[Pair]:
    """That share of the pairs, the same ones in any order."""
    for ja, en in pairs:
        if share >= 1 or zlib.crc32(f"{ja}\t{en}".encode("utf-8", "surrogatepass")) < share * (1 << 32):
            yield ja, en


def gather(data: Path, settings: Settings) -> tuple[Pools, Counts]:
    """The pools of training pairs, deduplicated, and for each source how many pairs were read, kept and held out.

    CorpusError where there are no sentence pairs at all.
    """
    held = development(data)
    pools: Pools = {"everyday": [], "technical": [], "encyclopedic": [], ENTRIES: []}
    counts: Counts = {}
    seen: set[Pair] = set()

    def take(source: str, pool: str, pairs: Iterable[Pair]) -> None:
        count = counts.setdefault(source, {"read": 0, "kept": 0, "held_out": 0})
        for ja, en in pairs:
            count["read"] += 1
            key = lowered(ja), lowered(en)
            out = in_development(*key, held, entry=pool == ENTRIES)
            count["held_out"] += out
            if not out and all(key) and key not in seen:
                seen.add(key)
                count["kept"] += 1
                pools[pool].append((ja, en))

    for name in SENTENCES:
        technical = name in TECHNICAL
        rows = ((plain(ja), plain(en)) if technical else (ja, en) for _, ja, en in loose_pairs(data, [name]))
        take(name, "technical" if technical else "everyday", shared(rows, settings.share))
    learned = (pair for document in documents(data, "learn") for pair in document.pairs)
    take(KYOTO, "encyclopedic", shared(learned, settings.share))
    for name in LEXICONS:
        take(name, ENTRIES, ((head_word(ja), en) for _, ja, en in loose_pairs(data, [name])))
    words = dictionary(jamdict(settings.entries), settings.names, settings.seed)
    take("jmdict_and_jmnedict", ENTRIES, words)
    if not any(pairs for pool, pairs in pools.items() if pool != ENTRIES):
        raise CorpusError("no sentence pairs: train/ must hold files that scripts/partitions.py names", path=data)
    return {pool: pairs for pool, pairs in pools.items() if pairs}, counts


def written(data: Path) -> tuple[Pools, Counts]:
    """The pool of renderings written for learning, all of them, but for those with a side in a development set.

    CorpusError where there are none.
    """
    held, read = development(data), list(renderings())
    free = [pair for pair in read if not in_development(lowered(pair[0]), lowered(pair[1]), held, entry=False)]
    kept = list(dict.fromkeys(free))
    if not kept:
        raise CorpusError("no renderings: there must be lines of English<TAB>Japanese<TAB>Japanese", path=RENDERINGS)
    return {WRITTEN: kept}, {"renderings": {"read": len(read), "kept": len(kept), "held_out": len(read) - len(free)}}


def to_lines(pools: Pools, counts: Counts) -> bytes:
    """JSON lines: the counts of each source, then [pool, Japanese, English]."""
    rows = ([pool, *pair] for pool, pairs in pools.items() for pair in pairs)
    lines = [json.dumps(counts), *(json.dumps(row, ensure_ascii=False) for row in rows)]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def from_lines(stored: bytes) -> tuple[Pools, Counts]:
    """The inverse of `to_lines`."""
    first, *lines = stored.decode("utf-8", "surrogatepass").split("\n")
    pools: Pools = {}
    for line in lines:
        pool, ja, en = json.loads(line)
        pools.setdefault(pool, []).append((ja, en))
    return pools, json.loads(first)


def side(model: bytes, texts: list[str], settings: Settings) -> Side:
    """Texts as pieces, without the unknown one (0)."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    rows: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 10_000):
        for row in processor.encode([prepared(text) for text in texts[start : start + 10_000]], num_threads=2):
            ids = np.array(row[: settings.longest], np.int32)
            rows.append(ids[ids > 0])
    keys = np.array([int.from_bytes(hashlib.blake2b(row.tobytes(), digest_size=7).digest(), "big") for row in rows])
    return Side(np.concatenate(rows), np.concatenate([[0], np.cumsum([len(row) for row in rows])]), keys)


def cut(pools: Pools, model: bytes, settings: Settings) -> dict[str, NDArray[Any]]:
    """Both sides of all pools as arrays that `sides` reads."""
    arrays: dict[str, NDArray[Any]] = {}
    for pool, pairs in pools.items():
        for language, texts in zip(_LANGUAGES, zip(*pairs, strict=True), strict=True):
            found = side(model, list(texts), settings)
            arrays |= {f"{pool}.{language}.{name}": getattr(found, name) for name in _ARRAYS}
    return arrays


def sides(path: Path) -> Sides:
    """The pools in a file of what `cut` gave."""
    with np.load(path, allow_pickle=False) as stored:
        pools = dict.fromkeys(name.partition(".")[0] for name in stored.files)

        def read(of: str) -> Side:
            return Side(*(stored[f"{of}.{name}"] for name in _ARRAYS))

        return {pool: (read(f"{pool}.ja"), read(f"{pool}.en")) for pool in pools}


def digests(data: Path) -> dict[str, str]:
    """What is read: the version of the dictionary package, and the sha256 of each file of text."""
    names = {*SENTENCES, *LEXICONS, KYOTO}
    try:
        train = sorted(path for path in (data / "train").iterdir() if path.name.partition(".")[0] in names)
        wanted = {file for _, file, _ in PARTS if file.startswith("dev/")}
        dev = sorted(path for path in (data / "dev").iterdir() if f"dev/{path.name.partition('.')[0]}" in wanted)
        named = {path.name: sha256_hex(path.read_bytes()) for path in train}
        named |= {f"dev/{path.name}": sha256_hex(path.read_bytes()) for path in dev}
        named |= {f"{GOLD}{path.name}": sha256_hex(path.read_bytes()) for path in sorted(RENDERINGS.glob("*.tsv"))}
    except OSError as error:
        raise CorpusError(
            f"no training data ({error}); give the folder that holds train/ and dev/", path=data
        ) from error
    return {"jamdict-data": importlib.metadata.version("jamdict-data"), **named}
