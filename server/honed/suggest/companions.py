"""What goes with an edit elsewhere in its file: the imports of the names that it puts in.

An import comes along only where nothing speaks against it: the name stands nowhere in the file,
no import takes all names of a module, and its place is clear. Otherwise the edit comes alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.core.text import Span, Text, apply_edits, encode
from honed.suggest.import_place import place
from honed.suggest.imported import names_of, seen_from, takes_all
from honed.suggest.matching import ACCESS
from honed.syntax.imports import imports
from honed.syntax.tokens import window
from honed.syntax.tree import ancestors, reparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern
    from honed.core.text import Edit
    from honed.syntax.tokens import Window
    from honed.syntax.tree import Tree

MAX_MENTIONS = 200
"""Of a name in a file; where it stands oftener nobody looks."""

_NAMES_ARGUMENT = {"=": frozenset("(,"), ":": frozenset("{,")}
"""What stands before a name that only names an argument or a key, by what stands behind it."""


@attrs.frozen
class Companion:
    """An import that goes with an edit: what it says, and the edit that puts it in."""

    statement: str
    edit: Edit


def companions(
    pattern: Pattern, edit: Edit, text: Text, tree: Tree | None, path: str
) -> tuple[Companion, ...]:
    """Return the imports that an edit of a pattern needs in the file `path`; () for none.

    `path` is relative to the folder of the project, as that of the pattern's example.
    """
    statements = pattern.rewrite.imports
    if not statements or tree is None:
        return ()
    language = tree.language.name
    if any(takes_all(each.source) for each in imports(tree)):
        return ()
    made = _made(edit, text, tree)
    found: list[Companion] = []
    for statement in statements:
        adapted = seen_from(statement, pattern.example.path, path, language)
        names = names_of(statement, language)
        if made is None or adapted is None or len(names) != 1:
            continue
        name = next(iter(names))
        if not puts_in(name, made) or is_known(name, text, tree):
            continue
        where = place(adapted, text, tree)
        if where is not None and _is_apart(where, [edit, *(each.edit for each in found)]):
            found.append(Companion(adapted, where))
    return tuple(found)


def _made(edit: Edit, text: Text, tree: Tree) -> Window | None:
    """Return what the edit has put in, as tokens of the text after it."""
    after = Text(apply_edits(text.data, [edit]))
    after_tree = reparse(tree, [edit], after)
    if after_tree is None:
        return None
    new = Span(edit.span.start, edit.span.start + len(edit.new))
    lines = after.lines_span(after.line_at(new.start), after.line_at(new.end))
    return window(after, after_tree, lines)


def puts_in(name: str, made: Window) -> bool:
    """Return whether a name is used there: not as a member, or to name an argument."""
    tokens = made.tokens
    for index, token in enumerate(tokens):
        if token.text != name or token.kind is not TokenKind.NAME:
            continue
        left = tokens[index - 1].text if index else ""
        right = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if left not in ACCESS and left not in _NAMES_ARGUMENT.get(right, ()):
            return True
    return False


def is_known(name: str, text: Text, tree: Tree) -> bool:
    """Return whether a name means something in a file, or may: its code has it, but for members."""
    language = tree.language
    if any(name in names_of(each.source, language.name) for each in imports(tree)):
        return True
    word = re.compile(rb"(?<!\w)" + re.escape(encode(name)) + rb"(?!\w)")
    for count, match in enumerate(word.finditer(text.data)):
        if count == MAX_MENTIONS:
            return True
        node = ancestors(tree, match.start())[-1]
        is_said = node.type in language.comment | language.string_text | language.string
        is_member = text.data[: match.start()].rstrip()[-1:] == b"."
        if not is_said and not is_member:
            return True
    return False


def _is_apart(where: Edit, others: Sequence[Edit]) -> bool:
    """Return whether an edit meets none of the others."""
    return not any(where.span.touches(each.span) for each in others)
