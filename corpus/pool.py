"""The pool of originals: all English documents of a folder, of which a page may quote any without being told.

`pool_of` indexes them once; `Pool.page` extracts an article with those that it quotes. Two things find them: a cut post
that an original goes on from (`corpus.extraction`), and Japanese that renders an original's sentences
(`corpus.alignment`). What an article's sidecar names is taken without looking.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus import alignment, extraction
from corpus.alignment import Index
from corpus.config import Config
from corpus.extraction import Openings, Page
from corpus.reading import read_articles, state_of
from corpus.types import Article, CorpusError

FOUND = 6  # originals that are taken besides those that a sidecar names, for a page


@dataclass(frozen=True)
class Pool:
    """Originals by name, and what they are found by."""

    originals: tuple[Article, ...]
    openings: Openings
    index: Index

    def page(self, article: Article, config: Config, *, whole: bool = False) -> Page:
        """The article's page with the originals it names, and with those of the pool that it quotes behind them.

        `whole`: with all that is read of it, also where nothing can face it (see `extract`).
        """
        page = extraction.extract(article, alone=not self.originals and not whole)
        if not self.originals:
            return page
        begun = extraction.begun_by(article.text, page.passages, self.openings)
        quoted = alignment.quoted(
            page.passages,
            article.text,
            self.index,
            lambda at: page.names(self.originals[at].source),
            encoder=alignment.load_encoder(config.encoder),
        )
        here = {(original.name, original.sha256) for original in (article, *article.originals)}
        further = [self.originals[at] for at in dict.fromkeys([*begun, *quoted])]
        further = [original for original in further if (original.name, original.sha256) not in here][:FOUND]
        return page.quoting(further) if further else page


def pool_of(originals: Iterable[Article], config: Config) -> Pool:
    """The pool of some originals, in the order of their names."""
    ordered = tuple(sorted(originals, key=lambda original: (original.name, original.sha256)))
    texts = [(original.text, extraction.original_passages(original, 0)) for original in ordered]
    encoder = alignment.load_encoder(config.encoder)
    return Pool(ordered, extraction.openings(texts), alignment.index_of(texts, encoder))


def pool_in(folder: Path, config: Config) -> tuple[Pool, tuple[CorpusError, ...]]:
    """The pool of all documents in a folder and what is wrong with those that cannot be read; empty without a folder.

    A folder that is there and cannot be read is named. The pool is remembered while no file there changes.
    """
    if not os.path.lexists(folder):
        return _pool_in(folder, (), config)
    try:
        return _pool_in(folder, state_of(folder), config)
    except CorpusError as error:
        return pool_of([], config), (error,)


@lru_cache(maxsize=4)
def _pool_in(
    folder: Path, state: Sequence[tuple[str, int, int]], config: Config
) -> tuple[Pool, tuple[CorpusError, ...]]:
    read = list(read_articles([folder], max_bytes=config.max_bytes)) if state else []
    originals = [one for one in read if isinstance(one, Article)]
    return pool_of(originals, config), tuple(one for one in read if isinstance(one, CorpusError))
