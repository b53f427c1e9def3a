"""The rest of a line: how the lines at like places went on, with the names of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.suggest.completion.analogies import LEAST_DEPTH
from honed.suggest.completion.sources import Scale, is_begun
from honed.syntax.lexing import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from honed.suggest.completion.analogies import Analogies
    from honed.suggest.completion.cursor import Cursor
    from honed.suggest.completion.evidence import Evidence
    from honed.suggest.completion.sources import Source, Words

LENGTH = 32
"""So many tokens a line may go on."""

VOTERS = 128
"""So many like places have a say."""

CONSIDERED = 12
"""So many different lines are weighed."""

LINE_NAMES = (
    "bias", "log_first", "log_share", "log_path", "least_path", "likeness", "agreement",
    "voters", "file_voters", "files", "length", "at_start", "is_mapped", "share_of_second",
    "margin", "log_first_margin", "is_most_alike", "new_names", "repeats_line",
    "stands_ahead", "nearness", "depth",
)  # fmt: skip


@attrs.frozen(eq=False)
class Continuation:
    """A line that may go on behind the cursor: its tokens without the line end.

    `features` are `LINE_NAMES`; `place` is where the most alike voter stands in `source`.
    """

    tokens: tuple[int, ...]
    features: NDArray[np.float64] = attrs.field(repr=False)
    source: Source | None
    place: int


@attrs.frozen(eq=False)
class _Voters:
    tokens: NDArray[np.int32]
    """Shape (voters, LENGTH): how each goes on, -1 behind the line's end."""
    weights: NDArray[np.float64]
    likeness: NDArray[np.float64]
    agreement: NDArray[np.float64]
    is_near: NDArray[np.bool_]
    is_mapped: NDArray[np.bool_]
    numbers: NDArray[np.int64]
    places: NDArray[np.int64]
    depths: NDArray[np.int64]
    nearness: NDArray[np.float64]
    """One beside the cursor, less the farther in the document, 0 in other files."""


def continuations(  # noqa: PLR0913 - what was found, and what it is read with
    found: Analogies,
    evidence: Evidence,
    cursor: Cursor,
    first: Mapping[int, float],
    words: Words,
    line_ends: frozenset[int],
) -> list[Continuation]:
    """Return the lines that may go on at a cursor, none of them empty.

    `first` gives the probability of each next token.
    """
    voters = _voters(found, evidence, cursor, words, line_ends)
    if voters is None or not first:
        return []
    lines: dict[tuple[int, ...], list[int]] = {}
    lengths = (voters.tokens >= 0).sum(axis=1).tolist()
    for row, (tokens, length) in enumerate(zip(voters.tokens.tolist(), lengths, strict=True)):
        if 0 < length < LENGTH and is_begun(tokens[0], cursor.prefix, words):
            lines.setdefault(tuple(tokens[:length]), []).append(row)
    total = float(voters.weights.sum()) or 1.0
    weight_of = voters.weights.tolist()
    weights = {line: sum(weight_of[row] for row in rows) / total for line, rows in lines.items()}
    ordered = sorted(lines, key=lambda line: -first.get(line[0], 0.0) * weights[line])[:CONSIDERED]
    best = sorted(weights.values(), reverse=True)
    firsts = sorted(first.values(), reverse=True)
    most_alike = int(np.argmax(voters.likeness))
    before = cursor.tokens[len(cursor.tokens) - cursor.at :]
    near = set(before[-400:].tolist())
    ahead = cursor.tokens[: LENGTH + 1].tolist()
    ahead = ahead[1:] if ahead and ahead[0] in line_ends else ahead
    at_start = float(not cursor.context or words.kinds[cursor.context[0]] == Kind.NEWLINE)
    kinds = {token: int(words.kinds[token]) for line in ordered for token in line}
    made = []
    for line in ordered:
        rows = lines[line]
        path = _path(line, voters)
        top = rows[int(np.argmax(voters.likeness[rows]))]
        share = weights[line]
        other = best[0] if best[0] != share else (best[1] if len(best) > 1 else 0.0)
        chance = first.get(line[0], 1e-4)
        rival = firsts[0] if firsts[0] != chance else (firsts[1] if len(firsts) > 1 else 0.0)
        names = [token for token in line if kinds[token] == _NAME]
        values = {
            "bias": 1.0,
            "log_first": np.log(chance + 1e-4),
            "log_share": np.log(share + 1e-3),
            "log_path": float(np.log(np.array(path) + 1e-2).sum()),
            "least_path": min(path),
            "likeness": voters.likeness[rows].max() / 3,
            "agreement": voters.agreement[rows].max(),
            "voters": np.log1p(len(rows)),
            "file_voters": np.log1p(voters.is_near[rows].sum()),
            "files": float(len(set(voters.numbers[rows].tolist())) > 1),
            "length": np.log1p(len(line)),
            "at_start": at_start,
            "is_mapped": float(voters.is_mapped[rows].all()),
            "share_of_second": other,
            "margin": share - other,
            "log_first_margin": np.log((chance + 1e-3) / (rival + 1e-3)),
            "is_most_alike": float(most_alike in rows),
            "new_names": float(np.mean([name not in near for name in names]) if names else 0.0),
            "repeats_line": float(_repeats(line, before)),
            "stands_ahead": float(ahead[: len(line)] == list(line)),
            "nearness": voters.nearness[rows].max(),
            "depth": voters.depths[rows].max() / LENGTH,
        }
        made.append(
            Continuation(
                line,
                np.array([values[name] for name in LINE_NAMES]),
                found.sources[int(voters.numbers[top])] if found.sources else None,
                int(voters.places[top]),
            )
        )
    return made


