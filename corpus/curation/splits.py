"""Groups of articles that belong together, and the split of each group.

Whoever trains on `train` and measures on `test` must not meet the same text in both. So whole groups go into a split:
an article alone, or several that share a document (the same bytes, the same address, an English original that both
render) or a text of their pairs, on either side and whatever became of the pair (`sameness.py` says what is the same).
Texts too short to be anybody's own tie nothing. Sharing goes on from article to article.

Each article draws a split by itself, and a group is in `train` as soon as one of its articles has drawn that: as pages
are added groups only grow together, so **what is in train stays there**, and what is held out leaves it only for train,
when a page comes that shares a text with it. The price is that pages which share texts are held out less often.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from corpus.curation.sameness import marks
from corpus.text import spell
from corpus.types import Article, Language, Pair, Side, Split

SHARES: tuple[tuple[Split, int], ...] = (("train", 90), ("validation", 5), ("test", 5))
"""Per cent of the articles, in the order in which the hundred places are given out; in a group the first one wins."""

TRACKING = ("utm_", "fbclid", "gclid", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid", "ref_src", "ref_url", "cmpid")
"""How parameters of an address begin that tell where a reader came from, and not which page it is."""


def groups(pairs: Sequence[Pair]) -> list[str]:
    """The group of each pair: the alphabetically first name of the articles that hang together with its own."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    # Union-find over names: of two roots the first one is kept, so that the order in which the pairs come is nothing.
    holders: dict[bytes, str] = {}
    for pair in pairs:
        name = pair.ja.document.name
        for key in _keys(pair):
            first, second = sorted((root(name), root(holders.setdefault(key, name))))
            parents[second] = first
    return [root(pair.ja.document.name) for pair in pairs]


def splits(pairs: Sequence[Pair], names: Sequence[str], min_groups: int) -> dict[str, Split]:
    """The split of every group; `names` are the groups of the pairs, in their order.

    With fewer groups than `min_groups` everything is train, as the rest would be too small.
    """
    drawn: defaultdict[str, set[Split]] = defaultdict(set)
    for pair, name in zip(pairs, names, strict=True):
        drawn[name].add(split_of(pair.ja.document))
    few = len(drawn) < min_groups
    return {name: next(split for split, _ in SHARES if few or split in found) for name, found in drawn.items()}


def split_of(article: Article) -> Split:
    """The split that an article draws, by what of it lasts: its address, or else its bytes, and never its name."""
    lasting = _address(article.source.url) if article.source.url else article.sha256
    place = int.from_bytes(_digest("split", lasting), "big") % 100
    for split, share in SHARES:
        if place < share:
            return split
        place -= share
    raise AssertionError("the shares make up a hundred")


def _keys(pair: Pair) -> Iterator[bytes]:
    """What articles that belong together have in common, as short digests: a corpus has many."""
    for document in (pair.ja.document, pair.en.document):
        yield _digest("bytes", document.sha256)
        if document.source.url:
            yield _digest("address", _address(document.source.url))
    yield from (_digest("ja", mark) for mark in _marks("ja", pair.ja))
    yield from (_digest("en", mark) for mark in _marks("en", pair.en))


def _marks(language: Language, side: Side) -> set[str]:
    """Those of the text that is published, of the page's own, where a reviewer edited it, and of its sentences."""
    pieces = [side.document.text[span.start : span.end] for span in side.spans]
    texts = {side.text, spell(language, side.document.text, side.spans), *pieces}
    return {mark for text in texts for mark in marks(language, text)}


def _address(url: str) -> str:
    """An address without what leads to the same page: scheme, `www.`, a slash at its end, a fragment, tracking."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # it is no address, whatever it is
        return url
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if not name.lower().startswith(TRACKING)]
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


def _digest(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind} {value}".encode("utf-8", "surrogatepass")).digest()[:8]
