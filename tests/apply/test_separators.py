"""Commas between entries, where one more follows the last."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Refused

NAMES = 'NAMES = [\n    "alpha",\n    "beta"\n]\n'
RECORD = "const a = {\n  x: 1,\n  y: {\n    z: 2\n  }\n};\n"


def merged(before: str, edit: str, language: str) -> str:
    """Return the file after a snippet that must be merged."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    return result.text


@pytest.mark.parametrize(
    ("language", "before", "edit", "old", "new"),
    [
        # Two strings without a comma would be one.
        (
            "python",
            NAMES,
            'NAMES = [\n    # ...\n    "gamma",\n]\n',
            '"beta"\n',
            '"beta",\n    "gamma",\n',
        ),
        # The snippet shows the last entry without the comma that it needs now.
        (
            "python",
            NAMES,
            'NAMES = [\n    # ...\n    "beta"\n    "gamma"\n]\n',
            '"beta"\n',
            '"beta",\n    "gamma"\n',
        ),
        # The last entry has several lines.
        (
            "javascript",
            RECORD,
            "const a = {\n  // ...\n  w: 3\n};\n",
            "  }\n}",
            "  },\n  w: 3\n}",
        ),
        # There is only one, and the new one has a comma.
        (
            "rust",
            "enum A {\n    One\n}\n",
            "enum A {\n    // ...\n    Two,\n}\n",
            "One\n",
            "One,\n    Two,\n",
        ),
    ],
)
def test_a_comma_before_one_more(language: str, before: str, edit: str, old: str, new: str) -> None:
    """The entry that was the last gets what the others have."""
    assert merged(before, edit, language) == before.replace(old, new)


@pytest.mark.parametrize(
    ("language", "before", "edit", "old", "new"),
    [
        # It has one.
        (
            "python",
            NAMES.replace('"beta"', '"beta",'),
            'NAMES = [\n    # ...\n    "gamma",\n]\n',
            '"beta",\n',
            '"beta",\n    "gamma",\n',
        ),
        # Statements, and members that end with their lines.
        (
            "javascript",
            "function f() {\n  a()\n  b()\n}\n",
            "function f() {\n  // ...\n  c()\n}\n",
            "b()\n",
            "b()\n  c()\n",
        ),
        (
            "typescript",
            "interface A {\n  x: number\n  y: number\n}\n",
            "interface A {\n  // ...\n  z: string\n}\n",
            "  y: number\n",
            "  y: number\n  z: string\n",
        ),
        # What is put in goes on with the entry.
        (
            "python",
            "a = f(\n    b,\n    c\n)\n",
            "a = f(\n    b,\n    c\n    + d\n)\n",
            "c\n",
            "c\n    + d\n",
        ),
    ],
)
def test_a_comma_before_one_more_noop(
    language: str, before: str, edit: str, old: str, new: str
) -> None:
    """None is missing."""
    assert merged(before, edit, language) == before.replace(old, new)


def test_a_single_entry_noop() -> None:
    """Nothing tells what stands between two of them, so it is refused."""
    edit = "const a = {\n  // ...\n  y: 3\n};\n"
    assert isinstance(apply_edit("const a = {\n  x: 2\n};\n", edit, "javascript"), Refused)


@pytest.mark.parametrize(
    ("last", "new"),
    [
        # Behind a remark no comma has a place.
        ('"beta"  # last', '"gamma"'),
        # Either is an entry, or goes on with the one above.
        ("2", "-1"),
        ('"beta"', "*names"),
        # Which may have to be the last.
        ("*rest", '"gamma"'),
    ],
)
def test_no_comma_can_be_put(last: str, new: str) -> None:
    """The two would be one."""
    before = f'NAMES = [\n    "alpha",\n    {last}\n]\n'
    assert isinstance(
        apply_edit(before, f"NAMES = [\n    # ...\n    {new},\n]\n", "python"), Refused
    )


def test_signs_of_remarks_in_a_string_noop() -> None:
    """An address has two slashes, a colour has a hash."""
    before = 'A = [\n    "#000",\n    "https://b"\n]\n'
    edit = 'A = [\n    # ...\n    # new\n    "#fff",\n]\n'
    after = before.replace('b"\n', 'b",\n    # new\n    "#fff",\n')
    assert merged(before, edit, "python") == after


def test_behind_the_block_of_an_arm_noop() -> None:
    """There is none."""
    before = "match a {\n    A => 1,\n    B => {\n        2\n    }\n}\n"
    edit = "match a {\n    // ... existing code ...\n    C => 3,\n}\n"
    file = "fn f(a: A) -> i32 {\n" + before + "}\n"
    assert merged(file, edit, "rust") == file.replace("    }\n}", "    }\n    C => 3,\n}")
