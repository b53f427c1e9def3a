"""What the user is to be told, passed from the thread that knows it to the one that may speak."""

from __future__ import annotations

import logging
from threading import Lock

_log = logging.getLogger(__name__)


class Notices:
    """Messages on their way to the editor; each topic comes up once in the life of a server."""

    def __init__(self) -> None:
        """Nothing is to be told."""
        self._lock = Lock()
        self._topics: set[str] = set()
        self._waiting: list[str] = []

    def tell(self, topic: str, text: str) -> None:
        """Let the user know, unless something of the topic was told before; any thread may call."""
        with self._lock:
            if topic in self._topics:
                return
            self._topics.add(topic)
            self._waiting.append(text)
        _log.warning("%s", text)

    def take(self) -> list[str]:
        """Return what was not yet taken, oldest first."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting
