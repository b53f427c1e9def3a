"""Which tokens say what a statement is about, and stay when what is around them varies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import TokenKind
from honed.suggest.matching import ACCESS

if TYPE_CHECKING:
    from honed.syntax.tokens import Window

TAG_STARTS = frozenset({"<", "</"})
_CALLS = frozenset({"(", "!"})


def is_callee(side: Window, index: int) -> bool:
    """Return whether the token names what is called: `info` in `log.info(x)`.

    The name of a tag does too (`<Button …>`), and in a text without a grammar a line's first word.
    """
    token = side.tokens[index]
    if token.kind is not TokenKind.NAME:
        return False
    if _names_tag(side, index):
        return True
    if side.language is None and _begins_line(side, index):
        return True
    follower = side.tokens[index + 1] if index + 1 < len(side.tokens) else None
    if follower is None or follower.text not in _CALLS:
        return False
    return not _is_declared(side, index)


def is_member(side: Window, index: int) -> bool:
    """Return whether the token names a member: `name` in `user.name`."""
    token = side.tokens[index]
    if token.kind is not TokenKind.NAME or index == 0:
        return False
    return side.tokens[index - 1].text in ACCESS


def _names_tag(side: Window, index: int) -> bool:
    """Return whether the token is the name of a tag; type arguments stand in `<…>` too."""
    if index == 0 or side.tokens[index - 1].text not in TAG_STARTS or index - 1 not in side.partner:
        return False
    return any(node.field == "name" for node in side.starts.get(side.tokens[index].start, ()))


def _begins_line(side: Window, index: int) -> bool:
    return index == 0 or b"\n" in side.gap(index)


def _is_declared(side: Window, index: int) -> bool:
    """Return whether the token is the name of a function that is being declared."""
    if side.language is None:
        return False
    token = side.tokens[index]
    return any(
        node.parent in side.language.scope and node.field == "name"
        for node in side.starts.get(token.start, ())
        if node.end == token.end
    )
