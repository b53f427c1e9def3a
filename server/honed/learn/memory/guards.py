"""Where suggestions are not wanted: contexts that rejections share more than chance would.

For each context the decisions inside and outside of it, wanted or not, are a table of four counts.
Fisher's exact test, one-sided (Fisher 1935), says how often chance alone would put so many of the
rejections inside; Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x) bound the
share of wrong guards among all contexts that are tried. Contexts in which a dislike is to be
expected weigh more (Genovese, Roeder and Wasserman 2006, doi:10.1093/biomet/93.3.509); the weights
are fixed before a decision is looked at, and their mean is 1, so the bound stays. Decisions count
as independent, which those of one sitting are not quite; the share that is bounded is small for
that reason, and because the test is made again and again.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.memory import Distilled, ItemKind, MemoryItem, Witness, wilson_lower
from honed.core.model import Effect, Outcome
from honed.core.text import encode
from honed.learn.evidence import RIGHT, SILENCING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from honed.core.memory import Context
    from honed.core.model import Trajectory

FALSE_SHARE = 0.005
"""The share of wrong guards, at each test, that Benjamini and Hochberg's procedure bounds."""

LIKELY = 4.0
"""How much likelier than another the dislike of one edit in a folder, in tests or anywhere is
taken to be."""

LEAST_DECISIONS = 4
"""A context with fewer is not tried: that says nothing of how they went."""

LEAST_TRUST = 0.5
"""A guard holds back where the lower bound of the share of rejections is no less than this."""

MOST_FOLDERS = 3
SOURCE = "decisions"
"""What names all decisions together as a witness."""

_ANY = ""
_TEST_WORDS = frozenset({"test", "tests", "spec", "specs", "conftest"})
_EFFECTS = {
    Effect.INSERTION: "insertions",
    Effect.DELETION: "deletions",
    Effect.REPLACEMENT: "replacements",
}


@attrs.frozen
class Decided:
    """A decision about a suggestion: the contexts that it stood in, and whether it was refused."""

    contexts: tuple[Context, ...]
    is_rejected: bool


@attrs.frozen
class Count:
    """What was decided inside of a context, and how surprising that is."""

    rejected: int
    wanted: int
    p: float


def decided(trajectory: Trajectory, family: str) -> Decided | None:
    """Return the decision that a trajectory tells of; None where nobody decided.

    `family` is the key of the edit that its pattern makes, or "".
    """
    if trajectory.pattern_id is None or trajectory.outcome not in RIGHT | SILENCING:
        return None
    edit = minimal_edit(encode(trajectory.before), encode(trajectory.after))
    effect = Effect.of(edit) if edit else Effect.REPLACEMENT
    found = tuple(contexts(trajectory.path, family, effect))
    return Decided(found, trajectory.outcome in {Outcome.REJECTED, Outcome.UNDONE})


def contexts(path: str, family: str, effect: Effect) -> list[Context]:
    """Return the contexts that a suggestion stands in; `path` is relative, with slashes.

    Each of: this edit, this effect, any; at each of: this file, the folders around it, tests. The
    edit also anywhere.
    """
    places = _places_of(path)
    subjects = [f"edit:{family}"] if family else []
    found = [(subject, _ANY) for subject in subjects]
    for subject in (*subjects, f"effect:{effect}", _ANY):
        found += [(subject, place) for place in places]
    return found


def places_of(path: str) -> list[str]:
    """Return what a place is called: its file, its folders (not the workspace's), tests."""
    return list(_places_of(path))


@lru_cache(maxsize=256)
def _places_of(path: str) -> tuple[str, ...]:
    pure = PurePosixPath(path)
    folders = [each.as_posix() for each in pure.parents if each.as_posix() not in {".", "/"}]
    words = {word for part in pure.parts for word in part.lower().replace("-", "_").split("_")}
    words |= {word for part in pure.name.lower().split(".") for word in part.split("_")}
    is_test = bool(words & _TEST_WORDS)
    return (
        f"file:{path}",
        *(f"folder:{each}" for each in folders[-MOST_FOLDERS:]),
        *(["tests"] if is_test else []),
    )


def fisher(inside: tuple[int, int], outside: tuple[int, int]) -> float:
    """Return the chance of at least so many rejections inside, given all four sums.

    Each side is (rejected, wanted).
    """
    rejected, number = inside[0] + outside[0], sum(inside)
    total = number + sum(outside)
    most = min(rejected, number)
    whole = _log_choose(total, number)
    return min(
        1.0,
        math.fsum(
            math.exp(_log_choose(rejected, k) + _log_choose(total - rejected, number - k) - whole)
            for k in range(inside[0], most + 1)
            if number - k <= total - rejected
        ),
    )


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def significant(
    p_values: Sequence[float],
    false_share: float = FALSE_SHARE,
    weights: Sequence[float] | None = None,
) -> list[bool]:
    """Return which of the hypotheses are rejected by Benjamini and Hochberg's procedure.

    `weights` say how likely each was beforehand; only their ratios count.
    """
    likely = weights or [1.0] * len(p_values)
    mean = sum(likely) / max(1, len(likely))
    weighed = [p * mean / each for p, each in zip(p_values, likely, strict=True)]
    order = sorted(range(len(weighed)), key=weighed.__getitem__)
    last = -1
    for rank, index in enumerate(order):
        if weighed[index] <= false_share * (rank + 1) / len(weighed):
            last = rank
    chosen = set(order[: last + 1])
    return [index in chosen for index in range(len(p_values))]


