"""English originals beside a page: the place of a cut post is taken by the original that begins the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from corpus.types import Article, Passage, Sentence

LONG_STUB = 20  # letters of a cut first sentence by which a text is known


def with_originals(article: Article, page: Sequence[Passage], originals: Sequence[Passage]) -> list[Passage]:
    """The page's passages and the originals'.

    Where sentences of a post on the page are those of an original, in order, up to a cut one that the original goes on
    from, the original stands for them and takes over the post's attribution; what the post says besides stays.
    `originals[i].document` is the index of its document, 1 for the first of `article.originals`.
    """
    kept = list(page)
    found: list[Passage] = []
    for original in originals:
        text = article.originals[original.document - 1].text
        wanted = [_bare(text, sentence) for sentence in original.sentences]
        found_at = original
        for index, passage in enumerate(kept):
            if passage.language != "en" or not any(sentence.cut for sentence in passage.sentences):
                continue
            repeated = _repeated([_bare(article.text, s) for s in passage.sentences], passage.sentences, wanted)
            if repeated:
                rest = tuple(s for number, s in enumerate(passage.sentences) if number not in repeated)
                kept[index] = replace(passage, sentences=rest)
                found_at = replace(original, attribution=passage.attribution, place=passage.span)
                break
        found.append(found_at)
    return [passage for passage in kept if passage.sentences] + found


def _repeated(post: Sequence[str], sentences: Sequence[Sentence], original: Sequence[str]) -> frozenset[int]:
    """The indices of a post's sentences that repeat an original's first ones, its cut one last; empty if none do."""
    for first, bare in enumerate(post):
        if not original or not (bare == original[0] or (sentences[first].cut and original[0].startswith(bare))):
            continue
        for number, ours in enumerate(post[first:]):
            theirs = original[number] if number < len(original) else ""
            # A stub alone ("I…") begins many a text: a whole sentence comes before it, or it is of some length.
            known = number > 0 or len(ours) >= LONG_STUB
            if sentences[first + number].cut and theirs.startswith(ours) and known:
                return frozenset(range(first, first + number + 1))
            if ours != theirs:
                break
    return frozenset()


def _bare(text: str, sentence: Sentence) -> str:
    """A sentence's letters and digits in lower case, so that quotation marks and white space do not count."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", text[sentence.span.start : sentence.span.end].lower())
