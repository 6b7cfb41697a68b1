"""Whom the page makes the one who speaks by where it puts them: right at what is said.

Somebody without a name:

    記者「ではなぜ学校は開いたままだったのですか」            as the label of its line, or of the English
    記者⏎"Then why was the school still open?"             alone in the line above
    地元の漁師は「遅すぎた」と憤る。                          as the subject of its sentence
    「遅すぎた」と地元の漁師は話した。                        the same behind it

Whoever has a name is weighed by what was learned (`speakers`), which leans to them where another stands nearer. But
on pages that mostly cite it takes nobody to speak, and so misses whom a sentence introduces (`introduced`):

    Torvane は次のように述べています。                       the topic of a line that points at what follows
    Boxhaven が掲載した告知の内容は以下の通りです。              whose text such a line announces
"""

from __future__ import annotations

from bisect import bisect_left

import regex

from corpus.extraction.attribution.persons import GROUPS, is_called_so, is_thing
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.people.heads import KINDS, head_of
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.languages import FORM_WORDS_JA, PERSON_ENDINGS_JA, WRITINGS_JA
from corpus.types import Span

_BETWEEN = regex.compile(
    r"(?P<label>\s?(?:[:：]\s?[「『“\"(（]?|[「『“\"]))|(?P<above>\s*\n\s*[「『“\"]?)|"
    r"(?P<subject>(?:は|が|も)、?[^。「」『』“”\"、\n]{0,10}、?[「『“\"])"
)
_BEHIND = regex.compile(r"[」』”\"]と、?(?:ある|別の)?")
# Whoever was told it, or tells what another said: "住民は聞かされた", "記者は伝えている".
_RELAYS = regex.compile(r"[^。\n]{0,30}?(?:され|れた|れて|伝え|報じ|紹介|引用|書き留め|書きとめ|記録)")
_IN_NAMES = regex.compile(r"^[同当本]|[\p{Katakana}ー]{2}|\p{Latin}{2}")  # 同社, 本人
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥ0123456789"
_ROLE = KINDS.index("role")
_NOUN = KINDS.index("noun")
_UNNAMED = (_NOUN, _ROLE)
_AGAIN = KINDS.index("again")
_KATAKANA = KINDS.index("katakana")
# Who names nobody: a time, a part of a text, what is told; and documents in katakana.
_NOBODY = regex.compile(
    r"[前今先後昨明翌同当毎本各一次以最直]?[回年日月週夜朝晩度時後前初近方際]+|当初|冒頭|途中|結局|画面|帯|様子|成長|都会|再会|台所|"
    r"社会|機会|場所|箇所|長所|短所|[一全内外]部|私|僕|俺|自分|.+(?:[的化率]|(?<![男女])性)"
)
_PAPERS = (
    *WRITINGS_JA, "ページ", "サイト", "ドキュメント", "マニュアル", "ガイド", "ガイドライン",
    "レポート", "ノート", "リリース", "ニュース",
)  # fmt: skip
_AS_TOPIC = regex.compile(r"[ \u00a0　]?(?:は|も|によると|によれば|いわく|曰く)")
_DO_SAY = "発表|説明|コメント|投稿|主張|指摘|警告|回答|返信|反論|強調|宣言|表明|報告|ツイート|ポスト"
# A sentence that ends its line, points at what follows, and says that somebody said it: "…はこう書いています。"
_POINTS = regex.compile(
    r"(?:(?:次|以下|下記)の(?:ように|通り|とおり)|(?<=[はもにで、 ])こう)[^。「」\n]{0,16}?(?:"
    rf"(?:述べ|語っ|話し|言っ|書い|記し|綴っ|つづっ|答え|明かし|訴え|続け|付け加え|振り返っ|つぶやい|呼びかけ|伝え|(?:{_DO_SAY})し)"
    r"(?:ている|ています|ていた|ていました|た|ました)|"
    r"述べる|語る|語ります|語りました|話す|話します|言う|言います|言いました|書きました|明かす|結んで(?:いる|います|いた|いました)"
    r")[。:：]?\s*$"
)
# What a sentence that ends its line calls the text that follows: "X の声明は以下の通り。", "X が掲載した告知はこうだ。"
_SAID = "声明文?|コメント|投稿|発表文?|談話|メッセージ|返信|返答|返事|回答|言葉|言い分|書簡|手紙"
_WRITTEN = "説明|告知|お知らせ|文章|文書|書き込み|メール|記事|スレッド|通知|記録|報告"
_ANNOUNCES = regex.compile(
    rf"[ \u00a0　]?(?:(?P<whose>の)[^の。「」\n]{{0,10}}?(?:{_SAID})|"
    r"が[^。「」\n]{0,50}?(?:(?:掲載|発表|公開|公表|投稿|配信|送付|送信|発信|掲示)し|(?<=[にでをが、])(?:出し|送っ|載せ|書い|残し|寄せ))"
    rf"(?:た|ている)[^。「」\n]{{0,12}}?(?:{_SAID}|{_WRITTEN}))"
    r"(?:の?(?:全文|要旨|内容|中身|一部|冒頭))?(?:は|が)、?"
    r"(?:以下|次|下記|こう(?![しいやな])|こちら(?!に|へ|から|も)|これ(?!ほど|まで|から|ら))"
    r"(?![^。\n]*(?:では|じゃ)(?:な|ありません))[^。「」\n]{0,16}[。:：↓!！]?\s*$"
)
_LONGEST = 200  # characters of a sentence that introduces somebody, from its topic on
_NEAREST = 3  # nouns before what is said that are looked at: "漁師は当時「"
_REACH = 24  # characters before what is said in which they stand


