"""Aligning two texts: what is always true of beads, odd input, merged, dropped and moved sentences, and the parts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import parallel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring.alignment_tracks import TRACKS, Counts, disturbed, score

import corpus
from corpus.alignment import align_texts
from corpus.alignment.drafts import sides
from corpus.alignment.drafts.bead_signals import FIRST, first_signals
from corpus.alignment.drafts.chain import best_chain, chain, lost
from corpus.alignment.drafts.corridor import corridor, every_cell
from corpus.alignment.drafts.drafts import drafts_of, drafts_of_cells
from corpus.alignment.drafts.patches import OUTSIDE, Area, patches_of
from corpus.alignment.drafts.sides import MOST, Side, parts_of, side_of, side_of_runs
from corpus.alignment.learned.bead_score import bead_score
from corpus.alignment.learned.coefficients import Steps, mapped
from corpus.alignment.learned.models import bead_score_path, fitted_beads, load_models
from corpus.alignment.runs import runs_of
from corpus.alignment.two_texts import beads as texts
from corpus.alignment.two_texts.ordered import SECOND, chosen, chosen_anyhow, judged
from corpus.types import Bead, CorpusError, Language, Passage, Sentence, Span

CALM = settings(max_examples=60)
PAIRS = [pair for document in parallel.documents() for pair in document.pairs]
JA, EN = [ja for ja, _ in PAIRS], [en for _, en in PAIRS]


def side(language: Language, sentences: list[str]) -> Side:
    """A side with the encoder that comes with the package."""
    return side_of(language, sentences, corpus.load_encoder())


def check(beads: list[Bead], ja: int, en: int) -> None:
    """What is true of every alignment."""
    assert sorted(index for bead in beads for index in bead.ja) == list(range(ja))
    assert sorted(index for bead in beads for index in bead.en) == list(range(en))
    for bead in beads:
        assert bead.ja or bead.en
        assert list(bead.ja) == sorted(bead.ja) and list(bead.en) == sorted(bead.en)
        assert 0 <= bead.confidence <= 1 and round(bead.confidence, 4) == bead.confidence
        if bead.ja and bead.en:
            assert set(bead.signals) == {*FIRST, *SECOND}
        else:
            assert len(bead.ja) + len(bead.en) == 1 and not bead.signals
    firsts = [bead.ja[0] for bead in beads if bead.ja]
    assert firsts == sorted(firsts)


def links(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The beads with both sides."""
    return [(bead.ja, bead.en) for bead in beads if bead.ja and bead.en]


# What is always true

SENTENCES = st.lists(st.one_of(st.sampled_from(JA[:4] + EN[:4] + ["", "。", "a"]), st.text(max_size=12)), max_size=7)


@CALM
@given(SENTENCES, SENTENCES, st.sampled_from([None, True, False]))
def test_every_index_is_in_exactly_one_bead(ja: list[str], en: list[str], ordered: bool | None) -> None:
    beads = align_texts(ja, en, ordered=ordered)  # in whatever languages: those are asked for at the door (test_given)
    check(beads, len(ja), len(en))
    assert align_texts(ja, en, ordered=ordered) == beads


@CALM
@given(st.permutations(range(12)), st.lists(st.booleans(), min_size=12, max_size=12))
def test_any_order_and_any_selection_of_sentences(order: list[int], kept: list[bool]) -> None:
    en = [EN[at] for at in order if kept[at]]
    for ordered in (None, True, False):
        beads = corpus.align(JA[:12], en, ordered=ordered)
        check(beads, 12, len(en))
        if ordered:
            flat = [index for bead in beads for index in bead.en if bead.ja]
            assert flat == sorted(flat)


# Odd input


def test_nothing_faces_nothing() -> None:
    assert corpus.align([], []) == []
    for ja, en in ((JA[:3], []), ([], EN[:3])):
        beads = corpus.align(ja, en)
        check(beads, len(ja), len(en))
        assert all(bead.confidence > 0.5 for bead in beads)


def test_one_sentence_faces_another() -> None:
    (bead,) = corpus.align(["雨が降っています。"], ["It is raining."])
    assert (bead.ja, bead.en) == ((0,), (0,)) and bead.confidence > 0.5


@pytest.mark.parametrize("ordered", [None, True, False])
def test_what_has_nothing_in_common_says_nothing(ordered: bool | None) -> None:
    ja = ["昨夜から雪が降り続いている。", "祖母は編み物が得意だった。", "図書館は月曜日に休みます。"]
    en = ["Press any key to reboot.", "The treaty was ratified in 1648.", "Add two cups of flour.", "Goal!"]
    assert links(corpus.align(ja, en, ordered=ordered)) == []


