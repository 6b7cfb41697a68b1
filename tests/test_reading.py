"""Reading: every encoding gives the text unchanged; a bad file is named with line and remedy and stops no other."""

from __future__ import annotations

import codecs
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES, InputCase, input_cases

from corpus.reading import originals_near, read, read_articles, read_folder
from corpus.reading.text_page import decode
from corpus.types import Article, CorpusError, Source

PAGES = sorted((CASES / "pages").glob("*.txt"))
ENCODINGS = (
    ("utf-8", b""),
    ("utf-8-sig", b""),  # Python's codec writes the mark itself
    ("cp932", b""),
    ("euc_jp", b""),
    ("iso2022_jp", b""),
    ("utf-16", b""),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)


def encodable(text: str, encoding: str) -> str:
    """The characters of a text that an encoding has, one for one: no shift to a look-alike."""

    def has(character: str) -> bool:
        try:
            return character.encode(encoding).decode(encoding) == character
        except UnicodeError:
            return False

    return "".join(filter(has, text))


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_reads_back_from_every_encoding(page: Path, encoding: str, mark: bytes, tmp_path: Path) -> None:
    text = encodable(page.read_bytes().decode(), encoding)
    raw = mark + text.encode(encoding)
    (tmp_path / "page.txt").write_bytes(raw)
    article = read(tmp_path / "page.txt")
    assert article.text == text
    assert raw.decode(article.encoding) == text
    assert article.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@given(st.data())
