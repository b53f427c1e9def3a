"""Between a learned pattern and a rule that is written down: there, and back.

What a rule says is read in its first example, where it stands in its language: that tells which
tokens its words are, what fills its holes, and what surrounds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import (
    Copy,
    Element,
    Evidence,
    Example,
    Form,
    HoleKind,
    Pattern,
    Rewrite,
    TokenKind,
)
from honed.core.text import Span, Text, apply_edits, decode, encode
from honed.learn.rules import Case, Fault, Rule, names_of, pieces, quoted, tidied
from honed.suggest.edits import PatternIndex, everywhere
from honed.suggest.features import Circumstances
from honed.suggest.matching import matches_at
from honed.suggest.place import describe
from honed.suggest.render import render, source_text
from honed.syntax import languages
from honed.syntax.tokens import window
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.core.model import Part
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Window

MAX_STEPS = 5_000
AGREED = 20
"""As often as this a rule counts as met and accepted."""

NOWHERE = Circumstances("", 0, 0)
"""Of a rule it does not matter where and when it was learned."""

_TOKEN_OF = {
    HoleKind.NAME: TokenKind.NAME,
    HoleKind.LITERAL: TokenKind.LITERAL,
    HoleKind.QUOTE: TokenKind.QUOTE,
}


def promoted(pattern: Pattern, name: str, description: str = "") -> Rule | Fault:
    """Return a pattern as a rule that does the same, or why none can."""
    rewrite, example = pattern.rewrite, pattern.example
    if languages.by_name(rewrite.language) is None:
        return Fault("a rule needs a language with a grammar")
    if rewrite.form in {Form.LINES, Form.NAMES}:
        return Fault("a rule speaks of tokens, not of whole lines or of how names are written")
    seen = _whole(example.before, rewrite.language)
    match = _first_match(rewrite, seen, example.after)
    if match is None:
        return Fault("its example was cut or changed when secrets were removed")
    names = _names(rewrite)
    before = tidied("".join(_template(rewrite, match, seen, names, 0, len(rewrite.before) - 1)))
    after = tidied(
        "".join(
            quoted(part)
            if isinstance(part, str)
            else "".join(_template(rewrite, match, seen, names, part.first, part.last))
            for part in rewrite.after
        )
    )
    if any(not text for text in (before, name)):
        return Fault("it demands nothing")
    noop = Case(example.after, example.after)
    shown = Case(example.before, example.after)
    holes = {
        names[index]: element.hole
        for index, element in enumerate(rewrite.before)
        if element.hole is not None and element.same_as is None
    }
    rule = Rule(
        name, rewrite.language, before, after, holes, (shown,), (shown, noop), description,
        rewrite.gap_before, rewrite.gap_after,
    )  # fmt: skip
    return _faithful(rule, rewrite)


def _faithful(rule: Rule, rewrite: Rewrite) -> Rule | Fault:
    """Return the rule where it demands what the pattern demands, and passes its own tests."""
    made = compiled(rule)
    if isinstance(made, Fault):
        return made
    if _demand(made.rewrite) != _demand(rewrite):
        return Fault("what it demands cannot be written in words")
    failed = next(failures(rule, made), None)
    if failed is None:
        return rule
    if failed.case.is_noop:
        return Fault("it would change again what it has just written")
    return Fault("it would change more of its own example than the edit that taught it")


def _demand(rewrite: Rewrite) -> list[tuple[object, ...]]:
    return [
        (each.kind, each.hole, each.same_as, "" if each.hole else each.text)
        for each in rewrite.before
    ]


def compiled(rule: Rule, pattern_id: int = -1) -> Pattern | Fault:
    """Return the pattern that a rule describes, or what keeps it from being one.

    It is proven: somebody has written it down, and others have read it.
    """
    case = rule.examples[0]
    seen = _whole(case.before, rule.language)
    found = _in_example(rule, seen)
    if isinstance(found, Fault):
        return found
    rewrite, match = found
    tree = parse(seen.text, seen.language)
    place = describe(seen, tree, match.first, match.last + 1)
    rewrite = attrs.evolve(
        rewrite, left=place.left, right=place.right, path=place.path, callee=place.callee
    )
    example = Example(case.before, case.after, "", 0)
    return Pattern(pattern_id, rewrite, example, 0, 0, Evidence(AGREED, accepted=AGREED))


def node_kind(rule: Rule) -> str | None:
    """Return the kind of the node that what a rule demands is in its example, None for no one."""
    seen = _whole(rule.examples[0].before, rule.language)
    found = _in_example(rule, seen)
    node = None if isinstance(found, Fault) else seen.node(found[1].first, found[1].last)
    return node.kind if node else None


def _in_example(rule: Rule, seen: Window) -> tuple[Rewrite, Match] | Fault:
    """Return what a rule demands and makes, and where, read in its first example."""
    is_fitting = False
    for first, elements in _readings(rule, seen):
        is_fitting = True
        rewrite = _rewrite(rule, elements)
        match = matches_at(rewrite, seen, first)
        if match is not None and _result(rewrite, match, seen) == encode(rule.examples[0].after):
            return rewrite, match
    if is_fitting:
        return Fault("`after` does not make of its first example what that says")
    return Fault("`before` does not stand in its first example")


@attrs.frozen
class Failure:
    """A case of a rule that came out otherwise."""

    message: str
    case: Case
    found: str


def failures(rule: Rule, pattern: Pattern) -> Iterator[Failure]:
    """Yield the examples and tests that the pattern of a rule does not do as they say."""
    for title, cases in (("example", rule.examples), ("test", rule.tests)):
        for number, case in enumerate(cases, 1):
            found = applied(pattern, case.before)
            if found != case.after:
                yield Failure(f"its {title} {number} comes out otherwise", case, found)


def applied(pattern: Pattern, source: str) -> str:
    """Return a text with the pattern's edits in all places."""
    text = Text(encode(source))
    tree = parse(text, languages.by_name(pattern.rewrite.language))
    index = PatternIndex([pattern])
    found = everywhere(index, pattern, text, tree, NOWHERE)
    return decode(apply_edits(text.data, [each.candidate.edits[0] for each in found]))


