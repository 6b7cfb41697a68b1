"""A connective before a rendering that the English has none of: the reporter put it there, and it is no part of it.

    また、訴訟費用として31万ドルを請求する        We will be asking for our costs, which stand at 310,000 dollars.

Of 64 such before a rendering on pages with gold that may be read 58 stand outside of what renders the English. Left are
ただ, しかし, でも, なお and ちなみに, which stand within as often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from corpus.languages import JAPANESE_ENDERS
from corpus.types import Sentence, Span

_CONNECTIVE = regex.compile(
    r"(?:また|ただし|さらに|しかも|そして|続けて|一方で?|(?:その|加えて)(?:上|うえ)で?|それでも|つまり|もっとも|まず)、\s*(?=\S{4})"
)
# What begins an English sentence with the same, or says it anywhere within.
_ENGLISH = regex.compile(
    r"\A\P{L}*(?:and|but|however|still|yet|so|then|only|though|although|plus|meanwhile|first|even so|rather|that said|"
    r"mind you|of course|better|worse|that is|instead|while|next|finally|last|after|start|begin|now|again)\b|"
    r"\b(?:also|too|as well|besides|moreover|furthermore|additionally|in addition|on top of|what is more|what's more|"
    r"in other words|that means|which means|on the other hand|(?:by|in) contrast|nevertheless|nonetheless|"
    r"similarly|likewise|afterwards?|further)\b",
    regex.IGNORECASE,
)


def without_connective(sentences: Sequence[Sentence], ja: Sequence[str], en: Sequence[str]) -> tuple[Sentence, ...]:
    """Sentences of narration without the connective before them that their English has nothing of.

    `ja` and `en` are the texts of both sides. What is a sentence to its end is a translator's, who may begin it so.
    """
    first, *further = sentences
    told = not first.pieces and ja[-1][-1] not in JAPANESE_ENDERS and _ENGLISH.search(en[0]) is None
    match = _CONNECTIVE.match(ja[0]) if told else None
    start = first.span.start + (match.end() if match else 0)
    return (replace(first, span=Span(start, first.span.end)), *further)
