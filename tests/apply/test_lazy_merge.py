"""Rules by which a lazy snippet is merged, each beside a case that it leaves alone."""

from __future__ import annotations

import pytest

from honed import apply_edit
from honed.apply import original, whole
from honed.apply.result import Applied
from honed.apply.work import begin
from honed.core.text import encode
from honed.syntax import languages


def merged(file: str, edit: str, language: str) -> str:
    """Return the file after a snippet that must be merged."""
    result = apply_edit(file, edit, language)
    assert isinstance(result, Applied), result
    return result.text


IMPORTS = """\
import scrapy
from scrapy.crawler import CrawlerRunner
from scrapy.exporters import CsvItemExporter
from scrapy.settings import Settings


def run(path):
    return path
"""


def test_an_import_of_another_module_is_another() -> None:
    """However alike the two are: neither the module nor a name is the same."""
    edit = (
        "# ...\nfrom scrapy.crawler import CrawlerRunner\n"
        "from scrapy.exceptions import NotConfigured\n# ...\n"
    )
    new = "import CrawlerRunner\nfrom scrapy.exceptions import NotConfigured\n"
    assert merged(IMPORTS, edit, "python") == IMPORTS.replace("import CrawlerRunner\n", new)


def test_an_import_from_another_module_noop() -> None:
    """The same name from elsewhere is the same import, changed."""
    edit = (
        "# ...\nfrom scrapy.crawler import CrawlerRunner\n"
        "from scrapy.exports import CsvItemExporter\n# ...\n"
    )
    assert merged(IMPORTS, edit, "python") == IMPORTS.replace("exporters", "exports")


TABLE = """\
package a

func TestRun(t *testing.T) {
	tests := []test{
		{
			name: "one",
			want: regexp.MustCompile(`one`),
		},
		{
			name: "two",
			want: regexp.MustCompile(``),
		},
	}

	for _, tt := range tests {
		run(tt)
	}
}
"""


def test_brackets_close_what_the_known_row_above_stands_in() -> None:
    """They are the file's own, though the row above them is new."""
    edit = (
        'func TestRun(t *testing.T) {\n\t// ...\n\t\t\tname: "two",\n\t\t\twant: nil,\n'
        "\t\t},\n\t}\n\n\t// ...\n}\n"
    )
    assert merged(TABLE, edit, "go") == TABLE.replace("regexp.MustCompile(``)", "nil")


def test_brackets_of_a_new_block_noop() -> None:
    """They close what the snippet opens."""
    edit = (
        'func TestRun(t *testing.T) {\n\t// ...\n\t\t\tname: "two",\n'
        '\t\t\twant: regexp.MustCompile(``),\n\t\t},\n\t\t{\n\t\t\tname: "three",\n\t\t},\n'
        "\t}\n\n\t// ...\n}\n"
    )
    new = '(``),\n\t\t},\n\t\t{\n\t\t\tname: "three",\n\t\t},\n'
    assert merged(TABLE, edit, "go") == TABLE.replace("(``),\n\t\t},\n", new)


CONSTANTS = """\
package a

type state struct {
	name string
}

const first = 0
const second = 1

const (
	lock   = "lock"
	unlock = "unlock"
	relock = "relock"
)

func run() {
}
"""


def test_constants_put_into_a_new_block() -> None:
    """They are indented as the snippet has them below its first row."""
    edit = (
        "type state struct {\n\tname string\n}\n\nconst (\n\tfirst  = iota\n\tsecond = iota\n)\n\n"
        "// ...\n"
    )
    after = CONSTANTS.replace(
        "const first = 0\nconst second = 1\n", "const (\n\tfirst  = iota\n\tsecond = iota\n)\n"
    )
    assert merged(CONSTANTS, edit, "go") == after


def test_the_last_constant_of_a_block_is_gone() -> None:
    """The bracket behind the one before is that of the block."""
    edit = (
        '// ...\nconst (\n\tlock   = "lock"\n\tunlock = "unlock"\n)\n'
        "// ...\nfunc run() {\n\tstop()\n}\n"
    )
    after = CONSTANTS.replace('\trelock = "relock"\n', "").replace(
        "run() {\n", "run() {\n\tstop()\n"
    )
    assert merged(CONSTANTS, edit, "go") == after


