"""A page that renders an original as a whole, in order: what that says of its beads."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.alignment.page.whole_texts import FEWEST, stretches_of
from corpus.types import Bead, Pair
from corpus.why import listing, why

NOTE = (
    ("The lighthouse at Carrow Point went dark last night.", "昨夜、カロー岬の灯台が消えました。"),
    ("It was not the storm.", "嵐のせいではありません。"),
    ("We simply forgot to pay for the lamp.", "単に電球の代金を払い忘れたのです。"),
    ("Three ships noticed, and one of them wrote to us.", "3隻の船が気づき、そのうち1隻は手紙をくれました。"),
    ("It was a kind letter.", "親切な手紙でした。"),
    ("They asked whether anybody was ill.", "誰か具合が悪いのかと尋ねていました。"),
    ("Nobody was.", "誰も悪くありませんでした。"),
    ("My brother keeps the accounts, and he has been told.", "帳簿をつけているのは弟で、言い聞かせておきました。"),
    ("The new lamp arrives by ferry on Thursday.", "新しい電球は木曜日のフェリーで届きます。"),
    ("Until then a volunteer will wave a lantern.", "それまでは有志がランタンを振ります。"),
    ("She has done it before.", "彼女は前にもやったことがあります。"),
    ("Please wave back.", "どうか手を振り返してください。"),
    ("The museum below stays open, as it needs no light.", "下の博物館は明かりが要らないので、開いています。"),
    ("We thank you for your patience.", "ご辛抱に感謝します。"),
)


def found(folder: Path, ja: str, en: str) -> list[Pair]:
    """The pairs of a page whose only original lies beside it."""
    (folder / "articles").mkdir(parents=True)
    (folder / "originals").mkdir()
    (folder / "articles" / "page.txt").write_text(f"岬の話\n{ja}\n", encoding="utf-8")
    (folder / "originals" / "note.txt").write_text(f"{en}\n", encoding="utf-8")
    return list(corpus.pairs(folder / "articles" / "page.txt", originals=folder / "originals"))


def test_what_is_rendered_in_order_is_surer(tmp_path: Path) -> None:
    ja, en = ("\n\n".join(side) for side in zip(*((j, e) for e, j in NOTE), strict=True))
    in_order = found(tmp_path / "order", ja, en)
    turned = found(tmp_path / "turned", "\n\n".join(j for _, j in NOTE[::-1]), en)
    kept, apart = ([(p.en.text, p.ja.text) for p in pairs if p.reason is None] for pairs in (in_order, turned))
    assert set(kept) <= set(NOTE) and len(kept) > len(apart)
    assert all(pair.signals["chained"] > 0 for pair in in_order)
    assert not any(pair.signals["chained"] for pair in turned)


@pytest.mark.parametrize(
    ("number", "english", "japanese"),
    [
        (  # the chain itself takes both
            12,
            "The museum below stays open, as it needs no light, and its tea room serves soup until the lamp is back.",
            ("下の博物館は明かりが要らないので、開いています。", "電球が戻るまで、喫茶室ではスープもお出しします。"),
        ),
        (  # it takes the first and leaves the second alone
            9,
            "Until then a volunteer will wave a lantern, which is no joke in this wind.",
            ("それまでは有志がランタンを振ります。", "この風の中では大変なことです。"),
        ),
    ],
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_two_sentences_that_render_one_are_one_bead_over_lines_too(
    tmp_path: Path, number: int, english: str, japanese: tuple[str, str], between: str
) -> None:
    note = [*NOTE[:number], (english, between.join(japanese)), *NOTE[number + 1 :]]
    pairs = found(tmp_path, "\n".join(ja for _, ja in note), "\n".join(en for en, _ in note))
    (pair,) = (pair for pair in pairs if pair.en.text == english)
    assert (pair.reason, pair.ja.text) == (None, "".join(japanese))


def test_why_tells_that_the_order_says_so(tmp_path: Path) -> None:
    ja, en = ("\n\n".join(side) for side in zip(*((j, e) for e, j in NOTE), strict=True))
    found(tmp_path, ja, en)
    corpus.build(tmp_path / "articles", out=tmp_path / "build", review=tmp_path / "review")
    places = tmp_path / "build/dataset", tmp_path / "articles", tmp_path / "originals", tmp_path / "review"
    rows = corpus.pairs(tmp_path / "articles/page.txt", originals=tmp_path / "originals")
    told = ["\n".join(listing(why(row.id, *places))) for row in rows]
    assert any("raised since the page renders the original in order," in one for one in told)


def chain(*linked: bool) -> list[Bead]:
    """A chain of one sentence facing one, or of a sentence on each side that faces nothing."""
    return [Bead((at,), (at,) if one else (), 0.9) for at, one in enumerate(linked)]


@pytest.mark.parametrize(
    ("linked", "expected"),
    [
        ([True] * FEWEST, [FEWEST]),
        ([True] * (FEWEST - 1), []),
        ([True, False] * FEWEST, [FEWEST]),
        ([True, *[False] * 3] * FEWEST, []),
        ([*[True] * FEWEST, *[False] * 40, *[True] * FEWEST], [FEWEST, FEWEST]),
        ([*[False] * 9, *[True] * FEWEST, *[False] * 9], [FEWEST]),
        ([], []),
    ],
)
def test_a_stretch_is_as_long_as_most_of_it_is_rendered(linked: list[bool], expected: list[int]) -> None:
    assert [len(stretch) for stretch in stretches_of(chain(*linked))] == expected


def test_what_is_not_likely_is_no_link() -> None:
    assert list(stretches_of([Bead((at,), (at,), 0.4) for at in range(20)])) == []
