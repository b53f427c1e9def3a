"""The edits that the bench of applying is made of are what they should be."""

from __future__ import annotations

import random
import subprocess
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.bench import written
from tests.bench.applying import blocks, commits, lazy, noise, replacements
from tests.bench.applying.case import Case
from tests.bench.applying.commits import Commit, commit_of
from tests.bench.applying.lazy import Style
from tests.bench.applying.renamed import renamed
from tests.bench.queues import BEFORE, FILL, IN_METHOD, NEEDED, TWO_PLACES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE_MARKER = Style(lazy.PHRASINGS[0], keeps_blank=False, closes_scopes=False)


def commit(after: str, before: str = BEFORE, path: str = "queues.py") -> Commit:
    """Return a change of a file that the bench takes."""
    found = commit_of("demo", "0" * 40, path, before.encode(), after.encode())
    assert found is not None
    return found


def snippets(made: Commit, style: Style = ONE_MARKER) -> dict[tuple[str, str], str]:
    """Return the lazy snippets by level and variant; the words of markers are left out."""
    found = {}
    for case in lazy.cases(made, 0, style):
        assert (case.original, case.expected) == (made.before.text, made.after.text)
        lines = (
            line[: line.index("#") + 1] if any(each in line for each in lazy.PHRASINGS) else line
            for line in case.edit.split("\n")
        )
        found[case.level, case.variant] = "\n".join(line for line in lines if line)
    return found


METHOD = '''\
    def push(self, item):
        """Add an item."""
        self.items.append(item)
        self.count = 1
        self.changed = True
        self.notify()
        return self'''


def test_bare_is_the_changed_function() -> None:
    """The one function that holds the change, without a marker, as it stands in the file."""
    assert snippets(commit(IN_METHOD))["bare", ""] == METHOD


def test_bare_has_decorators_and_comments() -> None:
    """What belongs to a function stands above it."""
    before = BEFORE.replace("    @property", "    # How many.\n    @property")
    after = before.replace("return len", "return 1 + len")
    assert snippets(commit(after, before))["bare", ""] == (
        "    # How many.\n    @property\n    def size(self):\n        return 1 + len(self.items)"
    )


@pytest.mark.parametrize(
    "after",
    [
        IN_METHOD.replace("queue.pop()", "queue.pop"),
        BEFORE.replace("import heapq", "import heapq as heap"),
        BEFORE.replace("def drain(queue)", "def empty(queue)"),
    ],
    ids=["two functions", "no function", "another name"],
)
def test_bare_noop(after: str) -> None:
    """There is none where more than one function changed, or none, or one has another name."""
    assert ("bare", "") not in snippets(commit(after))


def test_bare_of_a_twin_noop() -> None:
    """A function that stands twice and cannot be told from its twin is no task."""
    twin = "class A:\n    def run(self):\n        return 1\n\n\n"
    before = FILL + twin + twin.replace("A", "B")
    after = before.replace("return 1", "return 2", 1)
    assert ("bare", "") not in snippets(commit(after, before))


def test_level_1_is_whole_items() -> None:
    """The class in full, a marker above and below."""
    start, end = IN_METHOD.index("class Queue"), IN_METHOD.index("\n\ndef drain")
    shown = "\n".join(line for line in IN_METHOD[start:end].split("\n") if line)
    assert snippets(commit(IN_METHOD))["L1", "indented"] == f"#\n{shown}\n#"


def test_level_2_is_methods_in_their_containers() -> None:
    """The header, the method in full, and a marker for the others, as far in as they stand."""
    assert (
        snippets(commit(IN_METHOD))["L2", "indented"] == f"#\nclass Queue:\n    #\n{METHOD}\n    #"
    )


def test_a_marker_for_each_scope() -> None:
    """Or somebody says of the class and of the file that they go on."""
    style = attrs.evolve(ONE_MARKER, closes_scopes=True)
    found = snippets(commit(IN_METHOD), style)["L2", "indented"]
    assert found == f"#\nclass Queue:\n    #\n{METHOD}\n    #\n#"


def test_level_3_is_lines_and_headers() -> None:
    """Three lines around the change; the headers and nothing else of what is around them."""
    before = BEFORE.replace("self.items.append(item)\n", "self.items.append(item)\n        a()\n")
    after = before.replace("self.changed = True", "self.changed = False")
    assert snippets(commit(after, before))["L3", "indented"] == (
        "#\nclass Queue:\n    #\n    def push(self, item):\n        #\n"
        "        self.items.append(item)\n        a()\n        self.count = len(self.items)\n"
        "        self.changed = False\n"
        "        self.notify()\n        return self\n    #"
    )


