"""Every group of candidates as a JSON line, for those who learn from them."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING

from honed.core.text import apply_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.replaying.located import Group


@contextmanager
def dumping(path: Path | None) -> Iterator[Callable[[str, Group], None] | None]:
    """Give a function that writes one JSON line a group of candidates."""
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8") as stream:
        yield partial(_write, stream)


def _write(stream: IO[str], name: str, group: Group) -> None:
    if not group.candidates:
        return
    row = {
        "repository": name,
        "commit": group.commit,
        "edit": group.edit,
        "line": group.line,
        "quiet": group.is_quiet,
        "candidates": [
            {
                "pattern": each.candidate.pattern_id,
                "features": [round(value, 4) for value in each.candidate.features],
                "right": is_right,
                "text": _hash(apply_edits(group.text.data, each.candidate.edits)),
                "session": each.is_of_session,
                "probability": round(each.probability, 4),
            }
            for each, is_right in group.candidates
        ],
    }
    stream.write(json.dumps(row, separators=(",", ":")) + "\n")


def _hash(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=6).hexdigest()
