"""What other developers know of the patterns of a store: the feed of the federated algorithm.

It comes with `honed import`: each file holds one developer's counts by the keys of patterns, with
or without their code. Their ranker's sums are in the weights already, which every algorithm begins
with; only `federated` asks for the counts.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from honed.core.errors import StoreError
from honed.learn.algorithms.federated import Contribution, federated
from honed.learn.history import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.core.model import Pattern
    from honed.core.ports import Reader
    from honed.services.judge import Judge
    from honed.services.project import Project

_log = logging.getLogger(__name__)


def tell(judge: Judge, project: Project, store: Reader) -> None:
    """Tell the judge what others know of a project's patterns, where it asks for that."""
    if not judge.asks_others:
        return
    with project.lock:
        patterns = project.index.all()
    try:
        told = store.contributed()
    except StoreError as error:
        # It judges without them; what was learned here is there all the same.
        _log.warning("%s", error)
        told = []
    judge.hear(project.name, elsewhere(told, patterns))


def elsewhere(
    told: Sequence[tuple[str, Mapping[str, tuple[int, int]]]], patterns: Iterable[Pattern]
) -> dict[int, tuple[int, int]]:
    """Return how often patterns were right and wrong elsewhere, by their ids here.

    `told` is by contributor; one without a name may be any of the others, and counts for nobody.
    Of a pattern that fewer than `LEAST_CONTRIBUTORS` know nothing is said.
    """
    by_name: dict[str, dict[str, tuple[int, int]]] = {}
    for name, counts in told:
        # Of several stores of one developer each tells what was met in it.
        sums = by_name.setdefault(name, {})
        for key, (right, wrong) in counts.items():
            before = sums.get(key, (0, 0))
            sums[key] = (before[0] + right, before[1] + wrong)
    by_name.pop("", None)
    known = federated(Contribution(name, None, sums) for name, sums in by_name.items()).patterns
    if not known:
        return {}
    keys = {each.id: key_of(each.rewrite) for each in patterns if not each.is_rule}
    return {id_: known[key] for id_, key in keys.items() if key in known}
