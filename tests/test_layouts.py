"""Four sentences and their renderings in the layouts that pages have for such lists: each pair is found in each.

And what a writer remarks beside English, in the same layouts, is not kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

import corpus
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.sentences.english_runs import english_runs
from corpus.extraction.sentences.splitting import sentences_of
from corpus.types import Language

PAIRS = [
    ("The lamp went out twice in the storm.", "嵐のさなか、灯は二度も消えた。"),
    ("We carried the oil up in buckets.", "油はバケツで運び上げました。"),
    ("My wife trusted nothing but tea.", "妻は紅茶しか信じていませんでした。"),
    ("Nobody came on Sundays.", "日曜に訪ねてくる人はいなかった。"),
]
TITLE = "港の暮らしの言葉を集めた"
BEFORE, BEHIND = "古い灯台守の手帳から訳してみました。", "手帳は町の資料館にあります。"


def each(form: str, between: str = "\n") -> str:
    """Each pair in one form: `n` is its number, `e` the English, `j` the Japanese, `s` and `b` without full stop."""
    return between.join(form.format(n=n, e=e, j=j, s=e[:-1], b=j[:-1]) for n, (e, j) in enumerate(PAIRS, 1))


def blocks(english: str, japanese: str, between: str = "\n") -> str:
    """All of the English, then all of the Japanese."""
    return f"{each(english, between)}\n\n{each(japanese, between)}"


LAYOUTS = {
    "line after line": each("{e}\n{j}"),
    "Japanese first": each("{j}\n{e}", "\n\n"),
    "numbered": each("{n}. {e}\n   {j}"),
    "a full stop between": each("- {e} {j}"),
    "a slash": each("{e}／{j}"),
    "an arrow": each("{b} → {e}"),
    "a dash": each("「{e}」――{j}"),
    "a tabulator": each("{e}\t{j}"),
    "a tabulator, Japanese first": each("{j}\t{e}"),
    "parentheses": each("“{e}”（{j}）"),
    "parentheses, Japanese first": each("{b}（{e}）"),
    "parentheses in a paragraph": each("{b}（{e}）。", ""),
    "one paragraph": each("{e} {j}", " "),
    "one paragraph, Japanese first": each("{j}{e} ", ""),
    "told, with a parenthesis": each("マロウさんは「{e}」（{j}）と書いている。"),
    "told, with the English in it": each("マロウさんは「{b}（{e}）」と書いている。"),
    "told, with the English behind it": each("マロウさんは{b}と書いている（“{e}”）。"),
    "told, with the English at the end of what is said": each("マロウさんは「{b}({s})」と書いている。"),
    "English in parentheses on a line of its own": each("{j}\n({e})"),
    "a label before parentheses": each("「{e}」\n訳({b})"),
    "marks of quotations without a blank": each(">{e}\n>{j}", "\n\n"),
    "full stops of English in both": f"{each('{e}', ' ')}\n\n{each('{b}.', '')}",
    "labels, and emoji for full stops": each("原文: {s} 😢\n翻訳: {b}🥲"),
    "footnotes": blocks("[{n}] {e}", "「{b}」[{n}]"),
    "the original in parentheses": each("「{b}」（原文：{e}）"),
    "labels": each("原文：{e}\n訳：{j}", "\n\n"),
    "languages": each("英語：{e}\n日本語：{j}", "\n\n"),
    "handles": each("@harbourman: {e}\n@harbourman：{j}", "\n\n"),
    "questions and answers": each("Q: {e}\nQ：{j}"),
    "tags": each("[EN] {e}\n[JA] {j}", "\n\n"),
    "what it means": each("“{e}”とは、「{b}」という意味だ。"),
    "blocks": blocks("{e}", "{j}"),
    "paragraphs": blocks("{e}", "{j}", " "),
    "threads": blocks("{n}/ {e}", "{n}/ {j}"),
    "times": each("00:0{n} {e}\n00:0{n} {j}"),
    "times in brackets": each("[1:02:3{n}] {e}\n{j}", "\n\n"),
    "times and names": each("0:1{n} Marlow: {e}\n0:1{n} マーロウ：{j}", "\n\n"),
}
MARKED = {
    "a table in Markdown": ("md", each("| {e} | {j} |"), "| 英語 | 日本語 |\n|---|---|\n", ""),
    "a numbered table in Markdown": ("md", each("| {n} | {e} | {j} |"), "| | 英語 | 日本語 |\n|---|---|---|\n", ""),
    "notes in Markdown": ("md", blocks("[^{n}]: {e}", "{b}[^{n}]。"), "", ""),
    "definitions in Markdown": ("md", each("{e}\n: {j}", "\n\n"), "", ""),
    "callouts in Markdown": ("md", each("> [!NOTE]\n> {e}\n\n{j}", "\n\n"), "", ""),
    "callouts with titles": ("md", each("> [!quote]- Ann Pen\n> {e}\n\n{j}", "\n\n"), "", ""),
    "marked words in Markdown": ("md", each("=={e}=={{: .lead}}\n\n=={j}==", "\n\n"), "", ""),
    "headings in Markdown": ("md", each("### {n}. {e}\n\n{j}", "\n\n"), "", ""),
    "renderings as headings in Markdown": ("md", each("### 「{b}」\n\n> {e}", "\n\n"), "", ""),
    "headings": ("html", each("<h3>{e}</h3><h3>{j}</h3>"), "", ""),
    "a numbered table": ("html", each("<tr><th>{n}</th><td>{e}</td><td>{j}</td></tr>"), "<table>", "</table>"),
    "details": ("html", each("<details><summary>{j}</summary>{e}</details>"), "", ""),
    "quoted inline": ("html", each('<p><q lang="en">{e}</q>（{b}）</p>'), "", ""),
    "a table": ("html", each("<tr><td>{e}</td><td>{j}</td></tr>"), "<table>", "</table>"),
    "definitions": ("html", each("<dt>{e}</dt><dd>{j}</dd>"), "<dl>", "</dl>"),
    "lists": ("html", each("<li>{e}<ul><li>{j}</li></ul></li>"), "<ul>", "</ul>"),
    "broken lines": ("html", each("<p><em>{e}</em><br>{j}</p>"), "", ""),
    "marked languages": ("html", each('<p><span lang="en">{e}</span> <span lang="ja">{j}</span></p>'), "", ""),
    "block quotes": ("html", each("<blockquote><p>{e}</p></blockquote><p>{j}</p>"), "", ""),
}


REMARKS = """
- The lamp went out twice in the storm. これは名文だと思う。
- How we moved ten million rows without downtime：移行の話。図が多くて読みやすい。
- A field guide to Postgres indexes / あとで読む
- Rust 2.0 is not happening → やっぱりね
- Please do not use our API for trading. 会社の規約にこうあった。厳しい。
- Why I left the cloud（引っ越しの記録。値段の表がいい）
- “We will never sell your data.” どこかで聞いた台詞です。
"""


def bare(text: str) -> str:
    """Its letters and digits."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", text)


