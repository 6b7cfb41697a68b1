"""Fit the score of beads that `corpus.align` chooses by: `python scripts/fit_beads.py --data FOLDER`.

Documents that maps may see are disturbed in many ways (`measuring/alignment_tracks.py`), and drafts of beads along
their corridors are right where they are connected components of parts that share a pair. Two opinions are fitted: steps
over the first signals, then, on other documents, small trees that also see what the first says of the whole alignment.
The map to a confidence is fitted on documents of a third kind. Writes `corpus/models/beads.json`, or with `--encoder
NAME` a file of that encoder's own beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from learning.fitting import by_tree, calibrate, nested, reliability
from measuring.alignment_tracks import Bitext, Track, TwoSides, components, disturbed
from numpy.typing import NDArray
from partitions import DATA_HELP, Document, documents
from tqdm import tqdm

from corpus.alignment.drafts.bead_signals import FIRST, first_signals
from corpus.alignment.drafts.corridor import corridor
from corpus.alignment.drafts.drafts import Drafts, drafts_of
from corpus.alignment.drafts.sides import Side, side_of
from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.learned.coefficients import Steps
from corpus.alignment.learned.models import Models, bead_score_path, load_encoder, load_models
from corpus.alignment.two_texts.beads import beads_of_texts
from corpus.alignment.two_texts.ordered import SECOND, second_signals, survivors
from corpus.trees import Trees

Array = NDArray[np.float64]
LINES = 60  # pairs of a piece of a long document
FIRST_TREES, FIRST_RATE = 400, 0.1
SECOND_TREES, SECOND_LEAVES, SECOND_DEPTH, SECOND_RATE = 160, 8, 4, 0.08
# How documents are disturbed to fit on: shares to choose from.
MERGED = (0.0, 0.05, 0.15, 0.15, 0.3)
DROPPED = (0.0, 0.1, 0.1, 0.2, 0.6)
SWAPPED = 0.2
SHORT, FEWEST, FEW = 0.3, 1, 15  # share of documents of which a few pairs are taken, and how many
SPOKEN = 3  # times that the meeting is taken for the maps beside the written documents
FOREIGN = 0.1  # share of documents whose English is another's: nothing there is right


@dataclass(frozen=True)
class Labelled:
    """The drafts of a disturbed document; right where `right` is 1, not to be judged where `weight` is 0."""

    bitext: Bitext
    drafts: Drafts
    signals: dict[str, Array]
    right: Array
    weight: Array


def made(found: Sequence[Document], rounds: int, seed: int) -> Iterator[Bitext]:
    """Documents, each disturbed `rounds` times in some way; some short, some whose sides have nothing in common."""
    rng = np.random.default_rng(seed)
    for _ in range(rounds):
        before: Bitext | None = None
        for document in found:
            merged, ja, en = (float(rng.choice(shares)) for shares in (MERGED, DROPPED, DROPPED))
            track = Track("", merged, ja, en, swapped=bool(rng.random() < SWAPPED))
            pairs = document.pairs
            if rng.random() < SHORT:
                start = int(rng.integers(len(pairs)))
                pairs = pairs[start : start + int(rng.integers(FEWEST, FEW + 1))]
            bitext = disturbed(document.name, pairs, track, rng)
            if before and rng.random() < FOREIGN and bitext.ja:
                yield foreign(bitext, before)
            elif bitext.gold:
                yield bitext
            before = bitext if bitext.en else before


def foreign(bitext: Bitext, other: Bitext) -> Bitext:
    """A document with the English of another one."""
    units = tuple(tuple(unit + len(bitext.pairs) for unit in sentence) for sentence in other.units[1])
    return Bitext(bitext.name, bitext.ja, other.en, (), bitext.pairs + other.pairs, (bitext.units[0], units))


def pieces(found: Sequence[Document]) -> list[Document]:
    """Documents, the long ones in pieces."""
    return [
        Document(document.source, f"{document.doc_id}/{start}", document.pairs[start : start + LINES])
        for document in found
        for start in range(0, len(document.pairs), LINES)
    ]


def units_of(side: Side, units: Sequence[Sequence[int]], pairs: Sequence[str]) -> list[tuple[int, ...]]:
    """The pairs that each part holds characters of; a sentence is made of `units`, whose texts are in `pairs`."""
    found: list[tuple[int, ...]] = []
    at, last = 0, -1
    for part, owner in zip(side.parts, side.owner.tolist(), strict=True):
        at = at if owner == last else 0
        end, last = at + _size(part), owner
        bounds = np.cumsum([0, *(_size(pairs[unit]) for unit in units[owner])]).tolist()
        held = zip(units[owner], bounds[:-1], bounds[1:], strict=True)
        found.append(tuple(unit for unit, a, b in held if at < b and a < end))
        at = end
    return found


def _size(text: str) -> int:
    return len("".join(text.split()))


def labelled(bitext: Bitext, models: Models) -> Labelled:
    """The drafts of a document with their first signals and whether they are right."""
    ja, en = side_of("ja", bitext.ja, models.encoder), side_of("en", bitext.en, models.encoder)
    drafts = drafts_of(corridor(ja, en))
    held = [
        units_of(side, units, texts)
        for side, units, texts in zip((ja, en), bitext.units, zip(*bitext.pairs, strict=True), strict=True)
    ]
    gold: dict[TwoSides, bool] = {}  # whether it is one pair of several parts on both sides
    home: tuple[dict[int, TwoSides], dict[int, TwoSides]] = ({}, {})
    for a, b in components(*held):
        gold[a, b] = len(a) > 1 and len(b) > 1 and len(set().union(*(held[0][part] for part in a))) == 1
        for parts, homes in zip((a, b), home, strict=True):
            homes.update(dict.fromkeys(parts, (a, b)))
    texts = {(tuple(ja.parts[x] for x in a), tuple(en.parts[x] for x in b)) for a, b in gold}
    right, weight = np.zeros(len(drafts)), np.ones(len(drafts))
    for at, (i, i_end, j, j_end) in enumerate(zip(*(side.tolist() for side in drafts.ends), strict=True)):
        a, b = tuple(range(i, i_end)), tuple(range(j, j_end))
        if (a, b) in gold:
            right[at] = 1
            continue
        owners = {homes.get(part) for parts, homes in zip((a, b), home, strict=True) for part in parts}
        only = next(iter(owners)) if len(owners) == 1 else None
        # Nobody knows which parts of one pair render which; and of two same texts either will do.
        if (only and gold[only]) or (ja.parts[i:i_end], en.parts[j:j_end]) in texts:
            weight[at] = 0
    return Labelled(bitext, drafts, first_signals(drafts), right, weight)


def boosted(rows: Array, right: Array, weight: Array, ways: Sequence[int], **settings: Any) -> list[Any]:
    """The trees of a LightGBM model, as it dumps them."""
    import lightgbm

    rounds = settings.pop("rounds")
    settings |= {
        "objective": "binary", "lambda_l2": 1.0, "min_data_in_leaf": 30, "monotone_constraints": list(ways),
        "monotone_constraints_method": "basic", "boost_from_average": False,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 1, "verbose": -1,
    }  # fmt: skip
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, right, weight=weight), rounds)
    return [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]


def steps_of(stumps: Sequence[Any], names: Sequence[str]) -> dict[str, Any]:
    """Trees of one node each as one step function a signal."""
    cuts: dict[str, dict[float, float]] = {}
    bias = 0.0
    for stump in stumps:
        if "leaf_value" in stump:
            bias += stump["leaf_value"]
            continue
        left, right = (stump[side]["leaf_value"] for side in ("left_child", "right_child"))
        bias += left
        steps = cuts.setdefault(names[stump["split_feature"]], {})
        at = round(stump["threshold"], 5)
        steps[at] = steps.get(at, 0.0) + right - left
    found = {}
    for name in names:
        if name in cuts:
            at = sorted(cuts[name])
            worth = np.concatenate([[0.0], np.cumsum([cuts[name][a] for a in at])])
            bias += float(worth.mean())
            found[name] = [at, [round(float(w), 4) for w in worth - worth.mean()]]
    return {"bias": round(bias, 4), "steps": found}


def matrix(found: Sequence[dict[str, Array]], names: Sequence[str]) -> Array:
    """Signals as rows."""
    return np.concatenate([np.stack([signals[name] for name in names], axis=1) for signals in found])


def fit_first(found: Sequence[Labelled]) -> dict[str, Any]:
    """The first opinion, as it is stored."""
    right, weight = (np.concatenate([getattr(each, name) for each in found]) for name in ("right", "weight"))
    ways = [way for _, _, way in FIRST.values()]
    rows = matrix([each.signals for each in found], list(FIRST))
    stumps = boosted(rows, right, weight, ways, num_leaves=2, learning_rate=FIRST_RATE, rounds=FIRST_TREES)
    return steps_of(stumps, list(FIRST))


def fit_second(found: Sequence[Labelled], first: Steps) -> dict[str, Any]:
    """The second opinion on documents that the first has not seen, as it is stored."""
    ways = {name: way for name, (_, _, way) in (FIRST | SECOND).items()}
    rows, right, weight = [], [], []
    for each in found:
        left, which = survivors(each.drafts, each.signals, first.score(each.signals))
        rows.append(second_signals(left))
        right.append(each.right[which])
        weight.append(each.weight[which])
    trees = boosted(
        matrix(rows, list(ways)), np.concatenate(right), np.concatenate(weight), list(ways.values()),
        num_leaves=SECOND_LEAVES, max_depth=SECOND_DEPTH, learning_rate=SECOND_RATE, rounds=SECOND_TREES,
    )  # fmt: skip
    return {"bias": 0.0, "names": list(ways), "trees": [nested(tree) for tree in trees]}


@dataclass(frozen=True)
class Outcome:
    """(log-odds, whether right) of beads with both sides, and of sentences that are said to have no counterpart."""

    linked: tuple[Array, Array]
    alone: tuple[Array, Array]


def outcome(found: Sequence[Bitext], models: Models, score: BeadScore) -> Outcome:
    """What the aligner says of documents before any map, and how it is."""
    rows: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for bitext in tqdm(found, desc="mapped", disable=None):
        linked = [{x for bead in bitext.gold for x in bead[side]} for side in (0, 1)]
        gold = [_characters(bitext, bead) for bead in bitext.gold]
        for bead in beads_of_texts(bitext.ja, bitext.en, None, models.encoder, score):
            odds = float(np.log(max(bead.confidence, 1e-5) / max(1 - bead.confidence, 1e-5)))
            if bead.ja and bead.en:
                mine = _characters(bitext, (bead.ja, bead.en))
                rows[True].append((odds, any(all(map(_near, mine, theirs)) for theirs in gold)))
            else:
                rows[False].append((odds, not (set(bead.ja) & linked[0] or set(bead.en) & linked[1])))
    (a, b), (c, d) = (np.array(rows[kind], np.float64).T for kind in (True, False))
    return Outcome((a, b), (c, d))


def _characters(bitext: Bitext, bead: TwoSides) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """The characters of a bead's two sides; sentences with the same text are the same."""
    ja, en = (
        frozenset((texts.index(texts[at]), place) for at in side for place in range(_size(texts[at])))
        for texts, side in zip((bitext.ja, bitext.en), bead, strict=True)
    )
    return ja, en


