"""What markup says of a text: what is struck out, what is in bold, what is in neither of our languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_formats import PAGE, text_of

from corpus.extraction import extract
from corpus.extraction.lines.markup import markup_of
from corpus.pipeline import curated
from corpus.reading import markdown_page
from corpus.reading.html import page as html_page
from corpus.reading.origin import Origin
from corpus.types import Article, Mark, Source, Span

ORIGIN = Origin(Path("p"), "p", 10**6)


def article_of(page: str, *, markdown: bool = False) -> Article:
    """A page as an article."""
    read = (markdown_page if markdown else html_page).read(page.encode(), ORIGIN)
    return Article("p", read.text, Source(), "", "utf-8", Path("p"), extractor=read.extractor, marks=read.marks)


def said(article: Article) -> dict[str, list[str]]:
    """The sentences of an article's passages by their language, those that frame it left out."""
    found: dict[str, list[str]] = {"ja": [], "en": []}
    for passage in extract(article).passages:
        texts = [article.text[each.span.start : each.span.end] for each in passage.sentences]
        if passage.role != "boilerplate":
            found[passage.language] += [text for text in texts if text not in found[passage.language]]
    return found


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("held on <s>May 3</s> May 10.", "held on May 10."),
        ("公演は<strike>5月3日</strike>5月10日です。", "公演は5月10日です。"),
        ("hot <del>or cold</del>, <ins>never warm</ins>", "hot , never warm"),
        ('今は<span style="color:red; text-decoration: line-through">無料</span>千円', "今は千円"),
        ('今は<i style="text-decoration-line:line-through">無料</i>千円', "今は千円"),
        ('今は<i class="x line-through">無料</i>千円', "今は千円"),
        ('<u style="text-decoration: underline">千円</u>と<small>税</small>', "千円と税"),
        ("</p><del><p>旧い段落。</p></del><p>新しい段落。", "新しい段落。"),
        ("<s>May 3<ruby>日<rt>ひ</rt></ruby></s>May 10", "May 10"),
    ],
)
def test_what_is_struck_out_is_left_out(markup: str, text: str) -> None:
    assert text_of(PAGE.format(markup)) == f"図書館は開いています。\n\n{text}\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("$20 ~~or $30~~ per person.", "$20 per person.\n"),
        ("**原文**\nA good knot.\n\n**訳**\n良い結び目。", "原文\nA good knot.\n\n訳\n良い結び目。\n"),
        ("Hello there\n**Ann**\nA good knot", "Hello there\nAnn\nA good knot\n"),
        ("**けんた**\nトマトが\n届いた", "けんた\nトマトが届いた\n"),
        ("*He left*\n去った\n[No](/n)", "He left\n去った\nNo\n"),
        ("**It matters**\nthat you come\n**very**\nsoon", "It matters that you come very soon\n"),
        ("It is\n**so**", "It is so\n"),
        ("**Two\nlines** of\nmore", "Two lines of more\n"),
        ("**Ann**: no\n**Bob** yes", "Ann: no Bob yes\n"),
    ],
)
def test_lines_of_markdown_in_bold_stand_by_themselves(page: str, text: str) -> None:
    assert markdown_page.read(page.encode(), ORIGIN).text == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("> [!note]- 注意\n> 雨です。", "注意\n\n雨です。\n"),
        ("> [!quote|left] Ann Pen\n> It rains.\n> So be it.\n\n雨。", "It rains.\nSo be it.\n— Ann Pen\n\n雨。\n"),
        ("> [!CITE] Ann Pen\n> It rains.", "It rains.\n— Ann Pen\n"),
        ("[[鳥]]と[[birds|鳥]]、![[bird.png]]`[[x]]`は[[1, 2]]で[[ -f a ]]", "鳥と鳥、[[x]]は[[1, 2]]で[[ -f a ]]\n"),
        ("{鳥|とり}と{小鳥|こ|とり}、{a|b}。", "鳥と小鳥、{a|b}。\n"),
        ("==鳥==は a==b、a == b == c、`==x==`。", "鳥は a==b、a == b == c、==x==。\n"),
        ("鳥です。{: .lead}\n{: #bird}\n\n### 題 {#title}", "鳥です。\n\n題\n"),
        ("> I like\n> ##birds a lot", "I like ##birds a lot\n"),
        ("> ##Title\n> A bird.\n>\n> ##Part\n> Two.", "Title\n\nA bird.\n\nPart\n\nTwo.\n"),
        (
            "##鳥とは\n鳥です。\n>####_.bird(a)\n>A bird.\n\n`##x`と#鳥 ##も",
            "鳥とは\n\n鳥です。\n\n_.bird(a)\n\nA bird.\n\n##xと#鳥 ##も\n",
        ),
    ],
)
def test_marks_of_the_dialects_of_markdown_are_not_shown(page: str, text: str) -> None:
    assert markdown_page.read(page.encode(), ORIGIN).text == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>Three hikers were saved</b> 登山者3人を救助", "Three hikers were saved\n登山者3人を救助"),
        ("<strong>登山者3人を救助</strong>\nThree hikers saved", "登山者3人を救助\nThree hikers saved"),
        ('<a href="/"><b>登山者3人を救助</b></a> Three hikers saved', "登山者3人を救助\nThree hikers saved"),
        ("<b>The Old Man</b> は名作です。", "The Old Man は名作です。"),
        ("<b>OpenAI</b> 社の人が来た", "OpenAI 社の人が来た"),
        ("<b>登山者3人を救助</b> CNN Japan", "登山者3人を救助 CNN Japan"),
        ("登山の<b>Three hikers were saved</b> 登山者3人を救助", "登山のThree hikers were saved 登山者3人を救助"),
        ("<b>登山者3人を救助</b> 山梨県警", "登山者3人を救助 山梨県警"),
    ],
)
def test_a_rendering_behind_what_a_line_begins_with_in_bold_is_a_line(markup: str, text: str) -> None:
    assert text_of(PAGE.format(markup)) == f"図書館は開いています。\n\n{text}\n"


