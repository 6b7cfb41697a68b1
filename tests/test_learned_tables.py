"""The tables that come with the package: what they know, how they are found, and what happens without them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.alignment import score_matrix
from corpus.alignment.comparing.signals import DRAWN, LOCAL
from corpus.alignment.drafts.bead_signals import FIRST
from corpus.alignment.learned.encoder import embedded, lowered
from corpus.alignment.learned.glossary import glossary, key_of, mixed, sound_value, stem_value, words_en
from corpus.alignment.learned.lexicon import Direction, lexicon
from corpus.alignment.learned.models import load_models
from corpus.alignment.learned.sounds import sounds
from corpus.alignment.two_texts.ordered import SECOND
from corpus.learned import MODELS
from corpus.names import romaji_key
from corpus.types import CorpusError


def words_of(text: str) -> list[str]:
    """The words that the glossary finds in a text."""
    (found,) = glossary().words([lowered(text)])
    return [lowered(text)[word.start : word.end] for word in found]


def renders(ja: str, en: str) -> bool:
    """Whether the glossary knows an English word for one of a Japanese text's words."""
    (found,) = glossary().words([lowered(ja)])
    known = {int(value) for word in found for value in glossary().values_of(word.row)}
    return bool(known & {stem_value(en), sound_value(en)})


# The glossary


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("財閥", "conglomerates"),
        ("財閥", "zaibatsu"),
        ("会社を辞めた", "company"),
        ("毎日走っている", "running"),
        ("高かった", "expensive"),
        ("食べました", "eats"),
        ("田中さん", "Tanaka"),
        ("京都へ行く", "Kyoto"),
        ("ドイツ", "Germany"),
        ("コンピューター", "computers"),
    ],
)
def test_the_glossary_knows_words_readings_and_names(ja: str, en: str) -> None:
    assert renders(ja, en)


@pytest.mark.parametrize(("ja", "en"), [("財閥", "river"), ("京都", "Osaka"), ("犬", "cat")])
def test_the_glossary_does_not_know_what_is_not_so(ja: str, en: str) -> None:
    assert not renders(ja, en)


def test_the_longest_word_is_found_and_none_begins_within_katakana() -> None:
    assert words_of("東京都庁") == ["東京都庁"]
    assert all(not word.startswith("ピュ") for word in words_of("スーパーコンピューター"))
    assert words_of("") == [] and words_of("abc 123 !?") == []


@CALM
@given(st.lists(st.text(alphabet="東京都会社のを食べるアメリカー、a\0\ud800", max_size=12), max_size=6))
def test_words_are_found_in_each_text_as_alone(texts: list[str]) -> None:
    together = glossary().words(texts)
    assert together == [glossary().words([text])[0] for text in texts]
    for text, words in zip(texts, together, strict=True):
        ends = [0, *(word.end for word in words)]
        assert all(before <= word.start < word.end <= len(text) for before, word in zip(ends, words, strict=False))


@given(st.text(min_size=1, max_size=10))
def test_a_key_is_the_rolling_hash_of_its_characters(word: str) -> None:
    rolling = np.zeros(1, np.uint64)
    for char in word:
        rolling = rolling * np.uint64(0x9E3779B97F4A7C15) + np.uint64(ord(char)) + np.uint64(1)
    assert key_of(word) == int(mixed(rolling)[0])


def test_values_are_of_stems_and_of_sounds_apart() -> None:
    assert stem_value("companies") == stem_value("company") != stem_value("compass")
    assert stem_value("company's") == stem_value("company")
    assert stem_value("the") is None and stem_value("x") is None and sound_value("no") is None
    assert sound_value("Tōkyō") == sound_value("tokyo") == sound_value("とうきょう") != stem_value("tokyo")
    assert words_en("Café, it’s 3 NAÏVE!") == ["cafe", "it’s", "naive"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("とうきょう", "tokyo"),
        ("トーキョー", "tokyo"),
        ("Toukyou", "tokyo"),
        ("しんぶん", "shinbun"),
        ("Shimbun", "shinbun"),
        ("にっぽん", "nipon"),
        ("Nippon", "nipon"),
        ("じゅんいちろう", "junichiro"),
        ("Jun'ichirō", "junichiro"),
        ("会社", ""),
        ("", ""),
    ],
)
def test_one_spelling_for_all(written: str, key: str) -> None:
    assert romaji_key(written) == key


# The lexicon


def test_the_lexicon_expects_what_renders() -> None:
    table = lexicon()
    (cat,), (company,) = embedded().pieces(["猫"]), embedded().pieces(["会社"])
    both = np.concatenate([cat, company])
    found = table.ja_given_en.expected(both, embedded().pieces(["the cat", "a company", ""]))
    assert found.shape == (3, len(both)) and (found[2] == 0).all()
    assert found[0, 0] > 0.3 > found[0, len(cat)] and found[1, len(cat)] > 0.3 > found[1, 0]


