"""Where the running server writes its log."""

from __future__ import annotations

import logging
import platform
import sys
from pathlib import Path

from honed import __version__
from honed.core.errors import StoreError
from honed.store.locations import data_directory
from honed.store.log import OURS, open_log

_log = logging.getLogger(__name__)


def keep_log(data_dir: str) -> None:
    """Write the log into the data directory too; where that cannot be, say so and go on."""
    try:
        handler = open_log(data_directory(Path(data_dir) if data_dir else None))
    except StoreError as error:
        _log.warning("There will be no log file: %s", error)
        return
    for other in logging.getLogger().handlers:
        other.setLevel(max(other.level, logging.getLogger().level))
    logging.getLogger().addHandler(handler)
    ours = logging.getLogger(OURS)
    ours.setLevel(min(logging.INFO, ours.getEffectiveLevel()))
    system = f"Python {platform.python_version()}, {sys.platform}"
    _log.info("honed %s begins, %s", __version__, system)


def log_path() -> Path | None:
    """Return the file that the log is written to, None where there is none."""
    for handler in reversed(logging.getLogger().handlers):
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None
