"""Edits over several files: which file each is for, and what becomes of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import blocks, codex, diffs
from honed.apply.fences import same_file
from honed.apply.reading import FileEdit
from honed.apply.result import Applied, Format, Reason, Refused, Strategy
from honed.core.text import Edit, Span, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from honed.apply.reading import Replacements

    Change = Callable[[str, str, Replacements], Applied | Refused]
    """What becomes of the file at a path, with a text, by replacements."""

UNNAMED = ""
"""Stands for the file where a patch is not understood, or names none."""


def read(
    lines: Sequence[str],
    written: Format | None = None,
) -> tuple[FileEdit, ...] | Refused | None:
    """Return what a patch does to each file it names; None where the lines are no patch.

    `written` is how it must be written, None where that is found out.
    """
    if written is Format.APPLY_PATCH or (written is None and codex.is_patch(lines)):
        return _joined(codex.parse(lines))
    if written in {None, Format.SEARCH_REPLACE} and blocks.has_marks(lines):
        found = blocks.parse(lines)
        return found if isinstance(found, Refused) else _by_file(found)
    if written is Format.UNIFIED_DIFF or (written is None and diffs.is_diff(lines)):
        return _joined(diffs.parse(lines))
    return None


def apply_patch(
    files: Mapping[str, str], patch: str, change: Change, *, all_or_nothing: bool = False
) -> dict[str, Applied | Refused]:
    """Return what becomes of each file that the patch names, by its path in `files`.

    A path may be shorter or longer than that, if it fits one file alone. A file that is added has
    the patch's path. A patch that is not understood is refused under the path "".
    """
    edits = read(lines_of(patch))
    if edits is None:
        message, advice = "this is no patch", "give a diff, blocks or *** Begin Patch"
        edits = Refused(Reason.NOT_UNDERSTOOD, message, advice)
    if isinstance(edits, Refused):
        return {UNNAMED: edits}
    groups = _by_path(edits, lambda edit: _path_in(files, edit.path) or edit.path)
    results = {path: _result(files, path, group, change) for path, group in groups.items()}
    if all_or_nothing and any(isinstance(each, Refused) for each in results.values()):
        return {path: _held_back(each) for path, each in results.items()}
    return results


def lines_of(edit: str) -> list[str]:
    """Return the lines of an edit; returns before line ends stay only where not all have them."""
    lines = edit.split("\n")
    if all(line.endswith("\r") for line in lines[:-1]):
        return [line.removesuffix("\r") for line in lines]
    return lines


def _joined(found: tuple[FileEdit, ...] | Refused) -> tuple[FileEdit, ...] | Refused:
    """Return the edits of a patch with those that change one file made one."""
    if isinstance(found, Refused):
        return found
    joined: list[FileEdit] = []
    for group in _by_path(found, lambda edit: edit.path).values():
        one = _as_one(group)
        joined += group if one is None else [one]
    return tuple(joined)


def _by_path(
    edits: Sequence[FileEdit], path_of: Callable[[FileEdit], str]
) -> dict[str, list[FileEdit]]:
    groups: dict[str, list[FileEdit]] = {}
    for edit in edits:
        groups.setdefault(path_of(edit), []).append(edit)
    return groups


def _as_one(group: Sequence[FileEdit]) -> FileEdit | None:
    """Return several edits of one file as one; None where one does more than change it."""
    first, *others = group
    if others and any(
        each.added is not None or each.is_removed or each.new_path is not None for each in group
    ):
        return None
    items = tuple(item for each in group for item in each.replacements.items)
    return attrs.evolve(first, replacements=attrs.evolve(first.replacements, items=items))


def _by_file(found: Sequence[blocks.Block]) -> tuple[FileEdit, ...]:
    """Return the blocks by the file that they name; blocks that search for nothing add one."""
    by_name: dict[str, list[blocks.Block]] = {}
    for block in found:
        by_name.setdefault(block.filename or UNNAMED, []).append(block)
    edits = []
    for name, group in by_name.items():
        replacements = blocks.of_one_file(group, name)
        only = replacements.items[0] if len(group) == 1 else None
        added = only.after if only is not None and not only.before else None
        edits.append(FileEdit(name, replacements, added))
    return tuple(edits)


def _path_in(files: Mapping[str, str], path: str) -> str | None:
    """Return the path in `files` that a patch means; None where there is not just one."""
    if path in files:
        return path
    if not path:
        return next(iter(files)) if len(files) == 1 else None
    found = [each for each in files if same_file(each, path)]
    return found[0] if len(found) == 1 else None


def _result(
    files: Mapping[str, str], path: str, group: Sequence[FileEdit], change: Change
) -> Applied | Refused:
    """Return what becomes of one file; `path` is its name in `files`, if it is one of them."""
    edit = _as_one(group)
    written = group[0].replacements.format
    if edit is None:
        message = f"the patch adds, moves or removes {path}, and does something else to it too"
        return Refused(Reason.OVERLAP, message, "name each file once", format=written)
    if path not in files:
        if edit.added is not None and not any(same_file(each, edit.path) for each in files):
            return _added(edit.added, written)
        message = f"the file is not among those that were given: {edit.path or 'it has no name'}"
        return Refused(Reason.FILE_MISSING, message, "give the file's text", format=written)
    is_added = edit.added is not None
    taken = path if is_added and (files[path].strip() or not edit.replacements.items) else None
    taken = edit.new_path if edit.new_path in files else taken
    if taken is not None:
        message = f"{taken} is there already"
        return Refused(Reason.FILE_EXISTS, message, "write a patch that changes it", format=written)
    return _changed(path, files[path], edit, change)


def _changed(path: str, original: str, edit: FileEdit, change: Change) -> Applied | Refused:
    """Return what becomes of a file that is there: changed, moved, removed."""
    written = edit.replacements.format
    if edit.replacements.items:
        result = change(path, original, edit.replacements)
    else:
        whole = Edit(Span(0, len(encode(original))), b"")
        result = (
            Applied("", (whole,), 1.0, Strategy.WHOLE_FILE, written)
            if edit.is_removed
            else Applied(original, (), 1.0, Strategy.UNCHANGED, written)
        )
    if isinstance(result, Refused):
        return result
    if edit.is_removed and result.text:
        message = f"{path} holds more than the patch removes"
        return Refused(Reason.CONFLICT, message, "read the file again", format=written)
    return attrs.evolve(result, is_removed=edit.is_removed, new_path=edit.new_path)


def _added(text: str, written: Format) -> Applied:
    edits = (Edit(Span(0, 0), encode(text)),)
    return Applied(text, edits, 1.0, Strategy.WHOLE_FILE, written)


def _held_back(result: Applied | Refused) -> Refused:
    if isinstance(result, Refused):
        return result
    message = "the edit of another file was refused"
    advice = "mend that edit, or apply without all or nothing"
    return Refused(Reason.OTHERS_REFUSED, message, advice, format=result.format)
