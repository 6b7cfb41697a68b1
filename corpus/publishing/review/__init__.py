"""The review TSV and the ledger of verdicts.

`table.py` writes the TSV; `verdicts.py` reads it back, row by row (`decisions.py`, which asks `returned.py` what a
spreadsheet did to the row), into `ledger.py`, which is only ever appended to, with what the last dataset tells of pairs
(`before.py`); what cannot be used goes into `aside.py`. `placing.py` finds the pairs that verdicts belong to;
`conflicts.py` and `state.py` say what is not agreed and how far a review is.
"""
