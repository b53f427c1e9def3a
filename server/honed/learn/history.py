"""What the commits of a history teach, each for itself, and what they say together.

A commit's contribution rests on nothing but the commit. Contributions are kept by the commit's id,
so that putting two harvests together is a union: in any order, any number of times, from any
number of machines, the same comes out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from enum import StrEnum
from operator import add, sub
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Evidence, Form
from honed.learn.moments import added

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.core.model import Example, Rewrite
    from honed.learn.moments import Moments

MANY_EDITS = 10
"""From so many edits on, a commit that mostly repeats itself is the work of a program."""

RECURRING = 2
"""Of a pattern that only one commit has, nobody knows that it comes back: what the commit repeats,
its session has offered."""

_WORDS = re.compile(rb"\w+|[^\w\s]")


class Skipped(StrEnum):
    """Why a commit, or one of its files, teaches nothing."""

    LARGE = "large"
    """Too many files or edits for one person's thought."""
    MECHANICAL = "mechanical"
    """Many edits, most of which repeat earlier ones of the commit."""
    FORMATTING = "formatting"
    """Only space, line breaks and the like have changed."""
    UNKNOWN = "unknown"
    """No file that was changed is of a language that honed knows, or may be learned from."""
    REPEATED = "repeated"
    """Another commit made the same edits: picked, taken over or made again."""
    FAILED = "failed"
    """honed could not read the commit."""


@attrs.frozen
class Sighting:
    """One pattern in one commit: how often it was met, and right or wrong, inside of it."""

    rewrite: Rewrite
    example: Example
    support: int = 1
    right: int = 0
    wrong: int = 0


@attrs.frozen
class Contribution:
    """What one commit teaches; `at` is seconds since the epoch.

    `fingerprint` names its edits; `sightings` are kept by `key_of`.
    """

    at: float
    fingerprint: str = ""
    edits: int = 0
    formatting: int = 0
    skipped: Skipped | None = None
    sightings: Mapping[str, Sighting] = attrs.field(factory=dict)
    moments: Moments | None = None


Harvest = dict[str, Contribution]
"""Contributions by the ids of their commits."""


@attrs.frozen
class Tally:
    """What a pattern's sightings come to."""

    commits: int = 0
    support: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the pattern recurs, and inside of the commits was not wrong more than right."""
        return self.commits >= RECURRING and self.wrong <= self.right

    def plus(self, sighting: Sighting) -> Tally:
        """Return the tally with one more commit."""
        return Tally(
            self.commits + 1,
            self.support + sighting.support,
            self.right + sighting.right,
            self.wrong + sighting.wrong,
        )

    def and_(self, other: Tally) -> Tally:
        """Return what both come to; they count different commits."""
        return Tally(*map(add, attrs.astuple(self), attrs.astuple(other)))

    def less(self, other: Tally) -> Tally:
        """Return what this was before `other` came to it."""
        return Tally(*map(sub, attrs.astuple(self), attrs.astuple(other)))


@attrs.frozen
class Totals:
    """What contributions come to: patterns by key, counts, and what they say of the ranker."""

    tallies: Mapping[str, Tally]
    skipped: Mapping[Skipped, int]
    learned: int
    edits: int
    formatting: int
    moments: Moments | None


def merged(one: Mapping[str, Contribution], other: Mapping[str, Contribution]) -> Harvest:
    """Return all contributions; a commit that both have counts once."""
    return {**one, **other}


def originals(harvest: Mapping[str, Contribution]) -> Harvest:
    """Return the contributions by id, those that repeat another one's edits marked so.

    Of several commits with the same edits the one with the smallest id counts.
    """
    seen: set[str] = set()
    found: Harvest = {}
    for commit in sorted(harvest):
        each = harvest[commit]
        if each.skipped is None and each.fingerprint in seen:
            each = repeated(each)
        seen.add(each.fingerprint)
        found[commit] = each
    return found


def repeated(contribution: Contribution) -> Contribution:
    """Return the contribution of a commit whose edits were seen before: none."""
    return Contribution(contribution.at, contribution.fingerprint, skipped=Skipped.REPEATED)


def totals(harvest: Mapping[str, Contribution]) -> Totals:
    """Return what the contributions come to; equal ones give equal totals to the last bit."""
    counted = [each for _, each in sorted(originals(harvest).items())]
    tallies: dict[str, Tally] = {}
    for each in counted:
        for key, sighting in each.sightings.items():
            tallies[key] = tallies.get(key, Tally()).plus(sighting)
    return Totals(
        tallies=tallies,
        skipped=Counter(each.skipped for each in counted if each.skipped),
        learned=sum(not each.skipped for each in counted),
        edits=sum(each.edits for each in counted),
        formatting=sum(each.formatting for each in counted),
        moments=added(each.moments for each in counted if each.moments),
    )


def credited(tally: Tally) -> Evidence:
    """Return the record that a pattern starts with: never proven by its history alone.

    The next time that it is right before the developer's eyes decides.
    """
    most = max(1, 2 * tally.wrong)
    return Evidence(
        support=tally.support, shadow_right=min(tally.right, most), shadow_wrong=tally.wrong
    )


def key_of(rewrite: Rewrite) -> str:
    """Return what names a rewrite wherever it was met: what it demands, and what it makes of it.

    What stood in the holes and around it in its example does not count; of a renaming the old name
    does.
    """
    is_said = rewrite.form is Form.NAMES
    before = [
        (each.kind, each.hole, each.same_as, each.text if is_said or not each.hole else "")
        for each in rewrite.before
    ]
    parts = (rewrite.language, before, rewrite.after, rewrite.form,
             rewrite.gap_before, rewrite.gap_after)  # fmt: skip
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def essence(removed: bytes, put: bytes) -> bytes:
    """Return what an edit of whole lines does, but for what it leaves: words away, words put in."""
    old, new = Counter(_WORDS.findall(removed)), Counter(_WORDS.findall(put))
    gone, come = sorted((old - new).elements()), sorted((new - old).elements())
    return b"\0".join([*gone, b"\1", *come])


def is_mechanical(essences: Sequence[bytes]) -> bool:
    """Return whether a commit with these edits is a program's: many, most of them repetitions."""
    return len(essences) >= MANY_EDITS and 2 * len(set(essences)) < len(essences)


def fingerprint(edits: Iterable[tuple[str, bytes, bytes]]) -> str:
    """Return what names a commit's edits (path, lines before, lines after), wherever they stand."""
    parts = sorted(b"\0".join([path.encode("utf-8", "replace"), *texts]) for path, *texts in edits)
    return hashlib.blake2b(b"\1".join(parts), digest_size=12).hexdigest()
