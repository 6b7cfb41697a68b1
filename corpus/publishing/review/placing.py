"""Where verdicts belong in what was found now: a pair has another id once its page has another name.

A verdict whose id is not found goes to the one pair with its texts on which nobody decided. Where its page is gone it
goes to any one of several such, since it holds for all of them; where there is none, to the one pair with its texts,
and of the two decisions the later one holds: a page may have been renamed, decided on anew and named as before. What
else is not found keeps its id, and is a conflict: so is a verdict whose text was changed on its page, while the same
texts stood on another one all the time, where nobody was asked because of it.

No verdict goes from one place to another in silence: the first build in which it does so says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from corpus.ids import ids_under, nth_id
from corpus.publishing.review.before import Before, bare, last_built
from corpus.publishing.review.conflicts import said_by
from corpus.publishing.review.ledger import Entry, held, text_digest
from corpus.publishing.review.verdicts import Taken
from corpus.types import CorpusError, Pair


@dataclass(frozen=True, slots=True)
class Placed:
    """The verdicts by the ids that pairs have now.

    `moved` tells of those that hold for another place since the last build, `conflicts` of decisions that met on one.
    """

    taken: Taken
    moved: tuple[str, ...] = ()
    conflicts: tuple[CorpusError, ...] = ()


def placed(
    taken: Taken, pairs: Sequence[Pair], pages: Collection[str], ledger: Path, dataset: Path | None = None
) -> Placed:
    """The verdicts placed among the pairs found now, in the order of their pages; `pages` names all that were read.

    `ledger` is where the lines stand that conflicts name, `dataset` what the last build made, as far as it is there.
    """
    if not taken.entries:
        return Placed(taken)
    now = _Now(pairs, frozenset(pages))
    before = last_built(dataset).pairs
    homes = _homes(taken, now, before)
    renamed, stood = _renamed(taken, homes, now), _stood(before, now)
    history = tuple(
        _at_home(entry, homes, now, renamed.get(entry.article, stood.get(entry.digest))) for entry in taken.history
    )
    after = replace(taken, entries=held(history), history=history)
    families = [family for family in now.families if any(pair.id in after.entries for pair in family)]
    moved = (*_followed(taken, homes, now, before), *_recounted(families, after, before), *_reused(after, now, before))
    return Placed(after, moved, tuple(_met(taken, after, homes, ledger)))


class _Now:
    """The pairs that were found now, and ways to find one among them."""

    def __init__(self, pairs: Sequence[Pair], pages: frozenset[str]) -> None:
        self.pages = pages
        self.by_id = {pair.id: pair for pair in reversed(pairs)}
        self.on_page: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            self.on_page[pair.ja.document.name].append(pair)
        self._once: dict[tuple[str, str], dict[str, str]] = {}

    @cached_property
    def by_texts(self) -> Mapping[str, Sequence[Pair]]:
        """The pairs by the digest of their texts."""
        found: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in self.by_id.values():
            found[text_digest(pair.ja.text, pair.en.text)].append(pair)
        return found

    @property
    def families(self) -> list[list[Pair]]:
        """The pairs of one page with the same texts, in their order."""
        found: defaultdict[tuple[str, str, str, bool], list[Pair]] = defaultdict(list)
        for page, pairs in self.on_page.items():
            for pair in pairs:
                found[page, pair.ja.text, pair.en.text, pair.headline].append(pair)
        return list(found.values())

    def once(self, name: str, page: str, called: str) -> str | None:
        """The id of the pair of a page that had the id `name` while the page was `called` so."""
        if (called, page) not in self._once:
            pairs = self.on_page[page]
            ids = zip(ids_under(called, pairs), (pair.id for pair in pairs), strict=True)
            self._once[called, page] = dict(ids)
        return self._once[called, page].get(name)


def _homes(taken: Taken, now: _Now, before: Mapping[str, Before]) -> dict[str, str]:
    """For each id in the ledger that of the pair that its verdict is for now."""
    told = {entry.id: entry for entry in taken.history if not bare(entry)}
    homes = {name: _home(told.get(name, entry), taken, now, before) for name, entry in taken.entries.items()}
    for name in homes:
        whole, point, part = name.partition(".")  # what a reviewer made of a pair goes with it
        if point:
            homes[name] = f"{homes.get(whole, whole)}.{part}"
    return homes


def _home(entry: Entry, taken: Taken, now: _Now, before: Mapping[str, Before]) -> str:
    if entry.id in now.by_id:
        return entry.id
    alike = now.by_texts.get(entry.digest, ())
    undecided = [pair for pair in alike if pair.id not in taken.entries]
    free = [pair for pair in undecided if _may_follow(entry, pair, now, before.get(pair.id))]
    gone, any_will_do = entry.article not in now.pages, bool(free)  # what holds for one of them holds for all
    if not free and gone:
        free = list(alike)
    if len(free) > 1:
        same = (now.once(entry.id, pair.ja.document.name, entry.article) == pair.id for pair in free)
        free = [pair for pair, fits in zip(free, same, strict=True) if fits]
    if len(free) == 1 or (gone and any_will_do):
        return min((pair.id for pair in free), default=entry.id)  # the same one in whatever order pages are read
    return entry.id


def _may_follow(entry: Entry, pair: Pair, now: _Now, then: Before | None) -> bool:
    """Whether a verdict may go to a pair with its texts that was `then`: not if that stood beside it on its own."""
    page = pair.ja.document.name
    return page == entry.article or entry.article not in now.pages or not then or bool(then.verdict) or then.repeats


def _renamed(taken: Taken, homes: Mapping[str, str], now: _Now) -> dict[str, str]:
    """Pages that are gone, each with the one page that all verdicts on it followed their texts to."""
    ways: defaultdict[str, set[str]] = defaultdict(set)
    for name, entry in taken.entries.items():
        if homes[name] in now.by_id and entry.article not in now.pages:
            ways[entry.article].add(now.by_id[homes[name]].ja.document.name)
    return {page: pages.pop() for page, pages in ways.items() if len(pages) == 1}


def _stood(before: Mapping[str, Before], now: _Now) -> dict[str, str]:
    """The pages on which the last build had decided texts, by the digests of these; only those that are there now."""
    decided = (pair for pair in before.values() if pair.verdict and pair.ja and pair.article in now.pages)
    return {text_digest(pair.ja, pair.en): pair.article for pair in decided}


def _at_home(entry: Entry, homes: Mapping[str, str], now: _Now, moved: str | None) -> Entry:
    """A line of the ledger with the ids that are right now, those that it merges with among them.

    Where alignment does not find its pair, and its page is gone, the page is the one that the verdict has `moved` to:
    its texts may stand there now, or they stood there in the last build and were changed.
    """
    home = homes[entry.id]
    if home not in now.by_id:
        gone = entry.article not in now.pages
        return replace(entry, id=home, article=moved if gone and moved else entry.article)
    page = now.by_id[home].ja.document.name
    others = []
    for other in entry.verdict.others:
        known = other if other in now.by_id else homes.get(other, other)
        others.append(known if known in now.by_id else now.once(other, page, entry.article) or known)
    return replace(entry, id=home, verdict=replace(entry.verdict, others=tuple(others)))


def _followed(taken: Taken, homes: Mapping[str, str], now: _Now, before: Mapping[str, Before]) -> Iterator[str]:
    """What is said of verdicts that follow their texts, where the last build did not put them there."""
    ways: Counter[tuple[str, str]] = Counter()
    for name, home in homes.items():
        if name == home or home not in now.by_id or (home in before and before[home].verdict):
            continue
        page, article = now.by_id[home].ja.document.name, taken.entries[name].article
        if page == article:
            yield f"the verdict on {name}, which is not found, holds for {home}: its texts stand there on {page}"
        else:
            ways[article or "a page that the ledger does not name", page] += 1
    for (article, page), count in ways.items():
        yield f"{count} verdict{'s' * (count > 1)} on {article} hold{'s' * (count == 1)} for the same texts on {page}"


def _asked(family: Sequence[Pair]) -> tuple[str, str, str]:
    """The ids of the first and the last of a page's pairs with the same texts, and of one more that it may have had."""
    first = family[0].id
    return first, nth_id(first, len(family) - 1), nth_id(first, len(family))


