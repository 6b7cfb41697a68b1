"""`scripts/train_model.py` makes, from folders of `ja<TAB>en` files, a model that `corpus.alignment` loads and that has
learned to bring sentences together with their translations, those too that it was not shown."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.alignment.encoder import EmbeddedEncoder

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = {"猫": "The cat", "犬": "The dog", "先生": "The teacher", "王様": "The king", "医者": "The doctor"}
OBJECTS = {"魚": "a fish", "本": "a book", "家": "a house", "山": "a mountain", "船": "a ship", "手紙": "a letter"}
VERBS = {
    "を見た。": "saw",
    "を忘れた。": "forgot",
    "を売った。": "sold",
    "を守った。": "guarded",
    "を運んだ。": "moved",
}
DAYS = {"昨日、": "yesterday", "今日、": "today", "先週、": "last week", "去年、": "last year"}
SMALL = {
    "pieces": 2000,
    "dimension": 32,
    "epochs": 8,
    "batch": 64,
    "encyclopedic": 200,
    "dictionary": 200,
    "vocabulary-sentences": 2000,
    "names": 100,
}

Pairs = list[tuple[str, str]]


def sentences() -> Pairs:
    """Every sentence of a small language, in Japanese and in English."""
    parts = itertools.product(DAYS.items(), SUBJECTS.items(), OBJECTS.items(), VERBS.items())
    return [
        (f"{day[0]}{subject[0]}は{thing[0]}{verb[0]}", f"{subject[1]} {verb[1]} {thing[1]} {day[1]}.")
        for day, subject, thing, verb in parts
    ]


def put(folder: Path, everyday: Pairs, held_out: Pairs) -> None:
    """The folder of data that the script reads: one small file of each kind, and a development set."""
    for part in ("train", "dev"):
        (folder / part).mkdir(parents=True)
    loose = {
        "tatoeba": everyday,
        "python_docs": [(f"``{ja}`` を参照", f"See ``{en}``") for ja, en in everyday[:100]],
        "ejdict_lexicon": [(ja, en.split()[-1]) for ja, en in (SUBJECTS | OBJECTS).items()],
    }
    for name, pairs in loose.items():
        (folder / "train" / f"{name}.tsv").write_text("".join(f"{ja}\t{en}\n" for ja, en in pairs), encoding="utf-8")
    kyoto = [(f"京都で{ja}", f"In Kyoto, {en}") for ja, en in everyday[:100]]
    documents = {
        "train/kyoto_documents": [{"doc_id": str(n), "domain": "", "pairs": [pair]} for n, pair in enumerate(kyoto)],
        "dev/ud_pud": [{"doc_id": "held out", "domain": "", "pairs": held_out}],
    }
    for name, rows in documents.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.extras
def test_a_model_is_trained_and_finds_translations_it_was_not_shown(tmp_path: Path) -> None:
    every = sentences()
    held_out = every[::10]
    put(tmp_path / "data", every, held_out)  # the held out stand in the training files too: the script leaves them out
    options = [word for name, value in SMALL.items() for word in (f"--{name}", str(value))]
    folders = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "model")]
    script = str(ROOT / "scripts" / "train_model.py")
    subprocess.run([sys.executable, script, *folders, *options], check=True)

    read = json.loads((tmp_path / "model" / "model.json").read_text(encoding="utf-8"))["pairs"]["tatoeba"]
    assert read == {"read": len(every), "kept": len(every) - len(held_out), "held_out": len(held_out)}

    encoder = EmbeddedEncoder(tmp_path / "model")
    assert encoder.dimension == SMALL["dimension"]
    ja, en = (encoder.encode(texts) for texts in zip(*held_out, strict=True))
    found = (ja @ en.T).argmax(1)
    right = sum(int(best == place) for place, best in enumerate(found))
    assert right >= 0.8 * len(held_out), f"{right} of {len(held_out)}"
