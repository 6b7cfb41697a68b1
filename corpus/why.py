"""Everything about one pair: its place on the page, who said it, what its score is made of, and who decided what.

`why` finds the pair in a built dataset, reads its page again, and asks each wing what it did; `listing` tells it to a
person, `row` to a program. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import alignment, publishing
from corpus.alignment import Explained
from corpus.config import Config
from corpus.curation import REASONS, same_texts
from corpus.extraction import SORTS, Page
from corpus.ids import ids_under
from corpus.pipeline import pairs_of_page, rendered
from corpus.pool import pool_in
from corpus.publishing import Entry
from corpus.reading import read_folder
from corpus.text import in_context, shown
from corpus.types import NOBODY, Article, CorpusError, Pair, Passage, Side, Span

AROUND = 40  # characters of the page that are shown before a text and behind it
SHOWN = 12  # signals that are listed to a person
NAMED = 3  # ids that are named where several begin alike
LONGEST = 40  # letters that are shown of what differs


@dataclass(frozen=True)
class Why:
    """A pair, the row that was published of it, and all that led to it."""

    pair: Pair
    published: Mapping[str, Any]
    split: str
    page: Page
    explained: Explained
    config: Config
    same_texts: tuple[tuple[str, str | None], ...]  # ids of other pairs with the same texts, and their reasons
    history: tuple[Entry, ...]


def why(name: str, dataset: Path, articles: Path, originals: Path, review: Path) -> Why:
    """All about the pair with an id in the dataset of a folder; what a reviewer made of a pair, by that pair.

    Of an id as much is enough as only one has. Raises `CorpusError` where the dataset has no such pair, its page is not
    there any more, or the pair is no longer found on it.
    """
    stored = publishing.read_back(dataset)
    config = stored.config
    published = _named(name, stored.rows, dataset)
    name = published["id"]
    side = published["provenance"]["ja"]
    found, _ = read_folder(articles, originals=originals, max_bytes=config.max_bytes)
    article = next((a for a in found if (a.name, a.sha256) == (side["article"], side["sha256"])), None)
    if article is None:
        message = f"the page {side['article']} is not here, or was changed; name its folder, or build again"
        raise CorpusError(message, path=articles)
    page = pool_in(originals, config)[0].page(article, config)
    whole = name.partition(".")[0]  # a reviewer's parts are told of by what they were made of
    pairs = pairs_of_page(page, config)
    page = page.rendering(rendered(pairs))
    pair = next((pair for pair in pairs if pair.id in (name, whole)), None)
    explained = _explained(pair, page, config) if pair else None
    if pair is None or explained is None:
        message = f"alignment does not find the pair {name} on its page any more"
        raise CorpusError(f"{message}: a reviewer's decision may keep it; else build again", path=dataset)
    own = _texts(published)
    same = tuple((row["id"], row["reason"]) for row in stored.rows if row["id"] != name and _texts(row) == own)
    history = _history(pairs, pair, name, {row["id"] for row in stored.rows}, review)
    return Why(pair, published, stored.splits[name], page, explained, config, same, history)


def _named(name: str, rows: Sequence[Mapping[str, Any]], dataset: Path) -> Mapping[str, Any]:
    """The row with an id, or with the only id that begins so."""
    begun = [row for row in rows if name and row["id"].startswith(name)]
    found = [row for row in begun if row["id"] == name] or begun
    if len({row["id"] for row in found}) > 1:
        some = ", ".join(sorted({row["id"] for row in found})[:NAMED])
        raise CorpusError(f"{len(found)} pairs here have ids that begin with {name!r}, such as {some}", path=dataset)
    if not found:
        where = "ids are in the review TSV, and in the report below each confidence"
        raise CorpusError(f"no pair here has the id {name!r}; {where}", path=dataset)
    return found[0]


def articles_of(dataset: Path) -> Path | None:
    """The folder of pages that a dataset was built from, as its manifest says; None where that is not there.

    It is looked for as seen from the current folder, then from the dataset's. Raises `CorpusError` without a manifest.
    """
    for entry in publishing.manifest_of(dataset).get("documents", ()):
        if entry["kind"] == "article":
            name = entry["name"].removesuffix(f"#{entry.get('record')}")
            # A path that would tell of this machine is the bare name of a file, and a form without texts has none.
            above = [*Path(entry.get("path", "")).parents][name.count("/") :]
            places = (place for folder in above[:1] for place in (folder, dataset / folder))
            return next((place for place in places if place.is_dir()), None)
    return None


def _history(pairs: Sequence[Pair], pair: Pair, name: str, ids: Collection[str], review: Path) -> tuple[Entry, ...]:
    """The verdicts on a pair of a page's `pairs`, or on what a reviewer made of it, whose id is `name`.

    Those are among them that were made while the page had another name. `ids` are those of all pairs that are known
    now: a verdict on one of them is no other's.
    """
    entries = publishing.read_ledger(publishing.ledger_of(review)).entries
    digest = publishing.text_digest(pair.ja.text, pair.en.text)
    called = {page: ids_under(page, pairs)[pairs.index(pair)] for page in {e.article for e in entries}}
    old = {e.id for e in entries if e.id not in ids and e.digest == digest}
    names = {pair.id, *old}
    made = {name, *(f"{one}.{name.partition('.')[2]}" for one in names)}
    return tuple(
        e
        for e in entries
        if {e.id, *e.verdict.others} & (names | made) or (e.id not in ids and called[e.article] in e.verdict.others)
    )


def _texts(row: Mapping[str, Any]) -> tuple[str, str]:
    return same_texts(row["translation"]["ja"], row["translation"]["en"])


def _explained(pair: Pair, page: Page, config: Config) -> Explained | None:
    texts = [page.article.text, *(original.text for original in page.article.originals)]
    place = pair.ja.spans, pair.en.spans, pair.headline
    encoder = alignment.load_encoder(config.encoder)
    return alignment.explain(place, page.passages, texts, config.max_bead, encoder=encoder)


def row(found: Why) -> dict[str, Any]:
    """The same for programs: the published row, and beside it what led to it."""
    explained = found.explained
    return {
        "pair": dict(found.published),
        "split": found.split,
        "log_odds": explained.log_odds,
        "relation_rule": alignment.rule_of(found.pair.signals)[1],
        "thought_of": explained.thought_of,
        "shares": [asdict(share) for share in explained.shares],
        "rivals": [
            {"confidence": rival.bead.confidence, "relation": rival.bead.relation, **_rival_texts(found, rival)}
            for rival in explained.rivals
        ],
        "passages": [
            publishing.passage_row(found.page.article, passage)
            for passage in (explained.bead.ja_passage, explained.bead.en_passage)
        ],
        "voice": asdict(voice) if (voice := found.page.voice(*_asked(found))) else None,
        **{sort: asdict(one) if (one := found.page.likeliest(sort, *_asked(found))) else None for sort in SORTS},
        "same_texts": [{"id": name, "reason": reason} for name, reason in found.same_texts],
        "verdicts": [
            {
                "line": entry.line,
                "verdict": entry.verdict.decision,
                "note": entry.verdict.note,
                "attribution": {k: v for k, v in asdict(entry.verdict.attribution).items() if v is not None},
                "reviewer": entry.verdict.reviewer,
                "when": entry.when,
            }
            for entry in found.history
        ],
    }


def listing(found: Why) -> Iterator[str]:
    """The lines that tell a person: what became of the pair and why, then who said it and where, then the numbers."""
    pair, explained = found.pair, found.explained
    name, texts = found.published["id"], found.published["translation"]
    yield f"{name}  {found.published['reason'] or 'kept'}  confidence {pair.confidence:.4f}  {pair.relation}"
    if name != pair.id:
        yield f"Made by a reviewer of {pair.id}, which the rest is about"
    if (texts["ja"], texts["en"]) != (pair.ja.text, pair.en.text):
        yield f"Published as  {shown(texts['ja'])} | {shown(texts['en'])}"
    yield from _became(found)
    yield ""
    for title, side, passage in (
        ("Japanese", pair.ja, explained.bead.ja_passage),
        ("English", pair.en, explained.bead.en_passage),
    ):
        yield f"{title}  {side.document.name}:{_line(side)}  {_how(side.document, passage)}"
        yield f"  {_in_context(side)}"
    yield ""
    yield from _said(found)
    relation, rule = alignment.rule_of(pair.signals)
    likely = f"that one side says clearly more is {pair.signals['one_sided']:.2f} likely"
    yield f"Relation  {relation}: {rule}; {likely}"
    yield ""
    yield from _stages(found)
    yield ""
    yield from _beaten(found)
    yield ""
    yield from _score(explained, pair)


def _became(found: Why) -> Iterator[str]:
    """What became of the pair, why, and what people said of it."""
    reason, config = found.published["reason"], found.config
    became = publishing.outcome(found.published, config).capitalize()
    bounds = f"kept from {config.accept_confidence:g} on, to review from {config.review_confidence:g} on"
    if reason:
        yield f"{became}  {reason}: {publishing.in_words(REASONS[reason], config)}"
    elif found.published["verdict"]:
        yield f"{became}  by verdict"
    else:
        yield f"{became}  its confidence is at least {config.accept_confidence:g}, and nothing speaks against it"
    yield f"  {bounds}"
    texts = found.published["translation"]
    odd = [one.partition(": ") for one in alignment.mismatches(texts["ja"], texts["en"])]
    for language, side in (("ja", "Japanese"), ("en", "English")):
        if listed := ", ".join(what for where, _, what in odd if where == language):
            yield f"  only in the {side}: {listed}"
    if found.same_texts:
        others = ", ".join(f"{name} ({reason or 'kept'})" for name, reason in found.same_texts)
        yield f"Same     texts in {others}"
    for entry in found.history:
        yield f"Verdict  {_decided(entry)} (line {entry.line} of the ledger)"
    if not found.history:
        yield "Verdict  none so far"


def _line(side: Side) -> int:
    return side.document.text.count("\n", 0, side.spans[0].start) + 1


def _how(document: Article, passage: Passage) -> str:
    cue = "" if passage.cue is None else f", by “{shown(document.text[passage.cue.start : passage.cue.end])}”"
    return f"{passage.role}{f', {passage.speech} speech' if passage.speech else ''}{cue}"


def _in_context(side: Side) -> str:
    """A side's text between ⟦ and ⟧ in what stands around it, on one line."""
    text, start, end = side.document.text, side.spans[0].start, side.spans[-1].end
    before, behind = in_context(text, start, end, AROUND)
    return f"…{before}⟦{shown(text[start:end])}⟧{behind}…"


