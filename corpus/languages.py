"""Facts about Japanese and English as literals: what the other files need to know and no file should hide.

Tables only, no code. A row is added where the class of texts needs it, never for one page. Tuples are for expressions
and endings; frozensets are asked "is it in"; dicts map to a value.
"""

from __future__ import annotations

# --- brackets and marks -------------------------------------------------------------------------------------------

# Openers and their closers, both languages; straight quotation marks are no brackets, since open looks like closed.
BRACKETS = {
    "「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "［": "］", "[": "]", "〈": "〉", "《": "》", "〔": "〕",
    "｢": "｣", "“": "”", "‘": "’", "〝": "〟", "{": "}", "｛": "｝",
}  # fmt: skip
# Brackets of Japanese speech, outermost first by habit.
QUOTATION_BRACKETS = {"「": "」", "『": "』", "｢": "｣", "“": "”", "〝": "〟"}
PARENTHESES = {"（": "）", "(": ")", "〔": "〕"}
JAPANESE_ENDERS = frozenset("。！？!?｡．‼⁉⁇⁈‽")
ENGLISH_ENDERS = frozenset(".!?…‼⁉⁇⁈‽。！？")
CLOSING_QUOTES = frozenset("\"'”’)]}»›」』）］】〟｣＂")
OPENING_QUOTES = frozenset("\"'“‘([{«‹「『（［【〝｢＂¿¡")
DASHES = frozenset("-‐‑–—―─━ー~〜")
# What stands before a line that heads a section.
HEADING_MARKS = frozenset("■□◆◇●○▼▽▲△★☆◎＊【〈《")
# Marks that begin a list item, at the start of a line.
LIST_MARKS = frozenset("・･•‣◦▪●○◎◆◇■□▶▷►▼▽▲△★☆※→⇒＞>*＊✓✔☑✅➡")
# Between English and its rendering on one line, either first; ":" and "/" between words, too.
DIVIDERS = frozenset("：|｜／=＝→⇒⇔―—–")
# Before every line of a quoted mail.
MAIL_MARKS = frozenset(">＞")
# Before a colon at the head of an English line: what the line is about or what has changed, and nobody who speaks.
HEADWORDS_EN = frozenset({
    "added", "affected", "changed", "closed", "correction", "deprecated", "edit", "error", "fixed", "found", "hint",
    "resolved", "monitoring", "investigating", "identified", "advertisement", "caution", "example", "note", "step", "tip", "improved", "known", "lost", "new", "removed", "security", "update", "updated", "wanted", "warning",
})  # fmt: skip
# What is heard behind an English sentence, in brackets in a transcript: no sentence begins with it, and the one before
# ends without it.
HEARD_EN = frozenset({"laughs", "laughter", "laughing", "chuckles", "smiles", "applause", "sighs", "pauses", "cries"})
# The same within a sentence, in capitals too: "We won [Applause]".
HEARD_OF_MANY_EN = frozenset({"laughter", "applause"})
# Remarks in parentheses that are read with the sentence before, even where the next one follows without a break.
STAGE_DIRECTIONS = HEARD_EN | {
    "笑", "爆笑", "苦笑", "失笑", "微笑", "大笑", "一同笑", "会場笑", "泣", "涙", "汗", "怒", "拍手", "中略", "略", "後略", "ｗ", "w", "sic",
}  # fmt: skip
# Remarks in parentheses that belong to neither the sentence before nor the one behind.
SILENCES = frozenset({"pause"})

# Lines of a page's own (expressions) that stand in the middle of what somebody says where a quotation goes on below them.
WITHIN_PAGES = (
    r"【(?:PR|広告)】", r"[\[［](?:PR|広告|写真|画像)", r"(?<![A-Za-z])PR(?=\s)", r"(?:図|写真|画像)\d{0,2}[：:]", "スポンサーリンク", "あわせて読みたい", "関連記事",
    "この記事は有料", r"残り\d+文字", "次のページ", "続きを読む",
)  # fmt: skip
# Letters of Chinese that Japanese does not write: simplified ones, then words of its grammar.
CHINESE_ONLY = frozenset(
    "们说请谢让对过还吗么从给进时间车门问经长现发东马风飞鸟鱼龙见贝页题验话语词该读谁调谈议记许论设访证评识诉译试诗误课钱银铁错饭馆饮营业产为书买卖乐习乡亲仅处备头实"
    "开关带应张总战报样济满热爱电离种简红约级组结统继续网联艺节药规观觉计认质费资轻较边达运远连选难须预领岛华单卫图团场坏员响"
    "這們說嗎麼與於將還讓從對灣裡啊吧呢哪您你妳她嘅唔喺咗觸絕閉黨勸歡此曾仍已"
)

# --- where a Japanese sentence does not end -----------------------------------------------------------------------

