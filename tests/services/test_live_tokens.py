"""The tokens of open documents are those of their texts, however they were changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from honed.core.text import Text, encode
from honed.core.vocabulary import Lexicon
from honed.services.document import Document
from honed.services.lexed_files import MOST_BYTES
from honed.services.live_tokens import MOST_DOCUMENTS, SMALL_BYTES, LiveTokens
from honed.syntax import languages
from honed.syntax.lexing import lex

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON = languages.by_name("python")


def document(text: str, name: str = "a.py") -> Document:
    """Return an open document."""
    return Document(f"file:///{name}", f"/{name}", PYTHON, "python", 1, Text(encode(text)))


def at_once(task: Callable[[], object]) -> None:
    """Do it."""
    task()


_CODE = st.text("ab1 .=#'\"\n(", max_size=30)


@given(_CODE, st.lists(_CODE, max_size=4))
def test_they_follow_the_text(first: str, others: list[str]) -> None:
    """Cut anew where it changed, they are as if cut from the whole."""
    live, opened = LiveTokens(at_once), document(first)
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
    live, opened, lexicon = LiveTokens(at_once), document(first), Lexicon()
    for text in (first, *others):
        opened.text = Text(encode(text))
        found = live.ids(opened, lexicon)
        assert found is not None
        assert [lexicon.word(each) for each in found.tolist()] == lex(encode(text), PYTHON).words


_PIECES = st.lists(st.sampled_from(["a", ";", "/*", "*/", "\n", "\n  ", " ", "//"]), max_size=12)


@given(_PIECES.map("".join), st.lists(_PIECES.map("".join), max_size=3))
@example("a;\n  b */\nc\n", ["a; /*\n  b */\nc\n"])
def test_ids_follow_comments_over_lines(first: str, others: list[str]) -> None:
    """A line end behind one is told by the line before it."""
    language = languages.by_name("c")
    live, opened, lexicon = LiveTokens(at_once), document(first), Lexicon()
    opened.language = language
    for text in (first, *others):
        opened.text = Text(encode(text))
        found = live.ids(opened, lexicon)
        assert found is not None
        wanted = lex(encode(text), language).words
        assert [lexicon.word(each) for each in found.tolist()] == wanted


def test_unchanged_noop() -> None:
    """The same text is not cut again."""
    live, opened = LiveTokens(at_once), document("a = 1\n")
    assert live.of(opened) is live.of(opened)
    opened.text = Text(bytes(bytearray(opened.text.data)))
    found = live.of(opened)
    assert found is not None
    assert found.words == lex(opened.text.data, PYTHON).words


def test_few_are_kept() -> None:
    """Those that were asked about last; what was closed goes at once."""
    live = LiveTokens(at_once)
    every = [document("a\n", f"{number}.py") for number in range(MOST_DOCUMENTS + 3)]
    for each in every:
        live.of(each)
    assert len(live) == MOST_DOCUMENTS
    live.forget(every[-1].uri)
    live.forget(every[0].uri)
    assert len(live) == MOST_DOCUMENTS - 1


@attrs.define
class Later:
    """Another thread, whose tasks wait until a test does them."""

    tasks: list[Callable[[], object]] = attrs.field(factory=list)

    def __call__(self, task: Callable[[], object]) -> None:
        """Keep a task."""
        self.tasks.append(task)

    def do(self) -> int:
        """Do them; return how many there were."""
        tasks, self.tasks = self.tasks, []
        for each in tasks:
            each()
        return len(tasks)


LARGE = "a = 1\n" * (SMALL_BYTES // 5)


def test_a_large_text_is_cut_elsewhere() -> None:
    """The first time, and once; what is typed meanwhile is cut at once."""
    later = Later()
    live, opened = LiveTokens(later), document(LARGE)
    assert live.of(opened) is None
    assert live.of(opened) is None
    assert later.do() == 1
    opened.text = Text(b"bc" + opened.text.data)
    found = live.of(opened)
    assert found is not None
    assert found.words == lex(opened.text.data, PYTHON).words
    live.forget(opened.uri)
    assert live.of(opened) is None


def test_a_large_text_is_numbered_elsewhere() -> None:
    """Once for a lexicon, and with the tokens where the lexicon is known already."""
    later, lexicon = Later(), Lexicon()
    live, opened = LiveTokens(later), document(LARGE)
    assert live.ids(opened, lexicon) is None
    later.do()
    found = live.ids(opened, lexicon)
    assert found is not None
    wanted = lex(opened.text.data, PYTHON).words
    assert found.tolist() == lexicon.ids_of(wanted).tolist()
    other = Lexicon()
    assert live.ids(opened, other) is None
    assert later.do() == 1
    assert live.ids(opened, other) is not None


def test_what_opens_a_long_string_is_cut_elsewhere() -> None:
    """Meanwhile there are none; behind it all is as if cut from the whole."""
    later = Later()
    live, opened = LiveTokens(later), document(LARGE)
    live.prepare(opened)
    later.do()
    for text in (b'"""' + opened.text.data, b'"""a' + opened.text.data):
        opened.text = Text(text)
        assert live.of(opened) is None
    assert later.do() == 1
    found = live.of(opened)
    assert found is not None or later.do() == 1
    found = live.of(opened)
    assert found is not None
    assert found.words == lex(opened.text.data, PYTHON).words


def test_a_huge_text_is_not_cut_noop() -> None:
    """It is generated."""
    later = Later()
    live, opened = LiveTokens(later), document("a = 1\n" * (MOST_BYTES // 6 + 1))
    live.prepare(opened)
    assert live.of(opened) is None
    assert live.ids(opened, Lexicon()) is None
    assert not later.tasks


def test_what_was_closed_meanwhile_is_not_kept() -> None:
    """Opened again in another language, it is cut as that."""
    later = Later()
    live, opened = LiveTokens(later), document(LARGE)
    live.prepare(opened)
    live.forget(opened.uri)
    later.do()
    assert len(live) == 0
    live.prepare(opened)
    live.forget(opened.uri)
    again = document(LARGE.replace("= 1", "// 2 # c"))
    again.language = languages.by_name("javascript")
    live.prepare(again)
    later.do()
    found = live.of(again)
    assert found is not None
    assert found.words == lex(again.text.data, again.language).words
