"""A hub on this machine for tests: it speaks what the hub's client asks for when a dataset is published, and keeps it.

`hub()` runs it in a thread. Repositories, their commits and the large files that came are plain values to look at;
`trouble` maps a step (`whoami`, `create`, `preupload`, `upload`, `commit` …) to a function that answers it instead,
once; it is given the answer, and what would have been done. It is strict: a large file that is not what it is called,
one that was never sent, a commit on another parent are errors, as they are on the hub.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit

from local_server import Server

ATTRIBUTES = b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"
USERS = {"alice": ("lab", "readers"), "bob": ()}
MAY_WRITE = {"alice": {"alice", "lab"}, "bob": {"bob"}}

Trouble = Callable[["Answer", Callable[[], None]], None]


def blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@dataclass
class Commit:
    oid: str
    title: str
    text: str
    files: dict[str, bytes]
    large: frozenset[str]


@dataclass
class Repo:
    private: bool
    commits: list[Commit] = field(default_factory=list)

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def add(self, title: str, text: str, files: dict[str, bytes], large: frozenset[str] = frozenset()) -> Commit:
        oid = hashlib.sha1(f"{len(self.commits)}{title}".encode(), usedforsecurity=False).hexdigest()
        self.commits.append(Commit(oid, title, text, files, large))
        return self.head


@dataclass
class Hub:
    """The state of a hub: who has which token, what repositories there are, what large files have come."""

    url: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    repos: dict[str, Repo] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    trouble: dict[str, Trouble] = field(default_factory=dict)
    offline: bool = False

    def repo(self, name: str, *, private: bool = True, **files: bytes) -> Repo:
        """A repository that is there already, with a file for each argument (`notes_txt` is notes.txt)."""
        named = {key.replace("_", "."): data for key, data in files.items()}
        self.repos[name] = repo = Repo(private)
        repo.add("initial commit", "", {".gitattributes": ATTRIBUTES, **named})
        return repo


class Answer(BaseHTTPRequestHandler):
    """One request, and the way to answer it."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer goes out at once, not in two packets of which the second waits
    hub: Hub
    unread = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the tests look at `asked`."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name in ("do_GET", "do_HEAD", "do_POST", "do_PUT"):
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        self.unread = True
        self.hub.asked.append((self.command, self.path))
        path = unquote(urlsplit(self.path).path)
        routes = ((re.fullmatch(pattern, path), step, public) for pattern, step, public in ROUTES)
        found, step, public = next((one for one in routes if one[0]), (None, nowhere, True))
        user = self.hub.tokens.get(self.headers.get("authorization", "").removeprefix("Bearer "))
        go_on = partial(step, self, user or "", *(found.groups() if found else ()))
        with contextlib.suppress(OSError):  # the client has gone
            if self.hub.offline:
                self.drop()
            elif trouble := self.hub.trouble.pop(step.__name__, None):
                trouble(self, go_on)
            elif user is None and not public:
                self.json({"error": "Invalid username or password."}, 401)
            else:
                go_on()

    def body(self) -> bytes:
        self.unread = False
        if self.headers.get("transfer-encoding", "") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def json(self, value: Any, status: int = 200, **headers: str) -> None:
        self.send(json.dumps(value).encode(), status, content_type="application/json", **headers)

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        if self.unread:
            self.body()
        self.send_response(status)
        for name, value in {"content_length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def drop(self) -> None:
        """The connection ends in the middle of what was being sent."""
        if self.unread:
            self.rfile.read(min(100, int(self.headers.get("content-length", 0))))
        self.close_connection = True

    def found(self, user: str, name: str) -> Repo | None:
        """A repository that a user may see; else that there is none is answered."""
        repo = self.hub.repos.get(name)
        if repo is None or repo.private and owner(name) not in {user, *USERS[user]}:
            self.json({"error": "Repository not found"}, 404, x_error_code="RepoNotFound")
            return None
        return repo

    def written(self, user: str, name: str) -> Repo | None:
        """A repository that a user may write to; else why not is answered."""
        repo = self.found(user, name)
        if repo is not None and owner(name) not in MAY_WRITE[user]:
            self.json({"error": "You do not have write access"}, 403, x_error_message="You do not have write access")
            return None
        return repo


def owner(name: str) -> str:
    return name.partition("/")[0]


def nowhere(answer: Answer, user: str) -> None:
    answer.json({"error": "no such place"}, 404)


def whoami(answer: Answer, user: str) -> None:
    answer.json({"type": "user", "name": user, "orgs": [{"name": name} for name in USERS[user]]})


def create(answer: Answer, user: str) -> None:
    data = answer.body()
    asked = json.loads(data)
    assert asked["type"] == "dataset"
    space = asked.get("organization") or user
    name = f"{space}/{asked['name']}"
    if space not in MAY_WRITE[user]:
        said = f'You don\'t have the rights to create a dataset under the namespace "{space}"'
        answer.json({"error": said}, 403)
    elif name in answer.hub.repos:
        answer.json({"error": "You already created this dataset repo", "url": name}, 409)
    else:
        answer.hub.repo(name, private=asked.get("private", asked.get("visibility") == "private"))
        answer.json({"url": f"{answer.hub.url}/datasets/{name}", "name": name, "id": "0" * 24})


def info(answer: Answer, user: str, name: str, revision: str | None = None) -> None:
    if repo := answer.found(user, name):
        siblings = [{"rfilename": path} for path in repo.head.files]
        answer.json({"id": name, "sha": repo.head.oid, "private": repo.private, "siblings": siblings, "tags": []})


def tree(answer: Answer, user: str, name: str, revision: str) -> None:
    if repo := answer.found(user, name):
        commit = at(repo, revision)
        listed: list[dict[str, Any]] = []
        for path, data in commit.files.items():
            entry = {"type": "file", "path": path, "size": len(data), "oid": blob(data)}
            if path in commit.large:
                digest = hashlib.sha256(data).hexdigest()
                entry |= {"oid": blob(digest.encode()), "lfs": {"oid": digest, "size": len(data), "pointerSize": 130}}
            listed.append(entry)
        folders = {path.rpartition("/")[0] for path in commit.files} - {""}
        listed += [{"type": "directory", "path": path, "size": 0, "oid": "0" * 40} for path in sorted(folders)]
        answer.json(listed)


def resolve(answer: Answer, user: str, name: str, revision: str, path: str) -> None:
    if repo := answer.found(user, name):
        commit = at(repo, revision)
        data = commit.files[path]
        answer.send(data, etag=f'"{blob(data)}"', x_repo_commit=commit.oid, accept_ranges="bytes")


def at(repo: Repo, revision: str) -> Commit:
    return repo.head if revision == "main" else next(one for one in repo.commits if one.oid == revision)


def validate(answer: Answer, user: str) -> None:
    answer.json({"errors": [], "warnings": []})


def preupload(answer: Answer, user: str, name: str, revision: str) -> None:
    data = answer.body()
    if repo := answer.written(user, name):
        ignored = repo.head.files.get(".gitignore", b"").decode().split()
        files = [
            {
                "path": file["path"],
                "uploadMode": "lfs" if file["path"].endswith(".parquet") else "regular",
                "shouldIgnore": any(file["path"].endswith(word.lstrip("*")) for word in ignored),
            }
            for file in json.loads(data)["files"]
        ]
        answer.json({"files": files})


def batch(answer: Answer, user: str, name: str) -> None:
    data = answer.body()
    if answer.written(user, name):
        objects = []
        for one in json.loads(data)["objects"]:
            place = f"{answer.hub.url}/large/{one['oid']}"
            actions = {"upload": {"href": f"{place}?X-Signature=secret"}, "verify": {"href": f"{place}/verify"}}
            objects.append({**one, **({} if one["oid"] in answer.hub.large else {"actions": actions})})
        answer.json({"transfer": "basic", "objects": objects})


def upload(answer: Answer, user: str, oid: str) -> None:
    assert "authorization" not in answer.headers  # the address is signed, and may be another's
    data = answer.body()
    assert hashlib.sha256(data).hexdigest() == oid
    answer.hub.large[oid] = data
    answer.send(b"")


def verify(answer: Answer, user: str, oid: str) -> None:
    answer.send(b"", 200 if oid in answer.hub.large else 404)


def commit(answer: Answer, user: str, name: str, revision: str) -> None:
    data = answer.body()
    repo = answer.written(user, name)
    if repo is None:
        return
    head, *steps = (json.loads(line) for line in data.splitlines())
    if head["value"].get("parentCommit") != repo.head.oid:
        answer.json({"error": "A commit has happened since. Please refresh and try again."}, 412)
        return
    files, large = dict(repo.head.files), set(repo.head.large)
    for step in steps:
        value = step["value"]
        path = value["path"]
        if step["key"] == "file":
            files[path] = base64.b64decode(value["content"])
            large.discard(path)
        elif step["key"] == "lfsFile":
            files[path] = answer.hub.large[value["oid"]]
            large.add(path)
        else:
            assert step["key"] == "deletedFile"
            del files[path]
            large.discard(path)
    made = repo.add(head["value"]["summary"], head["value"]["description"], files, frozenset(large))
    url = f"{answer.hub.url}/datasets/{name}/commit/{made.oid}"
    answer.json({"success": True, "commitOid": made.oid, "commitUrl": url, "hookOutput": ""})


def xet(answer: Answer, user: str, name: str, revision: str) -> None:
    """The other storage, which this hub has not."""
    answer.json({"error": f"no such storage for {answer.headers['authorization']}"}, 403)


NAME = "([^/]+/[^/]+)"
ROUTES: tuple[tuple[str, Callable[..., None], bool], ...] = (
    ("/api/whoami-v2", whoami, False),
    ("/api/repos/create", create, False),
    ("/api/validate-yaml", validate, False),
    (f"/api/datasets/{NAME}", info, False),
    (f"/api/datasets/{NAME}/revision/([^/]+)", info, False),
    (f"/api/datasets/{NAME}/tree/([^/]+)", tree, False),
    (f"/api/datasets/{NAME}/preupload/([^/]+)", preupload, False),
    (f"/api/datasets/{NAME}/commit/([^/]+)", commit, False),
    (f"/api/datasets/{NAME}/xet-write-token/([^/]+)", xet, False),
    (f"/datasets/{NAME}/resolve/([^/]+)/(.+)", resolve, False),
    (f"/datasets/{NAME}.git/info/lfs/objects/batch", batch, False),
    ("/large/([0-9a-f]+)", upload, True),
    ("/large/([0-9a-f]+)/verify", verify, False),
)
"""An address, what answers it, and whether that needs no token."""


@contextlib.contextmanager
def hub(**tokens: str) -> Iterator[Hub]:
    """A hub on 127.0.0.1 until the block ends; `alice="…"` is the token of a user."""
    state = Hub(tokens={token: user for user, token in tokens.items()})
    server = Server(("127.0.0.1", 0), type("Answering", (Answer,), {"hub": state}))
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