def test_markers_at_column_0() -> None:
    """The same once more with its markers at column 0."""
    found = snippets(commit(IN_METHOD))
    flat = found["L2", "indented"].replace("    #", "#")
    assert found["L2", "column 0"] == flat != found["L2", "indented"]


def test_new_function_shows_its_neighbour() -> None:
    """Where something new belongs is told by what stands above it."""
    new = "def peek(queue):\n    return queue.items[0]\n"
    after = BEFORE.replace("\n\ndef fill", f"\n\n{new}\n\ndef fill")
    drain = "def drain(queue):\n    while queue.size:\n        yield queue.pop()\n"
    assert snippets(commit(after))["L1", "indented"] == f"#\n{drain}{new}#"


def test_removed_function_shows_both_neighbours() -> None:
    """What is gone is told by what then stands side by side."""
    start, end = BEFORE.index("def drain"), BEFORE.index("def fill")
    found = snippets(commit(BEFORE[:start] + BEFORE[end:]))
    assert found["L2", "indented"] == (
        "#\nclass Queue:\n    #\ndef fill(queue, items):\n    for item in items:\n"
        "        queue.push(item)"
    )


def test_brackets_of_a_statement_close_no_class_noop() -> None:
    """In Python a class ends with its last statement, whose bracket is left out like the rest."""
    call = "\n    def last(self):\n        self.push(\n            1\n        )\n"
    before = BEFORE.replace("        return len(self.items)\n", f"        return 1\n{call}")
    after = before.replace("self.changed = True", "self.changed = False")
    found = snippets(commit(after, before))
    assert all(")" not in found[level, "indented"].split("\n") for level in ("L2", "L3"))
    assert found["L2", "indented"].endswith("        return self\n    #")


def test_brackets_are_closed() -> None:
    """A container's closing line is shown; children of JSX are left out by a comment of JSX."""
    rows = "".join(f"      <li>{number}</li>\n" for number in range(NEEDED))
    before = (
        "export function List() {\n  const a = 1\n  return (\n    <ul>\n      <b>x</b>\n"
        f"{rows}    </ul>\n  )\n}}\n"
    )
    made = commit(before.replace("<b>x</b>", "<b>y</b>"), before, "list.tsx")
    last = next(case for case in lazy.cases(made, 0) if case.level == "L3").edit
    assert "\n      {/* " in last
    assert last.endswith(" */}\n}\n")


def test_sample(history: Callable[..., Path]) -> None:
    """Commits of one file are taken, the same ones for a seed."""
    repository = history({"queues.py": IN_METHOD})
    [found] = commits.sample(repository, 10, seed=1)
    assert (found.path, found.after.text) == ("queues.py", IN_METHOD)
    assert [each.id for each in commits.sample(repository, 10, seed=1)] == [found.id]
    assert commits.title(repository) == "demo"


@pytest.mark.parametrize(
    "files",
    [
        {"queues.py": IN_METHOD, "other.py": "a = 1\n"},
        {"queues.py": IN_METHOD + "def broken(:\n"},
        {"queues.py": BEFORE + "a = 1\n"},
        {"queues.py": BEFORE + "a = 1\n" * 81},
        {"queues.py": "a = 1\n" * 5},
    ],
    ids=["two files", "syntax error", "one line", "too much", "short"],
)
def test_sample_noop(history: Callable[..., Path], files: dict[str, str]) -> None:
    """Others are left out."""
    assert not commits.sample(history(files), 10, seed=1)


def block_cases(after: str = TWO_PLACES) -> dict[str, Case]:
    """Return the blocks and diffs by their level."""
    return {case.level: case for case in replacements.cases(commit(after), 0)}


def test_clean_blocks_stand_once() -> None:
    """Each search stands once in the file, and replacing makes the committed file."""
    made = commit(TWO_PLACES)
    text = made.before.text
    for each in blocks.unique_blocks(made, 1, str) or ():
        old, new = ("\n".join(lines) + "\n" for lines in (each.before, each.after))
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert text == TWO_PLACES


def test_noisy_blocks_differ_from_clean_ones() -> None:
    """Dedented and stale blocks are other edits for the same result."""
    found = block_cases()
    noisy = [found[level] for level in ("clean", "dedent", "stale_search", "stale_both")]
    assert len({case.edit for case in noisy}) == len(noisy)
    assert {case.expected for case in noisy} == {TWO_PLACES}


def test_stale_word() -> None:
    """A word of a line that stays is wrong in the search; in the replacement too, or not."""
    made = commit(TWO_PLACES)
    exact = blocks.blocks_of(made, 3)
    for in_both in (False, True):
        chance = random.Random(0)
        stale = noise.stale(made, exact, chance, in_both=in_both) or []
        pairs = list(zip(exact, stale, strict=True))
        assert sum(old.before != new.before for old, new in pairs) == 1
        assert sum(old.after != new.after for old, new in pairs) == in_both


