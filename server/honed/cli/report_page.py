"""The report as one HTML page that holds all it shows: no script, nothing loaded from anywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from string import Template
from typing import TYPE_CHECKING

from rich.filesize import decimal

from honed.cli.printing import printable
from honed.services.totals import totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.services.figures import Fate, Figures, Latency, Step

WIDTH, HEIGHT, MARGIN = 640, 180, 36
PERCENT = 100

# The variables are those of VS Code, which shows the page in its colours; elsewhere the second
# value holds.
_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What honed learned: $name</title>
<style>
:root { color-scheme: light dark; --text: #1f2328; --back: #fff; --soft: #6a737d; --line: #d0d7de;
  --good: #1a7f37; --bad: #cf222e; --mark: #0969da; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --soft: #8b949e; --line: #30363d;
    --good: #3fb950; --bad: #f85149; --mark: #58a6ff; } }
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; line-height: 1.5;
  font-family: var(--vscode-font-family, system-ui, sans-serif);
  color: var(--vscode-foreground, var(--text));
  background: var(--vscode-editor-background, var(--back)); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
p.note { color: var(--vscode-descriptionForeground, var(--soft)); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .3rem .6rem;
  border-bottom: 1px solid var(--vscode-widget-border, var(--line)); }
th:first-child, td:first-child { text-align: left; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font-size: 12px; }
.axis { stroke: var(--vscode-widget-border, var(--line)); }
.curve { fill: none; stroke: var(--vscode-charts-blue, var(--mark)); stroke-width: 2; }
.point { fill: var(--vscode-charts-blue, var(--mark)); }
.taken { fill: var(--vscode-charts-green, var(--good)); }
.refused { fill: var(--vscode-charts-red, var(--bad)); }
</style>
</head>
<body>
<h1>What honed learned: $name</h1>
$facts
<h2>Edits that honed knew</h2>
$curve
<h2>What became of suggestions, by kind</h2>
$kinds
<h2>… and by language</h2>
$languages
<h2>How long suggestions took</h2>
$latency
<h2>Where it lies</h2>
$storage
</body>
</html>
""")


def page(found: Figures) -> str:
    """Return the report of a store."""
    return _PAGE.substitute(
        name=_text(found.overview.place.name),
        facts=_facts(found),
        curve=_curve(found.steps),
        kinds=_fates("Kind", found.kinds),
        languages=_fates("Language", found.languages),
        latency=_latency(found.latency),
        storage=_storage(found),
    )


def _facts(found: Figures) -> str:
    counted, status = found.overview.statistics, found.overview.status
    total = totals(counted)
    decided = total.success_count + total.failure_count
    rate = f"{total.success_rate:.0%} of {decided:,}" if decided else "nothing was decided yet"
    quality = total.quality_improvement
    better = "too few results to compare" if quality is None else (
        f"{quality.difference:+.3f}, 95 % between {quality.low:+.3f} and {quality.high:+.3f}"
    )  # fmt: skip
    return _table(
        (),
        (
            ("Edits and decisions", f"{status.trajectories:,}"),
            ("Suggestions taken, of those decided", rate),
            ("Patterns", f"{counted.patterns:,}, {counted.proven:,} of them proven"),
            ("Quality of results against the frozen arm", better),
            ("Sessions", f"{counted.sessions:,}"),
        ),
    )


def _curve(steps: Sequence[Step]) -> str:
    if len(steps) < 2:  # noqa: PLR2004 - a line needs two points
        return _note("There are too few edits for a curve yet.")
    across = (WIDTH - 2 * MARGIN) / (len(steps) - 1)
    down = HEIGHT - 2 * MARGIN
    places = [
        (MARGIN + across * place, MARGIN + down * (1 - each.share))
        for place, each in enumerate(steps)
    ]
    points = "".join(
        f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{_day(each.since)}:'
        f" {each.known} of {each.number}</title></circle>"
        for (x, y), each in zip(places, steps, strict=True)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    bottom = HEIGHT - MARGIN
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Share of edits that honed'
        f' knew, from {steps[0].share:.0%} to {steps[-1].share:.0%}">'
        f'<path class="axis" d="M{MARGIN} {MARGIN}V{bottom}H{WIDTH - MARGIN}" fill="none"/>'
        f'<text x="4" y="{MARGIN + 4}">100%</text><text x="4" y="{bottom}">0%</text>'
        f'<text x="{MARGIN}" y="{HEIGHT - 12}">{_day(steps[0].since)}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 12}" text-anchor="end">'
        f"{_day(steps[-1].since)}</text>"
        f'<polyline class="curve" points="{line}"/>{points}</svg>'
        + _note(
            "Of each stretch of edits, the share that was taken from honed, or typed by hand as a"
            " pattern would have made it."
        )
    )


def _fates(name: str, fates: Sequence[Fate]) -> str:
    if not fates:
        return _note("Nothing was offered and decided yet.")
    return _table(
        (name, "Taken", "Refused", "Ignored", "Taken, of those decided"),
        (
            (
                each.name,
                f"{each.taken:,}",
                f"{each.refused:,}",
                f"{each.ignored:,}",
                f"{each.share:.0%}",
            )
            for each in fates
        ),
        [_bar(each) for each in fates],
    )


def _bar(fate: Fate) -> str:
    taken = round(PERCENT * fate.share)
    if not fate.taken + fate.refused:
        return ""
    return (
        f'<svg viewBox="0 0 {PERCENT} 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="taken" width="{taken}" height="8"/>'
        f'<rect class="refused" x="{taken}" width="{PERCENT - taken}" height="8"/></svg>'
    )


def _latency(found: Latency | None) -> str:
    if found is None:
        return _note("No suggestion was timed yet.")
    return _table(
        ("Suggestions", "Median", "95 % within"),
        ((f"{found.number:,}", f"{found.median:.1f} ms", f"{found.p95:.1f} ms"),),
    )


def _storage(found: Figures) -> str:
    overview = found.overview
    return _table(
        (),
        (
            ("Database", str(overview.place.database)),
            ("On disk, with its index", decimal(overview.status.bytes_on_disk)),
            ("Vectors", f"{overview.status.index_kind}, {overview.status.index_state}"),
        ),
    ) + _note("All of it is on this machine; honed patterns forget takes patterns out of it.")


def _table(
    head: Sequence[str], rows: Iterable[Sequence[str]], drawn: Sequence[str] | None = None
) -> str:
    """Return a table of texts; `drawn` has one more cell for each row, as HTML."""
    top = "".join(f"<th>{_text(each)}</th>" for each in head) + ("<th></th>" if drawn else "")
    body = ""
    for place, row in enumerate(rows):
        cells = "".join(f"<td>{_text(each)}</td>" for each in row)
        body += f"<tr>{cells}{f'<td>{drawn[place]}</td>' if drawn else ''}</tr>"
    return f"<table>{f'<tr>{top}</tr>' if head else ''}{body}</table>"


def _note(text: str) -> str:
    return f'<p class="note">{_text(text)}</p>'


def _text(text: str) -> str:
    """Return a text as HTML shows it; names come from files that anybody may have written."""
    return escape(printable(text))


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
