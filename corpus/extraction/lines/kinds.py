"""The lines of a page, each with a kind: the first thing a reader's eye does.

A kind is decided by the first row of `KINDS` whose test holds. Tests see the line, the line behind it and the kind
before it, never more. Then the letters, what is addressed to somebody, and what is pasted around posts are told by more
lines; all else that a line says about its neighbours is settled in `passages`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import regex

from corpus.extraction.lines.bylines import (
    byline_of,
    letter_signature,
    signature_of,
    signed_behind,
    signed_off,
)
from corpus.extraction.lines.chinese import is_chinese
from corpus.extraction.lines.citations import is_source, title_end
from corpus.extraction.lines.dates import iso_date
from corpus.extraction.lines.letters import addressed, letters_signed
from corpus.extraction.lines.line import (
    JAPANESE,
    JAPANESE_LINE,
    LATIN_WORD,
    NOBODY,
    SENTENCE_END,
    Kind,
    Line,
    language_of,
)
from corpus.extraction.lines.marks import EMOJI, TIMED
from corpus.extraction.lines.markup import Markup
from corpus.extraction.lines.pasted import REPLYING, pasted
from corpus.languages import (
    CREDIT_WORDS,
    LIST_MARKS,
    PLATFORM_LINES,
    RELATED_HEADINGS,
    TRANSLATION_MARKS,
)
from corpus.types import Attribution, Span

LEAD = regex.compile(r"\s*(?:[>＞│┃└┗├┣╰╚↳]+\s+(?=\S))?\s*")
URL = regex.compile(r"(?:(?:https?|ftp)://|www\.)[^\s\p{Hiragana}\p{Katakana}\p{Han}「」（）]+|pic\.twitter\.com/\w+")
# "TITLE - PUBLISHER" in Japanese: a link to another page of the site.
TITLE_OF_A_PAGE = regex.compile(r"\s[-|｜–—:：]\s[^\s。]{1,24}(?:\s[^\s。]{1,16}){0,3}$")
TITLE_SEPARATOR = regex.compile(r"\s[-|｜–—]\s")
BREADCRUMB = regex.compile(r"[^\s<＜]+(?:\s*[>＞›»]\s*[^\s<＜]+){2,}$")  # no tags, which a page on HTML names
BARE_DATE = regex.compile(
    r"[\d０-９]{4}\s*[./年-]\s*[\d０-９]{1,2}\s*[./月-]\s*[\d０-９]{1,2}\s*日?\s*(?:[\d０-９]{1,2}[:：][\d０-９]{2})?$"
)
_DAY_LINE = regex.compile(
    r"(?:\p{L}{3,6}day,?\s)?(?:(?:\p{Lu}\p{Ll}{2,8}\.?\s)?\d{1,4}(?:st|nd|rd|th|[年月日時分])?[\s,./:·-]{0,3}|"
    r"\p{Lu}\p{Ll}{2,8}\.?,?\s|[AP]M|午[前後]|[（(][月火水木金土日][)）]\s?){1,8}"
)
POSTED_BY = regex.compile(r"(?:in\s.*)?\bPosted by\b.*$|^(?:in|by)\s+\S+$")
CREDIT = regex.compile(rf"[（(【]?(?:{'|'.join(CREDIT_WORDS)})(?:[・／/][^：:／/）)]{{1,10}})*[：:／/】].{{0,80}}$")
_EMOJI_END = regex.compile(rf"(?:\s?{EMOJI})+$")
_ORIGINAL = regex.compile(r"[（(【]?原文[:：／/】]([^\p{Han}\p{Hiragana}\p{Katakana}]+)$")
_LABEL = 3  # letters of a label, and words that are more than a name
# "【訳】猫を連れて戻ってきた" and "翻訳: 猫は悲しそうに見えるよ🥲", not "【訳】山田かおり".
_RENDERED = regex.compile(
    rf"[（(【\[〔]?\s*(?:{'|'.join(TRANSLATION_MARKS)})\s*[)）】\]〕:：]"
    r".*?(?:を|[がはにで](?=[\p{Han}\p{Katakana}])|て(?=\p{Hiragana})|です|ます|ない|した|った)"
)
_SAID_IN_JAPANESE = regex.compile(r"。[」』”]?$|^[\d０-９.．)）、\s]*[「『“].*[」』”]$")
_QUOTED_BOTH = regex.compile(r"^[\"“「].*[\"”」]$")
_LISTED_IN_PARENTHESES = regex.compile(r"[（(][^（）()]{1,200}\s[-|｜–—:：]\s[^（）()、]{1,40}、[^（）()]{1,40}[)）]")
# A rendering that the page itself calls wrong: "誤訳：...", "劇場字幕（誤訳）：...".
_MISTAKEN = regex.compile(r"[【（(\[〔]?[^：:。「\n]{0,10}誤訳\s*[】）)\]〕]?\s*[:：]\s*\S")
_CONTENTS = "目次"
_TIMED_LINE = regex.compile(TIMED)
_LINE = regex.compile(r"[^\r\n]+")
_NOTHING_BELOW = regex.compile(r"[^\S\n]*(?:\n[^\S\n]*(?:\n|\Z)|\Z)")
_PROSE = regex.compile(r"[。！？!?]")
# Behind a heading: (12), 3件. Read from the end backwards: from each digit on it would be looked for once more.
_COUNT = regex.compile(r"(?r)\s*[(（]?[\d０-９,]*[)）]?(?:件|英語)?[)）]?$")
_HEADED = regex.compile(r"[【\[［〈《]?([^】\]］〉》：:]{1,16})[】\]］〉》：:]")

PLAIN = Markup()


def _is_link(text: str, following: str, before: Kind) -> bool:
    if URL.fullmatch(text):
        return True
    cells = text.count("|") + text.count("｜")
    titled = TITLE_OF_A_PAGE.search(text) if cells < 2 else None  # a row of cells is no title
    if titled is None or language_of(text) != "ja" or SENTENCE_END.search(text):
        return False
    if before == "english" and _LISTED_IN_PARENTHESES.fullmatch(text):
        return False  # "(一ファイル一領域 - 設計、配備)" renders the line above, "(嵐と港 - 港新聞)" does not
    said = text[: titled.start()]
    latin = len(LATIN_WORD.findall(said)) > _LABEL
    if said.endswith(("。", "。」", "。』")):
        return False  # "ペンは怒りより遅い。 — Ann Pen"
    if latin and _QUOTED_BOTH.search(said) or (before == "english" and _SAID_IN_JAPANESE.search(said)):
        return False  # ""We are late now." 「遅れます」 — Ann Pen"
    english = len(JAPANESE.findall(said)) <= _LABEL and latin  # "(原) We are late. — Ann Pen"
    return not (english and (SENTENCE_END.search(said) or _is_spoken(said)))


def _is_related(text: str, following: str, before: Kind) -> bool:
    if _heading(text) in RELATED_HEADINGS:
        return True
    # "Heading: title of another page", with the heading in brackets or before a colon.
    head = _HEADED.match(text)
    return head is not None and head.group(1).strip("".join(LIST_MARKS)) in RELATED_HEADINGS


def _heading(text: str) -> str:
    """A heading without marks, brackets and the count behind it."""
    return _COUNT.sub("", text.strip("".join(LIST_MARKS) + "【】[]［］〈〉《》<>＜＞ 　:：・"))


def _is_furniture(text: str, following: str, before: Kind) -> bool:
    plain = text.strip()
    if not LATIN_WORD.search(plain) and not JAPANESE.search(plain) or is_chinese(plain):
        return True
    if is_platforms(plain):
        return True
    if _MISTAKEN.match(plain):
        return True
    # Neither "（訳：...。）" nor "Credit: We would like to thank the team." is one that only names somebody.
    prose = _PROSE.search(plain) is not None or (_is_said(plain) and _is_spoken(plain))
    if prose or _is_original(plain) or _RENDERED.match(plain):
        return False
    return any(form.match(plain) for form in (BREADCRUMB, BARE_DATE, POSTED_BY, REPLYING, CREDIT))


def is_platforms(text: str) -> bool:
    """Whether a line is a button or a note that a platform puts around what somebody wrote."""
    return _COUNT.sub("", text).casefold() in PLATFORM_LINES


def _is_original(text: str) -> bool:
    """Whether a line quotes the English behind its label and credits nobody: "原文：The lights stayed on."."""
    said = _ORIGINAL.match(text)
    return said is not None and (_is_said(said[1]) or _is_spoken(said[1]) or _EMOJI_END.search(said[1]) is not None)


def _is_said(text: str) -> bool:
    """Whether a text is a whole sentence of English, no title: it ends and has some words."""
    ends = SENTENCE_END.search(_EMOJI_END.sub("", text)) is not None and JAPANESE_LINE.search(text) is None
    return ends and len(LATIN_WORD.findall(text)) > 3


def _is_spoken(text: str) -> bool:
    """Whether English has some words and three in five of them begin small: "on behalf of the sub, sorry", no title."""
    words = LATIN_WORD.findall(text)
    return len(words) > 3 and sum(word[0].islower() for word in words) >= 0.6 * len(words)


def _ends_related(text: str, kind: Kind, *, contents: bool) -> bool:
    """Whether a line behind a heading of related pages is plainly text: a sentence with its full stop, and no title.

    Or, below a heading of contents, a chapter of what is heard that is told: "03:40　本人が登場。おばは豆腐屋でした".
    """
    if contents and kind == "japanese" and "。" in text and _TIMED_LINE.match(text):
        return True
    if kind == "japanese":
        return text.endswith("。")
    return kind == "english" and text.rstrip('"”’')[-1:] == "." and _is_said(text)


def _is_source_title(text: str, following: str, before: Kind) -> bool:
    if language_of(text) == "ja" or not URL.fullmatch(following):
        return False
    return TITLE_SEPARATOR.search(text) is not None or not SENTENCE_END.search(text)


def _is_signature(text: str, following: str, before: Kind) -> bool:
    behind = before == "english"
    return signature_of(text, behind_english=behind) is not None or (behind and bool(letter_signature(text, following)))


def _is_byline(text: str, following: str, before: Kind) -> bool:
    return byline_of(text, behind_english=before == "english") is not None


# One row a kind, asked in this order; what no row claims is text in its language.
KINDS: tuple[tuple[Kind, Callable[[str, str, Kind], bool]], ...] = (
    ("signature", _is_signature),
    ("byline", _is_byline),
    ("related", _is_related),
    ("link", _is_link),
    ("source_title", _is_source_title),
    ("furniture", _is_furniture),
)


def lines_of(text: str, markup: Markup = PLAIN) -> list[Line]:
    """The lines of a text in order, blank ones included, each with its kind.

    What the markup calls a heading is one, and a line that is all links leads to another page: if it is English, by
    the title of a source. What it says to be in a third language is furniture. Behind a heading of related pages
    everything belongs to it, up to a line that is plainly prose again.
    """
    spans, behind = _divided(text, markup)
    next_text = [Span(0, 0)] * len(spans)  # of each line the next that is not blank
    for number in range(len(spans) - 2, -1, -1):
        next_text[number] = spans[number + 1] if len(spans[number + 1]) else next_text[number + 1]
    found: list[Line] = []
    before: Kind = "blank"
    related = contents = mail_ends = False
    for number, span in enumerate(spans):
        body = text[span.start : span.end]
        following = text[next_text[number].start : next_text[number].end]
        kind = _kind(body, following, before) if body else "blank"
        if body and kind in ("japanese", "english", "source_title"):
            kind = _marked(span, body, next_text[number], following, before, kind, markup)
            if kind == "english" and markup.is_bold(span) and not markup.is_bold(next_text[number]):
                kind = "heading" if _heads(body, following) else kind
        if markup.is_foreign(span):
            kind = "furniture"
        if kind == "related":
            related, contents = True, _heading(body) == _CONTENTS
        elif related and (kind in ("signature", "byline") or _ends_related(body, kind, contents=contents)):
            related = False
        elif related and kind != "blank":
            kind = "related"
        if mail_ends and kind in ("english", "source_title"):
            kind = "signature" if before != "signature" else "furniture"
        mail_ends = body == "--" or (mail_ends and kind in ("signature", "furniture"))
        near = text.count("\n", span.end, next_text[number].start) == 1
        below = following if near and _NOTHING_BELOW.match(text, next_text[number].end) else ""
        said = _said(body, kind, following, below)
        found.append(Line(span, body, kind, said, span.start in behind, item=markup.is_item(span)))
        before = kind if body else before
    return pasted(addressed(letters_signed(text, found)))


def _divided(text: str, markup: Markup) -> tuple[list[Span], set[int]]:
    """The lines of a text without the blanks around them, and where signatures begin behind what they sign.

    What such a signature signs is a line of its own, and so is the title of what a quotation is taken from.
    """
    spans: list[Span] = []
    behind: set[int] = set()
    for match in _LINE.finditer(text):
        raw, at = match.group(), match.start()
        lead = LEAD.match(raw).end()  # type: ignore[union-attr]  # it matches the empty text
        end = max(lead, len(raw.rstrip()))
        title = title_end(text, Span(at + lead, at + end), markup) - at
        if title > lead:
            spans.append(Span(at + lead, at + title))
            lead = end - len(raw[title:end].lstrip())
        sign = lead + signed_behind(raw[lead:end])
        if sign > lead:
            spans.append(Span(at + lead, at + len(raw[:sign].rstrip())))
            behind.add(at + sign)
        spans.append(Span(at + sign, at + end))
    return spans, behind


def _marked(line: Span, text: str, below: Span, following: str, before: Kind, kind: Kind, markup: Markup) -> Kind:
    """The kind of a line of text, given what the markup says of it and which line follows.

    Collections of quotations set each as a heading: an English sentence, or its rendering beside it.
    """
    if level := markup.heading_of(line):
        if kind == "english":
            said = _is_said(text)
        else:
            said = _SAID_IN_JAPANESE.search(text) is not None and (before == "english" or _is_said(following))
        return kind if said and level != "1" else "heading"
    if is_source(text, line, below, following, markup) or (markup.is_link(line) and not markup.is_quoted(line)):
        return "link" if kind == "japanese" else "source_title"
    return kind


def _heads(text: str, following: str) -> bool:
    """Whether English in bold is the heading of a text below it: words that end no sentence, above a whole one."""
    words = LATIN_WORD.findall(text)
    spoken = len(words) > 3 and any(word.islower() for word in words) and text[-1] not in ",:"
    return spoken and SENTENCE_END.search(text) is None and following[:1].isupper() and _is_said(following)


def _said(text: str, kind: Kind, following: str, below: str) -> Attribution:
    """What a signature or byline says; the day of a signature may be the line right below it.

    Behind that a paragraph has to end: else the day may be the head of what another one wrote.
    """
    if kind == "byline":
        return byline_of(text) or NOBODY
    if kind == "signature":
        told = signature_of(text, behind_english=True) or letter_signature(text, following) or signed_off(text)
        if told and not told.posted_on and _DAY_LINE.fullmatch(below):
            return replace(told, posted_on=iso_date(below))
        return told or NOBODY
    return NOBODY


def _kind(text: str, following: str, before: Kind) -> Kind:
    for kind, holds in KINDS:
        if holds(text, following, before):
            return kind
    return "japanese" if JAPANESE_LINE.search(text) else "english"
