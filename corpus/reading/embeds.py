"""Posts from X, Bluesky and Mastodon in a page: recognised, and given the one form that the rest of the house reads.

That form is what the platforms' own embed code shows where no script runs: the lines of the text, and then a line
`— Name (@handle) August 6, 2024`. A block quotation of a platform is that already. A card (a page saved from X, or what
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

from corpus.reading.lines_of_page import Tagged, TextLine

Kind = Literal["quote", "card"]

_QUOTE_CLASS = re.compile(r"(?:^|\s)(?:twitter-(?:tweet|video)\S*|bluesky-embed|mastodon-embed)(?:$|\s)")
_CARD_CLASS = re.compile(r"(?:^|\s)(?:(?:static|react|embedded|tweet)-?tweet|tweet-(?:container|card|embed))", re.I)
_POST_ADDRESS = re.compile(
    r"https?://(?:(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status(?:es)?/\d+|bsky\.app/profile/[^/]+/post/\w+|"
    r"[\w.-]+/@[\w.@-]+/\d+)"
)
_PATH = re.compile(r"/\w+/status/\d+")  # as the pages of X link to a post
_HANDLE = re.compile(r"(?P<name>[^@]*?)\s*[(（]?@(?P<handle>[A-Za-z0-9_][\w.-]*)")
_FURTHER = ("[image or embed]", "View on Mastodon")  # what the platforms' code adds
_POST_BY = re.compile(r"Post by @\S+$")
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
        for line in own:
            if line.text in _FURTHER or _POST_BY.match(line.text):
                line.dropped, line.gap = True, False
        if len(own) > 1:
            own[-1].gap = False  # the signature follows its text
        embed.mark.value = embed.addresses[-1] if embed.addresses else embed.mark.value
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
