"""Findings as SARIF 2.1.0, the format in which code hosts take them.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from honed import __version__

if TYPE_CHECKING:
    from honed.services.rule_check import CheckedFiles, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"


def sarif(found: CheckedFiles) -> dict[str, Any]:
    """Return a log with one run: the rules, and what they still find."""
    rules = [each.rule for each in found.rules.sound]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "honed",
                        "version": __version__,
                        "rules": [
                            {
                                "id": rule.name,
                                "shortDescription": {
                                    "text": rule.description or f"{rule.before} → {rule.after}"
                                },
                            }
                            for rule in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(each) for each in found.left],
            }
        ],
    }


def _result(each: Finding) -> dict[str, Any]:
    place = {"uri": quote(each.path), "uriBaseId": ROOT}
    region = {
        "startLine": each.start[0],
        "startColumn": each.start[1],
        "endLine": each.end[0],
        "endColumn": each.end[1],
    }
    name = f"{each.rule.name}\0{each.path}\0{each.line_before}".encode("utf-8", "replace")
    return {
        "ruleId": each.rule.name,
        "level": "warning",
        "message": {"text": f"{each.before} → {each.after}"},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "partialFingerprints": {"lineHash/v1": hashlib.blake2b(name, digest_size=12).hexdigest()},
        "fixes": [
            {
                "artifactChanges": [
                    {
                        "artifactLocation": place,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": each.after}}
                        ],
                    }
                ]
            }
        ],
    }
