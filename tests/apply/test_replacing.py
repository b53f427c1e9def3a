"""Searched lines into a file: found once, merged three ways, refused in doubt."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from honed.apply import formats, locate, replacing
from honed.apply.reading import Replacement, Replacements
from honed.apply.result import Format, Merged, Reason, Refused, Strategy
from honed.core.text import Text, decode, encode
from tests.strategies import code
from tests.strategies import data as data_of_documents

if TYPE_CHECKING:
    from honed.apply.lines import Lines
    from honed.apply.locate import Match


def made(
    original: str,
    *pairs: tuple[str, str] | Replacement,
    written: Format = Format.SEARCH_REPLACE,
) -> Merged | Refused:
    """Return what replacements make of a text; pairs are whole lines."""
    items = tuple(each if isinstance(each, Replacement) else Replacement(*each) for each in pairs)
    return replacing.replace(Text(encode(original)), Replacements(written, items))


def after(original: str, *pairs: tuple[str, str] | Replacement) -> str:
    """Return the text after replacements that must be made."""
    result = made(original, *pairs)
    assert isinstance(result, Merged), result
    return decode(result.data)


def refusal(original: str, *pairs: tuple[str, str] | Replacement) -> Reason:
    """Return why replacements are refused."""
    result = made(original, *pairs)
    assert isinstance(result, Refused), result
    assert result.message
    assert result.advice
    return result.reason


def after_pairs(original: str, *pairs: list[str] | dict[str, object]) -> str:
    """Return the text after the calls of a find-and-replace tool."""
    read = formats.from_pairs(pairs)
    assert isinstance(read, Replacements), read
    return after(original, *read.items)


CLASS = """\
class Basket:
    def add(self, item):
        self.items.append(item)

    def total(self):
        return sum(self.items)
"""


def test_lines_to_the_letter() -> None:
    """They become the others."""
    result = made(CLASS, ("        return sum(self.items)\n", "        return len(self.items)\n"))
    assert isinstance(result, Merged)
    assert decode(result.data) == CLASS.replace("sum(", "len(")
    assert result.strategy is Strategy.EXACT_REPLACE
    assert (result.margin, result.fuzzy) == (1.0, ())


def test_the_indentation_that_was_lost_comes_back() -> None:
    """A block without its common indentation is moved to the place, new lines with it."""
    search = "def total(self):\n    return sum(self.items)\n"
    replace = "def total(self):\n    if not self:\n        return 0\n    return sum(self.items)\n"
    assert after(CLASS, (search, replace)) == CLASS.replace(
        "        return sum", "        if not self:\n            return 0\n        return sum"
    )


@pytest.mark.parametrize(
    ("file", "search", "replace", "expected"),
    [
        # tabs in the file, spaces in the edit
        (
            "f() {\n\tif a {\n\t\tb()\n\t}\n}\n",
            "  if a {\n    b()\n  }\n",
            "  if a {\n    b()\n    c(1)\n  }\n",
            "f() {\n\tif a {\n\t\tb()\n\t\tc(1)\n\t}\n}\n",
        ),
        # only the first line lost its indentation
        (
            "class A:\n    def b(self):\n        return c + d\n",
            "def b(self):\n        return c + d\n",
            "def e(self):\n        return c - d\n",
            "class A:\n    def e(self):\n        return c - d\n",
        ),
        # the edit is indented more than the file
        ("a b\n  c d\n", "    a b\n      c d\n", "    a b\n      x\n", "a b\n  x\n"),
    ],
)
def test_indentation(file: str, search: str, replace: str, expected: str) -> None:
    """The file's own, level for level."""
    assert after(file, (search, replace)) == expected


def test_noop_duplicates() -> None:
    """Nothing tells which is meant: the places are named, and the file is left alone."""
    result = made("a = 1\nb\na = 1\n", ("a = 1\n", "a = 2\n"))
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
    assert [place.line for place in result.candidates] == [0, 2]


def test_a_line_number_decides_between_duplicates() -> None:
    """If it is clearly nearest to one."""
    file = "a = 1\n" + "b\n" * 9 + "a = 1\n"
    assert after(file, Replacement("a = 1\n", "a = 2\n", line=9)) == file[:-6] + "a = 2\n"


def test_noop_a_line_number_in_the_middle() -> None:
    """It is as near to one as to the other."""
    file = "a = 1\n" + "b\n" * 9 + "a = 1\n"
    assert refusal(file, Replacement("a = 1\n", "a = 2\n", line=5)) is Reason.AMBIGUOUS


