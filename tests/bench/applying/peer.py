"""agent-booster from npm beside honed: the same lazy snippets through its published API."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.applying.judge import Judged, Verdict, markers_left, new_faults, verdict
from tests.bench.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.applying.case import Case

PACKAGE, VERSION = "agent-booster", "0.2.2"
FOLDER = ROOT / ".cache" / "bench" / f"{PACKAGE}-{VERSION}"
DRIVER = Path(__file__).with_name("peer.mjs")
WARM_UP = 20
MAX_SECONDS = 300


class MissingError(Exception):
    """The peer cannot be run here; the message says why."""


def judge(cases: Sequence[Case]) -> list[Judged]:
    """Return what the peer makes of the cases; MissingError without node, npm or the registry."""
    module = _installed()
    lines = [
        json.dumps({"id": each.id, "code": each.original, "edit": each.edit,
                    "language": _language(each)})
        for each in [*cases[:WARM_UP], *cases]
    ]  # fmt: skip
    done = _run(["node", str(DRIVER), str(module)], "\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.splitlines()][min(WARM_UP, len(cases)) :]
    return [_judged(case, answer) for case, answer in zip(cases, answers, strict=True)]


def _language(case: Case) -> str:
    return {"tsx": "typescript"}.get(case.language or "", case.language or "javascript")


def _judged(case: Case, answer: dict[str, object]) -> Judged:
    text, ms = str(answer["output"]), float(str(answer["ms"]))
    if not answer["success"]:
        return Judged(case, Verdict.REFUSED, None, ms)
    return Judged(
        case,
        verdict(case.expected, text),
        text,
        ms,
        new_faults=new_faults(case, text),
        markers_left=markers_left(case, text),
    )


def _installed() -> Path:
    module = FOLDER / "node_modules" / PACKAGE
    if not module.is_dir():
        _run([
            "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
            "--fetch-retries", "0", "--prefix", str(FOLDER), f"{PACKAGE}@{VERSION}",
        ])  # fmt: skip
    return module


def _run(command: list[str], given: str = "") -> str:
    try:
        return subprocess.run(
            command, input=given, capture_output=True, text=True, check=True, timeout=MAX_SECONDS
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(f"{PACKAGE} {VERSION} is left out: {error}") from error
