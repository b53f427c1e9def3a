"""Learning the table of words: each question of a batch has to find its own answer.

InfoNCE in both directions (arXiv:1807.03748) over sums of word vectors, with Adam (Kingma and Ba
2015, arXiv:1412.6980) whose moments only move for the words of the batch. All from one seed; the
last digits depend on the machine's linear algebra.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.retrieval.search import weighted_terms
from honed.retrieval.subwords import terms
from honed.retrieval.table import DIMENSIONS
from tests.bench.remembering import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

TERMS = 14_000
"""With 256 bytes each, 3.6 MB."""

EPOCHS = 6
BATCH = 512
LEAST_BATCH = 16
RATE = 0.003
TEMPERATURE = 0.06
DROPPED = 0.3
"""Share of the words of each text that is left out by chance each time."""

_MEAN, _SQUARE = 0.9, 0.99


@attrs.frozen(eq=False)
class Bag:
    """The rows of the terms of a text, each once, and the root of how often it stands there."""

    rows: NDArray[np.int32]
    weights: Matrix


Group = list[tuple[Bag, Bag]]
"""Questions and answers of one kind and one repository: the others of it are hard to tell apart."""


@attrs.frozen
class Texts:
    """Questions and answers by kind and repository."""

    groups: tuple[tuple[tuple[str, str], ...], ...]

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return sum(map(len, self.groups))


def gather(repositories: Iterable[Path], *, library: bool = True) -> Texts:
    """Return the pairs of repositories, and of Python's standard library."""
    groups: list[tuple[tuple[str, str], ...]] = []
    if library:
        groups += _of_functions(list(pairs.standard_library()))
    for repository in repositories:
        groups += _of_functions(list(pairs.functions(repository)))
        groups.append(tuple((each.subject, each.diff) for each in pairs.commits(repository)))
    return Texts(tuple(group for group in groups if group))


def _of_functions(found: Sequence[pairs.Function]) -> Iterator[tuple[tuple[str, str], ...]]:
    yield tuple((each.asked, each.code) for each in found if each.asked)
    yield tuple((each.asked, each.body) for each in found if each.asked)
    yield tuple((each.name, each.body) for each in found)


def train(texts: Texts, *, seed: int = 0, epochs: int = EPOCHS) -> tuple[list[str], Matrix]:
    """Return the terms, the most frequent first, and their vectors, shape (terms, dimensions)."""
    words, weights = _vocabulary(texts)
    chance = np.random.default_rng(seed)
    scale = weights[:, None] / math.sqrt(DIMENSIONS)
    learner = Adam(chance.standard_normal((len(words), DIMENSIONS)).astype(np.float32) * scale)
    groups = _bags(texts, {word: row for row, word in enumerate(words)})
    steps = epochs * sum(math.ceil(len(group) / BATCH) for group in groups)
    done = 0
    for epoch in range(epochs):
        every = list(chain.from_iterable(batches(group, chance) for group in groups))
        random.Random(seed + epoch).shuffle(every)
        for batch in every:
            if len(batch) >= LEAST_BATCH:
                _step(learner, batch, RATE * (1 - done / steps), chance)
            done += 1
    return words, learner.values


def _vocabulary(texts: Texts) -> tuple[list[str], Matrix]:
    """Return the terms that stand in the most answers, and how much each tells."""
    count = Counter(
        term
        for group in texts.groups
        for question, answer in group
        for term in {*terms(question), *terms(answer)}
    )
    often = sorted(
        (word for word in count if count[word] > 1), key=lambda word: (-count[word], word)
    )
    words = often[:TERMS]
    told = [math.log(len(texts) / count[word]) + 0.5 for word in words]
    return words, np.array(told, np.float32)


def _bags(texts: Texts, row_of: dict[str, int]) -> list[Group]:
    groups = []
    for group in texts.groups:
        both = [(bag_of(terms(q), row_of), bag_of(weighted_terms(a), row_of)) for q, a in group]
        groups.append([each for each in both if len(each[0].rows) and len(each[1].rows)])
    return groups


