"""The encoder, two stages of `train_model.py`: one vocabulary for both languages, one vector for each of its pieces.

The weighted sum of a sentence's pieces must point where its translation's does. The objective is the symmetric
cross-entropy over in-batch negatives of contrastive dual encoders (InfoNCE). Batches come from one pool each (everyday,
technical, encyclopedic, dictionary), so that the negatives are of the pair's own kind and hard; equal texts in a batch
are no negatives. `learning/tuning.py` goes on from there.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from learning.dictionaries import Pair
from learning.text import ENTRIES, Settings, Side, Sides
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.alignment.learned.encoder import prepared

if TYPE_CHECKING:
    import torch

Step = tuple[str, NDArray[Any]]  # a pool, and rows of it


def vocabulary(pools: dict[str, list[Pair]], settings: Settings) -> bytes:
    """A sentencepiece unigram model for both languages; the text comes normalised, so it holds no rules of its own."""
    import sentencepiece

    rng = random.Random(settings.seed)
    each = settings.vocabulary_sentences // 2
    sampled = [pair for pairs in pools.values() for pair in rng.sample(pairs, min(each, len(pairs)))]
    rng.shuffle(sampled)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([prepared(text).decode("utf-8") for pair in sampled for text in pair]),
        model_writer=model,
        vocab_size=settings.pieces,
        model_type="unigram",
        character_coverage=0.9995,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        max_sentence_length=2000,
        bos_id=-1,
        eos_id=-1,
        num_threads=2,
        minloglevel=2,
    )
    return model.getvalue()


def batches(pools: Sides, settings: Settings, rng: np.random.Generator) -> list[Step]:
    """One epoch: (pool, its rows) for every step, each of one pool, in random order."""
    steps = []
    for name, (ja, _) in pools.items():
        limit = {"encyclopedic": settings.encyclopedic, ENTRIES: settings.dictionary}.get(name, len(ja.keys))
        order = rng.permutation(len(ja.keys))[:limit]
        steps += [(name, rows) for rows in np.array_split(order, max(1, len(order) // settings.batch))]
    return [steps[index] for index in rng.permutation(len(steps))]


def bags(
    pool: tuple[Side, Side], rows: NDArray[Any], dropped: float, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """The pieces of some pairs' texts, first Japanese, then English, and where each text starts: an embedding bag."""
    import torch

    pieces, counts = [], []
    for texts in pool:
        starts, lengths = texts.starts[rows], texts.starts[rows + 1] - texts.starts[rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts, lengths)
        kept = rng.random(len(at)) >= dropped
        pieces.append(texts.pieces[at[kept]].astype(np.int64))
        counts.append(np.bincount(owner[kept], minlength=len(rows)))
    sizes = np.concatenate(counts)
    return torch.from_numpy(np.concatenate(pieces)), torch.from_numpy(np.cumsum(sizes) - sizes)


def vectors(pools: Sides, settings: Settings) -> NDArray[np.float32]:
    """Weighted vectors of all pieces (pieces, d)."""
    import torch

    rng = seeded(settings)
    counted = np.zeros(settings.pieces)
    for name, pool in pools.items():
        if name != ENTRIES:
            counted += sum(np.bincount(texts.pieces, minlength=settings.pieces) for texts in pool)
    # Smooth inverse frequency (Arora et al. 2017) is where the weights begin; training moves them.
    start = np.log(1e-3 / (1e-3 + counted / counted.sum()))
    table = torch.randn(settings.pieces, settings.dimension) / settings.dimension**0.5
    plan = [step for _ in range(settings.epochs) for step in batches(pools, settings, rng)]
    return learn(table, torch.from_numpy(start.astype(np.float32)), plan, settings.rate, pools, settings, rng)


def seeded(settings: Settings) -> np.random.Generator:
    """A generator, with PyTorch seeded as well, and deterministic."""
    import torch

    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(settings.seed)
    return np.random.default_rng(settings.seed)


def learn(
    table: torch.Tensor,
    weights: torch.Tensor,
    plan: Sequence[Step],
    rate_first: float,
    pools: Sides,
    settings: Settings,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Weighted vectors of all pieces after the plan's batches, from vectors (pieces, d) and logarithms of weights.

    The rate falls from `rate_first` to 0 in a line.
    """
    import torch

    first, second = torch.zeros_like(table), torch.zeros_like(table)  # Adam's two moments, of the rows in use only
    weight = torch.nn.Parameter(weights)
    optimiser = torch.optim.Adam([weight], lr=rate_first)
    shown: dict[str, float] = {}
    for number, (name, rows) in enumerate(progress := tqdm(plan, desc="steps", mininterval=5, disable=None)):
        rate = optimiser.param_groups[0]["lr"] = rate_first * (1 - number / len(plan))
        ids, offsets = bags(pools[name], rows, settings.dropped, rng)
        used, local = torch.unique(ids, return_inverse=True)
        sub = table[used].requires_grad_()
        summed = torch.nn.functional.embedding_bag(
            local, sub, offsets, mode="sum", per_sample_weights=weight[used].exp()[local]
        )
        found = torch.nn.functional.normalize(summed, dim=1).chunk(2)
        ja, en = (texts.keys[rows] for texts in pools[name])
        same = torch.from_numpy((ja[:, None] == ja) | (en[:, None] == en)).fill_diagonal_(False)
        logits = (found[0] @ found[1].T / settings.temperature).masked_fill(same, -1e4)
        target = torch.arange(len(rows))
        entropy = torch.nn.functional.cross_entropy
        loss = (entropy(logits, target) + entropy(logits.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        assert sub.grad is not None
        first[used] = one = first[used] * 0.9 + sub.grad * 0.1
        second[used] = two = second[used] * 0.999 + sub.grad**2 * 0.001
        step = rate * (1 - 0.999 ** (number + 1)) ** 0.5 / (1 - 0.9 ** (number + 1))
        table[used] -= step * one / (two.sqrt() + 1e-8)
        shown[name] = 0.9 * shown.get(name, loss.item()) + 0.1 * loss.item()
        progress.set_postfix({key[:4]: f"{value:.3f}" for key, value in shown.items()}, refresh=False)
    found = (table * weight.exp()[:, None]).detach().numpy()
    found[0] = 0  # the unknown piece says nothing
    return np.asarray(found, np.float32)
