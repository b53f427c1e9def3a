"""Snippets that cut through a string or a comment: the rows inside are no code."""

from __future__ import annotations

from honed import apply_edit
from honed.apply import cut_texts
from honed.apply.markers import Role
from honed.apply.result import Applied
from honed.apply.rows import rows_of
from honed.core.text import Text, encode
from tests.code import tree_of

PAGE = '''\
def page(name):
    head = title(name)
    return """
def main():
    %s
Read it at http://example.com
And nowhere else
""" % head


def empty():
    return None
'''


def found(code: str, file: str = PAGE, language: str = "python") -> tuple[list[int], list[int]]:
    """Return which rows of a snippet lie in a text, and which are of a text cut off."""
    rows, tree = rows_of(Text(encode(code))), tree_of(file, language)
    assert tree is not None
    roles = [Role.MARKER if "..." in text else Role.CODE for text in rows.strip]
    texts = cut_texts.find(rows, roles, rows_of(Text(encode(file))), tree)
    return sorted(texts.inside), sorted(texts.cut)


def merged(file: str, edit: str, language: str) -> str:
    """Return the file after a snippet that must be merged."""
    result = apply_edit(file, edit, language)
    assert isinstance(result, Applied), result
    return result.text


def test_a_text_that_begins_before_the_piece() -> None:
    """A row that the file does not have is in it as well."""
    edit = '# ...\nRead it at https://example.com\nAnd nowhere else\n""" % head\n# ...\n'
    assert found(edit) == ([1, 2, 3], [1, 2, 3])


def test_a_text_that_ends_behind_the_piece() -> None:
    """It is cut off from the row that opens it on."""
    edit = 'def page(name):\n    return """\ndef main():\n# ...\nx = 1\n'
    assert found(edit) == ([2], [1, 2])


def test_a_text_shown_in_full() -> None:
    """It parses, so nothing of it is cut off."""
    edit = PAGE[: PAGE.index("def empty")]
    assert found(edit) == ([3, 4, 5, 6, 7], [])


def test_no_text_noop() -> None:
    """Code lies in none, nor does a string of one row."""
    assert found("def empty():\n    return None\n# ...\n") == ([], [])
    assert found("x = 1\n", 'x = "1"\n') == ([], [])


def test_a_row_that_stands_in_a_text_and_beside_it() -> None:
    """What is around it tells whether it lies in one."""
    file = 'a = """\nx = 1\n"""\nx = 1\n'
    assert found('a = """\nx = 1\n"""\ny = 2\n', file) == ([1, 2], [])
    assert found("x = 1\ny = 2\n", file) == ([], [])


def test_what_looks_like_a_function_in_a_string() -> None:
    """The rows of the string are found, however little they are indented."""
    edit = '# ...\nRead it at https://example.com\nAnd nowhere else\n""" % head\n# ...\n'
    assert merged(PAGE, edit, "python") == PAGE.replace("http:", "https:")


def test_a_string_without_a_marker_noop() -> None:
    """A function shown in full is replaced with the string in it."""
    edit = PAGE[: PAGE.index("\n\ndef empty")].replace("http:", "https:")
    assert merged(PAGE, edit, "python") == PAGE.replace("http:", "https:")


HANDLE = """\
/**
 * What runs now.
 * It cannot be run again.
 */
interface Handle {
  isActive: boolean
}

/**
 * A job.
 */
class Job {
  cancel() {
    this.isOver = true
  }
}
"""


def test_comments_cut_on_both_sides() -> None:
    """The end of one, and the beginning of another that a marker leaves out."""
    edit = (
        "// ...\n * It cannot be run again.\n */\nexport interface Handle {\n  isActive: boolean\n"
        "}\n\n/**\n // ...\nclass Job {\n  cancel() {\n    this.isGone = true\n  }\n}\n"
    )
    after = HANDLE.replace("interface", "export interface").replace("isOver", "isGone")
    assert merged(HANDLE, edit, "typescript") == after


def test_comments_in_full_noop() -> None:
    """They parse as they are."""
    edit = HANDLE[HANDLE.index("/**\n * A job") :].replace("isOver", "isGone")
    assert merged(HANDLE, edit, "typescript") == HANDLE.replace("isOver", "isGone")


OPTIONS = """\
type Options = Base<
  typeof first,
  second,
  third
>
type Other = Base<
  fourth
>
"""


def test_a_type_whose_end_is_left_out() -> None:
    """The marker behind it stands for the rest of it."""
    edit = "type Options = Base<\n  typeof zero,\n  second,\n// ...\n"
    assert merged(OPTIONS, edit, "typescript") == OPTIONS.replace("first", "zero")


def test_a_type_whose_end_is_left_out_noop() -> None:
    """Shown to its last row it is replaced."""
    edit = "type Options = Base<\n  typeof zero,\n  third\n>\n// ...\n"
    after = OPTIONS.replace("first", "zero").replace("  second,\n", "")
    assert merged(OPTIONS, edit, "typescript") == after


SCRIPT = """\
package main

const script = `
run() {
    local first="$1"
    echo "first is $first"
}
`

func main() {
\tfmt.Println(script)
}
"""


def test_spaces_in_a_string_of_a_file_with_tabs() -> None:
    """They are what the string says."""
    edit = (
        '// ...\n    local first="$1"\n    local second="$2"\n    echo "first is $first"\n// ...\n'
    )
    after = SCRIPT.replace('"$1"\n', '"$1"\n    local second="$2"\n')
    assert merged(SCRIPT, edit, "go") == after


def test_spaces_for_tabs_noop() -> None:
    """Elsewhere they are how the snippet was written down."""
    edit = "func main() {\n    fmt.Println(script)\n    fmt.Println()\n}\n"
    after = SCRIPT.replace("(script)\n", "(script)\n\tfmt.Println()\n")
    assert merged(SCRIPT, edit, "go") == after
