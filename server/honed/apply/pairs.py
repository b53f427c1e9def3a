"""Calls of find-and-replace tools: what to look for and what to put there, as JSON or as values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from honed.apply.reading import Replacement, Replacements
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BEFORE = ("old_string", "oldString", "oldText", "old_text", "old_str", "search", "SEARCH", "find")
_AFTER = (
    *("new_string", "newString", "newText", "new_text", "new_str"),
    *("replace", "REPLACE", "replacement", "replace_with"),
)
_ALL = ("replace_all", "replaceAll")
_PATH = ("file_path", "filePath", "filepath", "path", "filename", "file")
_LINE = ("start_line", "startLine")
_EDITS = ("edits", "replacements", "changes")
_KNOWN = frozenset((*_BEFORE, *_AFTER, *_ALL, *_PATH, *_LINE))
ADVICE = 'give pairs such as [["old", "new"]] or {"old_string": "old", "new_string": "new"}'


def from_json(text: str, *, may_be_lists: bool = False) -> Replacements | None:
    """Return the replacements of a JSON text; None where it is something else.

    A list of lists of two is such a text only where `may_be_lists` says that it must be one.
    """
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    filename = _first(value, _PATH) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = next((value[key] for key in _EDITS if key in value), [value])
    is_call = isinstance(value, list) and (
        may_be_lists or all(isinstance(each, dict) for each in value)
    )
    read = from_pairs(value) if is_call else None
    if not isinstance(read, Replacements):
        return None
    named = filename if isinstance(filename, str) else read.filename
    return Replacements(Format.SEARCH_REPLACE, read.items, named)


def from_pairs(pairs: Iterable[Any]) -> Replacements | Refused:
    """Return the replacements of `[search, replace]` pairs or of dicts with the tools' names."""
    items = []
    filename: str | None = None
    for number, pair in enumerate(pairs):
        item = _of_dict(pair) if isinstance(pair, dict) else _of_list(pair)
        if item is None:
            return _refused(f"pair {number + 1} is not a text to look for and one to put there")
        if isinstance(pair, dict):
            named = _first(pair, _PATH)
            filename = named if isinstance(named, str) else filename
        items.append(item)
    if not items:
        return _refused("there is no pair")
    return Replacements(Format.SEARCH_REPLACE, tuple(items), filename)


def from_chunks(chunks: Iterable[Mapping[str, Any]]) -> Replacements | Refused:
    """Return the replacements of the chunks that a reader of apply_patch makes.

    A chunk is `{"changeContext", "oldLines", "newLines", "isEndOfFile"}`.
    """
    items = []
    for chunk in chunks:
        if not isinstance(chunk, dict):
            return _refused("a chunk is not an object with oldLines and newLines")
        old, new = chunk.get("oldLines", []), chunk.get("newLines", [])
        context = chunk.get("changeContext")
        if not (_are_lines(old) and _are_lines(new) and isinstance(context, str | None)):
            return _refused("a chunk is not an object with oldLines and newLines")
        items.append(
            Replacement(
                "".join(f"{line}\n" for line in old),
                "".join(f"{line}\n" for line in new),
                context=(context,) if context else (),
                is_at_end=bool(chunk.get("isEndOfFile")),
            )
        )
    if not items:
        return _refused("there is no chunk")
    return Replacements(Format.APPLY_PATCH, tuple(items))


def _of_dict(pair: dict[str, Any]) -> Replacement | None:
    before, after = _first(pair, _BEFORE), _first(pair, _AFTER)
    line = _first(pair, _LINE)
    if not (isinstance(before, str) and isinstance(after, str) and pair.keys() <= _KNOWN):
        return None
    return Replacement(
        before,
        after,
        max(0, line - 1) if isinstance(line, int) else None,
        is_partial=True,
        is_all=_first(pair, _ALL) is True,
    )


def _of_list(pair: object) -> Replacement | None:
    match pair:
        case [str() as before, str() as after]:
            return Replacement(before, after, is_partial=True)
    return None


def _first(values: Mapping[str, Any], keys: Iterable[str]) -> object:
    return next((values[key] for key in keys if key in values), None)


def _are_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _refused(message: str) -> Refused:
    return Refused(Reason.NOT_UNDERSTOOD, message, ADVICE, format=Format.SEARCH_REPLACE)
