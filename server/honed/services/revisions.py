"""What has changed in a folder since a revision of its git history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.services.commits import output, top_of

if TYPE_CHECKING:
    from pathlib import Path

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE = "+++ b/"


def changed_lines(folder: Path, revision: str) -> dict[Path, list[range]]:
    """Return the lines (zero-based) that are new since a revision, by file, each path absolute.

    They are those of the files as they lie on the disk. A file that git does not know has none,
    what was only taken away stands for the line after it. `HistoryError` where git fails.
    """
    top, _ = top_of(folder)
    # Where git itself could take it for an option, it is none of its revisions.
    output(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    said = output(
        folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames",
        "--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", revision, "--",
    )  # fmt: skip
    found: dict[Path, list[range]] = {}
    path: Path | None = None
    for line in said.splitlines():
        if line.startswith("diff --git "):
            path = None
        elif line.startswith(_FILE) and path is None:
            path = top / line[len(_FILE) :].removesuffix("\t")
            found[path] = []
        elif path is not None and (hunk := _HUNK.match(line)):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            start = max(0, first - 1) if count else first
            found[path].append(range(start, start + max(1, count)))
    return found
