"""A language server that learns how you edit, without a model and without the network.

`import honed` imports nothing but this module: a public name is found when it is first asked for.
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_HOME_OF: dict[str, str] = {}
"""The module of each public name; type checkers need an import under TYPE_CHECKING beside it."""


def __getattr__(name: str) -> object:
    """Return the public object called `name`, imported now; it is kept for the next time."""
    if name not in _HOME_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
