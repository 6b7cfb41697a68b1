"""What a page tells of who speaks in a rendering, in numbers: one row for each of those whom it names around it.

The rows are for `speakers`, which learns and chooses. Places are compared by the lines and the full stops between them,
and by who else is named there: whoever is the subject of the sentence, was so last, heads the English, or signs below.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction.attribution.wordings import BEHIND, LAST, SUBJECT, Slots, slots_of
from corpus.extraction.people.heads import KINDS
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.names import same_person
from corpus.types import Span

Array = NDArray[np.float64]
Value = TypeVar("Value", bound=Hashable)
RECENT = 48  # of those who are named before a rendering
OFTEN = 16  # of those whom the page names most
_REACH = 400  # nouns that are looked at on the way back
_BEHIND = 80  # characters behind a rendering where its sentence may name who speaks
_BELOW = 3  # nouns below a rendering that stand alone in their line
_FURTHEST = 2000  # characters before a rendering in which brackets are counted
_FIRST = 12  # nouns of a page, those in its first two lines
_BESIDE = 6  # of those who are named above an English text, and below it
_AROUND = 40  # nouns on either side of it among which these are looked for
_BLOCK = 60  # lines of an English text above what is rendered, and below
_FAR = 9999.0  # characters, and
_MANY = 99.0  # lines, full stops, others: where there is no such noun
FRAME = regex.compile(r"[」』”\"]?と、?|[」』”\"]?。?\s*[（(—―–-]+")
_FIRST_PERSON = regex.compile(r"私|わたし|わたくし|僕|ぼく|俺|おれ")
_COMPANY = regex.compile(r"当社|弊社|当館|当店|当園|当局|われわれ|我々|私たち")
# What may stand before a rendering, and behind it.
_BEFORE = "、「『（(と。\n：:　“はが・→"
_BEHIND_IT = ("と", "という", "とのこと", "そう", "らしい", "よう", "って", "のだ", "とし", "だそう", "。", "\n", "、")

_USE = ("far", "lines", "stops", "particle", "kind", "tells", "quoted", "first")
_POST = ("far", "lines", "alone", "particle", "latin", "rank")
_NOWHERE = (_FAR, _MANY, 0, -1, 0, _MANY)  # those of one who is not named there
SIGNALS = (
    *(f"{which}_{what}" for which in ("last", "subject", "source") for what in _USE),
    "behind_far", "behind_particle", "behind_tells", "behind_kind", "behind_framed",
    "below_lines", "below_dashed", "below_others", "above_lines",
    "before", "all", "subjects", "telling", "subjects_before", "inside", "inside_subject", "within",
    "recent_rank", "subject_rank", "often_rank", "others_since", "brackets_since",
    "is_role", "is_again", "is_latin", "is_katakana", "is_name", "length", "parts", "place", "headline",
    "quoted", "first_person", "company", "size", "begins_line", "before_it", "behind_it", "at", "english_far",
    "heads_far", "heads_lines", "heads_rank", "heads_tells", "heads_beside",
    "names_far", "names_beside", "names_particle", "follows_far", "follows_subject", "follows_tells", "sounds",
    "ruled", "headed", "teller", "has_latin", "titled",
    *(f"post_{where}_{what}" for where in ("above", "below") for what in _POST),
    "ending_1", "ending_2", "ending_3", "wording", "wording_behind_first", "wording_rank",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is asked about: a rendering's span, that of the English if it stands on the page, and whether it is quoted.

    `signed` are names by which the English is signed. `ruled` is where the one is named whom the grammar around the
    rendering makes its speaker, with the number of the rule; `headed` the same of the English, `teller` of whom the
    rendering's own sentence has as its subject. `post` is all of the English text that a part of is rendered.
    """

    ja: Span
    en: Span | None
    quoted: bool
    signed: tuple[str, ...] = ()
    ruled: tuple[int, Span] | None = None
    headed: tuple[int, Span] | None = None
    teller: Span | None = None
    post: Span | None = None


@dataclass(frozen=True)
class Worths:
    """How often such speak as have a name with an ending (of up to three letters), and the weights of `wordings`."""

    endings: Mapping[str, float]
    wordings: Array


def voices(page: Nouns, asked: Rendering, worths: Worths) -> tuple[list[int], Array]:
    """Those who may speak in a rendering, by their numbers in `page.names`, and their signals (voices, `SIGNALS`)."""
    view = _View(page, asked)
    whos = view.near()
    worth = np.array([np.add.reduce(worths.wordings.take(view.wording(who))) for who in whos], np.float64)
    best, order = worth.max(initial=-np.inf), np.argsort(np.argsort(-worth, kind="stable"))
    rows = [
        (*view.row(who), *_endings(page.names[who], worths.endings), own, own - best, rank)
        for who, own, rank in zip(whos, worth, order, strict=True)
    ]
    return whos, np.array(rows, np.float64).reshape(len(whos), len(SIGNALS))


