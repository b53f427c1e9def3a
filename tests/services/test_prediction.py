"""The engine, joined to the open documents and to the corpus of their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.config import Kind, Settings
from honed.core.corpus import Corpus, LexedFile, Shard, StoredShard, as_log
from honed.core.model import Outcome
from honed.core.text import encode
from honed.core.vocabulary import Lexicon
from honed.services import prediction
from honed.services.lexed_files import lexed_text
from honed.services.prediction import Prediction
from honed.services.shards import ShardBuilder, lexicon_of, piece_of, vocabulary_of
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
    """Open a document; return the entries of the menu at its end, when all is cut."""
    uri = bench.open(name, text)
    bench.workspace.writing.menu(uri, len(encode(text)))
    bench.wait()
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


@pytest.mark.usefixtures("engine")
def test_other_open_documents_are_cut_elsewhere(bench: Bench) -> None:
    """The first request does without them."""
    bench.open("a.py", CODE)
    uri = bench.open("b.py", "x = reg")
    assert not bench.workspace.writing.menu(uri, 7).words
    bench.wait()
    assert bench.workspace.writing.menu(uri, 7).words


@pytest.mark.usefixtures("engine")
def test_a_document_that_was_closed_is_not_known_noop(bench: Bench) -> None:
    """From the next request on."""
    other = bench.open("a.py", CODE)
    uri = bench.open("b.py", "x = reg")
    bench.workspace.writing.menu(uri, 7)
    bench.wait()
    bench.workspace.documents.close(other, 0.0)
    bench.workspace.writing.closed(other)
    assert not bench.workspace.writing.menu(uri, 7).words


SECRET = "sk-proj-Zx81kdLqPo29dkGh7Wq2mNvB"
HIDING = f'API_KEY = "{SECRET}"\nrun(API_KEY)\n' * 3


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", ["a.py", "b.py"])
def test_a_secret_is_never_offered(bench: Bench, name: str) -> None:
    """Neither that of another document nor that of the document itself."""
    bench.open("a.py", HIDING)
    start = HIDING if name == "a.py" else ""
    text = f"{start}import os\nAPI_KEY = "
    assert not [each for each in words(bench, name, text) if SECRET in each]
    uri = bench.open(name, text)
    shown = bench.workspace.writing.ghost(uri, len(text), is_invoked=True)
    assert shown is None or SECRET not in shown.text


@pytest.mark.usefixtures("engine")
def test_what_is_no_secret_is_offered_noop(bench: Bench) -> None:
    """From the document itself and from another."""
    text = HIDING.replace(SECRET, "reading")
    assert '"reading"' in words(bench, "a.py", f"{text}API_KEY = ")
    assert '"reading"' in words(bench, "b.py", "API_KEY = ")


def corpus_of(name: str, text: str, *, is_recent: bool = True) -> Corpus:
    """Return a corpus of one file, saved or in a shard."""
    lexicon = Lexicon(kind_of=kind)
    log = as_log([lexed_text(text, languages.by_name("python"), name)], lexicon)
    if is_recent:
        return Corpus(lexicon, recent=log)
    found: list[StoredShard] = []
    builder = ShardBuilder(lexicon, found.append)
    builder.add(piece_of(lexed_text(text, languages.by_name("python"), name), lexicon))
    builder.flush()
    [made] = found
    shard = Shard(made.log, made.concrete, made.erased, np.ones(1, bool))
    return Corpus(lexicon_of(vocabulary_of(lexicon, found)), shards=(shard,))


@pytest.mark.parametrize("is_recent", [True, False])
def test_open_documents_beside_a_corpus(bench: Bench, *, is_recent: bool) -> None:
    """They are known as they are now, not as they were saved."""
    corpus = corpus_of("a.py", CODE, is_recent=is_recent)
    without_corpus(bench, Corpora(corpus))
    assert "registry" in words(bench, "b.py", "x = reg")
    bench.open("a.py", CODE.replace("registry", "regions"))
    found = words(bench, "c.py", "x = reg")
    assert "registry" not in found
    assert "regions" in found


def test_a_corpus_that_has_gone_gives_nothing(bench: Bench) -> None:
    """Not even the answer to the key before."""
    corpora = Corpora(corpus_of("c.py", CODE))
    without_corpus(bench, corpora)
    uri = bench.open("b.py", "x = reg")
    assert bench.workspace.writing.menu(uri, 7).words
    corpora.known = None
    assert not bench.workspace.writing.menu(uri, 7).words


@pytest.mark.usefixtures("engine")
def test_words_are_not_remembered_for_ever(
    bench: Bench, engine: Prediction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lexicon that has grown is left for another."""
    monkeypatch.setattr(prediction, "MOST_WORDS", 20)
    uri = bench.open("b.py", "")
    for number in range(50):
        bench.edit(uri, f"x{number}")
        bench.workspace.writing.menu(uri, len(bench.text(uri)))
    assert len(engine._own.lexicon) <= 21


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
