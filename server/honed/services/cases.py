"""`honed apply --cases`: edits as JSON lines, one after another in one warm process."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import attrs

from honed.apply.engine import apply_edit, apply_replacements
from honed.apply.formats import from_chunks, from_pairs
from honed.apply.result import Applied, Format, Reason, Refused
from honed.services.apply_answers import result_json
from honed.services.collection import uncollected
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.services.clock import Clock
    from honed.syntax.languages import Language

_log = logging.getLogger(__name__)
_FAILED = Refused(
    Reason.NOT_UNDERSTOOD, "honed itself failed; standard error says where", "report the failure"
)
_SMALL = "small\n"


@attrs.frozen
class Case:
    """One edit for one text; `edit` is a string, or a list as some tools have their edits."""

    original: str
    edit: str | list[Any]
    language: str | None
    filename: str | None
    instruction: str | None


class Cases:
    """Answers cases; what a language needs is loaded before its first case is timed."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is loaded yet."""
        self._clock = clock
        self._warm: set[Language | None] = set()

    def answers(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Yield an answer for each line, in order, but for blank ones."""
        for line in lines:
            if line.strip():
                yield self.answer(line)

    def answer(self, line: bytes) -> dict[str, Any]:
        """Return what becomes of one case; a line that is none is refused like an edit."""
        case_id, case = _read(line)
        if isinstance(case, Refused):
            return _answer(case_id, case, 0.0)
        try:
            self._warm_up(case)
            started = self._clock.elapsed()
            result = _applied(case)
        except Exception:  # noqa: BLE001 - one failure does not take the cases behind it along
            _log.exception("a case failed")
            return _answer(case_id, _FAILED, 0.0)
        return _answer(case_id, result, 1000 * (self._clock.elapsed() - started))

    def _warm_up(self, case: Case) -> None:
        language = languages.by_any_name(case.language or "", case.filename or "")
        if language not in self._warm:
            self._warm.add(language)
            with uncollected():
                name = language.name if language else None
                apply_edit(_SMALL, _SMALL, name, format=Format.LAZY)


def _applied(case: Case) -> Applied | Refused:
    if isinstance(case.edit, str):
        return apply_edit(case.original, case.edit, case.language, case.filename, case.instruction)
    are_chunks = any(isinstance(each, dict) and "oldLines" in each for each in case.edit)
    wanted = from_chunks(case.edit) if are_chunks else from_pairs(case.edit)
    return wanted if isinstance(wanted, Refused) else apply_replacements(case.original, wanted)


def _read(line: bytes) -> tuple[Any, Case | Refused]:
    """Return the id of a case, None where none is found, and what it asks for."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None, _malformed("the line is no JSON")
    if not isinstance(said, dict):
        return None, _malformed("the line is no JSON object")
    case_id = said.get("id")
    if not isinstance(said.get("original"), str):
        return case_id, _malformed("`original` must be a string")
    if not isinstance(said.get("edit"), str | list):
        return case_id, _malformed("`edit` must be a string or a list")
    for name in ("language", "filename", "instruction"):
        if not isinstance(said.get(name), str | None):
            return case_id, _malformed(f"`{name}` must be a string or null")
    names = [attribute.name for attribute in attrs.fields(Case)]
    values: dict[str, Any] = {name: said.get(name) for name in names}
    return case_id, Case(**values)


def _malformed(message: str) -> Refused:
    return Refused(Reason.NOT_UNDERSTOOD, message, "docs/cli.md has the fields of a case")


def _answer(case_id: object, result: Applied | Refused, ms: float) -> dict[str, Any]:
    told = result_json(result)
    output = result.text if isinstance(result, Applied) else None
    kept = {key: told[key] for key in ("confidence", "strategy", "reason", "message")}
    return {"id": case_id, "status": told["status"], "output": output, **kept, "ms": round(ms, 3)}
