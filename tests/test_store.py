"""The store: a file or folder is there whole or as it was before, and a bad line says where it stands."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import store
from corpus.publishing import new_folder, seal
from corpus.publishing.review.ledger import append_text
from corpus.store import MANIFEST, folder_beside, held, read_jsonl, replace_folder, sha256_hex, write_atomic
from corpus.types import CorpusError


def filled(beside: Path, name: str, **files: str) -> Path:
    """A folder beside the target with some files, as a build fills it."""
    folder = beside / name
    (folder / "pairs").mkdir(parents=True)
    for file, text in {MANIFEST: manifest(*files), **files}.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def manifest(*files: str) -> str:
    """A manifest of ours that names these files."""
    return json.dumps({"signature": "taiyaku:0|rows:0", "files": dict.fromkeys(files, "")})


def content(folder: Path) -> dict[str, str]:
    """A folder's files and what stands in them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.tsv"
    write_atomic(path, "一行目\r\n二行目\n")
    assert path.read_bytes() == "一行目\r\n二行目\n".encode()
    write_atomic(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert list(path.parent.iterdir()) == [path]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    write_atomic(tmp_path / "ours", "")
    (tmp_path / "usual").touch()
    ours, usual = (stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "usual"))
    assert ours == usual


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "file").symlink_to(Path("far") / "file")
    write_atomic(tmp_path / "file", "text", named=True)
    assert (tmp_path / "file").is_symlink()
    assert (tmp_path / "far" / "file").read_text(encoding="utf-8") == "text"


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_through_a_link_that_nobody_named(there: bool, tmp_path: Path) -> None:
    if there:
        (tmp_path / "secret").write_text("old", encoding="utf-8")
    (tmp_path / "file").symlink_to("secret")
    with pytest.raises(CorpusError, match="file: is a link, and nothing is written through one"):
        write_atomic(tmp_path / "file", "text")
    with pytest.raises(CorpusError, match="is a link"):
        append_text(tmp_path / "file", "text")
    assert [path.name for path in tmp_path.iterdir() if not path.is_symlink()] == ["secret"] * there
    assert not there or (tmp_path / "secret").read_text(encoding="utf-8") == "old"


def test_a_copy_beside_a_file_is_called_as_nobody_can_guess(tmp_path: Path) -> None:
    seen: set[str] = set()

    def pieces() -> Iterator[bytes]:
        seen.update(path.name for path in tmp_path.iterdir())
        yield b"text"

    for _ in range(2):
        write_atomic(tmp_path / "file", pieces())
    copies = seen - {"file"}
    assert len(copies) == 2 and all(re.fullmatch(r"\.file\.[0-9a-f]{16}\.tmp", name) for name in copies)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "file" / "inside").mkdir(parents=True)
    with pytest.raises(CorpusError, match="file: cannot be written: "):
        write_atomic(tmp_path / "file", "text")
    assert [path.name for path in tmp_path.rglob("*")] == ["file", "inside"]


def test_a_file_is_written_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "file"

    def pieces() -> Iterator[bytes]:
        yield "一".encode()
        assert not path.exists()
        yield b"\n"

    write_atomic(path, pieces())
    assert path.read_text(encoding="utf-8") == "一\n"
    with pytest.raises(CorpusError, match="broken"):
        write_atomic(path, _broken())
    assert path.read_text(encoding="utf-8") == "一\n"
    assert list(tmp_path.iterdir()) == [path]


def test_two_processes_that_write_a_file_at_once_write_into_no_file_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"

    def pieces() -> Iterator[bytes]:
        yield b"one and "
        with monkeypatch.context() as another:
            another.setattr(os, "getpid", lambda: 1)
            write_atomic(path, b"two")
        yield b"the rest"

    write_atomic(path, pieces())
    assert content(tmp_path) == {"file": "one and the rest"}


def _broken() -> Iterator[bytes]:
    yield b"half"
    raise CorpusError("broken")


