"""The golden cases of applying, read from `tests/golden/apply`; test_golden.py tells of them."""

from __future__ import annotations

from pathlib import Path

import attrs

from honed.apply.result import Reason

CASES = Path(__file__).parents[1] / "golden" / "apply"


@attrs.frozen
class Case:
    """A file, an edit of it, and what may become of it."""

    name: str
    language: str
    before: bytes
    edit: str
    after: bytes | None
    reasons: frozenset[Reason]


def _read(folder: Path) -> Case:
    (before,) = folder.glob("before.*")
    after, refused = folder / f"after{before.suffix}", folder / "refused"
    return Case(
        f"{folder.parent.name}/{folder.name}",
        folder.parent.name,
        before.read_bytes(),
        (folder / "edit.md").read_bytes().decode(),
        after.read_bytes() if after.exists() else None,
        frozenset(map(Reason, refused.read_text("utf-8").split()))
        if refused.exists()
        else frozenset(),
    )


ALL = [_read(folder) for folder in sorted(CASES.glob("*/*"))]
