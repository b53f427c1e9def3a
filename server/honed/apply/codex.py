"""The patches of Codex's apply_patch: `*** Begin Patch`, files, chunks, `*** End Patch`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from honed.apply.hunks import replacements
from honed.apply.reading import FileEdit, Replacement, Replacements
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN = "*** Begin Patch"
END = "*** End Patch"
END_OF_FILE = "*** End of File"
_ADD = "*** Add File: "
_DELETE = "*** Delete File: "
_UPDATE = "*** Update File: "
_MOVE = "*** Move to: "
_FILES = (_ADD, _DELETE, _UPDATE)
_STARTS = (BEGIN, *_FILES)
"""What begins each line that tells such a patch from other text."""
_NUMBERS = re.compile(r"^-\d+(,\d+)? \+\d+")
ADVICE = "write *** Begin Patch, *** Update File: path, @@, the lines, *** End Patch"


def is_patch(lines: Sequence[str]) -> bool:
    """Return whether the lines hold such a patch."""
    return any(
        line.startswith(_STARTS) and (line.rstrip() == BEGIN or line.startswith(_FILES))
        for line in lines
    )


def parse(lines: Sequence[str]) -> tuple[FileEdit, ...] | Refused:
    """Return what the patch does to each file, in order."""
    trimmed = [line.rstrip() for line in lines]
    first = trimmed.index(BEGIN) + 1 if BEGIN in trimmed else 0
    if first and END not in trimmed[first:]:
        return _refused(f"`{END}` is missing: the patch may be cut off")
    end = trimmed.index(END, first) if END in trimmed[first:] else len(lines)
    starts = [number for number in range(first, end) if lines[number].startswith(_FILES)]
    found = []
    for start, following in pairwise([*starts, end]):
        edit = _file(lines[start].rstrip(), lines[start + 1 : following])
        if isinstance(edit, Refused):
            return edit
        found.append(edit)
    return tuple(found) or _refused("the patch names no file")


def _file(header: str, lines: Sequence[str]) -> FileEdit | Refused:
    kind = next(each for each in _FILES if header.startswith(each.rstrip()))
    path = header.removeprefix(kind.rstrip()).strip()
    if not path:
        return _refused(f"`{header}` names no file")
    none = Replacements(Format.APPLY_PATCH, (), path)
    if kind == _DELETE:
        return FileEdit(path, none, is_removed=True)
    if kind == _ADD:
        added = [line[1:] for line in lines if line.startswith("+")]
        return FileEdit(path, none, added="".join(f"{line}\n" for line in added))
    moved = None
    if lines and lines[0].startswith(_MOVE):
        moved, lines = lines[0].removeprefix(_MOVE).strip(), lines[1:]
    items = tuple(_chunks(lines))
    if not items and moved is None:
        return _refused(f"the patch changes nothing in {path}")
    return FileEdit(path, attrs.evolve(none, items=items), new_path=moved)


def _chunks(lines: Sequence[str]) -> list[Replacement]:
    """Return the replacements of one file; lines with `@@` say below what each stands."""
    found: list[Replacement] = []
    context: list[str] = []
    chunk: list[str] = []
    for line in [*lines, "@@"]:
        is_at_end = line.rstrip() == END_OF_FILE
        if not is_at_end and not line.startswith("@@"):
            chunk.append(line)
            continue
        found += replacements(chunk, None, tuple(context), is_at_end=is_at_end)
        if any(each.strip() for each in chunk):
            context = []
        chunk = []
        said = line.strip().strip("@").strip()
        if said and not is_at_end and not _NUMBERS.match(said):
            context.append(said)
    return found


def _refused(message: str) -> Refused:
    return Refused(Reason.NOT_UNDERSTOOD, message, ADVICE, format=Format.APPLY_PATCH)