# Directly behind 。！？ these go on with the sentence ("モーニング娘。の", "本当？という"): quoting and compound particles.
CONTINUING_WORDS = (
    "という", "といった", "といっ", "といい", "と言", "と話", "と述", "と語", "と書", "と思", "と答", "と聞", "と呼", "と題", "として",
    "とは", "との", "とか", "とも", "って", "など", "なんて", "なる", "のよう", "のこと", "のほう", "のため", "のなか", "のは", "のが",
    "には", "にも", "にて", "による", "について", "における", "において", "に対", "からの", "からは", "までの", "への", "だけ", "ほど",
    "くらい", "ぐらい", "みたい", "らしい", "を",
)  # fmt: skip
# One-letter particles: they continue before a kanji, katakana, Latin letter, digit or bracket, since no sentence of
# prose begins with a particle. Before hiragana they may be the first letter of a word (はい, もう, やはり).
CONTINUING_PARTICLES = frozenset("のがはにとへもや")
# Particles that a comma may follow and the sentence still goes on ("モーニング娘。は、"); が、 and で、 begin sentences.
PARTICLES_BEFORE_COMMA = frozenset("はもにと")
# Words that begin a sentence although they look like one of the above.
SENTENCE_OPENERS_JA = (
    "とはいえ", "とはい", "ともあれ", "ともかく", "ともに", "というのも", "というわけ", "ということは", "といっても", "といいますか",
    "とにかく", "とても", "ところ", "とりあえず", "とうとう", "にもかかわらず", "なるほど", "なるべく", "とも子", "のは確か",
)  # fmt: skip

# --- where an English full stop ends no sentence ------------------------------------------------------------------

# Always followed by the rest: titles before names, Latin abbreviations.
ABBREVIATIONS_OPEN = frozenset({
    "mr", "mrs", "ms", "mx", "dr", "prof", "gen", "col", "maj", "capt", "cmdr", "lt", "sgt", "cpl", "adm", "sen", "rep",
    "gov", "pres", "rev", "fr", "hon", "supt", "insp", "amb", "messrs", "mme", "mlle", "e.g", "i.e",
    "cf", "viz", "vs", "v", "eg", "ie", "aka", "approx", "esp", "incl", "resp",
})  # fmt: skip
# Followed by the rest where a digit comes next: numbers, parts of a work, months.
ABBREVIATIONS_BEFORE_DIGIT = frozenset({
    "no", "nos", "para", "paras", "max", "min", "arg", "args", "ref", "refs", "vol", "vols", "fig", "figs", "pp", "p", "ch", "sec", "eq", "ver", "ca", "c", "ext", "tel",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ep", "pt",
})  # fmt: skip
# At a real end as often as not: the next word decides (see SENTENCE_STARTERS). Letters with full stops (U.S., a.m.)
# and single letters are treated the same.
ABBREVIATIONS_EITHER = frozenset({
    "inc", "ltd", "co", "corp", "llc", "plc", "bros", "jr", "sr", "esq", "etc", "al", "ph.d", "m.d", "st", "mt", "ave", "blvd", "rd", "dept",
    "univ", "assn", "eds", "hrs", "lb", "lbs", "oz", "ft", "mph", "tues", "thur", "thurs", "calif", "fla", "ariz", "colo",
})  # fmt: skip
# Words that begin sentences and, capitalised, hardly ever stand in the middle of one.
SENTENCE_STARTERS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "he", "she", "it", "we", "they", "you", "i", "his", "her", "its", "our", "their",
    "my", "your", "there", "here", "in", "on", "at", "by", "for", "from", "with", "as", "after", "before", "since", "when", "while",
    "where", "what", "who", "why", "how", "which", "if", "but", "and", "or", "so", "yet", "then", "now", "not", "no", "yes", "once",
    "although", "though", "because", "however", "also", "still", "even", "only", "all", "some", "many", "most", "one", "two", "today",
    "yesterday", "tomorrow", "later", "meanwhile", "instead", "nobody", "everyone", "someone", "nothing", "everything", "let",
    "please", "thank", "thanks", "i'm", "i've", "i'd", "i'll", "it's", "we're", "we've", "we'll", "they're", "he's", "she's", "that's",
    "there's", "don't", "didn't", "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should", "to",
})  # fmt: skip
# Names that end in a mark: no end unless a sentence starter follows.
NAMES_WITH_MARK = frozenset({"yahoo!", "yum!", "jeopardy!", "panic!", "e!", "joomla!", "wham!", "guess?", "chips!", "oklahoma!", "mamma!"})  # fmt: skip

# --- who speaks, and how it is told -------------------------------------------------------------------------------

