"""Fit the weights of the signals and the map to a confidence: `python scripts/calibrate.py --data FOLDER`.


Everything is fitted on made pages (`make_pages.py`) from the documents that maps may see: the score of two texts, the
score of a bead in its place, and, on pages of other documents, the map from that score to a probability. Then the
calibration error is printed on pages from the documents that are only reported on. Writes
`corpus/models/coefficients.json`. Logistic regression with a ridge, by Newton's method: convex, so no seed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import numpy as np
from gold import covered
from make_pages import pages
from numpy.typing import NDArray
from page_writer import Writer
from partitions import Document, documents
from tqdm import tqdm

from corpus.alignment.encoder import MODEL, embedded
from corpus.alignment.model import Coefficients, Linear, Trees
from corpus.alignment.page import (
    BODY_EN,
    BODY_JA,
    TITLE_EN,
    TITLE_JA,
    Candidates,
    candidates,
    choose,
    judged,
    local_signals,
)
from corpus.alignment.runs import Runs, runs_of
from corpus.alignment.signals import LOCAL, Facing
from corpus.extraction import extract
from corpus.types import Article, Passage, Source, Span

Array = NDArray[np.float64]
MOST = 4
RIDGE = 1.0
TOUCHING = 0.5
BODY, TITLE = (BODY_JA, BODY_EN), (TITLE_JA, TITLE_EN)

# What the model of a bead weighs besides the signals of its texts, and which way each may move it: +1 only up, -1 only
# down, 0 either. The headline has no neighbours and no form.
DIRECTIONS = {
    "local": 1, "margin_en": 1, "margin_ja": 1, "longer_rival_en": 1, "shorter_rival_en": 1, "longer_rival_ja": 1,
    "shorter_rival_ja": 1, "gain_longer_en": 1, "gain_shorter_en": 1, "gain_longer_ja": 1, "gain_shorter_ja": 1,
    "halves": -1, "before": 1, "behind": 1, "company": 1, "speaker": 1, "form": 1, "claimed": -1, "near": 1,
    "between": -1, "whole": 0, "same_offset": 1, "same_end": 1, "ja_sentences": 0, "en_sentences": 0, "quoted": 0,
    "reporting": -1, "leading": -1,
    "cut": 0, "cut_text": 1, "source_title": 0, "similarity": 1, "similarity_evidence": 0, "covered_ja": 1,
    "covered_en": 1, "evidence": 0, "numbers": 1, "numbers_only_ja": -1, "numbers_only_en": -1, "names": 1,
    "names_only_ja": -1, "latin": 1, "latin_only_ja": -1, "longer_en": 0, "longer_ja": 0,
}  # fmt: skip
NO_HEADLINE = frozenset({
    "halves", "before", "behind", "company", "speaker", "form", "claimed", "near", "between", "whole", "same_offset",
    "same_end", "quoted", "cut", "cut_text",
})  # fmt: skip
# What depends on the scores of other beads, and so is computed again over the first opinion.
OF_OTHERS = (
    "margin_en", "margin_ja", "longer_rival_en", "shorter_rival_en", "longer_rival_ja", "shorter_rival_ja", "halves",
    "before", "behind", "company",
)  # fmt: skip
TREES, LEAVES, RATE = 160, 24, 0.07


@dataclass(frozen=True)
class Made:
    """A made page, extracted."""

    page: Writer
    passages: tuple[Passage, ...]
    gold: tuple[tuple[frozenset[int], frozenset[int], bool], ...]


def extracted(found: Sequence[Document], count: int, seed: int) -> Iterator[Made]:
    """Made pages from documents, with their gold as sets of characters."""
    for page in tqdm(pages(found, count, seed), total=count, desc="pages", disable=None):
        article = Article("made", page.text, Source(), "", "utf-8", Path("made.txt"))
        gold = tuple(
            (
                covered(page.text, [Span(*span) for span in row["ja"]]),  # type: ignore[attr-defined]
                covered(page.text, [Span(*span) for span in row["en"]]),  # type: ignore[attr-defined]
                bool(row["headline"]),
            )
            for row in page.pairs
        )
        yield Made(page, extract(article).passages, gold)


def runs(made: Made, roles: tuple[frozenset[str], frozenset[str]]) -> tuple[Runs, Runs]:
    """The runs of both sides of a page."""
    ja, en = (
        runs_of([p for p in made.passages if p.language == language and p.role in role], [made.page.text], MOST)
        for language, role in zip(("ja", "en"), roles, strict=True)
    )
    return ja, en


def characters(made: Made, side: Runs) -> list[frozenset[int]]:
    """What each run covers."""
    each = [covered(made.page.text, [sentence.span]) for sentence in side.sentences]
    return [frozenset().union(*each[int(a) : int(b)]) for a, b in zip(side.first, side.end, strict=True)]


def labels(
    made: Made, ja: Runs, en: Runs, cells: Sequence[tuple[int, int]], *, strictly: bool, headline: bool
) -> Array:
    """1 where a cell is a gold pair: the very same characters, or nearly (four fifths of all in common)."""
    a, b = characters(made, ja), characters(made, en)
    gold = [(x, y) for x, y, titled in made.gold if titled == headline or headline]
    exact = set(gold)

    def near(x: frozenset[int], y: frozenset[int]) -> bool:
        return 5 * len(x & y) >= 4 * len(x | y)

    return np.array(
        [
            float((a[j], b[e]) in exact or (not strictly and any(near(a[j], x) and near(b[e], y) for x, y in gold)))
            for j, e in cells
        ]
    )


# --- fitting ----------------------------------------------------------------------------------------------------------


def logistic(x: Array, y: Array, weight: Array, names: Sequence[str]) -> Linear:
    """Weighted logistic regression with a ridge on standardised columns, by Newton's method."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread < 1e-9] = 1.0
    design = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    beta = np.zeros(design.shape[1])
    ridge = np.diag([0.0, *[RIDGE] * x.shape[1]])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weight * (y - p)) - ridge @ beta
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    slopes = beta[1:] / spread
    return Linear(
        round(float(beta[0] - slopes @ mean), 6),
        {name: round(float(s), 6) for name, s in zip(names, slopes, strict=True)},
    )


