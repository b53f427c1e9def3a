"""URIs of documents and folders, and the paths that some of them name."""

from __future__ import annotations

import os.path
from pathlib import Path

from pygls.uris import to_fs_path


def path_of(uri: str) -> str:
    """Return the path of a `file` URI without `..` in it; any other URI is its own name.

    A document that is no file of this machine (`untitled:`, `vscode-remote:`) lies in no folder.
    """
    return _path(uri) or uri.replace("\0", "\N{REPLACEMENT CHARACTER}")


def folder_of(uri: str) -> str | None:
    """Return the path of a folder on this machine, None where the URI names none."""
    path = _path(uri)
    return path if path is not None and Path(path).is_absolute() else None


def _path(uri: str) -> str | None:
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return os.path.normpath(path) if path and "\0" not in path else None
