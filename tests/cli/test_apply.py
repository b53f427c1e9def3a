"""`honed apply`: what is printed, what is written, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from honed.cli.apply_print import diff_of
from honed.services.applying import Changed
from honed.services.text_files import decode, read
from tests.cli.test_docs import CHAPTERS, keys

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import Shell

BEFORE = "import os\n\n\ndef f():\n    x = 0\n    return 1\n\n\ndef g():\n    x = 0\n    return 2\n"
AFTER = BEFORE.replace("return 1", "return os.sep")
EDIT = "<<<<<<< SEARCH\n    return 1\n=======\n    return os.sep\n>>>>>>> REPLACE\n"
ABSENT = EDIT.replace("return 1", "return 3")
TWICE = "<<<<<<< SEARCH\n    x = 0\n=======\n    x = 1\n>>>>>>> REPLACE\n"
PATCH = """\
*** Begin Patch
*** Update File: a.py
@@
-    return 1
+    return os.sep
*** Add File: new/b.py
+b = 1
*** Delete File: c.py
*** End Patch
"""


@pytest.fixture
def file(folder: Path) -> Path:
    """Return a file in the current directory."""
    path = folder / "a.py"
    path.write_bytes(BEFORE.encode())
    return path


def apply(shell: Shell, *arguments: object, edit: str = EDIT) -> Result:
    """Run `honed apply` with an edit on standard input."""
    return shell("apply", *arguments, answer=edit)


class TestFile:
    """One file, and an edit."""

    def test_prints_the_result(self, shell: Shell, file: Path) -> None:
        """The text on standard output and nothing else; the file is as it was."""
        result = apply(shell, file, "--edit", "-")
        assert (result.exit_code, result.stdout) == (0, AFTER)
        assert result.stderr.startswith(f"{file}: applied (exact_replace), confidence ")
        assert file.read_text("utf-8") == BEFORE

    def test_writes(self, shell: Shell, file: Path) -> None:
        """With the mode that it had; nothing is printed on standard output."""
        file.chmod(0o640)
        result = apply(shell, file, "--edit", "-", "--write")
        assert (result.exit_code, result.stdout) == (0, "")
        assert file.read_text("utf-8") == AFTER
        assert file.stat().st_mode & 0o777 == 0o640

    def test_takes_the_edit_from_a_file(self, shell: Shell, file: Path) -> None:
        """As an assistant's answer is saved, with prose and fences."""
        (file.parent / "answer.md").write_text(f"Do this:\n\n```\n{EDIT}```\n", "utf-8")
        assert apply(shell, "a.py", "--edit", "answer.md", "--write").exit_code == 0
        assert file.read_text("utf-8") == AFTER

    def test_writes_through_a_link(self, shell: Shell, file: Path) -> None:
        """The link stays one, and the file behind it changes."""
        link = file.parent / "link.py"
        link.symlink_to("a.py")
        assert apply(shell, link, "--edit", "-", "--write").exit_code == 0
        assert link.is_symlink()
        assert file.read_text("utf-8") == AFTER

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
    def test_keeps_encoding_and_line_ends(self, shell: Shell, file: Path, codec: str) -> None:
        """A byte order mark stays, and so does each carriage return."""
        file.write_bytes(("# ü\n" + BEFORE).replace("\n", "\r\n").encode(codec))
        mark = file.read_bytes()[:2]
        assert apply(shell, file, "--edit", "-", "--write").exit_code == 0
        assert file.read_bytes()[:2] == mark
        found = decode(file.read_bytes())
        assert found is not None
        assert found[0] == ("# ü\n" + AFTER).replace("\n", "\r\n")

    def test_refuses(self, shell: Shell, file: Path) -> None:
        """Reason, places and advice on standard error; the exit code is 1, nothing is printed."""
        result = apply(shell, file, "--edit", "-", "--write", edit=TWICE)
        assert (result.exit_code, result.stdout) == (1, "")
        first, *places, advice = result.stderr.splitlines()
        assert first.startswith(f"{file}: refused (ambiguous): ")
        assert [each.split(":")[0] for each in places] == ["  line 5", "  line 10"]
        assert advice.startswith("  ")
        assert file.read_text("utf-8") == BEFORE

    def test_refusal_leaves_the_file_alone_noop(self, shell: Shell, file: Path) -> None:
        """It is not even written anew."""
        before = file.stat()
        assert apply(shell, file, "--edit", "-", "--write", edit=ABSENT).exit_code == 1
        assert file.stat() == before

    def test_what_is_there_already_noop(self, shell: Shell, file: Path) -> None:
        """A file that stays as it is is not written."""
        before = file.stat()
        same = ("--edit", "-", "--write", "--format", "whole_file")
        assert apply(shell, file, *same, edit=BEFORE).exit_code == 0
        assert file.stat() == before

    def test_no_text_is_refused_noop(self, shell: Shell, file: Path) -> None:
        """Neither a file nor an edit that is none is guessed at."""
        file.write_bytes(b"caf\xe9")
        result = apply(shell, file, "--edit", "-", "--write")
        assert (result.exit_code, file.read_bytes()) == (1, b"caf\xe9")
        assert "refused (not_text): the file" in result.stderr
        (file.parent / "edit").write_bytes(b"\xff\xff")
        file.write_text(BEFORE, "utf-8")
        assert "refused (not_text): the edit" in apply(shell, file, "--edit", "edit").stderr

    def test_diff_is_one_that_git_applies(self, shell: Shell, file: Path) -> None:
        """Also where a last line has no end."""
        file.write_text(BEFORE.rstrip("\n"), "utf-8")
        whole = ("--edit", "-", "--format", "whole_file")
        result = apply(shell, "a.py", *whole, "--diff", edit=AFTER + "# end")
        assert file.read_text("utf-8") == BEFORE.rstrip("\n")
        subprocess.run(["git", "apply"], input=result.stdout_bytes, cwd=file.parent, check=True)
        assert file.read_text("utf-8") == AFTER + "# end"

    def test_json(self, shell: Shell, file: Path) -> None:
        """One object that is told in docs/cli.md; for a refusal the same keys."""
        answer = self.answer(apply(shell, file, "--edit", "-", "--json", "--write"), 0)
        assert (answer["status"], answer["text"], answer["isWritten"]) == ("applied", AFTER, True)
        refused = self.answer(apply(shell, file, "--edit", "-", "--json", edit=TWICE), 1)
        assert (refused["status"], refused["text"], refused["isWritten"]) == (
            "refused",
            None,
            False,
        )
        assert [each["line"] for each in refused["candidates"]] == [5, 10]
        assert refused.keys() == answer.keys()

    @staticmethod
    def answer(result: Result, exit_code: int) -> Any:
        """Return what was answered in JSON."""
        assert (result.exit_code, result.stderr) == (exit_code, "")
        return json.loads(result.stdout)

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("a.py",),
            ("--edit", "-"),
            ("a.py", "--patch", "-"),
            ("a.py", "--edit", "-", "--cases"),
            ("nothing.py", "--edit", "-"),
            (".", "--edit", "-"),
            ("a.py", "--edit", "nothing"),
            ("a.py", "--edit", "-", "--language", "klingon"),
            ("a.py", "--edit", "-", "--format", "klingon"),
            ("a.py", "--edit", "-", "--json", "--diff"),
            ("--cases",),
        ],
    )
    def test_misuse_noop(self, shell: Shell, file: Path, arguments: tuple[str, ...]) -> None:
        """Wrong arguments and files that cannot be read are told with the exit code 2."""
        result = apply(shell, *arguments, "--write")
        assert (result.exit_code, result.stdout) == (2, "")
        assert file.read_text("utf-8") == BEFORE

    def test_a_pipe_is_no_file_noop(self, shell: Shell, file: Path) -> None:
        """Nobody writes into it, so it would be waited for without end."""
        os.mkfifo(file.parent / "pipe.py")
        result = apply(shell, "pipe.py", "--edit", "-")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "pipe.py is no regular file" in result.stderr

    @pytest.mark.parametrize("way", [(), ("--json",), ("--diff",), ("--write",)])
    def test_half_of_a_character_is_refused_noop(
        self, shell: Shell, file: Path, way: tuple[str, ...]
    ) -> None:
        """No file can hold a lone surrogate, and no diff can show it."""
        edit = r'[{"oldText": "return 1", "newText": "return \"\ud800\""}]'
        result = apply(shell, file, "--edit", "-", *way, edit=edit)
        assert result.exit_code == 1
        assert "half of a character" in result.output
        assert file.read_text("utf-8") == BEFORE

    @pytest.mark.parametrize("name", ["python", "Python", "javascriptreact"])
    def test_languages_have_several_names(self, shell: Shell, file: Path, name: str) -> None:
        """As people and editors write them."""
        assert apply(shell, file, "--edit", "-", "--language", name).exit_code == 0


