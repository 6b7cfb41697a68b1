"""How a long training goes on where it was interrupted: the results of its stages lie in a folder, named by digests.

The name of a result holds a digest of all that it depends on: settings, the bytes of the code, versions of libraries,
data, and what the stages before came to (not how they came to it: an edit that changes nothing in their results
repeats nothing after them).
"""

from __future__ import annotations

import importlib.metadata
import inspect
import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from learning.text import GOLD, Settings
from numpy.typing import NDArray

from corpus.store import sha256_hex, write_atomic

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """What a run is given, and the results it has so far: the file of each stage."""

    data: Path
    work: Path
    settings: Settings
    digests: dict[str, str]  # of what is read: the dictionary package, files of the data folder, files of `GOLD`
    code: dict[str, str]  # sha256 of each file of code, as it was when the run began
    results: dict[str, Path] = field(default_factory=dict)

    def bytes_of(self, stage: str) -> bytes:
        """The stage's result."""
        return self.results[stage].read_bytes()


@dataclass(frozen=True)
class Stage:
    """One row of the table of contents; everything behind `make` is what the result depends on."""

    name: str
    suffix: str
    make: Callable[[Run], bytes]
    code: tuple[str, ...]
    libraries: tuple[str, ...]
    settings: tuple[str, ...] = ()
    after: tuple[str, ...] = ()  # the stages whose results it reads
    data: bool = False  # whether it reads the data folder
    gold: bool = False  # whether it reads what was written for learning


def key(stage: Stage, run: Run) -> str:
    """16 hex digits over all that the stage's result depends on; of earlier stages, over what they came to."""
    made_of = {
        "settings": {name: getattr(run.settings, name) for name in stage.settings},
        "results": {name: sha256_hex(run.bytes_of(name)) for name in stage.after},
        "data": {
            name: digest
            for name, digest in run.digests.items()
            if (stage.gold if name.startswith(GOLD) else stage.data)
        },
        "code": {name: run.code[name] for name in stage.code},
        "make": inspect.getsource(stage.make),
        "libraries": {name: importlib.metadata.version(name) for name in stage.libraries},
    }
    return sha256_hex(json.dumps(made_of, sort_keys=True).encode())[:16]


def code_of(stages: Sequence[Stage]) -> dict[str, str]:
    """The sha256 of all stages' files of code, to be asked when they are just loaded: they may be edited later."""
    return {name: sha256_hex((ROOT / name).read_bytes()) for stage in stages for name in stage.code}


def perform(stage: Stage, run: Run) -> None:
    """Makes the stage's result, or finds it, and says which."""
    began = time.monotonic()
    place = run.results[stage.name] = run.work / f"{stage.name}-{key(stage, run)}{stage.suffix}"
    if place.exists():
        print(f"{stage.name:10} is there: {place.name}", flush=True)
        return
    write_atomic(place, stage.make(run))
    print(f"{stage.name:10} {time.monotonic() - began:7.1f} s, {place.stat().st_size:12,} bytes", flush=True)


def packed(arrays: Mapping[str, NDArray[Any]], *, deflated: bool = False) -> bytes:
    """Arrays as an `.npz` without the time of day, which `numpy.savez` writes into it: equal arrays are equal files.

    `deflated`: smaller, where that is worth its time on every start.
    """
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, allow_pickle=False)
            how = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue(), how, compresslevel=9)
    return stored.getvalue()