# What relatives are called, and strangers by their age; behind a name a title ("オーラおばさん").
KIN_JA = (
    "おばあさん", "おばあちゃん", "おじいさん", "おじいちゃん", "おばさん", "おばちゃん", "おじさん", "おじちゃん", "おかあさん", "おとうさん", "おねえさん", "おにいさん",
    "ばあちゃん", "じいちゃん", "ばあさん", "じいさん",
)  # fmt: skip
TITLES_JA = (
    "最高経営責任者", "最高技術責任者", "最高執行責任者", "最高財務責任者", "最高情報責任者", "最高戦略責任者", "最高製品責任者", "最高科学責任者", "最高人事責任者", "最高法務責任者",
    "最高マーケティング責任者", "最高デジタル責任者", "最高責任者", "共同創業者", "共同創設者", "創業者", "創設者", "代表取締役社長",
    "代表取締役", "取締役社長", "取締役", "副社長", "社長", "会長", "副会長", "代表", "副代表", "理事長", "理事", "専務", "常務", "部長", "課長", "局長", "次長",
    "所長", "室長", "係長", "主任", "店長", "店主", "館長", "園長", "校長", "教頭", "学長", "総長", "院長", "支配人", "編集長", "副編集長", "責任者", "担当者",
    "前大統領", "元大統領", "副大統領", "大統領", "前首相", "元首相", "首相", "総理大臣", "総理", "総裁", "党首", "幹事長", "書記長", "外相", "財務相", "防衛相", "大臣", "長官", "国務長官", "官房長官",
    "報道官", "補佐官", "知事", "市長", "区長", "町長", "村長", "上院議員", "下院議員", "国会議員", "議員", "議長", "委員長", "委員", "大使", "国王", "女王", "王子",
    "王女", "皇太子", "殿下", "陛下", "教皇", "司教", "牧師", "神父", "監督", "総監督", "ヘッドコーチ", "コーチ", "主将", "キャプテン", "選手", "投手", "捕手",
    "内野手", "外野手", "騎手", "棋士", "初段", "二段", "三段", "四段", "五段", "六段", "七段", "八段", "九段", "力士", "親方", "関脇", "横綱", "大関", "審判", "名誉教授", "准教授", "助教授", "特任教授", "教授", "助教", "講師", "博士",
    "先生", "医師", "弁護士", "判事", "検事", "裁判官", "警部", "巡査", "記者", "特派員", "編集者", "作家", "監修", "広報担当者", "広報", "アナウンサー",
    "アナ", "キャスター", "司会者", "司会", "俳優", "女優", "歌手", "隊長", "隊員", "船長", "機長", "大佐", "少佐", "大尉", "中尉", "少尉", "大将", "中将",
    "少将", "元帥", "司令官", "軍曹", "容疑者", "被告", "受刑者", "死刑囚", "被害者", "研究員", "主任研究員", "技術者", "エンジニア", "デザイナー", "ディレクター",
    "プロデューサー", "プロデューサ", "マネージャー", "マネジャー", "レンジャー", "シェフ", "夫人", "夫妻", "兄弟", "姉妹", "卿", "嬢", "翁",
    "元CEO", "前CEO", "暫定CEO", "共同CEO", "CEO", "CTO", "COO", "CFO", "CIO", "CSO", "CPO", "CMO", "HC", "GM", "MVP", "PD", "VP", "MC",
    *KIN_JA, "さま", "さん", "ちゃん", "くん", "たん", "どの", "氏ら", "氏", "様", "君", "殿", "師", "女史", "選手ら", "両氏", "ら",
)  # fmt: skip
# What stands before a name in English.
TITLES_EN = frozenset({
    "mr", "mrs", "ms", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "president", "senator", "sen", "rep", "representative",
    "congressman", "congresswoman", "governor", "gov", "mayor", "minister", "chancellor", "king", "queen", "prince", "princess",
    "pope", "bishop", "rev", "reverend", "father", "sister", "brother", "judge", "justice", "general", "gen", "colonel", "col", "captain",
    "capt", "major", "maj", "lieutenant", "lt", "sergeant", "sgt", "officer", "detective", "coach", "manager", "director", "chef",
    "ceo", "cto", "cfo", "coo", "inspector", "superintendent", "councillor", "councilor", "cllr", "mp", "nurse", "chairman", "chairwoman", "chair", "secretary", "ambassador", "ranger", "astronaut", "head",
})  # fmt: skip
# Offices in letters, which stand behind many a Japanese name ("（CEO）") and are nobody's; GM, HC, CBO and the like are
# firms and bodies as well, or begin names.
OFFICES_EN = frozenset({
    "ceo", "coo", "cfo", "cto", "cio", "cpo", "cmo", "cco", "cdo", "chro", "ciso", "evp", "svp", "avp", "vp",
})  # fmt: skip
# Further words of which offices in full are made: "Chief Marketing Officer", "Vice President"; with one of these,
OFFICE_HEADS_EN = frozenset({
    "officer", "president", "director", "chairman", "chairwoman", "chair", "manager", "founder", "cofounder", "editor", "owner", "mayor",
    "minister", "governor", "secretary", "ambassador",
})  # fmt: skip
# since these alone are firms and names: "Legal & General", "Product".
OFFICE_WORDS_EN = frozenset({
    "chief", "executive", "vice", "deputy", "managing", "operating", "financial", "marketing", "technology", "technical", "product",
    "security", "strategy", "information", "legal", "general", "senior", "co", "and",
})  # fmt: skip
# How offices end in English that stand below a name.
ENDS_OF_OFFICES_EN = (
    OFFICES_EN
    | {"officer", "director", "president", "founder", "chairman", "chairwoman", "chair", "manager", "editor", "producer", "designer", "secretary"}
    | {"mayor", "minister", "engineer", "lead", "principal", "curator", "conductor", "coach", "captain", "owner", "partner", "maintainer", "author"}
)  # fmt: skip
# Stems of Japanese verbs and nouns of saying and writing; a quotation before one of these was uttered.
SPEECH_JA = (
    "投稿", "述べ", "語っ", "語り", "語る", "話し", "話す", "話を", "言っ", "言い", "言う", "言わ", "いう", "いった", "いい、", "発表", "返信", "返し", "返答", "返す",
    "コメント", "ツイート", "ポスト", "リプライ", "リポスト", "つぶや", "呟", "明かし", "明かす", "明らかに", "呼びかけ", "呼び掛け", "書い", "書き", "書か", "記し", "記述",
    "記載", "記され", "つづ", "綴", "主張", "説明", "回答", "批判", "反論", "称賛", "賞賛", "絶賛", "指摘", "報告", "宣言", "表明", "強調", "警告", "示唆", "予想", "予測",
    "答え", "応え", "応じ", "尋ね", "問いかけ", "問い", "訴え", "伝え", "叫", "嘆", "吐露", "告白", "打ち明け", "振り返", "反応", "釈明", "謝罪", "弁明", "否定", "認め",
    "断言", "力説", "続け", "付け加え", "加え", "結ん", "締めくく", "紹介", "引用", "メッセージ", "声明", "発言", "苦言", "評し", "評価", "皮肉", "冗談", "ジョーク",
    "笑い", "笑っ", "笑顔", "励まし", "祝福", "感謝", "祈っ", "願っ", "期待", "懸念", "不満", "告げ", "告知", "通知", "案内", "要請", "要求", "求め", "促し", "誓っ",
    "約束", "喜び", "喜ん", "悔し", "驚", "脱帽", "苦笑", "興奮", "声を", "声が", "声も", "語録", "題し", "題する", "記事", "見出し",
)  # fmt: skip
# Words of a page that reports one conversation: whoever it names alone is the one who speaks.
INTERVIEW_JA = ("インタビュー", "に聞く", "に聞い", "に聞き", "聞き手", "一問一答", "取材に応じ", "取材は")
SPEECH_EN = frozenset({
    "said", "says", "say", "saying", "told", "tells", "tell", "added", "adds", "wrote", "writes", "tweeted", "tweets", "posted", "posts",
    "replied", "replies", "asked", "asks", "answered", "answers", "explained", "explains", "noted", "notes", "continued", "continues",
    "recalled", "recalls", "argued", "argues", "claimed", "claims", "admitted", "admits", "announced", "announces", "warned", "warns",
    "insisted", "insists", "stated", "states", "commented", "comments", "responded", "responds", "joked", "jokes", "laughed", "concluded",
    "concludes", "observed", "remarked", "suggested", "suggests", "shouted", "cried", "whispered", "declared", "stressed", "shrugged",
})  # fmt: skip
# Nouns and verbs of telling besides, for reports in a writer's own voice.
TELLING_JA = (
    "貼り紙", "張り紙", "看板", "刺さ", "刺し", "ぼや", "こぼ", "漏ら", "言い残", "言い切", "言い張", "慰め", "諭し", "胸を張", "肩を落と", "悔やん", "惜しん", "冗談め",
    "わか", "分か", "判明", "知ら", "考え", "み", "見ら", "され", "聞か", "教え", "名乗", "断っ", "断り", "添え", "寄せ", "漏れ", "決め", "意気込", "切り捨て", "一蹴",
)  # fmt: skip
_TELLING = "|".join((*SPEECH_JA, *TELLING_JA))
# Tails of reported speech at the end of a narration sentence, as patterns: what stands before one may render English by
# itself. Hearsay is one tail: のだそうです, とのことだ, ということです, のだとか, らしい, ようです, としています.
HEARSAY_TAILS = (
    r"(?:の|ん)?だ?そう(?:です|だ|で)?$",
    r"(?:の|ん)?(?:だ|か)?と(?:か|のこと|いうこと|いう|言う|いい、?ます|言い、?ます|いいます|言います)(?:です|でした|だ|だった|らしい)?$",
    r"(?:らしい|よう)(?:です|だ)?$",
    r"とし(?:て(?:いる|います)|た|ました)$",
)
# A verb of telling takes with it what belongs to it, and may begin at several places.
TOLD_TAILS = (
    # と述べました; と、ソルトヴェット教授は説明する; とロビーに貼り紙を出した.
    rf"(?<!こ)と(?!ころ|き|して|ても|いう間)(?:も|は|の|、)?[^「」『』。、]{{0,24}}?(?:{_TELLING})[^「」『』。、]{{0,14}}$",
    # ことを明らかにしました, ことも発表した.
    rf"こと(?:を|も|が)[^「」『』。、]{{0,14}}?(?:{_TELLING})[^「」『』。、]{{0,14}}$",
    # 「…、という銘板が」, 「…、と釘を刺された」: a comma before it says enough.
    r"(?<=[、，])と(?:いう)?[^「」『』、。]{0,20}$",
    r"のだ?[、，]と$",
    r"という[^「」『』、。]{0,6}(?:声|文字|文言|言葉|案内|趣旨|内容|意味|張り紙|貼り紙|返事|回答|知らせ|指摘|感想|意見)[^「」『』、。]{0,12}$",
)
REPORTING_TAILS = (*HEARSAY_TAILS, *TOLD_TAILS)
# Words by which a writer goes on, at the beginning of a sentence.
CONNECTIVES_JA = (
    "そして", "しかも", "おかげで", "それでも", "さらに", "また", "なお", "ただし", "ただ", "もっとも", "なぜなら", "だから", "でも", "ちなみに", "そのうえ", "その上", "一方",
    "つまり", "要するに", "そのため", "ところが", "なんと", "なんでも", "最後に", "続けて", "加えて", "幸い", "実は", "しかし", "だが", "ですが", "結局", "で(?=、)", "まず", "次に",
)  # fmt: skip
# What tells within a sentence that somebody said what is before it: と明かし、; としたうえで、; ことを伝え、; だそうで、.
INNER_TAILS = (
    rf"(?<!こ)と(?:も|は|の)?[^「」『』。、]{{0,14}}?(?:{_TELLING})[^「」『』。、]{{0,8}}、",
    rf"こと(?:を|も|に)[^「」『』。、]{{0,12}}?(?:{_TELLING})[^「」『』。、]{{0,8}}、",
    r"とし(?:た|て(?:いる|おり)?|つつ|ながら)?[^「」『』。、]{0,6}、",
    r"(?:とのこと|とか|そう|らしい)(?:で(?:す(?:が|し))?|だ(?:が|し))、",
    r"とい(?:い|う(?:が|こと(?:で|だが))|って)、",
)

