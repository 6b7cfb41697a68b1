"""The beads of a page.

`beads.py` goes through it in order, of a long page by `stretches.py`: `context.py` adds what the other beads say,
`places.py` and `standing.py` where a bead stands, `habits.py` how the surest ones lie, and `whole_texts.py` which are
of an original that the page renders in order; `relation.py` names the result, with `one_sided.py` for what one side
leaves out, and `explain.py` says why a bead has its score.
"""
