"""Taiyaku (対訳): Japanese-English parallel corpora from pages that quote English and render it in Japanese.

    import corpus

    article = corpus.read("data/articles/page.txt")
    for pair in corpus.pairs(article):
        print(pair.confidence, pair.ja.text, pair.en.text)

Heavy parts are imported when they are first used: `import corpus` itself costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Article, Bead, CorpusError, Pair
from corpus.version import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpus.alignment import Encoder
    from corpus.pipeline import Built

__all__ = [
    "Article", "Bead", "CorpusError", "Pair", "__version__", "align", "build", "load_encoder", "pairs", "read", "score",
    "score_matrix",
]  # fmt: skip


def read(path: str | Path, *, originals: str | Path | None = None) -> Article:
    """The article in a file with what its sidecar says; `originals` is the folder of English originals that it names.

    Raises CorpusError for a file that cannot be read, naming it and what to do.
    """
    from corpus import reading

    return reading.read(Path(path), originals=None if originals is None else Path(originals))


def pairs(article: str | Path | Article, *, originals: str | Path | None = None) -> list[Pair]:
    """The pairs of an article (or of the file it stands in), in page order, each with confidence and reason.

    All that were found are there; those with `reason is None` are good enough to be kept. `originals` is a folder of
    English originals of which it may quote any; for a file it is by default the nearest `originals/` beside the file's
    folder or one above that, for an article only those count that it has.
    """
    from corpus import extraction, pipeline, reading
    from corpus.config import Config
    from corpus.pool import pool_in

    folder = None if originals is None else Path(originals)
    if not isinstance(article, Article):
        folder = folder or reading.originals_near(Path(article))
        article = read(article, originals=folder)
    config = Config()
    page = extraction.extract(article) if folder is None else pool_in(folder, config)[0].page(article, config)
    return pipeline.curated(page, config)


def build(
    articles: str | Path = "data/articles",
    *,
    originals: str | Path | None = None,
    review: str | Path | None = None,
    out: str | Path = "build",
    config: str | Path | None = None,
    workers: int = 1,
) -> Built:
    """Build the dataset, its card, the report and the review TSV from a folder of articles, as `taiyaku build` does.

    `originals` and `review` are by default the folders of these names beside the articles folder. Pages are aligned by
    so many processes as `workers` says; more than one are started as new ones, so a script that asks for them does its
    work behind `if __name__ == "__main__":`. CorpusError where there is no folder `originals` though one was named.
    """
    from corpus import pipeline, reading

    def folder(path: str | Path | None, name: str) -> Path:
        return Path(articles).parent / name if path is None else Path(path)

    if originals is not None:
        reading.checked_folder(Path(originals), "Put originals into it, or name another one with --originals")
    settings = None if config is None else Path(config)
    places = Path(articles), folder(originals, "originals"), folder(review, "review"), Path(out)
    return pipeline.build(*places, settings, workers)


def align(
    ja: Sequence[str],
    en: Sequence[str],
    *,
    ordered: bool | None = None,
    encoder: Encoder | None = None,
    progress: bool = False,
) -> list[Bead]:
    """Align two lists of sentences: beads of indices, each index in exactly one, by their Japanese.

    `bead.ja` and `bead.en` say which sentences face each other, either may be empty; `bead.confidence` is the
    calibrated probability that the bead is right (where a side is empty: that the sentence has no counterpart), and
    `bead.signals` are the numbers behind it, those of its least likely part.

    Sentences are cut into parts at the full stops inside them. `ordered=True` takes both lists to be in the same order:
    time and memory are linear in their length. `False` takes no order for granted and compares all parts with all;
    CorpusError for more than 25,000,000 pairs of them. `None` decides by itself: it goes in order, and may jump to
    blocks that moved where what follows there is worth the price of a jump; if the lists are short (262,144 pairs of
    parts) and a tenth more could be linked without order, it also chooses so, and takes that if it does.

    `encoder` is what `load_encoder` gave, the embedded one by default; CorpusError where nothing was fitted on it.
    `progress` shows a bar on standard error, if that is a terminal.
    """
    from corpus import alignment

    return alignment.align_texts(ja, en, ordered=ordered, encoder=encoder, progress=progress)


def load_encoder(name: str = "embedded", *, device: str | None = None, batch_size: int = 32) -> Encoder:
    """An encoder by name: the embedded one, or `sentence-transformers:NAME_OR_PATH` with the extra `[neural]`.

    `device` (torch's name of one) and `batch_size` (texts) are for the latter. Scores need coefficients that were
    fitted on the encoder, by `scripts/fit_beads.py --encoder NAME` and then `scripts/calibrate.py --encoder NAME`.
    CorpusError for any other name.
    """
    from corpus import alignment

    return alignment.load_encoder(name, device=device, batch_size=batch_size)


def score(ja: str, en: str, *, encoder: Encoder | None = None) -> float:
    """Log-odds that two texts render each other, from the texts alone."""
    return float(score_matrix([ja], [en], encoder=encoder)[0, 0])


def score_matrix(ja: Sequence[str], en: Sequence[str], *, encoder: Encoder | None = None) -> NDArray[np.float32]:
    """Log-odds for every Japanese text (rows) against every English one, float32 of shape (len(ja), len(en)).

    `encoder` is what `load_encoder` gave, the embedded one by default; CorpusError where nothing was fitted on it.
    """
    from corpus import alignment

    return alignment.score_matrix(ja, en, encoder=encoder)
