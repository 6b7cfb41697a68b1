"""Learn who speaks in a rendering, of all those whom its page names: `python scripts/train_speakers.py`.

From the pages of `data/gold/pages` that may be fitted on: the renderings with what the page says of who speaks. Writes
`corpus/models/speakers.json` and `wordings.npz` and prints, of the pages that are only reported on, how often the
Japanese form of who speaks is right, by how sure it says to be. `--check` prints that alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import regex
from evaluate_pages import same_speaker_ja
from learning.fitting import by_probability, by_tree, grown, logistic
from learning.wording_weights import learned as learned_weights
from learning.wording_weights import write as write_weights
from numpy.typing import NDArray
from pages.gold_renderings import read_pages, renderings
from pages.real import REAL, REAL_HELP
from partitions import Part
from tqdm import tqdm

from corpus.extraction.attribution.speakers import HINTS, TABLE, able_of, certainty, form_of, ranking
from corpus.extraction.attribution.voices import SIGNALS, Array, Rendering, Worths, near, slots_near, voices
from corpus.extraction.attribution.wordings import SLOTS, digest, in_log_odds
from corpus.extraction.attribution.wordings import TABLE as WORDINGS
from corpus.extraction.hashing import Stored
from corpus.extraction.people.heads import head_of
from corpus.extraction.people.nouns import Nouns
from corpus.names import strip_title
from corpus.store import write_atomic
from corpus.trees import Trees

FOLDS = 4  # of files: how sure the first one is, is learned from renderings that the trees have not seen
PAGES = 3  # with names of an ending, from which on it says anything
TELLING = 0.01  # by how much an ending is to say something else than a shorter one
USUAL = 30.0  # names that all endings together count for beside those with one of them
LONGEST_ENDING = 3
SHAPE = {
    "objective": "lambdarank", "lambdarank_truncation_level": 3, "learning_rate": 0.05, "num_leaves": 16,
    "min_data_in_leaf": 40, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
TREES, SEEDS = 180, 2  # a ranking is the mean of as many sums of as many trees, grown with other draws
# Whether the first one speaks at all. By hands left out, where as many speakers are said rightly, a logistic map of its
# score and of how far the others are behind names 76 who are none on real pages and 1,726 on written ones, these trees
# added 35 and 1,524.
SPEAKING = SHAPE | {"objective": "binary", "seed": 1, "boost_from_average": False}
SPEAKING_TREES = 200
_HIRAGANA = regex.compile(r"\p{Hiragana}+")


@dataclass(frozen=True)
class Asked:
    """A rendering of a page with gold, those who may speak in it, and which of them does by the gold."""

    hand: str  # the file, which one writer wrote
    page: Nouns
    rendering: Rendering
    gold: str | None
    whos: Sequence[int]
    right: NDArray[np.bool_]


def asked(part: Part, real: Path | None = None) -> Iterator[Asked]:
    """Every rendering of the whole pages of a part, and of real ones, whose two sides are read."""
    for hand, page, passages, speakers in read_pages(part, real):
        nouns = speakers.nouns
        forms: dict[int, set[str]] = {}
        for noun in nouns.nouns:
            forms.setdefault(noun.who, {nouns.names[noun.who]}).update((noun.form, head_of(noun.form)))
        for row, *_, rendering in renderings(page, passages, speakers):
            whos = near(nouns, rendering)
            gold = row["speaker_ja"]
            right = np.array([gold is not None and any(named(form, gold) for form in forms[who]) for who in whos], bool)
            yield Asked(hand, nouns, rendering, gold, whos, right)


def named(form: str, gold: str) -> bool:
    """Whether a noun names whom the gold names, be it by a part of what the gold says."""
    bare, wanted = strip_title(form), strip_title(gold)
    if same_speaker_ja(form, gold) or same_speaker_ja(form, head_of(gold)):
        return True
    return len(bare) > 1 and not _HIRAGANA.fullmatch(form) and (gold.endswith(form) or wanted.endswith(bare))


def endings_of(found: Sequence[Asked]) -> dict[str, float]:
    """How often one whose name ends so speaks: of those with the ending, and as many as are usual of a shorter one.

    An ending is one that several pages have and that says something else than the shorter one.
    """
    seen, spoke = Counter[str](), Counter[str]()
    pages: dict[str, set[int]] = {}
    for each in found:
        for who, right in zip(each.whos, each.right, strict=True) if each.gold is not None else ():
            name = each.page.names[who]
            for end in {name[-size:] for size in range(1, LONGEST_ENDING + 1)} | {""}:
                seen[end] += 1
                spoke[end] += int(right)
                pages.setdefault(end, set()).add(id(each.page))
    worth = {"": round(spoke[""] / max(1, seen[""]), 4)}
    for end in sorted((end for end in pages if end and len(pages[end]) >= PAGES), key=lambda end: (len(end), end)):
        shorter = next(worth[end[size:]] for size in range(1, len(end) + 1) if end[size:] in worth)
        own = round((spoke[end] + USUAL * shorter) / (seen[end] + USUAL), 4)
        if abs(own - shorter) >= TELLING:
            worth[end] = own
    return worth


def rows(found: Sequence[Asked], worths: Callable[[Asked], Worths]) -> list[Array]:
    """The signals of those who may speak in each rendering, with the worths that it may know."""
    return [voices(each.page, each.rendering, worths(each))[1] for each in found]


def trees(found: Sequence[Asked], signals: Sequence[Array]) -> dict[str, Any]:
    """A ranking as it is stored, learned from the renderings whose speaker is among those who may speak."""
    import lightgbm

    known = [at for at, each in enumerate(found) if each.right.any()]
    data = lightgbm.Dataset(
        np.concatenate([signals[at] for at in known]),
        np.concatenate([found[at].right for at in known]).astype(float),
        group=[len(signals[at]) for at in known],
    )
    return grown([lightgbm.train(SHAPE | {"seed": seed + 1}, data, TREES) for seed in range(SEEDS)], SIGNALS)


class Firsts(NamedTuple):
    """The first ones of renderings: their `certainty`, their signals, whether they speak, and what each weighs."""

    hints: Array
    signals: Array
    right: Array
    weights: Array


def sureness(hints: Array, right: Array, weights: Array) -> list[float]:
    """How sure the `HINTS` (renderings, hints) make: the bias and the weights of a logistic regression."""
    found = logistic(hints, right, weights, list(HINTS))
    return [round(weight, 4) for weight in (found.bias, *(found.weights[name] for name in HINTS))]


def speaking(found: Firsts, sure: Sequence[float]) -> dict[str, Any]:
    """The trees, as they are stored, that add to how `sure` the hints make by all that the page tells of the first."""
    import lightgbm

    odds = sure[0] + found.hints @ np.array(sure[1:])
    both = np.hstack([found.hints, found.signals])
    data = lightgbm.Dataset(both, found.right, weight=found.weights, init_score=odds)
    return grown([lightgbm.train(SPEAKING, data, SPEAKING_TREES)], [*HINTS, *SIGNALS])


def scored(ranked: Mapping[str, Any], signals: Sequence[Array]) -> list[Array]:
    """The scores of those who may speak in each rendering."""
    best = Trees.load(ranked)
    return [best.score(dict(zip(SIGNALS, each.T, strict=True))) if len(each) else np.zeros(0) for each in signals]


def worded(found: Sequence[Asked]) -> Stored:
    """The weights of wordings, from the renderings whose speaker is among those who may speak."""
    known = [each for each in found if each.right.any()]
    lists = [slots_near(each.page, each.rendering) for each in known]
    return learned_weights(lists, [each.right for each in known], SLOTS)


def learned(found: Sequence[Asked]) -> tuple[dict[str, Any], Stored]:
    """All that is stored, the weights of wordings apart. No worth of a rendering comes from its own writer's pages."""
    hands = sorted({each.hand for each in found})
    fold_of = {hand: at % FOLDS for at, hand in enumerate(hands)}
    apart = [worded([each for each in found if fold_of[each.hand] != fold]) for fold in range(FOLDS)]
    without = {
        hand: Worths(endings_of([each for each in found if each.hand != hand]), in_log_odds(apart[fold_of[hand]]))
        for hand in hands
    }
    signals = rows(found, lambda each: without[each.hand])
    firsts: list[tuple[Array, Array, bool, float]] = []
    for fold in tqdm(range(FOLDS), desc="folds", unit="", disable=None):
        unseen = [fold_of[each.hand] == fold for each in found]
        seen = [at for at, held in enumerate(unseen) if not held]
        ranked = trees([found[at] for at in seen], [signals[at] for at in seen])
        held = [at for at, one in enumerate(unseen) if one and len(found[at].whos)]
        for at, every in zip(held, scored(ranked, [signals[at] for at in held]), strict=True):
            one = found[at]
            able = able_of(one.page, one.whos, one.rendering)
            if not able:
                continue
            scores = every[able]
            best = able[int(scores.argmax())]
            form = form_of(one.page, one.whos[best], one.rendering)
            right = one.gold is not None and same_speaker_ja(form, one.gold)
            # Most renderings of real pages are said by nobody, and there are few.
            weight = REAL if one.hand.startswith("real:") else 1.0
            firsts.append((certainty(scores), signals[at][best], right, weight))
    first = Firsts(*(np.array(each, np.float64) for each in zip(*firsts, strict=True)))
    sure = sureness(first.hints, first.right, first.weights)
    weights = worded(found)
    ranked = trees(found, signals)
    return {
        "ranking": ranked,
        "endings": endings_of(found),
        "wordings": digest(weights),
        "sure": sure,
        "speaking": speaking(first, sure),
    }, weights


