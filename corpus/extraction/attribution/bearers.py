"""Whether a name may stand with an account: one account has one bearer, and nobody has those of two.

    ティボー・ラクロワCEO（@tlacroix）が…       beside his own account: he isn't who posts as @priya_v

    セコウ・フォファナが謝罪した。               whoever is named once, above several accounts, is the first of these
    @sekoufofana5
    Eoin, I am truly sorry.
    @EBresnan9                                and neither this one
    No hard feelings big man.

What is learned of names and of accounts knows nothing of the other renderings of a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from corpus.extraction.lines.bylines import HANDLE
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.clusters import LATIN, People, Person, parts_of
from corpus.names import SURE, similarity, strip_title
from corpus.types import Attribution

_POSTS = "(?:連投|ツリー|スレッド|スレ|連続投稿|連続ポスト|連続ツイート|ツイート|ポスト|つぶやき|投稿|発言|アカウント)"
_ITS_POSTS = regex.compile(_POSTS)
_BY_SOMEBODY = r"\s*[)）]?\s?(?:さん|氏|様|ちゃん|くん)?"
_ANNOUNCED = regex.compile(rf"(?<![\w.])[@＠](?P<handle>{HANDLE}){_BY_SOMEBODY}の[^。、\n@＠]{{0,12}}?{_POSTS}")
_WHOSE = regex.compile(
    r"(?P<form>(?:[\p{Katakana}ー・]{2,30}|[\p{Latin}.'’ -]{2,40}|\p{Han}{2,6})(?:さん|氏))の(?:公式)?アカウント"
    rf"\s?(?:[→：:＝=]|は)\s?[@＠](?P<handle>{HANDLE})"
)
# "@annpen（Ann Pen）さん", "Dr. Ann Pen（@annpen）さん": an account, and whose it is.
_BESIDE = regex.compile(
    rf"(?<![\w.@＠])[@＠](?P<handle>{HANDLE})\s?[（(](?P<name>{LATIN})[)）]|"
    rf"(?<![\p{{Latin}}\d])(?P<name>{LATIN})\s?[（(]\s?[@＠](?P<handle>{HANDLE})\s?[)）]"
)
_FIRST_LINES = 400  # characters of a page in which it announces whose posts it renders
_RUNS_ON_BEFORE, _RUNS_ON_BEHIND = regex.compile(r"[\p{Latin}\d_@＠]"), regex.compile(r"[\p{Latin}\d_]")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]{2,}")
_SHORTEST = 3  # letters of a part of an account that may be a name
_MOST = 40  # places of a name that are looked at
_BELOW = 2  # lines below a post in which a name may be its writer's


@dataclass(frozen=True, slots=True)
class Posts:
    """Where the posts of a page begin, in order, and by which account each is."""

    places: tuple[int, ...] = ()
    accounts: tuple[str, ...] = ()  # in small letters
    announced: str | None = None  # the account by which all are

    def around(self, text: str, at: int) -> set[str]:
        """The account of the first post behind a place, and of one that is right above it."""
        behind = bisect_right(self.places, at)
        found = {self.accounts[behind]} if behind < len(self.places) else set()
        if behind and (not found or text.count("\n", self.places[behind - 1], at) <= _BELOW):
            found.add(self.accounts[behind - 1])
        return found


def posts_in(text: str, posted: Sequence[tuple[int, str | None]], named: Iterable[str]) -> Posts:
    """The posts among texts with their accounts, by where each begins, given all accounts that the page names."""
    known = sorted((at, account.lower()) for at, account in posted if account)
    whose = announced(text, [*named, *(account for _, account in known)])
    return Posts(tuple(at for at, _ in known), tuple(account for _, account in known), whose)


def forms_of(text: str) -> Iterator[tuple[str, str | None]]:
    """The Japanese forms by which a page says whose an account is, each with the account."""
    yield from ((match["form"], match["handle"]) for match in _WHOSE.finditer(text))


def names_of(text: str) -> Iterator[Attribution]:
    """The names in Latin letters beside which accounts stand."""
    for match in _BESIDE.finditer(text):
        if " " in match["name"]:
            yield Attribution(speaker=match["name"], handle=match["handle"])


def announced(text: str, accounts: Iterable[str]) -> str | None:
    """The account by which a page says that its posts are, where it names no other: "Ann Pen（@annpen）さんの連投"."""
    match = _ANNOUNCED.search(text, 0, _FIRST_LINES) or _WHOSE.search(text)
    account = match["handle"] if match else None
    return account if account and {one.lower() for one in accounts} <= {account.lower()} else None


def by_announced(said: Attribution, account: str, people: People) -> Attribution:
    """An attribution of a post by the only account of a page, unless somebody else is said to have written it."""
    bearer, person = people.by_handle(account), people.called(said.speaker_ja)
    another = said.speaker or (said.speaker_ja and not _ITS_POSTS.fullmatch(said.speaker_ja))
    if said.handle not in (None, account) or (person is not bearer if person else another):
        return said
    if bearer is None:
        return replace(said, handle=account)
    form = said.speaker_ja if person else next(iter(bearer.forms), None)
    return replace(said, handle=account, speaker=next(iter(bearer.names), said.speaker), speaker_ja=form)


def with_own_name(
    said: Attribution, text: str, people: People, posts: Posts, signed: Collection[str] = ()
) -> Attribution:
    """An attribution without a name that belongs to another account than it has, or that the page does not write.

    Where the page says whose the account is, these are the names; but a role without a name speaks in its own words
    where nobody has `signed`.
    """
    if said.speaker and not _is_written(said.speaker, text):
        said = replace(said, speaker=None)
    if not said.handle:
        return said
    person, bearer = people.called(said.speaker_ja), people.by_handle(said.handle)
    if bearer is not None and bearer is person:
        return said
    if bearer is not None and bearer.names and _is_nobody(said, person):
        named = said.speaker_ja is not None and JAPANESE.search(said.speaker_ja)
        if named and said.handle not in signed:
            return said
        form = said.speaker_ja if named else next(iter(bearer.forms), None)
        return replace(said, speaker=bearer.names[0], speaker_ja=form)
    if said.speaker_ja is None or not _is_strange(said.speaker_ja, said.handle.lower(), person, text, posts):
        return said
    if bearer is not None:
        return replace(said, speaker=next(iter(bearer.names), None), speaker_ja=next(iter(bearer.forms), None))
    names = person.names if person else ()
    return replace(said, speaker=None if said.speaker in names else said.speaker, speaker_ja=None)


def _is_nobody(said: Attribution, person: Person | None) -> bool:
    """Whether no person of the page is said to speak."""
    return person is None and (said.speaker is None or said.speaker == said.speaker_ja)


def _is_strange(form: str, account: str, person: Person | None, text: str, posts: Posts) -> bool:
    """Whether an account is not that of whom a form names."""
    if person and person.handles:
        return account not in {handle.lower() for handle in person.handles}
    if len(set(posts.accounts)) < 2 or not (person or "・" in form or strip_title(form) != form):
        return False
    names = (form, *(person.names if person else ()))
    return not _resembles(names, account) and account not in _beside(form, text, posts)


def _resembles(names: Iterable[str], account: str) -> bool:
    """Whether a part of a name may be what an account says: クイント or "Quint" in "rosaquint"."""
    letters = regex.sub(r"[^\p{Latin}]", "", account)
    for part in (part for name in names for part in parts_of(name)):
        if len(part) >= _SHORTEST and part.lower() in letters:
            return True
        sizes = range(_SHORTEST, len(letters) + 1) if _KATAKANA.fullmatch(part) else ()
        pieces = (letters[at : at + size] for size in sizes for at in range(len(letters) - size + 1))
        if any(similarity(part, piece) >= SURE for piece in pieces):
            return True
    return False


def _beside(form: str, text: str, posts: Posts) -> set[str]:
    """The accounts beside which a name stands on its page."""
    found: set[str] = set()
    for at, match in enumerate(regex.finditer(regex.escape(strip_title(form)), text)):
        if at == _MOST:
            break
        found |= posts.around(text, match.start())
    return found


def _is_written(name: str, text: str) -> bool:
    """Whether a page writes a name, and not as a part of another word or an account."""
    at = text.find(name)
    while at >= 0 and (_RUNS_ON_BEFORE.match(text, max(0, at - 1), at) or _RUNS_ON_BEHIND.match(text, at + len(name))):
        at = text.find(name, at + 1)
    return at >= 0