# --- the furniture of pages ---------------------------------------------------------------------------------------

# Headings behind which other articles are listed (compared after list marks, brackets and colons are taken away).
RELATED_HEADINGS = (
    "関連記事", "関連リンク", "関連コンテンツ", "関連ニュース", "関連動画", "関連画像", "関連タグ", "関連キーワード", "関連項目", "関連ページ", "関連トピック",
    "あわせて読みたい", "併せて読みたい", "合わせて読みたい", "こちらもおすすめ", "こちらもオススメ", "こちらの記事もおすすめ", "おすすめ記事", "オススメ記事", "おすすめ",
    "人気記事", "人気の記事", "注目記事", "新着記事", "最新記事", "前の記事", "次の記事", "前へ", "次へ", "ランキング", "アクセスランキング", "人気ランキング", "記事ランキング",
    "コメントを書く", "コメントを残す", "タグ", "カテゴリ", "カテゴリー",
    "バックナンバー", "過去記事", "トップページ", "ホーム", "もっと見る", "続きを読む", "目次", "Related", "Related articles", "Related posts",
    "Read more", "Tags", "Recommended", "Trending", "Most read",
)  # fmt: skip
# Lines that platforms put around a post, case-folded: buttons and notes that nobody wrote.
PLATFORM_LINES = frozenset({
    "シェア", "シェアする", "この記事をシェア", "この記事をシェアする", "ツイート", "ツイートする", "スポンサーリンク", "広告", "pr", "advertisement", "sponsored", "ad",
    "facebook", "twitter", "x", "line", "はてブ", "pocket", "instagram", "amazonで購入", "レビュー済み", "参考になった", "役に立った", "webvtt", "report",
    "コメント", "comments", "ポストを翻訳", "ポストの翻訳", "翻訳を見る", "翻訳を表示", "翻訳を隠す", "原文を表示", "原文を見る", "原文を隠す", "フォロー", "フォロー中", "フォローする", "返信", "返信する", "返信先",
    "いいね", "いいね！", "いいね!", "リポスト", "引用", "ブックマーク", "さらに表示", "もっと見る", "続きを見る", "件の表示", "表示", "公開", "編集済み", "認証済み",
    "translate post", "translate", "see translation", "show translation", "hide translation", "show original", "see original", "follow",
    "following", "reply", "reply share", "like", "repost", "quote", "share", "bookmark", "save", "edited", "verified", "verified account", "show more", "see more",
    "...more", "…more", "views", "translated from english by google", "googleによる英語からの翻訳", "automatically translated", "promoted",
})  # fmt: skip
# Lead words of bylines, credits and source notes: lines that begin so tell about the page.
CREDIT_WORDS = (
    "出典", "引用元", "参照元", "参考", "情報元", "ソース", "元記事", "原文", "画像", "写真", "動画", "図版", "撮影", "文", "執筆", "翻訳", "訳", "編集", "構成", "聞き手",
    "取材", "執筆者", "ライター", "著者", "投稿者", "投稿日", "訳注", "公開日", "更新日", "最終更新", "Source", "via", "Via", "Image", "Photo", "Credit", "Posted by", "Written by", "By",
)  # fmt: skip
# Words that announce that what follows is a rendering or the original.
TRANSLATION_MARKS = (
    "訳", "和訳", "日本語訳", "翻訳", "意訳", "拙訳", "抄訳", "仮訳", "編集部訳", "筆者訳", "大意", "要約", "原文", "英文",
    "直訳", "正訳", "試訳", "私訳", "訳文",
)  # fmt: skip
OUR_TONGUES = frozenset({"ja", "jp", "jpn", "en", "eng", "us", "uk", "gb"})
"""How markup names Japanese and English, right or wrong."""
NO_TONGUES = frozenset({"und", "mul", "zxx", "mis"})
"""What it says where it names no language."""
# Marks of a rendering where they begin a line; inside one "（日本語）" may be a part of a name.
LANGUAGE_MARKS = ("日本語", "和文", "日", "Japanese", "JA", "JP")
ORIGINAL_MARKS = ("英語", "英文", "原文", "英", "English", "Original", "ENG", "EN")  # the same before what is rendered

