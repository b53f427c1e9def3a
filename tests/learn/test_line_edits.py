"""Whole lines that are inserted, deleted or wrapped, offered at like lines."""

from __future__ import annotations

import pytest

from tests.learn.one_example import TOP, Case, complaints

CASES = (
    Case(
        "a line after, with reference to a name",
        "go",
        ("span := start(ctx)", "span := start(ctx)\ndefer span.End()"),
        {
            "child := start(c.ctx, 1)": "child := start(c.ctx, 1)\ndefer child.End()",
            "s2 := start(background())": "s2 := start(background())\ndefer s2.End()",
        },
        ("n := count(ctx)", "other := begin(ctx)"),
    ),
    Case(
        "an error is looked at",
        "go",
        (
            "file, err := os.Open(path)",
            "file, err := os.Open(path)\nif err != nil {\n\treturn err\n}",
        ),
        {
            "f, err := os.Open(a.b)": "f, err := os.Open(a.b)\nif err != nil {\n\treturn err\n}",
            "n, err := strconv.Atoi(text)": (
                "n, err := strconv.Atoi(text)\nif err != nil {\n\treturn err\n}"
            ),
            "user, err := load(ctx, id)": (
                "user, err := load(ctx, id)\nif err != nil {\n\treturn err\n}"
            ),
        },
        ("n := len(rows)", "_, ok := cache[key]", "err := f()\nif err != nil {\n\treturn err\n}"),
    ),
    Case(
        "a call is wrapped in a check",
        "go",
        (
            "file.Close()",
            "if err := file.Close(); err != nil {\n\treturn err\n}",
        ),
        {
            "body.Close()": "if err := body.Close(); err != nil {\n\treturn err\n}",
            "a.b.Close()": "if err := a.b.Close(); err != nil {\n\treturn err\n}",
        },
        ("file.Open()", "n := file.Size()"),
    ),
    Case(
        "a line before a like line",
        "python",
        ("save(user)", "validate(user)\nsave(user)"),
        {
            "save(page)": "validate(page)\nsave(page)",
            "save(a.b)": "validate(a.b)\nsave(a.b)",
            "save(order, True)": "validate(order)\nsave(order, True)",
        },
        ("load(user)", "validate(z)\nsave(z)", "save()"),
    ),
    Case(
        "a line after a like line",
        "javascript",
        ("const user = load(id);", "const user = load(id);\ncheck(user);"),
        {
            "const page = load(key, 2);": "const page = load(key, 2);\ncheck(page);",
            "const x = load();": "const x = load();\ncheck(x);",
        },
        ("const n = count(id);", "load(id);"),
    ),
    Case(
        "a line is deleted",
        "python",
        ("a = 1\nbreakpoint()\nreturn a", "a = 1\nreturn a"),
        {"b = f(2)\nbreakpoint()\nreturn b": "b = f(2)\nreturn b"},
        ("breakpoint = 3", "print(b)\nreturn b"),
    ),
    Case(
        "a debugging line is deleted",
        "javascript",
        ('console.log("here", x);\nwork(x);', "work(x);"),
        {
            'console.log("there", a.b, 3);\nwork(a);': "work(a);",
            "console.log(y);\nwork(y);": "work(y);",
        },
        ('console.error("bad");\nwork(z);', "work(q);"),
    ),
    Case(
        "a decorator is added",
        "python",
        (
            "def test_login(client):\n    go(client)",
            "@slow\ndef test_login(client):\n    go(client)",
        ),
        {
            "def test_logout(client):\n    stop(client)": (
                "@slow\ndef test_logout(client):\n    stop(client)"
            ),
            "def test_many_pages(client, page):\n    see(page)": (
                "@slow\ndef test_many_pages(client, page):\n    see(page)"
            ),
            "def test_empty():\n    pass": "@slow\ndef test_empty():\n    pass",
        },
        ("def helper(x):\n    return x", "@slow\ndef test_done(x):\n    pass", "test_it = 3"),
        frame=TOP,
    ),
    Case(
        "an annotation is added",
        "java",
        (
            "String toString() {\n    return name;\n}",
            "@Override\nString toString() {\n    return name;\n}",
        ),
        {
            "String toString() {\n    return a + b;\n}": (
                "@Override\nString toString() {\n    return a + b;\n}"
            ),
        },
        ("int size() {\n    return 1;\n}",),
        frame="class A{n} {{\n    {statement}\n}}\n",
    ),
    Case(
        "a statement is wrapped in a try",
        "python",
        (
            "data = load(path)",
            "try:\n    data = load(path)\nexcept OSError:\n    return None",
        ),
        {
            "x = load(a.b, 2)": "try:\n    x = load(a.b, 2)\nexcept OSError:\n    return None",
            "if ok:\n    page = load(x)": (
                "if ok:\n    try:\n        page = load(x)\n    except OSError:\n        return None"
            ),
        },
        ("data = save(path)", "load = 3"),
    ),
    Case(
        "a guard becomes one call",
        "java",
        (
            'if (name == null) {\n    throw new Bad("name");\n}',
            'Objects.requireNonNull(name, "name");',
        ),
        {
            'if (user.id == null) {\n    throw new Bad("no id, or");\n}': (
                'Objects.requireNonNull(user.id, "no id, or");'
            ),
            'if (list == null) {\n    throw new Bad("list");\n}': (
                'Objects.requireNonNull(list, "list");'
            ),
        },
        (
            'if (name != null) {\n    throw new Bad("name");\n}',
            "if (name == null) {\n    return;\n}",
        ),
    ),
    Case(
        "a promise chain becomes an await",
        "javascript",
        (
            "load(id).then((user) => {\n  show(user);\n});",
            "const user = await load(id);\nshow(user);",
        ),
        {
            "load(a.b).then((page) => {\n  show(page);\n});": (
                "const page = await load(a.b);\nshow(page);"
            ),
        },
        ("load(id);", "load(id).catch((e) => {\n  show(e);\n});"),
    ),
    Case(
        "a condition is merged",
        "typescript",
        ("if (user && user.name) show(1);", "if (user?.name) show(1);"),
        {
            "if (page && page.title) show(2);": "if (page?.title) show(2);",
            "if (a.b && a.b.c) show(3);": "if (a.b?.c) show(3);",
        },
        ("if (a && b.c) show(4);", "if (x && y) show(5);"),
    ),
    Case(
        "an assignment is shortened",
        "python",
        ("count = count + 1", "count += 1"),
        {
            "total = total + n": "total += n",
            "self.rows = self.rows + [row]": "self.rows += [row]",
        },
        ("a = b + 1", "x = x * 2", "y = 1 + y", "z = z"),
    ),
    Case(
        "a return is split",
        "python",
        ("return compute(a)", "result = compute(a)\nlog(result)\nreturn result"),
        {
            "return compute(b, c)": "result = compute(b, c)\nlog(result)\nreturn result",
        },
        ("return a", "compute(x)"),
    ),
    Case(
        "several lines change, with other calls between",
        "python",
        (
            "app = now.get()\npage = app.load(name)\nreturn render(app, page)",
            "ctx = here.get()\npage = ctx.app.load(name)\nreturn render(ctx, page)",
        ),
        {
            "app = now.get()\ntext = app.read(b)\nreturn show(app, text)": (
                "ctx = here.get()\ntext = ctx.app.read(b)\nreturn show(ctx, text)"
            ),
        },
        (
            "app = now.get()\npage = user.load(name)\nreturn render(app, page)",
            "app = other.get()\npage = app.load(name)\nreturn render(app, page)",
        ),
    ),
    Case(
        "a line before a call of another member",
        "typescript",
        ("core.$Text.init(inst, def);", "core.attach(inst);\ncore.$Text.init(inst, def);"),
        {"core.$Map.init(inst, def);": "core.attach(inst);\ncore.$Map.init(inst, def);"},
        (
            "core.$Map.start(inst, def);",
            "other.$Map.init(inst, def);",
            "core.attach(inst);\ncore.$Set.init(inst, def);",
        ),
    ),
    Case(
        "an import is deleted",
        "python",
        ("import os\nimport six\nimport sys", "import os\nimport sys"),
        {},
        ("import re", "six = 3"),
        frame=TOP,
    ),
    Case(
        "an import is replaced",
        "python",
        ("from typing import List", "from collections.abc import List"),
        {"from typing import Iterable, Mapping": "from collections.abc import Iterable, Mapping"},
        ("import typing", "from os import path"),
        frame=TOP,
    ),
    Case(
        "a setting gets a neighbour, without a grammar",
        "",
        ("host = one", "host = one\nport = 80"),
        {"host = two": "host = two\nport = 80"},
        ("path = one", "host = three\nport = 80"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """One example of an edited line is enough for the like lines, and for no others."""
    assert complaints(case) == []
