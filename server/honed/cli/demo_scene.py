"""One file on the demo's stage, and the places in it that wait for the edit.

A place keeps its number, whatever is changed around it: the numbers are those of the text at first.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from honed.cli.demo_texts import applied, changes_made, diff_of, difference, line_of
from honed.core.text import Text, encode
from honed.services.actions import ActionKind
from honed.syntax import languages
from honed.syntax.tree import faults, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.cli.demo_stage import Stage
    from honed.cli.demo_stories import Chapter, Story
    from honed.cli.demo_texts import Change, Diff

ASKED_ELSEWHERE = 60
"""Lines without a place that are asked too: those that look like one, and others."""
ASKED_ALIKE = 40
CACHED = 64
"""Texts of which it is remembered whether they parse."""
_WORDS = re.compile(r"[^%(),\"'\[\]{}]+")


@attrs.frozen
class Asked:
    """What was offered at the waiting places, by their numbers; of the wrong ones the diffs."""

    right: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    wrong: tuple[Diff, ...] = ()

    @property
    def places(self) -> int:
        """How many places were asked."""
        return len(self.right) + len(self.silent) + len(self.wrong)


@attrs.frozen
class Elsewhere:
    """What was offered on lines without a place: of earlier stories, rightly, and wrongly."""

    asked: int
    earlier: int = 0
    wrong: tuple[Diff, ...] = ()


class Scene:
    """A file that is open in the editor."""

    def __init__(self, stage: Stage, chapter: Chapter) -> None:
        """Write the file as it was at first, and open it."""
        self.stage = stage
        self.chapter = chapter
        self.name = chapter.name
        self.waiting = list(range(len(chapter.story.changes(chapter.text))))
        stage.show(chapter.name, chapter.text, chapter.story.language)

    @property
    def text(self) -> str:
        """The file as it is now."""
        return self.stage.editor.texts[self.name]

    def changes(self) -> dict[int, Change]:
        """Return what each waiting place must become, in order."""
        return dict(zip(self.waiting, self.chapter.story.changes(self.text), strict=True))

    def type(self, place: int) -> tuple[Diff, int]:
        """Make the edit at a place key by key; return it, and how many keys that took."""
        text, change, editor = self.text, self.changes()[place], self.stage.editor
        old, version = text[change.start : change.end], editor.versions[self.name]
        editor.type(self.name, old, change.new, _earlier(text, old, change.start))
        self.waiting.remove(place)
        self.stage.check(
            f"{self.name}: the keys lead to the edit", holds=self.text == applied(text, [change])
        )
        return diff_of(text, change), editor.versions[self.name] - version

    async def ask(self, *, parsing: bool) -> Asked:
        """Ask at each waiting place; an offer is right if it is what is expected there.

        With `parsing` it must parse, too; that takes longer than all the rest.
        """
        right, silent, wrong = [], [], []
        text, changes = self.text, self.changes()
        for place, change in changes.items():
            offered = await self.stage.offered(self.name, change.start)
            if offered is None:
                silent.append(place)
            elif _is_expected(text, offered, change, changes.values()) and (
                not parsing or self.parses(offered)
            ):
                right.append(place)
            else:
                wrong.append(diff_of(text, difference(text, offered)))
        return Asked(tuple(right), tuple(silent), tuple(wrong))

    async def ask_elsewhere(self, told: Iterable[Story]) -> Elsewhere:
        """Ask on lines without a place; `told` are the stories before this one.

        A place may be offered on another line of its statement, and so may one that waits for the
        edit of another story: what was learned in one file is offered in all.
        """
        text, changes = self.text, self.changes().values()
        places = {line_of(text, change.start) for change in changes}
        alike: list[int] = []
        others: list[int] = []
        start = 0
        for number, line in enumerate(text.split("\n")):
            if line.strip() and number not in places:
                kind = alike if self.chapter.story.alike.search(line) else others
                kind.append(start + len(line) - len(line.lstrip()))
            start += len(line) + 1
        asked = _spread(alike, ASKED_ALIKE)
        asked += _spread(others, ASKED_ELSEWHERE - len(asked))
        own = {applied(text, [change]) for change in changes}
        of_others = {
            applied(text, [change])
            for story in told
            if story.language == self.chapter.story.language
            for change in story.changes(text)
        }
        offered = [
            each for place in asked for each in await self.stage.offered_unasked(self.name, place)
        ]
        return Elsewhere(
            asked=len(asked),
            earlier=sum(each in of_others for each in offered),
            wrong=tuple(
                diff_of(text, difference(text, each))
                for each in offered
                if each not in own and each not in of_others
            ),
        )

    async def accept(self, place: int) -> Diff:
        """Take the offer at a place."""
        text, change = self.text, self.changes()[place]
        await self.stage.accept(self.name, change.start, ActionKind.EDIT)
        holds = self.text == applied(text, [change])
        self.stage.check(f"{self.name}: what is accepted is in the text", holds=holds)
        if holds:
            self.waiting.remove(place)
        return diff_of(text, change)

    async def reject(self, place: int, how: str) -> Diff:
        """Reject the offer at a place, by `honed.dismiss` or by an undo; it must not come back."""
        text, change = self.text, self.changes()[place]
        if how == "undo":
            was_offered = await self.stage.accept(self.name, change.start, ActionKind.EDIT)
            self.stage.editor.replace_with(self.name, text)
        else:
            was_offered = await self.stage.dismiss(self.name, change.start)
        again = await self.stage.offered(self.name, change.start)
        self.stage.check(
            f"{self.name}: after {how} nothing is offered at that place",
            holds=was_offered and again is None,
            detail="it is offered again" if was_offered else "it was not offered at all",
        )
        return diff_of(text, change)

    async def everywhere(self, place: int, rejected: int) -> tuple[Diff, ...]:
        """Ask at a place for the edit everywhere, and take it; return what that changed."""
        text, changes = self.text, self.changes()
        await self.stage.accept(self.name, changes[place].start, ActionKind.EVERYWHERE)
        made = changes_made(text, self.text, tuple(changes.values()))
        self.stage.check(
            f"{self.name}: one step makes the edit at the other places, to the character",
            holds=bool(made) and changes[rejected] not in (made or ()) and self.parses(self.text),
            detail="something else was changed" if made is None else f"at {len(made)} places",
        )
        self.waiting = [key for key, change in changes.items() if change not in (made or ())]
        return tuple(diff_of(text, change) for change in made or ())

    def typical(self) -> int:
        """Return the first place of the commonest form, words and spaces aside."""
        text, changes = self.text, self.changes()
        forms = {
            key: _WORDS.sub("w", text[change.start : change.end]) for key, change in changes.items()
        }
        [(commonest, _)] = Counter(forms.values()).most_common(1)
        return next(key for key, form in forms.items() if form == commonest)

    def lonely(self, places: Sequence[int]) -> int:
        """Return the last of the places whose line is like no other's.

        Equal lines in one function have one name as a place, so a rejection silences them all.
        """
        text, changes = self.text, self.changes()
        lines = {key: diff_of(text, change).before.strip() for key, change in changes.items()}
        often = Counter(lines.values())
        return next((key for key in reversed(places) if often[lines[key]] == 1), places[-1])

    def parses(self, text: str) -> bool:
        """Return whether a text is free of syntax errors: of Python, as Python itself sees it.

        In another language it has no more faults for tree-sitter than the file at first, because
        grammars do not know all.
        """
        language = self.chapter.story.language
        if language == "python":
            return _is_python(text)
        return _faults(text, language) <= _faults(self.chapter.text, language)


@lru_cache(CACHED)
def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


@lru_cache(CACHED)
def _faults(text: str, language: str) -> int:
    tree = parse(Text(encode(text)), languages.by_name(language))
    return faults(tree) if tree is not None else 0


def _spread(places: Sequence[int], number: int) -> list[int]:
    """Return at most so many of the places, from first to last."""
    return list(places[:: max(1, -(-len(places) // max(1, number)))])[:number]


def _earlier(text: str, part: str, place: int) -> int:
    """Return how often `part` starts before `place`, overlaps counted."""
    count, at = 0, text.find(part)
    while 0 <= at < place:
        count, at = count + 1, text.find(part, at + 1)
    return count


def _is_expected(text: str, offered: str, asked: Change, changes: Iterable[Change]) -> bool:
    """Return whether an offer makes the change that was asked for, or another one on its line."""
    line = line_of(text, asked.start)
    return any(
        offered == applied(text, [change])
        for change in changes
        if line_of(text, change.start) == line
    )
