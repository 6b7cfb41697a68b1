"""How right relations are: `python scripts/evaluate_relations.py --data FOLDER [--documents report]`.

Parallel sentences are cut on one side at a comma, with an ellipsis or without, so that the other side says more; others
stay whole. Printed are precision and recall of `partial` over both, by the side that was cut; then the confusion table
of all relations on written pages with gold, over the pairs that were found.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from evaluate_pages import found_on
from gold import lax, read_gold
from measure_calibration import GOLD
from partitions import documents

from corpus.alignment.comparing.facing import facing_texts
from corpus.alignment.comparing.signals import local_signals
from corpus.alignment.learned.models import fitted_models
from corpus.alignment.page.relation import relation_of
from corpus.types import Relation

KEPT = (0.3, 0.7)  # of a text that is cut
LEAST_JA, LEAST_EN = 24, 60  # characters: less is not worth cutting
RELATIONS: tuple[Relation, ...] = ("translation", "partial", "paraphrase", "summary")
_COMMA = {"ja": re.compile("、"), "en": re.compile(r", | and | but | because | which ")}


@dataclass(frozen=True)
class Cut:
    """A pair of texts, whole or with one side cut."""

    ja: str
    en: str
    how: str  # "whole", or the side that was cut, with "…" where an ellipsis says so

    @property
    def marked(self) -> bool:
        return self.how.endswith("…")


def cuts(pairs: Sequence[tuple[str, str]], seed: int) -> Iterator[Cut]:
    """Each pair whole, or cut on one side where it has a comma near its middle."""
    rng = random.Random(seed)
    for ja, en in pairs:
        if len(ja) < LEAST_JA or len(en) < LEAST_EN:
            continue
        side = rng.choice(("ja", "en", "whole", "whole"))
        if side == "whole":
            yield Cut(ja, en, "whole")
            continue
        text = ja if side == "ja" else en
        places = [m.start() for m in _COMMA[side].finditer(text) if KEPT[0] <= m.start() / len(text) <= KEPT[1]]
        if not places:
            continue
        mark = rng.random() < 0.25
        short = text[: rng.choice(places)] + ("…" if mark else "。" if side == "ja" else ".")
        texts = (short, en) if side == "ja" else (ja, short)
        yield Cut(*texts, side + ("…" if mark else ""))


def related(found: Sequence[Cut]) -> list[Relation]:
    """The relation of each pair by the rules, from its texts alone."""
    models, _ = fitted_models(None)
    relations: list[Relation] = []
    for cut in found:
        matrix = local_signals(facing_texts([cut.ja], [cut.en], models))
        signals = {name: float(values[0, 0]) for name, values in matrix.items()}
        signals |= {"cut": float(cut.marked), "ja_sentences": 1.0, "en_sentences": 1.0}
        relations.append(relation_of(signals))
    return relations


def main(argv: Sequence[str] | None = None) -> int:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder like shared/data")
    parser.add_argument("--documents", default="report", choices=("fit", "report"), help="of what use (%(default)s)")
    parser.add_argument("--count", type=int, default=2000, help="pairs (%(default)s)")
    parser.add_argument("--gold", type=Path, default=GOLD, help="written pages with gold")
    args = parser.parse_args(argv)
    pairs = [pair for document in documents(args.data, args.documents) for pair in document.pairs]
    random.Random(3).shuffle(pairs)
    found = list(cuts(pairs, 7))[: args.count]
    relations = related(found)
    how = Counter(cut.how for cut in found)
    said = Counter(cut.how for cut, relation in zip(found, relations, strict=True) if relation == "partial")
    for name in sorted(how):
        print(f"{name:<8}{how[name]:>6} pairs, partial {said[name]:>5} ({said[name] / how[name]:.3f})")
    right, all_said = sum(said.values()) - said["whole"], sum(said.values())
    cut = len(found) - how["whole"]
    print(f"partial: precision {right / max(1, all_said):.3f} ({right} of {all_said})")
    print(f"partial: recall    {right / cut:.3f} ({right} of {cut})")
    table: Counter[tuple[str, str]] = Counter()
    for page in read_gold(args.gold):
        body = [gold for gold in page.pairs if not gold.headline]
        for one in found_on(page):
            meant = next((gold for gold in body if one.matches(gold, lax)), None)
            if meant and one.pair.confidence >= 0.5 and not one.pair.headline:
                table[meant.relation, one.pair.relation] += 1
    print(f"\n{'gold':<14}" + "".join(f"{name:>14}" for name in RELATIONS))
    for gold in RELATIONS:
        print(f"{gold:<14}" + "".join(f"{table[gold, name]:>14}" for name in RELATIONS))
    same = sum(table[name, name] for name in RELATIONS)
    print(f"the same in {same} of {table.total()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
