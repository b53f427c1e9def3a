"""A learned edit becomes a rule that does the same, or is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

from honed.core.model import Example, Form, HoleKind, Pattern
from honed.learn.ast_grep import exported
from honed.learn.generalize import generalize
from honed.learn.promotion import applied, compiled, failures, promoted
from honed.learn.rules import Fault, Rule, parsed, written
from tests.code import edited, pattern_of, rewrites


def pattern(before: str, after: str, wanted: str = "", language: str = "python") -> Pattern:
    """Return the pattern that an edit teaches, of several the one whose rule has `wanted`."""
    example = Example(before, after, "app", 0)
    found = [Pattern(1, each, example, 1, 1) for each in rewrites(before, after, language)]
    rules = [(each, promoted(each, "rule")) for each in found]
    return next(
        each
        for each, rule in rules
        if not wanted or (isinstance(rule, Rule) and rule.before == wanted)
    )


def rule(before: str, after: str, wanted: str = "", language: str = "python") -> Rule:
    """Return the rule of an edit."""
    found = promoted(pattern(before, after, wanted, language), "rule")
    assert isinstance(found, Rule), found
    return found


CALL = ("log.warn(message)\n", "log.warning(message)\n")


@pytest.mark.parametrize(
    ("before", "after", "language", "elsewhere", "becomes"),
    [
        (*CALL, "python", "if x:\n    log.warn(y)\n", "if x:\n    log.warning(y)\n"),
        ("a = f(x, y)\n", "a = g(y, x)\n", "python", "b = f(1, 2 + 3)\n", "b = g(2 + 3, 1)\n"),
        ("const a = foo.substr(1, n);\n", "const a = foo.slice(1, n);\n", "typescript",
         "const b = bar.substr(1, m);\n", "const b = bar.slice(1, m);\n"),
        ("x := ioutil.ReadAll(r)\n", "x := io.ReadAll(r)\n", "go",
         "y := ioutil.ReadAll(s)\n", "y := io.ReadAll(s)\n"),
    ],
)  # fmt: skip
def test_a_rule_does_what_its_pattern_does(
    before: str, after: str, language: str, elsewhere: str, becomes: str
) -> None:
    """Also after it was written and read; some pattern of the edit fits elsewhere."""
    example = Example(before, after, "app", 0)
    done = set()
    for each in rewrites(before, after, language):
        found = promoted(Pattern(1, each, example, 1, 1), "rule")
        if isinstance(found, Rule):
            again = parsed(written(found).encode())
            assert again == found
            made = compiled(found)
            assert isinstance(made, Pattern)
            assert made.evidence.is_proven
            assert [*failures(found, made)] == []
            assert applied(made, after) == after
            done.add(applied(made, elsewhere))
    assert becomes in done


def test_holes_are_named_and_typed() -> None:
    """By what filled them."""
    found = rule("a = f(total, 3)\n", "a = g(3, total)\n")
    assert set(found.holes) <= {"TOTAL", "HOLE1", "HOLE2", "HOLE3", "A"}


def test_dollars_are_not_holes() -> None:
    """In languages whose names begin with one."""
    found = rule("foo($el, bar);\n", "baz($el, bar);\n", language="javascript")
    made = compiled(found)
    assert isinstance(made, Pattern)
    assert applied(made, "foo($el, bar);\n") == "baz($el, bar);\n"


def test_what_changes_its_own_output_is_refused() -> None:
    """An import that is put before another one would be put there again and again."""
    before, after = "import b\n\nx = 1\n", "import a\nimport b\n\nx = 1\n"
    example = Example(before, after, "app", 0)
    for each in rewrites(before, after, "python"):
        found = promoted(Pattern(1, each, example, 1, 1), "rule")
        if isinstance(found, Rule):
            made = compiled(found)
            assert isinstance(made, Pattern)
            assert applied(made, after) == after


def test_an_example_with_a_secret_is_refused() -> None:
    """What was removed from it, the rule would demand."""
    whole = pattern(*CALL)
    broken = attrs.evolve(whole, example=attrs.evolve(whole.example, before="<secret>"))
    found = promoted(broken, "rule")
    assert isinstance(found, Fault)
    assert "secrets" in found.message


def test_text_without_a_language_is_refused() -> None:
    """Nobody could tell its tokens."""
    whole = pattern(*CALL)
    plain = attrs.evolve(whole, rewrite=attrs.evolve(whole.rewrite, language=""))
    assert isinstance(promoted(plain, "rule"), Fault)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("before", "log.warned", "does not stand in its first example"),
        ("after", "log.warned", "does not make of its first example"),
    ],
)
def test_a_rule_that_does_not_fit_its_example(key: str, value: str, message: str) -> None:
    """Somebody changed one and not the other."""
    changed: dict[str, Any] = {key: value}
    found = compiled(attrs.evolve(rule(*CALL), holes={}, **changed))
    assert isinstance(found, Fault)
    assert message in found.message


def test_a_test_that_fails_is_told() -> None:
    """With what came out instead."""
    good = rule(*CALL)
    wrong = attrs.evolve(good, tests=tuple(attrs.evolve(each, after="no") for each in good.tests))
    made = compiled(wrong)
    assert isinstance(made, Pattern)
    found = list(failures(wrong, made))
    assert [each.message for each in found] == [
        f"its test {number} comes out otherwise" for number in range(1, len(wrong.tests) + 1)
    ]


AST_GREP = """\
id: rule
language: Python
message: "print(total) → log(total)"
severity: warning
rule:
  pattern:
    context: "print(total)"
    strictness: cst
