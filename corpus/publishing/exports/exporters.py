"""The kept pairs of a dataset in the formats of other tools: `EXPORTERS` is the one place to add a format.

    train.tmx                                   tmx
    train.ja  train.en                          moses
    train.jsonl                                 jsonl
    standoff/train-00000-of-00001.parquet       standoff

and the same for the other splits, with a manifest that says of which dataset. A row of the table is a function that
writes the files of all splits into a folder, and is told what the dataset's manifest says; a split's rows can be asked
for again, and come one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.publishing.exports import tmx
from corpus.publishing.exports.standoff import write_standoff
from corpus.publishing.new_folder import new_folder, seal
from corpus.publishing.rows import PLACES, Row
from corpus.publishing.stored_manifest import manifest_of
from corpus.publishing.stored_rows import has_rows, nothing_kept, rows_of, splits_of
from corpus.text import shown
from corpus.types import CorpusError

Rows = Callable[[], Iterable[Row]]
Exporter = Callable[[Path, Mapping[str, Rows], Mapping[str, Any]], None]

DOCUMENT = ("name", "kind", "sha256", "encoding", "record", "extractor", "text_sha256")
"""What a manifest without texts says of a document: no word of it, such as a title, and not where it lies."""
SIGNED = ("signature", "version", "model", "config", "data", "settings")
"""What a manifest says of how its numbers came about."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the folder, its files, and the rows of each split."""

    folder: Path
    files: tuple[str, ...]
    rows: Mapping[str, int]


def export(dataset: Path, form: str, out: Path) -> Exported:
    """Writes the kept pairs of a dataset in a format of `EXPORTERS` into the folder `out`, in the place of the last.

    Raises `CorpusError` where there is no dataset, or no pair in it that is kept, where it is itself made of one, where
    something of another kind stands at `out`, and where nothing can be written.
    """
    manifest = manifest_of(dataset, *SIGNED, "documents")
    if (made := manifest.get("format")) in EXPORTERS:
        message = f"is no dataset, but made of one ({made}): name the folder of a build with --dataset"
        raise CorpusError(message, path=dataset)
    if not has_rows(dataset, "pairs"):
        message = f"{nothing_kept(manifest)}, so there is nothing to export"
        raise CorpusError(message, path=dataset)
    counts: dict[str, int] = {}
    splits = splits_of(dataset, "pairs")
    with new_folder(out, form) as folder:
        EXPORTERS[form](folder, {split: partial(_counted, dataset, split, counts) for split in splits}, manifest)
        files = seal(folder, {"format": form, **_stated(manifest, form), "rows": counts})
    return Exported(out, files, counts)


def _stated(manifest: Mapping[str, Any], form: str) -> dict[str, Any]:
    """What an export's manifest says as the dataset's does; where documents lie here is nobody else's concern."""
    told = DOCUMENT if form == "standoff" else (*DOCUMENT, "title", "author", "retrieved")
    listed = ({name: one[name] for name in told if name in one} for one in manifest["documents"])
    return {**{name: manifest[name] for name in SIGNED}, "documents": list(listed)}


def _counted(dataset: Path, split: str, counts: dict[str, int]) -> Iterator[Row]:
    counts[split] = 0
    for row in rows_of(dataset, "pairs", split):
        counts[split] += 1
        yield row


def _tmx(folder: Path, splits: Mapping[str, Rows], _: Mapping[str, Any]) -> None:
    """TMX 1.4b. Its source language is English, since the pages render what they quote."""
    for split, rows in splits.items():
        _write(folder / f"{split}.tmx", _memory(rows()))


def _memory(rows: Iterable[Row]) -> Iterator[str]:
    begun = False
    for row in rows:
        if not begun:
            yield tmx.head("en", {"signature": row["provenance"]["signature"]})
            begun = True
        yield _unit(row)
    yield tmx.END if begun else tmx.head("en") + tmx.END


def _unit(row: Row) -> str:
    """A row as a unit; one of several sentences is a block, since tools that match sentences should know."""
    sides = row["provenance"]
    ja, en = len(sides["ja"]["spans"]), len(sides["en"]["spans"])
    properties = {
        "bead": f"{ja}-{en}",
        "confidence": f"{row['confidence']:.{PLACES}f}",
        **{name: row[name] for name in ("relation", "speaker", "speaker_ja", "handle", "posted_on", "verdict")},
        "edited": "true" if row["edited"] else None,
    }
    return tmx.unit(
        row["translation"]["ja"],
        row["translation"]["en"],
        properties,
        attributes={"tuid": row["id"], **({} if ja == en == 1 else {"segtype": "block"})},
        ja_properties=_source(sides["ja"]),
        en_properties=_source(sides["en"]),
    )


def _source(side: Mapping[str, Any]) -> dict[str, str | None]:
    return {**side, "spans": json.dumps([list(span) for span in side["spans"]])}


def _moses(folder: Path, splits: Mapping[str, Rows], _: Mapping[str, Any]) -> None:
    """Two files of which each line renders the same line of the other: no text has a line break in it."""
    for split, rows in splits.items():
        for language in ("ja", "en"):
            _write(folder / f"{split}.{language}", (f"{shown(row['translation'][language])}\n" for row in rows()))


def _jsonl(folder: Path, splits: Mapping[str, Rows], _: Mapping[str, Any]) -> None:
    """The JSON lines that the translation examples of transformers read.

    Only columns that no row leaves empty: `datasets` takes the types of a split from its rows, and a split in which
    nobody spoke could not be put beside another one.
    """
    named = ("id", "translation", "confidence", "relation")
    for split, rows in splits.items():
        lines = (json.dumps({name: row[name] for name in named}, ensure_ascii=False) + "\n" for row in rows())
        _write(folder / f"{split}.jsonl", lines)


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("wb") as file:
        file.writelines(piece.encode() for piece in pieces)


EXPORTERS: Mapping[str, Exporter] = {
    "tmx": _tmx,
    "moses": _moses,
    "jsonl": _jsonl,
    "standoff": write_standoff,
}