def bag_of(words: Iterable[str], row_of: dict[str, int]) -> Bag:
    """Return the bag of those words that have a row."""
    counts = Counter(row_of[word] for word in words if word in row_of)
    rows = np.fromiter(counts.keys(), np.int32, len(counts))
    return Bag(rows, np.sqrt(np.fromiter(counts.values(), np.float32, len(counts))))


def batches(group: Group, chance: np.random.Generator) -> Iterator[Group]:
    """Yield a group in pieces of at most `BATCH`, in an order by chance."""
    order = chance.permutation(len(group))
    for start in range(0, len(order), BATCH):
        yield [group[place] for place in order[start : start + BATCH]]


class Adam:
    """The values that are learned, a row a term, and the moments of their gradients."""

    def __init__(self, values: Matrix) -> None:
        self.values = values
        self._means = np.zeros_like(values)
        self._squares = np.zeros_like(values)
        self._steps = 0

    def move(self, rows: NDArray[np.int32], gradient: Matrix, rate: float) -> None:
        """Take one step against the gradient of some rows."""
        self._steps += 1
        self._means[rows] = means = _MEAN * self._means[rows] + (1 - _MEAN) * gradient
        squares = _SQUARE * self._squares[rows] + (1 - _SQUARE) * gradient**2
        self._squares[rows] = squares
        means = means / (1 - _MEAN**self._steps)
        squares = squares / (1 - _SQUARE**self._steps)
        self.values[rows] -= np.float32(rate) * means / (np.sqrt(squares) + 1e-8)


def _step(learner: Adam, batch: Group, rate: float, chance: np.random.Generator) -> None:
    ask_rows, ask = dense([each for each, _ in batch], chance)
    told_rows, told = dense([each for _, each in batch], chance)
    questions, ask_lengths = _unit(ask @ learner.values[ask_rows])
    answers, told_lengths = _unit(told @ learner.values[told_rows])
    gradient = _contrast(questions @ answers.T / TEMPERATURE)
    by_question = _through(gradient @ answers, questions, ask_lengths)
    by_answer = _through(gradient.T @ questions, answers, told_lengths)
    rows = np.union1d(ask_rows, told_rows)
    total = np.zeros((len(rows), learner.values.shape[1]), np.float32)
    total[np.searchsorted(rows, ask_rows)] += ask.T @ by_question
    total[np.searchsorted(rows, told_rows)] += told.T @ by_answer
    learner.move(rows, total, rate)


def dense(bags: Sequence[Bag], chance: np.random.Generator) -> tuple[NDArray[np.int32], Matrix]:
    """Return the rows of all terms of some texts, and how much of each each text has.

    A share of each text's terms is left out, never all.
    """
    rows = np.unique(np.concatenate([each.rows for each in bags]))
    found = np.zeros((len(bags), len(rows)), np.float32)
    for number, bag in enumerate(bags):
        stays = chance.random(len(bag.rows)) >= DROPPED
        if not stays.any():
            stays[:] = True
        found[number, np.searchsorted(rows, bag.rows[stays])] = bag.weights[stays]
    return rows, found


def _unit(vectors: Matrix) -> tuple[Matrix, Matrix]:
    """Return vectors of unit length, and how long they were."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-6)
    return vectors / lengths, lengths


def _contrast(logits: Matrix) -> Matrix:
    """Return the gradient of the mean of both directions' losses by the cosines."""
    size = len(logits)
    by_question = np.exp(logits - logits.max(axis=1, keepdims=True))
    by_answer = np.exp(logits - logits.max(axis=0, keepdims=True))
    found = by_question / by_question.sum(axis=1, keepdims=True)
    found += by_answer / by_answer.sum(axis=0, keepdims=True)
    found /= 2
    found[np.arange(size), np.arange(size)] -= 1
    return np.asarray(found / np.float32(size * TEMPERATURE), np.float32)


def _through(gradient: Matrix, units: Matrix, lengths: Matrix) -> Matrix:
    """Return the gradient by vectors from that by the same at unit length."""
    along = (gradient * units).sum(axis=1, keepdims=True)
    return np.asarray((gradient - units * along) / lengths, np.float32)
