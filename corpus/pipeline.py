"""The way of an article through a build, wing by wing. Read it as a table of contents."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tqdm import tqdm

from corpus import alignment, publishing
from corpus.alignment import PageBead, align_page
from corpus.config import Config
from corpus.curation import REASONS, curate, decide, followers, most_alike, same_texts, settled, standing
from corpus.extraction import Page, attribution_digest, extract, is_broken
from corpus.ids import numbered, pair_id
from corpus.pool import pool_in
from corpus.publishing import Published, Review, Signature, Taken
from corpus.reading import READERS, checked_folder, others_in, read_folder
from corpus.store import MANIFEST, held, refuse_foreign, refuse_link
from corpus.text import spell
from corpus.types import Article, Attribution, CorpusError, Pair, Passage, Sentence, Side, Span
from corpus.version import __version__
from corpus.workers import hidden, side_by_side

DEFAULT = Config()
LIKELY = 0.5  # confidence from which a pair tells which parts of a page render each other


def curated(page: Page, config: Config = DEFAULT) -> list[Pair]:
    """The pairs of one page by itself, with their reasons."""
    return curate(pairs_of_page(page, config), config)


def signature(articles: Sequence[Article], config: Config) -> Signature:
    """What the numbers of these articles' pairs depend on."""
    scores = alignment.model_digest(alignment.load_encoder(config.encoder))
    told = hashlib.sha256(f"{attribution_digest()} {alignment.relation_digest()}".encode()).hexdigest()[:8]
    return Signature(__version__, scores + told, config.digest, publishing.data_digest(articles))


@dataclass(frozen=True, repr=False)
class Built:
    """What a build did: what it read and found, what it wrote, and what was wrong on the way.

    `problems` names each article that could not be read, and why: a build goes on without it and raises nothing.
    `conflicts` are verdicts that hold no more, or on which reviewers differ. `published.folder` is the dataset.
    """

    articles: int
    passages: int
    pairs: tuple[Pair, ...]
    published: Published
    report: Path
    review: Review
    applied: int  # verdicts
    followers: int  # pairs that have the texts of one with a verdict, and none of their own
    conflicts: tuple[CorpusError, ...]
    moved: tuple[str, ...]  # what is said of verdicts that hold for another place than in the last build
    signature: Signature
    config: Config
    problems: tuple[CorpusError, ...]
    others: Mapping[str, int]  # files of kinds that are not read, by their endings

    def __repr__(self) -> str:
        told: dict[str, object] = {"articles": self.articles, **self.counts, "problems": len(self.problems)}
        told |= {"conflicts": len(self.conflicts), "dataset": str(self.published.folder)}
        return f"Built({', '.join(f'{name}={value!r}' for name, value in told.items())})"

    @property
    def counts(self) -> Counter[str]:
        """How many pairs are `kept` and how many are left out for each reason."""
        return Counter({name: count for name, count in self.published.counts.items() if count})


def build(
    articles: Path, originals: Path, review: Path, out: Path, config: Config = DEFAULT, workers: int = 1
) -> Built:
    """From a folder of articles to the dataset in `out/dataset`, the report beside it and the review TSV in `review`.

    Pages are aligned by so many processes side by side, which changes nothing of what comes out.
    Before anything else the reviewers' decisions are taken into their ledger. An article with something wrong is named
    in `problems` and does not stop the others. CorpusError where the whole build is impossible, where another one has
    `out` or `review` in hand, and where no page can be read though there is a dataset with rows: that stays.
    """
    _refuse_places(articles, originals, out, review)
    with held(out, review):
        return _build(articles, originals, review, out, config, workers)


