"""How three hundred layouts are read of which a person wrote down what to expect (`scripts/evaluate_expected.py`).

The pages and their expected pairs are in `tests/cases/expected_layouts`, whose README says how they are written. Found
are body pairs with a confidence of at least .5 and the expected letters and digits on both sides, kept those without a
reason; who speaks, the account and the day are counted over the found pairs for which the writer says them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
from evaluate_pages import same_speaker_ja

import corpus
from corpus.types import Attribution, Pair

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "cases" / "expected_layouts"
FOUND = 0.5
_PAGE = regex.compile(
    r"^##### (?!EXP$)(?P<name>\S+)\n(?P<page>.*?)^##### EXP\n(?P<pairs>.*?)(?=^##### |\Z)",
    regex.MULTILINE | regex.DOTALL,
)
UNSAID = "?"


@dataclass(frozen=True)
class Expected:
    """A page, and for each pair its texts and what is said of it, in the order of the file's columns."""

    name: str
    page: str
    pairs: tuple[tuple[str, ...], ...]


def expected_pages(folder: Path = FOLDER) -> Iterator[Expected]:
    """The pages of a folder in the order of its files."""
    for path in sorted(folder.glob("*.txt")):
        for match in _PAGE.finditer(path.read_text(encoding="utf-8")):
            rows = (line for line in match["pairs"].splitlines() if "||" in line)
            pairs = tuple(tuple(cell.strip() for cell in row.split("||")) for row in rows)
            yield Expected(match["name"], match["page"], pairs)


def count(page: Expected, found: Sequence[Pair]) -> Counter[str]:
    """The counts of one page behind every figure."""
    counts = Counter(expected=len(page.pairs))
    body = [pair for pair in found if not pair.headline]
    wanted = {(_letters(ja), _letters(en)) for en, ja, *_ in page.pairs}
    kept = [pair for pair in body if pair.reason is None]
    counts["kept"] = len(kept)
    counts["kept_exact"] = sum((_letters(pair.ja.text), _letters(pair.en.text)) in wanted for pair in kept)
    sure = {(_letters(p.ja.text), _letters(p.en.text)): p for p in body if p.confidence >= FOUND}
    for en, ja, *said in page.pairs:
        pair = sure.get((_letters(ja), _letters(en)))
        if pair is not None:
            counts["found"] += 1
            counts += _told(said, pair.attribution)
    return counts


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN").lower()


def _told(said: Sequence[str], ours: Attribution) -> Counter[str]:
    """What of who speaks, the account and the day the writer says, and what of it is right."""
    counts: Counter[str] = Counter()
    values = {"speaker": ours.speaker, "speaker_ja": ours.speaker_ja, "handle": ours.handle, "day": ours.posted_on}
    for (name, value), told in zip(values.items(), said, strict=True):
        if told == UNSAID:
            continue
        wanted = None if told == "-" else told.lstrip("@")
        right = (value or None) == wanted
        if not right and value and wanted:
            right = name == "speaker" and (value in wanted or wanted in value)
            right = right or (name == "speaker_ja" and same_speaker_ja(value, wanted))
        counts[f"{name}_said"] += 1
        counts[f"{name}_right"] += right
    return counts


def measured(folder: Path = FOLDER) -> Counter[str]:
    """The counts of all pages."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        for page in expected_pages(folder):
            path = Path(place) / page.name
            path.write_text(page.page, encoding="utf-8")
            counts += count(page, list(corpus.pairs(path)))
            path.unlink()
    return counts


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    c = measured(parser.parse_args(argv).folder)
    ratios = [("found", "expected"), ("kept_exact", "kept")]
    ratios += [(f"{name}_right", f"{name}_said") for name in ("speaker", "speaker_ja", "handle", "day")]
    for part, whole in ratios:
        print(f"{part:16s} {c[part] / max(1, c[whole]):.3f}  ({c[part]} of {c[whole]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
