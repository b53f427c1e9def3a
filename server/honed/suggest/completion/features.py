"""What is known of each candidate for the next token, as numbers: what the ranker weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.suggest.completion.evidence import DEPTHS, blended
from honed.suggest.completion.sources import Scale, begun
from honed.syntax.lexing import DEEPER, SAME, SHALLOWER, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.core.vocabulary import Lexicon
    from honed.suggest.completion.analogies import Analogies
    from honed.suggest.completion.cursor import Cursor
    from honed.suggest.completion.evidence import Evidence
    from honed.suggest.completion.sources import Words

MOST = 48
"""So many candidates of the cache are looked at."""

MOST_RECENT = 30
"""So many of the names that were used last in the document are, too."""

REACH = 1000
"""So many tokens before the cursor are looked at for when a name was used last."""

NEAR = 60
"""So many tokens before the cursor are near."""

NAMES = (
    "log_cache", "log_analogy", "is_best_of_cache", "is_best_of_analogies", "both",
    "log_file_longest", "log_project_longest", "log_file_pair", "log_project_pair",
    "file_depth", "project_depth", "file_seen", "file_count", "recent_seen", "directory_seen",
    "best_likeness", "analogy_share_of_kind", "is_mapped", "is_first_analogy",
    "recency", "is_near", "near_count", "is_last", "is_before_last", "in_line", "stands_ahead",
    "is_name", "is_keyword", "is_string", "is_number", "is_line_end",
    "name_cache", "name_analogy", "line_end_open", "line_end_cache",
    "closes", "closes_nothing", "name_novelty",
)  # fmt: skip


@attrs.frozen(eq=False)
class Candidates:
    """Tokens that may follow, int64, shape (candidates,), and their `NAMES` (candidates, names)."""

    tokens: NDArray[np.int64]
    features: NDArray[np.float64] = attrs.field(repr=False)
    cache: NDArray[np.float64] = attrs.field(repr=False)
    """What the nested cache alone says: a probability each."""


def candidates(
    evidence: Evidence, found: Analogies, cursor: Cursor, words: Words, lexicon: Lexicon
) -> Candidates:
    """Return the candidates at a cursor with what is known of each."""
    line_end, *others = lexicon.ids_of([SAME, DEEPER, SHALLOWER]).tolist()
    words.grow(max(line_end, *others))
    evidence = _one_line_end(evidence, line_end, others)
    chances = blended(evidence)
    analogous = np.where(np.isin(found.tokens, others), line_end, found.tokens)
    if cursor.prefix:
        fits = begun(evidence.tokens, cursor.prefix, words)
        if len(fits):
            evidence = attrs.evolve(
                evidence, tokens=evidence.tokens[fits], counts=evidence.counts[fits]
            )
            chances = chances[fits]
    before = cursor.tokens[len(cursor.tokens) - cursor.at :]
    best = np.argsort(-chances, kind="stable")[:MOST]
    recent = _recent(before, words)
    extra = np.concatenate((analogous, recent))
    extra = extra[(extra != BOUNDARY)]
    tokens = np.unique(np.concatenate((evidence.tokens[best], extra)))
    if cursor.prefix:
        tokens = tokens[begun(tokens, cursor.prefix, words)]
    tokens = tokens[tokens != BOUNDARY]
    if not len(tokens):
        return Candidates(tokens, np.zeros((0, len(NAMES))), np.zeros(0))
    rows = np.searchsorted(evidence.tokens, tokens)
    rows = np.minimum(rows, max(0, len(evidence.tokens) - 1))
    is_seen = (
        evidence.tokens[rows] == tokens if len(evidence.tokens) else np.zeros(len(tokens), bool)
    )
    counts = (
        np.where(is_seen[:, None, None], evidence.counts[rows], 0.0)
        if len(evidence.tokens)
        else np.zeros((len(tokens), len(Scale), DEPTHS + 1))
    )
    cache = np.where(is_seen, chances[rows], 1e-6) if len(chances) else np.full(len(tokens), 1e-6)
    return Candidates(
        tokens,
        _features(
            {
                **_counted(counts, cache),
                **_laid_beside(tokens, found, analogous, words),
                **_around(tokens, cursor, before, words),
            },
            words.kinds[tokens], tokens == line_end,
        ),
        cache,
    )  # fmt: skip


def _one_line_end(evidence: Evidence, line_end: int, others: list[int]) -> Evidence:
    """Return the evidence with all line ends taken for one: the depth of the next is not asked."""
    is_other = np.isin(evidence.tokens, others)
    if not is_other.any():
        return evidence
    moved = evidence.counts[is_other].sum(axis=0)
    tokens, counts = evidence.tokens[~is_other], evidence.counts[~is_other].copy()
    at = int(np.searchsorted(tokens, line_end))
    if at < len(tokens) and tokens[at] == line_end:
        counts[at] += moved
    else:
        tokens = np.insert(tokens, at, line_end)
        counts = np.insert(counts, at, moved, axis=0)
    return attrs.evolve(evidence, tokens=tokens, counts=counts)


def _recent(before: NDArray[np.int32], words: Words) -> NDArray[np.int64]:
    """Return the names that were used last before the cursor."""
    last = before[-400:]
    names = last[words.kinds[last] == Kind.IDENTIFIER][::-1]
    _, first = np.unique(names, return_index=True)
    found: NDArray[np.int64] = names[np.sort(first)[:MOST_RECENT]].astype(np.int64)
    return found


def _features(
    values: dict[str, NDArray[Any]], kinds: NDArray[np.uint8], is_line_end: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the values of `NAMES`, with what follows from those of single sources."""
    is_name = kinds == Kind.IDENTIFIER
    opened, best = values.pop("opened"), values["log_analogy"]
    values |= {
        "both": values["is_best_of_cache"] & values["is_best_of_analogies"],
        "is_name": is_name,
        "is_keyword": kinds == Kind.KEYWORD,
        "is_string": kinds == Kind.STRING,
        "is_number": kinds == Kind.NUMBER,
        "is_line_end": is_line_end,
        "name_cache": is_name * values["log_cache"],
        "name_analogy": is_name * best,
        "line_end_open": is_line_end * opened,
        "line_end_cache": is_line_end * values["log_cache"],
        "name_novelty": is_name & ~values["file_seen"],
    }
    return np.stack([np.asarray(values[name], float) for name in NAMES], axis=1)