def _whole(source: str, language: str) -> Window:
    text = Text(encode(source))
    return window(text, parse(text, languages.by_name(language)), Span(0, len(text.data)))


def _first_match(rewrite: Rewrite, seen: Window, after: str) -> Match | None:
    for first in range(len(seen.tokens)):
        match = matches_at(rewrite, seen, first)
        if match is not None and _result(rewrite, match, seen) == encode(after):
            return match
    return None


def _result(rewrite: Rewrite, match: Match, seen: Window) -> bytes | None:
    edit = render(rewrite, match, seen)
    return None if edit is None else apply_edits(seen.text.data, [edit])


def _names(rewrite: Rewrite) -> dict[int, str]:
    """Return the name of each hole by its element's index; repetitions share it."""
    own = [
        index
        for index, element in enumerate(rewrite.before)
        if element.hole is not None and element.same_as is None
    ]
    names = dict(zip(own, names_of(rewrite.before[index].text for index in own), strict=True))
    for index, element in enumerate(rewrite.before):
        if element.same_as is not None:
            names[index] = names[element.same_as]
    return names


def _template(  # noqa: PLR0913 - a match, and what of it is to be written
    rewrite: Rewrite, match: Match, seen: Window, names: dict[int, str], first: int, last: int
) -> Iterator[str]:
    """Yield the source of the elements, holes by name, with the space between them."""
    for index in range(first, last + 1):
        start, end = match.ranges[index]
        if index > first:
            yield quoted(decode(seen.gap(start)))
        if rewrite.before[index].hole is None:
            yield quoted(source_text(seen, start, end - 1))
        else:
            yield f"${{{names[index]}}}"


