"""Learning how much a term counts in a query: each question has to find its own answer by BM25.

Few lines of code have "the", so it is rare there and would count for much. As `training` learns
what words mean, this learns a factor for each: InfoNCE (arXiv:1807.03748) over BM25's scores, drawn
towards 1, which is what a term counts that was never met.
"""

from __future__ import annotations

import math
import random
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from honed.retrieval.bm25 import LENGTH, SATURATION
from honed.retrieval.search import weighted_terms
from honed.retrieval.subwords import terms
from tests.bench.remembering.training import BATCH, LEAST_BATCH, Adam, Bag, bag_of, batches, dense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.remembering.training import Group, Matrix, Texts

EPOCHS = 6
RATE = 0.03
SHARPNESS = 0.2
"""What a point of BM25 adds to the logarithm of the odds; where it was learned, it came near."""

TOWARDS_ONE = 1e-4
"""How strongly a factor is drawn to 1, by the square of its logarithm."""

LEAST_WORDS = 2.5
"""Questions with fewer on average are names, which nobody asks with."""


def weighed(texts: Texts, words: Sequence[str], *, seed: int = 0, epochs: int = EPOCHS) -> Matrix:
    """Return the factor of each of some terms, shape (terms,)."""
    row_of = {word: row for row, word in enumerate(words)}
    groups = [
        _scored(group, row_of)
        for group in texts.groups
        if np.mean([len(question.split()) for question, _ in group]) >= LEAST_WORDS
    ]
    chance = np.random.default_rng(seed)
    learner = Adam(np.zeros((len(words), 1), np.float32))
    steps = epochs * sum(math.ceil(len(group) / BATCH) for group in groups)
    done = 0
    for epoch in range(epochs):
        every = list(chain.from_iterable(batches(group, chance) for group in groups))
        random.Random(seed + epoch).shuffle(every)
        for batch in every:
            if len(batch) >= LEAST_BATCH:
                _step(learner, batch, RATE * (1 - done / steps), chance)
            done += 1
    return np.exp(learner.values[:, 0])


def _scored(group: Sequence[tuple[str, str]], row_of: dict[str, int]) -> Group:
    """Return each question with its terms' rarity, and each answer with what BM25 makes of its."""
    documents = [weighted_terms(answer) for _, answer in group]
    lengths = np.array([len(each) for each in documents], np.float32)
    held = SATURATION * (1 - LENGTH + LENGTH * lengths / max(1.0, float(lengths.mean())))
    answers = [bag_of(each, row_of) for each in documents]
    having = np.bincount(
        np.concatenate([each.rows for each in answers]), minlength=len(row_of)
    ).astype(np.float32)
    rarity = np.log1p((len(group) - having + 0.5) / (having + 0.5))
    found = []
    for (question, _), answer, much in zip(group, answers, held, strict=True):
        asked = bag_of(terms(question), row_of)
        asked = Bag(asked.rows, asked.weights**2 * rarity[asked.rows])
        times = answer.weights**2
        gained = Bag(answer.rows, times * (SATURATION + 1) / (times + much))
        if len(asked.rows) and len(gained.rows):
            found.append((asked, gained))
    return found


def _step(learner: Adam, batch: Group, rate: float, chance: np.random.Generator) -> None:
    ask_rows, ask = dense([each for each, _ in batch], chance)
    told_rows, told = dense([each for _, each in batch], chance)
    rows, of_ask, of_told = np.intersect1d(
        ask_rows, told_rows, assume_unique=True, return_indices=True
    )
    ask, told = ask[:, of_ask], told[:, of_told]
    logarithms = learner.values[rows, 0]
    ask = ask * np.exp(logarithms)
    logits = SHARPNESS * (ask @ told.T)
    wrong = np.exp(logits - logits.max(axis=1, keepdims=True))
    wrong /= wrong.sum(axis=1, keepdims=True)
    wrong[np.arange(len(batch)), np.arange(len(batch))] -= 1
    gradient = SHARPNESS / len(batch) * (ask * (wrong @ told)).sum(axis=0)
    gradient += 2 * TOWARDS_ONE * logarithms
    learner.move(rows, gradient[:, None].astype(np.float32), rate)
