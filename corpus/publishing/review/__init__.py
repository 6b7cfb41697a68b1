"""The review TSV and the ledger of verdicts.

`table.py` writes the TSV; `verdicts.py` reads it back, row by row (`decisions.py`, which asks `returned.py` what a
spreadsheet did to the row), into `ledger.py`, which is only ever appended to; what cannot be used goes into `aside.py`.
`conflicts.py` and `state.py` say what is not agreed and how far a review is.
"""
