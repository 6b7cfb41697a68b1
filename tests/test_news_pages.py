"""Pages of news and their reactions, each as small as it can be: what belongs to a text, and who says it."""

from __future__ import annotations

import pytest

from corpus.alignment.page.connectives import without_connective
from corpus.types import Sentence, Span


@pytest.mark.parametrize(
    ("ja", "en", "left"),
    [
        ("また、費用を請求する", "We will be asking for our costs.", "費用を請求する"),
        ("さらに、傘は要らない", "Nobody needs an umbrella.", "傘は要らない"),
        ("また、費用を請求する", "We will also be asking for our costs.", "費用を請求する"),  # not at its beginning
        ("また、費用を請求する", "And we will be asking for our costs.", "また、費用を請求する"),
        ("ただし、段取りが悪かった。", "The procedure was clumsy.", "ただし、段取りが悪かった。"),  # a whole sentence
        ("またとない機会だ", "There will be no better time.", "またとない機会だ"),
        ("しかし、費用は請求する", "We will be asking for our costs.", "しかし、費用は請求する"),
    ],
)
def test_a_connective_that_the_english_lacks_is_the_reporters(ja: str, en: str, left: str) -> None:
    (sentence,) = without_connective([Sentence(Span(5, 5 + len(ja)))], [ja], [en])
    assert ja[sentence.span.start - 5 :] == left


def test_a_line_in_pieces_keeps_its_connective() -> None:
    ja = "また、費用を請求する"
    sentence = Sentence(Span(0, len(ja)), pieces=(Span(0, 3), Span(3, len(ja))))
    assert without_connective([sentence], [ja], ["We ask for our costs."]) == (sentence,)