def test_as_many_equal_replacements_as_places() -> None:
    """Each place is meant by one of them."""
    file = "a = 1\nb\na = 1\n"
    assert after(file, ("a = 1\n", "a = 2\n"), ("a = 1\n", "a = 2\n")) == "a = 2\nb\na = 2\n"
    three = [("a = 1\n", "a = 2\n")] * 3
    assert refusal(file, *three) is Reason.AMBIGUOUS


def test_noop_too_large() -> None:
    """It is not looked at."""
    assert refusal("a\n" * 3_000_000, ("a b\n", "b\n")) is Reason.NOT_TEXT


def test_a_block_with_another_spacing() -> None:
    """The lines that differ are told; lines that stay keep the file's."""
    result = made("a  = 1\n\nb = f( c )\n", ("a = 1\nb = f( c )\n", "a = 1\nb = g( c )\n"))
    assert isinstance(result, Merged)
    assert decode(result.data) == "a  = 1\n\nb = g( c )\n"
    assert result.fuzzy == ("the space in line 1 differs: `a = 1` / `a  = 1`",)


def test_noop_every_line_is_spaced_otherwise() -> None:
    """The search was not copied from this file."""
    assert refusal("a  = 1\n", ("a = 1\n", "a = 2\n")) is Reason.NOT_FOUND


STALE = "def pay(order):\n    check(order)\n    charge = order.total()\n    return charge\n"


def test_a_wrong_word_in_the_context_of_the_search() -> None:
    """The file keeps its own; what differed is told."""
    search = STALE.replace("check", "checks")
    result = made(f"import a\n\n\n{STALE}", (search, STALE.replace("total", "sum")))
    assert isinstance(result, Merged)
    assert decode(result.data).count("check(order)") == 1
    assert "order.sum()" in decode(result.data)
    assert result.strategy is Strategy.FUZZY_REPLACE
    assert result.fuzzy == ("context line 5 differs: `checks(order)` / `check(order)`",)
    assert result.margin < 1


def test_a_wrong_word_on_both_sides_stays_the_files_own() -> None:
    """It is not what the edit changes."""
    search = STALE.replace("check", "checks")
    replace = search.replace("total", "sum")
    assert after(STALE, (search, replace)) == STALE.replace("total", "sum")


def test_noop_a_wrong_word_in_what_is_changed() -> None:
    """The edit was written for another line."""
    search, replace = STALE.replace("total", "sum"), STALE.replace("total", "count")
    assert refusal(STALE, (search, replace)) is Reason.CONFLICT


def test_noop_absent() -> None:
    """The places most like it are named."""
    assert refusal(CLASS, ("x = compute(y)\n", "x = 1\n")) is Reason.NOT_FOUND


def test_several_refer_to_the_text_as_it_was() -> None:
    """In any order."""
    assert after("a\nb\nc\n", ("c\n", "d\n"), ("a\n", "c\n")) == "c\nb\nd\n"


def test_a_later_one_may_refer_to_what_an_earlier_one_wrote() -> None:
    """Where it is not in the text as it was."""
    assert after("a = 1\nb\n", ("a = 1\n", "c = 1\n"), ("c = 1\n", "d = 1\n")) == "d = 1\nb\n"


def test_noop_two_that_change_the_same_line() -> None:
    """Neither is made."""
    assert refusal("a = 1\nb\n", ("a = 1\n", "a = 2\n"), ("a = 1\nb\n", "b\n")) is Reason.OVERLAP


def test_noop_what_is_there_already() -> None:
    """The file says what the edit wants."""
    wanted = STALE.replace("total", "sum")
    result = made(wanted, (STALE, wanted))
    assert isinstance(result, Merged)
    assert result.strategy is Strategy.UNCHANGED
    assert decode(result.data) == wanted


@pytest.mark.parametrize(
    ("file", "search", "replace", "expected"),
    [
        ("a\r\nb\r\n", "a\n", "c\nd\n", "c\r\nd\r\nb\r\n"),
        ("a\nb", "b\n", "c\nd\n", "a\nc\nd"),
        ("a\nb", "a\n", "c\n", "c\nb"),
        ("a\nb", "b\n", "", "a\n"),
        ("a\rb\r", "b\n", "c\n", "a\rc\r"),
        ("", "", "a\n", "a\n"),
        ("\n", "", "a", "a"),
    ],
)
def test_line_ends(file: str, search: str, replace: str, expected: str) -> None:
    """Those of the file stay."""
    assert after(file, (search, replace)) == expected


def test_noop_an_empty_search_in_a_file_with_lines() -> None:
    """It does not say where."""
    assert refusal("a\n", ("", "b\n")) is Reason.AMBIGUOUS


def test_noop_one_after_another_that_ends_as_it_began() -> None:
    """The file says already what both want."""
    result = made("", ("", "\n"), ("", ""))
    assert isinstance(result, Merged)
    assert result.strategy is Strategy.UNCHANGED


