"""Groups of articles that belong together, and the split of each group.

Whoever trains on `train` and measures on `test` must not meet the same text in both. So whole groups go into a split:
an article alone, or several that share a text (the same bytes, the same address, an English original that both
render). The split is a function of the group's name alone: as a corpus grows, a group stays where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from corpus.types import Article, Pair, Split

SHARES: tuple[tuple[Split, int], ...] = (("train", 90), ("validation", 5), ("test", 5))
"""Per cent of the groups, in the order in which the hundred places are given out."""


def _keys(article: Article) -> Iterator[tuple[str, str]]:
    """What makes two documents one text."""
    yield "sha256", article.sha256
    if article.source.url:
        yield "url", article.source.url


def groups(pairs: Sequence[Pair]) -> list[str]:
    """The group of each pair: the alphabetically first name of the articles that hang together with its own."""
    parents: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    # Union-find over (kind, value) keys. A name sorts before the other kinds, and the smaller root is always kept, so
    # that the root of a set is its first name, in whatever order the pairs come.
    def article_key(pair: Pair) -> tuple[str, str]:
        return "name", pair.ja.document.name

    for pair in pairs:
        for key in (*_keys(pair.ja.document), *_keys(pair.en.document)):
            one, other = sorted((root(article_key(pair)), root(key)))
            parents[other] = one
    return [root(article_key(pair))[1] for pair in pairs]


def split_of(group: str) -> Split:
    """The split that a group falls into, by its hash."""
    place = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") % 100
    for split, share in SHARES:
        if place < share:
            return split
        place -= share
    raise AssertionError("the shares make up a hundred")


def splits(names: Iterable[str], min_groups: int) -> dict[str, Split]:
    """The split of every group; with fewer than `min_groups` everything is train, as the rest would be too small."""
    distinct = sorted(set(names))
    return {name: "train" if len(distinct) < min_groups else split_of(name) for name in distinct}
