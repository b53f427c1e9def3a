"""Edits in files of other line ends, indentations and scripts."""

from __future__ import annotations

import pytest

from tests.learn.one_example import TOP, Case, complaints

CASES = (
    Case(
        "CRLF, within a line",
        "python",
        ('log.info("a %s" % (x,))', 'log.info("a %s", x)'),
        {'log.info("b %s of %s" % (y, z))': 'log.info("b %s of %s", y, z)'},
        ('s = "b %s" % (y,)',),
        line_end="\r\n",
    ),
    Case(
        "CRLF, several lines",
        "go",
        ("span := start(ctx)", "span := start(ctx)\ndefer span.End()"),
        {"child := start(c.ctx, 1)": "child := start(c.ctx, 1)\ndefer child.End()"},
        ("n := count(ctx)",),
        line_end="\r\n",
    ),
    Case(
        "CRLF, a wrapped statement",
        "python",
        ("data = load(path)", "try:\n    data = load(path)\nexcept OSError:\n    pass"),
        {"rows = load(x, y)": "try:\n    rows = load(x, y)\nexcept OSError:\n    pass"},
        ("data = save(path)",),
        line_end="\r\n",
    ),
    Case(
        "CRLF, a deleted line",
        "javascript",
        ('console.log("x");\nwork(x);', "work(x);"),
        {'console.log("y", z);\nwork(y);': "work(y);"},
        ("work(z);",),
        line_end="\r\n",
    ),
    Case(
        "deeper indentation, by spaces",
        "python",
        (
            "if a:\n    data = load(path)",
            "if a:\n    try:\n        data = load(path)\n    except OSError:\n        pass",
        ),
        {
            "rows = load(x)": "try:\n    rows = load(x)\nexcept OSError:\n    pass",
            "for y in z:\n    if y:\n        rows = load(y)": (
                "for y in z:\n    if y:\n        try:\n            rows = load(y)\n"
                "        except OSError:\n            pass"
            ),
        },
    ),
    Case(
        "tabs",
        "java",
        ("file.close();", "if (file != null) {\n\tfile.close();\n}"),
        {
            "reader.close();": "if (reader != null) {\n\treader.close();\n}",
            "if (x) {\n\tbody.close();\n}": (
                "if (x) {\n\tif (body != null) {\n\t\tbody.close();\n\t}\n}"
            ),
        },
        ("file.open();",),
        frame="class A{n} {{\n\tvoid run() {{\n\t\t{statement}\n\t}}\n}}\n",
    ),
    Case(
        "emoji and accents on the line",
        "typescript",
        ('const s = "Grüße 🎉 " + name + "!";', "const s = `Grüße 🎉 ${name}!`;"),
        {
            'const t = "日本 " + größe + " 👩‍👩‍👧";': "const t = `日本 ${größe} 👩‍👩‍👧`;",
            "return 'é' + x + '🎉';": "return `é${x}🎉`;",
        },
        ('const u = "🎉";',),
    ),
    Case(
        "emoji before a call",
        "python",
        ('say("🎉", fetch(url))', 'say("🎉", fetch(url, timeout=5))'),
        {'say("🐍🐍", fetch(größe))': 'say("🐍🐍", fetch(größe, timeout=5))'},
        ('say("🎉", größe)',),
    ),
    Case(
        "a script that no grammar knows",
        "",
        ("приклад: стара(назва)", "приклад: нова(назва)"),
        {"інший: стара(число, 2)": "інший: нова(число, 2)"},
        ("приклад: інша(назва)", "інша: приклад"),
    ),
    Case(
        "plain text, CRLF",
        "",
        ("host one;", "host one;\nport 80;"),
        {"host two;": "host two;\nport 80;"},
        ("path three;",),
        line_end="\r\n",
    ),
    Case(
        "broken code elsewhere in the file",
        "python",
        ('log.info("a %s" % (x,))', 'log.info("a %s", x)'),
        {'log.info("b %s" % (y, z))': 'log.info("b %s", y, z)'},
        ("def (:\n", "x = ((("),
    ),
    Case(
        "a comment on the line",
        "python",
        ("fetch(url)  # slow", "fetch(url, timeout=5)  # slow"),
        {"fetch(path)  # fast": "fetch(path, timeout=5)  # fast"},
        ("# fetch(url)", "fetch  # (url)"),
    ),
    Case(
        "only a comment changes",
        "python",
        ("a = load(x)  # old", "a = load(x)  # new"),
        {},
        ("b = load(x)  # old",),
        frame=TOP,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """What bytes a file is made of changes nothing in what is offered."""
    assert complaints(case) == []
