"""The parts of `scripts/train_model.py` that need neither torch nor the dictionary package: what is held out of the
training text, the steps of its tuning, IBM model 1, the glossary's table, and the pairs that the sounds learn from."""

from __future__ import annotations

import io
import json
import sqlite3
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from learning import glossary as train_glossary
from learning import lexicon as train_lexicon
from learning import sounds as train_sounds
from learning import text as training_text
from learning.stages import packed
from learning.text import Settings, Side
from learning.tuning import plan
from numpy.typing import NDArray

from corpus.alignment.learned.glossary import glossary, sound_value, stem_value
from corpus.alignment.learned.lexicon import lexicon
from corpus.store import sha256_hex
from corpus.types import CorpusError

# Entries of a made-up dictionary: written, read, parts of speech, glosses; then names: written, read, kind, spelled.
WORDS = (
    ("猫", "ねこ", "noun (common) (futsuumeishi)", ("cat",)),
    ("食べる", "たべる", "Ichidan verb", ("to eat",)),
    ("", "クリスマス", "noun (common) (futsuumeishi)", ("christmas", "Xmas (abbr.)")),
    ("", "パン", "noun (common) (futsuumeishi)", ("bread",)),
)
NAMES = (
    ("田中", "たなか", "surname", "Tanaka"),
    ("", "ジョン・スミス", "person", "John Smith (1580-1631)"),
    ("", "ドイツ", "place", "Federal Republic of Germany"),
)
TABLES = """
CREATE TABLE Kanji (ID INTEGER PRIMARY KEY, idseq, text); CREATE TABLE Kana (ID INTEGER PRIMARY KEY, idseq, text);
CREATE TABLE Sense (ID INTEGER PRIMARY KEY, idseq); CREATE TABLE SenseGloss (sid, lang, text);
CREATE TABLE pos (sid, text);
CREATE TABLE NEKanji (ID INTEGER PRIMARY KEY, idseq, text); CREATE TABLE NEKana (ID INTEGER PRIMARY KEY, idseq, text);
CREATE TABLE NETranslation (ID INTEGER PRIMARY KEY, idseq); CREATE TABLE NETransGloss (tid, lang, text);
CREATE TABLE NETransType (tid, text);
"""


@pytest.fixture
def base() -> sqlite3.Connection:
    """The made-up dictionary with the tables that jamdict-data has."""
    found = sqlite3.connect(":memory:")
    found.executescript(TABLES)
    for entry, (written, read, part, glosses) in enumerate(WORDS):
        if written:
            found.execute("INSERT INTO Kanji (idseq, text) VALUES (?, ?)", (entry, written))
        found.execute("INSERT INTO Kana (idseq, text) VALUES (?, ?)", (entry, read))
        found.execute("INSERT INTO Sense VALUES (?, ?)", (entry, entry))
        found.execute("INSERT INTO pos VALUES (?, ?)", (entry, part))
        found.executemany("INSERT INTO SenseGloss VALUES (?, 'eng', ?)", [(entry, gloss) for gloss in glosses])
    for entry, (written, read, kind, spelled) in enumerate(NAMES):
        if written:
            found.execute("INSERT INTO NEKanji (idseq, text) VALUES (?, ?)", (entry, written))
        found.execute("INSERT INTO NEKana (idseq, text) VALUES (?, ?)", (entry, read))
        found.execute("INSERT INTO NETranslation VALUES (?, ?)", (entry, entry))
        found.execute("INSERT INTO NETransType VALUES (?, ?)", (entry, kind))
        found.execute("INSERT INTO NETransGloss VALUES (?, 'eng', ?)", (entry, spelled))
    return found


