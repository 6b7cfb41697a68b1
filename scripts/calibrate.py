"""Fit the weights of the signals and the map to a confidence: `python scripts/calibrate.py --data FOLDER`.

`scripts/fit_beads.py` and `scripts/train_clauses.py` come first: the first opinion of the one is a signal here, the
other proposes clauses, but not on pages of quotations that it has learned from (`pages/folds.py`). The score of two
texts sees made pages of the documents that maps may see, and pools of their sentences; the score of a bead in its
place, and, on pages of other documents and quotations, the map from that score to a probability see as many of
quotations that were written for it (`pages/quotations.py`). Then the calibration error is printed on pages of what is
only reported on. Writes `corpus/models/coefficients.json`, or with `--encoder NAME` a file of that encoder's own beside
it. With `--second` only the second opinion and the map are fitted anew; with `--verdicts REVIEW` only the map is
refitted, from what reviewers decided (`learning/verdict_map.py`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from learning.fitting import (
    Choices,
    Floats,
    at_once,
    by_tree,
    calibrate,
    grown,
    joined,
    listwise,
    logistic,
    reliability,
)
from learning.verdict_map import refit
from measuring.retrieval import unique
from numpy.typing import NDArray
from pages.folds import Fold, Made, extracted, pages_of_folds
from pages.gold import covered, near
from pages.real import REAL_HELP
from pages.written import Written
from partitions import DATA_HELP, Document, documents
from tqdm import tqdm

from corpus.alignment.comparing.facing import Facing, facing_texts
from corpus.alignment.comparing.signals import DRAWN, LOCAL, local_signals
from corpus.alignment.learned.bead_score import bead_score
from corpus.alignment.learned.coefficients import Coefficients, Linear
from corpus.alignment.learned.models import (
    Models,
    bead_score_path,
    clauses_digest,
    coefficients_path,
    load_encoder,
    load_models,
)
from corpus.alignment.page.beads import (
    BODY_EN,
    BODY_JA,
    GAINING,
    TITLE_EN,
    TITLE_JA,
    Candidates,
    candidates,
    choose,
    compared,
    judged,
)
from corpus.alignment.page.habits import HABITS
from corpus.alignment.runs import Runs, runs_of
from corpus.trees import Trees
from corpus.types import CorpusError

Array = NDArray[np.float64]
MOST = 4
POOL, POOLS = 200, 10  # pairs of a pool, pools of a kind of document
BODY, TITLE = (BODY_JA, BODY_EN), (TITLE_JA, TITLE_EN)

# What the model of a bead weighs and which way it may move it: +1 only up, -1 only down. What texts say is bound, so
# that more similarity never makes a bead worse, and so is who speaks.
DIRECTIONS = {
    "local": 1, "bead": 1,
    "similarity": 1, "covered_ja": 1, "covered_en": 1, "covered": 1, "rendered_ja": 1, "rendered_en": 1,
    "glossed_ja": 1, "glossed_en": 1, "marks": 1, "marks_alone": -1, "length_surprise": -1, "numbers": 1,
    "numbers_only_ja": -1, "numbers_only_en": -1, "names": 1, "names_only_ja": -1, "latin": 1, "latin_only_ja": -1,
    "speaker": 1,
}  # fmt: skip
# What other beads say, computed again over the first opinion; what a bead leaves over of its passages, and where it
# stands. These say one thing here and another there: bound too, they cost .007 of strict F1 on made pages.
NEIGHBOURS = (
    "halves", "before", "behind", "company", "left_en", "left_ja", "taken_en", "taken_ja", "share_en", "share_ja",
)  # fmt: skip
OF_OTHERS = (
    "margin_en", "margin_ja", "longer_rival_en", "shorter_rival_en", "longer_rival_ja", "shorter_rival_ja",
    "reading_en", "reading_ja", *NEIGHBOURS,
)  # fmt: skip
OF_READINGS = tuple(
    f"{name}_over_{kind}" for name in GAINING for kind in ("longer_en", "shorter_en", "longer_ja", "shorter_ja")
)
STANDING = (
    "form", "claimed", "near", "between", "whole", "same_offset", "same_end", "ja_sentences", "en_sentences",
    "quoted", "reporting", "framed", "begins", "ends", "leading", "cut", "cut_text", "source_title", "signed",
    "bare_ja", "bare_en",
)  # fmt: skip
FREE = (*OF_OTHERS, *OF_READINGS, *STANDING, *DRAWN, "evidence", "similarity_evidence", "longer_en", "longer_ja")
# The headline has no neighbours and no form, and stands nowhere but where it stands.
NO_HEADLINE = frozenset((*NEIGHBOURS, *STANDING, "speaker")) - {
    "ja_sentences", "en_sentences", "leading", "source_title",
}  # fmt: skip


class Shape(NamedTuple):
    """The trees of an opinion: how many, of how many leaves, what each adds of what it finds, and what holds them back.

    An opinion is the mean of `seeds` such sums, grown with other draws (bagging: Breiman, 1996), the first and every
    other one without real pages, which hardly render anything. `least` beads are in a leaf; of `share` of the signals a
    split sees one threshold each, drawn at random, if `drawn` (extremely randomised trees: Geurts and others, 2006).
    """

    trees: int
    leaves: int
    rate: float
    least: int = 30
    share: float = 1.0
    drawn: bool = False
    seeds: int = 1


FIRST, SECOND = Shape(160, 36, 0.07), Shape(400, 64, 0.06, least=100, share=0.7, drawn=True, seeds=2)
HEADLINE = Shape(40, 24, 0.07)


def runs(made: Made, roles: tuple[frozenset[str], frozenset[str]]) -> tuple[Runs, Runs]:
    """The runs of both sides of a page."""
    ja, en = (
        runs_of([p for p in made.passages if p.language == language and p.role in role], [made.text], MOST)
        for language, role in zip(("ja", "en"), roles, strict=True)
    )
    return ja, en


def characters(made: Made, side: Runs) -> list[frozenset[int]]:
    """What each run covers."""
    each = [covered(made.text, sentence.spans) for sentence in side.sentences]
    return [frozenset().union(*each[int(a) : int(b)]) for a, b in zip(side.first, side.end, strict=True)]


def labels(
    made: Made, ja: Runs, en: Runs, cells: Sequence[tuple[int, int]], *, strictly: bool, headline: bool
) -> Array:
    """1 where a cell is a gold pair: the very same characters, or nearly (four fifths of all in common)."""
    a, b = characters(made, ja), characters(made, en)
    exact = set(gold := [(x, y) for x, y, titled in made.gold if titled == headline or headline])
    return np.array(
        [
            float((a[j], b[e]) in exact or (not strictly and any(near(a[j], x) and near(b[e], y) for x, y in gold)))
            for j, e in cells
        ]
    )


def pools(found: Sequence[Document], rng: np.random.Generator) -> Iterator[tuple[list[str], list[str]]]:
    """Pools of unique pairs: half of each document's neighbours, half of any documents of its kind."""
    kinds = {
        kind: [pair for d in found if d.source == kind for pair in d.pairs] for kind in {d.source: 0 for d in found}
    }
    for pairs in kinds.values():
        different, _ = unique(pairs)
        for order in (range(len(different)), rng.permutation(len(different))):
            rows = [different[at] for at in order][: POOLS * POOL]
            for start in range(0, len(rows) - POOL + 1, POOL):
                ja, en = zip(*rows[start : start + POOL], strict=True)
                yield list(ja), list(en)


