"""One experience, whoever tells it: the adapter between what is given and what is distilled.

Taken are `honed.core.model.Trajectory`, and mappings and objects that have some of these fields,
themselves or in a `request`, a `result` or a `metrics` of theirs, in snake case or camel case:

    task, prompt                       what was asked for, in words
    code, after                        what came of it
    before, existing_code              the code that it was made from
    language                           `python`, `typescriptreact` …
    success                            whether it was taken to have succeeded
    outcome                            the word for one of `honed.core.model.Outcome`
    syntax_valid                       whether the code parses
    quality_before, quality_after      scores in [0, 1]; quality_gain, their difference, in [-1, 1]
    reasons                            why it failed, a list of texts
    survival, kept                     the share of it that was still there later, in [0, 1]
    path, line, at                     where (lines from 0), when (epoch seconds)
    id                                 its own, by which it is known when it is given again
    trajectory_id                      its number in the store, of what tells of one there

What has another type than it should is passed over as if it were not there. Secrets are removed
from all texts before anything else looks at them.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.model import Outcome, Trajectory
from honed.core.redact import redact
from honed.core.text import Text, encode
from honed.learn.quality_gain import gain
from honed.syntax import languages
from honed.syntax.dialects import dialect
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.syntax.languages import Language

LONGEST_TEXT = 100_000
"""Characters of a text; an experience with a longer one is passed over."""

LONGEST_REASON = 200
INNER = ("trajectory", "request", "result", "details", "metrics", "at_save", "after_30_s")
DEPTH = 2
"""Parts of parts are looked at, too."""

_MISSING = object()


@attrs.frozen
class Experience:
    """What was to be done, what was done, and what became of it; None is what is not known.

    `source` names it, so that it counts once however often it is given. `quality` is a change in
    [-1, 1]; of an experience without a text before, half the score's distance from the middle.
    """

    source: str
    language: str
    task: str = ""
    before: str = ""
    after: str = ""
    outcome: Outcome | None = None
    success: bool | None = None
    parses: bool | None = None
    quality: float | None = None
    survival: float | None = None
    reasons: tuple[str, ...] = ()
    path: str = ""
    line: int = 0
    at: float = 0.0


def experience_of(given: object) -> Experience | None:
    """Return what is given as an experience; None for what is none, such as one without code."""
    said = _Said(given)
    task, after = said.text("task", "prompt"), said.text("code", "after")
    before = said.text("before", "existing_code")
    if max(map(len, (task, before, after))) > LONGEST_TEXT or not (after.strip() or before.strip()):
        return None
    named, path = said.text("language"), said.text("path")
    if max(len(named), len(path)) > LONGEST_TEXT:
        return None
    language = languages.by_any_name(named, path)
    name = language.name if language else named.lower()
    return Experience(
        source=_source(said, name, task, before, after),
        language=name,
        task=task.strip(),
        before=before,
        after=after,
        outcome=said.outcome(),
        success=said.flag("success"),
        parses=_parses(said, before, after, language),
        quality=_quality(said, before, after, language),
        survival=said.share("survival", "kept"),
        reasons=said.texts("reasons"),
        path=path,
        line=int(said.number("line") or 0),
        at=said.number("at") or 0.0,
    )


def _source(said: _Said, *texts: str) -> str:
    """Return what names an experience: its number in the store, its own id, or its texts.

    By its number a store finds what it said when the trajectory is forgotten. Only the store's own
    trajectories have one; the `id` of anything else is that of whoever gave it.
    """
    if number := said.stored():
        return f"trajectory:{number}"
    if own := said.id():
        texts = (own,)
    data = "\0\1".join(texts).encode("utf-8", "replace")
    return "given:" + hashlib.blake2b(data, digest_size=12).hexdigest()


def _parses(said: _Said, before: str, after: str, language: Language | None) -> bool | None:
    """Return whether the code parses, and no worse than before; None without a grammar."""
    if (valid := said.flag("syntax_valid", "parses")) is not None:
        return valid
    known = dialect([Text(encode(after))], language)
    new = parse(Text(encode(after)), known)
    if new is None or not new.fault_count:
        return None if new is None else True
    old = parse(Text(encode(before)), known) if before else None
    # A statement of its own may not parse: what was no better before is nobody's fault.
    return old is not None and old.fault_count >= new.fault_count


def _quality(said: _Said, before: str, after: str, language: Language | None) -> float | None:
    found = said.number("quality_gain", "gain")
    old, new = said.number("quality_before"), said.number("quality_after", "quality_score")
    if found is not None:
        return max(-1.0, min(1.0, found))
    if old is not None and new is not None:
        return max(-1.0, min(1.0, new - old))
    if before and after:
        return gain(before, after, language).value
    return None if new is None else max(-1.0, min(1.0, new - 0.5))


class _Said:
    """What a mapping or an object says, itself or in one of its parts."""

    def __init__(self, given: object) -> None:
        self._parts = [given]
        for _ in range(DEPTH):
            inner = (_get(part, name) for part in self._parts for name in INNER)
            found = [each for each in inner if each is not _MISSING and each is not None]
            self._parts += [each for each in found if not any(each is one for one in self._parts)]

    def _values(self, *names: str) -> Iterator[Any]:
        for name in names:
            for part in self._parts:
                for spelling in (name, _camel(name)):
                    value = _get(part, spelling)
                    if value is not _MISSING and value is not None:
                        yield value

    def text(self, *names: str) -> str:
        """Return the first text that is said, without its secrets; "" for none.

        One that is too long comes back as long as that, so that it is passed over: what is cut may
        hold half a secret, which has no form.
        """
        found = next((each for each in self._values(*names) if isinstance(each, str)), "")
        return redact(found) if len(found) <= LONGEST_TEXT else found[: LONGEST_TEXT + 1]

    def texts(self, *names: str) -> tuple[str, ...]:
        """Return the first list of texts that is said, without their secrets; () for none."""
        for each in self._values(*names):
            if isinstance(each, (list, tuple)):
                return tuple(
                    # It is cut last, as half a secret has no form.
                    redact(one)[:LONGEST_REASON]
                    for one in each
                    if isinstance(one, str) and len(one) <= LONGEST_TEXT
                )
        return ()

    def flag(self, *names: str) -> bool | None:
        """Return the first truth that is said, None for none."""
        return next((each for each in self._values(*names) if isinstance(each, bool)), None)

    def number(self, *names: str) -> float | None:
        """Return the first finite number that is said, None for none."""
        for each in self._values(*names):
            is_number = isinstance(each, (int, float)) and not isinstance(each, bool)
            if is_number and abs(each) <= sys.float_info.max:
                return float(each)
        return None

    def share(self, *names: str) -> float | None:
        """Return the first number in [0, 1] that is said, None for none."""
        found = self.number(*names)
        return found if found is not None and 0.0 <= found <= 1.0 else None

    def stored(self) -> int:
        """Return the number of a trajectory of the store, 0 for anything else."""
        known = (each.id for each in self._parts if isinstance(each, Trajectory))
        return next(known, 0) or int(self.number("trajectory_id") or 0)

    def id(self) -> str:
        """Return the id that it has where it comes from, "" for none."""
        for each in self._values("id"):
            if isinstance(each, (int, str)) and not isinstance(each, bool) and each:
                return f"id\0{type(each).__name__}\0{each}"[:LONGEST_TEXT]
        return ""

    def outcome(self) -> Outcome | None:
        """Return the outcome that is said, None for none."""
        for each in self._values("outcome"):
            if isinstance(each, str) and each in frozenset(Outcome):
                return Outcome(each)
        return None


def _get(part: object, name: str) -> Any:  # noqa: ANN401 - whatever was given
    if isinstance(part, Mapping):
        return part.get(name, _MISSING)
    try:
        return getattr(part, name, _MISSING)
    except Exception:  # noqa: BLE001 - a property of somebody's may do anything
        return _MISSING


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))
