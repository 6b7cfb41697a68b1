"""Labels before English lines: who speaks in an interview, a thread or a transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from corpus.extraction.lines.bylines import HANDLE
from corpus.extraction.lines.line import IN_KANJI, Line
from corpus.extraction.lines.marks import TIMED
from corpus.extraction.lines.subtitles import VOICE
from corpus.languages import FORM_WORDS_EN, FORM_WORDS_JA, HEADWORDS_EN, LIST_MARKS, ORIGINAL_MARKS, ROLES_OF_TURNS_EN
from corpus.names import SAME, same_person, strip_title

_NAME = r"\p{Lu}[\w.'’-]*(?:\s(?:(?:de|van|von|der|da|di|del|la|al|bin)\s){0,2}\p{Lu}[\p{L}.'’-]*){0,3}"
_ROLE = f"(?:{'|'.join(ROLES_OF_TURNS_EN)})"
NICK = r"[@+]?[\p{L}\d_|^`-]{2,24}"
"""An account of a chat, in angle brackets before what it writes."""
_ACCOUNT = r"\p{Ll}[\w.-]{2,29}"
_ITEMS = "-–" + "".join(sorted(LIST_MARKS - {"※", ">", "＞", "→", "⇒"}))  # before an item of a list that has a label
# "Q: ", "A. ", "Interviewer: ", "NOTICE: ", "Wendell Ashby: ", "Wendell Ashby (CEO): ", "Q (Hannah Su, Brightwater): ",
# "14: " of a comment, "TWR　" in a first cell, "ossfox: ", "ossfox> ", "A " on a page that has "Q ", "2 " below "1 ",
# "24. Cllr Dace said: ", "27. Wendell Ashby, from the public: " in minutes, "error[E07]: " and "= note: " of a
# compiler, "[2] Wendell Ashby: " of a note, "Row 37: ", "Tip #2: ", "Bug fix: ", "MARGOT >> ", "(off) ",
# "(on the final possession) " before a quotation, "18:20<tab>Ann<tab>", "<ann> ", "18:20 Ann " of a chat; and each
# behind the mark of an item of a list.
_LABEL = regex.compile(
    rf"(?:[{regex.escape(_ITEMS)}](?!\d)\s?)?(?:(?:{TIMED}|\d{{1,2}}(?::\d\d){{1,2}}(?=\s))\s*)?"
    rf"(?:[※*＊]\d{{1,2}}[:：.]?(?=\s)|[(（［]?注?\d{{1,2}}[)）］](?=\s)|"
    rf"[QA](?:\d+)?\s*[.:：]|\d{{1,4}}[:：](?=\s)|"
    rf"(?:Interviewer|Reporter|Question|Answer|Edit|TL;DR|Abstract|Summary|Caption|Excerpt|(?:\p{{Lu}}[\w'’.-]*\s){{0,4}}[Ss]tatement|{'|'.join(ORIGINAL_MARKS)}|(?!UPDATE)\p{{Lu}}{{4,12}})\s*[:：]|"
    r"(?:=\s)?(?:error|warning|note|help|hint|info|fatal)(?:\[\w{1,8}\])?:(?=\s)|"
    r"(?:\p{Lu}\p{Ll}{1,11}|Fig\.)\s#?\d{1,3}\s?:|"
    r"(?<head>\p{Lu}\p{Ll}+(?:\s\p{Ll}{2,12}){1,2})\s?[:：]|"
    rf"{VOICE}|(?<=\d:\d\d\t)(?<row>[^\t\n]{{1,24}})(?=\t)|<(?<nick>{NICK})>(?=\s)|"
    r"[(（\[][a-z][a-z ]{0,15}[)）\]]|[(（][a-z][^()（）\n]{1,40}[)）](?=\s*[\"“])|"
    rf"(?:[QA]\d*|{_ROLE})\s*\((?<who>{_NAME})(?:,[^()\n]{{0,40}})?\)\s*[:：]|@(?<handle>{HANDLE})\s*[:：]|"
    rf"(?<bare>[QA]|\d{{1,2}})(?=[ 　])|(?<cell>[\w.@-]{{2,24}}(?: [\w.-]{{1,12}})?)(?=　)|"
    rf"(?:(?:\d{{1,3}}[.)]|\[\d{{1,3}}\])\s+)?(?:(?<name>{_NAME})(?:\s*@(?<handle>{HANDLE}))?|(?<account>{_ACCOUNT}))"
    rf"(?:\s*\([^()\n]{{1,40}}\)|,\s(?:from|of|for|at)\s[^,.:!?\n]{{1,30}})?"
    rf"(?:\s(?:said|asked|replied|answered|added))?\s*(?:[:：]|>>?)|\[(?:EN|ENG|English|\d{{1,3}})\]|"
    rf"(?<=\d:\d\d )(?<listed>[\w.-]{{1,24}})(?= ))"
    rf"(?:\s+|(?<=：)|(?<=@{HANDLE}:)|(?<={VOICE}))(?=\S)"
)
_NAMED = ("row", "nick", "name", "account", "who", "voice")  # what names somebody in a label
_CALLS = regex.compile(r"[^「」。、\s]{1,16}「[^「」]+」")  # 依頼主「たったの300語です」
_NO_WORD = regex.compile(r"[\d_]")
_GIVEN = regex.compile(r"\p{Han}{1,4}[ 　]?(\p{Hiragana}{2,6})")  # behind a family name: 小池ゆり
_IN_KATAKANA = {letter: letter + 0x60 for letter in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an interview before a line: its length, and the name or the handle in it if it has one."""

    length: int
    name: str | None
    handle: str | None = None


