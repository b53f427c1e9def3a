"""Patterns as others may have them: their values in JSON, checked when they come in.

A rewrite that came from elsewhere is data of somebody else. Each field is held against its type and
its bounds, what it demands must be its key, and a secret in it is none that we take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from honed.core.model import Copy, Element, Evidence, Example, Form, HoleKind, Rewrite, TokenKind
from honed.learn.history import key_of
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Part

LEAST_CONTRIBUTORS = 3
"""As many must have met a pattern before its code goes to others unasked."""

MOST_ELEMENTS = 2_000
MOST_CHARACTERS = 20_000
MOST_COUNT = 10**9


class UnfitError(ValueError):
    """A value that came in is not what it has to be."""


def anonymous(rewrite: Rewrite) -> tuple[Rewrite, Example]:
    """Return a rewrite without what stood around it, and an example made of its words alone."""
    bare = attrs.evolve(rewrite, left=(), right=(), path=(), callee=())
    before = " ".join(each.text for each in rewrite.before)
    after = "".join(
        part
        if isinstance(part, str)
        else " ".join(each.text for each in rewrite.before[part.first : part.last + 1])
        for part in rewrite.after
    )
    return bare, Example(before, after, "", 0)


def rewrite_json(rewrite: Rewrite) -> dict[str, Any]:
    """Return a rewrite as JSON knows it."""
    return {
        "language": rewrite.language,
        **{name: _elements_json(getattr(rewrite, name)) for name in ("before", "left", "right")},
        "after": [part if isinstance(part, str) else [part.first, part.last]
                  for part in rewrite.after],
        "path": rewrite.path,
        "callee": rewrite.callee,
        "form": rewrite.form.value,
        "gapBefore": rewrite.gap_before,
        "gapAfter": rewrite.gap_after,
        "imports": rewrite.imports,
    }  # fmt: skip


def rewrite_of(given: object, key: str) -> Rewrite:
    """Return the rewrite that JSON tells of; `UnfitError` where it is none or has another key."""
    fields = mapping(given)
    try:
        before = _elements(fields["before"])
        rewrite = Rewrite(
            language=text(fields["language"]),
            before=before,
            after=tuple(_part(each, len(before)) for each in listed(fields["after"])),
            left=_elements(fields["left"]),
            right=_elements(fields["right"]),
            path=texts(fields["path"]),
            callee=texts(fields["callee"]),
            form=Form(fields["form"]),
            gap_before=None if fields["gapBefore"] is None else text(fields["gapBefore"]),
            gap_after=None if fields["gapAfter"] is None else text(fields["gapAfter"]),
            imports=texts(fields["imports"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnfitError(f"a rewrite is not as it has to be: {error}") from error
    if rewrite.form is Form.NAMES and (len(before), *map(type, rewrite.after)) != (1, str):
        raise UnfitError("what renames has to make one name of one")
    if rewrite.language and languages.by_name(rewrite.language) is None:
        raise UnfitError(f"{rewrite.language!r} is no language")
    if key_of(rewrite) != key:
        raise UnfitError("a rewrite is not the one that its key names")
    return rewrite


def example_json(example: Example) -> dict[str, Any]:
    """Return an example as JSON knows it."""
    return attrs.asdict(example)


def example_of(given: object) -> Example:
    """Return the example that JSON tells of; `UnfitError` where it is none."""
    fields = mapping(given)
    return Example(
        text(fields.get("before")),
        text(fields.get("after")),
        text(fields.get("path")),
        count(fields.get("line")),
    )


def evidence_of(given: object) -> Evidence:
    """Return the counts that JSON tells of; `UnfitError` where they are none."""
    numbers = listed(given)
    if len(numbers) != len(attrs.fields(Evidence)):
        raise UnfitError("the counts of a pattern are not as many as they have to be")
    return Evidence(*map(count, numbers))


def plus(one: Evidence, other: Evidence, sign: int = 1) -> Evidence:
    """Return the sum of two records, or their difference; no count falls below 0."""
    pairs = zip(attrs.astuple(one), attrs.astuple(other), strict=True)
    return Evidence(*(max(0, left + sign * right) for left, right in pairs))


def mapping(value: object) -> dict[str, Any]:
    """Return a dict; `UnfitError` for anything else."""
    if not isinstance(value, dict):
        raise UnfitError(f"{value!r:.40} has to be an object")
    return value


def listed(value: object) -> Sequence[Any]:
    """Return a list that is not too long; `UnfitError` for anything else."""
    if not isinstance(value, list) or len(value) > MOST_ELEMENTS:
        raise UnfitError(f"{value!r:.40} has to be a list of at most {MOST_ELEMENTS}")
    return value


def text(value: object) -> str:
    """Return a text that is not too long; `UnfitError` for anything else."""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise UnfitError(f"{value!r:.40} has to be a text of at most {MOST_CHARACTERS} characters")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return texts; `UnfitError` for anything else."""
    return tuple(map(text, listed(value)))


def count(value: object) -> int:
    """Return a count; `UnfitError` for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_COUNT:
        raise UnfitError(f"{value!r:.40} has to be a count")
    return value


def _elements_json(elements: Sequence[Element]) -> list[list[Any]]:
    return [
        [each.kind.value, each.text, each.hole and each.hole.value, each.same_as]
        for each in elements
    ]


def _elements(given: object) -> tuple[Element, ...]:
    found: list[Element] = []
    for each in listed(given):
        kind, word, name, same_as = listed(each)
        hole = HoleKind(name) if name else None
        if same_as is not None and (hole is None or count(same_as) >= len(found)):
            raise UnfitError("a hole repeats one that does not stand before it")
        found.append(Element(TokenKind(kind), text(word), hole, same_as))
    return tuple(found)


def _part(given: object, length: int) -> Part:
    if isinstance(given, str):
        return text(given)
    first, last = map(count, listed(given))
    if not first <= last < length:
        raise UnfitError("what is copied does not stand in the pattern")
    return Copy(first, last)
