"""The command line: what each command prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from helpers import documented
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.config import Config
from corpus.publishing.schema import COLUMNS, SIDE

ROOT = Path(__file__).resolve().parent.parent
PAGES = [CASES / "pages" / f"{name}.txt" for name in ("01_cto_leaves", "22_park_account")]
COMMANDS = (
    *("build", "report", "review", "pairs", "extract", "verify", "why", "fetch"),
    *("export", "publish", "rebuild-text", "diff", "align", "score"),
)
ONE_SIDE = [name for name in SIDE if name != "spans"]
FLAT = {
    *(column.name for column in COLUMNS if column.name not in ("translation", "provenance")),
    *("ja", "en", "ja_spans", "en_spans", "signature"),
    *(f"{side}_{name}" for side in ("ja", "en") for name in ONE_SIDE),
}
"""The keys of a flat row, from the schema."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of two pages, one of them with a sidecar."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for page in PAGES:
        shutil.copyfile(page, folder / page.name)
    (folder / "01_cto_leaves.toml").write_text('publisher = "Tech Note"\nlicence = "CC-BY-4.0"\n', encoding="utf-8")
    return folder


def rows_of(printed: str) -> list[dict[str, Any]]:
    """The rows of JSON lines."""
    return [json.loads(line) for line in printed.splitlines()]


