"""The languages that honed knows: data, read from the folders of `honed.grammars`.

`grammars/README.md` says what each field of a language.toml means. A language is a plain value;
its grammar is a wheel that is imported when somebody first asks for it.
"""

from __future__ import annotations

import fnmatch
import importlib
import importlib.resources
import logging
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
import tree_sitter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

logger = logging.getLogger(__name__)


def _strings(value: Iterable[str]) -> tuple[str, ...]:
    strings = tuple(value)
    if isinstance(value, str) or not all(isinstance(each, str) for each in strings):
        raise TypeError(f"expected a list of strings, got {value!r}")
    return strings


def _kinds(value: Iterable[str]) -> frozenset[str]:
    return frozenset(_strings(value))


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((opening, closing) for opening, closing in map(_strings, value))


@attrs.frozen(cache_hash=True)
class Language:
    """A language: how its files are known, and which node kinds of its grammar mean what.

    `package` is the distribution with the grammar, `module` its import name and `function` the
    callable in it. `first_line` is a regular expression for the interpreter in a shebang line, or
    empty. The fields from `identifier` to `scope` hold node kinds; `import_` is `import` in the
    file. `declarations_source` is the text of declarations.scm. `filler` is a statement that stands
    where a block may not be empty; each of `wraps` is what a member needs around it to be parsed.
    Strings that end with their line begin with one of `string_line`, the others with one of the
    pairs of `string_block`; at most two letters of `string_prefix` may stand before either.
    """

    name: str = attrs.field(validator=attrs.validators.instance_of(str))
    title: str = attrs.field(validator=attrs.validators.instance_of(str))
    package: str = attrs.field(validator=attrs.validators.instance_of(str))
    module: str = attrs.field(validator=attrs.validators.instance_of(str))
    function: str = attrs.field(validator=attrs.validators.instance_of(str))
    language_ids: tuple[str, ...] = attrs.field(converter=_strings)
    files: tuple[str, ...] = attrs.field(converter=_strings)
    first_line: str = attrs.field(validator=attrs.validators.instance_of(str))
    comment_line: tuple[str, ...] = attrs.field(converter=_strings)
    comment_block: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)
    identifier: frozenset[str] = attrs.field(converter=_kinds)
    member: frozenset[str] = attrs.field(converter=_kinds)
    literal: frozenset[str] = attrs.field(converter=_kinds)
    string: frozenset[str] = attrs.field(converter=_kinds)
    string_text: frozenset[str] = attrs.field(converter=_kinds)
    string_quote: frozenset[str] = attrs.field(converter=_kinds)
    comment: frozenset[str] = attrs.field(converter=_kinds)
    block: frozenset[str] = attrs.field(converter=_kinds)
    statement: frozenset[str] = attrs.field(converter=_kinds)
    expression: frozenset[str] = attrs.field(converter=_kinds)
    call: frozenset[str] = attrs.field(converter=_kinds)
    import_: frozenset[str] = attrs.field(converter=_kinds)
    scope: frozenset[str] = attrs.field(converter=_kinds)
    declarations_source: str = attrs.field(repr=False)
    filler: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    wraps: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    string_line: tuple[str, ...] = attrs.field(default=('"', "'"), converter=_strings)
    string_block: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    string_prefix: str = attrs.field(default="", validator=attrs.validators.instance_of(str))

    def is_statement(self, kind: str, parent: str) -> bool:
        """Tell whether a node is a statement or a member, by its kind and its parent's.

        Where every expression may stand as a statement (Rust, Ruby, the calls of Lua), it is one
        directly in a block only; an `if` without braces may have a statement outside of any.
        """
        if kind not in self.statement:
            return False
        return parent in self.block or not (kind in self.expression or kind in self.identifier)


def names() -> tuple[str, ...]:
    """Return the names of all languages, sorted; their grammars need not be installed."""
    return tuple(_all())


def by_name(name: str) -> Language | None:
    """Return the language of that name, None when there is none."""
    return _all().get(name)


def by_id(language_id: str, path: str | None = None) -> Language | None:
    """Return the language that an editor calls `language_id`, or else the one of `path`.

    Several languages may go by one id (`typescript` for a .tsx file): of them the one that `path`
    belongs to, otherwise the one that lists the id first.
    """
    known = _by_id().get(language_id, ())
    if len(known) == 1:
        return known[0]
    by_file = by_path(path) if path is not None else None
    if not known or by_file in known:
        return by_file
    return min(known, key=lambda each: each.language_ids.index(language_id))


