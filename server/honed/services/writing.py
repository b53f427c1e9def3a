"""What the project would write next, at the cursor: the entries of a menu, and ghost text.

The engine (`Writer`) only says what is probable; here it is decided what of that is shown, it is
fitted to the text behind the cursor, and what becomes of it is taken. Used from the protocol's
thread; a request waits for neither the index, the disk nor learning.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Protocol

import attrs

from honed.apply.guard import Passed, change_of, check
from honed.config import Kind
from honed.core.model import Candidate, Effect, Outcome, Suggestion
from honed.core.text import Edit, Span, decode, encode
from honed.learn.outcome import Offer, OfferKind, Visibility
from honed.services.feedback import Handed
from honed.services.lexed_files import MOST_BYTES
from honed.services.live_tokens import SMALL_BYTES, LiveTokens
from honed.services.live_trees import LiveTrees
from honed.services.suggesting import new_id
from honed.suggest.fitting import fitted
from honed.syntax.cursor import cursor_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.text import Text
    from honed.services.document import Document
    from honed.services.offering import Request
    from honed.services.project import Project
    from honed.services.suggesting import Completion
    from honed.services.workspace import Workspace
    from honed.syntax.cursor import Cursor
    from honed.syntax.languages import Language
    from honed.syntax.lexing import Lexemes

BUDGET_S = 0.010
"""After so long a request takes the best that was found until then."""

MOST_WORDS = 10
"""Entries of one menu."""

SURE = 0.5
"""The first entry of a menu can be passed over where it was more probable than not."""

INVOKED_AT = 0.3
"""How probable ghost text must be where the developer has asked for it."""

MOST_REMEMBERED = 200
"""Of what was handed out, so many can still say where they come from."""


@attrs.frozen(eq=False)
class Place:
    """Where something is to be written: the tokens of the document, and the cursor among them."""

    project: Project
    document: Document
    path: str
    """Relative to the folder of the project."""
    text: Text
    lexemes: Lexemes
    cursor: Cursor


@attrs.frozen
class Source:
    """The place that a text was written after: a path relative to the folder, a zero-based line."""

    path: str
    line: int


@attrs.frozen(eq=False)
class Guess:
    """Text that may come next. The `score` is the engine's own, and comes back with the outcome."""

    text: str
    probability: float
    score: float = 0.0
    source: Callable[[], Source | None] = lambda: None


@attrs.frozen
class Written:
    """`words` are whole words or symbols for what is being typed, the most probable first.

    `line` goes on at the cursor to the end of the line, or of several.
    """

    words: Sequence[Guess] = ()
    line: Guess | None = None


class Writer(Protocol):
    """The engine, as the requests see it."""

    def write(
        self, place: Place, is_late: Callable[[], bool], *, menu: bool, line: bool
    ) -> Written:
        """Return what comes next; when it is late, the best so far."""
        ...

    def warm(self, language: Language | None) -> None:
        """Load what the first request in a language needs; called from another thread."""
        ...

    def learn(self, project: Project, kind: Kind, guess: Guess, outcome: Outcome) -> None:
        """Take what became of something that was shown."""
        ...

    def took(self, project: Project, path: str, text: str) -> None:
        """Take a text that was accepted in a file, so that the next request knows it."""
        ...


@attrs.frozen(eq=False)
class Shown:
    """What was handed to the editor: `text` replaces `span`, all on the cursor's line."""

    id: str
    span: Span
    text: str
    guess: Guess


@attrs.frozen(eq=False)
class Menu:
    """What finishes a learned edit that is being typed, with ids, and words that may come next."""

    learned: Sequence[tuple[str, Completion]] = ()
    words: Sequence[Shown] = ()


