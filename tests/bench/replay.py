"""Replays git histories through the engine: how often the next edit is offered, and rightly.

The cursor is on the first changed line; an answer is right when the text equals the text after
the developer's own edit, the space at line ends aside. Patterns live for one commit, as in the
product they live for one session. It sees the past only.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import hunks
from honed.core.model import Example, Pattern
from honed.core.text import Text, apply_edits
from honed.learn.bursts import units
from honed.learn.edited import edited_statement
from honed.learn.generalize import generalize
from honed.services.shadow import with_shadow, without_trailing_space
from honed.suggest.edits import PatternIndex, candidates_at
from honed.suggest.features import Circumstances
from honed.suggest.rank import OFFER_AT, prior, probability
from honed.syntax import languages
from honed.syntax.tree import parse, reparse
from tests.bench.histories import FileChange, changes
from tests.bench.machine import ROOT, facts
from tests.bench.table import Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from honed.core.model import Weights
    from honed.learn.bursts import Unit
    from honed.syntax.tree import Tree

COMMITS = 150
SHORT_COMMITS = 10
MAX_UNITS = 200
QUIET_LINES = 6


@attrs.frozen
class Judged:
    """A candidate at a place, its features, and whether it was what the developer did.

    `group` names the place: one of its candidates, or silence, is the answer.
    """

    group: int
    features: tuple[float, ...]
    text: bytes = attrs.field(repr=False)
    is_right: bool = attrs.field(kw_only=True)
    is_quiet: bool = attrs.field(kw_only=True)


@attrs.define
class Replay:
    """One repository's replay; `judged` holds every candidate that was met."""

    edits: int = 0
    groups: int = 0
    quiet_groups: int = 0
    judged: list[Judged] = attrs.field(factory=list)

    def run(self, repository: Path, latest: int, seed: int = 0) -> None:
        """Replay the latest commits of a repository."""
        chance = random.Random(seed)
        for commit in changes(repository, latest=latest):
            edits = sum(len(units_of(change)) for change in commit)
            if 0 < edits <= MAX_UNITS:
                self._commit(commit, chance)

    def _commit(self, commit: list[FileChange], chance: random.Random) -> None:
        index = PatternIndex()
        for change in commit:
            language = languages.by_name(change.language)
            tree: Tree | None = None
            for unit in units_of(change):
                tree = tree or parse(unit.before, language)
                after_tree = reparse(tree, [unit.edit], unit.after) if tree else None
                if tree is not None and after_tree is not None:
                    self._unit(index, change, unit, tree)
                    self._quiet(index, change, unit, tree, chance)
                    self._learn(index, change, unit, tree, after_tree)
                tree = after_tree

    def _unit(self, index: PatternIndex, change: FileChange, unit: Unit, tree: Tree) -> None:
        self.edits += 1
        self.groups += 1
        wanted = without_trailing_space(unit.after)
        line = unit.before.line_at(unit.edit.span.start)
        for pattern, features, result in _candidates(index, change, unit.before, tree, line):
            is_right = without_trailing_space(Text(result)) == wanted
            self.judged.append(
                Judged(self.groups, features, result, is_right=is_right, is_quiet=False)
            )
            known = index.get(pattern.id)
            if known is not None:
                evidence = with_shadow(known.evidence, is_right=is_right)
                index.add(attrs.evolve(known, evidence=evidence))

    def _quiet(
        self, index: PatternIndex, change: FileChange, unit: Unit, tree: Tree, chance: random.Random
    ) -> None:
        """Ask at lines that this commit leaves alone: every offer there is a false alarm."""
        if not len(index):
            return
        touched = {
            line
            for hunk in hunks(unit.before, Text(change.after))
            for line in range(hunk.before_start - 1, hunk.before_end + 2)
        }
        lines = [line for line in range(unit.before.line_count) if line not in touched]
        for line in chance.sample(lines, min(QUIET_LINES, len(lines))):
            self.groups += 1
            self.quiet_groups += 1
            for _, features, result in _candidates(index, change, unit.before, tree, line):
                self.judged.append(
                    Judged(self.groups, features, result, is_right=False, is_quiet=True)
                )

    def _learn(
        self, index: PatternIndex, change: FileChange, unit: Unit, tree: Tree, after: Tree
    ) -> None:
        edited = edited_statement(unit.before, unit.after, tree, after)
        if edited is None:
            return
        for rewrite in generalize(edited):
            example = Example("", "", change.path, 0)
            index.add(Pattern(index.newest_id + 1, rewrite, example, 1, 1))


