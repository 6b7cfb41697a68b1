"""The best chain of beads: in order on both sides, with a price for every jump; start at `chain`.

Beads are few against the cells of a table, so the dynamic programming goes over beads and not over cells. With a price
linear in what stays unaligned, an alignment weighs what its beads weigh (the price of a gap is the same wherever the
gap is, so it goes into the beads), and the best one that ends in a bead extends the best that ended before it on both
sides: a staircase of (place in the English, weight), searched by bisection, as in the chaining of anchors in genomes
(Abouelhoda and Ohlebusch 2005). Blocks that moved are reached by a jump: from the best chain anywhere, at a price.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from corpus.alignment.runs import Array, Ints

NOWHERE = -1


def chain(
    ja_first: Ints, ja_end: Ints, en_first: Ints, en_end: Ints, weights: Array, jump: float
) -> tuple[Array, Ints]:
    """For each bead (b,) the weight of the best chain that ends with it, and the bead before it there (-1: none).

    A bead follows another if it begins behind it on both sides, or, for the price `jump`, behind it in the Japanese.
    """
    count = len(weights)
    before = np.full(count, NOWHERE, np.int64)
    starting = np.lexsort((en_first, ja_first)).tolist()
    ending = np.argsort(ja_end, kind="stable").tolist()
    begins, ends, places, stops, weigh = (x.tolist() for x in (ja_first, ja_end, en_first, en_end, weights))
    best = [0.0] * count
    # The staircase: nothing that ends further in the English is lighter.
    at_place, at_weight, at_bead = [-(1 << 60)], [0.0], [NOWHERE]
    top, top_bead, ended = 0.0, NOWHERE, 0
    for bead in starting:
        begin = begins[bead]
        while ended < count and ends[ending[ended]] <= begin:
            done = ending[ended]
            ended += 1
            weight, stop = best[done], stops[done]
            step = bisect_right(at_place, stop)
            if at_weight[step - 1] < weight:
                if at_place[step - 1] == stop:
                    step -= 1
                last = step
                while last < len(at_place) and at_weight[last] <= weight:
                    last += 1
                at_place[step:last], at_weight[step:last], at_bead[step:last] = [stop], [weight], [done]
            if weight > top:
                top, top_bead = weight, done
        step = bisect_right(at_place, places[bead]) - 1
        weight, previous = at_weight[step], at_bead[step]
        if top - jump > weight:
            weight, previous = top - jump, top_bead
        best[bead] = weight + weigh[bead]
        before[bead] = previous
    return np.array(best, np.float64), before


def best_chain(total: Array, before: Ints) -> list[int]:
    """The beads of the heaviest chain, first to last; none where no chain weighs anything."""
    found: list[int] = []
    bead = int(total.argmax()) if len(total) else NOWHERE
    if bead == NOWHERE or total[bead] <= 0:
        return found
    while bead != NOWHERE:
        found.append(bead)
        bead = int(before[bead])
    return found[::-1]


def lost(ja_first: Ints, ja_end: Ints, en_first: Ints, en_end: Ints, weights: Array, jump: float) -> Array:
    """How much lighter the best chain through each bead is than the best chain (b,); 0 for the beads of the best."""
    if not len(weights):
        return np.zeros(0)
    until, _ = chain(ja_first, ja_end, en_first, en_end, weights, jump)
    since, _ = chain(-ja_end, -ja_first, -en_end, -en_first, weights, jump)
    through = until + since - weights
    return np.asarray(max(0.0, float(through.max())) - through)