# English words that a dictionary's gloss is not known by.
STOP_WORDS_EN = frozenset({
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did", "do",
    "does", "doing", "done", "esp", "etc", "for", "from", "get", "had", "has", "have", "having", "he", "her", "him", "his", "how", "i", "if",
    "in", "into", "is", "it", "its", "just", "me", "might", "more", "most", "my", "no", "not", "of", "on", "one", "one's", "oneself", "or",
    "our", "out", "over", "own", "shall", "she", "should", "so", "some", "someone", "something", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "up", "us", "very", "was", "we", "were", "what", "when", "which",
    "who", "whom", "whose", "will", "with", "would", "you", "your",
})  # fmt: skip

# --- dates and numbers --------------------------------------------------------------------------------------------

MONTHS_EN = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS_JA = {"月曜": 1, "火曜": 2, "水曜": 3, "木曜": 4, "金曜": 5, "土曜": 6, "日曜": 7}
WEEKDAYS_EN = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
}  # fmt: skip
# Words with a capital that are nobody's name by themselves.
NO_NAMES_EN = (
    STOP_WORDS_EN
    | set(MONTHS_EN)
    | set(WEEKDAYS_EN)
    | {"after", "although", "ask", "because", "before", "hello", "hey", "hi", "like", "now", "since", "still", "thank", "thanks"}
    | {"though", "today", "tomorrow", "until", "while", "yes", "yesterday", "add", "leave", "read", "see", "write"}
    | {"jst", "gmt", "utc", "est", "edt", "pst", "pdt", "cet", "bst"}
    | {"dear", "pm", "people", "everyone", "everybody", "others", "many", "few", "both", "please", "bye", "congrats", "congratulations", "farewell", "goodbye", "interview", "welcome"}
    | {"critics", "experts", "officials", "readers", "users", "fans", "sources", "customers"}
)  # fmt: skip
# The year before an era's first: 令和6年 = 2018 + 6.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
KANJI_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "壱": 1, "弐": 2, "参": 3}  # fmt: skip
KANJI_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
KANJI_LARGE_UNITS = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
# What is counted: a kanji numeral before one of these is a number, not part of a word (一緒, 一番, 三菱).
COUNTERS = (
    "人", "名", "年", "月", "日", "時", "分", "秒", "週", "歳", "才", "回", "度", "個", "つ", "本", "枚", "台", "匹", "頭", "羽", "冊", "社", "校", "店", "軒", "件", "点",
    "位", "円", "ドル", "ユーロ", "ポンド", "元", "ウォン", "メートル", "キロ", "センチ", "ミリ", "グラム", "トン", "マイル", "フィート", "インチ", "リットル", "カ国", "か国",
    "ヶ国", "ヵ国", "ヵ月", "カ月", "か月", "ヶ月", "箇月", "カ所", "か所", "ヶ所", "箇所", "種", "倍", "割", "割合", "％", "%", "パーセント", "世紀", "世代", "代", "階", "票",
    "試合", "得点", "勝", "敗", "連勝", "連敗", "両", "杯", "皿", "語", "文字", "行", "曲", "話", "章", "巻", "号", "組", "対", "席", "基", "隻", "機", "着", "足", "通", "球",
    "周", "周年", "泊", "夜", "晩", "段", "段階", "丁目", "番目", "人目", "回目", "年目", "日目", "年間", "日間", "時間", "分間", "秒間", "週間", "年前", "年後", "人組", "都市",
)  # fmt: skip
NUMBER_WORDS_EN = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
NUMBER_SCALES_EN = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS_EN = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "twentieth": 20, "thirtieth": 30, "hundredth": 100,
}  # fmt: skip

