"""One history, edit by edit: what is offered at the first changed line, and on lines left alone."""

from __future__ import annotations

import random
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import hunks
from honed.core.text import Edit, Span, Text, apply_edits
from tests.bench.replaying.exact_lines import ExactLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from honed.learn.bursts import Unit
    from tests.bench.replaying.engine import Answer, Engine, Judged
    from tests.bench.replaying.work import CommitWork, FileWork, Work

QUIET_LINES = 20
MARGIN_LINES = 1
"""Next to a line that the commit changes, nobody knows whether an offer is wrong."""


class Kind(StrEnum):
    """What an edit does to lines."""

    WITHIN = "within one line"
    COME = "whole lines come"
    GO = "whole lines go"
    SEVERAL = "several lines change"


def kind_of(step: Unit) -> Kind:
    """Return what an edit does to lines."""
    old, new = step.before.slice(step.edit.span), step.edit.new
    if b"\n" not in old + new:
        return Kind.WITHIN
    if old and new:
        return Kind.SEVERAL
    return Kind.COME if new else Kind.GO


@attrs.frozen
class Offered:
    """Whether something was offered in place of an edit, and whether it was right."""

    is_offered: bool
    is_right: bool


@attrs.frozen
class Scored:
    """One edit: the offers of the engine and of the baselines, and those on lines left alone.

    `is_reachable` says that one of the candidates was right.
    """

    commit: str
    kind: Kind
    located: Offered
    own: Offered
    exact: Offered
    is_reachable: bool
    quiet: int
    alarms: int
    own_alarms: int
    exact_alarms: int
    ms: tuple[float, ...] = attrs.field(repr=False)


@attrs.frozen
class Group:
    """The candidates on one line, each with whether it is right, for those who learn from them."""

    commit: str
    edit: int
    line: int
    text: Text
    candidates: Sequence[tuple[Judged, bool]]
    is_quiet: bool = attrs.field(kw_only=True)


def replay(
    work: Work, engine: Engine, seed: int = 0, dump: Callable[[Group], None] | None = None
) -> Iterator[Scored]:
    """Yield what came of each edit, in order; `dump` is given every group of candidates."""
    player = _Player(engine, random.Random(seed), dump)
    for commit in work.commits:
        yield from player.commit(commit)


@attrs.define
class _Player:
    engine: Engine
    chance: random.Random
    dump: Callable[[Group], None] | None
    exact: ExactLines = attrs.field(factory=ExactLines)
    number: int = 0

    def commit(self, commit: CommitWork) -> Iterator[Scored]:
        """Play one commit, and end its session."""
        for file in commit.files:
            self.engine.open(file.path, file.language, file.before)
            touched = Touched.of(Text(file.before), file)
            for step in file.steps:
                yield self._step(commit.name, file.path, step, touched)
                touched.take(step)
            self.engine.close(file.path)
        self.engine.end_session()
        self.exact.end_session()

    def _step(self, commit: str, path: str, step: Unit, touched: Touched) -> Scored:
        self.number += 1
        text = step.before
        line = text.line_at(step.edit.span.start)
        quiet = touched.quiet(self.chance)
        [located] = self.engine.ask(path, [line], with_candidates=True)
        elsewhere = self.engine.ask(path, quiet, with_candidates=self.dump is not None)
        exact = self.exact.offer(text, line)
        is_right = leads_to(text, located.edits, step)
        reachable = [leads_to(text, each.candidate.edits, step) for each in located.candidates]
        if self.dump is not None:
            pairs = list(zip(located.candidates, reachable, strict=True))
            self.dump(Group(commit, self.number, line, text, pairs, is_quiet=False))
            for place, answer in zip(quiet, elsewhere, strict=True):
                pairs = [(each, False) for each in answer.candidates]
                self.dump(Group(commit, self.number, place, text, pairs, is_quiet=True))
        scored = Scored(
            commit=commit,
            kind=kind_of(step),
            located=Offered(bool(located.edits), is_right),
            own=Offered(bool(located.own), leads_to(text, located.own, step)),
            exact=Offered(exact is not None, exact is not None and leads_to(text, (exact,), step)),
            is_reachable=any(reachable),
            quiet=len(quiet),
            alarms=sum(bool(each.edits) for each in elsewhere),
            own_alarms=sum(bool(each.own) for each in elsewhere),
            exact_alarms=sum(self.exact.changes(text, each) for each in quiet),
            ms=(located.ms, *(each.ms for each in elsewhere)),
        )
        make(self.engine, path, step, located if is_right else None)
        self.exact.learn(step)
        return scored


def make(engine: Engine, path: str, step: Unit, taken: Answer | None) -> None:
    """Let an engine know what the developer did: take what is right, type the rest."""
    if taken is None:
        engine.edit(path, step.edit)
        return
    engine.accept(path, taken)
    # What is right may differ in the space at line ends.
    left = apply_edits(step.before.data, taken.edits)
    if left != step.after.data:
        engine.edit(path, Edit(Span(0, len(left)), step.after.data))


@attrs.define
class Touched:
    """Which lines of a file the commit changes, followed while it does so."""

    lines: list[bool]

    @classmethod
    def of(cls, before: Text, file: FileWork) -> Touched:
        """Return those of a file before its first edit."""
        after = file.steps[-1].after
        lines = [False] * before.line_count
        for hunk in hunks(before, after):
            first = max(0, hunk.before_start - MARGIN_LINES)
            for line in range(first, min(len(lines), hunk.before_end + MARGIN_LINES)):
                lines[line] = True
        return cls(lines)

    def take(self, step: Unit) -> None:
        """Follow an edit."""
        first = step.before.line_at(step.edit.span.start)
        last = step.before.line_at(step.edit.span.end)
        count = step.edit.new.count(b"\n") + 1
        self.lines[first : last + 1] = [True] * count

    def quiet(self, chance: random.Random) -> list[int]:
        """Return some of the lines that stay as they are."""
        left = [line for line, is_touched in enumerate(self.lines) if not is_touched]
        return chance.sample(left, min(QUIET_LINES, len(left)))


def leads_to(before: Text, edits: Sequence[Edit], step: Unit) -> bool:
    """Return whether edits make the text of the developer, the space at line ends aside.

    No edits are silence, which is never right.
    """
    if not edits:
        return False
    typed = step.edit
    touched = [typed.span, *(each.span for each in edits)]
    start = before.line_start(before.line_at(min(each.start for each in touched)))
    end = before.line_start(before.line_at(max(each.end for each in touched)) + 1)
    inside = [
        Edit(Span(each.span.start - start, each.span.end - start), each.new) for each in edits
    ]
    offered = apply_edits(before.data[start:end], inside)
    wanted = step.after.data[start : end + len(typed.new) - len(typed.span)]
    return _lines(offered) == _lines(wanted)


def _lines(data: bytes) -> list[bytes]:
    return [line.rstrip() for line in data.splitlines()]
