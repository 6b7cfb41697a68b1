"""The laws of the house, a test each. What one law needs in detail stands in the tests that are named beside it."""

from __future__ import annotations

import ast
import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from inputs import CASES

import corpus
from corpus.cli import main
from corpus.pipeline import Built
from corpus.publishing.review.returned import OWN
from corpus.publishing.schema import COLUMNS
from corpus.types import Pair

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "data" / "articles" / "openai-schulman-anthropic.txt"  # beside which its user's own pages may lie
PAGES = [REAL, *sorted((CASES / "pages").glob("*.txt"))]
FEW = ["01_cto_leaves", "13_buzzer_beater_fans", "22_park_account"]


def put(folder: Path, pages: Sequence[Path]) -> Path:
    """A folder of articles with these pages in this order."""
    articles = folder / "articles"
    articles.mkdir(parents=True)
    for page in pages:
        shutil.copyfile(page, articles / page.name)
        if (sidecar := page.with_suffix(".toml")).exists():
            shutil.copyfile(sidecar, articles / sidecar.name)
    return articles


def built(articles: Path, out: str = "build") -> Built:
    """A build of a folder of articles, with everything else beside it."""
    return corpus.build(articles, out=articles.parent / out)


def content(folder: Path) -> dict[str, bytes]:
    """The files of a folder and what stands in them."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def few() -> list[Path]:
    """Three pages of different layouts."""
    return [page for page in PAGES if page.stem in FEW]


# 1. Text is never rewritten (and test_provenance: verify finds every way of tampering).


def spelled(text: str, spans: Sequence[Sequence[int]], joint: str) -> str:
    """A published string from its slices, written here once more so that a change of the rule is seen."""
    return joint.join(" ".join(text[start:end].split()) for start, end in spans)


WRAPPED = """図書館の夜間開館が始まる
館長のアダ・ホリス氏はXに次のように投稿しています。
「図書館は今夜から、最後の利用者が家に
帰るまで開いています。入場は無料です」
From tonight the library stays open until the last\u00a0
   visitor has gone  home. Admission is free.
— Ada Hollis (@adahollis) May 5, 2020
"""


def test_1_every_published_string_is_its_slices(tmp_path: Path) -> None:
    articles = put(tmp_path, PAGES)
    (articles / "wrapped.txt").write_bytes(WRAPPED.encode())
    build = built(articles)
    texts = {page.stem: page.read_bytes().decode("utf-8") for page in articles.glob("*.txt")}
    rows = [row for path in build.published.folder.rglob("*.parquet") for row in pq.read_table(path).to_pylist()]
    assert {row["provenance"]["ja"]["article"] for row in rows} >= {page.stem for page in few()} | {"wrapped"}
    slices: list[str] = []
    for row in rows:
        for language, joint in (("ja", ""), ("en", " ")):
            side = row["provenance"][language]
            assert row["translation"][language] == spelled(texts[side["article"]], side["spans"], joint)
            starts = [start for start, _ in side["spans"]]
            assert starts == sorted(starts)
            slices += [texts[side["article"]][start:end] for start, end in side["spans"]]
    assert any("\u00a0\n   " in piece for piece in slices) and any("家に\n帰る" in piece for piece in slices)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_1_reading_keeps_the_text_of_a_page(page: Path) -> None:
    assert corpus.read(page).text.encode("utf-8") == page.read_bytes()


# 2. Nothing is dropped silently (and test_curation).


def test_2_found_is_kept_and_the_sum_over_the_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = put(tmp_path, few())
    assert main(["build", "--articles", str(articles), "--out", str(tmp_path / "build")]) == 0
    said = capsys.readouterr().out
    candidates = pq.read_table(tmp_path / "build/dataset/candidates").to_pylist()
    kept = pq.read_table(tmp_path / "build/dataset/pairs").to_pylist()
    reasons = [row["reason"] for row in candidates if row["reason"] is not None]
    assert len(candidates) == len(kept) + len(reasons)
    assert [row for row in candidates if row["reason"] is None] == kept
    counted = {reason: reasons.count(reason) for reason in reasons}
    (line,) = [line for line in said.splitlines() if " found - " in line]
    assert line.startswith(f"{len(candidates)} found - ") and line.endswith(f" = {len(kept)} kept")
    assert {part.split(" ")[1]: int(part.split(" ")[0]) for part in line.split(" = ")[0].split(" - ")[1:]} == counted


def test_2_the_pairs_that_alignment_found_are_those_that_are_published(tmp_path: Path) -> None:
    articles = put(tmp_path, few())
    alone = {pair.id for page in few() for pair in corpus.pairs(articles / page.name)}
    assert alone == {pair.id for pair in built(articles).pairs}


# 3. A human decision is never lost (and test_review).


def decide(review: Path, decision: str) -> str:
    """Types a decision into the first row of the review TSV and returns the pair's id."""
    path = review / "low_confidence.tsv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter="\t"))
    assert rows[0][:2] == ["id", "verdict"] and len(rows) > 1
    rows[1][1] = decision
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    path.write_text(written.getvalue(), encoding="utf-8")
    return rows[1][0]


