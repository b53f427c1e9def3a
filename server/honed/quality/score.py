"""The scores: one number each for security and practice, and one for all that is measured.

    security_score = 1 / (1 + w / 4), w = the weights of the findings of security, added
    best_practices = 1 / (1 + p / 2), p = the weights of the findings of practice a hundred lines
    quality_score  = (1 - broken) times the mean of
        maintainability / 100 (weight 3), 1 / (1 + over) (2), security_score (3),
        best_practices (1), 1 - duplication (1)

A finding weighs 4, 2 or 1 by its severity. `over` is the mean over the functions of how far each
is over 10 in cyclomatic and over 15 in cognitive complexity, in tens (McCabe's and SonarSource's
limits). `broken` is twice the share of the lines that could not be parsed, at most 1.

Security counts whole: one injection in a long file is as bad as in a short one. The reward looks
at the difference between two scores of one text, which is zero where nothing of this changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.quality.values import Concern, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.quality.values import Finding, FunctionMetrics

WEIGHTS = {Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
SECURITY_HALF = 4.0
"""With findings of such a weight together the score of security is one half."""
PRACTICE_HALF = 2.0
"""The same for practice, a hundred lines of code."""
MOST_CYCLOMATIC = 10
MOST_COGNITIVE = 15
TENS = 10.0
BROKEN = 2.0
"""A text of which half cannot be parsed is worth nothing."""
PARTS = {
    "maintainability": 3.0,
    "simplicity": 2.0,
    "security": 3.0,
    "practice": 1.0,
    "uniqueness": 1.0,
}


def security_score(findings: Iterable[Finding]) -> float:
    """Return 1 for no findings of security, less for each."""
    return 1.0 / (1.0 + _weight(findings, Concern.SECURITY) / SECURITY_HALF)


def practice_score(findings: Iterable[Finding], lines: int) -> float:
    """Return 1 for no findings of practice, less the more there are in `lines` lines of code."""
    dense = 100.0 * _weight(findings, Concern.PRACTICE) / max(100, lines)
    return 1.0 / (1.0 + dense / PRACTICE_HALF)


def _weight(findings: Iterable[Finding], concern: Concern) -> float:
    return sum(WEIGHTS[each.severity] for each in findings if each.concern is concern)


def simplicity(functions: Sequence[FunctionMetrics]) -> float:
    """Return 1 where no function is too complex, less the more they are."""
    if not functions:
        return 1.0
    over = sum(
        max(0, each.cyclomatic - MOST_CYCLOMATIC) + max(0, each.cognitive - MOST_COGNITIVE)
        for each in functions
    )
    return 1.0 / (1.0 + over / TENS / len(functions))


def quality_score(  # noqa: PLR0913 - each is a part of it
    *,
    maintainability: float,
    functions: Sequence[FunctionMetrics],
    security: float,
    practice: float,
    duplication: float,
    broken: float,
) -> float:
    """Return the score of all, as the head of this module says."""
    parts = {
        "maintainability": maintainability / 100.0,
        "simplicity": simplicity(functions),
        "security": security,
        "practice": practice,
        "uniqueness": 1.0 - duplication,
    }
    mean = sum(PARTS[name] * value for name, value in parts.items()) / sum(PARTS.values())
    return (1.0 - min(1.0, BROKEN * broken)) * mean