def _said(found: Why) -> Iterator[str]:
    """Who said it, and what each of the two passages says of that."""
    names = ("speaker", "speaker_ja", "handle", "posted_on")
    said = [f"{name} {value}" for name in names if (value := found.published[name])]
    yield f"Said by  {', '.join(said) or 'nobody that the page names'}"
    if any(found.published[name] != getattr(found.pair.attribution, name) for name in names):
        yield "  as a reviewer put it right"
    for title, passage in (("Japanese", found.explained.bead.ja_passage), ("English", found.explained.bead.en_passage)):
        told = [f"{name} {value}" for name in names if (value := getattr(passage.attribution, name))]
        yield f"  its {title} says {', '.join(told) or 'nothing'}"
    if voice := found.page.voice(*_asked(found)):
        yield f"  of those whom the page names, {voice.form} is the likeliest to speak here: {voice.probability:.2f}"
    for sort in SORTS:
        if likely := found.page.likeliest(sort, *_asked(found)):
            yield f"  of each {sort} that it names, {likely.value} is the likeliest: {likely.probability:.2f}"


def _asked(found: Why) -> tuple[Passage, Passage, Span, Span]:
    """What is asked of who said it, and when."""
    bead = found.explained.bead
    return bead.ja_passage, bead.en_passage, found.pair.ja.whole, found.pair.en.whole