def _candidates(
    index: PatternIndex, change: FileChange, text: Text, tree: Tree, line: int
) -> Iterator[tuple[Pattern, tuple[float, ...], bytes]]:
    """Yield what each pattern would do on a line: pattern, features, resulting text."""
    found = candidates_at(
        index,
        text,
        tree,
        (line, line),
        Circumstances(change.path, 1, index.newest_id),
        language=change.language,
        trust=lambda _: True,
    )
    for each in found:
        result = apply_edits(text.data, each.candidate.edits)
        yield each.pattern, each.candidate.features, result


def units_of(change: FileChange) -> tuple[Unit, ...]:
    """Return the separate edits of a file's change, however many."""
    return units(Text(change.before), Text(change.after), most=MAX_UNITS)


@attrs.frozen
class Figures:
    """Coverage, precision and recall of the first offers; offers per 100 quiet lines."""

    edits: int
    offered: int
    right: int
    reachable: int
    quiet: int
    alarms: int

    @property
    def precision(self) -> float:
        """The share of the offers that were right."""
        return self.right / self.offered if self.offered else 0.0

    @property
    def recall(self) -> float:
        """The share of all edits that were offered rightly."""
        return self.right / self.edits if self.edits else 0.0


def figures(replay: Replay, weights: Weights | None = None, at: float = OFFER_AT) -> Figures:
    """Return what the ranker makes of the candidates."""
    chosen = weights or prior()
    offered = right = reachable = alarms = 0
    for group in _groups(replay.judged):
        scored = [(probability(chosen, each.features), each) for each in group]
        best, candidate = max(scored, key=lambda pair: pair[0])
        reachable += any(each.is_right for each in group)
        if best < at:
            continue
        if candidate.is_quiet:
            alarms += 1
        else:
            offered += 1
            right += candidate.is_right
    return Figures(replay.edits, offered, right, reachable, replay.quiet_groups, alarms)


def _groups(judged: list[Judged]) -> Iterator[list[Judged]]:
    group: list[Judged] = []
    for each in judged:
        if group and group[0].group != each.group:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def run(repositories: Sequence[Path], *, short: bool = False) -> Table:
    """Replay the latest commits of each repository; without one, honed's own history."""
    rows: list[Row] = []
    latest = SHORT_COMMITS if short else COMMITS
    for repository in repositories or [ROOT]:
        replay = Replay()
        replay.run(repository, latest)
        rows += _rows(repository.parent.name if repository.name == "repo" else repository.name,
                      figures(replay))  # fmt: skip
    return Table("replay", facts() | {"commits": f"the latest {latest} a repository"}, rows)


def _rows(name: str, found: Figures) -> list[Row]:
    def row(measure: str, unit: str, value: float, note: str = "") -> Row:
        made = numbers([value])
        if made is None:
            raise ValueError(measure)
        return Row(f"{name}: {measure}", unit, made, note=note)

    return [
        row("edits", "", found.edits),
        row("precision of the first offer", "share", found.precision),
        row("recall over all edits", "share", found.recall,
            f"{found.reachable} of {found.edits} were among the candidates"),
        row("offers per 100 quiet lines", "", 100 * found.alarms / max(1, found.quiet)),
    ]  # fmt: skip
