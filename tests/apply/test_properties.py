"""What holds for every file and every edit: nothing is raised, lost or made up."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Format, Reason, Refused
from honed.core.text import Text, apply_edits, decode, encode
from honed.syntax.tree import faults
from tests.code import parsed
from tests.strategies import LANGUAGES, MARKERS, Versions, any_edits, code, data, snippets, versions

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGE = st.sampled_from([*LANGUAGES, None])
FORMAT = st.sampled_from([*Format, None])


def holds(original: str, edit: str, result: Applied | Refused) -> None:
    """Check what is said of a result against the text itself."""
    if isinstance(result, Applied):
        assert apply_edits(encode(original), result.edits) == encode(result.text)
        assert 0 <= result.confidence <= 1
        for marker in MARKERS:
            if len(marker) > 3:
                assert marker in original or marker not in result.text
        if "\r" not in original:
            assert "\r" not in result.text
        if "\n" in original and "\n" not in original.replace("\r\n", ""):
            assert "\n" not in result.text.replace("\r\n", "")
    else:
        assert result.message
        assert result.advice
        lines = Text(encode(original)).line_count
        assert all(0 <= each.line <= each.end_line <= lines for each in result.candidates)


def parses_worse(found: Versions) -> bool:
    """Return whether the newer version has more faults, so that an edit to it is refused."""
    old, new = (parsed(text, found.language) for text in (found.before, found.after))
    return faults(new) > faults(old)


def diff(before: str, after: str) -> str:
    """Return a unified diff of two texts whose lines all end with a line feed."""
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, "a/file", "b/file"))


def crlf(text: str) -> str:
    """Return the text with the line ends of Windows."""
    return text.replace("\n", "\r\n")


@given(code())
def test_a_file_into_itself_is_a_noop(source: tuple[str, bytes]) -> None:
    """Also between fences, and with the other line ends."""
    language, original = source[0], source[1].decode()
    assume(original.strip())
    for edit in (original, f"```{language}\n{original}```\n", crlf(original)):
        result = apply_edit(original, edit, language)
        assert isinstance(result, Applied), result
        assert result.text == original
        assert not result.edits


@given(data())
def test_any_text_into_itself_is_a_noop(original: bytes) -> None:
    """Where it is a text at all."""
    text = decode(original)
    result = apply_edit(text, text)
    assert isinstance(result, Refused) or result.text == text


@given(versions())
def test_a_whole_file_comes_out(found: Versions) -> None:
    """Whatever it held before."""
    assume(found.after.strip())
    result = apply_edit(found.before, found.after, found.language, format=Format.WHOLE_FILE)
    if isinstance(result, Refused):
        assert result.reason is Reason.SYNTAX_ERROR
        assert parses_worse(found)
    else:
        assert result.text == found.after
        holds(found.before, found.after, result)


@given(versions())
def test_a_diff_gives_the_second_text(found: Versions) -> None:
    """Without a language always; with one, unless the second text parses worse."""
    assume(found.after != found.before)
    edit = diff(found.before, found.after)
    result = apply_edit(found.before, edit)
    assert isinstance(result, Applied), result
    assert result.text == found.after
    assert result.format is Format.UNIFIED_DIFF
    result = apply_edit(found.before, edit, found.language)
    if isinstance(result, Refused):
        assert result.reason is Reason.SYNTAX_ERROR
        assert parses_worse(found)
    else:
        assert result.text == found.after


@given(versions(), st.sampled_from(["@@", "@@ @@", "@@ ... @@"]))
def test_a_diff_without_numbers_is_right_or_refused(found: Versions, head: str) -> None:
    """Which of several places is meant nobody can know then."""
    assume(found.after != found.before)
    edit = re.sub(r"^@@ .*", head, diff(found.before, found.after), flags=re.MULTILINE)
    result = apply_edit(found.before, edit, found.language)
    assert isinstance(result, Refused) or result.text == found.after


@given(versions())
def test_line_ends_are_the_files_own(found: Versions) -> None:
    """Of an edit they say nothing, in either direction."""
    assume(found.after != found.before)
    edit = diff(found.before, found.after)
    result = apply_edit(crlf(found.before), edit)
    assert isinstance(result, Applied), result
    assert result.text == crlf(found.after)
    result = apply_edit(found.before, crlf(edit))
    assert isinstance(result, Applied), result
    assert result.text == found.after


@given(snippets(), FORMAT, st.sampled_from(["\n", "\r\n"]))
def test_any_snippet_is_applied_or_refused(
    found: tuple[Versions, str], kind: Format | None, line_end: str
) -> None:
    """And what is said of it is true, and the same a second time."""
    texts, edit = found
    original = texts.before.replace("\n", line_end)
    result = apply_edit(original, edit, texts.language, format=kind)
    if kind is None:
        holds(original, edit, result)
    assert apply_edit(original, edit, texts.language, format=kind) == result


@given(data().map(decode), any_edits() | data().map(decode), LANGUAGE, FORMAT)
def test_any_texts_are_applied_or_refused(
    original: str, edit: str, language: str | None, kind: Format | None
) -> None:
    """Torn ones too: nothing is raised."""
    result = apply_edit(original, edit, language, format=kind)
    if isinstance(result, Applied):
        assert apply_edits(encode(original), result.edits) == encode(result.text)


SOURCE = "def f(x):\n    return x\n\n\ndef g(x):\n    return f(x)\n"
EDIT = "def g(x):\n    return f(x) + 1\n"


@pytest.mark.parametrize(
    "torn",
    [
        pytest.param(lambda text: text.replace("x", "\ud800"), id="surrogates"),
        pytest.param(lambda text: text.replace("x", "\udfff\ud800"), id="surrogates in disorder"),
        pytest.param(lambda text: text.replace("x", "\x00"), id="NUL"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
        pytest.param(lambda text: text.replace("\n", "\r\r\n"), id="CR CR LF"),
        pytest.param(lambda text: text.replace("\n", "\u2028"), id="line separators"),
        pytest.param(lambda text: text.replace("\n", "\f\n\v"), id="form feeds"),
        pytest.param(lambda text: "\ufeff" + text, id="BOM"),
        pytest.param(lambda text: "", id="nothing"),
        pytest.param(lambda text: "\n", id="one line end"),
    ],
)
@pytest.mark.parametrize("language", ["python", "rust", None])
def test_torn_texts(torn: Callable[[str], str], language: str | None) -> None:
    """As the file, as the edit, and as both."""
    for original, edit in [(torn(SOURCE), EDIT), (SOURCE, torn(EDIT)), (torn(SOURCE), torn(EDIT))]:
        result = apply_edit(original, edit, language)
        if isinstance(result, Applied):
            assert apply_edits(encode(original), result.edits) == encode(result.text)


def test_a_byte_order_mark_stays() -> None:
    """It is no part of the first line."""
    result = apply_edit("\ufeff" + SOURCE, EDIT, "python")
    assert isinstance(result, Applied), result
    assert result.text == "\ufeff" + SOURCE.replace("return f(x)", "return f(x) + 1")


PRINT_ALL = """
from tests.apply.golden import ALL
from honed.apply.engine import apply_edit
for case in ALL:
    print(apply_edit(case.before.decode(), case.edit, case.language))
"""


def test_the_order_of_sets_tells_nothing() -> None:
    """Another process, in which hashes are others, answers the same."""
    outputs = [
        subprocess.run(
            [sys.executable, "-c", PRINT_ALL],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