def test_identical_sentences_are_aligned_one_by_one() -> None:
    for count in (5, 400):
        beads = corpus.align(["雨が降っています。"] * count, ["It is raining."] * count)
        check(beads, count, count)
        assert links(beads) == [((at,), (at,)) for at in range(count)]


def test_texts_without_any_known_piece_face_nothing() -> None:
    for count in (3, 40):
        beads = corpus.align(["", "。"] * count, ["", "\x00"] * count)
        check(beads, 2 * count, 2 * count)
        assert not any(bead.ja and bead.en and not set(bead.en) & set(range(1, 80, 2)) for bead in beads)


@pytest.mark.parametrize("turned", [False, True], ids=["more English", "more Japanese"])
def test_a_side_a_hundred_times_longer(turned: bool) -> None:
    ja, en = (JA, EN[150:153]) if turned else (JA[150:153], EN)
    beads = corpus.align(ja * 20 if turned else ja, en if turned else en * 20, ordered=True)
    check(beads, len(ja) * (20 if turned else 1), len(en) * (1 if turned else 20))
    found = {(ja[a % len(ja)], en[b % len(en)]) for bead in beads for a in bead.ja for b in bead.en}
    assert found <= {(JA[at], EN[at]) for at in range(len(JA))} and len(found) >= 2


def test_a_very_long_sentence_and_odd_strings() -> None:
    ja = ["あ" * 100_000, "", " \n", "\x00", "\ud800", "雨が降っています。"]
    en = ["", "word " * 20_000, "\udfff", "It is raining.", "\u200b"]
    beads = corpus.align(ja, en)
    check(beads, len(ja), len(en))
    assert ((5,), (3,)) in links(beads)


def test_sentences_without_text_are_beads_of_their_own() -> None:
    ja = [text for sentence in JA[:4] for text in (sentence, " ")]
    en = ["", *EN[:4], "\u3000"]
    beads = corpus.align(ja, en)
    check(beads, 8, 6)
    assert links(beads) == [((2 * at,), (at + 1,)) for at in range(4)]
    assert [(bead.ja, bead.en) for bead in beads][:3] == [((), (0,)), ((0,), (1,)), ((1,), ())]


def test_a_text_that_stands_twice_on_one_side_is_found_once() -> None:
    beads = corpus.align(JA * 2, EN)
    check(beads, 2 * len(JA), len(EN))
    found = sum(ja[0] % len(JA) == en[0] for ja, en in links(beads) if len(ja) == len(en) == 1)
    assert found > 0.9 * len(EN)


def test_many_marks_and_many_equals_take_no_time() -> None:
    assert parts_of("ja", "」" * 200_000) == ["」" * 200_000]
    count = 300
    beads = corpus.align(["はい。"] * count, ["Yes."] * count, ordered=False)
    check(beads, count, count)
    assert len(links(beads)) == count


def test_too_much_to_compare_without_order_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "WHOLE", 10)
    with pytest.raises(CorpusError, match="without order at most 10 pairs"):
        corpus.align(JA[:4], EN[:4], ordered=False)


# Merged, dropped, moved


@pytest.mark.parametrize("track", list(TRACKS))
def test_tracks_of_made_documents(track: str) -> None:
    rng, total = np.random.default_rng(1), Counts()
    for document in parallel.documents():
        bitext = disturbed(document.name, document.pairs, TRACKS[track], rng)
        total += score(bitext, [(bead.ja, bead.en) for bead in corpus.align(bitext.ja, bitext.en)])
    assert total.strict.f1 > (0.8 if track == "e" else 0.95), total.strict  # a merged run may be torn apart in `e`


def test_merged_sentences_are_linked_by_their_parts() -> None:
    ja = [JA[0] + JA[1], JA[2], JA[3] + JA[4] + JA[5]]
    en = [EN[0], f"{EN[1]} {EN[2]}", EN[3], f"{EN[4]} {EN[5]}"]
    assert links(corpus.align(ja, en)) == [((0, 1), (0, 1)), ((2,), (2, 3))]


def test_more_than_four_sentences_in_one_bead() -> None:
    beads = corpus.align([*JA[:6], JA[20]], [" ".join(EN[:6]), EN[20]])
    assert links(beads) == [((0, 1, 2, 3, 4, 5), (0,)), ((6,), (1,))]


