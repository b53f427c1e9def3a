"""What the ranker is trained on: places with candidates, and which of them were right.

The histories are replayed in memory, without a store, so that many edits are gone through in
little time; what is right where one edit was made in many like places comes from the tests of
`tests/learn`.
"""

from __future__ import annotations

import random
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import change_of
from honed.core.diff import minimal_edit
from honed.core.model import Evidence, Example, Outcome, Pattern
from honed.core.text import Text, decode, encode
from honed.learn.edited import edited_statement
from honed.learn.evidence import rejudged
from honed.learn.generalize import generalize
from honed.services.project import Project
from honed.services.shadow import with_shadow
from honed.suggest.edits import Found, PatternIndex, candidates_at
from honed.suggest.rank import OFFER_AT, ranked
from honed.syntax import languages
from honed.syntax.tree import parse, reparse
from tests.bench.replaying.located import Touched, leads_to
from tests.learn import (
    test_call_edits,
    test_foreign_texts,
    test_idioms,
    test_like_functions,
    test_line_edits,
    test_string_edits,
    test_word_edits,
)
from tests.learn.one_example import Case, learned, results

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.model import Candidate, Weights
    from honed.core.text import Edit
    from honed.learn.bursts import Unit
    from honed.syntax.tree import Tree
    from tests.bench.replaying.work import FileWork, Work

QUIET_LINES = 5
"""Lines beside each edit; a replay asks 20, which say no more about the ranker."""


PROVEN = Evidence(accepted=4)
"""Of a pattern that was accepted at all places but this one."""


@attrs.frozen
class Situation:
    """The candidates on one line, and whether each is right; none is on a quiet line.

    Of one that is never offered, because the guard refuses it, None.
    """

    commit: str
    candidates: Sequence[tuple[Candidate, bool | None]]
    is_quiet: bool = attrs.field(kw_only=True)
    is_demanded: bool = attrs.field(default=False, kw_only=True)
    """Whether a test fails where it does not hold."""


@attrs.define
class Memory:
    """A project that learns in memory what a history's developer does.

    `weights` decide what is offered meanwhile: what was taken is not learned again.
    """

    weights: Weights
    project: Project = attrs.field(factory=lambda: Project(None))
    edits: int = 0
    quiet: int = 0

    def situations(self, work: Work, seed: int = 0) -> Iterator[Situation]:
        """Yield the places of a history that have a candidate, in order."""
        chance = random.Random(seed)
        for number, commit in enumerate(work.commits, 1):
            self.project.begin_session(number)
            for file in commit.files:
                yield from self._file(commit.name, file, chance)

    def _file(self, commit: str, file: FileWork, chance: random.Random) -> Iterator[Situation]:
        language = languages.by_name(file.language)
        tree = parse(Text(file.before), language)
        touched = Touched.of(Text(file.before), file)
        for step in file.steps:
            self.edits += 1
            after = reparse(tree, [step.edit], step.after) if tree else None
            for line in touched.quiet(chance)[:QUIET_LINES]:
                self.quiet += 1
                found = [each.candidate for each in self._found(file, step.before, tree, line)]
                if found:
                    pairs = [(each, False) for each in found]
                    yield Situation(commit, pairs, is_quiet=True)
            line = step.before.line_at(step.edit.span.start)
            every = self._found(file, step.before, tree, line, with_muted=True)
            right = {
                each.candidate.origin: leads_to(step.before, each.candidate.edits, step)
                for each in every
            }
            pairs = [
                (each.candidate, right[each.candidate.origin])
                for each in every
                if self.project.trusts(each.pattern)
            ]
            if pairs:
                yield Situation(commit, pairs, is_quiet=False)
            self._learn(file, step, (tree, after), every, right)
            touched.take(step)
            tree = after

    def _found(
        self, file: FileWork, text: Text, tree: Tree | None, line: int, *, with_muted: bool = False
    ) -> list[Found]:
        return candidates_at(
            self.project.index,
            text,
            tree,
            (line, line),
            self.project.circumstances(file.path),
            language=file.language,
            trust=(lambda _: True) if with_muted else self.project.trusts,
        )

    def _learn(
        self,
        file: FileWork,
        step: Unit,
        trees: tuple[Tree | None, Tree | None],
        found: Sequence[Found],
        right: dict[tuple[int, tuple[Edit, ...]], bool],
    ) -> None:
        """Take the first offer if it is right, else learn from what was typed instead."""
        scored = self._scored(found)
        first = scored[0] if scored and scored[0][0] >= OFFER_AT else None
        if first is not None and right[first[1].origin]:
            self.project.revise(
                first[1].pattern_id, lambda known: rejudged(known, None, Outcome.ACCEPTED)
            )
            self.project.note_edit(self.edits, was_known=True)
            return
        self._learn_typed(file, step, trees, found, right)

    def _scored(self, found: Sequence[Found]) -> list[tuple[float, Candidate]]:
        trusted = [each.candidate for each in found if self.project.trusts(each.pattern)]
        return ranked(self.weights, trusted)

    def _learn_typed(
        self,
        file: FileWork,
        step: Unit,
        trees: tuple[Tree | None, Tree | None],
        found: Sequence[Found],
        right: dict[tuple[int, tuple[Edit, ...]], bool],
    ) -> None:
        """Learn from what was typed."""
        scored = self._scored(found)
        is_reached = any(
            right[each.candidate.origin] for each in found if self.project.trusts(each.pattern)
        )
        for each in found:
            is_right = right[each.candidate.origin]
            self.project.revise(each.pattern.id, partial(with_shadow, is_right=is_right))
        self.project.note_edit(self.edits, was_known=is_reached)
        edited = edited_statement(step.before, step.after, *trees)
        is_known = any(score >= OFFER_AT and right[each.origin] for score, each in scored)
        if edited is None or edited.is_formatting or is_known:
            return
        example = Example("", "", file.path, step.before.line_at(step.edit.span.start))
        for rewrite in generalize(edited):
            number = self.project.index.newest_id + 1
            self.project.add(Pattern(number, rewrite, example, self.project.session_id, self.edits))