def _rival_texts(found: Why, rival: alignment.PageBead) -> dict[str, str]:
    texts = [found.page.article.text, *(original.text for original in found.page.article.originals)]
    sides = (("ja", rival.ja_passage, rival.ja), ("en", rival.en_passage, rival.en))
    return {language: texts[passage.document][run[0].span.start : run[-1].span.end] for language, passage, run in sides}


def _beaten(found: Why) -> Iterator[str]:
    """The beads that the pair's kept out, by what differs in their texts."""
    if not found.explained.rivals:
        yield "Beat nothing: no other bead has any of its characters."
        return
    own = {"ja": found.pair.ja.text, "en": found.pair.en.text}
    yield "Beat, by what differs in the Japanese | in the English"
    for rival in found.explained.rivals:
        ja, en = (differing(own[side], text) for side, text in _rival_texts(found, rival).items())
        yield f"  {rival.bead.confidence:.4f}  {ja} | {en}"


def differing(own: str, other: str) -> str:
    """How another text differs from one's own, in few letters: long ones that begin alike are hard to tell apart."""
    own, other = shown(own), shown(other)
    if own == other:
        return "the same"
    begin = _alike(own, other)
    end = _alike(own[begin:][::-1], other[begin:][::-1])
    while begin and _within_word(own, begin) | _within_word(other, begin):
        begin -= 1
    while end and _within_word(own, len(own) - end) | _within_word(other, len(other) - end):
        end -= 1
    if 2 * (begin + end) < min(len(own), len(other)):
        return f"“{_shortened(other)}”"
    less, more = own[begin : len(own) - end].strip(), other[begin : len(other) - end].strip()
    if less and more:
        return f"“{_shortened(more)}” for “{_shortened(less)}”"
    return f"with “{_shortened(more)}”" if more else f"without “{_shortened(less)}”"


