"""Many processes make what one makes: the same bytes, in the same order, whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import operator
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import corpus
from corpus.cli import main
from corpus.types import CorpusError
from corpus.workers import ONE_CORE, TOGETHER, side_by_side

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "pages"
PAGES = [page for page in sorted(CASES.glob("*.txt")) if "34" <= page.name[:2] <= "47"]
MANY = range(5 * TOGETHER + 3)


def doubled() -> Callable[[int], int]:
    return partial(operator.mul, 2)


def ended() -> Callable[[int], int]:
    def end(number: int) -> int:
        if number == TOGETHER:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return end


def refused() -> Callable[[int], int]:
    def refuse(number: int) -> int:
        raise CorpusError("no", path="page.txt", line=3)

    return refuse


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("things", [range(0), range(3), MANY])
def test_what_comes_out_is_in_the_order_of_what_went_in(things: range, workers: int) -> None:
    assert list(side_by_side(doubled, things, workers)) == [2 * number for number in things]


def test_what_a_process_raises_is_raised_here() -> None:
    for workers in (1, 2):
        with pytest.raises(CorpusError, match=r"page\.txt:3: no"):
            list(side_by_side(refused, MANY, workers))


def test_somebody_has_to_work() -> None:
    for workers in (0, -1, 1.5, "2", None):
        with pytest.raises(CorpusError, match=f"at least 1 worker, a whole number, not {workers!r}"):
            list(side_by_side(doubled, MANY, workers))  # type: ignore[arg-type]


def test_a_daemon_is_told_that_it_may_start_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    with pytest.raises(CorpusError, match="this one is a daemon"):
        list(side_by_side(doubled, MANY, 2))
    assert list(side_by_side(doubled, MANY, 1)) == [2 * number for number in MANY]


def test_bars_are_hidden_where_there_is_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert corpus.align(["雨が降っています。"], ["It is raining."], progress=True)


def test_a_process_that_was_ended_is_named() -> None:
    with pytest.raises(CorpusError, match=r"take fewer workers.*__main__"):
        list(side_by_side(ended, MANY, 2))


def test_the_environment_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    before = dict(os.environ)
    list(side_by_side(doubled, MANY, 2))
    assert dict(os.environ) == before


def test_the_command_keeps_to_one_thread_unless_the_environment_says_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ONE_CORE:
        monkeypatch.setenv(name, "3")
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert main(["--version"]) == 0
    assert {name: os.environ[name] for name in ONE_CORE} == dict.fromkeys(ONE_CORE, "3") | {"OMP_NUM_THREADS": "1"}


def test_processes_end_with_the_one_that_started_them() -> None:
    """The pipe that all of them write to is at its end when the last of them is gone."""
    program = (
        "import os, signal\n"
        "from corpus.workers import side_by_side\n"
        "if __name__ == '__main__':\n"
        "    from test_workers import MANY, doubled\n"
        "    next(side_by_side(doubled, MANY, 2))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = os.pathsep.join([str(Path(corpus.__file__).parent.parent), str(Path(__file__).parent)])
    environment = os.environ | {"PYTHONPATH": path}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert run.returncode == -signal.SIGKILL


def test_a_build_is_the_same_by_many_processes_and_by_many_threads(tmp_path: Path) -> None:
    """What a library sums by two threads has other last digits than by one: they must not show (`products`)."""
    (tmp_path / "articles").mkdir()
    for page in PAGES:
        (tmp_path / "articles" / page.name).write_bytes(page.read_bytes())
    threads = {**os.environ, **dict.fromkeys(ONE_CORE, "2"), "PYTHONPATH": str(ROOT)}
    alone = [sys.executable, "-m", "corpus", "build", "--workers", "1"]
    places = {"articles": "articles", "out": "build1", "review": "review1"}
    asked = (argument for name, folder in places.items() for argument in (f"--{name}", str(tmp_path / folder)))
    subprocess.run([*alone, *asked], env=threads, check=True, stdout=subprocess.DEVNULL)
    built = corpus.build(tmp_path / "articles", out=tmp_path / "build2", review=tmp_path / "review2", workers=2)
    assert built.articles == len(PAGES) and not built.problems
    files = []
    for out in ("build1", "build2"):
        folder = (tmp_path / out / "dataset").resolve()
        files.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert files[0] == files[1]


def test_the_command_says_by_how_many_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A daemon may start none, so that what is asked for is told apart without any."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    (tmp_path / "articles").mkdir()
    for number in range(TOGETHER + 1):
        (tmp_path / "articles" / f"{number}.txt").write_text(f"{number}番目の頁です。\n", encoding="utf-8")
    assert main(["build", "--articles", "articles", "--workers", "2"]) == 1
    assert "this one is a daemon" in capsys.readouterr().err
    assert main(["build", "--articles", "articles"]) == 0


def told() -> Callable[[int], tuple[bool, bool]]:
    def tell(number: int) -> tuple[bool, bool]:
        one_core = {name: os.environ.get(name) for name in ONE_CORE} == ONE_CORE
        return one_core, signal.getsignal(signal.SIGINT) == signal.SIG_IGN

    return tell


def test_each_process_keeps_to_one_core_and_leaves_ctrl_c_to_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ONE_CORE:
        monkeypatch.setenv(name, "4")
    assert set(side_by_side(told, MANY, 2)) == {(True, True)}
