"""Edits as they are made when a library, a language version or a habit changes."""

from __future__ import annotations

import pytest

from tests.learn.one_example import TOP, Case, complaints

CASES = (
    Case(
        "a tuple of one becomes logging arguments",
        "python",
        ('logger.info("connected to %s" % (host,))', 'logger.info("connected to %s", host)'),
        {
            'logger.warning("retry %d of %d" % (i, n))': 'logger.warning("retry %d of %d", i, n)',
            "logger.error('failed %s: %r' % (self.name, exc))": (
                "logger.error('failed %s: %r', self.name, exc)"
            ),
            'logger.debug("x=%s y=%s z=%s" % (p.x, p.y, f(p)))': (
                'logger.debug("x=%s y=%s z=%s", p.x, p.y, f(p))'
            ),
            'self.log.info("done %s" % (n,))': 'self.log.info("done %s", n)',
        },
        ('raise ValueError("bad %s" % (x,))', 'print("%s" % (x,))'),
    ),
    Case(
        "a tuple of three becomes logging arguments",
        "python",
        ('logging.info("a %s b %s c %s" % (a, b, c))', 'logging.info("a %s b %s c %s", a, b, c)'),
        {
            'logging.debug("%s" % (x,))': 'logging.debug("%s", x)',
            'logging.warning("%(a)s" % (q,))': 'logging.warning("%(a)s", q)',
        },
        (),
    ),
    Case(
        "a mapping stays",
        "python",
        ('log.info("a %s" % (x,))', 'log.info("a %s", x)'),
        {},
        ('log.info("%(k)s" % {"k": 1})', 'log.info("a" + b)'),
    ),
    Case(
        "an error that comes first is wrapped",
        "go",
        (
            'return fmt.Errorf("%v: bad row %d", err, n)',
            'return fmt.Errorf("%w: bad row %d", err, n)',
        ),
        {
            'return fmt.Errorf("%v: no %s", err, name)': (
                'return fmt.Errorf("%w: no %s", err, name)'
            ),
            'return fmt.Errorf("read %s: %v", p, err)': 'return fmt.Errorf("read %s: %w", p, err)',
        },
        ('return fmt.Errorf("%v: bad", name)',),
    ),
    Case(
        "an error of another name is wrapped",
        "go",
        ('return fmt.Errorf("open: %s", err)', 'return fmt.Errorf("open: %w", err)'),
        {
            'return fmt.Errorf("close %s: %s", name, closeErr)': (
                'return fmt.Errorf("close %s: %w", name, closeErr)'
            )
        },
        ('return fmt.Errorf("open: %s", path)',),
    ),
    Case(
        "errors.Wrap becomes %w",
        "go",
        ('return errors.Wrap(err, "open file")', 'return fmt.Errorf("open file: %w", err)'),
        {
            'return errors.Wrap(err, "close db")': 'return fmt.Errorf("close db: %w", err)',
            'return nil, errors.Wrap(e.err, "x")': 'return nil, fmt.Errorf("x: %w", e.err)',
        },
        ('return errors.New("a")',),
    ),
    Case(
        "a long concatenation becomes a template literal",
        "typescript",
        (
            'return "Hello, " + user.first + " " + user.last + "!";',
            "return `Hello, ${user.first} ${user.last}!`;",
        ),
        {
            "return 'Bye ' + name;": "return `Bye ${name}`;",
            'const p = base + "/" + id;': "const p = `${base}/${id}`;",
            'console.log("a " + (b + 1) + " c");': "console.log(`a ${(b + 1)} c`);",
            'throw new Error("x" + y[0] + z());': "throw new Error(`x${y[0]}${z()}`);",
        },
        ("const n = a + b + c;", 'const t = "x" + `y${z}`;'),
    ),
    Case(
        "then becomes await",
        "javascript",
        (
            "return fetch(url).then((r) => r.json());",
            "const r = await fetch(url);\nreturn r.json();",
        ),
        {
            "return fetch(a + b).then((r) => r.json());": (
                "const r = await fetch(a + b);\nreturn r.json();"
            ),
            "return fetch(u, opts).then((res) => res.json());": (
                "const res = await fetch(u, opts);\nreturn res.json();"
            ),
        },
        ("return fetch(url);",),
    ),
    Case(
        "a function becomes an arrow",
        "javascript",
        ("list.map(function (x) { return x + 1; });", "list.map((x) => x + 1);"),
        {
            "rows.map(function (row) { return row.id; });": "rows.map((row) => row.id);",
            "a.b.filter(function (y) { return f(y, 1); });": "a.b.filter((y) => f(y, 1));",
        },
        ("function f(x) { return x; }",),
    ),
    Case(
        "require becomes import",
        "javascript",
        ('const fs = require("fs");', 'import fs from "fs";'),
        {
            'const path = require("path");': 'import path from "path";',
            "const x = require('./x');": "import x from './x';",
        },
        ('const y = load("y");',),
        frame=TOP,
    ),
    Case(
        "type() becomes isinstance",
        "python",
        ("if type(x) == str:\n    go()", "if isinstance(x, str):\n    go()"),
        {
            "if type(a.b) == int:\n    go(1)": "if isinstance(a.b, int):\n    go(1)",
            "return type(f(y)) == list": "return isinstance(f(y), list)",
        },
        ("if x == str:\n    go()",),
    ),
    Case(
        "os.path.join becomes a Path",
        "python",
        ("p = os.path.join(root, name)", "p = Path(root) / name"),
        {
            'q = os.path.join(base, "x.txt")': 'q = Path(base) / "x.txt"',
            "return os.path.join(a.b, c(d))": "return Path(a.b) / c(d)",
        },
        ("os.path.exists(p)", "os.path.join(a, b, c)"),
    ),
    Case(
        "open becomes with",
        "python",
        (
            "f = open(path)\ndata = f.read()\nf.close()",
            "with open(path) as f:\n    data = f.read()",
        ),
        {
            'g = open(name, "rb")\nrows = g.read()\ng.close()': (
                'with open(name, "rb") as g:\n    rows = g.read()'
            )
        },
        ("f = load(path)",),
    ),
    Case(
        "len() == 0 becomes not",
        "python",
        ("if len(rows) == 0:\n    return", "if not rows:\n    return"),
        {
            "if len(self.items) == 0:\n    stop()": "if not self.items:\n    stop()",
            "while len(f(x)) == 0:\n    go()": "while not f(x):\n    go()",
        },
        ("if len(rows) == 1:\n    return", "if n == 0:\n    return"),
    ),
    Case(
        "a look-up becomes get",
        "python",
        ('if "a" in d:\n    x = d["a"]\nelse:\n    x = None', 'x = d.get("a")'),
        {
            'if "key" in self.map:\n    y = self.map["key"]\nelse:\n    y = None': (
                'y = self.map.get("key")'
            )
        },
        ('if "a" in d:\n    go()',),
    ),
    Case(
        "assertTrue becomes assertIn",
        "python",
        ("self.assertTrue(a in b)", "self.assertIn(a, b)"),
        {
            "self.assertTrue(x.y in f(z))": "self.assertIn(x.y, f(z))",
            "self.assertTrue('k' in d)": "self.assertIn('k', d)",
        },
        ("self.assertTrue(a)", "self.assertTrue(a == b)"),
    ),
    Case(
        "a null check becomes requireNonNull",
        "java",
        (
            'if (user == null) {\n    throw new Illegal("user");\n}',
            'Objects.requireNonNull(user, "user");',
        ),
        {
            'if (order == null) {\n    throw new Illegal("order is missing");\n}': (
                'Objects.requireNonNull(order, "order is missing");'
            )
        },
        ("if (x != null) {\n    stop();\n}",),
    ),
    Case(
        "a logged concatenation gets placeholders",
        "java",
        ('log.info("user " + name + " logged in");', 'log.info("user {} logged in", name);'),
        {
            'log.warn("slow " + query.id());': 'log.warn("slow {}", query.id());',
            'log.info("a " + b + " c " + d);': 'log.info("a {} c {}", b, d);',
        },
        ('String s = "a " + b;', 'log.info("done");'),
    ),
    Case(
        "a concatenation becomes String.format",
        "java",
        ('String s = "id " + id + " of " + n;', 'String s = String.format("id %s of %s", id, n);'),
        {
            'return "x" + y;': 'return String.format("x%s", y);',
            'call("a " + b.c() + "!");': 'call(String.format("a %s!", b.c()));',
        },
        ("int k = a + b;", 'String t = "p % " + q;'),
    ),
    Case(
        "a field becomes a getter",
        "java",
        ("return user.name;", "return user.getName();"),
        {"print(order.name);": "print(order.getName());"},
        ("return user.age;",),
    ),
    Case(
        "a counting loop becomes for-of",
        "javascript",
        (
            "for (let i = 0; i < rows.length; i++) {\n  show(rows[i]);\n}",
            "for (const row of rows) {\n  show(row);\n}",
        ),
        {
            "for (let i = 0; i < items.length; i++) {\n  show(items[i]);\n}": (
                "for (const row of items) {\n  show(row);\n}"
            )
        },
        ("for (const x of y) {\n  show(x);\n}",),
    ),
    Case(
        "Array<T> becomes T[]",
        "typescript",
        ("const x: Array<string> = [];", "const x: string[] = [];"),
        {
            "const y: Array<number> = f();": "const y: number[] = f();",
            "let z: Array<User>;": "let z: User[];",
        },
        ("const m: Map<string, number> = g();",),
    ),
    Case(
        "a cast becomes a type argument",
        "typescript",
        ("const a = get(id) as User;", "const a = get<User>(id);"),
        {"const b = get(other.id) as Page;": "const b = get<Page>(other.id);"},
        ("const c = x as User;",),
    ),
    Case(
        "useState gets a type",
        "tsx",
        ('const [name, setName] = useState("");', 'const [name, setName] = useState<string>("");'),
        {
            'const [mail, setMail] = useState("x");': (
                'const [mail, setMail] = useState<string>("x");'
            )
        },
        ("const [n, setN] = useRef(0);",),
    ),
    Case(
        "unwrap becomes expect",
        "rust",
        ("let f = File::open(path).unwrap();", 'let f = File::open(path).expect("open");'),
        {"let g = read(a).unwrap();": 'let g = read(a).expect("open");'},
        ("let h = x.unwrap_or(1);",),
    ),
    Case(
        "a parsed value gets a question mark",
        "rust",
        ("let n: i32 = s.parse().unwrap();", "let n: i32 = s.parse()?;"),
        {"let m: u8 = t.trim().parse().unwrap();": "let m: u8 = t.trim().parse()?;"},
        ("let x = y;",),
    ),
    Case(
        "printf becomes cout",
        "cpp",
        ('printf("%d\\n", n);', 'std::cout << n << "\\n";'),
        {'printf("%d\\n", a + b);': 'std::cout << a + b << "\\n";'},
        ('printf("done");',),
    ),
    Case(
        "push_back becomes emplace_back",
        "cpp",
        ("rows.push_back(Row(a, b));", "rows.emplace_back(a, b);"),
        {
            "list.push_back(Row(x));": "list.emplace_back(x);",
            "v.push_back(Row(1, 2, f(3)));": "v.emplace_back(1, 2, f(3));",
        },
        ("rows.push_back(x);",),
    ),
    Case(
        "strcpy becomes strncpy",
        "c",
        ("strcpy(dst, src);", "strncpy(dst, src, sizeof(dst));"),
        {
            "strcpy(buf, name);": "strncpy(buf, name, sizeof(buf));",
            'strcpy(a->b, "x");': 'strncpy(a->b, "x", sizeof(a->b));',
        },
        ("strcat(dst, src);",),
    ),
    Case(
        "a freed pointer is cleared",
        "c",
        ("free(p);", "free(p);\np = NULL;"),
        {
            "free(buf);": "free(buf);\nbuf = NULL;",
            "free(node->next);": "free(node->next);\nnode->next = NULL;",
        },
        ("release(p);",),
    ),
    Case(
        "a return becomes a goto",
        "c",
        ("if (ret < 0)\n    return ret;", "if (ret < 0)\n    goto fail;"),
        {"if (ret < 0)\n    return ret;": "if (ret < 0)\n    goto fail;"},
        ("return ret;", "if (n > 0)\n    return n;"),
    ),
    Case(
        "a context becomes the first parameter",
        "go",
        (
            "func (s *Box) Load(id string) error {\n\treturn nil\n}",
            "func (s *Box) Load(ctx context.Context, id string) error {\n\treturn nil\n}",
        ),
        {
            "func (s *Box) LoadAll() error {\n\treturn nil\n}": (
                "func (s *Box) LoadAll(ctx context.Context) error {\n\treturn nil\n}"
            ),
            "func (s *Box) Store(id string, v I) error {\n\treturn nil\n}": (
                "func (s *Box) Store(ctx context.Context, id string, v I) error {\n\treturn nil\n}"
            ),
        },
        ("func helper(x int) {\n\tuse(x)\n}",),
        frame=TOP,
    ),
    Case(
        "super() loses its arguments",
        "python",
        ("super(Foo, self).__init__(a)", "super().__init__(a)"),
        {
            "super(Bar, self).__init__(b, c)": "super().__init__(b, c)",
            "return super(Bar, self).run()": "return super().run()",
        },
        ("super().__init__(d)",),
    ),
    Case(
        "except gets as",
        "python",
        (
            "try:\n    go()\nexcept IOError, e:\n    log(e)",
            "try:\n    go()\nexcept IOError as e:\n    log(e)",
        ),
        {
            "try:\n    do(1)\nexcept KeyError, err:\n    pass": (
                "try:\n    do(1)\nexcept KeyError as err:\n    pass"
            )
        },
        (),
    ),
    Case(
        "has_key becomes in",
        "python",
        ('if d.has_key("a"):\n    go()', 'if "a" in d:\n    go()'),
        {"if self.x.has_key(k.id):\n    go(1)": "if k.id in self.x:\n    go(1)"},
        ('if d.get("a"):\n    go()',),
    ),
    Case(
        "iteritems becomes items",
        "python",
        ("for k, v in d.iteritems():\n    go(k, v)", "for k, v in d.items():\n    go(k, v)"),
        {
            "for a, b in self.map.iteritems():\n    go(a)": (
                "for a, b in self.map.items():\n    go(a)"
            )
        },
        ("for k in d.keys():\n    go(k)",),
    ),
    Case(
        "a default gets a type",
        "python",
        (
            "def f(self, timeout=None):\n    pass",
            "def f(self, timeout: float | None = None):\n    pass",
        ),
        {
            "def g(self, a, timeout=None):\n    pass": (
                "def g(self, a, timeout: float | None = None):\n    pass"
            )
        },
        ("f(timeout=None)",),
        frame=TOP,
    ),
    Case(
        "another cause",
        "python",
        ('raise ValueError("bad") from None', 'raise ValueError("bad") from error'),
        {'raise KeyError("x") from None': 'raise KeyError("x") from error'},
        ("x = None",),
    ),
    Case(
        "a version in a file without a grammar",
        "",
        ("  image: app:1.0", "  image: app:2.0"),
        {"  image: app:1.0": "  image: app:2.0"},
        ("  tag: 1.0",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """One example of a migration is enough for the like places, and for no others."""
    assert complaints(case) == []
