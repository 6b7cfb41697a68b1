"""From pairs to a corpus: who decided what, why a pair is left out, and which split it stands in.

Start with `rules.py`, the table of reasons; then `decisions.py` (what verdicts do), `standing.py` and `overlaps.py`
(what reviewers keep that alignment no longer finds), `sameness.py` (when texts are the same), `duplicates.py` and
`splits.py`. No pair is ever removed: found is kept plus the sum over the reasons, which is what a build prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.config import Config
from corpus.curation.decisions import Decided, decide
from corpus.curation.duplicates import duplicates, followers, same_texts
from corpus.curation.new_texts import new_texts
from corpus.curation.overlaps import settled
from corpus.curation.rules import REASONS, reason_of
from corpus.curation.splits import groups, splits
from corpus.curation.standing import most_alike, standing
from corpus.types import Pair

__all__ = [
    "REASONS", "Decided", "curate", "decide", "followers", "most_alike", "new_texts", "same_texts",
    "settled", "standing",
]  # fmt: skip


def curate(pairs: Sequence[Pair], config: Config) -> list[Pair]:
    """The same pairs with reason, group and split, in page order: by article, then by where they stand in it.

    What reviewers said is followed before (`decide`). Sorting makes the outcome independent of the order in which the
    articles were read.
    """
    reasoned = [replace(pair, reason=reason_of(pair, config)) for pair in sorted(pairs, key=_place)]
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


def _place(pair: Pair) -> tuple[object, ...]:
    return pair.ja.document.name, pair.ja.spans, pair.en.document.name, pair.en.spans, pair.headline, pair.id