def _alike(one: str, other: str) -> int:
    """How many letters at the beginning of two texts are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _within_word(text: str, at: int) -> bool:
    """Whether a place in a text is between two letters of a Latin word."""
    return 0 < at < len(text) and all(letter.isascii() and letter.isalnum() for letter in text[at - 1 : at + 1])


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 + 1 :]}"


def _stages(found: Why) -> Iterator[str]:
    """What each stage made of it."""
    pair, article = found.pair, found.page.article
    yield f"Read     {article.extractor or 'as plain text'}, {article.encoding}"
    yield f"Taken    apart into {len(found.page.passages)} passages"
    yield f"Aligned  {'with the headline' if pair.headline else 'in the body'}"
    yield f"Split    {found.split}, with the group {found.published['group']}"


def _score(explained: Explained, pair: Pair) -> Iterator[str]:
    """What the score is made of."""
    partial = pair.relation == "partial" and not pair.headline
    moved = "raised" if explained.moved > 0 else "lowered"
    more = f", {moved} since the page renders the original in order," if explained.moved else ""
    less = ", and lowered since one side says more," if partial else ""
    yield f"Score  {explained.log_odds:+.2f} log-odds, calibrated{more}{less} to the confidence {pair.confidence:.4f}"
    yield f"  {explained.thought_of} beads were thought of on the page"
    yield "  A share is what the score would lose if that signal alone were as usual: shares overlap, and their sum is"
    yield "  not the score. What each signal is stands in corpus/models/README.md."
    yield f"  {'signal':<24}{'value':>9}{'usual':>9}{'share':>9}"
    yield from (
        f"  {share.signal:<24}{share.value:>9.3f}{share.usual:>9.3f}{share.share:>+9.3f}"
        for share in explained.shares[:SHOWN]
        if share.share
    )


def _decided(entry: Entry) -> str:
    """A decision with who took it, the day (UTC) its table was saved, what it puts right, and the remark, if any."""
    said = entry.verdict
    who = f" by {said.reviewer}" if said.reviewer else ""
    day = f" on {entry.when.partition('T')[0]}" if entry.when else ""
    right = "".join(
        f", {name} {'not known' if value == NOBODY else value}"
        for name, value in asdict(said.attribution).items()
        if value
    )
    return f"{said.decision}{who}{day}{right}{f': {said.note}' if said.note else ''}"