def write(path: Path, stored: Mapping[str, Any], weights: Stored) -> None:
    """Store what is learned, the weights of wordings beside it."""
    write_weights(path.with_name(WORDINGS.name), weights)
    write_atomic(path, by_tree(stored).encode())


def report(found: Sequence[Asked], path: Path) -> str:
    """How often who speaks by a table is right, by how sure that is said to be; of nobody in particular is none."""
    best = ranking(path)
    sure: list[tuple[float, bool]] = []
    for each in found:
        voice = best.voice(each.page, each.rendering)
        right = voice is not None and each.gold is not None and same_speaker_ja(voice.form, each.gold)
        sure.append((voice.probability if voice else 0.0, right))
    told, good = sum(each.gold is not None for each in found), sum(right for _, right in sure)
    by_first = f"of {len(found)} renderings {told} are said by somebody, {good} ({good / told:.3f}) by the first one"
    return "\n".join([*by_probability(sure), by_first])


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--check", action="store_true", help="report on the table that is there")
    parser.add_argument("--real", type=Path, help=REAL_HELP)
    args = parser.parse_args(argv)
    if not args.check:
        write(args.out, *learned(list(asked("fit", args.real))))
        print(f"written: {args.out} and {WORDINGS.name} beside it")
    print(report(list(asked("report")), args.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