def test_the_last_constant_of_a_block_noop() -> None:
    """Behind a marker it stays."""
    edit = '// ...\nconst (\n\tlock   = "locked"\n\t// ...\n)\n// ...\nfunc run() {\n\tstop()\n}\n'
    after = CONSTANTS.replace('"lock"', '"locked"').replace("run() {\n", "run() {\n\tstop()\n")
    assert merged(CONSTANTS, edit, "go") == after


ENGINE = '''\
class Engine:
    def pause(self):
        """Pause it."""
        self.paused = True

    def resume(self):
        """Resume it."""
        self.paused = False

    def stop(self):
        self.stopped = True
'''


def test_a_new_name_for_the_body_that_follows() -> None:
    """In the place of the method with just that body it is that method."""
    edit = (
        'class Engine:\n    # ...\n\n    def pause(self):\n        """Pause it."""\n'
        '        self.paused = True\n\n    def unpause(self):\n        """Resume it."""\n'
        "        self.paused = False\n\n    # ...\n"
    )
    assert merged(ENGINE, edit, "python") == ENGINE.replace("resume", "unpause")


def test_a_new_method_that_is_like_the_next_noop() -> None:
    """With another body it is a new one."""
    edit = (
        'class Engine:\n    # ...\n\n    def pause(self):\n        """Pause it."""\n'
        '        self.paused = True\n\n    def unpause(self):\n        """Resume it."""\n'
        "        self.paused = None\n\n    # ...\n"
    )
    new = '    def unpause(self):\n        """Resume it."""\n        self.paused = None\n\n'
    at = ENGINE.index("    def resume")
    assert merged(ENGINE, edit, "python") == ENGINE[:at] + new + ENGINE[at:]


CRATE = """\
/*!
This crate searchs text.

A searcher reads bytes from a source.
A sink tells what was found.

```
use grep::Searcher;
let found = Searcher::new();
```

See the examples for more.
*/

fn run() {}
"""


def test_fences_of_the_file() -> None:
    """What stands around them is the file's, so they are no fences of the edit."""
    edit = CRATE[: CRATE.index("fn run")].replace("searchs", "searches") + "// ...\n"
    assert merged(CRATE, edit, "rust") == CRATE.replace("searchs", "searches")


def test_fences_of_the_edit_noop() -> None:
    """Prose around them says something about the code."""
    edit = (
        "The function does more now.\n\n```rust\nfn run() {\n    stop();\n}\n```\n\nThat is all.\n"
    )
    assert merged(CRATE, edit, "rust") == CRATE.replace("{}", "{\n    stop();\n}")


NESTED = """\
import os
import configparser
from operator import itemgetter

import six

from scrapy.settings import BaseSettings


def get():
    return configparser.ConfigParser()
"""


def test_an_import_put_into_a_block() -> None:
    """It is not the one of the same module outside."""
    edit = (
        "import os\nfrom operator import itemgetter\n\nimport six\nif six.PY2:\n"
        "    from ConfigParser import ConfigParser\nelse:\n"
        "    from configparser import ConfigParser\n"
        "\nfrom scrapy.settings import BaseSettings\n# ...\n"
    )
    edit = edit.replace("# ...\n", "# ...\ndef get():\n    return ConfigParser()\n")
    block = edit[edit.index("if six") : edit.index("\nfrom scrapy")]
    after = NESTED.replace("import configparser\n", "").replace("six\n", "six\n" + block)
    after = after.replace("configparser.Conf", "Conf")
    assert merged(NESTED, edit, "python") == after


def test_an_import_below_a_row_of_the_file() -> None:
    """It stays where it is shown, although other imports stand above."""
    file = NESTED.replace("\ndef get", "\nOPTIONS = dict(old=1)\n\n\ndef get")
    edit = "# ...\nOPTIONS = dict(old=1)\n\nimport late\n\n\ndef get():\n    # ...\n"
    after = file.replace("OPTIONS = dict(old=1)\n", "OPTIONS = dict(old=1)\n\nimport late\n")
    assert merged(file, edit, "python") == after