def _readings(rule: Rule, seen: Window) -> Iterator[tuple[int, tuple[Element, ...]]]:
    """Yield where `before` stands in the tokens, with the elements that it is there."""
    wanted = [
        (_bare(text) if not is_hole else text, is_hole) for text, is_hole in pieces(rule.before)
    ]
    steps = [piece for piece in wanted if piece[0]]
    for first in range(len(seen.tokens)):
        reading = _read(rule, seen, steps, first)
        if reading is not None:
            yield first, reading


def _bare(text: str) -> str:
    return "".join(text.split())


@attrs.frozen
class _State:
    step: int
    used: int
    position: int
    elements: tuple[Element, ...]
    at: tuple[tuple[str, int], ...] = ()


def _read(
    rule: Rule, seen: Window, steps: Sequence[tuple[str, bool]], first: int
) -> tuple[Element, ...] | None:
    """Return the elements that the pieces are from the token `first` on, None where they differ.

    A depth-first search over the ends of the holes, with a bound.
    """
    stack = [_State(0, 0, first, ())]
    for _ in range(MAX_STEPS):
        if not stack:
            return None
        state = stack.pop()
        if state.step == len(steps):
            return state.elements
        text, is_hole = steps[state.step]
        if is_hole:
            stack += reversed(list(_filled(rule, seen, state, text)))
        elif state.position < len(seen.tokens):
            token = seen.tokens[state.position]
            bare = _bare(token.text)
            if text.startswith(bare, state.used):
                used = state.used + len(bare)
                is_done = used == len(text)
                stack.append(
                    attrs.evolve(
                        state,
                        step=state.step + is_done,
                        used=0 if is_done else used,
                        position=state.position + 1,
                        elements=(*state.elements, Element(token.kind, token.text)),
                    )
                )
    return None


def _filled(rule: Rule, seen: Window, state: _State, name: str) -> Iterator[_State]:
    """Yield what follows when the next hole takes what may fill it, the best first."""
    earlier = dict(state.at).get(name)
    for end in _ends(rule.holes[name], seen, state.position):
        text = source_text(seen, state.position, end - 1)
        kind = seen.tokens[state.position].kind if end > state.position else TokenKind.TEXT
        if earlier is not None and state.elements[earlier].text != text:
            continue
        element = Element(_element_kind(rule.holes[name], kind), text, rule.holes[name], earlier)
        index = len(state.elements)
        at = state.at if earlier is not None else (*state.at, (name, index))
        yield attrs.evolve(
            state, step=state.step + 1, position=end, elements=(*state.elements, element), at=at
        )


def _element_kind(hole: HoleKind, first: TokenKind) -> TokenKind:
    return _TOKEN_OF.get(hole, TokenKind.TEXT if hole is HoleKind.TEXT else first)


def _ends(kind: HoleKind, seen: Window, position: int) -> Iterable[int]:
    """Return the tokens before which a hole that begins at `position` may end."""
    tokens = seen.tokens
    if kind is HoleKind.LIST:
        close = seen.closers[position]
        return (close,) if close >= position else ()
    if kind is HoleKind.TEXT:
        ends = [position]
        while ends[-1] < len(tokens) and tokens[ends[-1]].kind is TokenKind.TEXT:
            ends.append(ends[-1] + 1)
        return ends
    if position >= len(tokens):
        return ()
    if kind is HoleKind.EXPRESSION:
        return seen.expression_ends(position)
    return (position + 1,) if tokens[position].kind is _TOKEN_OF[kind] else ()


def _rewrite(rule: Rule, elements: tuple[Element, ...]) -> Rewrite:
    places: dict[str, int] = {}
    names = [text for text, is_hole in pieces(rule.before) if is_hole]
    holes = [index for index, element in enumerate(elements) if element.hole is not None]
    for name, index in zip(names, holes, strict=True):
        places.setdefault(name, index)
    after: list[Part] = [
        Copy(places[text], places[text]) if is_hole else text
        for text, is_hole in pieces(rule.after)
    ]
    return Rewrite(
        rule.language,
        elements,
        tuple(after),
        gap_before=rule.gap_before,
        gap_after=rule.gap_after,
    )
