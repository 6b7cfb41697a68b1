"""By which official account a page names somebody: "ランタン動物園の公式アカウント", "「Lantern」の公式アカウント".

ランタン動物園の公式アカウントが人気だ。「…」            the account, as long as the zoo is not named since
ランタン動物園の公式アカウントが人気だ。動物園は「…」      the zoo
Tidepoolの公式アカウントは…。公式アカウントは「…」       whose the account alone is
Xの公式アカウント                                  where people write: an account alone
"""

from __future__ import annotations

import regex

from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.clusters import Person
from corpus.languages import PLATFORMS
from corpus.names import SAME, same_person, strip_title

ACCOUNT = "公式アカウント"
# Before an account: "Tidepoolの", "ブラウザ「Lantern」の", "『Ember Online』の".
_CAPITALISED = r"\p{Lu}[\p{Latin}\d&＆'’-]{0,20}"
_OWNER = regex.compile(
    r"(?:(?:(?<![\p{Katakana}ー])[\p{Katakana}ー]{2,12}|(?<!\p{Han})\p{Han}{1,8})?[「『][^「」『』\n]{1,24}[」』]|"
    r"(?<![\p{Katakana}ー・＝\p{Latin}])"
    rf"(?:[\p{{Katakana}}ー・＝]{{2,30}}|{_CAPITALISED}(?: {_CAPITALISED}){{0,2}}))の\Z"
)
_LONGEST_OWNER = 44  # characters
_REACH = 10_000  # characters before a place in which accounts are looked for


def account_of(form: str, who: Person | None, text: str, until: int) -> str | None:
    """The account of somebody by which a page names them last before a place; None where it names them otherwise.

    Of an account alone it is said whose it is, where the page says so and it is nobody's but theirs. `who` signed.
    """
    start = max(0, until - _REACH)
    if form == ACCOUNT:
        last = text.rfind(form, start, until)
        owner = _OWNER.search(text, max(0, last - _LONGEST_OWNER), max(0, last))
        own = [part for one in (*who.forms, *who.names) for part in strip_title(one).split()] if who else []
        theirs = owner and (not own or any(part in owner[0] for part in own))
        return owner[0] + form if owner and theirs and owner[0][:-1].lower() not in PLATFORMS else None
    account = f"{form}の{ACCOUNT}"
    last = text.rfind(account, start, until)
    if last < 0:
        return None
    line = text.find("\n", until)
    since = text[last + len(account) : line if line >= 0 else len(text)]
    again = (form, f"{form[-2:]}は", f"{form[-2:]}が", f"同{form[-1]}", f"{form[-1]}長")
    return None if any(one in since for one in again) else account


def owner_of(account: str) -> str:
    """What stands before an official account, or the same form where it is none: ランタン動物園."""
    return account.removesuffix(ACCOUNT).removesuffix("の")


def may_be_of(account: str, who: Person | None, name: str | None, text: str, until: int) -> bool:
    """Whether an account may be that of whoever signed by an English name: one that says so, or one alone.

    One alone is no person's, and not theirs whom the page names in Japanese between it and the place.
    """
    owner = owner_of(account)
    forms = who.forms if who else ()
    if owner:
        return any(strip_title(form) in owner or form.endswith(owner) for form in forms) or bool(
            name and same_person(owner, name) >= SAME
        )
    since = text[text.rfind(ACCOUNT, max(0, until - _REACH), until) : until].split("\n")
    named = any(form in line for line in since if JAPANESE.search(line) for form in forms)
    return not named and all(strip_title(form) == form for form in forms)