def _counted(counts: NDArray[np.float64], cache: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Return what the counts of each scale say."""
    file, far = counts[:, Scale.FILE], counts[:, Scale.DIRECTORY :].sum(axis=1)
    values: dict[str, NDArray[Any]] = {
        "log_cache": np.log(cache + 1e-6),
        "is_best_of_cache": cache >= cache.max(),
        "file_seen": file[:, 0] > 0,
        "file_count": np.log1p(file[:, 0]),
        "recent_seen": np.log1p(counts[:, Scale.RECENT, 1]),
        "directory_seen": np.log1p(counts[:, Scale.DIRECTORY, 2]),
    }
    for name, table in (("file", file), ("project", far)):
        longest, pair, depth = _shares(table)
        values[f"log_{name}_longest"] = np.log(longest + 0.01)
        values[f"log_{name}_pair"] = np.log(pair + 0.01)
        values[f"{name}_depth"] = depth / DEPTHS
    return values


def _laid_beside(
    tokens: NDArray[np.int64], found: Analogies, analogous: NDArray[np.int64], words: Words
) -> dict[str, NDArray[Any]]:
    """Return what the places like this one say."""
    votes, likeness, of_kind, mapped, first = _votes(
        tokens, words.kinds[tokens], found, analogous, words
    )
    return {
        "log_analogy": np.log(votes + 1e-3),
        "is_best_of_analogies": (votes >= votes.max()) & (votes > 0),
        "best_likeness": likeness,
        "analogy_share_of_kind": np.log(of_kind + 0.02),
        "is_mapped": mapped,
        "is_first_analogy": first,
    }


def _around(
    tokens: NDArray[np.int64], cursor: Cursor, before: NDArray[np.int32], words: Words
) -> dict[str, NDArray[Any]]:
    """Return where each candidate stands around the cursor, and what brackets want."""
    reach = np.append(before[-REACH:][::-1], (BOUNDARY, BOUNDARY))
    same = reach[None, :] == tokens[:, None]
    distance = np.where(same.any(axis=1), same.argmax(axis=1), 2 * REACH)
    near = same[:, :NEAR]
    ends = np.flatnonzero(words.kinds[reach] == Kind.NEWLINE)
    line = reach[: int(ends[0])] if len(ends) else reach
    opened = _opened(line, words)
    spelt = [words.word(token) for token in tokens.tolist()]
    wanted = _CLOSES.get(opened[-1]) if opened else None
    return {
        "recency": -np.log1p(distance) / 3,
        "is_near": near.any(axis=1),
        "near_count": np.log1p(near.sum(axis=1)),
        "is_last": same[:, 0],
        "is_before_last": same[:, 1],
        "in_line": np.isin(tokens, line),
        "stands_ahead": np.isin(tokens, cursor.tokens[:40]),
        "closes": np.array([each == wanted for each in spelt]),
        "closes_nothing": np.array([each in _CLOSERS and each != wanted for each in spelt]),
        "opened": np.full(len(tokens), bool(opened)),
    }


def _votes(
    tokens: NDArray[np.int64],
    kinds: NDArray[np.uint8],
    found: Analogies,
    analogous: NDArray[np.int64],
    words: Words,
) -> tuple[NDArray[np.float64], ...]:
    """Return what the places like this one say of each candidate.

    Its share of their likeness, the greatest likeness, the share of its kind, whether a name was
    put in for another, and whether the most alike of all says it.
    """
    count = len(tokens)
    if not len(analogous):
        none = np.zeros(count)
        return none, none, none, none, none
    at = np.searchsorted(tokens, analogous)
    at = np.minimum(at, count - 1)
    is_there = tokens[at] == analogous
    at, weights = at[is_there], (found.likeness**2)[is_there]
    total = (found.likeness**2).sum() or 1.0
    votes = np.bincount(at, weights, minlength=count) / total
    likeness = np.zeros(count)
    np.maximum.at(likeness, at, found.likeness[is_there])
    mapped = np.zeros(count)
    np.maximum.at(mapped, at, found.is_mapped[is_there].astype(float))
    by_kind = np.bincount(words.kinds[analogous], found.likeness**2, minlength=len(Kind)) / total
    first = tokens == analogous[int(np.argmax(found.likeness))]
    return votes, likeness / 3, by_kind[kinds], mapped, first.astype(float)


def _shares(
    table: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return each candidate's share at the longest context, at one of two, and its own depth."""
    totals = table.sum(axis=0)
    deepest = int(np.flatnonzero(totals[1:])[-1]) + 1 if totals[1:].any() else 1
    longest = table[:, deepest] / max(1.0, totals[deepest])
    pair = table[:, 2] / max(1.0, totals[2])
    depth = (table[:, 1:] > 0).sum(axis=1)
    return longest, pair, depth.astype(float)


_CLOSES = {b"(": b")", b"[": b"]", b"{": b"}"}
_CLOSERS = frozenset(_CLOSES.values())


def _opened(line: NDArray[np.int32], words: Words) -> list[bytes]:
    """Return the brackets that the cursor's line opens and does not close."""
    opened: list[bytes] = []
    for token in line[::-1].tolist():
        word = words.word(token)
        if word in _CLOSES:
            opened.append(word)
        elif word in _CLOSERS and opened and _CLOSES[opened[-1]] == word:
            opened.pop()
    return opened
