"""What two texts say of each other, wherever they stand.

`facing.py` compares all runs of one side with all of the other: vectors, pieces and words by `coverage.py`,
`numbers.py`, and `anchors.py` (what looks the same in both languages). `signals.py` is the table of it, `mismatches.py`
what a reviewer should look at.
"""
