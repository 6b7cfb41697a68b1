"""`scripts/calibrate.py` fits opinions on made pages, stored as plain trees, that tell right beads from wrong ones, and
fits all of it again for another encoder."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import calibrate
import fit_beads
import numpy as np
import parallel
import pytest
from measuring.alignment_tracks import TRACKS, Counts, disturbed, score
from pages import folds as page_folds
from pages.whole import pages_by_hand
from tiny_encoder import make_model

import corpus
from corpus import pipeline
from corpus.alignment.comparing.signals import LOCAL
from corpus.alignment.learned.bead_score import bead_score
from corpus.alignment.learned.models import load_models
from corpus.alignment.two_texts.beads import beads_of_texts
from corpus.config import Config
from corpus.extraction import extract
from corpus.trees import Trees

ROOT = Path(__file__).resolve().parents[2]


def fit_beads_of(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fits the score of beads of an encoder on made documents."""
    monkeypatch.setattr(fit_beads, "documents", lambda data, part, source=None: iter(parallel.documents(6, 30)))
    assert fit_beads.main(["--data", str(tmp_path), "--rounds", "1", "--encoder", name]) == 0


@pytest.mark.extras
def test_the_score_of_beads_is_fitted_and_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fit_beads, "bead_score_path", lambda models: tmp_path / "beads.json")
    fit_beads_of("embedded", tmp_path, monkeypatch)
    said, written = capsys.readouterr().out, (tmp_path / "beads.json").read_bytes()
    assert "ECE" in said and "written: " in said
    fit_beads_of("embedded", tmp_path, monkeypatch)
    assert (tmp_path / "beads.json").read_bytes() == written  # the same documents, the same bytes
    learned = bead_score(tmp_path / "beads.json")
    total = Counts()
    for document in parallel.documents(8, 30)[6:]:
        bitext = disturbed(document.name, document.pairs, TRACKS["a"], np.random.default_rng(1))
        beads = beads_of_texts(bitext.ja, bitext.en, None, corpus.load_encoder(), learned)
        total += score(bitext, [(bead.ja, bead.en) for bead in beads])
    assert total.strict.f1 > 0.8


@pytest.mark.extras
@pytest.mark.parametrize("headline", [False, True], ids=["body", "headline"])
def test_an_opinion_is_fitted_and_stored(headline: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "SECOND", "HEADLINE"):
        monkeypatch.setattr(calibrate, name, getattr(calibrate, name)._replace(trees=40))
    made = list(page_folds.extracted(parallel.documents(), 40, 1))
    models, rng = load_models(), np.random.default_rng(1)
    local = calibrate.fit_local(calibrate.gather_texts(made, parallel.documents(), models, rng), rng)
    assert set(local.weights) <= set(LOCAL)
    assert all(weight * calibrate.DIRECTIONS.get(name, 0) >= 0 for name, weight in local.weights.items())

    stored = calibrate.fit_opinion(made, models, local, [], headline=headline)
    assert json.loads(json.dumps(stored)) == stored
    assert calibrate.fit_opinion(made, models, local, [], headline=headline) == stored
    second = calibrate.fit_opinion(made, models, local, [stored], headline=headline)
    assert set(second["names"]) > set(stored["names"])

    opinion = Trees.load(stored)
    right: list[float] = []
    wrong: list[float] = []
    for page in page_folds.extracted(parallel.documents(), 15, 2):
        found = calibrate.thought_of(page, calibrate.TITLE if headline else calibrate.BODY, models, local)
        if found is not None:
            truth = calibrate.labels(page, found.ja, found.en, found.cells, strictly=not headline, headline=headline)
            scores = opinion.score(found.signals)
            right.extend(scores[truth > 0].tolist())
            wrong.extend(scores[truth == 0].tolist())
    assert right and wrong
    order = np.argsort(np.argsort(np.array(right + wrong)))[: len(right)]
    above = (order.sum() - len(right) * (len(right) - 1) / 2) / (len(right) * len(wrong))
    assert above > 0.9  # the chance that a right bead scores above a wrong one


@pytest.mark.extras
def test_another_encoder_is_fitted_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until the script has run for it its scores are an error; then they are its own."""
    for shape in ("FIRST", "SECOND", "HEADLINE"):
        monkeypatch.setattr(calibrate, shape, getattr(calibrate, shape)._replace(trees=20))
    monkeypatch.setattr("train_clauses.ALONE", 3)
    monkeypatch.setattr("train_clauses.TOGETHER", 3)
    monkeypatch.setattr("pages.written.pages_by_hand", lambda part: islice(pages_by_hand(part), 32))
    page = corpus.read(ROOT / "tests/cases/pages/04_marathon.txt")
    own = str(pipeline.signature([page], Config()))
    monkeypatch.setattr("corpus.alignment.learned.models.MODELS", tmp_path)
    name = f"sentence-transformers:{make_model(tmp_path)}"
    encoder = corpus.load_encoder(name)
    with pytest.raises(corpus.CorpusError, match="nothing was fitted on sentence-transformers:"):
        corpus.score("橋が開通します。", "The bridge opens.", encoder=encoder)

    monkeypatch.setattr(calibrate, "documents", lambda data, part: iter(parallel.documents(9)))
    with pytest.raises(corpus.CorpusError, match=r"fit it with scripts/fit_beads\.py"):
        calibrate.main(["--data", str(tmp_path), "--pages", "30", "--encoder", name])
    fit_beads_of(name, tmp_path, monkeypatch)
    assert calibrate.main(["--data", str(tmp_path), "--pages", "30", "--encoder", name]) == 0
    (written,) = tmp_path.glob("coefficients-*.json")
    assert f"written: {written}" in capsys.readouterr().out
    stored = json.loads(written.read_text(encoding="utf-8"))
    assert stored["encoder"] == name and stored["models"] == load_models(encoder).digest != load_models().digest

    scores = corpus.score_matrix(
        ["第1001番の橋を青く塗りました。"] * 2, ["The bridge was painted blue."], encoder=encoder
    )
    assert np.isfinite(scores).all() and scores[0] == scores[1]
    beads = corpus.align(["橋が開通します。", "雨。"], ["The bridge opens."], encoder=encoder)
    assert sorted(index for bead in beads for index in bead.ja) == [0, 1]
    config = replace(Config(), encoder=name)
    assert pipeline.curated(extract(page), config)
    assert str(pipeline.signature([page], config)) != own