# Around a Japanese number that is only about as much.
ABOUT_JA = (
    "約", "およそ", "ほぼ", "以上", "以下", "超", "近く", "近い", "ほど", "くらい", "ぐらい", "余り", "あまり", "余", "台", "前後", "弱", "強", "足らず", "半ば",
)  # fmt: skip

# --- speakers -----------------------------------------------------------------------------------------------------

# Titles that make even a kanji word before them a person's name; the others follow too many words that are no names.
PERSON_TITLES_JA = (
    "氏", "さん", "さま", "様", "くん", "ちゃん", "選手", "投手", "捕手", "監督", "教授", "准教授", "名誉教授", "博士", "社長", "会長", "副社長", "首相", "大統領",
    "総裁", "知事", "市長", "議員", "記者", "コーチ", "CEO", "CTO", "COO", "CFO", "HC", "容疑者", "被告", "親方", "棋士", "騎手", "弁護士", "医師", "夫人",
)  # fmt: skip
# Nouns for one who speaks without a name.
ROLE_NOUNS_JA = (
    "公式アカウント", "アカウント", "広報担当者", "広報担当", "広報", "担当者", "開発者", "開発チーム", "製作者", "作者", "著者", "筆者", "投稿者", "ユーザー", "プレイヤー", "プレーヤー", "ファン",
    "サポーター", "関係者", "専門家", "研究者", "研究チーム", "評論家", "批評家", "利用者", "来場者", "観客", "視聴者", "読者", "住民", "目撃者", "当局", "警察", "役員", "幹部",
    "代表者", "責任者", "経営陣", "従業員", "社員", "職員", "運営", "運営会社", "運営元", "チーム", "球団", "クラブ", "協会", "連盟", "委員会", "裁判所", "政府", "同社", "同氏", "同団体",
    "本人", "本紙", "編集部", "店員", "係員", "医師", "弁護士", "教師", "先生", "母親", "父親", "公園", "会社", "企業", "大学", "団体", "番組", "新聞", "メディア", "美術館", "博物館", "図書館", "劇場", "ホール", "病院", "学校", "スタジオ", "レーベル", "事務所", "出版社", "当館", "当社",
)  # fmt: skip

