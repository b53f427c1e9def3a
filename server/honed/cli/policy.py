"""`honed policy`: which version of what judges suggestions is live, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from honed.cli.options import Asked, with_common_options
from honed.cli.printing import console, print_json, table

if TYPE_CHECKING:
    from honed.core.policy import PolicyVersion


@click.group()
def policy() -> None:
    """Look at the versions of the policy that judges suggestions, and go back to one."""


@policy.command("list")
@with_common_options
def list_(asked: Asked) -> None:
    """List the versions with their state and how they fared in the shadow."""
    from honed.services.policy_report import versions  # noqa: PLC0415 - `--help` needs none of it

    found = versions(asked.place().data)
    if asked.as_json:
        print_json({"versions": [version_json(each) for each in found]})
    elif not found:
        click.echo("There is no version of the policy yet; the language server brings one.")
    else:
        rows = table("Version", "State", "Since", "Decisions", "Better", "Worse", "Taken back")
        for each in found:
            counts = (each.decisions, each.better, each.worse, each.taken_back)
            rows.add_row(str(each.number), each.state, _day(each.since), *map(str, counts))
        console().print(rows)


@policy.command()
@click.argument("number", metavar="[VERSION]", type=int, required=False)
@with_common_options
def show(asked: Asked, *, number: int | None) -> None:
    """Show one version, without a number the live one: what it weighs, and how it fared."""
    from honed.services.policy_report import version  # noqa: PLC0415 - as above

    found = version(asked.place().data, number)
    if asked.as_json:
        print_json(version_json(found) | {"weights": weights_json(found)})
        return
    out = console()
    out.print(f"Version {found.number}, {found.state} since {_day(found.since)}", style="bold")
    out.print(f"It offers from a probability of {found.threshold:.2f} on.")
    if found.decisions:
        out.print(
            f"While it was tried, it did better on {found.better} and worse on {found.worse} of"
            f" {found.decisions} places; 5 % bound of the difference {_bound(found):+.3f}."
        )
    out.print(f"What was learned on top of it was taken back {found.taken_back} times.")
    rows = table("Feature", "Weight")
    for name, weight in sorted(weights_json(found).items(), key=lambda pair: -abs(pair[1])):
        rows.add_row(name, f"{weight:+.3f}")
    out.print(rows)


@policy.command()
@click.argument("number", metavar="[VERSION]", type=int, required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_common_options
def rollback(asked: Asked, *, number: int | None, yes: bool) -> None:
    """Make an earlier version live, without a number the one that was live before.

    What the ranker has learned on top of the present one is forgotten; patterns stay. A running
    server follows within seconds.
    """
    from honed.services.policy_report import demand_earlier, roll_back  # noqa: PLC0415 - as above

    demand_earlier(asked.place().data, number)
    if not yes:
        which = "the earlier version" if number is None else f"version {number}"
        question = f"Forget what the ranker has learned, and make {which} live?"
        click.confirm(question, abort=True, err=True)
    found = roll_back(asked.place().data, number)
    if asked.as_json:
        print_json(version_json(found))
    else:
        click.echo(f"Version {found.number} of the policy is live.")


def version_json(version: PolicyVersion) -> dict[str, Any]:
    """Return a version as programs see it; docs/cli.md has the keys."""
    return {
        "version": version.number,
        "fingerprint": version.fingerprint,
        "state": version.state.value,
        "since": version.since,
        "threshold": version.threshold,
        "decisions": version.decisions,
        "better": version.better,
        "worse": version.worse,
        "lowerBound": _bound(version) if version.decisions else None,
        "takenBack": version.taken_back,
    }


def weights_json(version: PolicyVersion) -> dict[str, float]:
    """Return the weight of each feature."""
    return dict(zip(version.weights.names, version.weights.mean, strict=True))


def _bound(version: PolicyVersion) -> float:
    from honed.learn.policy_gate import Contest  # noqa: PLC0415 - as above

    return Contest(version.decisions, version.better, version.worse).lower_bound


def _day(since: float) -> str:
    return datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%d")
