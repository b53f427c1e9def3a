"""What a lazy snippet is refused for, beside the same with one thing more shown."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Reason, Refused

FILE = """\
import os


def one(x):
    return x


def two(x):
    return x + 1


def three(x):
    return x + 2


def last(x):
    first = x
    return first
"""


def test_functions_do_not_vanish_because_their_neighbours_are_shown() -> None:
    """They are named, with their places."""
    edit = "# ...\nimport os\n\n\ndef last(x):\n    # ...\n    return first + 1\n"
    result = apply_edit(FILE, edit, "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.DECLARATION_LOST
    assert "`one`, `two`, `three`" in result.message
    assert [place.line for place in result.candidates] == [3, 7, 11]


def test_functions_behind_a_marker_stay() -> None:
    """The noop twin: the marker says that something stands there."""
    edit = "# ...\nimport os\n\n# ...\n\ndef last(x):\n    # ...\n    return first + 1\n"
    result = apply_edit(FILE, edit, "python")
    assert isinstance(result, Applied)
    assert result.text == FILE.replace("return first\n", "return first + 1\n")


LONG = (
    "def f(x):\n    start = x\n"
    + "".join(f"    step_{n} = {n}\n" for n in range(30))
    + ("    return start\n")
)


def test_many_lines_do_not_vanish_because_their_neighbours_are_shown() -> None:
    """The refusal says which lines."""
    edit = "# ...\ndef f(x):\n    # ...\n    start = x\n    return start\n"
    result = apply_edit("import os\n\n\n" + LONG, edit, "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.LARGE_DELETION
    assert "lines 6–35" in result.message


def test_few_lines_do() -> None:
    """The noop twin is a deletion that one can see."""
    before = "import os\n\n\ndef f(x):\n    start = x\n    step_1 = 1\n    return start\n"
    edit = "# ...\ndef f(x):\n    # ...\n    start = x\n    return start\n"
    result = apply_edit(before, edit, "python")
    assert isinstance(result, Applied)
    assert result.text == before.replace("    step_1 = 1\n", "")
    assert result.deleted == ("line 6: `step_1 = 1`",)


@pytest.mark.parametrize("language", ["python", None])
def test_lines_that_fit_in_two_places(language: str | None) -> None:
    """Both are named; with the function's header one of them is meant."""
    before = "def f(x):\n    y = x\n    return y\n\n\ndef g(x):\n    y = x\n    return y\n"
    result = apply_edit(before, "    y = x\n    z = y\n", language)
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
    assert [place.line for place in result.candidates] == [1, 6]
    clear = apply_edit(before, "def g(x):\n    y = x\n    z = y\n    return z\n", language)
    if language:
        assert isinstance(clear, Applied)
        assert clear.text.endswith("def g(x):\n    y = x\n    z = y\n    return z\n")
        assert clear.text.startswith("def f(x):\n    y = x\n    return y\n")


