"""The open documents: their text, their tree when somebody asks for it, and what was just typed.

Trees are expensive to hold, so only those of the documents used last are kept; the others are
parsed anew at the next request.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from honed.apply.guard import change_of
from honed.core.diff import line_edits, minimal_edit, smallest
from honed.core.errors import HonedError
from honed.core.text import Edit, Text
from honed.learn.bursts import MAX_KEYS, Origin, Reason, begun, extended, origin_of
from honed.learn.ledger import Ledger
from honed.learn.outcome import AT_ONCE_S, Habits, OfferKind, Stroke
from honed.services.document import Document, Replaced, Settled, Snapshot
from honed.syntax import languages
from honed.syntax.tree import parse, reparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from honed.learn.outcome import Decision, Offer
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

MAX_TREES = 12

TOOL_S = 0.5
"""An editor that collects changes may send the first one of a tool's so much earlier, alone."""

SAVING_S = 5.0
"""A save that takes longer has failed: what comes then is typed again."""


class Documents:
    """All open documents of one server; used from the protocol's thread only."""

    def __init__(
        self,
        settle: Callable[[Settled], None],
        decide: Callable[[Sequence[Decision]], None] = lambda _: None,
    ) -> None:
        """`settle` is called with every finished edit, `decide` with what became of offers."""
        self._documents: dict[str, Document] = {}
        self._trees: OrderedDict[str, Tree] = OrderedDict()
        self._settle = settle
        self._decide = decide
        self.habits = Habits()
        """Those of the editor, for the documents that are opened from now on."""
        self.latest_uri: str | None = None
        """The document that changed last."""

    def open(self, uri: str, path: str, language_id: str, version: int, data: bytes) -> Document:
        """Begin a document; one that is open already begins anew."""
        self.close(uri)
        first_line = data[:200].partition(b"\n")[0].decode("utf-8", "replace")
        language = languages.by_id(language_id, path) or languages.by_path(path, first_line)
        name = language.name if language else language_id
        document = Document(
            uri, path, language, name, version, Text(data), ledger=Ledger(self.habits)
        )
        self._documents[uri] = document
        return document

    def close(self, uri: str, at: float | None = None) -> None:
        """End a document; what was typed and not saved was thrown away, and teaches nothing."""
        document = self._documents.get(uri)
        if document is not None:
            document.burst = None
            if at is not None:
                self._decided(document.ledger.close(at))
            del self._documents[uri]
            self._trees.pop(uri, None)

    def get(self, uri: str) -> Document | None:
        """Return an open document."""
        return self._documents.get(uri)

    def __iter__(self) -> Iterator[Document]:
        """Iterate over the open documents."""
        return iter(list(self._documents.values()))

    def __len__(self) -> int:
        """Return how many documents are open."""
        return len(self._documents)

    def change(self, uri: str, version: int, after: Text, edits: Sequence[Edit], at: float) -> None:
        """Take one notification: the new text, and the edits that led to it, one after another.

        `edits` is empty where the editor sent the whole text. A version that does not grow makes
        the document untrusted until it is saved with its text or opened anew.
        """
        document = self._documents.get(uri)
        if document is None:
            return
        if version <= document.version:
            document.distrust()
        document.version = version
        self.latest_uri = uri
        before, document.text = document.text, after
        if document.is_trusted and before.data != after.data:
            self._observe(document, before, after, edits, at)

    def _observe(
        self, document: Document, before: Text, after: Text, edits: Sequence[Edit], at: float
    ) -> None:
        steps, has_lines = edits, any(b"\n" in before.slice(each.span) for each in edits)
        if has_lines or not 0 < len(edits) <= MAX_KEYS:
            # Some editors tell of several changed lines as one replacement of all between them.
            edits = line_edits(before, after)
            # From the last to the first, each is one of the text that the others have left.
            steps = [smallest(before, each) for each in reversed(edits)]
        since = document.saving_since
        is_saving = since is not None and at - since <= SAVING_S
        origin = origin_of(before, steps, is_saving=is_saving)
        seen = document.ledger.change(Stroke(before.data, after.data, steps, origin, at))
        self._decided(seen.decisions)
        if seen.put_in is not None and not seen.put_in.kind.is_writing:
            self._put_in(document, seen.put_in)
        elif seen.taken_out is not None and not seen.taken_out.kind.is_writing:
            start = document.begun
            document.burst = begun(start.before, after, at, start.origin) if start else None
        elif not self._is_repeated(document, before, steps, at):
            self._type(document, before, after, at, origin)

    @staticmethod
    def _is_repeated(document: Document, before: Text, steps: Sequence[Edit], at: float) -> bool:
        """Return whether a tool makes one replacement at many places, a notification for each.

        Then what the first of them has begun is no typing either.
        """
        earlier, document.replaced = document.replaced, None
        if len(steps) != 1:
            return False
        edit = smallest(before, steps[0])
        if not edit.span or not edit.new:
            return False
        document.replaced = now = Replaced(before.slice(edit.span), edit.new, at)
        is_same = earlier is not None and (earlier.old, earlier.new) == (now.old, now.new)
        if earlier is None or not is_same or at - earlier.at > AT_ONCE_S:
            return False
        if document.burst is not None and document.burst.latest == earlier.at:
            document.burst = None
        return True

    def accept(self, document: Document, offer_id: str, at: float) -> None:
        """Take the editor's word that an offer in a document was accepted."""
        seen = document.ledger.accept(offer_id, at)
        if seen.put_in is not None and not seen.put_in.kind.is_writing:
            self._put_in(document, seen.put_in)
        self._decided(seen.decisions)

    def _put_in(self, document: Document, offer: Offer) -> None:
        """Let what the developer typed before settle; what we put in is no edit of theirs."""
        document.latest_line = offer.line
        burst = document.burst
        document.begun = burst if offer.earlier is not None else None
        is_before = burst is not None and burst.after.data == offer.base.data
        if burst is not None and is_before and document.begun is None:
            # A snippet that was pasted only to be merged is no edit either.
            is_merged = offer.kind is OfferKind.MERGE and offer.touches(burst.span)
            document.burst = None if is_merged else burst
            self.settle(document, Reason.ELSEWHERE)
        document.burst = None

    def _decided(self, decisions: Sequence[Decision]) -> None:
        if decisions:
            self._decide(decisions)

    def _type(
        self, document: Document, before: Text, after: Text, at: float, origin: Origin
    ) -> None:
        burst = document.burst
        if burst is not None:
            longer = extended(burst, after, at, origin)
            if longer is not None:
                document.burst = longer if longer.before.data != after.data else None
                return
            if origin is Origin.BULK and at - burst.latest <= TOOL_S:
                document.burst = None
                return
            is_saving = origin is Origin.FORMATTED
            self.settle(document, Reason.SAVE if is_saving else Reason.ELSEWHERE)
        document.burst = begun(before, after, at, origin)

    def settle(self, document: Document, reason: Reason) -> None:
        """Finish what is being typed in a document; nothing happens where nothing is."""
        burst, document.burst = document.burst, None
        if burst is None:
            return
        document.ledger.settle()
        document.latest_edit_line = document.latest_line = burst.lines[0]
        edit = minimal_edit(burst.before.data, burst.after.data)
        if edit is not None:
            document.recent.append(change_of(burst.before, edit))
        self._settle(
            Settled(
                uri=document.uri,
                path=document.path,
                language=document.language,
                language_name=document.language_name,
                before=burst.before,
                near_tree=self._trees.get(document.uri),
                after=burst.after,
                origin=burst.origin,
                reason=reason,
                latest=burst.latest,
            )
        )

    def forget_typing(self, document: Document) -> None:
        """Let go of what is being typed: it is not to be learned."""
        document.burst = document.begun = None

    def settle_elsewhere(self, uri: str, lines: tuple[int, int], at: float) -> None:
        """Settle every burst that is not at these lines of this document: the cursor has moved."""
        for document in list(self._documents.values()):
            burst = document.burst
            if burst is not None and (document.uri != uri or not burst.is_near(lines)):
                self.settle(document, Reason.ELSEWHERE)
            if not document.ledger.is_empty:
                is_here = document.uri == uri
                document.ledger.leave(at, document.text.lines_span(*lines) if is_here else None)

    def settle_paused(self, at: float, pause_s: float) -> None:
        """Settle every burst whose last change is `pause_s` seconds old at `at`.

        What was offered grows old as well.
        """
        for document in list(self._documents.values()):
            burst = document.burst
            is_paused = burst is not None and at - burst.latest >= pause_s
            # With a menu open the developer reads, and has not finished the word.
            if is_paused and not document.ledger.has_open_menu(at):
                self.settle(document, Reason.PAUSE)
            self._decided(document.ledger.tick(at))

    def settle_all(self, reason: Reason) -> None:
        """Settle every burst."""
        for document in list(self._documents.values()):
            self.settle(document, reason)

    def will_save(self, uri: str, at: float) -> None:
        """Note that the editor is about to save: what changes until then is a formatter's.

        What was typed settles with the first such change, or when the saved text has shown that it
        is what was understood: lsp-mode 8 counts wrong behind an emoji.
        """
        document = self._documents.get(uri)
        if document is not None:
            document.saving_since = at

    def save(self, uri: str, data: bytes | None) -> None:
        """Settle what was typed; a text that comes along is the truth, and can be trusted again."""
        document = self._documents.get(uri)
        if document is None:
            return
        document.saving_since = None
        if data is not None and (not document.is_trusted or data != document.text.data):
            document.text = Text(data)
            document.is_trusted = True
            document.burst = None
            document.ledger.clear()
        document.saved = document.text
        self._decided(document.ledger.save())
        self.settle(document, Reason.SAVE)

    def line_of(self, uri: str, line: int) -> tuple[Document, Snapshot]:
        """Return an open document and its snapshot, which has that line (zero-based).

        `HonedError` where it is not open, or has no such line.
        """
        document, snapshot = self.get(uri), self.snapshot(uri)
        if document is None or snapshot is None:
            raise HonedError(f"The document {uri} is not open, or too large to be looked at.")
        if not 0 <= line < snapshot.text.line_count:
            raise HonedError(f"{uri} has {snapshot.text.line_count} lines; none is {line} from 0.")
        return document, snapshot

    def snapshot(self, uri: str, *, with_tree: bool = True) -> Snapshot | None:
        """Return the document as it is now, None where it is not open; parsing takes most of it."""
        document = self._documents.get(uri)
        if document is None:
            return None
        return Snapshot(
            uri=uri,
            path=document.path,
            version=document.version,
            text=document.text,
            tree=self.tree(document, document.text) if with_tree else None,
            language_name=document.language_name,
            is_trusted=document.is_trusted,
        )

    def tree(self, document: Document, text: Text) -> Tree | None:
        """Return the tree of a text of the document, now or earlier, and keep it at hand."""
        tree = tree_of(text, document.language, self._trees.get(document.uri))
        if tree is None:
            self._trees.pop(document.uri, None)
            return None
        self._trees[document.uri] = tree
        self._trees.move_to_end(document.uri)
        while len(self._trees) > MAX_TREES:
            self._trees.popitem(last=False)
        return tree


def tree_of(text: Text, language: Language | None, near: Tree | None) -> Tree | None:
    """Return the tree of a text; from that of a text near it in its document it comes fast."""
    if near is None:
        return parse(text, language)
    if near.text.data is text.data:
        return near
    edit = minimal_edit(near.text.data, text.data)
    return near if edit is None else reparse(near, [edit], text)
