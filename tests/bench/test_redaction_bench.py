"""The bench of redaction still runs, in its shortest form."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.bench import redaction
from tests.bench.options import Options
from tests.core.token_forms import FORMS

if TYPE_CHECKING:
    from pathlib import Path


def test_tokens_and_lines(tmp_path: Path) -> None:
    """Nearly all forms are found; of a history of two lines one is touched."""
    path = tmp_path / "made" / "repo"
    path.mkdir(parents=True)
    token = "ghp_" + "a1B2" * 9
    (path / "a.py").write_text(f"a = 1\n\nb = '{token}'\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(path), *words], check=True)
    forms, lines = redaction.run(Options((path,), short=True))
    assert int(forms.rows[0][1]) >= len(FORMS) - 4
    assert lines.rows == [("made", "2", "1", "500.00"), ("all", "2", "1", "500.00")]
