"""The last stage of the encoder (`train_model.py`): its vectors after some steps over renderings written for learning.

Documents and dictionaries render closely; people's posts and statements are rendered freely, and of such renderings
there are few. Read among all else they hardly show. Read last, at a low rate, they move the vectors most, and steps
over the other sentences between them keep what those taught (rehearsal against forgetting, Robins 1995). Batches are
larger than before them: the more texts a rendering is told from, the more alike the likest of these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
from learning.encoder import Step, batches, learn, seeded
from learning.text import ENTRIES, WRITTEN, Settings, Sides
from numpy.typing import NDArray


def tuned(vectors: NDArray[np.float32], pools: Sides, settings: Settings) -> NDArray[np.float32]:
    """Vectors of all pieces (pieces, d) after the steps; before them they are scaled to a mean length of one."""
    import torch

    settings = replace(settings, dropped=settings.tuning_dropped, batch=settings.tuning_batch)
    rng = seeded(settings)
    table = torch.from_numpy(vectors / np.sqrt((vectors**2).sum(1)).mean())
    steps = list(islice(plan(pools, settings, rng), settings.tuning))
    return learn(table, torch.zeros(len(table)), steps, settings.tuning_rate, pools, settings, rng)


def plan(pools: Sides, settings: Settings, rng: np.random.Generator) -> Iterator[Step]:
    """Steps over sentences without end, a share of them over what was written for learning."""
    own = _endless({WRITTEN: pools[WRITTEN]}, settings, rng)
    others = _endless({name: pools[name] for name in pools if name not in (WRITTEN, ENTRIES)}, settings, rng)
    while True:
        yield next(own if rng.random() < settings.tuning_share else others)


def _endless(pools: Sides, settings: Settings, rng: np.random.Generator) -> Iterator[Step]:
    """One epoch after the other."""
    while True:
        yield from batches(pools, settings, rng)
