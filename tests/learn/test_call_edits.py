"""One edit of a call, offered at other calls."""

from __future__ import annotations

import pytest

from tests.learn.one_example import Case, complaints

CASES = (
    Case(
        "an argument is added",
        "python",
        ("fetch(url, token)", "fetch(url, token, timeout=5)"),
        {
            "data = fetch(path)": "data = fetch(path, timeout=5)",
            "return fetch(a.url, b(c), d)": "return fetch(a.url, b(c), d, timeout=5)",
            "fetch()": "fetch(timeout=5)",
            'x = json(fetch("http://x", [1, 2]))': 'x = json(fetch("http://x", [1, 2], timeout=5))',
        },
        ("fetched(url)", "other(url, token)", "fetch(u, timeout=5)", "def_ = fetch"),
    ),
    Case(
        "a keyword is added to a method's calls",
        "python",
        (
            "page = self.session.get(url)",
            "page = self.session.get(url, timeout=TIMEOUT)",
        ),
        {
            "first = self.session.get(base + path)": (
                "first = self.session.get(base + path, timeout=TIMEOUT)"
            ),
            "return self.session.get(url, params={})": (
                "return self.session.get(url, params={}, timeout=TIMEOUT)"
            ),
            "text = client.session.get(link).text": (
                "text = client.session.get(link, timeout=TIMEOUT).text"
            ),
        },
        ("page = self.session.post(url)", "get(url)", "x = self.session"),
    ),
    Case(
        "an argument is added where the call has many lines",
        "python",
        ("send(a, b)", "send(a, b, retries=3)"),
        {
            "send(\n    one,\n    two,\n)": "send(\n    one,\n    two,\n    retries=3,\n)",
            "send(\n    first, second\n)": "send(\n    first, second, retries=3\n)",
            "x = send(c)": "x = send(c, retries=3)",
        },
        ("resend(a, b)",),
    ),
    Case(
        "an argument is added in front",
        "go",
        ("user, err := load(id)", "user, err := load(ctx, id)"),
        {
            "page, err := load(other.ID, 3)": "page, err := load(ctx, other.ID, 3)",
            "return load(x)": "return load(ctx, x)",
            "_, _ = load()": "_, _ = load(ctx)",
        },
        ("user, err := loads(id)", "store(id)"),
    ),
    Case(
        "a call is renamed",
        "javascript",
        ("const user = getUser(id);", "const user = fetchUser(id);"),
        {
            "return getUser(a.id, true);": "return fetchUser(a.id, true);",
            "show(getUser(1));": "show(fetchUser(1));",
            "const list = [getUser(x)];": "const list = [fetchUser(x)];",
        },
        ("const page = getPage(id);", "const u = user(id);"),
    ),
    Case(
        "a method is renamed",
        "java",
        ('logger.warn("slow " + name);', 'logger.warning("slow " + name);'),
        {
            'logger.warn("bad");': 'logger.warning("bad");',
            "logger.warn(message, error);": "logger.warning(message, error);",
            "log.warn(a.b());": "log.warning(a.b());",
        },
        ('logger.info("slow " + name);', "warn = true;"),
    ),
    Case(
        "an assertion method becomes a statement",
        "python",
        ("self.assertEqual(total(x), 3)", "assert total(x) == 3"),
        {
            "self.assertEqual(a, b)": "assert a == b",
            "self.assertEqual(len(rows[0]), n + 1)": "assert len(rows[0]) == n + 1",
            'self.assertEqual(name.lower(), "x, y")': 'assert name.lower() == "x, y"',
            "self.assertEqual({1: 2}, make(a, b))": "assert {1: 2} == make(a, b)",
        },
        (
            'self.assertEqual(a, b, "why")',
            "self.assertTrue(a)",
            "self.assertEqual(a)",
            "assert a == b",
        ),
    ),
    Case(
        "a result is awaited",
        "typescript",
        ("const user = fetchUser(id);", "const user = await fetchUser(id);"),
        {
            "const other = fetchUser(friend.id);": "const other = await fetchUser(friend.id);",
            "return fetchUser(1, true);": "return await fetchUser(1, true);",
            "show(fetchUser(x));": "show(await fetchUser(x));",
        },
        ("const n = count(list);", "const v = await fetchUser(z);", "const f = fetchUser;"),
    ),
    Case(
        "an argument is wrapped in a call",
        "python",
        ("show(user.name)", "show(str(user.name))"),
        {
            "show(page.title)": "show(str(page.title))",
            "show(x)": "show(str(x))",
            "show(user.name)": "show(str(user.name))",
        },
        ("hide(user.id)", "show(str(y))", "show()", "show(a, b)"),
    ),
    Case(
        "a call is wrapped in a call",
        "javascript",
        ("const rows = parse(text);", "const rows = freeze(parse(text));"),
        {
            "const more = parse(file.text, 3);": "const more = freeze(parse(file.text, 3));",
            "return parse(x);": "return freeze(parse(x));",
            "show(parse(lines[0]));": "show(freeze(parse(lines[0])));",
        },
        ("const n = count(text);", "const z = freeze(parse(y));"),
    ),
    Case(
        "two arguments change places",
        "java",
        ("assertEquals(result, 3);", "assertEquals(3, result);"),
        {
            "assertEquals(total, 5);": "assertEquals(5, total);",
            'assertEquals(user.name(), "Ada");': 'assertEquals("Ada", user.name());',
            "assertEquals(list.get(0), first(a, b));": "assertEquals(first(a, b), list.get(0));",
        },
        ("assertTrue(result);", "add(result, 3);", "assertEquals(a, b, c);"),
    ),
    Case(
        "two expressions change places",
        "python",
        ("copy(user.home, backup(user))", "copy(backup(user), user.home)"),
        {
            "copy(a, b)": "copy(b, a)",
            'copy(root["x"], "y, z")': 'copy("y, z", root["x"])',
            "ok = copy(f(1, 2), g)": "ok = copy(g, f(1, 2))",
        },
        ("move(a, b)", "copy(a)", "copy(a, b, c)"),
    ),
    Case(
        "unwrap becomes a question mark",
        "rust",
        ("let text = read(path).unwrap();", "let text = read(path)?;"),
        {
            "let n = line.parse().unwrap();": "let n = line.parse()?;",
            "return Ok(first.unwrap());": "return Ok(first?);",
            "show(a.b[0].unwrap(), c);": "show(a.b[0]?, c);",
            "let first = rows.next().unwrap();": "let first = rows.next()?;",
        },
        ("let x = y.unwrap_or(0);", "let x = unwrap(y);", "let z = read(path)?;"),
    ),
    Case(
        "a call becomes a chain",
        "java",
        ("assertEquals(3, list.size());", "assertThat(list.size()).isEqualTo(3);"),
        {
            "assertEquals(x, y);": "assertThat(y).isEqualTo(x);",
            'assertEquals("a, b", user.name(1, 2));': (
                'assertThat(user.name(1, 2)).isEqualTo("a, b");'
            ),
            "assertEquals(-1, f(g(z)));": "assertThat(f(g(z))).isEqualTo(-1);",
        },
        ("assertTrue(x);", "assertEquals(a, b, c);", "equals(3, list.size());"),
    ),
    Case(
        "a function becomes a method",
        "python",
        ("n = length(rows)", "n = rows.length()"),
        {
            "m = length(a.b)": "m = a.b.length()",
            "return length(f(x, y))": "return f(x, y).length()",
            "show(length(z[0]))": "show(z[0].length())",
        },
        ("k = lengths(rows)", "length(a, b)", "x = length()"),
    ),
    Case(
        "an argument is removed",
        "python",
        ("load(path, verbose=True)", "load(path)"),
        {
            "x = load(other, verbose=True)": "x = load(other)",
            "load(f(a), b, verbose=True)": "load(f(a), b)",
            "return load(y[0], verbose=True)": "return load(y[0])",
        },
        ("load(path, True)", "load(path, verbose=False)", "load(verbose)"),
    ),
    Case(
        "a call around a value is removed",
        "python",
        ("show(str(user.name))", "show(user.name)"),
        {
            "show(str(x))": "show(x)",
            "show(str(f(a, b)))": "show(f(a, b))",
        },
        ("show(repr(x))", "show(x)", "str(x)"),
    ),
    Case(
        "a keyword becomes another",
        "python",
        ("run(cmd, universal_newlines=True)", "run(cmd, text=True)"),
        {
            "run([a, b], universal_newlines=True)": "run([a, b], text=True)",
            "x = run(y, check=True, universal_newlines=True)": "x = run(y, check=True, text=True)",
        },
        ("run(cmd)", "run(cmd, shell=True)"),
    ),
    Case(
        "an empty argument list gets its first argument",
        "python",
        ("rows = query.all()", "rows = query.all(limit=100)"),
        {
            "users = session.all()": "users = session.all(limit=100)",
            "return f(x).all()": "return f(x).all(limit=100)",
        },
        ("rows = query.first()", "x = all"),
    ),
    Case(
        "nested calls become a builder",
        "cpp",
        ("auto p = Foo(new Bar(x));", "auto p = std::make_unique<Bar>(x);"),
        {
            "auto q = Foo(new Bar(y.z));": "auto q = std::make_unique<Bar>(y.z);",
            "return Foo(new Bar(1, 2));": "return std::make_unique<Bar>(1, 2);",
        },
        ("auto r = Foo(Bar(x));", "auto s = new Bar(x);"),
    ),
    Case(
        "a call takes an option, without a grammar",
        "",
        ("run fast(a, b)", "run fast(a, b, retry)"),
        {
            "run fast(c)": "run fast(c, retry)",
            "do fast(x.y, 2, z)": "do fast(x.y, 2, z, retry)",
        },
        ("run slow(a, b)", "fast", "run fast(a, retry)"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """One example of an edited call is enough for the like calls, and for no others."""
    assert complaints(case) == []