def test_marks_stay_on_their_characters_behind_what_is_in_bold() -> None:
    article = article_of('<ul><li><b>Three hikers were saved</b> <a href="/n">登山者3人</a>を<i>救助</i></ul>')
    marked = [(mark.kind, article.text[mark.span.start : mark.span.end]) for mark in article.marks]
    item = "Three hikers were saved\n登山者3人を救助"
    assert marked == [("item", item), ("strong", "Three hikers were saved"), ("link", "登山者3人")]


@pytest.mark.parametrize(("linked", "is_link"), [(89, False), (90, True), (100, True)])
def test_a_line_is_a_link_where_nine_tenths_of_it_are(linked: int, is_link: bool) -> None:
    links = [Mark("link", Span(7, 7 + 50)), Mark("link", Span(57, 7 + linked))]
    assert markup_of(links, "x" * 120).is_link(Span(7, 107)) is is_link


APOLOGY = "運航の遅れをお詫びします。\n\n**{}**\n\n{}\n\n来週から増便します。"


@pytest.mark.parametrize(
    ("bold", "below", "english"),
    [
        ("Apology for the Delay", "We apologize for the delay.", ["We apologize for the delay."]),
        ("We are sorry for it.", "Refunds are on their way.", ["We are sorry for it.", "Refunds are on their way."]),
        ("We apologize for the delay", "遅れを\nお詫びします。", ["We apologize for the delay"]),
        ("Stay with us for a while", "**And come again.**", ["Stay with us for a while", "And come again."]),
    ],
)
def test_english_in_bold_above_a_text_heads_it(bold: str, below: str, english: Sequence[str]) -> None:
    assert said(article_of(APOLOGY.format(bold, below), markdown=True))["en"] == english


RULE = "<p>ドアの注意書きです。</p><p>No stoves, please.</p>{}"


@pytest.mark.parametrize(
    ("markup", "ja", "en"),
    [
        ('<p lang="zh-Hant">禁止使用電爐。</p>', [], []),
        ('<div lang="ko"><p>전기난로 禁止 OK.</p></div>', [], []),
        ('<p lang="fr">Pas de poêles dans la chambre.</p>', [], []),
        ('<p lang="ja-Latn">Denki konro wa dame desu.</p>', [], []),
        ('<p>電気こんろ禁止。<span lang="zh">禁止使用電爐。</span></p>', ["電気こんろ禁止。"], []),
        (
            '<table><tr><td>電気こんろは禁止です。<td>Use no stoves here.<td lang="zh">禁止使用電爐。</table>',
            ["電気こんろは禁止です。"],
            ["Use no stoves here."],
        ),
        ('<div lang="zh">禁止使用電爐。<p lang="ja">電気炊飯器は禁止。</p></div>', ["電気炊飯器は禁止。"], []),
        ('<div lang="zh">電気こんろは禁止です。<p>使用禁止。</p></div>', ["電気こんろは禁止です。", "使用禁止。"], []),
        ('<div lang="fr"><p>It <i lang="en">is</i> cold.</p><p>寒いです。</p></div>', ["寒いです。"], ["It is cold."]),
        ('<p>She has a certain <i lang="fr">je ne sais quoi</i>.</p>', [], ["She has a certain je ne sais quoi."]),
        ('<p lang="jp">使用厳禁。</p><p lang="und">Use no stoves here.</p>', ["使用厳禁。"], ["Use no stoves here."]),
        ('<p lang="english">Use no stoves.</p><p lang="en_GB">They burn.</p>', [], ["Use no stoves.", "They burn."]),
        (
            '<blockquote class="twitter-tweet"><p lang="fr">Use no stoves.</p>— Ann (@ann_l) May 2, 2018</blockquote>',
            [],
            ["Use no stoves.", "— Ann (@ann_l) May 2, 2018"],
        ),
    ],
)
@pytest.mark.parametrize("language", ["", "lang=ja", "lang=de"])
def test_a_third_language_is_neither_of_ours(language: str, markup: str, ja: list[str], en: list[str]) -> None:
    found = said(article_of(f"<html {language}><body>{RULE.format(markup)}</body></html>"))
    assert [text for text in found["ja"] if not text.startswith("ドア")] == ja
    assert found["en"] == ["No stoves, please.", *en]


