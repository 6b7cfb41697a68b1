"""How two passages lie to each other: what between them says that one renders the other, and who speaks."""

from __future__ import annotations

import pytest

from corpus.alignment.page.places import places, same_speaker
from corpus.types import Attribution, Passage, Sentence, Span

EN, JA = "We open in May.", "五月に開きます。"


@pytest.mark.parametrize(
    ("between", "form", "lines"),
    [
        (" （", 1, 0),
        ("\n（訳）", 1, 1),
        ("\n\n→", 1, 1),  # a blank line is none
        ("\n— Paul Engdahl (@pengdahl)\n（訳）", 1, 1),  # nor is a signature
        ("\n", 0, 1),
        ("\n別の行\n（訳）", 0, 2),
    ],
)
def test_a_mark_of_a_rendering_counts_on_its_line_and_the_next(between: str, form: int, lines: int) -> None:
    text = f"{EN}{between}{JA}"
    start = len(EN) + len(between)
    ja = Passage("quotation", "ja", (Sentence(Span(start, len(text))),))
    en = Passage("post", "en", (Sentence(Span(0, len(EN))),))
    found = places([ja], [en], [text])
    assert (found.form.tolist(), found.distance.tolist()) == ([[form]], [[lines]])


@pytest.mark.parametrize(
    ("ja", "en", "same"),
    [
        (Attribution(handle="Ann_L"), Attribution(handle="ann_l"), 1),
        (Attribution(handle="ann"), Attribution(handle="ben"), -1),
        (Attribution(speaker_ja="館長"), Attribution(speaker_ja="館長"), 1),
        (Attribution(speaker_ja="館長"), Attribution(speaker_ja="店主"), 0),  # one may be called both
        (Attribution(speaker_ja="ポール・エングダール氏"), Attribution(speaker="Paul Engdahl"), 1),
        (Attribution(speaker_ja="ポール・エングダール氏"), Attribution(speaker="Ulla Beck"), -1),
        (Attribution(speaker_ja="館長"), Attribution(speaker="Ulla Beck"), 0),
        (Attribution(), Attribution(speaker="Ulla Beck"), 0),
    ],
)
def test_who_is_the_same_person_in_both_languages(ja: Attribution, en: Attribution, same: int) -> None:
    assert same_speaker(ja, en) == same
