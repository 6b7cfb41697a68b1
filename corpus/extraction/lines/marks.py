"""Marks that stand before what a line says, and are no part of it: of items, notes, times and days; pictures."""

from __future__ import annotations

import re

from corpus import languages as facts

# Pictures and arrows, but not the ornaments with which Japanese ends a sentence (stars and notes), nor numbers.
EMOJI = (
    "[\U0001f000-\U0001f0ff\U0001f10d-\U0001faff\u2190-\u21ff\u2600-\u2604\u2607-\u2669\u2670-\u2775\u2794-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3"
    "\U000e0020-\U000e007f]"
)
# A picture with which readers react, whose number is a count: arrows between numbers say how these went ("10→20").
_ARROW = r"\u2190-\u21ff\u2794\u2798-\u27af\u27b1-\u27be\u2b00-\u2b11"
REACTION = rf"(?![{_ARROW}\ufe0e\ufe0f\u200d\u20e3]){EMOJI}\ufe0f?"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,3})?)?"
# The time before a line of a recording or a log: "00:12 ", "[1:02:33]". Behind one without brackets a sentence has to
# begin: "10:30 is late" and "9:00 から" are none. In a row of cells the first may be the time, if the next is none.
_DAY = r"(?:[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}(?:,\s?|\s))"
_CLOCK = rf"(?:午前|午後)?\s?{_TIME}(?:\s?[AaPp]\.?[Mm]\.?)?"
BRACKETED_TIME = rf"[\[(（［【]{_DAY}?{_CLOCK}[\])）］】]"
# In a log of a chat: "2024/05/03, 10:02 - Sato: ", "10:02 AM Sato: ".
_LOGGED_TIME = rf"(?:{_DAY}{_CLOCK}(?:\s-)?|{_TIME}\s?[AP]M)(?=\s+[^\s:：\d][^:：\n]{{0,23}}[:：])"
BARE_TIME = (
    _TIME + "(?=\\s+(?!に|から|まで|より|ごろ|頃|過|前|の|は|を|が|発|着|時点|現在|以[降前後]|ちょうど|[AP]M\\b)"
    "[A-Z“\"'‘「『［<ぁ-ゖァ-ヺ一-鿿])"
)
# In a report on an outage: "06:12 UTC - We are seeing", "06:12 UTC: ", "15時12分：", "翌0時18分：". An hour alone is
# said ("9時：受付を開始します").
_REPORTED_TIME = (
    rf"{_TIME}\s(?:UTC|GMT|JST|CES?T|BST|[ECMP][SD]T)(?:\s?[-–—]|[:：])(?=\s)"
    r"|(?:翌日?|同)?(?:午前|午後)?[0-9０-９]{1,2}時(?:半|[0-9０-９]{1,2}分)[:：]"
)
# The day before an item of news: "2025.08.01 The museum is closed", "2025年8月1日 休館します".
_BARE_DAY = (
    "(?:19|20)[0-9]{2}(?:[./-][0-9]{1,2}[./-][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)(?=[ 　]+"
    "(?!時点|現在|以[降前後]|付|更新|公開|掲載|投稿|発売)(?:[A-Z“\"'‘「『ぁ-ゖァ-ヺ一-鿿]|[0-9]{1,2}[月階歳日時名]))"
)
TIMED = (
    rf"(?:{BRACKETED_TIME}|{_REPORTED_TIME}|{_LOGGED_TIME}|{BARE_TIME}|{_BARE_DAY}"
    rf"|[|｜]\s?{_TIME}\s?[|｜](?!\s?{_TIME}\s?[|｜]))"
)
# The counter of a thread, "2/5": never more than there are, no way to say a day or a chance, and before what begins a
# sentence, since "9/11 changed the world", "24/7 is our motto" and "4/5 of the people" begin with what is said.
_ORDERED = "|".join((
    *(f"{n}/[{n}-9]" for n in range(10)), "[0-9]/[1-9][0-9]", *(f"{n}[0-9]/[{n}-9][0-9]" for n in range(1, 10)),
))  # fmt: skip
_CASUAL = (
    "(?:[Ii]|we|you|he|she|it|they|there|the|an?|my|our|your|his|her|their|this|that|these|those|so|and|but|ok|okay|yes"
    r"|no|then|now|when|if|what|why|how|who)\b"
)
_COUNTER = rf"(?!9/11|50/50)(?:{_ORDERED})(?=\s+(?:[^\sa-z]|{_CASUAL}|\Z))|[0-9]{{1,2}}/n?(?=\s)"
# What is said of the account or the link before it, and so of an account if a full stop ends it: it is no address then
# ("@bob is kind.", "@bob deserves our thanks.", "@bob and @eve are kind."). Questions and thanks are to whom they name
# ("@bob is the shop open", "@bob thanks a lot"), and before a colon it is whoever wrote ("@bob has written:").
_WHOM = r"(?:an?|the|my|our|your|his|her|their|its|me|us|you|him|them|it|this|that|these|those|to)"
OF_LINK = (
    r"(?![^.!?\n]{0,200}\?)(?:(?:is|was|are|were|has|had|does|did|will|would|can|could)(?:n['’]t)?\s"
    r"(?!(?:i|you|he|she|it|we|they|there|do)\b)|of\s(?!course\b)|(?:and|or)\s+@"
    rf"|(?!thanks|yes|always|guess)[a-z]+(?:ed|s)\s{_WHOM}\b)"
)
OF_ACCOUNT = rf"(?=(?:[^.!?…:\n]|[.:](?=\w)){{1,200}}[.!…](?!\w)){OF_LINK}"
# The mark of a list item at the start of a line. A numeral needs its space: "3.5%" is none, "1. I had time" is one.
# Labels of questions and answers ("Q: ") and of renderings ("(訳)") and times are marks too,
# and the number in the first cell of a row.
MARK = re.compile(
    rf"[★☆]{{2,10}}|[{re.escape(''.join(sorted(facts.LIST_MARKS - set('*>'))))}]|[-*>+](?=\s)|>(?=[^\W\d_])"
    r"|[–—―─]+|[①-⑳❶-❿]"
    r"|\|(?=\s[^|\n]{1,400}(?:\n|\Z))"
    r"|[(（](?:[0-9０-９]{1,2}|[ivx]{1,4})[)）]|[0-9]{1,2}(?:\.[0-9]{1,2})?(?=　)|[0-9０-９]{1,3}(?=\t)"
    rf"|[0-9０-９]{{1,2}}(?:[.)](?=\s)|[．）](?![0-9０-９]))|{_COUNTER}"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=\s+[A-Zぁ-ゖァ-ヺ一-鿿])(?!\s+[倍万億兆度点])|[0-9]\ufe0f?\u20e3|[\[(]#[0-9]{1,6}[\])]"
    r"|[a-h]\)(?=\s)|[A-DQＡ-ＤＱ][0-9]{0,2}[:：]|[QＱ][0-9]{0,2}[.．](?=\s)"
    rf"|[(（【［](?:{'|'.join(facts.TRANSLATION_MARKS)})[)）】］][:：]?"
    r"|(?:Subject|件名|題名)[:：](?=\s|[^\x00-\x7f])"
    rf"|{TIMED}"
)
# A page, a chapter, a number: "p.14", "ch.3", "no.7", "fig.2a", "pp.14-16".
PLACE_IN_WORK = re.compile(
    r"(?:pp?|ch|chap|nos?|nr|vols?|figs?|secs?|arts?|eqs?|ver|ep|pt|para|tab|app|lines?|l|n)\.[ivxlc\d]+[a-z]?(?:[.–-]\d+)*",
    re.IGNORECASE,
)
# Behind the name of a variable or an option, which looks like an account: "max_tokens の値". What stands behind a blank
# alone has to end: in "kenji_92 設定を変えたら直りました" somebody writes.
_OF_CODE = (
    r"(?:(?:メタ)?引数|設定|関数|変数|属性|既定値|デフォルト|パラメータ|オプション|メソッド|フラグ|カラム|フィールド|プロパティ|定数|モジュール"
    r"|(?:値|型|キー|クラス)(?![一-鿿ァ-ヺー]))"
)
OF_IDENTIFIER = (
    rf"(?:[^\S\n]?(?:の|という|は)[^\S\n]?{_OF_CODE}|{_OF_CODE}|[^\S\n]{_OF_CODE}(?!\w)"
    r"|[^\S\n](?:meta-)?(?:argument|attribute|field|flag|function|key|method|option|parameter|property|setting|variable)s?\b"
    r"|[^\S\n]?を[^\S\n]?(?:\d|設定|指定|変更|呼び|実行|有効|無効|true|false))"
)
REFERENCE = re.compile(r"[\[［]\d{1,2}[\]］]")
NOTE = rf"(?:[*＊※]\d{{1,2}}|{REFERENCE.pattern}|\(\d{{1,2}}\))"  # the number of a note: "*6", "[8]", "(2)"
# A link without the punctuation behind it: with a scheme, as the platforms shorten it, or a host with a path.
LINK = re.compile(
    r"(?:https?://[!#-;=?-Z_a-z~%&@\[\]]+|(?<![\w.@/])(?:pic\.twitter\.com|t\.co|www\.[\w-]+|[A-Za-z0-9-]{1,63}"
    r"(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[a-z]{2,12})/[!#-;=?-Z_a-z~%&@]*)(?<![.,!?:;)\]'])…?",
    re.ASCII,
)
