"""Does a comment find its function, and a commit's subject its lines? Among 3,000, by rank."""

from __future__ import annotations

import time
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.retrieval.bm25 import Bm25
from honed.retrieval.search import Document, Searcher, weighted_terms
from honed.retrieval.subwords import subwords, terms
from honed.retrieval.table import load, shipped
from tests.bench.machine import facts
from tests.bench.quality import title
from tests.bench.remembering import agentdb
from tests.bench.remembering.quiz import Graded, Quiz, made
from tests.bench.table import Grid, quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.retrieval.table import Table
    from tests.bench.options import Options

    Search = Callable[[str, int], Sequence[int]]
    """A query and a limit to the numbers of the documents, the best first."""

DOCUMENTS, SHORT_DOCUMENTS = 3_000, 300
TIMED = 300
PEER_QUESTIONS = 300
PLAIN = (1.2, 0.75)
"""k1 and b of BM25 as most have them."""

COLUMNS = (
    "texts", "documents", "questions", "by", "MRR", "recall@1", "recall@10", "p50 ms", "p95 ms",
)  # fmt: skip


def table(options: Options) -> list[Grid]:
    """Return one row for each set of texts and each way of searching."""
    count = SHORT_DOCUMENTS if options.short else DOCUMENTS
    quizzes = made(options.repositories, count, options.seed)
    words = cache(partial(load, options.table)) if options.table else shipped
    rows = [row for quiz in quizzes for row in _rows(quiz, words, is_alone=options.is_alone)]
    about = facts() | {
        "texts": ", ".join(map(title, options.repositories)) or "Python's standard library",
        "table": str(options.table or "as shipped"),
        "seed": str(options.seed),
        "a question": "the first paragraph of a docstring or comment; the subject of a commit",
        "a document": "the function without it; the paths and lines that the commit changes",
        "time": f"of a query for ten, of {TIMED}",
    }
    return [Grid("memory: retrieval", about, COLUMNS, rows)]


def _rows(quiz: Quiz, words: Callable[[], Table], *, is_alone: bool) -> list[tuple[str, ...]]:
    ways: dict[str, Search] = {
        "BM25 of words, plain": _plain(quiz.documents),
        "honed, words alone": _searcher(quiz.documents, lambda: None),
        "honed, table alone": _by_table(quiz.documents, words()),
        "honed": _searcher(quiz.documents, words),
    }
    rows = [_row(quiz, name, graded(quiz, search)) for name, search in ways.items()]
    if not is_alone:
        few = attrs.evolve(quiz, questions=quiz.questions[:PEER_QUESTIONS])
        rows += [
            (*_row(few, name, found)[:3], name, *_row(few, name, found)[4:])
            for name, found in _beside(few, ways["honed"])
        ]
    return rows


def _beside(quiz: Quiz, ours: Search) -> list[tuple[str, Graded | None]]:
    """Return the peer's grades, and ours for the same questions."""
    name, found = agentdb.graded(quiz)
    return [(name, found), *([("honed, the same questions", graded(quiz, ours))] if found else [])]


def graded(quiz: Quiz, search: Search) -> Graded:
    """Return how a way of searching does."""
    ranks, seconds = [], []
    for number, (question, right) in enumerate(quiz.questions):
        if number < TIMED:
            begun = time.perf_counter()
            search(question, 10)
            seconds.append(time.perf_counter() - begun)
        found = list(search(question, len(quiz.documents)))
        ranks.append(found.index(right) + 1.0 if right in found else float("inf"))
    return Graded(tuple(ranks), tuple(seconds))


def _row(quiz: Quiz, name: str, found: Graded | None) -> tuple[str, ...]:
    head = (quiz.name, str(len(quiz.documents)), str(len(quiz.questions)), name)
    if found is None:
        return (*head, "", "", "", "", "")
    ranks = np.array(found.ranks)
    times = sorted(found.seconds)
    return (
        *head,
        f"{(1 / ranks).mean():.3f}",
        f"{(ranks <= 1).mean():.3f}",
        f"{(ranks <= 10).mean():.3f}",
        *(f"{1000 * quantile(times, share):.2f}" for share in (0.5, 0.95)),
    )


def _searcher(documents: Sequence[str], words: Callable[[], Table | None]) -> Search:
    searcher = Searcher((Document(*each) for each in enumerate(documents)), table=words)
    return lambda query, limit: [each.id for each in searcher.search(query, limit=limit)]


def _plain(documents: Sequence[str]) -> Search:
    """Search by BM25 with the numbers that most have, names split into words and no more."""
    index = Bm25(*PLAIN)
    for document in documents:
        index.add(subwords(document))

    def search(query: str, limit: int) -> list[int]:
        scores = index.scores(Counter(subwords(query)))[0]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(row) for row in order if scores[row]]

    return search


def _by_table(documents: Sequence[str], words: Table) -> Search:
    """Search by the cosine in the table alone."""
    vectors = np.stack([words.embed(weighted_terms(document)) for document in documents])

    def search(query: str, limit: int) -> list[int]:
        cosines = vectors @ words.embed(terms(query))
        return [int(row) for row in np.argsort(-cosines, kind="stable")[:limit]]

    return search
