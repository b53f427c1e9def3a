"""`honed demo`: shows honed at work on real files, and checks all that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from honed.cli.options import DIRECTORY
from honed.cli.printing import console, print_json
from honed.core.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.cli.demo_report import Report
    from honed.cli.demo_run import Told
    from honed.cli.demo_stories import Chapter


@click.command()
@click.option(
    "--typescript", type=DIRECTORY, metavar="FILE", help="A TypeScript file to tell a story on."
)
@click.option(
    "--data-dir",
    type=DIRECTORY,
    metavar="DIR",
    help="Learn there, instead of in a directory that is removed at the end.",
)
@click.option(
    "--svg", type=DIRECTORY, metavar="FILE", help="Draw the last story and its end as a picture."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON; docs/cli.md has the keys.")
@click.pass_context
def demo(
    context: click.Context,
    *,
    typescript: Path | None,
    data_dir: Path | None,
    svg: Path | None,
    as_json: bool,
) -> None:
    """Show honed at work on real files, and check all that is shown.

    The server runs as an editor runs it, on copies in a temporary folder. The exit code is 1 where
    a check fails.
    """
    # `--help` and the other commands need none of it.
    from honed.cli.demo_report import in_json  # noqa: PLC0415
    from honed.cli.demo_show import Show, picture  # noqa: PLC0415

    chapters = _chapters(typescript)
    if as_json:
        report = run(chapters, data_dir, lambda _: None)
        print_json(in_json(report))
    else:
        show = Show(console())
        show.opening()
        if typescript is None:
            show.left_out("No story on TypeScript: --typescript FILE names a file for one.")
        report = run(chapters, data_dir, show.story)
        show.closing(report)
    if svg is not None:
        svg.write_text(picture(report), "utf-8")
    context.exit(0 if report.is_ok else 1)


def _chapters(typescript: Path | None) -> list[Chapter]:
    # As above.
    from honed.cli.demo_stories import python_chapters, typescript_chapter  # noqa: PLC0415

    told = python_chapters()
    return told if typescript is None else [*told, typescript_chapter(typescript)]


def run(chapters: Sequence[Chapter], data_dir: Path | None, show: Callable[[Told], None]) -> Report:
    """Tell the stories on a stage of their own, each shown when it is told."""
    import asyncio  # noqa: PLC0415 - as above
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="honed-demo-", ignore_cleanup_errors=True) as home:
        return asyncio.run(_run(Path(home).resolve(), chapters, data_dir, show))


async def _run(
    home: Path,
    chapters: Sequence[Chapter],
    data_dir: Path | None,
    show: Callable[[Told], None],
) -> Report:
    from honed.cli.demo_report import reported  # noqa: PLC0415 - as above
    from honed.cli.demo_run import play  # noqa: PLC0415
    from honed.cli.demo_stage import Stage  # noqa: PLC0415
    from honed.services.clock import SystemClock  # noqa: PLC0415

    folder = home / "workspace"
    folder.mkdir()
    stage = Stage(folder, (data_dir or home / "data").absolute(), home / "log", SystemClock())
    started = stage.clock.elapsed()
    try:
        played = await play(stage, chapters, show)
    except RuntimeError as error:  # so pygls tells that the server is gone
        raise ServerError(f"The server failed: {error}. `honed doctor` may say why.") from error
    finally:
        await stage.leave()
    return reported(stage, played, stage.clock.elapsed() - started, keeps=data_dir is not None)
