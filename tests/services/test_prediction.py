"""The engine, joined to the open documents and to the corpus of their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.config import Kind, Settings
from honed.core.corpus import Corpus, LexedFile, as_log
from honed.core.model import Outcome
from honed.core.text import encode
from honed.core.vocabulary import Lexicon
from honed.services import prediction
from honed.services.prediction import Prediction
from honed.services.writing import Guess
from honed.suggest.completion.engine import complete
from honed.syntax import languages
from honed.syntax.lexing import kind, lex

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.project import Project
    from tests.services.conftest import Bench

LINE = "value = registry.lookup(name)\n"
CODE = "".join(f"def f{n}(name):\n    {LINE}    return value\n\n\n" for n in range(4))


@attrs.define
class Corpora:
    """Knows one corpus, or none, and remembers what was accepted."""

    known: Corpus | None = None
    taken: list[tuple[str, str]] = attrs.field(factory=list)

    def corpus(self, project: Project) -> Corpus | None:
        """Return it."""
        assert project.folder
        return self.known

    def took(self, project: Project, path: str, text: str) -> None:
        """Remember."""
        assert project.folder
        self.taken.append((path, text))


@pytest.fixture
def engine(bench: Bench) -> Prediction:
    """Return the engine of a workspace that knows no corpus, with all the time that it needs."""
    return without_corpus(bench)


def without_corpus(bench: Bench, corpora: Corpora | None = None) -> Prediction:
    """Give a workspace an engine of this corpus; its clock stands still."""
    made = Prediction(bench.workspace, corpora)
    bench.workspace.writing.writer = made
    return made


def words(bench: Bench, name: str, text: str) -> list[str]:
    """Open a document; return the entries of the menu at its end."""
    uri = bench.open(name, text)
    return [each.text for each in bench.workspace.writing.menu(uri, len(encode(text))).words]


@pytest.mark.usefixtures("engine")
def test_the_document_itself(bench: Bench) -> None:
    """What stands in it comes next in it, and says where it was seen."""
    uri = bench.open("a.py", f"{CODE}def g(name):\n    value = reg")
    [first, *_] = bench.workspace.writing.menu(uri, len(bench.text(uri))).words
    assert first.text == "registry"
    assert (
        bench.workspace.writing.source(first.id).startswith("from a.py:")
        or not first.guess.source()
    )


@pytest.mark.usefixtures("engine")
def test_ghost_text(bench: Bench) -> None:
    """The rest of a line that stood there four times."""
    uri = bench.open("a.py", f"{CODE}def g(name):\n    val")
    shown = bench.workspace.writing.ghost(uri, len(bench.text(uri)))
    assert shown is not None
    assert shown.text == "ue = registry.lookup(name)"


@pytest.mark.usefixtures("engine")
def test_other_open_documents(bench: Bench) -> None:
    """They are known as they are now."""
    assert "registry" not in words(bench, "b.py", "x = reg")
    uri = bench.open("a.py", "x = 1\n")
    bench.edit(uri, CODE)
    assert "registry" in words(bench, "b.py", "x = reg")
    bench.edit(uri, CODE.replace("registry", "regions"))
    found = words(bench, "b.py", "x = reg")
    assert "registry" not in found
    assert "regions" in found


def test_documents_that_are_off_noop(start: Callable[..., Bench]) -> None:
    """What is excluded gives nothing away."""
    bench = start(settings=Settings(exclude=("secret*",)))
    without_corpus(bench)
    bench.open("secret.py", CODE)
    assert words(bench, "b.py", "x = reg") == []


def test_the_corpus_of_the_folder(bench: Bench) -> None:
    """Where there is one it is asked, and told of what was accepted."""
    lexicon, lexed = Lexicon(kind_of=kind), lex(encode(CODE), languages.by_name("python"))
    keys = tuple(dict.fromkeys(lexed.words))
    numbers = {word: number for number, word in enumerate(keys)}
    rows = np.zeros(1, np.int32)
    tokens = np.array([numbers[each] for each in lexed.words], np.int32)
    file = LexedFile("c.py", 0, len(CODE), keys, tokens, rows, rows)
    corpora = Corpora(Corpus(lexicon, recent=as_log([file], lexicon)))
    engine = without_corpus(bench, corpora)
    assert "registry" in words(bench, "b.py", "x = reg")
    engine.took(bench.project, "b.py", "x = registry")
    assert corpora.taken == [("b.py", "x = registry")]


def test_a_corpus_that_is_not_there_yet(bench: Bench) -> None:
    """Then the open documents are known."""
    without_corpus(bench, Corpora(Corpus()))
    bench.open("a.py", CODE)
    assert "registry" in words(bench, "b.py", "x = reg")


def test_one_key_is_looked_up_once(
    bench: Bench, engine: Prediction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ghost text and menu of one key share an answer; the next key has another."""
    count = 0

    def counted(*arguments: object, **named: object) -> object:
        nonlocal count
        count += 1
        return complete(*arguments, **named)  # type: ignore[arg-type] # passed on as they are

    monkeypatch.setattr(prediction, "complete", counted)
    uri = bench.open("a.py", f"{CODE}x = reg")
    bench.wait()
    count = 0
    size = len(bench.text(uri))
    bench.workspace.writing.ghost(uri, size)
    bench.workspace.writing.menu(uri, size)
    assert count == 1
    bench.edit(uri, f"{CODE}x = regi")
    bench.workspace.writing.menu(uri, size + 1)
    bench.workspace.writing.ghost(uri, size + 1)
    assert count == 2
    engine.took(bench.project, "a.py", "x = registry")
    bench.workspace.writing.menu(uri, size + 1)
    assert count == 3


@pytest.mark.parametrize(
    ("kind", "outcome", "change"),
    [
        (Kind.INLINE, Outcome.ACCEPTED, 1),
        (Kind.INLINE, Outcome.MODIFIED, 1),
        (Kind.INLINE, Outcome.REJECTED, -1),
        (Kind.INLINE, Outcome.UNDONE, -1),
        (Kind.INLINE, Outcome.IGNORED, 0),
        (Kind.COMPLETION, Outcome.ACCEPTED, 0),
    ],
)
def test_outcomes_calibrate(
    bench: Bench, engine: Prediction, kind: Kind, outcome: Outcome, change: int
) -> None:
    """Ghost text that was right or wrong makes the next more or less probable."""
    before = engine.calibration(bench.project).chance(1.0)
    engine.learn(bench.project, kind, Guess("text", 0.7, 1.0), outcome)
    after = engine.calibration(bench.project).chance(1.0)
    assert (after > before) - (after < before) == change
