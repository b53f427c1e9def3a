"""Where a session begins and ends: idle time, another branch, or when a client says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.ports import Store
    from honed.services.project import Project

IDLE_LIMIT_S = 30 * 60.0


def resume(project: Project, store: Store, now: float) -> None:
    """Go on with the latest session of the store where it has not ended, else begin one."""
    latest = store.latest_session()
    is_open = latest is not None and latest.end is None
    if latest is not None and is_open and not _is_over(project, store, latest.id, latest.head, now):
        project.begin_session(latest.id)
        project.head = latest.head
        store.touch_session(latest.id, now)
        return
    if latest is not None and is_open:
        store.end_session(latest.id, store.last_activity(latest.id))
    _begin(project, store, now)


def follow(project: Project, store: Store) -> None:
    """Go over to the session that another server has begun in the store."""
    latest = store.latest_session()
    if latest is not None and latest.end is None and latest.id > project.session_id:
        project.head = latest.head
        project.begin_session(latest.id)


def advance(project: Project, store: Store, now: float) -> None:
    """Note that something happens now; begin another session where the last one is over."""
    if _is_over(project, store, project.session_id, project.head, now):
        end(project, store, now)
    else:
        store.touch_session(project.session_id, now)


def end(project: Project, store: Store, now: float) -> None:
    """End the session and begin the next."""
    store.end_session(project.session_id, now)
    _begin(project, store, now)


def _begin(project: Project, store: Store, now: float) -> None:
    project.head = branch(project.folder)
    project.begin_session(store.open_session(now, project.head).id)


def _is_over(project: Project, store: Store, session_id: int, head: str, now: float) -> bool:
    # A folder that is away for now, with its repository, is no other branch.
    has_moved = branch(project.folder) not in {head, ""}
    return has_moved or now - store.last_activity(session_id) > IDLE_LIMIT_S


def branch(folder: Path | None) -> str:
    """Return what HEAD of the folder's repository names: a branch, or a commit; "" without one."""
    if folder is None:
        return ""
    for parent in (folder, *folder.parents):
        git = parent / ".git"
        try:
            if git.is_file():
                git = parent / git.read_text("utf-8").partition("gitdir:")[2].strip()
            return (git / "HEAD").read_text("utf-8", "replace").strip()[:200]
        except (OSError, ValueError):
            continue
    return ""
