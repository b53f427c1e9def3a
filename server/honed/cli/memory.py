"""`honed memory`: what was distilled, for whom it helps and where not; forgetting it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from honed.cli.options import Asked, with_common_options
from honed.cli.printing import console, counted, one_line, print_json, printable, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.memory import MemoryItem

KINDS = ("edit", "code", "pitfall", "guard")


@click.group()
def memory() -> None:
    """Look at what was distilled: edits, code, pitfalls, and guards that keep suggestions away."""


@memory.command("list")
@click.option("--language", metavar="NAME", help="Only those of a language, such as python.")
@click.option("--kind", type=click.Choice(KINDS), help="Only those of a kind.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    metavar="N",
    help="At most so many; 0 for all.",
)
@with_common_options
def list_(asked: Asked, *, language: str | None, kind: str | None, limit: int) -> None:
    """List the memory items, the most trusted first."""
    from honed.core.memory import ItemKind  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.memory import items_of  # noqa: PLC0415

    place = asked.place()
    found = items_of(place, language, ItemKind(kind) if kind else None)
    shown = found[: limit or None]
    if asked.as_json:
        print_json({"total": len(found), "items": [item_json(each) for each in shown]})
        return
    out = console()
    if not found:
        out.print(f"Nothing was distilled yet in {printable(place.name)}.")
        return
    rows = table("ID", "Kind", "Language", "Edit", "Right", "Wrong", "Trust")
    for each in shown:
        rows.add_row(
            str(each.id),
            each.kind.value,
            printable(each.language) or "text",
            one_line(each.title),
            str(each.successes),
            str(each.failures),
            f"{each.trust:.0%}",
        )
    out.print(rows)
    if len(shown) < len(found):
        out.print(f"{len(shown)} of {len(found)}; --limit 0 shows all.", style="dim")


@memory.command()
@click.argument("item_id", metavar="ID", type=int)
@with_common_options
def show(asked: Asked, *, item_id: int) -> None:
    """Show one memory item: when it helps, when not, and what speaks for it."""
    from honed.services.memory import chosen_items  # noqa: PLC0415 - as above

    [found] = chosen_items(asked.place(), [item_id])
    if asked.as_json:
        print_json(item_json(found))
        return
    out = console()
    out.print(one_line(found.title), style="bold")
    for name, value in _facts(found):
        if value:
            out.print(f"{name:<14}{one_line(value, 400)}")
    out.print()
    out.print(printable(found.content))


@memory.command()
@click.argument("item_ids", metavar="[ID]...", nargs=-1, type=int)
@click.option("--all", "is_all", is_flag=True, help="Forget all items of the store.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_common_options
def forget(asked: Asked, *, item_ids: tuple[int, ...], is_all: bool, yes: bool) -> None:
    """Forget memory items for good: they do not come back, and what they guarded is offered.

    A running server follows within seconds. The patterns that they were distilled from stay.
    """
    if is_all == bool(item_ids):
        raise click.UsageError("Name the items by their ids, or give --all.")
    from honed.services.memory import chosen_items, forget_items, items_of  # noqa: PLC0415 - as above

    place = asked.place()
    found = items_of(place) if is_all else chosen_items(place, item_ids)
    if found and not yes:
        for each in found:
            click.echo(f"{each.id}  {one_line(each.title)}", err=True)
        question = f"Forget {counted(len(found), 'item')} of {printable(place.name)}?"
        click.confirm(question, abort=True, err=True)
    forget_items(place, found)
    if asked.as_json:
        print_json({"forgotten": [item_json(each) for each in found]})
    else:
        click.echo(f"{counted(len(found), 'item')} forgotten.")


def item_json(item: MemoryItem) -> dict[str, Any]:
    """Return an item; docs/cli.md has the keys."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "language": item.language,
        "title": item.title,
        "content": item.content,
        "when": item.when,
        "whenNot": list(item.when_not),
        "origin": item.origin or None,
        "successes": item.successes,
        "failures": item.failures,
        "trust": round(item.trust, 4),
        "uses": item.uses,
        "learnedAt": _iso(item.learned_at),
        "isShown": item.is_shown,
        "isContradicted": bool(item.contradicts),
    }


def _facts(item: MemoryItem) -> Sequence[tuple[str, str]]:
    contradicted = counted(len(item.contradicts), "item") if item.contradicts else ""
    return (
        ("Kind", item.kind.value),
        ("Language", item.language),
        ("When", item.when),
        ("When not", "; ".join(item.when_not)),
        ("From", item.origin),
        ("Right", str(item.successes)),
        ("Wrong", str(item.failures)),
        ("Trust", f"{item.trust:.0%} at least"),
        ("Used", str(item.uses)),
        ("Learned", _iso(item.learned_at)),
        ("Contradicts", contradicted),
        ("Stands in", "a more general item" if item.absorbed_by else ""),
    )


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
