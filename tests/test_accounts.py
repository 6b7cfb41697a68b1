"""The accounts that pages name, with "@", in signatures, and bare."""

from __future__ import annotations

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.attribution.accounts import AT, BARE, SIGNED, accounts_in
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.markup import markup_of


def accounts(text: str) -> list[tuple[str, int]]:
    """The accounts of a page's text, and how each is written."""
    lines = [line for line in lines_of(text, markup_of((), text)) if line.kind != "blank"]
    return [(found.value, found.written) for found in accounts_in(text, lines)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("作者（@busby_burner、2/26）", [("busby_burner", AT)]),
        ("＠busby_burner さん", [("busby_burner", AT)]),
        ("名を挙げた @ned.", [("ned", AT)]),
        ("**@okoro-dev** (maintainer) commented on Mar 4, 2024", [("okoro-dev", AT)]),
        ("@okoro-dev - 2025年", [("okoro-dev", AT)]),
        ("返信先 @marisol_v", []),
        ("Old maps byu/ruth_o inmaps", [("ruth_o", AT)]),
        ("byu/ruth_o inmaps", [("ruth_o", AT)]),
        ("max_tokens の値を変えました。", []),
        ("既定値の max_new_tokensを設定する。retry_count引数と use_cache=True です。", []),
        ("max_tokens の投稿", [("max_tokens", BARE)]),
        ("・retry_count 引数\n・max_tokens という設定", []),
        ("次は、depends_onメタ引数で明示します。", []),
        ("kenji_92 設定を変えたら直りました。", [("kenji_92", BARE)]),
        ("mika_k 値段が高すぎると思います。", [("mika_k", BARE)]),
        ("mika_k\n設定を変えたら直りました。", [("mika_k", BARE)]),
        ("Thanks @okoro-dev! @okoro-dev さんに感謝", []),
        ("返信先: @marisol_v", []),
        ("「@annaさんに連絡してください。」", []),
        ('"@anna is whom you should contact."', []),
        ("@bob deserves our thanks. Ask @eve.", [("eve", AT)]),
        ("@bob posted a photo", [("bob", AT)]),
        ("@annpen has written:\nThe bees left the roof.", [("annpen", AT)]),
        ("@annpen had just posted: The bees left.", [("annpen", AT)]),
        ("@annpen has said the bees left the roof.", [("annpen", AT)]),
        ("@annpen is the one to read:\nThe bees left the roof.", [("annpen", AT)]),
        ("@bob is the shop still open on Sunday mornings", [("bob", AT)]),
        ("@bob has a shop that opens on Sunday mornings.", []),
        ("アカウント「@anna」は", [("anna", AT)]),
        ("@busby_burnerさんの投稿", [("busby_burner", AT)]),
        ("@ned@sea.example さん", [("ned@sea.example", AT)]),
        ("ned@example.com まで", []),
        ("first_last@example.com または foo+@bar.com", []),
        ("https://example.com/?utm_source=x&utm_medium=y", []),
        ("名前：____________ 様", []),
        ("__name__ さん", [("__name__", BARE)]),
        ("low_hum-- さん", [("low_hum", BARE)]),
        ("@" + 50 * "b", []),
        ("Roboto (@bo) · Aug 6, 2024", [("bo", AT)]),
        ("　┗ u/marigold_ferry　↑4.4k", [("marigold_ferry", AT)]),
        ("tidewrack commented", [("tidewrack", BARE)]),
        ("tidewrack commented on Jan 14", [("tidewrack", SIGNED)]),
        ("★★★★☆ tallhenrik 2025年10月17日", [("tallhenrik", BARE)]),
        ("★☆☆☆☆ GrannyMavis", [("GrannyMavis", BARE)]),
        ("[21:02] brackenjoe: everyone ready?", [("brackenjoe", BARE)]),
        ("by fernmum_84 - 27 Feb 2026", [("fernmum_84", BARE)]),
        ("▼ 8thlunch", [("8thlunch", BARE)]),
        ("と名乗る lowhum_ さんが", [("lowhum_", BARE)]),
        ("reply", []),
        ("Fenella: you flinch", []),
        ("12:30 に集合", []),
        ("v3.2.0 (2024-10-01) リリースノート", []),
        ("a_b_c.txt を開く", []),
        ("way /wéi/ (名) 方法", []),
        ("millman42 /r/mills/", [("millman42", BARE)]),
        ("The file is open with O_RDONLY now.", []),
        ("– via", []),
        ("updated 2024-03-15", []),
        ("p.14", []),
        ("ch.3", []),
        ("no.7", []),
        ("Fig.2a", []),
        ("pp.14-16", []),
        ("ch_3", [("ch_3", BARE)]),
        ("the function is called do_it2() now", []),
        ("do_it2() は", []),
        ("tallhenrik2(2025年)", [("tallhenrik2", BARE)]),
        ("翻訳：penguin_jp", []),
        ("訳：@yuki_llm", []),
        ("翻訳者 @yuki_llm", []),
        ("Translated by low_hum", []),
        ("訳\nlow_hum", [("low_hum", BARE)]),
        ("still soup and nothing else", []),
        ("今日は休みます。", []),
    ],
)
def test_accounts_of_a_text(text: str, found: list[tuple[str, int]]) -> None:
    assert accounts(text) == found


@CALM
@given(st.text(alphabet="@＠u/ab_1.A-: 　\n（）さん", max_size=60))
def test_accounts_are_in_order_and_as_the_text_writes_them(text: str) -> None:
    lines = [line for line in lines_of(text, markup_of((), text)) if line.kind != "blank"]
    found = accounts_in(text, lines)
    assert [one.span.start for one in found] == sorted({one.span.start for one in found})
    assert all(text[one.span.start : one.span.end] == one.value and one.value for one in found)
