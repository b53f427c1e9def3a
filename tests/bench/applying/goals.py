"""What the bench of applying is held to: each goal beside what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tests.bench.applying.judge import Judged, Verdict
from tests.bench.applying.report import MIDDLE_LINES, MUST_BE_REFUSED, NOISY, SURE
from tests.bench.table import Grid, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ("goal", "n", "measured", "pass", "")
WRITTEN = {"written", "own written"}


@attrs.frozen
class Goal:
    """A number and its limit, `least` or `most`; `value` is None where nothing was measured."""

    name: str
    count: int
    value: float | None
    unit: str
    least: float | None = None
    most: float | None = None

    def row(self) -> list[str]:
        """Return name, cases, value, limit and verdict."""
        sign, limit = ("≥", self.least) if self.least is not None else ("≤", self.most)
        wanted = f"{sign} {limit:g} {self.unit}"
        if self.value is None or limit is None:
            return [self.name, "0", "–", wanted, "not measured"]
        is_met = self.value >= limit if self.least is not None else self.value <= limit
        verdict = "ok" if is_met else "missed"
        return [self.name, str(self.count), f"{self.value:.2f} {self.unit}", wanted, verdict]


def grid(results: Sequence[Judged], peer: Sequence[Judged], batch_s: float) -> Grid:
    """Return the goals and what came of them."""
    return Grid("apply: goals", {}, COLUMNS, [
        each.row() for each in (*_lazy(results), *_blocks(results), *_all(results),
                                *_speed(results, peer, batch_s))
    ])  # fmt: skip


def _lazy(results: Sequence[Judged]) -> Iterable[Goal]:
    lazy = _of(results, {"lazy"})
    written = [each for each in _of(results, WRITTEN) if each.case.expected is not None]
    refuse = [each for each in _of(results, WRITTEN) if each.case.expected is None]
    embedded = [each for each in results if each.case.level == "embedded"]
    renamed = [each for each in results if each.case.level == "embedded, renamed"]
    others = _of(results, {"continue"})
    bare = [each for each in lazy if each.case.level == "bare"]
    flat = [each for each in lazy if each.case.variant == "column 0"]
    yield _exact("lazy, exact", lazy, 90)
    yield _right("lazy, exact but for blank lines", lazy, 92)
    yield _wrong("lazy, wrong", lazy, 2, {Verdict.WRONG, Verdict.EQUAL})
    yield _right("written in assistants' styles, exact but for blank lines", written, 75)
    yield _wrong("written in assistants' styles, wrong", written, 4, {Verdict.WRONG})
    yield _right("written, must be refused and is", refuse, 99)
    yield _exact("bare declaration, exact", bare, 98)
    yield _exact("markers at column 0, exact", flat, 88)
    yield _count("agent-booster's cases in one file, exact", embedded, Verdict.EXACT, least=12)
    yield _count("the same with every name changed, exact", renamed, Verdict.EXACT, least=12)
    yield _count("Continue's cases, exact", others, Verdict.EXACT, least=10)
    yield _count("Continue's cases, wrong", others, Verdict.WRONG, most=0)


def _blocks(results: Sequence[Judged]) -> Iterable[Goal]:
    blocks = _of(results, {"replace"})
    refuse = [each for each in blocks if each.case.level in MUST_BE_REFUSED]
    clean = [each for each in blocks if each.case.level == "clean"]
    noisy = [each for each in blocks if each.case.level in NOISY]
    yield _exact("search/replace clean, exact", clean, 99)
    yield _exact("search/replace noisy, exact", noisy, 97)
    yield _right("must be refused and is", refuse, 99)
    yield _wrong("search/replace, wrong", blocks, 0.5, {Verdict.WRONG, Verdict.EQUAL})


def _all(results: Sequence[Judged]) -> Iterable[Goal]:
    wanted = [each for each in results if each.case.suite in {"lazy", "replace", *WRITTEN}]
    possible = [each for each in wanted if each.case.expected is not None]
    sure = [each for each in wanted if each.text is not None and each.confidence >= SURE]
    share = 100 * len(sure) / len(possible) if possible else None
    left = sum(each.markers_left > 0 for each in results)
    faults = sum(each.new_faults > 0 for each in results)
    yield Goal("results with a marker left", len(results), left, "", most=0)
    yield Goal("results with a new syntax error", len(results), faults, "", most=0)
    yield _exact(f"exact where confidence ≥ {SURE}", sure, 99)
    yield Goal("share of such cases", len(possible), share, "%", least=60)


def _speed(results: Sequence[Judged], peer: Sequence[Judged], batch_s: float) -> Iterable[Goal]:
    lazy = _of(results, {"lazy"})
    middle = [each.ms for each in lazy if each.case.original.count("\n") in MIDDLE_LINES]
    found, own = numbers(middle), numbers([each.ms for each in lazy])
    beside = numbers([each.ms for each in peer])
    size = f"files of {MIDDLE_LINES[0]}–{MIDDLE_LINES[-1]} lines"
    ratio = own.median / beside.median if own and beside else None
    yield Goal(f"{size}, median", len(middle), found.median if found else None, "ms", most=5)
    yield Goal(f"{size}, 95 of 100", len(middle), found.p95 if found else None, "ms", most=25)
    yield Goal("1,000 small edits in one batch", 1, batch_s, "s", most=1)
    yield Goal("median to agent-booster's on the lazy set", len(peer), ratio, "", most=1)


def _of(results: Sequence[Judged], suites: set[str]) -> list[Judged]:
    return [each for each in results if each.case.suite in suites]


def _exact(name: str, group: Sequence[Judged], least: float) -> Goal:
    return _share(name, group, sum(each.verdict is Verdict.EXACT for each in group), least=least)


def _right(name: str, group: Sequence[Judged], least: float) -> Goal:
    return _share(name, group, sum(each.is_right for each in group), least=least)


def _wrong(name: str, group: Sequence[Judged], most: float, verdicts: set[Verdict]) -> Goal:
    return _share(name, group, sum(each.verdict in verdicts for each in group), most=most)


def _share(
    name: str,
    group: Sequence[Judged],
    part: int,
    least: float | None = None,
    most: float | None = None,
) -> Goal:
    share = 100 * part / len(group) if group else None
    return Goal(name, len(group), share, "%", least, most)


def _count(
    name: str,
    group: Sequence[Judged],
    verdict: Verdict,
    least: float | None = None,
    most: float | None = None,
) -> Goal:
    count = sum(each.verdict is verdict for each in group) if group else None
    return Goal(name, len(group), count, "", least, most)
