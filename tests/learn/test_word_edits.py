"""Edits of a word or two (keywords, operators, types, attributes), offered at like places."""

from __future__ import annotations

import pytest

from tests.learn.one_example import TOP, Case, complaints

CASES = (
    Case(
        "var becomes const",
        "javascript",
        ("var user = load(id);", "const user = load(id);"),
        {
            "var page = other(1, 2);": "const page = other(1, 2);",
            'var s = "a";': 'const s = "a";',
            "var list = [1, 2];": "const list = [1, 2];",
        },
        ("let a = 1;", "vary(user);", "for (var i = 0; i < n; i++) work(i);", "var later;"),
    ),
    Case(
        "NULL becomes nullptr",
        "cpp",
        ("char *name = NULL;", "char *name = nullptr;"),
        {
            "int *p = NULL;": "int *p = nullptr;",
            "return NULL;": "return nullptr;",
            "if (x == NULL) stop();": "if (x == nullptr) stop();",
            "call(a, NULL);": "call(a, nullptr);",
        },
        ("int NULLS = 3;", 'show("NULL");', "return nullptr;"),
    ),
    Case(
        "a comparison with None",
        "python",
        ("if user == None:\n    stop()", "if user is None:\n    stop()"),
        {
            "if page.title == None:\n    go(1)": "if page.title is None:\n    go(1)",
            "while f(x) == None:\n    wait()": "while f(x) is None:\n    wait()",
            "return z == None": "return z is None",
        },
        ("if count == 0:\n    stop()", "if a == b:\n    stop()", "if a is None:\n    stop()"),
    ),
    Case(
        "optional chaining",
        "typescript",
        ("const name = user.profile.name;", "const name = user?.profile.name;"),
        {
            "const mail = user.email;": "const mail = user?.email;",
            "return user.profile.age;": "return user?.profile.age;",
        },
        ("const total = order.total;", "user = null;", "const id = user?.id;"),
    ),
    Case(
        "a longer optional chain",
        "javascript",
        ("const name = user.profile.name;", "const name = user?.profile?.name;"),
        {
            "const title = page.profile.name;": "const title = page?.profile?.name;",
            "return find(x).profile.name;": "return find(x)?.profile?.name;",
        },
        ("const total = order.total.sum;", "const b = a.name;"),
    ),
    Case(
        "a parameter gets a type",
        "python",
        ("def load(user_id):\n    pass", "def load(user_id: int):\n    pass"),
        {
            "def save(user_id, page):\n    pass": "def save(user_id: int, page):\n    pass",
            "def drop(user_id):\n    pass": "def drop(user_id: int):\n    pass",
            "def find(self, user_id):\n    pass": "def find(self, user_id: int):\n    pass",
        },
        ("def show(name):\n    pass", "x = user_id", "call(user_id)"),
        frame=TOP,
    ),
    Case(
        "a parameter gets a type in TypeScript",
        "typescript",
        ("function load(id) {\n  return 1;\n}", "function load(id: string) {\n  return 1;\n}"),
        {
            "function save(id, page) {\n  return 2;\n}": (
                "function save(id: string, page) {\n  return 2;\n}"
            ),
            "const drop = (id) => 3;": "const drop = (id: string) => 3;",
        },
        ("function show(name) {\n  return 4;\n}", "const x = id;", "call(id);"),
        frame=TOP,
    ),
    Case(
        "a function gets a return type",
        "python",
        ("def test_login(client):\n    pass", "def test_login(client) -> None:\n    pass"),
        {
            "def test_logout(client, page):\n    pass": (
                "def test_logout(client, page) -> None:\n    pass"
            ),
            "def test_empty():\n    pass": "def test_empty() -> None:\n    pass",
        },
        ("def test_done(x) -> None:\n    pass", "test_it = 3"),
        frame=TOP,
    ),
    Case(
        "a type is written another way",
        "python",
        ("def load(user: Optional[str]):\n    pass", "def load(user: str | None):\n    pass"),
        {
            "def save(page: Optional[int]):\n    pass": "def save(page: int | None):\n    pass",
            "x: Optional[List[str]] = None": "x: List[str] | None = None",
            "def f() -> Optional[a.B]:\n    pass": "def f() -> a.B | None:\n    pass",
        },
        ("x: List[str] = []", "y = Optional"),
        frame=TOP,
    ),
    Case(
        "an attribute is added to an element",
        "tsx",
        ("return <Button onClick={save} />;", "return <Button onClick={save} disabled />;"),
        {
            'return <Button kind="x" onClick={load} />;': (
                'return <Button kind="x" onClick={load} disabled />;'
            ),
            "return <Button />;": "return <Button disabled />;",
        },
        ("return <Link onClick={save} />;", "return <Button onClick={f} disabled />;"),
    ),
    Case(
        "an attribute with a value is added",
        "tsx",
        (
            "return <Input value={name}>a</Input>;",
            'return <Input value={name} className="wide">a</Input>;',
        ),
        {
            "return <Input value={user.mail} type={t}>b</Input>;": (
                'return <Input value={user.mail} type={t} className="wide">b</Input>;'
            ),
            "return <Input>c</Input>;": 'return <Input className="wide">c</Input>;',
        },
        ("return <Output value={name}>d</Output>;",),
    ),
    Case(
        "an attribute is renamed",
        "tsx",
        ('return <div class="box">a</div>;', 'return <div className="box">a</div>;'),
        {
            "return <div class={name}>b</div>;": "return <div className={name}>b</div>;",
            'return <span class="x" id="y" />;': 'return <span className="x" id="y" />;',
        },
        ("class A {}", 'return <div id="z">c</div>;'),
    ),
    Case(
        "a cast is written another way",
        "cpp",
        ("int n = (int)size;", "int n = static_cast<int>(size);"),
        {
            "int m = (int)f(x, y);": "int m = static_cast<int>(f(x, y));",
            "return (int)a.b;": "return static_cast<int>(a.b);",
        },
        ("long k = (long)size;", "int z = int(size);"),
    ),
    Case(
        "a field is read through a pointer",
        "c",
        ("show(user.name);", "show(user->name);"),
        {
            "int n = user.age;": "int n = user->age;",
            "user.mail = x;": "user->mail = x;",
        },
        ("page.title = y;", "user = z;", "show(user->id);"),
    ),
    Case(
        "an allocation is checked",
        "c",
        (
            "char *name = malloc(n);",
            "char *name = malloc(n);\nif (!name) {\n    return;\n}",
        ),
        {
            "int *rows = malloc(8 * k);": (
                "int *rows = malloc(8 * k);\nif (!rows) {\n    return;\n}"
            ),
        },
        ("int n = strlen(s);", "free(name);"),
    ),
    Case(
        "a modifier is added",
        "java",
        ("private String name = load();", "private final String name = load();"),
        {
            "private int count = 3;": "private final int count = 3;",
            "private List<String> rows = make(1, 2);": (
                "private final List<String> rows = make(1, 2);"
            ),
        },
        ("public int total = 0;", "private final int k = 1;"),
        frame="class A{n} {{\n    {statement}\n}}\n",
    ),
    Case(
        "a collection gets its diamond",
        "java",
        (
            "List<String> names = new ArrayList<String>();",
            "List<String> names = new ArrayList<>();",
        ),
        {
            "List<User> users = new ArrayList<User>();": "List<User> users = new ArrayList<>();",
        },
        ("Set<String> s = new HashSet<>();", "int n = 3;"),
    ),
    Case(
        "a visibility is added",
        "rust",
        ("struct UserRow {\n    name: String,\n}", "pub struct UserRow {\n    name: String,\n}"),
        {"struct PageRow {\n    title: String,\n}": "pub struct PageRow {\n    title: String,\n}"},
        ("fn load() {}", "pub struct Done {\n    x: u8,\n}"),
        frame=TOP,
    ),
    Case(
        "a reference is borrowed",
        "rust",
        ("let n = count(rows);", "let n = count(&rows);"),
        {
            "let m = count(user.rows);": "let m = count(&user.rows);",
            "show(count(x));": "show(count(&x));",
        },
        ("let k = size(rows);", "let z = count(&y);"),
    ),
    Case(
        "a constant is replaced",
        "go",
        (
            'req, err := http.NewRequest("GET", url, nil)',
            "req, err := http.NewRequest(http.MethodGet, url, nil)",
        ),
        {
            'r, err := http.NewRequest("GET", a+b, body)': (
                "r, err := http.NewRequest(http.MethodGet, a+b, body)"
            ),
        },
        ('s := "GET"', 'req, err := http.NewRequest("POST", url, nil)'),
    ),
    Case(
        "an operator is replaced, without a grammar",
        "",
        ("set limit := 5", "set limit = 5"),
        {"set size := 7 + x": "set size = 7 + x"},
        ("set name = 3", "say limit"),
    ),
    Case(
        "a method is renamed",
        "python",
        ("user.getName()", "user.get_name()"),
        {
            "x = page.getName()": "x = page.get_name()",
            "show(a.b.getName(), 1)": "show(a.b.get_name(), 1)",
        },
        ("getName = 1", "x.getName = 3"),
    ),
    Case(
        "a member is renamed",
        "typescript",
        ("const a = user.firstName;", "const a = user.first_name;"),
        {
            "show(page.firstName);": "show(page.first_name);",
            "this.firstName = 1;": "this.first_name = 1;",
        },
        ("let firstName = 1;", "firstName();"),
    ),
    Case(
        "a variable is renamed",
        "python",
        ("userName = 1", "user_name = 1"),
        {"show(userName)": "show(user_name)", "x = userName + 2": "x = user_name + 2"},
        ("a.userName = 1", "f.userName()"),
    ),
    Case(
        "a module is renamed",
        "javascript",
        ('import a from "./util";', 'import a from "./utils";'),
        {
            'import b from "./util";': 'import b from "./utils";',
            'const c = require("./util");': 'const c = require("./utils");',
        },
        ("util();", 'show("utility");'),
    ),
    Case(
        "a value grows, without a grammar",
        "",
        ('name = "app"', 'name = "app-core"'),
        {'title = "app"': 'title = "app-core"'},
        ("app = 1", 'name = "apple"', 'name = "app-core"'),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language or 'text'}: {case.name}")
def test_offers_elsewhere(case: Case) -> None:
    """One example of an edited word is enough for the like places, and for no others."""
    assert complaints(case) == []
