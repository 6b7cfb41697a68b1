"""Who wrote a post that was pasted from a platform's page, by the lines around it."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.extraction.lines.kinds import lines_of

SAID = "The lamp went out twice in the storm.\nWe carried the oil up in buckets."
TOLD = "嵐のさなか、灯は二度も消えた。\n油はバケツで運び上げました。"
DAY = "2025-10-02"
PASTED = {
    "an account below a name": ("Mara Quill\n@maraquill\n{}", ("Mara Quill", "maraquill", None)),
    "a point and a day": ("Mara Quill\n@maraquill\n·\nOct 2\n{}\n45\n1.2万", ("Mara Quill", "maraquill", None)),
    "a stamp below": (
        "Mara Quill\n@maraquill\n{}\n3:12 PM · Oct 2, 2025 · 12.3K Views",
        ("Mara Quill", "maraquill", DAY),
    ),
    "a Japanese stamp": (
        "Mara Quill\n@maraquill\n{}\nポストを翻訳\n午後3:12 · 2025年10月2日\n·\n12.3万\n件の表示",
        ("Mara Quill", "maraquill", DAY),
    ),
    "another server": (
        "Mara Quill\n@maraquill@sea.example\n{}\n2025年10月2日 15:12·公開",
        ("Mara Quill", "maraquill@sea.example", DAY),
    ),
    "isolated from the text around": (
        "Mara Quill\n\u202a@maraquill.sea.example\u202c\n\nフォロー\n{}",
        ("Mara Quill", "maraquill.sea.example", None),
    ),
    "a chat": ("Mara Quill — 2025/10/02 10:12\n{}", ("Mara Quill", None, DAY)),
    "a thread of comments": ("maraquill 3 hours ago | prev | next [–]\n{}\nreply", (None, "maraquill", None)),
    "another one": ("u/maraquill · 3h ago\n{}\nReply Share", (None, "maraquill", None)),
    "an age below an account": ("@maraquill\n3 日前\n{}\n返信", (None, "maraquill", None)),
    "an account without its mark": ("maraquill\n3時間\n{}\n翻訳を見る", (None, "maraquill", None)),
    "an issue": ("maraquill commented on Oct 2, 2025\n{}", (None, "maraquill", DAY)),
    "a quoted mail": (
        "On Thu, Oct 2, 2025 at 9:00 AM Mara Quill <mara@sea.example> wrote:\n{}",
        ("Mara Quill", None, DAY),
    ),
    "a Japanese mailer": ("2025年10月2日(木) 9:00 Mara Quill <mara@sea.example>:\n{}", ("Mara Quill", None, DAY)),
    "a network of colleagues": ("Mara Quill • 2nd\n{}", ("Mara Quill", None, None)),
}


@pytest.mark.parametrize(("layout", "said"), PASTED.values(), ids=PASTED)
def test_the_lines_around_a_post_say_who_wrote_it(
    layout: str, said: tuple[str | None, str | None, str | None], tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"港の暮らし\n\n古い灯台の話です。\n\n{layout.format(SAID)}\n\n{TOLD}\n", encoding="utf-8")
    pairs = [pair for pair in corpus.pairs(page) if not pair.headline]
    assert [pair.en.text for pair in pairs] == SAID.split("\n")
    assert [pair.ja.text for pair in pairs] == TOLD.split("\n")
    by = {(pair.attribution.speaker, pair.attribution.handle, pair.attribution.posted_on) for pair in pairs}
    assert by == {said}


@pytest.mark.parametrize(
    "text",
    [
        "We carried the oil up.\nThanks\n@maraquill",
        "Nobody came on Sundays.\nJust the cat.",
        "harbour\nThe lamp went out twice.",
        "At 3:12 PM the lamp went out. It was Oct 2, 2025.",
        "The keeper came back 3 days ago.",
    ],
)
def test_what_is_said_is_no_line_around_a_post(text: str) -> None:
    _, *lines = lines_of(f"港の話。\n{text}\n")
    assert {line.kind for line in lines if not line.text.startswith("@")} == {"english"}


def test_each_of_two_posts_has_its_own_lines(tmp_path: Path) -> None:
    first, second = SAID.split("\n")
    close, free = TOLD.split("\n")
    page = tmp_path / "page.txt"
    page.write_text(
        f"港の暮らし\n\nMara Quill\n@maraquill\n{first}\n3:12 PM · Oct 2, 2025\n\n{close}\n\n"
        f"Tobias Wren\n@wren_t\n·\nOct 5\n{second}\n\n{free}\n",
        encoding="utf-8",
    )
    pairs = [pair for pair in corpus.pairs(page) if not pair.headline]
    assert [(pair.en.text, pair.attribution.handle) for pair in pairs] == [(first, "maraquill"), (second, "wren_t")]
    days = [pair.attribution.posted_on for pair in pairs]
    assert days[0] == DAY and days[1] in (None, "2025-10-05")  # without a year it is likely or not, and never another's