@pytest.fixture
def data(tmp_path: Path, base: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data whose development set holds some of what is to be learned."""
    monkeypatch.setattr(training_text, "jamdict", lambda entries: base)
    for part in ("train", "dev"):
        (tmp_path / part).mkdir()
    loose = {
        "tatoeba": [
            "猫がいる。\tThere is a cat.",
            "犬だ。\tIt is a dog.",
            "雨だ。\tRain!",
            "空だ。\tThe sky.",
            "空だ。\tThe sky.",
        ],
        "python_docs": [":ref:`一覧 <list>` を参照\tSee the :ref:`list`"],
        "ejdict_lexicon": ["犬《動物》\tdog", "雨\train", "空\tsky"],
    }
    for name, lines in loose.items():
        (tmp_path / "train" / f"{name}.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    held = [
        ["猫がいる。", "A cat is there."],
        ["いぬです。", "IT IS A DOG."],
        ["犬", "Dog"],
        ["猫", "Cat"],
        ["雨", "a rain"],
    ]
    row = {"doc_id": "held", "pairs": held}
    (tmp_path / "dev" / "ud_pud.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def test_sentences_with_a_side_and_entries_with_both_sides_in_a_development_set_are_left_out(data: Path) -> None:
    pools, counts = training_text.gather(data, Settings(names=10))
    assert pools["everyday"] == [("雨だ。", "Rain!"), ("空だ。", "The sky.")]
    assert counts["tatoeba"] == {"read": 5, "kept": 2, "held_out": 2}
    assert pools["technical"] == [("一覧 を参照", "See the list")]
    assert counts["ejdict_lexicon"] == {"read": 3, "kept": 2, "held_out": 1}
    assert ("猫", "cat") not in pools["dictionary"]
    assert {("雨", "rain"), ("食べる", "to eat"), ("クリスマス", "Xmas"), ("ドイツ", NAMES[2][3])} <= set(
        pools["dictionary"]
    )
    assert "encyclopedic" not in pools  # a pool without pairs is none


def test_what_was_written_is_a_pool_without_what_a_development_set_holds(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("雪だよ。", "Snow."), ("雪が降る。", "Snow."), ("雪だよ。", "Snow."), ("ねこ！", "A cat is there.")]
    monkeypatch.setattr(training_text, "renderings", lambda: iter(rows))
    pools, counts = training_text.written(data)
    assert pools == {"written": rows[:2]}
    assert counts == {"renderings": {"read": 4, "kept": 2, "held_out": 1}}
    monkeypatch.setattr(training_text, "renderings", lambda: iter(()))
    with pytest.raises(CorpusError, match="no renderings"):
        training_text.written(data)


def test_pools_are_read_as_they_were_stored() -> None:
    pools, counts = {"everyday": [("雨\ud800。", "Rain.")], "written": [("雪。", "Snow\n.")]}, {"tatoeba": {"read": 2}}
    assert training_text.from_lines(training_text.to_lines(pools, counts)) == (pools, counts)


def test_tuning_reads_what_was_written_among_other_sentences_and_no_entries() -> None:
    pools = {"everyday": toy(), "written": toy(3), "dictionary": toy(5)}
    settings = Settings(batch=10, tuning_share=0.35)
    steps = [list(islice(plan(pools, settings, np.random.default_rng(1)), 1000)) for _ in range(2)]
    names = Counter(name for name, _ in steps[0])
    assert set(names) == {"everyday", "written"} and abs(names["written"] - 350) < 60
    assert all(a[0] == b[0] and (a[1] == b[1]).all() for a, b in zip(*steps, strict=True))
    rows = {row for name, found in steps[0] if name == "written" for row in found.tolist()}
    assert rows == set(range(len(pools["written"][0].keys)))


def test_the_glossary_sees_the_lexicons_without_what_a_development_set_holds(data: Path) -> None:
    assert list(training_text.lexicons(data, training_text.development(data))) == [("雨", "rain"), ("空", "sky")]


def test_a_share_of_the_pairs_is_the_same_in_any_order() -> None:
    pairs = [(f"文{number}", f"text {number}") for number in range(2000)]
    some = list(training_text.shared(pairs, 0.1))
    assert 150 < len(some) < 250
    assert list(training_text.shared(pairs[::-1], 0.1)) == some[::-1]
    assert set(some) <= set(training_text.shared(pairs, 0.3))
    assert list(training_text.shared(pairs, 1.0)) == pairs


def test_without_sentences_the_error_names_the_folder(data: Path) -> None:
    for file in (data / "train").iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="no sentence pairs") as caught:
        training_text.gather(data, Settings())
    assert caught.value.path == str(data)
    with pytest.raises(CorpusError, match="no training data"):
        training_text.digests(data / "nowhere")


# --- IBM model 1 -----------------------------------------------------------------------------------------------------

VOCABULARY = ["<unk>", "猫", "犬", "魚", "は", "▁cat", "▁dog", "▁fish", "▁the", "."]


def as_side(texts: list[list[str]]) -> Side:
    """Texts of the small vocabulary, as `training_text.side` gives them."""
    ids = [[VOCABULARY.index(piece) for piece in text] for text in texts]
    starts = np.cumsum([0, *map(len, ids)])
    return Side(np.concatenate([np.array(row, np.int32) for row in ids]), starts, np.arange(len(ids)))


def toy(times: int = 10) -> tuple[Side, Side]:
    """Sentences whose words can only be told apart by who meets whom."""
    nouns = {"猫": "▁cat", "犬": "▁dog", "魚": "▁fish"}
    ordered = [(one, other) for one in nouns for other in nouns if one != other] * times
    ja = [[one, "は", other] for one, other in ordered]
    return as_side(ja), as_side([["▁the", nouns[one], "▁the", nouns[other], "."] for one, other in ordered])


def test_ibm_model_1_finds_who_renders_whom() -> None:
    links = train_lexicon.learn([toy()], *train_lexicon.languages_of(VOCABULARY))
    known = {
        (VOCABULARY[ja], VOCABULARY[en]): (forward, backward)
        for ja, en, forward, backward in zip(links.ja, links.en, links.en_given_ja, links.ja_given_en, strict=True)
    }
    assert not any("." in pair for pair in known)  # no word of either language
    for ja, en in (("猫", "▁cat"), ("犬", "▁dog"), ("魚", "▁fish")):
        assert known[ja, en][0] == max(forward for pair, (forward, _) in known.items() if pair[0] == ja)
        assert known[ja, en][1] == max(backward for pair, (_, backward) in known.items() if pair[1] == en)
        assert known[ja, en][1] > 0.6
    for side in (0, 1):
        for piece in VOCABULARY[1:5] if side == 0 else VOCABULARY[5:9]:
            assert sum(found[side] for pair, found in known.items() if pair[side] == piece) == pytest.approx(1, abs=0.1)


def test_small_blocks_give_what_one_block_gives() -> None:
    languages = train_lexicon.languages_of(VOCABULARY)
    whole = train_lexicon.learn([toy(), toy(3)], *languages)
    small = train_lexicon.learn([toy(), toy(3)], *languages, block=20)
    again = train_lexicon.learn([toy(), toy(3)], *languages)
    for name in ("ja", "en", "en_given_ja", "ja_given_en"):
        np.testing.assert_allclose(getattr(small, name), getattr(whole, name), rtol=1e-9)
        assert getattr(again, name).tobytes() == getattr(whole, name).tobytes()


def test_long_texts_are_cut() -> None:
    ja = as_side([["猫"] * train_lexicon.LONGEST + ["犬"]] * 9)
    en = as_side([["▁cat"] * train_lexicon.LONGEST + ["▁dog"]] * 9)
    links = train_lexicon.learn([(ja, en)], *train_lexicon.languages_of(VOCABULARY))
    assert [(VOCABULARY[a], VOCABULARY[b]) for a, b in zip(links.ja, links.en, strict=True)] == [("猫", "▁cat")]


def put(folder: Path, name: str, arrays: dict[str, NDArray[Any]]) -> Path:
    """A folder of a model that has one table."""
    content = packed(arrays)
    (folder / name).write_bytes(content)
    (folder / "model.json").write_text(json.dumps({"sha256": {name: sha256_hex(content)}}), encoding="utf-8")
    return folder


def test_tables_are_the_same_deflated_or_not() -> None:
    arrays = {"counts": np.zeros(9999, np.uint16), "en": np.arange(9999, dtype=np.uint16)}
    whole, less = packed(arrays), packed(arrays, deflated=True)
    assert less == packed(arrays, deflated=True) and len(less) < len(whole)
    for name, array in np.load(io.BytesIO(less)).items():
        assert np.array_equal(array, arrays[name])


def test_what_is_stored_of_the_lexicon_is_read_again(tmp_path: Path) -> None:
    pools = {"everyday": toy(), "dictionary": toy(99)}
    links = train_lexicon.learn([pools["everyday"]], *train_lexicon.languages_of(VOCABULARY))
    found = lexicon(put(tmp_path, "lexicon.npz", train_lexicon.stored(links, pools, len(VOCABULARY))))
    for direction, given, of, values in (
        (found.en_given_ja, links.ja, links.en, links.en_given_ja),
        (found.ja_given_en, links.en, links.ja, links.ja_given_en),
    ):
        for source, piece, value in zip(given, of, values, strict=True):
            read = direction.expected(np.array([piece], np.int64), [np.array([source], np.int64)])
            assert read[0, 0] == pytest.approx(value, rel=0.02)
    assert found.background[VOCABULARY.index(".")] == 0
    assert found.background[1:5].sum() == pytest.approx(1, abs=0.1)
    assert found.background[VOCABULARY.index("▁the")] == pytest.approx(0.5, abs=0.03)


# --- the glossary and the sounds -------------------------------------------------------------------------------------


def test_the_glossary_knows_words_stems_names_and_readings(tmp_path: Path, base: sqlite3.Connection) -> None:
    made = train_glossary.table(train_glossary.entries([("空《天》", "the sky")], base))
    assert made["counts"].sum() == len(made["values"])
    found = glossary(put(tmp_path, "glossary.npz", made))
    for text, word, value in (
        ("猫がいる", "猫", stem_value("cat")),
        ("猫がいる", "猫", sound_value("neko")),
        ("魚を食べた", "食べ", stem_value("eating")),
        ("空", "空", stem_value("sky")),
        ("田中さん", "田中", sound_value("Tanaka")),
        ("クリスマス", "クリスマス", stem_value("christmas")),
    ):
        words = {text[word.start : word.end]: word.row for word in found.words([text])[0]}
        assert word in words
        assert value in found.values_of(words[word])
    assert found.words(["いる", ""]) == [[], []]


def test_sounds_learn_from_names_and_loanwords_that_are_spelled_as_they_sound(base: sqlite3.Connection) -> None:
    assert train_sounds.spellings(base) == [("クリスマス", "christmas"), ("ジョン", "John"), ("スミス", "Smith")]
