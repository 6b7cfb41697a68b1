"""The texts that a verdict puts in the place of a pair's own, and where in the page the parts of a split stand.

`new_texts` needs nothing but the verdict and the two texts, so that `verify` can ask the ledger for them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from corpus.text import parts_of, shown
from corpus.types import Side, Span, Verdict


def new_texts(verdict: Verdict, ja: str, en: str) -> list[tuple[str, str]]:
    """The texts of each part that an edit, a split or a merge makes of a pair with these texts; those of it alone else.

    An empty new text leaves the old one. A split has one part more than each text has cut marks.
    """
    new = [(verdict.new_ja, ja), (verdict.new_en, en)]
    one, other = (_restored(text, old) if verdict.lossy else text for text, old in new)
    one, other = shown(one) or ja, shown(other) or en
    if verdict.decision != "split":
        return [(one, other)]
    return list(zip(parts_of(one), parts_of(other), strict=True))


def slices_of(side: Side, parts: Sequence[str]) -> list[tuple[Span, ...]] | None:
    """The spans of each part where the parts, white space aside, are all of the side's text; else None."""
    text = side.document.text
    places = [
        (n, at) for n, span in enumerate(side.spans) for at in range(span.start, span.end) if not text[at].isspace()
    ]
    solid = ["".join(part.split()) for part in parts]
    if "".join(solid) != "".join(text[at] for _, at in places) or not all(solid):
        return None
    found: list[tuple[Span, ...]] = []
    begin = 0
    for part in solid:
        mine = places[begin : begin + len(part)]
        begin += len(part)
        by_span: dict[int, list[int]] = {}
        for n, at in mine:
            by_span.setdefault(n, []).append(at)
        found.append(tuple(Span(ats[0], ats[-1] + 1) for ats in by_span.values()))
    return found


def _restored(new: str, old: str) -> str:
    """A new text from a table in CP932 with the letters that it lacks, as the old text has them.

    Python and most programs write a question mark for such a letter, Windows also a like one (e for é): so the new
    text is compared with the old one as the table had it, and what is the same is taken from the old one. A letter
    that CP932 has not, facing another, was never typed so.
    """
    shown_as = "".join("?" if _lacking(letter) else letter for letter in old)
    pieces: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, shown_as, new, autojunk=False).get_opcodes():
        marks = not {"|", "｜"}.isdisjoint(new[c:d])
        lost = kind == "replace" and b - a == d - c and not marks and all(map(_lacking, old[a:b]))
        pieces.append(old[a:b] if kind == "equal" or lost else new[c:d])
    return "".join(pieces)


def _lacking(letter: str) -> bool:
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return True
    return False
