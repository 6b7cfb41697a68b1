"""The beads of a page.

`beads.py` goes through it in order, of a long page by `stretches.py`: `context.py` adds what the other beads say, and
`places.py` where a bead stands; `relation.py` names the result, and `explain.py` says why a bead has its score.
"""
