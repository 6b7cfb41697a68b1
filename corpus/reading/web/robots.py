"""robots.txt, which says what programs may ask a host for (RFC 9309).

`rules_of` makes `Rules` of the answer to a request for it. Where there is none (4xx) everything is allowed; where it
cannot be had (5xx, no connection, redirects without end) nothing is, since nobody knows what it says. The matching of
paths is Protego's, of version 0.7 or newer: in 0.6 its patterns were regular expressions, and one with ten asterisks
could take for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.reading.web.addresses import Target
from corpus.reading.web.transport import AGENT, Answer
from corpus.types import CorpusError

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 500 * 1024
"""What is read of a robots.txt: RFC 9309 asks for at least as much."""

LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are obeyed: some sites say hours to keep all programs away, which is not its
meaning."""

_GROUP = re.compile(r"\s*user(?:-|\s+)?agent\b[\s:]*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt at `url` says; without a `parser` all is allowed, or all refused for a `reason`."""

    url: str
    parser: Protego | None = None
    reason: str | None = None

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests, as far as they are obeyed."""
        asked = None if self.parser is None else self.parser.crawl_delay(AGENT)
        return min(asked or 0.0, LONGEST_DELAY)


def robots_url(target: Target) -> Target:
    """Where the rules for a target stand: each scheme, host and port has its own."""
    return Target(target.scheme, target.host, target.port, "/robots.txt")


def rules_of(url: str, answer: Answer | CorpusError) -> Rules:
    """The rules that follow from what came of asking for a robots.txt."""
    if isinstance(answer, CorpusError):
        return Rules(url, reason=answer.message)
    if answer.status // 100 == 2:
        from protego import Protego

        return Rules(url, Protego.parse(_ours(answer.body)))
    if 400 <= answer.status < 500 and answer.status != 429:  # too many requests is no answer to the question
        return Rules(url)
    return Rules(url, reason=f"status {answer.status}")


def verdict(rules: Rules, target: Target) -> str:
    """Why a target may be fetched, in words for its sidecar; `CorpusError` where it may not."""
    if rules.reason is not None:
        message = f"its host's robots.txt cannot be had ({rules.reason}), so nothing may be fetched: try again later"
        raise CorpusError(message, path=target.url)
    if rules.parser is None:
        return "no robots.txt"
    if not rules.parser.can_fetch(target.url, AGENT):
        raise CorpusError(f"{rules.url} does not allow it for {AGENT}", path=target.url)
    return f"allowed by {rules.url}"


def _ours(body: bytes) -> str:
    """A robots.txt in which the agents are `*`, our name exactly, and one that stands for all others.

    The parser takes any beginning of our name for our name, and copies each rule for each agent of its group: 15,000
    agents and 25,000 rules, which 500 kB hold, would fill the memory.
    """
    return "\n".join(map(_group, body.decode("utf-8-sig", errors="replace").splitlines()))


def _group(line: str) -> str:
    found = _GROUP.match(line)
    if found is None:
        return line
    product = re.match(r"\*|[a-z_-]*", found[1].strip().lower())
    name = product[0] if product else ""
    return f"User-agent: {name if name in ('*', AGENT) else 'another'}"
