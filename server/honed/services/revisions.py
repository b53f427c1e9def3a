"""What has changed in a folder since a revision of its git history."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from honed.core.errors import HonedError
from honed.services.commits import output, top_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EVERY_LINE = range(sys.maxsize)
"""Of a file that git does not know: its lines were not counted."""

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE = "+++ "
_AFTER = "b/"
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r", strict=True))


def changed_lines(
    folder: Path, revision: str, paths: Sequence[Path] = ()
) -> dict[Path, list[range]]:
    """Return the lines (zero-based) that are new since a revision, by file, each path absolute.

    They are those of the files as they lie on the disk: of a renamed one those that are others, of
    one that git does not know and does not ignore `EVERY_LINE`. What was only taken away stands for
    the line after it. `HistoryError` where git fails, `HonedError` where one of `paths` lies
    outside of the repository.
    """
    top, _ = top_of(folder)
    for each in paths:
        if not _is_in(top, each):
            raise HonedError(
                f"{each} lies outside of the repository {top}, of which the revision is."
            )
    # Where git itself could take it for an option, it is none of its revisions.
    output(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    # Each of these a user's configuration may say otherwise.
    said = output(
        folder, "-c", "core.quotePath=false", "diff", "--unified=0", "--inter-hunk-context=0",
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "-M", "-l1000",
        "--diff-algorithm=myers", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/",
        "--end-of-options", revision, "--",
    )  # fmt: skip
    found: dict[Path, list[range]] = {}
    path: Path | None = None
    # What else Python takes for the end of a line may stand in one.
    for line in said.split("\n"):
        if line.startswith("diff --git "):
            path = None
        elif line.startswith(_FILE) and path is None:
            name = _unquoted(line[len(_FILE) :].removesuffix("\t"))
            if name.startswith(_AFTER):
                path = top / name[len(_AFTER) :]
                found[path] = []
        elif path is not None and (hunk := _HUNK.match(line)):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            start = max(0, first - 1) if count else first
            found[path].append(range(start, start + max(1, count)))
    unknown = output(top, "ls-files", "--others", "--exclude-standard", "-z")
    # Of another repository inside of this one there is only the folder.
    names = [name for name in unknown.split("\0") if name and not name.endswith("/")]
    return found | {top / name: [EVERY_LINE] for name in names}


def _is_in(top: Path, path: Path) -> bool:
    """Return whether a path lies in a repository, and in no other one inside of that."""
    place = path.resolve()
    inner = [each for each in (place, *place.parents) if each != top and each.is_relative_to(top)]
    return place.is_relative_to(top) and not any((each / ".git").exists() for each in inner)


def _unquoted(name: str) -> str:
    """Return a name as it is that git may have put into quotes, as C would."""
    if not name.startswith('"'):
        return name
    data = name[1:-1].encode("utf-8", "surrogateescape")
    return _ESCAPE.sub(_escaped, data).decode("utf-8", "surrogateescape")


def _escaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8) if len(said) > 1 else _ESCAPED.get(said[0], said[0])])
