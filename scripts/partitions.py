"""Who may see which data: the one table that every script asks.

A map fitted on text that the encoder was trained on sees similarities that are too good, so learning, fitting and
reporting read different documents. `PARTS` is the whole rule; `python scripts/partitions.py --data FOLDER` counts the
parts and proves that no document stands in two of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Literal["learn", "fit", "report"]
Pairs = list[tuple[str, str]]
DATA_HELP = "the folder of training and development text that scripts/README.md describes"


NEW_HANDS = (
    "ai_and_firms", "community", "crowds", "engineers", "institutions", "letters_and_lessons", "papers_and_courts",
    "press_blogs", "products", "stage_and_screen",
    "ways_culture", "ways_everyday", "ways_firms", "ways_long", "ways_news", "ways_tech",
    "web_affairs", "web_code", "web_crowd", "web_gadgets", "web_sport",
)  # fmt: skip
"""Files of whole pages, a hand each, that neither the opinions on beads nor the clauses see: for `fit_partial.py`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document's (Japanese, English) pairs in order; `source` is its file, so `name` is unique in the data."""

    source: str
    doc_id: str
    pairs: Pairs

    @property
    def name(self) -> str:
        return f"{self.source}:{self.doc_id}"


def digest(doc_id: str) -> str:
    """sha256 of a document's id in hex: what the table below divides by."""
    return hashlib.sha256(doc_id.encode("utf-8")).hexdigest()


def _every(doc_id: str) -> bool:
    return True


def _held_back(doc_id: str) -> bool:
    return digest(doc_id).endswith("0")


def _learned(doc_id: str) -> bool:
    return not _held_back(doc_id)


def _even(doc_id: str) -> bool:
    return int(digest(doc_id), 16) % 2 == 0


def _odd(doc_id: str) -> bool:
    return not _even(doc_id)


# One row: the part, a file of documents, and which of its documents belong to the part.
PARTS: tuple[tuple[Part, str, Callable[[str], bool]], ...] = (
    ("learn", "train/kyoto_documents", _learned),
    ("fit", "train/kyoto_documents", _held_back),
    ("fit", "dev/ami_dev", _every),
    ("fit", "dev/kyoto_documents", _even),
    ("report", "dev/ami_test", _every),
    ("report", "dev/ud_pud", _every),
    ("report", "dev/kyoto_documents", _odd),
)
# Files of loose pairs, all of them for learning: sentences, then lexicons (terms, names, glosses).
SENTENCES = ("tatoeba", "tanaka", "jec_basic", "python_docs", "tensorflow_docs", "software_messages", "electron_docs")
LEXICONS = ("kyoto_lexicon", "ejdict_lexicon")
# Renderings written for this project, all for learning; what was written for fitting is read by `pages/quotations.py`.
RENDERINGS = Path(__file__).resolve().parent.parent / "data" / "gold" / "renderings"


def documents(data: Path, part: Part, *, source: str | None = None) -> Iterator[Document]:
    """The part's documents, in the files' order; `source` (such as "dev/ud_pud") keeps to one file."""
    for name, file, belongs in PARTS:
        if name == part and source in (None, file):
            for line in _lines(data / f"{file}.jsonl"):
                record = json.loads(line)
                if belongs(record["doc_id"]):
                    yield Document(file, record["doc_id"], [(ja, en) for ja, en in record["pairs"]])


def loose_pairs(data: Path, names: Iterable[str] = SENTENCES) -> Iterator[tuple[str, str, str]]:
    """(file, Japanese, English) of the named files of `train/`: part `learn`. Missing files are passed over."""
    for name in names:
        for line in _lines(data / "train" / f"{name}.tsv"):
            ja, tab, en = line.partition("\t")
            if tab:
                yield name, ja, en


def renderings(folder: Path = RENDERINGS) -> Iterator[tuple[str, str]]:
    """(Japanese, English) of the renderings in a folder: part `learn`. Each English text has a close and a free one."""
    for path in sorted(folder.glob("*.tsv")):
        for line in _lines(path):
            en, *rendered = line.split("\t")
            yield from ((ja, en) for ja in rendered)


def pairs(data: Path, part: Part) -> Iterator[tuple[str, str]]:
    """Every (Japanese, English) sentence pair of a part of the data folder, without the lexicons."""
    if part == "learn":
        for _, ja, en in loose_pairs(data):
            yield ja, en
    for document in documents(data, part):
        yield from document.pairs


def check_disjoint(data: Path) -> dict[Part, int]:
    """The number of documents in each part; ValueError when a document's id stands in two of them."""
    owner: dict[str, Part] = {}
    counts: dict[Part, int] = {"learn": 0, "fit": 0, "report": 0}
    for part in counts:
        for document in documents(data, part):
            if owner.setdefault(document.doc_id, part) != part:
                raise ValueError(f"{document.doc_id} stands in {owner[document.doc_id]} and in {part}")
            counts[part] += 1
    return counts


def _lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file or of its `.xz`; nothing where neither exists."""
    packed = path.with_name(path.name + ".xz")
    if packed.exists():
        with lzma.open(packed, "rt", encoding="utf-8", newline="\n") as lines:
            yield from (line.rstrip("\r\n") for line in lines)
    elif path.exists():
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from (line.rstrip("\r\n") for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    data = parser.parse_args().data
    for part, count in check_disjoint(data).items():
        print(f"{part:7} {count:6} documents {sum(1 for _ in pairs(data, part)):7} pairs")


if __name__ == "__main__":
    main()
