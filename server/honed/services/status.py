"""What `honed/status` answers: what the learner has done, where things lie, and what is off."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from honed.services.project import Project
    from honed.services.workspace import Workspace

PAGE_BYTES = 4096


def status_of(workspace: Workspace) -> dict[str, Any]:
    """Return the status as plain JSON; docs/protocol.md has the fields."""
    projects, worker = workspace.projects, workspace.learner.worker
    return {
        "queue": workspace.reader.queue_length + workspace.learner.queue_length,
        "filesQueue": workspace.reader.queue_length,
        "documents": len(workspace.documents),
        "memoryBytes": memory_bytes(),
        "workerId": worker.process_id,
        "workerRestarts": worker.restarts,
        "workerTrouble": worker.trouble,
        "indexerId": workspace.indexing.process_id,
        "projects": [_of_project(workspace, each) for each in projects],
        "documentsOff": [
            {"uri": each.uri, "why": why}
            for each in workspace.documents
            if (why := workspace.switches.why_off(each))
        ],
        "lastDurableId": max((each.last_durable_id for each in projects), default=0),
    }


def _of_project(workspace: Workspace, project: Project) -> dict[str, Any]:
    status, off = project.status, workspace.configuration.of(project.folder).off()
    return {
        "folder": str(project.folder) if project.folder else None,
        "isReady": project.is_ready,
        "trouble": project.trouble,
        "session": project.session_id,
        "patterns": len(project.index),
        "lastDurableId": project.last_durable_id,
        "notTaught": dict(project.not_taught),
        "store": status.path if status else None,
        "index": {"kind": status.index_kind, "state": status.index_state} if status else None,
        "corpus": workspace.indexing.status(project),
        "off": [attrs.asdict(each) for each in off],
    }


def memory_bytes() -> int:
    """Return the memory that the process holds; its peak where the system tells no more, or 0."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        try:
            import resource  # noqa: PLC0415 - not on Windows
        except ImportError:
            return 0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return int(pages) * PAGE_BYTES
