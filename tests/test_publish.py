"""Publishing on the hub: its real client against a hub of our own, through every trouble that a network has."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import SIGNATURE
from hub_server import ATTRIBUTES, Answer, Hub, Repo, hub
from huggingface_hub import constants
from inputs import CASES
from test_editions import built

import corpus
from corpus.cli import main
from corpus.publishing import Wanted, changes, prepare, repository, rows_of, send, splits_of
from corpus.publishing.hub.errors import redacted
from corpus.types import CorpusError

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "hf_" + "Q7x" * 11
WHO = "It is the token of alice, who is in lab, readers"
PART = "standoff/train-00000-of-00001.parquet"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub where the client looks for it, and alice's token where it looks for one."""
    with hub(alice=TOKEN) as state:
        home = tmp_path / "home"
        monkeypatch.setattr(constants, "ENDPOINT", state.url)
        address = state.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)  # its storage is a server of its own
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(home / "token"))
        monkeypatch.setattr(constants, "HF_STORED_TOKENS_PATH", str(home / "stored_tokens"))
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield state


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a dataset in its place."""
    monkeypatch.chdir(tmp_path)
    return built(tmp_path / "build/dataset")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client waits up to eight seconds before each of its five further tries."""
    monkeypatch.setattr(time, "sleep", lambda _: None)


def publish(*arguments: str) -> int:
    return main(["publish", "--repo", "lab/pairs", *arguments])


def local(folder: str) -> dict[str, bytes]:
    base = Path(folder)
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()}


def dropped(answer: Answer, go_on: Callable[[], None]) -> None:
    answer.drop()


def repeats(status: int) -> Callable[[Answer, Callable[[], None]], None]:
    """A server that repeats what it was sent, token and all."""

    def trouble(answer: Answer, go_on: Callable[[], None]) -> None:
        sent = f"you sent {answer.headers['authorization']} to {answer.hub.url}/x?token={TOKEN}"
        answer.json({"error": sent}, status, x_error_message=sent)

    return trouble


# What arrives.


