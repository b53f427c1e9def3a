"""An edit snippet into an open document: as a command sends it, or as it stands selected there.

The engine computes on a thread of its own, because a large file takes longer than a key may wait.
What it finds is handed out like any other offer: accepted, undone, and never taught.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs

from honed.apply.guard import change_of
from honed.apply.result import Applied, Refused
from honed.core.model import Candidate, Suggestion
from honed.core.redact import redact
from honed.core.text import Text, decode, encode
from honed.services.actions import ActionKind
from honed.services.suggesting import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.text import Edit, Span
    from honed.services.actions import Action
    from honed.services.document import Document
    from honed.services.offering import Offering, Request

TITLE = "merge this snippet into the file"
MOST_AT_ONCE = 50_000
"""Bytes of a file into which a snippet is merged while a request waits, in about 10 ms."""

MOST_REMEMBERED = 20
MOST_LINES = 40
"""Of what a merge took away and put in; a trajectory holds no files."""


@attrs.frozen(eq=False)
class Asked:
    """A snippet for a document; `selection` is where it stands in it, and is to be taken out."""

    request: Request
    snippet: str = attrs.field(repr=False)
    format: str | None = None
    instruction: str | None = None
    selection: Span | None = None

    @property
    def place(self) -> str:
        """What names the same snippet for the same file."""
        return hashlib.blake2b(b"merge\0" + encode(self.snippet), digest_size=12).hexdigest()


@attrs.frozen
class Merge:
    """What came of a snippet; the edits are of the whole text of the document.

    `before` and `after` are the lines that it took away and put in, the first of them `line`
    (zero-based, without the selection); secrets are removed.
    """

    result: Applied | Refused
    edits: tuple[Edit, ...] = ()
    before: str = ""
    after: str = ""
    line: int = 0


def merge(asked: Asked) -> Merge:
    """Return what comes of a snippet; it depends on nothing that may change meanwhile."""
    # Loading the engine takes 0.1 s, for which no server's start has to wait.
    from honed.apply.engine import apply_edit  # noqa: PLC0415
    from honed.apply.selection import with_cut, without  # noqa: PLC0415

    snapshot, selection = asked.request.snapshot, asked.selection
    data = snapshot.text.data
    text = Text(data if selection is None else without(data, selection))
    result = apply_edit(
        decode(text.data),
        asked.snippet,
        snapshot.language_name or None,
        snapshot.path,
        asked.instruction,
        asked.format,
    )
    if isinstance(result, Refused):
        return Merge(result)
    changes = [change_of(text, edit) for edit in result.edits]
    return Merge(
        result,
        result.edits if selection is None else with_cut(result.edits, selection),
        _told(change.before for change in changes),
        _told(change.after for change in changes),
        text.line_at(result.edits[0].span.start) if result.edits else 0,
    )


def _told(parts: Iterable[bytes]) -> str:
    """Return so much of the text as is kept."""
    lines = redact("\n".join(decode(each) for each in parts)).split("\n")
    return "\n".join(lines[:MOST_LINES])


class Merging:
    """The merges of one server that were asked for; used from the protocol's thread."""

    def __init__(self, offering: Offering) -> None:
        """Nothing was asked for."""
        self._offering = offering
        self._unresolved: OrderedDict[str, Asked] = OrderedDict()
        self._sent: WeakKeyDictionary[Document, int] = WeakKeyDictionary()

    def compute(self, asked: Asked) -> Future[Merge]:
        """Begin to merge on a thread of its own, which no exit waits for."""
        future: Future[Merge] = Future()
        # From now on it cannot be cancelled; nobody may wait for it any more.
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                future.set_result(merge(asked))
            except Exception as error:  # noqa: BLE001 - whoever waits is told
                future.set_exception(error)

        threading.Thread(target=run, name="honed-merge", daemon=True).start()
        return future

    def claim(self, asked: Asked) -> bool:
        """Take a document's text for the one edit that may be sent for it; False where it is taken.

        An editor that does not look at versions would make a second edit of the same text, too,
        where the first has moved it.
        """
        document, version = asked.request.document, asked.request.snapshot.version
        if self._sent.get(document) == version:
            return False
        self._sent[document] = version
        return True

    def release(self, asked: Asked) -> None:
        """Give the text free again, because the editor did not make the edit."""
        self._sent.pop(asked.request.document, None)

    def hand_out(self, asked: Asked, found: Merge, action_id: str | None = None) -> Action | None:
        """Return the action that makes a merge; None where it changes nothing, or comes too late.

        It comes too late where the text has moved on since it was asked for.
        """
        document = asked.request.document
        if not found.edits or document.version != asked.request.snapshot.version:
            return None
        return self._offering.action(
            asked.request,
            ActionKind.MERGE,
            TITLE,
            [_suggestion(found)],
            action_id=action_id,
            place=asked.place,
        )

    def selected(self, request: Request, selection: Span, *, can_resolve: bool) -> Action | None:
        """Return the action that merges what is selected, None where that is no snippet.

        Its edits are found when it is resolved; where the client cannot, at once, and in a file
        that is not too large for that. A merge that was undone is not offered again.
        """
        from honed.apply.selection import set_off, snippet_in  # noqa: PLC0415 - as above

        snapshot, project = request.snapshot, request.project
        lines = snippet_in(snapshot.text, selection)
        if lines is None:
            return None
        snippet = decode(snapshot.text.slice(lines))
        asked = Asked(request, snippet, selection=set_off(snapshot.text, lines))
        if (project.relative(snapshot.path), asked.place) in project.rejections:
            return None
        if not can_resolve:
            is_small = snapshot.text.size <= MOST_AT_ONCE
            return self.hand_out(asked, merge(asked)) if is_small else None
        action = self._offering.action(request, ActionKind.MERGE, TITLE, ())
        self._unresolved[action.id] = asked
        while len(self._unresolved) > MOST_REMEMBERED:
            self._unresolved.popitem(last=False)
        return attrs.evolve(action, edits=None)

    def unresolved(self, action_id: str) -> Asked | None:
        """Return what an action was asked to merge."""
        return self._unresolved.get(action_id)


def _suggestion(found: Merge) -> Suggestion:
    confidence = found.result.confidence if isinstance(found.result, Applied) else 0.0
    hull = found.edits[0].span.hull(found.edits[-1].span)
    return Suggestion(
        id=new_id("s"),
        candidate=Candidate(0, found.edits, hull, ()),
        probability=confidence,
        title=TITLE,
        before=found.before,
        after=found.after,
        line=found.line,
    )
