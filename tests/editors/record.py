"""Play stories in real editors and keep what was said.

    python -m tests.editors.record [EDITOR | STORY | EDITOR/STORY …]

Without arguments every story is played in every editor.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from typing import TYPE_CHECKING

from tests.editors import sessions
from tests.editors.playing import PROGRAMS, DisorderError, play
from tests.editors.stories import STORIES

if TYPE_CHECKING:
    from tests.editors.story import Story


def record(editor_name: str, story: Story) -> str:
    """Play a story and keep it; return what there is to say about it."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    program = shutil.which(PROGRAMS[editor_name], path=path)
    if program is None:
        return f"{PROGRAMS[editor_name]} is not installed"
    try:
        played = play(editor_name, story, program)
    except (AssertionError, DisorderError) as error:
        return f"not as told: {error!r}"
    file = sessions.write(played.session)
    seen = {name: many for name, many in played.stats["outcomes"].items() if many}
    return f"{file.stat().st_size} bytes; honed saw {seen}"


def main() -> None:
    """Record what was asked for."""
    wanted = set(sys.argv[1:])
    for editor_name in PROGRAMS:
        for story in STORIES.values():
            if editor_name not in story.editors:
                continue
            if not wanted or wanted & {editor_name, story.name, f"{editor_name}/{story.name}"}:
                said = record(editor_name, story)
                sys.stdout.write(f"{editor_name}/{story.name}: {said}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