@dataclass(frozen=True)
class Texts:
    """What the score of two texts is fitted on: lists to pick from, and the runs of pages with all their signals."""

    choices: Choices
    pages: list[tuple[Made, Runs, Runs, dict[str, Floats]]]


def gather_texts(made: Sequence[Made], found: Sequence[Document], models: Models, rng: np.random.Generator) -> Texts:
    """Lists from pools of documents and from pages."""
    lists, cells = [], []
    for ja, en in tqdm(list(pools(found, rng)), desc="pools", disable=None):
        lists.append(Choices.of(local_signals(facing_texts(ja, en, models)), [(at, at) for at in range(len(ja))]))
    for page in tqdm(made, desc="texts", disable=None):
        ja_runs, en_runs = runs(page, BODY)
        if len(ja_runs) and len(en_runs):
            signals = local_signals(Facing(ja_runs, en_runs, models))
            cells.append((page, ja_runs, en_runs, signals))
            if gold := _right(page, ja_runs, en_runs):
                lists.append(Choices.of(signals, gold))
    return Texts(joined(lists), cells)


def fit_local(texts: Texts, rng: np.random.Generator, without: frozenset[str] = frozenset()) -> Linear:
    """The score of two texts: first which of many renders which, then how sure to be of it."""
    weights = listwise(texts.choices, list(LOCAL), DIRECTIONS, without)
    scored, truth = [], []
    for page, ja, en, signals in texts.pages:
        score = np.asarray(sum(w * signals[name] for name, w in weights.items()))
        for value, right, touches in _sampled(page, ja, en, score, rng):
            # A run with a sentence too much is no wrong translation but a worse one: other beads tell, not the texts.
            if not touches:
                scored.append(value)
                truth.append(float(right))
    sure = logistic(np.array(scored, np.float64)[:, None], np.array(truth), np.ones(len(scored)), ["score"])
    return Linear(sure.bias, {name: round(w * sure.weights["score"], 6) for name, w in weights.items()})