def test_any_japanese_text_reads_back_from_every_encoding(encoding: str, mark: bytes, data: st.DataObject) -> None:
    """The kana of one sentence tell Shift_JIS from EUC-JP, whatever kanji, half-width kana and marks stand beside."""
    characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\r\n")
    drawn = encodable(data.draw(st.text(characters, max_size=40)), encoding)
    text = f"これはほんとうにそうですよ。\n{drawn}"
    raw = mark + text.encode(encoding)
    read_as = decode(raw, Path("page.txt"))
    assert read_as[0] == text
    assert raw.decode(read_as[1]) == text


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("①㈱のページです。", "cp932", "cp932"),  # NEC's characters, which Shift_JIS proper does not have
        ("①番のページです。", "euc_jis_2004", "cp51932"),
        ("東京都千代田区\n内閣総理大臣官邸", "cp932", "cp932"),
        ("ｱﾒﾆﾓﾏｹｽﾞ ｶｾﾞﾆﾓﾏｹｽﾞ\nﾕｷﾆﾓ", "cp932", "cp932"),
        ("ﾊﾝｶｸのカナ。", "iso2022_jp_ext", "iso2022_jp_ext"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_odd_but_readable(text: str, encoding: str, expected: str) -> None:
    assert decode(text.encode(encoding), Path("page.txt")) == (text, expected)


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "\ufeff\r\n  １ページ目\r二行目\n\n\u3000\u2028 e\u0301\f\n"
    (tmp_path / "page.txt").write_bytes(codecs.BOM_UTF8 + text.encode())  # so the text's own first mark is text
    assert read(tmp_path / "page.txt").text == text


def test_without_a_sidecar_everything_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("ページ。", encoding="utf-8")
    article = read(path)
    assert article.source == Source()
    assert article.originals == ()
    assert (article.name, article.path, article.encoding) == ("page", path, "utf-8")


def test_a_sidecar_says_where_a_page_is_from(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("ページ。", encoding="utf-8")
    (tmp_path / "page.toml").write_text(
        '\ufeffurl = "https://example.com/1"\npublisher = "例"\ntitle = "題"\nauthor = "誰"\n'
        'published = 2024-08-06\nretrieved = "2024-08-07"\nlicence = "CC-BY-4.0"\n',
        encoding="utf-8",
    )
    assert read(tmp_path / "page.txt").source == Source(
        "https://example.com/1", "例", "題", "誰", "2024-08-06", "2024-08-07", "CC-BY-4.0"
    )


def with_originals(folder: Path) -> Path:
    """A page in `articles/` whose sidecar names two originals, the second one with a sidecar of its own."""
    for name, text in {
        "articles/page.txt": "ページ。",
        "articles/page.toml": 'originals = ["post", "full-note"]\n',
        "originals/full-note.txt": "The whole note.",
        "originals/full-note.toml": 'author = "Jane Doe"\n',
        "originals/post.txt": "The post.",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "articles" / "page.txt"


def test_originals_come_with_their_article_in_the_order_named(tmp_path: Path) -> None:
    post, note = read(with_originals(tmp_path)).originals
    assert (post.name, post.text, post.source) == ("post", "The post.", Source())
    assert (note.name, note.text, note.source) == ("full-note", "The whole note.", Source(author="Jane Doe"))
    assert note.path == tmp_path / "originals" / "full-note.txt"


def test_originals_of_another_folder(tmp_path: Path) -> None:
    page = with_originals(tmp_path)
    elsewhere = shutil.move(tmp_path / "originals", tmp_path / "notes")
    assert [original.name for original in read(page, originals=Path(elsewhere)).originals] == ["post", "full-note"]
    with pytest.raises(CorpusError, match=r"page\.toml:1: .*'post'.*originals.post\.txt"):
        read(page)


def test_originals_are_found_from_within_the_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(with_originals(tmp_path).parent)
    assert len(read(Path("page.txt")).originals) == 2


def test_originals_are_the_nearest_beside_the_folder_or_one_above(tmp_path: Path) -> None:
    page = with_originals(tmp_path)
    below = page.parent / "2025" / "01"
    below.mkdir(parents=True)
    for name in ("page.txt", "page.toml"):
        shutil.move(page.parent / name, below / name)
    for place in (below / "page.txt", below, page.parent):
        (found,) = read_articles([place])
        assert isinstance(found, Article) and [one.name for one in found.originals] == ["post", "full-note"]
    assert len(read(below / "page.txt").originals) == 2
    (tmp_path / "articles" / "2025" / "originals").mkdir()
    assert originals_near(below) == tmp_path / "articles" / "2025" / "originals"
    assert originals_near(tmp_path / "articles") == tmp_path / "originals"


def test_alone_a_page_is_read_whatever_its_sidecar_says(tmp_path: Path) -> None:
    page = with_originals(tmp_path)
    shutil.rmtree(tmp_path / "originals")
    (found,) = read_articles([page], alone=True)
    assert isinstance(found, Article) and found.originals == ()
    (tmp_path / "articles/page.toml").write_text("publisher = \n", encoding="utf-8")
    error, found = read_articles([page], alone=True)
    assert isinstance(error, CorpusError) and isinstance(found, Article) and found.text == "ページ。"
    (error,) = read_articles([page])
    assert isinstance(error, CorpusError)


def test_an_original_names_no_originals(tmp_path: Path) -> None:
    page = with_originals(tmp_path)
    (tmp_path / "originals" / "post.toml").write_text('originals = ["full-note"]', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"post\.toml:1: an original has no originals"):
        read(page)


def test_a_bad_original_is_named_itself(tmp_path: Path) -> None:
    page = with_originals(tmp_path)
    (tmp_path / "originals" / "post.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"originals.post\.txt: is empty"):
        read(page)


def test_another_kind_of_file_has_no_reader(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF")
    with pytest.raises(CorpusError, match=r"page\.pdf: no reader for \.pdf: there is \.txt"):
        read(tmp_path / "page.pdf")


@pytest.mark.parametrize("case", input_cases(), ids=lambda case: case.name)
def test_bad_input_is_named_and_the_others_are_read(case: InputCase, tmp_path: Path) -> None:
    for name in ("a.txt", "z.TXT", "README.md", ".hidden.txt"):
        (tmp_path / name).write_text("よいページ。", encoding="utf-8")
    case.put(tmp_path)
    articles, errors = read_folder(tmp_path)
    names = [article.path.name for article in articles]
    if case.exit == 0:
        assert errors == []
        assert names == ["a.txt", case.file, "z.TXT"]
        return
    (error,) = errors
    assert names == ["a.txt", "z.TXT"]
    assert (error.path, error.line) == (str(tmp_path / str(case.named)), case.line)
    assert [words for words in case.says if words not in str(error)] == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere: the folder cannot be read: there is none"):
        read_folder(tmp_path / "nowhere")


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    with pytest.raises(CorpusError, match="pages: is a folder: name a page in it"):
        read(tmp_path / "pages")
    with pytest.raises(CorpusError, match=r"nowhere: is not there: name a page, or a folder of pages"):
        read(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pages/pipe.txt")
    (tmp_path / "pages/z.txt").write_text("よいページ。", encoding="utf-8")
    error, found = read_articles([tmp_path / "pages"])
    assert isinstance(error, CorpusError) and "pipe.txt: is a pipe and no file" in str(error)
    assert isinstance(found, Article) and found.name == "z"


def test_a_name_that_is_no_text_is_said(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + "/対訳.txt".encode("cp932"))).write_text("ページ。", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    (error,) = read_articles([tmp_path])
    assert isinstance(error, CorpusError) and "has a name that is not in UTF-8" in str(error)


def test_the_detector_is_loaded_only_when_it_is_needed() -> None:
    code = "import sys, corpus.reading; sys.exit(bool({'numpy', 'charset_normalizer'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
