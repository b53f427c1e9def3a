"""Findings as SARIF 2.1.0, the format in which code hosts take them.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from honed import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.services.rule_check import CheckedFiles, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"


def sarif(found: CheckedFiles) -> dict[str, Any]:
    """Return a log with one run: the rules, and what they still find."""
    rules = [each.rule for each in found.rules.sound]
    return log(
        [
            {
                "id": rule.name,
                "shortDescription": {"text": rule.description or f"{rule.before} → {rule.after}"},
            }
            for rule in rules
        ],
        [_result(each) for each in found.left],
    )


def log(rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a log with one run of honed."""
    driver = {"name": "honed", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def result(  # noqa: PLR0913 - as SARIF names them
    rule: str,
    level: str,
    message: str,
    path: str,
    start: tuple[int, int],
    end: tuple[int, int],
    line_text: str,
) -> dict[str, Any]:
    """Return a result; `start` and `end` are line and column from 1, `line_text` the first line.

    That is the same on the next run though lines were put in above.
    """
    name = f"{rule}\0{path}\0{line_text}".encode("utf-8", "replace")
    place = {"artifactLocation": location(path), "region": region(start, end)}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"lineHash/v1": hashlib.blake2b(name, digest_size=12).hexdigest()},
    }


def location(path: str) -> dict[str, str]:
    """Return what SARIF calls a file by; one that lies elsewhere has no root to start from."""
    normal = Path(os.path.normpath(path))
    if normal.is_absolute() or normal.parts[:1] == ("..",):
        return {"uri": normal.resolve().as_uri()}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": ROOT}


def region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    """Return a place in a file; lines and columns count from 1."""
    return {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
    }


def fixes(path: str, start: tuple[int, int], end: tuple[int, int], text: str) -> list[Any]:
    """Return what mends a result."""
    replacement = {"deletedRegion": region(start, end), "insertedContent": {"text": text}}
    change = {"artifactLocation": location(path), "replacements": [replacement]}
    return [{"artifactChanges": [change]}]


def _result(each: Finding) -> dict[str, Any]:
    message = f"{each.before} → {each.after}"
    found = result(
        each.rule.name, "warning", message, each.path, each.start, each.end, each.line_before
    )
    return found | {"fixes": fixes(each.path, each.start, each.end, each.after)}
