"""`honed quality`: what is measured about files, for people and for CI."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from honed.cli.printing import console, counted, one_line, print_json, printable, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from honed.quality.values import FunctionMetrics
    from honed.services.quality_report import FileQuality, PlacedFinding

MOST_SHOWN = 20
"""Files and functions, the worst; `--json` has all."""
COMPLEX = 10
"""Functions above are named."""
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
"""What SARIF calls the severities."""


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON: one object a file.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Answer with the findings as SARIF 2.1.0.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit with 1 where the quality of all files together is below N: a share up to 1, or"
    " a percentage.",
)
@click.option(
    "--diff",
    metavar="REV",
    help="Only what is new since a git revision: files, functions and findings.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1, max=64),
    metavar="N",
    help="So many processes measure, instead of one for each processor.",
)
@click.pass_context
def quality(  # noqa: PLR0913 - one for each option
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    as_sarif: bool,
    fail_under: float | None,
    diff: str | None,
    processes: int | None,
) -> None:
    """Measure how good code is: complexity, maintainability, and findings.

    Without PATH all files of the current directory are measured, but those that git ignores.
    """
    from honed.services import quality_report as service  # noqa: PLC0415 - `--help` needs none

    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif cannot be had at once.")
    files = service.wanted(paths, diff, Path())
    with _progress() as progress:
        answers = service.measured(files, processes, progress)
    found = [each for each in answers if isinstance(each, service.FileQuality)]
    troubles = [each for each in answers if isinstance(each, service.Trouble)]
    for trouble in troubles:
        click.echo(f"honed: {printable(trouble.message)}", err=True)
    score = service.overall(found)
    if as_json:
        _print_objects([_json(each) for each in found])
    elif as_sarif:
        print_json(_sarif(found))
    else:
        _print(found, score)
    wanted = 0.0 if fail_under is None else fail_under if fail_under <= 1 else fail_under / 100
    if score < wanted:
        click.echo(f"honed: the quality is {score:.3f}, below {wanted:g}.", err=True)
    context.exit(1 if troubles or score < wanted else 0)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal's standard error how far it is."""
    from rich.progress import Progress  # noqa: PLC0415 - as above

    shown = console(is_stderr=True)
    with Progress(console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task("Files", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_objects(objects: Sequence[dict[str, Any]]) -> None:
    """Print a list of objects, each on a line of its own."""
    lines = ",\n".join(json.dumps(each) for each in objects)
    click.echo(f"[\n{lines}\n]" if lines else "[]")


def _json(file: FileQuality) -> dict[str, Any]:
    metrics = file.metrics
    return {
        "path": file.path,
        "language": metrics.language or None,
        "quality_score": round(metrics.quality_score, 4) if file.is_scored else None,
        "maintainability_index": round(metrics.maintainability, 2) if file.is_scored else None,
        "complexity": metrics.complexity,
        "cognitive": metrics.cognitive,
        "nesting": metrics.nesting,
        "duplication": round(metrics.duplication, 4),
        "halstead_volume": round(metrics.halstead.volume, 2),
        "entities": metrics.entities,
        "security_score": round(metrics.security_score, 4),
        "best_practices": round(metrics.best_practices, 4),
        "syntax_valid": metrics.syntax_valid,
        "faults": [line + 1 for line in metrics.faults],
        "lines": {
            "total": metrics.lines.total,
            "code": metrics.lines.code,
            "comment": metrics.lines.comment,
            "blank": metrics.lines.blank,
        },
        "functions": [_function_json(each) for each in file.functions],
        "findings": [_finding_json(each) for each in file.findings],
    }


def _function_json(each: FunctionMetrics) -> dict[str, Any]:
    return {
        "name": each.name,
        "qualified_name": each.qualified_name,
        "line": each.line + 1,
        "cyclomatic": each.cyclomatic,
        "cognitive": each.cognitive,
        "nesting": each.nesting,
        "parameters": each.parameters,
    }


def _finding_json(each: PlacedFinding) -> dict[str, Any]:
    finding = each.finding
    return {
        "id": finding.id,
        "cwe": finding.cwe or None,
        "severity": finding.severity.value,
        "concern": finding.concern.value,
        "line": each.start[0],
        "column": each.start[1],
        "message": finding.message,
        "fix": None if each.fix is None else each.fix.text,
    }


def _sarif(found: Sequence[FileQuality]) -> dict[str, Any]:
    from honed.cli.sarif import fixes, log, result  # noqa: PLC0415 - as above

    rules: dict[str, dict[str, Any]] = {}
    results = []
    for file in found:
        for each in file.findings:
            finding = each.finding
            tags = [finding.concern.value, *([finding.cwe] if finding.cwe else [])]
            rules.setdefault(finding.id, {"id": finding.id, "properties": {"tags": tags}})
            one = result(
                finding.id,
                LEVELS[finding.severity.value],
                finding.message,
                file.path,
                each.start,
                each.end,
                each.line_text,
            )
            if each.fix is not None:
                one["fixes"] = fixes(file.path, each.fix.start, each.fix.end, each.fix.text)
            results.append(one)
    return log(list(rules.values()), results)


def _print(found: Sequence[FileQuality], score: float) -> None:
    shown = console()
    for file in found:
        for each in file.findings:
            finding = each.finding
            place = printable(f"{file.path}:{each.start[0]}:{each.start[1]}")
            cwe = f" ({finding.cwe})" if finding.cwe else ""
            said = f"{finding.severity.value}: {one_line(finding.message)} [{finding.id}]{cwe}"
            shown.print(f"{place}: {said}", soft_wrap=True)
    _print_functions(found)
    _print_files(found)
    lines = sum(each.metrics.lines.code for each in found)
    number = sum(len(each.findings) for each in found)
    shown.print(
        f"Quality {score:.2f}: {counted(len(found), 'file')}, {lines:,} lines of code,"
        f" {counted(number, 'finding')}."
    )


def _print_functions(found: Sequence[FileQuality]) -> None:
    every = [
        (each, file.path) for file in found for each in file.functions if each.cyclomatic > COMPLEX
    ]
    if not every:
        return
    rows = table("Function", "Place", "Cyclomatic", "Cognitive")
    for each, path in sorted(every, key=lambda one: -one[0].cyclomatic)[:MOST_SHOWN]:
        rows.add_row(
            printable(each.qualified_name),
            printable(f"{path}:{each.line + 1}"),
            str(each.cyclomatic),
            str(each.cognitive),
        )
    console().print(rows)


def _print_files(found: Sequence[FileQuality]) -> None:
    rows = table("File", "Quality", "Maintainability", "Complexity", "Functions", "Findings")
    worst = sorted(found, key=lambda each: (not each.is_scored, each.metrics.quality_score))
    worst = worst[:MOST_SHOWN]
    for file in worst:
        metrics = file.metrics
        rows.add_row(
            printable(file.path),
            f"{metrics.quality_score:.2f}" if file.is_scored else "–",
            f"{metrics.maintainability:.0f}" if file.is_scored else "–",
            str(metrics.complexity),
            str(len(file.functions)),
            str(len(file.findings)),
        )
    if worst:
        console().print(rows)
