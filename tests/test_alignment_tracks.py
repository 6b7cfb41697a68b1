"""`measuring/alignment_tracks.py` disturbs documents as its table says and counts beads as Vecalign's scorer does;
`scripts/fit_beads.py` and the scripts that compare read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import benchmark_alignment
import compare_aligners
import fit_beads
import numpy as np
import parallel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import alignment_tracks
from measuring.alignment_tracks import TRACKS, Bitext, Counts, Track, components, disturbed, score
from partitions import Document

import corpus
from corpus.alignment.drafts.sides import side_of
from corpus.alignment.learned.coefficients import Steps
from corpus.alignment.learned.models import load_models

CALM = settings(max_examples=60)
PAIRS = parallel.documents(1)[0].pairs
SHARES = st.sampled_from([0.0, 0.15, 0.5])


@CALM
@given(st.builds(Track, st.just(""), SHARES, SHARES, SHARES, st.booleans(), st.integers(1, 5)), st.integers(0, 9))
def test_a_disturbed_document_is_made_of_its_pairs(track: Track, seed: int) -> None:
    made = disturbed("d", PAIRS, track, np.random.default_rng(seed))
    assert made == disturbed("d", PAIRS, track, np.random.default_rng(seed))
    for side, (texts, units) in enumerate(zip((made.ja, made.en), made.units, strict=True)):
        assert len(texts) == len(units)
        for text, mine in zip(texts, units, strict=True):
            assert text == ("" if side == 0 else " ").join(PAIRS[unit][side] for unit in mine)
        assert len({unit for mine in units for unit in mine}) == sum(map(len, units))
    for ja, en in made.gold:
        held = [{unit for at in beads for unit in units[at]} for beads, units in zip((ja, en), made.units, strict=True)]
        assert held[0] & held[1]
    assert score(made, made.gold).strict.f1 == 1


def test_what_the_tracks_do() -> None:
    rng = np.random.default_rng(1)
    pairs = [(str(at), str(at)) for at in range(4000)]
    for name, track in TRACKS.items():
        made = disturbed(name, pairs, track, rng)
        for texts, dropped in ((made.ja, track.dropped_ja), (made.en, track.dropped_en)):
            assert len(texts) == pytest.approx(4000 * (1 - track.merged) * (1 - dropped), rel=0.08), name
    halves = disturbed("d", pairs, Track("", 0, 0, 0, swapped=True), rng)
    assert halves.gold[0] == ((0,), (2000,)) and halves.gold[-1] == ((3999,), (1999,))
    near = disturbed("e", pairs, Track("", 0, 0, 0, window=5), rng)
    assert all(a // 5 == b // 5 for (a,), (b,) in near.gold) and near.gold[:5] != tuple(((a,), (a,)) for a in range(5))


def test_components_by_hand() -> None:
    assert list(components([[0, 1], [2], [3], [4]], [[0], [1, 2], [4], [5]])) == [((0, 1), (0, 1)), ((3,), (2,))]


BY_HAND = Bitext("x", ("一", "二", "三", "うん", "うん"), ("one", "two", "three", "yes", "yes"), (
    ((0,), (0,)), ((1, 2), (1, 2)), ((3,), (3,)), ((4,), (4,)),
))  # fmt: skip


def test_scores_by_hand() -> None:
    found = score(BY_HAND, [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((), (2,)), ((3,), (4,)), ((4,), ())])
    assert found.strict[:2] == (2 / 3, 2 / 4)  # 0-0, and the same word with the same word
    assert found.strict.f1 == pytest.approx(4 / 7)
    assert found.lax.precision == 1 and found.lax.recall == 1  # of two same texts one is as good as the other
    assert found.unaligned == (0, 1, 0)  # four are said to have no counterpart, all of them have one
    assert found.types == {"1-1": 3, "2-2": 1} and found.ratio("2-2").recall == 0
    assert (found + found).strict == found.strict


def test_lax_is_one_linked_pair_of_sentences() -> None:
    found = score(BY_HAND, [((0, 1), (1,)), ((2,), (0,))])
    assert (found.strict.f1, found.lax.precision) == (0, 0.5)
    assert found.lax.recall == 1 / 4


def test_nothing_found_is_no_recall_and_no_mistake() -> None:
    found = score(BY_HAND, [])
    assert found.strict == (1, 0, 0) and found.unaligned.precision == 0
    assert Counts().strict == (1, 1, 1)


def test_parts_hold_the_pairs_they_are_made_of() -> None:
    pairs = [("晴れ。また雨。", "Sun. Rain."), ("雪", "Snow")]
    made = disturbed("d", pairs, Track("", 1.0, 0, 0), np.random.default_rng(1))
    ja, en = side_of("ja", made.ja, corpus.load_encoder()), side_of("en", made.en, corpus.load_encoder())
    assert ja.parts == ("晴れ。", "また雨。", "雪") and en.parts == ("Sun.", "Rain.", "Snow")
    for number, side in enumerate((ja, en)):
        assert fit_beads.units_of(side, made.units[number], [pair[number] for pair in pairs]) == [(0,), (0,), (1,)]


def test_drafts_are_right_where_they_are_components() -> None:
    for found in fit_beads.made(parallel.documents(4, 30), 1, 3):
        labels = fit_beads.labelled(found, load_models())
        assert set(labels.right) | set(labels.weight) <= {0.0, 1.0}
        assert not found.gold or labels.right.sum() > 0.8 * len(found.gold)
        assert (labels.right[labels.weight == 0] == 0).all()


def test_documents_with_the_english_of_others_have_nothing_right() -> None:
    one, other = (disturbed(d.name, d.pairs, TRACKS["a"], np.random.default_rng(1)) for d in parallel.documents(2, 20))
    labels = fit_beads.labelled(fit_beads.foreign(one, other), load_models())
    assert len(labels.drafts) and not labels.right.any()


@CALM
@given(st.data())
def test_stumps_become_steps(data: st.DataObject) -> None:
    number = st.integers(-4, 4).map(float)
    leaf = st.fixed_dictionaries({"leaf_value": number})
    stump = st.fixed_dictionaries(
        {"split_feature": st.integers(0, 1), "threshold": number, "left_child": leaf, "right_child": leaf}
    )
    stumps: list[dict[str, Any]] = data.draw(st.lists(st.one_of(stump, leaf), max_size=6))
    rows = np.array(data.draw(st.lists(st.tuples(number, number), min_size=1, max_size=5)))
    steps = Steps.load(fit_beads.steps_of(stumps, ["a", "b"]))

    def walk(row: np.ndarray) -> float:
        total = 0.0
        for node in stumps:
            if "leaf_value" not in node:
                way = "left_child" if row[node["split_feature"]] <= node["threshold"] else "right_child"
                node = node[way]
            total += node["leaf_value"]
        return total

    found = steps.score({"a": rows[:, 0], "b": rows[:, 1]})
    assert found.tolist() == pytest.approx([walk(row) for row in rows], abs=2e-3)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made documents in the place of the data."""

    def documents(*_: object, **__: object) -> list[Document]:
        return parallel.documents(4, 30)

    for module in (alignment_tracks, benchmark_alignment, compare_aligners):
        if hasattr(module, "documents"):
            monkeypatch.setattr(module, "documents", documents)


@pytest.mark.usefixtures("few")
def test_the_benchmark_prints_every_track(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark_alignment.main(["--data", "none", "--seeds", "1", "--only", "quality", "--tracks", "ac"]) == 0
    said = capsys.readouterr().out
    for line in ("a: 15 % of neighbours", "c: 15 % of neighbours", "  kyoto", "  pud", "  ami", "  macro"):
        assert said.count(line) >= 1, line


@pytest.mark.usefixtures("few")
def test_times_are_measured_in_fresh_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark_alignment, "LENGTHS", (20,))
    benchmark_alignment.costs(Path("none"))
    assert "20 " in capsys.readouterr().out


@pytest.mark.usefixtures("few")
def test_peers_that_are_not_there_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    compare_aligners.main(["--data", "none", "--seeds", "1", "--tracks", "a", "--corpora", "kyoto", "--lengths"])
    said = capsys.readouterr()
    for name in ("hunalign", "vecalign", "bertalign"):
        assert name in said.out + said.err
    assert "taiyaku" in said.out
