"""A rule: a learned edit with a name, written so that a team can read, review and share it.

It lies as TOML in a project, so it is somebody else's text: whatever is wrong in it is a value
that says so. docs/rules.md tells what each field means.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.model import HoleKind
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_BYTES = 100_000
MOST_TEXT = 4_000
MOST_CASES = 100

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOLE = re.compile(r"\$(?:\$|([A-Z][A-Z0-9_]*)|\{([A-Z][A-Z0-9_]*)\})")
_BRACED = re.compile(r"\$\$|\$\{([A-Z][A-Z0-9_]*)\}(?![A-Z0-9_])")
_HOLE_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ENDLESS_KEY = re.compile(r"(?:[\w-]+[ \t]*\.[ \t]*){16}")
_KEYS = {
    "name", "language", "description", "before", "after", "gap_before", "gap_after", "holes",
    "examples", "tests",
}  # fmt: skip


@attrs.frozen
class Case:
    """A text and what the rule makes of it; the same text where it leaves it alone."""

    before: str
    after: str

    @property
    def is_noop(self) -> bool:
        """Whether the rule leaves the text alone."""
        return self.before == self.after


@attrs.frozen
class Rule:
    """One edit: `before` becomes `after`; there `$NAME` or `${NAME}` is a hole, and `$$` a `$`.

    `gap_before` and `gap_after` are the space at the ends that is replaced too, else None. The
    first of `examples` tells what surrounds the edit; `tests` have at least one noop.
    """

    name: str
    language: str
    before: str
    after: str
    holes: Mapping[str, HoleKind]
    examples: tuple[Case, ...]
    tests: tuple[Case, ...]
    description: str = ""
    gap_before: str | None = None
    gap_after: str | None = None


@attrs.frozen
class Fault:
    """What is wrong in a rule, in one sentence without its end."""

    message: str


def is_name(text: str) -> bool:
    """Return whether a rule may be called so: small words with hyphens, no path."""
    return len(text) <= 80 and _NAME.fullmatch(text) is not None  # noqa: PLR2004 - a file's name


def pieces(template: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a template in order: text as it is meant, or a hole's name and True."""
    text, position = "", 0
    for match in _HOLE.finditer(template):
        text += template[position : match.start()]
        position = match.end()
        name = match[1] or match[2]
        if name is None:
            text += "$"
            continue
        if text:
            yield text, False
        text = ""
        yield name, True
    text += template[position:]
    if text:
        yield text, False


def tidied(template: str) -> str:
    """Return a template with `$NAME` for `${NAME}` wherever no letter follows."""
    return _BRACED.sub(lambda match: f"${match[1]}" if match[1] else match[0], template)


def quoted(text: str) -> str:
    """Return a text as a template has it."""
    return text.replace("$", "$$")


def parsed(data: bytes) -> Rule | Fault:
    """Return the rule that a file holds, or what is wrong in it."""
    if len(data) > MOST_BYTES:
        return Fault(f"it is over {MOST_BYTES} bytes")
    try:
        text = data.decode("utf-8")
        if _ENDLESS_KEY.search(text):
            return Fault("a key has too many parts")
        said = tomllib.loads(text)
        return _rule(said)
    except _WrongError as error:
        return Fault(str(error))
    except (ValueError, RecursionError) as error:
        return Fault(f"it is not valid TOML: {str(error)[:100]}")


def written(rule: Rule) -> str:
    """Return a rule as TOML; `parsed` gives it back."""
    lines = [
        f"name = {_string(rule.name)}",
        f"language = {_string(rule.language)}",
    ]
    if rule.description:
        lines.append(f"description = {_string(rule.description)}")
    lines += ["", f"before = {_string(rule.before)}", f"after = {_string(rule.after)}"]
    for key, gap in (("gap_before", rule.gap_before), ("gap_after", rule.gap_after)):
        if gap is not None:
            lines.append(f"{key} = {_string(gap)}")
    if rule.holes:
        lines += ["", "[holes]"]
        lines += [f"{name} = {_string(kind.value)}" for name, kind in rule.holes.items()]
    for title, cases in (("examples", rule.examples), ("tests", rule.tests)):
        for case in cases:
            lines += ["", f"[[{title}]]", f"before = {_string(case.before)}"]
            if not case.is_noop:
                lines.append(f"after = {_string(case.after)}")
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    """Return a TOML string, over several lines as they are where that can be."""
    is_plain = "\n" in text.strip() and "'''" not in text and not text.endswith("'")
    if is_plain and not _UNPRINTABLE.search(text):
        return f"'''\n{text}'''"
    quoted_text = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted_text)


