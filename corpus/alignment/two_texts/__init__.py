"""The beads of two texts, by the same score of a bead as on a page.

`beads.py` goes through it: `sides.py` cuts sentences into parts, `corridor.py` finds where beads may be, over
`patches.py`; `drafts.py` and `bead_signals.py` say what a bead is, `chain.py` finds the best in order, and `ordered.py`
judges and chooses.
"""
