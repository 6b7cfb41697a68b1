"""What texts are compared with: the encoder and the learned tables that come with the package, or another encoder.

`load_encoder` gives encoders by name. What was fitted on one encoder's similarities means nothing for another's, so
each has coefficients of its own (`scripts/fit_beads.py --encoder NAME`, then `scripts/calibrate.py --encoder NAME`),
and using one without them is an error.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.alignment.learned.bead_score import BeadScore, bead_score
from corpus.alignment.learned.coefficients import Coefficients, coefficients
from corpus.alignment.learned.encoder import SCHEME, EmbeddedEncoder, Encoder, embedded
from corpus.alignment.learned.glossary import Glossary, glossary
from corpus.alignment.learned.lexicon import Lexicon, lexicon
from corpus.alignment.learned.sounds import Sounds, sounds
from corpus.alignment.learned.tables import named
from corpus.learned import MODELS
from corpus.types import CorpusError

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Models:
    """The encoder that similarity is measured with, and the embedded pieces and tables for all else."""

    encoder: Encoder
    embedded: EmbeddedEncoder
    lexicon: Lexicon
    glossary: Glossary
    sounds: Sounds
    digest: str  # 16 hex digits over everything learned that scores depend on


@cache
def load_encoder(name: str = EMBEDDED, *, device: str | None = None, batch_size: int = 32) -> Encoder:
    """An encoder by name: `embedded`, or `sentence-transformers:NAME_OR_PATH` with the extra `[neural]`.

    `device` (torch's name of one) and `batch_size` (texts) are for the latter, which is loaded on first use and once.
    CorpusError for any other name.
    """
    from corpus.alignment.learned.neural import sentence_transformer

    if name == EMBEDDED:
        return embedded()
    if isinstance(name, str) and name.startswith(SCHEME) and name != SCHEME:
        return sentence_transformer(name.removeprefix(SCHEME), device, batch_size)
    raise CorpusError(f"no encoder is called {name!r}; there are {EMBEDDED!r} and '{SCHEME}NAME_OR_PATH'")


def load_models(encoder: Encoder | None = None, folder: Path = MODELS) -> Models:
    """The learned tables of a model's folder with its own encoder, or with another one. CorpusError without a model."""
    own = embedded() if folder == MODELS else EmbeddedEncoder(folder)
    other = None if encoder is None or isinstance(encoder, EmbeddedEncoder) else encoder
    digests = sorted(named(folder)["sha256"].items())
    digest = hashlib.sha256(repr((digests, other and other.digest)).encode()).hexdigest()[:16]
    return Models(other or own, own, lexicon(folder), glossary(folder), sounds(folder), digest)


def fitted_models(encoder: Encoder | None = None) -> tuple[Models, Coefficients]:
    """The models with what was fitted on them. CorpusError where nothing was fitted on this encoder."""
    return _fitted(_other(encoder))


@cache
def _fitted(encoder: Encoder | None) -> tuple[Models, Coefficients]:
    models = load_models(encoder)
    path = coefficients_path(models)
    fitted = coefficients(_there(path, models, "calibrate.py"))
    _, beads = _fitted_beads(encoder)
    here = models.digest, beads.digest, clauses_digest()
    _check((fitted.models, fitted.beads, fitted.clauses), here, path, "calibrate.py")
    return models, fitted


def fitted_beads(encoder: Encoder | None = None) -> tuple[Models, BeadScore]:
    """The models with the score of beads that was fitted on them. CorpusError where none was fitted on this encoder."""
    return _fitted_beads(_other(encoder))


def _other(encoder: Encoder | None) -> Encoder | None:
    """An encoder that is not the embedded one; CorpusError for what is none."""
    if encoder is None or isinstance(encoder, EmbeddedEncoder):
        return None
    if not isinstance(encoder, Encoder):
        raise CorpusError(f"encoder must be what load_encoder gives, not {encoder!r}")
    return encoder


@cache
def _fitted_beads(encoder: Encoder | None) -> tuple[Models, BeadScore]:
    models = load_models(encoder)
    path = bead_score_path(models)
    fitted = bead_score(_there(path, models, "fit_beads.py"))
    _check((fitted.models,), (models.digest,), path, "fit_beads.py")
    return models, fitted


def _there(path: Path, models: Models, script: str) -> Path:
    if models.encoder is not models.embedded and not path.exists():
        name = models.encoder.name
        if not name.startswith(SCHEME):
            raise CorpusError(f"nothing was fitted on {name!r}, and can be on encoders of load_encoder alone")
        cure = f"run scripts/{script} --data FOLDER --encoder {name} in a copy of the repository"
        raise CorpusError(f"nothing was fitted on {name}; {cure}", path=path)
    return path


def _check(fitted: tuple[str, ...], here: tuple[str, ...], path: Path, script: str) -> None:
    if fitted != here:
        raise CorpusError(f"this was fitted on another model; fit it with scripts/{script}", path=path)


def clauses_digest() -> str:
    """12 hex digits of the table of clauses, empty where there is none: other clauses are other pairs to be sure of."""
    path = MODELS / "clauses.npz"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""


def coefficients_path(models: Models) -> Path:
    """Where the coefficients that were fitted on these models lie."""
    return _fitted_path(models, "coefficients")


def bead_score_path(models: Models) -> Path:
    """Where the score of beads that was fitted on these models lies."""
    return _fitted_path(models, "beads")


def _fitted_path(models: Models, kind: str) -> Path:
    return MODELS / (f"{kind}.json" if models.encoder is models.embedded else f"{kind}-{models.digest}.json")
