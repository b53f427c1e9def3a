"""Edits that belong together, end to end: an import that was added with its use comes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.lsp import scripted

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

Editor = scripted.ScriptedEditor

EVERYWHERE = ["refactor.rewrite.honed.everywhere"]
NEXT = ["refactor.rewrite.honed.next"]


@attrs.frozen
class Sample:
    """One file in which an import and a use are typed, and another that has neither.

    `imported` is put in before `use[0]` becomes `use[1]`; in the other file `other[0]` becomes
    `other[1]`, and `head[0]`, which has its imports, becomes `head[1]`.
    """

    language: str
    names: tuple[str, str]
    text: str
    imported: tuple[str, str]
    use: tuple[str, str]
    far: str
    head: tuple[str, str]
    other: tuple[str, str]
    local: str
    """Text that gives the name another meaning, put before the use in the other file."""


PYTHON = Sample(
    language="python",
    names=("app/one.py", "app/two.py"),
    text="""import os
import time

from app.model import User


def stamp(user: User) -> float:
    return os.nice(0) + time.time()
""",
    imported=(
        "from app.model import User\n",
        "from app.clock import now\nfrom app.model import User\n",
    ),
    use=("time.time()", "now()"),
    far='''"""Other things."""

import time

from app.user import load


def born(name: str) -> str:
    user = load(name)
    user.age = time.time()
    return user.name


def left() -> int:
    return round(time.time())
''',
    head=(
        "\nfrom app.user import load\n",
        "\nfrom app.clock import now\nfrom app.user import load\n",
    ),
    other=("user.age = time.time()", "user.age = now()"),
    local="def now() -> float:\n    return 1.0\n\n\n",
)

TYPESCRIPT = Sample(
    language="typescript",
    names=("src/one.ts", "src/far/two.ts"),
    text="""import { User } from "./user";

export function greet(user: User): string {
  return "Hello " + navigator.language;
}
""",
    imported=(
        'import { User } from "./user";\n',
        'import { lang } from "./text";\nimport { User } from "./user";\n',
    ),
    use=("navigator.language", "lang()"),
    far="""import { Order } from "../order";
import { User } from "../user";

export function bye(order: Order, user: User): string {
  order.tell("Good bye " + navigator.language);
  return order.name;
}

export function more(user: User): string {
  return navigator.language + "!";
}
""",
    head=('import { User } from "../user";\n',
          'import { lang } from "../text";\nimport { User } from "../user";\n'),
    other=("navigator.language);", "lang());"),
    local="function lang(user: User): string {\n  return user.name;\n}\n\n",
)  # fmt: skip

GO = Sample(
    language="go",
    names=("one/one.go", "two/two.go"),
    text="""package one

import (
	"fmt"
	"os"
)

func open(path string) error {
	fmt.Println(os.Args)
	return wrap(path, "open")
}
""",
    imported=('\t"fmt"\n', '\t"errors"\n\t"fmt"\n'),
    use=('wrap(path, "open")', 'errors.New("open")'),
    far="""package two

import (
	"fmt"

	"example.org/a/b"
)

func shut(path string) error {
	fmt.Println(b.C)
	return wrap(path, "shut")
}