def test_an_original_is_read_without_what_is_in_a_third_language() -> None:
    original = article_of('<p>Use no stoves here.</p><p lang="fr">Pas de poêles dans la chambre.</p>')
    page = Article("p", "電気こんろは禁止です。", Source(), "", "utf-8", Path("p"), originals=(original,))
    spans = [each.span for passage in extract(page).passages if passage.document for each in passage.sentences]
    assert [original.text[span.start : span.end] for span in spans] == ["Use no stoves here."]


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ('<time datetime="2024-03-05T10:11:12Z">5日前</time>', "2024-03-05"),
        ('<time datetime="2024-03-05">5 days ago</time>', "2024-03-05"),
        ('<time datetime="2024-03-05T23:11:12Z">2024年3月6日</time>', "2024-03-06"),  # the page's own words go first
        ('<time datetime="2024-02-30">5日前</time>', None),
        ('<time datetime="PT2H">2時間</time>', None),
        ("<span>5日前</span>", None),
    ],
)
def test_a_time_of_markup_gives_the_day(time: str, day: str | None) -> None:
    comment = f"<p><b>@mtobin</b> {time}</p><p>Our CI takes forty minutes.</p><p>うちのCIは40分かかる。</p>"
    page = article_of(PAGE.format(f"</p>{comment}<p>コメントは以上です。"))
    (pair,) = curated(extract(page))
    assert (pair.attribution.handle, pair.attribution.posted_on) == ("mtobin", day)


def test_items_of_a_list_are_not_put_together_as_wrapped_lines() -> None:
    page = """四つの案が出された。

> 1. Copy the label of the chosen boat into the hull and leave out with a stencil whatever should stay dry
> 2. Provide an implicit mooring
> 3. Keep what is painted there today and put the name of the boat into it as the harbour does by default

> 1. 選ばれた船のラベルを船体へ写し、濡らしたくない部分は型紙で抜く
> 2. 係留を暗黙に行う
"""
    assert said(article_of(page, markdown=True))["en"] == [
        "Copy the label of the chosen boat into the hull and leave out with a stencil whatever should stay dry",
        "Provide an implicit mooring",
        "Keep what is painted there today and put the name of the boat into it as the harbour does by default",
    ]


def test_what_is_in_parentheses_below_english_is_no_title_of_a_page() -> None:
    page = "手引きにもある。\n\nOne field a boat - rigging, painting, or mooring.\n\n({})\n"
    for said_below, is_read in (("一隅に一隻 - 索具、塗装、係留", True), ("嵐と港の閉鎖 - 港新聞", False)):
        found = said(article_of(page.format(said_below), markdown=True))["ja"]
        assert (said_below in found) == is_read


