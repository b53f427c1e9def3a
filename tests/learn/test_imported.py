"""Which imports belong to an edit: those of what it puts in, and those that come to it later."""

from __future__ import annotations

import pytest

from honed.learn.generalize import generalize
from honed.learn.imported import added, completed, imported, with_imports
from tests.code import edited, shown

HEAD = "from a import first, second\nimport b\n\n\n"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("x = old()\n", "x = first()\n", {"first": "from a import first"}),
        ("x = old()\n", "x = b.load(second)\n",
         {"b": "import b", "second": "from a import second"}),
    ],
)  # fmt: skip
def test_imports_of_what_is_put_in(old: str, new: str, found: dict[str, str]) -> None:
    """Each name that arrives and that the file imports."""
    assert imported(edited(HEAD + old, HEAD + new, "python")) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}x = first(1)\n", f"{HEAD}x = first(2)\n"),
        (f"{HEAD}x = old()\n", f"{HEAD}x = user.first()\n"),
        (f"{HEAD}x = old()\n", f"{HEAD}x = other()\n"),
        (HEAD, HEAD.replace("first, ", "")),
        (HEAD, HEAD.replace("import b\n", "import b\nimport c\n")),
    ],
    ids=["it was there", "a member", "not imported", "an import goes", "an import comes"],
)
def test_noop_nothing_is_put_in(before: str, after: str) -> None:
    """What stood there needs nothing, nor does what no import binds; imports are no uses."""
    assert imported(edited(before, after, "python")) == {}


def test_only_with_the_name() -> None:
    """A rewrite brings along what its own words need."""
    before, after = f"{HEAD}x = old(c)\n", f"{HEAD}x = first(c)\n"
    change = edited(before, after, "python")
    known = imported(change)
    for rewrite in generalize(change):
        needed = with_imports(rewrite, known).imports
        assert needed == (("from a import first",) if "first" in shown(rewrite) else ())


@pytest.mark.parametrize(
    ("language", "before", "after", "found"),
    [
        ("python", "import a\n", "import a\nimport b\n", {"b": "import b"}),
        ("python", "from a import b\n", "from a import b, c\n", {"c": "from a import c"}),
        ("typescript", "f();\n", 'import { a } from "b";\nf();\n',
         {"a": 'import { a } from "b";'}),
    ],
)  # fmt: skip
def test_added(language: str, before: str, after: str, found: dict[str, str]) -> None:
    """A new import, or a new name in one."""
    assert added(edited(before, after, language)) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import a\nimport b\n", "import a\n"),
        ("from a import b\n", "from c import b\n"),
        ("x = 1\n", "x = 2\n"),
    ],
    ids=["gone", "from elsewhere", "no import"],
)
def test_noop_added(before: str, after: str) -> None:
    """What binds no new name adds none."""
    assert added(edited(before, after, "python")) == {}


def test_completed() -> None:
    """An import that comes later belongs to what put its name in, once."""
    rewrite = generalize(edited("x = old()\n", "x = first()\n", "python"))[0]
    new = {"first": "from a import first", "other": "import other"}
    assert completed(rewrite, new) == ("from a import first",)
    assert completed(with_imports(rewrite, new), new) == ()
