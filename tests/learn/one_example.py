"""One edit is taught, and the whole file is asked, line by line, what honed would do.

A case lays its statements out in functions of their own, changes the first as its example says,
and learns from that edit alone. Then each statement of `offered` must be offered its own text
first, to the character, on its first line; and every line that is not part of such a statement
(the `silent` ones, the example itself, the functions around) must stay silent. Once all offers
were taken, the whole file must.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Change, Passed, change_of, check
from honed.core.diff import minimal_edit
from honed.core.model import Example, Pattern
from honed.core.text import Text, decode, encode
from honed.learn.edited import edited_statement
from honed.learn.generalize import with_holes
from honed.suggest.edits import PatternIndex, candidates_at, fires_again
from honed.suggest.features import Circumstances
from honed.suggest.rank import OFFER_AT, prior, ranked
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.model import Candidate
    from honed.syntax.tree import Tree

PATH = "module"
SESSION = 1

_BRACES = "void step{n}() {{\n    {statement}\n}}\n"
_SCRIPT = "function step{n}() {{\n  {statement}\n}}\n"
FRAMES = {
    "": "[section {n}]\n{statement}\n",
    "python": "def step{n}(self):\n    {statement}\n",
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
    "go": "func step{n}() error {{\n\t{statement}\n}}\n",
    "rust": "fn step{n}() -> Result<(), Error> {{\n    {statement}\n}}\n",
    "java": "class Step{n} {{\n    void run() {{\n        {statement}\n    }}\n}}\n",
    "c": _BRACES,
    "cpp": _BRACES,
}
"""Where a statement stands, by language; `{n}` counts the places of a case."""

HEADERS = {"go": "package a\n\n"}

TOP = "{statement}\n"
"""A frame for what stands in no function."""


@attrs.frozen
class Case:
    """What is taught, what must be offered and what must stay silent; no text ends in a newline."""

    name: str
    language: str
    example: tuple[str, str]
    offered: dict[str, str] = attrs.field(factory=dict)
    silent: tuple[str, ...] = ()
    frame: str | None = None
    line_end: str = "\n"

    def file(self, *statements: str) -> tuple[Text, list[range]]:
        """Return the text with the statements in their frames, and the lines of each statement."""
        frame = FRAMES[self.language] if self.frame is None else self.frame
        parts, places = [HEADERS.get(self.language, "")], []
        for number, statement in enumerate(statements):
            head, tail = frame.format(n=number, statement="\0").split("\0")
            margin = head[head.rfind("\n") + 1 :]
            first = "".join([*parts, head]).count("\n")
            places.append(range(first, first + statement.count("\n") + 1))
            parts += [head, indent(statement, margin).removeprefix(margin), tail, "\n"]
        text = "".join(parts).replace("\n", self.line_end)
        return Text(encode(text)), places

    def statements(self, example: str) -> list[str]:
        """Return the statements of the file before any offer was taken."""
        return [example, *self.offered, *self.silent]


@attrs.frozen
class Offer:
    """A text that is offered on a line, and how probable it is taken to be."""

    probability: float
    text: str


def tree_of(text: Text, language: str) -> Tree | None:
    """Return the tree of `text`; None for no language."""
    return parse(text, languages.by_name(language) if language else None)


def learned(before: Text, after: Text, language: str) -> PatternIndex:
    """Return an index with what one edit teaches beyond its own letters."""
    edited = edited_statement(before, after, tree_of(before, language), tree_of(after, language))
    if edited is None:
        return PatternIndex()
    rewrites = with_holes(edited)
    old, new = (decode(side.text.slice(side.span)) for side in (edited.before, edited.after))
    example = Example(old, new, PATH, 0)
    return PatternIndex(
        Pattern(number, rewrite, example, SESSION, 1) for number, rewrite in enumerate(rewrites, 1)
    )


def offers(
    index: PatternIndex, text: Text, language: str, line: int, recent: Sequence[Change] = ()
) -> list[Offer]:
    """Return what passes the guard on `line`, offered or not, the most probable first."""
    made = dict(results(index, text, language, line, recent))
    scored = ranked(prior(), made)
    by_origin = {candidate.origin: after for candidate, after in made.items()}
    return [
        Offer(probability, after)
        for probability, candidate in scored
        if (after := by_origin[candidate.origin]) is not None
    ]


def results(  # noqa: PLR0913 - a place, and what happened before
    index: PatternIndex,
    text: Text,
    language: str,
    line: int,
    recent: Sequence[Change] = (),
    hits: float = 0.25,
) -> Iterator[tuple[Candidate, str | None]]:
    """Yield each candidate on `line` with the text that it leads to, None where that is refused.

    `hits` is the share of the session's edits that were known: of one edit, half of a half.
    """
    tree = tree_of(text, language)
    circumstances = Circumstances(PATH, SESSION, index.newest_id, 1, session_hits=hits)
    found = candidates_at(
        index, text, tree, (line, line), circumstances, language=language, trust=lambda _: True
    )
    for each in found:
        verdict = check(text, tree, each.candidate.edits, recent)
        is_refused = not isinstance(verdict, Passed) or fires_again(
            each.pattern, each.candidate.edits[0], verdict.text, verdict.tree
        )
        after = decode(verdict.text.data) if isinstance(verdict, Passed) else None
        yield each.candidate, None if is_refused else after


def complaints(case: Case) -> list[str]:
    """Return in words what the case demands and honed does not do; [] where all is right."""
    before, places = case.file(*case.statements(case.example[0]))
    after, places = case.file(*case.statements(case.example[1]))
    index = learned(before, after, case.language)
    made = _changes(before, after)
    if case.offered and not len(index):
        return ["nothing was learned"]
    found: list[str] = []
    speaking: set[int] = set()
    for number, (old, new) in enumerate(case.offered.items(), 1):
        speaking |= {*places[number]}
        statements = case.statements(case.example[1])
        statements[number] = new
        wanted = decode(case.file(*statements)[0].data)
        said = next(
            filter(None, (_said(case, index, after, line) for line in places[number])), None
        )
        made += _changes(after, Text(encode(wanted)))
        if said != wanted:
            found.append(f"{old!r}: wanted {new!r}, said {_changed(after, said)}")
    found += _spoken(case, index, after, speaking, made[:1])
    done, _ = case.file(case.example[1], *case.offered.values(), *case.silent)
    found += [f"when done, {each}" for each in _spoken(case, index, done, set(), made)]
    return found


def _changes(before: Text, after: Text) -> list[Change]:
    """Return what the developer has just done, as the guard knows it."""
    edit = minimal_edit(before.data, after.data)
    return [change_of(before, edit)] if edit else []


def _said(
    case: Case, index: PatternIndex, text: Text, line: int, recent: Sequence[Change] = ()
) -> str | None:
    """Return the text that is offered first on `line`, None for silence."""
    said = offers(index, text, case.language, line, recent)
    return said[0].text if said and said[0].probability >= OFFER_AT else None


def _spoken(
    case: Case, index: PatternIndex, text: Text, speaking: set[int], recent: Sequence[Change]
) -> list[str]:
    """Return what is offered on lines where nothing may be."""
    found = []
    for line in set(range(text.line_count)) - speaking:
        said = _said(case, index, text, line, recent)
        if said is not None:
            source = decode(text.slice(text.line_span(line)))
            found.append(f"{source!r} must stay silent, said {_changed(text, said)}")
    return found


def _changed(before: Text, after: str | None) -> str:
    """Return the lines that an offer changes, for a message."""
    if after is None:
        return "nothing"
    old = decode(before.data).splitlines()
    new = after.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return repr("\n".join(new))
