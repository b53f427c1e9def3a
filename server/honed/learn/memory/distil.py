"""From experience to memory items: edits that are wanted, code that held, pitfalls."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import attrs

from honed.core.memory import Distilled, ItemKind, MemoryItem, Witness
from honed.core.text import Text, encode
from honed.learn.edited import edited_statement
from honed.learn.generalize import generalize
from honed.learn.memory.experience import experience_of
from honed.learn.memory.forms import key_of_code, key_of_edit, sides
from honed.learn.memory.judge import Verdict, judged
from honed.suggest.render import preview
from honed.syntax import languages
from honed.syntax.declarations import outline
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from honed.core.model import Pattern, Rewrite
    from honed.learn.memory.experience import Experience
    from honed.learn.memory.judge import Judgement

    Failed = dict[tuple[str, str], dict[str, tuple[str, ...]]]

FORMS = 2
"""Of what one edit may be an example of so many are distilled, the plainest first."""

LONGEST_TITLE = 80
LONGEST_CONTENT = 4_000
MOST_REASONS = 5
_SPACE = re.compile(r"\s+")


def of_patterns(
    patterns: Iterable[Pattern], known: Container[str] = frozenset()
) -> list[Distilled]:
    """Return an item for each family of patterns that proved themselves: what their edits share.

    And for those whose keys are `known`: what they said once may be true no more. A family is what
    is equal up to renaming; each pattern testifies with its record, whether its outcomes come from
    offers that were taken or from the shadow.
    """
    families: dict[str, list[tuple[Pattern, MemoryItem]]] = {}
    for pattern in patterns:
        if pattern.is_rule:
            continue
        origin = f"{pattern.example.path}:{pattern.example.line + 1}"
        item = of_rewrite(pattern.rewrite, origin)
        families.setdefault(item.key, []).append((pattern, item))
    return [
        Distilled(
            members[0][1],
            tuple(
                Witness(source_of(each.id), each.evidence.right, each.evidence.wrong)
                for each, _ in members
            ),
        )
        for key, members in families.items()
        if key in known or any(each.evidence.is_proven for each, _ in members)
    ]


def source_of(pattern_id: int) -> str:
    """Return what names a pattern as a witness."""
    return f"pattern:{pattern_id}"


def of_rewrite(rewrite: Rewrite, origin: str = "") -> MemoryItem:
    """Return the item that tells of a rewrite."""
    before, after = sides(rewrite)
    old, new = (_cut(side, LONGEST_CONTENT) for side in preview(rewrite))
    line = f"{old or 'nothing'} → {new or 'nothing'}"
    around = [each.lstrip("=").replace("_", " ") for each in rewrite.path[:2]]
    inside = f", inside of {' in '.join(around)}" if around else ""
    return MemoryItem(
        key=key_of_edit(rewrite.language, before, after),
        kind=ItemKind.EDIT,
        language=rewrite.language,
        title=_cut(line, LONGEST_TITLE),
        content=_cut(line, LONGEST_CONTENT),
        when=_cut(f"{old or 'nothing'} stands there{inside}", LONGEST_CONTENT),
        before=before,
        after=after,
        origin=origin,
    )


def of_given(given: Iterable[object]) -> list[Distilled]:
    """Return what trajectories teach, of whatever type they are; what is none is passed over."""
    found = (experience_of(each) for each in given)
    return distinct(of_experiences([each for each in found if each is not None]))


def of_experiences(experiences: Iterable[Experience]) -> list[Distilled]:
    """Return what experiences teach, each for itself; those without a verdict teach nothing.

    An edit becomes what it is an example of, and a failed one testifies against that. Of a piece
    of code a success is kept as it is; a failure becomes a pitfall, and what it failed of is told
    with what succeeded at the same task.
    """
    known = [(each, judged(each)) for each in experiences]
    clear = [each for each in known if each[1].verdict is not Verdict.UNCLEAR]
    failed: Failed = {}
    for each, judgement in clear:
        if judgement.verdict is Verdict.FAILURE and each.task:
            failed.setdefault(_task(each), {})[each.source] = judgement.reasons
    found: list[Distilled] = []
    for each, judgement in clear:
        items = _of_edit(each) if each.before else [_of_code(each, judgement, failed)]
        found += [
            Distilled(item, (_testimony(each, item, judgement), *_given(each, item, failed)))
            for item in items
        ]
    return found


def _given(experience: Experience, item: MemoryItem, failed: Failed) -> Iterator[Witness]:
    """Yield what others that failed at the same task have given to an item as its reasons."""
    if item.kind is ItemKind.CODE:
        for source, reasons in failed.get(_task(experience), {}).items():
            said = tuple(each for each in reasons if each in item.when_not)
            if said and source != experience.source:
                yield Witness(source, reasons=said)


def _testimony(experience: Experience, item: MemoryItem, judgement: Judgement) -> Witness:
    """Return what an experience says; that something failed is what makes a pitfall one."""
    is_for = judgement.verdict is Verdict.SUCCESS or item.kind is ItemKind.PITFALL
    return Witness(experience.source, int(is_for), int(not is_for))


def _of_edit(experience: Experience) -> list[MemoryItem]:
    language = languages.by_name(experience.language)
    before, after = (Text(encode(each)) for each in (experience.before, experience.after))
    edited = edited_statement(before, after, parse(before, language), parse(after, language))
    if edited is None:
        return []
    origin = f"{experience.path}:{experience.line + 1}" if experience.path else ""
    found: dict[str, MemoryItem] = {}
    for rewrite in generalize(edited)[:FORMS]:
        item = of_rewrite(rewrite, origin)
        if experience.task:
            when = _cut(f"{experience.task}; {item.when}", LONGEST_CONTENT)
            item = attrs.evolve(item, when=when)
        found.setdefault(item.key, item)
    return list(found.values())


def _of_code(
    experience: Experience,
    judgement: Judgement,
    failed: Failed,
) -> MemoryItem:
    language = languages.by_name(experience.language)
    is_good = judgement.verdict is Verdict.SUCCESS
    kind = ItemKind.CODE if is_good else ItemKind.PITFALL
    given = failed.get(_task(experience), {})
    reasons = chain.from_iterable(given.values()) if is_good else judgement.reasons
    return MemoryItem(
        key=key_of_code(kind, language, experience.after),
        kind=kind,
        language=experience.language,
        title=_cut(experience.task or _declared(experience) or experience.after, LONGEST_TITLE),
        content=experience.after[:LONGEST_CONTENT].strip("\n"),
        when=_cut(experience.task, LONGEST_CONTENT),
        when_not=tuple(dict.fromkeys(reasons))[:MOST_REASONS],
        origin=experience.path,
    )


def _declared(experience: Experience) -> str:
    """Return the names that a piece of code declares, "" for none."""
    text = Text(encode(experience.after))
    tree = parse(text, languages.by_name(experience.language))
    return "" if tree is None else ", ".join(each.name for each in outline(tree) if each.name)


def _task(experience: Experience) -> tuple[str, str]:
    return experience.language, _SPACE.sub(" ", experience.task).casefold()


def _cut(text: str, limit: int) -> str:
    line = _SPACE.sub(" ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def distinct(found: Sequence[Distilled]) -> list[Distilled]:
    """Return what was distilled with each key once, the testimony of equal ones together.

    Of a source that speaks twice the last word counts; what an item knows of when not to use it is
    put together.
    """
    merged: dict[str, tuple[MemoryItem, dict[str, Witness]]] = {}
    for each in found:
        known = merged.get(each.item.key)
        witnesses = {} if known is None else known[1]
        for one in each.testimony:
            witnesses[one.source] = _latest(witnesses.get(one.source), one)
        merged[each.item.key] = (each.item if known is None else with_reasons(known[0], each.item),
                                 witnesses)  # fmt: skip
    return [Distilled(item, tuple(witnesses.values())) for item, witnesses in merged.values()]


def _latest(before: Witness | None, now: Witness) -> Witness:
    """Return what a source says last; what gives reasons only takes no count back."""
    if before is None:
        return now
    reasons = tuple(dict.fromkeys((*before.reasons, *now.reasons)))
    counted = before if now.reasons and not now.successes + now.failures else now
    return attrs.evolve(counted, reasons=reasons)


def with_reasons(item: MemoryItem, other: MemoryItem) -> MemoryItem:
    """Return an item that also knows when not to use it as an equal one does."""
    reasons = tuple(dict.fromkeys((*item.when_not, *other.when_not)))[:MOST_REASONS]
    return attrs.evolve(item, when_not=reasons)
