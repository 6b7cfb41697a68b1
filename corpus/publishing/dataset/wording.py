"""What is said of a dataset in more than one place: by its card, and by its Croissant metadata."""

from __future__ import annotations

from corpus.publishing.facts import Facts
from corpus.publishing.reliability import measured
from corpus.types import Relation

RELATIONS: dict[Relation, str] = {
    "translation": "both sides say the same",
    "partial": "one side clearly says more than the other, often because a text was cut",
    "paraphrase": "the same thing in a freer wording",
    "summary": "one side puts in short what the other says at length",
}
"""What each relation means to a reader of the card."""

USES = "For training and testing translation and sentence alignment where the rights allow it."

LIMITS = """\
The renderings are journalistic: free, shortened, adapted to their readers; a pair says what a page wrote, not what a
translator would. Speakers are public persons named on public pages; what they are made to say in Japanese is the page's
wording. Domains follow the pages and are not balanced. A pair that nobody reviewed may be wrong."""

SPANS = """\
Spans count the code points of a document's text. Of plain text that is what its bytes say in the `encoding` that
`manifest.json` names, without a byte order mark; of HTML and Markdown what the `extractor` named there makes of them,
with the digest `text_sha256`; of a row of JSON lines with `text` this field. In Python `corpus.read(FILE).text` gives
it, and `corpus.articles(FILE)` the documents in a file of many. `sha256` is of the bytes of the file, of
a row without its line break, or of the page in a record of a WARC."""
"""In which text spans count, and how a reader comes by it."""


def description(facts: Facts) -> str:
    """What the dataset is."""
    articles = f"{len(facts.articles):,} article{'' if len(facts.articles) == 1 else 's'}"
    return f"""\
Sentences of Japanese pages that render English words, faced with those words. The pages were not written to be
parallel: they quote English originals, often in part and often freely. The dataset was built with Taiyaku out of
{articles}."""


def splitting(facts: Facts) -> str:
    """What keeps the splits apart."""
    return f"""\
Splits hold whole groups of articles, and are drawn when the dataset is built of all its pages: with fewer than
{facts.config.min_groups_to_split} groups among these everything is `train`.
Articles share a group where they share a document (the same bytes, the same address, the same English original) or a
text of their pairs, on either side: the same one, or a long run of letters, case, width, spaces and punctuation aside.
Short texts that are everybody's, such as thanks, may stand in several splits. As articles are added, once there are so
many groups, what is in `train` stays there; a group that is held out goes to `train` when an article comes that ties it
to one."""


def method(facts: Facts) -> str:
    """How it was made."""
    most = facts.config.max_bead
    return f"""\
Each page was cut into passages (headline, narration, quotation, post) and sentences. Every run of up to {most} Japanese
sentences was scored against every run of up to {most} English ones by a small model over named signals (similarity,
names, numbers, length and others), the best set of pairs was chosen for the page as a whole, and rules gave each pair a
reason to be left out, or none. Where a page renders an original as a whole, ten sentences or more in their order, a
pair whose score says less is made as sure as an alignment of the two in order is of it. What a person accepts or
rejects stands.
Who speaks is whoever signed the English; where nobody did, and for the Japanese form of the name, it is the likeliest
of all whom the page names, by a small model, or null. So are the day and the account, of all that it names, or else
they are those of a signature. All this is wrong more often than the texts are; a reviewer may have put it right."""


def confidence(facts: Facts) -> str:
    """What the confidence means, and how right it was where that was measured of this model."""
    config = facts.config
    meaning = f"""\
`confidence` is meant as a probability: of the pairs at 0.9, nine in ten should be good. A pair is kept from
{config.accept_confidence} on; between {config.review_confidence} and that a reviewer looks at it; below, it is taken
for wrong."""
    return " ".join((meaning, *_precision(facts)))


def _precision(facts: Facts) -> list[str]:
    threshold = facts.config.accept_confidence
    return [
        f"Of the pairs that are kept from {threshold} on, on {curve.name}, {point.right:,} of {point.total:,} were"
        f" right ({point.share:.3f}; 95 % interval {point.low:.3f} to {point.high:.3f})."
        for curve in measured(facts.signature.model)
        for point in curve.precision
        if abs(point.at - threshold) < 1e-9
    ]
