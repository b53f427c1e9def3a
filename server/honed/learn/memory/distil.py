"""From experience to memory items: edits that are wanted, code that held, pitfalls."""

from __future__ import annotations

import re
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
    from collections.abc import Container, Iterable, Sequence

    from honed.core.model import Pattern, Rewrite
    from honed.learn.memory.experience import Experience
    from honed.learn.memory.judge import Judgement

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
    failed: dict[tuple[str, str], list[str]] = {}
    for each, judgement in clear:
        if judgement.verdict is Verdict.FAILURE and each.task:
            failed.setdefault(_task(each), []).extend(judgement.reasons)
    found: list[Distilled] = []
    for each, judgement in clear:
        items = _of_edit(each) if each.before else [_of_code(each, judgement, failed)]
        found += [Distilled(item, (_testimony(each, item, judgement),)) for item in items]
    return found


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
    failed: dict[tuple[str, str], list[str]],
) -> MemoryItem:
    language = languages.by_name(experience.language)
    is_good = judgement.verdict is Verdict.SUCCESS
    kind = ItemKind.CODE if is_good else ItemKind.PITFALL
    reasons = failed.get(_task(experience), []) if is_good else list(judgement.reasons)
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
        witnesses |= {one.source: one for one in each.testimony}
        merged[each.item.key] = (each.item if known is None else with_reasons(known[0], each.item),
                                 witnesses)  # fmt: skip
    return [Distilled(item, tuple(witnesses.values())) for item, witnesses in merged.values()]


def with_reasons(item: MemoryItem, other: MemoryItem) -> MemoryItem:
    """Return an item that also knows when not to use it as an equal one does."""
    reasons = tuple(dict.fromkeys((*item.when_not, *other.when_not)))[:MOST_REASONS]
    return attrs.evolve(item, when_not=reasons)
