"""Posts in a page (X, Bluesky, Mastodon, Instagram, Threads, TikTok, Facebook): recognised, and given the one form that
the rest of the house reads.

That form is what the platforms' own embed code shows where no script runs: the lines of the text, and then a line
`— Name (@handle) August 6, 2024`. A block quotation of a platform is that already, or names the account in words of its
own ("A post shared by Name (@handle)"), which make the signature. A card (a page saved from X, or what
blogs make of a post when they are built) has the name in front, the date anywhere, and counts and buttons around it:
of a card the text is kept, and name, handle and date make the signature. What has no text stays without: nothing is
invented for an iframe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from corpus.reading.html.lines import Tagged, TextLine

Kind = Literal["quote", "card"]

_QUOTE_CLASS = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)\S*|bluesky-embed|mastodon-embed|instagram-media|text-post-media|tiktok-embed|"
    r"fb-xfbml-parse-ignore)(?:$|\s)"
)
_CARD_CLASS = re.compile(r"(?:^|\s)(?:(?:static|react|embedded|tweet)-?tweet|tweet-(?:container|card|embed))", re.I)
_POST_ADDRESS = re.compile(
    r"https?://(?:(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status(?:es)?/\d+|bsky\.app/profile/[^/]+/post/\w+|"
    r"(?:www\.)?instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+|(?:www\.)?facebook\.com/[\w.]+/(?:posts|videos)/\w+|"
    r"(?:www\.)?(?:threads\.(?:net|com)|tiktok\.com)/@[\w.]+/(?:post|video)/\w+|[\w.-]+/@[\w.@-]+/\d+)"
)
_PATH = re.compile(r"/\w+/status/\d+")  # as the pages of X link to a post
_HANDLE = re.compile(r"(?P<name>[^@]*?)\s*[(（]?@(?P<handle>[A-Za-z0-9_][\w.-]*)")
_FURTHER = re.compile(  # what the platforms' code adds
    r"(?:\[image or embed\]|View (?:this (?:post|reel|profile) )?on (?:Mastodon|Instagram|Threads)|"
    r"この(?:投稿|プロフィール)を(?:Instagram|Threads)で見る|(?:Instagram|Threads)で(?:この投稿を)?見る)$"
)
_ACCOUNT = r"(?P<name>.{0,100}?)\s{0,9}[(（]@(?P<handle>[\w.]{1,60})[)）]"
_SIGNED = tuple(
    re.compile(pattern + "$")
    for pattern in (
        rf"A (?:post|photo|video|reel) (?:shared|posted) by\s+{_ACCOUNT}(?:\s+on\s+(?P<date>.+))?",
        rf"{_ACCOUNT}\s*(?:さん)?がシェアした(?:投稿|動画|リール)(?:\s*-\s*(?P<date>.+))?",
        r"Posted by (?P<name>.+?) on\s+(?P<date>.+)",
        r"Post by @(?P<handle>\S+)",
        r"(?P<name>.+?)さんの投稿\s*(?P<date>\d{4}年.+)",
    )
)
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


@dataclass(slots=True)
class Embed:
    """A post that is being read: where it begins, its mark, and what was seen in it with the number of the line."""

    kind: Kind
    first: int
    mark: Tagged
    times: list[tuple[int, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def notice(self, line: int, name: str, attributes: Mapping[str, str]) -> None:
        """Remembers a link to a post and a time."""
        if name == "a" and (href := attributes.get("href")):
            if _PATH.match(href):
                href = "https://x.com" + href
            if found := _POST_ADDRESS.match(href):
                self.addresses.append(found[0])
        elif name == "time" and (day := _day(attributes.get("datetime", ""))):
            self.times.append((line, day))


def kind_of(name: str, attributes: Mapping[str, str]) -> Kind | None:
    """Which form of an embedded post begins with an element."""
    if name == "blockquote":
        return "quote" if _QUOTE_CLASS.search(attributes.get("class", "")) else None
    if attributes.get("data-testid") == "tweet":
        return "card"
    return "card" if name in ("div", "article", "section") and _CARD_CLASS.search(attributes.get("class", "")) else None


def is_text(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element of a card holds what the post says."""
    return attributes.get("data-testid") == "tweetText" or name == "p" or "lang" in attributes


def settle(embed: Embed, lines: list[TextLine]) -> None:
    """Gives a post that has been read its form; its lines are the last ones."""
    own = lines[embed.first :]
    if embed.kind == "quote":
        embed.mark.value = embed.addresses[-1] if embed.addresses else embed.mark.value
        _settle_quote(embed, own, lines)
        return
    heads = [number for number, line in enumerate(own) if not line.posted and _HANDLE.match(line.text)]
    posts = [post for post in pairwise([*heads, len(own)]) if _texts(own, *post)]
    if not posts:
        return
    for line in own:
        line.dropped = not line.posted
    for head, after in posts:
        behind = _texts(own, head, after)[-1] + 1
        signature = TextLine(_signature(own, head, after, embed), posted=True, made=True)
        if behind < len(own):
            lines[embed.first + behind] = signature
        else:
            lines.append(signature)
    embed.mark.value = embed.addresses[0] if embed.addresses else embed.mark.value


def _settle_quote(embed: Embed, own: Sequence[TextLine], lines: list[TextLine]) -> None:
    """Leaves of a block quotation the text and the signature, which is made where the platform words it otherwise."""
    made, is_signed = "", any(line.text.startswith("—") for line in own[-1:])
    for line in own:
        signed = "" if is_signed else _signed(line.text, embed)
        made = signed or made
        sounds = line.text.startswith("♬ ") and "tiktok.com/" in embed.mark.value
        if signed or sounds or _FURTHER.match(line.text):
            line.dropped, line.gap = True, line.gap and line is own[0]
    if made and not all(line.dropped for line in own):
        lines.append(TextLine(made, posted=True, made=True))
    elif len(own) > 1:
        own[-1].gap = False  # the signature follows its text


def _signed(text: str, embed: Embed) -> str:
    """The signature that a line of a block quotation makes, in the platform's words or as the account alone."""
    if text.startswith("@") and f"/{text}/" in embed.mark.value:
        return f"— {text}"
    found = next((match for form in _SIGNED if (match := form.match(text))), None)
    if found is None:
        return ""
    name, handle, day = (found.groupdict().get(key) or "" for key in ("name", "handle", "date"))
    day = embed.times[-1][1] if embed.times else day
    account = f"{name} (@{handle})" if name and handle else name + "," if name else f"@{handle},"
    return f"— {account} {day}".rstrip(" ,")


def _texts(own: Sequence[TextLine], start: int, end: int) -> list[int]:
    return [number for number in range(start, end) if own[number].posted]


def _signature(own: Sequence[TextLine], head: int, after: int, embed: Embed) -> str:
    """The signature line of the post in a card whose handle stands in line `head`."""
    found = _HANDLE.match(own[head].text)
    assert found is not None
    name = found["name"] or (own[head - 1].text if head and not own[head - 1].posted else found["handle"])
    inside = [day for line, day in embed.times if head <= line - embed.first < after]
    days = inside or ([embed.times[-1][1]] if embed.times else [])
    return f"— {name} (@{found['handle'].rstrip('.-')})" + (f" {days[0]}" if days else "")


def _day(moment: str) -> str:
    """`August 6, 2024` of a moment in ISO form, nothing of anything else."""
    try:
        day = date.fromisoformat(moment.strip()[:10])
    except ValueError:
        return ""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