def _refuse_places(articles: Path, originals: Path, out: Path, review: Path) -> None:
    """CorpusError where there is no folder of articles, where that of originals is there and cannot be read, where
    what is built would be read by the next build, and where it could not be written in the end.
    """
    checked_folder(articles, "Put pages into it, or name another folder of articles")
    if os.path.lexists(originals):
        checked_folder(originals, "Name another folder of originals")
    for what, folder in (("articles", articles), ("originals", originals)):
        if out.resolve().is_relative_to(folder.resolve()):
            message = f"is in the folder of {what}, where the next build would read the report: build into another"
            raise CorpusError(message, path=out)
    refuse_foreign(out / "dataset")
    for path in (out / publishing.REPORT, publishing.table_of(review), publishing.ledger_of(review)):
        refuse_link(path)


def _refuse_nothing(articles: Path, problems: Sequence[CorpusError], dataset: Path) -> None:
    """CorpusError where no page was read and yet there is a dataset with rows, which nobody meant to be replaced."""
    if (dataset / MANIFEST).exists() and publishing.has_rows(dataset, "candidates"):
        why = f" ({problems[0]})" if problems else ""
        message = f"no page here can be read{why}, so {dataset} stays as it was: name the folder of articles, or "
        raise CorpusError(f"{message}remove the dataset if it is to have no rows", path=articles)


