"""Taiyaku (対訳): Japanese-English parallel corpora from pages that quote English and render it in Japanese.

    import corpus

    for pair in corpus.pairs("data/articles/page.txt"):
        print(pair.confidence, pair.ja.text, pair.en.text)

Pages: `read`, `articles`, `pairs`, `row`, `build`. Texts without a page: `sentences`, `align`, `score`, `score_matrix`,
`load_encoder`. What is wrong with what is given is a `CorpusError`, which says what and where. The names in `__all__`
are what may be relied on; docs/python.md has what their values hold.

Heavy parts are imported when they are first used: `import corpus` itself costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import given
from corpus.config import Config
from corpus.types import Article, Attribution, Bead, CorpusError, Language, Pair, Side, Source, Span
from corpus.version import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpus.alignment import Encoder
    from corpus.pipeline import Built

__all__ = [
    "Article", "Attribution", "Bead", "Built", "Config", "CorpusError", "Encoder", "Pair", "Side", "Source", "Span",
    "__version__", "align", "articles", "build", "load_encoder", "pairs", "read", "row", "score", "score_matrix",
    "sentences",
]  # fmt: skip


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:  # or any name at all would be one of the package to a type checker

    def __getattr__(name: str) -> Any:
        """The types whose homes are heavy, imported when they are asked for."""
        if name == "Built":
            from corpus import pipeline as home
        elif name == "Encoder":
            from corpus import alignment as home
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(home, name)


def read(path: str | Path, *, originals: str | Path | None = None) -> Article:
    """The article in a file with what its sidecar says; `originals` is the folder of English originals that it names.

    By default it is the nearest `originals/` beside the file's folder or one above that. Raises CorpusError for a file
    that cannot be read or holds several articles, naming it and what to do, and for a folder that is not there.
    """
    from corpus import reading

    return reading.read(given.path(path, "path"), originals=_originals(originals))


def articles(*places: str | Path, originals: str | Path | None = None) -> Iterator[Article | CorpusError]:
    """The articles of files, of files of many (.jsonl, .warc), and of folders and what is below them, one at a time.

    What is wrong with one stands in its place, as a CorpusError that is not raised, so that it never stops the others.
    `originals` as in `read`.
    """
    from corpus import reading

    folder = _originals(originals)
    return reading.read_articles([given.path(place, "places") for place in places], originals=folder)


def pairs(
    article: str | Path | Article, *, originals: str | Path | None = None, config: str | Path | Config | None = None
) -> list[Pair]:
    """The pairs of an article (or of the file it stands in), in page order, each with confidence and reason.

    All that were found are there; those with `reason is None` are good enough to be kept. `originals` is a folder of
    English originals of which it may quote any; for a file it is by default the nearest `originals/` beside the file's
    folder or one above that, for an article only those count that it has. `config` are settings, or a TOML file with
    some. CorpusError as in `read`.
    """
    from corpus import extraction, pipeline, reading
    from corpus.pool import pool_in

    folder, settings = _originals(originals), given.settings(config)
    if not isinstance(article, Article):
        folder = folder or reading.originals_near(given.path(article, "article"))
        article = reading.read(given.path(article, "article"), originals=folder, max_bytes=settings.max_bytes)
    if folder is None:
        return pipeline.curated(extraction.extract(article, alone=True), settings)
    return pipeline.curated(pool_in(folder, settings)[0].page(article, settings), settings)


def row(pair: Pair, *, config: str | Path | Config | None = None) -> dict[str, Any]:
    """A pair as one flat dictionary of what JSON and a table can hold: what `taiyaku pairs` prints of it.

    The signature in it is that of its page by itself under these settings, the defaults where there are none.
    """
    from corpus import pipeline, publishing

    return publishing.flat_row(pair, str(pipeline.signature([pair.ja.document], given.settings(config))))


def build(
    articles: str | Path = "data/articles",
    *,
    originals: str | Path | None = None,
    review: str | Path | None = None,
    out: str | Path = "build",
    config: str | Path | Config | None = None,
    workers: int = 1,
) -> Built:
    """Build the dataset, its card, the report and the review TSV from a folder of articles, as `taiyaku build` does.

    Returns what was done; look at its `problems`: an article that cannot be read is named there and does not stop the
    others. `originals` and `review` are by default the folders of these names beside the articles folder. `config` are
    settings, or a TOML file with some. Pages are aligned by so many processes as `workers` says; more than one are
    started as new ones, so a script that asks for them does its work behind `if __name__ == "__main__":`. CorpusError
    where the whole build is impossible, as where another one is writing into `out` or `review`.
    """
    from corpus import pipeline

    pages = given.path(articles, "articles")

    def folder(path: str | Path | None, name: str) -> Path:
        return pages.parent / name if path is None else given.path(path, name)

    _originals(originals)
    places = pages, folder(originals, "originals"), folder(review, "review"), given.path(out, "out")
    return pipeline.build(*places, given.settings(config), workers)


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of a plain text in Japanese (`ja`) or English (`en`), in order; a blank line ends a paragraph.

    Runs of white space are one space.
    """
    from corpus import bitext

    if language not in ("ja", "en"):
        raise CorpusError(f"language must be 'ja' or 'en', not {language!r}")
    return list(bitext.sentences(language, given.text(text, "text"), raw=True).texts)


