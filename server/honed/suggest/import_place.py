"""Where an import of one name is put into a file: beside its like, in the file's own order."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from honed.core.text import Edit, Span, decode, encode
from honed.suggest.imported import SCRIPTS, module_of
from honed.syntax.imports import imports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.text import Text
    from honed.syntax.imports import Import
    from honed.syntax.tree import Tree

    Key = Callable[[str], tuple[object, ...]]

MAX_LINE = 88
"""A list of names is not made longer than that, or than the longest import of the file."""

_LIST = re.compile(
    r"(?P<head>from\s+\S+\s+import\s+|import\s+(?:type\s+)?\{\s*)(?P<names>[\w$, ]+?)"
    r"(?P<tail>\s*\}\s*from\s*[\"'][^\"']+[\"'];?)?"
)
"""An import that lists names on one line, none of them with another name."""

_FIRST = {"go": frozenset({"package_clause"})}
"""Behind what the first import comes; in Python also behind the text that documents the file."""

_NO_CODE = frozenset({b"#", b"'", b'"'})
_DEFINITIONS = frozenset({"class_definition", "decorated_definition", "function_definition"})


def place(statement: str, text: Text, tree: Tree) -> Edit | None:
    """Return the edit that puts an import into a file, None where its place is doubtful.

    In a file that does not parse it is.
    """
    if tree.root.has_error:
        return None
    known = imports(tree)
    if not known:
        return _first(statement, text, tree)
    if not all(each.is_alone for each in known):
        return None
    language = tree.language.name
    module = module_of(statement, language)
    same = [each for each in known if module_of(each.source, language) == module]
    listed = _added_to_list(statement, same, known, text, language)
    if listed is not None:
        return listed
    group = same or _group_for(statement, known, language)
    if group is None:
        return None
    return _in_group(statement, group, text, language)


def _first(statement: str, text: Text, tree: Tree) -> Edit | None:
    """Return the edit that makes the first import of a file."""
    language = tree.language.name
    nodes = [each for each in tree.root.children if each.type not in tree.language.comment]
    if not nodes:
        return None
    end, head = text.line_end, nodes[0]
    is_documented = language == "python" and decode(
        text.data[head.start_byte : head.end_byte]
    ).startswith(('"""', "'''"))
    if is_documented or head.type in _FIRST.get(language, ()):
        line = text.line_at(head.end_byte) + 1
        if line >= text.line_count or text.slice(text.line_span(line)).strip():
            return None
        written = f"import {statement}" if language == "go" else statement
        at = text.line_start(line)
        return Edit(Span(at, at), end + encode(written) + end)
    if language != "python" and language not in SCRIPTS:
        return None
    if head.start_byte or not head.is_named or text.data[:1] in _NO_CODE:
        # Above it stands a comment, of which nobody knows to what it belongs; or it is a directive.
        return None
    is_definition = language == "python" and head.type in _DEFINITIONS
    return Edit(Span(0, 0), encode(statement) + end * (3 if is_definition else 2))


def _added_to_list(
    statement: str, same: Sequence[Import], known: Sequence[Import], text: Text, language: str
) -> Edit | None:
    """Return the edit that adds a name to the one import that lists names of its module.

    None where there is none, or where the file has a line for each name.
    """
    ours = _LIST.fullmatch(statement)
    modules = [module_of(each.source, language) for each in known]
    if ours is None or len(same) != 1 or len(set(modules)) < len(modules):
        return None
    theirs = _LIST.fullmatch(same[0].source)
    is_one_line = same[0].first == same[0].last
    if theirs is None or not is_one_line or _opening(ours) != _opening(theirs):
        return None
    names = [each.strip() for each in theirs["names"].split(",") if each.strip()]
    if not all(re.fullmatch(r"[\w$]+", each) for each in (*names, ours["names"])):
        return None
    span = text.line_span(same[0].first)
    more = ", ".join(_with(names, ours["names"]))
    source = theirs.string
    new = source[: theirs.start("names")] + more + source[theirs.end("names") :]
    longest = max(len(text.line_span(each.first)) for each in known)
    is_plain = decode(text.slice(span)).rstrip() == source
    return Edit(span, encode(new)) if is_plain and len(new) <= max(MAX_LINE, longest) else None


