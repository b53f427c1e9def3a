"""What became better and worse since an earlier run, case by case."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.applying.judge import Judged

SHOWN = 8


def grid(results: Sequence[Judged], dumped: Path) -> Grid:
    """Return the changes of verdicts since the run that was dumped, the first cases of each named.

    Cases that either run does not have are left out.
    """
    with dumped.open(encoding="utf-8") as file:
        before = {record["id"]: record["status"] for record in map(json.loads, file)}
    changed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in results:
        was = before.get(each.case.id, each.verdict)
        if was != each.verdict:
            changed[was, str(each.verdict)].append(each.case.id)
    rows = [
        [f"{was} → {now}", str(len(ids)), "\n".join(ids[:SHOWN])]
        for (was, now), ids in sorted(changed.items())
    ]
    return Grid("apply: against an earlier run", {}, ("verdicts", "n", "note"), rows)
