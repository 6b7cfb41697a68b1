"""Train the embedded model: `python scripts/train_model.py --data FOLDER --out corpus/models`.

`STAGES` is the table of contents: gather the text, learn a vocabulary, cut the text into its pieces, learn vectors,
tune them on what was written for learning, learn the lexical table, the glossary and the sounds of names; at last
`write` rounds and writes what the package reads.

Each stage leaves its result in the folder `--work` under a name that holds a digest of all it depends on
(`learning/stages.py`), and a result that is there is used again. So a run that was interrupted goes on at the stage it
was in, and an edit repeats only what may come out otherwise. `--share .1` reads a tenth of the sentence pairs, to try a
variant in minutes. Everything random is seeded. Needs the extra `[train]`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from learning import encoder as train_encoder
from learning import glossary as train_glossary
from learning import lexicon as train_lexicon
from learning import sounds as train_sounds
from learning import text
from learning import tuning as train_tuning
from learning.dictionaries import jamdict
from learning.stages import ROOT, Run, Stage, code_of, packed, perform
from learning.text import Counts, Pools, Settings, Sides
from measuring.memory import most_memory

from corpus.alignment.learned.encoder import pack
from corpus.store import sha256_hex, write_atomic
from corpus.types import CorpusError


def gather(run: Run) -> bytes:
    """JSON lines: the counts of each source, then [pool, Japanese, English]."""
    return text.to_lines(*text.gather(run.data, run.settings))


def written(run: Run) -> bytes:
    """The same of the renderings written for learning: what is read of them changes nothing before them."""
    return text.to_lines(*text.written(run.data))


def gathered(run: Run, stage: str = "gather") -> tuple[Pools, Counts]:
    """What `gather`, or `written`, left: the pools and the counts."""
    return text.from_lines(run.bytes_of(stage))


def vocabulary(run: Run) -> bytes:
    """The sentencepiece model."""
    return train_encoder.vocabulary(gathered(run)[0], run.settings)


def pieces(run: Run) -> bytes:
    """Both sides of all pools, cut into pieces."""
    return packed(text.cut(gathered(run)[0], run.bytes_of("vocabulary"), run.settings))


def written_pieces(run: Run) -> bytes:
    """The same of what was written for learning."""
    return packed(text.cut(gathered(run, "written")[0], run.bytes_of("vocabulary"), run.settings))


def sides(run: Run, *stages: str) -> Sides:
    """What `pieces` and `written_pieces` left, by pool."""
    return {name: pool for stage in stages for name, pool in text.sides(run.results[stage]).items()}


def vectors(run: Run) -> bytes:
    """Vectors in full, float32 (pieces, d)."""
    return packed({"vectors": train_encoder.vectors(sides(run, "pieces"), run.settings)})


def tuned(run: Run) -> bytes:
    """The same after steps over what was written for learning."""
    with np.load(run.results["vectors"], allow_pickle=False) as stored:
        before = stored["vectors"]
    return packed({"vectors": train_tuning.tuned(before, sides(run, "pieces", "written_pieces"), run.settings)})


def lexicon(run: Run) -> bytes:
    """`lexicon.npz`."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=run.bytes_of("vocabulary"))
    pools = sides(run, "pieces", "written_pieces")
    names = [processor.id_to_piece(piece) for piece in range(len(processor))]
    links = train_lexicon.learn(list(pools.values()), *train_lexicon.languages_of(names))
    print(f"  {len(links.ja):,} links")
    return packed(train_lexicon.stored(links, pools, len(names)), deflated=True)


def glossary(run: Run) -> bytes:
    """`glossary.npz`."""
    lexicons = text.lexicons(run.data, text.development(run.data))
    return packed(train_glossary.table(train_glossary.entries(lexicons, jamdict(run.settings.entries))))


def sounds(run: Run) -> bytes:
    """`sounds.npz`."""
    pairs = train_sounds.spellings(jamdict(run.settings.entries))
    arrays, figures = train_sounds.table(pairs, run.settings.seed)
    print(figures)
    return packed(arrays)