def of(build: Built, name: str) -> Pair:
    """The pair with this id."""
    (pair,) = [pair for pair in build.pairs if pair.id == name]
    return pair


REVIEWED = """\
# Everything that is not surely wrong waits for a person, so that there is a row to decide about.
accept_confidence = 1.0
review_confidence = 0.0
"""


def test_3_a_rejected_pair_stays_rejected_and_an_accepted_one_kept(tmp_path: Path) -> None:
    articles, config = put(tmp_path, few()[:1]), tmp_path / "strict.toml"
    config.write_text(REVIEWED, encoding="utf-8")

    def again() -> Built:
        return corpus.build(articles, out=tmp_path / "build", config=config)

    first = again()
    rejected = decide(tmp_path / "review", "reject")
    assert of(first, rejected).reason in ("low_confidence", "truncated")
    accepted = None
    for number in range(3):
        build = again()
        assert of(build, rejected).reason == "rejected"
        assert rejected not in (tmp_path / "review" / "low_confidence.tsv").read_text(encoding="utf-8")
        if number == 0:
            accepted = decide(tmp_path / "review", "accept")
        elif accepted is not None:
            assert of(build, accepted).reason is None
            kept = pq.read_table(tmp_path / "build/dataset/pairs").to_pylist()
            assert {row["id"]: row["verdict"] for row in kept} == {accepted: "accept"}
    (tmp_path / "review" / "low_confidence.tsv").unlink()
    shutil.rmtree(tmp_path / "build")
    assert of(again(), rejected).reason == "rejected"


def test_3_a_verdict_outlives_a_changed_page_and_a_changed_text_is_a_conflict(tmp_path: Path) -> None:
    articles, config = put(tmp_path, few()[:1]), tmp_path / "strict.toml"
    config.write_text(REVIEWED, encoding="utf-8")
    found = corpus.build(articles, out=tmp_path / "build", config=config)
    name = decide(tmp_path / "review", "reject")
    text = of(found, name).ja.text
    corpus.build(articles, out=tmp_path / "build", config=config)
    page = articles / few()[0].name
    before = page.read_text(encoding="utf-8")
    page.write_text("（追記あり）\n" + before, encoding="utf-8")
    build = corpus.build(articles, out=tmp_path / "build", config=config)
    assert of(build, name).reason == "rejected" and build.conflicts == ()
    page.write_text(before.replace(text[2:-2], text[3:-2]), encoding="utf-8")
    for _ in range(2):
        build = corpus.build(articles, out=tmp_path / "build", config=config)
        assert name not in {pair.id for pair in build.pairs}
        (conflict,) = build.conflicts
        assert name in str(conflict) and "verdicts.tsv:2" in str(conflict)
        assert name in (tmp_path / "review" / "verdicts.tsv").read_text(encoding="utf-8")
    page.write_text(before, encoding="utf-8")
    build = corpus.build(articles, out=tmp_path / "build", config=config)
    assert of(build, name).reason == "rejected" and build.conflicts == ()