def command(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m corpus` in a process of its own, with `more` in its environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


# pairs


def test_pairs_prints_one_flat_row_a_line(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pairs", *(str(articles / page.name) for page in PAGES)]) == 0
    said = capsys.readouterr()
    rows = rows_of(said.out)
    assert said.err == ""
    assert [row["ja_article"] for row in rows] == sorted(row["ja_article"] for row in rows)
    assert {row["ja_article"] for row in rows} == {page.stem for page in PAGES}
    texts = {page.stem: page.read_text(encoding="utf-8") for page in PAGES}
    for row in rows:
        assert set(row) == FLAT
        assert 0.1 <= row["confidence"] <= 1
        assert row["relation"] in ("translation", "partial", "paraphrase", "summary")
        assert isinstance(row["headline"], bool) and isinstance(row["signals"], dict) and row["signals"]
        for side, joint in (("ja", ""), ("en", " ")):
            text = texts[row[f"{side}_article"]]
            spans = row[f"{side}_spans"]
            assert spans and all(0 <= start < end <= len(text) for start, end in spans)
            assert row[side] == joint.join(" ".join(text[start:end].split()) for start, end in spans)
    by_article = {row["ja_article"]: row["ja_publisher"] for row in rows}
    assert by_article == {"01_cto_leaves": "Tech Note", "22_park_account": None}


def test_pairs_prints_what_the_api_finds_above_surely_wrong(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = articles / PAGES[0].name
    assert main(["pairs", str(page)]) == 0
    printed = [(row["id"], row["confidence"], row["reason"]) for row in rows_of(capsys.readouterr().out)]
    found = [(pair.id, pair.confidence, pair.reason) for pair in corpus.pairs(page) if pair.reason != "surely_wrong"]
    assert printed == found
    assert any(reason is None for _, _, reason in printed)


def test_pairs_finds_the_originals_of_pages_in_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "articles/sora/memo.txt"
    page.parent.mkdir(parents=True)
    (tmp_path / "originals").mkdir()
    ja = "昨夜、私たちは九分間で四千万ドルの資金を失いました。"
    en = "We lost forty million dollars in nine minutes last night."
    page.write_text(f"ラモス氏は社員に次のように伝えた。\n「{ja}」\n", encoding="utf-8")
    (tmp_path / "originals/memo.txt").write_text(f"{en}\nThank you all for the long night.\n", encoding="utf-8")
    (page.parent / "memo.toml").write_text('originals = ["memo"]\n', encoding="utf-8")
    for place in (tmp_path / "articles", page.parent, page):
        assert main(["pairs", str(place)]) == 0
        assert [(row["ja"], row["en"]) for row in rows_of(capsys.readouterr().out)] == [(ja, en)]
    assert [pair.en.text for pair in corpus.pairs(page)] == [en]


def test_pairs_says_that_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text("今日は晴れです。\n", encoding="utf-8")
    assert main(["pairs", str(tmp_path / "page.txt")]) == 0
    assert capsys.readouterr() == ("", "taiyaku: no pair with a confidence of 0.2 or more\n")


def test_pairs_follows_the_settings(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, config = str(articles / PAGES[0].name), tmp_path / "settings.toml"
    assert main(["pairs", page]) == 0
    plain = rows_of(capsys.readouterr().out)
    assert None in {row["reason"] for row in plain}
    config.write_text("accept_confidence = 1.0\n", encoding="utf-8")
    assert main(["pairs", page, "--config", str(config)]) == 0
    unsure = rows_of(capsys.readouterr().out)
    assert [row["id"] for row in unsure] == [row["id"] for row in plain]
    assert {row["reason"] for row in unsure} <= {"low_confidence", "headline", "truncated"}
    config.write_text("accept_confidence = 1.0\nreview_confidence = 1.0\n", encoding="utf-8")
    assert main(["pairs", page, "--config", str(config)]) == 0
    assert rows_of(capsys.readouterr().out) == []


def test_pairs_of_a_bad_file_names_it_and_prints_the_others(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = articles / "missing.txt"
    assert main(["pairs", str(missing), str(articles / PAGES[0].name)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"taiyaku: {missing}: ")
    assert rows_of(said.out)


# build


def test_build_prints_a_table_where_things_are_and_what_next(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["build", "--articles", str(articles), "--out", str(out), "--review", str(tmp_path / "there")]) == 0
    said = capsys.readouterr().out
    table = {
        line[:18].strip(): int(line[18:]) for line in said.split("\n\n")[0].splitlines() if line[18:].strip().isdigit()
    }
    candidates = pq.read_table(out / "dataset" / "candidates").num_rows
    assert table["articles"] == 2
    assert table["pairs found"] == candidates
    assert table["kept"] == pq.read_table(out / "dataset" / "pairs").num_rows
    assert (
        table["to review"] == len((tmp_path / "there" / "low_confidence.tsv").read_text("utf-8-sig").splitlines()) - 1
    )
    for place in (out / "dataset", out / "report.html", tmp_path / "there" / "low_confidence.tsv"):
        assert str(place) in said
    assert "taiyaku:" in said
    assert "write accept or reject" in said
    assert "Everything is in the split train" in said


def test_build_says_how_verdicts_agree_with_confidences(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", "--articles", str(articles), "--out", str(tmp_path / "build")]
    assert main(command) == 0
    assert "Verdicts  " not in capsys.readouterr().out
    name = next((tmp_path / "build" / "dataset" / "candidates").glob("*.parquet"))
    rows = pq.read_table(name).to_pylist()[:2]
    lines = [f"{row['id']}\t{word}" for row, word in zip(rows, ("accept", "reject"), strict=True)]
    (tmp_path / "review" / "low_confidence.tsv").write_text("\n".join(["id\tverdict", *lines, ""]), encoding="utf-8")
    assert main(command) == 0
    said = sum(row["confidence"] for row in rows)
    line = f"Verdicts  1 of 2 pairs accepted; by their confidences, {said:.1f} were expected"
    assert f"{line}\n" in capsys.readouterr().out
    third = pq.read_table(name).to_pylist()[2]
    edit = f"id\tverdict\tnew_en\n{third['id']}\tedit\tAnother text.\n"
    (tmp_path / "review" / "low_confidence.tsv").write_text(edit, encoding="utf-8")
    assert main(command) == 0
    assert f"{line} (1 edited, split or merged: not counted)\n" in capsys.readouterr().out


def test_build_without_a_page_or_a_pair_says_what_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    build = ["build", "--articles", str(tmp_path / "pages"), "--out", str(tmp_path / "out")]
    assert main(build) == 1
    out, err = capsys.readouterr()
    assert "articles                 0" in out and "Problems" not in out  # said once, as an error
    assert f"taiyaku: {tmp_path / 'pages'}: no page was read: put some (.txt, " in err
    assert main(["pairs", str(tmp_path / "pages")]) == 1
    assert "taiyaku: no page was read: put some (.txt, " in capsys.readouterr().err
    (tmp_path / "pages/one.txt").write_text("今日は晴れです。", encoding="utf-8")
    assert main(build) == 0
    said = capsys.readouterr().out
    assert "No pair was found" in said and "without a row: nothing to load" in said and "load_dataset" not in said
    assert main(["export", "--format", "moses", "--dataset", str(tmp_path / "out/dataset")]) == 1
    assert "no pair was found on these pages, so there is nothing to export" in capsys.readouterr().err


def test_build_that_keeps_nothing_says_what_can_be_loaded(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strict.toml").write_text("accept_confidence = 1.0\n", encoding="utf-8")
    out = tmp_path / "out"
    command = ["build", "--articles", str(articles), "--out", str(out), "--config", str(tmp_path / "strict.toml")]
    assert main(command) == 0
    loaded = f'(nothing kept; datasets.load_dataset("{out}/dataset", "candidates") has what was found)'
    assert f"Dataset   {out}/dataset    {loaded}" in capsys.readouterr().out


def test_build_takes_one_of_two_pages_of_a_name(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (articles / "01_cto_leaves.txt").read_text(encoding="utf-8")
    (articles / "01_cto_leaves.md").write_text(text, encoding="utf-8")
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "Problems  1, named below" in said.out
    assert "01_cto_leaves.md has the same name, 01_cto_leaves, and ids are made of names" in said.err
    rows = pq.read_table(tmp_path / "out/dataset/candidates").to_pylist()
    assert len({row["id"] for row in rows}) == len(rows)


def test_build_names_a_sidecar_of_no_page(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "01_cto_leave.toml").write_text('licence = "CC0-1.0"\n', encoding="utf-8")
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "01_cto_leave.toml: a sidecar of no page" in said and said.count("taiyaku:") == 1


def test_verify_of_what_was_made_of_a_dataset_says_what_proves_it(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset, out = str(tmp_path / "out/dataset"), tmp_path / "export"
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out")]) == 0
    for form, said in (("standoff", "has no texts to prove"), ("tmx", "is an export")):
        assert main(["export", "--format", form, "--dataset", dataset, "--out", str(out / form)]) == 0
        assert main(["verify", str(out / form)]) == 1
        assert said in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "nowhere")]) == 1
    assert "there is no dataset here" in capsys.readouterr().err


def test_build_with_a_setting_that_does_not_exist(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("acept_confidence = 0.5\n", encoding="utf-8")
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out"), "--config", str(config)]) == 1
    said = capsys.readouterr().err
    assert str(config) in said and "acept_confidence" in said and "accept_confidence" in said
    assert not (tmp_path / "out").exists()


# verify


def test_verify_proves_a_build_and_finds_what_was_tampered_with(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = tmp_path / "out" / "dataset"
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert main(["verify", str(dataset)]) == 0
    said = capsys.readouterr()
    assert str(dataset) in said.out and said.err == ""
    page = articles / PAGES[0].name
    page.write_text(page.read_text(encoding="utf-8").replace("Halvora", "Halvera"), encoding="utf-8")
    assert main(["verify", str(dataset)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("taiyaku: ") and f"articles/{page.name}: this document was changed" in said.err
    shutil.copyfile(PAGES[0], page)
    assert main(["verify", str(dataset)]) == 0
    with (dataset / "README.md").open("a", encoding="utf-8") as file:
        file.write("tampered\n")
    capsys.readouterr()
    assert main(["verify", str(dataset)]) == 1
    assert "README.md: this file was changed" in capsys.readouterr().err


def test_why_tells_about_a_pair_of_a_build(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "build"
    assert main(["build", "--articles", str(articles), "--out", str(out)]) == 0
    name = next((out / "dataset" / "candidates").glob("*.parquet"))
    (first, *_) = pq.read_table(name).column("id").to_pylist()
    capsys.readouterr()
    where = ["--dataset", str(out / "dataset"), "--articles", str(articles)]
    assert main(["why", first, *where]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{first}  ") and "log-odds" in told and "Verdict  none so far" in told
    assert main(["why", first, *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pair"]["id"] == first
    assert main(["why", "p0", *where]) == 1
    assert "no pair here has the id 'p0'" in capsys.readouterr().err


def test_verify_finds_the_sources_where_they_were_moved(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = tmp_path / "out" / "dataset"
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "out")]) == 0
    articles.rename(tmp_path / "moved")
    assert main(["verify", str(dataset)]) == 1
    assert main(["verify", str(dataset), "--sources", str(tmp_path / "moved")]) == 0
    assert "every string is what stands in its source" in capsys.readouterr().out


def test_verify_of_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 1
    assert "manifest.json" in capsys.readouterr().err


# usage


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--help"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("usage: taiyaku") and said.err == ""


def test_help_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    main(["build", "--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in ("--articles", "--originals", "--review", "--out", "--config"))


def test_the_readme_names_every_command_and_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    commands = re.findall(r"^    ([a-z-]+)(?:  |$)", said, re.MULTILINE)
    assert set(COMMANDS) <= set(commands)
    readme = documented()
    assert [name for name in commands if f"`taiyaku {name} " not in readme] == []
    for name in set(COMMANDS) - {"verify"}:
        main([name, "--help"])
        said += capsys.readouterr().out
    options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", said)) - {"-h", "--help", "--version", "--output"}
    assert sorted(option for option in options if option not in readme) == []


def test_what_the_docs_tell_to_type_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    offered = {}
    for name in COMMANDS:
        main([name, "--help"])
        offered[name] = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", capsys.readouterr().out))
    typed = re.findall(r"(?:`|\$ |^)taiyaku ([a-z-]+)([^`\n|#]*)", documented(), re.MULTILINE)
    assert {name for name, _ in typed} - {"--version"} == set(COMMANDS)
    for name, further in typed:
        options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", further))
        assert name == "--version" or options <= offered[name], (name, further)
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts").glob("*.py"))
    alone = set(re.findall(r"`(--?[a-z][a-z-]*)[ `]", documented())) - set.union(*offered.values(), {"-"})
    assert [option for option in sorted(alone) if f'"{option}"' not in scripts] == []


DEFAULTS = {
    "accept_confidence": (0.84, ".84", "`low_confidence` | its confidence is below `accept_confidence` (.84)"),
    "review_confidence": (0.2, ".2", "`surely_wrong` | its confidence is below `review_confidence` (.2)"),
    "max_bead": (4, "4", "every run of up to four sentences"),
    "min_groups_to_split": (20, "20", "from 20 groups of articles on"),
    "max_bytes": (10_000_000, "10,000,000", "the setting `max_bytes` (10 MB)"),
    "encoder": ("embedded", "`embedded`", "Another encoder may measure similarity"),
}
"""Each setting with its default, how the table of the settings writes it, and what else the docs say of it."""


def test_the_defaults_are_those_that_the_docs_tell() -> None:
    assert Config().settings == {name: default for name, (default, *_) in DEFAULTS.items()}
    pages = " ".join(documented().split())
    for name, (_, written, said) in DEFAULTS.items():
        assert f"| `{name}` | {written} |" in pages and said in pages, name


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"taiyaku {corpus.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [[], ["bake"], ["pairs"], ["verify"], ["fetch"], ["build", "extra"]], ids=" ".join
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: taiyaku")


def test_the_command_in_a_process_of_its_own(articles: Path) -> None:
    done = command("pairs", f"articles/{PAGES[0].name}", cwd=articles.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(set(row) == FLAT for row in rows_of(done.stdout))
    assert rows_of(done.stdout)
    failed = command("pairs", "articles/none.txt", cwd=articles.parent)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("taiyaku: articles/none.txt: ") and "Traceback" not in failed.stderr
    assert command("bake", cwd=articles.parent).returncode == 2


@pytest.mark.parametrize("arguments", [("pairs",), ("extract",), ("extract", "--text")], ids=" ".join)
def test_what_is_printed_is_utf_8_whatever_the_pipe_is(arguments: tuple[str, ...], articles: Path) -> None:
    arguments = (*arguments, str(articles / f"{PAGES[1].stem}.txt"))
    usual = command(*arguments, cwd=articles)
    assert (usual.returncode, usual.stderr) == (0, "") and usual.stdout
    for encoding in ("cp1252", "cp932", "ascii"):
        done = command(*arguments, cwd=articles, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr, done.stdout) == (0, "", usual.stdout)


def test_ctrl_c_is_said_in_a_word(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus, "build", stop)
    assert main(["build", "--articles", str(articles)]) == 130
    assert capsys.readouterr() == ("", "taiyaku: stopped\n")


def test_a_reader_that_goes_away_is_no_error(articles: Path) -> None:
    line = f'"{sys.executable}" -m corpus pairs {" ".join(["articles/" + PAGES[0].name] * 9)} | head -n 1'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=articles.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr
    assert len(rows_of(done.stdout)) == 1


def test_an_output_folder_that_is_a_file_is_named(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "taken"
    out.write_text("somebody's own", encoding="utf-8")
    assert main(["build", "--articles", str(articles), "--review", str(tmp_path / "review"), "--out", str(out)]) == 1
    assert str(out) in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "somebody's own"