def _right(page: Made, ja: Runs, en: Runs) -> list[tuple[int, int]]:
    """The cells that are gold pairs of the body."""
    a, b = characters(page, ja), characters(page, en)
    gold = {(x, y) for x, y, titled in page.gold if not titled}
    return [(j, e) for j, x in enumerate(a) for e, y in enumerate(b) if (x, y) in gold]


def _sampled(
    page: Made, ja: Runs, en: Runs, score: Array, rng: np.random.Generator
) -> Iterator[tuple[float, bool, bool]]:
    """(score, whether right, whether it touches a right one) of gold cells, their likeliest rivals, random ones."""
    right = set(_right(page, ja, en))
    places = set(right)
    for j, e in sorted(right):
        places |= {(j, int(other)) for other in np.argsort(-score[j], kind="stable")[:4]}
        places |= {(int(other), e) for other in np.argsort(-score[:, e], kind="stable")[:4]}
        places |= {(j, int(rng.integers(len(en)))) for _ in range(4)}
        places |= {(int(rng.integers(len(ja))), e) for _ in range(4)}
    places |= {(int(rng.integers(len(ja))), int(rng.integers(len(en)))) for _ in range(8)}
    a, b = characters(page, ja), characters(page, en)
    gold = [(x, y) for x, y, titled in page.gold if not titled]
    for j, e in sorted(places):
        found = (j, e) in right
        yield float(score[j, e]), found, not found and any(a[j] & x and b[e] & y for x, y in gold)


def thought_of(
    made: Made, roles: tuple[frozenset[str], frozenset[str]], models: Models, local: Linear
) -> Candidates | None:
    """The candidates of a page."""
    texts, beads = [made.text], bead_score(bead_score_path(models)).first
    found = compared(made.passages, texts, roles, MOST, models)
    return candidates(found, texts, models, local, beads) if found else None


def directions(*, headline: bool, second: bool) -> dict[str, int]:
    """The signals an opinion weighs; the second also sees what the first says of the other beads."""
    every = DIRECTIONS | dict.fromkeys(FREE, 0)
    first = {name: way for name, way in every.items() if not (headline and name in NO_HEADLINE)}
    by_first = *(f"again_{name}" for name in OF_OTHERS), *(f"habit_{name}" for name in HABITS)
    return first | ({"again": 1} | dict.fromkeys(by_first, 0) if second else {})