def test_it_arrives_byte_for_byte_in_one_commit(there: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish() == 0
    repo = there.repos["lab/pairs"]
    assert repo.private
    assert [commit.title for commit in repo.commits] == ["initial commit", "Publish the edition standoff"]
    assert repo.head.text == SIGNATURE
    assert repo.head.files == {**local("build/publish/standoff"), ".gitattributes": ATTRIBUTES}
    assert repo.head.large == {PART}
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    (part,) = [line for line in lines if line.startswith(PART)]
    assert part.endswith("bytes          4 rows")
    size = sum(map(len, local("build/publish/standoff").values()))
    assert f"4 files, {size:,} bytes, 4 rows: the edition standoff, in build/publish/standoff" in lines
    assert f"To {there.url}/datasets/lab/pairs (private, new)" in lines
    assert f"commit {repo.head.oid}" in lines
    assert lines[-1].startswith("Next: ")


def test_the_same_again_makes_no_commit(there: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish() == 0
    repo = there.repos["lab/pairs"]
    there.asked.clear()
    capsys.readouterr()
    assert publish() == 0
    assert len(repo.commits) == 2
    assert {method for method, _ in there.asked} == {"GET", "HEAD"}
    assert "All is there already: no new commit." in capsys.readouterr().out


@pytest.mark.parametrize("edition", ["open", "full"])
def test_the_other_editions_arrive(there: Hub, edition: str) -> None:
    assert publish("--edition", edition, "--public", "--i-have-the-rights") == 0
    repo = there.repos["lab/pairs"]
    assert not repo.private
    sent = local("build/dataset" if edition == "full" else f"build/publish/{edition}")
    assert repo.head.files == {**sent, ".gitattributes": ATTRIBUTES}
    assert repo.head.large == {name for name in sent if name.endswith(".parquet")}


def test_texts_without_a_licence_are_not_sent(there: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish("--edition", "full") == 1
    assert "8 of 16 texts have no open licence" in capsys.readouterr().err
    assert there.asked == []


def test_another_edition_removes_what_the_last_one_put_there_and_nothing_else(
    there: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    there.repo("lab/pairs", notes_txt=b"mine", README_md=b"a card of mine")
    assert publish("--edition", "full", "--i-have-the-rights") == 0
    said = capsys.readouterr().out
    assert "  replaced: README.md (not of Taiyaku)" in said
    assert "  stays:    .gitattributes, notes.txt (not of Taiyaku)" in said
    repo = there.repos["lab/pairs"]
    files = {**repo.head.files, "pairs/mine.parquet": b"mine too", "LICENCE": b"of mine"}
    repo.add("By hand", "", files, repo.head.large | {"pairs/mine.parquet"})
    assert publish() == 0
    foreign = {".gitattributes": ATTRIBUTES, "notes.txt": b"mine", "pairs/mine.parquet": b"mine too"}
    assert repo.head.files == {**local("build/publish/standoff"), **foreign, "LICENCE": b"of mine"}
    said = capsys.readouterr().out
    assert "removed:  LICENSE.md, candidates/train-00000-of-00001.parquet, croissant.json, pairs/" in said
    assert len(repo.commits) == 4


def test_a_manifest_of_somebody_else_names_nothing_of_ours(there: Hub) -> None:
    for name, manifest in (("lab/a", b'{"files": {"notes.txt": ""}}'), ("lab/b", b"no JSON"), ("lab/c", b"[]")):
        there.repo(name, notes_txt=b"mine", manifest_json=manifest)
        assert repository(name, public=False).ours == frozenset()
        assert main(["publish", "--repo", name]) == 0
        assert there.repos[name].head.files["notes.txt"] == b"mine"


def test_a_repository_that_all_can_see_takes_nothing_unless_public_is_said(
    there: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = there.repo("lab/pairs", private=False)
    assert publish() == 1
    assert "lab/pairs: all can see this repository: add --public" in capsys.readouterr().err
    assert len(repo.commits) == 1
    assert publish("--public") == 0
    assert len(repo.commits) == 2
    repo = there.repo("lab/quiet", private=True)
    assert main(["publish", "--repo", "lab/quiet", "--public"]) == 0
    assert repo.private and len(repo.commits) == 2
    assert "it was private and is so still" in capsys.readouterr().out


def test_texts_are_made_again_from_what_arrived(there: Hub, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("01_cto_leaves", "22_park_account"):
        shutil.copyfile(CASES / "pages" / f"{name}.txt", articles / f"{name}.txt")
    corpus.build(articles, out=tmp_path / "made")
    assert publish("--dataset", "made/dataset") == 0
    for name, data in there.repos["lab/pairs"].head.files.items():
        path = tmp_path / "got" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert main(["rebuild-text", "got", "--sources", "articles"]) == 0
    made, got = (
        [row["translation"] for split in splits_of(at, "pairs") for row in rows_of(at, "pairs", split)]
        for at in (tmp_path / "made/dataset", tmp_path / "rebuilt")
    )
    assert made == got and made


# What breaks off.


@pytest.mark.parametrize("step", ["upload", "verify", "preupload", "batch"])
def test_an_upload_that_breaks_off_changes_nothing_and_the_next_one_succeeds(
    there: Hub, step: str, impatient: None, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = there.repo("lab/pairs", notes_txt=b"mine")

    def gone(answer: Answer, go_on: Callable[[], None]) -> None:
        there.offline = True
        answer.drop()

    there.trouble[step] = gone
    assert publish() == 1
    said = capsys.readouterr()
    assert f"taiyaku: lab/pairs: what was asked of {there.url} came to nothing" in said.err
    assert said.err.rstrip().endswith("run the command again") and len(said.err.splitlines()) == 1
    assert len(repo.commits) == 1 and repo.head.files == {".gitattributes": ATTRIBUTES, "notes.txt": b"mine"}
    there.offline = False
    assert publish() == 0
    assert len(repo.commits) == 2 and repo.head.files[PART] == local("build/publish/standoff")[PART]


def test_what_has_arrived_is_not_sent_again(there: Hub) -> None:
    there.trouble["commit"] = dropped
    assert publish() == 1
    repo = there.repos["lab/pairs"]
    assert len(repo.commits) == 1 and len(there.large) == 1
    there.asked.clear()
    assert publish() == 0
    assert len(repo.commits) == 2
    assert "PUT" not in {method for method, _ in there.asked}


def test_a_commit_of_which_the_answer_was_lost_is_not_made_again(
    there: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(answer: Answer, go_on: Callable[[], None]) -> None:
        monkeypatch.setattr(answer, "send", lambda *_, **__: answer.drop())
        go_on()

    there.trouble["commit"] = lost
    assert publish() == 1
    assert len(there.repos["lab/pairs"].commits) == 2
    assert publish() == 0
    assert len(there.repos["lab/pairs"].commits) == 2
    assert "All is there already" in capsys.readouterr().out


def test_somebody_elses_commit_meanwhile_is_not_overwritten(there: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    repo = there.repo("lab/pairs")

    def meanwhile(answer: Answer, go_on: Callable[[], None]) -> None:
        repo.add("By somebody else", "", {**repo.head.files, "README.md": b"theirs"})
        go_on()

    there.trouble["preupload"] = meanwhile
    assert publish() == 1
    assert "somebody else has changed it meanwhile: run the command again [status 412]" in capsys.readouterr().err
    assert repo.head.files["README.md"] == b"theirs"
    assert publish() == 0
    assert "  replaced: README.md" in capsys.readouterr().out


def test_what_the_hub_leaves_out_is_said(there: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    repo: Repo = there.repo("lab/pairs")
    repo.add("By hand", "", {**repo.head.files, ".gitignore": b"*.parquet"})
    assert publish() == 1
    assert f"the hub has left out {PART}: is there a .gitignore" in capsys.readouterr().err


# What is refused.


def test_without_a_token_nothing_is_asked(
    there: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    assert publish() == 1
    assert "there is no token for the hub: log in with `hf auth login`, or set HF_TOKEN" in capsys.readouterr().err
    assert there.asked == []


@pytest.mark.parametrize(
    ("name", "token", "says"),
    [
        ("lab/pairs", "wrong", "the hub does not take the token: log in with `hf auth login`, or set HF_TOKEN to"),
        ("nobody/pairs", TOKEN, f"whoever it belongs to needs it too. {WHO} [status 403]"),
        ("readers/pairs", TOKEN, 'don\'t have the rights to create a dataset under the namespace "readers"'),
        ("readers/old", TOKEN, "[status 403] (You do not have write access)"),
        ("bob/secret", TOKEN, f"{WHO} [status 403]"),
    ],
)  # fmt: skip
def test_who_may_not_write_is_told(
    there: Hub, name: str, token: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = there.repo("readers/old")
    secret = there.repo("bob/secret")
    monkeypatch.setenv("HF_TOKEN", token)
    assert main(["publish", "--repo", name]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"taiyaku: {name}: ") and says in said
    assert len(old.commits) == len(secret.commits) == 1 and len(there.repos) == 2


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (400, "refuses what it was sent"),
        (404, "no such place for this token"),
        (409, "somebody else is changing it"),
        (413, "more than the hub takes"),
        (429, "wait some minutes"),
        (503, "the hub is in trouble: run the command again later [status 503]"),
    ],
)
def test_what_the_hub_answers_is_said_with_what_to_do(
    there: Hub, status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there.trouble["create"] = lambda answer, go_on: answer.json({"error": "the hub's own words"}, status)
    assert publish() == 1
    said = capsys.readouterr().err
    assert says in said and "(the hub's own words)" in said


def test_no_network(there: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:1")
    assert publish() == 1
    assert "what was asked of http://127.0.0.1:1 came to nothing" in capsys.readouterr().err
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert publish() == 1
    assert "offline mode is enabled" in capsys.readouterr().err


# The token.


def test_the_token_is_nowhere(
    there: Hub,
    tmp_path: Path,
    impatient: None,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    recwarn: pytest.WarningsRecorder,
) -> None:
    with caplog.at_level(logging.DEBUG):
        for step in ("whoami", "create", "tree", "validate", "preupload", "batch", "verify", "commit"):
            for status in (400, 401, 403, 404, 500):
                there.trouble[step] = repeats(status)
                publish()
            there.trouble[step] = dropped
            publish()
            there.repos.clear()
            there.large.clear()
        there.trouble.clear()
        assert publish() == 0
    said = capsys.readouterr()
    assert "you sent (token) to" in said.err and "x?(signed)" in said.err
    warned = [str(warning.message) for warning in recwarn]
    told = [said.out, said.err, caplog.text, *warned, *(str(record.__dict__) for record in caplog.records)]
    assert not any(TOKEN in text or "X-Signature=secret" in text for text in told)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written and not any(TOKEN.encode() in data for data in written)
    assert not any(TOKEN.encode() in data for repo in there.repos.values() for data in repo.head.files.values())


def test_an_error_has_no_other_one_behind_it(there: Hub, folder: Path) -> None:
    edition = prepare("standoff", Wanted(folder, folder.parent / "given", {}))
    there.trouble["whoami"] = repeats(403)
    with pytest.raises(CorpusError) as first:
        repository("lab/pairs", public=False)
    found = repository("lab/pairs", public=False)
    there.trouble["commit"] = repeats(400)
    with pytest.raises(CorpusError) as second:
        send(edition, found, changes(edition, found))
    for error in (first.value, second.value):
        assert error.__cause__ is error.__context__ is None
        assert TOKEN not in "".join(traceback.format_exception(error)) + repr(error) + repr(error.__dict__)
    assert TOKEN not in repr(found)


def test_what_looks_like_a_token_is_not_said_either() -> None:
    other = "hf_oauth_" + "eyJ" * 12
    assert redacted(f"a {other} b", TOKEN) == "a (token) b"
    assert redacted(f"Authorization: Bearer {TOKEN}", TOKEN) == "Authorization: (token)"
    assert redacted("Bearer abc.def-ghi", "") == "(token)"
    assert redacted("see hf_hub_download", TOKEN) == "see hf_hub_download"
    assert redacted("PUT https://s3.example/x?X-Amz-Signature=1&b=2 failed", TOKEN) == (
        "PUT https://s3.example/x?(signed) failed"
    )


# The command.


def test_a_dry_run_asks_nobody_and_needs_no_token(
    there: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    assert publish("--dry-run") == 0
    said = capsys.readouterr().out
    assert PART in said and "4 files, " in said
    assert said.endswith("Nothing was sent; without --dry-run this goes to lab/pairs, private if it is new.\n")
    assert there.asked == [] and there.repos == {}


def environment(url: str, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    told = {"HF_ENDPOINT": url, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1", "PYTHONPATH": str(ROOT)}
    return {**kept, **told}


def test_the_command_in_a_process_of_its_own(there: Hub, tmp_path: Path) -> None:
    home = tmp_path / "hub-home"
    home.mkdir()
    (home / "token").write_text(TOKEN, encoding="utf-8")  # as `hf auth login` writes it
    command = [sys.executable, "-m", "corpus", "publish", "--repo", "lab/pairs"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(there.url, home), check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{there.url}/datasets/lab/pairs" in done.stdout and TOKEN not in done.stdout
    assert there.repos["lab/pairs"].head.files[PART] == local("build/publish/standoff")[PART]


def test_the_storage_that_large_files_go_to_may_refuse_too(there: Hub, tmp_path: Path) -> None:
    pytest.importorskip("hf_xet")  # not there for every processor
    env = {**environment(there.url, tmp_path / "hub-home"), "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "0"}
    command = [sys.executable, "-m", "corpus", "publish", "--repo", "lab/pairs"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    refused = done.returncode == 1  # the oldest client goes on to the other storage by itself
    assert refused == done.stderr.startswith(f"taiyaku: lab/pairs: what was asked of {there.url} came to nothing")
    assert len(there.repos["lab/pairs"].commits) == (1 if refused else 2)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]  # it keeps a log
    assert not any(TOKEN.encode() in data for data in (*written, done.stdout.encode(), done.stderr.encode()))


def test_a_dry_run_does_not_load_the_client(there: Hub, tmp_path: Path) -> None:
    code = (
        "import sys; from corpus.cli import main; main(['publish', '--repo', 'lab/pairs', '--dry-run'])\n"
        "print('loaded:', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    env = environment(there.url, tmp_path / "none")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert not set(done.stdout.rpartition("loaded:")[2].split()) & {"huggingface_hub", "datasets", "httpx2"}
    assert there.asked == []
