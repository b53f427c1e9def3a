"""Past edits like the statement on a line of an open document, asked for by an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.errors import HonedError
from honed.services.lessons import embed_place
from honed.syntax import languages

if TYPE_CHECKING:
    from concurrent.futures import Future

    from honed.services.nearest import Hit
    from honed.services.project import Project
    from honed.services.workspace import Workspace

MOST = 100


def similar_edits(
    workspace: Workspace, uri: str, line: int, limit: int
) -> tuple[Project, Future[tuple[Hit, ...]]]:
    """Return the project of a document, and what will have the edits most like a line (zero-based).

    The learner's thread looks for them. `HonedError` where the document is not open or has no such
    line, and for a limit that is not between 1 and `MOST`.
    """
    document, snapshot = workspace.documents.line_of(uri, line)
    if not 1 <= limit <= MOST:
        raise HonedError(f"`limit` lies between 1 and {MOST}, not at {limit}.")
    project = workspace.project_of(document.path)
    vector = embed_place(snapshot.text, snapshot.tree, line)
    known = languages.by_name(snapshot.language_name)
    name = known.name if known is not None else None
    return project, workspace.learner.similar(project, vector, name, limit)
