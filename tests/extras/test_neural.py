"""`SentenceTransformerEncoder` gives any sentence-transformers model the shape of an `Encoder`: unit rows, whatever the
text; the prefix that the model was trained with; a digest of what the vectors depend on; errors that say what to do.

The model is a real one, though small and random: a BERT of 16 dimensions over single letters, averaged over its tokens.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_encoder import DIMENSION, LONGEST, make_model

from corpus.alignment.learned.encoder import Floats
from corpus.alignment.learned.neural import SentenceTransformerEncoder, prefix_of, readable
from corpus.types import CorpusError

TEXTS = ["a cat read the book.", "猫", "the dog: 犬, the fish: 魚?", "b", "京都 is a city.", "x y z " * 40]
STRANGE = ["", " \n\t　", "\0", "\ud800", "a\udfffb", "a\0b", "\x01\x02", "\u200e", "♪"]
ODD = [*STRANGE, *(text * 50_000 for text in ("aa", "猫犬", "a "))]
REVISION = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here asks the network: what is not on disk is not there."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # for when it was imported before


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model as sentence-transformers saves it."""
    return make_model(tmp_path_factory.mktemp("models"))


def copied(folder: Path, to: Path, **settings: Any) -> Path:
    """A copy of the model, with settings of its own in the library's configuration."""
    shutil.copytree(folder, to)
    path = to / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | settings), encoding="utf-8")
    return to


def encoder(folder: Path, batch_size: int = 32) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(folder), device="cpu", batch_size=batch_size)


def by_hand(folder: Path, texts: list[str]) -> Floats:
    """The vectors (n, d) without sentence-transformers: one text at a time, the mean of its tokens, unit length."""
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    rows = []
    with torch.no_grad():
        for text in texts:
            read = tokenizer(text, truncation=True, max_length=LONGEST, return_tensors="pt")
            rows.append(model(**read).last_hidden_state[0].numpy().mean(0))
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


@pytest.mark.extras
def test_a_folder_gives_unit_rows_of_its_own_pooling(folder: Path) -> None:
    found = encoder(folder)
    assert (found.name, found.dimension) == (f"sentence-transformers:{folder}", DIMENSION)
    rows = found.encode(TEXTS)
    assert rows.shape == (len(TEXTS), DIMENSION) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(rows, by_hand(folder, TEXTS), atol=1e-5)
    assert np.ptp(rows @ rows.T) > 0.1  # the model does tell these texts apart
    empty = found.encode([])
    assert empty.shape == (0, DIMENSION) and empty.dtype == np.float32


@pytest.mark.extras
@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_batches_do_not_show(folder: Path, batch_size: int) -> None:
    texts = [text[:length] for text in TEXTS for length in (3, 9, None)]
    np.testing.assert_allclose(encoder(folder, batch_size).encode(texts), encoder(folder).encode(texts), atol=1e-5)


@pytest.mark.extras
def test_odd_texts_get_a_unit_or_zero_row_in_their_place(folder: Path) -> None:
    found = encoder(folder)
    rows = found.encode([*ODD, "a"])
    lengths = np.linalg.norm(rows, axis=1)
    np.testing.assert_allclose(lengths, [0, 0, 0] + [1] * (len(ODD) - 2), atol=1e-6)
    np.testing.assert_allclose(rows[[3, 5, -1]], found.encode(["?", "a b", "a"]), atol=1e-5)
    assert not found.encode(["", "\n"]).any()


@pytest.mark.extras
def test_readable_keeps_what_a_tokenizer_can_read() -> None:
    assert [readable(text) for text in (" a\n b　\0c ", "\ud83d\ude00", "😀 猫", "\0")] == ["a b c", "??", "😀 猫", ""]


@pytest.mark.extras
def test_numbers_that_are_no_numbers_are_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = encoder(folder)
    monkeypatch.setattr(found._model, "encode", lambda texts, **_: np.full((len(texts), DIMENSION), np.nan))
    with pytest.raises(CorpusError, match="single precision"):
        found.encode(["a"])


@pytest.mark.extras
def test_a_bar_is_drawn_for_many_texts_on_a_terminal_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    found = encoder(folder)
    for stream, texts, drawn in ((io.StringIO(), 1000, False), (Terminal(), 20, False), (Terminal(), 1000, True)):
        monkeypatch.setattr(sys, "stderr", stream)
        if not drawn:
            assert encoder(folder).encode([]).shape == (0, DIMENSION)
        found.encode(["a"] * texts)
        assert ("Batches" in stream.getvalue()) == drawn
        assert stream.isatty() or not stream.getvalue()  # not even the bar of loading goes into a log


