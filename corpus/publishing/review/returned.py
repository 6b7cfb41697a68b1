"""What a spreadsheet did to a row on its way: whether its cells are those that were sent, or typed by a reviewer.

A table in CP932 lacks letters; one in a code page without Japanese (that of Western Windows, Mac Roman) has a question
mark for each Japanese letter, and what else it holds reads as something else. Nothing in a file says which it is: its
own Japanese tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from corpus.publishing.review.corrections import CORRECTIONS
from corpus.publishing.review.ledger import digest_in, digest_with_id, text_digest
from corpus.publishing.sheet import lost
from corpus.text import parts_of

NEW_TEXTS = ("new_ja", "new_en")
OWN = (*NEW_TEXTS, *CORRECTIONS)
"""The columns in which a reviewer writes what is to stand in the place of what stands there."""

ILLEGIBLE = (
    "the letters of this row are not those that were sent, so those of a new text may be wrong, too; save the table as "
    "Unicode text (or UTF-8) and put it here again"
)
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_KANA = re.compile("[\u3041-\u30ff]")
_ERROR = re.compile(
    r"#(?:NAME\?|N/A|DIV/0!|GETTING_DATA|(?:BLOCKED|BUSY|CALC|CONNECT|ERROR|EXTERNAL|FIELD|NULL|NUM|PYTHON|REF|SPILL"
    r"|UNKNOWN|VALUE)!)|#{2,}|Err:\d{3}"
)
"""What stands in place of a formula that cannot be worked out, and of a number that its cell is too narrow for."""

_NUMBER = re.compile(r"\d+(?:[.,](?P<decimals>\d*))?(?P<power>E\+?\d+)?", re.IGNORECASE)


def legible(row: Mapping[str, str], *, lossy: bool) -> bool:
    """Whether the letters of a row are those of its file.

    Nothing but a lack of errors says that a `lossy` table is in CP932: then some of the row's Japanese has to.
    """
    same, ja = as_sent(row), row.get("ja", "")
    if (same and not ja.isascii()) or any(_KANA.search(row.get(column, "")) for column in ("ja", "new_ja", "note")):
        return True
    return not lossy and not (same is False and ja.isascii() and "??" in ja)


def as_sent(row: Mapping[str, str]) -> bool | None:
    """Whether the texts are those that the row was written with, None where it lacks one of them or their digest."""
    cell = row.get("digest")
    if not cell or "ja" not in row or "en" not in row:
        return None
    digest = text_digest(row["ja"], row["en"])
    return digest_in(cell) == digest or _shown_as_number(cell, digest.removeprefix("t"))


def as_it_was(row: Mapping[str, str]) -> dict[str, str]:
    """The row with its texts as they were sent, where all that was changed is how they are written.

    Some programs take letters and their marks apart (か and ゛), in new texts as well, others turn quotation marks.
    """
    if as_sent(row) is not False:
        return dict(row)
    composed = {column: normalize("NFC", cell) for column, cell in row.items()}
    straight = composed | {column: composed[column].translate(_STRAIGHT) for column in ("ja", "en")}
    return next((one for one in (composed, straight) if as_sent(one)), dict(row))


def swapped(new_ja: str, new_en: str, ja: str, en: str) -> str | None:
    """Why new texts cannot be meant for these columns: a part of one is in the other's language, and was not so before.

    A word or two of the other language, such as a name, says nothing.
    """
    right = "write the Japanese into new_ja, and the English into new_en"
    if any(_mostly_japanese(part) and not _stands_in(part, en) for part in parts_of(new_en)):
        return f"new_en is in Japanese; {right}"
    if any(_english(part) and not _stands_in(part, ja) for part in parts_of(new_ja)) and _JAPANESE.search(ja):
        return f"new_ja is in English; {right}"
    return None


def _english(text: str) -> bool:
    return not _JAPANESE.search(text) and len(_WORD.findall(text)) > 1


def _mostly_japanese(text: str) -> bool:
    return 2 * len(_JAPANESE.findall(text)) > sum(letter.isalpha() for letter in text)


def _stands_in(part: str, old: str) -> bool:
    """Whether a part of a new text is cut from the old one."""
    return "".join(part.split()) in "".join(old.split())


def harm(row: Mapping[str, str], *, lossy: bool) -> str | None:
    """Why what a reviewer wrote into a row cannot be used, None where nothing is known to have happened to it.

    In a `lossy` table the texts are not expected to come back as they were sent.
    """
    cell = row.get("digest", "")
    if as_sent(row) is False and not (lossy and digest_in(cell)):
        return "ja, en or digest was changed; leave them, and write a new text into new_ja or new_en (edit)"
    for column in OWN:
        new, old = row.get(column, ""), row.get(column.removeprefix("new_"), "")
        if _ERROR.fullmatch(new):
            return f"{column} is {new!r}, which a spreadsheet shows in place of what was written; write it once more"
        if lossy and lost(new, old):
            found = f"{column} has a question mark that the old text has not, perhaps for a letter that CP932 lacks"
            return f"{found}; save the table as Unicode text (or UTF-8)"
    if any(row.get(column) for column in ("verdict", "note", *OWN)) and not _beside_its_id(row, cell):
        found = f"{row['id']} is not the id of the texts beside it, as where the column id was sorted by itself"
        return f"{found}; in the new table theirs stands in the row with the same digest"
    return None


def _beside_its_id(row: Mapping[str, str], cell: str) -> bool:
    """Whether the digest in a cell was sent beside the id of the row, as far as it tells: an older one does not."""
    name, digest = row.get("id", ""), digest_in(cell)
    return not name or digest is None or "-" not in cell or cell.startswith(digest_with_id(name, digest))


def _shown_as_number(cell: str, digits: str) -> bool:
    """Whether a cell is what a spreadsheet makes of an older digest, which had no letter in front: 3.92459E+11."""
    number = _NUMBER.fullmatch(cell)
    try:
        whole = float(digits)
    except ValueError:
        return False
    if number is None:
        return False
    as_shown = f"{whole:.{len(number['decimals'] or '')}E}" if number["power"] else digits
    return float(cell.replace(",", ".")) == float(as_shown)