def test_an_import_below_nothing_noop() -> None:
    """It comes to the others."""
    edit = "from operator import attrgetter\n\n# ...\n\ndef get():\n    return attrgetter\n"
    new = "itemgetter\nfrom operator import attrgetter\n"
    after = NESTED.replace("itemgetter\n", new).replace(
        "return configparser.ConfigParser()", "return attrgetter"
    )
    assert merged(NESTED, edit, "python") == after


CRATES = """\
use crate::{
    glob::Strategy,
    path::name,
};

struct Set {
    len: usize,
}
"""


def test_an_import_whose_names_are_left_out() -> None:
    """Its first row tells which it is."""
    edit = "use crate::{\n    // ...\nstruct Set {\n    len: u32,\n}\n"
    assert merged(CRATES, edit, "rust") == CRATES.replace("usize", "u32")


def test_an_import_with_other_names_noop() -> None:
    """Shown in full it is replaced."""
    edit = "use crate::{\n    glob::Strategy,\n};\n\nstruct Set {\n    len: u32,\n}\n"
    after = CRATES.replace("usize", "u32").replace("    path::name,\n", "")
    assert merged(CRATES, edit, "rust") == after


ENTRIES = """\
module.exports = {
  one: {
    path: 'one',
    name: 'first one',
  },
  two: {
    path: 'two',
    name: 'second one',
  },
  three: {
    path: 'three',
    name: 'third one',
  },
  four: {
    path: 'four',
    name: 'fourth one',
  },
};

run();
"""


def test_last_commas_gone_throughout() -> None:
    """So many are not left away by mistake."""
    edit = ENTRIES[: ENTRIES.index("\nrun")].replace("one',\n  }", "one'\n  }") + "\n// ...\n"
    assert merged(ENTRIES, edit, "javascript") == ENTRIES.replace("one',\n  }", "one'\n  }")


def test_one_last_comma_gone_noop() -> None:
    """The file's stays beside a change."""
    edit = (
        ENTRIES[: ENTRIES.index("\nrun")]
        .replace("'first one',\n", "'first one'\n")
        .replace("'two'", "'2'")
        + "\n// ...\n"
    )
    assert merged(ENTRIES, edit, "javascript") == ENTRIES.replace("'two'", "'2'")


MAIN = """\
if __name__ == "__main__":
    print()
    test(20.3423)
    print()
"""


def test_rows_that_a_new_block_is_put_around() -> None:
    """The rows beside the block are indented as before."""
    edit = (
        'if __name__ == "__main__":\n    for justify in ("left", "right"):\n        print()\n'
        "        test(20.3423, justify)\n\n    print()\n"
    )
    assert merged(MAIN, edit, "python") == edit


RELEASE = """\
def release(version):
    check(version)
    build(version)
    upload(version)
    announce(version)


def main():
    release(1)
"""


def test_a_marker_apart_from_the_body() -> None:
    """Blank lines say that the body has ended."""
    edit = "# ...\ndef release(version):\n    check(version)\n    build(version)\n\n\n# ...\n"
    after = RELEASE.replace("    upload(version)\n    announce(version)\n", "")
    assert merged(RELEASE, edit, "python") == after


def test_a_marker_at_the_body_noop() -> None:
    """It stands for the rest of it."""
    edit = "# ...\ndef release(version):\n    verify(version)\n    build(version)\n# ...\n"
    assert merged(RELEASE, edit, "python") == RELEASE.replace("check", "verify")


STARTED = 'import os\n\nif __name__ == "__main__":\n    first()\n    second()\n    third()\n'


def test_an_end_without_a_marker() -> None:
    """Who marks what he leaves out may have deleted the rest: that it stays is less sure."""
    edit = '# ...\nif __name__ == "__main__":\n    first(1)\n'
    open_end = apply_edit(STARTED, edit, "python")
    marked = apply_edit(STARTED, edit + "    # ...\n", "python")
    assert isinstance(open_end, Applied)
    assert isinstance(marked, Applied)
    assert open_end.text == marked.text == STARTED.replace("first()", "first(1)")
    assert open_end.confidence < marked.confidence


