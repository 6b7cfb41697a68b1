"""The dataset's folder.

Start with `folder.py`, which writes it whole or not at all. What stands beside the Parquet files says what they are:
`card.py` (with `front_matter.py` on top), `licence.py` (by `open_licences.py`), `citation.py`, `croissant.py`; and
`manifest.py` what proves them. `wording.py` is what more than one of them says.
"""
