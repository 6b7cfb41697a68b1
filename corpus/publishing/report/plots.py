"""The section of figures: each plot in a frame with its key, a note, and what is drawn as a table of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.config import Config
from corpus.publishing.reliability import Measured, Point, reviewed
from corpus.publishing.report import counts, figures
from corpus.publishing.report.markup import esc, named
from corpus.publishing.rows import Row


def plots(rows: Sequence[Row], measured: Sequence[Measured], config: Config) -> str:
    """What is seen of all pairs at once."""
    own = reviewed(counts.decided(rows))
    drawn = [_confidence(rows, config), *_reliability([*measured, *([own] if own else [])], own is not None, config)]
    bars = (
        ("Relation", counts.relations(rows)),
        ("Speaker", counts.speakers(rows)),
        ("Publisher", counts.publishers(rows)),
    )
    drawn += [_bars(name, *counts.most_of(counted)) for name, counted in bars]
    head = '<section id="plots" aria-labelledby="plotsh"><h2 id="plotsh">Figures</h2>'
    return f'{head}<div class="plots">{"".join(drawn)}</div></section>'


def _confidence(rows: Sequence[Row], config: Config) -> str:
    """How many pairs there are at each confidence."""
    marks = {"to review from": config.review_confidence, "kept from": config.accept_confidence}
    found = counts.histogram(rows, config)
    columns = list(zip(*found.values(), strict=True))
    values = [
        (f"{at / len(columns):.2f} to {(at + 1) / len(columns):.2f}", *(f"{count:,}" for count in column))
        for at, column in enumerate(columns)
        if any(column)
    ]
    note = "How many pairs have which confidence. Each field has a scale of its own: at its left is its highest bar."
    table = _values("Pairs by confidence", ("confidence", *found), values)
    return _figure("Confidence", figures.histogram(found, marks), note, table)


def _reliability(curves: Sequence[Measured], own: bool, config: Config) -> list[str]:
    """How right confidences are, as far as that is known; `own` says that a curve is of this corpus's reviewers."""
    if not curves:
        note = "There are neither measured figures of this model nor verdicts: no reliability to show."
        return [f"<figure><figcaption><h3>Reliability</h3><p>{note}</p></figcaption></figure>"]
    key = "".join(f"<li>{figures.sample(at)} {esc(curve.name)}</li>" for at, curve in enumerate(curves))
    key = f'<ul class="key">{key}</ul>'
    note = "Upright lines are 95 % intervals. On the dotted line, as many are right as the confidence says."
    values = _curves("Share of right pairs by confidence", "confidence", {one.name: one.curve for one in curves})
    found = [_figure("Reliability", figures.reliability(curves), note, key + values)]
    note = "How many of the pairs from a confidence on are right."
    note += " Reviewers see the doubtful pairs only, so theirs is not that of what is kept." if own else ""
    values = _curves("Share of right pairs", "from confidence", {one.name: one.precision for one in curves})
    drawn = figures.precision(curves, config.accept_confidence)
    return [*found, _figure("Precision by threshold", drawn, note, key + values)]


def _curves(caption: str, at: str, curves: Mapping[str, Sequence[Point]]) -> str:
    """The points of some curves as a table."""
    rows = [
        (name, f"{p.at:.2f}", f"{p.share:.3f}", f"{p.low:.3f} to {p.high:.3f}", f"{p.right:,} of {p.total:,}")
        for name, points in curves.items()
        for p in points
    ]
    return _values(caption, ("measured on", at, "share", "95 % interval", "right"), rows)


def _values(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of what is drawn, folded up."""
    head = "".join(f'<th scope="col">{esc(one)}</th>' for one in heads)
    lines = (
        f'<tr><th scope="row">{esc(first)}</th>{"".join(f"<td>{esc(one)}</td>" for one in others)}</tr>'
        for first, *others in rows
    )
    table = f'<table aria-label="{esc(caption)}"><tr>{head}</tr>{"".join(lines)}</table>'
    return f'<details><summary>Values</summary><div class="values">{table}</div></details>'


def _figure(name: str, drawn: str, note: str, below: str) -> str:
    """A plot with what stands below it."""
    return f"<figure><figcaption><h3>{name}</h3></figcaption>{drawn}<p>{note}</p>{below}</figure>"


def _bars(name: str, listed: Sequence[tuple[str, int]], others: Sequence[tuple[str, int]]) -> str:
    """A bar for each name; what the others are together is no length to compare with."""
    most = max((count for _, count in listed), default=0)
    lines = [(what, count, figures.bar(count, most)) for what, count in listed] + [(*one, "") for one in others]
    rows = "".join(
        f'<tr><th scope="row" title="{esc(what)}"><span class="name">{named(what)}</span></th>'
        f'<td class="count">{count:,}</td><td class="drawn">{bar}</td></tr>'
        for what, count, bar in lines
    )
    heads = f'<th scope="col">{name.lower()}</th><th scope="col" class="count">pairs</th><td class="drawn"></td>'
    table = f'<table class="bars" aria-label="{name} of kept pairs"><tr>{heads}</tr>{rows}</table>'
    return f"<figure><figcaption><h3>{name} of kept pairs</h3></figcaption>{table if rows else EMPTY}</figure>"


EMPTY = "<p>Nothing is kept.</p>"
