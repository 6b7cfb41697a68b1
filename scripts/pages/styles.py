"""Other habits of writing for a page: verbs of saying, brackets, parentheses, signature lines. What is said stays.

Each style is chosen once a page, its own among the choices, so that a page stays of one hand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import regex
from pages.edits import Edit, Page, edited

from corpus.extraction.lines.bylines import SIGNATURE
from corpus.extraction.lines.dates import iso_date
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.sentences.english_runs import english_runs
from corpus.extraction.sentences.quotations import bracketed
from corpus.languages import MONTHS_EN
from corpus.types import Span

# Verbs of saying that may stand for each other behind と, a row a verb: before ます or a comma, before いる, past, and the
# bare noun that ends headlines. The last rows are only replaced: what they add (an answer, a call) would be said of
# others.
VERBS = (
    ("述べ", "述べて", "述べた", ""),
    ("語り", "語って", "語った", ""),
    ("話し", "話して", "話した", ""),
    ("明かし", "明かして", "明かした", ""),
    ("つづり", "つづって", "つづった", ""),
    ("書き", "書いて", "書いた", ""),
    ("記し", "記して", "記した", ""),
    ("伝え", "伝えて", "伝えた", ""),
    ("投稿し", "投稿して", "投稿した", "投稿"),
    ("コメントし", "コメントして", "コメントした", "コメント"),
    ("説明し", "説明して", "説明した", "説明"),
    ("発言し", "発言して", "発言した", "発言"),
    ("報告し", "報告して", "報告した", "報告"),
    ("強調し", "強調して", "強調した", "強調"),
    ("返し", "返して", "返した", ""),
    ("返信し", "返信して", "返信した", "返信"),
    ("回答し", "回答して", "回答した", "回答"),
    ("打ち明け", "打ち明けて", "打ち明けた", ""),
    ("呼びかけ", "呼びかけて", "呼びかけた", ""),
    ("続け", "続けて", "続けた", ""),
)
ONLY_REPLACED = 6
TOLD_EN = ("said", "added", "explained", "noted", "recalled", "remarked", "wrote")
# What follows each form of VERBS where it is that form.
_BEHIND = (r"(?=ま(?:す|した|せん)|、)", r"(?=いま|い[るた]|おり)", r"(?=[。、\n]|という|$)", r"(?=[。\n]|$)")
_TOLD_JA = tuple(
    regex.compile(
        rf"(?<=[」』”\"）)]\s*(?:など)?と)(?:{'|'.join(regex.escape(row[at]) for row in VERBS if row[at])}){behind}"
    )
    for at, behind in enumerate(_BEHIND)
)
_TOLD_EN = regex.compile(
    rf"(?<=[,?!]”\s(?:\p{{Lu}}[\p{{L}}'’-]*\s|[Ss]?he\s){{0,3}})(?:{'|'.join(TOLD_EN)})\b(?!\sto\b)"
)


def verbs(page: Page, rng: random.Random) -> Page:
    """The verbs that tell of speaking, for others in the same form; those inside the gold's spans are part of what was said."""
    edits = []
    for at, form in enumerate(_TOLD_JA):
        choices = [row[at] for row in VERBS[: len(VERBS) - ONLY_REPLACED] if row[at]]
        edits += [Edit(*m.span(), rng.choice([c for c in choices if c != m.group()])) for m in form.finditer(page.text)]
    edits += [
        Edit(*m.span(), rng.choice([verb for verb in TOLD_EN if verb != m.group()]))
        for m in _TOLD_EN.finditer(page.text)
    ]
    spans = page.spans()
    return edited(page, [e for e in edits if not any(s.start < e.end and e.start < s.end for s in spans)])


def _japanese(page: Page) -> Iterator[Span]:
    for line in lines_of(page.text):
        if line.kind not in ("blank", "signature") and line.language == "ja":
            yield line.span


def brackets(page: Page, rng: random.Random) -> Page:
    """「」 as 『』 (and those inside them the other way round) or, around Japanese, as “”; or as they are."""
    lines = list(_japanese(page))
    curly = any(mark in page.text[line.start : line.end] for line in lines for mark in "“”")
    style = rng.choice(["「」", "『』", *([] if curly else ["“”"])])
    edits: list[Edit] = []
    for line in lines:
        if style == "『』":
            turned = str.maketrans("「」『』", "『』「」")
            edits += [
                Edit(at, at + 1, page.text[at].translate(turned))
                for at in range(line.start, line.end)
                if page.text[at] in "「」『』"
            ]
        elif style == "“”":
            runs = english_runs(page.text, line.start, line.end)
            for part in bracketed(page.text, line.start, line.end):
                english = any(part.inner.start <= run.start and run.end <= part.inner.end for run in runs)
                if (
                    page.text[part.outer.start] == "「"
                    and not english
                    and JAPANESE.search(page.text, *_ends(part.inner))
                ):
                    edits += [Edit(part.outer.start, part.inner.start, "“"), Edit(part.inner.end, part.outer.end, "”")]
    return edited(page, edits)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def parentheses(page: Page, rng: random.Random) -> Page:
    """Parentheses on Japanese lines all in full width, or all in half width, or as they are."""
    turned = rng.choice([str.maketrans("()", "（）"), str.maketrans("（）", "()"), {}])
    edits = [
        Edit(at, at + 1, page.text[at].translate(turned))
        for line in _japanese(page)
        for at in range(line.start, line.end)
        if page.text[at] in "()（）"
    ]
    return edited(page, edits)


_MONTHS = tuple(name.capitalize() for name in MONTHS_EN)[:12]


def _english_date(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _japanese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _mixed_date(day: date) -> str:
    return f"{day.year}, {day.month}月 {day.day}"


DATES = (_english_date, _japanese_date, _mixed_date)
DASHES = ("—", "–", "―", "-")


def signatures(page: Page, rng: random.Random) -> Page:
    """The dash before signatures and the way their dates are written."""
    dash, style = rng.choice(DASHES), rng.choice(DATES)
    edits = []
    for line in lines_of(page.text):
        match = SIGNATURE.match(line.text) if line.kind == "signature" else None
        said = iso_date(match["date"]) if match else None
        if match is None or said is None:
            continue
        marks = regex.match(r"[—–―─-]{1,2}", line.text)
        edits.append(Edit(line.span.start, line.span.start + (marks.end() if marks else 1), dash))
        first, last = match.span("date")
        edits.append(Edit(line.span.start + first, line.span.start + last, style(date.fromisoformat(said))))
    return edited(page, edits)
