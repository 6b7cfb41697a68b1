"""The plots of the report as inline SVG, of plain functions from values to text.

Each is drawn in units of which 360 are its width, about as wide as it is shown, so that its letters are as large as
those around it on a phone too. Colours are classes, for light, dark and paper (`report.css`): `o` and the number of an
outcome, `v` and the number of a curve.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.publishing.reliability import Measured, Point
from corpus.publishing.report.counts import OUTCOMES
from corpus.publishing.report.markup import esc

WIDTH, HEIGHT = 360, 260
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 24, 34  # around the field
HEAD = 18  # above the bars of an outcome
FIELD_WIDTH, FIELD_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


def histogram(counts: Mapping[str, Sequence[int]], marks: Mapping[str, float]) -> str:
    """Bars over the confidence from 0 to 1, of each outcome in a field of its own; `marks` are lines with a name.

    Each field is as high as its highest bar: beside thousands of sure pairs a few doubtful ones would not be seen.
    """
    pieces: list[str] = []
    for order, (name, values) in enumerate(counts.items()):
        pieces += _field(order, name, values)
    lines = [
        f'<line class="mark" x1="{_n(_x(at))}" x2="{_n(_x(at))}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text class="small" {_beside(at)} y="{TOP - 4}">{esc(name)} {at:g}</text>'
        for name, at in marks.items()
    ]
    total = ", ".join(f"{sum(values):,} {name}" for name, values in counts.items())
    return _plot(f"Pairs by confidence: {total}", "confidence", [*_below(), *pieces, *lines])


def _field(order: int, name: str, values: Sequence[int]) -> Iterator[str]:
    """The bars of one outcome, the count of the highest at its top, its name in words above."""
    room = FIELD_HEIGHT / len(OUTCOMES)
    foot = TOP + room * (order + 1)
    high, top, width = room - HEAD, max(values, default=0), FIELD_WIDTH / max(1, len(values))
    yield f'<text x="{_n(_x(0.5))}" y="{_n(foot - high - 5)}" text-anchor="middle">{esc(name)}: {sum(values):,}</text>'
    yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_n(foot)}" y2="{_n(foot)}"/>'
    yield f'<text class="small" x="{LEFT - 6}" y="{_n(foot)}" text-anchor="end">0</text>'
    if not top:
        return
    yield f'<text class="small" x="{LEFT - 6}" y="{_n(foot - high + 7)}" text-anchor="end">{top:,}</text>'
    for at, count in enumerate(values):
        if count:
            tall = max(1.5, high * count / top)  # one pair beside thousands is still to be seen
            place = f'x="{_n(_x(at / len(values)) + 1)}" y="{_n(foot - tall)}"'
            size = f'width="{_n(width - 2)}" height="{_n(tall)}"'
            said = f"{at / len(values):.2f} to {(at + 1) / len(values):.2f}: {count:,} {name}"
            yield f'<rect class="o{order}" {place} {size}><title>{esc(said)}</title></rect>'


def reliability(curves: Sequence[Measured]) -> str:
    """How many pairs are right against the confidence that was said; on the dotted line it is as many as said."""
    line = f'<line class="mark" x1="{LEFT}" y1="{TOP + FIELD_HEIGHT}" x2="{WIDTH - RIGHT}" y2="{TOP}"/>'
    drawn = [piece for order, curve in enumerate(curves) for piece in _curve(order, curve.curve)]
    name = "Share of right pairs by confidence: the table of values has what is drawn"
    return _plot(name, "confidence that was said", [*_axes(SHARES), line, *drawn])


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
    name = "Share of right pairs among those from a confidence on: the table of values has what is drawn"
    return _plot(name, "confidence from which on pairs count", [*_axes(ticks, floor), line, *drawn])


def bar(count: int, most: int, outcome: str = OUTCOMES[0]) -> str:
    """A bar for a row of a table, as long as its count is of the largest."""
    width = 100 * count / most if most else 0
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="o{OUTCOMES.index(outcome)}" width="{_n(width)}" height="8"/></svg>'
    )


MARKERS = ("M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z", "M-3-3h6v6h-6z", "M0-4.2l4.2 4.2l-4.2 4.2l-4.2-4.2z")
"""A disc, a square and a square on its corner."""

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
        pieces.append(_marker(order, _n(_x(p.at)), y(p.share), said))
    return pieces


def _marker(order: int, x: str, y: str, said: str = "") -> str:
    """A point of a curve in the shape that is its own, so that colour is not all that tells curves apart."""
    title = f"<title>{said}</title>" if said else ""
    return f'<path class="v{order}" transform="translate({x} {y})" d="{MARKERS[order % len(MARKERS)]}">{title}</path>'


def sample(order: int) -> str:
    """A curve's line and marker, for the key."""
    line = f'<polyline class="v{order}" points="0,5 26,5"/>'
    return f'<svg class="sample" viewBox="0 0 26 10" aria-hidden="true">{line}{_marker(order, "13", "5")}</svg>'


def _axes(ticks: Mapping[float, str], floor: float = 0.0) -> list[str]:
    """The lines of a field of shares with what stands at them, and the confidence below."""
    begins = f", from {floor:g} on" if floor else ""
    pieces = [f'<text class="small" x="2" y="{TOP - 10}">share that is right{begins}</text>']
    for at, name in ticks.items():
        pieces.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_n(_y(at))}" y2="{_n(_y(at))}"/>')
        pieces.append(f'<text x="{LEFT - 6}" y="{_n(_y(at) + 4)}" text-anchor="end">{name}</text>')
    return [*pieces, *_below()]


def _below() -> Iterator[str]:
    """The confidences below a field."""
    for at in (0, 0.2, 0.4, 0.6, 0.8, 1):
        anchor = "end" if at == 1 else "middle"
        yield f'<text x="{_n(_x(at))}" y="{HEIGHT - 19}" text-anchor="{anchor}">{at:g}</text>'


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