@pytest.mark.extras
@pytest.mark.parametrize("name", ["tiny-e5-small", "Multilingual-E5", "models--me--e5-base/snapshots/0a1b"])
def test_e5_gets_its_prefix(folder: Path, tmp_path: Path, name: str) -> None:
    found = encoder(copied(folder, tmp_path / name))
    assert found.prefix == "query: "
    np.testing.assert_allclose(found.encode(TEXTS), by_hand(folder, [f"query: {text}" for text in TEXTS]), atol=1e-5)
    assert not found.encode([" "]).any()


@pytest.mark.extras
@pytest.mark.parametrize(
    ("settings", "added"),
    [
        ({"prompts": {"query": "query: ", "passage": "passage: "}, "default_prompt_name": None}, "query: "),
        ({"prompts": {"all": "find: "}, "default_prompt_name": "all"}, "find: "),
        ({"prompts": {"none": ""}, "default_prompt_name": "none"}, ""),
    ],
    ids=["named only", "default", "default of nothing"],
)
def test_a_prompt_of_the_model_itself_is_added_once(
    folder: Path, tmp_path: Path, settings: dict[str, Any], added: str
) -> None:
    found = encoder(copied(folder, tmp_path / "e5", **settings))
    np.testing.assert_allclose(found.encode(TEXTS), by_hand(folder, [added + text for text in TEXTS]), atol=1e-5)


@pytest.mark.extras
def test_the_prefix_goes_by_the_name_of_the_model() -> None:
    for name in ("intfloat/multilingual-e5-small", "intfloat/e5-large-v2", "/models/me5_base/", "e5"):
        assert prefix_of(name) == "query: ", name
    for name in (
        *("intfloat/multilingual-e5-large-instruct", "sentence-transformers/LaBSE", "BAAI/bge-m3", "someone5/labse"),
        *("/home/e5/labse", "gte5-base", "e512"),
    ):
        assert prefix_of(name) == "", name


@pytest.mark.extras
def test_the_digest_names_what_the_vectors_depend_on(folder: Path, tmp_path: Path) -> None:
    digest = encoder(folder).digest
    assert len(digest) == 16 and set(digest) <= set("0123456789abcdef")
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / ".cache").mkdir()
    (copy / ".cache" / "note").write_text("hidden", encoding="utf-8")
    assert encoder(copy).digest == digest
    assert encoder(shutil.copytree(folder, tmp_path / "e5")).digest != digest  # the same files, other vectors

    weights = copy / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    changed = encoder(copy).digest
    (copy / "tokenizer.json").rename(copy / "renamed.json")
    shutil.copy(folder / "tokenizer.json", copy / "tokenizer.json")
    assert len({digest, changed, encoder(copy).digest}) == 3


@pytest.mark.extras
def test_a_hub_name_is_known_by_its_revision(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = tmp_path / "models--tiny--model"
    shutil.copytree(folder, cached / "snapshots" / REVISION)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(REVISION, encoding="utf-8")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    found, again = (SentenceTransformerEncoder("tiny/model", device="cpu") for _ in range(2))
    np.testing.assert_allclose(found.encode(TEXTS), encoder(folder).encode(TEXTS), atol=1e-6)
    assert found.digest == again.digest != encoder(folder).digest
    again._model.model_card_data.base_model_revision = REVISION[::-1]
    del again.digest
    assert again.digest != found.digest


@pytest.mark.extras
def test_without_the_extra_the_error_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(CorpusError, match=r"install Taiyaku with its extra \[neural\]"):
        encoder(folder).encode(["a"])


@pytest.mark.extras
@pytest.mark.parametrize(
    "name", ["", ".", "..missing", "./missing", "/no/such/folder", "no/such/folder", "file", "no/such"]
)
def test_a_model_that_is_not_there_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    found = SentenceTransformerEncoder(name, device="cpu")  # costs nothing, hence cannot fail
    for ask in (lambda: found.encode([]), lambda: found.digest):
        with pytest.raises(CorpusError, match="check ") as caught:
            ask()
        assert f"sentence-transformers:{name} " in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.extras
def test_a_folder_that_holds_half_a_model_is_an_error(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "model.safetensors").write_bytes(b"short")
    with pytest.raises(CorpusError, match="whole model") as caught:
        encoder(copy).encode(["a"])
    assert caught.value.path == str(copy)


@pytest.mark.extras
def test_code_that_a_folder_brings_along_is_not_run(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    modules = json.loads((copy / "modules.json").read_text(encoding="utf-8"))
    modules.append({"idx": len(modules), "name": "own", "path": "", "type": "own_module.Own"})
    (copy / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    ran = tmp_path / "ran"
    (copy / "own_module.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: ...\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="own_module"):
        encoder(copy).encode(["a"])
    assert not ran.exists()
