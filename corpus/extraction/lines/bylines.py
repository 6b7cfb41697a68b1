"""Lines that say who wrote what stands beside them: below a post its signature, above it a byline.

    — John Schulman (@johnschulman2) August 6, 2024        a signature, as an embedded post has it
    — Olga Braithwaite, mailing list, 2025, 9月 14          a signature without an account, below English only
    Joanna Krell — 2025年10月2日                            the same, its dash before the day
    出典：@wpell_ops の投稿（2026年1月8日）                   a source that is an account
    Ulla Beck (@ullabeck) · Aug 6, 2024                    a byline, as a browser copies it
    3: @busby_burner                                       a byline in a list of comments
    u/busby · 3h ago                                       a byline of a thread of comments
    orla-benn commented on Jan 14 · Owner                  the same, the year that of the page
    Fabia Corrigan／@fabiacorrigan／7月3日 18:45             below a text a signature (`posts_of`)
    Ann Baker  10:02 AM                                    a byline of a chat
    Ann B ・ カナダ　👍 2.1K                                 a byline of a comment, with where its writer is from
    Wes (Staff) 2024年11月6日                              the same of a forum, with what they are there
    投稿者：Gwendolyn R. 2023年7月19日                      the same of a review
    From: Petra Lindqvist <petra@example.com>              a byline of a mail, its other headers beside it
    Statement from the Board of Directors:                 a byline of a statement
    Imogen Varley, Director, Penhallow Museum              a signature of a letter, above its date
    Prudence Abara                                          the same, below "With apologies,"

Below the "--" of a mail stands a signature too (`signed_off`).

A dash begins many a line of English that is no signature: without an account there has to be a name, alone or before
a comma, and no sentence.
"""

from __future__ import annotations

import regex

from corpus.extraction.lines.dates import day_alone, iso_date
from corpus.extraction.lines.line import JAPANESE
from corpus.languages import MONTHS_EN, WEEKDAYS_EN
from corpus.names import without_stop
from corpus.types import Attribution

