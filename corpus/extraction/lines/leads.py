"""What stands before the text of a Japanese line: the mark of a list, of a rendering, the label of who speaks.

They may follow each other: "→「...」", "・（訳）", "03:40 アシュビー：".
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from corpus.extraction.lines.bylines import HANDLE
from corpus.extraction.lines.labels import NICK
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.lines.marks import TIMED
from corpus.extraction.lines.subtitles import VOICE
from corpus.languages import (
    CREDIT_WORDS,
    FORM_WORDS_EN,
    FORM_WORDS_JA,
    HEADING_MARKS,
    HEADWORDS_EN,
    LANGUAGE_MARKS,
    LIST_MARKS,
    ORIGINAL_MARKS,
    ROLES_OF_TURNS_JA,
    TRANSLATION_MARKS,
)
from corpus.types import Attribution

# What is counted before a text: "手順2 ", "余談その1　", and before a colon alone "教訓1：", "2つ目：" or "Note 1: ",
# since "ルール 1 は" begins a sentence; what goes on in figures is a time or a score ("午後3：10", "赤2：1").
_STEPS = "手順|ステップ|例文?|設問|問題?|答え?"
# A closed list: "アポロ13：", "日本2：ブラジル1", "残り3：" are no labels.
_LESSONS = (
    "教訓|ポイント|ルール|理由|その|注意点?|提案|条件|変更点?|項目|原則|コツ|学び|法則|ケース|仮説|注[記釈]?|脚注|余談|補足|豆知識|"
    "メモ|事例|質問|疑問|課題|対策|手法|方法|特徴|メリット|デメリット|案|図|表|ヒント"
)
_COUNTED = (
    rf"(?:{_LESSONS})\s?(?:[#＃]\s?)?(?:[\d０-９]{{1,2}}|[①-⑳])"
    r"|第?[\d０-９]{1,2}(?:つ目|点目|番目|日目|回目?|章|話|位|条|部|節|項)"
    r"|(?:Aside|Case|Example|Fact|Fig(?:ure)?|Lesson|Note|Part|Point|Reason|Rule|Step|Table|Tip)[.\s]\s?(?:#\s?)?\d{1,2}"
)
_COUNTED_SO = r"[\p{Han}\p{Katakana}\p{Hiragana}ー]{0,8}その(?:[\d０-９]{1,2}|[一二三四五六七八九十])"
_MARK = regex.compile(
    rf"(?:[>＞]{{2}}\d{{1,7}}\s|[{regex.escape(''.join(sorted(LIST_MARKS)))}]|[-–]\s|[\d０-９]{{1,2}}[.．)）]\s|"
    rf"[\d０-９]{{1,3}}\t|\d{{1,4}}[:：]\s|"
    rf"(?:{_STEPS})\s?[\d０-９]{{1,2}}(?:\s?[:：.．]|[ 　])|"
    rf"(?:{_COUNTED})\s?[:：](?![\s　]?[\d０-９])|{_COUNTED_SO}(?:\s?[:：.．]|　)(?![\d０-９])|"
    rf"(?:十?[一二三四五六七八九]|十)、(?![一二三四五六七八九十])|{TIMED}|［[^［］\n]{{1,24}}］\s)\s*"
)
_MARKS = "|".join((*TRANSLATION_MARKS, *LANGUAGE_MARKS))
# "(DeepL Pro による翻訳)", "【筆者訳】", "DeepL訳：", "DeepL訳)", "DeepL:)", "訳)": a rendering that says whose it is,
# has half a bracket, or one around what follows ("訳(…)"), but no sentence about translating ("（機械翻訳）は便利だ")
# and no title ("Google 翻訳：精度が上がった").
_MACHINE = r"(?:DeepL|Google|ChatGPT|GPT[\d.-]*|Claude|Gemini|Copilot|Bing|AI|機械|自動)(?:\s?\p{Latin}+)?\s?"
_RENDERED_BY = r"による(?:機械)?(?:翻訳|和訳|邦訳|意訳|直訳|抄訳|日本語訳|訳)"
_SAYS_WHOSE = (
    rf"(?:{_MACHINE}(?:[翻和意直]?訳|{_RENDERED_BY})|[^（）()【】\[\]〔〕。、「」『』:：\n]{{1,16}}?{_RENDERED_BY}|"
    r"(?:筆者|著者|引用者|編集部|当ブログ|自)訳)"
)
_NOT_TOLD_OF = r"(?!\s*(?:[はがをにのでもへや]|と(?:いう|して)))"
TRANSLATION = regex.compile(
    rf"(?:[（(【\[〔]\s*(?:{_MARKS})\s*[)）】\]〕]\s*[:：]?|(?:{_MARKS})\s*[:：]|"
    rf"(?:[（(【\[〔]\s*{_SAYS_WHOSE}\s*[)）】\]〕]\s*[:：]?|{_MACHINE}(?:[和意直]?訳|{_RENDERED_BY})\s*(?:[:：][)）]?|[)）])|"
    r"DeepL\s?[:：][)）]|"
    rf"(?:{'|'.join(TRANSLATION_MARKS)})(?:[)）]|(?=[（(][^（）()\n]+[)）](?:\n|$)))){_NOT_TOLD_OF})\s*"
)
# "（訳：...）": the whole line in brackets.
_WRAPPED = regex.compile(rf"[（(]\s*(?:{'|'.join(TRANSLATION_MARKS)})\s*[:：]\s*(?=.*[）)]$)")
# A line in brackets that is a sentence behind the label of who speaks: "（コール：はい。もう寝ます。）".
_ENCLOSED = regex.compile(r"[（(](?P<said>[^（）()\n]{1,24}[:：][^（）()\n]*[。！？!?])[）)]$")
_ROLE = f"(?:{'|'.join(ROLES_OF_TURNS_JA)})"
_BEHIND = (
    r"(?:\s?[（(][^（）()\n]{1,20}[)）](?=[:：]))?"
    r"(?:　(?=\S{4})|(?:：|:\s|\s?>>\s|:(?=\d{1,4}\p{Han}|[\p{Hiragana}\p{Katakana}\p{Han}「『“\"]))(?=\S{2}|I )"
    r"|(?=「[^「」\n]{2,400}」$))"
)
# "Heron 218" before a sentence in brackets: a name in several words.
_CALLED = r"\p{Lu}[\p{Latin}\d.'’-]{1,20}(?: [\p{Lu}\d][\p{Latin}\d.'’-]{0,20}){1,2}"
# "アシュビー　", "記者：", "議長「...」", "――", "Q.": who speaks in an interview, before what is said.
_LABEL = regex.compile(
    r"(?:(?:[―—─–]{1,2}|[QA]\d*\s*[.．:：])\s*|"
    rf"(?:[QAＱＡ][\d０-９]*|{_ROLE})\s*"
    r"[（(](?:[^（）()\n]{0,30}[ 　])?(?<who>[^（）()\s　]{2,24})[)）]\s*[:：]?\s*|"
    rf"[@＠](?<handle>{HANDLE})\s*[:：]\s*|{VOICE}\s*|(?<=\d:\d\d\t)(?<name>[^\t\n]{{1,24}})\t\s*(?=\S)|"
    rf"(?<name>{_CALLED}(?=\s?「[^「」\n]{{2,400}}[.!?…。！？][”\"]?」$))|"
    r"(?:(?:Dr|Prof|Mrs?|Ms)\.\s?)?"
    r"(?<name>[\p{Han}\p{Katakana}ー・＝A-Za-z]{2,16}?(?:氏|様|\p{Hiragana}{0,4}(?:さん|ちゃん|くん|氏))?|[A-Z]|\p{Han}(?=[:：「]))"
    rf"{_BEHIND})"
)
# A name in hiragana, or of two words, before the same: "みゆき：", "小池ゆり（学生）：", "伊藤 誠："; "<yuri> ", and
# "18:20 ゆり " in a list of what was said.
_WORD = r"[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}"
_TIMED = regex.compile(TIMED)
_SOFT = regex.compile(r"[\p{Hiragana} 　]")
_TURN = regex.compile(
    rf"<(?<name>{NICK})>\s+(?=\S)|(?<name>{_WORD}(?:[ 　]{_WORD})?){_BEHIND}|"
    r"(?<=\d:\d\d )(?<name>[^\s:：]{1,24}) (?=\S)"
)
# Labels that name no speaker.
_OTHER_HEADS = "追記 追伸 更新 補足 注 例 答 問 図 表 計 他 略 朝 昼 夜 春 夏 秋 冬 月 火 水 木 金 土"
_NOBODY = frozenset((*CREDIT_WORDS, *ORIGINAL_MARKS, *_OTHER_HEADS.split()))
# What labels a line in brackets within a turn, which says something of it and is no turn: "（編注：場所は仮名です。）".
_NOTES = FORM_WORDS_JA | {*LANGUAGE_MARKS, *ORIGINAL_MARKS, *TRANSLATION_MARKS}

UNKNOWN = Attribution()


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands around a line's text: where the text lies, whether it is speech by its mark, whose by its label.

    `item`: the line is an item of a list, which is a unit by itself. `arrow`: speech only by an arrow, behind which a
    writer may report as well. `led_to`: English follows, and the last words may be its label: they are a unit by
    themselves only if they are a sentence. `glossed`: its English follows in parentheses.
    """

    start: int
    end: int
    speech: bool = False
    attribution: Attribution = UNKNOWN
    item: bool = False
    arrow: bool = False
    led_to: bool = False
    glossed: bool = False