func wipe(path string) error {
	return wrap(path, "wipe")
}
""",
    head=('\t"fmt"\n', '\t"errors"\n\t"fmt"\n'),
    other=('wrap(path, "shut")', 'errors.New("shut")'),
    local="var errors = b.All\n\n",
)

ALL = (PYTHON, TYPESCRIPT, GO)
by_language = pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)


async def taught(editor: Editor, sample: Sample, *, import_last: bool = False) -> dict[str, Any]:
    """Type the import and the use in the first file, and return the status once they are known."""
    name = sample.names[0]
    editor.open(name, sample.text, sample.language)
    steps = [sample.imported, sample.use]
    for old, new in steps[::-1] if import_last else steps:
        editor.type(name, old, new)
        editor.save(name)
        await editor.settled()
    return await editor.settled()


def wanted(sample: Sample, far: str = "") -> str:
    """Return the other file after the use and its import came in."""
    return (far or sample.far).replace(*sample.other).replace(*sample.head)


@by_language
@pytest.mark.parametrize("import_last", [False, True], ids=["import first", "use first"])
async def test_import_comes_with_its_use(
    editor: Editor, sample: Sample, *, import_last: bool
) -> None:
    """Whichever was typed first: where the name is not known, the import comes at its place."""
    await taught(editor, sample, import_last=import_last)
    editor.open(sample.names[1], sample.far, sample.language)
    offered = await editor.edits_at(sample.names[1], sample.other[0])
    assert offered[:1] == [wanted(sample)]


@by_language
async def test_imported_already_noop(editor: Editor, sample: Sample) -> None:
    """Where the name is imported, only the use is offered."""
    await taught(editor, sample)
    far = sample.far.replace(*sample.head)
    editor.open(sample.names[1], far, sample.language)
    offered = await editor.edits_at(sample.names[1], sample.other[0])
    assert offered[:1] == [far.replace(*sample.other)]


@by_language
async def test_defined_here_noop(editor: Editor, sample: Sample) -> None:
    """Where the file gives the name a meaning of its own, nothing is imported."""
    await taught(editor, sample)
    first = {"python": "def born", "typescript": "export function bye", "go": "func shut"}
    far = sample.far.replace(first[sample.language], sample.local + first[sample.language])
    editor.open(sample.names[1], far, sample.language)
    offered = await editor.edits_at(sample.names[1], sample.other[0])
    assert offered[:1] == [far.replace(*sample.other)]


async def test_shadowed_noop(editor: Editor) -> None:
    """A parameter of the name elsewhere in the file is enough to leave the import away."""
    await taught(editor, PYTHON)
    far = PYTHON.far.replace("def left()", "def left(now: int = 0)")
    editor.open(PYTHON.names[1], far)
    offered = await editor.edits_at(PYTHON.names[1], PYTHON.other[0])
    assert offered[:1] == [far.replace(*PYTHON.other)]


async def test_all_names_of_a_module_noop(editor: Editor) -> None:
    """Nobody knows what `import *` binds."""
    await taught(editor, PYTHON)
    far = PYTHON.far.replace("import load", "import *").replace("load(name)", "name")
    editor.open(PYTHON.names[1], far)
    offered = await editor.edits_at(PYTHON.names[1], PYTHON.other[0])
    assert offered[:1] == [far.replace(*PYTHON.other)]


async def test_member_of_the_name_is_none(editor: Editor) -> None:
    """A member that is called so says nothing of the name."""
    await taught(editor, PYTHON)
    far = PYTHON.far.replace("return user.name", "return user.now")
    editor.open(PYTHON.names[1], far)
    offered = await editor.edits_at(PYTHON.names[1], PYTHON.other[0])
    assert offered[:1] == [wanted(PYTHON, far)]


@by_language
async def test_everywhere_imports_once(editor: Editor, sample: Sample) -> None:
    """All places of a file are changed together, and what they need is imported once."""
    await taught(editor, sample)
    name, (old, new) = sample.names[1], sample.use
    editor.open(name, sample.far, sample.language)
    (action,) = await editor.actions(name, sample.other[0], only=EVERYWHERE)
    after = sample.far.replace(*sample.head).replace(*sample.other)
    after = after.replace('wrap(path, "wipe")', 'errors.New("wipe")').replace(old, new)
    assert editor.preview(name, action) == after


@by_language
async def test_set_is_one_suggestion(editor: Editor, sample: Sample) -> None:
    """Use and import are accepted together, recorded once, and are no edit of the developer's."""
    before = await taught(editor, sample)
    name = sample.names[1]
    editor.open(name, sample.far, sample.language)
    action, *_ = await editor.actions(name, sample.other[0])
    assert ", with " in action.title
    await editor.accept(name, action)
    assert editor.texts[name] == wanted(sample)
    editor.save(name)
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"] + 1


