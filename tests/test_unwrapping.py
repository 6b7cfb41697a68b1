"""Japanese that goes on in the next line is read as one line, and stands where it stood."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.extraction import extract
from corpus.extraction.lines.unwrapping import unwrapped
from corpus.text import spell
from corpus.types import Article, Mark, Passage, Sentence, Source, Span

PDF = """お知らせ
　当社のポンプは九台に一台ほどが塩害で失われており、農家の皆さまの
前で喜んで読み上げたい数字ではございません。新しいシールが冬を三度
越せたなら、古いほうは私が喜んで食べてみせます。なお、試作機には、
私の反対を押し切って「ジェラルド」という名が付いております。
We lose about one pump in nine to salt. That is not a figure I enjoy
reading out to farmers. If the new seals last three winters, I will happily
eat the old ones. The prototype has been given a name, against my advice.
"""
# Each a text, and its lines as they are read.
READ = [
    (
        "壊れたまま発売して\nあとからパッチを当てる手もありましたし、\nそうしろと言う人は大勢いました。",
        ["壊れたまま発売してあとからパッチを当てる手もありましたし、そうしろと言う人は大勢いました。"],
    ),
    ("1月、通しの最中に、\n霧がデータを食べました。", ["1月、通しの最中に、霧がデータを食べました。"]),
    ("はじめに\n箱には工房の言葉が印刷されています。", ["はじめに", "箱には工房の言葉が印刷されています。"]),
    ("放流の数について\n座長から説明がありました。", ["放流の数について", "座長から説明がありました。"]),
    ("町民の皆さま、\n霧笛は明日から鳴りません。", ["町民の皆さま、", "霧笛は明日から鳴りません。"]),
    ("雨の降る朝の町で\n君を待つ冬の駅", ["雨の降る朝の町で", "君を待つ冬の駅"]),
    ("昨日の夕方の会議で、\n・猫の件を話しました。", ["昨日の夕方の会議で、", "・猫の件を話しました。"]),
    ("昨日の夕方の会議で、\n\n猫の件を話しました。", ["昨日の夕方の会議で、", "猫の件を話しました。"]),
    ("昨日の夕方の会議で、\nSat.\n猫の件を話しました。", ["昨日の夕方の会議で、", "Sat.", "猫の件を話しました。"]),
    ("昨日は晴れました。\n今日は雨です。", ["昨日は晴れました。", "今日は雨です。"]),
    # Right below one English sentence, or below a blank line behind it.
    (
        "They will build it in Gifu.\n会社は本日、岐阜に新工場を\n建てると発表した。",
        ["They will build it in Gifu.", "会社は本日、岐阜に新工場を建てると発表した。"],
    ),
    ("Fishermen\nbuilt it.\n\n漁師た\nちが建てた。", ["Fishermen", "built it.", "漁師たちが建てた。"]),
    ("It rained. We left.\n雨が降って\n帰りました。", ["It rained. We left.", "雨が降って", "帰りました。"]),
    ("They will build it.\n岐阜の新工場\n年内に建つ。", ["They will build it.", "岐阜の新工場", "年内に建つ。"]),
    ("They will build it.\n会社が\n建てる。猫も建てる。", ["They will build it.", "会社が", "建てる。猫も建てる。"]),
]


@pytest.mark.parametrize(("text", "lines"), READ, ids=[text[:12] for text, _ in READ])
def test_lines_that_are_one_are_read_as_one(text: str, lines: list[str]) -> None:
    first, *others = unwrapped("題名\n" + text).text.split("\n")
    assert [line.rstrip() for line in others if line] == lines and first == "題名"


def test_full_lines_go_on_in_mid_word_and_are_published_without_the_break(tmp_path: Path) -> None:
    page = tmp_path / "release.txt"
    page.write_text(PDF, encoding="utf-8")
    found = {pair.ja.text: pair for pair in corpus.pairs(page)}
    told = "当社のポンプは九台に一台ほどが塩害で失われており、"
    told += "農家の皆さまの前で喜んで読み上げたい数字ではございません。"
    spans = found[told].ja.spans
    assert "".join(PDF[span.start : span.end] for span in spans) == told and len(spans) == 2
    assert "\n" in PDF[spans[0].start : spans[1].end] and found[told].en.text.endswith("reading out to farmers.")


def test_a_list_of_posts_is_no_wrapped_text() -> None:
    head = "：名無しの乗客：2025/08/22(金) 03:14:55 ID:kQz8Yw0p"
    posts = "\n".join(f"{at} {head}{at}\n公式の英語版にだけ来てるらしい" for at in range(5))
    assert unwrapped(posts).places is None


PIECES = st.sampled_from([
    "昨日の夕方の会議で、", "猫の件を話したけれど、", "誰も聞いていませんでした。", "「昨日の会議の夕方で、",
    "聞いた」と店長は言った。", "We sat.", "",
])  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n　", "\n\n"])


@given(st.lists(st.tuples(PIECES, ENDS), max_size=12).map(lambda lines: "".join(map("".join, lines))), st.data())
def test_the_copy_has_the_same_letters_and_leads_back(text: str, data: st.DataObject) -> None:
    copy = unwrapped(text)
    assert len(copy.text) == len(text)
    assert "".join(copy.text.split()) == "".join(text.split())
    start = data.draw(st.integers(0, len(text)))
    own = Span(start, data.draw(st.integers(start, len(text))))
    led = copy.passage(Passage("narration", "ja", (Sentence(own),))).sentences[0] if len(own) else Sentence(own)
    assert "".join("".join(text[span.start : span.end].split()) for span in led.spans) == "".join(
        copy.text[own.start : own.end].split()
    )
    assert list(led.spans) == sorted(led.spans) and led.span.start == led.spans[0].start
    inside = copy.span(own)
    assert 0 <= inside.start <= inside.end <= len(text)


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


MARKED = st.sampled_from(["ド", "ゲで", "パ。", "é", "n\u0303\u0323", "ト", "\u3099", "\n", "、\n", "山", "We "])


@given(st.lists(MARKED, max_size=30).map("".join), st.data())
def test_letters_and_their_marks_are_one_letter_in_the_copy_and_stay_together(text: str, data: st.DataObject) -> None:
    text = unicodedata.normalize("NFD", text)
    copy = unwrapped(text)
    assert len(copy.text) == len(text)
    assert composed(copy.text) == composed(text)
    start = data.draw(st.integers(0, len(text)))
    own = Span(start, data.draw(st.integers(start, len(text))))
    if copy.text[own.start : own.end].strip():
        led = copy.passage(Passage("narration", "ja", (Sentence(own),))).sentences[0]
        told = "".join(text[span.start : span.end] for span in led.spans)
        assert composed(told) == composed(copy.text[own.start : own.end])
        assert list(led.spans) == sorted(led.spans)


def test_a_letter_with_a_great_many_marks_is_read() -> None:
    """With each mark moved past all others this would take minutes."""
    text = "か\u3099e" + "\u0301\u0323" * 100_000
    copy = unwrapped(text)
    assert copy.text[0] == "が" and len(copy.text) == len(text)


def test_a_text_whose_letters_are_taken_apart_is_read_as_any_and_published_as_it_is() -> None:
    text = unicodedata.normalize("NFD", "題\nアンナ・リンドホルム氏は「パンが届きました。」と述べました。\n")
    page = extract(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    (quoted,) = [passage for passage in page.passages if passage.role == "quotation"]
    assert quoted.attribution.speaker_ja == "アンナ・リンドホルム氏"
    (span,) = quoted.sentences[0].spans
    assert text[span.start : span.end] == unicodedata.normalize("NFD", "パンが届きました。")


def test_what_is_joined_is_led_back_at_all() -> None:
    text = "題名\n昨日の夕方の会議で、\n猫の件を話したけれど、\n誰も聞いていませんでした。"
    assert unwrapped(text).places is not None


def test_a_sentence_in_brackets_over_three_lines_is_one() -> None:
    text = "題名\n「昨日の夕方の会議で、\n猫の件を話したけれど\n誰も聞いていませんでした。」と店長は言った。\n"
    page = extract(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    told = [spell("ja", text, said.spans) for passage in page.passages for said in passage.sentences]
    assert any(one.startswith("昨日の夕方の会議で、猫の件を話したけれど") and "聞いていません" in one for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "反応\n本当にすごい技術だと思うんだけど\n近所にもこういう店があったらなあ\n行ったらここへ絶対に寄るつもりだ\n値段に目玉が飛び出ると思ったよ",
        "猫の「たま」が駅長に\n市は来年の春にも猫の数を増やす予定です。",
        "記事\n市民に丁寧な説明を\n議会では多くの意見が出ました。",
        "記事\n猫の会の活動報告と今後の予定について、\n日時は追って知らせます。",
    ],
)
def test_lists_and_headings_are_units(text: str) -> None:
    assert unwrapped(text).places is None


def test_marks_of_markup_are_led_to_the_copy() -> None:
    text = "題名です\n昨日の夕方の会議で、\n猫の件を話しました。\n「また明日」"
    quote = Span(text.index("「"), len(text))
    article = Article("page", text, Source(), "", "utf-8", Path("page.html"), marks=(Mark("quote", quote),))
    page = extract(article)
    assert page.copy.places is not None and page == extract(article)
    assert any(text[said.span.start : said.span.end] == "また明日" for p in page.passages for said in p.sentences)
