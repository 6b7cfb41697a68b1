"""The embedded encoder: what holds for any model (on a tiny one made here), and what the model of the package knows."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from corpus.alignment.learned.encoder import FILES, EmbeddedEncoder, embedded, lowered, pack, prepared, unit, unpack
from corpus.types import CorpusError

ODD = ["", " ", "\n\t", "\0", "a\0b", "\ud800", "x\udfffy", "\ufeff", "𠮷", "ﾊﾟ", "👩\u200d👩\u200d👧🎉"]
LONG = ["あ" * 100_000, "word " * 20_000]
JA = [
    "これはサム・アルトマン氏の投稿です。",
    "彼女は来年会社を辞めると発表した。",
    "今日はとても寒いですね。",
    "ありがとう！",
]
EN = [
    "This is a post by Sam Altman.",
    "She announced that she will leave the company next year.",
    "It is very cold today.",
    "Thank you!",
]


def test_sums_are_whole_and_additive() -> None:
    model = embedded()
    sums = model.sums(JA)
    assert sums.dtype == np.int64
    assert (model.sums(list(reversed(JA))) == sums[::-1]).all()
    assert (model.sums(JA * 300)[: len(JA)] == sums).all()
    table = model.sums([JA[0]])[0]
    (ids,) = model.pieces([JA[0]])
    assert ids.dtype == np.int64 and "".join(model.piece_texts(ids)) == prepared(JA[0]).decode().replace(" ", "▁")
    one_by_one = sum(model._table[int(piece)].astype(np.int64) for piece in ids)
    assert (table == one_by_one).all()


def test_rows_have_unit_length_or_are_zero() -> None:
    rows = embedded().encode([*JA, ""])
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows[:-1], axis=1), 1, atol=1e-5)
    assert (rows[-1] == 0).all()
    assert (unit(np.zeros((2, 8), np.int64)) == 0).all()
    assert embedded().encode([]).shape == (0, embedded().dimension)


@pytest.mark.parametrize("text", [*ODD, *LONG], ids=lambda text: ascii(text[:8]))
def test_odd_strings_never_crash(text: str) -> None:
    row = embedded().encode([text, "hello"])
    assert np.isfinite(row).all()
    assert np.isfinite(embedded().piece_vectors(embedded().pieces([text])[0])).all()


def test_a_long_text_is_summed_exactly() -> None:
    model = embedded()
    once, often = model.sums(["本 " * 100, "本 " * 70_000])
    assert len(model.pieces(["本 " * 70_000])[0]) > 65_536
    assert (often - once == (once - model.sums(["本 " * 50])[0]) / 50 * 69_900).all()


def test_width_case_and_space_do_not_count() -> None:
    model = embedded()
    assert lowered("ＯｐｅｎＡＩ　ｶﾀｶﾅ") == "openai カタカナ"
    assert (model.sums(["ＯｐｅｎＡＩ　は"]) == model.sums(["OpenAI  は\n"])).all()
    assert prepared("新しいOpenAIの") == "新しい openaiの".encode()


def test_translations_find_each_other() -> None:
    similarity = embedded().encode(JA) @ embedded().encode(EN).T
    assert (similarity.argmax(0) == range(len(JA))).all() and (similarity.argmax(1) == range(len(JA))).all()


def test_words_weigh_more_than_marks() -> None:
    model = embedded()
    word, mark = (model.piece_weights(ids).mean() for ids in model.pieces(["会社", "。"]))
    assert word > 2 * mark
    (ids,) = model.pieces(["犬が好き"])
    assert np.allclose(np.linalg.norm(model.piece_vectors(ids), axis=1), 1, atol=1e-5)


def test_packing_keeps_what_its_bits_can() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 64)) * np.arange(50)[:, None]
    vectors = rows.astype(np.float32)
    for bits, least in ((2, 0.91), (3, 0.97), (4, 0.99)):
        whole = unpack(*pack(vectors, bits))
        assert whole.dtype == np.int32 and abs(whole).max() < 2**15 and (whole[0] == 0).all()
        cosine = (unit(whole.astype(np.int64)) * vectors).sum(1)[1:] / np.linalg.norm(vectors[1:], axis=1)
        assert cosine.min() > least


def test_a_folder_without_a_model_and_a_changed_file(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no model here"):
        EmbeddedEncoder(tmp_path).encode(["x"])
    content = io.BytesIO()
    np.savez(content, planes=np.zeros((1, 2, 1), np.uint8), scales=np.ones(2, np.uint16))
    (tmp_path / "vectors.npz").write_bytes(content.getvalue())
    (tmp_path / "vocabulary.model").write_bytes(b"changed")
    named = {"vocabulary.model": sha256(b"whole").hexdigest(), "vectors.npz": sha256(content.getvalue()).hexdigest()}
    (tmp_path / "changed").mkdir()
    for name in FILES:
        (tmp_path / "changed" / name).write_bytes((tmp_path / name).read_bytes())
    (tmp_path / "changed" / "model.json").write_text(json.dumps({"sha256": named}))
    with pytest.raises(CorpusError, match=r"vocabulary\.model is not the file"):
        EmbeddedEncoder(tmp_path / "changed").encode(["x"])


def test_the_model_is_small_and_named() -> None:
    folder = embedded().folder
    assert sum((folder / name).stat().st_size for name in FILES) <= 10_000_000
    assert len(embedded().digest) == 16 and int(embedded().digest, 16) >= 0


def test_the_package_alone_does_not_import_numpy() -> None:
    code = "import sys, corpus; assert 'numpy' not in sys.modules and 'sentencepiece' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parent.parent)
