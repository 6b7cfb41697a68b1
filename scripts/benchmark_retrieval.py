"""How often the encoder ranks a sentence's translation first: `python scripts/benchmark_retrieval.py --data FOLDER`.

Only the reported part of the development data is read (`partitions.py`). A pool holds unique pairs: a text that
recurs on either side has no single right answer. `csls` takes from every similarity half of what each side's
sentence has in common with its nearest neighbours (Conneau et al. 2018), so that no sentence is near to all.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from partitions import Pairs, documents, pairs

from corpus.alignment.encoder import EmbeddedEncoder, Encoder, embedded, normalise

NEIGHBOURS = 4
SHORT = 15  # characters of Japanese


def unique(given: Iterable[tuple[str, str]]) -> tuple[Pairs, Pairs]:
    """Pairs whose two texts each stand once (normalised), and the repeated rest with every different pair once."""
    different = {(normalise(ja), normalise(en)): (ja, en) for ja, en in given if ja.strip() and en.strip()}
    ja_count, en_count = Counter(ja for ja, _ in different), Counter(en for _, en in different)
    parts: tuple[Pairs, Pairs] = ([], [])
    for (ja, en), pair in different.items():
        parts[max(ja_count[ja], en_count[en]) > 1].append(pair)
    return parts


def pools(data: Path) -> dict[str, Pairs]:
    """The named pools of pairs, all of the reported part."""
    learned = {(normalise(ja), normalise(en)) for ja, en in pairs(data, "learn")}
    found: dict[str, Pairs] = {}
    for name, source in (("ud_pud", "dev/ud_pud"), ("kyoto", "dev/kyoto_documents"), ("ami_test", "dev/ami_test")):
        given = [pair for document in documents(data, "report", source=source) for pair in document.pairs]
        found[name], ambiguous = unique((ja, en) for ja, en in given if (normalise(ja), normalise(en)) not in learned)
        print(f"{name}: {len(given)} pairs, {len(found[name])} unique, {len(ambiguous)} more with repeated texts")
    found["short"], _ = unique((ja, en) for pool in list(found.values()) for ja, en in pool if len(ja) < SHORT)
    return found


def csls(similarity: NDArray[np.float32], k: int = NEIGHBOURS) -> NDArray[np.float32]:
    """Similarities (n, m) less half the mean of the k best of their row and of their column."""
    rows, columns = (np.sort(side, axis=1)[:, -k:].mean(1) for side in (similarity, similarity.T))
    return np.asarray(similarity - rows[:, None] / 2 - columns[None] / 2, np.float32)


def first(similarity: NDArray[np.float32]) -> float:
    """The share of rows whose greatest entry stands on the diagonal."""
    return float((similarity.argmax(1) == np.arange(len(similarity))).mean())


def report(encoder: Encoder, found: dict[str, Pairs]) -> None:
    """Prints P@1 of every pool in both directions."""
    print(f"{'pool':10} {'pairs':>6} {'ja->en':>7} {'en->ja':>7}   csls {'ja->en':>6} {'en->ja':>7}")
    for name, pool in found.items():
        similarity = encoder.encode([ja for ja, _ in pool]) @ encoder.encode([en for _, en in pool]).T
        figures = [first(side) for scores in (similarity, csls(similarity)) for side in (scores, scores.T)]
        print(f"{name:10} {len(pool):6} {figures[0]:7.3f} {figures[1]:7.3f} {figures[2]:13.3f} {figures[3]:7.3f}")


def speed(encoder: Encoder, given: Pairs) -> None:
    """Prints texts a second, for Japanese of 20 to 40 characters and for English of 50 to 100."""
    for language, texts in (
        ("ja", [ja for ja, _ in given if 20 <= len(ja) <= 40]),
        ("en", [en for _, en in given if 50 <= len(en) <= 100]),
    ):
        texts = (texts * (20_000 // len(texts) + 1))[:20_000]
        began = time.perf_counter()
        encoder.encode(texts)
        mean = sum(map(len, texts)) / len(texts)
        print(f"{language}: {len(texts) / (time.perf_counter() - began):,.0f} texts of {mean:.0f} characters a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--model", type=Path, help="another model's folder")
    given = parser.parse_args()
    encoder = EmbeddedEncoder(given.model) if given.model else embedded()
    print(f"model {encoder.digest}, {encoder.dimension} numbers a vector")
    found = pools(given.data)
    report(encoder, found)
    speed(encoder, [pair for pool in found.values() for pair in pool])


if __name__ == "__main__":
    main()