def one_shots() -> Iterator[Situation]:
    """Yield the places of the tests in which one edit was made of several alike."""
    for module in (
        test_call_edits, test_foreign_texts, test_idioms, test_line_edits, test_string_edits,
        test_word_edits,
    ):  # fmt: skip
        for case in module.CASES:
            yield from _of_case(case)
    for language, source, changes in test_like_functions.CASES.values():
        yield from _of_functions(language, source, changes)


def _of_case(case: Case) -> Iterator[Situation]:
    before, _ = case.file(*case.statements(case.example[0]))
    after, places = case.file(*case.statements(case.example[1]))
    index = learned(before, after, case.language)
    wanted: dict[int, str] = {}
    for number, new in enumerate(case.offered.values(), 1):
        statements = case.statements(case.example[1])
        statements[number] = new
        text, _ = case.file(*statements)
        wanted |= dict.fromkeys(places[number], decode(text.data))
    yield from _of_lines(index, (before, after), case.language, wanted)


def _of_functions(language: str, source: str, changes: dict[str, str]) -> Iterator[Situation]:
    (old, new), *others = changes.items()
    before, after = Text(encode(source)), Text(encode(source.replace(old, new)))
    wanted = {
        after.line_at(after.data.index(encode(one))): decode(after.data).replace(one, other)
        for one, other in others
    }
    index = learned(before, after, language)
    yield from _of_lines(index, (before, after), language, wanted, is_whole=True)


def _of_lines(
    index: PatternIndex,
    texts: tuple[Text, Text],
    language: str,
    wanted: dict[int, str],
    *,
    is_whole: bool = False,
) -> Iterator[Situation]:
    """Yield the lines of a text that have candidates; what another line wants is not judged.

    A whole file (`is_whole`) must stay silent, too, when all of its offers were accepted.
    """
    before, after = texts
    typed = minimal_edit(before.data, after.data)
    recent = [change_of(before, typed)] if typed else []
    proven = PatternIndex(attrs.evolve(each, evidence=PROVEN) for each in index.all())
    for line, (known, hits) in product(range(after.line_count), ((index, 0.25), (proven, 0.9))):
        pairs = [
            (each, None if made is None or (line not in wanted and made in wanted.values())
             else made == wanted.get(line))
            for each, made in results(known, after, language, line, recent, hits)
        ]  # fmt: skip
        if line in wanted and pairs:
            yield Situation(language, pairs, is_quiet=False, is_demanded=known is index or is_whole)
        elif line not in wanted:
            # Everywhere in a file each is looked at by itself.
            yield from (
                Situation(language, [each], is_quiet=True, is_demanded=known is index or is_whole)
                for each in pairs
            )
