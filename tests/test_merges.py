"""What a chain of merges says of who spoke, where its parts say otherwise."""

from __future__ import annotations

import pytest
from helpers import article, pair

from corpus.curation import decide
from corpus.types import Attribution, Pair, Verdict


def page() -> list[Pair]:
    """Four pairs of one page."""
    said = [(f"{n}番目の文です。", f"This is sentence {n}.") for n in range(1, 5)]
    document = article(text="\n".join(f"{ja} {en}" for ja, en in said))
    return [pair(f"p{n}", document=document, ja=(ja,), en=(en,)) for n, (ja, en) in enumerate(said, start=1)]


def merge(other: str, speaker: str | None = None) -> Verdict:
    return Verdict("merge", others=(other,), attribution=Attribution(speaker=speaker))


@pytest.mark.parametrize(("last", "speaker"), [(None, "Ben"), ("Cho", "Cho")])
def test_of_merges_that_become_one_the_latest_says_who_spoke(last: str | None, speaker: str) -> None:
    verdicts = {"p1": merge("p2", "Ann"), "p3": merge("p4", "Ben"), "p2": merge("p3", last)}
    (whole,) = [one for one in decide(page(), verdicts).pairs if one.made_of]
    assert (whole.made_of, whole.attribution.speaker) == (("p1", "p2", "p3", "p4"), speaker)
