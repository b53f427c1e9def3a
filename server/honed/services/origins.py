"""Where offers and patterns come from while the server runs, and how a pattern is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.errors import HonedError
from honed.services.explanation import MAX_CONTRIBUTIONS
from honed.services.learned import Forgotten, described, siblings
from honed.suggest.contributions import contributions

if TYPE_CHECKING:
    from honed.core.model import Suggestion
    from honed.services.learned import Learned
    from honed.services.project import Project
    from honed.services.workspace import Workspace
    from honed.suggest.contributions import Contribution


@attrs.frozen
class Offered:
    """A suggestion that was handed out, and what the ranker makes of it now."""

    suggestion: Suggestion
    contributions: tuple[Contribution, ...]


@attrs.frozen
class Origin:
    """A known pattern; `siblings` are ids of the others that the same edit taught.

    `offer_id` and `offers` are what was asked about, "" and none where the pattern was.
    """

    project: Project
    pattern: Learned
    siblings: tuple[int, ...]
    offer_id: str = ""
    offers: tuple[Offered, ...] = ()


def of_offer(workspace: Workspace, offer_id: str) -> Origin:
    """Return the origin of what was handed to the editor; `HonedError` where it is not known."""
    handed = workspace.feedback.get(offer_id)
    if handed is None:
        raise HonedError(f"No offer {offer_id!r} is known; a server forgets them when it ends.")
    if not handed.suggestions:
        raise HonedError(f"What {offer_id!r} would do is not known before it is resolved.")
    pattern_id = handed.suggestions[0].candidate.pattern_id
    if not pattern_id:
        is_merge = handed.kind is Kind.MERGE
        source = workspace.writing.source(offer_id)
        what = (
            "merges a snippet" if is_merge else f"is text of the project{source and ' ' + source}"
        )
        raise HonedError(f"{offer_id!r} {what}; it comes from no pattern.")
    origin = _origin(handed.project, pattern_id)
    weights = workspace.judge.weights
    offers = tuple(
        Offered(each, contributions(weights, each.candidate.features, MAX_CONTRIBUTIONS))
        for each in handed.suggestions
    )
    return attrs.evolve(origin, offer_id=offer_id, offers=offers)


def of_pattern(workspace: Workspace, pattern_id: int, path: str | None) -> Origin:
    """Return the origin of a pattern of the project that holds the file at `path`.

    Without a path it is looked for in all projects: ids count in each of them from 1. `HonedError`
    where there is no such pattern, or more than one.
    """
    if path is not None:
        return _origin(workspace.project_of(path), pattern_id)
    holding = [each for each in workspace.projects if each.index.get(pattern_id) is not None]
    if len(holding) > 1:
        raise HonedError(f"Several folders have a pattern {pattern_id}; a `uri` says which.")
    return _origin(holding[0] if holding else workspace.projects[0], pattern_id)


def _origin(project: Project, pattern_id: int) -> Origin:
    with project.lock:
        pattern = project.index.get(pattern_id)
        every = project.index.all()
    if pattern is None:
        raise HonedError(f"No pattern {pattern_id} is known.")
    return Origin(project, described(pattern, project.session_id), siblings(every, [pattern]))


def forget(workspace: Workspace, origin: Origin) -> Forgotten:
    """Forget the pattern, and the texts of the edits that taught it or that it was offered in.

    No request offers it any more, and what was handed out of it is withdrawn; the learner removes
    it from the store in its turn.
    """
    pattern_id = origin.pattern.pattern.id
    origin.project.remove([pattern_id])
    for document in workspace.documents:
        document.ledger.withdraw(lambda offer: not _is_known(workspace, offer.id))
    workspace.learner.forget(origin.project, [pattern_id])
    return Forgotten((origin.pattern,), origin.siblings)


def _is_known(workspace: Workspace, offer_id: str) -> bool:
    handed = workspace.feedback.get(offer_id)
    return handed is not None and handed.is_known