# 4. Same input, same output.


def test_4_builds_are_byte_identical_in_any_order_of_files(tmp_path: Path) -> None:
    one, other = put(tmp_path / "one", few()), put(tmp_path / "other", few()[::-1])
    cwd = Path.cwd()
    outcomes = []
    for articles in (one, one, other):
        os.chdir(articles.parent)
        try:
            build = built(Path("articles"))
            outcomes.append((content(Path("build")), Path("review/low_confidence.tsv").read_bytes(), build.counts))
        finally:
            os.chdir(cwd)
    assert outcomes[0][0]
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_4_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    put(tmp_path, few())
    outcomes = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC+{seed}"}
        command = [sys.executable, "-m", "corpus", "build", "--articles", "articles", "--out", "build"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        outcomes.append((content(tmp_path / "build"), content(tmp_path / "review"), done.stdout))
        shutil.rmtree(tmp_path / "build")
        shutil.rmtree(tmp_path / "review")
    assert outcomes[0][0] and outcomes[0] == outcomes[1]


# 5. A published number can be reproduced.


def test_5_every_row_and_the_manifest_carry_the_signature(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    build = built(articles)
    signature = str(build.signature)
    assert signature.startswith(f"taiyaku:{corpus.__version__}|")
    assert [part.split(":")[0] for part in signature.split("|")] == ["taiyaku", "model", "config", "data"]
    rows = pq.read_table(build.published.folder / "candidates").to_pylist()
    assert rows and {row["provenance"]["signature"] for row in rows} == {signature}
    assert signature in (build.published.folder / "manifest.json").read_text(encoding="utf-8")
    assert str(built(articles).signature) == signature


def test_5_what_a_number_depends_on_changes_the_signature(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    parts = str(built(articles).signature).split("|")
    (tmp_path / "other.toml").write_text("accept_confidence = 0.9\n", encoding="utf-8")
    settings = str(corpus.build(articles, out=tmp_path / "build", config=tmp_path / "other.toml").signature).split("|")
    page = articles / few()[0].name
    page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    data = str(built(articles).signature).split("|")
    assert [a == b for a, b in zip(parts, settings, strict=True)] == [True, True, False, True]
    assert [a == b for a, b in zip(parts, data, strict=True)] == [True, True, True, False]


# 6. Writes are atomic (and test_store: what was there stays whole at every moment).


def test_6_a_build_leaves_nothing_but_its_output(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    for _ in range(2):
        built(articles)
        out = sorted(path.name for path in (tmp_path / "build").iterdir())
        version = (tmp_path / "build" / "dataset").resolve()
        assert out == sorted(["dataset", "report.html", version.name])
        assert sorted(path.name for path in (tmp_path / "review").iterdir()) == ["low_confidence.tsv"]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "build", "review"]


def test_6_a_build_that_fails_leaves_the_last_good_output(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    built(articles)
    before = content(tmp_path / "build" / "dataset")
    (tmp_path / "review" / "verdicts.tsv").mkdir()
    with pytest.raises(corpus.CorpusError, match=r"verdicts\.tsv"):
        built(articles)
    assert before and content(tmp_path / "build" / "dataset") == before


# 7. Layers.

GROUND = {
    "types", "languages", "spellings", "text", "names", "config", "store", "learned", "trees", "ids", "version",
    "workers", "given",
}  # fmt: skip
WINGS = {"reading", "extraction", "alignment", "curation", "publishing"}
TOP = {"pipeline", "bitext", "pool", "provenance", "rebuilding", "releases", "reporting", "reviewed", "why"}
MODULES = sorted((ROOT / "corpus").rglob("*.py"))


def layer(path: Path) -> str:
    """The file or the wing that a module belongs to; the package itself is `corpus`."""
    first = path.relative_to(ROOT / "corpus").parts[0].removesuffix(".py")
    return "corpus" if first == "__init__" else first


def imported(path: Path) -> set[str]:
    """The layers of the house that a module imports, wherever the import stands in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            if package == "corpus":
                first = rest.partition(".")[0]
                known = (ROOT / "corpus" / first).exists() or (ROOT / "corpus" / f"{first}.py").exists()
                found.add(first if first and known else "corpus")
    return found


def test_7_every_module_stands_on_a_layer() -> None:
    above = {"corpus", "__main__", "cli", "commands", "models"}
    assert {layer(path) for path in MODULES} - above == GROUND | WINGS | TOP


ALLOWED = {
    **dict.fromkeys(GROUND, GROUND),
    **{wing: GROUND | {wing} for wing in WINGS},
    **dict.fromkeys(TOP, GROUND | WINGS),
    "pipeline": GROUND | WINGS | {"pool"},
    "provenance": GROUND | WINGS | {"reviewed"},
    "reporting": GROUND | WINGS | {"pool"},
    "why": GROUND | WINGS | {"pool", "pipeline"},
    "corpus": GROUND | WINGS | TOP,
    "commands": GROUND | WINGS | TOP | {"corpus"},
    "cli": GROUND | WINGS | TOP | {"corpus", "commands"},
    "__main__": {"cli"},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_7_no_module_knows_what_is_above_it(path: Path) -> None:
    own = layer(path)
    assert imported(path) - {own} - ALLOWED[own] == set()


def test_7_the_ground_floor_has_an_order() -> None:
    """No two files of the ground floor know each other in turn."""
    knows = {name: imported(ROOT / "corpus" / f"{name}.py") - {name} for name in GROUND}
    assert knows["types"] == knows["languages"] == knows["version"] == set()
    below: set[str] = set()
    while ready := {name for name in GROUND - below if knows[name] <= below}:
        below |= ready
    assert below == GROUND


def test_7_others_come_into_a_wing_by_its_door_alone() -> None:
    through = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                inside = len(parts) > 2 and parts[0] == "corpus" and parts[1] in WINGS
                if inside and layer(path) != parts[1]:
                    through.append(f"{path.relative_to(ROOT)}: {node.module}")
    assert through == []


def test_7_the_package_alone_imports_nothing_heavy() -> None:
    code = "import sys, corpus; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "corpus" in loaded
    assert not loaded & {"numpy", "datasets", "pyarrow", "pandas", "sentencepiece", "regex", "yaml", "tqdm", "torch"}


def test_7_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from corpus.cli import main; main(['--help'])\n"
        "print('loaded:', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert "usage: taiyaku" in done.stdout
    assert not loaded & {"numpy", "datasets", "pyarrow", "sentencepiece", "tqdm"}


# 8. Bad input gets a clear error and never stops the others (test_input_cases has the table).


def test_8_all_bad_pages_are_named_and_the_good_ones_built(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    (articles / "empty.txt").write_bytes(b"")
    (articles / "binary.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    (articles / "named.txt").write_text("題名\n本文です。\n", encoding="utf-8")
    (articles / "named.toml").write_text("publisher = 1\n", encoding="utf-8")
    build = built(articles)
    assert [Path(problem.path or "").name for problem in build.problems] == ["binary.txt", "empty.txt", "named.toml"]
    assert all(len(problem.message) > 10 for problem in build.problems)
    assert build.articles == 1 and build.pairs


# And the schema: one for the dataset, the command line and the TSV.


def test_the_tsv_names_its_columns_as_the_schema_does(tmp_path: Path) -> None:
    articles = put(tmp_path, few()[:1])
    built(articles)
    head = (tmp_path / "review" / "low_confidence.tsv").read_bytes().decode("utf-8-sig").split("\n")[0].split("\t")
    apart = {"ja", "en", "article", "url", "ja_spans", "en_spans"}  # flat
    apart |= {"mismatches", "note", *OWN, "reviewer", "context", "digest"}  # for the review alone
    assert head[:8] == ["id", "verdict", "confidence", "relation", "ja", "en", "mismatches", "speaker"]
    assert head[8:12] == ["note", "new_ja", "new_en", "reviewer"]
    assert set(head) - apart <= {column.name for column in COLUMNS}
