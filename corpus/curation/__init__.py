"""From pairs to a corpus: who decided what, why a pair is left out, and which split it stands in.

Start with `rules.py`, the table of reasons; then `decisions.py` (what verdicts do), `standing.py` and `overlaps.py`
(what reviewers keep that alignment no longer finds), `sameness.py` (when texts are the same), `duplicates.py` and
`splits.py`. No pair is ever removed: found is kept plus the sum over the reasons, and `count_reasons` is what a build
prints of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.config import Config
from corpus.curation.decisions import Decided, decide
from corpus.curation.duplicates import duplicates, followers, same_texts
from corpus.curation.new_texts import new_texts
from corpus.curation.overlaps import settled
from corpus.curation.rules import REASONS, reason_of
from corpus.curation.splits import groups, splits
from corpus.curation.standing import most_alike, standing
from corpus.types import Pair, Verdict

__all__ = [
    "REASONS", "Decided", "count_reasons", "curate", "decide", "followers", "most_alike", "new_texts", "same_texts",
    "settled", "standing",
]  # fmt: skip


def curate(pairs: Sequence[Pair], verdicts: Mapping[str, Verdict], config: Config) -> list[Pair]:
    """The same pairs with verdict, reason, group and split, in page order: by article, then by where they stand in it.

    Verdicts are followed, which adds the pairs that a split or a merge makes; see `decide`. Sorting makes the outcome
    independent of the order in which the articles were read.
    """
    decided = sorted(decide(sorted(pairs, key=_place), verdicts).pairs, key=_place)
    reasoned = [replace(pair, reason=reason_of(pair, config)) for pair in decided]
    repeated = duplicates(reasoned)
    names = groups(reasoned)
    split_by_group = splits(reasoned, names, config.min_groups_to_split)
    return [
        replace(
            pair,
            reason="duplicate" if at in repeated else pair.reason,
            group=name,
            split=split_by_group[name],
        )
        for at, (pair, name) in enumerate(zip(reasoned, names, strict=True))
    ]


def count_reasons(pairs: Iterable[Pair]) -> Counter[str]:
    """How many pairs are `kept` and how many are left out for each reason; the sum is the number of pairs found.

    Reasons stand in the order of their precedence, those without a pair are missing.
    """
    counted: Counter[str] = Counter(pair.reason or "kept" for pair in pairs)
    return Counter({name: counted[name] for name in ("kept", *REASONS) if counted[name]})


def _place(pair: Pair) -> tuple[object, ...]:
    return pair.ja.document.name, pair.ja.spans, pair.en.document.name, pair.en.spans, pair.headline, pair.id