def alike(language: Language) -> tuple[Language, ...]:
    """Return the languages that an editor may call by the first id of this one, itself among them.

    Not those that go by an id of their own only sometimes: a TypeScript file may be one with JSX,
    what is called TSX is nothing else.
    """
    return _by_id()[language.language_ids[0]] if language.language_ids else (language,)


def by_any_name(name: str, path: str = "") -> Language | None:
    """Return the language of an editor's id or our name, in small letters or capitals.

    Where that is no language, it is the one of the file at `path`.
    """
    small = name.lower()
    return by_id(small, path) if small in _by_id() else by_name(small) or by_path(path)


def by_path(path: str, first_line: str = "") -> Language | None:
    """Return the language of a file by its name, or else by the interpreter in `first_line`.

    `path` may be a path of any system or a URI.
    """
    name = re.split(r"[/\\]", path)[-1]
    for pattern, language in _file_patterns():
        if pattern.match(name):
            return language
    if first_line.startswith("#!"):
        for language in _all().values():
            if language.first_line and re.search(language.first_line, first_line):
                return language
    return None


@cache
def grammar(language: Language) -> tree_sitter.Language | None:
    """Return the grammar, None when its package is missing or made for another tree-sitter."""
    try:
        module = importlib.import_module(language.module)
    except ImportError:
        logger.info("no grammar for %s: install %s", language.title, language.package)
        return None
    try:
        return tree_sitter.Language(getattr(module, language.function)())
    except Exception:  # A wheel is foreign code, and one language less is no failure.
        logger.warning("%s does not fit this tree-sitter", language.package, exc_info=True)
        return None


@cache
def declarations_query(language: Language) -> tree_sitter.Query | None:
    """Return the query for the declarations of a file, None without a grammar that it fits.

    The first call for a language takes 1 to 200 ms, without the lock of the interpreter.
    """
    known = grammar(language)
    if known is None:
        return None
    try:
        return tree_sitter.Query(known, language.declarations_source)
    except tree_sitter.QueryError:
        logger.warning("declarations.scm of %s does not fit", language.package, exc_info=True)
        return None


def load(root: Traversable) -> dict[str, Language]:
    """Read the languages from the folders below `root`, sorted by name.

    A folder that is badly formed is left out, with a warning.
    """
    languages = {}
    for folder in sorted(root.iterdir(), key=lambda each: each.name):
        if not folder.joinpath("language.toml").is_file():
            continue
        try:
            languages[folder.name] = _read(folder)
        except (OSError, KeyError, TypeError, ValueError, re.error) as error:
            logger.warning("the language in %s is left out: %s", folder, error)
    return languages


def _read(folder: Traversable) -> Language:
    table: dict[str, Any] = tomllib.loads(folder.joinpath("language.toml").read_text("utf-8"))
    comments, nodes = table.pop("comments"), table.pop("nodes")
    strings = table.pop("strings", {})
    language = Language(
        **table,
        comment_line=comments.pop("line"),
        comment_block=comments.pop("block"),
        import_=nodes.pop("import"),
        declarations_source=folder.joinpath("declarations.scm").read_text("utf-8"),
        **{f"string_{name}": value for name, value in strings.items()},
        **comments,
        **nodes,
    )
    if language.name != folder.name:
        raise ValueError(f"its name is {language.name!r}")
    re.compile(language.first_line)
    return language


@cache
def _all() -> dict[str, Language]:
    # All at once, in some ten milliseconds: all look-ups but one ask each language.
    return load(importlib.resources.files("honed.grammars"))


@cache
def _by_id() -> dict[str, tuple[Language, ...]]:
    """Return the languages that go by each id of an editor."""
    found: dict[str, tuple[Language, ...]] = {}
    for language in _all().values():
        for each in language.language_ids:
            found[each] = (*found.get(each, ()), language)
    return found


@cache
def _file_patterns() -> tuple[tuple[re.Pattern[str], Language], ...]:
    return tuple(
        (re.compile("|".join(map(fnmatch.translate, language.files))), language)
        for language in _all().values()
        if language.files
    )
