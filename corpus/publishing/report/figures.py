"""The plots of the report as inline SVG, of plain functions from values to text.

Each is drawn in units of which 360 are its width, about as wide as it is shown, so that its letters are as large as
those around it on a phone too. Colours are classes, for light, dark and paper (`report.css`): `o` and the number of an
outcome, `v` and the number of a curve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.publishing.reliability import Measured, Point
from corpus.publishing.report.counts import OUTCOMES
from corpus.publishing.report.markup import esc

WIDTH, HEIGHT = 360, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 12, 34  # around the field
FIELD_WIDTH, FIELD_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


def histogram(counts: Mapping[str, Sequence[int]], marks: Mapping[str, float]) -> str:
    """Stacked bars over the confidence from 0 to 1, a colour an outcome; `marks` are lines with a name."""
    columns = list(zip(*counts.values(), strict=True))
    top = _round_up(max((sum(column) for column in columns), default=0))
    width = FIELD_WIDTH / max(1, len(columns))
    bars = []
    for at, column in enumerate(columns):
        below = 0
        for order, (name, count) in enumerate(zip(counts, column, strict=True)):
            if count:
                place = f'x="{_n(_x(at / len(columns)) + 1)}" y="{_n(_y((below + count) / top))}"'
                size = f'width="{_n(width - 2)}" height="{_n(FIELD_HEIGHT * count / top)}"'
                said = f"{at / len(columns):.2f} to {(at + 1) / len(columns):.2f}: {count:,} {name}"
                bars.append(f'<rect class="o{order}" {place} {size}><title>{esc(said)}</title></rect>')
            below += count
    lines = [
        f'<line class="mark" x1="{_n(_x(at))}" x2="{_n(_x(at))}" y1="{TOP}" y2="{TOP + FIELD_HEIGHT}"/>'
        f'<text class="small" {_beside(at)} y="{TOP - 4}">{esc(name)} {at:g}</text>'
        for name, at in marks.items()
    ]
    ticks = {0.0: "0", 0.5: f"{top // 2:,}", 1.0: f"{top:,}"} if top > 1 else {0.0: "0", 1.0: f"{top:,}"}
    total = ", ".join(f"{sum(column):,} {name}" for name, column in counts.items())
    return _plot(f"Pairs by confidence: {total}", "confidence", [*_axes(ticks), *bars, *lines])


def reliability(curves: Sequence[Measured]) -> str:
    """How many pairs are right against the confidence that was said; on the dotted line it is as many as said."""
    line = f'<line class="mark" x1="{LEFT}" y1="{TOP + FIELD_HEIGHT}" x2="{WIDTH - RIGHT}" y2="{TOP}"/>'
    drawn = [piece for order, curve in enumerate(curves) for piece in _curve(order, curve.curve)]
    return _plot("Share of right pairs by confidence", "confidence that was said", [*_axes(SHARES), line, *drawn])


def precision(curves: Sequence[Measured], accept: float) -> str:
    """How many of the pairs from a confidence on are right, with the confidence from which on pairs are kept.

    Where all of it lies above a half, only that half is drawn.
    """
    floor = 0.5 if all(point.low >= 0.5 for curve in curves for point in curve.precision) else 0.0
    line = (
        f'<line class="mark" x1="{_n(_x(accept))}" x2="{_n(_x(accept))}" y1="{TOP}" y2="{TOP + FIELD_HEIGHT}"/>'
        f'<text class="small" {_beside(accept)} y="{TOP + FIELD_HEIGHT - 5}">kept from {accept:g}</text>'
    )
    ticks = {(share - floor) / (1 - floor): name for share, name in SHARES.items() if share >= floor}
    drawn = [piece for order, curve in enumerate(curves) for piece in _curve(order, curve.precision, floor)]
    return _plot("Precision by threshold", "threshold of confidence", [*_axes(ticks), line, *drawn])


def bar(count: int, most: int, outcome: str = OUTCOMES[0]) -> str:
    """A bar for a row of a table, as long as its count is of the largest."""
    width = 100 * count / most if most else 0
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="o{OUTCOMES.index(outcome)}" width="{_n(width)}" height="8"/></svg>'
    )


SHARES = {0.0: "0", 0.25: ".25", 0.5: ".5", 0.75: ".75", 1.0: "1"}


def _curve(order: int, points: Iterable[Point], floor: float = 0.0) -> list[str]:
    """A line through the points, each with the interval of its share; the field begins at the share `floor`."""
    known = list(points)

    def y(share: float) -> str:
        return _n(_y((share - floor) / (1 - floor)))

    pieces = [
        f'<line class="v{order}" x1="{_n(_x(p.at))}" x2="{_n(_x(p.at))}" y1="{y(p.low)}" y2="{y(p.high)}"/>'
        for p in known
    ]
    if len(known) > 1:
        path = " ".join(f"{_n(_x(p.at))},{y(p.share)}" for p in known)
        pieces.append(f'<polyline class="v{order}" points="{path}"/>')
    for p in known:
        said = f"{p.at:.2f}: {p.share:.3f} ({p.low:.3f} to {p.high:.3f}), {p.right:,} of {p.total:,}"
        dot = f'<circle class="v{order}" cx="{_n(_x(p.at))}" cy="{y(p.share)}" r="3">'
        pieces.append(f"{dot}<title>{said}</title></circle>")
    return pieces


def _axes(ticks: Mapping[float, str]) -> list[str]:
    """The lines of the field with what stands at them: shares of its height, and the confidence below."""
    pieces = []
    for at, name in ticks.items():
        pieces.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_n(_y(at))}" y2="{_n(_y(at))}"/>')
        pieces.append(f'<text x="{LEFT - 6}" y="{_n(_y(at) + 4)}" text-anchor="end">{name}</text>')
    for at in (0, 0.2, 0.4, 0.6, 0.8, 1):
        anchor = "end" if at == 1 else "middle"
        pieces.append(f'<text x="{_n(_x(at))}" y="{HEIGHT - 19}" text-anchor="{anchor}">{at:g}</text>')
    return pieces


def _plot(name: str, below: str, pieces: Iterable[str]) -> str:
    field = "".join(pieces)
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{esc(name)}">{field}'
        f'<text x="{_n(_x(0.5))}" y="{HEIGHT - 4}" text-anchor="middle">{esc(below)}</text></svg>'
    )


def _beside(at: float) -> str:
    """Where the name of an upright line begins or ends: on the side of it that has room."""
    return f'x="{_n(_x(at) + 4)}"' if at < 0.5 else f'x="{_n(_x(at) - 4)}" text-anchor="end"'


def _x(share: float) -> float:
    return LEFT + FIELD_WIDTH * share


def _y(share: float) -> float:
    return TOP + FIELD_HEIGHT * (1 - share)


def _n(value: float) -> str:
    """A number of an attribute: a tenth of a unit is finer than any screen."""
    return f"{value:.1f}".removesuffix(".0")


def _round_up(count: int) -> int:
    """The first of 1, 2, 4, 6, 8, 10, 20, 40 … that is not less: from 2 on its half is a count too."""
    size = int(10 ** (len(str(count)) - 1))
    return next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= count)
