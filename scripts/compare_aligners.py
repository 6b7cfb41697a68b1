"""How our aligner does beside others: `scripts/compare_aligners.py --data FOLDER --hunalign PROGRAM --vecalign FOLDER
--bertalign FOLDER`; who is missing is named, and passed over.

Each peer of the table in `measuring/peers.py` is first tuned for every track and corpus of
`measuring/alignment_tracks.py`, on documents of the fitting part, so that it stands at its best; ours is not tuned
here. Then all of them align the same reported documents. Last come time and memory on long documents, each aligner in a
fresh process on one core. The vectors that peers read are ours, and so are the words and the dictionary of hunalign:
compared are the ways of aligning.
"""

from __future__ import annotations

import argparse
import os
import sys

ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
os.environ.update(ONE_CORE)  # before numpy is imported

import importlib.metadata
import json
import math
import platform
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
import numpy as np
from measuring.alignment_tracks import CORPORA, TRACKS, Bitext, Counts, Found, Setting, bitexts, disturbed, score
from measuring.peer_vectors import Runs
from measuring.peers import ANY, OURS, PEERS, Peer
from partitions import documents

from corpus import __version__
from corpus.alignment.learned.models import load_models

AVERAGED = ("kyoto", "pud")
PACKAGES = ("numpy", "numba", "scipy", "faiss-cpu", "nltk", "cython")
FITTED = (10, 300)  # sentences of Japanese of a document that peers are tuned on
SEED = 0  # of what they are tuned on


@dataclass(frozen=True)
class Extent:
    """How much is done."""

    fitted: int  # sentences of Japanese that a peer is tuned on
    reported: int  # and that are reported on, a corpus, track and seed
    seeds: int
    lengths: tuple[int, ...]  # sentences of the long documents


FULL, QUICK = Extent(1000, 1_000_000, 5, (5_000, 20_000)), Extent(300, 400, 1, (1_000,))


@dataclass(frozen=True)
class Choice:
    """Settings, the least score of a bead, and the strict F1 that they reached where they were chosen."""

    settings: dict[str, Setting]
    least: float
    f1: float

    def __str__(self) -> str:
        given = [f"{name} {value}" for name, value in self.settings.items()]
        return ", ".join(given if self.least == ANY else [*given, f"score at least {self.least}"])


@dataclass(frozen=True)
class Reached:
    """What an aligner reached on reported documents: counts a seed, and the number of documents without any bead."""

    choice: Choice
    seeds: tuple[Counts, ...]
    empty: int

    @property
    def f1(self) -> tuple[float, float, float]:
        """Strict, lax, and of sentences without a counterpart, over all seeds."""
        total = sum(self.seeds, Counts())
        return total.strict.f1, total.lax.f1, total.unaligned.f1


class Ready(NamedTuple):
    """A peer, its tool, and where it lies."""

    peer: Peer
    tool: Any
    place: Path


def ready(places: dict[str, Path | None]) -> dict[str, Ready]:
    """The aligners that are there; says of the others how to get them. Those without a place need none."""
    found: dict[str, Ready] = {}
    for name, peer in PEERS.items():
        place = places.get(name, Path())
        try:
            if place is None:
                raise FileNotFoundError
            found[name] = Ready(peer, peer.load(place), place)
        except (ImportError, OSError):
            print(f"{name} is not there and is left out: {peer.get}")
    return found


def heading(aligners: dict[str, Ready]) -> None:
    """Prints date, machine and versions."""
    cpus = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.*)", cpus.read_text()) if cpus.exists() else None
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {model[1] if model else platform.machine()}, {os.cpu_count()} cores"
    )
    print(f"taiyaku {__version__} ({commit(ROOT)}), model {load_models().digest}, Python {platform.python_version()}")
    peers = [f"{name} {commit(made.place)}" for name, made in aligners.items() if made.place != Path()]
    for package in PACKAGES:
        try:
            peers.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            peers.append(f"no {package}")
    print(", ".join(peers), flush=True)


def commit(place: Path) -> str:
    """The git commit that a file or folder stands at; of ours, also whether something was changed since."""
    folder = place if place.is_dir() else place.parent
    asked = ["git", "-C", str(folder), "describe", "--always", "--exclude=*", "--abbrev=12"]
    asked += ["--dirty"] if place == ROOT else []
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "commit unknown"


def some(found: Sequence[Bitext], most: int) -> list[Bitext]:
    """Documents in an order that is always the same, until they have so many sentences of Japanese."""
    chosen: list[Bitext] = []
    for at in np.random.default_rng(SEED).permutation(len(found)).tolist():
        if sum(len(bitext.ja) for bitext in chosen) < most:
            chosen.append(found[at])
    return chosen


