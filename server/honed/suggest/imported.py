"""Imports as statements of one name each: what binds a name, and what that is from another file."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from honed.apply.imported import bound
from honed.syntax.imports import imports

if TYPE_CHECKING:
    from honed.syntax.tree import Tree

LANGUAGES = frozenset({"go", "java", "javascript", "php", "python", "rust", "tsx", "typescript"})
"""Where an import says which names it binds: an `#include` or a `using` does not."""

SCRIPTS = frozenset({"javascript", "tsx", "typescript"})

_PYTHON_FROM = re.compile(r"from\s+(\S+)\s+import\s+\(?(.*?)\)?")
_PYTHON_IMPORT = re.compile(r"import\s+(.*)")
_SCRIPT = re.compile(
    r"import\s+(?P<type>type\s+)?(?:(?P<default>\w+)\s*,?\s*)?(?:\*\s*as\s+(?P<all>\w+)\s*)?"
    r"(?:\{(?P<names>[^{}]*)\}\s*)?from\s*(?P<module>\"[^\"]+\"|'[^']+')(?P<end>;?)"
)
_REQUIRED = re.compile(
    r"(?P<word>const|let|var)\s+(?:(?P<all>[\w$]+)|\{(?P<names>[^{}]*)\})\s*(?P<tail>=\s*require\(.*)"
)
_RUST = re.compile(r"use\s+([\w:]+)::\{([^{}]*)\};")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_STAR = re.compile(r"\*\s*;?$|^\.\s*\"")


def names_of(source: str, language: str) -> frozenset[str]:
    """Return the names that an import binds."""
    required = _REQUIRED.fullmatch(source) if language in SCRIPTS else None
    if required is None:
        return bound([source], language)
    items = [required["all"]] if required["all"] else required["names"].split(",")
    return frozenset(name for each in items if (name := each.split(":")[-1].strip()))


def by_name(tree: Tree) -> dict[str, str]:
    """Return for each name that a file imports the statement that imports it alone.

    Names are left out for which that cannot be told.
    """
    language = tree.language.name
    if language not in LANGUAGES:
        return {}
    found = {}
    for each in imports(tree):
        for name in names_of(each.source, language):
            statement = alone(each.source, name, language)
            if statement is not None:
                found[name] = statement
    return found


def alone(source: str, name: str, language: str) -> str | None:
    """Return the import of one of the names that `source` binds, None where it cannot be told."""
    if language == "python":
        made = _of_python(source, name)
    elif language in SCRIPTS:
        made = _of_script(source, name)
    elif language == "rust" and (listed := _RUST.fullmatch(source)):
        item = _item(listed[2], name)
        made = f"use {listed[1]}::{item};" if item else None
    else:
        made = source
    return made if made is not None and names_of(made, language) == {name} else None


def _of_python(source: str, name: str) -> str | None:
    if source.startswith("from __future__"):
        return None
    listed = _PYTHON_FROM.fullmatch(source)
    if listed is not None:
        item = _item(listed[2], name)
        return f"from {listed[1]} import {item}" if item else None
    listed = _PYTHON_IMPORT.fullmatch(source)
    items = [] if listed is None else [each.strip() for each in listed[1].split(",")]
    item = next((each for each in items if bound([f"import {each}"], "python") == {name}), None)
    return f"import {item}" if item else None


def _of_script(source: str, name: str) -> str | None:
    required = _REQUIRED.fullmatch(source)
    if required is not None:
        item = _item(required["names"] or "", name)
        listed = f"{{ {item} }}" if item else required["all"]
        return f"{required['word']} {listed} {required['tail']}"
    found = _SCRIPT.fullmatch(source)
    if found is None:
        return None
    is_type, tail = found["type"] or "", f"from {found['module']}{found['end']}"
    if found["default"] == name:
        return f"import {is_type}{name} {tail}"
    if found["all"] == name:
        return f"import {is_type}* as {name} {tail}"
    item = _item(found["names"] or "", name)
    return f"import {is_type}{{ {item} }} {tail}" if item else None


def _item(listed: str, name: str) -> str | None:
    """Return the item of a list of names that binds a name: `a`, `a as b`, `type a`, `a: b`."""
    items = (" ".join(each.split()) for each in listed.split(","))
    return next((each for each in items if re.split(r"[\s:]", each)[-1] == name), None)


def takes_all(source: str) -> bool:
    """Return whether an import binds names that it does not name."""
    return _STAR.search(source) is not None


def module_of(source: str, language: str) -> str:
    """Return the module that an import names, "" where it cannot be told."""
    if (quoted := _QUOTED.search(source)) is not None:
        return quoted[1]
    if language == "python":
        return (re.sub(r"^(?:from|import)\s+", "", source).split() or [""])[0]
    words = re.sub(r"^(?:pub\S*\s+)?(?:import|use)\s+(?:static\s+)?", "", source)
    return (re.split(r"[\s;{]", words) or [""])[0]


def seen_from(statement: str, home: str, path: str, language: str) -> str | None:
    """Return an import of the file `home` as it is written in the file `path`, None for doubt.

    Paths are relative to one folder. What is named relative to its file means another one
    elsewhere; scripts name a file so, which is found from everywhere.
    """
    module = module_of(statement, language)
    here, there = posixpath.dirname(path), posixpath.dirname(home)
    if _is_itself(module, path, language):
        return None
    is_near = module.startswith((".", "super::", "self::"))
    if not is_near or here == there:
        return statement
    if language not in SCRIPTS:
        return None
    moved = posixpath.relpath(posixpath.join(there, module), here or ".")
    moved = moved if moved.startswith(".") else f"./{moved}"
    return None if _is_itself(moved, path, language) else statement.replace(module, moved)


def _is_itself(module: str, path: str, language: str) -> bool:
    """Return whether a module is the file, or the package of the file."""
    stem = posixpath.splitext(path)[0]
    if language == "python":
        name = module.lstrip(".").replace(".", "/")
        return bool(name) and f"/{stem}".endswith((f"/{name}", f"/{name}/__init__"))
    if language == "go":
        folder = posixpath.dirname(path)
        return bool(folder) and f"/{module}".endswith(f"/{folder}")
    if language in SCRIPTS and module.startswith("."):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
        return posixpath.splitext(target)[0] == stem
    return False
