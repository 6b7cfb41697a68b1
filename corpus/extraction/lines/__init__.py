"""What each line of a page is, and what stands before it.

`kinds.py` tells them (a `line.py` each), with `bylines.py`, what is `pasted.py` around a post, what is `chinese.py` and
what a page's `markup.py` says; `unwrapping.py` puts together before all what is one line, with `subtitles.py`.
`labels.py`, `leads.py` (of Japanese lines), `turns.py` (which labels are names) and `row_labels.py` (of rows in both
languages) find who or what a line begins with, by `marks.py`; `dates.py` reads days, and `details.py` is what is read.
"""