def test_the_more_parts_a_bead_is_linked_by_the_less_sure_it_is() -> None:
    """All of them have to be right; it is not as sure as the least sure of them."""
    confidences = [corpus.align(["".join(JA[:n])], [" ".join(EN[:n])])[0].confidence for n in (2, 4, 6)]
    assert confidences == sorted(confidences, reverse=True) and len(set(confidences)) == 3


def test_blocks_that_moved_are_found_unless_the_order_is_given() -> None:
    moved = EN[20:40] + EN[:20]
    assert links(corpus.align(JA[:40], moved)) == [((at,), ((at + 20) % 40,)) for at in range(40)]
    assert len(links(corpus.align(JA[:40], moved, ordered=True))) == 20


def test_a_shuffled_list_is_chosen_without_order() -> None:
    order = np.random.default_rng(2).permutation(40).tolist()
    wanted = sorted(((at,), (place,)) for place, at in enumerate(order))
    assert links(corpus.align(JA[:40], [EN[at] for at in order])) == wanted


def test_halves_of_a_long_document_are_found_by_probes() -> None:
    moved = EN[160:] + EN[:160]
    assert len(JA) * len(EN) > corridor.__globals__["SMALL"]  # so it is not looked at whole
    found = links(corpus.align(JA, moved))
    assert len([1 for (a,), (b,) in (f for f in found if len(f[0]) == len(f[1]) == 1) if (b + 160) % 320 == a]) > 300


# Parts


@CALM
@given(st.text(alphabet="ab あ。.!?」） \"'XY1", min_size=1, max_size=30), st.sampled_from(["ja", "en"]))
def test_parts_are_all_of_a_sentence(sentence: str, language: Language) -> None:
    parts = parts_of(language, sentence)
    assert parts and "".join("".join(parts).split()) == "".join(sentence.split())


@pytest.mark.parametrize(
    ("language", "sentence", "parts"),
    [
        ("ja", "晴れた。「もう行く。」と彼は言った。", ["晴れた。", "「もう行く。」", "と彼は言った。"]),
        ("ja", "見出しだけ", ["見出しだけ"]),
        ("en", 'He left. "Why?" She asked.', ["He left.", '"Why?"', "She asked."]),
        ("en", "It costs 3.5 dollars, e.g. here.", ["It costs 3.5 dollars, e.g. here."]),
    ],
)
def test_where_parts_end(language: Language, sentence: str, parts: list[str]) -> None:
    assert parts_of(language, sentence) == parts


def test_the_vector_of_a_run_is_the_sum_of_its_parts() -> None:
    ja, en = side("ja", JA[:9]), side("en", EN[:7])
    assert len(ja) * len(en) <= 4096  # so a table is made of it
    patches, _ = patches_of(ja, en, [Area(0, 9, 0, 7)], 1)
    for i, m, j, n in ((0, 1, 0, 1), (2, 4, 1, 3), (5, 4, 3, 4), (8, 1, 6, 1)):
        a, b = ja.vectors[i : i + m].sum(0), en.vectors[j : j + n].sum(0)
        wanted = float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
        where = [np.array([number]) for number in (0, i, m, j, n)]
        assert patches.around(*where)(0, 0, 0, 0)[0] == pytest.approx(wanted, abs=1e-5)
        assert patches._looked_up(*where)(0, 0, 0, 0)[0] == pytest.approx(wanted, abs=1e-5)
        assert ja.lengths[m - 1, i] == sum(len(text) for text in JA[i : i + m])


CELLS = st.tuples(st.integers(0, 8), st.integers(1, 4), st.integers(0, 6), st.integers(1, 4))


@CALM
@given(st.lists(CELLS, min_size=1, max_size=9))
def test_the_table_and_the_patches_say_the_same(cells: list[tuple[int, int, int, int]]) -> None:
    ja, en = side("ja", JA[:9]), side("en", EN[:7])
    patches, _ = patches_of(ja, en, [Area(0, 9, 0, 7)], 1)
    where = [np.zeros(len(cells), np.int64), *np.array(cells, np.int64).T]
    for step in ((0, 0, 0, 0), (-1, 1, 0, 0), (0, -1, 1, -1), (1, 0, 0, 1), (-2, 0, -2, 0)):
        found, wanted = (look(*step) for look in (patches.around(*where), patches._looked_up(*where)))
        assert np.allclose(found, wanted)


