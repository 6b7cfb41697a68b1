"""Train the embedded model: `python scripts/train_model.py --data FOLDER --out corpus/models`.

In order: `gather` reads sentence pairs and dictionaries and leaves out what a development set contains; `vocabulary`
learns one sentencepiece model for both languages; `vectors` learns one vector and one weight a piece, so that the
weighted sum of a sentence's pieces points where its translation's does; `write` rounds them to few bits.

The objective is the symmetric cross-entropy over in-batch negatives of contrastive dual encoders (InfoNCE). Batches
come from one pool each (everyday, technical, encyclopedic, dictionary), so that the negatives are of the pair's own
kind and hard; equal texts in a batch are no negatives. Needs the extra `[train]`; two cores, some 12 minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import io
import json
import random
import re
import sqlite3
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from partitions import LEXICONS, SENTENCES, documents, loose_pairs

from corpus.alignment.encoder import normalise, pack, prepared

Pair = tuple[str, str]
KYOTO = "kyoto_documents"
TECHNICAL = ("python_docs", "tensorflow_docs", "software_messages", "electron_docs")


@dataclass(frozen=True)
class Settings:
    """What was tried and kept; `corpus/models/README.md` has the figures."""

    pieces: int = 32_000
    dimension: int = 384
    bits: int = 3
    epochs: int = 5
    batch: int = 2048
    temperature: float = 0.05
    rate: float = 0.01
    dropped: float = 0.1  # of a text's pieces, while training
    longest: int = 96  # pieces read of a text, while training
    seed: int = 20
    encyclopedic: int = 250_000  # pairs of a pool an epoch reads; the other sentence pools are read whole
    dictionary: int = 100_000
    vocabulary_sentences: int = 250_000  # texts of a pool that the vocabulary sees
    names: int = 60_000


@dataclass(frozen=True)
class Side:
    """One language's texts of a pool: their pieces in a row, where each text starts, and a key of each text."""

    pieces: NDArray[np.int32]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]


# --- text ------------------------------------------------------------------------------------------------------------

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


def dictionary(names: int, seed: int) -> Iterator[Pair]:
    """(head word, gloss) of JMdict, and a sample of JMnedict's foreign names, places, companies and organisations."""
    import jamdict_data

    base = sqlite3.connect(f"file:{jamdict_data.JAMDICT_DB_PATH}?mode=ro", uri=True)
    heads: dict[int, list[str]] = {}
    for table, most in (("Kanji", 2), ("Kana", 1)):
        for entry, text in base.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):
            if len(heads.setdefault(entry, [])) < most or (table == "Kana" and not heads[entry]):
                heads[entry].append(text)
    seen: dict[int, int] = {}
    glosses = (
        "SELECT idseq, sid, text FROM SenseGloss JOIN Sense ON sid = Sense.ID WHERE lang = 'eng'"
        " ORDER BY sid, SenseGloss.rowid"
    )
    for entry, sense, gloss in base.execute(glosses):
        gloss = re.sub(r"\s*\([^)]*\)\s*", " ", gloss).strip()
        seen[sense] = seen.get(sense, 0) + 1
        if gloss and seen[sense] <= 3:
            yield from ((head, gloss) for head in heads[entry])
    foreign = (
        "SELECT NEKana.text, NETransGloss.text FROM NEKana JOIN NETranslation USING (idseq)"
        " JOIN NETransGloss ON tid = NETranslation.ID WHERE NEKana.idseq NOT IN (SELECT idseq FROM NEKanji)"
        " ORDER BY NEKana.ID, NETransGloss.rowid"
    )
    katakana = ((kana, gloss) for kana, gloss in base.execute(foreign) if "\u30a0" <= kana[0] <= "\u30ff")
    found = [(kana, re.sub(r"\s*\([^)]*\)", "", gloss)) for kana, gloss in katakana]
    yield from random.Random(seed).sample(found, min(names, len(found)))


