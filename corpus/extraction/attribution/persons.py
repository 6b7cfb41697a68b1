"""Whether what a page names may be somebody who speaks, or is a thing for all that the page tells of it.

    スープが冷めていた。                                     a thing, as is every other noun by itself
    店員, 現地当局, 老婆マーサ, 元同僚のジュリア             somebody by what they are
    メレディスさん, マリア・エイケン, 博士, 彼女, @harbourman    by a name, a title, an account (`nouns.KINDS`)
    ショーナ：「…」, 気象庁の声明, ウルリケ（Ulrike）        as the label or source of words, by the English beside it
    博物館は…と説明した, グレンが静かに⏎「…」                as the subject of what is said
    裂けた帆 / Torn Sail, 注意 CAUTION                       a thing: what a heading in both languages names
    早乙女凛（17）, ミゲルは留学生だ, 佐藤が肩をすくめた       by what things aren't and don't do
    コード beside ソースコード and コードベース, or "code"     a thing: a word of the page that says nothing
    README, Fernhill Handbook, GitHub                        a thing: a document, or where people write
    Web UI, サブ・コマンド                                   a thing, unless it is told to say something

What speaks is learned (`speakers`), where a loan word looks like a name in katakana: so these are asked last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import regex

from corpus.extraction.attribution.voices import FRAME, Rendering
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.heads import KATAKANA, KINDS
from corpus.extraction.people.no_persons import is_technical
from corpus.extraction.people.nouns import KATAKANA_WORD, Noun, Nouns
from corpus.languages import GROUP_ENDINGS_JA, PERSON_ENDINGS_JA, PLACES_EN, PLATFORMS, ROLE_NOUNS_JA, TITLES_JA
from corpus.names import SAME, same_person, strip_title

_BY_KIND = frozenset(KINDS.index(kind) for kind in ("role", "again", "latin", "name"))
_ROLES = frozenset({KINDS.index("role")})
_SHORTEST, _COMPOUNDS = 3, 2  # letters of a loan word, and words that it is a part of
_CAPITAL = regex.compile(r"\b\p{Lu}\p{Ll}{3,}\b")
_MOST = 200  # nouns for one that are looked at
_BEHIND = 3  # nouns behind what is said among which whoever says it may be
ENDINGS = (*PERSON_ENDINGS_JA, *GROUP_ENDINGS_JA, *ROLE_NOUNS_JA, *TITLES_JA)
# What a group is called by what it is.
GROUPS = (
    *GROUP_ENDINGS_JA, "アカウント", "運営", "運営元", "編集部", "委員会", "取締役会", "チーム", "クラブ", "球団",
    "レーベル", "スタジオ", "社", "企業", "店", "館", "園", "学校", "大学", "病院", "番組",
)  # fmt: skip
_LETTERS = regex.compile(r"[A-ZＡ-Ｚ\d]{1,3}$")  # 参加者A
_SPELLED = regex.compile(r"(?<=\p{Han})[\p{Katakana}ー]{2,}$")  # マーサ of 老婆マーサ
_OF = regex.compile(r"の|という")
_DASH = regex.compile(r"[—–―─-]")
_QUOTED = r"[「『“\"]"
_NO_LETTERS = regex.compile(r"\P{L}{0,24}")
# Behind a label, in its line or below.
_SAYS = regex.compile(rf"\s{{0,4}}{_QUOTED}")
# Behind the subject of a sentence that goes on with what is said, of one that tells what a person does, or is.
_SPOKEN = regex.compile(
    rf"(?:は|が|も)、?[^。「」『』\n]{{0,40}}(?:\n\s?{_QUOTED}|「[^「」\n]{{1,400}}」(?:と|って|て|$))"
)
_ACTS = regex.compile(
    r"\s?[（(][\d０-９]{1,3}(?:歳|才)?[、,)）]|"  # an age
    r"の(?:返事|口癖|口ぐせ|台詞|セリフ|言い分)|"
    r"に(?:怒られ|叱られ|言われ|聞かれ|尋ねられ|頼まれ|褒められ|教わ|教えられ|笑われ|誘われ|会っ|会い|会う)|"
    r"(?:は|が|も)、?[^。「」\n]{0,20}(?:(?:首|肩|目|手|口|腕|頭|顔|眉|涙|声|息)を|黙っ|黙り|笑|泣い|うなず|頷|怒っ|ささや|呟|叫)"
)
_IS = regex.compile(rf"は、?[^。「」\n]{{0,30}}?(?:{'|'.join(PERSON_ENDINGS_JA)})(?:だ|です|で|。|\n|$)")

# "裂けた帆 / Torn Sail", "第3展示室 Room 3", "注意 CAUTION", either half first.
_JAPANESE = r"(?P<ja>[^\p{Latin}\s/／|｜。、:：(（][^\p{Latin}/／|｜。、:：(（\n]{0,30}?)"
_ENGLISH = r"(?P<en>\p{Lu}[\p{Latin}\d .,'’&-]{1,50})"
_ONE_WORD = r"(?P<en>\p{Lu}{3,20}|\p{Lu}\p{Ll}{2,20}(?:\s\d{1,4})?)"
_BILINGUAL = regex.compile(
    rf"[^\p{{L}}\n]{{0,8}}(?:{_JAPANESE}\s?[/／|｜]\s?{_ENGLISH}|{_ENGLISH}\s?[/／|｜]\s?{_JAPANESE}|"
    rf"{_JAPANESE}[ 　]{_ONE_WORD})[^\p{{L}}\n]{{0,8}}"
)
_IN_PARTS = regex.compile(r"[\p{Katakana}ー]+(?:[・＝=\s][\p{Katakana}ー]+)+|\p{Han}{1,4}[ 　]\p{Han}{1,4}")
_LONGEST_HEADING = 100  # characters
# A document is where words stand, not who says them.
_DOCUMENT = regex.compile(r"(?:.{1,40} )?(?:README|FAQ|Handbook|Docs|Documentation|Changelog|CHANGELOG)")


def is_thing(page: Nouns, who: int, asked: Rendering, *, sure: bool = False) -> bool:
    """Whether nothing tells that the nouns for one name somebody who may speak in a rendering.

    `sure`: by what was learned one does, so that a plain noun may as well: a sign, an office, a friend by first name.
    """
    uses = page.of[who]
    nouns = [page.nouns[number] for number in uses.all[:_MOST]]
    if any(same_person(page.names[who], name) >= SAME for name in asked.signed):
        return False
    if page.names[who].lower() in PLATFORMS or _DOCUMENT.fullmatch(page.names[who]):
        return True
    if nouns and all(_is_headed(page, noun) for noun in nouns):
        return True
    if not uses.telling and is_technical(page.names[who]):
        return True
    told = uses.telling or uses.sources
    if not told and not uses.kinds & _ROLES and _is_word(page, who, nouns):
        return True
    if sure or told or uses.kinds & _BY_KIND or who in page.english:
        return False
    end = asked.ja.end
    behind = bisect_left(page.starts, end)
    near = [noun for noun in page.nouns[behind : behind + _BEHIND] if noun.who == who]
    framed = any(FRAME.fullmatch(page.text, end, noun.span.start) for noun in near)
    return not framed and not any(sign(page, noun) for noun in nouns for sign in _SIGNS)


def _is_word(page: Nouns, who: int, nouns: Sequence[Noun]) -> bool:
    """Whether nouns that are no title, and have none, are a word of their page: コード beside ソースコード and
    コードベース, or beside "code"."""
    forms = {noun.form for noun in nouns}
    if any("・" in form or strip_title(form) != form or form.endswith(ENDINGS) for form in forms):
        return False
    name = page.names[who]
    katakana = KATAKANA_WORD.fullmatch(name) is not None and len(name) >= _SHORTEST
    if katakana and page.compounds[name] >= _COMPOUNDS:
        return True
    words = _CAPITAL.findall(page.english.get(who, "" if katakana else name))
    words = [word for word in words if word.lower() in page.small]
    return any(same_person(name, word) >= SAME if katakana else word == name for word in words)


def _is_headed(page: Nouns, noun: Noun) -> bool:
    """Whether a noun stands in a heading in both languages whose halves are not one name of somebody, or a title."""
    line = page.lines[noun.line]
    match = _BILINGUAL.fullmatch(page.text, line.start, line.end) if len(line) <= _LONGEST_HEADING else None
    if match is None or not JAPANESE.search(match["ja"]) or match["ja"].endswith(ENDINGS):
        return False
    placed = any(word.lower() in PLACES_EN for word in match["en"].split())
    return placed or _IN_PARTS.fullmatch(match["ja"]) is None


def is_called_so(form: str) -> bool:
    """Whether a noun says that it is a person, or a name in katakana what that person is: 店員, 元同僚のジュリア."""
    *before, head = _OF.split(form)
    told = [head, *(before[-1:] if KATAKANA.fullmatch(head) else [])]
    return any(_LETTERS.sub("", _SPELLED.sub("", part)).endswith(ENDINGS) for part in told)


def _labels(page: Nouns, noun: Noun) -> bool:
    """Whether a noun begins its line, behind a time or a number, and what is said follows."""
    begins = _NO_LETTERS.fullmatch(page.text, page.lines[noun.line].start, noun.span.start)
    return begins is not None and _SAYS.match(page.text, noun.span.end) is not None


def _signs(page: Nouns, noun: Noun) -> bool:
    """Whether a noun stands alone behind a dash."""
    return noun.alone and _DASH.match(page.text, page.lines[noun.line].start) is not None


def _acts(page: Nouns, noun: Noun) -> bool:
    """Whether a noun is the subject of a sentence that what is said ends, has an age, or is and does what people are
    and do."""
    return any(pattern.match(page.text, noun.span.end) for pattern in (_SPOKEN, _ACTS, _IS))


_SIGNS: tuple[Callable[[Nouns, Noun], bool], ...] = (lambda _, noun: is_called_so(noun.form), _labels, _signs, _acts)
