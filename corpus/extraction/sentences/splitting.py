"""Sentences of a passage as spans of its text; start at `split_japanese` and `split_english`.

A splitter here is a list of break points and a trim. Every break point is a place between two characters; what lies
between two of them is trimmed, and what is left is a sentence if it holds a letter or a digit. So sentences come in
order, never overlap, and nothing is lost: outside of them stand only white space, list marks ("・", "1. ", "Q: "),
links, emoji, trailing hashtags, brackets around a line that is one quotation, marks around several sentences,
punctuation without any text, and what is told in numbers or in brackets but not said: those of notes and pages, times,
laughter, what was left out.

This file has the rules of each language; `breaks` has what they share. What pages do daily and splitters trip over
(full stops inside names and links, cut posts, remarks in parentheses, quotations inside sentences) stands as cases in
`tests/cases/sentences/`, what is not reached in `known_failures.toml` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import languages as facts
from corpus.extraction.lines.marks import EMOJI, MARK, REFERENCE
from corpus.extraction.sentences.asides import end_japanese, heard, without_heard
from corpus.extraction.sentences.breaks import (
    BLANK_LINE,
    TEXT,
    Breaks,
    after_closers,
    behind_noise,
    break_lines,
    tokens,
    unwrap,
    with_remark,
)
from corpus.extraction.sentences.enclosing import in_parentheses, without_halves
from corpus.extraction.sentences.run_ons import run_ons
from corpus.extraction.sentences.strokes import strokes, strokes_japanese
from corpus.types import Language, Sentence, Span

_ENGLISH_RUN = re.compile(r"[.!?…‼⁉⁇⁈‽。！？]+")
_JAPANESE_RUN = re.compile(r"[。！？!?｡．‼⁉⁇⁈‽][。！？!?｡．‼⁉⁇⁈‽…‥]*|[…‥♪♬☆★]+|(?<=[぀-ヿ一-鿿])\.")
_FULL_WIDTH = re.compile("[Ａ-Ｚａ-ｚ]")
# Full-width letters in their usual shape; "！" and "？" end a sentence without a blank behind them as well.
_USUAL = {0x3000: " ", **{at: chr(at - 0xFEE0) for at in range(0xFF01, 0xFF5F) if chr(at) not in "！？"}}
_SOFT = "…‥♪♬☆★."  # enders of Japanese only before white space; but
# where papers are written with full stops of English: "…です.しかし…", "…である.「…"
_STOPPED = re.compile(
    r"(?:(?<=です)|(?<=ます)|(?<=せん)|(?<=ない)|(?<=[ぁ-ゖ]た)|(?<=[ぁ-ゖ一-鿿]る)|(?<=[ぁ-ゖ]う)|(?<=たい))\."
    r"(?=[ぁ-ゖァ-ヺ一-鿿「『（])"
)
_JAPANESE_LETTER = re.compile(r"[぀-ヿㇰ-ㇿ一-鿿々〆ｦ-ﾟ]")
_STARTS_WITH_TEXT = re.compile(r"[ァ-ヿ一-鿿々A-Za-zＡ-Ｚａ-ｚ0-9０-９「『（(“]")
_TELLING = re.compile(
    rf"\s+(?!(?:He|She|They|We|You|It)\b)(?:[A-Z][\w.'’-]{{0,30}}\s+){{1,4}}(?:{'|'.join(sorted(facts.SPEECH_EN))})\b"
)
# "Sir, – My goats may now cross the river.", "Dear Echo, I am nine.", "To everyone at the dock: We are late."
_ADDRESS = re.compile(
    r"^(?:Sirs?|Madam|(?:Dear|Hi|Hello|Hey)(?:[ \u00a0][\w.'’-]+){1,5}|"
    r"To (?:all|everyone|everybody) (?:who|in|at|of|on|from|with|waiting)\b[^.!?:,;\n]{1,60}(?=:))[,:]\s*"
    r"(?:[–—-]\s*)?(?=[A-Z])",
    re.MULTILINE,
)
# A sentence behind the number of its note, and behind its time.
_NOTED = re.compile(
    rf"(?:{REFERENCE.pattern})+\s?(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?\s)?[\"“‘']?(?P<word>[A-Z][\w'’]*)"
)
_NOTES = re.compile(r"(?:\[\d{1,2}\]|\(\d{1,2}\))+(?=\s|$)")  # "It is so.[3] It was.(4)"
# Where a sentence is over: before who signs it on its line ("It is tape now. — kettle & co"), before what is quoted
# behind its label ("A note reads: "Paid in herring."", but not behind "he said:"), between two quotations, before
# who speaks next ("We might walk.　B: In this?").
_OVER = re.compile(
    r"(?<=[.!?…])[\"”’']?(?= (?:[—–―]|--) ?[^\W_])"
    r"|(?<!\bsaid)(?<!\bsays)(?<!\basked)(?<=[a-z\d)]):(?= [\"“][A-Z])"
    r"|(?<=[\w.!?…][\"”])(?= [\"“]\w)|(?<=[.!?…])(?=[ 　][A-D]: )|(?<=[.!?…])(?=――[A-Z])"
)
_TURN = re.compile(r"(?<=[^ 　\n])[ 　](?=[A-D]: )")  # who speaks next on a line
_LAST_WORD = re.compile(r"[^\W_](?:[^\W_]|[.'’&-])*$")
_KANA = re.compile(r"[぀-ゟ]")
_NEXT_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.-])*")
# A blank between Japanese letters, behind what a sentence ends with where it is spoken, before something of a length.
_SPACE = re.compile(r"[ 　](?=[ぁ-ゖァ-ヺ一-鿿々][^ 　\n]{3})")
_SPOKEN_END = re.compile(
    r"(?:です|ます|ません|[いしっんえれ]た|(?:です|ます|した)か|だ|ない|すぎる|[よねぞ]|かな|けど|草|"
    r"(?<![A-Za-z])[ｗw]+|(?<=[ぁ-ゖ])[ー〜]+)$"  # laughter is behind Japanese, and オペレーター is a word
)
_TITLE = 120  # characters of a line that is a title
# A title in quotation marks before the text of a review: "The fish looked at me" The breakfast fish has a face.
_TITLED = re.compile(r"[\"“][^\"“”\n]{4,80}[^\"“”\n,.!?…;:-][\"”](?= [A-Z][\w'’]* [a-z])")
_REMARK = 5  # characters of a remark between two sentences; "（株）" begins a name
_SPACED = 6  # characters of a sentence before a blank
_REACH = 60  # characters that a look ahead may read: longer names and verbs of saying do not occur
# "We were late. [...] Nobody minded.", "遅れました。（中略）誰も怒りません。"
_LEFT_OUT = re.compile(r"(?<=[a-z\d]{2}[.!?…])[\"”’']?(?P<gap>\s*[\[(（](?:\.\.\.|…+)[\])）]\s*)(?=[\"“‘']?[A-Z])")
_LEFT_OUT_JA = re.compile(r"(?<=[。！？!?…])(?P<gap>[（(〔\[](?:前略|中略|後略|略|…+)[）)〕\]])")
_LEFT_BETWEEN = re.compile(r"(?<=[a-z]{2})(?:\.{3}|…)(?=([A-Z][a-z]+) [a-z])")  # "... into images...The marks are ..."
_IN_BOOK = re.compile(r"\(pp?\.\s?\d[^()\n]{0,12}\)")  # "(p. 40)" behind a passage
_EMOJI_OR_SPACE = re.compile(rf"\s|{EMOJI}")


def sentences_of(text: str, language: Language) -> list[Sentence]:
    """The sentences of plain text in one language, in order. A blank line ends a paragraph, and with it a sentence."""
    split = split_japanese if language == "ja" else split_english
    blank = [place for match in BLANK_LINE.finditer(text) for place in match.span()]
    places = [0, *blank, len(text)]
    paragraphs = zip(places[::2], places[1::2], strict=True)
    return [sentence for start, end in paragraphs for sentence in split(text, start, end)]


def split_japanese(text: str, start: int, end: int) -> list[Sentence]:
    """The sentences of `text[start:end]`, a Japanese passage.

    A line break ends a sentence where the line before ends with an ender, ellipsis or colon, where a blank or an
    indented line follows, or before a list mark; elsewhere it is white space, so a caller whose lines are units
    passes them one by one. Nothing is split inside brackets that close within the sentence, unless brackets hold a
    whole line (a quotation passed with its brackets: they are left outside).
    """
    text = text[start:end]
    passage = Breaks(text)
    break_lines(passage, ended=_ended_japanese, japanese=True)
    sentence, blocked = 0, 0
    for match in tokens(passage, _JAPANESE_RUN):
        at = match.start()
        sentence = passage.sentence_start(sentence, at)
        if text[at] in facts.BRACKETS:
            closer = passage.pairs.get(at)
            if closer is None or at < blocked or unwrap(passage, at):
                continue
            blocked = closer
            if _is_aside(text, sentence, at, closer):
                passage.breaks.add(closer + 1)
                sentence = closer + 1
            continue
        if at < blocked or at < sentence or at in passage.marks or passage.in_link(at):
            continue
        stop = after_closers(passage, match.end())
        soft = match.group()[0] in _SOFT and not _STOPPED.match(text, at)
        if (soft and text[stop : stop + 1].isspace()) or (not soft and not goes_on_japanese(text, at, stop)):
            stop = with_remark(passage, stop, known_only=True)
            sentence = with_remark(passage, stop)  # "（編集部）", whose line it is
            passage.breaks.update((stop, sentence))
    passage.breaks.update(_spaced(text))
    passage.breaks.update(strokes_japanese(text))
    passage.breaks.update(at for at in run_ons(text) if not passage.encloses(at) and not passage.in_link(at))
    passage.breaks.update(match.end() for match in _TURN.finditer(text))
    left_out = {match.span("gap") for match in _LEFT_OUT_JA.finditer(text) if not passage.encloses(match.start("gap"))}
    passage.breaks.update(place for span in left_out for place in span)
    every = passage.sentences(_cut_japanese, offset=start)
    return _unenclosed(text, [_bare(text, each, start) for each in every if _place(each, start) not in left_out], start)


def _unenclosed(text: str, sentences: Sequence[Sentence], offset: int) -> list[Sentence]:
    """Sentences of a text that begins at `offset` without the halves of marks around more than one of them."""
    spans = without_halves(text, [Span(*_place(each, offset)) for each in sentences])
    return [
        replace(each, span=Span(span.start + offset, span.end + offset))
        for each, span in zip(sentences, spans, strict=True)
    ]


def _place(sentence: Sentence, offset: int) -> tuple[int, int]:
    """Where a sentence stands in a text that begins at `offset`."""
    return sentence.span.start - offset, sentence.span.end - offset


def _bare(text: str, sentence: Sentence, offset: int) -> Sentence:
    """A Japanese sentence of a text that begins at `offset` without what stands behind it and is no part of it."""
    start, end = _place(sentence, offset)
    return replace(sentence, span=Span(sentence.span.start, offset + end_japanese(text, start, end)))


def _unlaughed(text: str, sentence: Sentence, offset: int) -> Sentence:
    """An English sentence of a text that begins at `offset` without what is heard behind it."""
    start, end = without_heard(text, *_place(sentence, offset))
    return replace(sentence, span=Span(offset + start, offset + end))


def _spaced(text: str) -> Iterator[int]:
    """Where a blank ends a sentence that has no full stop: "あの時刻表で入場したんですけど 何系統でしたか"."""
    first = 0
    for match in _SPACE.finditer(text):
        said = text[max(first, match.start() - _SPACED) : match.start()]
        goes_on = goes_on_japanese(text, match.start(), match.end())
        if match.start() - first >= _SPACED and _SPOKEN_END.search(said) and not goes_on:
            yield match.end()
            first = match.end()


def split_english(text: str, start: int, end: int) -> list[Sentence]:
    """The sentences of `text[start:end]`, an English passage.

    A line break is white space (hard-wrapped lines), but a blank line ends a sentence, and so does a line that ends
    with a colon, or one that a list mark follows. Nothing is split inside parentheses that open within a sentence.
    Whom a text addresses before its first sentence stands by itself, and so do lines that a stroke sets apart. A text
    in full-width letters is read as the same one in usual ones.
    """
    text = text[start:end]
    text = text.translate(_USUAL) if _FULL_WIDTH.search(text) else text
    passage = Breaks(text)
    break_lines(passage, ended=_ended_english, japanese=False)
    passage.breaks.update(match.end() for match in _ADDRESS.finditer(text))
    passage.breaks.update(strokes(text))
    passage.breaks.update(match.end() for match in _OVER.finditer(text))
    passage.breaks.update(place for match in _LEFT_OUT.finditer(text) for place in match.span("gap"))
    if (titled := _TITLED.match(text)) is not None and titled.group().count(" ") > 1:
        passage.breaks.add(titled.end())
    first = TEXT.search(text)
    casual = first is not None and first.group().islower() and not _camel(text, first.start())
    sentence, blocked, words = 0, 0, first.start() if first else len(text)
    for match in tokens(passage, _ENGLISH_RUN):
        at = match.start()
        sentence = passage.sentence_start(sentence, at)
        if text[at] in facts.BRACKETS:
            if words < sentence:
                found = TEXT.search(text, sentence)
                words = found.start() if found else len(text)
            if at >= blocked and text[at] in "([（［" and at in passage.pairs and words < at:
                blocked = passage.pairs[at]
            continue
        if at < blocked or at < sentence or at in passage.marks or passage.in_link(at):
            continue
        stop = after_closers(passage, match.end())
        note = _NOTES.match(text, stop)
        stop = note.end() if note else stop
        if _ends_english(passage, match.group(), at, stop, casual):
            stop = with_remark(passage, stop, known_only=True)
            passage.breaks.add(stop)
            sentence = stop
    every = passage.sentences(_cut_english, offset=start)
    said = [_unlaughed(text, each, start) for each in every if not _IN_BOOK.fullmatch(text, *_place(each, start))]
    if len(said) == 1 and not said[0].pieces and (inside := in_parentheses(text)):
        return [replace(said[0], span=Span(start + inside.start, start + inside.end))]
    return _unenclosed(text, said, start)


def _ended_japanese(text: str, last: int) -> bool:
    """Does a line whose last character is `text[last]` end a sentence?"""
    while last > 0 and text[last] in facts.CLOSING_QUOTES:
        last -= 1
    return text[last] in facts.JAPANESE_ENDERS or text[last] in "…‥：:♪"


def _ended_english(text: str, last: int) -> bool:
    """A wrapped line may well end with "U.S.": so only a colon counts here, and a full stop before the mark of a list.

    And before the number of a note, if a sentence follows it: "[3] 04:40 We met.", but not "[12], which is wrong".
    """
    following = text[last + 1 : last + 40].lstrip()
    if text[last] in ":：":
        return not following[:1].islower()
    if (aside := heard(text, 0, last + 1)) is not None:
        last = max(0, aside.start() - 1)
    while last > 0 and text[last] in facts.CLOSING_QUOTES:
        last -= 1
    if text[last].isupper() and _is_in_capitals(text, last) and not following.partition("\n")[0].isupper():
        return True
    if text[last] not in facts.ENGLISH_ENDERS:
        return False
    return MARK.match(following) is not None or _notes_sentence(text, last, following)


def _notes_sentence(text: str, last: int, following: str) -> bool:
    """Does a sentence behind the number of a note follow the line that ends with `text[last]`?"""
    note = _NOTED.match(following)
    if note is None:
        return False
    word = _LAST_WORD.search(text, max(0, last - 24), last)
    return text[last] != "." or word is None or not _abbreviated(word.group(), note["word"], digit=False)


def _is_in_capitals(text: str, last: int) -> bool:
    """Is the line that ends with `text[last]` the title of a statement, some words and all in capitals?"""
    start = text.rfind("\n", max(0, last - _TITLE), last)
    line = text[start + 1 : last + 1]
    return (start >= 0 or last < _TITLE) and line.isupper() and line.count(" ") > 1


def _is_aside(text: str, sentence: int, opener: int, closer: int) -> bool:
    """Do the parentheses hold a sentence or a remark of their own, with no words of the sentence before them?"""
    alone = opener - sentence < 3 and not text[sentence:opener].strip()
    if not alone or text[opener] not in facts.PARENTHESES or goes_on_japanese(text, closer - 1, closer + 1):
        return False
    remark = sentence > 0 and closer - opener > _REMARK and _KANA.search(text, opener, closer) is not None
    return remark or text[closer - 1] in facts.JAPANESE_ENDERS


def goes_on_japanese(text: str, at: int, stop: int) -> bool:
    """Does the text behind an ender go on with the same sentence (モーニング娘。の, 本当？という, Yahoo!ニュース)?"""
    following = text[stop : stop + 12]
    if not following or following[0].isspace():
        return False
    if following.startswith(facts.SENTENCE_OPENERS_JA):
        return False
    if following.startswith(facts.CONTINUING_WORDS):
        return True
    if following[0] in facts.CONTINUING_PARTICLES:
        after = following[1:2]
        if _STARTS_WITH_TEXT.match(after):
            return True
        if after == "、" and following[0] in facts.PARTICLES_BEFORE_COMMA:
            # "行きます。と、彼は言った。" quotes; "21メートルだぞ。に、21メートル！" was over, and somebody stammers.
            return following[0] == "と" or not _said_out(text, at, stop)
    if following[0] in "、，,・":
        return True
    # A half-width mark between a Latin name and Japanese letters belongs to the name.
    name = text[at] in "!?" and text[max(at - 1, 0)].isascii() and text[max(at - 1, 0)].isalpha()
    return name and stop == at + 1 and _JAPANESE_LETTER.match(following) is not None


def _said_out(text: str, at: int, stop: int) -> bool:
    """Does the full stop `text[at:stop]` stand behind the end of something spoken, as no name's does?"""
    stopped = text[at] in "。｡" and text[stop - 1] in "。｡"
    return stopped and _SPOKEN_END.search(text, max(0, at - _SPACED), at) is not None


