"""Everything about one pair, as `taiyaku why` tells it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.cli import main
from corpus.text import shown
from corpus.types import CorpusError
from corpus.why import LONGEST, Why, articles_of, differing, listing, row, why

SAVED = 1_700_000_000
ROOT = Path(__file__).resolve().parent.parent
Explain = Callable[[str], Why]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page twice, under two names, built with a verdict on one of its pairs."""
    place = tmp_path_factory.mktemp("why")
    (place / "articles").mkdir()
    for suffix in (".txt", ".toml"):
        source = ROOT / "data" / "articles" / f"openai-schulman-anthropic{suffix}"
        for name in ("first", "second"):
            shutil.copy(source, place / "articles" / f"{name}{suffix}")
    corpus.build(place / "articles", out=place / "build")
    doubtful = next(r for r in published(place) if r["reason"] == "surely_wrong")
    table = place / "review" / "low_confidence.tsv"
    head, said = "id\tverdict\tnote\treviewer", f"{doubtful['id']}\treject\tof another post\tAnn"
    table.write_text(f"{head}\n{said}\n", encoding="utf-8")
    os.utime(table, (SAVED, SAVED))
    corpus.build(place / "articles", out=place / "build")
    return place


def published(folder: Path) -> list[Mapping[str, Any]]:
    return [
        row
        for path in sorted((folder / "build" / "dataset" / "candidates").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]


def about(folder: Path, name: str) -> Why:
    return why(name, folder / "build" / "dataset", folder / "articles", folder / "originals", folder / "review")


def test_every_pair_can_be_asked_for(folder: Path) -> None:
    for one in published(folder):
        found = about(folder, one["id"])
        assert (found.pair.ja.text, found.pair.en.text) == (one["translation"]["ja"], one["translation"]["en"])
        assert found.explained.bead.bead.confidence == one["confidence"]
        json.dumps(row(found))


def test_a_pair_beat_others_with_its_characters(folder: Path) -> None:
    found = about(folder, next(r["id"] for r in published(folder) if r["reason"] is None))
    assert found.explained.rivals
    own = {c for side in (found.pair.ja, found.pair.en) for span in side.spans for c in range(span.start, span.end)}
    for rival in found.explained.rivals:
        spans = [sentence.span for sentence in (*rival.ja, *rival.en)]
        assert any(c in own for span in spans for c in range(span.start, span.end))
        assert rival.bead.confidence < found.pair.confidence


def test_shares_are_what_the_score_loses(folder: Path) -> None:
    found = about(folder, next(r["id"] for r in published(folder) if r["reason"] is None))
    score = f"Score  {found.explained.log_odds:+.2f} log-odds, calibrated to the confidence {found.pair.confidence:.4f}"
    assert score in listing(found)
    shares = found.explained.shares
    assert [abs(share.share) for share in shares] == sorted((abs(share.share) for share in shares), reverse=True)
    assert all(share.share == 0 for share in shares if share.value == share.usual)
    known = found.pair.signals
    assert {share.signal: share.value for share in shares}.items() <= known.items()


def test_who_is_likeliest_to_speak_is_told(folder: Path) -> None:
    found = about(folder, next(r["id"] for r in published(folder) if r["reason"] is None))
    voice = row(found)["voice"]
    assert voice["form"] in found.page.article.text and 0 < voice["probability"] <= 1
    told = f"  of those whom the page names, {voice['form']} is the likeliest to speak here: {voice['probability']:.2f}"
    assert told in listing(found)


def test_the_likeliest_day_and_account_are_told(folder: Path) -> None:
    found = [about(folder, r["id"]) for r in published(folder) if r["reason"] is None]
    for sort in ("day", "account"):
        likely = [(row(one)[sort], listing(one)) for one in found]
        assert any(value for value, _ in likely)
        for value, told in likely:
            said = f"  of each {sort} that it names, {value['value']} is the likeliest: " if value else "nothing"
            assert (value is not None) == any(line.startswith(said) for line in told)


def test_what_people_decided_and_what_repeats_is_told(folder: Path) -> None:
    rejected = next(r["id"] for r in published(folder) if r["reason"] == "rejected")
    told = "\n".join(listing(about(folder, rejected)))
    assert "Left out  rejected: a reviewer rejected the pair" in told
    assert "Verdict  reject by Ann on 2023-11-14: of another post (line 2 of the ledger)" in told
    (verdict,) = row(about(folder, rejected))["verdicts"]
    assert (verdict["reviewer"], verdict["when"]) == ("Ann", "2023-11-14T22:13:20Z")
    kept = about(folder, next(r["id"] for r in published(folder) if r["reason"] is None))
    assert "Verdict  none so far" in "\n".join(listing(kept))


def test_what_a_reviewer_made_is_told_by_what_it_was_made_of(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(folder / "articles", place / "articles")
    corpus.build(place / "articles", out=place / "build")
    kept = [r for r in published(place) if r["reason"] is None and r["provenance"]["ja"]["article"] == "first"]
    one, two = kept[:2]
    ja, en = (f"{one['translation'][side][:9]}||{one['translation'][side][9:]}" for side in ("ja", "en"))
    lines = [
        "id\tverdict\tja\ten\tnew_ja\tnew_en\tnew_speaker",
        f"{one['id']}\tsplit\t{one['translation']['ja']}\t{one['translation']['en']}\t{ja}\t{en}\t",
        f"{two['id']}\tedit\t{two['translation']['ja']}\t{two['translation']['en']}\t直した文。\t\tAnn Lee",
    ]
    (place / "review" / "low_confidence.tsv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    corpus.build(place / "articles", out=place / "build")
    told = list(listing(about(place, f"{one['id']}.1")))
    assert told[1] == f"Made by a reviewer of {one['id']}, which the rest is about"
    assert told[2].startswith(f"Published as  {one['translation']['ja'][:9]} | ")
    assert any(line.startswith("Verdict  split") for line in told)
    edited = list(listing(about(place, two["id"])))
    assert edited[1].startswith("Published as  直した文。 | ")
    assert any(line.startswith("Said by  speaker Ann Lee") for line in edited)
    assert "  as a reviewer put it right" in edited
    assert row(about(place, two["id"]))["verdicts"][0]["attribution"] == {"speaker": "Ann Lee"}


def test_what_became_of_a_pair_comes_first_and_numbers_last(folder: Path) -> None:
    kept, rejected = (next(r["id"] for r in published(folder) if r["reason"] == why) for why in (None, "rejected"))
    for name, became in ((kept, "Kept  "), (rejected, "Left out  rejected: ")):
        told = list(listing(about(folder, name)))
        assert told[1].startswith(became) and told[2] == "  kept from 0.84 on, to review from 0.2 on"
        begun = [next(at for at, line in enumerate(told) if line.startswith(word)) for word in (became, *ORDER)]
        assert begun == sorted(begun)
    wrong = next(r["id"] for r in published(folder) if r["reason"] == "surely_wrong")
    assert "its confidence is below 0.2: not worth a reviewer's time" in list(listing(about(folder, wrong)))[1]


ORDER = ("Verdict", "Japanese", "Said by", "Relation", "Aligned", "Beat", "Score")


def test_what_stands_on_one_side_only_is_told(tmp_path: Path) -> None:
    page = '数字が違う\n\n「会議は5月3日に始まります。」\n"The meeting starts on May 4."\n\n'
    page += '「この決定は簡単ではありませんでした。」\n"This decision was not an easy one."\n'
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "page.txt").write_text(page, encoding="utf-8")
    corpus.build(tmp_path / "articles", out=tmp_path / "build")
    rows = {r["translation"]["ja"]: r for r in published(tmp_path)}
    differing_day = rows["会議は5月3日に始まります。"]
    told = list(listing(about(tmp_path, differing_day["id"])))
    assert differing_day["reason"] == "contradiction" and told[1].startswith("To review  contradiction: ")
    assert told[3:5] == ["  only in the Japanese: 3", "  only in the English: 4"]
    others = [row for row in rows.values() if row["id"] != differing_day["id"]]
    assert not [line for one in others for line in listing(about(tmp_path, one["id"])) if "  only in" in line]


def test_as_much_of_an_id_is_enough_as_only_one_has(folder: Path) -> None:
    names = sorted({r["id"] for r in published(folder)})
    name = names[0]
    enough = next(name[:length] for length in range(1, 18) if sum(n.startswith(name[:length]) for n in names) == 1)
    assert about(folder, enough).published["id"] == about(folder, name).published["id"] == name
    with pytest.raises(CorpusError, match=rf"pairs here have ids that begin with 'p', such as {names[0]}, {names[1]}"):
        about(folder, "p")
    for none in ("", "0", f"{name}0"):
        with pytest.raises(CorpusError, match=r"no pair here has the id .*; ids are in the review TSV, and"):
            about(folder, none)


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        ("Yes.", "Yes.", "the same"),
        ("We go home.", "We go home. It is late.", "with “It is late.”"),
        ("We go home. It is late.", "It is late.", "without “We go home.”"),
        ("We go home today.", "We go home tonight.", "“tonight” for “today”"),
        ("彼は家に帰った。", "彼は家に帰った。そして寝た。", "with “そして寝た。”"),
        ("彼は家に帰った。", "全く別の話をしている。", "“全く別の話をしている。”"),
        ("It\nis late.", "It is late.", "the same"),
        ("Yes.", f"Yes. {'word ' * 40}end.", "with “word word word word …word word word end.”"),
    ],
)
def test_what_differs_is_told_in_few_letters(own: str, other: str, said: str) -> None:
    assert differing(own, other) == said