@pytest.mark.parametrize(
    ("quotation", "ja", "en"),
    [
        ("> [Why we left](/x)\n> The bill was too high.\n> So be it.", [], ["The bill was too high.", "So be it."]),
        ("> [Why we left](/x)\n>\n> The bill was high.", [], ["The bill was high."]),
        ("> The bill was high.\n>\n> [It cost too much](/x)", [], ["The bill was high.", "It cost too much"]),
        ("> [We left the cloud](/x)\n>\n> — Ann Pen (@annpen)", [], ["We left the cloud"]),
        (
            "> [We left it for good](/x)\n>\n> [It was too slow for us](/y)",
            [],
            ["We left it for good", "It was too slow for us"],
        ),
        ("> [Acme Cloud](/x) For Business is new.", [], ["Acme Cloud For Business is new."]),
        ("> We left it.\n> (We started it in May, 2019)", [], ["We left it.", "(We started it in May, 2019)"]),
        ("> 雲を離れた。\n> （会社を始めたのは2019年）", ["雲を離れた。", "会社を始めたのは2019年"], []),
        ("> [請求書の話](/x)\n>\n> 請求書が高かった。", ["請求書が高かった。"], []),
        ("> [The bill](/x) was high.", [], ["The bill was high."]),
        ("> [The bill was high.](/x)\n>\n> So be it.", [], ["The bill was high.", "So be it."]),
        ("> [We left the cloud](/x)", [], ["We left the cloud"]),
        ("> I read [this](/x) and\n> [that of hers](/x) The bill", [], ["I read this and that of hers The bill"]),
        ("> We left it.\n> (Interview with Ann Pen, 2019)", [], ["We left it."]),
        ('> We left it.\n>\n> (from "The Cloud Exit", chapter 3)', [], ["We left it."]),
        ("> We left it.\n> (first published in The Lamp, May 2019)", [], ["We left it."]),
        ("> We left it.\n> ([The Cloud Exit](/x))", [], ["We left it."]),
        ("> 雲を離れた。\n> （ペン氏へのインタビュー、2019年）", ["雲を離れた。"], []),
        ("> We left it.\n> (from what we know)", [], ["We left it.", "(from what we know)"]),
        ("> We left it.\n> (That was new in 2019)", [], ["We left it.", "(That was new in 2019)"]),
        ("> We left it.\n> （雲を離れた）", ["雲を離れた"], ["We left it."]),
        ("We left it.\n(Interview with Ann Pen, 2019)", [], ["We left it.", "(Interview with Ann Pen, 2019)"]),
    ],
)
def test_what_a_quotation_names_as_its_source_is_outside(quotation: str, ja: list[str], en: list[str]) -> None:
    article = article_of(f"# 雲の話\n\n話です。\n\n{quotation}", markdown=True)
    found = [p for p in extract(article).passages if p.role in ("quotation", "post", "narration")]
    texts = [(p.language, article.text[each.span.start : each.span.end]) for p in found for each in p.sentences]
    own = {language: [text for tongue, text in texts if tongue == language] for language in ("ja", "en")}
    assert list(dict.fromkeys(own["ja"]))[1:] == ja and own["en"] == en


def own_of(page: str) -> list[str]:
    """The Japanese sentences of a Markdown page but for the first, which are no clauses, and its English ones."""
    article = article_of(f"# 話\n\n話です。\n\n{page}", markdown=True)
    texts = said(article)
    whole = [text for text in texts["ja"][2:] if not any(text != other and text in other for other in texts["ja"])]
    return [*whole, *texts["en"]]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("詳しくは[React | 公式文書](/x)を読んでください。", ["詳しくはReact | 公式文書を読んでください。"]),
        ("詳しくは[使い方 — 文書](/x)を読んでください", ["詳しくは使い方 — 文書を読んでください"]),
        ("[Hooks / React](/x) explains all of it.", ["Hooks / React explains all of it."]),
        ("You may read [What is it? — The Book](/x).", ["You may read What is it? — The Book."]),
        ("これは[Why we left - Lamp](/x)の翻訳です。", ["これはWhy we left - Lampの翻訳です。"]),
        ("[We left the cloud](/x)によると、費用が高すぎた。", ["We left the cloudによると、費用が高すぎた。"]),
        ("彼は[We left the cloud](/x)と述べた。", ["We left the cloud"]),
        ("[We left the cloud.](/x)は雲を離れたという意味です。", ["We left the cloud."]),
    ],
)
def test_a_link_within_a_sentence_is_one_piece_of_it(line: str, found: list[str]) -> None:
    assert own_of(line) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("この本については、\n`derive` の章を見てください。", ["この本については、 derive の章を見てください。"]),
        ("計算が終わると、結果は\nFuture に入ります。", ["計算が終わると、結果は Future に入ります。"]),
        ("それは新しい `Future`\nを返します。", ["それは新しい Future を返します。"]),
        ("それについて彼は、\nWe leave it.", ["それについて彼は、", "We leave it."]),
        ("雲を離れた。\nRust の本を読んだ。", ["雲を離れた。", "Rust の本を読んだ。"]),
    ],
)
def test_japanese_goes_on_in_the_next_line_before_and_behind_a_latin_word(lines: str, found: list[str]) -> None:
    assert own_of(lines) == found


def test_no_clause_begins_or_ends_at_what_divides_a_link() -> None:
    article = article_of(
        "# 話\n\n話です。\n\n詳しくは[React | 公式文書](/x)を読むとよいと彼女は述べた。", markdown=True
    )
    assert not any(text.endswith(("React", "| ", "|", "React ")) for text in said(article)["ja"])
