"""`report.html`: what was built, how sure it is, and every article with its two languages side by side.

One file without a single request: style and script stand in it, and a policy in its head lets no other run, should a
page's text ever come through as markup. It is made of rows as they are published and of the articles' texts, so that
`taiyaku report` makes the same of a dataset as the build that wrote it. No clock, no host name, no path.

Start here: this is the frame; `counts` counts, `figures` draws, `view` shows an article, `markup` escapes;
`reliability` is what was measured of confidences.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.config import Config
from corpus.publishing.reliability import Measured, reviewed
from corpus.publishing.report import counts, figures
from corpus.publishing.report.counts import OUTCOMES, WAITS
from corpus.publishing.report.markup import esc
from corpus.publishing.report.view import Leaf, counted, leaf_html
from corpus.publishing.rows import Row
from corpus.store import write_atomic
from corpus.types import Article, Passage, Reason

REPORT = "report.html"
"""The report's name beside the dataset."""

MOST_SHOWN = 300
"""Articles whose alignment a report shows when it is not asked for one: some 30 kB each."""

STYLE, SCRIPT = (Path(__file__).with_name(f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of.

    `rows` are all candidates as published, in page order; `articles` all that were read, as (name, sha256); `shown` the
    articles whose alignment is to be seen, with their passages; `measured` what is known of the model's confidences.
    """

    signature: str
    config: Config
    rows: Sequence[Row]
    articles: Sequence[tuple[str, str]]
    shown: Sequence[tuple[Article, Sequence[Passage]]]
    reasons: Mapping[Reason, str]
    measured: Sequence[Measured] = ()


def first_shown(articles: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of some articles, as (name, sha256), that a report shows when it is not asked for one."""
    return sorted(articles)[:MOST_SHOWN]


def write_report(path: Path, report: Report) -> None:
    """Writes the report, whole or not at all. Raises `CorpusError` where it cannot be written."""
    write_atomic(path, (piece.encode() for piece in report_html(report)))


def report_html(report: Report) -> Iterator[str]:
    """The report as pieces of HTML; those who write it need not hold it as a whole."""
    leaves = _leaves(report)
    yield _head()
    yield f'<header><h1>Taiyaku <span lang="ja">対訳</span></h1><p class="signature">{esc(report.signature)}</p>'
    yield "</header><main>"
    yield _way(report)
    yield _plots(report)
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


def _way(report: Report) -> str:
    config = report.config
    rows = "".join(
        f'<tr><th scope="row">{esc(step.name)}</th><td class="count">{step.count:,}</td>'
        f'<td class="drawn">{figures.bar(step.count, len(report.rows), step.kind) if step.kind else ""}</td>'
        f'<td class="meaning">{esc(step.meaning)}</td></tr>'
        for step in counts.way(len(report.articles), report.rows, report.reasons, config)
    )
    return (
        f'<section id="way"><h2>From articles to kept pairs</h2><table>{rows}</table>'
        f"<p>A pair is kept from a confidence of {config.accept_confidence:g} on; from {config.review_confidence:g} on "
        "a person should look at it.</p></section>"
    )


def _plots(report: Report) -> str:
    config, rows = report.config, report.rows
    marks = {"review": config.review_confidence, "keep": config.accept_confidence}
    own = reviewed(counts.decided(rows))
    curves = [*report.measured, *([own] if own else [])]
    drawn = figures.histogram(counts.histogram(rows, config), marks)
    plots = [_figure("Confidence", drawn, {f"o{at}": name for at, name in enumerate(OUTCOMES)}, "All pairs found.")]
    if curves:
        names = {f"v{at}": curve.name for at, curve in enumerate(curves)}
        note = "Bars are 95 % intervals. On the dotted line, as many are right as the confidence says."
        plots.append(_figure("Reliability", figures.reliability(curves), names, note))
        note = "How many of the pairs from a confidence on are right."
        note += " Reviewers see the doubtful pairs only, so theirs is not that of what is kept." if own else ""
        drawn = figures.precision(curves, config.accept_confidence)
        plots.append(_figure("Precision by threshold", drawn, names, note))
    else:
        note = "There are neither measured figures of this model nor verdicts: no reliability to show."
        plots.append(f"<figure><figcaption><h3>Reliability</h3><p>{note}</p></figcaption></figure>")
    bars = (
        ("Relation", counts.relations(rows)),
        ("Speaker", counts.speakers(rows)),
        ("Publisher", counts.publishers(rows)),
    )
    plots += [_bars(name, *counts.most_of(counted)) for name, counted in bars]
    return f'<section id="plots"><h2>Figures</h2><div class="plots">{"".join(plots)}</div></section>'


def _figure(name: str, drawn: str, key: Mapping[str, str], note: str) -> str:
    """A plot with its key, from classes to names."""
    names = "".join(f'<li class="{kind}">{esc(name)}</li>' for kind, name in key.items())
    return f'<figure><figcaption><h3>{name}</h3></figcaption>{drawn}<ul class="key">{names}</ul><p>{note}</p></figure>'


def _bars(name: str, named: Sequence[tuple[str, int]], others: Sequence[tuple[str, int]]) -> str:
    """A bar for each name; what the others are together is no length to compare with."""
    most = max((count for _, count in named), default=0)
    lines = [(what, count, figures.bar(count, most)) for what, count in named] + [(*one, "") for one in others]
    rows = "".join(
        f'<tr><th scope="row"><bdi>{esc(what)}</bdi></th><td class="count">{count:,}</td>'
        f'<td class="drawn">{bar}</td></tr>'
        for what, count, bar in lines
    )
    table = f"<table>{rows}</table>" if rows else "<p>Nothing is kept.</p>"
    return f"<figure><figcaption><h3>{name} of kept pairs</h3></figcaption>{table}</figure>"


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
    lines = []
    for at, leaf in enumerate(leaves):
        found = counted(leaf.rows, report.config)
        cells = "".join(f'<td class="count">{found[name] or ""}</td>' for name in OUTCOMES)
        title = leaf.article.source.title
        about = f'<span class="meaning"><bdi>{esc(title)}</bdi></span>' if title else ""
        waits = ' class="waits"' if found[WAITS] else ""
        name = f'<a href="#a{at}">{esc(leaf.article.name)}</a>'
        lines.append(f'<tr{waits}><th scope="row">{name} {about}</th>{cells}</tr>')
    heads = "".join(f'<th scope="col" class="count">{name}</th>' for name in OUTCOMES)
    table = f'<table><tr><th scope="col">article</th>{heads}</tr>{"".join(lines)}</table>'
    hidden = len(report.articles) - len(leaves)
    more = f"<p>{hidden:,} more: <code>taiyaku report --article NAME</code> shows one of them.</p>" if hidden else ""
    return f'<section id="articles"><h2>Articles</h2>{table}{more}</section>'


def _alignments(report: Report, leaves: Sequence[Leaf]) -> Iterator[str]:
    waiting = sum(counted(leaf.rows, report.config)[WAITS] for leaf in leaves)
    legend = "".join(f'<span class="c{step}">.{step}</span>' for step in range(10))
    yield (
        '<section id="alignments"><h2>Alignments</h2><div class="filter" role="radiogroup" aria-label="What is shown">'
        '<label><input type="radio" name="show" id="all" checked> everything</label>'
        '<label><input type="radio" name="show" id="beads"> pairs</label>'
        f'<label><input type="radio" name="show" id="review"> to review ({waiting:,})</label>'
        f'<span class="legend" title="confidence">{legend}</span>'
        '<span class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous pair · <kbd>r</kbd> to review</span></div>'
    )
    # A page that was given twice has each of its pairs twice; an id can stand for one only.
    seen: set[str] = set()
    for at, leaf in enumerate(leaves):
        ids = _once(row["id"] for row in leaf.rows) - seen
        seen |= ids
        yield from leaf_html(leaf, f"a{at}", report.config, ids)
    yield "</section>"


def _once(ids: Iterable[str]) -> set[str]:
    """Those that stand there once."""
    return {name for name, count in Counter(ids).items() if count == 1}
