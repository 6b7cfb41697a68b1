"""What a manifest in a repository may have us remove: never what the hub itself put there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_server import ATTRIBUTES, Hub
from test_editions import built
from test_publish import folder, publish, there  # noqa: F401 - fixtures

from corpus.publishing import repository


def test_a_manifest_that_names_a_hidden_file_has_it_removed_by_nobody(there: Hub) -> None:  # noqa: F811
    manifest = b'{"signature": "taiyaku:0.1.0", "files": {".gitattributes": "", "old.txt": ""}}'
    repo = there.repo("lab/pairs", manifest_json=manifest, old_txt=b"of an earlier edition")
    assert repository("lab/pairs", public=False).ours == {"manifest.json", "old.txt"}
    assert publish() == 0
    assert repo.head.files[".gitattributes"] == ATTRIBUTES and "old.txt" not in repo.head.files


def test_what_takes_the_place_of_an_earlier_edition_is_not_called_somebody_elses(
    there: Hub,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert publish() == 0
    capsys.readouterr()
    built(Path("build/dataset"), ["CC0-1.0", "CC0-1.0"])
    assert publish() == 0
    said = capsys.readouterr().out
    assert "  sent:     4 files" in said and "replaced:" not in said
    assert len(there.repos["lab/pairs"].commits) == 3
