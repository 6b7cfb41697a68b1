"""HTML: `page.py` reads a page, by `rendering.py` and `main_content.py`; `page_facts.py` is what it says of itself,
with `linked_data.py` (JSON-LD), `licences.py` and `saved_from.py`.

`elements.py`, `embeds.py` (posts of platforms), `note_marks.py`, `seams.py` and `cited.py` know what markup means,
`lines.py` is what a page becomes on the way, and `markup.py` takes markup apart.
"""
