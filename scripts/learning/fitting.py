"""What maps are fitted with: two kinds of linear weights, and a map from log-odds to a probability with its error.

`listwise` learns which of many candidates is right, `logistic` how sure to be; `calibrate` bends log-odds to what was
seen. All are convex or closed, so no seed is needed. The trees come from LightGBM (`calibrate.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.learned.coefficients import Linear

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Item = TypeVar("Item")
Result = TypeVar("Result")
FEW = 20  # items that one process has soon done
_WAITING: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
UNIT = 1e-4  # of what a leaf is worth, in log-odds
RIDGE = 1.0
ROUNDS = 40


def at_once(work: Callable[[Item], Result], items: Sequence[Item], *, few: int = FEW) -> Iterator[Result]:
    """What some work makes of items, in order; of `few` and more in as many processes as there are cores."""
    jobs = len(os.sched_getaffinity(0))
    if jobs == 1 or len(items) < few:
        yield from map(work, items)
        return
    each = min(8, -(-len(items) // jobs))
    # What is passed to a process is a number: the work and the items are there since it was forked.
    _WAITING.append((work, items))
    try:
        with get_context("fork").Pool(jobs) as pool:
            yield from pool.imap(partial(_one, len(_WAITING) - 1), range(len(items)), chunksize=each)
    finally:
        _WAITING.pop()


def _one(waiting: int, number: int) -> Any:
    work, items = _WAITING[waiting]
    return work(items[number])


def logistic(x: Array, y: Array, weight: Array, names: Sequence[str]) -> Linear:
    """Weighted logistic regression with a ridge on standardised columns (n, k), by Newton's method."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread < 1e-9] = 1.0
    design = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    beta = np.zeros(design.shape[1])
    ridge = np.diag([0.0, *[RIDGE] * x.shape[1]])
    for _ in range(ROUNDS):
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


@dataclass(frozen=True)
class Choices:
    """Lists of candidates one after the other: their signals (n, k), where each list starts, which one is right."""

    signals: Floats
    starts: NDArray[np.int64]
    right: NDArray[np.int64]

    @staticmethod
    def of(matrices: Mapping[str, Floats], cells: Sequence[tuple[int, int]]) -> Choices:
        """For each right cell (row, column) its whole row and its whole column."""
        stack = np.stack(list(matrices.values()), axis=-1)
        lists = [side for row, column in cells for side in (stack[row], stack[:, column])]
        ends = np.cumsum([len(side) for side in lists])
        starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
        right = starts + np.array([at for row, column in cells for at in (column, row)], np.int64)
        return Choices(np.concatenate(lists), starts, right)


def joined(choices: Sequence[Choices]) -> Choices:
    """All lists of all of them."""
    shifts = np.cumsum([0, *(len(c.signals) for c in choices[:-1])])
    return Choices(
        np.concatenate([c.signals for c in choices]),
        np.concatenate([c.starts + shift for c, shift in zip(choices, shifts, strict=True)]),
        np.concatenate([c.right + shift for c, shift in zip(choices, shifts, strict=True)]),
    )


def listwise(
    choices: Choices, names: Sequence[str], directions: Mapping[str, int], without: frozenset[str] = frozenset()
) -> dict[str, float]:
    """The weights under which the right candidates are likeliest to be picked from their lists, a softmax each.

    A logistic regression over single cells was ranked worse by .03: its negatives have to be sampled, and whatever the
    sampling looks at is then held against the right ones. A weight against its direction (`directions`: 1 only up, -1
    only down) is an accident of signals that go together: the worst goes, the rest is fitted again.
    """
    known = [name for name in names if name not in without]
    spread = np.maximum(choices.signals.std(0, dtype=np.float64), 1e-6)
    signals = np.asarray(choices.signals / spread, np.float32)
    while True:
        columns = [list(names).index(name) for name in known]
        weights = _softmax(Choices(signals[:, columns], choices.starts, choices.right))
        wrong = {n: abs(w) for n, w in zip(known, weights, strict=True) if w * directions.get(n, 0) < 0}
        if not wrong:
            return {n: float(w / spread[c]) for n, w, c in zip(known, weights, columns, strict=True)}
        known.remove(max(wrong, key=lambda name: wrong[name]))


def _softmax(choices: Choices) -> Array:
    """The multinomial logit of lists of candidates (McFadden 1974) with a ridge, by Newton's method."""
    x, starts = choices.signals, choices.starts
    sizes = np.diff(np.append(starts, len(x)))
    weights = np.zeros(x.shape[1])
    picked = x[choices.right].astype(np.float64).sum(0)
    for _ in range(ROUNDS):
        score = x @ weights.astype(np.float32)
        score = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), sizes))
        p = (score / np.repeat(np.add.reduceat(score, starts), sizes)).astype(np.float32)
        weighted = x * p[:, None]
        means = np.add.reduceat(weighted, starts, axis=0)
        gradient = picked - means.sum(0, dtype=np.float64) - RIDGE * weights
        hessian = (weighted.T @ x - means.T @ means).astype(np.float64) + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights += step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))  # the first steps could overshoot
        if np.abs(step).max() < 1e-3:
            break
    return weights


def nested(node: Mapping[str, Any], units: float | None = None) -> Any:
    """A tree that LightGBM dumped as nested `[number of a signal, threshold, left, right]`, a leaf as its value.

    With `units` the value is a whole number of what so many make one of. A threshold has more decimals than signals do.
    """
    if "leaf_value" in node:
        return round(node["leaf_value"] * units) if units else round(node["leaf_value"], 5)
    left, right = (nested(node[side], units) for side in ("left_child", "right_child"))
    return [node["split_feature"], round(node["threshold"], 5 if units else 6), left, right]


def grown(boosters: Sequence[Any], names: Sequence[str]) -> dict[str, Any]:
    """The trees of the mean of LightGBM models over signals with these names, as `corpus.trees` reads them."""
    units = 1 / UNIT / len(boosters)
    trees = [nested(tree["tree_structure"], units) for one in boosters for tree in one.dump_model()["tree_info"]]
    return {"bias": 0.0, "unit": UNIT, "names": list(names), "trees": trees}


def by_probability(found: Iterable[tuple[float, bool]]) -> list[str]:
    """Lines that say how often what was said to be so likely was right, by tenths."""
    bins: dict[int, list[bool]] = {}
    for probability, right in found:
        bins.setdefault(min(9, int(probability * 10)), []).append(right)
    lines = [f"{at / 10:.1f}  {len(own):5d}  {sum(own) / len(own):.3f}" for at, own in sorted(bins.items())]
    return ["from  count  right", *lines]


def by_tree(stored: Mapping[str, Any]) -> str:
    """What is stored as JSON, about a tree a line."""
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    return text.replace('"trees":[', '"trees":[\n').replace("]],[", "]],\n[") + "\n"


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
