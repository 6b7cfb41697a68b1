"""Beads as they are first thought of, with the first opinion that both ways of aligning begin with.

`sides.py` cuts sentences into parts, `corridor.py` finds where beads may be, over `patches.py`; `drafts.py` and
`bead_signals.py` say what a bead is, and `chain.py` finds the best in order.
"""
