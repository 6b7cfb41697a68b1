"""Encoders by others: any sentence-transformers model, from a folder on disk or by its name on the model hub.

Start at `SentenceTransformerEncoder`. Nothing heavy is imported, read or fetched before the first vector is asked for,
and the network is used only for a name that is no folder, because somebody asked for that name. A model says for
itself how its tokens are pooled; what it cannot say is the words that its makers put before every text, and `PREFIXES`
knows those. The lengths of the vectors are set here rather than by the model, since not all of them do it.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import given
from corpus.alignment.learned.encoder import SCHEME, Floats
from corpus.types import CorpusError

MANY = 1000  # texts from which on a bar on a terminal is worth its line

# What goes before every text, by the model's name: the first row that is found in it, in any case, decides, and a name
# without a row (LaBSE, BGE-M3) gets nothing. E5 was trained with "query: " and "passage: "; its authors ask for
# "query: " on both sides where the task is symmetric, and name the mining of parallel text among such tasks. Its
# instruct variants take a sentence about the task instead, and none before the texts that are searched.
PREFIXES = (
    (r"instruct", ""),
    (r"(?<![a-z0-9])m?e5(?![0-9])", "query: "),
)


class SentenceTransformerEncoder:
    """A sentence-transformers model as an `Encoder`, loaded on first use.

    `name_or_path` is a folder on disk, else a name on the hub; `device` is torch's name of one, None for the best there
    is; `batch_size` counts texts. CorpusError, on first use, when the extra is not installed or the model not loadable.
    A model that brings code of its own is not loadable: nothing but the library's own modules is run.
    """

    def __init__(self, name_or_path: str, device: str | None = None, batch_size: int = 32) -> None:
        self.name_or_path = name_or_path
        self.device = device
        self.batch_size = batch_size

    def __reduce__(self) -> tuple[Any, ...]:  # a process that is given one loads the model itself, once
        return sentence_transformer, (self.name_or_path, self.device, self.batch_size)

    def encode(self, texts: Iterable[str]) -> Floats:
        """Texts as unit rows (n, d), float32; one of white space and NULs only is the zero vector.

        CorpusError when the model gives numbers that are no numbers, as some do in half precision.
        """
        texts = given.texts(texts, "texts")
        found = np.zeros((len(texts), self.dimension), np.float32)
        ready = {place: self.prefix + text for place, text in enumerate(map(readable, texts)) if text}
        if ready:
            bar = _on_terminal() and len(ready) >= MANY
            rows = self._model.encode(
                list(ready.values()), batch_size=self.batch_size, show_progress_bar=bar, convert_to_numpy=True
            )
            found[list(ready)] = self._unit(np.asarray(rows, np.float64))
        return found

    @property
    def name(self) -> str:
        """What `load_encoder` takes to get this encoder."""
        return SCHEME + self.name_or_path

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        known = self._model.get_embedding_dimension()  # None where the last module does not tell
        return int(self._model.encode(["1"], show_progress_bar=False).shape[1] if known is None else known)

    @cached_property
    def prefix(self) -> str:
        """What is put before every text: nothing when the model declares a default prompt, which it adds itself."""
        return prefix_of(self.name_or_path) if self._model.default_prompt_name is None else ""

    @cached_property
    def digest(self) -> str:
        """16 hex digits over what the vectors depend on: the prefix, and a folder's files or a name and its revision.

        A hub model that does not tell its revision is known by its name alone.
        """
        told = self.prefix.encode() + b"\0"  # asked first: it loads the model, so a wrong name ends here
        if self._folder is not None:
            return hashlib.sha256(told + _listing(self._folder)).hexdigest()[:16]
        revision = getattr(self._model.model_card_data, "base_model_revision", None) or ""
        return hashlib.sha256(told + f"{self.name_or_path}@{revision}".encode()).hexdigest()[:16]

    def _unit(self, rows: NDArray[np.float64]) -> Floats:
        """Rows (n, d) as float32 of unit length, zeros as zeros; CorpusError when a number is not finite."""
        if not np.isfinite(rows).all():
            raise CorpusError(f"{self.name} gives vectors that are not numbers; use the model in single precision")
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)

    @cached_property
    def _folder(self) -> Path | None:
        """The folder of the model, or None for a name on the hub; CorpusError for a path where no folder is."""
        given, path = self.name_or_path, Path(self.name_or_path)
        if given and path.is_dir():
            return path
        if not given or given.startswith((".", "/", "~")) or given.count("/") > 1 or path.exists():
            # Nobody means a name by that, so the hub is not asked.
            raise CorpusError(f"{self.name} names no folder that is there; check the path")
        return None

    @cached_property
    def _model(self) -> Any:
        folder = self._folder
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            message = f"{self.name} needs more than is installed ({error}): install Taiyaku with its extra [neural]"
            raise CorpusError(message) from error
        try:
            with _quiet():
                # Without `local_files_only` the library would look for a folder's relative path on the hub.
                return SentenceTransformer(self.name_or_path, device=self.device, local_files_only=folder is not None)
        except Exception as error:  # readers of weights, tokenizers and the hub each raise errors of their own
            cure = "check the name and the network" if folder is None else "check that the folder holds a whole model"
            message = f"cannot load {self.name} ({' '.join(str(error).split())}); {cure}"
            raise CorpusError(message, path=folder) from error


def readable(text: str) -> str:
    """The copy of a text that is tokenised: white space and NULs as one space, "?" for lone surrogates."""
    return " ".join(text.replace("\0", " ").split()).encode("utf-8", "replace").decode("utf-8")


def prefix_of(name_or_path: str) -> str:
    """What `PREFIXES` puts before a text for a model of this name, or for one in a folder of this name."""
    # A folder above may be called anything; but the hub's cache has the name there, above a revision.
    parts = Path(name_or_path).absolute().parts
    known = next((part for part in parts if part.startswith("models--")), parts[-1]).lower()
    return next((prefix for pattern, prefix in PREFIXES if re.search(pattern, known)), "")


def _listing(folder: Path) -> bytes:
    """One line a file of the folder, hidden ones left out: its name within the folder and the sha256 of its content."""
    names = {path: path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    lines = []
    for path, name in sorted(names.items(), key=lambda item: item[1].parts):
        if not any(part.startswith(".") for part in name.parts):
            with path.open("rb") as file:
                lines.append(os.fsencode(name.as_posix()) + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return b"\n".join(lines)


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the bars of loading out of logs and pipes, and leaves the library as it was."""
    from transformers.utils import logging

    if _on_terminal() or not logging.is_progress_bar_enabled():
        yield
        return
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.enable_progress_bar()


@cache
def sentence_transformer(
    name_or_path: str, device: str | None = None, batch_size: int = 32
) -> SentenceTransformerEncoder:
    """The encoder of a model, one for all who ask for the same, so that it is loaded once."""
    return SentenceTransformerEncoder(name_or_path, device, batch_size)
