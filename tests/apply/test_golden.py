"""Edits as assistants write them: before, edit, and after to the byte, or the refusal.

A case is a folder `tests/golden/apply/LANGUAGE/CASE` with `before.EXT`, `edit.md` and one or both
of `after.EXT` and `refused`, which holds the reasons that are right, one a line. Where both are
there, refusing is right, and so is that text; nothing else is. Cases that the engine does not
master yet stand in `failing.txt` beside the languages, each with what is wrong; one that it
masters must leave the list.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Refused
from honed.core.text import Text, apply_edits, decode, encode
from honed.syntax.tree import faults
from tests.apply.golden import ALL, CASES, Case
from tests.code import parsed
from tests.strategies import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.mark import ParameterSet

FAILING = dict(
    line.split(": ", 1) for line in (CASES / "failing.txt").read_text("utf-8").splitlines()
)


def _crlf(text: bytes) -> bytes:
    return re.sub(rb"\r?\n", b"\r\n", text)


def _fenced(edit: str) -> str:
    if "```" in edit:
        return edit
    return f"Sure! Here is what changes:\n\n```\n{edit}```\n\nLet me know how it goes.\n"


DRESSES: dict[str, tuple[Callable[[bytes], bytes], Callable[[str], str]]] = {
    "as written": (lambda text: text, lambda edit: edit),
    "CR LF in the file": (_crlf, lambda edit: edit),
    "CR LF in the edit": (lambda text: text, lambda edit: edit.replace("\n", "\r\n")),
    "between fences": (lambda text: text, _fenced),
    "no final newline": (lambda text: text.removesuffix(b"\n").removesuffix(b"\r"), str.rstrip),
    "byte order mark": (lambda text: BOM_UTF8 + text, lambda edit: edit),
}
"""What changes nothing about a case: how the file and the edit are dressed."""


def _expected() -> Iterator[ParameterSet]:
    for case in ALL:
        for dress in DRESSES:
            name = case.name if dress == "as written" else f"{case.name}, {dress}"
            if name in FAILING:
                yield pytest.param(
                    case, dress, id=name, marks=pytest.mark.xfail(reason=FAILING[name])
                )
            elif case.name not in FAILING:
                yield pytest.param(case, dress, id=name)


@pytest.mark.parametrize(("case", "dress"), list(_expected()))
def test_golden(case: Case, dress: str) -> None:
    """The file becomes what a careful reader of the edit makes of it, or is left alone."""
    of_text, of_edit = DRESSES[dress]
    before = of_text(case.before)
    result = apply_edit(decode(before), of_edit(case.edit), language=case.language)
    if isinstance(result, Refused):
        assert case.reasons, f"refused: {result}"
        assert result.reason in case.reasons, result
    else:
        assert case.after is not None, f"not refused: {result.text}"
        assert encode(result.text) == of_text(case.after)
        assert apply_edits(before, result.edits) == of_text(case.after)


@pytest.mark.parametrize(
    "case",
    [case for case in ALL if case.after and case.name not in FAILING],
    ids=lambda case: case.name,
)
def test_a_second_time_is_a_noop(case: Case) -> None:
    """The file says already what the edit wants; where that is not seen, the edit is refused."""
    after = decode(case.after or b"")
    result = apply_edit(after, case.edit, language=case.language)
    assert isinstance(result, Refused) or result.text == after


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case_is_sound(case: Case) -> None:
    """It changes the file, no text has a fault, and the line ends are those of the file."""
    texts = [case.before] if case.after is None else [case.before, case.after]
    assert len(set(texts)) == len(texts)
    assert [faults(parsed(text, case.language)) for text in texts] == [0] * len(texts)
    assert len({Text(text).line_end for text in texts}) == 1
    assert case.after or case.reasons


def test_each_language_has_its_cases() -> None:
    """At least nine, two of them refusals."""
    for language in LANGUAGES:
        cases = [case for case in ALL if case.language == language]
        assert len(cases) >= 9
        assert sum(bool(case.reasons) for case in cases) >= 2


def test_failing_cases_exist() -> None:
    """None is listed that was renamed or removed."""
    assert {name.split(", ")[0] for name in FAILING} <= {case.name for case in ALL}
