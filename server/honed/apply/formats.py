"""How an edit is written: a snippet, a whole file, blocks to search and replace, or a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply import blocks
from honed.apply.fences import (
    SHELLS,
    fences,
    looks_like_code,
    path_above,
    path_in_comment,
    path_in_info,
    same_file,
)
from honed.apply.pairs import from_chunks, from_json, from_pairs
from honed.apply.reading import Reading, Replacement, Replacements, Snippet
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.fences import Fence

__all__ = [
    "Reading",
    "Replacement",
    "Replacements",
    "Snippet",
    "from_chunks",
    "from_pairs",
    "read",
]

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
    lines = edit.replace("\r\n", "\n").split("\n")
    if format == Format.SEARCH_REPLACE or (format is None and blocks.has_marks(lines)):
        return _replacements(edit, lines, filename)
    if format is None:
        found = from_json(_unwrapped(edit, lines))
        if found is not None:
            return found
    return _snippet(edit, lines, format, filename)


def _replacements(edit: str, lines: Sequence[str], filename: str | None) -> Reading | Refused:
    if not blocks.has_marks(lines):
        found = from_json(_unwrapped(edit, lines))
        if found is not None:
            return found
    read_blocks = blocks.parse(lines)
    if isinstance(read_blocks, Refused):
        return read_blocks
    names = {block.filename for block in read_blocks}
    if len(names) == 1:
        return blocks.of_one_file(read_blocks, names.pop())
    ours = [
        block
        for block in read_blocks
        if filename and block.filename and same_file(block.filename, filename)
    ]
    if ours:
        return blocks.of_one_file(ours, ours[0].filename)
    return _of_several_files(Format.SEARCH_REPLACE)


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
    is_wrapped = len(found) == 1 and not any(line.strip() for line in outside)
    holds_fences = written == Format.WHOLE_FILE or bool(
        filename and filename.lower().endswith(_MARKDOWN)
    )
    if not found or looks_like_code(outside) or (holds_fences and not is_wrapped):
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
    return _titled(pieces, next((name for name in names if name), None))


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
