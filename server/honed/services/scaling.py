"""The best of several candidates, with the check that the user has named for generated code.

The command comes from the user's own settings file and from nowhere else: neither a project nor an
editor that opens one can name what is run. It runs as a process of its own, niced, in an empty
directory, and is ended with all that it has started when its time is over.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.config import merged
from honed.core.redact import redact
from honed.core.text import decode, encode
from honed.learn.memory.contest import Check, Checked, Contest, contest
from honed.services.settings_files import read_user_file, user_file
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = "{file}"
"""In a word of the command: the path of the file with the candidate."""

LONGEST_OUTPUT = 100_000
LONGEST_REASON = 200
NICENESS = 10


@attrs.frozen
class CheckCommand:
    """A command that tells whether code is good, and how long it may take."""

    words: tuple[str, ...]
    seconds: float

    def run(self, text: str, suffix: str) -> Checked:
        """Return what the command says of a text, given to it as a file with this suffix.

        None, with the reason, where it cannot be started; too long is not passed.
        """
        with tempfile.TemporaryDirectory(prefix="honed-check-") as name:
            file = Path(name) / f"candidate{suffix}"
            file.write_bytes(encode(text))
            words = [each.replace(PLACE, str(file)) for each in self.words]
            if words == list(self.words):
                words.append(str(file))
            return _run(words, Path(name), self.seconds)


def best_of(
    texts: Sequence[str],
    *,
    language: str,
    task: str = "",
    before: str = "",
    command: CheckCommand | None = None,
) -> Contest:
    """Return candidates verified and compared, the best first, with the `command` where given.

    `before` is the text of the file that they change, "" for a new one. What the contest teaches
    are its `trajectories`. A command takes seconds: that is nothing for a request.
    """
    check: Check | None = None
    if command is not None:
        suffix = _suffix(language)

        def check(text: str) -> Checked:
            return command.run(text, suffix)

    return contest(texts, language=language, task=task, before=before, check=check)


def user_command() -> CheckCommand | None:
    """Return the command that the user's own file names, None for none.

    `SettingsError` where the file cannot be read.
    """
    settings = merged([read_user_file(user_file())])
    if not settings.check_command:
        return None
    return CheckCommand(settings.check_command, settings.check_seconds)


def _run(words: Sequence[str], folder: Path, seconds: float) -> Checked:
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                words,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
        except (OSError, ValueError) as error:
            return Checked(None, f"the check cannot be started: {error}")
        try:
            _be_nice(process.pid)
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return Checked(passed=False, reason=f"the check took longer than {seconds:g} s")
        finally:
            _end(process)
        if not code:
            return Checked(passed=True)
        output.seek(0)
        found = output.read(LONGEST_OUTPUT)
        if len(found) == LONGEST_OUTPUT:
            # The line that the limit cuts may hold half a secret, which has no form.
            found = found.rpartition(b"\n")[0]
        told = _last_line(decode(found), folder)
        return Checked(passed=False, reason=f"the check failed: {told or f'exit code {code}'}")


def _be_nice(process_id: int) -> None:
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process_id, NICENESS)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _last_line(output: str, folder: Path) -> str:
    """Return the last line that says something, without secrets and where the file lay."""
    lines = [each.strip() for each in redact(output).splitlines() if each.strip()]
    return lines[-1].replace(f"{folder}{os.sep}", "")[:LONGEST_REASON] if lines else ""


def _suffix(language: str) -> str:
    known = languages.by_any_name(language)
    globs = known.files if known else ()
    return next((each[1:] for each in globs if each.startswith("*.")), ".txt")
