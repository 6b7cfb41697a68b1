"""A manifest that anybody may have made: what has another shape than builds write is named, and followed nowhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from test_editions import built, wanted

from corpus.cli import main
from corpus.provenance import verify
from corpus.publishing import export, manifest_of, prepare, read_back
from corpus.publishing.stored_manifest import SHAPES
from corpus.store import sha256_hex
from corpus.types import CorpusError

OPEN = ["CC BY 4.0", "CC BY-SA 4.0", "CC0"]
COMMANDS = [
    ["diff", "{0}", "{0}"],
    ["export", "--format", "jsonl", "--dataset", "{0}"],
    ["publish", "--repo", "a/b", "--edition", "full", "--i-have-the-rights", "--dry-run", "--dataset", "{0}"],
    ["publish", "--repo", "a/b", "--edition", "open", "--dry-run", "--dataset", "{0}"],
    ["why", "p", "--dataset", "{0}"],
]
"""What reads a dataset's manifest; `{0}` is the dataset's folder."""

PAGE = {"kind": "article", "name": "a", "sha256": "0" * 64}
OTHERWISE: dict[str, Sequence[Any]] = {
    **dict.fromkeys(("format", "signature", "version", "model", "config", "data", "verdicts"), (None, 1, ["x"])),
    "settings": (None, [], "x"),
    "about": (None, "x", {"name": None}),
    "documents": (None, {}, ["x"], [{"kind": "article"}], [{**PAGE, "name": None}], [{**PAGE, "path": 1}]),
    "counts": (None, [], {"found": "3"}),
    "rows": (None, 3, {"pairs/train": None}, {"pairs/train": -1}, {"pairs/train": True}),
    "files": (None, ["x"], {"README.md": None}),
}
OUTSIDE = ["/etc/passwd", "../secret", "pairs/../../secret"]
NOWHERE = [*OUTSIDE, "pairs/../README.md", "./README.md", "", ".", "a\0", "\ud800"]
"""Names of files that lead out of a folder, or that no file has."""


def stated(dataset: Path, **parts: Any) -> None:
    """Writes these parts into the manifest of a dataset, in the place of what it says."""
    path = dataset / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **parts}), encoding="utf-8")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("whole") / "dataset", OPEN)


@pytest.fixture
def dataset(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "dataset")


def test_every_part_has_a_shape(whole: Path) -> None:
    assert set(manifest_of(whole)) <= set(SHAPES) == set(OTHERWISE)


@pytest.mark.parametrize(("part", "value"), [(part, value) for part, values in OTHERWISE.items() for value in values])
def test_a_part_of_another_shape_is_named(dataset: Path, part: str, value: object) -> None:
    stated(dataset, **{part: value})
    with pytest.raises(CorpusError, match="not a whole dataset of this version") as caught:
        manifest_of(dataset)
    assert caught.value.path == str(dataset / "manifest.json")
    assert f"({part!r} is not what builds write)" in caught.value.message
    assert [str(problem) for problem in verify(dataset)] == [str(caught.value)]
    with pytest.raises(CorpusError, match=re.escape(str(caught.value))):
        read_back(dataset)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:5]))
@pytest.mark.parametrize(
    ("part", "value"),
    [("rows", None), ("documents", None), ("documents", ["x"]), ("documents", [{"kind": "article"}])],
)
def test_no_command_ends_in_a_traceback(
    dataset: Path, command: list[str], part: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    stated(dataset, **{part: value})
    assert main([word.format(dataset) for word in command]) == 1
    said = f"taiyaku: {dataset}/manifest.json: not a whole dataset of this version ({part!r} is not what builds write)"
    assert capsys.readouterr().err == f"{said}; build it again\n"


@pytest.mark.parametrize("command", COMMANDS[:4], ids=lambda command: " ".join(command[:5]))
def test_what_a_manifest_has_not_is_said(dataset: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (dataset / "manifest.json").write_text("{}", encoding="utf-8")
    assert main([word.format(dataset) for word in command]) == 1
    assert "manifest.json: not a whole dataset of this version (has no 'signature')" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["c.txt", None])
def test_pages_whose_folder_no_manifest_tells_are_looked_for_where_they_are_by_default(
    dataset: Path, path: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """An open edition has the bare name of a file that lies elsewhere, and a stand-off form has no path."""
    stated(dataset, documents=[{**PAGE, "name": "a/b/c", **({"path": path} if path else {})}])
    assert main(["why", "p", "--dataset", str(dataset)]) == 1
    assert "no pair here has the id 'p'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("accept_confidence", "0.8", "must be a number like 0.84, not '0.8'"),
        ("accept_confidence", 2, "settings need 0 <= review_confidence <= accept_confidence <= 1"),
        ("max_bytes", 10**15, "max_bytes must be between 1 and"),
    ],
)
def test_a_setting_that_cannot_be_is_named(dataset: Path, name: str, value: object, told: str) -> None:
    stated(dataset, settings={**manifest_of(dataset)["settings"], name: value})
    with pytest.raises(CorpusError, match=r"manifest\.json: not a whole dataset of this version") as caught:
        manifest_of(dataset)
    assert told in caught.value.message


def test_settings_of_another_version_are_left_to_those_who_compare(dataset: Path) -> None:
    settings = {**manifest_of(dataset)["settings"], "some_setting": [1]}
    stated(dataset, settings=settings)
    assert manifest_of(dataset)["settings"] == settings
    assert main(["diff", str(dataset), str(dataset)]) == 0


@pytest.mark.parametrize("name", NOWHERE)
def test_a_name_that_leads_elsewhere_is_followed_by_nobody(dataset: Path, name: str) -> None:
    (dataset.parent / "secret").write_text("mine", encoding="utf-8")
    files = {**manifest_of(dataset)["files"], name: sha256_hex(b"mine")}
    stated(dataset, files=files)
    with pytest.raises(CorpusError, match="'files' is not what builds write"):
        prepare("full", wanted(dataset))


@pytest.mark.parametrize("whither", ["../secret", "README.md", "link"])
def test_a_link_is_followed_only_to_what_lies_in_the_dataset(dataset: Path, whither: str) -> None:
    (dataset.parent / "secret").write_text("mine", encoding="utf-8")
    (dataset / "link").symlink_to(whither)
    content = b"mine" if whither != "README.md" else (dataset / whither).read_bytes()
    stated(dataset, files={**manifest_of(dataset)["files"], "link": sha256_hex(content)})
    if whither == "README.md":
        assert "link" in {file.name for file in prepare("full", wanted(dataset)).files}
        return
    with pytest.raises(CorpusError, match=r"link: (leads out of the dataset|cannot be read)"):
        prepare("full", wanted(dataset))


def test_the_folder_of_a_dataset_may_be_a_link_itself(dataset: Path) -> None:
    (dataset.parent / "link").symlink_to("dataset")
    assert prepare("full", wanted(dataset.parent / "link")).files == prepare("full", wanted(dataset)).files


def test_what_is_made_of_a_dataset_has_a_manifest_of_that_shape_too(dataset: Path, tmp_path: Path) -> None:
    for form in ("tmx", "standoff"):
        made = export(dataset, form, tmp_path / form).folder
        assert manifest_of(made, "signature", "settings", "documents", "rows", "files")["format"] == form