def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(CorpusError, match="is a pipe or a device"):
        write_atomic(path, "text")
    write_atomic(path, "text", named=True)
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert path.is_fifo() and list(tmp_path.iterdir()) == [path]


def test_lines_of_json_come_back(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"z": "二\u2028行\n", "a": [1, 2.5, None]}, {}, {"nested": {"ja": "。"}}]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (tmp_path / "rows.jsonl").write_text("".join(lines), encoding="utf-8")
    assert list(read_jsonl(tmp_path / "rows.jsonl")) == list(enumerate(rows, start=1))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "not a line of JSON"),
        (b"[1]", "must be a JSON object, not list"),
        (b'{"a": NaN}', "NaN is no number in JSON"),
        (b'{"a": "\xff"}', "not a line of JSON"),
    ],
)
def test_a_bad_line_says_where_it_stands(line: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b'{"good": 1}\n\n' + line + b"\n")
    rows = read_jsonl(tmp_path / "rows.jsonl")
    assert next(rows) == (1, {"good": 1})
    with pytest.raises(CorpusError, match=rf"rows\.jsonl:3: .*{says}"):
        next(rows)


def test_a_file_of_lines_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"rows\.jsonl: cannot be read: No such file"):
        list(read_jsonl(tmp_path / "rows.jsonl"))


# --- folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    replace_folder(target, filled(tmp_path, ".dataset.aaaaaaaa", card="first"))
    first = target.readlink()
    replace_folder(target, filled(tmp_path, ".dataset.bbbbbbbb", card="second"))
    assert content(target) == {MANIFEST: manifest("card"), "card": "second"}
    assert not target.readlink().is_absolute()
    assert target.readlink() != first
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["dataset", target.readlink().name])


