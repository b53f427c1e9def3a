"""Whether a file may be looked at: what was said once is said again until something changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from honed.services.configuration import Configuration
from honed.services.ignored import IgnoredFiles
from honed.services.project import Project
from honed.services.rules import Rules


@pytest.fixture
def rules() -> Rules:
    """Return rules by which everything is on."""
    return Rules(Configuration(), IgnoredFiles())


def test_each_change_is_followed(rules: Rules) -> None:
    """On, off by a glob, on again."""
    project = Project(Path("/p"))
    found = []
    for exclude in ([], ["src/*"], ["lib/*"]):
        rules.configuration.take_client({"exclude": exclude})
        found.append(rules.why_off(project, "/p/src/a.py", "python"))
    assert found == ["", "the glob src/* is off", ""]


def test_folders_and_languages_are_told_apart(rules: Rules) -> None:
    """A glob speaks of the path below the folder; one file may be opened as two languages."""
    rules.configuration.take_client({"exclude": ["src/*"], "languagesOff": ["c"]})
    outer, inner = Project(Path("/p")), Project(Path("/p/src"))
    path = "/p/src/a.h"
    assert rules.why_off(outer, path, "cpp") == "the glob src/* is off"
    assert rules.why_off(inner, path, "cpp") == ""
    assert rules.why_off(inner, path, "c") == "the language c is off"
