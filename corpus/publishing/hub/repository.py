"""An edition sent to a repository on the Hugging Face hub, in one commit, by the hub's own client.

`repository` says what is there, and makes it where nothing is; `changes` is what would be another than it is; `send`
makes the commit. Large files go up before it, to where nobody sees them, so that an upload that breaks off leaves the
repository as it was, and the next one takes up what has arrived. What is as it should be is not sent, and where all is,
no commit is made.

Only what we have put there is ever removed: what the manifest in the repository names. The token comes from where the
client looks for it (HF_TOKEN, the file of `hf auth login`) and goes nowhere but to the hub.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.publishing.hub.editions import Edition, File
from corpus.publishing.hub.errors import asked
from corpus.store import MANIFEST
from corpus.types import CorpusError
from corpus.version import __version__

if TYPE_CHECKING:
    from huggingface_hub import DatasetInfo, HfApi

KIND = "dataset"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as it stands at its last commit, `head`.

    `files` are the digests of its files by name (the sha256 of a large one, git's of any other), `ours` the names of
    those that an earlier edition has put there; `new` says that it was made just now.
    """

    name: str
    url: str
    private: bool
    new: bool
    head: str
    files: Mapping[str, str]
    ours: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit does: the files that it sends, the names that it removes, and the names of what it leaves.

    `replaced` are those that it sends in the place of files that were not ours, `foreign` those that stay and are not.
    """

    sent: tuple[File, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]
    foreign: tuple[str, ...]


def repository(name: str, *, public: bool) -> Repository:
    """The repository of a dataset, called `ORG/NAME`; one that is not there is made, private unless `public`.

    Raises `CorpusError` where there is no token, where the hub refuses or cannot be reached, and where a repository
    that all can see is there, and `public` is not said.
    """
    api, token = _client(name)
    owner = _owner(asked(api.whoami, repository=name, token=token))
    ask = partial(asked, repository=name, token=token, owner=owner)
    info = ask(lambda: _info(api, name))
    if new := info is None:
        ask(lambda: api.create_repo(name, repo_type=KIND, private=not public))
        info = ask(lambda: api.dataset_info(name))
    if not info.private and not public:
        message = "all can see this repository: add --public to publish there, or make it private in its settings"
        raise CorpusError(message, path=name)
    head = str(info.sha)
    files = ask(lambda: _files(api, name, head))
    ours = ask(lambda: _ours(api, name, head)) if MANIFEST in files else frozenset()
    return Repository(name, f"{api.endpoint}/datasets/{name}", bool(info.private), new, head, files, ours)


def changes(edition: Edition, there: Repository) -> Changes:
    """What must be done to a repository so that it holds an edition."""
    names = {file.name for file in edition.files}
    sent = tuple(file for file in edition.files if there.files.get(file.name) not in (file.sha256, file.blob))
    known = there.ours | names
    return Changes(
        sent=sent,
        removed=tuple(sorted((there.ours - names) & set(there.files))),
        replaced=tuple(file.name for file in sent if file.name in set(there.files) - there.ours),
        foreign=tuple(sorted(set(there.files) - known)),
    )


def send(edition: Edition, there: Repository, todo: Changes) -> str:
    """Makes the one commit on the repository as it was looked at, and returns its id.

    Raises `CorpusError` where the hub refuses or cannot be reached, where somebody else has made a commit meanwhile,
    and where the commit has not what it should.
    """
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    api, token = _client(there.name)
    operations: list[CommitOperationAdd | CommitOperationDelete] = [
        *(CommitOperationAdd(file.name, str(edition.folder / file.name)) for file in todo.sent),
        *(CommitOperationDelete(name) for name in todo.removed),
    ]
    ask = partial(asked, repository=there.name, token=token)
    commit = ask(
        lambda: api.create_commit(
            there.name,
            operations,
            commit_message=f"Publish the edition {edition.name}",
            commit_description=edition.signature,
            repo_type=KIND,
            parent_commit=there.head,
        )
    )
    arrived = ask(lambda: _files(api, there.name, commit.oid))
    if lost := [file.name for file in edition.files if arrived.get(file.name) not in (file.sha256, file.blob)]:
        message = f"the hub has left out {', '.join(lost)}: is there a .gitignore in the repository that names it?"
        raise CorpusError(message, path=there.name)
    return str(commit.oid)


def _client(name: str) -> tuple[HfApi, str]:
    from huggingface_hub import HfApi, get_token

    token = asked(get_token, repository=name, token="")
    if not token:
        message = "there is no token for the hub: log in with `hf auth login`, or set HF_TOKEN"
        raise CorpusError(message, path=name)
    return HfApi(token=token, library_name="taiyaku", library_version=__version__), token


def _owner(who: Mapping[str, Any]) -> str:
    """Whose the token is, in a sentence."""
    groups = [str(one["name"]) for one in who.get("orgs") or () if one.get("name")]
    within = f", who is in {', '.join(groups)}" if groups else ", who is in no organisation"
    return f"It is the token of {who.get('name')}{within}"


def _info(api: HfApi, name: str) -> DatasetInfo | None:
    """What the hub says of a repository; None where there is none, or none that the token may see."""
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        return api.dataset_info(name)
    except RepositoryNotFoundError:
        return None


def _files(api: HfApi, name: str, revision: str) -> dict[str, str]:
    """The digests of a repository's files."""
    from huggingface_hub.hf_api import RepoFile  # folders are listed too

    tree = api.list_repo_tree(name, repo_type=KIND, revision=revision, recursive=True)
    files = (one for one in tree if isinstance(one, RepoFile))
    return {one.path: one.lfs.sha256 if one.lfs else one.blob_id for one in files}


def _ours(api: HfApi, name: str, revision: str) -> frozenset[str]:
    """The files that the manifest in a repository names, and itself; none where it is no manifest of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = api.hf_hub_download(name, MANIFEST, repo_type=KIND, revision=revision, local_dir=folder)
        try:
            stated = json.loads(Path(path).read_bytes())
        except ValueError:
            return frozenset()
    if not isinstance(stated, dict) or "signature" not in stated or not isinstance(stated.get("files"), dict):
        return frozenset()
    return frozenset({*(file for file in stated["files"] if not file.startswith(".")), MANIFEST})