# Labels and headings that name nobody: what a text is, a field of a form, a part of a page.
FORM_WORDS_JA = frozenset({
    "原", "訳文", "直訳", "誤訳", "対訳", "私訳", "試訳", "逐語訳", "投稿日", "投稿日時", "日時", "日付", "時間", "場所", "名前", "件名", "宛先", "題名", "題", "タイトル",
    "見出し", "本文", "内容", "結果", "回答", "質問", "評価", "キーワード", "カテゴリ", "カテゴリー", "タグ", "語彙", "単語", "意味", "発音", "品詞", "用法", "例文", "例", "解説", "ポイント",
    "メモ", "ノート", "注意", "注", "警告", "エラー", "ヒント", "補足", "追記", "追伸", "更新", "修正", "追加", "変更", "削除", "結論", "背景", "概要", "要約", "目的", "方法", "答え",
    "正解", "問題", "備考", "対象", "変更点", "修正点", "不具合", "新機能", "改善", "改善点", "アクセス", "パフォーマンス", "タイムライン", "ストレージ", "ステータス", "リスク",
    "オーディオ", "グラフィック", "アレルギー", "チェックイン", "チェックアウト", "セキュリティ", "インストール", "マルチプレイ",
    "影響", "影響範囲", "原因", "症状", "深刻度", "回避策", "緩和策", "解決策", "対策", "対処法", "再現手順", "手順", "期待値", "優先度", "頻度", "期間", "期限", "締切", "料金",
    "費用", "価格", "返金", "送料", "定員", "住所", "電話番号", "営業時間", "開館時間", "休館日", "朝食", "昼食", "夕食", "駐車場", "材料", "素材", "寸法", "重量", "発売日", "仕様", "条件",
    "性能", "遅延", "稼働率", "復旧", "現状", "経緯", "根拠", "理由", "謝辞", "参考文献", "前提", "制約", "利点", "欠点", "長所", "短所",
})  # fmt: skip
FORM_WORDS_EN = frozenset({
    "abstract", "ad", "ads", "answer", "appendix", "background", "chapter", "conclusion", "contents", "en", "eng", "english", "error", "faq",
    "hint", "interview", "introduction", "ja", "japanese", "jp", "jpn", "keywords", "note", "notes", "original", "question", "references",
    "result", "results", "summary", "table", "tip", "translation", "vocabulary", "warning", "access", "performance", "timeline", "storage", "status",
    "risk", "risks", "audio", "graphics", "allergies", "check-in", "check-out", "security", "installation", "multiplayer",
    "impact", "cause", "symptom", "symptoms", "severity", "workaround", "workarounds", "mitigation", "solution", "steps", "priority", "deadline",
    "refund", "refunds", "breakfast", "lunch", "dinner", "parking", "capacity", "ingredients", "dimensions", "weight", "latency", "uptime", "rationale",
    "acknowledgements", "acknowledgments", "prerequisites", "requirements", "pros", "cons",
})  # fmt: skip

