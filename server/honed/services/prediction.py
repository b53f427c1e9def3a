"""The engine of completions, joined to the open documents and to the corpus of their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

import attrs
import numpy as np

from honed.config import Kind
from honed.core.corpus import NOTHING, Corpus, TokenLog, paths_of
from honed.core.vocabulary import BOUNDARY, Lexicon
from honed.learn.calibration import updated
from honed.learn.evidence import RIGHT, SILENCING
from honed.services.live_tokens import MOST_DOCUMENTS
from honed.services.writing import Guess, Source, Written
from honed.suggest.completion.engine import complete
from honed.suggest.completion.rank import Calibration
from honed.suggest.completion.request import MIN_LETTERS, Request
from honed.syntax.lexing import kind, lex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from honed.core.model import Outcome
    from honed.services.document import Document
    from honed.services.project import Project
    from honed.services.workspace import Workspace
    from honed.services.writing import Place
    from honed.suggest.completion.request import Completions, Item, Line
    from honed.syntax.languages import Language
    from honed.syntax.lexing import Lexemes

LINE_END = "\n"

MOST_BESIDE = MOST_DOCUMENTS - 2
"""Of the other open documents so many are looked at where there is no corpus."""


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
        self._lexicon = Lexicon(kind_of=kind)
        self._buffers: tuple[tuple[object, ...], TokenLog] = ((), NOTHING)
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
            or (latest.corpus is not corpus and corpus.lexicon is not self._lexicon)
            or (line and not latest.has_line)
            or latest.place[:2] != key[:2]
            or latest.place[2] is not key[2]
        ):
            found = complete(
                Request(
                    corpus=corpus,
                    path=place.path,
                    data=place.text.data,
                    lexemes=place.lexemes,
                    ids=self._workspace.writing.tokens.ids(place.document, corpus.lexicon),
                    cursor=place.cursor.offset,
                    is_late=is_late,
                    with_line=self._asks_for_lines,
                ),
                calibration=self.calibration(place.project),
            )
            latest = _Latest(key, corpus, self._asks_for_lines, found)
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
        if self._corpora is not None:
            found = self._corpora.corpus(place.project)
            if found is not None and (found.shards or len(found.recent) or len(found.accepted)):
                return found
        return Corpus(self._lexicon, recent=self._open_documents(place))

    def _open_documents(self, place: Place) -> TokenLog:
        """Return the other open documents of the project in which honed may be used."""
        workspace, live = self._workspace, self._workspace.writing.tokens
        others = [
            each
            for each in workspace.documents
            if each is not place.document
            and workspace.project_of(each.path) is place.project
            and workspace.bare_request(each.uri) is not None
        ][:MOST_BESIDE]
        cut = [(each, lexemes) for each in others if (lexemes := live.of(each)) is not None]
        key = tuple(part for each, _ in cut for part in (each.uri, each.text))
        known, log = self._buffers
        if len(known) != len(key) or any(
            one is not other for one, other in zip(known, key, strict=True)
        ):
            log = self._log_of(place.project, cut)
            self._buffers = (key, log)
        return log

    def _log_of(self, project: Project, documents: Sequence[tuple[Document, Lexemes]]) -> TokenLog:
        if not documents:
            return NOTHING
        boundary = np.array([BOUNDARY], np.int32)
        parts: list[NDArray[np.int32]] = []
        starts, rows, lines = [0], [], []
        for each, lexemes in documents:
            parts += [self._workspace.writing.tokens.ids(each, self._lexicon), boundary]
            on_line = np.searchsorted(each.text.line_starts, lexemes.starts, "right") - 1
            begins = np.flatnonzero(np.diff(on_line, prepend=-1))
            rows.append(begins + starts[-1])
            lines.append(on_line[begins])
            starts.append(starts[-1] + len(lexemes) + 1)
        return TokenLog(
            np.concatenate(parts),
            np.array(starts, np.int32),
            paths_of([project.relative(each.path) for each, _ in documents]),
            np.concatenate(rows).astype(np.int32),
            np.concatenate(lines).astype(np.int32),
        )


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