def gather(data: Path, settings: Settings) -> tuple[dict[str, list[Pair]], dict[str, dict[str, int]]]:
    """The pools of training pairs, deduplicated, and for each source how many pairs were read, kept and held out.

    A sentence pair is held out when either side stands in a development set (NFKC, lower case); a dictionary entry
    when both do.
    """
    held: tuple[set[str], set[str]] = (set(), set())
    for part in ("fit", "report"):
        for document in documents(data, part):
            if document.source.startswith("dev/"):
                for ja, en in document.pairs:
                    held[0].add(normalise(ja))
                    held[1].add(normalise(en))
    pools: dict[str, list[Pair]] = {"everyday": [], "technical": [], "encyclopedic": [], "dictionary": []}
    counts: dict[str, dict[str, int]] = {}
    seen: set[Pair] = set()

    def take(source: str, pool: str, pairs: Iterable[Pair]) -> None:
        count = counts.setdefault(source, {"read": 0, "kept": 0, "held_out": 0})
        for ja, en in pairs:
            count["read"] += 1
            key = normalise(ja), normalise(en)
            known = (key[0] in held[0]) + (key[1] in held[1])
            out = known == 2 if pool == "dictionary" else known > 0
            count["held_out"] += out
            if not out and all(key) and key not in seen:
                seen.add(key)
                count["kept"] += 1
                pools[pool].append((ja, en))

    for name in SENTENCES:
        technical = name in TECHNICAL
        rows = ((plain(ja), plain(en)) if technical else (ja, en) for _, ja, en in loose_pairs(data, [name]))
        take(name, "technical" if technical else "everyday", rows)
    take(KYOTO, "encyclopedic", (pair for document in documents(data, "learn") for pair in document.pairs))
    for name in LEXICONS:
        entries = ((re.sub(r"《[^》]*》|\([^)]*\)", "", ja), en) for _, ja, en in loose_pairs(data, [name]))
        take(name, "dictionary", entries)
    take("jmdict_and_jmnedict", "dictionary", dictionary(settings.names, settings.seed))
    return pools, counts


# --- vocabulary ------------------------------------------------------------------------------------------------------


def vocabulary(pools: dict[str, list[Pair]], settings: Settings) -> bytes:
    """A sentencepiece unigram model for both languages; the text comes normalised, so it holds no rules of its own."""
    import sentencepiece

    rng = random.Random(settings.seed)
    each = settings.vocabulary_sentences // 2
    sampled = [pair for pairs in pools.values() for pair in rng.sample(pairs, min(each, len(pairs)))]
    rng.shuffle(sampled)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([prepared(text).decode("utf-8") for pair in sampled for text in pair]),
        model_writer=model,
        vocab_size=settings.pieces,
        model_type="unigram",
        character_coverage=0.9995,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        max_sentence_length=2000,
        bos_id=-1,
        eos_id=-1,
        num_threads=2,
        minloglevel=2,
    )
    return model.getvalue()


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


# --- vectors ---------------------------------------------------------------------------------------------------------