def test_equal_content_has_an_equal_name(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    replace_folder(target, filled(tmp_path, ".dataset.aaaaaaaa", card="same"))
    first = target.readlink()
    replace_folder(target, filled(tmp_path, ".dataset.bbbbbbbb", card="same"))
    assert target.readlink() == first
    assert content(target) == {MANIFEST: manifest("card"), "card": "same"}
    assert len(list(tmp_path.iterdir())) == 2


def test_a_version_that_was_changed_by_hand_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    replace_folder(target, filled(tmp_path, ".dataset.aaaaaaaa", card="right"))
    (target / "card").write_text("changed", encoding="utf-8")
    replace_folder(target, filled(tmp_path, ".dataset.bbbbbbbb", card="right"))
    assert content(target)["card"] == "right"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_plain_copy_of_an_output_gives_way(tmp_path: Path) -> None:
    target = filled(tmp_path, "dataset", card="a copy from elsewhere")
    (target / "pairs/.DS_Store").touch()  # somebody has looked at it
    replace_folder(target, filled(tmp_path, ".dataset.aaaaaaaa", card="new"))
    assert target.is_symlink()
    assert content(target)["card"] == "new"
    assert len(list(tmp_path.iterdir())) == 2


def test_an_empty_folder_gives_way(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    replace_folder(tmp_path / "dataset", filled(tmp_path, ".dataset.aaaaaaaa"))
    assert content(tmp_path / "dataset") == {MANIFEST: manifest()}


FOREIGN = {
    "no manifest": ({"thesis.tex": ""}, "thesis.tex"),
    "somebody's manifest": ({MANIFEST: '{"name": "speech"}', "audio/1.wav": ""}, "audio/1.wav"),
    "an empty one": ({MANIFEST: "{}"}, MANIFEST),
    "one that is no object": ({MANIFEST: "[" * 100_000}, MANIFEST),
    "somebody's signature": ({MANIFEST: '{"signature": "x", "files": {"a": ""}}', "a": ""}, "a"),
    "files that are none": ({MANIFEST: '{"signature": "taiyaku:0", "files": null}', "a": ""}, "a"),
    "a file more": ({MANIFEST: manifest("card"), "card": "", ".git/HEAD": ""}, ".git/HEAD"),
}
"""Folders that were not built here, by what they hold, and what of it is named."""


def laid(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """The content of a folder with these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return content(folder)


@pytest.mark.parametrize("case", FOREIGN)
@pytest.mark.parametrize("name", ["dataset", ".dataset-0123456789ab", ".dataset.taiyaku-0123456789ab"])
def test_somebody_elses_folder_stays(case: str, name: str, tmp_path: Path) -> None:
    files, named = FOREIGN[case]
    was = laid(tmp_path / name, files)
    new = filled(tmp_path, ".dataset.aaaaaaaa")
    if name == "dataset":
        with pytest.raises(CorpusError, match=f"dataset: holds {re.escape(named)}, .*: move it, or the folder, away"):
            replace_folder(tmp_path / "dataset", new)
    else:
        replace_folder(tmp_path / "dataset", new)
    assert content(tmp_path / name) == was


def test_a_link_in_a_copy_is_somebodys_own_and_its_folder_stays(tmp_path: Path) -> None:
    laid(tmp_path / "theirs", {"thesis.tex": ""})
    copy = filled(tmp_path, "dataset", card="")
    (copy / "more").symlink_to(tmp_path / "theirs")
    with pytest.raises(CorpusError, match="holds more, which"):
        replace_folder(copy, filled(tmp_path, ".dataset.aaaaaaaa"))
    for name in (".dataset-0123456789ab", ".dataset.link"):
        (tmp_path / name).symlink_to(tmp_path / "theirs")
    (copy / "more").unlink()
    replace_folder(copy, filled(tmp_path, ".dataset.bbbbbbbb"))
    assert content(tmp_path / "theirs") == {"thesis.tex": ""}


def test_somebody_elses_file_stays(tmp_path: Path) -> None:
    for target, name, says in (
        ("dataset", "dataset", "is a file where a folder.*move it away"),
        ("other", ".other.link", "File exists"),
    ):
        (tmp_path / name).write_text("own", encoding="utf-8")
        with pytest.raises(CorpusError, match=says):
            replace_folder(tmp_path / target, filled(tmp_path, f"{name}.aaaaaaaa"))
        assert (tmp_path / name).read_text(encoding="utf-8") == "own"


def test_what_lies_beside_stays(tmp_path: Path) -> None:
    others = [
        ".dataset-notes", ".dataset.toml", ".data-0123456789ab", "dataset2", ".dataset.original", ".dataset.taiyaku-x",
    ]  # fmt: skip
    for name in others:
        (tmp_path / name).mkdir()
    replace_folder(tmp_path / "dataset", filled(tmp_path, ".dataset.aaaaaaaa"))
    assert [name for name in others if not (tmp_path / name).is_dir()] == []


def test_a_half_filled_folder_is_removed_by_the_next_build(tmp_path: Path) -> None:
    left = folder_beside(tmp_path / "dataset")
    laid(left, {"pairs/train": "half"})
    assert stat.S_IMODE(left.stat().st_mode) == stat.S_IMODE((left / "pairs").stat().st_mode)  # the usual permissions
    with new_folder(tmp_path / "dataset") as folder:
        seal(folder, {"signature": "taiyaku:0"})
    version = (tmp_path / "dataset").readlink().name
    assert {path.name for path in tmp_path.iterdir()} == {"dataset", version}
    with new_folder(tmp_path / "dataset") as folder:  # what was built gives way
        seal(folder, {"signature": "taiyaku:1"})


def test_a_folder_from_elsewhere_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="by one beside it"):
        replace_folder(tmp_path / "dataset", filled(tmp_path / "elsewhere", "dataset"))


# --- brought to the disk ----------------------------------------------------------------------------------------------


NAMED = "takes its name"


def on_disk(path: Path) -> tuple[int, int]:
    """A file or a folder, however it is called, and how much of the file there is."""
    now = path.stat()
    return now.st_ino, now.st_size if path.is_file() else 0


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is brought to the disk, and when something takes a name, in this order, as it comes."""
    done: list[object] = []
    fsync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        now = os.fstat(descriptor)
        done.append((now.st_ino, now.st_size if stat.S_ISREG(now.st_mode) else 0))
        fsync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        done.append(NAMED)
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    return done


def test_a_file_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, steps: list[object]) -> None:
    write_atomic(tmp_path / "file", "text")
    assert steps == [on_disk(tmp_path / "file"), NAMED, on_disk(tmp_path)]


def test_a_folder_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, steps: list[object]) -> None:
    replace_folder(tmp_path / "dataset", filled(tmp_path, ".dataset.aaaaaaaa", card="first", other="second"))
    assert set(steps[:-2]) == {on_disk(path) for path in (tmp_path / "dataset").iterdir() if path.is_file()}
    assert steps[-2:] == [NAMED, on_disk(tmp_path)]


def test_what_is_appended_is_on_the_disk(tmp_path: Path, steps: list[object]) -> None:
    append_text(tmp_path / "ledger.tsv", "line\n")
    assert steps == [on_disk(tmp_path / "ledger.tsv")]


# --- killed -----------------------------------------------------------------------------------------------------------

# Replaces a folder and dies, without any cleaning up, just before its n-th step in the file system; the audit hook sees
# every one of them. Says "done" and ends well where there are fewer steps.
DIES = """
import os, sys
from pathlib import Path
from corpus.store import replace_folder

target, filled, steps = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
STEPS = {"os.rename", "os.symlink", "os.remove", "os.rmdir"}

def count(event, _):
    global steps
    if event in STEPS:
        steps -= 1
        if steps < 0:
            os._exit(9)

sys.addaudithook(count)
replace_folder(target, filled)
"""


def run(command: list[str]) -> int:
    """The exit code of a process that finds the package where this one does."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, check=False, env=environment).returncode


def killed_at_every_step(beside: Path) -> Iterator[int]:
    """Replaces `dataset` by "new", killed before the first step, the second, … until one replacement comes through."""
    step = 0
    while True:
        new = filled(beside, f".dataset.taiyaku-{step:012}", card="new")
        command = [sys.executable, "-c", DIES, str(beside / "dataset"), str(new), str(step)]
        code = run(command)
        assert code in (0, 9)
        yield code
        if code == 0:
            return
        replace_folder(beside / "dataset", filled(beside, ".dataset.taiyaku-aaaaaaaaaaaa", card="old"))
        assert sorted(path.name for path in beside.iterdir()) == sorted(
            ["dataset", (beside / "dataset").readlink().name]
        ), "the next build leaves nothing of the killed one"
        step += 1


def test_killed_at_any_moment_the_output_is_whole(tmp_path: Path) -> None:
    replace_folder(tmp_path / "dataset", filled(tmp_path, ".dataset.aaaaaaaa", card="old"))
    seen = []
    for _ in killed_at_every_step(tmp_path):
        seen.append(content(tmp_path / "dataset"))
        assert seen[-1] in ({MANIFEST: manifest("card"), "card": "old"}, {MANIFEST: manifest("card"), "card": "new"})
    assert len(seen) >= 5
    assert seen[0]["card"] == "old"
    assert seen[-1]["card"] == "new"


def test_killed_while_writing_a_file(tmp_path: Path) -> None:
    write_atomic(tmp_path / "verdicts.tsv", "old")
    code = (
        "import os, sys; from pathlib import Path; from corpus.store import write_atomic\n"
        "sys.addaudithook(lambda event, _: event == 'os.rename' and os._exit(9))\n"
        "write_atomic(Path(sys.argv[1]), 'new')"
    )
    assert run([sys.executable, "-c", code, str(tmp_path / "verdicts.tsv")]) == 9
    assert (tmp_path / "verdicts.tsv").read_text(encoding="utf-8") == "old"


def test_a_folder_is_held_by_one_and_leaves_nothing_empty(tmp_path: Path) -> None:
    with held(tmp_path / "a" / "out"), pytest.raises(CorpusError, match="another build is writing here"):  # noqa: SIM117
        with held(tmp_path / "a" / "out"):
            pass
    assert not (tmp_path / "a" / "out").exists()
    (tmp_path / "there").mkdir()
    with held(tmp_path / "there"), held(tmp_path / "other"):
        (tmp_path / "other/file").touch()
    assert (tmp_path / "there").exists() and (tmp_path / "other/file").exists()
    with pytest.raises(CorpusError, match="cannot be written to"), held(tmp_path / "other/file"):
        pass


def test_several_folders_are_held_and_one_of_two_names_once(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    with held(tmp_path / "there", tmp_path / "link", tmp_path / "a"):
        for folders in ((tmp_path / "a",), (tmp_path / "b", tmp_path / "link")):
            with pytest.raises(CorpusError, match=f"{folders[-1].name}: another build"), held(*folders):
                pass
        assert not (tmp_path / "b").exists()
    with held(tmp_path / "a", tmp_path / "link"):
        pass


def test_a_system_without_locks_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "fcntl", None)
    with held(tmp_path / "out"), held(tmp_path / "out"):
        (tmp_path / "out/file").touch()
    assert (tmp_path / "out/file").exists()


def test_threads_that_write_one_file_leave_one_of_their_contents(tmp_path: Path) -> None:
    def write(number: int) -> None:
        write_atomic(tmp_path / "file", (f"{number}".encode() for _ in range(200)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    (written,) = tmp_path.iterdir()
    assert written.read_text(encoding="utf-8") in {f"{number}" * 200 for number in range(200)}


def test_sha256() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("files", [5, "all", None, ["a"]])
def test_a_manifest_that_lists_nothing_makes_no_folder_ours(tmp_path: Path, files: object) -> None:
    (tmp_path / "dataset").mkdir()
    stated = json.dumps({"signature": "taiyaku:0.1.0", "files": files})
    (tmp_path / "dataset" / MANIFEST).write_text(stated, encoding="utf-8")
    (tmp_path / "dataset" / "a").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="holds a, which was not built here"):
        store.refuse_foreign(tmp_path / "dataset")


def test_what_somebody_put_behind_the_link_is_not_hidden_by_the_next_build(tmp_path: Path) -> None:
    (tmp_path / ".dataset-1").mkdir()
    stated = json.dumps({"signature": "taiyaku:0.1.0", "files": {}})
    (tmp_path / ".dataset-1" / MANIFEST).write_text(stated, encoding="utf-8")
    (tmp_path / "dataset").symlink_to(".dataset-1")
    store.refuse_foreign(tmp_path / "dataset")
    (tmp_path / "dataset" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"holds notes\.txt"):
        store.refuse_foreign(tmp_path / "dataset")


def test_a_folder_that_cannot_be_looked_into_is_named_in_our_way_and_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(folder: Path) -> Iterator[Path]:
        if (folder / "closed").exists():
            raise PermissionError(13, "Permission denied", str(folder))
        return files(folder)

    files = store._files
    monkeypatch.setattr(store, "_files", closed)
    stray = tmp_path / f".dataset-{'0' * 12}"
    for folder in (stray, tmp_path / "dataset"):
        folder.mkdir()
        (folder / "closed").touch()
    with pytest.raises(CorpusError, match="dataset: cannot be looked into: Permission denied"):
        store.refuse_foreign(tmp_path / "dataset")
    (tmp_path / "dataset" / "closed").unlink()
    replace_folder(tmp_path / "dataset", folder_beside(tmp_path / "dataset"))
    assert (tmp_path / "dataset").is_symlink() and (stray / "closed").exists()
