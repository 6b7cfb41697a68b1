"""Where a Japanese sentence is over that has no full stop: before the conjunction with which the next one begins.

    成功したら true を返す            ゼロに設定できるただし、遅くなる
    もし失敗したらエラーを投げる

Lines of a list or of a post have none as a rule, and where the source of a page breaks a line its text may not even
have a blank.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

# Behind a verb or an adjective in its plain or its polite form. Some of these go on within a sentence without a comma
# ("またはない", "もしくは", "するもしないも").
_NO_ADVERB = r"(?<!ただ|まだ|だいたい|ぜったい|あなた|いまだ|今だ|未だ|いちばん)"
_OVER = rf"{_NO_ADVERB}(?<=[うくぐすつぬぶむるいだ]|(?<!ま)た|ません)"
_IF = r"もし(?=[\p{Han}\p{Katakana}\p{Latin}])"
_NEVER_WITHIN = (
    "ただし(?![いくか])|そして|しかし|さらに|つまり|なぜなら|ちなみに|したがって|例えば|たとえば|そのため(?!ら)"
)
_WITH_COMMA = "また|なお|ただ|でも|だから|ところが|それから|その後"
# Without a break between them there is no telling "すぐまた、", "生き返るところが、" from a beginning.
_ON_LINE = rf"{_NO_ADVERB}(?<=[るすだ]|[^は]い|(?<!ま)た)"
_RUN_ON = regex.compile(
    rf"{_OVER}[ 　\t]*\n[ 　\t]*(?=(?:{_NEVER_WITHIN})|(?:{_WITH_COMMA})、|{_IF})"
    rf"|{_ON_LINE}[ 　]?(?=(?:{_NEVER_WITHIN}|また|なお)、|{_IF})"
)


def run_ons(text: str) -> Iterator[int]:
    """The places where the next sentence begins."""
    return (match.end() for match in _RUN_ON.finditer(text))
