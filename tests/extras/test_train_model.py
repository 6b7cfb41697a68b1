"""`scripts/train_model.py` makes, from folders of `ja<TAB>en` files, a model that `corpus.alignment` loads and that has
learned to bring sentences together with their translations, those too that it was not shown; a second run goes on where
the first one stopped."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.alignment.learned.encoder import EmbeddedEncoder
from corpus.alignment.learned.glossary import glossary, stem_value
from corpus.alignment.learned.lexicon import lexicon
from corpus.alignment.learned.sounds import sounds

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
    "epochs": 6,
    "batch": 64,
    "encyclopedic": 200,
    "dictionary": 200,
    "vocabulary-sentences": 4000,
    "tuning": 20,
    "names": 100,
    "entries": 10_000,
}
BINARIES = ("vocabulary.model", "vectors.npz", "lexicon.npz", "glossary.npz", "sounds.npz")
STAGES = [
    "gather", "vocabulary", "pieces", "vectors", "written", "written_pieces", "tuned", "lexicon", "glossary", "sounds",
]  # fmt: skip

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


def train(folder: Path, out: str, work: str, **settings: float) -> tuple[dict[str, Any], list[str]]:
    """What `model.json` says after a run, and the stages that were not found but made."""
    options = [word for name, value in {**SMALL, **settings}.items() for word in (f"--{name}", str(value))]
    folders = ["--data", str(folder / "data"), "--out", str(folder / out), "--work", str(folder / work)]
    script = str(ROOT / "scripts" / "train_model.py")
    run = subprocess.run([sys.executable, script, *folders, *options], check=True, stdout=subprocess.PIPE, text=True)
    print(run.stdout)
    made = [line.split()[0] for line in run.stdout.splitlines() if line.split()[0] in STAGES and " s, " in line]
    found: dict[str, Any] = json.loads((folder / out / "model.json").read_text(encoding="utf-8"))
    return found, made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with data, a model that was trained on it, and what the stages left."""
    folder = tmp_path_factory.mktemp("trained")
    # The held out stand in the training files too: the script leaves them out.
    put(folder / "data", sentences(), sentences()[::10])
    named, made = train(folder, "model", "work")
    assert made == STAGES
    return folder, named


@pytest.mark.extras
def test_model_json_says_what_was_read_and_what_was_made(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, named = trained
    every, held_out = len(sentences()), len(sentences()[::10])
    assert named["pairs"]["tatoeba"] == {"read": every, "kept": every - held_out, "held_out": held_out}
    assert named["pairs"]["renderings"]["kept"] > 0
    assert named["format"] == 2
    assert (named["dimension"], named["pieces"], named["settings"]["epochs"]) == (32, 2000, 6)
    assert {"jamdict-data", "tatoeba.tsv", "dev/ud_pud.jsonl", "gold/short_replies.tsv"} <= set(named["data"])
    contents = {name: (folder / "model" / name).read_bytes() for name in BINARIES}
    assert named["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert named["bytes"] == {name: len(content) for name, content in contents.items()}


@pytest.mark.extras
def test_the_encoder_finds_translations_that_it_was_not_shown(trained: tuple[Path, dict[str, Any]]) -> None:
    encoder, held_out = EmbeddedEncoder(trained[0] / "model"), sentences()[::10]
    assert encoder.dimension == SMALL["dimension"]
    ja, en = (encoder.encode(texts) for texts in zip(*held_out, strict=True))
    found = (ja @ en.T).argmax(1)
    right = sum(int(best == place) for place, best in enumerate(found))
    assert right >= 0.8 * len(held_out), f"{right} of {len(held_out)}"


@pytest.mark.extras
def test_the_tables_know_words(trained: tuple[Path, dict[str, Any]]) -> None:
    folder = trained[0] / "model"
    encoder, table = EmbeddedEncoder(folder), lexicon(folder)
    every, cat = np.arange(SMALL["pieces"]), encoder.pieces(["cat"])
    given_cat = table.ja_given_en.expected(every, cat)[0]
    names = encoder.piece_texts(every)  # 猫 stands in pieces such as 猫は魚を
    right, wrong = (given_cat[[word in name for name in names]].sum() for word in ("猫", "犬"))
    assert right > 0.4 > 10 * wrong
    assert table.background[cat[0]].all()
    words = glossary(folder)
    (word,) = words.words(["猫"])[0]
    assert stem_value("cat") in words.values_of(word.row)
    alike = sounds(folder).alike(["クリスマス", "テレビ"], ["christmas"])
    assert alike[0, 0] > alike[1, 0]


@pytest.mark.extras
def test_same_text_same_bytes_and_another_seed_other_vectors(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, named = trained
    again, made = train(folder, "again", "elsewhere")
    assert made == STAGES
    assert again == named
    other, made = train(folder, "other", "elsewhere", seed=21, epochs=1)
    assert "vectors" in made
    assert "glossary" not in made
    assert other["sha256"]["vectors.npz"] != named["sha256"]["vectors.npz"]
    assert other["sha256"]["glossary.npz"] == named["sha256"]["glossary.npz"]


@pytest.mark.extras
def test_a_run_goes_on_where_another_stopped(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, named = trained
    shutil.copytree(folder / "work", folder / "stopped")
    (result,) = (folder / "stopped").glob("lexicon-*")
    result.unlink()
    again, made = train(folder, "resumed", "stopped")
    assert made == ["lexicon"]
    assert again == named
    _, made = train(folder, "shorter", "stopped", epochs=1)
    assert made == ["vectors", "tuned"]  # the others do not depend on it
    tuned, made = train(folder, "tuned", "stopped", tuning=5)
    assert made == ["tuned"]
    assert {name for name in BINARIES if tuned["sha256"][name] != named["sha256"][name]} == {"vectors.npz"}


@pytest.mark.extras
def test_without_data_it_says_what_to_do(tmp_path: Path) -> None:
    script = str(ROOT / "scripts" / "train_model.py")
    folders = ["--data", str(tmp_path / "nothing"), "--out", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    run = subprocess.run([sys.executable, script, *folders], check=False, stderr=subprocess.PIPE, text=True)
    assert run.returncode == 1
    assert f"{tmp_path / 'nothing'}: no training data" in run.stderr
