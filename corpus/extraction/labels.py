"""Labels before English lines: who speaks in an interview, a thread or a transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import regex

from corpus.extraction.breaks import TIMED
from corpus.extraction.lines import Line
from corpus.names import SAME, same_person, strip_title

_NAME = r"\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){0,3}"
# "Q: ", "A. ", "Interviewer: ", "NOTICE: ", "Wendell Ashby: ", "Wendell Ashby (CEO): ", "Q (Hannah Su, Brightwater): ".
_LABEL = regex.compile(
    rf"(?:{TIMED}\s*)?(?:\[(?:EN|ENG|English|\d{{1,3}})\]|[※*＊]\d{{1,2}}(?=\s)|[(（［]?注?\d{{1,2}}[)）］](?=\s)|"
    rf"[QA](?:\d+)?\s*[.:：]|(?:Interviewer|Reporter|Question|Answer|\p{{Lu}}{{4,12}})\s*[:：]|"
    rf"[QA]\d*\s*\((?<who>{_NAME})(?:,[^()\n]{{0,40}})?\)\s*[:：]|@(?<handle>\w{{2,15}})\s*[:：]|"
    rf"(?<name>{_NAME})(?:\s*\([^()\n]{{1,40}}\))?\s*[:：])(?:\s+|(?<=：))(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an interview before a line: its length, and the name or the handle in it if it has one."""

    length: int
    name: str | None
    handle: str | None = None


def label_of(text: str, known: frozenset[str] = frozenset()) -> Label | None:
    """The label before a line ("Q: ", "Wendell Ashby: "); None where there is none.

    One word alone may be any heading ("Lost: one drone"), unless it is `known` to be a label.
    """
    match = _LABEL.match(text)
    if match is None or (match["name"] and " " not in match["name"] and match["name"] not in known):
        return None
    return Label(match.end(), match["name"] or match["who"], match["handle"])


def labels_of(lines: Iterable[Line], labelled: Callable[[str], str | None]) -> frozenset[str]:
    """The single words that label English lines of a page: who speaks in a transcript.

    Such is what labels more than one line, is a part of a name that signs or labels another, or sounds like the
    label of the Japanese line above or below (`labelled` says what that is).
    """
    full = [line for line in lines if line.kind != "blank"]
    labels = [_LABEL.match(line.text) if line.kind == "english" else None for line in full]
    named = [label["name"] if label else None for label in labels]
    count = Counter(name for name in named if name)
    parts = {part for name in count if " " in name for part in name.split()}
    parts |= {part for line in full if line.said.speaker for part in line.said.speaker.split()}

    def heard(at: int, name: str) -> bool:
        beside = [line.text for line in full[max(0, at - 1) : at + 2] if line.kind == "japanese"]
        return any((ja := labelled(text)) and same_person(strip_title(ja), name) >= SAME for text in beside)

    return frozenset(
        name
        for at, name in enumerate(named)
        if name and " " not in name and (count[name] > 1 or name in parts or heard(at, name))
    )