def test_outside_of_a_patch_there_is_nothing() -> None:
    ja, en = side("ja", JA[:9]), side("en", EN[:7])
    patches, _ = patches_of(ja, en, [Area(0, 5, 0, 4), Area(4, 9, 3, 7)], 1)
    ones = np.ones(4, np.int64)
    look = patches.around(np.array([0, 0, 1, 1]), np.array([4, 5, 4, 3]), ones, np.array([3, 3, 3, 3]), ones)
    found = look(0, 0, 0, 0)
    assert found[0] == pytest.approx(found[2]) and found[1] == found[3] == OUTSIDE


# The corridor


def test_a_corridor_holds_the_right_cells_and_few_others() -> None:
    ja, en = side("ja", JA), side("en", EN[160:] + EN[:160])
    found = corridor(ja, en)
    cells = set(zip(found.ja.tolist(), found.en.tolist(), strict=True))
    right = {(at, (at + 160) % 320) for at in range(320)}
    assert len(right & cells) >= 315 and len(cells) < 30 * 320
    assert len(cells) == len(found.ja)  # each once
    top, bottom, left, right_edge = found.patches.areas[found.patch].T
    assert ((found.ja >= top) & (found.ja < bottom) & (found.en >= left) & (found.en < right_edge)).all()


def test_a_small_table_is_looked_at_whole() -> None:
    found = corridor(side("ja", JA[:12]), side("en", EN[:8]))
    assert len(found.ja) == 96 and len(found.patches.areas) == 1


# The chain

SPANS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 3), st.integers(0, 9), st.integers(1, 3), st.integers(1, 30)),
    min_size=1,
    max_size=9,
)


@CALM
@given(SPANS, st.sampled_from([0.5, 2.0, np.inf]))
def test_the_best_chain_is_the_best_of_all(spans: list[tuple[int, ...]], jump: float) -> None:
    i, m, j, n, w = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    weights = w / 10
    total, before = chain(i, i + m, j, j + n, weights, jump)

    def best(bead: int) -> float:
        follows = [0.0]
        for other in range(len(w)):
            if i[other] + m[other] <= i[bead]:
                price = 0.0 if j[other] + n[other] <= j[bead] else jump
                follows.append(best(other) - price)
        return float(weights[bead]) + max(follows)

    assert total.tolist() == pytest.approx([best(bead) for bead in range(len(w))])
    found = best_chain(total, before)
    assert all(i[a] + m[a] <= i[b] for a, b in pairwise(found))
    jumps = sum(bool(j[a] + n[a] > j[b]) for a, b in pairwise(found))
    assert sum(weights[found]) - (jump * jumps if jumps else 0) == pytest.approx(total.max())


@CALM
@given(SPANS)
def test_nothing_is_lost_by_the_beads_of_the_best_chain(spans: list[tuple[int, ...]]) -> None:
    i, m, j, n, w = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    sides_of = (i, i + m, j, j + n)
    found = lost(*sides_of, w / 10, np.inf)
    assert (found >= -1e-9).all()
    picked = best_chain(*chain(*sides_of, w / 10, np.inf))
    assert found[picked] == pytest.approx(0)


def test_no_bead_no_chain() -> None:
    nothing = np.zeros(0, np.int64)
    assert best_chain(*chain(nothing, nothing, nothing, nothing, np.zeros(0), 1.0)) == []
    assert len(lost(nothing, nothing, nothing, nothing, np.zeros(0), 1.0)) == 0


# Beads and their score


def test_every_signal_is_finite_and_says_what_it_is() -> None:
    drafts = drafts_of(corridor(side("ja", JA[:30]), side("en", EN[:30])))
    signals = first_signals(drafts)
    assert list(signals) == list(FIRST)
    for name, (meaning, _, way) in (FIRST | SECOND).items():
        assert meaning and way in (-1, 0, 1), name
    for name, values in signals.items():
        assert values.shape == (len(drafts),) and np.isfinite(values).all(), name


def test_drafts_do_not_leave_the_texts() -> None:
    drafts = drafts_of(corridor(side("ja", JA[:30]), side("en", EN[:25])))
    assert (drafts.ja + drafts.ja_size <= 30).all() and (drafts.en + drafts.en_size <= 25).all()
    keys = list(zip(*(column.tolist() for column in drafts.ends), strict=True))
    assert len(set(keys)) == len(keys)