class _WrongError(ValueError):
    """A field is wrong; ends in `parsed`."""


def _rule(said: Mapping[str, Any]) -> Rule:
    unknown = sorted(said.keys() - _KEYS)
    if unknown:
        raise _WrongError(f"{unknown[0][:40]!r} is no field of a rule")
    name, language = _text(said, "name"), _text(said, "language")
    if not is_name(name):
        raise _WrongError("`name` must be small letters, digits and hyphens")
    if languages.by_name(language) is None:
        raise _WrongError(f"{language[:40]!r} is no language that honed knows")
    before, after = _text(said, "before"), _text(said, "after")
    holes = _holes(said.get("holes", {}))
    _demand_holes(before, after, holes)
    rule = Rule(
        name,
        language,
        before,
        after,
        holes,
        examples=_cases(said, "examples"),
        tests=_cases(said, "tests"),
        description=_text(said, "description", ""),
        gap_before=_text(said, "gap_before", None),
        gap_after=_text(said, "gap_after", None),
    )
    if not rule.examples or rule.examples[0].is_noop:
        raise _WrongError("the first of `examples` must show what the rule changes")
    if not any(case.is_noop for case in rule.tests):
        raise _WrongError("`tests` must have a case without `after`: one that is left alone")
    return rule


def _demand_holes(before: str, after: str, holes: Mapping[str, HoleKind]) -> None:
    has = {text for text, is_hole in pieces(before) if is_hole}
    if not any(not is_hole and text.strip() for text, is_hole in pieces(before)):
        raise _WrongError("`before` has no word of its own: it would fit anywhere")
    for text, is_hole in pieces(after):
        if is_hole and text not in has:
            raise _WrongError(f"`after` has the hole ${text}, which `before` does not have")
    if has != holes.keys():
        name = min(has ^ holes.keys())
        raise _WrongError(f"the hole ${name} must be in `before` and in [holes]")


def _holes(said: object) -> dict[str, HoleKind]:
    if not isinstance(said, dict):
        raise _WrongError("[holes] must be a table")
    found = {}
    for name, kind in said.items():
        if not _HOLE_NAME.fullmatch(name):
            raise _WrongError(f"{name[:40]!r} is no name of a hole: capitals, digits and _")
        if kind not in set(HoleKind):
            kinds = ", ".join(HoleKind)
            raise _WrongError(f"the kind of ${name[:40]} must be one of {kinds}")
        found[name] = HoleKind(kind)
    return found


def _cases(said: Mapping[str, Any], key: str) -> tuple[Case, ...]:
    many = said.get(key, [])
    if not isinstance(many, list) or not all(isinstance(each, dict) for each in many):
        raise _WrongError(f"[[{key}]] must be tables with `before` and `after`")
    if len(many) > MOST_CASES:
        raise _WrongError(f"there are over {MOST_CASES} `{key}`")
    return tuple(_case(each, key) for each in many)


def _case(said: Mapping[str, Any], key: str) -> Case:
    unknown = sorted(said.keys() - {"before", "after"})
    if unknown:
        raise _WrongError(f"{unknown[0][:40]!r} is no field of a case of `{key}`")
    before = _text(said, "before")
    return Case(before, _text(said, "after", before) or "")


_REQUIRED: Any = object()


def _text(said: Mapping[str, Any], key: str, default: Any = _REQUIRED) -> Any:  # noqa: ANN401 - a string, or the default
    if key not in said and default is not _REQUIRED:
        return default
    value = said.get(key)
    if not isinstance(value, str) or "\0" in value or len(value) > MOST_TEXT:
        raise _WrongError(f"`{key}` must be a string of at most {MOST_TEXT} characters")
    return value


def names_of(holes: Iterable[str]) -> list[str]:
    """Return a name for each filling of a hole, in order: `$MESSAGE` for `message`, else `$A`."""
    found: list[str] = []
    for number, filling in enumerate(holes):
        name = re.sub(r"\W+", "_", filling).strip("_").upper()
        if not _HOLE_NAME.fullmatch(name) or not name.isascii() or len(name) > 20:  # noqa: PLR2004 - readable
            name = f"HOLE{number + 1}"
        while name in found:
            name += "_"
        found.append(name)
    return found
