"""Who asks and who answers in an interview, where the page says so once for all.

―― どのくらいかかりましたか？        a question, as behind "Q:" and "問1　"
（聞き手・構成：三宅そら）             who asks them; nobody, where that is an office (編集部)
A: Six years. / A：6年です。          an answer, of whom the title names: "作家 アン・ペン 独占インタビュー"
"""

from __future__ import annotations

from functools import lru_cache

import regex

from corpus.extraction.people.mentions import TITLES
from corpus.types import Span

# Before what is asked: "Q:", "問1　", and "――" before a line that asks, but for one in brackets as a whole.
_LABEL = r"[ 　]*(?:[QＱ][\d０-９]*\s*[.．:：]|問[\d０-９]*\s*[.．:：　])"
_DASH = r"^[ 　]*[―—─]{2}\s*(?=(?!「|『[^』\n]*』\s*$)[^\n]{2,200}"
# "Q1" in a line of its own, above the question in one language or in both.
_LABEL_ABOVE = regex.compile(r"(?:^|\n)[ 　]*[QＱ][\d０-９]{0,3}[.．:：]?\s*\n(?:[\p{Latin}\d\s\p{P}]{1,200}\n)?\Z")
_ASKS_LINE = regex.compile(r"[^\n]{2,200}(?:[？?]|か。?)[」』]?\s*(?:\n|$)")
_NEAR = 300  # characters in which such a label stands
_ASKING = regex.compile(rf"{_DASH}(?:[？?]|か。?)(?:\n|$))", regex.MULTILINE)
_QUESTION = regex.compile(rf"{_LABEL}|{_ASKING.pattern}", regex.MULTILINE)
# Where one line asks so, others that only invite an answer do, too: "――広告は出さないそうですね。"
_INVITING = regex.compile(
    rf"{_DASH}(?:ね|でしょう|ください|(?:お願いし|お願いいたし|うかがい|伺い)ます)。?(?:\n|$))", regex.MULTILINE
)
# "監督・三枝澪インタビュー", "作家 アン・ペン 独占インタビュー" in a title, and what labels an answer.
_INTERVIEW = regex.compile(
    rf"(?:{TITLES})[・ 　](?P<name>\p{{Han}}{{2,6}}?(?=[ 　氏イ]|さん|独占|単独|特別|最新)|"
    r"[\p{Katakana}ー]{2,}(?:[・＝][\p{Katakana}ー]+)+)[^。\n]{0,24}?インタビュー"
)
_TITLE = 120  # characters of a page in which its title stands
_ANSWER = regex.compile(r"^[ 　]*[AＡ][\d０-９]*\s*[.．:：]", regex.MULTILINE)
_INTERVIEWS = regex.compile(
    r"聞き手|インタビュー|対談|一問一答|話を(?:聞|うかが|伺)|(?:氏|さん|監督|選手|教授)(?:に聞|を訪ね)|"
    + _ANSWER.pattern,
    regex.MULTILINE,
)
_LONGEST_ANSWER = 1000  # characters
# "聞き手＝志村つばさ", "聞き手・構成：編集部", "聞き手は編集部の大西", "聞き手は当社社長の森"
_OF = r"[\p{Han}\p{Katakana}ー]{1,12}の"
_NAME = rf"(?:{_OF}(?P<name>\p{{Han}}(?!\p{{L}}))|(?:{_OF})?(?P<name>[\p{{Han}}\p{{Katakana}}ー・]{{2,16}}))"
_ASKS = regex.compile(
    r"(?P<role>聞き手)(?:[・、／/](?:構成|文|まとめ|訳|翻訳|通訳|編集(?!部)|取材|執筆|撮影|写真))*"
    rf"(?:は\s*(?:(?P<name>\p{{Han}}{{1,4}}(?!の)\p{{Hiragana}}{{2,6}}?)(?=さん|氏)|{_NAME})|"
    rf"[:：＝=／/・　]\s*(?:(?P<name>\p{{Han}}{{1,4}}\p{{Hiragana}}{{2,6}})|{_NAME})(?!\p{{L}}))?"
)
# "編集部", "国際部", "本誌取材班", but 服部, 小室 and "田中記者" are people.
_DESK = "編集|報道|国際|社会|経済|政治|科学|文化|生活|運動|芸能|外信|産業|広報|企画|取材|映像|スポーツ|デジタル"
_OFFICE = regex.compile(
    rf".*(?:{_DESK})(?:部|局|班|室)?|(?:(?:本|弊|当)[誌紙社].*|編集)?(?:記者|スタッフ)|(?:本|弊|当)[誌紙社].*"
)


def is_asked(text: str, said: Span) -> bool:
    """Whether what is said at a place is a question of an interview."""
    start = text.rfind("\n", 0, said.start) + 1
    question = _QUESTION.match(text, start)
    if question is None and _interviews(text):
        question = _INVITING.match(text, start)
    if question is None and text[start : said.start].strip(" 　「『") == "" and _ASKS_LINE.match(text, start):
        return _LABEL_ABOVE.search(text, max(0, start - _NEAR), start) is not None
    return question is not None and question.end() <= said.start


@lru_cache(maxsize=4)  # asked for each rendering of a page
def _interviews(text: str) -> bool:
    """Whether a page says that it interviews somebody, and a line of it asks: a story has dashes, too."""
    return _INTERVIEWS.search(text) is not None and _ASKING.search(text) is not None


@lru_cache(maxsize=4)
def who_asks(text: str) -> str | None:
    """Who asks in a page's interview, by name or as 聞き手; None where it does not say, or an office does."""
    asks = _ASKS.search(text)
    if asks is None or not asks["name"]:
        return asks and asks["role"]
    office, _, person = asks["name"].partition("・")  # "国際部・阿部"
    name = person if person and _OFFICE.fullmatch(office) else asks["name"]
    return None if _OFFICE.fullmatch(name) else name


def who_answers(text: str, said: Span) -> str | None:
    """Whom a page's title says it interviews, where what is said at a place is in an answer."""
    interview = _INTERVIEW.search(text, 0, _TITLE)
    answer = interview and _ANSWER.search(text, max(0, said.start - _LONGEST_ANSWER), said.start)
    return interview["name"] if interview and answer else None