def fit_local(made: Sequence[Made], rng: np.random.Generator) -> Linear:
    """The score of two texts: gold pairs against the most similar other runs of their page, and some at random."""
    rows, truth, weight = [], [], []
    for page in made:
        ja, en = runs(page, BODY)
        if not len(ja) or not len(en):
            continue
        signals = local_signals(Facing(ja, en, embedded()))
        stack = np.stack([signals[name] for name in LOCAL], axis=-1)
        a, b = characters(page, ja), characters(page, en)
        gold = {(x, y) for x, y, titled in page.gold if not titled}
        places = {(j, e) for j, x in enumerate(a) for e, y in enumerate(b) if (x, y) in gold}
        # Against each gold pair: the runs most like its own two, and some at random.
        for j, e in sorted(places):
            near = {(j, int(other)) for other in np.argsort(-stack[j, :, 0], kind="stable")[:4]}
            near |= {(int(other), e) for other in np.argsort(-stack[:, e, 0], kind="stable")[:4]}
            places |= (
                near
                | {(j, int(rng.integers(len(en)))) for _ in range(4)}
                | {(int(rng.integers(len(ja))), e) for _ in range(4)}
            )
        places |= {(int(rng.integers(len(ja))), int(rng.integers(len(en)))) for _ in range(8)}
        for j, e in sorted(places):
            right = (a[j], b[e]) in gold
            # A run with a sentence too much is no wrong translation but a worse one: it teaches less.
            touches = not right and any(a[j] & x and b[e] & y for x, y in gold)
            rows.append(stack[j, e])
            truth.append(float(right))
            weight.append(TOUCHING if touches else 1.0)
    x, y, w, names = np.array(rows, np.float64), np.array(truth), np.array(weight), list(LOCAL)
    while True:
        fitted = logistic(x[:, [list(LOCAL).index(name) for name in names]], y, w, names)
        # A weight against its direction is an accident of signals that go together: the worst goes, the rest is fitted.
        wrong = {name: abs(weight) for name, weight in fitted.weights.items() if weight * DIRECTIONS.get(name, 0) < 0}
        if not wrong:
            return fitted
        names.remove(max(wrong, key=lambda name: wrong[name] * float(x[:, list(LOCAL).index(name)].std())))