def slots_near(page: Nouns, asked: Rendering) -> list[Slots]:
    """The slots of what is said of each of those who may speak."""
    view = _View(page, asked)
    return [view.wording(who) for who in view.near()]


def near(page: Nouns, asked: Rendering) -> list[int]:
    """Those who may speak in a rendering, without their signals."""
    return _View(page, asked).near()


def _endings(name: str, endings: Mapping[str, float]) -> tuple[float, float, float]:
    """How often one with such a name speaks, by its last letter, the last two, the last three."""
    last = endings.get(name[-1:], endings.get("", 0.0))
    two = endings.get(name[-2:], last)
    return last, two, endings.get(name[-3:], two)


def ranked(values: Iterable[Value]) -> dict[Value, int]:
    """Values with the place of each among those that are found, by where they are found first."""
    found: dict[Value, int] = {}
    for value in values:
        found.setdefault(value, len(found))
    return found


def _whos(nouns: Iterable[Noun]) -> dict[int, int]:
    """Whom nouns name, ranked."""
    return ranked(noun.who for noun in nouns)


class _View:
    """A page seen from a rendering on it: what is the same for all of those who may speak, said once."""

    def __init__(self, page: Nouns, asked: Rendering) -> None:
        text, ja = page.text, asked.ja
        self.page, self.asked = page, asked
        self.line = bisect_right(page.line_starts, ja.start) - 1
        self.until = bisect_left(page.starts, ja.start)
        self.inside_until = bisect_left(page.starts, ja.end)
        self.behind_until = self._behind_until()
        self.recent, self.subjects = self._ranks(self.until)
        self.often = {who: rank for rank, who in enumerate(page.often[: 4 * OFTEN])}
        after = range(self.inside_until, min(len(page.nouns), self.until + _REACH))
        self.below = [number for number in after if page.nouns[number].alone]
        self.heading, self.following = self._around_english()
        en = asked.en or ja
        self.en_until = bisect_left(page.starts, en.start)
        self.heads = self._ranks(self.en_until)[1]
        self.post = post = asked.post or en
        self.post_from, self.post_until = (bisect_left(page.starts, place) for place in (post.start, post.end))
        self.post_lines = [bisect_right(page.line_starts, place) - 1 for place in (post.start, post.end - 1)]
        self.above = _whos(reversed(page.nouns[max(0, self.post_from - _AROUND) : self.post_from]))
        self.beneath = _whos(page.nouns[self.post_until : self.post_until + _AROUND])
        self.titled = dict.fromkeys(noun.who for noun in page.nouns[:_FIRST] if noun.line <= 1)
        own = text[ja.start : ja.end]
        before, behind = text[max(0, ja.start - 1) : ja.start], text[ja.end : ja.end + 8].lstrip("。」』”）)")
        tails = [at for at, tail in enumerate(_BEHIND_IT) if behind.startswith(tail)]
        self.same: list[float] = [
            asked.quoted,
            _FIRST_PERSON.search(own) is not None,
            _COMPANY.search(own) is not None,
            len(ja),
            self.line >= 0 and page.lines[self.line].start == ja.start,
            _BEFORE.find(before) if before else -1,
            max(tails, key=lambda at: len(_BEHIND_IT[at]), default=-1),
            ja.start / max(1, len(text)),
            en.start - ja.start,
        ]
        self.own = own
        self.ruled = self._by_rule(asked.ruled)
        self.headed = self._by_rule(asked.headed)
        self.teller = self._who(asked.teller) if asked.teller else None

    def near(self) -> list[int]:
        """Whoever is named not too far before, in or behind the rendering, around its English, or often."""
        page = self.page
        behind = range(self.until, bisect_left(page.starts, self.behind_until))
        following = range(*(bisect_left(page.starts, place) for place in self.following))
        found = dict.fromkeys(list(self.recent)[:RECENT])
        found |= dict.fromkeys(page.nouns[number].who for numbers in (behind, following) for number in numbers)
        found |= dict.fromkeys(page.nouns[number].who for number in self.below[:_BELOW])
        found |= dict.fromkeys(list(self.heads)[:OFTEN])
        found |= dict.fromkeys([*list(self.above)[:_BESIDE], *list(self.beneath)[:_BESIDE], *self.titled])
        found |= dict.fromkeys(page.often[:OFTEN])
        found |= dict.fromkeys(who for who in (*self.ruled, *self.headed, self.teller) if who is not None)
        return list(found)

    def row(self, who: int) -> tuple[float, ...]:
        """The signals of one, but for the endings."""
        page, uses = self.page, self.page.of[who]
        before = bisect_left(uses.all, self.until)
        subject = self._last(uses.subjects)
        inside = [page.nouns[n] for n in uses.all[before : bisect_left(uses.all, self.inside_until)]]
        name, first = page.names[who], page.nouns[uses.all[0]]
        return (
            *self._use(self._last(uses.all)),
            *self._use(subject),
            *self._use(self._last(uses.sources)),
            *self._behind(uses.all, before),
            *self._alone(uses.alone),
            *(before, len(uses.all), len(uses.subjects), len(uses.telling), bisect_left(uses.subjects, self.until)),
            *(len(inside), bool(inside) and inside[0].subject, name in self.own),
            *(self.recent.get(who, _MANY), self.subjects.get(who, _MANY), self.often.get(who, _MANY)),
            *self._since(subject),
            *(kind in uses.kinds for kind in range(1, len(KINDS))),
            *(len(name), name.count("・"), first.span.start / max(1, len(page.text)), first.line == 0),
            *self.same,
            *self._english(uses.all, uses.subjects, who),
            self._signs(name, page.english.get(who)),
            *(self.ruled.get(who, -1.0), self.headed.get(who, -1.0), who == self.teller),
            *(who in page.english, who in self.titled),
            *self._beside_post(uses.all, who),
        )

    def wording(self, who: int) -> Slots:
        """What is said of one, as slots."""
        page, uses, end = self.page, self.page.of[who], self.asked.ja.end
        at = bisect_left(uses.all, self.inside_until)
        behind = page.nouns[uses.all[at]] if at < len(uses.all) else None
        stand = {
            LAST: self._last(uses.all),
            SUBJECT: self._last(uses.subjects),
            BEHIND: behind if behind and end <= behind.span.start < end + _BEHIND else None,
        }
        return slots_of(page, page.names[who], {how: noun for how, noun in stand.items() if noun}, self.asked.ja)

    def _by_rule(self, ruled: tuple[int, Span] | None) -> dict[int | None, float]:
        """Whom a rule names, with the number of the rule."""
        return {self._who(ruled[1]): float(ruled[0])} if ruled else {}

    def _who(self, place: Span) -> int | None:
        """Whom the last noun names that begins in a place."""
        number = bisect_left(self.page.starts, place.end) - 1
        found = number >= 0 and self.page.starts[number] >= place.start
        return self.page.nouns[number].who if found else None

    def _ranks(self, until: int) -> tuple[dict[int, int], dict[int, int]]:
        """Whoever is named before a noun, the last first, and of these who is so as a subject."""
        nouns = self.page.nouns[max(0, until - _REACH) : until][::-1]
        return _whos(nouns), _whos(noun for noun in nouns if noun.subject)

    def _behind_until(self) -> int:
        """Where the sentence ends that the rendering stands in, as far as it is near."""
        end = self.asked.ja.end
        stop, line = bisect_left(self.page.stops, end), self.page.lines[self.line].end if self.line >= 0 else end
        return min(end + _BEHIND, line, self.page.stops[stop] if stop < len(self.page.stops) else line)

    def _around_english(self) -> tuple[int, tuple[int, int]]:
        """The number of the Japanese line above the English text, and where the first one below begins and ends."""
        page = self.page
        en = self.asked.en
        if en is None or not page.lines:
            return -1, (0, 0)
        own = above = bisect_right(page.line_starts, en.start) - 1
        while above >= 0 and above > own - _BLOCK and not (page.japanese[above] and page.lines[above].end <= en.start):
            above -= 1
        last = below = bisect_right(page.line_starts, en.end - 1)
        while below < len(page.lines) and below < last + _BLOCK and not page.japanese[below]:
            below += 1
        line = page.lines[below] if below < len(page.lines) and page.japanese[below] else None
        return above, (line.start, line.end) if line else (0, 0)

    def _signs(self, name: str, english: str | None) -> float:
        """How likely one so named is who signs the English; -1 where nobody does."""
        likely = (1.0 if signed == english else same_person(name, signed) for signed in self.asked.signed)
        return max(likely, default=-1.0)

    def _beside_post(self, numbers: Sequence[int], who: int) -> tuple[float, ...]:
        """How somebody is named last above the English text, and first below it."""
        above, below = bisect_left(numbers, self.post_from), bisect_left(numbers, self.post_until)
        first, last = self.post_lines
        found: tuple[float, ...] = _NOWHERE
        if above:
            noun = self.page.nouns[numbers[above - 1]]
            far, lines = self.post.start - noun.span.end, first - noun.line
            found = (far, lines, *self._put(noun), self.above.get(who, _MANY))
        if below == len(numbers):
            return found + _NOWHERE
        noun = self.page.nouns[numbers[below]]
        far, lines = noun.span.start - self.post.end, noun.line - last
        return (*found, far, lines, *self._put(noun), self.beneath.get(who, _MANY))

    def _put(self, noun: Noun) -> tuple[float, float, float]:
        return noun.alone, noun.particle, not self.page.japanese[noun.line]

    def _last(self, numbers: Sequence[int]) -> Noun | None:
        """The last of some nouns that ends before the rendering."""
        at = bisect_left(numbers, self.until)
        while at and self.page.nouns[numbers[at - 1]].span.end > self.asked.ja.start:
            at -= 1
        return self.page.nouns[numbers[at - 1]] if at else None

    def _use(self, noun: Noun | None) -> tuple[float, ...]:
        """How far above a noun stands, and how."""
        if noun is None:
            return (_FAR, _MANY, _MANY, -1, -1, 0, 0, 0)
        lines, stops = self.line - noun.line, self._stops(noun.span.end, self.asked.ja.start)
        far = self.asked.ja.start - noun.span.end
        return (far, lines, stops, noun.particle, noun.kind, noun.tells, noun.quoted, noun.first)

    def _stops(self, start: int, end: int) -> int:
        return bisect_left(self.page.stops, end) - bisect_left(self.page.stops, start)

    def _behind(self, numbers: Sequence[int], before: int) -> tuple[float, ...]:
        """How a noun stands in the rest of the rendering's sentence."""
        ja, text = self.asked.ja, self.page.text
        for at in range(before, len(numbers)):
            noun = self.page.nouns[numbers[at]]
            if noun.span.start > self.behind_until:
                break
            if noun.span.start >= ja.end:
                framed = FRAME.fullmatch(text, ja.end, noun.span.start) is not None
                return (noun.span.start - ja.end, noun.particle, noun.tells, noun.kind, framed)
        return (_FAR, -1, 0, -1, 0)

    def _alone(self, numbers: Sequence[int]) -> tuple[float, ...]:
        """How far below or above a noun stands alone in its line, and how many others do between."""
        page, ja = self.page, self.asked.ja
        at = bisect_left(numbers, self.inside_until)
        above = page.nouns[numbers[at - 1]] if at else None
        lines_above = self.line - above.line if above and above.span.end <= ja.start else _MANY
        if at == len(numbers):
            return (_MANY, 0, _MANY, lines_above)
        noun = page.nouns[numbers[at]]
        dashed = page.text[page.lines[noun.line].start : noun.span.start].strip()[:1] in ("—", "–", "―", "-", "（", "(")
        others = bisect_left(self.below, numbers[at])
        return (noun.line - self.line, dashed, others, lines_above)

    def _since(self, noun: Noun | None) -> tuple[float, float]:
        """How many others were subjects since a noun, and how many quotations have begun."""
        if noun is None:
            return _MANY, _MANY
        start = bisect_right(self.page.starts, noun.span.start)
        others = bisect_left(self.page.subjects, self.until) - bisect_left(self.page.subjects, start)
        until = self.asked.ja.start
        return others, self.page.text.count("「", max(noun.span.end, until - _FURTHEST), until)

    def _english(self, numbers: Sequence[int], subjects: Sequence[int], who: int) -> tuple[float, ...]:
        """How somebody is named above the English text, and in the first Japanese line below."""
        page, en = self.page, self.asked.en
        if en is None:
            return (_FAR, _MANY, _MANY, 0, 0, _FAR, 0, -1, _FAR, 0, 0)
        found: tuple[float, ...] = (_FAR, _MANY, _MANY, 0, 0)
        if at := bisect_left(subjects, self.en_until):
            heads = page.nouns[subjects[at - 1]]
            rank = self.heads.get(who, _MANY)
            lines = self.heading - heads.line
            found = (en.start - heads.span.end, lines, rank, heads.tells, heads.line >= self.heading)
        if at := bisect_left(numbers, self.en_until):
            named = page.nouns[numbers[at - 1]]
            found += (en.start - named.span.end, named.line >= self.heading, named.particle)
        else:
            found += (_FAR, 0, -1)
        start, end = self.following
        at = bisect_left(numbers, bisect_left(page.starts, start))
        if at < len(numbers) and (follows := page.nouns[numbers[at]]).span.start < end:
            return (*found, follows.span.start - start, follows.subject, follows.tells)
        return (*found, _FAR, 0, 0)
