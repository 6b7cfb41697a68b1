"""English originals beside a page: the place of a cut post is taken by the original that begins the same way.

`with_originals` lets the originals of an article stand for its cut posts; `begun_by` says which of any number of others
go on from one. Letters and digits decide, in lower case: quotation marks, line breaks and where sentences end do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from corpus.names import SAME, same_person
from corpus.types import Article, Attribution, Passage, Sentence

_OTHER = regex.compile(r"[^\p{L}\p{N}]+")
LONG_STUB = 20  # letters by which a text that was cut off is known
KEY = 12  # letters by which it is looked up

Openings = Mapping[str, Sequence[tuple[int, str]]]
"""The beginnings of many originals: their first `KEY` letters -> their numbers and all of their letters."""


def with_originals(article: Article, page: Sequence[Passage], originals: Sequence[Passage]) -> list[Passage]:
    """The page's passages and the originals'.

    Where sentences of a post on the page are the beginning of an original, up to a cut one that the original goes on
    from, the original stands for them and takes over the post's attribution; what the post says besides stays. What
    the page has of an original word for word, uncut, is left to the page.
    `originals[i].document` is the index of its document, 1 for the first of `article.originals`.
    """
    kept = list(page)
    found: list[Passage] = []
    for original in originals:
        text = article.originals[original.document - 1].text
        wanted = "".join(_letters(text, original.sentences))
        found_at = original
        for index, passage in enumerate(kept):
            repeated = _repeated(article.text, passage, wanted)
            if repeated and _may_be_one(passage.attribution, original.attribution):
                rest = tuple(s for number, s in enumerate(passage.sentences) if number not in repeated)
                kept[index] = replace(passage, sentences=rest)
                found_at = replace(original, attribution=passage.attribution, place=passage.span)
                break
        found.append(found_at)
    kept = [passage for passage in kept if passage.sentences]
    return kept + _without_repeated(article, kept, found)


def openings(originals: Sequence[tuple[str, Sequence[Passage]]]) -> Openings:
    """The index of originals, each its text and passages, for `begun_by`."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, (text, passages) in enumerate(originals):
        letters = "".join(bare for passage in passages for bare in _letters(text, passage.sentences))
        if len(letters) >= LONG_STUB:
            found[letters[:KEY]].append((number, letters))
    return found


def begun_by(text: str, page: Sequence[Passage], known: Openings) -> list[int]:
    """The numbers of the originals that a cut post of the page begins, in order."""
    found = set()
    for passage in page:
        for _, stub in _stubs(text, passage):
            found |= {number for number, letters in known.get(stub[:KEY], ()) if letters.startswith(stub)}
    return sorted(found)


def _repeated(text: str, passage: Passage, original: str) -> frozenset[int]:
    """The indices of a post's sentences that are an original's beginning, its cut one last; empty if none are."""
    for places, stub in _stubs(text, passage):
        if original.startswith(stub) and len(original) > len(stub):
            return frozenset(places)
    return frozenset()


def _stubs(text: str, passage: Passage) -> Iterator[tuple[range, str]]:
    """Each run of a post's sentences up to a cut one that is long enough to be known by: its indices and letters."""
    cuts = [at for at, sentence in enumerate(passage.sentences) if sentence.cut]
    if passage.language != "en" or not cuts:
        return
    letters = _letters(text, passage.sentences)
    for last in cuts:
        for first in range(last + 1):
            stub = "".join(letters[first : last + 1])
            if len(stub) >= LONG_STUB:
                yield range(first, last + 1), stub


def _may_be_one(post: Attribution, original: Attribution) -> bool:
    """Whether nothing that is known of two says that they are of different people."""
    return not (post.speaker and original.speaker) or same_person(post.speaker, original.speaker) >= SAME


def _without_repeated(article: Article, page: Sequence[Passage], originals: Sequence[Passage]) -> list[Passage]:
    """The originals without the sentences that stand on the page: two copies would be each other's rivals."""
    here = {
        letters
        for passage in page
        if passage.language == "en" and passage.role in ("post", "quotation")
        for sentence, letters in zip(passage.sentences, _letters(article.text, passage.sentences), strict=True)
        if not sentence.cut and len(letters) >= KEY
    }
    found = []
    for original in originals:
        letters = _letters(article.originals[original.document - 1].text, original.sentences)
        rest = tuple(s for s, bare in zip(original.sentences, letters, strict=True) if bare not in here)
        if rest:
            found.append(replace(original, sentences=rest))
    return found


def _letters(text: str, sentences: Sequence[Sentence]) -> list[str]:
    """The letters and digits of each sentence in lower case."""
    return [_OTHER.sub("", text[s.span.start : s.span.end].lower()) for s in sentences]
