"""`report.html`: what was built, how sure it is, and every article with its two languages side by side.

One file without a single request: style and script stand in it, and a policy in its head lets no other run, should a
page's text ever come through as markup. It is made of rows as they are published and of the articles' texts, so that
`taiyaku report` makes the same of a dataset as the build that wrote it. No clock, no host name, no path but the way
from its own folder to the review TSV.

Start here: this is the frame; `counts` counts, `figures` draws and `plots` frames it, `view` shows an article, `bands`
a pair, `markup` escapes; `reliability` is what was measured of confidences.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from corpus.config import Config
from corpus.publishing.reliability import Measured
from corpus.publishing.report import counts, figures
from corpus.publishing.report.bands import Comparing, Known, repeated
from corpus.publishing.report.counts import KEPT, LEFT, OUTCOMES, WAITS
from corpus.publishing.report.markup import esc, named
from corpus.publishing.report.plots import plots
from corpus.publishing.report.view import Leaf, counted, leaf_html
from corpus.publishing.rows import Row
from corpus.store import write_atomic
from corpus.types import Article, Passage, Reason

REPORT = "report.html"
"""The report's name beside the dataset."""

MOST_SHOWN = 300
"""Articles whose alignment a report shows when it is not asked for one: some 10 kB each."""

STYLE, SCRIPT = (Path(__file__).with_name(f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of.

    `rows` are all candidates as published, in page order; `articles` all that were read, as (name, sha256); `shown` the
    articles whose alignment is to be seen, with their passages; `measured` what is known of the model's confidences.
    `table` is the review TSV as seen from the report's folder (`seen_from`).
    """

    signature: str
    config: Config
    rows: Sequence[Row]
    articles: Sequence[tuple[str, str]]
    shown: Sequence[tuple[Article, Sequence[Passage]]]
    reasons: Mapping[Reason, str]
    comparing: Comparing
    table: str
    measured: Sequence[Measured] = ()


def first_shown(articles: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of some articles, as (name, sha256), that a report shows when it is not asked for one."""
    return sorted(articles)[:MOST_SHOWN]


def write_report(path: Path, report: Report) -> None:
    """Writes the report, whole or not at all. Raises `CorpusError` where it cannot be written."""
    write_atomic(path, (piece.encode() for piece in report_html(report)))


def seen_from(folder: Path, path: Path) -> str:
    """The way from a folder to a file, as an address has it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def report_html(report: Report) -> Iterator[str]:
    """The report as pieces of HTML; those who write it need not hold it as a whole."""
    leaves = _leaves(report)
    yield _head()
    yield _begin(report)
    yield _way(report)
    yield plots(report.rows, report.measured, report.config)
    yield _contents(report, leaves)
    yield from _alignments(report, leaves)
    yield f"</main><script>{SCRIPT}</script></body></html>\n"


def _head() -> str:
    style, script = (base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (STYLE, SCRIPT))
    policy = f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'"
    policy += "; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>Taiyaku: what was built</title>'
        f"<style>{STYLE}</style></head><body>"
    )


def _begin(report: Report) -> str:
    """What this page is, what to do next, and the way to its parts."""
    found = counted(report.rows, report.config)
    pages = "1 page" if len(report.articles) == 1 else f"{len(report.articles):,} pages"
    told = (
        f"Pairs of a Japanese and an English text that say the same, as found on {pages}. Kept in the dataset: "
        f"<b>{found[KEPT]:,}</b>, for a reviewer to decide: <b>{found[WAITS]:,}</b>, left out: <b>{found[LEFT]:,}</b>."
    )
    table = f'<a href="{esc(quote(report.table, errors="surrogateescape"))}">{esc(report.table)}</a>'
    then = (
        f"Next: open {table} in a spreadsheet, write <code>accept</code> or <code>reject</code> into the column "
        "<code>verdict</code>, save it as text with tabs, and build again."
    )
    links = "".join(f'<a href="#{part}">{title}</a> ' for part, title in PARTS.items())
    return (
        '<a class="skip" href="#alignments">Skip to the pairs</a>'
        '<header><h1>Taiyaku <span lang="ja">対訳</span></h1>'
        f"<p>{told}</p><p>{then if found[WAITS] else NOTHING_WAITS}</p>"
        '<p class="signature">Signature (version of the program; digests of model, settings and data): '
        f'{esc(report.signature)}</p><nav aria-label="Parts of this page">{links}</nav></header><main>'
    )


PARTS = {
    "way": "From pages to kept pairs",
    "plots": "Figures",
    "articles": "Articles",
    "alignments": "Alignments",
}
"""The sections of the page by their ids."""

NOTHING_WAITS = "Nothing waits for a reviewer."
NONE_WAITS = f'<p class="nothing waiting">{NOTHING_WAITS}</p>'
"""What is shown in place of the pairs that wait, where none does."""


def _section(part: str) -> str:
    """How a section begins: with its name as its head."""
    return f'<section id="{part}" aria-labelledby="{part}h" tabindex="-1"><h2 id="{part}h">{PARTS[part]}</h2>'


def _way(report: Report) -> str:
    config = report.config
    rows = "".join(
        f'<tr><th scope="row"><span class="step">{esc(step.name)}</span> '
        f'<span class="meaning">{esc(step.meaning)}</span></th><td class="count">{step.count:,}</td>'
        f'<td class="drawn">{figures.bar(step.count, len(report.rows), step.kind) if step.kind else ""}</td></tr>'
        for step in counts.way(len(report.articles), report.rows, report.reasons, config)
    )
    heads = '<th scope="col">step</th><th scope="col" class="count">count</th><th scope="col">of all found</th>'
    return (
        f'{_section("way")}<table aria-labelledby="wayh"><tr>{heads}</tr>{rows}</table>'
        f"<p>A pair is kept from a confidence of {config.accept_confidence:g} on (the setting <code>accept_confidence"
        f"</code>); from {config.review_confidence:g} on (<code>review_confidence</code>) a person should look at it."
        "</p></section>"
    )


def _leaves(report: Report) -> list[Leaf]:
    """The articles that are shown, each with its rows."""
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in report.rows:
        side = row["provenance"]["ja"]
        rows[side["article"], side["sha256"]].append(row)
    return [
        Leaf(article, passages, rows[article.name, article.sha256])
        for article, passages in sorted(report.shown, key=lambda one: (one[0].name, one[0].sha256))
    ]


def _contents(report: Report, leaves: Sequence[Leaf]) -> str:
    """The table of the articles that are shown, and how to see the others."""
    lines, outcomes = [], [counted(leaf.rows, report.config) for leaf in leaves]
    for at, (leaf, found) in enumerate(zip(leaves, outcomes, strict=True)):
        cells = "".join(f'<td class="count">{found[name]}</td>' for name in OUTCOMES)
        title = leaf.article.source.title
        about = f'<span class="meaning">{named(title)}</span>' if title else ""
        waits = ' class="waits"' if found[WAITS] else ""
        name = f'<a href="#a{at}">{named(leaf.article.name)}</a>'
        lines.append(f'<tr{waits}><th scope="row">{name} {about}</th>{cells}</tr>')
    heads = "".join(f'<th scope="col" class="count">{name}</th>' for name in OUTCOMES)
    head = f'<thead><tr><th scope="col">article</th>{heads}</tr></thead>'
    name = "Articles, and what became of the pairs of each"
    table = f'<table aria-label="{name}">{head}<tbody>{"".join(lines)}</tbody></table>'
    table += "" if any(found[WAITS] for found in outcomes) else NONE_WAITS
    hidden = len(report.articles) - len(leaves)
    more = f"<p>{hidden:,} more: <code>taiyaku report --article NAME</code> shows one of them.</p>" if hidden else ""
    return f"{_section('articles')}{table if leaves else '<p>No article is shown.</p>'}{more}</section>"


LEVELS = {0: "below .3", 3: ".3", 5: ".5", 7: ".7", 9: ".9 and more"}
"""The steps of confidence that have a colour, by the first tenth of each."""


def _alignments(report: Report, leaves: Sequence[Leaf]) -> Iterator[str]:
    ids = _anchored(leaves)
    known = Known(
        report.config, report.reasons, report.comparing, repeated(report.rows, report.comparing), set().union(*ids)
    )
    waiting, pairs = sum(counted(leaf.rows, report.config)[WAITS] for leaf in leaves), sum(len(x.rows) for x in leaves)
    legend = "".join(f'<span class="c{step}">{name}</span>' for step, name in LEVELS.items())
    yield (
        f'{_section("alignments")}<div class="filter"><div role="radiogroup" aria-label="What is shown">'
        '<label><input type="radio" name="show" id="all" checked> everything</label>'
        f'<label><input type="radio" name="show" id="beads"> pairs ({pairs:,})</label>'
        f'<label><input type="radio" name="show" id="review"> to review ({waiting:,})</label></div>'
        f'<p class="legend">confidence {legend}</p>'
        '<p class="keys">On a pair: <kbd>j</kbd> <kbd>k</kbd> or <kbd>↓</kbd> <kbd>↑</kbd> next, previous · '
        '<kbd>r</kbd> to review and back · <kbd>Esc</kbd> close</p><p class="told" role="status"></p></div>'
    )
    yield "" if waiting else NONE_WAITS
    yield "" if pairs else '<p class="nothing found">No pair was found.</p>'
    for at, (leaf, anchored) in enumerate(zip(leaves, ids, strict=True)):
        yield from leaf_html(leaf, f"a{at}", known, anchored)
    yield "</section>"


def _anchored(leaves: Sequence[Leaf]) -> list[set[str]]:
    """For each article the ids of its pairs that can be linked to.

    A page that was given twice has each of its pairs twice; an id can stand for one only.
    """
    seen: set[str] = set()
    found = []
    for leaf in leaves:
        listed = Counter(row["id"] for row in leaf.rows)
        found.append({name for name, count in listed.items() if count == 1} - seen)
        seen |= found[-1]
    return found
