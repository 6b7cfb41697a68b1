"""Invented people who speak on made pages."""

from __future__ import annotations

import random
from dataclasses import dataclass

GIVEN = (
    "Olivia オリビア,Noah ノア,Emma エマ,Liam リアム,Ava エヴァ,Lucas ルーカス,Mia ミア,Ethan イーサン,Sofia ソフィア,Oscar オスカー,Nina ニーナ,Victor ビクター,Clara クララ,"
    "Hugo ヒューゴ,Alice アリス,Felix フェリックス,Rosa ローザ,Peter ピーター,Laura ローラ,Simon サイモン,Diana ダイアナ,Martin マーティン,Julia ジュリア,Adrian エイドリアン"
)
FAMILY = (
    "Carter カーター,Bennett ベネット,Sullivan サリバン,Whitaker ウィテカー,Romano ロマーノ,Novak ノヴァク,Fischer フィッシャー,Larsen ラーセン,Moreau モロー,Costa コスタ,"
    "Patel パテル,Kowalski コワルスキ,Brennan ブレナン,Hartley ハートリー,Dawson ドーソン,Ferreira フェレイラ,Lindgren リンドグレン,Castillo カスティーヨ,Grant グラント,"
    "Holloway ホロウェイ,Iverson アイバーソン,Mercer マーサー,Nakata ナカタ,Osborne オズボーン,Quinn クイン,Ramsey ラムジー,Stanton スタントン,Thornton ソーントン"
)
TITLES = ("氏", "氏", "氏", "さん", "CEO", "教授", "監督", "選手")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Person:
    """An invented speaker."""

    name: str
    form: str
    family: str
    handle: str
    date: str

    @staticmethod
    def any(rng: random.Random) -> Person:
        """Somebody who posted on some day."""
        given, given_ja = rng.choice(GIVEN.split(",")).split()
        family, family_ja = rng.choice(FAMILY.split(",")).split()
        title = rng.choice(TITLES)
        date = f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(2015, 2026)}"
        handle = (given[0] + family).lower() + rng.choice(["", "_", "42", "_x"])
        return Person(f"{given} {family}", f"{given_ja}・{family_ja}{title}", f"{family_ja}{title}", handle, date)

    def signature(self) -> str:
        """The line below an embedded post."""
        return f"— {self.name} (@{self.handle}) {self.date}\n"