def nearby(page: Nouns, asked: Rendering) -> str | None:
    """The form of somebody without a name who stands right before a rendering or behind it, or before its English."""
    before = (form for said in (asked.ja, asked.en) if said and (form := _before(page, said)))
    return next(before, None) or _behind(page, asked.ja)


def introduced(page: Nouns, asked: Rendering) -> Noun | None:
    """Whom the line above a rendering, or above the text that it renders a part of, introduces as who says it.

    That is the topic of its last sentence, the nearest one, by name or by what it is. Nobody where the text is signed.
    """
    first = min(place.start for place in (asked.ja, asked.en, asked.post) if place)  # an original stands elsewhere
    above = bisect_left(page.line_starts, first + 1) - 2
    if asked.signed or above < 0 or not page.japanese[above]:
        return None
    line = page.lines[above]
    points = _POINTS.search(page.text, max(line.start, line.end - _LONGEST), line.end)
    until = points.start() if points else line.end
    far = max(line.start, until - _LONGEST)
    begins = max(far, page.text.rfind("。", far, until - (points is None)) + 1)
    nouns = page.nouns[bisect_left(page.starts, begins) : bisect_left(page.starts, until)]
    if points:
        topic = next((noun for noun in reversed(nouns) if _AS_TOPIC.match(page.text, noun.span.end)), None)
    else:
        whose = [noun for noun in nouns if _announces(page, noun, line.end)]
        topic = next((noun for noun in reversed(whose) if _is_told(noun)), next(iter(whose), None))
    if topic is None or topic.quoted or not _is_somebody(topic) or is_thing(page, topic.who, asked):
        return None
    return topic


def _is_somebody(noun: Noun) -> bool:
    """Whether a noun may name a person or a group: not 前回, 記事, サイト and 彼."""
    head = head_of(noun.form)
    if _NOBODY.fullmatch(head):
        return False
    if noun.kind in (_NOUN, _KATAKANA):
        return _is_told(noun) or (head not in FORM_WORDS_JA and not head.endswith(_PAPERS))
    return noun.kind != _AGAIN


def _is_told(noun: Noun) -> bool:
    """Whether a noun is a name for sure, or says that it is a person or a group: not 延期, nor 下 of 下がった."""
    return noun.kind not in (_NOUN, _KATAKANA) or is_called_so(noun.form) or noun.form.endswith(GROUPS)


def _announces(page: Nouns, noun: Noun, end: int) -> bool:
    """Whether a text of whom a noun names is announced: "深夜の投稿がこれ" is the text of nobody."""
    found = _ANNOUNCES.match(page.text, noun.span.end, end)
    return found is not None and not (found["whose"] and noun.kind == _NOUN)


def _before(page: Nouns, said: Span) -> str | None:
    """The form of the nearest such before something said."""
    until = bisect_left(page.starts, said.start)
    for noun in reversed(page.nouns[max(0, until - _NEAREST) : until]):
        end = noun.span.end
        match = _BETWEEN.fullmatch(page.text, end, said.start) if 0 <= said.start - end <= _REACH else None
        stands = match and (match["subject"] or (noun.first and (match["label"] or "の" not in noun.form)))
        if stands and not noun.quoted and _unnamed(page, noun):
            return noun.form
    return None


def _behind(page: Nouns, said: Span) -> str | None:
    """The form of such a one who is the subject of the saying behind something said: "「…」と漁師は話した"."""
    at = bisect_left(page.starts, said.end)
    for noun in page.nouns[at : at + _NEAREST]:
        if noun.subject and noun.tells and _BEHIND.fullmatch(page.text, said.end, noun.span.start):
            return None if _RELAYS.match(page.text, noun.span.end) or not _unnamed(page, noun) else noun.form
    return None


def _unnamed(page: Nouns, noun: Noun) -> bool:
    """Whether a noun says what somebody is, and the page nowhere who that is ("会長の古賀")."""
    head = head_of(noun.form).rstrip(_LETTERS)  # 参加者A
    person = noun.kind == _ROLE or head.endswith(PERSON_ENDINGS_JA)
    if not person or noun.kind not in _UNNAMED or _IN_NAMES.search(head) or not page.of[noun.who].kinds <= {*_UNNAMED}:
        return False
    return not any(head in other.form for other in page.nouns if other.kind not in _UNNAMED)