def prepared(made: Ready, given: Sequence[Bitext]) -> list[Any]:
    """The documents as the peer reads them, for any settings."""
    found = [made.peer.prepare(made.tool, bitext, made.peer.largest()) for bitext in given]
    for sides in found:
        for side in sides if isinstance(sides, tuple) else ():
            if isinstance(side, Runs):
                side.vectors.setflags(write=False)
    return found


def counts(given: Sequence[Bitext], found: Sequence[Sequence[Found]], least: float) -> Counts:
    """What was found of the documents, leaving out beads below the least score."""
    total = Counts()
    for bitext, beads in zip(given, found, strict=True):
        total += score(bitext, [(ja, en) for ja, en, worth in beads if worth >= least])
    return total


def tuned(made: Ready, given: Sequence[Bitext]) -> Choice:
    """The settings with the best strict F1 on these documents; of equal ones the first."""
    if not made.peer.grid:
        return Choice({}, ANY, math.nan)
    ours, best = prepared(made, given), Choice({}, ANY, -1.0)
    for settings in made.peer.settings():
        found = made.peer.align(made.tool, ours, settings)
        for least in made.peer.least:
            f1 = counts(given, found, least).strict.f1
            if f1 > best.f1:
                best = Choice(settings, least, f1)
    return best


def reached(made: Ready, choice: Choice, reported: Sequence[Sequence[Bitext]]) -> Reached:
    """How well the documents of every seed are aligned with these settings."""
    seeds, empty = [], 0
    for given in reported:
        found = made.peer.align(made.tool, prepared(made, given), choice.settings)
        seeds.append(counts(given, found, choice.least))
        empty += sum(not any(ja and en for ja, en, _ in beads) for beads in found)
    return Reached(choice, tuple(seeds), empty)


def compared(data: Path, aligners: dict[str, Ready], track: str, corpus: str, extent: Extent) -> dict[str, Reached]:
    """Tunes the peers, and prints a line about each on the reported documents."""
    found = [bitext for bitext in bitexts(data, "fit", corpus, track, SEED) if FITTED[0] <= len(bitext.ja) <= FITTED[1]]
    fitting = some(found, extent.fitted)
    reported = [some(bitexts(data, "report", corpus, track, seed), extent.reported) for seed in range(extent.seeds)]
    every = [bitext for given in reported for bitext in given]
    ja, en, gold = (sum(map(len, side)) for side in zip(*((b.ja, b.en, b.gold) for b in every), strict=True))
    print(
        f"\n{corpus}, track {track}, seeds {extent.seeds}: {len(every)} documents, {ja} Japanese and {en} English "
        f"sentences, {gold} gold beads; tuned on {len(fitting)} documents\n"
        f"{'':10} strict    lax  unaligned  nothing found in  settings"
    )
    rows: dict[str, Reached] = {}
    for name, made in aligners.items():
        row = rows[name] = reached(made, tuned(made, fitting), reported)
        strict, lax, unaligned = row.f1
        print(f"{name:10} {strict:6.3f} {lax:6.3f} {unaligned:10.3f} {row.empty:17}  {row.choice}", flush=True)
    if OURS in rows and len(rows) > 1:
        best = max((name for name in rows if name != OURS), key=lambda name: rows[name].f1)
        leads = [mine.strict.f1 - its.strict.f1 for mine, its in zip(rows[OURS].seeds, rows[best].seeds, strict=True)]
        lead = rows[OURS].f1[0] - rows[best].f1[0]
        print(f"lead over {best}, strict: {lead:+.3f} ({min(leads):+.3f} to {max(leads):+.3f} by seed)", flush=True)
    return rows


def averages(found: dict[tuple[str, str], dict[str, Reached]], names: Sequence[str], tracks: str) -> None:
    """Prints the means over the corpora of `AVERAGED`, a track a column, and how far ours is before the best peer."""
    for at, kind in enumerate(("strict", "lax", "unaligned")):
        print(f"\n{kind + ' F1, mean of ' + ' and '.join(AVERAGED):34}" + "".join(f"{track:>8}" for track in tracks))
        means = {
            name: [sum(found[track, corpus][name].f1[at] for corpus in AVERAGED) / len(AVERAGED) for track in tracks]
            for name in names
        }
        for name, row in means.items():
            print(f"{name:34}" + "".join(f"{mean:8.3f}" for mean in row))
        if OURS in means and len(means) > 1:
            others = zip(*(row for name, row in means.items() if name != OURS), strict=True)
            leads = (mine - max(best) for mine, best in zip(means[OURS], others, strict=True))
            print(f"{'lead over the best peer':34}" + "".join(f"{lead:+8.3f}" for lead in leads), flush=True)


