"""The pool of originals: all English documents of a folder, of which a page may quote any without being told.

`pool_of` indexes them once; `Pool.page` extracts an article with those that it quotes. Two things find them: a cut post
that an original goes on from (`corpus.extraction`), and Japanese that renders an original's sentences
(`corpus.alignment`). What an article's sidecar names is taken without looking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import alignment, extraction
from corpus.alignment import Index
from corpus.config import Config
from corpus.extraction import Openings, Page
from corpus.types import Article

FOUND = 6  # originals that are looked for, for a page


@dataclass(frozen=True)
class Pool:
    """Originals by name, and what they are found by."""

    originals: tuple[Article, ...]
    openings: Openings
    index: Index

    def page(self, article: Article, config: Config) -> Page:
        """The article's page with the originals it names, and with those of the pool that it quotes behind them."""
        page = extraction.extract(article)
        begun = extraction.begun_by(article.text, page.passages, self.openings)
        quoted = alignment.quoted(
            page.passages,
            article.text,
            self.index,
            lambda at: page.names(self.originals[at].source),
            encoder=alignment.load_encoder(config.encoder),
        )
        here = {(original.name, original.sha256) for original in article.originals}
        further = [self.originals[at] for at in dict.fromkeys([*begun, *quoted])]
        further = [original for original in further if (original.name, original.sha256) not in here][:FOUND]
        if not further:
            return page
        return extraction.extract(replace(article, originals=(*article.originals, *further)))


def pool_of(originals: Sequence[Article], config: Config) -> Pool:
    """The pool of some originals, ordered by name."""
    ordered = tuple(sorted(originals, key=lambda original: (original.name, original.sha256)))
    passages = [extraction.original_passages(original, 0) for original in ordered]
    texts = [original.text for original in ordered]
    encoder = alignment.load_encoder(config.encoder)
    return Pool(
        ordered,
        extraction.openings(list(zip(texts, passages, strict=True))),
        alignment.index_of(list(zip(texts, passages, strict=True)), encoder),
    )
