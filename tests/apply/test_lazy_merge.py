"""Rules by which a lazy snippet is merged, each beside a case that it leaves alone."""

from __future__ import annotations

from honed import apply_edit
from honed.apply.result import Applied


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
