"""The public functions: what they take and refuse at the door, and what their values are."""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.given import texts

PAGE = CASES / "pages" / "01_cto_leaves.txt"
JA = ["雨が降っています。", "入場は無料です。", "図書館は今夜から開いています。"]
EN = ["It is raining.", "Admission is free.", "The library is open from tonight."]
ROOT = Path(__file__).resolve().parent.parent

# Lists of texts

KINDS: dict[str, Callable[[list[str]], Any]] = {
    "tuple": tuple,
    "array": np.array,
    "array of objects": lambda said: np.array(said, object),
    "Series": pd.Series,
    "Series with another index": lambda said: pd.Series(said, index=[9, 9, 4][: len(said)]),
    "Index": pd.Index,
    "Arrow": pa.array,
    "chunks of Arrow": lambda said: pa.chunked_array([said[:1], said[1:]], pa.string()),
    "generator": iter,
    "map": lambda said: map(str, said),
    "keys": lambda said: dict.fromkeys(said).keys(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_gives_strings_in_an_order_is_a_list(kind: str) -> None:
    make = KINDS[kind]
    assert corpus.align(make(JA), make(EN)) == corpus.align(JA, EN)
    assert (corpus.score_matrix(make(JA), make(EN)) == corpus.score_matrix(JA, EN)).all()
    encoder = corpus.load_encoder()
    assert (encoder.encode(make(JA)) == encoder.encode(JA)).all()
    assert corpus.score_matrix(make([]), make(EN)).shape == (0, 3)


NO_LISTS: list[tuple[Any, str]] = [
    ("雨が降っています。", "a list of texts, not one text"),
    (b"abc", "a list of texts, not one text"),
    ({"a": "b"}, "not a dict"),
    ({"a", "b"}, "not a set"),
    (pd.DataFrame({"ja": JA}), "not a DataFrame"),
    (np.array([JA]), "not a ndarray"),
    (3, "not a int"),
    (None, "not a NoneType"),
    ([*JA, None], r"\[3\] is None, not a text"),
    ([JA[0], float("nan"), JA[1]], r"\[1\] is nan"),
    (pd.Series([JA[0], None]), r"\[1\] is (None|nan)"),
    (pd.array([JA[0], pd.NA], dtype="string"), r"\[1\] is <NA>"),
    (pa.array([None, "a"]), r"\[0\] is None"),
    ([b"bytes"], r"\[0\] is b'bytes'"),
    ([JA], r"\[0\] is \['雨"),
    ((at for at in (1, 2)), r"\[0\] is 1"),
]


@pytest.mark.parametrize(
    ("wrong", "says"), NO_LISTS, ids=lambda one: one if isinstance(one, str) else type(one).__name__
)
def test_what_is_no_list_of_texts_is_named_with_its_place(wrong: Any, says: str) -> None:
    wrong = list(wrong) if hasattr(wrong, "gi_frame") else wrong
    for call, name in (
        (lambda: corpus.align(JA, wrong), "en"),
        (lambda: corpus.align(wrong, EN), "ja"),
        (lambda: corpus.score_matrix(JA, wrong), "en"),
        (lambda: corpus.load_encoder().encode(wrong), "texts"),
    ):
        with pytest.raises(corpus.CorpusError, match=f"^{name}.*{says}"):
            call()


@given(st.lists(st.text()))
def test_texts_are_what_was_given(said: list[str]) -> None:
    def each() -> Iterable[str]:
        yield from said

    assert texts(said, "ja") == texts(each(), "ja") == texts(pd.Series(said, dtype=object), "ja") == said


# Languages, as `taiyaku align` and `taiyaku score` say it of files (test_bitext, test_score)


@pytest.mark.parametrize(
    ("ja", "en", "says"),
    [
        (EN, JA, "ja is given as Japanese, and en holds it: they look swapped"),
        (JA, JA, "en is given as English, and holds Japanese"),
        (EN, EN, "ja is given as Japanese, and holds none"),
    ],
)
def test_texts_in_the_other_language_are_named(ja: list[str], en: list[str], says: str) -> None:
    with pytest.raises(corpus.CorpusError, match=says):
        corpus.align(ja, en)


def test_swapped_lists_get_no_scores() -> None:
    with pytest.raises(corpus.CorpusError, match="they look swapped, give the Japanese first"):
        corpus.score_matrix(EN, JA)
    assert corpus.score(EN[0], JA[0]) < corpus.score(JA[0], EN[0])  # a pair tells too little of what was meant


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        (["42", "1998"], ["42"]),
        ([], EN),
        (JA, []),
        ([*JA, EN[0]], EN),  # a line that was left untranslated
        (["OpenAI", *JA], ["OpenAI", *EN]),
        (JA, [*EN, "雨"]),
    ],
)
def test_a_name_a_number_and_a_line_in_the_other_language_may_stand_there(ja: list[str], en: list[str]) -> None:
    beads = corpus.align(ja, en)
    assert sorted(at for bead in beads for at in bead.ja) == list(range(len(ja)))
    assert corpus.score_matrix(ja, en).shape == (len(ja), len(en))


