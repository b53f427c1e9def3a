"""`honed patterns`: look at what was learned, find it by a place, forget it, share it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from honed.cli.as_json import answer_json, forgotten_json, listing_json, pattern_json, recall_json
from honed.cli.options import DIRECTORY, Asked, FileLine, with_common_options
from honed.cli.printing import print_json, printable

if TYPE_CHECKING:
    from honed.learn.rules import Rule


@click.group()
def patterns() -> None:
    """Look at the learned patterns, find them by a place, forget them, share them as rules."""


@patterns.command("list")
@click.option("--language", metavar="NAME", help="Only those of a language, such as python.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    metavar="N",
    help="At most so many; 0 for all.",
)
@with_common_options
def list_(asked: Asked, *, language: str | None, limit: int) -> None:
    """List the patterns, the newest first."""
    from honed.cli.as_text import print_listing  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.learned import listing  # noqa: PLC0415

    place = asked.place()
    found = listing(place, language.lower() if language else None, limit)
    if asked.as_json:
        print_json(listing_json(place, found))
    else:
        print_listing(place, found, language)


@patterns.command()
@click.argument("pattern_id", metavar="ID", type=int)
@with_common_options
def show(asked: Asked, *, pattern_id: int) -> None:
    """Show one pattern: the edit that taught it, its holes, its context and its record."""
    from honed.cli.as_text import print_pattern  # noqa: PLC0415 - as above
    from honed.services.learned import one  # noqa: PLC0415

    place = asked.place()
    found, siblings = one(place, pattern_id)
    if asked.as_json:
        print_json(pattern_json(place, found, siblings))
    else:
        print_pattern(found, siblings)


@patterns.command()
@click.argument("pattern_ids", metavar="[ID]...", nargs=-1, type=int)
@click.option(
    "--all", "is_all", is_flag=True, help="Forget all patterns and memory items of the store."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_common_options
def forget(asked: Asked, *, pattern_ids: tuple[int, ...], is_all: bool, yes: bool) -> None:
    """Forget patterns, and the texts that they were learned from.

    A running server follows within seconds. The numbers that `honed stats` shows stay.
    """
    if is_all == bool(pattern_ids):
        raise click.UsageError("Name the patterns by their ids, or give --all.")
    from honed.cli import as_text  # noqa: PLC0415 - as above
    from honed.services import learned  # noqa: PLC0415

    place = asked.place()
    what = learned.everything(place) if is_all else learned.chosen(place, pattern_ids)
    if (what.patterns or what.items) and not yes:
        # On standard error, where the question stands: the answer may go into a pipe.
        as_text.print_edits(what.patterns, is_stderr=True)
        question = f"Forget {as_text.number_of_patterns(what)} of {printable(place.name)}?"
        click.confirm(question, abort=True, err=True)
    learned.forget(place, what)
    if asked.as_json:
        print_json(forgotten_json(place, what))
    else:
        as_text.print_forgotten(place, what)


@patterns.command()
@click.argument("place", metavar="[FILE:LINE]", type=FileLine(), required=False)
@click.option("--prompt", metavar="TEXT", help="Ask in words or code, instead of by a place.")
@click.option("--language", metavar="NAME", help="With --prompt: only edits of this language.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
@with_common_options
def similar(
    asked: Asked,
    *,
    place: tuple[Path, int] | None,
    prompt: str | None,
    language: str | None,
    limit: int,
) -> None:
    """Find past edits of statements like the one on a line of a file, or those for a prompt.

    Lines count from 1.
    """
    if (place is None) == (prompt is None):
        raise click.UsageError("Name a line, as FILE:LINE, or ask with --prompt.")
    if language is not None and prompt is None:
        raise click.UsageError("--language goes with --prompt; a file has its own.")
    if place is None:
        _answer(asked, prompt or "", (language or "").lower(), limit)
        return
    from honed.cli.as_text import print_recall  # noqa: PLC0415 - as above
    from honed.services.recall import recall  # noqa: PLC0415

    store = asked.place()
    found = recall(store, *place, limit)
    if asked.as_json:
        print_json(recall_json(store, found))
    else:
        print_recall(store, found)


def _answer(asked: Asked, prompt: str, language: str, limit: int) -> None:
    from honed.cli.as_text import print_answer  # noqa: PLC0415 - as above
    from honed.services.asking import ask  # noqa: PLC0415

    store = asked.place()
    found = ask(store, prompt, language, limit)
    if asked.as_json:
        print_json(answer_json(store, found))
    else:
        print_answer(store, found)


@patterns.command()
@click.argument("pattern_id", metavar="ID", type=int)
@click.option("--name", metavar="NAME", help="The rule's name, instead of one from its words.")
@click.option("--description", metavar="TEXT", default="", help="What the rule is for.")
@click.option(
    "--format",
    "rule_format",
    type=click.Choice(["toml", "ast-grep"]),
    default="toml",
    show_default=True,
    help="As honed's own rule, or for ast-grep, which is printed.",
)
@click.option("--dry-run", is_flag=True, help="Print the rule instead of writing it.")
@with_common_options
def promote(  # noqa: PLR0913 - one for each option
    asked: Asked,
    *,
    pattern_id: int,
    name: str | None,
    description: str,
    rule_format: str,
    dry_run: bool,
) -> None:
    """Write a pattern as a rule that the whole project shares, into its `.honed/patterns/`.

    The file is yours to review, change and commit: docs/rules.md.
    """
    from honed.cli.as_rules import promoted_json  # noqa: PLC0415 - as above
    from honed.core.errors import RuleError  # noqa: PLC0415
    from honed.learn.rules import written  # noqa: PLC0415
    from honed.services.learned import one  # noqa: PLC0415
    from honed.services.rule_files import rule_from, save  # noqa: PLC0415

    place = asked.place()
    found, _ = one(place, pattern_id)
    rule = rule_from(found.pattern, name, description)
    text = written(rule) if rule_format == "toml" else _ast_grep(rule)
    path = None
    if rule_format == "toml" and not dry_run:
        if place.folder is None:
            raise RuleError("A rule belongs to a project, and this pattern to none.")
        path = save(place.folder, rule)
    if asked.as_json:
        print_json(promoted_json(rule, text, path))
    elif path is None:
        click.echo(printable(text), nl=False)
    else:
        click.echo(f"{printable(str(path))} is written: review it, then commit it.")


@patterns.command()
@click.argument("folder", type=DIRECTORY, default=Path())
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON; docs/cli.md has the keys.")
@click.pass_context
def check(context: click.Context, *, folder: Path, as_json: bool) -> None:
    """Run the examples and tests of a project's rules; the exit code is 1 where one fails."""
    from honed.cli.as_rules import checked_json, print_checked  # noqa: PLC0415 - as above
    from honed.services.rule_files import checked, home_of  # noqa: PLC0415

    home = home_of(folder)
    found = checked(home)
    if as_json:
        print_json(checked_json(home, found))
    else:
        print_checked(found)
    context.exit(0 if found.is_sound else 1)


def _ast_grep(rule: Rule) -> str:
    from honed.core.errors import RuleError  # noqa: PLC0415 - as above
    from honed.learn.ast_grep import exported  # noqa: PLC0415
    from honed.learn.rules import Fault  # noqa: PLC0415

    found = exported(rule)
    if isinstance(found, Fault):
        raise RuleError(f"ast-grep cannot express {rule.name}: {found.message}.")
    return found
