"""What a program tells of a task that it did: values, or dicts with the design's names.

A key may be written as in Python or as in the design, `existing_code` or `existingCode`. Keys that
are not known here are passed over: the design's own dicts have more.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import attrs

from honed.core.model import Arm
from honed.learn.reward import design_reward
from honed.quality.values import QualityMetrics

if TYPE_CHECKING:
    from typing import Self


@attrs.frozen
class Task:
    """What was asked for; `path` is that of the file that it was for."""

    prompt: str
    language: str = ""
    existing_code: str = ""
    path: str = ""
    framework: str = ""

    @classmethod
    def read(cls, given: Task | Mapping[str, object]) -> Self | Task:
        """Return the task that was given; `ValueError` says what is wrong with it."""
        if isinstance(given, Task):
            return given
        known = _Reading("request", given)
        return cls(
            prompt=known.text("prompt", "task"),
            language=known.text("language", default=""),
            existing_code=known.text("existing_code", default=""),
            path=known.text("path", default=""),
            framework=known.text("framework", default=""),
        )


@attrs.frozen
class TaskResult:
    """What came of a task.

    `confidence` and `propensity`, the chance with which the policy made just this, lie in [0, 1];
    of the frozen policy, which has learned nothing, `policy_version` is 0, and where it is None it
    is that of the ranker as it is. `arm` (in a dict `frozen` or `learned`) says outright whether
    the policy had learned something; where it is None, the version says it, or the ranker.
    `decided_ms` is how long the user took to decide.
    """

    code: str
    success: bool = True
    confidence: float = 1.0
    latency_ms: float = 0.0
    patterns_applied: tuple[str, ...] = ()
    propensity: float = 1.0
    policy_version: int | None = None
    decided_ms: float | None = None
    arm: Arm | None = None

    @classmethod
    def read(cls, given: TaskResult | Mapping[str, object]) -> Self | TaskResult:
        """Return the result that was given; `ValueError` says what is wrong with it."""
        if isinstance(given, TaskResult):
            return given
        known = _Reading("result", given)
        version = known.number("policy_version", default=None, most=2**53)
        return cls(
            code=known.text("code"),
            success=known.flag("success", default=True),
            confidence=known.number("confidence", default=1.0, most=1.0) or 0.0,
            latency_ms=known.number("latency_ms", "latency", default=0.0) or 0.0,
            patterns_applied=known.texts("patterns_applied"),
            propensity=known.number("propensity", default=1.0, most=1.0) or 0.0,
            policy_version=None if version is None else int(version),
            decided_ms=known.number("decided_ms", default=None),
            arm=known.arm(),
        )


@attrs.frozen
class Measured:
    """What of a result's quality counts: a score in [0, 1], and whether it parses."""

    quality: float | None = None
    is_valid: bool = True
    design: float | None = None
    """The design's reward, where all that it is made of is known."""

    @classmethod
    def read(cls, given: QualityMetrics | Mapping[str, object]) -> Measured:
        """Return what was measured; `ValueError` says what is wrong with it."""
        known = _Reading("metrics", _fields(given) if isinstance(given, QualityMetrics) else given)
        is_valid = known.flag("syntax_valid", default=True)
        complexity = known.number("complexity", default=None)
        maintainability = known.number("maintainability", default=None, most=100.0)
        security = known.number("security_score", default=None, most=1.0)
        practices = known.number("best_practices", default=None, most=1.0)
        design = None
        if (
            complexity is not None
            and maintainability is not None
            and security is not None
            and practices is not None
        ):
            design = design_reward(
                complexity=complexity,
                maintainability=maintainability,
                security=security,
                practices=practices,
                is_valid=is_valid,
            )
        quality = known.number("quality_score", default=None, most=1.0)
        return cls(quality, is_valid, design)


def _fields(metrics: QualityMetrics) -> dict[str, object]:
    return attrs.asdict(metrics, recurse=False)


class _Reading:
    """Reads a dict that somebody else has filled; `what` names it in messages."""

    def __init__(self, what: str, given: object) -> None:
        if not isinstance(given, Mapping):
            raise ValueError(  # noqa: TRY004 - one kind of error for all that is wrong
                f"A {what} is a value of honed's own or a dict, not {type(given).__name__}."
            )
        self._what = what
        self._given: Mapping[str, object] = given

    def _find(self, *names: str, default: object = ...) -> tuple[str, Any]:
        for name in names:
            for key in (name, _camel(name)):
                if self._given.get(key) is not None:
                    return key, self._given[key]
        if default is ...:
            raise ValueError(f"The {self._what} has no {names[0]!r}.")
        return names[0], default

    def text(self, *names: str, default: object = ...) -> str:
        name, value = self._find(*names, default=default)
        if not isinstance(value, str):
            self._refuse(name, "a text", value)
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        key, value = self._find(name, default=())
        if isinstance(value, str) or not isinstance(value, Iterable):
            self._refuse(key, "a list of texts", value)
        return tuple(map(str, value))

    def flag(self, name: str, *, default: bool) -> bool:
        key, value = self._find(name, default=default)
        if not isinstance(value, bool):
            self._refuse(key, "true or false", value)
        return bool(value)

    def number(self, *names: str, default: float | None, most: float = math.inf) -> float | None:
        name, value = self._find(*names, default=default)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= min(most, sys.float_info.max):
            limit = "" if math.isinf(most) else f" to {most:g}"
            self._refuse(name, f"a number from 0{limit}{' on' if not limit else ''}", value)
        return float(value)

    def arm(self) -> Arm | None:
        key, value = self._find("arm", default=None)
        if value is None or isinstance(value, Arm):
            return value
        words = {each.name.lower(): each for each in Arm}
        if not isinstance(value, str) or value not in words:
            self._refuse(key, " or ".join(map(repr, words)), value)
        return words[str(value)]

    def _refuse(self, name: str, wanted: str, value: object) -> NoReturn:
        raise ValueError(f"{name!r} of the {self._what} has to be {wanted}, not {value!r:.60}.")


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)