@pytest.mark.parametrize("same", ["OpenAI", "123", EN[0], JA[0]])
def test_a_copy_has_a_score(same: str) -> None:
    """It says the same: that it is no rendering, whoever has given pairs sees by comparing their sides."""
    assert corpus.score(same, same) > 0


# Other arguments


def bad_calls(folder: Path) -> list[tuple[Callable[[], Any], str]]:
    """Calls with something wrong, and what is said of it."""
    (folder / "articles").mkdir()
    (folder / "bad.toml").write_text("a = 1\nb 2\n", encoding="utf-8")
    page, none, articles = str(PAGE), str(folder / "none"), str(folder / "articles")
    gone = "the folder cannot be read: there is none"
    calls: list[tuple[Callable[[], Any], str]] = [
        (lambda: corpus.read(page, originals=none), gone),
        (lambda: corpus.pairs(page, originals=none), gone),
        (lambda: corpus.pairs(corpus.read(page), originals=none), gone),
        (lambda: list(corpus.articles(page, originals=none)), gone),
        (lambda: corpus.build(articles, originals=none), gone),
        (lambda: corpus.read(""), "path must be a path, and this is empty"),
        (lambda: corpus.pairs(""), "article must be a path, and this is empty"),
        (lambda: corpus.build(""), "articles must be a path, and this is empty"),
        (lambda: corpus.build(articles, out=""), "out must be a path, and this is empty"),
        (lambda: corpus.read("雨が降っています。\n" * 9), "path must be a path, not a text .*save it as a file"),
        (lambda: corpus.pairs("雨" * 200), "article must be a path, not a text"),
        (lambda: corpus.read("a\0b"), "not a text"),
        (lambda: corpus.read(None), "path must be a path, not None"),  # type: ignore[arg-type]
        (lambda: corpus.read(b"page.txt"), "must be a path, not b'page.txt'"),  # type: ignore[arg-type]
        (lambda: corpus.pairs(page, config={"max_bead": 2}), r"corpus\.Config"),  # type: ignore[arg-type]
        (lambda: corpus.build(articles, config=folder / "bad.toml"), r"bad\.toml:2: is no TOML"),
        (lambda: corpus.build(articles, config=none), "none: cannot be read"),
        (lambda: corpus.build(articles, workers=1.5), "a whole number, not 1.5"),  # type: ignore[arg-type]
        (lambda: corpus.build(articles, workers="2"), "a whole number, not '2'"),  # type: ignore[arg-type]
        (lambda: corpus.sentences("a", "fr"), "language must be 'ja' or 'en'"),  # type: ignore[arg-type]
        (lambda: corpus.sentences(["a"], "en"), r"text must be a text, not \['a'\]"),  # type: ignore[arg-type]
        (lambda: corpus.score(None, "a"), "ja must be a text, not None"),  # type: ignore[arg-type]
        (lambda: corpus.score("雨", ["a"]), r"en must be a text, not \['a'\]"),  # type: ignore[arg-type]
        (lambda: corpus.align(JA, EN, ordered="yes"), "ordered must be True, False or None"),  # type: ignore[arg-type]
        (lambda: corpus.align(JA, EN, encoder="embedded"), "what load_encoder gives"),  # type: ignore[arg-type]
        (lambda: corpus.score_matrix([], [], encoder=3), "what load_encoder gives"),  # type: ignore[arg-type]
        (lambda: corpus.load_encoder(None), "no encoder is called None"),  # type: ignore[arg-type]
    ]
    return calls


def test_what_is_wrong_is_one_class_of_error_that_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number, (call, says) in enumerate(bad_calls(tmp_path)):
        with pytest.raises(corpus.CorpusError) as raised:
            call()
        assert re.search(says, str(raised.value)), number