def thought_of(made: Made, roles: tuple[frozenset[str], frozenset[str]], local: Linear) -> Candidates | None:
    """The candidates of a page."""
    return candidates(made.passages, [made.page.text], roles, MOST, embedded(), local)


def directions(*, headline: bool, second: bool) -> dict[str, int]:
    """The signals an opinion weighs; the second also sees what the first says of the other beads."""
    first = {name: way for name, way in DIRECTIONS.items() if not (headline and name in NO_HEADLINE)}
    return first | ({"again": 1} | {f"again_{name}": DIRECTIONS[name] for name in OF_OTHERS} if second else {})


def fit_opinion(
    made: Sequence[Made], local: Linear, before: Sequence[dict[str, Any]], *, headline: bool
) -> dict[str, Any]:
    """An opinion on all candidates of pages that the opinions before it have not seen, as it is stored."""
    import lightgbm

    ways = directions(headline=headline, second=bool(before))
    rows, truth = [], []
    for page in made:
        found = thought_of(page, TITLE if headline else BODY, local)
        if found is None:
            continue
        for opinion in before:
            found = found.again(Trees.load(opinion).score(found.signals))
        rows.append(np.stack([found.signals[name] for name in ways], axis=-1))
        truth.append(labels(page, found.ja, found.en, found.cells, strictly=not headline, headline=headline))
    settings = {
        "objective": "binary", "learning_rate": RATE, "num_leaves": LEAVES, "lambda_l2": 1.0, "min_data_in_leaf": 30,
        "monotone_constraints": list(ways.values()), "monotone_constraints_method": "intermediate",
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 1, "verbose": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(np.concatenate(rows), np.concatenate(truth))
    booster = lightgbm.train(settings, data, TREES // 4 if headline else TREES)
    trees = [_nested(tree["tree_structure"], list(ways)) for tree in booster.dump_model()["tree_info"]]
    return {"bias": 0.0, "names": list(ways), "trees": trees}


def _nested(node: dict[str, Any], names: Sequence[str]) -> Any:
    """A tree as nested `[signal, threshold, left, right]`, a leaf as its value."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    left, right = (_nested(node[side], names) for side in ("left_child", "right_child"))
    return [names[node["split_feature"]], round(node["threshold"], 6), left, right]


def chosen_beads(made: Sequence[Made], local: Linear, bead: Sequence[Trees]) -> tuple[Array, Array]:
    """(log-odds, whether right) of the body beads that are chosen on pages."""
    scores, truth = [], []
    for page in made:
        found = thought_of(page, BODY, local)
        if found is None:
            continue
        found, odds = judged(found, bead)
        picked = choose(found, 1 / (1 + np.exp(-odds)), share_en=False)
        scores.append(odds[picked])
        cells = [found.cells[index] for index in picked]
        truth.append(labels(page, found.ja, found.en, cells, strictly=False, headline=False))
    return np.concatenate(scores), np.concatenate(truth)


def calibrate(odds: Array, right: Array) -> list[tuple[float, float]]:
    """An increasing, piecewise linear map of log-odds: isotonic regression over 40 bins, smoothed at both ends."""
    order = np.argsort(odds, kind="stable")
    parts = np.array_split(order, min(40, max(2, len(order) // 60)))
    blocks = [[float(odds[p].mean()), float(right[p].sum()) + 0.5, len(p) + 1.0] for p in parts]
    merged: list[list[float]] = []
    for block in blocks:  # pool adjacent violators
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]:
            x, hits, total = merged.pop()
            last = merged[-1]
            last[0] = (last[0] * last[2] + x * total) / (last[2] + total)
            last[1], last[2] = last[1] + hits, last[2] + total
    points = [(x, float(np.log(hits / (total - hits)))) for x, hits, total in merged]
    (x0, y0), (x1, y1) = points[0], points[-1]
    # Below what was ever chosen the log-odds are taken as they are; above, little more is claimed than was seen.
    points = [(x0 - 12.0, y0 - 12.0), *points, (max(14.0, x1 + 1), y1 + 1.5)]
    return [(round(x, 4), round(y, 4)) for x, y in points]


def expected_calibration_error(confidence: Array, right: Array, bins: int = 15) -> float:
    """The mean gap between confidence and share of right ones over equal bins, weighted by their size (Naeini 2015)."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean()
            for b in range(bins)
            if (place == b).any()
        )
    )