fix: "log(total)"
"""


def test_ast_grep() -> None:
    """One whole expression with typed holes."""
    made = attrs.evolve(rule("print(total)\n", "log(total)\n"), before="print(total)",
                        after="log(total)", holes={})  # fmt: skip
    assert exported(made) == AST_GREP
    text = AST_GREP.replace("(total)", "($TOTAL)").replace(
        "fix:", 'constraints:\n  TOTAL:\n    regex: "^[\\\\p{L}_][\\\\p{L}\\\\p{N}_]*$"\nfix:'
    )
    named = attrs.evolve(
        made, before="print($TOTAL)", after="log($TOTAL)", holes={"TOTAL": HoleKind.NAME}
    )
    assert exported(named) == text
    several = attrs.evolve(
        made, before="print($ALL)", after="log($ALL)", holes={"ALL": HoleKind.LIST}
    )
    assert 'context: "print($$$ALL)"' in str(exported(several))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"gap_after": "\n"}, "space around"),
        ({"before": "print($T)", "holes": {"T": HoleKind.TEXT}}, "part of a string"),
        ({"after": "log($$)"}, "has a $"),
        ({"before": "print(", "after": "log("}, "no whole expression"),
        ({"language": "json"}, "does not know"),
        ({"after": "log(\n\ttotal)"}, "several lines"),
    ],
)
def test_what_ast_grep_cannot_express_is_refused(changed: dict[str, Any], message: str) -> None:
    """In words."""
    made = attrs.evolve(rule("print(total)\n", "log(total)\n"), before="print(total)",
                        after="log(total)", holes={})  # fmt: skip
    found = exported(attrs.evolve(made, **changed))
    assert isinstance(found, Fault)
    assert message in found.message


def test_the_rule_in_the_documentation() -> None:
    """It is sound."""
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    found = parsed(page.partition("```toml\n")[2].partition("```")[0].encode())
    assert isinstance(found, Rule), found
    made = compiled(found)
    assert isinstance(made, Pattern), made
    assert [*failures(found, made)] == []


def test_what_stands_alone_as_something_else_is_refused_by_ast_grep() -> None:
    """The name of a field is one only behind its dot."""
    made = rule("x := heredoc.Doc(a)\n", "x := heredoc.Docf(a)\n", "Doc", language="go")
    found = exported(made)
    assert isinstance(found, Fault)
    assert "standing alone" in found.message


@pytest.mark.parametrize("form", [Form.LINES, Form.NAMES])
def test_lines_and_names_make_no_rule_noop(form: Form) -> None:
    """Other patterns of the same edit do."""
    taught = generalize(edited("a = user_id\n", "a = userId\n", "python"))
    [rewrite] = [each for each in taught if each.form is form]
    made = promoted(pattern_of(rewrite), "name")
    assert isinstance(made, Fault)
    assert "whole lines" in made.message
