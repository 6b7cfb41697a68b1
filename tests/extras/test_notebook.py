"""The notebook runs from top to bottom, and what it says of itself is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import corpus

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

pytestmark = pytest.mark.extras

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "train_translation.ipynb"


def printed(notebook: Any) -> str:
    return "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output
    )


def test_it_runs_and_learns(tmp_path: Path) -> None:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = printed(notebook)
    first, last = re.search(r"training loss ([\d.]+) -> ([\d.]+)", said).groups()  # type: ignore[union-attr]
    assert float(last) <= float(first) / 2
    assert "tok:ja-mecab" in said and re.search(r"nrefs:1\|case:mixed\|.*nc:6", said)
    assert said.count("BLEU") == 2 and "copy of the English" in said


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (corpus.Config(), "are too few: it takes some hundred"),
        (corpus.Config(accept_confidence=1.0), "has no pair that is kept"),
    ],
)
def test_a_small_dataset_is_told_that_it_is(config: corpus.Config, says: str, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for page in sorted((ROOT / "tests/cases/pages").glob("0[1-3]_*.txt")):
        (tmp_path / "articles" / page.name).write_bytes(page.read_bytes())
    corpus.build(tmp_path / "articles", out=tmp_path / "build", config=config)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('DATASET = "build/notebook/dataset"', 'DATASET = "build/dataset"')
    client = nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
    with pytest.raises(nbclient.exceptions.CellExecutionError, match=says):
        client.execute()
    assert not (tmp_path / "build/notebook").exists()


def test_the_committed_copy_was_executed() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert "training loss" in printed(notebook)
    assert str(ROOT) not in NOTEBOOK.read_text(encoding="utf-8")