def reliability(confidence: Array, right: Array) -> Iterator[str]:
    """The calibration error and a table of confidence against truth."""
    brier = ((confidence - right) ** 2).mean()
    yield (
        f"{len(right)} beads, right {right.mean():.3f}, "
        f"ECE {expected_calibration_error(confidence, right):.4f}, Brier {brier:.4f}"
    )
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        here = (confidence >= low) & (confidence < high)
        if here.any():
            said, true = confidence[here].mean(), right[here].mean()
            yield f"  {low:.2f}-{min(high, 1):.2f}  {here.sum():>6} beads  said {said:.3f}  right {true:.3f}"
    for at in (0.5, 0.7, 0.8, 0.9, 0.95):
        kept = confidence >= at
        if kept.any():
            share = right[kept].sum() / right.sum()
            yield f"  kept at {at:.2f}: precision {right[kept].mean():.4f}, {share:.3f} of the right ones"


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder like shared/data")
    parser.add_argument("--out", type=Path, default=MODEL / "coefficients.json")
    parser.add_argument("--pages", type=int, default=1800, help="made pages to fit on")
    args = parser.parse_args(argv)
    every = list(documents(args.data, "fit"))
    # Scores are fitted on two documents of three, the map to a confidence on the third.
    scored, mapped = [d for i, d in enumerate(every) if i % 3], [d for i, d in enumerate(every) if not i % 3]
    made = list(extracted(scored, args.pages, 11))
    half = args.pages // 2
    local = fit_local(made[:half], np.random.default_rng(5))
    first = fit_opinion(made[:half], local, (), headline=False)
    bead = (first, fit_opinion(made[half:], local, (first,), headline=False))
    headline = (fit_opinion(made, local, (), headline=True),)
    opinions = tuple(map(Trees.load, bead))
    points = calibrate(*chosen_beads(list(extracted(mapped, half, 12)), local, opinions))
    args.out.write_text(
        json.dumps(
            {
                "about": "log-odds = bias + sum of weight * signal; fitted by scripts/calibrate.py on made pages",
                "pages": args.pages,
                "encoder": embedded().digest,
                "local": {"bias": local.bias, "weights": dict(local.weights)},
                "calibration": points,
                "bead": bead,
                "headline": headline,
            },
            separators=(",", ":"),
        )
        .replace('"trees":[', '"trees":[\n')
        .replace("]],[", "]],\n[")
        + "\n",
        encoding="utf-8",
    )
    fitted = Coefficients(local, opinions, tuple(map(Trees.load, headline)), tuple(points), embedded().digest, "")
    unseen = list(extracted(list(documents(args.data, "report")), max(50, args.pages), 13))
    odds, right = chosen_beads(unseen, local, opinions)
    for line in reliability(fitted.confidence(odds), right):
        print(line)
    print(f"written: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
