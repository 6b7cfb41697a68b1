"""A dataset for other tools.

`exporters.py` has the table of formats; `tmx.py` is one of them, `standoff.py` (with `standoff_card.py`) a form without
texts.
"""
