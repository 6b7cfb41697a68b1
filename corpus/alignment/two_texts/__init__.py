"""The beads of two texts, by the same score of a bead as on a page.

`beads.py` goes through it: of the drafts along the corridor (`drafts/`), `ordered.py` judges and chooses.
"""
