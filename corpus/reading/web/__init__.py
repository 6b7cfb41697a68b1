"""Pages of the web, for `fetch`: what `robots.py` allows, by `transport.py`, from `addresses.py` that are public.

`saved.py` writes them, with a sidecar (`sidecar_text.py`) that names the licences they link to (`licence_links.py`).
"""
