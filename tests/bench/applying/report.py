"""The tables of the bench of applying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.applying.judge import Judged, Verdict
from tests.bench.table import Grid, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

COLUMNS = (
    "cases", "n", "exact %", "+ blank %", "refused %", "wrong %", "+ blank wrong %",
    "syntax errors", "markers", "p50 ms", "p95 ms",
)  # fmt: skip
MIDDLE_LINES = range(275 - 60, 275 + 60 + 1)
NOISY = {"dedent", "stale_search", "stale_both"}
MUST_BE_REFUSED = {"ambiguous", "absent"}
SURE = 0.9
CHARACTERS_PER_TOKEN = 4
NOT_RUN = "vendor's own figure, not run here; without the network"
# (who, tokens a second, of its own account)
VENDORS = (
    ("Morph", 10_500, "98 % right"),
    ("Relace", 10_000, ""),
    ("Kortix", None, "66–76 % full match"),
)


def grids(
    results: Sequence[Judged], peer: Sequence[Judged], batch_s: float, facts: Mapping[str, str]
) -> list[Grid]:
    """Return all tables; `peer` is empty where it was not run, `batch_s` is of 1,000 edits."""
    lazy = [each for each in results if each.case.suite == "lazy"]
    beside = [*_by(lazy, lambda _: ["honed"]), *_by(peer, lambda _: ["agent-booster"])]
    return [
        Grid("apply: by level", facts, COLUMNS, _by(results, _levels)),
        Grid("apply: lazy snippets by language", {}, COLUMNS, _by(lazy, _language)),
        Grid("apply: by confidence", {}, ("cases and confidence", "n", "share %", "exact %",
             "+ blank %"), _confidence(results)),
        Grid("apply: refused, why", {}, ("reason", "wanted", "unwanted"), _reasons(results)),
        Grid("apply: the lazy snippets beside agent-booster", {}, COLUMNS, beside),
        Grid("apply: speed", {}, ("what", "file", "p50 ms", "p95 ms", "note"),
             _speed(lazy, peer, batch_s)),
    ]  # fmt: skip


def _levels(each: Judged) -> list[str]:
    suite, level = each.case.suite, each.case.level
    names = [f"{suite}, all", f"{suite}: {level}"]
    if each.case.variant == "column 0":
        names.append(f"{suite}: markers at column 0")
    if suite == "replace" and level in NOISY:
        names.append(f"{suite}: noisy")
    if suite == "replace" and level in MUST_BE_REFUSED:
        names.append(f"{suite}: must be refused")
    return names


def _language(each: Judged) -> list[str]:
    return [each.case.language or "text"]


def _by(results: Iterable[Judged], names: Callable[[Judged], list[str]]) -> list[list[str]]:
    groups: dict[str, list[Judged]] = {}
    for each in results:
        for name in names(each):
            groups.setdefault(name, []).append(each)
    return [_row(name, groups[name]) for name in sorted(groups, key=_suite_first)]


def _suite_first(name: str) -> tuple[str, bool, str]:
    suite = name.partition(", ")[0].partition(": ")[0]
    return suite, not name.endswith(", all"), name


def _row(name: str, group: Sequence[Judged]) -> list[str]:
    times = numbers([each.ms for each in group])
    assert times is not None
    count = {verdict: sum(each.verdict is verdict for each in group) for verdict in Verdict}
    return [
        name,
        str(len(group)),
        _share(count[Verdict.EXACT], len(group)),
        _share(count[Verdict.EXACT] + count[Verdict.EQUAL], len(group)),
        _share(count[Verdict.REFUSED], len(group)),
        _share(count[Verdict.WRONG], len(group)),
        _share(count[Verdict.WRONG] + count[Verdict.EQUAL], len(group)),
        str(sum(each.new_faults > 0 for each in group)),
        str(sum(each.markers_left > 0 for each in group)),
        f"{times.median:.1f}",
        f"{times.p95:.1f}",
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _confidence(results: Sequence[Judged]) -> list[list[str]]:
    """Return the tenths of confidence of what was applied, and the sure ones by suite."""
    rows = []
    for low in range(10):
        group = [each for each in results
                 if each.text is not None and min(9, int(10 * each.confidence)) == low]  # fmt: skip
        if group:
            rows.append([f"all, {low / 10:.1f}–{(low + 1) / 10:.1f}", *_right(group, len(results))])
    for suite in dict.fromkeys(each.case.suite for each in results):
        of_suite = [
            each for each in results
            if each.case.suite == suite and each.case.expected is not None
        ]  # fmt: skip
        sure = [each for each in of_suite if each.text is not None and each.confidence >= SURE]
        rows.append([f"{suite}, ≥ {SURE}", *_right(sure, len(of_suite))])
    return rows


def _right(group: Sequence[Judged], total: int) -> list[str]:
    return [
        str(len(group)),
        _share(len(group), total),
        _share(sum(each.verdict is Verdict.EXACT for each in group), len(group)),
        _share(sum(each.is_right for each in group), len(group)),
    ]


def _reasons(results: Sequence[Judged]) -> list[list[str]]:
    counts: dict[str, list[int]] = {}
    for each in results:
        if each.verdict is Verdict.REFUSED:
            found = counts.setdefault(each.reason.partition(":")[0], [0, 0])
            found[each.case.expected is not None] += 1
    return [[name, *map(str, counts[name])] for name in sorted(counts)]


def _speed(lazy: Sequence[Judged], peer: Sequence[Judged], batch_s: float) -> list[list[str]]:
    rows = []
    middle = f"{MIDDLE_LINES[0]}–{MIDDLE_LINES[-1]} lines"
    for who, group in (("honed", lazy), ("agent-booster", peer)):
        for size, chosen in ((middle, list(filter(_is_middle, group))), ("40–1,200 lines", group)):
            times = numbers([each.ms for each in chosen])
            if times is not None:
                spread = [f"{times.median:.2f}", f"{times.p95:.2f}"]
                rows.append([f"{who}: lazy snippets", size, *spread, "this run"])
    rows.append(["honed: 1,000 edits in one batch", "7–9 lines", f"{batch_s:.3f}", "",
                 f"each; {batch_s:.2f} s for all"])  # fmt: skip
    characters = numbers([len(each.case.original) for each in filter(_is_middle, lazy)])
    for who, rate, words in VENDORS:
        tokens = int(characters.median / CHARACTERS_PER_TOKEN) if characters else 0
        ms = f"{1000 * tokens / rate:.0f}" if rate else "–"
        said = ", ".join(filter(None, [f"{rate:,} tokens/s" if rate else "", words]))
        rows.append([who, f"about {tokens:,} tokens", ms, "",
                     f"{said}: {NOT_RUN}"])  # fmt: skip
    return rows


def _is_middle(each: Judged) -> bool:
    return each.case.original.count("\n") in MIDDLE_LINES
