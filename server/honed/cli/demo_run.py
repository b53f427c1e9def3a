"""What `honed demo` does on its stage, told in values; everything that it says is checked.

Each story is told once. Then the server is stopped and started, killed and started, and asked about
the same texts as they were before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.cli.demo_scene import Asked, Elsewhere, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.cli.demo_stage import Stage
    from honed.cli.demo_stories import Chapter, Story
    from honed.cli.demo_texts import Diff

LEAST_OFFERED = 3
"""One is accepted, one rejected, and at one all the others are asked for."""
REJECTIONS = ("honed.dismiss", "undo")
"""How the offers are rejected, one story after another."""


@attrs.frozen
class Told:
    """One story as it went; places are numbered in the order of the text before it."""

    chapter: Chapter
    typed: Diff
    keys: int
    learned_ms: float
    """From the save until the edit is learned and stored."""
    asked: Asked
    elsewhere: Elsewhere
    rejected_by: str
    rejected_place: int | None = None
    rejected: Diff | None = None
    accepted: Diff | None = None
    everywhere: tuple[Diff, ...] = ()


@attrs.frozen
class Again:
    """What another server offers on the text as it was before a story."""

    told: Told
    asked: Asked

    @property
    def is_rejected_silent(self) -> bool:
        """Whether nothing is offered where an offer was rejected."""
        return self.told.rejected_place in self.asked.silent


@attrs.frozen
class Played:
    """All stories, and what was offered on their files by the servers after a stop and a kill."""

    told: tuple[Told, ...]
    restarted: tuple[Again, ...]
    killed: tuple[Again, ...]


async def play(stage: Stage, chapters: Sequence[Chapter], show: Callable[[Told], None]) -> Played:
    """Tell the stories, each shown when it is told; then ask after a stop and after a kill."""
    await stage.start()
    told: list[Told] = []
    for number, chapter in enumerate(chapters):
        earlier = [each.chapter.story for each in told]
        told.append(await tell(stage, chapter, earlier, REJECTIONS[number % len(REJECTIONS)]))
        show(told[-1])
    stopped = await stage.settled()
    code = await stage.stop()
    stage.check("the server ends with 0", holds=code == 0, detail=f"it ended with {code}")

    await stage.start()
    check_same(stage, "after a restart", stopped, await stage.settled())
    again = [await ask_again(stage, each, "after a restart") for each in told]
    await type_once_more(stage, told[0])
    killed = await stage.settled()
    code = await stage.kill()
    stage.check("kill -9 ends the server", holds=code not in {0, None}, detail=f"with {code}")

    await stage.start()
    check_same(stage, "after kill -9", killed, await stage.settled())
    after_kill = [await ask_again(stage, each, "after kill -9") for each in told]
    for first, second in zip(again, after_kill, strict=True):
        stage.check(
            f"{first.told.chapter.name}: what was offered before kill -9 is offered after it",
            holds=set(first.asked.right) <= set(second.asked.right),
            detail=f"{len(second.asked.right)} instead of {len(first.asked.right)}",
        )
    await stage.stop()
    return Played(tuple(told), tuple(again), tuple(after_kill))


async def tell(stage: Stage, chapter: Chapter, earlier: Sequence[Story], how: str) -> Told:
    """Tell one story: type, ask, accept, reject by `how`, and change the rest in one step."""
    scene = Scene(stage, chapter)
    typed, keys = scene.type(scene.typical())
    stage.editor.save(chapter.name)
    started = stage.clock.elapsed()
    await stage.settled()
    learned_ms = (stage.clock.elapsed() - started) * 1000
    asked = await scene.ask(parsing=True)
    check_offers(stage, f"{chapter.name}, parsed", asked)
    elsewhere = await scene.ask_elsewhere(earlier)
    stage.check(
        f"{chapter.name}: nothing else is offered on {elsewhere.asked} other lines",
        holds=not elsewhere.wrong,
        detail=_lines(elsewhere.wrong),
    )
    told = Told(chapter, typed, keys, learned_ms, asked, elsewhere, how)
    if len(asked.right) < LEAST_OFFERED:
        return told
    rejected = scene.lonely(asked.right)
    accepted, start, *_ = (each for each in asked.right if each != rejected)
    told = attrs.evolve(
        told,
        accepted=await scene.accept(accepted),
        rejected_place=rejected,
        rejected=await scene.reject(rejected, how),
        everywhere=await scene.everywhere(start, rejected),
    )
    stage.editor.save(chapter.name)
    await stage.settled()
    return told


async def ask_again(stage: Stage, told: Told, when: str) -> Again:
    """Ask a new server about the text as it was before the story."""
    again = Again(told, await Scene(stage, told.chapter).ask(parsing=False))
    check_offers(stage, f"{told.chapter.name} {when}", again.asked)
    if told.rejected_place is not None:
        stage.check(
            f"{told.chapter.name} {when}: what was rejected is not offered there",
            holds=again.is_rejected_silent,
            detail="it was offered",
        )
    return again


async def type_once_more(stage: Stage, told: Told) -> None:
    """Type the first story's edit by hand where it was offered, and wait until that is stored."""
    if not told.asked.right:
        return
    before = await stage.settled()
    Scene(stage, told.chapter).type(told.asked.right[0])
    stage.editor.save(told.chapter.name)
    after = await stage.settled()
    stage.check(
        "an edit typed right before kill -9 is stored",
        holds=after["lastDurableId"] == before["lastDurableId"] + 1,
        detail=f"the last trajectory is {after['lastDurableId']}, was {before['lastDurableId']}",
    )


def check_offers(stage: Stage, where: str, asked: Asked) -> None:
    """Check that something was offered, and that all of it was right."""
    offered = len(asked.right) + len(asked.wrong)
    stage.check(
        f"{where}: all {offered} offers are right to the character",
        holds=not asked.wrong,
        detail=_lines(asked.wrong),
    )
    stage.check(
        f"{where}: the edit is offered at other places",
        holds=len(asked.right) >= LEAST_OFFERED,
        detail=f"at {len(asked.right)} of {asked.places}",
    )


def _lines(wrong: Sequence[Diff]) -> str:
    return "; ".join(f"line {each.line}: {each.after.strip()}" for each in wrong[:3])


def check_same(stage: Stage, when: str, before: dict[str, object], now: dict[str, object]) -> None:
    """Check that a new server has what the one before it had."""
    for what, key in (("the last trajectory", "lastDurableId"), ("the patterns", "patterns")):
        one, other = _value(before, key), _value(now, key)
        stage.check(f"{when}, {what}: the same", holds=one == other, detail=f"{other}, was {one}")


def _value(status: dict[str, object], key: str) -> object:
    """Return a value of `honed/status`, or those of its projects."""
    projects = status["projects"]
    if key in status or not isinstance(projects, list):
        return status.get(key)
    return [project[key] for project in projects]
