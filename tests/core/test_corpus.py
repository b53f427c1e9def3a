"""Token logs: files one behind the other, and where a token lies."""

from __future__ import annotations

import numpy as np
import pytest

from honed.core.corpus import NOTHING, LexedFile, as_log, joined, paths_of, without
from honed.core.vocabulary import Lexicon


def lexed(path: str, *words: bytes, rows: tuple[int, ...] = (0,)) -> LexedFile:
    """Return a file with these words; a row begins at each of `rows`, on the double of its line."""
    known = tuple(dict.fromkeys(words))
    tokens = np.array([known.index(each) for each in words], np.int32)
    starts = np.array(rows, np.int32)
    return LexedFile(path, 1, 2, known, tokens, starts, np.arange(len(rows), dtype=np.int32) * 2)


A = lexed("a.py", b"x", b"=", b"\n", b"y", b"\n", rows=(0, 3))
B = lexed("d/b.py", b"y", b"x")


def test_files_follow_each_other_with_a_boundary() -> None:
    """The same word has the same id in both."""
    lexicon = Lexicon()
    log = as_log([A, B], lexicon)
    assert [lexicon.word(each) for each in log.tokens.tolist()] == [
        b"x", b"=", b"\n", b"y", b"\n", b"", b"y", b"x", b"",
    ]  # fmt: skip
    assert log.file_starts.tolist() == [0, 6, 9]
    assert [log.paths[each] for each in range(len(log.paths))] == ["a.py", "d/b.py"]


def test_a_token_knows_its_file_and_line() -> None:
    """Boundaries belong to the file before."""
    log = as_log([A, B], Lexicon())
    assert log.files_of(np.array([0, 5, 6, 8], np.int32)).tolist() == [0, 0, 1, 1]
    assert [log.line_of(each) for each in (0, 2, 3, 6)] == [0, 0, 2, 0]


def test_joined_is_as_made_at_once() -> None:
    """In whatever pieces the files come."""
    lexicon = Lexicon()
    once, twice = as_log([A, B, A], lexicon), joined(as_log([A, B], lexicon), as_log([A], lexicon))
    for name in ("tokens", "file_starts", "row_starts", "row_lines"):
        assert getattr(once, name).tolist() == getattr(twice, name).tolist()
        assert getattr(once, name).dtype == getattr(twice, name).dtype
    assert [twice.paths[each] for each in range(3)] == ["a.py", "d/b.py", "a.py"]


@pytest.mark.parametrize(
    ("names", "left"),
    [({"a.py"}, [B]), ({"d/b.py"}, [A, A]), ({"a.py", "d/b.py"}, []), ({"c.py"}, [A, B, A])],
)
def test_without_some_files_it_is_as_made_of_the_others(
    names: set[str], left: list[LexedFile]
) -> None:
    """Rows and files move together."""
    lexicon = Lexicon()
    found = without(as_log([A, B, A], lexicon), frozenset(names))
    wanted = as_log(left, lexicon)
    for name in ("tokens", "file_starts", "row_starts", "row_lines"):
        assert getattr(wanted, name).tolist() == getattr(found, name).tolist()
        assert getattr(wanted, name).dtype == getattr(found, name).dtype
    assert [found.paths[each] for each in range(len(found.paths))] == [each.path for each in left]


def test_nothing_has_no_tokens_noop() -> None:
    """And nothing joined to something is that."""
    assert len(as_log([], Lexicon())) == len(NOTHING) == 0
    assert NOTHING.line_of(0) == 0
    assert joined(NOTHING, as_log([B], Lexicon())).file_starts.tolist() == [0, 3]


def test_paths_that_are_no_utf8_survive() -> None:
    """As the system gives them."""
    names = ("größe.py", "\udcff.py", "")
    assert [paths_of(names)[each] for each in range(3)] == list(names)
