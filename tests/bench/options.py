"""What a bench is told on its command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pathlib import Path


@attrs.frozen
class Options:
    """The options of `scripts/bench`; a bench ignores what it has no use for."""

    repositories: tuple[Path, ...] = ()
    short: bool = False
    cases: Path | None = None
    dump: Path | None = None
    seed: int = 0
    count: int | None = None
    is_alone: bool = False
    calibrate: bool = False
    minutes: float = 10.0
