"""What may be one of several lines changed, or one more of them."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Reason, Refused

LIST = """\
export function List() {
  return (
    <ul>
      <li>a</li>
      <li>b</li>
    </ul>
  );
}
"""
SWITCH = "switch (x) {\n  case 1:\n    a();\n    break;\n  default:\n    b();\n}\n"
FIRST = "\tif err := a(); err != nil {\n\t\treturn err\n\t}\n"
GO = f"""\
package main

func run() error {{
{FIRST}\
	if err := b(); err != nil {{
		return err
	}}
	return nil
}}
"""


@pytest.mark.parametrize(
    ("language", "before", "edit", "lines"),
    [
        (
            "tsx",
            LIST.replace("<li>a</li>", "<li>{a()}</li>").replace("<li>b</li>", "<li>{b()}</li>"),
            "    <ul>\n      {/* ... items ... */}\n      <li>{c()}</li>\n    </ul>\n  );\n",
            [3, 4],
        ),
        (
            "go",
            GO,
            f"func run() error {{\n\t// ...\n{FIRST.replace('a()', 'c()')}\treturn nil\n}}\n",
            [3, 6],
        ),
        # Only `break;` is known, and it ends another case.
        (
            "javascript",
            SWITCH,
            (
                "switch (x) {\n  // ... existing code ...\n  case 2:\n    c();\n    break;\n"
                "  // ... existing code ...\n}\n"
            ),
            [1],
        ),
    ],
)
def test_one_more_or_one_changed(language: str, before: str, edit: str, lines: list[int]) -> None:
    """No line above the new one says which; all that it may be are named."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
    assert [place.line for place in result.candidates] == lines


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        # The line above is shown: one more.
        (
            "tsx",
            LIST,
            "    <ul>\n      {/* ... */}\n      <li>b</li>\n      <li>c</li>\n    </ul>\n  );\n",
            LIST.replace("      <li>b</li>\n", "      <li>b</li>\n      <li>c</li>\n"),
        ),
        # Below a marker an element with a content of its own is one more.
        (
            "tsx",
            LIST,
            "    <ul>\n      {/* ... existing items ... */}\n      <li>c</li>\n    </ul>\n  );\n",
            LIST.replace("      <li>b</li>\n", "      <li>b</li>\n      <li>c</li>\n"),
        ),
        # The line above is another: one changed.
        (
            "tsx",
            LIST,
            "    <ul>\n      <li>a</li>\n      <li>c</li>\n    </ul>\n  );\n",
            LIST.replace("<li>b</li>", "<li>c</li>"),
        ),
        # There is only one of the kind.
        (
            "go",
            GO.replace(FIRST, ""),
            f"func run() error {{\n\t// ...\n{FIRST.replace('a()', 'b(1)')}\treturn nil\n}}\n",
            GO.replace(FIRST, "").replace("b()", "b(1)"),
        ),
        # The case below is known.
        (
            "javascript",
            SWITCH,
            (
                "switch (x) {\n  // ... existing code ...\n  case 2:\n    c();\n    break;\n"
                "  default:\n    b();\n}\n"
            ),
            SWITCH.replace("  default", "  case 2:\n    c();\n    break;\n  default"),
        ),
    ],
)
def test_noop_one_more_or_one_changed(language: str, before: str, edit: str, after: str) -> None:
    """Something tells which of both is meant."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == after


SWITCH = """\
void f(int n)
{
    switch (n) {
    case 1:
        puts("one");
        break;
    case 2:
        puts("two");
        break;
    default:
        break;
    }
}
"""
TWO = '    case 2:\n        puts("two");\n        break;\n'
THREE = '    case 3:\n        puts("three");\n        break;\n'


def test_a_new_piece_closes_itself() -> None:
    """Its `break;` is not that of the case below, which would vanish."""
    result = apply_edit(SWITCH, TWO + THREE, "c")
    assert isinstance(result, Applied)
    assert result.text == SWITCH.replace(TWO, TWO + THREE)


def test_noop_a_changed_line_above_what_closes() -> None:
    """What is above does not end in the same way."""
    edit = '    case 2:\n        puts("second");\n        log(n);\n        break;\n'
    result = apply_edit(SWITCH, edit, "c")
    assert isinstance(result, Applied)
    assert result.text == SWITCH.replace('puts("two");', 'puts("second");\n        log(n);')


def test_a_new_piece_that_may_take_the_place_of_one() -> None:
    """Where the case below tells something, it may be meant to go."""
    before = SWITCH.replace("    default:\n", '    case 4:\n        puts("four");\n')
    result = apply_edit(before, TWO + THREE.replace("puts", "log"), "c")
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
