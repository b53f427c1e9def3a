"""Declarations that a remark calls removed."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.markers import called_removed
from honed.apply.result import Applied, Refused

FETCH = (
    "    # All of it.\n    @cached\n    def fetch(self, key):\n        return self.data[key]\n\n"
)
STORE = f"""\
class Store:
    def load(self):
        self.data = read()
        return self.data

{FETCH}    def save(self):
        write(self.data)


def main():
    store = Store()
    store.load()
"""


@pytest.mark.parametrize(
    "edit",
    [
        (
            "class Store:\n    # ...\n    def load(self):\n        # ...\n"
            "    # fetch() removed\n    def save(self):\n        # ...\n"
        ),
        "class Store:\n    # ... existing code ...\n\n    # Removed: the method `fetch`\n",
    ],
)
def test_a_removed_method(edit: str) -> None:
    """It goes with what stands above it, and the result names it."""
    result = apply_edit(STORE, edit, "python")
    assert isinstance(result, Applied), result
    assert result.text == STORE.replace(FETCH, "")
    assert any("fetch" in each for each in result.deleted)


def test_a_removed_function() -> None:
    """It is outermost, as the remark is."""
    result = apply_edit(STORE, "class Store:\n    # ...\n\n# main() was removed\n", "python")
    assert isinstance(result, Applied), result
    assert result.text == STORE[: STORE.index("\n\ndef main")]


@pytest.mark.parametrize(
    "edit",
    [
        # It says where, and there is no such method; or it stands in a function.
        "class Store:\n    # ...\n\n# fetch() removed\n",
        (
            "class Store:\n    def load(self):\n        self.data = read()\n"
            "        # fetch() removed\n        return self.data\n    # ...\n"
        ),
        # The snippet shows a part of it.
        (
            "class Store:\n    # ...\n    # fetch() removed\n    # ...\n"
            "    def save(self):\n        return self.data[key]\n        # ...\n    @cached\n"
        ),
    ],
)
def test_a_removed_method_noop(edit: str) -> None:
    """It stays, and what is asked for is not done by halves."""
    result = apply_edit(STORE, edit, "python")
    assert isinstance(result, Refused) or FETCH in result.text


def test_several_of_a_name_noop() -> None:
    """Nothing tells which of them is meant."""
    before = "class A {\n  void f(int a) {\n    g();\n  }\n\n  void f(long a) {\n    h();\n  }\n}\n"
    assert isinstance(
        apply_edit(before, "class A {\n  // ...\n  // f() removed\n}\n", "java"), Refused
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("# fetch() removed", "fetch"),
        ("// Removed: fetch", "fetch"),
        ("// ... deleted the unused method `fetch`", "fetch"),
        ("/* The fetch method has been deleted. */", "fetch"),
    ],
)
def test_called_removed(line: str, name: str) -> None:
    """A name and nothing else is said to be gone."""
    assert called_removed(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "# removed the call of fetch",
        "# removed: fetch(int key)",
        "# fetch() moved",
        "# removed",
        "x",
    ],
)
def test_called_removed_noop(line: str) -> None:
    """Something else is gone, or nothing."""
    assert called_removed(line) is None
