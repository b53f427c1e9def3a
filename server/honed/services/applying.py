"""`honed apply`: an edit for a file, or a patch for the files of a folder, and what to write then.

Nothing is written here before `write` is called with what came out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from honed.apply.engine import apply_edit, apply_patch
from honed.apply.result import Applied, Reason, Refused
from honed.services import text_files
from honed.services.text_files import Encoding, TextFile, Write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path, PurePath

    from honed.apply.result import Format

NO_TEXT = Refused(
    Reason.NOT_TEXT,
    "the file is neither UTF-8 nor UTF-16 with a byte order mark",
    "convert it to UTF-8",
)
NO_TEXT_EDIT = Refused(
    Reason.NOT_TEXT,
    "the edit is neither UTF-8 nor UTF-16 with a byte order mark",
    "give it as UTF-8",
)
NOT_ENCODED = Refused(
    Reason.NOT_TEXT,
    "the edit holds half of a character, which no file can hold",
    "give the edit without lone surrogates",
)
_OUTSIDE = Refused(
    Reason.WRONG_FILE,
    "the path leads out of the folder",
    "apply the patch in the folder that its paths begin in",
)
_GIT_OWN = Refused(
    Reason.WRONG_FILE,
    "the path leads into a directory of git, where a file may be a command that git runs",
    "change that file by hand",
)
_EXISTS = Refused(
    Reason.FILE_EXISTS, "the patch adds a file that is there already", "remove it, or change it"
)
_TWICE = Refused(
    Reason.OVERLAP,
    "another part of the patch changes the same file under another name",
    "name it once",
)
_OTHERS = Refused(
    Reason.OTHERS_REFUSED,
    "the edit of another file was refused, and all or nothing was asked for",
    "mend the patch where it was refused, or take what can be applied",
)


@attrs.frozen
class Changed:
    """What became of one file: `name` is what the user or the patch calls it.

    `file` is as it was read, None for one that a patch adds, or that could not be read. `target`
    is where it lies afterwards.
    """

    name: str
    path: Path
    target: Path
    file: TextFile | None
    result: Applied | Refused

    @property
    def is_applied(self) -> bool:
        """Whether the edit was not refused."""
        return isinstance(self.result, Applied)


def read_edit(data: bytes) -> str | None:
    """Return the text of an edit, None where it is none."""
    found = text_files.decode(data)
    return None if found is None else found[0]


def change_file(
    path: Path,
    edit: str | None,
    *,
    language: str | None = None,
    format: Format | None = None,  # noqa: A002 - the engine's word
    instruction: str | None = None,
) -> Changed:
    """Return what an edit makes of a file; `HonedError` where the file cannot be read."""
    file = text_files.read(path)
    result: Applied | Refused
    if file.text is None:
        result = NO_TEXT
    elif edit is None:
        result = NO_TEXT_EDIT
    else:
        made = apply_edit(file.text, edit, language, str(path), instruction, format)
        result = NOT_ENCODED if _lacks_characters(file, made) else made
    return Changed(str(path), file.path, file.path, file, result)


def change_folder(folder: Path, patch: str, *, all_or_nothing: bool = False) -> list[Changed]:
    """Return what a patch makes of each file that it names, below the folder only."""
    files = _Files(folder.resolve())
    results = apply_patch(files, patch, all_or_nothing=all_or_nothing)
    found: list[Changed] = []
    for name, result in results.items():
        changed = _changed(files, name, result)
        if any(_meet(changed, other) for other in found):
            changed = attrs.evolve(changed, result=_TWICE)
        found.append(changed)
    if all_or_nothing and any(isinstance(each.result, Refused) for each in found):
        return [
            attrs.evolve(each, result=_OTHERS) if isinstance(each.result, Applied) else each
            for each in found
        ]
    return found


def content(changed: Changed) -> bytes:
    """Return the bytes of the file as it becomes; of one that goes, or was refused, none."""
    result = changed.result
    if isinstance(result, Refused) or result.is_removed:
        return b""
    file = changed.file or TextFile(changed.path, b"", "", Encoding.UTF_8)
    return file.encode(result.text)


def write(changes: Iterable[Changed]) -> None:
    """Write what was applied, all or nothing; `HonedError` where that cannot be."""
    text_files.write([step for each in changes for step in _steps(each)])


def _lacks_characters(file: TextFile | None, result: Applied | Refused) -> bool:
    """Return whether the encoding of a file has not all that the result is made of."""
    encoding = file.encoding if file is not None else Encoding.UTF_8
    try:
        encoding.encode(result.text if isinstance(result, Applied) else "")
    except UnicodeEncodeError:
        return True
    return False


class _Files(Mapping[str, str]):
    """The texts of the files below a folder, read when they are asked for by name.

    None is told of unasked, so that a path of a patch means one file, to the letter.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[str, TextFile] = {}

    def __getitem__(self, name: str) -> str:
        text = self._text(name)
        if text is None:
            raise KeyError(name)
        return text

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._text(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def _text(self, name: str) -> str | None:
        if name not in self.read:
            place = self.place(name)
            if not place.is_relative_to(self.folder) or not place.is_file():
                return None
            self.read[name] = text_files.read(place)
        return self.read[name].text

    def place(self, name: str) -> Path:
        """Return where a file lies, symbolic links followed; outside for what is no path."""
        return self.folder.parent if "\0" in name else (self.folder / name).resolve()

    def objection(self, name: str, result: Applied | Refused) -> Refused | None:
        """Return why what was found must not be done here, None where it may."""
        names = [name]
        if isinstance(result, Applied) and result.new_path is not None:
            names.append(result.new_path)
        if not all(self.place(each).is_relative_to(self.folder) for each in names):
            return _OUTSIDE
        if any(_is_of_git(self.place(each).relative_to(self.folder)) for each in names):
            return _GIT_OWN
        if name in self.read and self.read[name].text is None:
            return NO_TEXT
        if _lacks_characters(self.read.get(name), result):
            return NOT_ENCODED
        is_new = isinstance(result, Applied) and (len(names) > 1 or name not in self.read)
        return _EXISTS if is_new and os.path.lexists(self.place(names[-1])) else None


def _is_of_git(path: PurePath) -> bool:
    """Return whether a path leads into `.git`, as file systems that fold case read it."""
    return any(part.rstrip(". ").lower() == ".git" for part in path.parts)


def _changed(files: _Files, name: str, result: Applied | Refused) -> Changed:
    result = files.objection(name, result) or result
    place = target = files.place(name)
    if isinstance(result, Applied) and result.new_path is not None:
        target = files.place(result.new_path)
    return Changed(name, place, target, files.read.get(name), result)


def _meet(one: Changed, other: Changed) -> bool:
    if isinstance(one.result, Refused) or isinstance(other.result, Refused):
        return False
    return not {one.path, one.target}.isdisjoint({other.path, other.target})


def _steps(changed: Changed) -> Iterator[Write]:
    if isinstance(changed.result, Refused):
        return
    before = None if changed.file is None else changed.file.data
    if changed.result.is_removed:
        yield Write(changed.path, before, None)
    elif changed.target != changed.path:
        yield Write(changed.target, None, content(changed), like=changed.path)
        yield Write(changed.path, before, None)
    elif (after := content(changed)) != before:
        yield Write(changed.path, before, after)