def test_a_folder_without_a_page_is_a_problem_of_its_build(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    built = corpus.build(tmp_path / "articles", out=tmp_path / "out")
    (problem,) = built.problems
    assert problem.path == str(tmp_path / "articles") and "no page was read: put some (.txt, " in problem.message
    assert repr(built) == f"Built(articles=0, problems=1, conflicts=0, dataset='{tmp_path}/out/dataset')"


def test_settings_are_given_as_they_are_or_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text("accept_confidence = 1.0\n", encoding="utf-8")
    strict = corpus.pairs(PAGE, config=corpus.Config(accept_confidence=1.0))
    assert strict == corpus.pairs(PAGE, config=tmp_path / "strict.toml")
    assert {pair.reason for pair in corpus.pairs(PAGE)} - {pair.reason for pair in strict} == {None}


# What values are


def test_a_pair_as_a_row_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pairs", str(PAGE)]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rows = [corpus.row(pair) for pair in corpus.pairs(PAGE) if pair.confidence >= corpus.Config().review_confidence]
    assert rows == printed and json.loads(json.dumps(rows)) == rows
    assert corpus.row(corpus.pairs(PAGE)[0], config=corpus.Config(max_bead=3))["signature"] != rows[0]["signature"]


def test_values_are_shown_in_a_line_or_two() -> None:
    pairs = corpus.pairs(PAGE)
    for pair in pairs:
        assert len(repr(pair)) < 1000 + len(pair.ja.text) + len(pair.en.text)
        assert pair.ja.text in repr(pair) and pair.ja.document.text not in repr(pair)
    assert len(repr(pairs[0].ja.document)) < 600
    assert len(repr(corpus.align(JA, EN)[0])) < 120


def test_articles_of_files_and_folders_come_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/empty.txt").touch()
    (tmp_path / "pages/page.txt").write_bytes(PAGE.read_bytes())
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "雨です。"}\n{"id": "b", "text": "雪です。"}\n')
    found = list(corpus.articles(tmp_path / "pages", str(tmp_path / "rows.jsonl")))
    assert isinstance(found[0], corpus.CorpusError) and found[0].path == str(tmp_path / "pages/empty.txt")
    assert [one.name for one in found if isinstance(one, corpus.Article)] == ["page", "rows#a", "rows#b"]
    assert [pair.id for pair in corpus.pairs(found[1])] == [  # type: ignore[arg-type]
        pair.id for pair in corpus.pairs(tmp_path / "pages/page.txt")
    ]


def test_sentences_of_a_text() -> None:
    assert corpus.sentences("雨が降っています。入場は\n無料です。", "ja") == ["雨が降っています。", "入場は 無料です。"]
    assert corpus.sentences("It is raining.  Admission\nis free.\n\nBye", "en") == [EN[0], EN[1], "Bye"]
    assert corpus.sentences("", "en") == []


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([JA, EN]))
def test_an_encoder_goes_to_another_process_after_its_use(said: list[str]) -> None:
    encoder = corpus.load_encoder()
    before = encoder.encode(said)
    stored = pickle.dumps(encoder)
    assert len(stored) < 200 and (pickle.loads(stored).encode(said) == before).all()  # noqa: S301
    neural = corpus.load_encoder("sentence-transformers:./no-model", device="cpu", batch_size=7)
    assert pickle.loads(pickle.dumps(neural)) is neural  # noqa: S301


# The names


def test_the_names_of_the_package_are_there_and_are_all_that_is_shown() -> None:
    code = (
        "import corpus; print(dir(corpus) == sorted(corpus.__all__), all(hasattr(corpus, n) for n in corpus.__all__))\n"
        "corpus.score('雨', 'rain'); print(dir(corpus) == sorted(corpus.__all__), hasattr(corpus, 'nothing'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True", "True", "False"]


def test_every_public_name_and_field_is_documented() -> None:
    told = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in corpus.__all__ if not re.search(rf"[`.]{name}\b", told)] == []
    for kind in (corpus.Pair, corpus.Side, corpus.Bead, corpus.Built, corpus.Attribution, corpus.Source):
        assert [one.name for one in dataclasses.fields(kind) if f"`{one.name}`" not in told] == []


@pytest.mark.parametrize(
    "setting",
    [{"accept_confidence": "0.9"}, {"max_bead": 2.5}, {"encoder": None}, {"about": {"name": "x"}}, {"max_bytes": True}],
)
def test_a_setting_of_another_type_is_named(setting: dict[str, object]) -> None:
    with pytest.raises(corpus.CorpusError, match=f"{next(iter(setting))} must be "):
        corpus.Config(**setting)  # type: ignore[arg-type]