class Writing:
    """What goes on with the writing, in all open documents."""

    def __init__(self, workspace: Workspace, writer: Writer | None = None) -> None:
        """Nothing is offered without a writer."""
        self._workspace = workspace
        self.writer = writer
        self.tokens = LiveTokens(workspace.reader.submit)
        self._trees = LiveTrees()
        self.budget_s = BUDGET_S
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._ghosts: dict[str, tuple[str, str]] = {}
        """By document, the name of the ghost text that stands, and the id of its suggestion."""

    def menu(self, uri: str, offset: int) -> Menu:
        """Return the entries for a menu at a byte, the most probable first."""
        request = self._request(uri, Kind.COMPLETION)
        if request is None:
            return Menu()
        learned = self._workspace.offering.completions(request, offset)
        place = self._place(request, offset)
        if self.writer is None or place is None:
            return Menu(learned)
        written = self.writer.write(place, self._lateness(request), menu=True, line=False)
        known = {each.text for _, each in learned}
        shown: list[Shown] = []
        for guess in written.words:
            span = _span_of_word(place.cursor, guess.text)
            if span is None or guess.text in known:
                continue
            is_first = not learned and not shown and guess.probability >= SURE
            visibility = Visibility.SHOWN if is_first else Visibility.UNSAID
            each = self._hand_out(request, place, span, guess, guess.text, visibility)
            if each is not None:
                shown.append(each)
            if len(shown) == MOST_WORDS:
                break
        return Menu(learned, shown)

    def ghost(self, uri: str, offset: int, *, is_invoked: bool = False) -> Shown | None:
        """Return ghost text at a byte, None for none; `is_invoked` where the developer asks.

        A learned edit that is being typed goes first.
        """
        request = self._request(uri, Kind.INLINE)
        place = None if request is None else self._place(request, offset)
        if self.writer is None or request is None or place is None or place.cursor.rest:
            return None
        learned = self._learned(request, place)
        if learned is not None:
            return learned
        is_late = self._lateness(request)
        guess = self.writer.write(place, is_late, menu=False, line=True).line
        if guess is None or guess.probability < self._least(request.project, is_invoked=is_invoked):
            return None
        text = fitted(guess.text, decode(place.cursor.suffix))
        if text is None or ("\n" in text and (is_late() or not self._passes(request, place, text))):
            return None
        span = Span(place.cursor.offset, place.cursor.offset)
        return self._hand_out(request, place, span, guess, text, Visibility.SHOWN, Kind.INLINE)

    def _learned(self, request: Request, place: Place) -> Shown | None:
        """Return the rest of a learned edit, where nothing behind the cursor is a part of it."""
        if self._is_off(request, Kind.COMPLETION):
            return None
        offset = place.cursor.offset
        for offer_id, each in self._workspace.offering.completions(request, offset):
            typed = decode(place.text.data[each.span.start : offset])
            rest = each.text.removeprefix(typed)
            if each.span.end == offset and rest and len(rest) < len(each.text):
                guess = Guess(rest, each.suggestion.probability)
                return Shown(offer_id, Span(offset, offset), rest, guess)
        return None

    def source(self, offer_id: str) -> str:
        """Return where something that was handed out comes from, "" where nobody knows."""
        shown = self._shown.get(offer_id)
        source = None if shown is None else shown.guess.source()
        return "" if source is None else f"from {source.path}:{source.line + 1}"

    def decided(self, handed: Handed, outcome: Outcome) -> None:
        """Take what became of something that was handed out, ours or not."""
        shown = self._shown.get(handed.id)
        if shown is None or self.writer is None:
            return
        self.writer.learn(handed.project, handed.kind, shown.guess, outcome)
        if outcome is Outcome.ACCEPTED:
            # The whole line, so that it is found by what stands before it.
            after = handed.suggestions[0].after
            self.writer.took(handed.project, handed.project.relative(handed.path), after)

    def opened(self, uri: str) -> None:
        """Begin a document; what was known of it is no more."""
        self.closed(uri)
        document = self._workspace.documents.get(uri)
        if document is not None and self.writer is not None:
            # To read a grammar takes longer than a request may.
            self._workspace.reader.submit(partial(self.writer.warm, document.language))
            if len(document.text.data) > SMALL_BYTES:
                self.tokens.prepare(document)
                self._workspace.reader.submit(partial(self._parse, document))

    def _parse(self, document: Document) -> None:
        """Have the tree of a large document ready; the thread that reads files does it."""
        if (
            len(document.text.data) <= MOST_BYTES
            and self._workspace.documents.get(document.uri) is document
        ):
            self._trees.prepare(document.uri, document.text, document.language)

    def closed(self, uri: str) -> None:
        """Let go of a document."""
        self.tokens.forget(uri)
        self._trees.forget(uri)
        self._ghosts.pop(uri, None)

    def _request(self, uri: str, kind: Kind) -> Request | None:
        """Return what a request is about, None where nothing may be shown."""
        request = self._workspace.bare_request(uri)
        return None if request is None or self._is_off(request, kind) else request

    def _is_off(self, request: Request, kind: Kind) -> bool:
        return kind in self._workspace.rules.settings(request.project).kinds_off

    def _place(self, request: Request, offset: int) -> Place | None:
        """Return where something may be written, None where there is no code."""
        document = request.document
        lexemes = self.tokens.of(document)
        if lexemes is None:
            return None
        cursor = cursor_at(document.text, lexemes, offset, document.language)
        if not cursor.is_code or self._trees.is_in_text(document, cursor.offset):
            return None
        path = request.project.relative(document.path)
        return Place(request.project, document, path, document.text, lexemes, cursor)

    def _lateness(self, request: Request) -> Callable[[], bool]:
        elapsed, deadline = self._workspace.clock.elapsed, request.started + self.budget_s
        return lambda: elapsed() >= deadline

    @staticmethod
    def _least(project: Project, *, is_invoked: bool) -> float:
        """Return from which probability on ghost text is shown: as well as it has fared here."""
        if is_invoked:
            return INVOKED_AT
        return project.trials.threshold(Kind.INLINE, Effect.INSERTION)

    def _passes(self, request: Request, place: Place, text: str) -> bool:
        """Return whether several lines may be put in: the text parses no worse with them."""
        document, at = request.document, place.cursor.offset
        tree = self._workspace.documents.tree(document, document.text)
        edit = Edit(Span(at, at), encode(text))
        return isinstance(check(document.text, tree, [edit], tuple(document.recent)), Passed)

    def _hand_out(  # noqa: PLR0913 - what is shown, where, and how
        self,
        request: Request,
        place: Place,
        span: Span,
        guess: Guess,
        text: str,
        visibility: Visibility,
        kind: Kind = Kind.COMPLETION,
    ) -> Shown | None:
        """Hand something out, None where it was rejected at this place."""
        workspace, document, project = self._workspace, request.document, request.project
        edit = Edit(span, encode(text))
        name = _name(document.text, edit)
        if (place.path, name) in project.rejections:
            return None
        is_ghost = kind is Kind.INLINE
        offer_id, suggestion_id = new_id("i" if is_ghost else "w"), new_id("s")
        if is_ghost:
            # Typed along, it is the same ghost text, and has one outcome.
            before, known = self._ghosts.get(document.uri, ("", ""))
            suggestion_id = known if before == name else suggestion_id
            self._ghosts[document.uri] = (name, suggestion_id)
        suggestion = _suggestion(document.text, edit, guess, suggestion_id)
        now = workspace.clock.elapsed()
        workspace.feedback.hand_out(
            Handed(
                id=offer_id,
                project=project,
                uri=document.uri,
                path=document.path,
                language=document.language_name,
                kind=kind,
                suggestions=[suggestion],
                fingerprints=[name],
                at=now,
                latency_ms=(now - request.started) * 1000,
            )
        )
        offer = Offer(
            id=offer_id,
            base=document.text,
            edits=(edit,),
            at=now,
            kind=OfferKind.INLINE if is_ghost else OfferKind.WORD,
            key=name,
            group=request.group,
        )
        document.ledger.hand_out(offer, visibility)
        shown = self._shown[offer_id] = Shown(offer_id, span, text, guess)
        while len(self._shown) > MOST_REMEMBERED:
            self._shown.popitem(last=False)
        return shown


