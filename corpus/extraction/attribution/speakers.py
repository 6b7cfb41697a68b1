"""Who speaks in a rendering, of all those whom its page names: learned from pages, with a probability.

Rules can say where grammar puts a speaker (`grammar`); which of twenty nouns it is that a page means, a paragraph
after it has said so, is a matter of many hints. They are weighed by trees that rank those who are named around a
rendering, as mentions are ranked for quotations (O'Keefe et al. 2012, Muzny et al. 2017), fitted with LambdaMART
(Burges 2010) by `scripts/train_speakers.py`. A rank says who is likelier than others, not whether anybody speaks. How
sure the first one is follows from its score, from how far the second is behind, and from how many there are (a logistic
map), and from what the page tells of it (other trees): learned from pages that the ranking had not seen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import regex

from corpus.extraction.attribution import wordings
from corpus.extraction.attribution.persons import ENDINGS, is_thing
from corpus.extraction.attribution.voices import SIGNALS, Array, Rendering, Worths, voices
from corpus.extraction.people.heads import IN_LATIN, KINDS, head_of
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.learned import MODELS, learned
from corpus.names import strip_title
from corpus.trees import Trees

TABLE = MODELS / "speakers.json"
HINTS = ("first_score", "first_gap", "first_rivals")
"""What of the scores tells how sure the first one is (`certainty`)."""
_NAMES = {KINDS.index(kind) for kind in ("latin", "katakana", "name")}
_ACCOUNT = regex.compile(r"の(?:公式)?アカウント")
# "Ann Pen（アン・ペン）"
_SPELLED = regex.compile(r"\s?[（(](?P<name>[\p{Katakana}ー]+(?:[・＝=][\p{Katakana}ー]+)+)[)）]")
_INNER = 4  # nouns that begin at one place
_NEAR = 100  # nouns above and below a rendering among which somebody's form is looked for
# Probability from which a plain noun speaks, too: a sign, an office, a friend by first name. Of 6,383 renderings of
# pages that may be read .65 loses 109 right Japanese forms and .45 loses 38; on layouts that wins 15 of 396.
_SURE = 0.45
_NOUN, _AGAIN, _ROLE, _FULL = (KINDS.index(kind) for kind in ("noun", "again", "role", "name"))
# Which nouns for somebody give the form, as long as there are such, the first of these before the next.
_BETTER: tuple[Callable[[Nouns, Noun], bool], ...] = (
    lambda page, noun: page.japanese[noun.line],
    lambda page, noun: noun.kind != _AGAIN,
    lambda page, noun: noun.kind == _FULL and not IN_LATIN.match(head_of(noun.form)),
    lambda page, noun: not IN_LATIN.match(noun.form) or strip_title(noun.form) != noun.form,
    lambda page, noun: noun.kind != _ROLE,
    # 銀行 is ノースミア銀行, where that is what it was found to name.
    lambda page, noun: noun.kind != _NOUN or page.names[noun.who] in noun.form,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the form by which the page names them there, how likely that is right, the English name beside it."""

    form: str
    probability: float
    english: str | None = None


@dataclass(frozen=True)
class Ranking:
    """What is learned: the trees that rank, how often one speaks whose name ends so, and what makes the first one sure.

    `sure` are a bias and the weights of `HINTS` in log-odds; `speaking` adds to these by the same and its signals.
    """

    trees: Trees
    worths: Worths
    sure: tuple[float, ...]
    speaking: Trees
    digest: str

    def voice(self, page: Nouns, asked: Rendering) -> Voice | None:
        """Who speaks in a rendering; None where the page names nobody, or the likeliest is a thing."""
        return self.voices(page, [asked])[0]

    def voices(self, page: Nouns, asked: Sequence[Rendering]) -> list[Voice | None]:
        """The same of several renderings."""
        able = [self._able(page, one) for one in asked]
        scores = self.trees.score_each(SIGNALS, [signals for _, signals in able])
        firsts = {at: int(own.argmax()) for at, own in enumerate(scores) if len(own)}
        found: list[Voice | None] = [None] * len(asked)
        if firsts:
            bias, *weights = self.sure
            hints = np.array([certainty(scores[at]) for at in firsts])
            own = np.array([able[at][1][first] for at, first in firsts.items()])
            signals = dict(zip((*HINTS, *SIGNALS), np.hstack([hints, own]).T, strict=True))
            odds = bias + hints @ np.array(weights) + self.speaking.score(signals)
            for (at, first), log_odds in zip(firsts.items(), odds, strict=True):
                found[at] = self._voice(page, able[at][0][first], asked[at], float(log_odds))
        return found

    def _able(self, page: Nouns, asked: Rendering) -> tuple[list[int], Array]:
        """Those who may speak in a rendering, with their signals (voices, `SIGNALS`)."""
        named, every = voices(page, asked, self.worths)
        able = able_of(page, named, asked)
        return [named[at] for at in able], every[able]

    def _voice(self, page: Nouns, who: int, asked: Rendering, log_odds: float) -> Voice | None:
        """Somebody as who speaks; None for a thing, unless it is sure to."""
        probability = float(1 / (1 + np.exp(-log_odds)))
        if is_thing(page, who, asked, sure=probability >= _SURE):  # "登山の心得"
            return None
        return Voice(form_of(page, who, asked), round(probability, 4), page.english.get(who))


