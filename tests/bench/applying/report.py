"""The tables of the bench of applying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.applying.judge import Judged, Verdict
from tests.bench.table import Grid, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COLUMNS = (
    "cases", "n", "exact %", "+ blank %", "refused %", "wrong %", "not exact %",
    "syntax errors", "markers", "p50 ms", "p95 ms",
)  # fmt: skip


def grids(results: Sequence[Judged], facts: Mapping[str, str]) -> list[Grid]:
    """Return all tables: by suite and level, by language, by confidence."""
    return [
        Grid("apply: by level", facts, COLUMNS, _by(results, _level)),
        Grid("apply: lazy snippets by language", {}, COLUMNS, _by(_lazy(results), _language)),
        Grid("apply: by confidence", {}, ("confidence", "n", "share %", "exact %", "+ blank %"),
             _confidence(results)),
    ]  # fmt: skip


def _lazy(results: Sequence[Judged]) -> list[Judged]:
    return [each for each in results if each.case.suite == "lazy"]


def _level(each: Judged) -> list[str]:
    names = [f"{each.case.suite}, all", f"{each.case.suite}: {each.case.level}"]
    if each.case.variant == "column 0":
        names.append(f"{each.case.suite}: markers at column 0")
    return names


def _language(each: Judged) -> list[str]:
    return [each.case.language or "text"]


def _by(results: Sequence[Judged], names: Callable[[Judged], list[str]]) -> list[list[str]]:
    groups: dict[str, list[Judged]] = {}
    for each in results:
        for name in names(each):
            groups.setdefault(name, []).append(each)
    return [row(name, group) for name, group in groups.items()]


def row(name: str, group: Sequence[Judged]) -> list[str]:
    """Return one row of a table: how a group of cases went."""
    times = numbers([each.ms for each in group])
    assert times is not None
    count = {verdict: sum(each.verdict is verdict for each in group) for verdict in Verdict}
    applied_right = count[Verdict.EXACT] + count[Verdict.EQUAL]
    return [
        name,
        str(len(group)),
        _share(count[Verdict.EXACT], len(group)),
        _share(applied_right, len(group)),
        _share(count[Verdict.REFUSED], len(group)),
        _share(count[Verdict.WRONG], len(group)),
        _share(count[Verdict.WRONG] + count[Verdict.EQUAL], len(group)),
        str(sum(each.new_faults > 0 for each in group)),
        str(sum(each.markers_left > 0 for each in group)),
        f"{times.median:.1f}",
        f"{times.p95:.1f}",
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def _confidence(results: Sequence[Judged]) -> list[list[str]]:
    rows = []
    for low in range(10):
        group = [each for each in results
                 if each.text is not None and min(9, int(10 * each.confidence)) == low]  # fmt: skip
        if group:
            rows.append([f"{low / 10:.1f}–{(low + 1) / 10:.1f}", *_right(group, len(results))])
    return rows


def _right(group: Sequence[Judged], total: int) -> list[str]:
    return [
        str(len(group)),
        _share(len(group), total),
        _share(sum(each.verdict is Verdict.EXACT for each in group), len(group)),
        _share(sum(each.is_right for each in group), len(group)),
    ]