@dataclass(frozen=True, slots=True)
class Calling:
    """What may be the name before a line, or be none: whether a colon stands behind it, and a time before it."""

    name: str
    colon: bool
    timed: bool


def lead_of(text: str, start: int, end: int, called: frozenset[str] = frozenset()) -> Lead:
    """The marks before a line's text; they may follow each other: "→「...」", "・（訳）".

    `called`: the names in labels of its page that are in hiragana, of two words, or of a chat's export (`turns`).
    """
    lead = Lead(start, end)
    for _ in range(3):
        if mark := _MARK.match(text, lead.start, lead.end):
            arrow = not lead.speech and mark.group()[0] in "→⇒"
            lead = Lead(mark.end(), lead.end, lead.speech or arrow, lead.attribution, item=True, arrow=arrow)
        elif mark := TRANSLATION.match(text, lead.start, lead.end):
            lead = Lead(mark.end(), lead.end, True, lead.attribution)
        elif mark := _WRAPPED.match(text, lead.start, lead.end):
            lead = Lead(mark.end(), lead.end - 1, True, lead.attribution)
        elif not lead.speech and (inside := _ENCLOSED.match(text, lead.start, lead.end)):
            label = _label(text, inside.start("said"), inside.end("said"), called)
            if label is None or not label.group().rstrip().endswith((":", "：")) or _is_note(label["name"]):
                break
            lead = Lead(label.end(), inside.end("said"), True, _said_by(label))
        elif (
            not lead.speech
            and text[start : start + 1] not in HEADING_MARKS  # "■演技賞　X さん" heads a section
            and (label := _label(text, lead.start, lead.end, called))
        ):
            lead = Lead(label.end(), lead.end, True, _said_by(label))
        else:
            break
    return lead


