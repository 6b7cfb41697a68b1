"""How right relations are: `python scripts/evaluate_relations.py [--data FOLDER]`.

Pairs of texts are cut on one side at a comma, with an ellipsis or without, so that the other side says more; others
stay whole. Printed are precision and recall of `partial` over both, by the side that was cut: of the quotations that
are only reported on, which were written for fitting, and of parallel sentences of documents, where these are given;
then the confusion table of all relations on written pages with gold, over the pairs that were found.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluate_pages import found_on
from learning.text_cuts import Cut, cuts
from measure_calibration import GOLD
from pages.gold import lax, read_gold
from pages.quotations import quotations
from partitions import DATA_HELP, documents
from train_one_sided import signals_of

from corpus.alignment.page.one_sided import one_sided
from corpus.alignment.page.relation import relation_of
from corpus.text import join
from corpus.types import Relation

WHOLE = ("translation", "paraphrase")  # relations of a pair of which no side leaves anything out
RELATIONS: tuple[Relation, ...] = ("translation", "partial", "paraphrase", "summary")


def related(found: Sequence[Cut]) -> list[Relation]:
    """The relation of each pair by the rules, from its texts alone."""
    relations: list[Relation] = []
    for cut in found:
        signals = signals_of(cut.ja, cut.en) | {"cut": float(cut.marked)}
        relations.append(relation_of(signals | {"one_sided": one_sided().probability(signals)}))
    return relations


def told(seed: int) -> list[Cut]:
    """Pairs of the quotations that are only reported on, whole and cut."""
    rows = [row for quotation in quotations("report") for row in quotation.rows if row.get("relation") in WHOLE]
    return list(cuts([(join("ja", row["ja"]), join("en", row["en"])) for row in rows], seed))


def counted(found: Sequence[Cut], relations: Sequence[Relation]) -> Iterator[str]:
    """How many of each sort are called partial, and how right that is."""
    how = Counter(cut.how for cut in found)
    said = Counter(cut.how for cut, relation in zip(found, relations, strict=True) if relation == "partial")
    for name in sorted(how):
        yield f"{name:<8}{how[name]:>6} pairs, partial {said[name]:>5} ({said[name] / how[name]:.3f})"
    right, every, cut = said.total() - said["whole"], said.total(), len(found) - how["whole"]
    yield f"partial: precision {right / max(1, every):.3f} ({right} of {every})"
    yield f"partial: recall    {right / max(1, cut):.3f} ({right} of {cut})"


def main(argv: Sequence[str] | None = None) -> int:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help=f"{DATA_HELP}: its documents, too")
    parser.add_argument("--documents", default="report", choices=("fit", "report"), help="of what use (%(default)s)")
    parser.add_argument("--count", type=int, default=2000, help="pairs of documents, and of quotations (%(default)s)")
    parser.add_argument("--gold", type=Path, default=GOLD, help="written pages with gold")
    args = parser.parse_args(argv)
    parts = {"quotations": told(7)}
    if args.data:
        pairs = [pair for document in documents(args.data, args.documents) for pair in document.pairs]
        random.Random(3).shuffle(pairs)
        parts["documents"] = list(cuts(pairs, 7))
    for name, found in parts.items():
        print(f"{name}:", *counted(found[: args.count], related(found[: args.count])), "", sep="\n")
    table: Counter[tuple[str, str]] = Counter()
    for page in read_gold(args.gold):
        body = [gold for gold in page.pairs if not gold.headline]
        for one in found_on(page):
            meant = next((gold for gold in body if one.matches(gold, lax)), None)
            if meant and one.pair.confidence >= 0.5 and not one.pair.headline:
                table[meant.relation, one.pair.relation] += 1
    print(f"{'gold':<14}" + "".join(f"{name:>14}" for name in RELATIONS))
    for gold in RELATIONS:
        print(f"{gold:<14}" + "".join(f"{table[gold, name]:>14}" for name in RELATIONS))
    same = sum(table[name, name] for name in RELATIONS)
    print(f"the same in {same} of {table.total()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