def test_a_declaration_of_which_the_file_has_none() -> None:
    """What leaves out code must be one of the file's; shown in full it may be new."""
    result = apply_edit(FILE, "def four(x):\n    # ...\n    return x\n", "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.NOT_FOUND
    assert "`four`" in result.message
    new = "def two(x):\n    return x + 1\n\n\ndef four(x):\n    return x\n\n\n# ...\n"
    clear = apply_edit(FILE, new, "python")
    assert isinstance(clear, Applied)
    assert "def four(x):\n    return x\n\n\ndef three(x):" in clear.text


MEMBERS = """\
class A:
    def run(self):
        return 1


class B:
    def run(self):
        return 2


def between():
    return 3


def main():
    return B().run()
"""


def test_a_member_is_no_neighbour_of_what_stands_further_below() -> None:
    """A function between them would stay, and nothing else changes."""
    edit = (
        "# ... existing code ...\n    def run(self):\n        return 2\n\n\n"
        "def main():\n    return B().run()\n"
    )
    result = apply_edit(MEMBERS, edit, "python")
    assert isinstance(result, Refused)


@pytest.mark.parametrize("change", ["", " + 1"])
def test_noop_a_member_and_what_stands_directly_below(change: str) -> None:
    """It is what the file has."""
    before = MEMBERS.replace("def between():\n    return 3\n\n\n", "")
    edit = (
        "# ... existing code ...\n    def run(self):\n        return 2\n\n\n"
        f"def main():\n    return B().run(){change}\n"
    )
    result = apply_edit(before, edit, "python")
    assert isinstance(result, Applied)
    assert result.text == before.replace("run()\n", f"run(){change}\n")


CLASS = """\
class A:
    def a(self):
        return 1

    def b(self):
        x = 1
        y = 2
        return x + y

    def c(self):
        return 3
"""


B_ALONE = "class A:\n    def b(self):\n        x = 1\n        # ... unchanged\n        return x\n"


def test_a_method_does_not_vanish_below_the_header_of_its_class() -> None:
    """The next one leaves out code, so it is shown for a change in it."""
    result = apply_edit(CLASS, B_ALONE, "python")
    assert isinstance(result, Applied)
    assert result.text == CLASS.replace("return x + y", "return x")


def test_a_method_shown_for_nothing_below_the_header_of_its_class() -> None:
    """That nothing stands above it may be what is meant: it is refused."""
    assert isinstance(apply_edit(CLASS, B_ALONE[:-1] + " + y\n", "python"), Refused)


def test_noop_a_method_below_a_header_that_is_gone() -> None:
    """The next one is shown in full as it was, so what is shown is that nothing stands above."""
    b = CLASS[CLASS.index("    def b") : CLASS.index("\n    def c")]
    result = apply_edit(CLASS, f"class A:\n{b}\n    # ...\n", "python")
    assert isinstance(result, Applied)
    assert result.text == CLASS.replace("    def a(self):\n        return 1\n\n", "")
    assert result.deleted == ("lines 2–3: method `A.a`",)


CALLS = """\
rgtest!(r7, |dir: Dir, mut cmd: TestCommand| {
    dir.create("sherlock", SHERLOCK);
    dir.create("pat", "");

    cmd.arg("-fpat").arg("sherlock").assert_err();
});

rgtest!(r8, |dir: Dir, mut cmd: TestCommand| {
    dir.create("sherlock", SHERLOCK);
    eqnice!("Watson", cmd.stdout());
});

rgtest!(r9, |dir: Dir, mut cmd: TestCommand| {
    dir.create("sherlock", SHERLOCK);
    eqnice!("Holmes", cmd.stdout());
});
"""


def test_a_known_line_of_several_places_and_one_that_is_only_alike() -> None:
    """The line that is alike does not say which of the places is meant."""
    edit = (
        '    dir.create("sherlock", SHERLOCK);\n    cmd.arg("--null").arg("--count");\n    // ...\n'
    )
    result = apply_edit(CALLS, edit, "rust")
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS


def test_noop_a_known_line_of_one_place_beside_it() -> None:
    """That says it."""
    edit = (
        '    dir.create("sherlock", SHERLOCK);\n    dir.create("pat", "");\n\n'
        '    cmd.arg("--null").arg("--count");\n    // ...\n'
    )
    result = apply_edit(CALLS, edit, "rust")
    assert isinstance(result, Applied)
    old = 'cmd.arg("-fpat").arg("sherlock").assert_err();'
    assert result.text == CALLS.replace(old, 'cmd.arg("--null").arg("--count");')


SWITCH = """\
switch (a) {
  case "add":
    add();
    break;
  default:
    no();
}
"""
ENTRY = '  case "remove":\n    remove();\n    break;\n  default:\n    no();\n}\n'


def test_an_entry_behind_a_marker() -> None:
    """It may be the only one there changed, or one more."""
    result = apply_edit(SWITCH, "switch (a) {\n  // ... existing cases ...\n" + ENTRY, "typescript")
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS


def test_noop_an_entry_below_what_the_file_has_above() -> None:
    """It is the one there."""
    result = apply_edit(SWITCH, "switch (a) {\n" + ENTRY, "typescript")
    assert isinstance(result, Applied)
    assert result.text == "switch (a) {\n" + ENTRY
