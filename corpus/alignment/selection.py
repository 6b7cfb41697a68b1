"""The best set of beads without order: each character in at most one bead, "nothing" a real choice.

Beads that share characters exclude each other. Choosing the heaviest set of beads where none excludes another is hard
in general and easy on a page: what is left after dropping beads that are not worth their price falls into small groups
of rivals, and each group is solved exactly by branch and bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from corpus.alignment.runs import Bools

ROUNDS = 4  # of improving the set that the search starts from
STEPS = 20_000  # nodes of the search in one group; beyond it the best set so far stands
WORK = 1_000_000  # beads and cliques that are looked at in one group: a line of a thousand rivals takes no longer


def heaviest(weights: Sequence[float], conflicts: Bools) -> list[int]:
    """The indices of the beads whose weights sum highest with no two in conflict; beads of weight <= 0 are left out.

    `conflicts` is a symmetric boolean matrix (b, b). Ties go to the beads that come first.
    """
    useful = [index for index, weight in enumerate(weights) if weight > 0]
    chosen: list[int] = []
    for group in _groups(useful, conflicts):
        chosen.extend(_solve(group, weights, conflicts))
    return sorted(chosen)


def linked(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many things the first of those that it is linked with, directly or by way of others."""
    home = list(range(count))

    def root(thing: int) -> int:
        while home[thing] != thing:
            home[thing] = home[home[thing]]
            thing = home[thing]
        return thing

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        home[high] = low
    return [root(thing) for thing in range(count)]


def _groups(useful: Sequence[int], conflicts: Bools) -> list[list[int]]:
    """The connected components of the conflicts."""
    waiting, groups = set(useful), []
    for first in useful:
        if first not in waiting:
            continue
        waiting.remove(first)
        group, frontier = [first], [first]
        while frontier:
            at = frontier.pop()
            for other in [index for index in np.flatnonzero(conflicts[at]).tolist() if index in waiting]:
                waiting.remove(other)
                group.append(other)
                frontier.append(other)
        groups.append(sorted(group))
    return groups


def _solve(group: Sequence[int], weights: Sequence[float], conflicts: Bools) -> list[int]:
    """Branch and bound over one group, heaviest bead first; sets of beads are the bits of an integer, heaviest lowest.

    The bound: beads that all exclude each other (a clique) give at most the heaviest of them, so what is left weighs at
    most the heaviest of each clique of a cover of the group.
    """
    order = sorted(group, key=lambda index: (-weights[index], index))
    weigh = [weights[index] for index in order]
    inside = conflicts[np.ix_(order, order)]
    enemies = [sum(1 << at for at in np.flatnonzero(row).tolist()) for row in inside]
    cliques = _cliques(enemies)
    best = _improved(weigh, enemies)
    best_weight = sum(weigh[at] for at in range(len(order)) if best >> at & 1)
    waiting = [((1 << len(order)) - 1, 0, 0.0)]  # what is left, what is taken, what it weighs
    for _ in range(min(STEPS, WORK // len(cliques))):
        if not waiting:
            break
        left, taken, weight = waiting.pop()
        if weight > best_weight + 1e-9:
            best, best_weight = taken, weight
        parts = (left & clique for clique in cliques)
        bound = weight + sum(weigh[(part & -part).bit_length() - 1] for part in parts if part)
        if not left or bound <= best_weight + 1e-9:
            continue
        head = left & -left
        at = head.bit_length() - 1
        rivals = left & enemies[at]
        if rivals:  # without rivals left there is no reason to do without it
            waiting.append((left & ~head, taken, weight))
        waiting.append((left & ~head & ~rivals, taken | head, weight + weigh[at]))
    return [index for at, index in enumerate(order) if best >> at & 1]


def _improved(weigh: Sequence[float], enemies: Sequence[int]) -> int:
    """A good set to start from: heaviest first, then one bead for its rivals or several for one while it gains."""
    every = range(len(weigh))

    def filled(taken: int, others: Iterable[int]) -> int:
        for at in others:
            if not taken & (enemies[at] | 1 << at):
                taken |= 1 << at
        return taken

    def total(taken: int) -> float:
        return sum(weigh[at] for at in every if taken >> at & 1)

    best = filled(0, every)
    tries = iter(range(WORK // (2 * len(weigh))))
    for _ in range(ROUNDS):
        before = total(best)
        for at, _ in zip(every, tries, strict=False):
            if best >> at & 1:  # what it keeps out comes in before it may come back
                rivals = [other for other in every if enemies[at] >> other & 1]
                swapped = filled(best & ~(1 << at), rivals)
            else:
                swapped = best & ~enemies[at] | 1 << at
            swapped = filled(swapped, every)
            if total(swapped) > total(best) + 1e-9:
                best = swapped
        if total(best) <= before + 1e-9:
            break
    return best


def _cliques(enemies: Sequence[int]) -> list[int]:
    """A cover of all beads by sets in which each excludes each, found greedily."""
    cliques: list[int] = []
    for at, hostile in enumerate(enemies):
        for number, clique in enumerate(cliques):
            if clique & hostile == clique:
                cliques[number] |= 1 << at
                break
        else:
            cliques.append(1 << at)
    return cliques
