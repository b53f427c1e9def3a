"""What the renaming of one name makes of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.suggest.spelling import Convention, Name, key, name_of, renamed


@pytest.mark.parametrize(
    ("old", "new", "text", "expected"),
    [
        # Another convention.
        ("user_id", "userId", "page_count", "pageCount"),
        ("userId", "user_id", "pageCountOfAll", "page_count_of_all"),
        ("MAX_SIZE", "maxSize", "MIN_SIZE", "minSize"),
        ("user_item", "UserItem", "page_item", "PageItem"),
        ("_user_id", "_userId", "_page_count", "_pageCount"),
        # Other sub-words: the first, the last, one within.
        ("getFoo", "fetchFoo", "getUserName", "fetchUserName"),
        ("get_user", "fetch_user", "get_page", "fetch_page"),
        ("user_id", "user_ids", "page_id", "page_ids"),
        ("load_users", "load_user", "save_users", "save_user"),
        ("parse_old_tree", "parse_new_tree", "write_old_log", "write_new_log"),
        ("old_name_of", "name_of", "old_path_list", "path_list"),
    ],
)
def test_renamed(old: str, new: str, text: str, expected: str) -> None:
    """As the example; what is found by its key is tried."""
    assert renamed(old, new, text) == expected
    assert key(old, new) in (name_of(text) or Name("", (), "", Convention.SNAKE)).keys


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        # Names of another convention, of one sub-word, without what changed.
        ("user_id", "userId", "pageCount"),
        ("user_id", "userId", "page"),
        ("getFoo", "fetchFoo", "targetFoo"),
        ("getFoo", "fetchFoo", "get"),
        ("getFoo", "fetchFoo", "get_page"),
        ("user_id", "user_ids", "id_of_page"),
        # Another name altogether, one more sub-word, mixed writing.
        ("one", "two", "three"),
        ("one_two", "three_four", "one_five"),
        ("flask_app", "flask_app_proxy", "other_app"),
        ("getHTTPServer", "fetchHTTPServer", "getFoo"),
        ("_user_id", "userId", "_page_id"),
    ],
)
def test_noop(old: str, new: str, text: str) -> None:
    """What a renaming says nothing about."""
    assert renamed(old, new, text) is None


@given(st.from_regex(r"_{0,2}[a-z]{1,5}(_[a-z]{1,5}){1,3}", fullmatch=True))
def test_there_and_back(text: str) -> None:
    """A name of the other convention comes back the same."""
    camel = renamed("a_b", "aB", text.strip("_"))
    if camel is not None and name_of(camel) is not None:
        assert renamed("aB", "a_b", camel) == text.strip("_")
