"""Completions at `$0`, from the document itself and from the rest of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.corpus import Corpus
from honed.core.vocabulary import Lexicon
from honed.suggest.completion.engine import complete
from honed.suggest.completion.request import Origin, Request
from honed.syntax import languages
from honed.syntax.lexing import kind, lex
from tests.bench.completing.project import Project

if TYPE_CHECKING:
    from honed.suggest.completion.request import Completions


def asked(text: str, files: dict[str, str] | None = None, path: str = "a.py") -> Completions:
    """Return what is offered at `$0`, beside files of the same folder."""
    return complete(request(text, files, path))


def request(text: str, files: dict[str, str] | None = None, path: str = "a.py") -> Request:
    """Return the question at `$0`."""
    corpus = Corpus(Lexicon(kind_of=kind))
    if files:
        corpus = Project([(name, data.encode()) for name, data in files.items()]).corpus
    data = text.replace("$0", "").encode()
    lexemes = lex(data, languages.by_path(path))
    ids = corpus.lexicon.ids_of(lexemes.words)
    return Request(corpus, path, data, lexemes, ids, len(text.partition("$0")[0].encode()))


def texts(found: Completions) -> list[str]:
    """Return the items' texts."""
    return [item.text for item in found.items]


def test_what_followed_the_same_words_follows_again() -> None:
    """The document's own text is the first source."""
    assert texts(asked("alpha.beta(1)\ngamma = 2\nalpha.$0"))[0] == "beta"


def test_other_files_are_known() -> None:
    """A word that only another file has is offered where its context is."""
    assert texts(asked("alpha.$0", {"b.py": "alpha.delta()\n"}))[0] == "delta"


def test_nothing_is_known_of_an_empty_document() -> None:
    """Without a corpus and without text there is nothing to offer."""
    assert asked("$0").items == ()


def test_what_is_typed_narrows_the_items() -> None:
    """Items begin with what stands before the cursor, and say how much of them it is."""
    found = asked("beta = alpha\nbench = alpha\nb = be$0")
    assert set(texts(found)) == {"beta", "bench"}
    assert found.prefix_bytes == 2


def test_a_file_of_the_corpus_does_not_count_twice() -> None:
    """What lies in the corpus under the document's path is what it was before."""
    assert "delta" not in texts(asked("alpha.$0", {"a.py": "alpha.delta()\n"}))


def test_late_is_the_best_so_far() -> None:
    """Where there is no time left, the document alone has to do."""
    late = attrs.evolve(request("alpha.beta\nalpha.$0", {"b.py": "alpha.delta()"}),
                        is_late=lambda: True)  # fmt: skip
    assert texts(complete(late))[0] == "beta"


def test_an_item_says_where_it_was_seen() -> None:
    """File and line, counted from 0; nothing where it was the document itself."""
    found = asked("alpha.$0", {"b.py": "x = 1\nalpha.delta()\n"})
    assert found.items[0].origin == Origin("b.py", 1)
    assert asked("alpha.beta\nalpha.$0").items[0].origin is None


def test_the_rest_of_a_line_goes_on_as_a_like_one_with_the_names_of_here() -> None:
    """What stands there for a name of the context stands here for the other."""
    before = "def load_user(user, key):\n    user.fetch(key, depth=1)\n"
    found = asked(before + "def load_group(group, key):\n    group.$0")
    assert found.line is not None
    assert found.line.text == "fetch(key, depth=1)"


def test_the_rest_of_a_line_begins_behind_what_is_typed() -> None:
    """Only lines that go on from the letters before the cursor are thought of."""
    before = "alpha.fetch(1)\nalpha.fetch(1)\n"
    found = asked(before + "alpha.fe$0")
    assert found.line is not None
    assert found.line.text == "tch(1)"
    assert asked(before + "alpha.zz$0").line is None


def test_a_line_is_spaced_as_the_document_is() -> None:
    """Keyword arguments are written without spaces, assignments with them, as before."""
    before = "one = call(a=1)\ntwo = call(a=1)\n"
    found = asked(before + "$0")
    assert found.line is not None
    assert found.line.text in {"one = call(a=1)", "two = call(a=1)"}


def test_without_a_wish_for_a_line_there_is_none() -> None:
    """A menu alone costs less."""
    wish = attrs.evolve(request("alpha.beta()\nalpha.$0"), with_line=False)
    assert complete(wish).line is None
    assert complete(wish).items


def test_a_whole_word_is_followed_by_what_follows_it() -> None:
    """At a word's end more of the word is offered, unless it is said to be whole."""
    asking = request("alpha(1)\nalpha$0")
    assert texts(complete(asking)) == ["alpha"]
    assert texts(complete(attrs.evolve(asking, is_whole=True)))[0] == "("
