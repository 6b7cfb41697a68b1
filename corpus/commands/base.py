"""What all commands share: how arguments are read, and how it is said what is wrong."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from corpus.types import CorpusError

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

FEW = 3
"""How many places of one file where the same is wrong are named one by one, and how many moves."""
KINDS = 4
"""How many kinds of files that are not read are named."""

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal takes for a command, ends a line, or turns the order of what stands in it."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_TOLD = 300  # characters of a message that tell what kind of thing is wrong

PUT_SOME = "put some (.txt, .html, .md, .jsonl, .warc) into the folder"


def place(word: str) -> Path:
    """A file or a folder that an argument names: an empty word, as of a variable that is not set, names none."""
    if not word:
        raise argparse.ArgumentTypeError("a name is needed, and this is empty")
    return Path(word)


def said(error: object) -> str:
    """A line that says what is wrong."""
    return f"taiyaku: {harmless(str(error))}"


def harmless(line: str) -> str:
    """A line as a terminal may have it: names of files, titles and reviewers may hold control characters."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), line)


def tell(*lines: str, file: TextIO | None = None, flush: bool = False) -> None:
    """Prints lines: the one door of all that people read, each line being one there."""
    print("\n".join(map(harmless, lines)), file=file, flush=flush)


def tell_json(value: object) -> None:
    """Prints a value as a line of JSON that means the same and has no control character in it either."""
    line = json.dumps(value, ensure_ascii=False)
    print(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


class Complaints:
    """Says on standard error what is wrong, as it comes: of the same fault in many places of a file the first few.

    `end` says how many more there were. With `all_of_them` each is named.
    """

    def __init__(self, *, all_of_them: bool = False) -> None:
        self._all = all_of_them
        self._alike: Counter[tuple[str | None, str]] = Counter()
        self._last: dict[tuple[str | None, str], CorpusError] = {}

    def tell(self, error: CorpusError) -> None:
        """Names a fault, or counts it."""
        key = error.path, _kind(error.message)
        self._alike[key] += 1
        if self._all or error.path is None or self._alike[key] <= FEW:
            print(said(error), file=sys.stderr)
        else:
            self._last[key] = error

    def end(self) -> int:
        """Says how many more there were, and returns the exit code: 1 where anything was wrong."""
        for (path, kind), error in self._last.items():
            more = f"and so {self._alike[path, kind] - FEW:,} times more"
            last = "" if error.line is None else f", the last time in line {error.line:,}"
            print(said(f"{path}: {kind}: {more}{last}"), file=sys.stderr)
        return 1 if self._alike else 0


def complain(errors: Iterable[CorpusError], *, all_of_them: bool = False) -> int:
    """Says all that is wrong, and returns the exit code."""
    complaints = Complaints(all_of_them=all_of_them)
    for error in errors:
        complaints.tell(error)
    return complaints.end()


def add_verbose(command: argparse.ArgumentParser) -> None:
    """The argument that has each fault named."""
    command.add_argument("--verbose", action="store_true", help="name every place where the same is wrong")


def few_of(lines: Iterable[str], what: str) -> Iterator[str]:
    """The first few lines, and how many more there are of what they tell."""
    listed = list(lines)
    yield from listed[:FEW]
    if (more := len(listed) - FEW) > 0:
        yield f"{what}: and {more:,} more"


def passed_over(others: Mapping[str, int]) -> str | None:
    """What is said of files of kinds that are not read, by their endings; None where there are none."""
    if not others:
        return None
    from corpus.reading import ADVICE  # whoever knows what there is has read already

    counts = sorted(others.items(), key=lambda one: (-one[1], one[0]))
    advice = {ending: f" ({ADVICE[ending]})" for ending in others if ending in ADVICE}
    named = [f"{count:,} {ending or 'without ending'}{advice.get(ending, '')}" for ending, count in counts[:KINDS]]
    named += [f"{left:,} of other kinds"] if (left := sum(count for _, count in counts[KINDS:])) else []
    total = sum(others.values())
    files, kinds = ("a file", "a kind that is") if total == 1 else (f"{total:,} files", "kinds that are")
    return f"{files} of {kinds} not read: {', '.join(named)}"


def write_utf8() -> None:
    """What is printed is UTF-8, wherever it goes: pages have letters that the encoding of a pipe may lack.

    Of a name that is no text its bytes are shown, as Python does on standard error.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # none where it is closed
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def give_up_output() -> None:
    """What standard output still holds goes nowhere: Python would try to write it at its end, and exit with 120."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _kind(message: str) -> str:
    """What is the same in messages of one kind: what stands in front of the reasons, without numbers and quotations."""
    plain = _QUOTED.sub("…", message[:_TOLD])
    words = ("…" if "://" in word or any(map(str.isdigit, word)) else word for word in plain.split())
    return re.split(r"[:;,(] ", " ".join(words))[0]
