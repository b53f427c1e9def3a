"""From one edit to rewrites of whole lines, shown as `before → after`."""

from __future__ import annotations

import pytest

from honed.core.text import Text, apply_edits, decode, encode
from honed.learn.whole_lines import MAX_LINE_CHARACTERS, MAX_OLD_LINES, whole_lines
from honed.suggest.whole_lines import render_lines
from tests.code import edited, shown

CASES = {
    # What is replaced stands on its lines; indentation counts from them.
    ("a = 1\n", "b = 2\n"): ["a = 1 → b = 2"],
    ("if a:\n    b()\n    c()\n", "if a:\n    with d:\n        c()\n"): [
        "b() c() → with d:⏎⇥c()",
    ],
    # Comments too, and lines in long texts.
    ("f(a)  # type: ignore\n", "f(a)\n"): ["f(a)  # type: ignore → f(a)"],
    (
        '"""' + "word " * 100 + '\n:param a: b\n"""\n',
        '"""' + "word " * 100 + '\n:param c: d\n"""\n',
    ): [":param a: b → :param c: d"],
    # What is deleted.
    ("a = 1\n\n\nb = 2\nc = 3\n", "a = 1\n\n\nc = 3\n"): ["b = 2 → "],
    # What is inserted goes with the lines next to it.
    ("import a\nimport c\n", "import a\nimport b\nimport c\n"): [
        "import a → import a⏎import b",
        "import c → import b⏎import c",
    ],
    ("@one\ndef f():\n    pass\n", "@one\n@two\ndef f():\n    pass\n"): [
        "@one → @one⏎@two",
        "def f(): → @two⏎def f():",
    ],
    ("def f():\n    a()\n", "def f():\n    b()\n    a()\n"): [
        "def f(): → def f():⏎⇥b()",
        "a() → b()⏎a()",
    ],
}


@pytest.mark.parametrize(("example", "expected"), CASES.items())
def test_whole_lines(example: tuple[str, str], expected: list[str]) -> None:
    """What an edit teaches about its lines."""
    assert [shown(each) for each in whole_lines(edited(*example, "python"))] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Nothing that could be told from a thousand other lines.
        ("{\n}\n", "{\n};\n"),
        # Shallower than the line that it would be tied to.
        ("def f():\n    a()\n\n", "def f():\n    a()\nb()\n\n"),
        ("x = 1\n" * (MAX_OLD_LINES + 1), "y = 1\n" * (MAX_OLD_LINES + 1)),
        ("x" * (MAX_LINE_CHARACTERS + 1) + "\n", "y\n"),
    ],
)
def test_noop(before: str, after: str) -> None:
    """What does not repeat to the letter."""
    assert whole_lines(edited(before, after, "python")) == []


@pytest.mark.parametrize(
    ("example", "place", "result"),
    [
        # With the indentation, the units and the line ends of the place.
        (
            ("if a:\n    b()\n", "if a:\n    if c:\n        b()\n"),
            "\tif d:\r\n\t\tb()\r\n",
            "\tif d:\r\n\t\tif c:\r\n\t\t\tb()\r\n",
        ),
        (("import a\n", "import a\nimport b\n"), "    import a", "    import a\n    import b"),
        (("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 3\n"), "x\n  b = 2\ny\n", "x\ny\n"),
    ],
)
def test_elsewhere(example: tuple[str, str], place: str, result: str) -> None:
    """What is made of the same lines in another place."""
    rewrite = whole_lines(edited(*example, "python"))[0]
    text = Text(encode(place))
    edits = filter(None, (render_lines(rewrite, text, line) for line in range(text.line_count)))
    assert [decode(apply_edits(text.data, [edit])) for edit in edits] == [result]


def test_noop_other_lines() -> None:
    """The space around a line does not count, all else does."""
    rewrite = whole_lines(edited("a = 1\n", "b = 2\n", "python"))[0]
    assert render_lines(rewrite, Text(b"a  = 1\n"), 0) is None
    assert render_lines(rewrite, Text(b"a = 1\n"), 1) is None