def _opening(listed: re.Match[str]) -> str:
    return " ".join(listed["head"].split())


def _with(names: list[str], name: str) -> list[str]:
    """Return the names with one more, in their order if they have one."""
    keys: list[Callable[[str], tuple[object, ...]]] = [
        lambda each: (not each.isupper(), not each[:1].isupper(), each),
        lambda each: (each,),
        lambda each: (each.lower(),),
    ]
    for key in keys:
        if sorted(names, key=key) == names:
            return sorted([*names, name], key=key)
    return [*names, name]


def _group_for(statement: str, known: Sequence[Import], language: str) -> list[Import] | None:
    """Return the run of imports to which one belongs by its origin, None for doubt."""
    groups = _groups(known)
    if len(groups) == 1:
        return groups[0]
    rank = _rank(statement, language)
    fitting = [
        group for group in groups if any(_rank(each.source, language) == rank for each in group)
    ]
    if len(fitting) > 1:
        head = _head(statement, language)
        fitting = [
            group
            for group in fitting
            if any(_head(each.source, language) == head for each in group)
        ]
    return fitting[0] if len(fitting) == 1 else None


def _groups(known: Sequence[Import]) -> list[list[Import]]:
    """Return the imports in runs between which other lines stand."""
    found = [[known[0]]]
    for above, below in pairwise(known):
        if below.first == above.last + 1:
            found[-1].append(below)
        else:
            found.append([below])
    return found


def _rank(source: str, language: str) -> int:
    """Return of what origin an import is: of the language itself, of others, of this project."""
    module = module_of(source, language)
    first = re.split(r"[./:]", module)[0]
    if module.startswith((".", "crate::", "self::", "super::")):
        return 3 if module.startswith("..") or language not in SCRIPTS else 4
    if language == "python":
        return 0 if first == "__future__" else 1 if first in sys.stdlib_module_names else 2
    if language == "go":
        return 2 if "." in module.split("/")[0] else 1
    if language in SCRIPTS:
        return 1 if module.startswith("node:") else 2
    if language == "rust":
        return 1 if first in {"std", "core", "alloc"} else 2
    return 2


def _head(source: str, language: str) -> str:
    """Return the beginning of a module's name: who owns it."""
    module = module_of(source, language)
    if language == "go":
        return "/".join(module.split("/")[:3])
    if module.startswith("."):
        return "."
    return re.split(r"[./:\\]", module)[0]


def _in_group(statement: str, group: Sequence[Import], text: Text, language: str) -> Edit | None:
    """Return the edit that puts an import among others, where their order tells, or below them."""
    sources = [each.source for each in group]
    for key in _keys(language):
        keys = [key(each) for each in sources]
        if sorted(keys) == keys:
            at = bisect_right(keys, key(statement))
            return (
                _above(statement, group[at], text)
                if at < len(group)
                else _below(statement, group[-1], text)
            )
    rank = _rank(statement, language)
    like = [each for each in group if _rank(each.source, language) == rank]
    word = statement.split(maxsplit=1)[0]
    alike = [each for each in like if each.source.startswith(f"{word} ")]
    return _below(statement, (alike or like or [*group])[-1], text)


def _keys(language: str) -> list[Key]:
    """Return the orders that imports may have; which one it is, the file tells."""

    def module(source: str) -> str:
        return module_of(source, language)

    return [
        lambda source: (
            _rank(source, language),
            source.startswith("from"),
            module(source).lower(),
            source.lower(),
        ),
        lambda source: (_rank(source, language), module(source).lower(), source.lower()),
        lambda source: (module(source),),
        lambda source: (module(source).lower(),),
        lambda source: (source,),
        lambda source: (source.lower(),),
    ]


def _above(statement: str, other: Import, text: Text) -> Edit:
    at = text.line_start(other.first)
    return Edit(Span(at, at), encode(other.prefix + statement) + text.line_end)


def _below(statement: str, other: Import, text: Text) -> Edit | None:
    at = text.line_start(other.last + 1)
    if other.last + 1 >= text.line_count:
        return None
    return Edit(Span(at, at), encode(other.prefix + statement) + text.line_end)
