"""What is said where the hub refuses, in how many words, and what the client does of itself afterwards."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

from corpus.publishing.hub.errors import LOGGERS, LONGEST, asked
from corpus.types import CorpusError


def trouble(words: str) -> CorpusError:
    def fails() -> None:
        raise OSError(words)

    with pytest.raises(CorpusError) as caught:
        asked(fails, repository="lab/pairs", token="hf_" + "x" * 30)
    return caught.value


def test_of_many_words_of_the_hub_the_first_are_said() -> None:
    assert f" ({'x' * LONGEST}); nothing is lost there" in trouble("x" * LONGEST).message
    assert f" ({'x' * LONGEST}…); nothing is lost there" in trouble("x" * (LONGEST + 1)).message


def test_the_client_logs_and_shows_bars_afterwards_as_before() -> None:
    before = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    disable_progress_bars()
    try:
        trouble("no")
        assert are_progress_bars_disabled()
        enable_progress_bars()
        trouble("no")
        assert not are_progress_bars_disabled()
        assert {logging.getLogger(name).level for name in LOGGERS} == {logging.INFO}
    finally:
        enable_progress_bars()
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def test_the_status_of_what_was_behind_an_error_tells_what_to_do() -> None:
    class RefusalError(Exception):
        response = SimpleNamespace(status_code=429)

    def fails() -> None:
        raise OSError("no upload") from RefusalError("slow down")

    with pytest.raises(CorpusError, match=r"the hub was asked too often: .* \[status 429\] \(slow down\)"):
        asked(fails, repository="lab/pairs", token="")
