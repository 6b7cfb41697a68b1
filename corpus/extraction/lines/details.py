"""What a page tells of a text besides who says it: the day that it is of, the account that posted it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Span


@dataclass(frozen=True, slots=True)
class Detail:
    """A day or an account that a page names at `span`: its value, and how it is written there, 0 being in full."""

    span: Span
    value: str
    written: int = 0
