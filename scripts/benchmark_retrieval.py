"""How often a text's translation is ranked first, and at what cost: `scripts/benchmark_retrieval.py --data FOLDER`.

Only the reported part of the development data and of the written quotations is read. Printed are the encoder alone,
every signal alone and the fitted score over all of them: plain, with CSLS, choosing all at once, in both directions,
and by length of the Japanese; then speed, load time and memory, in fresh processes on one core (the score matrix on all
as well).
`scripts/ablate_signals.py` says what each signal is worth.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from measuring.retrieval import OF_DOCUMENTS, Floats, balanced, csls, first, hits, reported_pools
from partitions import Pairs

from corpus.alignment.comparing.facing import Facing, facing_texts
from corpus.alignment.comparing.signals import LOCAL, text_score
from corpus.alignment.learned.coefficients import coefficients
from corpus.alignment.learned.models import Models, coefficients_path, load_encoder, load_models
from corpus.learned import MODELS

ROOT = Path(__file__).resolve().parent.parent
BANDS = ((0, 15), (15, 30), (30, 60), (60, 10_000))  # characters of Japanese


def facing(pool: Pairs, models: Models) -> Facing:
    """All Japanese texts of a pool against all English ones."""
    return facing_texts([ja for ja, _ in pool], [en for _, en in pool], models)


def both_ways(scores: Floats) -> str:
    """P@1 plain and with CSLS, from Japanese and from English."""
    return "   ".join(f"{first(side):.3f} {first(side.T):.3f}" for side in (scores, csls(scores)))


def report(found: dict[str, Pairs], models: Models) -> None:
    """Prints the encoder alone and the score, each signal alone, and the score by length."""
    fitted = coefficients(coefficients_path(models))
    bands: dict[tuple[int, int], list[bool]] = {band: [] for band in BANDS}
    print(f"\n{'':18} {'pairs':>5}   ja->en en->ja   csls: ja->en en->ja   all at once")
    for name, pool in found.items():
        both = facing(pool, models)
        score = text_score(both, fitted.local)
        print(f"{name:10} encoder {len(pool):5}   {both_ways(both.similarity)}")
        at_once = balanced(score)
        print(
            f"{name:10} score   {len(pool):5}   {both_ways(score)}   {first(at_once):.3f} {first(at_once.T):.3f}",
            flush=True,
        )
        if name in OF_DOCUMENTS:
            for (ja, _), hit in zip(pool, hits(csls(score)), strict=True):
                band = next(b for b in BANDS if b[0] <= len(ja) < b[1])
                bands[band].append(bool(hit))
    print("\nscore with CSLS, ja->en, by characters of Japanese, all three pools")
    for (low, high), band_hits in bands.items():
        print(f"{low:3} to {high - 1:4}  {np.mean(band_hits):.3f}  of {len(band_hits)}")


def each_signal(found: dict[str, Pairs], models: Models) -> None:
    """Prints P@1 with CSLS, ja->en and en->ja, of every signal alone."""
    names = ("ud_pud", "ami_test", "short")
    print(f"\n{'signal, csls':22}" + "".join(f"{name:>14}" for name in names))
    sides = [facing(found[name], models) for name in names]
    for signal, (_, compute) in LOCAL.items():
        cells = [csls(compute(side)) for side in sides]
        print(f"{signal:22}" + "".join(f"   {first(cell):.3f} {first(cell.T):.3f}" for cell in cells), flush=True)


# Each of these runs alone in a fresh process on one core and prints its own line.
COSTS = {
    "import corpus": ("import time; t = time.perf_counter(); import corpus; print(f'{time.perf_counter() - t:.3f} s')"),
    "first score, from start": (
        "import time; t = time.perf_counter(); import corpus; corpus.score('雨が降っています。', 'It is raining.')\n"
        "print(f'{time.perf_counter() - t:.2f} s')"
    ),
    "memory after it": ("corpus.score('雨が降っています。', 'It is raining.'); print(peak())"),
    "encoding Japanese": (
        "texts = [ja for ja, _ in pairs if 25 <= len(ja) <= 35]; texts = (texts * 40)[:20_000]\n"
        "model.encode(texts[:100]); t = time.perf_counter(); model.encode(texts); t = time.perf_counter() - t\n"
        "print(f'{len(texts) / t:,.0f} texts, {sum(map(len, texts)) / t:,.0f} characters a second '\n"
        "      f'({sum(map(len, texts)) / len(texts):.0f} characters each)')"
    ),
    "encoding English": (
        "texts = [en for _, en in pairs if 60 <= len(en) <= 90]; texts = (texts * 40)[:20_000]\n"
        "model.encode(texts[:100]); t = time.perf_counter(); model.encode(texts); t = time.perf_counter() - t\n"
        "print(f'{len(texts) / t:,.0f} texts, {sum(map(len, texts)) / t:,.0f} characters a second '\n"
        "      f'({sum(map(len, texts)) / len(texts):.0f} characters each)')"
    ),
    "score matrix": (
        "ja, en = ([pair[side] for pair in (pairs * 2)[:2000]] for side in (0, 1)); corpus.score('一', 'one')\n"
        "t = time.perf_counter(); corpus.score_matrix(ja, en); t = time.perf_counter() - t\n"
        "print(f'{t:.2f} s for {len(ja)} x {len(en)},', peak(), 'at most')"
    ),
}
PREPARED = (
    "import json, sys, time, corpus; pairs = json.load(sys.stdin); model = corpus.load_encoder()\n"
    f"sys.path.insert(0, {str(Path(__file__).parent)!r}); from measuring.memory import most_memory\n"
    "def peak(): return f'{most_memory() / 2**20:.0f} MB'\n"
)


def costs(pool: Pairs) -> None:
    """Prints size, times and memory of the package's own model."""
    import json

    size = sum(path.stat().st_size for path in MODELS.iterdir() if path.suffix in (".npz", ".model", ".json"))
    print(f"\n{'files of the model':24} {size / 1e6:.1f} MB")
    one_core = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    runs = [(name, code, one_core) for name, code in COSTS.items()]
    for name, code, environment in (*runs, ("the same on all cores", COSTS["score matrix"], dict(os.environ))):
        code = code if code.startswith("import") else PREPARED + code
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(pool), cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        print(f"{name:24} {done.stdout.strip()}", flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--encoder", default="embedded", help="or sentence-transformers:NAME_OR_PATH")
    given = parser.parse_args(argv)
    models = load_models(load_encoder(given.encoder))
    print(f"encoder {models.encoder.name}, model {models.digest}")
    found = reported_pools(given.data)
    report(found, models)
    each_signal(found, models)
    costs([pair for name, pool in found.items() if name in OF_DOCUMENTS for pair in pool])
    return 0


if __name__ == "__main__":
    sys.exit(main())
