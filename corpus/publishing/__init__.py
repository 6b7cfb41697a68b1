"""What a build leaves behind: the dataset's folder, and the review TSV with the ledger of verdicts.

Start with `schema.py`, the columns. `rows.py` makes a row of a pair, `dataset.py` writes the folder with the card
(`card.py`, `licence.py`) and the manifest (`manifest.py`); `review.py` writes the review TSV and
`verdicts.py` reads it back, over `sheet.py` (tables as spreadsheets save them) and `ledger.py` (only ever appended).
"""

from __future__ import annotations

from corpus.publishing.dataset import Published, publish
from corpus.publishing.facts import Part
from corpus.publishing.review import Review, write_review
from corpus.publishing.rows import flat_row, row
from corpus.publishing.signature import Signature, data_digest
from corpus.publishing.verdicts import Taken, conflicts, take_verdicts

__all__ = [
    "Part",
    "Published",
    "Review",
    "Signature",
    "Taken",
    "conflicts",
    "data_digest",
    "flat_row",
    "publish",
    "row",
    "take_verdicts",
    "write_review",
]
