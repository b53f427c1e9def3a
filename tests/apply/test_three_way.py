"""Only what the edit changes is changed, in the file's own words; what both change is refused."""

from __future__ import annotations

import pytest

from honed.apply.lines import nearly_same, split
from honed.apply.locate import LEAST_MARGIN, alike
from honed.apply.result import Reason
from honed.apply.three_way import Aligned, Conflict, merge, merge_words


def merged(file: str, search: str, replace: str) -> str | Conflict:
    """Return the file after a merge at the place that is most like the search."""
    ours, base, theirs = (split(text.encode()) for text in (file, search, replace))
    match = alike(ours, base).best
    assert match is not None
    changes = merge(Aligned(ours, base, theirs, match))
    if isinstance(changes, Conflict):
        return changes
    bodies = list(ours.bodies)
    for change in sorted(changes, key=lambda each: each.start, reverse=True):
        bodies[change.start : change.end] = change.lines
    return b"".join(b"%s\n" % body for body in bodies).decode()


FILE = "alpha one\nbeta two\ngamma three\ndelta four\nepsilon five\n"


STALE = FILE.replace("two", "2")
LONGER = FILE.replace("beta", "x y z\nbeta")
SHORTER = FILE.replace("beta two\n", "")
CHANGED = FILE.replace("four", "4")


@pytest.mark.parametrize(
    ("search", "replace", "expected"),
    [
        # wrong on both sides: the file's word stays
        (STALE, STALE.replace("four", "4"), CHANGED),
        # wrong in the search only
        (STALE, CHANGED, CHANGED),
        # new lines beside a line that differs, at the ends too
        (STALE, STALE.replace("2", "2\nnew"), FILE.replace("two", "two\nnew")),
        (FILE.replace("five", "5"), FILE.replace("five", "5\nnew"), f"{FILE}new\n"),
        (FILE.replace("one", "1"), f"new\n{FILE.replace('one', '1')}", f"new\n{FILE}"),
        # a line that the file does not have, and one that the search does not have
        (LONGER, LONGER.replace("four", "4"), CHANGED),
        (SHORTER, SHORTER.replace("four", "4"), CHANGED),
        # the changed line is spelled otherwise
        (FILE.replace("delta", "deltas"), CHANGED.replace("delta", "deltas"), CHANGED),
        # blank lines that the file does not have
        (FILE.replace("beta", "\nbeta"), CHANGED, CHANGED),
    ],
)
def test_merge(search: str, replace: str, expected: str) -> None:
    """The rest of the file stays as it is."""
    assert merged(FILE, search, replace) == expected


@pytest.mark.parametrize(
    ("search", "replace"),
    [
        # the changed line is another one
        (FILE.replace("four", "9"), FILE.replace("four", "4")),
        (FILE.replace("delta four", "delta 9"), FILE.replace("delta four", "4\n5")),
        # it is not there
        (FILE.replace("delta", "x y z\ndelta"), FILE),
        # something stands between the lines, or where the new ones should
        (FILE.replace("beta two\n", ""), FILE.replace("alpha one\nbeta two\ngamma three", "x")),
        (FILE.replace("beta two\n", ""), FILE.replace("beta two", "new")),
        # what is beside the new lines is not there
        (f"x y z\n{FILE}", f"new\nx y z\n{FILE}"),
    ],
)
def test_noop_conflict(search: str, replace: str) -> None:
    """What the edit changes does not stand there so."""
    found = merged(FILE, search, replace)
    assert isinstance(found, Conflict)
    assert found.reason is Reason.CONFLICT
    assert found.message


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "expected"),
    [
        ("f(a, b)", "f(a, c)", "F(a, b)", "F(a, c)"),
        ("f(a, b)", "f(a, c)", "f(a,  b)", None),
        ("f(a, b)", "f(a, b)", "F(a, b)", "F(a, b)"),
        ("f(a, b)", "f(a, c)", "f(a, d)", None),
        ("f(a, b)", "F(a, c)", "F(a, b)", "F(a, c)"),
        ("f(a, b)", "f(a, c)", "other(a, b)", None),
    ],
)
def test_words(base: str, theirs: str, ours: str, expected: str | None) -> None:
    """Both changes are made where they do not touch, and the file's is a trifle."""
    found = merge_words(base.encode(), theirs.encode(), ours.encode())
    assert (found.decode() if found else None) == expected


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (b"foo", b"foos", True),
        (b"foo", b"Foo", True),
        (b"color", b"colour", True),
        (b"fo", b"of", False),
        (b"err", b"e", False),
        (b"read", b"write", False),
    ],
)
def test_nearly_same(left: bytes, right: bytes, *, same: bool) -> None:
    """One letter may differ."""
    assert nearly_same(left, right) is nearly_same(right, left) is same


def test_the_best_place_is_clearly_better() -> None:
    """Else none is."""
    block = b"if ready(x):\n    first(x)\n    %s(x)\n    last(x)\n\n"
    file = split(block % b"second" + block % b"third")
    found = alike(file, split(block % b"fourth"))
    assert len(found.places) == 2
    assert found.margin < LEAST_MARGIN
    assert found.best is None
    assert alike(file, split(b"x\n")).best is None


BODY = "(a):\n    b = a\n    c = b + 1\n    if not c:\n        return b\n    return c\n"


@pytest.mark.parametrize(
    ("file", "search"),
    [
        # another declaration with the same lines
        (f"def pay{BODY}", f"def sell{BODY}"),
        # an operator more
        (BODY, BODY.replace("b + 1", "-b + 1")),
        # two lines that differ
        (FILE, STALE.replace("four", "4")),
        # another depth
        ("  a b\n  c d\n  e f\n  g h\n", "    a b\n    c d\n    e x\n    g h\n"),
    ],
)
def test_noop_a_sibling_is_not_taken(file: str, search: str) -> None:
    """It is like the searched lines, but another thing."""
    assert alike(split(file.encode()), split(search.encode())).best is None