LONGEST = 120  # characters of a signature without an account
_FIRST, _FURTHER = r"\p{Lu}[\p{L}.'’-]*", r"(?:[ \u00a0](?:\p{Lu}[\p{L}.'’-]*|de|da|del|di|van|von|der|bin|al|la))"
NAME, FULL_NAME = rf"{_FIRST}{_FURTHER}{{0,4}}", rf"{_FIRST}{_FURTHER}{{1,4}}"
# An account behind its "@", with its server where that is named: "ann_lee", "ann.bsky.social", "ann@rocks.social".
HANDLE = r"[\p{Latin}\d_][\p{Latin}\d_.-]{0,60}[\p{Latin}\d_](?:@[\p{Latin}\d.-]{1,60}\.\p{Latin}{2,12})?"
_DASH = r"[—–―─-]{1,2}"
_HONORIFIC = r"(?:さん|さま|様|氏|くん|君|ちゃん)(?!\w)"
_HANDLE = (
    r"[\u202a\u2068]?[@＠](?P<handle>[\p{Latin}\d_.](?:[\p{Latin}\d_.-]{0,38}[\p{Latin}\d_.])?"
    r"(?:@[\w.-]{1,60}\.\w{2,12})?)[\u202c\u2069]?"
    rf"(?:{_HONORIFIC})?"
)
_DATE = r"(?P<date>[^\n]{0,60})"
_DAY = r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
# "3時間前", "2年前（編集済み）", as Japanese interfaces say when.
_LATELY = r"[\d０-９]{1,2}\s?(?:秒|分|時間|日|週間|[かヶカケ]月|年)前(?:\s?[（(]編集済み[)）])?"
_TIME = r"[\d０-９/年月日:：()（）月火水木金土日\s.-]*"
SIGNATURE = regex.compile(rf"{_DASH}\s*(?P<name>[^—–―─@()（）\n]{{1,80}}?)\s*[(（]\s*{_HANDLE}\s*[)）]\s*{_DATE}$")
# "— @busby_burner", "— @grapewatch, 23 Jan 2026", "(Ludo Vance / @ludo_vance / 2026-05-13)".
_ACCOUNT = regex.compile(rf"{_DASH}\s*{_HANDLE}\s*(?:$|[,，、/|·]\s*{_DATE}$)")
_SLASHED = regex.compile(rf"[(（]\s*(?:(?P<name>{NAME})\s*[/／]\s*)?{_HANDLE}\s*(?:[/／,、]\s*{_DATE}?)?[)）]$")
# Words of a signature besides names: "Deaf by Sunday", "The staff of the City Archive", "Ines Vale and Tobias Rehn".
_SMALL = r"(?:of|the|and|by|in|at|for|from|on|to|with|a|an|family|team|staff|crew|office|everyone|all|your|our)"
_LARGE = r"\p{Lu}[\p{L}.'’-]*"
_NAMED_SO = rf"(?:{NAME}|(?:[Tt]he\s)?(?:{_LARGE}|\p{{Lu}}?{_SMALL})(?:\s(?:{_LARGE}|{_SMALL}|&)){{0,8}})"
# "- Ann Pen氏によれば、…" is an item of a list that tells of her.
_TOLD_OF = r"[^、，,\n]{1,40}(?:は|が|も|によると|によれば|に言わせれば|いわく|曰く)[、，]"
_NAMED = regex.compile(rf"{_DASH}\s*(?!{_TOLD_OF})(?P<name>{_NAMED_SO})(?:\s+{_LATELY}$|\s*(?:$|[,，、(（/|]{_DATE}$))")
_SIGNED_SO = regex.compile(rf"{_NAMED_SO}$")
# Behind a text: "ペンは怒りより遅くあるべきだ。 — Arthur Harrowgate", "鼻をかきます。——ヌール（7歳）",
# "It moved. — Noor, age 7".
_TIMES = rf"(?:{'|'.join(word.title() for word in (*MONTHS_EN, *WEEKDAYS_EN))})\b"  # "— April, 12"
_SIGNED_IN = rf"(?:{NAME}|[\p{{Katakana}}ー]{{2,}}(?:[・＝=\s][\p{{Katakana}}ー]+)*)"
_AGED = r"[（(][^（）()\n]{1,24}[)）]"
_BEHIND_JAPANESE = regex.compile(
    rf"[。！？」』”\"](?:\s{{1,4}}(?P<sign>(?:[—–―─]{{1,2}}|--)\s*{_SIGNED_IN}(?:\s?{_AGED})?)|"
    rf"(?P<sign>[—–―─]{{2}}\s*{_SIGNED_IN}\s?{_AGED}))$"
)
_BEHIND_ENGLISH = regex.compile(
    rf"[.!?…][\"”’]?\s{{1,4}}(?P<sign>[—–―─]{{1,2}}\s*(?!{_TIMES}){NAME}(?:,\s(?:aged?\s)?\d{{1,3}}|\s?\(\d{{1,3}}\)))$"
)
_NOBODYS = "|".join(
    (
        r"Our|My|His|Her(?!\s(?:Majesty|Royal|Excellency))|Its|Their|Us|Me|Family|A|An(?!\s\p{Lu}\p{Ll}+\s?[:：])",
        *(word.title() for word in WEEKDAYS_EN),
    )
)
_BODY = (
    r"(?:Association|Board|Club|Committee|Company|Council|Federation|Guild|Ministry|Society|Trust|Union|University)\b"
)
_WHOSE = rf"(?!(?:{_NOBODYS})\b){_LARGE}(?:\s(?:{_LARGE}|{_SMALL}|&)){{0,8}}"
# Before the name of who says it, in a credit.
_WITH = regex.compile(r"(?i:interview|conversation|q&a) with (?=\p{Lu})")
_SIGN = 80  # characters of such a signature, at most
_BEHIND = regex.compile(
    rf"[^\n]{{8,400}}?\s+(?P<sign>{_DASH}\s*[^—–―─\n]{{0,60}}[@＠][^—–―─\n]{{2,80}}|[(（]\s*[@＠][\w.-]{{2,40}}\s*[)）])$"
)
ADDRESS = regex.compile(
    r"(?:Dear|To (?:everyone|everybody|all|our|the|my|every|those|whoever))\b[^.!?。\n]{1,60}(?:[,:]|$)"
)
# The hyphen of "Annika Doyle-Sato" is no dash.
_DATED = regex.compile(rf"(?P<name>{NAME})(?:\s+-{{1,2}}\s+|\s*[—–―─]{{1,2}}\s*)(?P<date>.{{6,30}})$")
_CREDITED = regex.compile(
    rf"[（(]?(?:出典|引用元|参照元|ソース|via|Via|Source)\s*[:：]\s*(?:(?P<name>{NAME})\s*[(（]?)?{_HANDLE}{_DATE}$"
)
_SIGNED_OFF = regex.compile(rf"(?P<name>{NAME})\s*(?:$|[,，、(（/|]{_DATE}$)")
_LETTER = regex.compile(rf"(?P<name>{NAME}),\s[^.!?\n]{{2,80}}$")
_CLOSING = regex.compile(
    r"(?:yours|best|kind|warm|sincerely|respectfully|faithfully|cordially|cheers|love|thanks|gratefully|regards|with)\b"
    r"[\p{Latin}\s'’,]{0,50}[,，]$",
    regex.IGNORECASE,
)
_SMALL_WORDS = regex.compile(r"\b\p{Ll}+\b|\p{Hiragana}")
_FEW = 2  # of these in what is a name and no sentence
_WHOLE_NAME = regex.compile(rf"{NAME}$")
_SENTENCE_END = regex.compile(r"(?<!\b\p{L})[.!?…。！？]['\"”’)）]*$")
# "3h ago", "3 hours ago | prev | next [–]", "on Oct 2, 2025", "2 days ago • edited".
_AGO = (
    r"(?:\d{1,2}\s?(?:m|min|h|hr|d|mo|y|(?:minute|hour|day|week|month|year)s?)\.?\s+ago|"
    r"(?P<date>\p{Lu}\p{Ll}{2,8}\.?\s\d{1,2},\s\d{4}))(?:\s*[|·・•].{0,60})?"
)
_BYLINES = (
    regex.compile(
        rf"(?:[\d０-９]{{1,4}}\s*[:：.．]?\s*)?{_HANDLE}(?:(?P<date>{_TIME})|\s*[·・•|]\s*{_DATE}|\s+{_LATELY})$"
    ),
    regex.compile(
        rf"(?:└\s*)?(?P<name>{NAME}(?:\s(?:&|and)\s{NAME})?)[\s\p{{Extended_Pictographic}}\uFE0F]*[(（／]?\s*{_HANDLE}\s*[)）]?\s*"
        rf"(?:[·・•|,，／]\s*{_DATE}|(?P<date>\d{_TIME}))?$"
    ),
    regex.compile(rf"(?:u/)?(?P<handle>[\w-]{{2,30}})\s*(?:[·・•]\s*|commented\s+(?:on\s+)?|\s){_AGO}$"),
    regex.compile(
        r"\**@?(?P<handle>[\w-]{2,30})\**\s+(?:commented|opened this issue|opened this pull request)\s+on\s+"
        r"(?P<date>\p{Lu}\p{Ll}{2,8}\.?\s\d{1,2}(?:,\s\d{4})?)(?:\s*[|·・•].{0,60})?$"
    ),
    regex.compile(r"(?P<handle>\p{Ll}[\w.-]*[\d_][\w.-]*)\s*[·・•]\s*(?P<date>\d{1,2}月\d{1,2}日)$"),
    regex.compile(
        rf"On\s+(?P<date>[^\n]{{6,60}}?(?:[AP]M)?),?\s+\"?(?!AM\b|PM\b)(?P<name>{NAME})\"?\s*"
        r"(?:<[^<>\n]+>|(?<=On\s[^\n]{0,40}\d[^\n]{0,120}))\s*wrote:$"
    ),
    regex.compile(rf"(?P<date>\d{{4}}年[^\n]{{4,30}}?)\s+\"?(?P<name>{NAME})\"?\s*<[^<>\n]+>\s*[:：]$"),
    regex.compile(rf"(?P<name>{NAME})(?:\s{{2,4}}|\t)(?P<date>)\d{{1,2}}:\d\d(?:\s?[AP]M)?$"),
    regex.compile(rf"(?P<name>{NAME})\s?[(（][^()（）\n]{{1,24}}[)）]\s{{1,4}}(?P<date>{_DAY})$"),
    regex.compile(rf"(?:投稿者|レビュアー|質問者|回答者)\s?[:：]\s?(?P<name>{NAME})(?:\s{{1,4}}(?P<date>{_DAY}))?$"),
    regex.compile(rf"(?P<name>{NAME})\s*[·・•]\s*(?:1st|2nd|3rd\+?|[123]次)$"),
    regex.compile(
        rf"(?P<name>{NAME})\s+[·・•]\s+[\p{{Katakana}}ー\p{{Han}}]{{2,12}}"
        r"(?:\s+[\p{Extended_Pictographic}\uFE0F]+\s*[\d.,KM万]+)?$"
    ),
    regex.compile(
        rf"[\d０-９]{{1,4}}\s*[:：.．]\s*(?:名無し|管理人|匿名)[^。\n]{{0,30}}?(?P<date>{_TIME})(?:\bID[:：]\S{{2,20}})?$"
    ),
    regex.compile(r"From:\s*\"?(?P<name>[^<>\"\n@/|]{1,60}?)\"?\s*(?:<[^<>\n]+>)?(?:\s*[/|][^\n]*)?$"),
    regex.compile(
        rf"(?:(?:A|The)\s)?(?:[Jj]oint\s)?[Ss]tatement (?:(?:from|by) (?:the\s)?|of the (?=[^:：]*{_BODY}))"
        rf"(?P<name>{_WHOSE})\s?[:：]$"
    ),
    regex.compile(r"Date:\s*(?P<date>[^\n]{6,60})$"),
    regex.compile(r"(?:To|Cc|Subject|Reply-To|Message-ID|List-Id):\s.{0,200}$"),
)