_ENCODER = "corpus/alignment/learned/encoder.py"
_NAMES = ("corpus/names.py", "corpus/spellings.py", "corpus/languages.py")
_DICTIONARIES = "scripts/learning/dictionaries.py"
_TEXT = ("scripts/learning/text.py", "scripts/partitions.py", _DICTIONARIES, _ENCODER)
_VECTORS = ("pieces", "dimension", "epochs", "batch", "temperature", "rate", "dropped", "encyclopedic", "dictionary")
_TUNING = ("tuning", "tuning_batch", "tuning_share", "tuning_rate", "tuning_dropped")
# fmt: off
STAGES = (
    Stage("gather", ".jsonl", gather, data=True, settings=("share", "entries", "names", "seed"),
          code=_TEXT, libraries=("jamdict-data",)),
    Stage("vocabulary", ".model", vocabulary, after=("gather",), settings=("pieces", "vocabulary_sentences", "seed"),
          code=("scripts/learning/encoder.py", _ENCODER), libraries=("sentencepiece",)),
    Stage("pieces", ".npz", pieces, after=("gather", "vocabulary"), settings=("longest",),
          code=("scripts/learning/text.py", _ENCODER), libraries=("sentencepiece",)),
    Stage("vectors", ".npz", vectors, after=("pieces",), settings=(*_VECTORS, "seed"),
          code=("scripts/learning/encoder.py",), libraries=("numpy", "torch")),
    Stage("written", ".jsonl", written, data=True, gold=True, code=_TEXT, libraries=()),
    Stage("written_pieces", ".npz", written_pieces, after=("written", "vocabulary"), settings=("longest",),
          code=("scripts/learning/text.py", _ENCODER), libraries=("sentencepiece",)),
    Stage("tuned", ".npz", tuned, after=("vectors", "pieces", "written_pieces"),
          settings=("temperature", "encyclopedic", *_TUNING, "seed"),
          code=("scripts/learning/tuning.py", "scripts/learning/encoder.py"), libraries=("numpy", "torch")),
    Stage("lexicon", ".npz", lexicon, after=("vocabulary", "pieces", "written_pieces"),
          code=("scripts/learning/lexicon.py", "corpus/alignment/learned/lexicon.py"), libraries=("numpy",)),
    Stage("glossary", ".npz", glossary, data=True, settings=("entries",),
          code=(*_TEXT, "scripts/learning/glossary.py", "corpus/alignment/learned/glossary.py", *_NAMES),
          libraries=("jamdict-data", "pystemmer")),
    Stage("sounds", ".npz", sounds, settings=("entries", "seed"),
          code=(_DICTIONARIES, "scripts/learning/sounds.py", "corpus/alignment/learned/sounds.py", *_NAMES),
          libraries=("jamdict-data", "numpy", "torch")),
)
# fmt: on


def write(out: Path, run: Run) -> None:
    """The five binaries, the vectors as bit planes and row scales, and at last `model.json`, which names them."""
    with np.load(run.results["tuned"], allow_pickle=False) as learned:
        planes, scales = pack(learned["vectors"], run.settings.bits)
    rounded = packed({"planes": planes, "scales": scales})
    files = {"vocabulary.model": run.bytes_of("vocabulary"), "vectors.npz": rounded}
    files |= {f"{name}.npz": run.bytes_of(name) for name in ("lexicon", "glossary", "sounds")}
    named = {
        "format": 2,
        **{name: getattr(run.settings, name) for name in ("dimension", "bits", "pieces")},
        "bytes": {name: len(content) for name, content in files.items()},
        "sha256": {name: sha256_hex(content) for name, content in files.items()},
        "settings": asdict(run.settings),
        "pairs": gathered(run)[1] | gathered(run, "written")[1],
        "data": run.digests,
    }
    for name, content in {**files, "model.json": (json.dumps(named, indent=2) + "\n").encode()}.items():
        write_atomic(out / name, content)
        print(f"{name:17} {len(content):11,} bytes  sha256 {sha256_hex(content)}")
    print(f"{out}: {sum(map(len, files.values())) / 1e6:.2f} MB")


def main(argv: Sequence[str] | None = None) -> int:
    """Every stage, then the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds train/ and dev/")
    parser.add_argument("--out", type=Path, required=True, help="where the model's files go")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "model", help="where the stages' results stay")
    defaults = asdict(Settings())
    for name, value in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value, help=f"{value}")
    given = vars(parser.parse_args(argv))
    settings = Settings(**{name: given[name] for name in defaults})
    began = time.monotonic()
    try:
        run = Run(given["data"], given["work"], settings, text.digests(given["data"]), code_of(STAGES))
        for stage in STAGES:
            perform(stage, run)
            if stage.name in ("gather", "written"):
                for source, count in gathered(run, stage.name)[1].items():
                    kept = f"read {count['read']:7}, kept {count['kept']:7}"
                    print(f"  {source:20} {kept}, in a development set {count['held_out']:5}")
        write(given["out"], run)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"done in {time.monotonic() - began:.0f} s, {most_memory() / 1e9:.2f} GB of memory at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
