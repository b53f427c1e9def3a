"""Which tokens of an edit a rewrite may speak of, and in what order they are tried."""

from __future__ import annotations

import pytest

from honed.core.text import decode
from honed.learn.cores import MAX_CORE_TOKENS, growths
from honed.suggest.render import source_text
from tests.code import edited


def cores(before: str, after: str, language: str = "python") -> list[list[tuple[str, str]]]:
    """Return each growth as the before and after source of its cores."""
    found = edited(before, after, language)
    return [
        [
            (
                source_text(found.before, core.start, core.end - 1),
                source_text(found.after, core.new_start, core.new_end - 1),
            )
            for core in growth
        ]
        for growth in growths(found)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # A replacement speaks for itself.
        ("f(a).old(b)\n", "f(a).new(b)\n", [[("old", "new")]]),
        # Where it has no word, the node around is better, and it itself the last resort.
        (
            "if x == 1:\n    y\n",
            "if x is 1:\n    y\n",
            [[("x == 1", "x is 1"), ("if x == 1:", "if x is 1:"), ("==", "is")]],
        ),
        # A pair of brackets or quotes is in it as a whole.
        ("f(a).x\n", "f(a, b)\n", [[("(a).x", "(a, b)")]]),
        # What is wrapped, then what is around it.
        (
            "show(x)\n",
            "show(str(x))\n",
            [[("x", "str(x)"), ("(x)", "(str(x))"), ("show(x)", "show(str(x))")]],
        ),
        # An insertion is tied to the nodes that it makes larger.
        (
            "y = f(a)\n",
            "y = f(a, b)\n",
            [[("(a)", "(a, b)"), ("f(a)", "f(a, b)"), ("y = f(a)", "y = f(a, b)")]],
        ),
        # All arguments of a call: of any arguments.
        ("super(A, self)\n", "super()\n", [[("A, self", "")], [("super(A, self)", "super()")]]),
    ],
)
def test_growths(before: str, after: str, expected: list[list[tuple[str, str]]]) -> None:
    """Each way to grow, from the best core to the last resort."""
    assert cores(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Of the neighbours those that share a name with the new line, from that name on.
        ("const a = f();\nb();\n", "const a = f();\ng(a);\nb();\n", ["a = f();"]),
        ("b();\nsave(a);\n", "b();\ncheck(a);\nsave(a);\n", ["save(a);"]),
        # If none does, both.
        ("a();\nb();\n", "a();\nx();\nb();\n", ["b();", "a();"]),
        # A neighbour beyond a blank line, or of another indentation, is none.
        ("a();\n\nb();\n", "a();\nx();\n\nb();\n", ["a();"]),
        ("if (a) {\n  b();\n}\n", "if (a) {\n  b();\n  x();\n}\n", ["b();"]),
    ],
)
def test_inserted_lines(before: str, after: str, expected: list[str]) -> None:
    """The statements beside them."""
    found = cores(before, after, "javascript")
    assert [growth[0][0] for growth in found] == expected


def test_noop_a_line_alone_has_no_neighbour() -> None:
    """Nothing to be tied to."""
    assert cores("", "x();\n", "javascript") == []


def test_without_a_grammar_brackets_and_lines_are_around() -> None:
    """With the word before the bracket."""
    [growth] = cores("run fast(a)\n", "run fast(a, b)\n", "")
    assert [before for before, _ in growth] == ["fast(a)", "run fast(a)"]


def test_a_core_does_not_grow_without_end() -> None:
    """A pair of brackets around very much is left apart."""
    many = ", ".join("a" for _ in range(MAX_CORE_TOKENS))
    [growth] = cores(f"f({many}).x\n", f"f({many}, b)\n")
    assert len(growth[0][0]) < MAX_CORE_TOKENS


def test_the_core_is_what_changed() -> None:
    """Equal tokens around are not in it, whatever was trimmed."""
    found = edited("f(a, a, a)\n", "f(a, a)\n", "python")
    [[core, *_], *_] = growths(found)
    assert decode(found.before.text.data)[:1] == "f"
    assert core.end - core.start in {2, 3, 4}