def _label(text: str, start: int, end: int, called: frozenset[str]) -> regex.Match[str] | None:
    """The label of who speaks that begins at `start`; None where there is none, or it names nobody."""
    name = _TURN.match(text, start, end) if called else None
    if name and name["name"] in called:
        return name
    label = _LABEL.match(text, start, end)
    return None if label is None or _names_nobody(label["name"]) else label


def _said_by(label: regex.Match[str]) -> Attribution:
    """Whom a label names: by a name or by a handle."""
    told = label.groupdict()
    voice = told.get("voice")
    if voice and not JAPANESE.search(voice):
        return Attribution(speaker=voice)
    name = label["name"] or told.get("who") or voice
    return Attribution(speaker_ja=None if name in FORM_WORDS_JA else name, handle=told.get("handle"))


def said_in_english(lead: Lead) -> Attribution | None:
    """What the label of a line says of English in it: "Ken「Where are you?」"."""
    name = lead.attribution.speaker_ja
    return None if name is None else lead.attribution if JAPANESE.search(name) else Attribution(speaker=name)


def label_of_line(text: str, called: frozenset[str] = frozenset()) -> str | None:
    """The name in the label before a Japanese line ("マーサー選手：天元 元年の"); None where there is none."""
    item = _MARK.match(text)
    label = _label(text, item.end() if item else 0, len(text), called)
    return None if label is None else label["name"]


def calling_of(text: str) -> Calling | None:
    """What stands before a Japanese line in hiragana, or in two words, as a name may; None where nothing does."""
    item = _MARK.match(text)
    mark = _TURN.match(text, item.end() if item else 0)
    if mark is None or not (_SOFT.search(mark["name"]) or mark.group()[0] == "<"):
        return None
    return Calling(mark["name"], mark.group().rstrip()[-1] in ":：>", timed=_TIMED.match(text) is not None)


def _is_note(label: str | None) -> bool:
    return label is not None and (label in _NOTES or label.endswith("注") or label.lower() in FORM_WORDS_EN)


def _names_nobody(label: str | None) -> bool:
    return label is not None and (label in _NOBODY or label.lower() in HEADWORDS_EN)