@pytest.mark.parametrize(
    ("file", "pair", "expected"),
    [
        ("let a = f(b);\n", ["f(b)", "g(c)"], "let a = g(c);\n"),
        (
            "    foo(x)\n    bar()\n",
            ["foo(x)", "foo(y)\nbaz(y)"],
            "    foo(y)\n    baz(y)\n    bar()\n",
        ),
        ("    foo(x)\n", ["foo(x)", "if y:\n        foo(x)"], "    if y:\n        foo(x)\n"),
        ("a\n  b c\nd\n", ["  b c\n", ""], "a\nd\n"),
        ("a\n  b c\nd\n", ["  b c", ""], "a\nd\n"),
        ("a\r\nb\r\nc", ["a\nb", "x\ny\nz"], "x\r\ny\r\nz\r\nc"),
    ],
)
def test_a_stretch_of_text(file: str, pair: list[str], expected: str) -> None:
    """Inside a line, or over several."""
    assert after_pairs(file, pair) == expected


def test_a_whole_line_is_meant_before_a_part_of_one() -> None:
    """Its text stands inside another line too."""
    assert after_pairs("max = 1\nx = 1\n", ["x = 1", "x = 2"]) == "max = 1\nx = 2\n"


def test_all_places() -> None:
    """Where the edit says so."""
    call = {"old_string": "a", "new_string": "bb", "replace_all": True}
    assert after_pairs("a + a\nc\nd = a\n", call) == "bb + bb\nc\nd = bb\n"


def test_noop_a_stretch_in_several_places() -> None:
    """Nothing tells which is meant."""
    assert refusal("f(a) + f(b)\n", Replacement("f(", "g(", is_partial=True)) is Reason.AMBIGUOUS


@given(code(), st.data())
def test_a_block_that_lost_its_indentation(source: tuple[str, bytes], data: st.DataObject) -> None:
    """One line of it is changed, and nothing else; or the block stands in several places."""
    lines = source[1].decode().splitlines()
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, min(len(lines) - 1, first + 8)))
    changed = data.draw(st.integers(first, last))
    assume("\r" not in source[1].decode() and lines[changed].strip())
    wanted = list(lines)
    wanted[changed] = f"{lines[changed]} changed"
    sides = [
        textwrap.dedent("".join(f"{line}\n" for line in side[first : last + 1]))
        for side in (lines, wanted)
    ]
    file = "".join(f"{line}\n" for line in lines)
    # What it is without its indentation may stand elsewhere to the letter.
    assume(f"\n{sides[0]}" not in f"\n{file}")
    result = made(file, (sides[0], sides[1]))
    if isinstance(result, Merged):
        found = decode(result.data).splitlines()
        assert [line.rstrip() for line in found] == [line.rstrip() for line in wanted]


TEXTS = st.lists(st.sampled_from(["a b", "  c", "}", "", "\t", "é", "\r"]), max_size=6)


@given(
    source=data_of_documents(),
    pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3),
    is_partial=st.booleans(),
)
def test_any_text(
    source: bytes, pairs: list[tuple[list[str], list[str]]], *, is_partial: bool
) -> None:
    """Nothing raises, and a merge says what it made."""
    items = [
        Replacement("\n".join(old), "\n".join(new), is_partial=is_partial) for old, new in pairs
    ]
    for written in (Format.SEARCH_REPLACE, Format.UNIFIED_DIFF, Format.APPLY_PATCH):
        result = replacing.replace(Text(source), Replacements(written, tuple(items)))
        if isinstance(result, Merged):
            assert 0 <= result.margin <= 1
            assert (result.strategy is Strategy.UNCHANGED) == (result.data == source)
        else:
            assert result.message


@pytest.mark.slow
@pytest.mark.parametrize("line", ["a b\n", "    x = y\n\n", "x" * 1_000_000, "\n"])
def test_a_million_bytes(line: str) -> None:
    """Many equal lines, or one that is very long, cost no more than others."""
    file = line * (1_000_000 // len(line))
    search = file[:4_000] + "c d\n" + file[:4_000]
    for is_partial in (True, False):
        made(file, Replacement(search, "e\n", is_partial=is_partial))
        made(file, *[Replacement(f"{line}{number}\n", "e\n") for number in range(200)])


def test_equal_lines_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of blocks that search for the same lines take no longer than one."""
    searched = []

    def matches(file: Lines, base: Lines) -> tuple[Match, ...]:
        searched.append(base)
        return locate.matches(file, base)

    monkeypatch.setattr(replacing, "matches", matches)
    assert refusal("x\ny\n" * 3, *[("x\n", "z\n")] * 9, ("y\n", "z\n")) is Reason.AMBIGUOUS
    assert len(searched) == 2
