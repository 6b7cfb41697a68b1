"""The way of an article, wing by wing; the only file that composes them. Read it as a table of contents."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from corpus import alignment, publishing
from corpus.alignment import PageBead, align_page
from corpus.config import Config, load_config
from corpus.curation import REASONS, curate, decide, standing
from corpus.extraction import Page, attribution_digest, extract
from corpus.pool import Pool, pool_in
from corpus.publishing import Published, Review, Signature, Taken
from corpus.reading import read_folder
from corpus.text import spell
from corpus.types import Article, Attribution, CorpusError, Pair, Passage, Sentence, Side, Span
from corpus.version import __version__

DEFAULT = Config()
LIKELY = 0.5  # confidence from which a pair tells which parts of a page render each other


def pairs_of(article: Article, config: Config = DEFAULT, pool: Pool | None = None) -> list[Pair]:
    """The pairs of one article, in the order of its text, without reasons: those are set by curation.

    Pure: the same article, settings and pool give the same pairs, in one process or many. `pool` are originals that it
    may quote besides those it names.
    """
    return pairs_of_page(pool.page(article, config) if pool else extract(article), config)


def curated(page: Page, config: Config = DEFAULT) -> list[Pair]:
    """The pairs of one page by itself, with their reasons."""
    return curate(pairs_of_page(page, config), {}, config)


def signature(articles: Sequence[Article], config: Config) -> Signature:
    """What the numbers of these articles' pairs depend on."""
    scores = alignment.model_digest(alignment.load_encoder(config.encoder))
    told = hashlib.sha256(f"{attribution_digest()} {alignment.relation_digest()}".encode()).hexdigest()[:8]
    return Signature(__version__, scores + told, config.digest, publishing.data_digest(articles))