def _span_of_word(cursor: Cursor, text: str) -> Span | None:
    """Return what a word takes the place of, None where it would add nothing or tear a word.

    In the middle of a word only what ends as the word does completes it.
    """
    word = encode(text)
    prefix, rest = cursor.prefix, cursor.rest
    if word in (prefix, prefix + rest) or (rest and not word.endswith(rest)):
        return None
    return cursor.word


def _suggestion(text: Text, edit: Edit, guess: Guess, suggestion_id: str) -> Suggestion:
    change = change_of(text, edit)
    return Suggestion(
        id=suggestion_id,
        candidate=Candidate(0, (edit,), edit.span, ()),
        probability=guess.probability,
        title=decode(edit.new).strip(),
        before=decode(change.before),
        after=decode(change.after),
        line=text.line_at(edit.span.start),
    )


def _name(text: Text, edit: Edit) -> str:
    """Return what names a text at its place, wherever its lines move to.

    It rests on the lines that it makes and on the line with code above: however much of it is typed
    by hand, it is the same.
    """
    first = text.line_at(edit.span.start)
    above = b""
    while first > 0 and not above:
        first -= 1
        above = text.slice(text.line_span(first)).strip()
    parts = (above, change_of(text, edit).after)
    return hashlib.blake2b(b"\0".join(parts), digest_size=12).hexdigest()
