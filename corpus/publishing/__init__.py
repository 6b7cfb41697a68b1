"""What a build leaves behind: the dataset's folder, and the review TSV with the ledger of verdicts.

Start with `schema.py`, the columns. `rows.py` makes a row of a pair, `dataset.py` writes the folder with the card
(`card.py`, `licence.py`) and the manifest (`manifest.py`); `review.py` writes the review TSV and
`verdicts.py` reads it back, row by row (`decisions.py`), over `sheet.py` (tables as spreadsheets save them) and
`ledger.py` (only ever appended); `conflicts.py` and `state.py` say what is not
agreed and how far a review is.
`bead_formats.py` writes the beads of two texts, `pair_table.py` puts confidences into a table of given pairs,
`passages.py` shows what a page was taken apart into. `report.py` is the page that shows a build to people,
`read_back.py` what it is made from later. `exports.py` gives a dataset to other tools: `tmx.py` is one of their
formats, `standoff.py` a form without texts, `stored_rows.py` reads and writes rows, `new_folder.py` the folder.
`editions.py` says what of a dataset is given away (`open_edition.py`, `open_licences.py`), `hub.py` sends it to a
repository, and `hub_errors.py` what is wrong there, without the token.
"""

from __future__ import annotations

from corpus.publishing.bead_formats import FORMATS, TextBead, read_beads
from corpus.publishing.conflicts import conflicts
from corpus.publishing.dataset import Published, publish
from corpus.publishing.editions import EDITIONS, Edition, File, Wanted, prepare
from corpus.publishing.exports import EXPORTERS, Exported, export
from corpus.publishing.facts import Part
from corpus.publishing.hub import Changes, Repository, changes, repository, send
from corpus.publishing.ledger import Entry, read_ledger, text_digest
from corpus.publishing.new_folder import new_folder, seal
from corpus.publishing.pair_table import CONFIDENCE, PairColumns, columns_of, pair_of, with_confidence
from corpus.publishing.passages import passage_listing, passage_row
from corpus.publishing.read_back import Stored, read_back
from corpus.publishing.reliability import Measured, Point, measured
from corpus.publishing.report import REPORT, Report, first_shown, report_html, write_report
from corpus.publishing.review import Review, write_review
from corpus.publishing.rows import PLACES, flat_row, row
from corpus.publishing.schema import arrow_schema
from corpus.publishing.sheet import write_rows
from corpus.publishing.signature import Signature, data_digest
from corpus.publishing.standoff import rebuilt_row
from corpus.publishing.state import State, check_table, review_state
from corpus.publishing.stored_rows import manifest_of, rows_of, splits_of, write_parquet
from corpus.publishing.verdicts import Taken, ledger_of, take_verdicts

__all__ = [
    "CONFIDENCE",
    "EDITIONS",
    "EXPORTERS",
    "FORMATS",
    "PLACES",
    "REPORT",
    "Changes",
    "Edition",
    "Entry",
    "Exported",
    "File",
    "Measured",
    "PairColumns",
    "Part",
    "Point",
    "Published",
    "Report",
    "Repository",
    "Review",
    "Signature",
    "State",
    "Stored",
    "Taken",
    "TextBead",
    "Wanted",
    "arrow_schema",
    "changes",
    "check_table",
    "columns_of",
    "conflicts",
    "data_digest",
    "export",
    "first_shown",
    "flat_row",
    "ledger_of",
    "manifest_of",
    "measured",
    "new_folder",
    "pair_of",
    "passage_listing",
    "passage_row",
    "prepare",
    "publish",
    "read_back",
    "read_beads",
    "read_ledger",
    "rebuilt_row",
    "report_html",
    "repository",
    "review_state",
    "row",
    "rows_of",
    "seal",
    "send",
    "splits_of",
    "take_verdicts",
    "text_digest",
    "with_confidence",
    "write_parquet",
    "write_report",
    "write_review",
    "write_rows",
]
