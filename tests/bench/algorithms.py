"""`scripts/bench algorithms`: nine ways to learn, estimates from a log, and the policy's gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.remembering import estimates, gates, policies, speed

if TYPE_CHECKING:
    from tests.bench.options import Options
    from tests.bench.table import Grid, Table


def tables(options: Options) -> list[Table | Grid]:
    """Return the tables: on histories, by simulation, and by the clock."""
    return [
        *policies.tables(options),
        *estimates.tables(options.seed, short=options.short),
        *gates.tables(options.seed, short=options.short),
        *speed.tables(options.seed),
    ]