class TestPatch:
    """Several files, by their paths below the current directory."""

    @pytest.fixture
    def c(self, file: Path) -> Path:
        """Return a file that the patch removes."""
        path = file.parent / "c.py"
        path.write_text("c = 1\n", "utf-8")
        return path

    def test_writes_adds_and_removes(self, shell: Shell, file: Path, c: Path) -> None:
        """All that the patch says."""
        assert apply(shell, "--patch", "-", "--write", edit=PATCH).exit_code == 0
        assert file.read_text("utf-8") == AFTER
        assert (file.parent / "new" / "b.py").read_text("utf-8") == "b = 1\n"
        assert not c.exists()

    def test_says_what_becomes_of_each(self, shell: Shell, file: Path, c: Path) -> None:
        """A file that goes, or moves, is not unchanged."""
        patch = PATCH.replace("a.py\n", "a.py\n*** Move to: d.py\n", 1)
        told = apply(shell, "--patch", "-", edit=patch).stderr.splitlines()
        assert told[0].startswith("a.py: applied (exact_replace), confidence ")
        assert told[0].endswith(", moved to d.py")
        assert "c.py: removed" in told
        assert c.exists()

    def test_prints_a_diff_and_writes_nothing_noop(self, shell: Shell, file: Path, c: Path) -> None:
        """One that git applies to the same end."""
        result = apply(shell, "--patch", "-", edit=PATCH)
        assert result.exit_code == 0
        assert file.read_text("utf-8") == BEFORE
        subprocess.run(["git", "apply"], input=result.stdout_bytes, cwd=file.parent, check=True)
        assert file.read_text("utf-8") == AFTER
        assert (file.parent / "new" / "b.py").exists()
        assert not c.exists()

    def test_json(self, shell: Shell, file: Path, c: Path) -> None:
        """A list of files."""
        answer = json.loads(apply(shell, "--patch", "-", "--json", edit=PATCH).stdout)
        told = {each["file"]: (each["status"], each["isRemoved"]) for each in answer["files"]}
        assert told == {
            "a.py": ("applied", False),
            "new/b.py": ("applied", False),
            "c.py": ("applied", True),
        }

    def test_moves(self, shell: Shell, file: Path) -> None:
        """The new file has the mode of the old."""
        file.chmod(0o750)
        patch = PATCH.partition("*** Add")[0].replace("a.py\n", "a.py\n*** Move to: b/d.py\n")
        patch += "*** End Patch\n"
        assert apply(shell, "--patch", "-", "--write", edit=patch).exit_code == 0
        moved = file.parent / "b" / "d.py"
        assert (moved.read_text("utf-8"), moved.stat().st_mode & 0o777) == (AFTER, 0o750)
        assert not file.exists()

    def test_diff_of_a_move(self, shell: Shell, file: Path) -> None:
        """Git moves the file as well."""
        patch = PATCH.partition("*** Add")[0].replace("a.py\n", "a.py\n*** Move to: b/d.py\n")
        result = apply(shell, "--patch", "-", edit=f"{patch}*** End Patch\n")
        subprocess.run(["git", "apply"], input=result.stdout_bytes, cwd=file.parent, check=True)
        assert (file.parent / "b" / "d.py").read_text("utf-8") == AFTER
        assert not file.exists()

    def test_one_refusal_leaves_the_others(self, shell: Shell, file: Path) -> None:
        """What can be applied is, and the exit code says that not all was."""
        result = apply(shell, "--patch", "-", "--write", edit=PATCH)
        assert result.exit_code == 1
        assert "c.py: refused (file_missing)" in result.stderr
        assert file.read_text("utf-8") == AFTER

    def test_all_or_nothing_noop(self, shell: Shell, file: Path) -> None:
        """One refusal refuses all."""
        result = apply(shell, "--patch", "-", "--write", "--all-or-nothing", edit=PATCH)
        assert result.exit_code == 1
        assert "a.py: refused (others_refused)" in result.stderr
        assert file.read_text("utf-8") == BEFORE
        assert not (file.parent / "new").exists()

    @pytest.mark.parametrize("name", ["../out.py", "OUT/out.py", "link/out.py"])
    @pytest.mark.parametrize("how", ["Add", "Update", "Delete", "Move"])
    def test_nothing_outside_is_touched_noop(
        self, shell: Shell, file: Path, tmp_path: Path, name: str, how: str
    ) -> None:
        """Neither by a path that climbs, nor by an absolute one, nor through a link."""
        (file.parent / "link").symlink_to(tmp_path)
        name = name.replace("OUT", str(tmp_path))
        out = tmp_path / "out.py"
        if how in {"Update", "Delete"}:
            out.write_text(BEFORE, "utf-8")
        patch = PATCH.partition("*** Add")[0]
        patch = {
            "Add": f"*** Begin Patch\n*** Add File: {name}\n+x\n",
            "Update": patch.replace("a.py", name),
            "Delete": f"*** Begin Patch\n*** Delete File: {name}\n",
            "Move": patch.replace("a.py\n", f"a.py\n*** Move to: {name}\n"),
        }[how] + "*** End Patch\n"
        assert apply(shell, "--patch", "-", "--write", edit=patch).exit_code == 1
        assert out.exists() == (how in {"Update", "Delete"})
        assert not out.exists() or out.read_text("utf-8") == BEFORE
        assert file.read_text("utf-8") == BEFORE

    @pytest.mark.parametrize("name", [".git/hooks/pre-commit", "sub/.GIT/config", "link/config"])
    @pytest.mark.parametrize("how", ["Add", "Move"])
    def test_nothing_of_git_is_touched_noop(
        self, shell: Shell, file: Path, name: str, how: str
    ) -> None:
        """A hook is a command that git runs, and so are some settings."""
        (file.parent / ".git").mkdir(exist_ok=True)
        (file.parent / "link").symlink_to(".git")
        patch = {
            "Add": f"*** Begin Patch\n*** Add File: {name}\n+x\n",
            "Move": f"*** Begin Patch\n*** Update File: a.py\n*** Move to: {name}\n",
        }[how] + "*** End Patch\n"
        result = apply(shell, "--patch", "-", "--write", edit=patch)
        assert (result.exit_code, "(wrong_file)" in result.stderr) == (1, True)
        assert not (file.parent / name).exists()
        assert file.read_text("utf-8") == BEFORE

    def test_what_is_there_is_not_added_noop(self, shell: Shell, file: Path) -> None:
        """Nor is a file that is no text, or a directory, overwritten."""
        (file.parent / "bin").write_bytes(b"\0")
        for name in ("a.py", "bin", "."):
            patch = f"*** Begin Patch\n*** Add File: {name}\n+x\n*** End Patch\n"
            assert apply(shell, "--patch", "-", "--write", edit=patch).exit_code == 1
        assert (file.parent / "bin").read_bytes() == b"\0"
        assert file.read_text("utf-8") == BEFORE

    def test_one_file_under_two_names_noop(self, shell: Shell, file: Path) -> None:
        """The second would overwrite what the first has done."""
        update = PATCH.partition("*** Add")[0].removeprefix("*** Begin Patch\n")
        again = update.replace("a.py", "./a.py").replace("os.sep", "os.pathsep")
        patch = f"*** Begin Patch\n{update}{again}*** End Patch\n"
        assert apply(shell, "--patch", "-", "--write", edit=patch).exit_code == 1

    def test_no_patch_is_refused_noop(self, shell: Shell, file: Path) -> None:
        """Prose names no file; bytes that are no text are misuse."""
        assert apply(shell, "--patch", "-", "--write", edit="Nothing.\n").exit_code == 1
        (file.parent / "p").write_bytes(b"\xff")
        assert apply(shell, "--patch", "p").exit_code == 2


def test_every_key_is_told(shell: Shell, file: Path) -> None:
    """In the chapter of docs/cli.md."""
    for answer in (
        apply(shell, file, "--edit", "-", "--json"),
        apply(shell, "--patch", "-", "--json", edit=PATCH),
    ):
        told = json.loads(answer.stdout)
        assert not [key for key in keys(told) if f"`{key}`" not in CHAPTERS["apply"]]


def test_refused_has_no_diff_noop(file: Path) -> None:
    """Nothing is printed for it."""
    from honed.services.applying import NO_TEXT

    assert [*diff_of(Changed("a.py", file, file, read(file), NO_TEXT))] == []