def batches(
    pools: dict[str, tuple[Side, Side]], settings: Settings, rng: np.random.Generator
) -> list[tuple[str, NDArray[Any]]]:
    """One epoch: (pool, its rows) for every step, each of one pool, in random order."""
    steps = []
    for name, (ja, _) in pools.items():
        limit = {"encyclopedic": settings.encyclopedic, "dictionary": settings.dictionary}.get(name, len(ja.keys))
        order = rng.permutation(len(ja.keys))[:limit]
        steps += [(name, rows) for rows in np.array_split(order, max(1, len(order) // settings.batch))]
    return [steps[index] for index in rng.permutation(len(steps))]


def bags(
    pool: tuple[Side, Side], rows: NDArray[Any], dropped: float, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """The pieces of some pairs' texts, first Japanese, then English, and where each text starts: an embedding bag."""
    pieces, counts = [], []
    for texts in pool:
        starts, lengths = texts.starts[rows], texts.starts[rows + 1] - texts.starts[rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts, lengths)
        kept = rng.random(len(at)) >= dropped
        pieces.append(texts.pieces[at[kept]].astype(np.int64))
        counts.append(np.bincount(owner[kept], minlength=len(rows)))
    sizes = np.concatenate(counts)
    return torch.from_numpy(np.concatenate(pieces)), torch.from_numpy(np.cumsum(sizes) - sizes)


def vectors(pools: dict[str, tuple[Side, Side]], settings: Settings) -> NDArray[np.float32]:
    """Weighted vectors of all pieces (pieces, d)."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    counted = np.zeros(settings.pieces)
    for name, pool in pools.items():
        if name != "dictionary":
            counted += sum(np.bincount(texts.pieces, minlength=settings.pieces) for texts in pool)
    # Smooth inverse frequency (Arora et al. 2017) is where the weights begin; training moves them.
    start = np.log(1e-3 / (1e-3 + counted / counted.sum()))
    table = torch.randn(settings.pieces, settings.dimension) / settings.dimension**0.5
    first, second = torch.zeros_like(table), torch.zeros_like(table)  # Adam's two moments, of the rows in use only
    weight = torch.nn.Parameter(torch.from_numpy(start.astype(np.float32)))
    optimiser = torch.optim.Adam([weight], lr=settings.rate)
    plan = [step for _ in range(settings.epochs) for step in batches(pools, settings, rng)]
    shown: dict[str, float] = {}
    for number, (name, rows) in enumerate(progress := tqdm(plan, desc="vectors", mininterval=5)):
        rate = optimiser.param_groups[0]["lr"] = settings.rate * (1 - number / len(plan))
        ids, offsets = bags(pools[name], rows, settings.dropped, rng)
        used, local = torch.unique(ids, return_inverse=True)
        sub = table[used].requires_grad_()
        summed = torch.nn.functional.embedding_bag(
            local, sub, offsets, mode="sum", per_sample_weights=weight[used].exp()[local]
        )
        found = torch.nn.functional.normalize(summed, dim=1).chunk(2)
        ja, en = (texts.keys[rows] for texts in pools[name])
        same = torch.from_numpy((ja[:, None] == ja) | (en[:, None] == en)).fill_diagonal_(False)
        logits = (found[0] @ found[1].T / settings.temperature).masked_fill(same, -1e4)
        target = torch.arange(len(rows))
        entropy = torch.nn.functional.cross_entropy
        loss = (entropy(logits, target) + entropy(logits.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        assert sub.grad is not None
        first[used] = one = first[used] * 0.9 + sub.grad * 0.1
        second[used] = two = second[used] * 0.999 + sub.grad**2 * 0.001
        step = rate * (1 - 0.999 ** (number + 1)) ** 0.5 / (1 - 0.9 ** (number + 1))
        table[used] -= step * one / (two.sqrt() + 1e-8)
        shown[name] = 0.9 * shown.get(name, loss.item()) + 0.1 * loss.item()
        progress.set_postfix({key[:4]: f"{value:.3f}" for key, value in shown.items()}, refresh=False)
    learned = (table * weight.exp()[:, None]).detach().numpy()
    learned[0] = 0  # the unknown piece says nothing
    return np.asarray(learned, np.float32)


def digests(data: Path) -> dict[str, str]:
    """What was read: the version of the dictionary package, and the sha256 of each file of `train/`."""
    names = (*SENTENCES, *LEXICONS, KYOTO)
    files = sorted(path for path in (data / "train").iterdir() if path.name.partition(".")[0] in names)
    named = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {"jamdict-data": importlib.metadata.version("jamdict-data"), **named}


# --- files -----------------------------------------------------------------------------------------------------------


def packed(**arrays: NDArray[Any]) -> bytes:
    """Arrays as an `.npz` without the time of day, which `numpy.savez` writes into it: equal arrays are equal files."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue())
    return stored.getvalue()


def write(
    out: Path,
    model: bytes,
    learned: NDArray[np.float32],
    settings: Settings,
    counts: dict[str, dict[str, int]],
    read: dict[str, str],
) -> None:
    """`vocabulary.model`, `vectors.npz` (bit planes and row scales) and `model.json`, which names both by sha256."""
    planes, scales = pack(learned, settings.bits)
    files = {"vocabulary.model": model, "vectors.npz": packed(planes=planes, scales=scales)}
    named = {
        "format": 1,
        "dimension": settings.dimension,
        "bits": settings.bits,
        "pieces": settings.pieces,
        "bytes": {name: len(content) for name, content in files.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "settings": asdict(settings),
        "pairs": counts,
        "data": read,
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in {**files, "model.json": (json.dumps(named, indent=2) + "\n").encode()}.items():
        (out / (name + ".new")).write_bytes(content)
        (out / (name + ".new")).replace(out / name)
    print(f"{out}: {sum(map(len, files.values())) / 1e6:.2f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--out", type=Path, required=True, help="where the model's files go")
    defaults = asdict(Settings())
    for name, value in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    given = vars(parser.parse_args())
    settings = Settings(**{name: given[name] for name in defaults})
    torch.set_num_threads(2)
    began = time.monotonic()
    pools, counts = gather(given["data"], settings)
    for source, count in counts.items():
        print(f"{source:20} read {count['read']:7}, kept {count['kept']:7}, in a development set {count['held_out']:5}")
    model = vocabulary(pools, settings)
    print(f"vocabulary after {time.monotonic() - began:.0f} s")
    sides = {
        name: (side(model, [ja for ja, _ in pairs], settings), side(model, [en for _, en in pairs], settings))
        for name, pairs in pools.items()
    }
    print(f"pieces after {time.monotonic() - began:.0f} s")
    learned = vectors(sides, settings)
    write(given["out"], model, learned, settings, counts, digests(given["data"]))
    print(f"done after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
