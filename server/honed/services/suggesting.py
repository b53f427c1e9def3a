"""From a place in a document to what may be shown there; and nothing where it is doubtful."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count, takewhile
from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Passed, change_of, check
from honed.config import Kind
from honed.core.diff import minimal_edit, smallest
from honed.core.model import Effect, Suggestion
from honed.core.text import Edit, Span, Text, apply_edits, decode, encode, is_word_byte
from honed.services.lessons import first_words
from honed.services.sets import all_completed, completed
from honed.services.silence import Silence
from honed.suggest.edits import Found, candidates_at, everywhere, fires_again
from honed.suggest.rank import ACCEPTED_AT, OFFER_AT
from honed.suggest.strength import fixed_texts
from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.apply.guard import Change, Refusal
    from honed.core.model import Candidate, Pattern
    from honed.services.document import Snapshot
    from honed.services.judge import Judge
    from honed.services.project import Project
    from honed.syntax.tree import Tree

MAX_OFFERED = 3
"""Different edits offered at one place."""

MAX_GUARDED = 8
"""Candidates that are looked at closely before silence is chosen."""

MAX_LOOKS = 32
"""How often the guard looks at edits of a whole file before silence is chosen; to find the one of
400 that may not be made takes 19."""

Reserve = Callable[[Found, Suggestion], Silence | None]
"""What speaks against showing an edit so, before anybody has looked at it closely."""

_numbers = count(1)


@attrs.frozen
class Completion:
    """Text that replaces `span` (on the cursor's line) and finishes what is being typed."""

    suggestion: Suggestion
    span: Span
    text: str


@attrs.frozen
class Assessed:
    """What was found, as the suggestion that it makes; `silence` is None where that is offered."""

    found: Found
    suggestion: Suggestion
    silence: Silence | Refusal | None


def new_id(kind: str) -> str:
    """Return an id for something that is handed to the editor; never the same in one process."""
    return f"{kind}{next(_numbers)}"


def at_lines(
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    lines: tuple[int, int],
    recent: Sequence[Change] = (),
) -> list[Suggestion]:
    """Return the edits that are offered on the lines, the most probable first."""
    found = found_at(project, snapshot, lines, project.trusts)
    verdicts = assessed(project, judge, snapshot, found, recent)
    worth = takewhile(
        lambda each: (
            each.silence is not Silence.OUTDONE and each.suggestion.probability >= ACCEPTED_AT
        ),
        verdicts,
    )
    return [each.suggestion for each in worth if each.silence is None]


def found_at(
    project: Project,
    snapshot: Snapshot,
    lines: tuple[int, int],
    trust: Callable[[Pattern], bool],
) -> list[Found]:
    """Return what the patterns that `trust` names would do on the lines, before anybody judges."""
    with project.lock:
        return candidates_at(
            project.index,
            snapshot.text,
            snapshot.tree,
            lines,
            project.circumstances(snapshot.path),
            language=snapshot.language_name,
            trust=trust,
        )


def too_doubtful(project: Project) -> Reserve:
    """Return the reserve of who stands at the place of an edit."""

    def reserve(found: Found, suggestion: Suggestion) -> Silence | None:
        probability = suggestion.probability
        if probability < project.offered_from(found.pattern):
            return Silence.IMPROBABLE
        effect = Effect.of(suggestion.candidate.edits[0])
        threshold = project.trials.threshold(Kind.EDIT, effect)
        return Silence.OFTEN_WRONG if probability < threshold > OFFER_AT else None

    return reserve


def assessed(  # noqa: PLR0913 - a place, who judges there, and how it is to be shown
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    found: Sequence[Found],
    recent: Sequence[Change] = (),
    reserve: Reserve | None = None,
) -> Iterator[Assessed]:
    """Yield what was found, the most probable first, with what speaks against showing it.

    Of candidates that make the same edit only the most probable is among them. What is shown
    otherwise than to who stands there has its own `reserve`.
    """
    reserve = reserve or too_doubtful(project)
    by_origin = {each.candidate.origin: each for each in found}
    offered: list[Suggestion] = []
    here = project.context(snapshot.language_name)
    scored = judge.ranked((each.candidate for each in found), here)
    for number, (probability, candidate) in enumerate(scored):
        origin = by_origin[candidate.origin]
        suggestion = suggestion_of(snapshot, candidate, probability)
        silence: Silence | Refusal | None
        doubt = reserve(origin, suggestion)
        if doubt is Silence.IMPROBABLE:
            silence = doubt
        elif len(offered) == MAX_OFFERED or number >= MAX_GUARDED:
            silence = Silence.OUTDONE
        # Two patterns may cut the same change of the text differently.
        elif any(
            (each.line, each.after) == (suggestion.line, suggestion.after) for each in offered
        ):
            silence = Silence.SAME_EDIT
        elif doubt is not None:
            silence = doubt
        else:
            silence = objection(project, snapshot, origin, recent)
        if silence is None:
            path = project.relative(snapshot.path)
            suggestion = completed(path, snapshot, origin, suggestion)
            offered.append(suggestion)
        yield Assessed(origin, suggestion, silence)


def objection(
    project: Project, snapshot: Snapshot, found: Found, recent: Sequence[Change]
) -> Silence | Refusal | None:
    """Return what in the text, or of what happened to it, speaks against an edit; None for none."""
    edits = found.candidate.edits
    if _is_rejected(project, snapshot, found):
        return Silence.REJECTED_HERE
    if _is_guarded(project, snapshot, found):
        return Silence.GUARDED
    verdict = check(snapshot.text, snapshot.tree, edits, recent, fixed_texts(found.pattern.rewrite))
    if not isinstance(verdict, Passed):
        return verdict
    is_repeated = fires_again(found.pattern, edits[0], verdict.text, verdict.tree)
    return Silence.FIRES_AGAIN if is_repeated else None


def _is_rejected(project: Project, snapshot: Snapshot, found: Found) -> bool:
    """Return whether the developer has rejected an edit at its place."""
    if not project.rejections:
        return False
    place = fingerprint(snapshot.text, snapshot.tree, found.candidate.edits[0])
    return (project.relative(snapshot.path), place) in project.rejections


def _is_guarded(project: Project, snapshot: Snapshot, found: Found) -> bool:
    """Return whether such edits were rejected in such a context more often than by chance."""
    if not project.guards:
        return False
    effect = Effect.of(smallest(snapshot.text, found.candidate.edits[0]))
    return (
        project.guards.against(project.relative(snapshot.path), found.pattern, effect) is not None
    )


def suggestion_of(snapshot: Snapshot, candidate: Candidate, probability: float) -> Suggestion:
    """Return a candidate as it would be shown: its smallest edit, and the lines that it changes."""
    edit = smallest(snapshot.text, candidate.edits[0])
    change = change_of(snapshot.text, edit)
    after = decode(change.after)
    return Suggestion(
        id=new_id("s"),
        candidate=attrs.evolve(candidate, edits=(edit,)),
        probability=probability,
        title=first_words(after) or "delete this",
        before=decode(change.before),
        after=after,
        line=snapshot.text.line_at(edit.span.start),
    )


def in_file(
    project: Project, judge: Judge, snapshot: Snapshot, pattern_id: int, recent: Sequence[Change]
) -> list[Suggestion]:
    """Return what the edit that taught a pattern would do in the whole file, in order.

    On each line by its most probable pattern; the edits go together.
    """
    with project.lock:
        pattern = project.index.get(pattern_id)
        if pattern is None or not project.trusts(pattern):
            return []
        found = [
            each
            for sibling in project.index.taught_with(pattern)
            if project.trusts(sibling)
            for each in everywhere(
                project.index,
                sibling,
                snapshot.text,
                snapshot.tree,
                project.circumstances(snapshot.path),
            )
        ]
    worth = sorted(
        (
            each
            for each in _best_of_lines(project, judge, found)
            if not _is_rejected(project, snapshot, each)
            and not _is_guarded(project, snapshot, each)
        ),
        key=lambda each: each.candidate.edits[0].span,
    )
    together = _going_together(snapshot, worth, recent)
    if len(together) < len(worth) and not _passes(snapshot, together):
        return []
    suggestions = [
        suggestion_of(snapshot, each.candidate, _probability(project, judge, each))
        for each in together
    ]
    return all_completed(project.relative(snapshot.path), snapshot, together, suggestions)


def _going_together(
    snapshot: Snapshot, worth: Sequence[Found], recent: Sequence[Change]
) -> list[Found]:
    """Return the edits against which nothing speaks, in order; [] where too much does.

    All are looked at together, and the halves of those that may not be made together: each look
    at a long file costs a parse.
    """
    found: list[Found] = []
    groups, looks = [worth], 0
    spoken_of = fixed_texts(worth[0].pattern.rewrite) if worth else ()
    while groups and looks < MAX_LOOKS:
        looks += 1
        group = groups.pop()
        edits = [each.candidate.edits[0] for each in group]
        verdict = check(snapshot.text, snapshot.tree, edits, recent, spoken_of)
        if isinstance(verdict, Passed):
            found += (
                each
                for each, edit in zip(group, _made(edits), strict=True)
                if not fires_again(each.pattern, edit, verdict.text, verdict.tree)
            )
        elif len(group) > 1:
            half = len(group) // 2
            groups += group[half:], group[:half]
    return [] if groups else found


def _made(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits with the places at which they stand when all before them are made."""
    shift = 0
    for edit in edits:
        yield Edit(Span(edit.span.start + shift, edit.span.end + shift), edit.new)
        shift += len(edit.new) - len(edit.span)


def _passes(snapshot: Snapshot, together: Sequence[Found]) -> bool:
    if not together:
        return False
    edits = [each.candidate.edits[0] for each in together]
    spoken_of = fixed_texts(together[0].pattern.rewrite)
    return isinstance(check(snapshot.text, snapshot.tree, edits, (), spoken_of), Passed)


def _best_of_lines(project: Project, judge: Judge, found: Sequence[Found]) -> list[Found]:
    """Return those worth offering; of two in one line, the more probable."""
    best: dict[int, tuple[float, Found]] = {}
    for each in found:
        probability = _probability(project, judge, each)
        line = each.window.text.line_at(each.candidate.span.start)
        least = project.offered_from(each.pattern)
        if probability >= least and probability > best.get(line, (0.0, each))[0]:
            best[line] = (probability, each)
    return [each for _, each in best.values()]


def _probability(project: Project, judge: Judge, found: Found) -> float:
    pattern = found.pattern
    here = attrs.evolve(project.context(pattern.rewrite.language), pattern_id=pattern.id)
    return judge.probability(found.candidate.features, here)


def completions(  # noqa: PLR0913 - two texts of one document, and where they are asked about
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    before: Text,
    before_tree: Tree | None,
    offset: int,
) -> list[Completion]:
    """Return how learned edits would finish what has been typed since the text was `before`.

    `offset` is the cursor. What was typed must agree with the edit up to the cursor, and must
    have begun to differ from `before`.
    """
    typed = minimal_edit(before.data, snapshot.text.data)
    if typed is None or offset <= typed.span.start:
        return []
    line = before.line_at(typed.span.start)
    earlier = attrs.evolve(snapshot, text=before, tree=before_tree)
    found = []
    for suggestion in at_lines(project, judge, earlier, (line, line)):
        if suggestion.probability < OFFER_AT:
            continue
        wanted = apply_edits(before.data, suggestion.candidate.edits)
        completion = _completion(snapshot.text, wanted, suggestion, offset)
        if completion is not None:
            found.append(completion)
    return found


def _completion(
    text: Text, wanted: bytes, suggestion: Suggestion, offset: int
) -> Completion | None:
    if wanted[:offset] != text.data[:offset]:
        return None
    rest = minimal_edit(text.data, wanted)
    if rest is None:
        return None
    start = _word_start(text.data, offset)
    line = text.line_span(text.line_at(offset))
    end = max(rest.span.end, offset)
    if end > line.end or start < line.start:
        return None
    new_end = len(wanted) - (len(text.data) - end)
    return Completion(suggestion, Span(start, end), decode(wanted[start:new_end]))


def _word_start(data: bytes, offset: int) -> int:
    start = offset
    while start > 0 and is_word_byte(data[start - 1]):
        start -= 1
    return start


def fingerprint(text: Text, tree: Tree | None, edit: Edit) -> str:
    """Return what names a suggestion at its place, wherever the lines around it move to.

    It rests on the names of the enclosing declarations and on the lines before and after the edit.
    Equal lines in one declaration share it: a rejection silences them all.
    """
    edit = smallest(text, edit)
    change = change_of(text, edit)
    scope = ".".join(_scope(tree, edit.span.start)) if tree else ""
    parts = (encode(scope), change.before, change.after)
    return hashlib.blake2b(b"\0".join(parts), digest_size=12).hexdigest()


def _scope(tree: Tree, offset: int) -> list[str]:
    names = []
    for node in ancestors(tree, offset):
        name = node.child_by_field_name("name")
        if name is not None:
            names.append(decode(tree.text.data[name.start_byte : name.end_byte]))
    return names
