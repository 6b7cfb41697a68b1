"""How well and how fast `corpus.align` aligns: `python scripts/benchmark_alignment.py --data FOLDER`.

Quality: documents of the reported part, disturbed as the tracks of `measuring/alignment_tracks.py` say, over some
seeds: strict and lax precision, recall and F1 as Vecalign's scorer counts them, F1 of the sentences without a
counterpart, and what is found of each type of bead. Cost: time and memory by length and for small pages, in fresh
processes on one core. `scripts/compare_aligners.py` puts others beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from measuring.alignment_tracks import CORPORA, TRACKS, Counts, bitexts, score
from partitions import documents
from tqdm import tqdm

import corpus
from corpus.alignment import model_digest

ROOT = Path(__file__).resolve().parent.parent
MACRO = ("kyoto", "pud")  # what the macro average is over
LENGTHS = (1_000, 2_000, 5_000, 20_000, 100_000)
PAGE, PAGES = (12, 8), 1_000  # sentences of a small page, and how many of them
TYPES = 8  # types of beads that are printed


def quality(data: Path, tracks: Sequence[str], corpora: Sequence[str], seeds: int) -> dict[tuple[str, str], Counts]:
    """What is found in each corpus on each track, over all seeds."""
    found: dict[tuple[str, str], Counts] = {}
    work = [(name, track, seed) for track in tracks for name in corpora for seed in range(seeds)]
    for name, track, seed in tqdm(work, desc="aligned", disable=None):
        total = found.get((name, track), Counts())
        for bitext in bitexts(data, "report", name, track, seed):
            total += score(bitext, [(bead.ja, bead.en) for bead in corpus.align(bitext.ja, bitext.en)])
        found[name, track] = total
    return found


def report(found: dict[tuple[str, str], Counts]) -> None:
    """Prints a line a corpus and track, and the macro average."""
    print(f"{'':10} {'strict: P':>10} {'R':>6} {'F1':>6}   {'lax: P':>7} {'R':>6} {'F1':>6}   unaligned F1")
    for track in dict.fromkeys(track for _, track in found):
        print(f"{track}: {TRACKS[track].about}")
        for name in dict.fromkeys(name for name, at in found if at == track):
            total = found[name, track]
            print(
                f"  {name:8} {total.strict.precision:10.3f} {total.strict.recall:6.3f} {total.strict.f1:6.3f}"
                f"   {total.lax.precision:7.3f} {total.lax.recall:6.3f} {total.lax.f1:6.3f}   {total.unaligned.f1:.3f}"
            )
            types = list(total.types.items())[:TYPES]
            print(" " * 11 + "  ".join(f"{kind} {total.ratio(kind).recall:.2f} of {count}" for kind, count in types))
        averaged = [found[name, track] for name in MACRO if (name, track) in found]
        if len(averaged) == len(MACRO):
            kinds = ("strict", "lax", "unaligned")
            strict, lax, unaligned = (np.mean([total.ratio(kind).f1 for total in averaged]) for kind in kinds)
            print(f"  {'macro':8} {'':10} {'':6} {strict:6.3f}   {'':7} {'':6} {lax:6.3f}   {unaligned:.3f}")


# Each runs alone in a fresh process on one core; texts come on standard input.
TIMED = f"""
import json, sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
import corpus
from measuring.memory import most_memory
ja, en = json.load(sys.stdin)
corpus.align(["一"], ["one"])
"""
LONG = TIMED + (
    "start = time.perf_counter()\nbeads = corpus.align(ja, en)\ntook = time.perf_counter() - start\n"
    "print(took, most_memory() / 2**20, sum(1 for bead in beads if bead.ja and bead.en))\n"
)
SHORT = TIMED + (
    f"pages = [(ja[at:at + {PAGE[0]}], en[at:at + {PAGE[1]}]) for at in range(0, {PAGES} * {PAGE[0]}, {PAGE[0]})]\n"
    "start = time.perf_counter()\n"
    "for page in pages: corpus.align(*page)\n"
    "print((time.perf_counter() - start) / len(pages))\n"
)


def alone(code: str, texts: tuple[list[str], list[str]]) -> list[float]:
    """The numbers that a piece of code prints, in a fresh process on one core."""
    one_core = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(texts), cwd=ROOT, env=one_core, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [float(number) for number in done.stdout.split()]


def costs(data: Path) -> None:
    """Prints time and memory by length, on documents one after the other (the part for learning is long enough)."""
    pairs = [pair for document in documents(data, "learn") for pair in document.pairs if all(map(str.strip, pair))]
    print(f"\n{'sentences':>12} {'seconds':>8} {'ms each':>8} {'memory':>9}   one core, encoding included")
    for length in LENGTHS:
        ja, en = (list(side) for side in zip(*pairs[:length], strict=True))
        seconds, memory, _ = alone(LONG, (ja, en))
        print(f"{length:12,} {seconds:8.2f} {1000 * seconds / length:8.3f} {memory:6.0f} MB", flush=True)
    ja, en = (list(side) for side in zip(*pairs[: PAGE[0] * PAGES], strict=True))
    seconds = alone(SHORT, (ja, en))[0]
    print(f"{PAGE[0]} x {PAGE[1]} sentences: {1000 * seconds:.2f} ms, mean of {PAGES}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tracks", default="".join(TRACKS), help="such as abc (%(default)s)")
    parser.add_argument("--corpora", nargs="*", default=list(CORPORA), choices=list(CORPORA))
    parser.add_argument("--only", choices=("quality", "costs"), help="not both")
    given = parser.parse_args(argv)
    print(f"model {model_digest()}")
    if given.only != "costs":
        report(quality(given.data, given.tracks, given.corpora, given.seeds))
    if given.only != "quality":
        costs(given.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
