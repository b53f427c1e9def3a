"""The values that pass between the rooms; all frozen, none knows where it is stored or shown."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.details import Details, Qualities
from honed.core.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Mapping


class TokenKind(StrEnum):
    """What a token is to a pattern; which leaves are which is said in `grammars/`."""

    NAME = "name"
    LITERAL = "literal"
    QUOTE = "quote"
    TEXT = "text"
    COMMENT = "comment"
    FIXED = "fixed"


class HoleKind(StrEnum):
    """What may fill a hole of a pattern."""

    NAME = "name"
    LITERAL = "literal"
    QUOTE = "quote"
    TEXT = "text"
    """Part of a string's content, perhaps nothing."""
    EXPRESSION = "expression"
    """One whole node of the syntax tree."""
    LIST = "list"
    """All that stands between two brackets."""


@attrs.frozen
class Element:
    """One place of a pattern's before side: a fixed token, or a hole with the example's filling.

    `same_as` is the index of an earlier element that this hole must repeat to the letter.
    """

    kind: TokenKind
    text: str
    hole: HoleKind | None = None
    same_as: int | None = None


@attrs.frozen
class Copy:
    """The source text of the elements `first` to `last` (both included), gaps between them too."""

    first: int
    last: int


Part = str | Copy
"""A piece of a pattern's after side; in a string a line starts at the place's indentation."""


class Form(StrEnum):
    """How a rewrite treats inserted words that also stand on its before side."""

    PLAIN = "plain"
    """They stay the example's own words."""
    REFERENCE = "reference"
    """They follow what stands at the place."""
    LINES = "lines"
    """Its elements are whole lines, without the space around them."""
    NAMES = "names"
    """It renames other names as its example's, by their sub-words or their convention."""


@attrs.frozen
class Rewrite:
    """What one edit does, with holes: the elements `before` become the parts `after`.

    `left` and `right` are the example's other tokens of the statement (nearest to the rewrite
    last, respectively first) and `path` the kinds of the nodes around it, innermost first: they
    are not demanded, but how far a place agrees with them says how much to trust the offer.
    """

    language: str
    before: tuple[Element, ...]
    after: tuple[Part, ...]
    left: tuple[Element, ...] = ()
    right: tuple[Element, ...] = ()
    path: tuple[str, ...] = ()
    callee: tuple[str, ...] = ()
    """The words of the call around the change, `log.info` as `("log", "info")`."""
    form: Form = Form.PLAIN
    gap_before: str | None = None
    """The example's space before the first element where it is replaced too, else None."""
    gap_after: str | None = None
    imports: tuple[str, ...] = ()
    """What binds names that it puts in, in the example's file: statements of one name each."""


@attrs.frozen
class Example:
    """The edit that a pattern was learned from; texts are whole statements, secrets removed."""

    before: str
    after: str
    path: str
    line: int
    """Zero-based."""


@attrs.frozen
class Evidence:
    """How often a pattern was met, and what became of its offers."""

    support: int = 1
    accepted: int = 0
    rejected: int = 0
    ignored: int = 0
    shadow_right: int = 0
    shadow_wrong: int = 0

    @property
    def right(self) -> int:
        """How often the pattern would have been, or was, right."""
        return self.accepted + self.shadow_right

    @property
    def wrong(self) -> int:
        """How often the pattern would have been, or was, wrong."""
        return self.rejected + self.shadow_wrong

    @property
    def is_proven(self) -> bool:
        """Whether later sessions trust it: accepted once, or right twice and mostly in the shadow.

        Rejections take the trust back, one for one, and so does what the shadow shows to be wrong:
        an older pattern that is wrong as often as right makes what it stands beside worse.
        """
        if self.accepted:
            return self.accepted > self.rejected and self.right > self.wrong
        return self.shadow_right >= 2 and self.shadow_right > 2 * self.wrong  # noqa: PLR2004 - said above


