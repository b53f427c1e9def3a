"""The lines of a file that was shared: somebody else's, so each is held against its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from honed.core.model import Evidence, Pattern, Weights
from honed.core.redact import has_secret
from honed.learn.ranker import MAX_PRECISION, MAX_WEIGHT
from honed.learn.shared import (
    MOST_ELEMENTS,
    UnfitError,
    count,
    evidence_of,
    example_of,
    listed,
    mapping,
    rewrite_of,
    text,
    texts,
)
from honed.services.lessons import carries_secret
from honed.suggest.index import PatternIndex
from honed.suggest.rank import LEAST_PRECISION, brought_up, prior
from honed.syntax import languages

if TYPE_CHECKING:
    from honed.core.model import Example, Rewrite
    from honed.store.bundle import Bundle

IMPORTED = -1
"""The session of what came from elsewhere: it is never the present one."""

MOST_CONTRIBUTORS = MOST_ELEMENTS
LONGEST_NAME = 64


@attrs.frozen
class Line:
    """A pattern as it came in; without code only its record and who met it."""

    key: str
    evidence: Evidence
    contributors: tuple[str, ...]
    code: tuple[Rewrite, Example] | None = None
    id: int = 0
    age: int = 0
    is_of_history: bool = False


def lines_of(found: Bundle) -> list[Line]:
    """Return the patterns of a bundle in the order of their ids; `UnfitError` for what is none."""
    lines = [_line(each) for each in found.each() if each.get("kind") == "pattern"]
    lines.sort(key=lambda line: line.id)
    ids = [each.id for each in lines]
    if len(set(ids)) < len(ids) or 0 in ids:
        raise UnfitError("two patterns have one number, or one has none")
    return lines


def _line(given: dict[str, Any]) -> Line:
    key, names = text(given.get("key")), texts(given.get("contributors"))
    if len(names) > MOST_CONTRIBUTORS or not all(map(_is_hex, (key, *names))):
        raise UnfitError("a key or a contributor is no hexadecimal number")
    line = Line(
        key=key,
        evidence=evidence_of(given.get("evidence")),
        contributors=names,
        id=count(given.get("id")),
        age=count(given.get("age")),
        is_of_history=given.get("isOfHistory") is True,
    )
    if given.get("rewrite") is None:
        return line
    language = text(mapping(given["rewrite"]).get("language"))
    if language and languages.by_name(language) is None:
        return line
    rewrite, example = rewrite_of(given["rewrite"], key), example_of(given.get("example"))
    # What the search for patterns cannot hold would end every server that reads it.
    _indexed(line, rewrite, example)
    if carries_secret(rewrite) or has_secret(example.before) or has_secret(example.after):
        return line
    return attrs.evolve(line, code=(rewrite, example))


def _indexed(line: Line, rewrite: Rewrite, example: Example) -> None:
    try:
        PatternIndex([Pattern(line.id, rewrite, example, IMPORTED, 0)])
    except (ValueError, LookupError, TypeError) as error:
        raise UnfitError(f"a pattern cannot be searched for: {error}") from error


def weights_in(found: Bundle) -> Weights:
    """Return the weights of a bundle for the features of today; the prior where it has none."""
    for given in found.each():
        if given.get("kind") == "weights":
            names = texts(given.get("names"))
            mean = _numbers(given.get("mean"), -MAX_WEIGHT, MAX_WEIGHT)
            precision = _numbers(given.get("precision"), LEAST_PRECISION, MAX_PRECISION)
            if not len(names) == len(mean) == len(precision) == len(set(names)):
                raise UnfitError("the ranker's weights are not as many as their names")
            known = brought_up(Weights(mean, precision, count(given.get("updates")), names))
            return known or prior()
    return prior()


def _numbers(given: object, least: float, most: float) -> tuple[float, ...]:
    found = []
    for each in listed(given):
        is_number = isinstance(each, int | float) and not isinstance(each, bool)
        if not is_number or not least <= each <= most:
            raise UnfitError(f"{each!r:.40} is no weight of the ranker")
        found.append(float(each))
    return tuple(found)


def _is_hex(value: str) -> bool:
    return bool(value) and len(value) % 2 == 0 and not set(value) - set("0123456789abcdef")


def contributor_of(found: Bundle) -> str:
    """Return the name of the developer who has made a bundle, "" where it tells none.

    As with those of patterns nobody can be told by it; two files of one developer have the same.
    """
    return _name_in(found, "contributor")


def origin_of(found: Bundle) -> str:
    """Return the name of the store that a bundle was made of, "" where it tells none."""
    return _name_in(found, "store")


def _name_in(found: Bundle, key: str) -> str:
    name = found.head.get(key)
    return name if isinstance(name, str) and len(name) <= LONGEST_NAME and _is_hex(name) else ""


def began_from(found: Bundle) -> str:
    """Return what the ranker of a bundle began from, "" where it does not tell."""
    given = next((each for each in found.each() if each.get("kind") == "weights"), {})
    return str(given.get("from", ""))
