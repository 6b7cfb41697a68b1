"""The command `taiyaku`. Each subcommand stands in a file of `commands`: its arguments, and what gives the exit code.

0 is fine, 1 is something wrong with the input (named on standard error), 2 is wrong usage, 130 is Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from corpus.commands import texts
from corpus.commands.base import complain, give_up_output, said, write_utf8
from corpus.commands.build import add_build
from corpus.commands.diff import add_diff
from corpus.commands.export import add_export
from corpus.commands.fetch import add_fetch
from corpus.commands.pages import add_extract, add_pairs
from corpus.commands.publish import add_publish
from corpus.commands.rebuild_text import add_rebuild_text
from corpus.commands.report import add_report
from corpus.commands.review import add_review
from corpus.commands.verify import add_verify
from corpus.commands.why import add_why
from corpus.types import CorpusError
from corpus.version import __version__
from corpus.workers import ONE_CORE

_ADD = (
    add_build, add_pairs, add_extract, add_verify, add_fetch, add_report, add_review, add_why, add_export, add_publish,
    add_rebuild_text, add_diff, texts.add_align, texts.add_score,
)  # fmt: skip
"""The subcommands, in the order in which `--help` names them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return its exit code."""
    write_utf8()
    # The arrays of a page are small: a second thread takes a third more of the processors' time, and saves none.
    for name, one in ONE_CORE.items():
        os.environ.setdefault(name, one)
    try:
        code = _run(argv)
        if sys.stdout is not None:  # it is None where a shell closed it
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:  # what was written is whole
        print("taiyaku: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        give_up_output()
        sys.stderr.close()
        return 0
    except OSError as error:  # of standard output, as on a full disk: what is wrong with files the wings say
        give_up_output()
        what = "<stdout>: cannot be written" if error.filename is None else f"{error.filename}: cannot be used"
        with suppress(OSError):
            print(said(f"{what}: {error.strerror or error}"), file=sys.stderr)
        return 1


def _run(argv: Sequence[str] | None) -> int:
    try:
        args = _parser().parse_args(argv)
        run: Callable[[argparse.Namespace], int] = args.run
        return run(args)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    except CorpusError as error:
        return complain([error])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="taiyaku", description="Japanese-English parallel corpora from pages that quote."
    )
    parser.add_argument("--version", action="version", version=f"taiyaku {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    for add in _ADD:
        add(commands)
    return parser
