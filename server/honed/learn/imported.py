"""The imports that belong to an edit: of the names that it puts in, and those that it adds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Form, TokenKind
from honed.suggest.imported import LANGUAGES, alone, by_name, names_of
from honed.suggest.matching import ACCESS
from honed.syntax.imports import imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.core.model import Rewrite
    from honed.learn.edited import EditedStatement
    from honed.syntax.tree import Tree

MAX_IMPORTS = 3
"""A pattern that puts in more imported names than that is no small edit."""


def imported(edited: EditedStatement) -> dict[str, str]:
    """Return the import of each name that the edit puts in and that its file imports.

    An edit of imports puts in none.
    """
    tree = edited.after_tree
    if tree is None or tree.language.name not in LANGUAGES:
        return {}
    names = _put_in(edited, tree)
    known = by_name(tree) if names else {}
    return {name: known[name] for name in sorted(names & known.keys())}


def _put_in(edited: EditedStatement, tree: Tree) -> set[str]:
    """Return the names that arrive outside of imports, members aside."""
    side, text = edited.after, edited.after.text
    new = [index for index in range(len(side.tokens)) if index not in edited.arrived]
    names = {
        index: side.tokens[index].text
        for index in new
        if side.tokens[index].kind is TokenKind.NAME
        and not (index and side.tokens[index - 1].text in ACCESS)
    }
    if not names:
        return set()
    taken = {line for each in imports(tree) for line in range(each.first, each.last + 1)}
    return {
        name for index, name in names.items() if text.line_at(side.tokens[index].start) not in taken
    }


def with_imports(rewrite: Rewrite, known: Mapping[str, str]) -> Rewrite:
    """Return a rewrite with the imports of the names among its own words."""
    needed = tuple(known[name] for name in known if puts_in(rewrite, name))
    return attrs.evolve(rewrite, imports=needed) if 0 < len(needed) <= MAX_IMPORTS else rewrite


def completed(rewrite: Rewrite, new: Mapping[str, str]) -> tuple[str, ...]:
    """Return the imports of a rewrite with those `new` ones that it needs; () where it has all."""
    known = {name for each in rewrite.imports for name in names_of(each, rewrite.language)}
    more = [each for name, each in new.items() if name not in known and puts_in(rewrite, name)]
    imports = (*rewrite.imports, *more)
    return imports if more and len(imports) <= MAX_IMPORTS else ()


def puts_in(rewrite: Rewrite, name: str) -> bool:
    """Return whether a name is among a rewrite's own words; what it renames is not."""
    if rewrite.form is Form.NAMES:
        return False
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    return any(isinstance(part, str) and word.search(part) for part in rewrite.after)


def added(edited: EditedStatement) -> dict[str, str]:
    """Return the imports that an edit adds, by the names that they bind."""
    before, after = edited.before_tree, edited.after_tree
    if before is None or after is None or after.language.name not in LANGUAGES:
        return {}
    language = after.language.name
    old = {each.source for each in imports(before)}
    new = [each.source for each in imports(after) if each.source not in old]
    if not new:
        return {}
    known = {name for each in old for name in names_of(each, language)}
    names = {(name, each) for each in new for name in names_of(each, language) if name not in known}
    made = {name: alone(source, name, language) for name, source in names}
    return {name: statement for name, statement in sorted(made.items()) if statement is not None}