async def test_set_without_a_command(editor: Editor) -> None:
    """A text that has both is an acceptance, too."""
    before = await taught(editor, PYTHON)
    name = PYTHON.names[1]
    editor.open(name, PYTHON.far)
    action, *_ = await editor.actions(name, PYTHON.other[0])
    editor.replace_with(name, editor.preview(name, action))
    editor.save(name)
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"] + 1


async def test_set_undone_stays_away(editor: Editor) -> None:
    """Both taken back within 30 s: the use does not come again at its place."""
    await taught(editor, PYTHON)
    name = PYTHON.names[1]
    editor.open(name, PYTHON.far)
    action, *_ = await editor.actions(name, PYTHON.other[0])
    await editor.accept(name, action)
    editor.replace_with(name, PYTHON.far)
    assert await editor.edits_at(name, PYTHON.other[0]) == []


async def test_typing_between_rejects_nothing(editor: Editor) -> None:
    """What is typed between the import's place and the use's is neither of them."""
    before = await taught(editor, PYTHON)
    name = PYTHON.names[1]
    editor.open(name, PYTHON.far)
    await editor.actions(name, PYTHON.other[0])
    editor.type(name, "user = load(name)", "user = load(name.lower())")
    editor.save(name)
    after = await editor.settled()
    rejected = [each["session"]["rejected"] for each in (before, after) if "session" in each]
    assert all(count == rejected[0] for count in rejected)
    action, *_ = await editor.actions(name, PYTHON.other[0])
    assert ", with " in action.title


async def test_next_edit_brings_the_import(editor: Editor) -> None:
    """The next edit of a file is a set as well; its range is that of the use."""
    await taught(editor, PYTHON)
    # What was right in one file is sure enough for the next.
    editor.open("app/three.py", PYTHON.far)
    action, *_ = await editor.actions("app/three.py", PYTHON.other[0])
    await editor.accept("app/three.py", action)
    await editor.settled()
    name = PYTHON.names[1]
    editor.open(name, PYTHON.far)
    action, *_ = await editor.actions(name, "import time", only=NEXT)
    assert editor.preview(name, action) == wanted(PYTHON)


async def test_import_is_remembered_over_a_restart(start_editor: StartEditor) -> None:
    """What a proven pattern brings along is stored with it."""
    editor = await start_editor()
    await taught(editor, PYTHON, import_last=True)
    assert await scripted.stop(editor) == 0
    editor = await start_editor()
    editor.open(PYTHON.names[1], PYTHON.far)
    offered = await editor.edits_at(PYTHON.names[1], PYTHON.other[0])
    assert offered[:1] == [wanted(PYTHON)]


CALLS = """def send(text):
    return post(text)


def one():
    send("one")


def two(name):
    send(name)


def three(mail):
    if mail:
        send(mail.body)
    return send(mail.text())
"""


async def test_parameter_comes_to_all_calls(editor: Editor) -> None:
    """The definition changed and one call: the others are offered, and all of them at once."""
    editor.open("calls.py", CALLS)
    for old, new in (
        ("def send(text):", "def send(text, user):"),
        ('send("one")', 'send("one", me)'),
    ):
        editor.type("calls.py", old, new)
        editor.save("calls.py")
        await editor.settled()
    for old, new in (
        ("send(name)", "send(name, me)"),
        ("return send(mail.text())", "return send(mail.text(), me)"),
    ):
        offered = await editor.edits_at("calls.py", old)
        assert offered[:1] == [editor.texts["calls.py"].replace(old, new)]
    (action,) = await editor.actions("calls.py", "send(name)", only=EVERYWHERE)
    after = editor.texts["calls.py"].replace("send(name)", "send(name, me)")
    after = after.replace("send(mail.body)", "send(mail.body, me)")
    assert editor.preview("calls.py", action) == after.replace(
        "send(mail.text())", "send(mail.text(), me)"
    )


async def test_definition_alone_changes_no_call_noop(editor: Editor) -> None:
    """What the calls should pass nobody knows before one of them says it."""
    editor.open("calls.py", CALLS)
    editor.type("calls.py", "def send(text):", "def send(text, user):")
    editor.save("calls.py")
    await editor.settled()
    assert await editor.actions("calls.py", "send(name)") == []
