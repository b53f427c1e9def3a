"""The trees of open documents are those of their texts, however they were changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Text, encode
from honed.services.live_tokens import MOST_DOCUMENTS, SMALL_BYTES
from honed.services.live_trees import LiveTrees
from honed.syntax import languages
from tests.services.test_live_tokens import document

_CODE = st.text("ab1 .=#'\"\n(", max_size=30)


@given(_CODE, st.lists(_CODE, max_size=4))
def test_they_follow_the_text(first: str, others: list[str]) -> None:
    """Each is the tree of the text as it is now."""
    live, opened = LiveTrees(), document(first)
    for text in (first, *others):
        opened.text = Text(encode(text))
        found = live.of(opened)
        assert found is not None
        assert found.text.data == opened.text.data
    assert len(live) == 1


def test_few_are_kept() -> None:
    """Those that were asked about last; what was closed goes at once."""
    live = LiveTrees()
    every = [document("a\n", f"{number}.py") for number in range(MOST_DOCUMENTS + 3)]
    for each in every:
        live.of(each)
    assert len(live) == MOST_DOCUMENTS
    live.forget(every[-1].uri)
    assert len(live) == MOST_DOCUMENTS - 1


def test_a_large_text_is_parsed_elsewhere() -> None:
    """The first time; until then nothing is known of its strings."""
    live, opened = LiveTrees(), document("a = 'some text'\n" * (SMALL_BYTES // 10))
    inside = len("a = 'some")
    assert live.of(opened) is None
    assert not live.is_in_text(opened, inside)
    live.prepare(opened.uri, opened.text, opened.language)
    assert live.is_in_text(opened, inside)
    assert not live.is_in_text(opened, 1)


def test_another_language() -> None:
    """What was prepared of a document before, in another language, is not taken for its tree."""
    live, opened = LiveTrees(), document("a = 'some text'\n")
    live.prepare(opened.uri, opened.text, languages.by_name("c"))
    found = live.of(opened)
    assert found is not None
    assert found.language is opened.language


def test_no_language_noop() -> None:
    """There is no tree, and nothing to tell."""
    live, opened = LiveTrees(), document("'a b'\n")
    opened.language = None
    live.prepare(opened.uri, opened.text, None)
    assert not live.is_in_text(opened, 2)