def missed(path: Path) -> set[tuple[str, str]]:
    """The pairs that are not found on a page, letter by letter."""
    found = {(bare(pair.en.text), bare(pair.ja.text)) for pair in corpus.pairs(path) if pair.confidence >= 0.5}
    return {(e, j) for e, j in PAIRS if (bare(e), bare(j)) not in found}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_each_pair_is_found_in_a_layout_of_plain_text(layout: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{TITLE}\n\n{BEFORE}\n\n{layout}\n\n{BEHIND}\n", encoding="utf-8")
    assert missed(page) == set()


@pytest.mark.parametrize(("ending", "layout", "opened", "closed"), MARKED.values(), ids=MARKED)
def test_each_pair_is_found_in_a_layout_with_markup(
    ending: str, layout: str, opened: str, closed: str, tmp_path: Path
) -> None:
    page = tmp_path / f"page.{ending}"
    body = f"{opened}{layout}{closed}"
    if ending == "html":
        head = f"<html lang='ja'><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        page.write_text(f"{head}<p>{BEFORE}</p>{body}<p>{BEHIND}</p></article></body></html>", encoding="utf-8")
    else:
        page.write_text(f"# {TITLE}\n\n{BEFORE}\n\n{body}\n\n{BEHIND}\n", encoding="utf-8")
    assert missed(page) == set()


def test_remarks_beside_english_are_not_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"今週読んだもの\n\n気になった記事を並べておきます。\n{REMARKS}\nまた来週。\n", encoding="utf-8")
    assert [pair.ja.text for pair in corpus.pairs(page) if pair.reason is None] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("10:30 is late for a bus.", "10:30 is late for a bus."),
        ("10:30 The last bus leaves.", "The last bus leaves."),
        ("9:00 から配る。", "9:00 から配る。"),
        ("9:00 頃に配る。", "9:00 頃に配る。"),
        ("14:02 すべて配り終えた。", "すべて配り終えた。"),
        ("3\tWe carried the oil up.", "We carried the oil up."),
        ("3 buckets of oil.", "3 buckets of oil."),
    ],
)
def test_a_time_or_a_number_before_a_line_is_no_part_of_it_unless_the_sentence_begins_there(
    line: str, said: str
) -> None:
    language: Language = "ja" if regex.search(r"\p{Hiragana}", line) else "en"
    (sentence,) = sentences_of(line, language)
    assert line[sentence.span.start : sentence.span.end] == said


def test_a_heading_that_nobody_says_faces_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        f"# {TITLE}\n\n## 油を運ぶ\n\n> {PAIRS[1][0]}\n\n{PAIRS[1][1]}\n\n## Nobody on Sundays\n\n{BEHIND}\n",
        encoding="utf-8",
    )
    body = [(pair.en.text, pair.ja.text) for pair in corpus.pairs(page) if not pair.headline]
    assert body == [PAIRS[1]]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("目次\n03:40　本人が登場。おばは豆腐屋でした", ["related", "japanese"]),
        ("目次\n03:40　本人が登場", ["related", "related"]),
        (
            "Credit: The service will stop at noon tomorrow.\nPhoto: Courtesy of Ned Cole\nVia: Harbour News Weekly.",
            ["english", "furniture", "furniture"],
        ),
        ("関連動画\n12:05 三匹の猫。うちの庭で\n| 10:30 | 渋谷で停電。続報 |", ["related"] * 3),
    ],
)
def test_what_tells_something_is_text(text: str, kinds: list[str]) -> None:
    assert [line.kind for line in lines_of(text)] == kinds


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1] I lost the slipper again.", "I lost the slipper again."),
        ("*2 In case three we have a slipper.", "In case three we have a slipper."),
        ("［3 of them are gone now, I fear.", "3 of them are gone now, I fear."),
        ("値[10 items are gone in the list", "10 items are gone in the list"),
    ],
)
def test_english_begins_behind_the_number_of_a_note(line: str, said: str) -> None:
    (run,) = english_runs(line, 0, len(line))
    assert line[run.start : run.end] == said