@given(st.text("ab あい.", max_size=90), st.text("ab あい.", max_size=90))
def test_a_difference_is_short_and_there_where_texts_differ(own: str, other: str) -> None:
    said = differing(own, other)
    assert (said == "the same") == (shown(own) == shown(other))
    assert len(said) <= 2 * LONGEST + len("“” for “”")


def test_an_unknown_id_and_a_changed_page_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no pair here has the id 'q0'"):
        about(folder, "q0")
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    name = published(copy)[0]["id"]
    for page in (copy / "articles").glob("*.txt"):
        page.write_text(page.read_text(encoding="utf-8") + "\n後から。\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="was changed; name its folder, or build again"):
        about(copy, name)
    with pytest.raises(CorpusError, match="build it first"):
        why(name, tmp_path / "nothing", copy / "articles", copy / "originals", copy / "review")


def test_a_page_is_looked_for_where_the_manifest_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages" / "deep").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "articles" / "openai-schulman-anthropic.txt", "pages/deep/first.txt")
    corpus.build("pages", out="build")
    dataset = tmp_path / "build" / "dataset"
    assert articles_of(dataset) == Path("pages")
    name = published(tmp_path)[0]["id"]
    assert main(["why", name]) == 0
    assert capsys.readouterr().out.startswith(name)
    (tmp_path / "pages").rename(tmp_path / "moved")
    assert articles_of(dataset) is None
    assert main(["why", name]) == 1
    assert main(["why", name, "--articles", "moved"]) == 0


@pytest.mark.parametrize("name", ["page", "deep/down/page", "rows#2"])
def test_the_folder_of_pages_is_found_as_seen_from_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    dataset, elsewhere = tmp_path / "out/dataset", tmp_path / "elsewhere"
    for folder in (dataset, elsewhere, tmp_path / "articles"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    stem, _, record = name.partition("#")
    listed = {
        "name": name,
        "kind": "article",
        "sha256": "0" * 64,
        "path": f"../../articles/{stem}.txt",
        **({"record": record} if record else {}),
    }
    (dataset / "manifest.json").write_text(json.dumps({"documents": [listed]}), encoding="utf-8")
    found = articles_of(dataset)
    assert found is not None and found.resolve() == tmp_path / "articles"
    (tmp_path / "articles").rmdir()
    assert articles_of(dataset) is None


def test_the_command_finds_originals_and_verdicts_beside_the_articles(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rejected = next(r["id"] for r in published(folder) if r["reason"] == "rejected")
    assert main(["why", rejected, "--dataset", str(folder / "build/dataset")]) == 0
    assert "Verdict  reject by Ann on 2023-11-14: of another post" in capsys.readouterr().out