def test_expected_counts_add_up() -> None:
    table = Direction(np.array([0, 2, 3, 3]), np.array([0, 2, 2], np.int32), np.array([0.5, 0.25, 1.0], np.float32))
    texts = [np.array([0, 1, 1]), np.array([2]), np.zeros(0, np.int64)]
    assert table.expected(np.array([0, 2]), texts).tolist() == [[0.5, 2.25], [0, 0], [0, 0]]


# The sounds


@pytest.mark.parametrize(
    ("katakana", "right", "others"),
    [
        ("アルトマン", "Altman", ["Atlanta", "Oldham", "Schulman"]),
        ("シュルマン", "Schulman", ["Altman", "Sherman", "Shulgin"]),
        ("ブロックマン", "Brockman", ["Blackburn", "Bookman", "Brooks"]),
        ("サツキヴァー", "Sutskever", ["Sunday", "Sucker", "Schumacher"]),
    ],
)
def test_a_name_sounds_most_like_itself(katakana: str, right: str, others: list[str]) -> None:
    alike = sounds().alike([katakana], [right, *others])[0]
    assert alike[0] == alike.max() > 0.5 and (alike[1:] < alike[0]).all()


def test_sounds_of_nothing_are_like_nothing() -> None:
    assert sounds().alike(["アルトマン", "ー"], ["", "123"]).tolist() == [[0, 0], [0, 0]]
    assert sounds().alike([], ["a"]).shape == (0, 1)


# Files


def test_the_model_is_at_most_25_megabytes_and_holds_no_pickles() -> None:
    files = [path for path in MODELS.iterdir() if path.suffix in (".npz", ".model", ".json")]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    for path in MODELS.glob("*.npz"):
        with np.load(path, allow_pickle=False) as stored:
            assert all(array.dtype.kind in "iu" for array in dict(stored).values()), path


def test_every_binary_is_named_with_its_digest() -> None:
    named = json.loads((MODELS / "model.json").read_text(encoding="utf-8"))["sha256"]
    binaries = [path for path in MODELS.iterdir() if path.suffix in (".npz", ".model")]
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in binaries}
    clauses = found.pop("clauses.npz")  # learned apart from the model, and named by what is fitted on it
    for name in ("wordings.npz", "days_wordings.npz", "accounts_wordings.npz"):
        del found[name]  # named by what is learned with it, of speakers, days, accounts
    assert named == found
    assert clauses.startswith(json.loads((MODELS / "coefficients.json").read_text(encoding="utf-8"))["clauses"])


def test_a_table_that_is_missing_or_changed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no model here"):
        glossary(tmp_path / "nowhere")
    (tmp_path / "model.json").write_text(json.dumps({"sha256": {"lexicon.npz": "0" * 64}}))
    with pytest.raises(CorpusError, match="no model here"):
        lexicon(tmp_path)
    (tmp_path / "lexicon.npz").write_bytes(b"changed")
    with pytest.raises(CorpusError, match=r"lexicon\.npz is not the file"):
        lexicon(tmp_path)


# Encoders by name


def test_the_embedded_encoder_is_the_default() -> None:
    assert corpus.load_encoder() is corpus.load_encoder("embedded") is embedded()
    scores = score_matrix(["雨が降る。"], ["It rains."], encoder=corpus.load_encoder())
    assert (scores == score_matrix(["雨が降る。"], ["It rains."])).all()


@pytest.mark.parametrize("name", ["", "labse", "sentence-transformers:", "sentence_transformers:x"])
def test_an_unknown_encoder_is_named(name: str) -> None:
    with pytest.raises(CorpusError, match="no encoder is called"):
        corpus.load_encoder(name)


class Ones:
    """An encoder of somebody's own, on which nothing was fitted."""

    name = "ones"
    digest = "1" * 16

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 1), np.float32)


def test_an_encoder_that_nothing_was_fitted_on_is_an_error() -> None:
    with pytest.raises(CorpusError, match="nothing was fitted on 'ones'"):
        corpus.score("雨", "rain", encoder=Ones())  # type: ignore[arg-type]
    assert load_models(Ones()).digest != load_models().digest  # type: ignore[arg-type]


# Documents


def test_the_model_card_names_every_file_signal_and_digest() -> None:
    card = (MODELS / "README.md").read_text(encoding="utf-8")
    named = json.loads((MODELS / "model.json").read_text(encoding="utf-8"))["sha256"]
    assert load_models().digest in card
    assert all(f"`{name}`" in card and digest in card for name, digest in named.items())
    for name, (meaning, *_) in (*LOCAL.items(), *DRAWN.items(), *FIRST.items(), *SECOND.items()):
        assert f"| `{name}` | {meaning} |" in card, name
