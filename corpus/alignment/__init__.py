"""Which Japanese sentences render which English ones. Come in by `align_page`, `align_texts`, `score_matrix`,
`load_encoder`.

`learned/` is what was learned, `comparing/` what two texts say of each other by it, `drafts/` are beads with a first
opinion, from which `page/` and `two_texts/` are the two ways to the beads. `runs.py` (runs of sentences),
`products.py` and `selection.py` (the best set of beads) are for both; `search.py` finds which of many originals a page
quotes, and `misplaced.py` texts that are not in their language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.comparing.contradictions import contradicts
from corpus.alignment.comparing.facing import facing_texts
from corpus.alignment.comparing.mismatches import mismatches
from corpus.alignment.comparing.signals import text_score
from corpus.alignment.learned.encoder import Encoder
from corpus.alignment.learned.models import fitted_beads, fitted_models, load_encoder
from corpus.alignment.misplaced import look_swapped, misplaced
from corpus.alignment.page.beads import PageBead, beads_of_page
from corpus.alignment.page.explain import Explained, Place, explain_bead
from corpus.alignment.page.one_sided import one_sided
from corpus.alignment.page.relation import rule_of
from corpus.alignment.search import Index, index_of, quoted_by
from corpus.alignment.two_texts.beads import beads_of_texts
from corpus.types import Bead, Passage

__all__ = [
    "Encoder", "Explained", "Index", "PageBead", "align_page", "align_texts", "contradicts", "explain", "index_of",
    "load_encoder", "look_swapped", "mismatches", "misplaced", "model_digest", "quoted", "relation_digest", "rule_of",
    "score_matrix",
]  # fmt: skip


def align_page(
    passages: Sequence[Passage], texts: Sequence[str], most: int = 4, *, encoder: Encoder | None = None
) -> list[PageBead]:
    """The beads of a page, body first, with confidence and relation; `texts[d]` is the text of document d.

    Each character of the body is in at most one bead. Nothing is found where a language is missing.
    """
    models, score = fitted_beads(encoder)
    return beads_of_page(passages, texts, most, models, fitted_models(encoder)[1], score)


def explain(
    place: Place, passages: Sequence[Passage], texts: Sequence[str], most: int = 4, *, encoder: Encoder | None = None
) -> Explained | None:
    """Why the bead of a page at a place has its score; None where none was thought of there. As `align_page`."""
    models, score = fitted_beads(encoder)
    return explain_bead(place, passages, texts, most, models, fitted_models(encoder)[1], score)


def align_texts(
    ja: Sequence[str],
    en: Sequence[str],
    *,
    ordered: bool | None = None,
    encoder: Encoder | None = None,
    progress: bool = False,
) -> list[Bead]:
    """The beads of two lists of sentences, each index in exactly one; see `corpus.align`."""
    models, score = fitted_beads(encoder)
    return beads_of_texts(ja, en, ordered, models.encoder, score, progress=progress)


def quoted(
    passages: Sequence[Passage],
    text: str,
    index: Index,
    named: Callable[[int], bool],
    *,
    encoder: Encoder | None = None,
) -> list[int]:
    """The numbers of the originals in an index that Japanese passages of a page render; see `search.quoted_by`."""
    models, fitted = fitted_models(encoder)
    return quoted_by(text, passages, index, models, fitted.local, named)


def score_matrix(ja: Sequence[str], en: Sequence[str], *, encoder: Encoder | None = None) -> NDArray[np.float32]:
    """Log-odds that each Japanese text (rows) and each English one (columns) render each other, float32.

    From the two texts alone, whatever else is in the lists; shape (len(ja), len(en)). CorpusError for an encoder that
    nothing was fitted on.
    """
    models, fitted = fitted_models(encoder)
    if not ja or not en:
        return np.zeros((len(ja), len(en)), np.float32)
    return np.round(text_score(facing_texts(ja, en, models), fitted.local), 4)


def model_digest(encoder: Encoder | None = None) -> str:
    """16 hex digits of everything learned and fitted: the model's part of a figure's signature.

    The coefficients name the score of beads that they were fitted on, so their digest covers it.
    """
    models, fitted = fitted_models(encoder)
    return f"{models.digest[:8]}{fitted.digest[:8]}"


def relation_digest() -> str:
    """12 hex digits of what was learned of how the two sides of a page's beads relate; no score depends on it."""
    return one_sided().digest
