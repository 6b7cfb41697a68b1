"""What a build leaves behind: dataset, review TSV, ledger of verdicts, report; and what is made of them.

Start with `schema.py`, the columns; `rows.py` makes a row of a pair, and `stored_rows.py` reads and writes rows.
`dataset/`, `review/` and `report/` are what a build writes, `exports/` has the formats of other tools, and `hub/` is
the way to the Hugging Face hub. `bead_formats.py` writes the beads of two texts, `pair_table.py` puts confidences into
a table of given pairs, and `passages.py` shows what a page was taken apart into.
"""

from __future__ import annotations

from corpus.publishing.bead_formats import FORMATS, TextBead, read_beads
from corpus.publishing.dataset.folder import Published, publish
from corpus.publishing.exports.exporters import EXPORTERS, export
from corpus.publishing.exports.standoff import rebuilt_row
from corpus.publishing.hub.editions import EDITIONS, Edition, Wanted, prepare
from corpus.publishing.hub.repository import Changes, Repository, changes, repository, send
from corpus.publishing.new_folder import new_folder, seal
from corpus.publishing.pair_table import CONFIDENCE, PairColumns, columns_of, pair_of, with_confidence
from corpus.publishing.passages import passage_listing, passage_row
from corpus.publishing.reliability import Measured, Point, measured
from corpus.publishing.report.bands import Comparing
from corpus.publishing.report.counts import in_words, outcome
from corpus.publishing.report.page import REPORT, Report, first_shown, report_html, seen_from, write_report
from corpus.publishing.report.read_back import Stored, read_back
from corpus.publishing.review.conflicts import conflicts
from corpus.publishing.review.ledger import Entry, read_ledger, text_digest
from corpus.publishing.review.placing import placed
from corpus.publishing.review.state import check_table, review_state
from corpus.publishing.review.table import Review, table_of, write_review
from corpus.publishing.review.verdicts import Taken, ledger_of, take_verdicts
from corpus.publishing.rows import PLACES, flat_row, row
from corpus.publishing.schema import arrow_schema
from corpus.publishing.sheet import write_rows
from corpus.publishing.signature import Signature, data_digest, documents_digest, row_digest, rows_digest
from corpus.publishing.stored_manifest import manifest_of
from corpus.publishing.stored_rows import (
    has_rows,
    rows_in,
    rows_of,
    splits_of,
    write_config,
    write_parquet,
)

__all__ = [
    "CONFIDENCE",
    "EDITIONS",
    "EXPORTERS",
    "FORMATS",
    "PLACES",
    "REPORT",
    "Changes",
    "Comparing",
    "Edition",
    "Entry",
    "Measured",
    "PairColumns",
    "Point",
    "Published",
    "Report",
    "Repository",
    "Review",
    "Signature",
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
    "documents_digest",
    "export",
    "first_shown",
    "flat_row",
    "has_rows",
    "in_words",
    "ledger_of",
    "manifest_of",
    "measured",
    "new_folder",
    "outcome",
    "pair_of",
    "passage_listing",
    "passage_row",
    "placed",
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
    "row_digest",
    "rows_digest",
    "rows_in",
    "rows_of",
    "seal",
    "seen_from",
    "send",
    "splits_of",
    "table_of",
    "take_verdicts",
    "text_digest",
    "with_confidence",
    "write_config",
    "write_parquet",
    "write_report",
    "write_review",
    "write_rows",
]
