"""The commands on two texts and on tables of pairs: `align` and `score`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import place, said, tell
from corpus.store import write_atomic
from corpus.types import CorpusError

if TYPE_CHECKING:
    from corpus.commands.base import Commands

FORMATS = ("tsv", "jsonl", "tmx")
"""The names of `publishing.FORMATS`, which is not imported only to say them."""
OTHERS = ("csv", "json", "ods", "parquet", "xlf", "xliff", "xls", "xlsx", "xml")
"""Endings of files that promise a format which is not written here; any other one promises none, as `txt`."""


def add_align(commands: Commands) -> None:
    """`taiyaku align`."""
    command = commands.add_parser(
        "align",
        help="align two texts: which sentences render each other",
        description="Finds which sentences of two texts render each other. Each sentence is in exactly one bead of the "
        "output, with its text, its lines and a confidence: facing sentences of the other language, or alone. "
        "Texts may be in any encoding met in Japan.",
    )
    command.add_argument("ja", type=_file, metavar="JA", help="the Japanese, a sentence a line (- is standard input)")
    command.add_argument("en", type=_file, metavar="EN", help="the English, a sentence a line (- is standard input)")
    command.add_argument(
        "--raw",
        action="store_true",
        help="plain texts: split them into sentences (a blank line ends a paragraph) and number these instead of lines",
    )
    order = command.add_mutually_exclusive_group()
    order.add_argument(
        "--ordered", action="store_true", default=None, help="both are in the same order (else that is found out)"
    )
    order.add_argument("--unordered", dest="ordered", action="store_false", help="no order: compare all with all")
    command.add_argument(
        "--format",
        choices=FORMATS,
        help="a table, JSON lines with all that is known, or TMX 1.4 (what FILE ends in, else tsv)",
    )
    command.add_argument("-o", "--output", type=_file, metavar="FILE", help="write here (standard output)")
    command.set_defaults(run=_align, misused=command.error)


def _align(args: argparse.Namespace) -> int:
    if args.ja is None and args.en is None:
        args.misused("JA and EN cannot both be standard input")
    out: Path | None = args.output
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    if ending in OTHERS and args.format is None:
        args.misused(f"no {ending} is written: there is {', '.join(FORMATS)} (--format writes one under any name)")
    texts = [path for path in (args.ja, args.en) if path is not None and path.exists()]
    if out is not None and out.exists() and any(path.samefile(out) for path in texts):
        raise CorpusError("is one of the two texts, which this would replace: write elsewhere", path=out)
    from corpus import bitext, publishing

    form = publishing.FORMATS[args.format or (ending if ending in FORMATS else "tsv")]
    aligned = bitext.align_files(args.ja, args.en, raw=args.raw, ordered=args.ordered, progress=True)
    pieces = form.write(aligned.beads)
    _put((piece.encode() for piece in (pieces if out is None else chain([form.mark], pieces))), out)
    alone = sum(not bead.facing for bead in aligned.beads)
    if alone and not form.one_sided:
        left = f"{alone:,} of {len(aligned.beads):,} beads have one side only and are left out"
        tell(said(f"TMX holds pairs: {left}"), file=sys.stderr)
    if out is not None:
        ja, en = f"{aligned.ja_alone:,} of {aligned.ja:,} Japanese", f"{aligned.en_alone:,} of {aligned.en:,} English"
        tell(f"{len(aligned.beads) - alone:,} beads with both sides", file=sys.stderr)
        tell(f"without counterpart: {ja} and {en} sentences", f"written to {out}", file=sys.stderr)
    return 0


def add_score(commands: Commands) -> None:
    """`taiyaku score`."""
    command = commands.add_parser(
        "score",
        help="give each pair of a table the probability that its texts render each other",
        description="Puts a column `confidence` into a table of pairs, a pair a line: the probability that its two "
        "texts render each other, from these texts alone. Everything else stays as it is.",
    )
    command.add_argument(
        "table",
        type=_file,
        metavar="TABLE",
        help="tab-separated, with a header that names the columns ja and en, else they are the first two "
        "(- is standard input)",
    )
    command.add_argument("-o", "--output", type=_file, metavar="FILE", help="write here (standard output)")
    command.set_defaults(run=_score)


def _score(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    from corpus import bitext

    out: Path | None = args.output
    lines = bad = 0

    def contents() -> Iterator[bytes]:
        nonlocal lines, bad
        # A bar among the lines that a terminal shows would be in their way.
        hidden = True if out is None and sys.stdout.isatty() else None
        for scored in tqdm(bitext.score_file(args.table), unit=" lines", disable=hidden):
            if scored.problem is not None:
                bad += 1
                tqdm.write(said(scored.problem), file=sys.stderr)
            lines += 1
            yield scored.content

    _put(contents(), out)
    if out is not None:
        tell(f"{lines:,} lines, {bad:,} of them bad", f"written to {out}", file=sys.stderr)
    return 1 if bad else 0


def _file(word: str) -> Path | None:
    """The file that an argument names, None for standard input or output."""
    return None if word == "-" else place(word)


def _put(pieces: Iterable[bytes], out: Path | None) -> None:
    """Writes to a file, which is there whole or not at all, or to standard output.

    Raises `CorpusError` where the file cannot be written, OSError where standard output cannot, as where its reader has
    gone.
    """
    if out is not None:
        write_atomic(out, pieces, named=True)
        return
    sys.stdout.buffer.writelines(pieces)
    sys.stdout.buffer.flush()
