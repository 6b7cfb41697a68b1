"""`taiyaku fetch`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import place, said, tell
from corpus.types import CorpusError

if TYPE_CHECKING:
    from corpus.commands.base import Commands


def add_fetch(commands: Commands) -> None:
    command = commands.add_parser(
        "fetch",
        help="save pages of the web as files, each with a sidecar that says where it is from",
        description="Saves each page as its bytes came, with a sidecar. robots.txt is obeyed, and hosts are asked one "
        "after the other.",
    )
    command.add_argument("urls", nargs="+", metavar="URL", help="an address that begins with http:// or https://")
    command.add_argument("--to", type=place, default=Path("data/articles"), help="the folder (%(default)s)")
    command.add_argument(
        "--delay", type=_seconds, default=1.0, help="seconds between two requests to a host (%(default)g)"
    )
    command.add_argument("--timeout", type=_seconds, default=30.0, help="seconds that a page may take (%(default)g)")
    command.add_argument(
        "--max-bytes", type=_bytes, default=10_000_000, help="how large a page may be, unpacked (%(default)s)"
    )
    command.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine and the network around it too"
    )
    command.add_argument("--again", action="store_true", help="replace a page that was saved before and has changed")
    command.set_defaults(run=_fetch)


def _fetch(args: argparse.Namespace) -> int:
    from corpus.reading import fetch

    if args.to.exists() and not args.to.is_dir():
        raise CorpusError("is a file, not a folder: name a folder (--to), which need not be there", path=args.to)
    saved = failed = 0
    manners = fetch.Manners(args.delay, args.timeout, args.max_bytes, args.allow_private, args.again)
    for found in fetch.fetch(args.urls, args.to, manners):
        if isinstance(found, CorpusError):
            failed += 1
            tell(said(found), file=sys.stderr)
        else:
            saved += 1
            tell(f"{found.state} {found.path} ({_size(found.size)}, {found.content_type})", flush=True)
    if saved:
        tell(f"Next: write what you know, such as the publisher, into the .toml files in {args.to}, and build.")
    return 1 if failed else 0


def _seconds(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of seconds")
    return value


def _bytes(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 0 < len(word) < 16 or not int(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no number of bytes")
    return int(word)


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1000 else f"{count / 1000:,.0f} kB"
