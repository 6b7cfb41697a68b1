"""English inside Japanese lines: which runs of Latin letters are sentences, and no names or terms."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.extraction.lines.line import JAPANESE, LATIN_WORD, SENTENCE_END
from corpus.extraction.lines.marks import LINK
from corpus.extraction.people.clusters import BETWEEN
from corpus.extraction.sentences.quotations import NAMING, PREDICATE_END
from corpus.languages import ABBREVIATIONS_OPEN, DIVIDERS
from corpus.types import Span

_HIRAGANA = regex.compile(r"\p{Hiragana}")
_CALLED = regex.compile(r"\p{Han}[！？!?]$")  # "Dinosaur!（恐竜！）", but not "Yahoo!（ヤフー！）"
_OPENED = regex.compile(r"[」』”\"]?\s*[（(〔]")
_PARENTHESIS = regex.compile(r"[」』”\"]?\s*[（(〔]([^（）()〔〕\n]{2,400})[）)〕]")
_NAME_END = regex.compile(
    r"の\p{Katakana}[\p{Katakana}ー]*[・＝]\p{Katakana}[\p{Katakana}ー]+(?:さん|氏|\p{Han}{1,4})?$"
)
_BEFORE_RUN = regex.compile(r"(?:\d+\s*[—–―]\s*)?[ 　\"“‘']*")
# "*2 In case three we have a slipper.", "[1] It is a slipper.", "例文1 He wore his silence."
_NOTE = regex.compile(
    r"(?:(?<=[例文問題答])\d{1,2}\s?[:：.．)）]?[ 　]*|(?<=[*＊※])\d{1,2}[:：.]?[ 　]+|(?<=\[)\d{1,2}\][ 　]+)[\"“‘']*"
)
_MARKED = regex.compile(r"(?:\"[^\"]+\"|“[^“”]+”)\s*$")  # "Not today."
_IN_A_NAME = regex.compile(BETWEEN)
_OPENERS = ("(", "（", "〔")
_CELL_ENDS = frozenset("\t　|｜：:")
_BEFORE_CELL, _BEHIND_CELL = _CELL_ENDS | {"］"}, _CELL_ENDS | {"→", "⇒"}  # "［Tilley］ Fishing. → 釣りでしょ。"
_NUMBER = regex.compile(r"\s[/／]\s[\d.,]{1,8}$")  # of the Japanese behind a stroke: "... for a month. / 3.0出ました"
# Latin words that the Japanese behind begins with: "It has been dropped. — Python 3.7 のサポートを終えた", and those
# that the Japanese before ends with: "ピザを送ったのはCEO — It was the CEO."
_WORD = r"[^\s.!?…\"“”—–/|:]+(?:\.\d+)*"
_BEGINS_JAPANESE = regex.compile(
    rf"(?:(?P<last>[\p{{L}}\d]+)[.!?…]+[\"”’]?(?:\s(?:[—–―/|:]|--?))?|(?:\S+\s){{4,}}?\S*\w[\"”’]?\s(?:[—–―]|--?))"
    rf"(?P<rest>\s{{1,4}}{_WORD}(?:\s{_WORD}){{0,2}}\s?)$"
)
_ENDS_JAPANESE = regex.compile(rf"{_WORD}(?:\s{_WORD}){{0,2}}\s(?:[—–―/|]|--?)\s+(?=[\"“‘]?\p{{Lu}})")
# "Infrastructure as Code (IaC)ツール": a name with its abbreviation, of which Japanese makes a longer one.
_COMPOUND = regex.compile(r"(?<=\))[\p{Han}\p{Katakana}]")
# A title, and what its Japanese sentence goes on with: "『Salt and Rivers』は5月に出る", but not what is read somewhere
# ("「No Dogs Allowed」の看板"), nor what is explained.
_SMALL = regex.compile("a|an|the|and|or|but|nor|of|in|on|at|to|for|by|from|with|into|over|as|vs")
_GOES_ON = regex.compile(
    r"[」』]?\s?(?:[はがをにへでもや]|から|まで|"
    r"の(?!看板|文字|[貼張]り紙|札|標識|横断幕|プラカード|垂れ幕|一[言声]|ひと言|声|言葉|意)|"
    rf"と(?:[「『]|{NAMING}))(?<!は(?=「))|、"  # one of several names
)
# Around what is no title but a saying, which the page may render: 合言葉「Leave No Trace」, 「…」は「…」という意味.
_SAYING = regex.compile(
    "意味|と訳|[直意]訳|格言|ことわざ|諺|標語|合言葉|スローガン|モットー|決まり文句|口癖|繰り返|叫[んびぶ]"
)
_WORK = regex.compile("(?:論文|書籍|著書|小説|詩集|絵本|映画|ドラマ|番組|曲|アルバム|雑誌|誌|紙|展|ゲーム)[「『]$")
# What stands under such a title on another page: 「What does this mean?」の項目.
_SECTION = regex.compile(r"[」』]\s?の(?:項目?|章|セクション|ページ|欄)(?!\p{Han})")
# Behind a term in parentheses its sentence goes on: "実行コンテキスト (the running execution context) として知られる".
_TERMED = regex.compile(r"[\p{Han}\p{Katakana}ー]\s?[（(]\Z")
_TERM_GOES_ON = regex.compile(r"[)）]\s?(?:[はがをにのでもへや]|から|まで|として|と呼)")
_LONGEST_TERM = 6  # words
# Formulas, paths, identifiers and calls are no words: "$x_1 + y$", "~/nvim/lua/*.lua", "use_cache", "cookies()".
_CODE = regex.compile(
    r"\$(?!\s)[^$\n]{1,200}(?<!\s)\$(?!\d)|"
    r"(?<!\S)(?:[~.]{0,2}/\S+|(?=\S*[.~*@])\S*/\S*/\S*|\S*(?:(?<=\p{Latin})_(?=\p{Latin})|\\|::|\(\))\S*)"
)
_TAG = regex.compile(r"</?\p{Latin}[^<>\n]{0,200}>")
_NEAR = 60  # characters behind English that may tell that it is one
_BLANKS = 16  # characters around English that are looked at for the border of its cell
_LONGEST = 400  # characters of a quotation that English in parentheses glosses, and of English that are looked back at
_SET_APART = DIVIDERS | frozenset("\"”'")
# From a Latin letter to the last character before Japanese or a bracket of it; digits and currency may begin it.
_FOREIGN = r"\p{Hiragana}\p{Katakana}\p{Han}"
_WITHIN = rf"(?:[^{_FOREIGN}ー「」『』（）【】［］〔〕、。…→⇒←※・／|｜\n\t　()]|…(?=\s?\p{{Latin}}))*"
_LATIN_RUN = regex.compile(rf"[\"“'‘]?[\p{{Latin}}\d$£€@#]{_WITHIN}(?:\([^)\t　{_FOREIGN}]{{0,200}}\){_WITHIN})*…?")


def english_runs(text: str, start: int, end: int) -> list[Span]:
    """English sentences that stand inside a Japanese line, as spans without quotation marks around them.

    Latin words in Japanese are mostly names and terms. A run is taken for a sentence if it has four words or more, or
    three that end as one, a small one among them or all in capitals, or if a Japanese parenthesis follows at once (its
    rendering). Two do in quotation marks if they end as one. A title is none that the Japanese sentence goes on with.
    Less is enough for what fills a cell of a row or stands in parentheses behind what somebody said. Neither the words
    of a link nor those of a tag, a path or an identifier count; a term that is glossed in parentheses and the title of
    a section of another page are none.
    """
    found = []
    if _TAG.search(text, start, end):  # tags are of no language, as links are not
        text = text[:start] + _TAG.sub(lambda tag: "_" * len(tag.group()), text[start:end]) + text[end:]
    for match in _LATIN_RUN.finditer(text, start, end):
        run = match.group()
        before = _NOTE.match(text, *match.span())
        if before is None and JAPANESE.match(text[match.start() - 1 : match.start()]):
            before = _ENDS_JAPANESE.match(text, *match.span())
        before = before or _BEFORE_RUN.match(text, *match.span())
        lead = len(before.group()) if before else 0
        words = LATIN_WORD.findall(_CODE.sub(" ", LINK.sub(" ", run)))
        span = Span(match.start() + lead, match.start() + len(_undivided(run, text[match.end() : match.end() + 1])))
        if not words or len(span) <= 0:
            continue
        if _SECTION.match(text, match.end()) and not _is_rendered_behind(text, span):
            continue
        behind = text[match.end() : match.end() + 3]
        small = any(word.islower() and not _IN_A_NAME.fullmatch(word) for word in words)
        rendered = _OPENED.match(behind) is not None and _renders(text, match.end(), end, named=not small)
        opened = text[match.start() - 1 : match.start()] in ("「", "『")
        quoted = opened and behind[:1] in ("」", "』")
        marked = quoted or _MARKED.match(run) is not None
        ended = SENTENCE_END.search(run.strip(' "”')) is not None
        sentence = (small or run.isupper()) and len(words) >= (3 if ended else 4) and not _is_term(text, span, words)
        apart = ended or (len(words) >= 2 and small)
        said = sentence or (quoted and len(words) >= 3)
        if (
            (said and (ended or not _is_title(text, span)))
            or (rendered and (quoted or len(words) >= (1 if opened and ended else 2)))
            or (marked and ended and len(words) >= 2)
            or (apart and (_fills_cell(text, span, start, end) or _glosses(text, span, start, ended=ended)))
        ):
            found.append(span)
    return found


def is_linked_title(text: str, run: Span, link: Span | None) -> bool:
    """Whether English is all of a link and the Japanese sentence goes on behind it as behind a name: a title."""
    if link is None or link.start < run.start - 1 or link.end > run.end + 1:
        return False
    ended = SENTENCE_END.search(text[run.start : run.end]) is not None
    return not ended and _GOES_ON.match(text, link.end) is not None and not _is_saying(text, run)


def _is_title(text: str, run: Span) -> bool:
    """Whether the sentence goes on behind a title: words with capitals, or any behind what has one (曲「…」)."""
    said = text[run.start : run.end]
    capitals = all(not word[0].islower() or _SMALL.fullmatch(word) or word[-1].isdigit() for word in said.split())
    called = capitals and not said.isupper()
    if called and _COMPOUND.match(text, run.end):
        return True
    named = called or _WORK.search(text, max(0, run.start - _BLANKS), run.start) is not None
    return named and _GOES_ON.match(text, run.end) is not None and not _is_saying(text, run)


def _is_term(text: str, run: Span, words: Sequence[str]) -> bool:
    """Whether English in parentheses glosses the word before them, and is no sentence that is rendered right behind."""
    return (
        len(words) <= _LONGEST_TERM
        and _TERMED.search(text, max(0, run.start - 3), run.start) is not None
        and _TERM_GOES_ON.match(text, run.end) is not None
        and not _is_rendered_behind(text, run)
    )


def _is_rendered_behind(text: str, run: Span) -> bool:
    """Whether a quotation or a parenthesis follows soon in the line, or English is a saying: the page may render it."""
    behind = text[run.end + 1 : run.end + _NEAR].partition("\n")[0]
    return not {"「", "『", "（", "("}.isdisjoint(behind) or _is_saying(text, run)


def _is_saying(text: str, run: Span) -> bool:
    """Whether the line calls English a saying, or tells what it means."""
    around = text[max(0, run.start - _BLANKS) : run.start].rpartition("\n")[2]
    return _SAYING.search(around + text[run.end : run.end + _NEAR].partition("\n")[0]) is not None


def _fills_cell(text: str, run: Span, start: int, end: int) -> bool:
    """Whether English is all that a cell of a row, or what follows a label, has: 問　Why?"""
    before = text[max(0, run.start - _BLANKS) : run.start].rpartition("\n")[2].rstrip(' "“‘')
    behind = text[run.end : min(end, run.end + _BLANKS)].lstrip(' "”’')
    return before[-1:] in _BEFORE_CELL and (not behind or behind[0] in _BEHIND_CELL)


def _glosses(text: str, run: Span, start: int, *, ended: bool) -> bool:
    """Whether English stands alone in parentheses, behind a quotation with hiragana if it is no whole sentence.

    Or at the end of one, behind a whole sentence: 「あの橋は長すぎる(That bridge is too long)」.
    """
    opened = run.start - 1
    if text[opened : opened + 1] not in _OPENERS or text[run.end : run.end + 1] not in (")", "）", "〕"):
        return False
    if text[opened - 1 : opened] not in ("」", "』", "”"):
        within = text[run.end + 1 : run.end + 2] in ("」", "』")
        return ended or (within and PREDICATE_END.search(text, max(start, opened - _LONGEST), opened) is not None)
    quote = max(text.rfind(mark, max(start, opened - _LONGEST), opened) for mark in "「『“")
    return quote >= 0 and _HIRAGANA.search(text, quote, opened) is not None


def _undivided(run: str, following: str) -> str:
    """English without what sets it apart from the Japanese behind it; "/" does where a space stands before it."""
    before_japanese = JAPANESE.match(following) is not None
    number = _NUMBER.search(run) if before_japanese else None
    end = number.start() if number else len(run)
    begun = _BEGINS_JAPANESE.search(run, max(0, len(run) - _LONGEST)) if before_japanese else None
    if begun and (begun["last"] or "").lower() not in ABBREVIATIONS_OPEN:
        end = begun.start("rest")
    apart = _SET_APART | ({":"} if before_japanese else set())
    while end and (
        (last := run[end - 1]).isspace() or last in apart or (last == "/" and run[end - 2 : end - 1].isspace())
    ):
        end -= 1
    return run[: end + (_closes(run, end))]


def _closes(run: str, end: int) -> bool:
    """Whether the mark behind English closes a quotation within it: Siri understands "find my list."."""
    mark = run[end : end + 1]
    return (mark == "”" and "“" in run[1:end]) or (mark == '"' and '"' in run[1:end] and run.count('"', 0, end) % 2 > 0)


def _renders(text: str, at: int, end: int, *, named: bool) -> bool:
    """Whether a parenthesis that holds Japanese with a predicate, two words or a mark stands right behind `at`.

    What may be `named` there is no sentence: Pim Castellane（歌手のピム・カステレイン）.
    """
    match = _PARENTHESIS.match(text, at, end)
    if (
        match is None
        or match.group(1)[0] == "を"
        or (_HIRAGANA.search(match.group(1)) is None and _CALLED.search(match.group(1)) is None)
    ):
        return False
    return not (named and _NAME_END.search(match.group(1)))
