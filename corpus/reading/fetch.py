"""Pages of the web saved as files of raw bytes, each with a sidecar that says where it is from: politely, and safely.

Start with `fetch`. For each page: the address is checked (`addresses`), the host's robots.txt is read once a run and
obeyed (`robots`), its turn is awaited, one request is made (`transport`), each redirect is a new address that goes the
same way, and what came is written down (`saved`). Hosts are asked one after the other, so there is never more than one
request at a time, and between two to one host there is a delay.

The network, the clock and the waiting are values of `World`: whoever brings others sees all of it without waiting.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

from corpus.reading.web import robots, transport
from corpus.reading.web.addresses import Lookup, Target, look_up, parse, resolve, shown
from corpus.reading.web.robots import Rules
from corpus.reading.web.saved import Page, Saved, save
from corpus.reading.web.transport import Answer, Limits
from corpus.types import CorpusError

MAX_REDIRECTS = 5
RETRIES = 2
LONGEST_PAUSE = 60.0
"""Seconds of a Retry-After that are waited; a host that wants more is left in peace."""

LONGEST_PAGE = 300.0
"""Seconds that an address may cost, with the hosts that it leads to, the pauses that they ask for, and each new try."""

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are asked for, and what is done with what stands there already.

    `delay` is in seconds between two requests to a host, `timeout` for a request, `max_bytes` of a page after
    unpacking. `again` lets another page take the place of the one that was saved before.
    """

    delay: float = 1.0
    timeout: float = 30.0
    max_bytes: int = 10_000_000
    allow_private: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """What is not ours: names and their addresses, time that passes (seconds), time of day (UTC)."""

    lookup: Lookup = look_up
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run and what it has learned: the rules of hosts, and when each may be asked again."""

    manners: Manners
    world: World
    rules: dict[Target, Rules] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)
    spent: list[float] = field(default_factory=list)
    """Seconds that the address in hand has cost so far; what the user's own delay costs is nobody else's doing."""


class _TooLongError(CorpusError):
    """An address has cost too much: that says nothing of the host that is asked just then."""


def fetch(
    urls: Iterable[str], folder: Path, manners: Manners = Manners(), world: World = World()
) -> Iterator[Saved | CorpusError]:
    """Saves each page into the folder: what became of it, in the order of the addresses; one never stops the others."""
    run = _Run(manners, world)
    for url in urls:
        run.spent.clear()
        try:
            yield save(_page(run, url), folder, again=manners.again)
        except CorpusError as error:
            asked = shown(url)  # what a redirect led to, or a file that cannot be written, is named behind it
            yield error if error.path == asked else CorpusError(str(error), path=asked)


def _page(run: _Run, url: str) -> Page:
    """A page with where it stood in the end; `CorpusError` for everything but the status 200."""
    requested = target = parse(url)
    seen = {target}
    for _ in range(MAX_REDIRECTS + 1):
        rules = _rules(run, target)
        allowed = robots.verdict(rules, target)
        answer = _ask(run, target, delay=rules.delay)
        if answer.status not in _REDIRECTS:
            break
        target = _redirected(target, answer)
        if target in seen:
            raise CorpusError(f"redirects in a circle, by way of {shown(target.url)}", path=shown(requested.url))
        seen.add(target)
    else:
        raise CorpusError(f"redirects more than {MAX_REDIRECTS} times", path=shown(requested.url))
    if answer.status != 200:
        raise CorpusError(_refusal(run, answer), path=shown(target.url))
    return Page(requested.url, target, answer, allowed, run.world.now().date())


def _redirected(target: Target, answer: Answer) -> Target:
    """Where an answer points to, seen from its own address."""
    stated = answer.headers.get("location", "")
    with suppress(UnicodeError):
        stated = stated.encode("latin-1").decode("utf-8")  # what no header may hold and many do
    if not stated.strip():
        raise CorpusError(f"status {answer.status} without saying where the page is now", path=shown(target.url))
    try:
        joined = urljoin(target.url, stated.strip())
    except ValueError as error:
        raise CorpusError(f"redirects to {shown(stated)!r}, which is no address", path=shown(target.url)) from error
    try:
        return parse(joined)
    except CorpusError as error:
        message = f"redirects to {shown(joined)}: {error.message}"
        raise CorpusError(message, path=shown(target.url)) from error


def _rules(run: _Run, target: Target) -> Rules:
    """What the target's host allows, asked for at its first page."""
    place = robots.robots_url(target)
    if place not in run.rules:
        # A host that is not found or not public is named for that, not for a robots.txt that cannot be had.
        resolve(target, run.world.lookup, allow_private=run.manners.allow_private)
        found: Answer | CorpusError
        try:
            found = _robots_txt(run, place)
        except _TooLongError:
            raise
        except CorpusError as error:
            found = error
        run.rules[place] = robots.rules_of(place.url, found)
    return run.rules[place]


