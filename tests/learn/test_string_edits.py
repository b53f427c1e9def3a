"""One edit of a built string, offered elsewhere with other texts, names and counts."""

from __future__ import annotations

import pytest

from tests.learn.one_example import Case, complaints

CASES = (
    Case(
        "one value becomes part of a string, a tuple of them does not",
        "python",
        ('log("user %s" % user)', 'log(f"user {user}")'),
        {'log("host %s" % host)': 'log(f"host {host}")'},
        ('log("user %s" % (user,))', 'log("pair %s" % (a, b))'),
    ),
    Case(
        "a tuple of arguments becomes logging arguments",
        "python",
        ('log.info("user %s in %s" % (user, host))', 'log.info("user %s in %s", user, host)'),
        {
            'log.info("opened %s as %s" % (path, mode))': 'log.info("opened %s as %s", path, mode)',
            'log.warning("no %s" % (name,))': 'log.warning("no %s", name)',
            "log.info('%d of %d: %s' % (n, len(rows), row.id))": (
                "log.info('%d of %d: %s', n, len(rows), row.id)"
            ),
            'log.error("bad %r in %s for %s at %s" % (x, "a, b", f(1, 2), d["k"]))': (
                'log.error("bad %r in %s for %s at %s", x, "a, b", f(1, 2), d["k"])'
            ),
        },
        (
            'x = "a %s" % (b,)',
            'message = "user %s in %s" % (user, host)',
            'return "%s: %s" % (name, value)',
            'log.info("user %s in %s", user, host)',
            'log.info("done")',
            "log.info(total % (a + b))",
        ),
    ),
    Case(
        "one argument becomes a logging argument",
        "python",
        ('log.info("user %s" % user)', 'log.info("user %s", user)'),
        {
            'log.info("path %s" % path)': 'log.info("path %s", path)',
            'log.debug("x %d" % a.b)': 'log.debug("x %d", a.b)',
            "log.warning('no %s left' % self.names[0])": "log.warning('no %s left', self.names[0])",
            'log.info("%s done" % f(x, y))': 'log.info("%s done", f(x, y))',
        },
        ('x = "a %s" % b', "y = a % b", "return n % 2", "f(n % 2)", 'raise E("a %s" % b)'),
    ),
    Case(
        "a formatted string of a logger becomes arguments",
        "python",
        (
            'logger.info("user {} in {}".format(user, host))',
            'logger.info("user %s in %s", user, host)',
        ),
        {
            'logger.info("file {} in {}".format(path, root))': (
                'logger.info("file %s in %s", path, root)'
            ),
            "logger.debug('{} of {}'.format(n, len(x)))": "logger.debug('%s of %s', n, len(x))",
            'logger.info("at {}".format(here))': 'logger.info("at %s", here)',
            'logger.info("{}-{}!".format(a.x, b[0]))': 'logger.info("%s-%s!", a.x, b[0])',
        },
        ('x = "a {}".format(b)', 'logger.info("user {}")', 'log("{} {}")'),
    ),
    Case(
        "an f-string of a logger becomes arguments",
        "python",
        ('log.info(f"user {user} in {host}")', 'log.info("user %s in %s", user, host)'),
        {
            'log.info(f"file {path} in {root.name}")': 'log.info("file %s in %s", path, root.name)',
            "log.debug(f'{n} of {len(rows)} done')": "log.debug('%s of %s done', n, len(rows))",
            'log.warning(f"at {here}")': 'log.warning("at %s", here)',
            'log.info(f"{a}{b}: {c}")': 'log.info("%s%s: %s", a, b, c)',
        },
        ('x = f"a {b} in {c}"', 'log.info("done")', 'log.info(f"{x:>5} in {y!r}")'),
    ),
    Case(
        "% with one argument becomes an f-string",
        "python",
        ('name = "user %s" % user', 'name = f"user {user}"'),
        {
            'path = "%s.txt" % stem': 'path = f"{stem}.txt"',
            "label = 'no %s left' % thing.kind": "label = f'no {thing.kind} left'",
            'return "got %s" % f(x)': 'return f"got {f(x)}"',
            'key = "%s" % row[0]': 'key = f"{row[0]}"',
        },
        (
            "rest = a % b",
            'x = "%5.2f" % ratio',
            'y = "{%s}" % name',
            'z = "%s %s" % pair',
            'w = "100%% of %s" % name',
            "v = '%s' % d['key']",
        ),
    ),
    Case(
        "% with a tuple becomes an f-string",
        "python",
        ('name = "%s in %s" % (user, host)', 'name = f"{user} in {host}"'),
        {
            'path = "%s/%s.txt" % (root, stem)': 'path = f"{root}/{stem}.txt"',
            "label = 'no %s' % (thing.kind,)": "label = f'no {thing.kind}'",
            'return "%s: %s, %s" % (a, f(b), c.d)': 'return f"{a}: {f(b)}, {c.d}"',
            'call("%s%s of %s at %s!" % (a, b, c, d))': 'call(f"{a}{b} of {c} at {d}!")',
        },
        ('x = "%d %5s" % (a, b)', 'y = "{%s %s}" % (a, b)', "z = a % (b, c)"),
    ),
    Case(
        ".format becomes an f-string",
        "python",
        ('name = "user {}".format(user)', 'name = f"user {user}"'),
        {
            'path = "{}.txt".format(stem)': 'path = f"{stem}.txt"',
            "label = 'no {} left'.format(thing.kind)": "label = f'no {thing.kind} left'",
            'return "{} of {}".format(n, len(rows))': 'return f"{n} of {len(rows)}"',
            'print("{}-{}-{}".format(a, b, c[0]))': 'print(f"{a}-{b}-{c[0]}")',
        },
        ('x = "{:>5}".format(a)', "y = template.format(user)", 'z = "{} {}".format(*pair)'),
    ),
    Case(
        "a concatenation becomes a template literal",
        "typescript",
        ('const s = "Hello " + name + "!";', "const s = `Hello ${name}!`;"),
        {
            'const t = "Bye " + user + ".";': "const t = `Bye ${user}.`;",
            'return "User " + user.name + " not found";': "return `User ${user.name} not found`;",
            "const u = 'at ' + list[0] + ' of';": "const u = `at ${list[0]} of`;",
            'throw new Error("a" + b + "c");': "throw new Error(`a${b}c`);",
            'log("got " + f(x, 1) + " items");': "log(`got ${f(x, 1)} items`);",
        },
        (
            'const v = "a`b" + x + "c";',
            'const w = "${a} " + x + "c";',
            "const n = 1 + x + 2;",
            "total = a + b + c;",
            'const k = "one string";',
        ),
    ),
    Case(
        "a concatenation of any length becomes a template literal",
        "javascript",
        ('const url = "/api/" + id + "/" + kind;', "const url = `/api/${id}/${kind}`;"),
        {
            "const a = '/data/' + id;": "const a = `/data/${id}`;",
            'return base + "/" + user.id + "/" + page;': "return `${base}/${user.id}/${page}`;",
            'fetch("/x/" + a + "/" + b.c + "/" + d(e) + "?q=1");': (
                "fetch(`/x/${a}/${b.c}/${d(e)}?q=1`);"
            ),
            'throw new Error("no " + name + " in " + place);': (
                "throw new Error(`no ${name} in ${place}`);"
            ),
        },
        ("const n = a + b;", "i = i + 1;", 'const s = "a" + "`";', 'x += "a";'),
    ),
    Case(
        "a concatenation that ends in a value",
        "tsx",
        ('const label = "Page " + page;', "const label = `Page ${page}`;"),
        {
            'const title = "User " + user.name;': "const title = `User ${user.name}`;",
            "return 'No ' + things[0];": "return `No ${things[0]}`;",
            'const b = name + " is gone";': "const b = `${name} is gone`;",
            'show("of " + n + " or " + m);': "show(`of ${n} or ${m}`);",
        },
        ("const c = page + 1;", "const d = `Page ${page}`;"),
    ),
    Case(
        "an error is wrapped instead of printed",
        "go",
        (
            'return fmt.Errorf("open %s: %s", path, err)',
            'return fmt.Errorf("open %s: %w", path, err)',
        ),
        {
            'return fmt.Errorf("close: %s", err)': 'return fmt.Errorf("close: %w", err)',
            'return fmt.Errorf("read %s of %s: %s", a, b, err)': (
                'return fmt.Errorf("read %s of %s: %w", a, b, err)'
            ),
            'return fmt.Errorf("%s: line %d", err, n)': 'return fmt.Errorf("%w: line %d", err, n)',
            'return nil, fmt.Errorf("user %s at %s: %s", u.Name(), h, err)': (
                'return nil, fmt.Errorf("user %s at %s: %w", u.Name(), h, err)'
            ),
        },
        (
            'fmt.Printf("%s", name)',
            'return fmt.Errorf("unknown name %s", name)',
            'fmt.Printf("open %s: %s", path, err)',
            'log.Printf("failed: %s", err)',
            'return fmt.Errorf("close: %w", err)',
        ),
    ),
    Case(
        "a verb of another kind",
        "go",
        ('return fmt.Errorf("decode: %v", err)', 'return fmt.Errorf("decode: %w", err)'),
        {
            'return fmt.Errorf("read %q: %v", p, err)': 'return fmt.Errorf("read %q: %w", p, err)',
            'return fmt.Errorf("put %v: %v", x, err)': 'return fmt.Errorf("put %v: %w", x, err)',
            'err = fmt.Errorf("ping: %v", err)': 'err = fmt.Errorf("ping: %w", err)',
            'return fmt.Errorf("close after %d: %v", n, err)': (
                'return fmt.Errorf("close after %d: %w", n, err)'
            ),
        },
        ('return fmt.Errorf("bad state %v", state)', 'fmt.Println("decode: %v", err)'),
    ),
    Case(
        "a format argument moves into the string",
        "rust",
        ('println!("user {}", name);', 'println!("user {name}");'),
        {
            'println!("path {}", path);': 'println!("path {path}");',
            'println!("no {} left", thing);': 'println!("no {thing} left");',
            'println!("{}!", what);': 'println!("{what}!");',
            'println!("{} of {}", n, total);': 'println!("{n} of {total}");',
        },
        ('println!("done");', 'println!("{:?}", name);', 'let s = concat!("a", b);'),
    ),
    Case(
        "joined conditions become a list",
        "python",
        ("return a.ok and b.ok", "return all([a.ok, b.ok])"),
        {
            "return c.ok and d.ok": "return all([c.ok, d.ok])",
            "return x.ok and not y.ok": "return all([x.ok, not y.ok])",
        },
        ("return a.ok", "return a.ok or b.ok"),
    ),
    Case(
        "a message gets another quote",
        "python",
        ("greet('hello')", 'greet("hello")'),
        {},
        ('greet("bye")', "f(x)", 'y = "it is"'),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """One example of an edited string is enough for the like places, and for no others."""
    assert complaints(case) == []