def fit_opinion(
    made: Sequence[Made],
    models: Models,
    local: Linear,
    before: Sequence[dict[str, Any]],
    *,
    headline: bool,
    without: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """An opinion on all candidates of pages that the opinions before it have not seen, as it is stored."""
    import lightgbm

    ways = {n: way for n, way in directions(headline=headline, second=bool(before)).items() if n not in without}
    shape = HEADLINE if headline else SECOND if before else FIRST
    opinions = [Trees.load(opinion) for opinion in before]

    def judged_page(page: Made) -> tuple[Array, Array] | None:
        found = thought_of(page, TITLE if headline else BODY, models, local)
        if found is None:
            return None
        for opinion in opinions:
            found = found.again(opinion.score(found.signals))
        right = labels(page, found.ja, found.en, found.cells, strictly=not headline, headline=headline)
        return np.stack([found.signals[name] for name in ways], axis=-1), right

    seen = [(page, *found) for page, found in zip(made, at_once(judged_page, made), strict=True) if found]
    settings = {
        "objective": "binary", "learning_rate": shape.rate, "num_leaves": shape.leaves,
        "lambda_l2": 1.0, "min_data_in_leaf": shape.least, "feature_fraction": shape.share, "extra_trees": shape.drawn,
        "monotone_constraints": list(ways.values()), "monotone_constraints_method": "intermediate",
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
    }  # fmt: skip
    columns, right = (np.concatenate(side) for side in zip(*(found for _, *found in seen), strict=True))
    facts = np.repeat([(page.weight, page.real) for page, *_ in seen], [len(cells) for *_, cells in seen], axis=0)

    def booster(seed: int) -> Any:
        own = facts[:, 1] == 0 if seed % 2 else slice(None)
        data = lightgbm.Dataset(columns[own], right[own], weight=facts[own, 0])
        return lightgbm.train(settings | {"seed": seed}, data, shape.trees)

    return grown([booster(seed + 1) for seed in range(shape.seeds)], list(ways))


def chosen_beads(made: Sequence[Made], models: Models, local: Linear, bead: Sequence[Trees]) -> tuple[Array, Array]:
    """(log-odds, whether right) of the body beads that are chosen on pages, as often as these weigh."""

    def chosen_on(page: Made) -> tuple[Array, Array] | None:
        found = thought_of(page, BODY, models, local)
        if found is None:
            return None
        found, odds = judged(found, bead)
        picked = choose(found, 1 / (1 + np.exp(-odds)), share_en=False)
        cells = [found.cells[index] for index in picked]
        right = labels(page, found.ja, found.en, cells, strictly=False, headline=False)
        often = max(1, round(page.weight))
        return np.tile(odds[picked], often), np.tile(right, often)

    scores, truth = zip(*(page for page in at_once(chosen_on, made) if page), strict=True)
    return np.concatenate(scores), np.concatenate(truth)


def fit(data: Path, count: int, models: Models, out: Path, kept: Mapping[str, Any] | None, real: Path | None) -> None:
    """Fit everything on so many made pages and all whole and real ones, write it, report on what nothing was fitted on.

    Of what is `kept`, as it is stored, the score of texts, the first opinion and the headline's stay as they are.
    """
    every, written = list(documents(data, "fit")), Written.of("fit", real)
    # Scores are fitted on two documents of three, the map to a confidence on the third; of the quotations two in four
    # are for the first opinion, one for the second, one for the map; of the whole pages three for the second opinion,
    # since there are few, and what it hears of the first has to be what that says of pages it has not seen. The map is
    # of an opinion that has not seen the last quarter of them; the one that is kept has.
    scored, mapped = [d for i, d in enumerate(every) if i % 3], [d for i, d in enumerate(every) if not i % 3]
    half = count // 2
    beads = bead_score(bead_score_path(models)).digest  # missing, that is said before anything is fitted
    rng = np.random.default_rng(5)
    folds = Fold.every(written)
    two = pages_of_folds(folds, scored, half, 22, (2,), (0, 1, 2))
    last = pages_of_folds(folds, found=(), count=0, seed=0, quarters=(), whole=(3,))
    if kept:
        local = Linear(kept["local"]["bias"], kept["local"]["weights"])
        first, headline = kept["bead"][0], kept["headline"]
    else:
        local = fit_local(gather_texts(list(extracted(scored, half, 11)), scored, models, rng), rng)
        one = pages_of_folds(folds, scored, half, 21, (0, 1))
        first = fit_opinion(one, models, local, (), headline=False)
        headline = [fit_opinion([*one, *two], models, local, (), headline=True)]
    tried = tuple(map(Trees.load, (first, fit_opinion(two, models, local, (first,), headline=False))))
    invented = [page for page in last if not page.real]  # real ones hardly render anything, and the trees have seen how
    points = calibrate(*chosen_beads([*pages_of_folds(folds, mapped, half, 12, (3,)), *invented], models, local, tried))
    bead = (first, fit_opinion([*two, *last], models, local, (first,), headline=False))
    opinions = tuple(map(Trees.load, bead))
    stored = {
        "about": "log-odds = bias + sum of weight * signal; fitted by scripts/calibrate.py on made pages",
        "pages": count,
        "encoder": models.encoder.name,
        "models": models.digest,
        "beads": beads,
        "clauses": clauses_digest(),
        "local": {"bias": local.bias, "weights": dict(local.weights)},
        "calibration": points,
        "bead": bead,
        "headline": headline,
    }
    out.write_text(by_tree(stored), encoding="utf-8")
    fitted = Coefficients(local, opinions, tuple(map(Trees.load, headline)), tuple(points), models.digest, "", "", "")
    unseen = list(extracted(list(documents(data, "report")), max(50, count), 13, Written.of("report")))
    for name, part in (("documents", unseen[::2]), ("quotations", unseen[1::2])):
        odds, right = chosen_beads(part, models, local, opinions)
        print(f"{name}:", *reliability(fitted.confidence(odds), right), sep="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help=DATA_HELP)
    parser.add_argument("--verdicts", type=Path, metavar="REVIEW", help="refit the map alone, from a folder's verdicts")
    parser.add_argument("--dataset", type=Path, default=Path("build/dataset"), help="what they are on (%(default)s)")
    parser.add_argument("--out", type=Path, help="instead of the place where the package looks for them")
    parser.add_argument("--second", action="store_true", help="fit the second opinion and the map alone")
    parser.add_argument("--pages", type=int, default=8400, help="made pages to fit on (%(default)s)")
    parser.add_argument("--real", type=Path, help=REAL_HELP)
    parser.add_argument("--encoder", default="embedded", help="or sentence-transformers:NAME_OR_PATH")
    parser.add_argument("--device", help="where another encoder runs")
    args = parser.parse_args(argv)
    models = load_models(load_encoder(args.encoder, device=args.device))
    out = args.out or coefficients_path(models)
    if args.verdicts:
        try:
            refit(args.verdicts, args.dataset, coefficients_path(models), out)
        except CorpusError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    if args.data is None:
        parser.error("--data FOLDER to fit everything on, or --verdicts REVIEW to refit the map")
    kept = json.loads(coefficients_path(models).read_text(encoding="utf-8")) if args.second else None
    fit(args.data, args.pages, models, out, kept, args.real)
    print(f"written: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
