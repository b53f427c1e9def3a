"""How an edit is written: a snippet, a whole file, blocks to search and replace, or a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import blocks, codex, diffs, patches
from honed.apply.fences import (
    SHELLS,
    fences,
    looks_like_code,
    path_above,
    path_in_comment,
    path_in_info,
    path_in_line,
    same_file,
)
from honed.apply.pairs import from_chunks, from_json, from_pairs
from honed.apply.patches import lines_of
from honed.apply.reading import Reading, Replacement, Replacements, Snippet
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.fences import Fence
    from honed.apply.reading import FileEdit

__all__ = [
    "Reading",
    "Replacement",
    "Replacements",
    "Snippet",
    "from_chunks",
    "from_pairs",
    "read",
]

_PATCHES = {
    Format.SEARCH_REPLACE: blocks.ADVICE,
    Format.UNIFIED_DIFF: diffs.ADVICE,
    Format.APPLY_PATCH: codex.ADVICE,
}
_MARKDOWN = (".md", ".mdx", ".markdown", ".rst", ".qmd")


def read(
    edit: str,
    format: Format | None = None,  # noqa: A002 - the API's word
    filename: str | None = None,
) -> Reading | Refused:
    """Return what the edit says; in which format, is found out where `format` is None.

    `filename` is that of the file to be edited. It chooses among the files that the edit names,
    and tells whether the file may hold fences itself.
    """
    if not edit.strip():
        return Refused(Reason.EMPTY, "the edit is empty", "give the code to put in", format=format)
    lines = lines_of(edit)
    if format in _PATCHES or (format is None and _may_be_patch(lines, filename)):
        found = patches.read(lines, format) or from_json(
            _unwrapped(edit, lines), may_be_lists=format == Format.SEARCH_REPLACE
        )
        if isinstance(found, tuple):
            return _of_this_file(found, filename)
        if found is not None:
            return found
    if format in _PATCHES:
        message = f"the edit holds nothing that is written as {format}"
        return Refused(Reason.NOT_UNDERSTOOD, message, _PATCHES[format], format=format)
    return _snippet(edit, lines, format, filename)


def _of_this_file(edits: Sequence[FileEdit], filename: str | None) -> Replacements | Refused:
    """Return what a patch does to the file; the only one that it names is meant in any case."""
    ours = [edit for edit in edits if filename and edit.path and same_file(edit.path, filename)]
    if len(edits) > 1 and len(ours) != 1:
        return _of_several_files(edits[0].replacements.format)
    edit = ours[0] if ours else edits[0]
    if edit.is_removed or not edit.replacements.items:
        message = f"the edit adds, moves or removes a file: {edit.path}"
        advice, written = "apply it as a patch", edit.replacements.format
        return Refused(Reason.NOT_UNDERSTOOD, message, advice, format=written)
    return edit.replacements


def _may_be_patch(lines: Sequence[str], filename: str | None) -> bool:
    """Return whether a patch that is found is one, and not an example in a file about patches."""
    if not _is_markdown(filename) or _is_wrapped(lines, fences(lines)):
        return True
    first = next((line for line in lines if line.strip()), "")
    marks = ("--- ", "diff --git ", "@@", "<<<<<<< SEARCH", "------- SEARCH", "*** ")
    return first.startswith(marks) or bool(path_in_line(first))


def _is_markdown(filename: str | None) -> bool:
    return bool(filename) and str(filename).lower().endswith(_MARKDOWN)


def _is_wrapped(lines: Sequence[str], found: Sequence[Fence]) -> bool:
    """Return whether one fence is around all lines."""
    outside = [*lines[: found[0].first], *lines[found[0].end :]] if found else lines
    return not any(line.strip() for line in outside)


def _unwrapped(edit: str, lines: Sequence[str]) -> str:
    """Return what stands in the only fence, or all where there is not one."""
    found = fences(lines)
    return "\n".join(found[0].lines) if len(found) == 1 else edit


def _snippet(
    edit: str, lines: Sequence[str], written: Format | None, filename: str | None
) -> Snippet | Refused:
    found = fences(lines)
    inside = {number for fence in found for number in range(fence.first, fence.end)}
    outside = [line for number, line in enumerate(lines) if number not in inside]
    may_hold_fences = written == Format.WHOLE_FILE or _is_markdown(filename)
    is_bare = may_hold_fences and not _is_wrapped(lines, found)
    if not found or is_bare or looks_like_code(outside):
        return _titled((edit,), None)
    code = [fence for fence in found if fence.language not in SHELLS]
    chosen = code or found
    names = [path_in_info(fence.info) or path_above(lines, fence.first) for fence in chosen]
    if len({name for name in names if name}) > 1:
        ours = _of_file(chosen, names, filename)
        if not ours:
            return _of_several_files(Format.LAZY)
        chosen, names = ours, [filename]
    pieces = tuple(piece for fence in chosen if (piece := _code(fence)).strip())
    if not pieces:
        return Refused(Reason.EMPTY, "the fences are empty", "give the code to put in")
    snippet = _titled(pieces, next((name for name in names if name), None))
    around = tuple(line for line in outside if line.strip())
    return attrs.evolve(snippet, whole=edit, around=around)


def _of_file(
    found: Sequence[Fence], names: Sequence[str | None], filename: str | None
) -> list[Fence]:
    """Return the fences of the file; one that names none belongs to the one before."""
    ours: list[Fence] = []
    is_ours = False
    for fence, name in zip(found, names, strict=True):
        if name:
            is_ours = bool(filename) and same_file(name, filename or "")
        if is_ours:
            ours.append(fence)
    return ours


def _code(fence: Fence) -> str:
    return "".join(f"{line}\n" for line in fence.lines)


def _titled(pieces: tuple[str, ...], name: str | None) -> Snippet:
    title = pieces[0].partition("\n")[0].rstrip("\r")
    named = path_in_comment(title)
    return Snippet(pieces, name or named, title if named else None)


def _of_several_files(format: Format) -> Refused:  # noqa: A002
    return Refused(
        Reason.WRONG_FILE,
        "the edit is for several files, and none of them is this one",
        "give the file's name, or apply the edit as a patch",
        format=format,
    )
