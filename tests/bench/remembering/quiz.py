"""Questions about documents: comments about functions, and subjects about commits."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import attrs

from tests.bench.remembering import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LEAST_QUESTIONS = 30


@attrs.frozen
class Quiz:
    """Documents, and questions with the number of the document that each is about."""

    name: str
    documents: tuple[str, ...]
    questions: tuple[tuple[str, int], ...]


@attrs.frozen
class Graded:
    """The ranks of the right documents from 1 on, infinite where one is not found, and the time."""

    ranks: tuple[float, ...]
    seconds: tuple[float, ...]


def made(repositories: Sequence[Path], count: int, seed: int) -> list[Quiz]:
    """Return what is asked: one quiz a language, and one of commits, where there is enough."""
    found = [each for path in repositories for each in pairs.functions(path)]
    commits = [each for path in repositories for each in pairs.commits(path)]
    if not repositories:
        found = list(pairs.standard_library())
    chance = random.Random(seed)
    quizzes = [
        _of_functions(name, [each for each in found if each.language == name], count, chance)
        for name in sorted({each.language for each in found})
    ]
    chance.shuffle(commits)
    quizzes.append(
        Quiz(
            "commit → lines",
            tuple(each.diff for each in commits[:count]),
            tuple((each.subject, number) for number, each in enumerate(commits[:count])),
        )
    )
    return [quiz for quiz in quizzes if len(quiz.questions) >= LEAST_QUESTIONS]


def _of_functions(
    language: str, found: Iterable[pairs.Function], count: int, chance: random.Random
) -> Quiz:
    """Return those functions that say what they do, filled up with those that do not."""
    asked: list[pairs.Function] = []
    silent: list[pairs.Function] = []
    for each in found:
        (asked if each.asked else silent).append(each)
    chance.shuffle(asked)
    chance.shuffle(silent)
    chosen = [*asked, *silent][:count]
    return Quiz(
        f"{language}: comment → function",
        tuple(each.code for each in chosen),
        tuple((each.asked, number) for number, each in enumerate(chosen) if each.asked),
    )