def align(
    ja: Iterable[str],
    en: Iterable[str],
    *,
    ordered: bool | None = None,
    encoder: Encoder | None = None,
    progress: bool = False,
) -> list[Bead]:
    """Align two lists of sentences: beads of indices, each index in exactly one, by their Japanese.

    `bead.ja` and `bead.en` say which sentences face each other, either may be empty; `bead.confidence` is the
    calibrated probability that the bead is right (where a side is empty: that the sentence has no counterpart), and
    `bead.signals` are the numbers behind it, those of its least likely part.

    Whatever gives strings in an order is a list here. CorpusError, with its index, for what is no string, and where the
    two are plainly not Japanese and English, as when they are swapped. A sentence of `ja` that was left in English is
    linked with the English it repeats, with a high confidence.

    Sentences are cut into parts at the full stops inside them. `ordered=True` takes both lists to be in the same order:
    time and memory are linear in their length. `False` takes no order for granted and compares all parts with all;
    CorpusError for more than 25,000,000 pairs of them. `None` decides by itself: it goes in order, and may jump to
    blocks that moved where what follows there is worth the price of a jump; if the lists are short (262,144 pairs of
    parts) and a tenth more could be linked without order, it also chooses so, and takes that if it does.

    `encoder` is what `load_encoder` gave, the embedded one by default; CorpusError where nothing was fitted on it.
    `progress` shows a bar on standard error, if that is a terminal.
    """
    from corpus import alignment

    if ordered not in (None, True, False):
        raise CorpusError(f"ordered must be True, False or None, not {ordered!r}")
    two = given.texts(ja, "ja"), given.texts(en, "en")
    if wrong := alignment.misplaced(*two):
        raise CorpusError(" ".join(wrong))
    return alignment.align_texts(*two, ordered=ordered, encoder=encoder, progress=progress)


def load_encoder(name: str = "embedded", *, device: str | None = None, batch_size: int = 32) -> Encoder:
    """An encoder by name: the embedded one, or `sentence-transformers:NAME_OR_PATH` with the extra `[neural]`.

    `device` (torch's name of one) and `batch_size` (texts) are for the latter. Scores need coefficients that were
    fitted on the encoder, by `scripts/fit_beads.py --encoder NAME` and then `scripts/calibrate.py --encoder NAME`.
    CorpusError for any other name.
    """
    from corpus import alignment

    return alignment.load_encoder(name, device=device, batch_size=batch_size)


def score(ja: str, en: str, *, encoder: Encoder | None = None) -> float:
    """Log-odds that two texts render each other, from the texts alone: the probability is `1 / (1 + exp(-score))`.

    Any two texts have a score. It says whether they say the same, not in which language: a text that was left
    untranslated, beside itself, scores as high as there is, and swapped texts have a score that means nothing.
    """
    from corpus import alignment

    return float(alignment.score_matrix([given.text(ja, "ja")], [given.text(en, "en")], encoder=encoder)[0, 0])


def score_matrix(ja: Iterable[str], en: Iterable[str], *, encoder: Encoder | None = None) -> NDArray[np.float32]:
    """Log-odds for every Japanese text (rows) against every English one, float32 of shape (len(ja), len(en)).

    Time and memory grow with the number of cells: for many given pairs take the diagonals of blocks of some hundred.
    Whatever gives strings in an order is a list here. CorpusError, with its index, for what is no string, and where the
    two lists look swapped. `encoder` is what `load_encoder` gave, the embedded one by default; CorpusError where
    nothing was fitted on it.
    """
    from corpus import alignment

    two = given.texts(ja, "ja"), given.texts(en, "en")
    if alignment.look_swapped(*two):
        raise CorpusError("ja is given as Japanese, and en holds it: they look swapped, give the Japanese first")
    return alignment.score_matrix(*two, encoder=encoder)


def _originals(folder: str | Path | None) -> Path | None:
    """The folder of originals that was named, which has to be there; None where none was."""
    from corpus import reading

    if folder is None:
        return None
    return reading.checked_folder(given.path(folder, "originals"), "Put originals into it, or name another folder")