def _build(articles: Path, originals: Path, review: Path, out: Path, config: Config, workers: int) -> Built:
    ledger = publishing.ledger_of(review)
    taken = publishing.take_verdicts(review, out / "dataset")
    listed, problems = read_folder(articles, originals=originals, max_bytes=config.max_bytes)
    if not listed:
        _refuse_nothing(articles, problems, out / "dataset")
        message = f"no page was read: put some ({', '.join(READERS)}) into the folder"
        if problems:
            message = "no page was read: what lies in the folder is none, or cannot be read, as is said of each file"
        problems.append(CorpusError(message, path=articles))
    _, unread = pool_in(originals, config)
    read: list[Article] = []
    found: list[Pair] = []
    first = set(publishing.first_shown((article.name, article.sha256) for article in listed))
    shown: list[tuple[Article, tuple[Passage, ...]]] = []
    passages = 0
    aligned = side_by_side(partial(_aligning, originals, config), listed, workers)
    for page in tqdm(aligned, total=len(listed), desc="articles", unit="", disable=hidden()):
        read.append(page.article)
        passages += len(page.passages)
        if (page.article.name, page.article.sha256) in first:
            shown.append((page.article, page.passages))
        found.extend(page.pairs)
    pages = {article.name for article in read}
    home = publishing.placed(taken, found, pages, ledger, out / "dataset")
    taken = home.taken
    chosen = settled(found, _kept_by_reviewers(taken, found, read), taken.verdicts)
    decided = decide(chosen.pairs, chosen.verdicts)
    unapplied = {**chosen.unapplied, **decided.unapplied}
    pairs = curate(decided.pairs, config)
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
        comparing=publishing.Comparing(alignment.mismatches, same_texts),
        table=publishing.seen_from(out, publishing.table_of(review)),
        measured=publishing.measured(signed.model),
    )
    publishing.write_report(out / publishing.REPORT, report)
    reviewed = publishing.write_review(review, pairs, taken, config, alignment.mismatches, published.folder)
    return Built(
        articles=len(read),
        passages=passages,
        pairs=tuple(pairs),
        published=published,
        report=out / publishing.REPORT,
        review=reviewed,
        applied=len(taken.entries.keys() - unapplied.keys()),
        followers=len(followers(pairs)),
        conflicts=(
            *publishing.conflicts(
                ledger, taken.entries, taken.history, unapplied, _alike(taken, unapplied, pairs), pages
            ),
            *home.conflicts,
            *taken.repeated,
        ),
        moved=home.moved,
        signature=signed,
        config=config,
        problems=(*problems, *unread, *taken.problems, *reviewed.problems),
        others=others_in(articles) + others_in(originals),
    )


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A page that was aligned: its article with the originals it quotes, its passages, its pairs."""

    article: Article
    passages: tuple[Passage, ...]
    pairs: tuple[Pair, ...]


def _aligning(originals: Path, config: Config) -> Callable[[Article], _Aligned]:
    """What gives a build all that it wants of an article, which may quote whatever lies in the folder of originals."""
    pool, _ = pool_in(originals, config)

    def aligned(article: Article) -> _Aligned:
        page = pool.page(article, config)
        return _Aligned(page.article, page.passages, tuple(pairs_of_page(page, config)))

    return aligned


def _kept_by_reviewers(taken: Taken, found: Sequence[Pair], articles: Sequence[Article]) -> list[Pair]:
    """The pairs that reviewers decided to keep, and that stand on their page though alignment did not find them."""
    by_name = {article.name: article for article in articles}
    ids = {pair.id for pair in found}
    lost = [
        (name, entry)
        for name, entry in sorted(taken.entries.items(), key=lambda one: "." in one[0])  # wholes before their parts
        if name not in ids and entry.article in by_name and entry.verdict.decision in ("accept", "edit", "split")
    ]
    passages = {name: extract(by_name[name]).passages for name in {entry.article for _, entry in lost}}
    near = {name: [pair for pair in found if pair.ja.document.name == name] for name in passages}
    stood: list[Pair] = []
    for name, entry in lost:
        page = entry.article
        if name.partition(".")[0] not in ids and (
            pair := standing(name, entry.ja, entry.en, by_name[page], passages[page], near[page])
        ):
            stood.append(pair)
            ids.add(name)
    return stood


def _alike(taken: Taken, unapplied: Iterable[str], pairs: Sequence[Pair]) -> dict[str, str]:
    """For ids with a verdict and no pair any more that of an undecided pair of their page that is much like theirs."""
    ids = {pair.id for pair in pairs}
    found: dict[str, str] = {}
    for name in unapplied:
        entry = taken.entries[name]
        if name not in ids and (entry.ja or entry.en):
            near = (pair for pair in pairs if pair.ja.document.name == entry.article and pair.verdict is None)
            if pair := most_alike(entry.ja, entry.en, near):
                found[name] = pair.id
    return found


def pairs_of_page(page: Page, config: Config = DEFAULT) -> list[Pair]:
    """The pairs of one page that was extracted already, without reasons."""
    texts = [page.article.text, *(original.text for original in page.article.originals)]
    encoder = alignment.load_encoder(config.encoder)
    beads = align_page(page.passages, texts, config.max_bead, encoder=encoder)
    unsaid = [_pair(page, bead) for bead in beads]
    page = page.rendering(rendered(unsaid))
    told = [
        (bead.ja_passage, bead.en_passage, pair.ja.whole, pair.en.whole)
        for pair, bead in zip(unsaid, beads, strict=True)
    ]
    found = [replace(pair, attribution=said) for pair, said in zip(unsaid, page.attributions(told), strict=True)]
    ordered = sorted(found, key=lambda pair: (pair.ja.spans, pair.en.spans, pair.id))
    names = numbered(pair.id for pair in ordered)
    return [replace(pair, id=name) for pair, name in zip(ordered, names, strict=True)]


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


def _pair(page: Page, found: PageBead) -> Pair:
    """A bead as a pair, of which nobody knows yet who said it."""
    ja, en = _side(page, found.ja_passage, found.ja), _side(page, found.en_passage, found.en)
    return Pair(
        id=pair_id(page.article.name, ja.text, en.text, found.headline),
        ja=ja,
        en=en,
        confidence=found.bead.confidence,
        relation=found.bead.relation,
        headline=found.headline,
        attribution=Attribution(),
        signals=found.bead.signals,
        group=page.article.name,
        cut=any(sentence.cut for sentence in (*found.ja, *found.en)) or is_broken(ja.text) or is_broken(en.text),
        contradicts=alignment.contradicts(ja.text, en.text),
    )


def _side(page: Page, passage: Passage, run: Sequence[Sentence]) -> Side:
    document = page.article if passage.document == 0 else page.article.originals[passage.document - 1]
    spans = tuple(span for sentence in run for span in sentence.spans)
    return Side(spell(passage.language, document.text, spans), document, spans)