def test_chosen_beads_share_no_part() -> None:
    _, learned = fitted_beads()
    found = judged(drafts_of(corridor(side("ja", JA[:40]), side("en", EN[20:40] + EN[:20]))), learned)
    for picked in (chosen(found), chosen_anyhow(found)):
        for first, size in ((found.drafts.ja, found.drafts.ja_size), (found.drafts.en, found.drafts.en_size)):
            used = [part for a, n in zip(first[picked], size[picked], strict=True) for part in range(a, a + n)]
            assert len(used) == len(set(used)) and len(picked) > 30


def test_passages_of_a_page_bound_their_runs_and_rivals_of_the_same_characters_do_not_count() -> None:
    text = "".join(JA[:4])
    spans, at = [], 0
    for sentence in JA[:4]:
        spans.append(Sentence(Span(at, at + len(sentence))))
        at += len(sentence)
    passages = [Passage("narration", "ja", tuple(spans)), Passage("quotation", "ja", tuple(spans[1:3]))]
    runs = runs_of(passages, [text], MOST)
    encoder = corpus.load_encoder()
    ja, en = side_of_runs(runs, encoder), side("en", EN[:4])
    assert ja.limits.tolist() == [4, 4, 4, 4, 6, 6] and ja.bounded and not en.bounded
    whole = every_cell(ja, en)
    look = whole.patches.around(*(np.array([number]) for number in (0, 3, 1, 3, 1)))
    assert look(0, 1, 0, 0)[0] == OUTSIDE  # the next sentence is one of another passage
    # The second reading of sentence 1 is as like its English as the first: it is no rival of it.
    drafts = drafts_of_cells(ja, en, (np.array([1, 4]), np.array([2, 5])), (np.array([1, 1]), np.array([2, 2])))
    signals = first_signals(drafts)
    assert (signals["margin_en"] > 0.1).all() and signals["margin_en"][0] == signals["margin_en"][1]


def test_steps_by_hand() -> None:
    steps = Steps.load({"bias": 1.0, "steps": {"a": [[0.0, 2.0], [-1.0, 0.0, 4.0]], "b": [[5.0], [0.5, -0.5]]}})
    found = steps.score({"a": np.array([0.0, 0.1, 2.0, 9.0]), "b": np.array([5.0, 5.1, 0.0, 9.0]), "c": np.zeros(4)})
    assert found.tolist() == [0.5, 0.5, 1.5, 4.5]


def test_the_score_of_beads_weighs_signals_of_the_tables_their_way() -> None:
    stored = json.loads(bead_score_path(load_models()).read_text(encoding="utf-8"))
    assert set(stored["first"]["steps"]) <= set(FIRST) and set(stored["second"]["names"]) == {*FIRST, *SECOND}
    for name, (_, worth) in stored["first"]["steps"].items():
        assert all(FIRST[name][2] * (b - a) >= -1e-6 for a, b in pairwise(worth)), name
    for kind in ("linked", "alone"):
        points = stored[kind]
        assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))


@CALM
@given(st.lists(st.floats(-30, 30), min_size=1, max_size=8))
def test_a_map_gives_probabilities_in_order(log_odds: list[float]) -> None:
    _, learned = fitted_beads()
    found = mapped(learned.linked, np.array(sorted(log_odds)))
    assert (np.diff(found) >= 0).all() and (found >= 0).all() and (found <= 1).all()


@pytest.mark.parametrize("content", [None, b"{", b'{"first": {}}', b"\xff"])
def test_a_broken_score_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "beads.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"beads\.json: no readable score of beads .*fit_beads\.py"):
        bead_score(path)


def test_an_encoder_without_a_score_of_beads_is_an_error() -> None:
    class Other:
        name, digest = "other", "0" * 16

        def encode(self, given_texts: list[str]) -> np.ndarray:
            return np.ones((len(given_texts), 4), np.float32)

    for ja in ([], ["一"]):
        with pytest.raises(CorpusError, match="nothing was fitted on 'other', and can be on encoders of load_encoder"):
            corpus.align(ja, ["one"], encoder=Other())  # type: ignore[arg-type]
        with pytest.raises(CorpusError, match="nothing was fitted on 'other'"):
            corpus.score_matrix(ja, ["one"], encoder=Other())  # type: ignore[arg-type]


def test_another_encoder_gives_rows_that_may_be_added_up() -> None:
    class Other:
        name, digest = "other", "0" * 16

        def encode(self, given_texts: list[str]) -> np.ndarray:
            return np.ones((len(given_texts), 4), np.float32) / 2

    rows = sides.weighted(["ab", "abcdefgh"], np.array([2, 8], np.float32), Other())  # type: ignore[arg-type]
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([2**0.5, 8**0.5])