def signature_of(text: str, *, behind_english: bool) -> Attribution | None:
    """What a signature says; None for any other line. One without an account stands behind English only."""
    match = SIGNATURE.match(text)
    if match and _SENTENCE_END.search(match["name"]) and len(_SMALL_WORDS.findall(match["name"])) > _FEW:
        match = None  # the item of a list: "- The settings are no longer lost. (@tanaka)"
    match = match or _CREDITED.match(text) or _ACCOUNT.match(text) or _SLASHED.match(text)
    if match is None and behind_english:
        match = _dated(text)
    if match is None and behind_english and len(text) <= LONGEST and not _SENTENCE_END.search(text):
        match = _NAMED.match(text)
    return None if match is None else _said(match)


def signed_off(text: str) -> Attribution | None:
    """What a line below the "--" of a mail says; None where it is no name."""
    match = _SIGNED_OFF.match(text)
    return None if match is None else _said(match)


def letter_signature(text: str, following: str) -> Attribution | None:
    """What the last line of a letter says, a name of two words with an office, above a line that is a date."""
    match = _LETTER.match(text)
    day = day_alone(following)
    if match is None or day is None or " " not in match["name"]:
        return None
    return Attribution(speaker=match["name"], posted_on=day)


def signed_behind(text: str) -> int:
    """Where the signature behind what a line says begins ("He did nothing wrong. — @grapewatch, 23 Jan"); 0 if none."""
    if signature_of(text, behind_english=False):
        return 0
    match = _BEHIND.match(text)
    if match is not None and signature_of(match["sign"], behind_english=False) is not None:
        return match.start("sign")
    last = max(0, len(text) - _SIGN)
    if JAPANESE.search(text):
        match = _BEHIND_JAPANESE.search(text, last)
        return match.start("sign") if match and JAPANESE.search(text, 0, match.start()) else 0
    match = _BEHIND_ENGLISH.search(text, last)
    return match.start("sign") if match else 0


