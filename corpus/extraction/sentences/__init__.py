"""Where sentences begin and end, in both languages.

`splitting.py` cuts, by `breaks.py`, `strokes.py`, `enclosing.py` and `asides.py`; `english_runs.py` finds English
inside Japanese lines, `quotations.py` what brackets hold, and `broken.py` tells what is not whole.
"""