def label_of(text: str, known: frozenset[str] = frozenset()) -> Label | None:
    """The label before a line ("Q: ", "Wendell Ashby: "); None where there is none.

    One word alone may be any heading ("Lost: one drone"), unless it is `known` to be a label, or an account: in small
    letters before a sentence that begins with a capital ("ossfox: Everyone saw this coming"), or with what no word has.
    """
    match = _LABEL.match(text)
    if match is None:
        return None
    word = match["bare"] or match["listed"] or (None if match["handle"] or match["voice"] else _single(match))
    account = match["account"] and (text[match.end()].isupper() or _NO_WORD.search(match["account"]))
    if word is not None and word not in known and not account:
        return None
    name = match["name"] or match["who"] or match["voice"] or match["row"] or match["listed"]
    name = None if name and (name.lower() in HEADWORDS_EN or name.lower() in FORM_WORDS_EN) else name
    cell = match["cell"] if match["cell"] and match["cell"][0].islower() else None
    return Label(match.end(), name, match["handle"] or match["account"] or match["nick"] or cell)


def name_before(text: str) -> str | None:
    """The name in what may be the label before an English line."""
    match = _LABEL.match(text)
    return match and next((match[sort] for sort in _NAMED if match[sort]), None)


def sounds_like(ja: str, en: str) -> bool:
    """Whether a name before a Japanese line may be that in an English label; kanji do not tell how they sound."""
    name = strip_title(ja)
    given = _GIVEN.fullmatch(name)
    sounds = (given[1] if given else name).translate(_IN_KATAKANA)
    return IN_KANJI.fullmatch(regex.sub(r"\s", "", name)) is not None or same_person(sounds, en) >= SAME


def labels_of(lines: Iterable[Line], labelled: Callable[[str], str | None]) -> frozenset[str]:
    """The single words that label English lines of a page, who speaks in a transcript, and what heads them.

    Such is what labels more than one line or a line beside one that has a label, stands before a full-width colon, is a
    part of a name that signs or labels another, or may sound like the label of the Japanese line above or below
    (`labelled` says what that is). What changed is nobody who speaks ("Fixed: the agent no longer signs petitions"),
    and labels a line where the Japanese one above or below has a label, too.
    """
    full = [line for line in lines if line.kind != "blank"]
    labels = [_LABEL.match(_said(full, at)) if line.kind == "english" else None for at, line in enumerate(full)]
    single = [_single(label) if label else None for label in labels]
    count = Counter(word for word in single if word)
    names = [label["name"] for label in labels if label and label["name"]]
    names += [line.said.speaker for line in full if line.said.speaker]
    parts = {part for name in names if " " in name for part in name.split()}
    parts |= {name for line in full for name in (line.said.speaker, line.said.handle) if name}

    def heard(at: int, name: str) -> bool:
        beside = [line.text for line in full[max(0, at - 1) : at + 2] if line.kind == "japanese"]
        names = [strip_title(ja) for text in beside if (ja := labelled(text))]
        if " " in name:  # the words of a sentence, if one of these lines has no label
            return len(names) == len(beside) > 0
        return any(ja in FORM_WORDS_JA or sounds_like(ja, name) for ja in names)

    def follows(at: int, word: str) -> bool:
        """Whether another speaks on the line before or behind."""
        beside = [label for label in labels[max(0, at - 1) : at] + labels[at + 1 : at + 2] if label]
        return any((other := _speaker(label)) is not None and other != word for label in beside)

    found = {
        word
        for at, (word, label) in enumerate(zip(single, labels, strict=True))
        if word
        and label
        and ((word.lower() not in HEADWORDS_EN and not label["head"]) or heard(at, word))
        and (count[word] > 1 or word in parts or "：" in label.group() or follows(at, word) or heard(at, word))
    }
    asked = {"Q", "A"} if any(line.text[:2] in ("Q ", "Q　") for line in full) else set()
    numbers = pairwise(label["bare"] for label in labels if label and label["bare"])
    return frozenset(found | asked | {number for pair in numbers for number in pair if _in_a_row(*pair)})


def _said(lines: Sequence[Line], at: int) -> str:
    """An English line, without the mark before it where the Japanese one that goes with it has its label outside."""
    beside = [line.text for line in (*lines[at + 1 : at + 2], *lines[max(0, at - 1) : at]) if line.kind == "japanese"]
    return lines[at].text.lstrip('"“' if beside and _CALLS.fullmatch(beside[0]) else "")


def _in_a_row(one: str, next_one: str) -> bool:
    """Whether two labels are numbers that follow each other."""
    return one.isdigit() and next_one.isdigit() and int(next_one) == int(one) + 1


def _speaker(label: regex.Match[str]) -> str | None:
    """Who speaks by a label; None where it only numbers or heads what is said."""
    named = label["who"] or label["handle"] or label["nick"] or label["name"] or label["account"] or label["voice"]
    return named or (label.group() if label.group()[0].isalpha() and not label["head"] else None)


def _single(label: regex.Match[str]) -> str | None:
    """The one word of a label that may be a heading as well, or the words of one that is."""
    word = label["account"] or label["name"] or label["nick"]
    return label["head"] or (word if word and " " not in word else None)