def _near(a: frozenset[tuple[int, int]], b: frozenset[tuple[int, int]]) -> bool:
    return 5 * len(a & b) >= 4 * len(a | b)


UNMAPPED = ((-20.0, -20.0), (20.0, 20.0))


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--out", type=Path, help="instead of the place where the package looks for it")
    parser.add_argument("--rounds", type=int, default=6, help="times that every document is disturbed")
    parser.add_argument("--encoder", default="embedded", help="or sentence-transformers:NAME_OR_PATH")
    parser.add_argument("--device", help="where another encoder runs")
    args = parser.parse_args(argv)
    models = load_models(load_encoder(args.encoder, device=args.device))
    out = args.out or bead_score_path(models)
    meetings = list(documents(args.data, "fit", source="dev/ami_dev"))
    learnt, spoken = list(documents(args.data, "fit", source="train/kyoto_documents")), pieces(meetings[:-1])
    # Opinions are fitted on one file of documents and on all meetings but one, the maps on another and on that one.
    halves = [learnt[half::2] + spoken[half::2] for half in (0, 1)]
    mapped = [*documents(args.data, "fit", source="dev/kyoto_documents"), *meetings[-1:] * SPOKEN]

    def seen(found: Sequence[Document], seed: int) -> list[Labelled]:
        bitexts = list(made(found, args.rounds, seed))
        return [labelled(bitext, models) for bitext in tqdm(bitexts, desc="drafts", disable=None)]

    first = fit_first(seen(halves[0], 1))
    second = fit_second(seen(halves[1], 2), Steps.load(first))
    plain = BeadScore(Steps.load(first), Trees.load(second), UNMAPPED, UNMAPPED, models.digest, "")
    said = outcome(list(made(mapped, args.rounds, 3)), models, plain)
    linked, alone = calibrate(*said.linked), calibrate(*said.alone)
    stored = {
        "about": "two opinions on a bead in log-odds, fitted by scripts/fit_beads.py on disturbed documents",
        "encoder": models.encoder.name,
        "models": models.digest,
        "linked": linked,
        "alone": alone,
        "first": first,
        "second": second,
    }
    out.write_text(by_tree(stored).replace(']],"', ']],\n"'), encoding="utf-8")
    unseen = list(documents(args.data, "report"))
    score = BeadScore(plain.first, plain.second, tuple(linked), tuple(alone), models.digest, "")
    said = outcome(list(made(unseen, 1, 4)), models, score)
    for kind in ("linked", "alone"):
        odds, right = getattr(said, kind)
        print(f"{kind}:", *reliability(1 / (1 + np.exp(-odds)), right), sep="\n")
    print(f"written: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
