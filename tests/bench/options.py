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
    seed: int = 0
    cases: Path | None = None
    written: tuple[Path, ...] = ()
    suites: tuple[str, ...] = ()
    count: int | None = None
    is_alone: bool = False
    calibrate: bool = False
    against: Path | None = None
    dump: Path | None = None
    minutes: float = 10.0
    edits: int | None = None
    commits: int | None = None
    is_reversed: bool = False
    plot: Path | None = None
    is_lsp: bool = False
    dismisses: bool = False
    jobs: int = 1
    until: int | None = None
    table: Path | None = None