def test_what_must_be_refused() -> None:
    """An ambiguous block stands twice in the file, no line with a word of an absent one does."""
    again = BEFORE[BEFORE.index("def fill") :].replace("fill", "refill")
    made = commit(TWO_PLACES + again, BEFORE + again)
    chance = random.Random(0)
    twice = (noise.ambiguous(made, chance) or [])[0]
    assert made.before.text.count("\n".join(twice.before) + "\n") > 1
    absent = (noise.absent(made, blocks.blocks_of(made, 3), chance) or [])[0]
    named = [line for line in absent.before if noise.WORD.search(line)]
    assert named
    assert not set(named) & set(made.before.lines)
    found = {case.level: case.expected for case in replacements.cases(made, 0)}
    assert (found["ambiguous"], found["absent"]) == (None, None)


def test_ambiguous_noop() -> None:
    """Where no line stands twice, there is no such case."""
    before = "".join(f"first_name_{number} = {number}\n" for number in range(NEEDED))
    made = commit(before.replace("= 7\n", "= 8\n"), before)
    assert noise.ambiguous(made, random.Random(0)) is None


@pytest.mark.parametrize("level", ["right numbers", "shifted numbers"])
def test_diffs_apply(tmp_path: Path, need_program: Callable[[str], None], level: str) -> None:
    """Git makes the committed file of a diff, whose numbers may be off."""
    need_program("git")
    (tmp_path / "queues.py").write_text(BEFORE, "utf-8")
    command = ["git", "-C", str(tmp_path), "apply", "-"]
    subprocess.run(command, input=block_cases()[level].edit, text=True, check=True)
    assert (tmp_path / "queues.py").read_text("utf-8") == TWO_PLACES


def test_renamed() -> None:
    """Every name of its own is another, the same one in all three texts; the rest stays."""
    case = Case(
        "a", "a", "embedded", "typescript", "a.ts",
        "class Box { open(key) { const lid = key; return fetch(lid) } }\n",
        "open(key: string) { return fetch(key) }\n",
        "class Box { open(key: string) { return fetch(key) } }\n",
    )  # fmt: skip
    other = renamed(case)
    for name in ("Box", "open", "key", "lid"):
        assert name not in other.original + other.edit + (other.expected or "")
    assert other.original.count("fetch") == 1
    assert len(other.original.split()) == len(case.original.split())


RECIPE = """\
commit = "0"
path = "a.py"
language = "python"
style = "dedented"
---
Here it is:
%% new 2-3 dedent 4 s/two/2/
# ...
%% old 1
%% lit %% kept
%% new 1 indent 2"""


def recipe(tmp_path: Path, text: str) -> written.Recipe:
    """Return the recipe that a file with this text holds."""
    path = tmp_path / "a.snippet"
    path.write_text(text, "utf-8")
    return written.read(path)


def test_recipe(tmp_path: Path) -> None:
    """Lines of both sides are filled in and changed as told; the rest stands for itself."""
    case = written.case(recipe(tmp_path, RECIPE), "old = 1\n", "new = 1\n    two\n      three\n")
    assert case.edit == "Here it is:\n2\n  three\n# ...\nold = 1\n%% kept\n  new = 1"
    assert case.expected == "new = 1\n    two\n      three\n"


def test_recipe_that_must_be_refused(tmp_path: Path) -> None:
    """It expects no text."""
    text = RECIPE.replace("---", 'expect = "refuse"\n---', 1)
    case = written.case(recipe(tmp_path, text), "old\n", "new\n    two\nthree\n")
    assert case.expected is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('commit = "0"\n', ""),
        ("style", "stile"),
        ("\n---\n", "\n"),
        ("%% old 1", "%% old one"),
        ("%% old 1", "%% old 2"),
        ("%% old 1", "%% old 1 upwards"),
        ("s/two/2/", "s/four/4/"),
    ],
)
def test_bad_recipe(tmp_path: Path, old: str, new: str) -> None:
    """A recipe that cannot be followed says where, instead of making another edit."""
    with pytest.raises(written.RecipeError, match=r"a(\.snippet)?[:,]"):
        written.case(recipe(tmp_path, RECIPE.replace(old, new)), "old = 1\n", "n\n    two\nt\n")


@pytest.mark.parametrize(
    "path", sorted(written.FOLDER.glob("*.snippet")), ids=lambda path: path.stem
)
def test_written_recipes_are_well_formed(path: Path) -> None:
    """Every file can be read, and every line of it that names lines can be followed."""
    found = written.read(path)
    assert len(found.commit) == 40
    for line in found.body:
        if line.startswith("%%") and not line.startswith("%% lit "):
            assert written._LINES.fullmatch(line.rstrip()), line
