"""What is said where the hub refuses, and what is never said: the token.

The client's errors hold the request, with the token in its headers, and messages of a server that may repeat what it
was sent. So none of them goes on: `asked` raises an error of ours in its place, outside of the handler, that is without
a context in which the other would be found.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from corpus.types import CorpusError

T = TypeVar("T")

ADVICE: Mapping[int, str] = {
    400: "the hub refuses what it was sent",
    401: "the hub does not take the token: log in with `hf auth login`, or set HF_TOKEN to another one",
    403: "the token may not do this: it needs the right to write here (https://huggingface.co/settings/tokens), and "
    "whoever it belongs to needs it too",
    404: "there is no such place for this token: is the name of the user or organisation right?",
    409: "somebody else is changing it: run the command again",
    412: "somebody else has changed it meanwhile: run the command again",
    413: "this is more than the hub takes at once",
    429: "the hub was asked too often: wait some minutes, and run the command again",
}
"""What to do about a status of the hub's answer."""

LOGGERS = ("huggingface_hub", "httpx2", "httpcore2", "httpx", "httpcore", "urllib3")
"""Of the client, and of what its versions make their requests with."""

LONGEST = 300
"""Characters of the hub's own words that are shown."""

_TOKEN = re.compile(r"\bhf_(oauth_)?[A-Za-z0-9.-]{20,}|\b(Bearer|Basic) [\w.~+/=-]+", re.IGNORECASE)
_QUERY = re.compile(r"(https?://[^\s?'\"<>]*)\?[^\s'\"<>]*")  # addresses to upload to are signed there


def asked(what: Callable[[], T], *, repository: str, token: str, owner: str = "") -> T:
    """What a question to the hub gives; `owner` says whose the token is, for where it may not do something.

    Raises `CorpusError` where it fails in whatever way, without a trace of the token.
    """
    try:
        with _silence():
            return what()
    except Exception as error:  # noqa: BLE001 - whatever the client raises may hold the token
        message = redacted(_explained(error, owner), token)
    raise CorpusError(message, path=repository)


def redacted(text: str, token: str) -> str:
    """A text without the token, without whatever looks like one, and without the signatures of addresses."""
    plain = _TOKEN.sub("(token)", text)
    return _QUERY.sub(r"\1?(signed)", plain.replace(token, "(token)") if token else plain)


def _explained(error: Exception, owner: str) -> str:
    """What happened and what to do, with the hub's own words behind it."""
    from huggingface_hub import constants

    last: BaseException = error
    while _status(last) is None and last.__cause__ is not None:
        last = last.__cause__
    status = _status(last)
    words = " ".join(str(getattr(last, "server_message", None) or last).split())
    said = f" ({words[:LONGEST]}{'…' if words[LONGEST:] else ''})" if words else ""
    if status is None:
        what = f"what was asked of {constants.ENDPOINT} came to nothing{said}"
        return f"{what}; nothing is lost there: see whether it can be reached, and run the command again"
    advice = ADVICE.get(status, "the hub is in trouble: run the command again later")
    whose = f". {owner}" if owner and status in (403, 404) else ""
    return f"{advice}{whose} [status {status}]{said}"


def _status(error: BaseException) -> int | None:
    found = getattr(getattr(error, "response", None), "status_code", None)
    return found if isinstance(found, int) else None


@contextmanager
def _silence() -> Iterator[None]:
    """The client keeps to itself what it would log and warn of, since addresses and a server's words are in it.

    It shows how far an upload is where somebody watches.
    """
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    hidden = are_progress_bars_disabled()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        if not sys.stderr.isatty():
            disable_progress_bars()
        try:
            yield
        finally:
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
            if not hidden:
                enable_progress_bars()
