"""The English documents that an article's sidecar names: the full note, the full post.

An original is read like an article and has a sidecar of its own; that of a full note says where the note was published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.reading.paths import refuse_link_out, refuse_outside
from corpus.reading.sidecar import line_of_key, read_sidecar
from corpus.types import Article, CorpusError


def read_originals(
    names: Sequence[str],
    folder: Path,
    sidecar: Path,
    document: Callable[[Path], Article],
    endings: Sequence[str],
) -> tuple[Article, ...]:
    """The originals of the given names, in that order, read by `document`.

    An original is the file of its name with the first of `endings` that there is.

    Raises `CorpusError` naming the article's `sidecar` where an original is missing, the original's own file where
    that is wrong, and the original's sidecar where it names originals in its turn.
    """
    found = []
    for name in names:
        path = next((place for ending in endings if (place := folder / f"{name}{ending}").exists()), None)
        if path is None:
            place = folder / f"{name}{endings[0]}"
            message = f"names the original {name!r}, but there is no {place}: put it there, take the name out, or "
            message += "name another folder of originals"
            raise CorpusError(message, path=sidecar, line=line_of_key(sidecar, "originals"))
        refuse_outside(path, folder)
        own = folder / f"{name}.toml"
        refuse_link_out(own, folder)
        if further := read_sidecar(own)[1]:
            message = f"an original has no originals of its own: name {further[0]!r} in {sidecar} instead"
            raise CorpusError(message, path=own, line=line_of_key(own, "originals"))
        found.append(document(path))
    return tuple(found)