def test_an_end_with_a_marker_noop() -> None:
    """The rest stays."""
    edit = '# ...\nif __name__ == "__main__":\n    first(1)\n    second()\n    # ...\n'
    assert merged(STARTED, edit, "python") == STARTED.replace("first()", "first(1)")


ONE = "# ...\n\nclass Engine:\n    def pause(self):\n        a()\n"
TWO = ONE + "\n    def stop(self):\n        b()\n"


@pytest.mark.parametrize(
    ("edit", "is_doubtful"),
    [(TWO, True), (TWO + "\n\n# ...\n", True), (TWO + "# ...\n", False), (ONE, False)],
    ids=["two of three", "a marker apart", "a marker for the rest", "one of three"],
)
def test_methods_that_are_not_shown(edit: str, *, is_doubtful: bool) -> None:
    """They may have been deleted, where others are shown and a marker stands only elsewhere."""
    python = languages.by_name("python")
    work = begin(original.read(encode("import a\n\n\n" + ENGINE), python), edit, python)
    one, other = work.shown.items[-1], work.items[-1]
    assert whole.leaves_members(work, one, other) is is_doubtful


@pytest.mark.parametrize(
    ("before", "edit", "old", "new", "language"),
    [
        (
            "class A {\n  n = 1;\n\n  f() {\n    return 1;\n  }\n\n  g() {\n  }\n}\n",
            "class A {\n  f(x) {\n    return x;\n  }\n\n  // ... rest of the class ...\n}\n",
            "f() {\n    return 1",
            "f(x) {\n    return x",
            "typescript",
        ),
        (
            'class A:\n    """Doc."""\n\n    def f(self):\n        return 1\n\n    def g(): ...\n',
            "class A:\n    def f(self, x):\n        return x\n\n    # ... rest of the class ...\n",
            "f(self):\n        return 1",
            "f(self, x):\n        return x",
            "python",
        ),
    ],
)
def test_what_stands_between_a_class_and_its_first_method_shown(
    before: str, edit: str, old: str, new: str, language: str
) -> None:
    """Fields and a docstring stay without a marker for them."""
    assert merged(before, edit, language) == before.replace(old, new)


def test_the_names_that_a_use_binds() -> None:
    """A group with one name more is the same import."""
    before = "use std::collections::HashMap;\nuse std::fmt;\nuse crate::{a, b};\n\nfn f() {}\n"
    shown = (
        "use std::collections::{BTreeMap, HashMap};\nuse std::fmt::{self, Display};\n"
        "use crate::{a, b, c};\n"
    )
    assert merged(before, shown + "// ...\n", "rust") == shown + "\nfn f() {}\n"


@pytest.mark.parametrize("marker", ["... existing code ...", "    … unchanged …"])
def test_a_marker_that_is_no_comment(marker: str) -> None:
    """It is left out of the parse, and stands for what is there."""
    edit = f"def release(version):\n    verify(version)\n{marker}\n    announce(version)\n"
    assert merged(RELEASE, edit, "python") == RELEASE.replace("check", "verify")


def test_a_spread_is_no_marker_noop() -> None:
    """It is code, and put in as such."""
    file = "const it = {\n  name: name,\n  kind: kind,\n  size: size,\n};\n"
    edit = "const it = {\n  ...rest,\n  name: name,\n  kind: kind,\n  size: size,\n};\n"
    assert merged(file, edit, "javascript") == edit


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        (
            "python",
            "def f(\n    a,\n    b,\n):\n    x(a)\n    y(a)\n",
            "def f(a, ...):\n    x(a)\n    z(b)\n    # ...\n",
            "def f(\n    a,\n    b,\n):\n    x(a)\n    z(b)\n    y(a)\n",
        ),
        # In C it is a parameter.
        (
            "c",
            "void f(int a) {\n  x(a);\n  y(a);\n}\n",
            "void f(int a, ...) {\n  x(a);\n  // ...\n}\n",
            "void f(int a, ...) {\n  x(a);\n  y(a);\n}\n",
        ),
    ],
)
def test_parameters_left_out(language: str, before: str, edit: str, after: str) -> None:
    """The header stays as the file has it, but where the language means what it says."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == after
