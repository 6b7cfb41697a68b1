"""Where a bead's two runs stand: in their passages and sentences, and their passages on the page, as signals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex

from corpus.alignment.page.places import Places
from corpus.alignment.runs import Array, Ints, Runs
from corpus.languages import PERSON_TITLES_JA, REPORTING_TAILS, ROLE_NOUNS_JA

_STOPS = tuple("。！？!?.…")  # the last character of what is no title, and not quoted: 「…」 has none as a rule
# A sentence that ends in a reporting tail ("...とのことです。"): the rendering, if there is one, ends before it.
_REPORTING = regex.compile(rf"(?:{'|'.join(tail.removesuffix('$') for tail in REPORTING_TAILS)})[。．.]?$")
# Who tells, before what is told: "店主によると、" anywhere, "さらに、デミル氏は" where a sentence begins. The rendering
# begins behind it. A subject with が or も is mostly a part of what is told.
_TELLER = "|".join(map(regex.escape, sorted((*PERSON_TITLES_JA, *ROLE_NOUNS_JA), key=len, reverse=True)))
_LEAD_IN = r"(?:[^、。「」]{1,6}、)?[^、。「」]{0,24}?"
_SOURCE = regex.compile(rf"{_LEAD_IN}(?:に(?:よると|よれば)|いわく)、?")
_TELLS = regex.compile(rf"{_LEAD_IN}(?:{_TELLER})[^、。「」]{{0,4}}?(?:は|から(?:は|も))、?")
UNTOLD = -4.0  # log-probability of an edge below which all are as unlikely


def standing(ja: Runs, en: Runs, rows: Ints, columns: Ints, lie: Places, texts: Sequence[str]) -> dict[str, Array]:
    """The signals of where a bead's two runs stand: in their passages, and their passages on the page."""
    p, q = ja.passage[rows], en.passage[columns]
    near = np.exp(-lie.distance[p, q].astype(np.float64) / 2)
    (before_ja, behind_ja), (before_en, behind_en) = (side.offsets for side in (ja, en))
    hosts = ja.host[rows]  # a clause stands where its sentence does
    a, b, c, d = before_ja[hosts], behind_ja[hosts], before_en[columns], behind_en[columns]
    # What follows is told of each sentence: a run has it from its first one or its last.
    cut_ja, cut_en = (np.array([sentence.cut for sentence in side.sentences], np.float64) for side in (ja, en))
    words = np.array([text.count(" ") + 1 for text in en.texts], np.int64)
    leading = np.array([text.endswith((":", "：")) for text in en.texts], np.float64)
    narrated = [ja.passages[owner].role == "narration" for owner in ja.owner.tolist()]
    reporting = np.array([own and bool(_REPORTING.search(ja.texts[at])) for at, own in enumerate(narrated)], np.float64)
    framed = np.array([own and _framed(ja, at, texts) for at, own in enumerate(narrated)], np.float64)
    titles = np.array([passage.role == "source_title" for passage in en.passages], np.float64)
    # Titles, labels and headings have no full stop, posts a signature: much of what stands beside them renders nothing.
    signed = np.array([bool(said.attribution.speaker or said.attribution.handle) for said in en.passages], np.float64)
    bare_ja, bare_en = (np.array([text[-1:] not in _STOPS for text in side.texts], np.float64) for side in (ja, en))
    ja_last, en_last = ja.end[rows] - 1, en.end[columns] - 1
    cut = np.maximum(cut_ja[ja_last], cut_en[en_last])
    return {
        "speaker": lie.speaker[p, q].astype(np.float64),
        "form": lie.form[p, q].astype(np.float64),
        "claimed": lie.claimed[p, q].astype(np.float64),
        "between": lie.between[p, q].astype(np.float64),
        "near": near,
        "same_offset": (a == c) * near,
        "same_end": (b == d) * near,
        "whole": ((a == 0) & (c == 0)) * near + ((b == 0) & (d == 0)) * near,
        "ja_sentences": ja.size[rows].astype(np.float64),
        "en_sentences": en.size[columns].astype(np.float64),
        "quoted": ja.quoted[rows].astype(np.float64),
        "source_title": titles[q],
        "signed": signed[q],
        "bare_ja": bare_ja[ja_last],
        "bare_en": bare_en[en_last],
        "reporting": reporting[ja_last],
        "framed": framed[ja.first[rows]],
        "leading": leading[en.first[columns]],
        "cut": cut,
        # How much there is of a text that was cut off: a stub of two words renders nothing.
        "cut_text": np.where(cut > 0, np.minimum(words[en_last], 12), 12).astype(np.float64),
    }


def edges_of(ja: Runs) -> tuple[Array, Array]:
    """The log-probabilities that a rendering begins, and ends, where each run does (r,)."""
    begins, ends = np.array([sentence.edges for sentence in ja.sentences], np.float64).reshape(-1, 2).T
    return np.maximum(begins, UNTOLD)[ja.first], np.maximum(ends, UNTOLD)[ja.end - 1]


def _framed(ja: Runs, sentence: int, texts: Sequence[str]) -> bool:
    """Whether a sentence begins with the one who tells what it tells."""
    said, passage = ja.texts[sentence], ja.passages[int(ja.owner[sentence])]
    start = ja.sentences[sentence].span.start
    opens = texts[passage.document][max(0, start - 1) : start] in ("", "。", "\n", " ", "　", "！", "？")
    return _SOURCE.match(said) is not None or (opens and _TELLS.match(said) is not None)
