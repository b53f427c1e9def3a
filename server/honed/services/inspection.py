"""What is measured about open documents: of a function for a hover, all findings for diagnostics.

It is measured in a process of its own, which starts when somebody asks first; here is what is known
of each document, and what is asked for.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import attrs

from honed.core.text import is_word_byte
from honed.services.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.config import Settings
    from honed.core.text import Text
    from honed.quality.values import Finding
    from honed.services.document import Document
    from honed.services.documents import Documents
    from honed.services.measuring import FunctionSeen

_log = logging.getLogger(__name__)

MOST_BYTES = 400_000
"""Of a document; longer ones are not measured."""
MOST_FINDINGS = 300
"""Of a document; nobody reads more, and each is sent anew with every change."""
MOST_CHARACTERS = 20_000
"""Of a suggestion; what a longer one does is not told."""
MOST_TOLD = 200
"""Suggestions of which is known what they do."""
IDLE_S = 300.0
"""After so long without a question the process is let go of; the next one starts another."""
WAYS = ("error", "warning", "information", "hint", "off")
DEFAULTS = {"high": "warning", "medium": "information", "low": "hint"}
"""How findings of each severity are shown."""


def _complain(_: str) -> None:
    """Note that the process fails again and again: nobody waits for it, and nothing is lost."""
    _log.warning("the process that measures code fails again and again; it is tried again")


class Measurer(Protocol):
    """Who measures, somewhere where it keeps nobody waiting."""

    def ask(self, job: str, *arguments: object) -> Any:  # noqa: ANN401 - what the job answers
        """Return what a job of `honed.services.worker` answers, None where it could not be done."""
        ...

    def abandon(self) -> None:
        """Give up what is being done, and measure nothing any more."""
        ...

    def stop(self) -> None:
        """Let go of what is held."""
        ...


@attrs.frozen
class Inspected:
    """The findings of a document in one version."""

    version: int
    text: Text = attrs.field(repr=False)
    findings: tuple[Finding, ...]


class Inspection:
    """Looks at documents as far as the settings want it; used by the protocol's thread."""

    def __init__(
        self,
        documents: Documents,
        settings_of: Callable[[Document], Settings | None],
        measurer: Measurer | None = None,
    ) -> None:
        """`settings_of` gives the settings for a document, None where honed is off in it."""
        self._documents = documents
        self._settings_of = settings_of
        self._is_ended = Event()
        self._measurer: Measurer = measurer or Worker(wait=self._wait, complain=_complain)
        self._thread: ThreadPoolExecutor | None = None
        self._was_asked = False
        self._awake_since: float | None = None
        self._looks: WeakKeyDictionary[Document, tuple[int, Text, Future[Any]]] = (
            WeakKeyDictionary()
        )
        self._told: OrderedDict[tuple[str, str, str], Future[Any]] = OrderedDict()

    def stop(self) -> None:
        """Measure nothing any more; what is being measured is given up."""
        self._is_ended.set()
        if self._thread is not None:
            self._measurer.abandon()
            self._thread.shutdown(cancel_futures=True)
            self._measurer.stop()

    def tick(self, now: float) -> None:
        """Let go of the process where nobody has asked for long; `now` is in seconds."""
        if self._was_asked:
            self._was_asked, self._awake_since = False, now
        elif self._awake_since is not None and now - self._awake_since > IDLE_S:
            self._awake_since = None
            if self._thread is not None:
                self._thread.submit(self._measurer.stop)

    def function_at(self, uri: str, offset: int) -> Future[list[FunctionSeen] | None] | None:
        """Return what will be the function whose name stands at byte `offset`, [] for none.

        None where that is not wanted.
        """
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        if document is None or settings is None or not settings.quality_hover:
            return None
        data = document.text.data
        if document.language is None or len(data) > MOST_BYTES:
            return None
        if not any(map(is_word_byte, data[max(0, offset - 1) : offset + 1])):
            return None
        return self._ask("functions", document.language.name, data, offset)

    def findings(self, uri: str) -> Inspected | None:
        """Return what is found in a document as it is now.

        None where that is not wanted, or not known yet: then it is being looked through.
        """
        document = self._documents.get(uri)
        if document is None or not self.wants_findings(uri):
            return None
        version, text, look = self._looks.get(document, (None, document.text, None))
        if version == document.version and look is not None:
            if not look.done() or look.cancelled():
                return None
            found = tuple(look.result() or ())[:MOST_FINDINGS]
            return Inspected(document.version, text, found)
        is_short = len(document.text.data) <= MOST_BYTES
        if document.burst is None and document.language is not None and is_short:
            if look is not None:
                look.cancel()
            asked = self._ask("findings", document.language.name, document.text.data)
            self._looks[document] = document.version, document.text, asked
        return None

    def wants_findings(self, uri: str) -> bool:
        """Return whether the findings of a document are to be shown."""
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        return settings is not None and settings.quality_findings

    def ways(self, uri: str) -> Callable[[Finding], str]:
        """Return how a finding of a document is shown, one of `WAYS`.

        A setting that says no such way says nothing.
        """
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        said = dict(DEFAULTS)
        for each in settings.quality_severities if settings is not None else ():
            name, _, way = each.partition("=")
            if way.strip() in WAYS:
                said[name.strip()] = way.strip()
        return lambda finding: said.get(finding.id, said[finding.severity.value])

    def told(self, before: str, after: str, language_name: str) -> str:
        """Return what a suggestion does to quality, in words, "" for nothing.

        So it is, too, when it is asked for the first time: nobody waits for that.
        """
        if max(len(before), len(after)) > MOST_CHARACTERS:
            return ""
        key = language_name, before, after
        if key not in self._told:
            self._told[key] = self._ask("told", *key)
            while len(self._told) > MOST_TOLD:
                self._told.popitem(last=False)
        found = self._told[key]
        return str(found.result() or "") if found.done() and not found.cancelled() else ""

    def _wait(self, seconds: float) -> bool:
        """Wait until another process may be tried; False where nothing is measured any more."""
        return not self._is_ended.wait(seconds)

    def _ask(self, job: str, *arguments: object) -> Future[Any]:
        self._was_asked = True
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="honed-quality")
        return self._thread.submit(self._measurer.ask, job, *arguments)