def _ends_english(passage: Breaks, run: str, at: int, stop: int, casual: bool) -> bool:
    """Is the run of enders at `at`, with its closing quotes up to `stop`, the end of a sentence?"""
    text, end = passage.text, passage.end
    if stop >= end or any(char in "。！？" for char in run):
        return True
    space = _EMOJI_OR_SPACE.match(text, stop, end)
    if space is None and not passage.link_end(stop):
        left = _LEFT_BETWEEN.match(text, at, end)
        if left is None or left[1].lower() not in facts.SENTENCE_STARTERS:
            return False
    following = behind_noise(passage, with_remark(passage, stop))
    if following >= end:
        return True
    if BLANK_LINE.search(text, stop, min(following + 1, end)):
        return True
    lead = following
    while lead < end and lead - following < 8 and (text[lead] in facts.OPENING_QUOTES or text[lead] in "—–-* /`"):
        lead += 1
    word = _NEXT_WORD.match(text, lead, min(end, lead + _REACH))
    if word is None:
        return text[lead : lead + 1] in "@#＠＃$£€¥" or not text[lead : lead + 1].isascii()
    upper = not word.group()[0].islower() or _camel(text, lead)
    quoted = stop > at + len(run) and any(char in "\"'”’»」』" for char in text[at + len(run) : stop])
    if quoted and (not upper or _TELLING.match(text, stop, min(end, stop + _REACH * 2))):
        return False
    if "…" in run or run.startswith(".."):
        return upper and word.group() not in ("I", "I'm", "I've", "I'd", "I'll", "I’m", "I’ve", "I’d", "I’ll")
    last = _LAST_WORD.search(text, max(0, at - 24), at)
    # Behind a whole word a full stop ends a sentence in small letters, too ("I did his lettering. he never minded").
    whole = run == "." and last is not None and len(last.group()) > 3 and last.group().isalpha()
    coded = text[following] == "`"
    if not upper and not casual and not whole and not coded:
        return False
    if run == ".":
        digit = coded or text[lead].isdigit()  # "see fig. `x`" as "see fig. 2"
        return last is None or not _abbreviated(last.group(), word.group() if upper else "", digit)
    name = last is not None and last.group().lower() + run in facts.NAMES_WITH_MARK
    return not name or word.group().lower() in facts.SENTENCE_STARTERS - {"at"}


def _abbreviated(last: str, following: str, digit: bool) -> bool:
    """Is the full stop behind `last` part of an abbreviation that goes on with `following`?"""
    word = last.lower().removesuffix(".")
    starter = following.lower().replace("’", "'") in facts.SENTENCE_STARTERS
    if word in facts.ABBREVIATIONS_OPEN:
        return True
    if word in facts.ABBREVIATIONS_BEFORE_DIGIT and digit:
        return True
    letters = len(word) == 1 and last.isupper() and last != "I"
    dotted = re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) is not None
    return (letters or dotted or word in facts.ABBREVIATIONS_EITHER) and (not starter or following == "a")


def _camel(text: str, at: int) -> bool:
    """Does a word here begin in lower case although it is a name ("iPhone", "eBay")?"""
    return re.match(r"[a-z]{1,2}[A-Z]", text[at : at + 4]) is not None


def _cut_english(text: str, start: int, end: int) -> bool:
    return text.endswith(("…", "..."), start, end)


def _cut_japanese(text: str, start: int, end: int) -> bool:
    """One "…" breaks a text off; two of them ("……") are how Japanese writes a voice that trails away."""
    once = text[max(start, end - 2) : end]
    bracket = any(char in facts.CLOSING_QUOTES for char in text[end : end + 3])
    return not bracket and (text.endswith("...", start, end) or (once.endswith("…") and once[:1] not in "…‥"))
