"""Who said it, on which day, and by which account.

`grammar.py` finds who speaks by the grammar around a quotation, `cues.py` by which words, `signers.py` whose name
stands below both texts. `voices.py` is what a page tells of all who may speak; `speakers.py` chooses by what was
learned, with `wordings.py`, `nearby.py` (who has no name) and `persons.py` (what is no person). `joining.py` makes
one of both languages, with `official_accounts.py`. `days.py` gives the day of the lines above, `named_days.py` and
`accounts.py` find all that are named, and `posted.py` chooses by `detail_signals.py` and what was learned.
"""
