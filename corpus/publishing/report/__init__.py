"""The page that shows a build to people.

`page.py` is the frame, `counts.py` counts, `figures.py` draws and `plots.py` frames what is drawn, `view.py` shows an
article and `bands.py` a pair, `markup.py` escapes; `read_back.py` is what the page is made from later.
"""
