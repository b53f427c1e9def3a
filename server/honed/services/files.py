"""Files as they lie on the disk, for what the command line is asked about them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from honed.core.errors import HonedError
from honed.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


def files_below(start: Path) -> Iterator[Path]:
    """Yield the regular files of a directory by name, hidden directories and links left out.

    A file is itself all that there is.
    """
    if not start.is_dir():
        yield start
        return
    for directory, names, files in os.walk(start):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink():
                yield path


def text_with_line(path: Path, line: int) -> Text:
    """Return the text of a file; `HonedError` where it or its `line` (zero-based) is missing."""
    text = Text(_content(path))
    if line >= text.line_count:
        raise HonedError(f"{path} has {_lines(text)}; there is no line {line + 1}.")
    return text


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise HonedError(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        raise HonedError(f"{path} cannot be read: {error}.") from error


def _lines(text: Text) -> str:
    """Return how many lines people count: one that nothing stands on after the last end is none."""
    count = text.line_count - (not len(text.line_span(text.line_count - 1)))
    return "1 line" if count == 1 else f"{count} lines"