def _repeats(line: tuple[int, ...], before: NDArray[np.int32]) -> bool:
    """Return whether the line just before is the same."""
    count = len(line)
    return count > 1 and before[-1 - count : -1].tolist() == list(line)


def _path(line: tuple[int, ...], voters: _Voters) -> list[float]:
    """Return for each token of a line and for its end what share of those that agree say it."""
    length = len(line) + 1
    wanted = np.array((*line, -1))
    agreeing = np.logical_and.accumulate(voters.tokens[:, :length] == wanted, axis=1)
    sums = voters.weights @ agreeing
    before = np.concatenate(([voters.weights.sum()], sums[:-1]))
    path: list[float] = (sums / (before + 0.3)).tolist()
    return path


def _voters(
    found: Analogies,
    evidence: Evidence,
    cursor: Cursor,
    words: Words,
    line_ends: frozenset[int],
) -> _Voters | None:
    """Return the places like this one, the best first, and how they went on."""
    numbers, places, likeness = [found.numbers], [found.places], [found.likeness]
    depths = [found.depths]
    known = {id(source): number for number, source in enumerate(found.sources)}
    for seen in evidence.sightings:
        number = known.get(id(seen.source))
        if number is None or not len(seen.places):
            continue
        best = np.argsort(-seen.depths, kind="stable")[:24]
        best = best[seen.depths[best] >= LEAST_DEPTH]
        numbers.append(np.full(len(best), number, np.int64))
        places.append(seen.places[best])
        nearness = np.where(seen.scales[best] == Scale.FILE, 1.6, 1.1)
        likeness.append(nearness * np.minimum(seen.depths[best], 12) / 8)
        depths.append(seen.depths[best])
    columns = [np.concatenate(each) for each in (numbers, places, likeness, depths)]
    if not len(columns[0]):
        return None
    _, unique = np.unique(columns[0] * (1 << 40) + columns[1], return_index=True)
    order = unique[np.argsort(-columns[2][unique], kind="stable")][:VOTERS]
    number_of, place_of = columns[0][order], columns[1][order]
    here = np.full(LENGTH, BOUNDARY, np.int32)
    here[: min(LENGTH, len(cursor.context))] = cursor.context[:LENGTH]
    steps = np.arange(LENGTH)
    onward = np.zeros((len(order), LENGTH), np.int32)
    there = np.zeros((len(order), LENGTH), np.int32)
    is_past = np.zeros((len(order), LENGTH), bool)
    for number in np.unique(number_of).tolist():
        rows = number_of == number
        tokens = found.sources[number].tokens
        at = place_of[rows][:, None]
        ahead = at + steps
        onward[rows] = tokens[np.minimum(ahead, len(tokens) - 1)]
        is_past[rows] = ahead >= len(tokens)
        there[rows] = tokens[np.maximum(at - 1 - steps, 0)]
    is_aligned = steps[None, :] < columns[3][order][:, None]
    is_name = (words.kinds[onward] == Kind.IDENTIFIER) | (words.kinds[onward] == Kind.STRING)
    same = (onward[:, :, None] == there[:, None, :]) & is_aligned[:, None, :]
    first = same.argmax(axis=2)
    is_there = np.take_along_axis(same, first[:, :, None], axis=2)[:, :, 0]
    mapped = np.where(is_there & is_name, here[first], onward)
    is_end = np.isin(onward, list(line_ends)) | (onward == BOUNDARY)
    # The cursor's own line does not end where it is being written.
    ended = np.cumsum(is_end & ~is_past, axis=1) > 0
    distance = len(found.sources[0].tokens) - place_of if found.sources else place_of
    nearness = np.where(number_of == 0, 1 / (1 + np.log1p(np.abs(distance) / 20)), 0.0)
    mapped = np.where(ended, -1, mapped)
    agreement = (there == here[None, :])[:, :12].mean(axis=1)
    likeness_of = columns[2][order]
    is_mapped = ((mapped != onward) & ~ended).any(axis=1)
    # As it was written there, too: not every name that stands in both means the same.
    again = np.flatnonzero(is_mapped)
    rows = np.concatenate((np.arange(len(order)), again))
    tokens = np.concatenate((mapped, np.where(ended, -1, onward)[again]))
    lowered = np.concatenate((likeness_of, likeness_of[again] * _LITERALLY))
    return _Voters(
        tokens,
        lowered**2,
        lowered,
        agreement[rows],
        (number_of == 0)[rows],
        np.concatenate((is_mapped, np.zeros(len(again), bool))),
        number_of[rows],
        place_of[rows],
        columns[3][order][rows],
        nearness[rows],
    )


_LITERALLY = 0.7
_NAME = int(Kind.IDENTIFIER)
