"""The engine of completions, joined to the open documents and to the corpus of their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

import attrs

from honed.config import Kind
from honed.core.corpus import Corpus
from honed.core.redact import redact
from honed.core.text import decode
from honed.core.vocabulary import Lexicon
from honed.learn.calibration import updated
from honed.learn.evidence import RIGHT, SILENCING
from honed.services.open_documents import OpenDocuments
from honed.services.writing import Guess, Source, Written
from honed.suggest.completion.engine import complete
from honed.suggest.completion.rank import Calibration
from honed.suggest.completion.request import MIN_LETTERS, Request
from honed.syntax.lexing import kind, lex

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.model import Outcome
    from honed.services.project import Project
    from honed.services.workspace import Workspace
    from honed.services.writing import Place
    from honed.suggest.completion.request import Completions, Item, Line
    from honed.syntax.languages import Language

LINE_END = "\n"

MOST_WORDS = 200_000
"""That a lexicon without a corpus remembers."""


class Corpora(Protocol):
    """Where the code of folders is known."""

    def corpus(self, project: Project) -> Corpus | None:
        """Return what is known of a project's code, None where nothing is, or may be."""
        ...

    def took(self, project: Project, path: str, text: str) -> None:
        """Take a text that was accepted in a file; `path` is relative to the project's folder."""
        ...


@attrs.frozen(eq=False)
class _Latest:
    """The answer to the latest request: menu and ghost text are asked for at one key."""

    place: tuple[str, int, bytes]
    corpus: Corpus
    has_line: bool
    found: Completions


class Prediction:
    """A `Writer` that knows the open documents of a project, and its corpus where there is one."""

    def __init__(self, workspace: Workspace, corpora: Corpora | None = None) -> None:
        """Without corpora the open documents are all that is known."""
        self._workspace = workspace
        self._corpora = corpora
        self._documents = OpenDocuments(workspace)
        self._own = Corpus(Lexicon(kind_of=kind))
        """Where there is no corpus: a lexicon for the open documents."""
        self._latest: _Latest | None = None
        self._asks_for_lines = False
        """Whether the client asks for ghost text: then a menu finds it on the way."""
        self._calibrations: WeakKeyDictionary[Project, Calibration] = WeakKeyDictionary()

    def write(
        self, place: Place, is_late: Callable[[], bool], *, menu: bool, line: bool
    ) -> Written:
        """Return what comes next; when it is late, the best so far."""
        self._asks_for_lines |= line
        corpus = self._corpus(place)
        key = (place.document.uri, place.cursor.offset, place.text.data)
        latest = self._latest
        if (
            latest is None
            or latest.corpus is not corpus
            or (line and not latest.has_line)
            or latest.place[:2] != key[:2]
            or latest.place[2] is not key[2]
        ):
            ids = self._workspace.writing.tokens.ids(place.document, corpus.lexicon)
            if ids is None:
                return Written()
            found = complete(
                Request(
                    corpus=corpus,
                    path=place.path,
                    data=place.text.data,
                    lexemes=place.lexemes,
                    ids=ids,
                    cursor=place.cursor.offset,
                    is_late=is_late,
                    with_line=self._asks_for_lines,
                ),
                calibration=self.calibration(place.project),
            )
            latest = _Latest(key, corpus, self._asks_for_lines, _shareable(found, place))
            # What was cut short is looked up again by whoever asks again.
            self._latest = None if is_late() else latest
        words = [_of_item(each) for each in latest.found.items if _is_word(each)] if menu else []
        going_on = latest.found.line if line else None
        is_readable = going_on is not None and len("".join(going_on.text.split())) >= MIN_LETTERS
        return Written(words, _of_line(going_on) if going_on and is_readable else None)

    def warm(self, language: Language | None) -> None:
        """Load what the first request in a language needs."""
        data = b"a = 1\na = "
        corpus, lexemes = Corpus(Lexicon(kind_of=kind)), lex(data, language)
        ids = corpus.lexicon.ids_of(lexemes.words)
        complete(Request(corpus, "", data, lexemes, ids, len(data)))

    def learn(self, project: Project, kind: Kind, guess: Guess, outcome: Outcome) -> None:
        """Take what became of something that was shown: what was ignored says nothing."""
        is_right = outcome in RIGHT
        if kind is Kind.INLINE and (is_right or outcome in SILENCING):
            before = self.calibration(project)
            self._calibrations[project] = updated(before, guess.score, is_right=is_right)
            self._latest = None

    def calibration(self, project: Project) -> Calibration:
        """Return that of ghost text in a project, by what became of it since the start."""
        return self._calibrations.get(project) or Calibration()

    def took(self, project: Project, path: str, text: str) -> None:
        """Take a text that was accepted; in the open document it is known at once."""
        self._latest = None
        if self._corpora is not None:
            self._corpora.took(project, path, text)

    def _corpus(self, place: Place) -> Corpus:
        found = self._corpora.corpus(place.project) if self._corpora is not None else None
        if found is None:
            if len(self._own.lexicon) > MOST_WORDS:
                self._own = Corpus(Lexicon(kind_of=kind))
            found = self._own
        return self._documents.beside(found, place)


def _has_secret(place: Place, text: str, typed: bytes = b"") -> bool:
    """Return whether a text would put a secret, or a part of one, behind the cursor's line.

    `typed` is what stands there of it already.
    """
    before = decode(place.cursor.head[: len(place.cursor.head) - len(typed)])
    return not redact(before + text).endswith(text)


def _shareable(found: Completions, place: Place) -> Completions:
    """Return completions without those that hold secrets: a document knows its own."""
    typed = place.cursor.head[-found.prefix_bytes :] if found.prefix_bytes else b""
    items = [each for each in found.items if not _has_secret(place, each.text, typed)]
    line = found.line
    if line is not None and _has_secret(place, line.text.rstrip(LINE_END)):
        line = None
    return attrs.evolve(found, items=tuple(items), line=line)


def _is_word(item: Item) -> bool:
    """Return whether a token is worth an entry of a menu: no bracket, no line end."""
    return any(each.isalnum() or each == "_" for each in item.text)


def _of_item(item: Item) -> Guess:
    return Guess(item.text, item.probability, source=lambda: _source(item))


def _of_line(line: Line) -> Guess:
    text = line.text.rstrip(LINE_END)
    return Guess(text, line.probability, line.score, lambda: _source(line))


def _source(found: Item | Line) -> Source | None:
    origin = found.origin
    return None if origin is None else Source(origin.path, origin.line)