@attrs.frozen
class Pattern:
    """A learned rewrite with its origin and its record."""

    id: int
    rewrite: Rewrite
    example: Example
    session_id: int
    trajectory_id: int
    evidence: Evidence = Evidence()
    is_forgotten: bool = False
    learned_at: float = 0.0
    """Seconds since the epoch; 0 where no trajectory tells."""

    @property
    def lesson(self) -> tuple[int, int]:
        """What names the edit that taught it, and perhaps others with it.

        A rule, what a history has taught and what was imported stands for itself.
        """
        return (self.trajectory_id, 0) if self.trajectory_id > 0 else (0, self.id)

    @property
    def is_of_history(self) -> bool:
        """Whether no session has taught it, but a git history."""
        return not self.session_id and not self.is_rule

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule of the project, which no store knows."""
        return self.id < 0


class Outcome(StrEnum):
    """What became of an edit or a suggestion."""

    FREE = "free"
    """Typed without a suggestion."""
    ACCEPTED = "accepted"
    MODIFIED = "modified"
    REJECTED = "rejected"
    IGNORED = "ignored"
    UNDONE = "undone"


class Arm(IntEnum):
    """Which policy acted: that of a fresh installation, or one that has learned something."""

    FROZEN = 0
    LEARNED = 1


WRITING_KINDS = frozenset({"completion", "inline"})
"""Kinds of trajectories of what the project would write next: an entry of a menu, ghost text."""


@attrs.frozen
class Trajectory:
    """One row of experience: context, action, outcome, reward.

    `at` is seconds since the epoch, `line` zero-based, `path` relative to the workspace folder.
    `propensity` is the chance with which the policy of `policy_version` showed the action; `arm`
    says whether that policy had learned anything, None where no policy acted or nobody noted it.
    `probability` is that of the action before it was made; of a free edit it is 1 where some
    pattern would have made it, else 0.
    """

    session_id: int
    at: float
    language: str
    path: str
    line: int
    before: str
    after: str
    outcome: Outcome
    reward: float
    kind: str = "edit"
    pattern_id: int | None = None
    probability: float = 1.0
    propensity: float = 1.0
    policy_version: int = 0
    latency_ms: float = 0.0
    id: int = 0
    details: Details = attrs.field(factory=Details)
    arm: Arm | None = None

    @property
    def is_writing(self) -> bool:
        """Whether it is text that the project would write next, and no pattern's edit."""
        return self.kind in WRITING_KINDS


class Effect(StrEnum):
    """What an edit does to the text, as one reads it."""

    INSERTION = "insertion"
    DELETION = "deletion"
    REPLACEMENT = "replacement"

    @classmethod
    def of(cls, edit: Edit) -> Effect:
        """Return that of a smallest edit."""
        if not edit.new:
            return cls.DELETION
        return cls.REPLACEMENT if len(edit.span) else cls.INSERTION


@attrs.frozen
class Trial:
    """An offer whose outcome is known: how probable it was thought to be, and was it wanted.

    `kind` says how it was offered and what it does; `weight`, between 0 and 1, how clearly the
    outcome speaks.
    """

    kind: str
    probability: float
    is_right: bool
    weight: float = 1.0
    pattern_id: int = 0


@attrs.frozen
class Session:
    """A stretch of work; `end` is None while it goes on (seconds since the epoch)."""

    id: int
    start: float
    end: float | None = None
    head: str = ""
    """The branch that was checked out."""


@attrs.frozen
class Candidate:
    """What one pattern would do at one place, before anybody judged it.

    A snippet that is merged comes from none: its `pattern_id` is 0, and it has no features.
    """

    pattern_id: int
    edits: tuple[Edit, ...]
    span: Span
    """What the pattern matched, in the text before."""
    features: tuple[float, ...]
    kind: str = "edit"
    effect: tuple[Edit, ...] = ()
    """The smallest edits that lead to the same text; () where nobody asked for them."""
    line: int = 0
    """Zero-based, on which the first of them begins: one of those of a line is wanted."""

    @property
    def origin(self) -> tuple[int, tuple[Edit, ...]]:
        """What tells it from all others at its place, whatever its features are."""
        return self.pattern_id, self.edits

    @property
    def result(self) -> tuple[Edit, ...]:
        """What names the text that it leads to."""
        return self.effect or self.edits


@attrs.frozen
class Suggestion:
    """A candidate that may be shown: judged, guarded, with an id that its outcome will name."""

    id: str
    candidate: Candidate
    probability: float
    title: str
    before: str
    after: str
    line: int
    """Zero-based."""
    companions: tuple[Edit, ...] = ()
    """Edits elsewhere in the file that go with it, and are no suggestions of their own: imports."""


@attrs.frozen
class Weights:
    """The ranker's state: a normal posterior with a diagonal precision over the features.

    `mean` and `precision` have one number a feature, in the order of `names`; weights that an
    older honed has stored may tell no names.
    """

    mean: tuple[float, ...]
    precision: tuple[float, ...]
    updates: int = 0
    names: tuple[str, ...] = ()


@attrs.frozen
class Neighbour:
    """An edit that the vector memory found, by the first pattern that it taught, and its cosine."""

    pattern_id: int
    similarity: float


@attrs.frozen
class StoreStatus:
    """What lies in a store: counts, bytes on disk, and how vectors are searched."""

    path: str
    trajectories: int
    patterns: int
    last_durable_id: int
    bytes_on_disk: int
    index_kind: str
    """`hnsw` or `exact`."""
    index_state: str
    """`ready`, `building` or the reason why it was rebuilt."""


@attrs.frozen
class Statistics:
    """What a store knows in numbers: outcomes by name, mean reward, patterns by state."""

    outcomes: Mapping[str, int]
    mean_reward: float
    patterns: int
    proven: int
    sessions: int
    languages: Mapping[str, int]
    mean_latency_ms: float = 0.0
    qualities: Mapping[Arm, Qualities] = attrs.field(factory=dict)
    """Of the results of tasks by arm: 0 is that of policies which had learned nothing, 1 else."""
