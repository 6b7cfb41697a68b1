"""Parallel documents made up here: every sentence has a number of its own, so that who renders whom can be read off."""

from __future__ import annotations

import re

from partitions import Document

_OPENERS = (("春になると、", "In spring "), ("", ""), ("夜のあいだ、", "During the night "), ("", ""))
_PLACES = (
    ("橋", "the bridge"),
    ("駅", "the station"),
    ("港", "the harbour"),
    ("工場", "the factory"),
    ("畑", "the field"),
)
_EVENTS = (
    ("を静かに閉じます", "closes quietly"),
    ("を見に来る人がいます", "is visited by many"),
    ("の屋根を直しました", "got a new roof"),
    ("には誰も住んでいません", "is empty"),
    ("の地図を探しています", "is missing from the map"),
    ("を青く塗りました", "was painted blue"),
    ("の前で歌いました", "was full of songs"),
)


def documents(count: int = 8, pairs: int = 40) -> list[Document]:
    """Half of them of spoken language by their source, half written."""
    found = []
    for number in range(count):
        rows = [_pair(1000 + number * pairs + at) for at in range(pairs)]
        found.append(Document("dev/ami_dev" if number % 2 else "dev/kyoto_documents", f"d{number}", rows))
    return found


def _pair(number: int) -> tuple[str, str]:
    opener, place, event = _OPENERS[number % 4], _PLACES[number % 5], _EVENTS[number % 7]
    subject = place[1] if opener[1] else place[1].capitalize()
    return f"{opener[0]}第{number}番の{place[0]}{event[0]}。", f"{opener[1]}{subject} number {number} {event[1]}."


def numbers_in(text: str) -> list[str]:
    """The numbers of the sentences that a text is made of, as far as they stand in it."""
    return sorted(re.findall(r"(?:第|number )(\d{4})", text))
