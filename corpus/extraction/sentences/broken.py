"""Whether a text is broken as it stands on the page: half of a quotation, with furniture in it, or with a gap to fill.

A quotation that goes on behind the break of a page, or around an advertisement, is found as far as it can be read;
what is found there is for a person to look at, as what a post cut off is.
"""

from __future__ import annotations

import regex

from corpus.languages import WITHIN_PAGES

_BRACKETS = {"」": "「", "』": "『"}
_FURNITURE = regex.compile(rf"(?<=[^。])(?:{'|'.join(WITHIN_PAGES)})")


_GAP = regex.compile(r"(?<!\w)[(（][ 　]+[)）]|(?<!\w)[_＿]{2,}(?!\w)|[-—]{5,}")


def is_broken(text: str) -> bool:
    """Whether a bracket of speech is open or closes none, a line of the page's own stands in the text, or a gap.

    Linear in the text's length.
    """
    opened: list[str] = []
    for char in text:
        if char in _BRACKETS.values():
            opened.append(char)
        elif char in _BRACKETS and (not opened or opened.pop() != _BRACKETS[char]):
            return True
    return bool(opened) or _FURNITURE.search(text) is not None or _GAP.search(text) is not None
