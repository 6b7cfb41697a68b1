"""What each signal is worth: `python scripts/ablate_signals.py --data FOLDER [--pages N]`.

Everything is fitted again without a group of signals, on documents that maps may be fitted on, and measured on pools
and made pages of others of them: nothing here looks at the reported part, so what goes or stays may be decided by it.
Printed are, for each group, P@1 with CSLS (mean of both directions), and on made pages the log loss of the first
opinion over all candidate beads (less is better) and strict F1 of the beads that are chosen at confidence .5.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from calibrate import BODY, Texts, fit_local, fit_opinion, gather_texts, labels, thought_of
from measuring.retrieval import csls, first, unique
from pages.folds import Made, extracted
from partitions import documents

from corpus.alignment.comparing.facing import Facing, facing_texts
from corpus.alignment.comparing.signals import LOCAL, text_score
from corpus.alignment.learned.coefficients import Linear
from corpus.alignment.learned.models import Models, load_models
from corpus.alignment.page.beads import choose
from corpus.trees import Trees

POOL = 1000
# Signals that say one thing in two ways go together.
GROUPS: dict[str, tuple[str, ...]] = {
    "similarity": ("similarity", "similarity_evidence"),
    "covered": ("covered_ja", "covered_en", "covered"),
    "rendered": ("rendered_ja", "rendered_en"),
    "glossed": ("glossed_ja", "glossed_en"),
    "evidence": ("evidence", "similarity_evidence"),
    "numbers": ("numbers", "numbers_only_ja", "numbers_only_en"),
    "names": ("names", "names_only_ja"),
    "latin": ("latin", "latin_only_ja"),
    "marks": ("marks", "marks_alone"),
    "length_surprise": ("length_surprise",),
    "longer": ("longer_en", "longer_ja"),
}


def on_pools(pools: Sequence[Facing], local: Linear) -> list[float]:
    """P@1 with CSLS, mean of both directions, of each pool."""
    scores = [csls(text_score(pool, local)) for pool in pools]
    return [(first(score) + first(score.T)) / 2 for score in scores]


def on_pages(made: Sequence[Made], models: Models, local: Linear, opinion: Trees) -> tuple[float, float]:
    """(log loss over all candidates, strict F1 of those chosen with confidence .5) of made pages."""
    losses, right, found, gold = [], 0.0, 0, 0
    for page in made:
        gold += sum(not titled for _, _, titled in page.gold)
        seen = thought_of(page, BODY, models, local)
        if seen is None:
            continue
        probability = 1 / (1 + np.exp(-opinion.score(seen.signals)))
        truth = labels(page, seen.ja, seen.en, seen.cells, strictly=True, headline=False)
        losses.extend(-np.log(np.clip(np.where(truth > 0, probability, 1 - probability), 1e-6, 1)))
        picked = [index for index in choose(seen, probability, share_en=False) if probability[index] >= 0.5]
        right += float(truth[picked].sum())
        found += len(picked)
    return float(np.mean(losses)), 2 * right / max(1, found + gold)


def measured(
    texts: Texts, fit_on: Sequence[Made], unseen: Sequence[Made], pools: Sequence[Facing], models: Models,
    without: frozenset[str],
) -> list[float]:  # fmt: skip
    """All figures without some signals."""
    local = fit_local(texts, np.random.default_rng(5), without)
    opinion = Trees.load(fit_opinion(fit_on, models, local, (), headline=False, without=without))
    return [*on_pools(pools, local), *on_pages(unseen, models, local, opinion)]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--pages", type=int, default=300, help="made pages to fit on; half as many are measured")
    parser.add_argument("--only", nargs="*", help="these groups, instead of all")
    given = parser.parse_args(argv)
    models = load_models()
    every = list(documents(given.data, "fit"))
    fitted, unseen = [d for i, d in enumerate(every) if i % 3], [d for i, d in enumerate(every) if not i % 3]
    rng = np.random.default_rng(5)
    fit_on = list(extracted(fitted, given.pages, 11))
    texts = gather_texts(fit_on, fitted, models, rng)
    pages = list(extracted(unseen, given.pages // 2, 12))
    pools = []
    for kind in ("kyoto", "ami"):
        pairs, _ = unique(pair for d in unseen if kind in d.source for pair in d.pairs)
        pools.append(facing_texts([ja for ja, _ in pairs[:POOL]], [en for _, en in pairs[:POOL]], models))
    print(f"{'without':18} {'kyoto':>6} {'ami':>6} {'log loss':>9} {'strict F1':>9}")
    for name, group in (("nothing", ()), *GROUPS.items()):
        if set(group) <= set(LOCAL) and (name == "nothing" or not given.only or name in given.only):
            kyoto, ami, loss, f1 = measured(texts, fit_on, pages, pools, models, frozenset(group))
            print(f"{name:18} {kyoto:6.3f} {ami:6.3f} {loss:9.4f} {f1:9.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
