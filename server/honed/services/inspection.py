"""What is measured about open documents: of a function for a hover, all findings for diagnostics.

A function is measured while the editor waits, which takes a millisecond. All of a document is
looked through by a thread of its own, a slice at a time, so that requests never wait for it.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs

from honed.core.text import Span, decode, is_word_byte
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.config import Settings
    from honed.core.text import Text
    from honed.learn.quality_gain import Gain
    from honed.quality.values import Finding, FunctionMetrics
    from honed.services.document import Document, Snapshot
    from honed.services.documents import Documents
    from honed.syntax.tree import Tree

_log = logging.getLogger(__name__)

SLICE_BYTES = 8_000
"""So much is looked through at once: it takes some milliseconds, in which nobody else is served."""
MOST_BYTES = 400_000
"""Of a document; longer ones are not looked through."""
MOST_HEADER_LINES = 3
"""A name farther down is a use of it: decorators and a return type stand above at most."""
DEFAULTS = {"high": "warning", "medium": "information", "low": "hint"}
"""How findings of each severity are shown."""


@attrs.frozen
class Inspected:
    """The findings of a document in one version."""

    version: int
    text: Text = attrs.field(repr=False)
    findings: tuple[Finding, ...]


@attrs.frozen
class FunctionSeen:
    """A function whose name was pointed at, the place of that name, and what is found in it."""

    function: FunctionMetrics
    name: Span
    findings: tuple[Finding, ...]


class Inspection:
    """Looks at documents as far as the settings want it."""

    def __init__(
        self, documents: Documents, settings_of: Callable[[Document], Settings | None]
    ) -> None:
        """`settings_of` gives the settings for a document, None where honed is off in it."""
        self._documents = documents
        self._settings_of = settings_of
        self._known: WeakKeyDictionary[Document, Inspected] = WeakKeyDictionary()
        self._running: WeakKeyDictionary[Document, int] = WeakKeyDictionary()
        self._prepared: dict[str, Future[bool]] = {}

    def function_at(self, uri: str, offset: int) -> FunctionSeen | None:
        """Return the function whose name stands at byte `offset`, None for none."""
        document, snapshot = self._documents.get(uri), self._documents.snapshot(uri)
        settings = None if document is None else self._settings_of(document)
        if settings is None or not settings.quality_hover:
            return None
        tree = None if snapshot is None else snapshot.tree
        return None if tree is None else _function_at(tree, offset)

    def findings(self, uri: str) -> Inspected | None:
        """Return what is known to be found in a document as it is now.

        None where that is not wanted, or not known yet: then it is being looked through.
        """
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        if document is None or settings is None or not settings.quality_findings:
            return None
        known = self._known.get(document)
        if known is not None and known.version == document.version:
            return known
        if self._running.get(document) != document.version and document.burst is None:
            self._begin(document)
        return None

    def wants_findings(self, uri: str) -> bool:
        """Return whether the findings of a document are to be shown."""
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        return settings is not None and settings.quality_findings

    def shown_as(self, uri: str, finding: Finding) -> str:
        """Return how a finding is shown: `error`, `warning`, `information`, `hint` or `off`."""
        document = self._documents.get(uri)
        settings = None if document is None else self._settings_of(document)
        said = dict(DEFAULTS)
        for each in settings.quality_severities if settings is not None else ():
            name, _, way = each.partition("=")
            said[name.strip()] = way.strip()
        return said.get(finding.id, said[finding.severity.value])

    def told(self, before: str, after: str, language_name: str) -> str:
        """Return what a suggestion does to quality, in words, "" for nothing.

        So it is, too, until what measures the language is loaded: nobody waits for that.
        """
        prepared = self.prepared(language_name)
        if not (prepared.done() and prepared.result()):
            return ""
        from honed.learn.quality_gain import gain  # noqa: PLC0415 - loaded by then

        return _words(gain(before, after, languages.by_name(language_name)))

    def prepared(self, language_name: str) -> Future[bool]:
        """Return what is done when a language can be measured: its queries take long to read.

        It says False where it cannot be.
        """
        if language_name not in self._prepared:
            future = self._prepared[language_name] = Future()
            future.set_running_or_notify_cancel()
            threading.Thread(
                target=_prepare, args=(language_name, future), name="honed-quality", daemon=True
            ).start()
        return self._prepared[language_name]

    def _begin(self, document: Document) -> None:
        snapshot = self._documents.snapshot(document.uri)
        if snapshot is None or snapshot.tree is None or len(snapshot.text.data) > MOST_BYTES:
            return
        self._running[document] = snapshot.version
        run = threading.Thread(
            target=self._look, args=(document, snapshot), name="honed-quality", daemon=True
        )
        run.start()

    def _look(self, document: Document, snapshot: Snapshot) -> None:
        try:
            found = _in_slices(snapshot)
        except Exception:  # noqa: BLE001 - a document that cannot be looked at has no findings
            _log.exception("a document could not be looked through")
            found = ()
        self._known[document] = Inspected(snapshot.version, snapshot.text, found)


def _prepare(language_name: str, future: Future[bool]) -> None:
    try:
        from honed.learn.quality_gain import gain  # noqa: PLC0415 - the start does not wait for it

        gain("a\n", "b\n", languages.by_name(language_name))
    except Exception:  # noqa: BLE001 - then nothing is told
        _log.exception("nothing can be measured in %s", language_name)
        future.set_result(False)
    else:
        future.set_result(True)


def _words(gain: Gain) -> str:
    found = gain.change
    parts = [
        *(f"finds {each.id}" for each in found.added),
        *(f"finds {each.id} no more" for each in found.removed),
    ]
    for name, number in (("complexity", found.complexity), ("cognitive", found.cognitive)):
        parts += [f"{name} {number:+}"] if number else []
    return f"Quality: {'; '.join(parts)}" if parts else ""


def _in_slices(snapshot: Snapshot) -> tuple[Finding, ...]:
    from honed.quality.findings import find  # noqa: PLC0415 - the start does not wait for it

    tree, size = snapshot.tree, len(snapshot.text.data)
    if tree is None:
        return ()
    every = {
        (each.id, each.span): each
        for start in range(0, size, SLICE_BYTES)
        for each in find(tree, Span(start, min(size, start + SLICE_BYTES)))
    }
    return tuple(sorted(every.values(), key=lambda each: (each.span, each.id)))


def _function_at(tree: Tree, offset: int) -> FunctionSeen | None:
    from honed.quality.findings import find  # noqa: PLC0415 - as above
    from honed.quality.functions import measures  # noqa: PLC0415

    name = _word(tree.text, offset)
    line = tree.text.line_at(offset)
    word = decode(tree.text.slice(name))
    near = measures(tree, tree.text.line_span(line)).functions
    named = [each for each in near if each.name == word and each.span.contains(name)]
    if not named:
        return None
    span = min((each.span for each in named), key=len)
    found = measures(tree, span).functions
    function = next((each for each in found if each.span == span), None)
    is_header = function is not None and tree.text.line_at(function.span.start) <= line
    if function is None or not is_header or line > function.line + MOST_HEADER_LINES:
        return None
    return FunctionSeen(function, name, find(tree, span))


def _word(text: Text, offset: int) -> Span:
    data, start, end = text.data, offset, offset
    while start > 0 and is_word_byte(data[start - 1]):
        start -= 1
    while end < len(data) and is_word_byte(data[end]):
        end += 1
    return Span(start, end)
