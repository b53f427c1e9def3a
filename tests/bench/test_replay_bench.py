"""The replay asks what it says, knows right from wrong, and lets the engine see the past only."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from honed.core.model import Outcome, Trajectory
from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.bursts import units
from honed.retrieval.embed import VERSION
from honed.store.store import open_store
from tests.bench import replay
from tests.bench.options import Options
from tests.bench.replaying.engine import Size, WorkspaceEngine, size_of
from tests.bench.replaying.exact_lines import ExactLines
from tests.bench.replaying.figures import bounds, figures
from tests.bench.replaying.located import Kind, Offered, Scored, Touched, kind_of, leads_to
from tests.bench.replaying.located import replay as replayed
from tests.bench.replaying.over_lsp import LspEngine
from tests.bench.replaying.pipe import PipeEngine
from tests.bench.replaying.work import FileWork, Work
from tests.bench.small_work import AFTER, BEFORE, UNLIKE, of_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    History = Callable[[Sequence[Mapping[str, str]]], Path]


def scored(work_: Work) -> list[Scored]:
    """Return what comes of a replay in this process."""
    engine = WorkspaceEngine()
    try:
        return list(replayed(work_, engine))
    finally:
        engine.stop()


def test_second_edit_of_a_kind_is_right() -> None:
    """The first edit of a kind is silence, the others are offered, and nothing elsewhere."""
    first, *others = scored(of_texts(BEFORE, AFTER))
    assert first.located == Offered(is_offered=False, is_right=False)
    assert not first.is_reachable
    assert {each.located for each in others} == {Offered(is_offered=True, is_right=True)}
    assert all(each.is_reachable for each in others)
    assert [each.quiet for each in others] == [20, 20]
    assert sum(each.alarms for each in others) == 0


def test_unlike_edits_noop() -> None:
    """Edits that have nothing in common are not offered."""
    found = scored(of_texts(BEFORE, UNLIKE))
    assert len(found) == 2
    assert not any(each.located.is_offered for each in found)


def test_sessions_end_between_commits() -> None:
    """What another commit taught, once and unproven, is not offered in the next."""
    one = BEFORE.replace('log.warn("cannot load"', 'log.warning("cannot load"')
    two = one.replace('log.warn("cannot store"', 'log.warning("cannot store"')
    assert not any(each.located.is_offered for each in scored(of_texts(BEFORE, one, two)))


def test_child_answers_as_the_engine_does() -> None:
    """Through the pipe come the same answers, times aside."""
    work_ = of_texts(BEFORE, AFTER, UNLIKE)
    engine = PipeEngine()
    try:
        piped = list(replayed(work_, engine))
    finally:
        engine.stop()
    assert [each.located for each in piped] == [each.located for each in scored(work_)]


@pytest.mark.slow
def test_server_answers_as_the_engine_does() -> None:
    """A real server, driven as by an editor, gives the same answers, in other characters too."""
    accented = BEFORE.replace("cannot", "ne peut \U0001f600 pas")
    work_ = of_texts(BEFORE, AFTER, UNLIKE, accented, accented.replace("log.warn(", "log.error("))
    server = LspEngine()
    try:
        by_server = list(replayed(work_, server))
    finally:
        server.stop()
    by_engine = scored(work_)
    assert [answers(each) for each in by_server] == [answers(each) for each in by_engine]
    assert sum(each.located.is_right for each in by_engine) >= 4


def answers(of: Scored) -> tuple[object, ...]:
    """Return what was offered."""
    return of.commit, of.located, of.exact, of.quiet, of.alarms


def test_size_is_what_was_learned(tmp_path: Path) -> None:
    """An empty database counts nothing; records count apart, and so do vectors."""
    with closing(open_store(tmp_path / "a.db", embedding_version=VERSION)) as store:
        assert size_of(tmp_path) == Size(0, 0, 0)
        session = store.open_session(1.0, "").id
        store.add_trajectory(
            Trajectory(session, 1.0, "python", "a.py", 0, "a", "b", Outcome.FREE, 0.5)
        )
    (tmp_path / "a.hnsw").write_bytes(b"1" * 5)
    found = size_of(tmp_path)
    assert found.records > 0
    assert found.vectors == 5


def test_what_fails_in_the_child_fails_here() -> None:
    """A question about a file that is not open is no answer."""
    engine = PipeEngine()
    try:
        with pytest.raises(ValueError, match=r"a\.py"):
            engine.ask("a.py", [0], with_candidates=False)
    finally:
        engine.stop()


def test_right_is_what_the_developer_wrote() -> None:
    """The space at line ends is left aside; anything else counts, and silence is never right."""
    [step] = units(Text(b"a = 1\nb = 2\n"), Text(b"a = 1\nb = 3\n"))
    at = step.before.data.index(b"2")
    assert leads_to(step.before, [Edit(Span(at, at + 1), b"3 ")], step)
    assert not leads_to(step.before, [Edit(Span(at, at + 1), b"4")], step)
    assert not leads_to(step.before, [Edit(Span(4, 5), b"2"), step.edit], step)
    assert not leads_to(step.before, [], step)


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (b"a\nb2\nc\n", Kind.WITHIN),
        (b"a\nx\nb\nc\n", Kind.COME),
        (b"a\nc\n", Kind.GO),
        (b"x\ny\nz\nc\n", Kind.SEVERAL),
    ],
)
def test_kinds_of_edits(after: bytes, kind: Kind) -> None:
    """Lines come, go or change."""
    [step] = units(Text(b"a\nb\nc\n"), Text(after))
    assert kind_of(step) is kind


def test_lines_left_alone_are_followed() -> None:
    """Lines that come or go move them; those next to a change are not asked about."""
    before, after = b"a\nb\nc\nd\ne\nf\n", b"a\nx\ny\nb\nc\nd\ne2\nf\n"
    steps = units(Text(before), Text(after))
    touched = Touched.of(Text(before), FileWork("a.py", "python", before, steps))
    assert touched.lines == [True, True, False, True, True, True, False]
    for step in steps:
        touched.take(step)
    assert len(touched.lines) == Text(after).line_count
    left = [line for line, is_touched in enumerate(touched.lines) if not is_touched]
    assert [after.split(b"\n")[line] for line in left] == [b"c", b""]


def test_exact_lines_change_again() -> None:
    """Lines become what the same lines became, at their own indentation; others stay."""
    [step] = units(Text(b"  a()\n"), Text(b"  if b:\n    a()\n"))
    exact, place = ExactLines(), Text(b"x\n    a() \nb()\n")
    assert exact.offer(place, 1) is None
    exact.learn(step)
    edit = exact.offer(place, 1)
    assert edit is not None
    assert apply_edits(place.data, [edit]) == b"x\n    if b:\n      a()\nb()\n"
    assert (exact.changes(place, 1), exact.changes(place, 2)) == (True, False)
    exact.end_session()
    assert exact.offer(place, 1) is None


def test_exact_lines_of_nothing_noop() -> None:
    """Lines that came between others teach nothing."""
    [step] = units(Text(b"a\n\nb\n"), Text(b"a\n\nc\n\nb\n"))
    exact = ExactLines()
    exact.learn(step)
    assert exact.offer(Text(b"b\n"), 0) is None or not exact.changes(Text(b"\n"), 0)


def edit_of(commit: str, *, is_offered: bool, is_right: bool) -> Scored:
    """Return a scored edit, with two quiet lines of which one was offered something."""
    offered = Offered(is_offered=is_offered, is_right=is_right)
    silent = Offered(is_offered=False, is_right=False)
    return Scored(
        commit,
        Kind.WITHIN,
        offered,
        silent,
        silent,
        is_reachable=is_right,
        quiet=2,
        alarms=1,
        own_alarms=0,
        exact_alarms=0,
        ms=(1.0, 3.0),
    )


def test_figures() -> None:
    """Shares are of edits or of offers, and the interval holds the mean."""
    found = figures(
        [
            edit_of("a", is_offered=True, is_right=True),
            edit_of("a", is_offered=True, is_right=False),
            edit_of("b", is_offered=True, is_right=True),
            edit_of("c", is_offered=False, is_right=False),
        ]
    )
    located = found.located
    assert (located.coverage, located.recall, located.net_benefit) == (0.75, 0.5, 0.25)
    assert located.precision == pytest.approx(2 / 3)
    assert (located.per_100_quiet, found.own.per_100_quiet) == (50.0, 0.0)
    assert found.best_possible == 0.5
    low, high = bounds(found.samples)
    assert low < 0.25 < high
    assert (found.best_commits, found.p50_ms, found.p95_ms) == (1.0, 1.0, 3.0)


def test_figures_of_nothing() -> None:
    """No edits have no interval, and divide nothing by zero."""
    found = figures([])
    assert (found.located.precision, *bounds(found.samples)) == (0.0, 0.0, 0.0)


def test_bench_prints_and_dumps(commits: History, tmp_path: Path) -> None:
    """The command's tables name the history, and each group of candidates is written."""
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}])
    dump = tmp_path / "dump.jsonl"
    located, beside, kinds, anywhere = replay.run(Options((repository,), dump=dump))
    assert [row[:3] for row in located.rows] == [["demo", "3", ".667"]]
    assert beside.rows[0][1] == "honed"
    assert kinds.rows[0][:5] == [Kind.WITHIN, "3", "1.000", "1.000", ".667"]
    assert anywhere.rows[0][:5] == ["demo", "3", ".667", "1.000", "1.000"]
    rows = [json.loads(line) for line in dump.read_text("utf-8").splitlines()]
    assert {(row["edit"], row["quiet"]) for row in rows} >= {(2, False), (3, False)}
    rights = [each["right"] for row in rows if not row["quiet"] for each in row["candidates"]]
    assert any(rights)
    texts = {each["text"] for each in rows[0]["candidates"] if each["right"]}
    assert len(texts) == 1