# What labels a turn before a name in parentheses: "HOST (Bea Lind):", "司会(ベア・リンド)：".
ROLES_OF_TURNS_EN = (
    "Host", "HOST", "Guest", "GUEST", "Moderator", "MODERATOR", "Chair", "CHAIR", "Narrator", "NARRATOR", "Interviewer",
    "INTERVIEWER", "Director",
)  # fmt: skip
ROLES_OF_TURNS_JA = ("司会者", "司会", "ゲスト", "聞き手", "進行役", "進行", "議長", "語り手", "ナレーター", "監督", "記者", "技師")  # fmt: skip

# How nouns for people end.
PERSON_ENDINGS_JA = (
    "者", "員", "師", "長", "客", "生", "民", "人", "ひとり", "手", "士", "家", "官", "主", "父", "母", "親", "息子", "娘", "妻", "夫", "兄", "弟", "姉", "妹", "子", "男性",
    "女性", "男", "女", "新聞", "僚", "友", "仲間", "族", "婆", "爺", "守",
)  # fmt: skip

# How nouns for those who speak together end.
GROUP_ENDINGS_JA = (
    "組合", "連合", "連盟", "協会", "団体", "集団", "劇団", "楽団", "財団", "法人", "機構", "会社", "銀行", "航空", "役所", "庁", "署", "隊", "軍", "党", "側",
)  # fmt: skip

# Where people write, who write nothing themselves.
PLATFORMS = frozenset({
    "hacker news", "reddit", "youtube", "twitter", "x", "steam", "facebook", "instagram", "tiktok", "threads", "bluesky", "mastodon",
    "discord", "github", "stack overflow", "tumblr", "amazon", "quora", "slack", "twitch", "linkedin", "ツイッター", "ユーチューブ",
})  # fmt: skip
# Words of names that are no person's.
PLACES_EN = frozenset({
    "bar", "bay", "beach", "bridge", "café", "cafe", "castle", "center", "centre", "château", "chateau", "church", "floor", "gallery",
    "garden", "gate", "hall", "harbor", "harbour", "hill", "hotel", "house", "inn", "island", "lake", "library", "lighthouse", "lounge", "mount",
    "mountain", "museum", "palace", "park", "port", "restaurant", "river", "road", "room", "school", "shop", "shrine", "station", "store",
    "street", "temple", "theater", "theatre", "tower", "valley",
})  # fmt: skip

# Nouns for people that are written in hiragana.
PERSON_NOUNS_JA = (*KIN_JA, "おかみさん", "みなさん")

# What somebody writes or says at length: "X さんの" before one makes X the one who speaks in what follows.
WRITINGS_JA = (
    "投稿", "連投", "ツイート", "発言", "言葉", "講評", "書簡", "手紙", "手記", "声明", "弁明", "反論", "返信", "メール", "メルマガ", "ニュースレター", "ブログ", "記事", "寄稿",
    "コラム", "エッセー", "エッセイ", "随筆", "著書", "詩", "インタビュー", "会見", "スピーチ", "演説", "あいさつ", "挨拶", "講演", "証言", "コメント", "談話", "note", "スレッド", "１通", "1通",
)  # fmt: skip
# What stands for the person who was named last.
SAME_PERSON_JA = frozenset(["同上", "同氏", "本人", "同選手", "同監督", "同教授", "同博士", "同議員", "同社長"])
