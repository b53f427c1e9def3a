"""The rules of a project: read with care, for others wrote them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.errors import RuleError
from honed.core.model import Example, Pattern
from honed.learn.rules import Rule, parsed, written
from honed.services.rule_check import check
from honed.services.rule_files import HOME, checked, home_of, rule_from, rules_of, save
from tests.code import rewrites
from tests.learn.test_rules import GOOD

if TYPE_CHECKING:
    from pathlib import Path


def good(name: str = "warn") -> Rule:
    """Return a rule that is sound."""
    found = parsed(GOOD.encode())
    assert isinstance(found, Rule)
    return attrs.evolve(found, name=name)


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file among the rules."""
    path = folder / HOME / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_rules_are_read_by_name(tmp_path: Path) -> None:
    """What is no TOML is left alone."""
    for name in ("b", "a"):
        save(tmp_path, good(name))
    put(tmp_path, "README.md", "# Our rules")
    rules, broken = rules_of(tmp_path)
    assert [each.rule.name for each in rules] == ["a", "b"]
    assert [each.pattern.id for each in rules] == [-1, -2]
    assert broken == []


def test_each_fault_is_told_and_hides_no_other_rule(tmp_path: Path) -> None:
    """Broken, misnamed, huge, empty, a directory, and one that does not fit its example."""
    save(tmp_path, good())
    put(tmp_path, "a.toml", "name = ")
    put(tmp_path, "b.toml", GOOD)
    put(tmp_path, "c.toml", "#" * 200_000)
    put(tmp_path, "d.toml", "")
    (tmp_path / HOME / "e.toml").mkdir()
    put(tmp_path, "f.toml", written(attrs.evolve(good("f"), before="other($X)")))
    rules, broken = rules_of(tmp_path)
    assert [each.rule.name for each in rules] == ["warn"]
    told = {each.path.rpartition("/")[2]: each.message for each in broken}
    assert told.keys() == {"a.toml", "b.toml", "c.toml", "d.toml", "e.toml", "f.toml"}
    assert "not valid TOML" in told["a.toml"]
    assert "its file must be warn.toml" in told["b.toml"]
    assert "over 100000 bytes" in told["c.toml"]
    assert "no regular file" in told["e.toml"]
    assert "does not stand in its first example" in told["f.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    """Neither of a file, nor of the folder of rules, nor to write."""
    outside = tmp_path / "outside"
    project = tmp_path / "project"
    path = put(outside, "warn.toml", GOOD)
    put(project, "other.toml", GOOD).unlink()
    (project / HOME / "warn.toml").symlink_to(path)
    (project / HOME / "gone.toml").symlink_to(tmp_path / "nowhere")
    rules, broken = rules_of(project)
    assert not rules
    assert {each.message for each in broken} == {"it is a link that leads out of the folder"}
    linked = tmp_path / "linked"
    (linked / ".honed").mkdir(parents=True)
    (linked / HOME).symlink_to(outside / HOME, target_is_directory=True)
    assert [each.message for each in rules_of(linked)[1]] == [
        "it is a link that leads out of the folder"
    ]
    with pytest.raises(RuleError, match="leads out"):
        save(linked, good("new"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_inside_are_followed_noop(tmp_path: Path) -> None:
    """A project may keep its rules elsewhere in itself."""
    put(tmp_path, "other.toml", GOOD).rename(tmp_path / "warn.toml")
    (tmp_path / HOME / "warn.toml").symlink_to(tmp_path / "warn.toml")
    rules, broken = rules_of(tmp_path)
    assert (len(rules), broken) == (1, [])


def test_home(tmp_path: Path) -> None:
    """The innermost folder from here up that has rules."""
    save(tmp_path, good())
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert home_of(inside) == tmp_path.resolve()
    (tmp_path / HOME / "warn.toml").unlink()
    (tmp_path / HOME).rmdir()
    with pytest.raises(RuleError, match="There are no rules"):
        home_of(inside)


def test_a_rule_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody may have changed it."""
    save(tmp_path, good())
    with pytest.raises(RuleError, match="already"):
        save(tmp_path, good())


def test_a_failing_test_is_no_sound_rule(tmp_path: Path) -> None:
    """And it is not applied."""
    text = GOOD.replace('before = "warning(1)"', 'before = "warn(2)"')
    put(tmp_path, "warn.toml", text)
    found = checked(tmp_path)
    assert not found.is_sound
    assert not found.sound
    [(_, [failure])] = found.failed
    assert failure.found == "warning(2)"
    (tmp_path / "app.py").write_text("warn(3)\n")
    result = check(tmp_path, [], fixes=True)
    assert (result.found, result.is_clean) == ((), False)
    assert (tmp_path / "app.py").read_text() == "warn(3)\n"


def test_names_of_promoted_patterns() -> None:
    """From the words of the edit, unless one is given."""
    example = Example("log.warn(x)\n", "log.warning(x)\n", "a.py", 0)
    [first, *_] = rewrites(example.before, example.after, "python")
    pattern = Pattern(7, first, example, 1, 1)
    assert rule_from(pattern, None).name == "warn-to-warning"
    assert rule_from(pattern, "mine").name == "mine"
    with pytest.raises(RuleError, match="is no name of a rule"):
        rule_from(pattern, "../mine")