@dataclass(frozen=True)
class Built:
    """What a build did: what it read and found, what it wrote, and what was wrong on the way."""

    articles: int
    passages: int
    pairs: tuple[Pair, ...]
    published: Published
    report: Path
    review: Review
    applied: int  # verdicts
    conflicts: tuple[CorpusError, ...]
    signature: Signature
    config: Config
    problems: tuple[CorpusError, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many pairs are `kept` and how many are left out for each reason."""
        return Counter({name: count for name, count in self.published.counts.items() if count})


def build(articles: Path, originals: Path, review: Path, out: Path, settings: Path | None = None) -> Built:
    """From a folder of articles to the dataset in `out/dataset`, the report beside it and the review TSV in `review`.

    Before anything else the reviewers' decisions are taken into their ledger. An article with something wrong is named
    in `problems` and does not stop the others. CorpusError where the whole build is impossible.
    """
    config, ledger = load_config(settings), publishing.ledger_of(review)
    taken = publishing.take_verdicts(review)
    listed, problems = read_folder(articles, originals=originals, max_bytes=config.max_bytes)
    pool, unread = pool_in(originals, config)
    read: list[Article] = []
    found: list[Pair] = []
    first = set(publishing.first_shown((article.name, article.sha256) for article in listed))
    shown: list[tuple[Article, tuple[Passage, ...]]] = []
    passages = 0
    for article in tqdm(listed, desc="articles", unit="", disable=None):
        page = pool.page(article, config)
        read.append(page.article)
        passages += len(page.passages)
        if (article.name, article.sha256) in first:
            shown.append((page.article, page.passages))
        found.extend(pairs_of_page(page, config))
    taken = taken.placed(found)
    decided = decide([*found, *_kept_by_reviewers(taken, found, read)], taken.verdicts)
    pairs = curate(decided.pairs, {}, config)
    signed = signature(read, config)
    published = publishing.publish(
        pairs,
        out=out / "dataset",
        signature=signed,
        articles=read,
        config=config,
        reasons=REASONS,
        verdicts=ledger,
    )
    report = publishing.Report(
        signature=str(signed),
        config=config,
        rows=[publishing.row(pair, str(signed)) for pair in pairs],
        articles=[(article.name, article.sha256) for article in read],
        shown=shown,
        reasons=REASONS,
        measured=publishing.measured(signed.model),
    )
    publishing.write_report(out / publishing.REPORT, report)
    reviewed = publishing.write_review(review, pairs, taken, config, alignment.mismatches)
    return Built(
        articles=len(read),
        passages=passages,
        pairs=tuple(pairs),
        published=published,
        report=out / publishing.REPORT,
        review=reviewed,
        applied=len(taken.entries.keys() - decided.unapplied.keys()),
        conflicts=tuple(publishing.conflicts(ledger, taken.entries, taken.history, decided.unapplied)),
        signature=signed,
        config=config,
        problems=(*problems, *unread, *taken.problems, *reviewed.problems),
    )


def _kept_by_reviewers(taken: Taken, found: Sequence[Pair], articles: Sequence[Article]) -> list[Pair]:
    """The pairs that reviewers decided to keep, and that stand on their page though alignment did not find them."""
    by_name = {article.name: article for article in articles}
    ids = {pair.id for pair in found}
    lost = [
        (name, entry, by_name[entry.article])
        for name, entry in taken.entries.items()
        if name not in ids and entry.article in by_name and entry.verdict.decision in ("accept", "edit", "split")
    ]
    stand = (standing(name, entry.ja, entry.en, article) for name, entry, article in lost)
    return [pair for pair in stand if pair is not None]


def pairs_of_page(page: Page, config: Config = DEFAULT) -> list[Pair]:
    """The pairs of one page that was extracted already, without reasons."""
    texts = [page.article.text, *(original.text for original in page.article.originals)]
    encoder = alignment.load_encoder(config.encoder)
    beads = align_page(page.passages, texts, config.max_bead, encoder=encoder)
    unsaid = [_pair(page, bead) for bead in beads]
    page = page.rendering(rendered(unsaid))
    found = [
        replace(pair, attribution=page.attribution(bead.ja_passage, bead.en_passage, pair.ja.whole, pair.en.whole))
        for pair, bead in zip(unsaid, beads, strict=True)
    ]
    return _numbered(sorted(found, key=lambda pair: (pair.ja.spans, pair.en.spans, pair.id)))


def rendered(pairs: Iterable[Pair]) -> list[Span]:
    """The parts of their page's own text that more likely than not render each other."""
    return [
        span
        for pair in pairs
        if pair.confidence >= LIKELY
        for side in (pair.ja, pair.en)
        if side.document is pair.ja.document
        for span in side.spans
    ]


def _numbered(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a page with ids of their own: of those with the same texts the second gets another one."""
    seen: Counter[str] = Counter()
    named: list[Pair] = []
    for pair in pairs:
        nth = seen[pair.id]
        seen[pair.id] += 1
        named.append(replace(pair, id=_hashed([pair.id, nth])) if nth else pair)
    return named


def _pair(page: Page, found: PageBead) -> Pair:
    """A bead as a pair, of which nobody knows yet who said it."""
    ja, en = _side(page, found.ja_passage, found.ja), _side(page, found.en_passage, found.en)
    return Pair(
        id=_id(page.article, ja, en, found.headline),
        ja=ja,
        en=en,
        confidence=found.bead.confidence,
        relation=found.bead.relation,
        headline=found.headline,
        attribution=Attribution(),
        signals=found.bead.signals,
        group=page.article.name,
        cut=any(sentence.cut for sentence in (*found.ja, *found.en)),
    )


def _side(page: Page, passage: Passage, run: Sequence[Sentence]) -> Side:
    document = page.article if passage.document == 0 else page.article.originals[passage.document - 1]
    spans = tuple(span for sentence in run for span in sentence.spans)
    return Side(spell(passage.language, document.text, spans), document, spans)


def _id(article: Article, ja: Side, en: Side, headline: bool) -> str:
    """The same while the article's name, both texts and `headline` are, wherever on the page the texts stand."""
    return _hashed([article.name, ja.text, en.text, headline])


def _hashed(named: Sequence[object]) -> str:
    """A letter and 16 hex digits: a spreadsheet would make a number of digits with one e among them."""
    return "p" + hashlib.sha256(json.dumps(named).encode()).hexdigest()[:16]
