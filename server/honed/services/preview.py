"""One pattern at all places: in the open documents, and in the files of their folder.

Each file has an offer of its own, so that what becomes of it is booked like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.errors import HonedError
from honed.learn.outcome import Visibility
from honed.services import origins
from honed.services.actions import Action, ActionKind
from honed.services.feedback import Handed
from honed.services.folder_search import FolderSearch
from honed.services.offering import PREFIX
from honed.services.suggesting import fingerprint, in_file, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.model import Pattern
    from honed.services.document import Document
    from honed.services.folder_search import FileFound
    from honed.services.project import Project
    from honed.services.workspace import Workspace


@attrs.frozen
class Wanted:
    """The pattern that is to be tried everywhere, and the project that knows it."""

    project: Project
    pattern: Pattern


def wanted(
    workspace: Workspace, offer_id: str | None, pattern_id: int | None, path: str | None
) -> Wanted:
    """Return the pattern of an offer, the one of this id, or that of the latest edit.

    `path` is of a file in whose project it is. `HonedError` where there is none.
    """
    if offer_id is not None:
        origin = origins.of_offer(workspace, offer_id)
    elif pattern_id is not None:
        origin = origins.of_pattern(workspace, pattern_id, path)
    elif path is not None:
        newest = workspace.project_of(path).index.newest_id
        if not newest:
            raise HonedError("Nothing was learned there yet.")
        origin = origins.of_pattern(workspace, newest, path)
    else:
        raise HonedError("`id`, `patternId` or `uri` is missing.")
    return Wanted(origin.project, origin.pattern.pattern)


def in_documents(workspace: Workspace, what: Wanted) -> Iterator[Action]:
    """Yield, for each open document of the project, the action that makes all edits in it."""
    if not _is_on(workspace, what.project):
        return
    for document in workspace.documents:
        action = _in_document(workspace, what, document)
        if action is not None:
            yield action


def folder_search(workspace: Workspace, what: Wanted) -> FolderSearch | None:
    """Return the search of the project's folder, which is still to begin; None where none is on."""
    if what.project.folder is None or not _is_on(workspace, what.project):
        return None
    open_paths = frozenset(document.path for document in workspace.documents)
    settings = workspace.rules.settings(what.project)
    return FolderSearch(what.project, what.pattern, settings, open_paths)


def in_files(workspace: Workspace, what: Wanted, found: Sequence[FileFound]) -> Iterator[Action]:
    """Yield the action for each file in which something was found, as far as it is on by now.

    A file that was opened since is looked at as it is in the editor.
    """
    if not _is_on(workspace, what.project):
        return
    for each in found:
        document = workspace.documents.get(each.snapshot.uri)
        if document is None:
            action = _handed_out(workspace, what.project, each)
        else:
            action = _in_document(workspace, what, document)
        if action is not None:
            yield action


def _is_on(workspace: Workspace, project: Project) -> bool:
    workspace.switches.catch_up()
    return Kind.EVERYWHERE not in workspace.rules.settings(project).kinds_off


def _in_document(workspace: Workspace, what: Wanted, document: Document) -> Action | None:
    request = workspace.request(document.uri, Visibility.SHOWN)
    if request is None or request.project is not what.project:
        return None
    if document.language_name != what.pattern.rewrite.language:
        return None
    found = in_file(
        what.project, workspace.judge, request.snapshot, what.pattern.id, tuple(document.recent)
    )
    if not found:
        return None
    title = _title(len(found), found[0].title)
    return workspace.offering.action(request, ActionKind.EVERYWHERE, title, found)


def _handed_out(workspace: Workspace, project: Project, found: FileFound) -> Action | None:
    """Return the action for a file that is not open; nobody sees in its text what becomes of it."""
    snapshot, suggestions = found.snapshot, found.suggestions
    language = snapshot.language_name
    if workspace.rules.why_off(project, snapshot.path, language):
        return None
    action = Action(
        id=new_id("a"),
        kind=ActionKind.EVERYWHERE,
        title=f"{PREFIX}{_title(len(suggestions), suggestions[0].title)}",
        uri=snapshot.uri,
        version=None,
        text=snapshot.text,
        edits=tuple(edit for each in suggestions for edit in each.candidate.edits),
        companions=tuple(edit for each in suggestions for edit in each.companions),
    )
    handed = Handed(
        id=action.id,
        project=project,
        uri=snapshot.uri,
        path=snapshot.path,
        language=language,
        kind=Kind.EVERYWHERE,
        suggestions=suggestions,
        fingerprints=[
            fingerprint(snapshot.text, snapshot.tree, each.candidate.edits[0])
            for each in suggestions
        ],
        latency_ms=0.0,
        at=workspace.clock.elapsed(),
    )
    workspace.feedback.hand_out(handed)
    return action


def _title(count: int, title: str) -> str:
    places = "1 place" if count == 1 else f"{count} places"
    return f"in {places} of this file: {title}"
