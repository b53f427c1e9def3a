"""Blocks whose lines begin at several columns."""

from __future__ import annotations

import pytest

from honed.syntax.uneven_blocks import has_uneven_block
from tests.code import tree_of

EVEN = """\
@a
def f(x):
    # All.
    with a as b:
        c(x,
    d)
        e = \"\"\"
text
\"\"\"
    if x: y()
    elif z:
        return 1
    else: return 2
    try:
        g()
    except E:
  # Why?
        h()
"""


def is_uneven(code: str, changed: range | None = None) -> bool:
    """Return whether Python code has an uneven block, everywhere or beside some lines."""
    tree = tree_of(code, "python")
    assert tree is not None
    return has_uneven_block(tree, [changed or range(code.count("\n"))])


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    a()\n        b()\n",
        "def f():\n    with a:\n        b()\n      c()\n",
        "if a:\n    if b:\n        c()\n  elif d:\n        e()\n",
        "a()\n  b()\n",
        "def f():\n    a()\n\tb()\n",
    ],
)
def test_uneven(code: str) -> None:
    """The language takes them for faults."""
    assert is_uneven(code)


@pytest.mark.parametrize("code", [EVEN, "", "if a: b(); c()\n", "def f():\n\ta()\n        b()\n"])
def test_uneven_noop(code: str) -> None:
    """What stands in brackets, in texts, behind a colon or after a comment begins anywhere."""
    assert not is_uneven(code)


def test_elsewhere_noop() -> None:
    """Only what is changed is looked at."""
    code = "def f():\n    a()\n        b()\n\n\n\ndef g():\n    pass\n"
    assert not is_uneven(code, range(6, 7))