def likely(context: Context) -> float:
    """Return how likely a dislike has this context, beside one that has another."""
    subject, place = context
    return LIKELY if subject.startswith("edit:") and not place.startswith("file:") else 1.0


def counted(
    decisions: Iterable[Decided],
    false_share: float = FALSE_SHARE,
    weigh: Callable[[Context], float] = likely,
) -> dict[Context, Count]:
    """Return the contexts in which suggestions are not wanted, with what was decided in them.

    A narrow context stands only where it tells more than a wide one around it (the same subject,
    or any, at the same place or a wider one): where its lower bound is better.
    """
    known = list(decisions)
    rejected: Counter[Context] = Counter()
    wanted: Counter[Context] = Counter()
    for each in known:
        (rejected if each.is_rejected else wanted).update(each.contexts)
    all_rejected = sum(each.is_rejected for each in known)
    all_wanted = len(known) - all_rejected
    tried = [
        context
        for context in {**rejected, **wanted}
        if rejected[context] + wanted[context] >= LEAST_DECISIONS
    ]
    p_values = [
        fisher(
            (rejected[each], wanted[each]),
            (all_rejected - rejected[each], all_wanted - wanted[each]),
        )
        for each in tried
    ]
    passed = {
        context: Count(rejected[context], wanted[context], p)
        for context, p, is_found in zip(
            tried, p_values, significant(p_values, false_share, [*map(weigh, tried)]), strict=True
        )
        if is_found and _bound(rejected[context], wanted[context]) >= LEAST_TRUST
    }
    return {
        context: count
        for context, count in passed.items()
        if not any(_outdoes(passed[other], count) for other in passed if is_wider(other, context))
    }


def _bound(rejected: int, wanted: int) -> float:
    return wilson_lower(rejected, rejected + wanted)


def _outdoes(wide: Count, narrow: Count) -> bool:
    return _bound(wide.rejected, wide.wanted) >= _bound(narrow.rejected, narrow.wanted)


def is_wider(one: Context, other: Context) -> bool:
    """Return whether every suggestion that stands in `other` stands in `one`, and they differ."""
    if one == other:
        return False
    return one[0] in {other[0], _ANY} and _holds(one[1], other[1])


def _holds(wide: str, narrow: str) -> bool:
    if wide in {narrow, _ANY}:
        return True
    if wide == "tests":
        return "tests" in places_of(narrow.partition(":")[2])
    if not wide.startswith("folder:") or not narrow.startswith(("file:", "folder:")):
        return False
    return narrow.partition(":")[2].startswith(wide.partition(":")[2] + "/")


def distilled(
    language: str,
    found: Mapping[Context, Count],
    families: Mapping[str, str],
    sources: Mapping[str, Iterable[str]] | None = None,
) -> list[Distilled]:
    """Return guards as items; `families` tells what edits do, by their keys.

    A guard of an edit quotes it. So the patterns that `sources` names for the edit's key are its
    witnesses, too, without a word for or against it: it goes when one of them is forgotten.
    """
    named = sources or {}
    return [
        Distilled(
            guard(language, context, families),
            (
                Witness(SOURCE, count.rejected, count.wanted),
                *(Witness(each) for each in named.get(_family(context), ())),
            ),
        )
        for context, count in found.items()
    ]


def _family(context: Context) -> str:
    kind, _, name = context[0].partition(":")
    return name if kind == "edit" else ""


def guard(language: str, context: Context, families: Mapping[str, str]) -> MemoryItem:
    """Return the item that keeps suggestions away from a context."""
    subject, place = context
    kind, _, name = subject.partition(":")
    if kind == "edit":
        what = f"the edit {families[name]}" if name in families else "one edit"
    else:
        what = _EFFECTS[Effect(name)] if kind == "effect" else "suggestions"
    where = _where(place)
    return MemoryItem(
        key=key_of(language, context),
        kind=ItemKind.GUARD,
        language=language,
        title=f"Not wanted{where}: {what}",
        content=f"What was rejected{where} more often than chance explains: {what}.",
        when_not=(f"{what}{where}",),
        context=context,
    )


def key_of(language: str, context: Context) -> str:
    """Return what names a guard."""
    return "\0".join(("guard", language, *context))


def _where(place: str) -> str:
    kind, _, name = place.partition(":")
    return {"file": f" in {name}", "folder": f" below {name}/", "tests": " in tests"}.get(kind, "")
