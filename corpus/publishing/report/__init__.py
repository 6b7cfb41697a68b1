"""The page that shows a build to people.

`page.py` is the frame, `counts.py` counts, `figures.py` draws, `view.py` shows an article, `markup.py` escapes;
`read_back.py` is what the page is made from later.
"""
