"""Which argument a directive in a string stands for: the second `%s` the second one after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.core.model import TokenKind
from honed.suggest.words import is_directive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Element

_DIRECTIVE = re.compile(r"%[-+ #0]*[0-9*]*(?:\.[0-9*]+)?[A-Za-z]|\{\d*(?:![a-z])?(?::[^{}\s]*)?\}")
_OPENERS, _CLOSERS = frozenset("([{"), frozenset(")]}")


def argument_of(
    left: Sequence[Element], core: Sequence[Element], right: Sequence[Element]
) -> str | None:
    """Return the text of the argument that a core of one directive stands for.

    None where the core is something else, or where the call ends before that argument.
    """
    if len(core) != 1 or core[0].kind is not TokenKind.TEXT or not is_directive(core[0].text):
        return None
    before = left[-1].text if left and left[-1].kind is TokenKind.TEXT else ""
    rest = list(right)
    while rest and rest[0].kind is TokenKind.TEXT:
        rest.pop(0)
    if not rest or rest[0].kind is not TokenKind.QUOTE:
        return None
    index = len(_DIRECTIVE.findall(before))
    arguments = [" ".join(each) for each in _split(rest[1:])]
    return arguments[index + 1] if index + 1 < len(arguments) else None


def _split(elements: Iterable[Element]) -> Iterable[tuple[str, ...]]:
    """Yield the arguments between commas, up to the bracket that closes the call."""
    current: list[str] = []
    depth = 0
    for element in elements:
        if element.text in _CLOSERS and not depth:
            break
        depth += (element.text in _OPENERS) - (element.text in _CLOSERS)
        if element.text == "," and not depth:
            yield tuple(current)
            current = []
        else:
            current.append(element.text)
    yield tuple(current)