def able_of(page: Nouns, named: Sequence[int], asked: Rendering) -> list[int]:
    """The places, among those who are named around a rendering, of those who may speak in it.

    Not those who are spoken to, nor what the page is about.
    """
    others = page.topics | page.addressed(asked.ja) | page.addressed(asked.en or asked.ja)
    return [at for at, who in enumerate(named) if who not in others and not page.is_silent(who)]


def certainty(scores: Array) -> Array:
    """What tells how sure the first of some is: its score, how far the second is behind, and how many are near it."""
    first, second, *_ = [*np.sort(scores)[::-1], -np.inf]
    gap = first - second if np.isfinite(second) else 0.0
    return np.array([first, gap, np.log(np.exp(scores - first).sum())])


def form_of(page: Nouns, who: int, asked: Rendering) -> str:
    """The form by which a page names somebody nearest to a rendering: above it, or behind it in its line.

    No "彼", and no title alone; by a name in Japanese letters, else in such letters or with a title, where the page has
    one. The name is the form of "筆頭著者のデラコム"; all is of "ライバル社の広報", and of "X の公式アカウント", even
    where it is X who speaks.
    """
    ja, numbers = asked.ja, page.of[who].all
    at = bisect_left(numbers, bisect_left(page.starts, ja.start))
    nouns = [page.nouns[number] for number in numbers[max(0, at - _NEAR) : at + _NEAR]]
    for better in _BETTER:
        nouns = [noun for noun in nouns if better(page, noun)] or nouns
    above = [noun for noun in nouns if noun.span.end <= ja.start]
    behind = [noun for noun in nouns if noun.span.start >= ja.end]
    near = [noun for noun in behind[:1] if page.text.find("\n", ja.end, noun.span.start) < 0]
    near += above[-1:] or (behind or nouns)[:1]
    noun = min(near, key=lambda one: max(ja.start - one.span.end, one.span.start - ja.end))
    noun = _whole(page, noun)
    account = _ACCOUNT.match(page.text, noun.span.end)
    if account:
        return noun.form + account[0]
    form = head_of(noun.form) if noun.kind in _NAMES else noun.form
    spelled = _SPELLED.match(page.text, noun.span.end) if IN_LATIN.match(form) else None
    return spelled["name"] if spelled else form


def _whole(page: Nouns, noun: Noun) -> Noun:
    """The noun for a person that one is put before, where that is the subject: "飼い主の女性は" of 飼い主."""
    if noun.subject or noun.kind in _NAMES:
        return noun
    at = bisect_left(page.starts, noun.span.start)
    longer = (one for one in page.nouns[at : at + _INNER] if one.span.start == noun.span.start and one.subject)
    return next((one for one in longer if len(one.form) > len(noun.form) and one.form.endswith(ENDINGS)), noun)


@cache
def ranking(path: Path = TABLE) -> Ranking:
    """The ranking that comes with the package. CorpusError where the file is missing or broken."""
    with learned(path, "ranking of speakers", "learn it with scripts/train_speakers.py") as (values, digest):
        weights = wordings.table(path.with_name(wordings.TABLE.name))
        if wordings.digest(weights) != values["wordings"]:
            raise ValueError(f"{wordings.TABLE.name} beside it is another one")
        endings = {str(end): float(worth) for end, worth in values["endings"].items()}
        sure = tuple(map(float, values["sure"]))
        trees, speaking = Trees.load(values["ranking"]), Trees.load(values["speaking"])
        known = set(trees.names) <= set(SIGNALS) and set(speaking.names) <= {*HINTS, *SIGNALS}
        if len(sure) != 1 + len(HINTS) or not known:
            raise ValueError("it is of other signals")
    return Ranking(trees, Worths(endings, wordings.in_log_odds(weights)), sure, speaking, digest)
