"""Real pages to fit on, as they were read: what `real_pages.py --part fit` put into a folder, with their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pages.edits import Page

from corpus.reading import read_articles
from corpus.types import CorpusError

REAL = 2.0
"""What a rendering of a real page weighs, where clauses and who speaks are learned, beside one that was written for this
project: nobody made it up, and there are few."""
REAL_HELP = "real pages to learn from as well (`real_pages.py --part fit` puts them there)"


def real_pages(folder: Path | None) -> Iterator[tuple[str, Page]]:
    """The pages of a folder in the order of their names, each with its author; none without a folder.

    CorpusError where there are none in it, where one cannot be read, or is not there to be learned from.
    """
    beside = sorted(folder.glob("*.gold.json")) if folder else []
    if folder and not beside:
        raise CorpusError("no pages with gold here", path=folder)
    for path in beside:
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold.get("part") != "fit":
            raise CorpusError("is not to be learned from: put pages there by `real_pages.py --part fit`", path=path)
        article = next(iter(read_articles([path.with_name(gold["page"])])))
        if isinstance(article, CorpusError):
            raise article
        yield f"real:{gold['author']}", Page(path.name.removesuffix(".gold.json"), article.text, gold, article)