def costs(data: Path, aligners: dict[str, Ready], choices: dict[str, Choice], lengths: Sequence[int]) -> None:
    """Prints time and memory on long documents."""
    print(
        f"\nlong documents, track a, one core, load of the machine {os.getloadavg()[0]:.1f}; before aligning stands\n"
        "encoding or the like; hunalign is a process of its own, whose memory is told alone; strict F1 is on text\n"
        "that the vectors were learned from\n"
        f"{'':10} {'Japanese':>9} {'English':>8} {'before':>8} {'aligning':>9} {'memory':>9} {'strict':>7}"
    )
    for length in lengths:
        for name, made in aligners.items():
            choice = choices.get(name) or Choice(next(made.peer.settings()), ANY, math.nan)
            asked: dict[str, Any] = {"data": str(data.resolve()), "name": name, "place": str(made.place.resolve())}
            asked |= {"settings": choice.settings, "least": choice.least, "sentences": length}
            done = subprocess.run(
                [sys.executable, "-c", "from compare_aligners import alone; alone()"],
                input=json.dumps(asked),
                cwd=ROOT / "scripts", env=dict(os.environ, **ONE_CORE), check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            print(f"{name:10} {done.stdout.strip()}", flush=True)


def alone() -> None:
    """Measures one aligner on one long document, both told on standard input, and prints its line."""
    asked = json.load(sys.stdin)
    peer = PEERS[asked["name"]]
    tool, largest = peer.load(Path(asked["place"])), peer.largest(asked["settings"])
    short, long = (long_document(Path(asked["data"]), size) for size in (40, asked["sentences"]))
    # What is compiled or loaded on first use is no part of the figures.
    peer.align(tool, [peer.prepare(tool, short, largest)], asked["settings"])
    start = time.perf_counter()
    made = peer.prepare(tool, long, largest)
    before = time.perf_counter()
    counted = f"{len(long.ja):9,} {len(long.en):8,} {before - start:7.2f}s"
    try:
        found = peer.align(tool, [made], asked["settings"])
    except ValueError as error:
        print(f"{counted}  {str(error).split('. ')[0]}")
        return
    took = time.perf_counter() - before
    memory = peer.memory(tool) if peer.memory else most_memory()
    print(f"{counted} {took:8.2f}s {memory / 1024:6.0f} MB {counts([long], found, asked['least']).strict.f1:7.3f}")


def most_memory() -> int:
    """What this process used at most, kB."""
    most = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return int(most[1]) if most else 0


def long_document(data: Path, sentences: int) -> Bitext:
    """Documents of the learning part one after the other, about so many sentences a side after track a."""
    track = TRACKS["a"]
    wanted = int(sentences / (1 - track.merged) / (1 - track.dropped_ja))
    pairs: list[tuple[str, str]] = []
    for document in documents(data, "learn", source="train/kyoto_documents"):
        pairs += document.pairs
        if len(pairs) >= wanted:
            break
    return disturbed("long", pairs[:wanted], track, np.random.default_rng(SEED))


def main(argv: Sequence[str] | None = None) -> int:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--hunalign", type=Path, metavar="PROGRAM", help="the built program")
    parser.add_argument("--vecalign", type=Path, metavar="FOLDER", help="a checkout with its extension built in place")
    parser.add_argument("--bertalign", type=Path, metavar="FOLDER", help="a checkout")
    parser.add_argument("--seeds", type=int, help=f"how often each track is drawn ({FULL.seeds})")
    parser.add_argument("--tracks", default="".join(TRACKS), help="letters; none with ''")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--lengths", type=int, nargs="*", help=f"sentences of the long documents {FULL.lengths}")
    parser.add_argument("--quick", action="store_true", help="a small part of everything: does it run?")
    given = parser.parse_args(argv)
    plan = QUICK if given.quick else FULL
    lengths = plan.lengths if given.lengths is None else tuple(given.lengths)
    extent = Extent(plan.fitted, plan.reported, given.seeds or plan.seeds, lengths)
    aligners = ready({"hunalign": given.hunalign, "vecalign": given.vecalign, "bertalign": given.bertalign})
    heading(aligners)
    found: dict[tuple[str, str], dict[str, Reached]] = {}
    for track in given.tracks:
        print(f"\ntrack {track}: {TRACKS[track].about}")
        for corpus in given.corpora:
            found[track, corpus] = compared(given.data, aligners, track, corpus, extent)
    if given.tracks and set(AVERAGED) <= set(given.corpora):
        averages(found, list(aligners), given.tracks)
    first = next(iter(found.values()), {})
    if extent.lengths:
        costs(given.data, aligners, {name: row.choice for name, row in first.items()}, extent.lengths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
