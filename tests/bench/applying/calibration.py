"""The weights of `honed.apply.certainty`, fitted to what merges came out right.

Logistic models one after the other: what each way of merging thinks of itself, from what was
noticed while merging; then what both say together, of those that were not sure alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.apply import doubts, formats, lazy, opinions, original
from honed.apply.certainty import FILE, Logistic
from honed.apply.engine import SEAM
from honed.apply.last_look import Draft, look
from honed.apply.result import Refused
from honed.core.text import decode, encode
from honed.syntax import languages
from tests.apply.golden import ALL
from tests.bench.applying.case import Case
from tests.bench.applying.judge import Verdict, verdict
from tests.bench.machine import ROOT
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


SUITES = {"lazy": 0.3, "written": 2.0, "own written": 2.0, "golden": 1.0}
"""What a case counts: those that were written by hand are few, and what is to be learned."""
RIDGE = 1.0
"""How strongly weights are drawn to nothing; the bias is free."""
STEPS = 60
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
TARGET = ROOT / "server" / "honed" / "apply" / FILE


@attrs.frozen
class Observed:
    """What both ways made of a case."""

    case: Case
    first: Draft | Refused
    second: Draft | Refused | None

    def is_right(self, draft: Draft) -> bool:
        """Whether a draft is what was expected, blank lines aside."""
        found = verdict(self.case.expected, decode(draft.merged.data))
        return found in {Verdict.EXACT, Verdict.EQUAL}

    def changes(self, draft: Draft) -> bool:
        """Whether a draft is not just the file as it was."""
        return draft.merged.data != encode(self.case.original)


def run(cases: Iterable[Case], target: Path = TARGET) -> list[Grid]:
    """Fit both models to the cases, write them, and return what they tell apart."""
    every = [*cases, *golden()]
    seen = [each for case in every if (each := observed(case)) is not None]
    names = {"declarations": doubts.NAMES, "lines": doubts.NAMES, "opinions": opinions.NAMES}
    models = {
        "declarations": _fit_way([(each, each.first) for each in seen]),
        "lines": _fit_way([(each, each.second) for each in seen]),
    }
    seen = [_with_margins(each, models) for each in seen]
    models["opinions"] = _fit_opinions(seen)
    tables = {
        name: {"bias": model.bias, **dict(zip(names[name], model.weights, strict=True))}
        for name, model in models.items()
    }
    target.write_text(_toml(tables), "utf-8")
    return [_weights(tables), _shares(seen, models["opinions"])]


def golden() -> list[Case]:
    """Return the cases of small files that the tests hold the engine to."""
    return [
        Case(
            f"golden:{each.name}",
            "golden",
            each.language,
            each.language,
            f"file.{each.language}",
            each.before.decode(),
            each.edit,
            each.after.decode() if each.after is not None else None,
        )
        for each in ALL
    ]


def observed(case: Case) -> Observed | None:
    """Return what is made of a case; None where it is no lazy snippet."""
    reading = formats.read(case.edit, None, case.filename) if case.suite in SUITES else None
    if not isinstance(reading, formats.Snippet):
        return None
    language = languages.by_any_name(case.language or "")
    file = original.read(encode(case.original), language)
    code = SEAM.join(reading.for_file(case.original).pieces)
    merges = lazy.merges(file, code, language)
    drafts = [look(file, merged, code.splitlines()) for merged in merges]
    return Observed(case, drafts[0], drafts[1] if len(drafts) > 1 else None)


def _fit_way(made: Iterable[tuple[Observed, Draft | Refused | None]]) -> Logistic:
    rows = [
        (draft.merged.features, each.is_right(draft), SUITES[each.case.suite])
        for each, draft in made
        if isinstance(draft, Draft) and each.changes(draft)
    ]
    return _fitted(rows, len(doubts.NAMES))


def _fit_opinions(seen: Sequence[Observed]) -> Logistic:
    rows = []
    for each in seen:
        held = _held(each)
        if held is not None and each.changes(held[0]):
            rows.append((held[1], each.is_right(held[0]), SUITES[each.case.suite]))
    return _fitted(rows, len(opinions.NAMES))


def _held(each: Observed) -> tuple[Draft, tuple[float, ...]] | None:
    """Return the better of two opinions, None where the second is not asked for."""
    if each.second is None:
        return None
    if isinstance(each.first, Draft) and each.first.merged.margin >= opinions.SURE:
        return None
    return opinions.choose(each.first, each.second)


def _with_margins(each: Observed, models: Mapping[str, Logistic]) -> Observed:
    """Return the same with the margins of new models."""

    def anew(draft: Draft | Refused, model: str) -> Draft | Refused:
        if isinstance(draft, Refused):
            return draft
        margin = models[model].chance(draft.merged.features)
        return attrs.evolve(draft, merged=attrs.evolve(draft.merged, margin=margin))

    second = anew(each.second, "lines") if each.second is not None else None
    return attrs.evolve(each, first=anew(each.first, "declarations"), second=second)


def _fitted(rows: Sequence[tuple[Sequence[float], bool, float]], size: int) -> Logistic:
    numbers = np.array([row[0] for row in rows], dtype=float).reshape(-1, size)
    right = np.array([row[1] for row in rows], dtype=float)
    count = np.array([row[2] for row in rows], dtype=float)
    return fit(numbers, right, count)


def fit(
    numbers: NDArray[np.float64], right: NDArray[np.float64], count: NDArray[np.float64]
) -> Logistic:
    """Return the ridge logistic regression of `right` (n,) on `numbers` (n, k), by Newton's steps.

    `count` (n,) is how often each row counts.
    """
    design = np.c_[np.ones(len(numbers)), numbers]
    ridge = np.full(design.shape[1], RIDGE)
    ridge[0] = RIDGE / 100
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (count * (chance - right)) + ridge * weights
        curvature = (design.T * (count * chance * (1 - chance))) @ design + np.diag(ridge)
        weights -= np.linalg.solve(curvature, gradient)
    rounded = [round(float(each), 2) for each in weights]
    return Logistic(rounded[0], tuple(rounded[1:]))


def _toml(tables: Mapping[str, Mapping[str, float]]) -> str:
    """Return the file that `honed.apply.certainty` reads."""
    lines = ["# What speaks for and against a merge: scripts/bench apply --calibrate"]
    for name, numbers in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in numbers.items())]
    return "\n".join(lines) + "\n"


def _weights(tables: Mapping[str, Mapping[str, float]]) -> Grid:
    rows = [
        [name, key, f"{value:+.2f}"]
        for name, numbers in tables.items()
        for key, value in numbers.items()
    ]
    return Grid("apply: calibration", {}, ("model", "number", "weight"), rows)


def _shares(seen: Sequence[Observed], together: Logistic) -> Grid:
    """Return how many of each suite are as sure as each threshold, and how many of them wrong."""
    rows = []
    for suite in SUITES:
        group = [each for each in seen if each.case.suite == suite]
        judged = [found for each in group if (found := _judged(each, together)) is not None]
        for threshold in THRESHOLDS if judged else ():
            sure = [is_right for margin, is_right in judged if margin >= threshold]
            rows.append(
                [suite, str(len(group)), f"{threshold}", str(len(sure)), str(sure.count(False))]
            )
    return Grid("apply: as sure as", {}, ("suite", "n", "at least", "so many", "wrong"), rows)


def _judged(each: Observed, together: Logistic) -> tuple[float, bool] | None:
    """Return how sure both opinions are, and whether rightly so; None where nothing changes."""
    held = _held(each)
    if held is not None:
        draft, margin = held[0], together.chance(held[1])
    elif isinstance(each.first, Draft):
        draft, margin = each.first, each.first.merged.margin
    else:
        return None
    return (margin, each.is_right(draft)) if each.changes(draft) else None
