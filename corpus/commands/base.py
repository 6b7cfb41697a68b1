"""What all commands share."""

from __future__ import annotations

import argparse
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


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