def _robots_txt(run: _Run, place: Target) -> Answer:
    limits = Limits(run.manners.timeout, robots.MAX_BYTES)
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(run, place, limits, cut=True)
        if answer.status not in _REDIRECTS:
            return answer
        place = _redirected(place, answer)
    raise CorpusError(f"redirects more than {MAX_REDIRECTS} times", path=place.url)


def _ask(run: _Run, target: Target, limits: Limits | None = None, *, delay: float = 0.0, cut: bool = False) -> Answer:
    """A host's answer, when its turn has come; asked again where it says when, and that is soon."""
    limits = limits or Limits(run.manners.timeout, run.manners.max_bytes)
    answer = _ask_once(run, target, limits, delay, cut)
    for _ in range(RETRIES):
        pause = _pause(run, answer)
        if pause is None or pause > LONGEST_PAUSE:
            break
        run.spent.append(pause)
        run.world.wait(pause)
        answer = _ask_once(run, target, limits, delay, cut)
    return answer


def _ask_once(run: _Run, target: Target, limits: Limits, delay: float, cut: bool) -> Answer:
    most = LONGEST_PAGE + run.manners.timeout
    if sum(run.spent) > most:
        raise _TooLongError(f"has cost more than {most:,.0f} s with redirects and new tries: given up", path=target.url)
    addresses = resolve(target, run.world.lookup, allow_private=run.manners.allow_private)
    early = run.free.get(target.host, 0.0) + max(run.manners.delay, delay) - run.world.clock()
    if target.host in run.free and early > 0:
        run.spent.append(early if delay > run.manners.delay else 0.0)
        run.world.wait(early)
    begun = run.world.clock()
    try:
        return transport.get(target, addresses, limits, cut=cut)
    finally:
        run.free[target.host] = run.world.clock()
        run.spent.append(run.free[target.host] - begun)


def _pause(run: _Run, answer: Answer) -> float | None:
    """Seconds after which a busy host wants to be asked again; None where it is not busy or does not say."""
    stated = answer.headers.get("retry-after", "").strip()
    if answer.status not in _BUSY or not stated:
        return None
    if re.fullmatch("[0-9]{1,9}", stated):
        return float(stated)
    try:
        then = parsedate_to_datetime(stated)
    except (ValueError, OverflowError):  # a year or a zone of twenty digits
        return None
    if then.tzinfo is None:  # written with -0000, which is UTC without knowing the place
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - run.world.now()).total_seconds())


def _refusal(run: _Run, answer: Answer) -> str:
    """What an error says about another status than 200."""
    from http import HTTPStatus

    try:
        name = f" ({HTTPStatus(answer.status).phrase})"
    except ValueError:
        name = ""
    said = f"status {answer.status}{name}"
    if answer.status in (404, 410):
        return f"{said}: there is no such page"
    if answer.status in _BUSY:
        pause = _pause(run, answer)
        return f"{said}: " + ("try again later" if pause is None else f"wants to be asked again in {pause:,.0f} s")
    return said
