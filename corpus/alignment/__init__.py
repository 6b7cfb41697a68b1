"""Which Japanese sentences render which English ones. Come in by `align_page`, `score_matrix` or `model_digest`.

`encoder` gives vectors, `numbers` and `anchors` what two texts share besides; `signals` is the table of what a bead's
texts say, `context` what the other beads say and `places` where it stands; `model` weighs them; `selection` chooses;
`relation` names the result; `page` goes through it in order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.encoder import MODEL, EmbeddedEncoder, embedded
from corpus.alignment.model import Coefficients, coefficients
from corpus.alignment.page import PageBead, beads_of_page, local_signals
from corpus.alignment.runs import runs_of
from corpus.alignment.signals import Facing
from corpus.types import CorpusError, Language, Passage, Sentence, Span

__all__ = ["PageBead", "align_page", "model_digest", "score_matrix"]


def align_page(passages: Sequence[Passage], texts: Sequence[str], most: int = 4) -> list[PageBead]:
    """The beads of a page, body first, with confidence and relation; `texts[d]` is the text of document d.

    Each character of the body is in at most one bead. Nothing is found where a language is missing.
    """
    return beads_of_page(passages, texts, most, *_models())


def score_matrix(ja: Sequence[str], en: Sequence[str]) -> NDArray[np.float32]:
    """Log-odds that each Japanese text (rows) and each English one (columns) render each other, float32.

    From the texts alone, without knowing where they stand; shape (len(ja), len(en)).
    """
    if not ja or not en:
        return np.zeros((len(ja), len(en)), np.float32)
    sides = []
    languages: tuple[Language, Language] = ("ja", "en")
    for language, texts in zip(languages, (ja, en), strict=True):
        passages = [_whole(language, text, document) for document, text in enumerate(texts)]
        sides.append(runs_of(passages, texts, 1))
    encoder, fitted = _models()
    scores = fitted.local.score(local_signals(Facing(sides[0], sides[1], encoder)))
    return np.asarray(np.round(scores, 4), np.float32)


def _models() -> tuple[EmbeddedEncoder, Coefficients]:
    """The encoder and what was fitted on it. CorpusError where the two do not belong together."""
    encoder, fitted = embedded(), coefficients()
    if fitted.encoder != encoder.digest:
        message = "the coefficients were fitted on another encoder; fit them with scripts/calibrate.py"
        raise CorpusError(message, path=MODEL)
    return encoder, fitted


def _whole(language: Language, text: str, document: int) -> Passage:
    return Passage("quotation", language, (Sentence(Span(0, len(text))),), document=document)


def model_digest() -> str:
    """16 hex digits of everything learned and fitted: the model's part of a figure's signature."""
    return f"{embedded().digest[:8]}{coefficients().digest[:8]}"
