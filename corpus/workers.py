"""Work on many things one after the other in this process, or side by side in several, with the same outcome.

The processes are fresh ones (`spawn`), the same on every system, and each keeps to one core. They end with the process
that started them, however that ends, and leave Ctrl-C to it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.types import CorpusError

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
TOGETHER = 8  # things that are handed to a process at once
AHEAD = 3  # of such lots a process, that are handed out before the first of them is asked for
ONE_CORE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""The environment by which libraries keep to one thread, if it is there before they are imported."""


def side_by_side(prepare: Callable[[], Callable[[T], R]], things: Sequence[T], workers: int = 1) -> Iterator[R]:
    """What a task makes of things, in their order; each process prepares it once.

    With more than one worker `prepare` and what goes in and out of the task must be picklable.

    Raises `CorpusError` where there are less than one, and where a process was ended from outside.
    """
    if not isinstance(workers, int) or workers < 1:
        raise CorpusError(f"there must be at least 1 worker, a whole number, not {workers!r}")
    if workers == 1 or len(things) <= TOGETHER:
        yield from map(prepare(), things)
        return
    if multiprocessing.current_process().daemon:
        raise CorpusError("more than 1 worker takes processes, and this one is a daemon, which may start none")
    from concurrent.futures import ProcessPoolExecutor  # not before it is needed: the command starts faster
    from concurrent.futures.process import BrokenProcessPool

    with _on_one_core():
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(prepare,))
        lots = (things[at : at + TOGETHER] for at in range(0, len(things), TOGETHER))
        try:
            running: deque[Future[list[R]]] = deque()
            for lot in lots:
                running.append(executor.submit(_done, lot))
                if len(running) >= AHEAD * workers:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        except BrokenProcessPool as error:
            message = "a process that worked at this ended, perhaps for want of memory: take fewer workers; a script "
            message += 'that asks for some does its work behind `if __name__ == "__main__":`'
            raise CorpusError(message) from error
        finally:
            executor.shutdown(cancel_futures=True)


def hidden() -> bool | None:
    """What a bar of tqdm takes for `disable`: hidden where standard error is none, or no terminal."""
    return True if sys.stderr is None else None


_prepared: list[Callable[[Any], Any]] = []  # in a process that was started here: its task


def _start(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """What a process does first: it leaves Ctrl-C to the one that started it, and ends when that one has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _prepared.append(prepare())


def _done(things: Sequence[Any]) -> list[Any]:
    return list(map(_prepared[0], things))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _on_one_core() -> Iterator[None]:
    """Lets what is started within know by its environment that it has one core."""
    before = {name: os.environ.get(name) for name in ONE_CORE}
    os.environ.update(ONE_CORE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
