"""Pools of unique pairs, and how often a matrix of scores ranks each text's own translation first (P@1).

A pool holds unique pairs: a text that recurs on either side has no single right answer. `csls` takes from every score
half of what each side's text has in common with its nearest neighbours (Conneau et al. 2018), so that no text is near
to all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pages.quotations import quotations
from partitions import Pairs, documents, pairs, renderings

from corpus.alignment.learned.encoder import lowered

Floats = NDArray[np.float32]

NEIGHBOURS = 2  # of 2, 4, 8 and 16 the best on the documents for fitting
SHORT = 15  # characters of Japanese
# Log-odds are fitted on pages, where more is unsure than in a pool; half and .7 of it did worse on the fitting part.
SHARPNESS = 1.7
OF_DOCUMENTS = {"ud_pud": "dev/ud_pud", "kyoto": "dev/kyoto_documents", "ami_test": "dev/ami_test"}


def unique(given: Iterable[tuple[str, str]]) -> tuple[Pairs, Pairs]:
    """Pairs whose two texts each stand once (normalised), and the repeated rest with every different pair once."""
    different = {(lowered(ja), lowered(en)): (ja, en) for ja, en in given if ja.strip() and en.strip()}
    ja_count, en_count = Counter(ja for ja, _ in different), Counter(en for _, en in different)
    parts: tuple[Pairs, Pairs] = ([], [])
    for (ja, en), pair in different.items():
        parts[max(ja_count[ja], en_count[en]) > 1].append(pair)
    return parts


def reported_pools(data: Path) -> dict[str, Pairs]:
    """The named pools of the reported part, without pairs that stand in training text.

    `short` is of all documents; the pools of quotations come behind it.
    """
    learned = {(lowered(ja), lowered(en)) for ja, en in (*pairs(data, "learn"), *renderings())}
    found: dict[str, Pairs] = {}
    for name, source in OF_DOCUMENTS.items():
        given = [pair for document in documents(data, "report", source=source) for pair in document.pairs]
        found[name], ambiguous = unique((ja, en) for ja, en in given if (lowered(ja), lowered(en)) not in learned)
        print(f"{name}: {len(given)} pairs, {len(found[name])} unique, {len(ambiguous)} more with repeated texts")
    found["short"], _ = unique((ja, en) for pool in list(found.values()) for ja, en in pool if len(ja) < SHORT)
    print(f"short: {len(found['short'])} pairs of them with Japanese under {SHORT} characters")
    for name, given in written_pools().items():
        found[name], _ = unique((ja, en) for ja, en in given if (lowered(ja), lowered(en)) not in learned)
        print(f"{name}: {len(found[name])} unique pairs of the quotations that are only reported on")
    return found


def written_pools() -> dict[str, Pairs]:
    """What is quoted in the entries that are only reported on, rendered closely, freely, and told by a reporter."""
    found: dict[str, Pairs] = {"close": [], "free": [], "told": []}
    for quotation in quotations("report"):
        for row in quotation.rows:
            for name, rendered in (("close", row["ja"]), ("free", row.get("free"))):
                if row["en"] and rendered:
                    found[name].append(("".join(rendered), " ".join(row["en"])))
        for told in quotation.reported:
            english = (text for row in told["rows"] for text in quotation.rows[row]["en"])
            found["told"].append((told["ja"], " ".join(english)))
    return found


def csls(scores: Floats, k: int = NEIGHBOURS) -> Floats:
    """Scores (n, m) less half the mean of the k best of their row and of their column."""
    rows, columns = (np.partition(side, -min(k, side.shape[1]), axis=1)[:, -k:].mean(1) for side in (scores, scores.T))
    return np.asarray(scores - rows[:, None] / 2 - columns[None] / 2, np.float32)


def balanced(log_odds: Floats, rounds: int = 20) -> Floats:
    """Log-odds (n, m) as logarithms of shares, whose rows and columns all sum to one: who goes with whom, all at once.

    Sinkhorn's algorithm, as in optimal transport (Cuturi 2013). It uses that each text of a pool has one partner there,
    as an aligner may and a search may not.
    """
    scores = log_odds * np.float32(SHARPNESS)
    for _ in range(rounds):
        for axis in (0, 1):
            most = scores.max(axis=axis, keepdims=True)
            scores = scores - most - np.log(np.exp(scores - most).sum(axis=axis, keepdims=True))
    return scores


def hits(scores: Floats) -> NDArray[np.bool_]:
    """Whether each row's greatest entry stands on the diagonal (n,)."""
    return np.asarray(scores.argmax(1) == np.arange(len(scores)))


def first(scores: Floats) -> float:
    """The share of rows whose greatest entry stands on the diagonal."""
    return float(hits(scores).mean())
