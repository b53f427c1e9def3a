"""The tokens of open documents are those of their texts, however they were changed."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from honed.core.text import Text, encode
from honed.core.vocabulary import Lexicon
from honed.services.document import Document
from honed.services.live_tokens import MOST_DOCUMENTS, SMALL_BYTES, LiveTokens
from honed.syntax import languages
from honed.syntax.lexing import lex

PYTHON = languages.by_name("python")


def document(text: str, name: str = "a.py") -> Document:
    """Return an open document."""
    return Document(f"file:///{name}", f"/{name}", PYTHON, "python", 1, Text(encode(text)))


_CODE = st.text("ab1 .=#'\"\n(", max_size=30)


@given(_CODE, st.lists(_CODE, max_size=4))
def test_they_follow_the_text(first: str, others: list[str]) -> None:
    """Cut anew where it changed, they are as if cut from the whole."""
    live, opened = LiveTokens(), document(first)
    for text in (first, *others):
        opened.text = Text(encode(text))
        found, wanted = live.of(opened), lex(opened.text.data, PYTHON)
        assert found is not None
        assert found.words == wanted.words
        assert (found.starts == wanted.starts).all()
        assert (found.ends == wanted.ends).all()


@given(_CODE, st.lists(_CODE, max_size=4))
def test_ids_follow_the_text(first: str, others: list[str]) -> None:
    """Numbered anew where it changed, they are as if numbered from the whole."""
    live, opened, lexicon = LiveTokens(), document(first), Lexicon()
    for text in (first, *others):
        opened.text = Text(encode(text))
        found = live.ids(opened, lexicon)
        assert [lexicon.word(each) for each in found.tolist()] == lex(encode(text), PYTHON).words


_PIECES = st.lists(st.sampled_from(["a", ";", "/*", "*/", "\n", "\n  ", " ", "//"]), max_size=12)


@given(_PIECES.map("".join), st.lists(_PIECES.map("".join), max_size=3))
@example("a;\n  b */\nc\n", ["a; /*\n  b */\nc\n"])
def test_ids_follow_comments_over_lines(first: str, others: list[str]) -> None:
    """A line end behind one is told by the line before it."""
    language = languages.by_name("c")
    live, opened, lexicon = LiveTokens(), document(first), Lexicon()
    opened.language = language
    for text in (first, *others):
        opened.text = Text(encode(text))
        found = live.ids(opened, lexicon)
        wanted = lex(encode(text), language).words
        assert [lexicon.word(each) for each in found.tolist()] == wanted


def test_unchanged_noop() -> None:
    """The same text is not cut again."""
    live, opened = LiveTokens(), document("a = 1\n")
    assert live.of(opened) is live.of(opened)
    opened.text = Text(bytes(bytearray(opened.text.data)))
    found = live.of(opened)
    assert found is not None
    assert found.words == lex(opened.text.data, PYTHON).words


def test_few_are_kept() -> None:
    """Those that were asked about last; what was closed goes at once."""
    live = LiveTokens()
    every = [document("a\n", f"{number}.py") for number in range(MOST_DOCUMENTS + 3)]
    for each in every:
        live.of(each)
    assert len(live) == MOST_DOCUMENTS
    live.forget(every[-1].uri)
    live.forget(every[0].uri)
    assert len(live) == MOST_DOCUMENTS - 1


def test_a_large_text_is_cut_elsewhere() -> None:
    """The first time; what is typed meanwhile is cut at once."""
    live, opened, lexicon = LiveTokens(), document("a = 1\n" * SMALL_BYTES), Lexicon()
    assert live.of(opened) is None
    assert not len(live.ids(opened, lexicon))
    live.prepare(opened.uri, opened.text, PYTHON)
    opened.text = Text(b"bc" + opened.text.data)
    found = live.of(opened)
    assert found is not None
    assert found.words == lex(opened.text.data, PYTHON).words
    assert len(live.ids(opened, lexicon)) == len(found)
    live.forget(opened.uri)
    assert live.of(opened) is None
