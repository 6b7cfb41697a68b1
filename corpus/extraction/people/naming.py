"""Whom each noun of a page names, in either script: one who is named again by another form has one number.

"アシュグローヴ教授", "教授", "彼" and "Ashgrove" in a signature are one person. English lines name who speaks, too: the
labels of a transcript, the bylines of a log, the headings of a statement (`latin_names`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from corpus.extraction.lines.line import IN_KANJI, JAPANESE
from corpus.extraction.lines.pasted import REPLYING
from corpus.extraction.people.heads import IN_LATIN, KATAKANA, KINDS, head_of, kind_of
from corpus.extraction.people.latin_names import names_of_line
from corpus.extraction.people.nouns import LABEL, Noun, Nouns, nouns_of_line
from corpus.names import SAME, SURE, same_person, strip_title
from corpus.types import Span

_PARTS = regex.compile(r"[・ \u00a0]")
# What the labels of turns stand for: "M＝メイヴィス・オドゥヤ".
_OF_TURN = r"(?P<label>\p{Lu}[\p{Lu}\d]{0,7}|\d{1,4})\s?"
_LEGEND = regex.compile(rf"(?<![\p{{L}}\d]){_OF_TURN}[＝=]\s?(?P<name>[\p{{Katakana}}ー・＝\p{{Han}}]{{2,30}})")
_LABELS = regex.compile(rf"{_OF_TURN}[「『:：]")
_ENDING = 2  # letters at least of a long name that stand for it
MOST = 60  # names of each script that are compared, those that stand most often


def nouns_of(text: str, lines: Iterable[Span]) -> Nouns:
    """The nouns of a page, of whose lines all are given but blank ones."""
    lines = tuple(lines)
    japanese = tuple(JAPANESE.search(text, line.start, line.end) is not None for line in lines)
    found = [
        noun
        for number, (line, own) in enumerate(zip(lines, japanese, strict=True))
        if not REPLYING.match(text, line.start, line.end)
        for noun in (nouns_of_line if own else names_of_line)(text, number, line)
    ]
    meant = {match["label"]: match["name"] for match in _LEGEND.finditer(text)}
    found = [*map(_without_label, found), *_labels(text, lines, meant, {noun.span.start for noun in found})]
    found.sort(key=lambda noun: (noun.span.start, noun.span.end))
    heads = [meant.get(noun.form, head_of(noun.form)) for noun in found]
    names = list(_whom(found, heads))
    japanese_name = _in_japanese(found, names)
    numbers: dict[str, int] = {}
    whos = [numbers.setdefault(japanese_name.get(name, name), len(numbers)) for name in names]
    nouns = tuple(replace(noun, who=who) for noun, who in zip(found, whos, strict=True))
    return Nouns(text, nouns, tuple(numbers), lines, japanese)


def _labels(text: str, lines: Iterable[Span], meant: Mapping[str, str], known: Collection[int]) -> Iterator[Noun]:
    """The labels of turns that the page explains, where they are no nouns by themselves: a letter, a number."""
    for number, line in enumerate(lines if meant else ()):
        match = _LABELS.match(text, line.start, line.end)
        if match and match["label"] in meant and line.start not in known:
            place, kind = Span(*match.span("label")), kind_of(meant[match["label"]])
            yield Noun(
                place,
                match["label"],
                -1,
                kind,
                LABEL,
                number,
                quoted=False,
                tells=False,
                first=True,
                alone=False,
                english=None,
            )


def _without_label(noun: Noun) -> Noun:
    """A noun without the label that it explains: メイヴィス・オドゥヤ of "M＝メイヴィス・オドゥヤ"."""
    match = _LEGEND.fullmatch(noun.form)
    if match is None:
        return noun
    return replace(
        noun,
        span=Span(noun.span.end - len(match["name"]), noun.span.end),
        form=match["name"],
        kind=kind_of(match["name"]),
        english=None,
    )


def _whom(nouns: Sequence[Noun], heads: Sequence[str]) -> Iterator[str]:
    """Whom each noun names: a part of exactly one full name is that person's, "教授" and "同教授" whoever was last
    named so, "彼" whoever was named last: a word in katakana by itself only where nobody is yet.

    "博物館" is クイルヘイヴン日用具博物館, where the page writes the English of that and of no other museum.
    """
    bare = {head: strip_title(head) for head in heads}
    fuller: dict[str, set[str]] = {}
    for name in bare.values():
        parts = _PARTS.split(name)
        for part in parts if len(parts) > 1 else ():
            if len(part) > 1:
                fuller.setdefault(part, set()).add(name)
    for name in {bare[head] for noun, head in zip(nouns, heads, strict=True) if noun.english}:
        for start in range(1, len(name) - _ENDING + 1):
            if IN_KANJI.fullmatch(name, start):
                fuller.setdefault(name[start:], set()).add(name)
    last = ""
    titled: dict[str, str] = {}
    only = _only_bearers(nouns, heads, bare)
    for noun, head in zip(nouns, heads, strict=True):
        kind = KINDS[noun.kind]
        if kind == "again":
            same = titled.get(head[1:]) if head[0] == "同" and head != "同氏" else None
            yield same or last or head
        elif kind == "role":
            whole = fuller.get(head, set())
            again = titled.get(head) or (only.get(head) if noun.particle == LABEL else None)
            yield again or (next(iter(whole)) if len(whole) == 1 else head)
        else:
            name = bare[head]
            whole = fuller.get(name, set())
            name = next(iter(whole)) if len(whole) == 1 else name
            if title := head[len(bare[head]) :].strip():
                titled[title] = name
            sure = kind == "name" and not IN_LATIN.match(name)
            if not noun.quoted and (sure or (kind in ("name", "katakana") and noun.subject)):
                loan = kind == "katakana" and not (whole or noun.tells or noun.english)
                last = last or name if loan else name
            yield name


def _only_bearers(nouns: Sequence[Noun], heads: Sequence[str], bare: Mapping[str, str]) -> Mapping[str, str]:
    """By titles the name of the only one whom a label with it introduces: "監督：ファッルフ・ソーン"."""
    bearers: dict[str, list[str]] = {}
    for above, noun, head in zip(nouns, nouns[1:], heads[1:], strict=False):
        if above.particle == LABEL and above.line == noun.line and KINDS[noun.kind] == "name":
            bearers.setdefault(above.form, []).append(bare[head])
    return {title: names[0] for title, names in bearers.items() if len(set(names)) == 1}


def _in_japanese(nouns: Sequence[Noun], names: Sequence[str]) -> Mapping[str, str]:
    """The Japanese name of each in Latin letters: behind which that stands in parentheses, or that sounds like it.

    A label says what something is and not who ("原文（Clive Dunmarrow）："), one word in capitals a firm.
    Sounds are compared of the names that stand most often, each with each.
    """
    latin, spelled = Counter[str](), Counter[str]()
    beside: dict[str, str] = {}
    for noun, name in zip(nouns, names, strict=True):
        if IN_LATIN.match(name):
            firm = name.isupper() and " " not in name and noun.particle != LABEL
            if name[0] not in "@＠" and not firm:
                latin[name] += 1
            continue
        spells = KATAKANA.search(name) is not None
        if spells and KINDS[noun.kind] in ("name", "katakana"):
            spelled[name] += 1
        if noun.english and noun.particle != LABEL and not (spells and same_person(name, noun.english) < SAME):
            beside.setdefault(noun.english, name)
    known = [name for name, _ in spelled.most_common(MOST)]
    found = {english: name for english, name in beside.items() if english in latin}
    for english, _ in latin.most_common(MOST) if known else ():
        if english in found:
            continue
        like, name = max((same_person(name, english), name) for name in known)
        if like >= (SAME if " " in english and "・" in name else SURE):
            found[english] = name
    return found
