"""What pages say around articles in whole sentences, that no writer of the article does: a table of words.

About cookies and rights, what else there is to read and to subscribe to, and where a page is filed.
"""

from __future__ import annotations

import re

_LONGEST = 2_000  # characters of a line that are looked at

_NOTICE = re.compile(
    r"\b(?:cookies?|copyright(?:ed)?|all rights|rights (?:are )?reserved|reproduc(?:ed|tion)|privacy policy|"
    r"terms of \w+|subscri\w+|newsletters?|sign(?:ing)? (?:up|in)|log in|inbox|e-?mail address|posted (?:in|by|on)|"
    r"tagged|filed under|categor(?:y|ies)|permalink|bookmark|powered by|follow (?:us|me)|share (?:this|on)|"
    r"join (?:us|our)|donat\w+|advert\w*|sponsor\w*|promot\w+|read (?:more|next|also)|recommended|trending|most read|"
    r"related (?:articles?|posts?|stories|reading)|more (?:from|stories)|you may (?:also )?like|click here|learn more|"
    r"leave a (?:comment|reply))\b|©|\(c\) ?\d|"
    r"クッキー|転載|無断(?:複製|引用)|著作権|免責|プライバシー|利用規約|購読|登録|メルマガ|メールマガジン|ニュースレター|"
    r"フォロー|シェア|広告|スポンサー|PR記事|関連(?:記事|リンク)|おすすめ|人気記事|あわせて読|こちらも|続きを読む|"
    r"カテゴリ|タグ[:：]|投稿者|この記事を書いた",
    re.IGNORECASE,
)


def is_notice(line: str) -> bool:
    """Whether a line says what stands around articles rather than in them."""
    return _NOTICE.search(line, 0, _LONGEST) is not None