def _recounted(families: Sequence[Sequence[Pair]], after: Taken, before: Mapping[str, Before]) -> Iterator[str]:
    """What is said where the same texts stand on a page more or less often than before: ids count the places."""
    for family in families:
        first, last, further = _asked(family)
        if further not in before and (first not in before or last in before):
            continue
        decided = [(nth, pair.id) for nth, pair in enumerate(family, start=1) if pair.id in after.entries]
        change = "less often" if further in before else "more often"
        for nth, name in decided:
            place = f"place {nth} of {len(family)}" if len(family) > 1 else "the place that is left"
            said = f"its verdict, {after.entries[name].verdict.decision}, holds for {place}"
            yield f"the texts of {name} stand on {family[0].ja.document.name} {change} than before, and {said}"


def _reused(after: Taken, now: _Now, before: Mapping[str, Before]) -> Iterator[str]:
    """What is said of verdicts on a page whose other texts stand on another one now, as where pages are numbered."""
    then: defaultdict[str, set[str]] = defaultdict(set)
    for pair in before.values():
        then[pair.article].add(text_digest(pair.ja, pair.en))
    here = {page: {text_digest(one.ja.text, one.en.text) for one in pairs} for page, pairs in now.on_page.items()}
    for page, pairs in now.on_page.items():
        decided = [pair for pair in pairs if pair.id in after.entries and pair.id in before]
        others = then[page] - here[page]
        if not decided or then[page] & here[page] - {text_digest(one.ja.text, one.en.text) for one in decided}:
            continue
        if to := [other for other in sorted(here) if others & (here[other] - then[other])]:
            ids = ", ".join(pair.id for pair in decided)
            holds = f"what was decided on {ids} holds for the text on {page}"
            yield f"what else stood on {page} stands on {to[0]} now; {holds}"


def _met(taken: Taken, after: Taken, homes: Mapping[str, str], ledger: Path) -> Iterator[CorpusError]:
    """Decisions of one reviewer on several pairs that are one now; on those of several, `disagreements` are listed."""
    for name, entry in taken.entries.items():
        holds = after.entries[homes[name]]
        if entry.verdict.reviewer != holds.verdict.reviewer or entry.line == holds.line:
            continue
        if said_by(entry)[:-1] != said_by(holds)[:-1]:
            said = f"{entry.verdict.decision} was decided on {entry.article or 'a page'} (line {entry.line})"
            then = f"{holds.verdict.decision} on {holds.article or 'a page'}, which holds as the later one"
            yield CorpusError(f"on the texts of {homes[name]} {said}, {then}", path=ledger, line=holds.line)
