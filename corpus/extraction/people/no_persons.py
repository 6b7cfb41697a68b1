"""Names that are no person's: of groups, in English, and of parts of software, in both languages.

    Port Ellery Airport, The Solberg family      speak together
    Web UI, Sample Implementation, サブ・コマンド     say nothing, unless a page tells that they do

Families are named after places, too ("Minjun Park"), and people after words of software (Jimmy Page, ラリー・ページ).
"""

from __future__ import annotations

from corpus.languages import PLACES_EN

# Words of the names of those who speak together, besides places.
_GROUPS = frozenset({
    "academy", "airlines", "airport", "agency", "alliance", "association", "authority", "bank", "board", "books",
    "brewery", "brothers", "cafe", "club", "college", "committee", "company", "co", "coop", "corp", "council",
    "court", "crew", "department", "desk", "embassy", "family", "fc", "federation", "festival", "foundation",
    "games", "group", "guild", "hospital", "inc", "industries", "institute", "labs", "league", "llc", "ltd",
    "magazine", "ministry", "office", "orchestra", "parish", "partners", "party", "police", "press", "prize", "project",
    "railway", "records", "rescue", "society", "staff", "studio", "studios", "support", "systems", "team", "town",
    "trust", "union", "united", "university", "village", "works", "zoo",
})  # fmt: skip
# Those of these, and of places, that are names of families as well: "Minjun Park", "Emma Hill".
_SURNAMES = frozenset({
    "bank", "bar", "bay", "beach", "bridge", "brothers", "castle", "church", "court", "crew", "garden", "gate", "hall",
    "hill", "house", "lake", "lodge", "mount", "palace", "park", "port", "press", "river", "road", "shop", "shrine",
    "street", "temple", "tower", "town", "trust", "union", "united", "valley", "village",
})  # fmt: skip
_LONG = 3  # words from which on a word that may be a family's is none: "Moss Hill Park"
# Words that only parts of software have in their names, and those that such have alone.
_TECHNICAL = frozenset({
    "api", "browser", "cli", "config", "docs", "framework", "implementation", "install", "library", "options", "plugin",
    "sdk", "settings", "setup", "terminal", "tutorial", "ui", "url", "usage", "using",
})  # fmt: skip
_AS_WELL = frozenset({
    "alias", "app", "command", "data", "demo", "example", "file", "graph", "map", "overview", "sample", "web",
})  # fmt: skip
_TECHNICAL_JA = frozenset({
    "アプリ", "エイリアス", "エディタ", "エラー", "オプション", "クライアント", "コマンド", "サーバー",
    "サンプル", "ツール", "データ", "パッケージ", "ファイル", "ブラウザ", "プラグイン", "フラグ",
    "メソッド", "モジュール", "ライブラリ",
})  # fmt: skip


def is_group(name: str | None) -> bool:
    """Whether an English name says that it is no person's: "Port Ellery Airport", "The Solberg family"."""
    words = [word.lower().strip(".,") for word in (name or "").split()]
    plain = _GROUPS | PLACES_EN
    sure = plain if len(words) >= _LONG or words[:1] == ["the"] else plain - _SURNAMES
    return not sure.isdisjoint(words)


def is_technical(name: str) -> bool:
    """Whether a name says that it is a part of software: "Web UI", サブ・コマンド, but no ラリー・ページ."""
    words = set(name.lower().split())
    last = name.rpartition("・")[2]
    return last in _TECHNICAL_JA or not words.isdisjoint(_TECHNICAL) or (name != "" and words <= _AS_WELL)
