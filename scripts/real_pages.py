"""Put real pages beside their gold: `python scripts/real_pages.py --clones FOLDER --out FOLDER [--part PART]`.

`data/gold/real` has the gold of posts that stand in public repositories, as places in their text and without the text,
which is their authors'. Clone the repositories that are named there into FOLDER/OWNER/NAME; each page is taken out of
its own as it was at the commit that was marked, and written beside its gold, to be measured (`evaluate_pages.py`) or,
those of the part `fit`, to be learned from (`--real` of the scripts that learn).
A page whose bytes, or whose text as it is read today, are not those that were marked is named, and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.reading import read_articles
from corpus.store import sha256_hex
from corpus.types import CorpusError

FOLDER = Path(__file__).resolve().parents[1] / "data" / "gold" / "real"
PARTS = ("fit", "read", "sealed")


def marked(folder: Path, part: str) -> dict[str, dict[str, Any]]:
    """The gold of a part by its name."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {name: gold for name, gold in found.items() if gold["part"] == part}


def bytes_of(gold: dict[str, Any], clones: Path) -> bytes:
    """The page as it was marked, out of a clone of its repository. CorpusError where it is not there."""
    place = f"{gold['commit']}:{gold['path']}"
    clone = clones / gold["repository"]
    shown = subprocess.run(["git", "-C", str(clone), "show", place], capture_output=True, check=False)
    if shown.returncode:
        raise CorpusError(f"{clone}: no {place}: clone https://github.com/{gold['repository']} there, with its history")
    if sha256_hex(shown.stdout) != gold["sha256"]:
        raise CorpusError(f"{clone}: {place} is another text than the one that was marked")
    return shown.stdout


def write(name: str, gold: dict[str, Any], page: bytes, out: Path) -> None:
    """A page and its gold. CorpusError where its text is read otherwise than when it was marked."""
    path = out / f"{name}{Path(gold['path']).suffix}"
    beside = path.with_suffix(".gold.json")
    beside.unlink(missing_ok=True)
    path.write_bytes(page)
    read = next(iter(read_articles([path])))
    if not isinstance(read, CorpusError) and read.text_sha256 != gold["text_sha256"]:
        read = CorpusError(f"{name}: its text is read otherwise today: mark it anew")
    if isinstance(read, CorpusError):
        path.unlink()
        raise read
    said = {"author": gold["repository"].partition("/")[0], "part": gold["part"], "page": path.name}
    said |= {"pairs": gold["pairs"]}
    beside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages of a part, name those that cannot be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clones", type=Path, required=True, help="the repositories, as OWNER/NAME")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="sealed", help="(%(default)s)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the gold (data/gold/real)")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    written = 0
    found = marked(args.folder, args.part)
    for name, gold in found.items():
        try:
            write(name, gold, bytes_of(gold, args.clones), args.out)
            written += 1
        except CorpusError as error:
            print(error, file=sys.stderr)
    print(f"{written} of {len(found)} pages in {args.out}")
    return 0 if written == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
