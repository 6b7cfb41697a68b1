"""The table of bad and odd input, as values and as files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class InputCase:
    """A row of `cases/input/cases.toml`, which says what each of these is."""

    name: str
    exit: int
    file: str = "bad.txt"
    text: str | None = None
    encoding: str = "utf-8"
    hex: str | None = None
    kind: str | None = None
    sidecar: str | None = None
    sidecar_hex: str | None = None
    named: str | None = None
    line: int | None = None
    says: tuple[str, ...] = ()

    def put(self, folder: Path) -> Path:
        """Makes the row's files in a folder; the path of its page."""
        page = folder / self.file
        if self.kind == "directory":
            page.mkdir()
        elif self.kind == "dangling":
            page.symlink_to(folder / "nowhere")
        else:
            page.write_bytes(_bytes(self.text, self.hex, self.encoding))
        if self.sidecar is not None or self.sidecar_hex is not None:
            page.with_suffix(".toml").write_bytes(_bytes(self.sidecar, self.sidecar_hex, "utf-8"))
        return page


def _bytes(text: str | None, digits: str | None, encoding: str) -> bytes:
    return bytes.fromhex(digits) if text is None and digits is not None else (text or "").encode(encoding)


def input_cases() -> list[InputCase]:
    """The rows of the table; TypeError for one with a key that the table does not have."""
    rows = tomllib.loads((CASES / "input" / "cases.toml").read_text(encoding="utf-8"))["case"]
    known = {field.name for field in fields(InputCase)}
    for row in rows:
        if unknown := set(row) - known:
            raise TypeError(f"{row['name']}: {unknown}")
    return [InputCase(**{**row, "says": tuple(row.get("says", ()))}) for row in rows]
