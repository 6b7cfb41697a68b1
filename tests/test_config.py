"""Settings as a file gives them: what is too much to be any, and which bounds they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import put

from corpus.config import MOST_MAX_BYTES, Config, load_config
from corpus.types import CorpusError


def settings(folder: Path, text: str) -> Config:
    return load_config(Path(put(folder / "settings.toml", text)))


def test_a_file_that_is_too_large_for_settings_is_named(tmp_path: Path) -> None:
    assert settings(tmp_path, "#" * 1_000_000) == Config()
    with pytest.raises(CorpusError, match=r"settings\.toml: has more than 1,000,000 bytes, which no settings have"):
        settings(tmp_path, "#" * 1_000_001)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("max_bead", 1, 8), ("max_bytes", 1, MOST_MAX_BYTES), ("min_groups_to_split", 3, None)],
)
def test_a_setting_has_bounds_that_are_settings_themselves(
    tmp_path: Path, name: str, least: int, most: int | None
) -> None:
    for value in (least, most or 10**9):
        assert getattr(settings(tmp_path, f"{name} = {value}"), name) == value
    for value in (least - 1, *([most + 1] if most else [])):
        with pytest.raises(CorpusError, match=rf"settings\.toml: {name} must be (between|at least)"):
            settings(tmp_path, f"{name} = {value}")


def test_both_confidences_may_be_the_same() -> None:
    """Then nothing is left to a reviewer."""
    assert Config(accept_confidence=0.5, review_confidence=0.5).accept_confidence == 0.5
    with pytest.raises(CorpusError, match="0 <= review_confidence <= accept_confidence <= 1"):
        Config(accept_confidence=0.5, review_confidence=0.51)


@pytest.mark.parametrize("line", ["max_bead = true", "accept_confidence = true", "min_groups_to_split = false"])
def test_yes_and_no_are_no_numbers(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match=r"must be a number like [\d.]+, not (True|False)"):
        settings(tmp_path, line)


def test_the_digest_is_of_all_that_rows_depend_on() -> None:
    others = {
        "accept_confidence": 0.9, "review_confidence": 0.1, "max_bead": 3, "min_groups_to_split": 30,
        "max_bytes": 9_000_000, "encoder": "sentence-transformers:some",
    }  # fmt: skip
    assert set(others) == set(Config().settings)
    digests = {Config(**{name: value}).digest for name, value in others.items()}  # type: ignore[arg-type]
    assert len(digests | {Config().digest}) == len(others) + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("accept_confidence = 1", "accept_confidence = 1.0"),
        *[(f"review_confidence = {zero}", "review_confidence = 0.0") for zero in ("0", "-0.0")],
    ],
)
def test_a_number_has_one_digest_however_it_is_written(tmp_path: Path, one: str, other: str) -> None:
    assert settings(tmp_path, one).digest == settings(tmp_path, other).digest != Config().digest


def test_the_digest_of_the_defaults_stays_what_it_was() -> None:
    """Else every dataset would seem to be built with other settings."""
    assert Config().digest == "7559b7ce2552"
