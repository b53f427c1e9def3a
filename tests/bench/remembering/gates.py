"""Part of `scripts/bench algorithms`: does the gate let the right versions pass? By simulation.

At each place of the shadow a version does better than the live one, worse, or as well. Two versions
of one ranker differ on few places; the hardest case is that of two that have nothing in common.
"""

from __future__ import annotations

import random
import statistics
from typing import TYPE_CHECKING

from honed.learn.policy_gate import (
    MOST_DECISIONS,
    TAKE_BACK_LEVEL,
    WATCHED,
    Contest,
    Said,
    Stand,
    Watch,
)
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSIONS = 100
SHORT_VERSIONS = 20
ALIKE = {"5 points better": (0.08, 0.03), "equal": (0.055, 0.055), "5 points worse": (0.03, 0.08)}
"""On which shares of the places a version does better, and worse, that is like the live one."""

UNLIKE = {"5 points better": (0.17, 0.12), "equal": (0.16, 0.16), "5 points worse": (0.12, 0.17)}
"""As two that are right on .85 (.80) and .80 (.85, .80) of the places, each by itself."""

LEAST_BETTER, MOST_EQUAL = 0.80, 0.05


def tables(seed: int, *, short: bool = False) -> list[Grid]:
    """Try versions, and watch what was learned online."""
    number = SHORT_VERSIONS if short else VERSIONS
    rows = []
    for kind, cases in (("alike", ALIKE), ("nothing in common", UNLIKE)):
        for name, shares in cases.items():
            found = [played(shares, f"{seed} {kind} {name} {each}") for each in range(number)]
            passed = [each.decisions for each in found if each.stand is Stand.PASSED]
            rows.append(
                [
                    f"{name}, {kind}",
                    f"{len(passed)} of {number}",
                    str(round(statistics.median(passed))) if passed else "",
                    _demanded(name),
                    "yes" if _is_met(name, len(passed) / number) else "no",
                ]
            )
    told = {"seed": str(seed), "decisions": f"at most {MOST_DECISIONS:,} a version"}
    columns = ("version", "passed", "median decisions until then", "demanded", "met")
    return [
        Grid("algorithms: versions of the policy at the gate", told, columns, rows),
        _watching(seed, number),
    ]


def _demanded(name: str) -> str:
    return {
        "5 points better": f"at least {LEAST_BETTER:.0%}",
        "equal": f"at most {MOST_EQUAL:.0%}",
    }.get(name, "none")


def _is_met(name: str, share: float) -> bool:
    if name == "5 points better":
        return share >= LEAST_BETTER
    return share <= MOST_EQUAL if name == "equal" else not share


def played(shares: tuple[float, float], seed: str) -> Contest:
    """Return how a version fares that does better and worse on such shares of the places."""
    chance, contest = random.Random(seed), Contest()
    while contest.stand is Stand.OPEN:
        drawn = chance.random()
        contest = contest.after(
            float(drawn < shares[0]), float(shares[0] <= drawn < shares[0] + shares[1])
        )
    return contest


def _watching(seed: int, number: int) -> Grid:
    rows = []
    for name, shares in (*ALIKE.items(), ("10 points worse", (0.02, 0.12))):
        when = [watched(shares, f"{seed} watch {name} {each}") for each in range(number)]
        taken: Sequence[int] = [each for each in when if each is not None]
        median = str(round(statistics.median(taken))) if taken else ""
        rows.append([name, f"{len(taken)} of {number}", median])
    told = {
        "rule": f"precision over the last {WATCHED} below the frozen policy's, and the sign test"
        f" of what both earned at {TAKE_BACK_LEVEL}",
        "decisions": f"{MOST_DECISIONS:,} each",
    }
    columns = ("what was learned is", "taken back", "median decisions until then")
    return Grid("algorithms: what was learned online, taken back", told, columns, rows)


def watched(shares: tuple[float, float], seed: str) -> int | None:
    """Return after how many decisions what was learned is taken back, None for never."""
    chance, watch = random.Random(seed), Watch()
    right, wrong = Said(is_offered=True, is_right=True), Said(is_offered=True, is_right=False)
    for number in range(1, MOST_DECISIONS + 1):
        drawn = chance.random()
        is_worse = shares[0] <= drawn < shares[0] + shares[1]
        online = wrong if is_worse else right
        if watch.note(online, wrong if drawn < shares[0] else right):
            return number
    return None