def addresses(text: str) -> bool:
    """Whether an English line says to whom a letter is, alone or before its first sentence ("Dear Mayor, we ...")."""
    return ADDRESS.match(text) is not None


def below_letter(text: str) -> Attribution | None:
    """What the line below a letter says without a dash: who wrote it, by name or as "The staff of the City Archive"."""
    return Attribution(speaker=text) if _SIGNED_SO.match(text) else None


def closes_letter(text: str) -> bool:
    """Whether an English line closes a letter ("With apologies,"): who wrote it stands below."""
    return _CLOSING.match(text) is not None


def letter_writer(text: str) -> Attribution | None:
    """What the line below the close of a letter says: a name of two words, alone or with an office behind a comma."""
    match = _WHOLE_NAME.match(text) or _LETTER.match(text)
    name = None if match is None else match.group().split(",")[0]
    return Attribution(speaker=name) if name and " " in name else None


def byline_of(text: str, *, behind_english: bool = False) -> Attribution | None:
    """What a byline says of the text below it, which may be nothing; None for any other line.

    A name and a day behind a dash are a signature below English, and a byline elsewhere.
    """
    match = next((match for form in _BYLINES if (match := form.match(text))), None)
    if match is None and not behind_english:
        match = _dated(text)
    return None if match is None else _said(match)


def _dated(text: str) -> regex.Match[str] | None:
    """A name and a day behind a dash; None for any other line."""
    match = _DATED.match(text)
    return match if match and iso_date(match["date"]) else None


def _said(match: regex.Match[str]) -> Attribution:
    known = match.groupdict()
    name = without_stop(_WITH.sub("", (known.get("name") or "").strip())) or None
    return Attribution(speaker=name, handle=known.get("handle"), posted_on=iso_date(known.get("date") or ""))
