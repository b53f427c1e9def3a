"""`honed why`: the explanation of a line of a file, from the store and the disk alone.

An open editor may know more: text that is not saved, and edits so young that an offer would take
them back. Its command `honed.why` asks the server.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from honed.core.memory import ItemKind
from honed.core.text import decode
from honed.services.clock import SystemClock
from honed.services.document import Snapshot
from honed.services.explanation import Explanation, explained
from honed.services.files import text_with_line
from honed.services.ignored import IgnoredFiles
from honed.services.judge import Judge
from honed.services.learned import current_session
from honed.services.notices import Notices
from honed.services.places import Place
from honed.services.project import Project
from honed.services.project_rules import ProjectRules
from honed.services.report import reader
from honed.services.rules import Rules
from honed.services.settings_report import configured
from honed.store.locations import user_database
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.text import Text
    from honed.services.clock import Clock


def why(
    place: Place,
    path: Path,
    line: int,
    language_name: str | None = None,
    clock: Clock | None = None,
) -> tuple[Explanation, Text]:
    """Return the explanation of the `line` (zero-based) of a file, and the text that it is about.

    `language_name` is that of the file's name where it is not given. `HonedError` where there is
    no such file or line.
    """
    text = text_with_line(path, line)
    first_line = decode(text.slice(text.line_span(0)))
    language = (
        languages.by_name(language_name)
        if language_name is not None
        else languages.by_path(str(path), first_line)
    )
    snapshot = Snapshot(
        uri="",
        path=str(path.absolute() if place.folder is None else path.resolve()),
        version=0,
        text=text,
        tree=parse(text, language),
        language_name=language.name if language else language_name or "",
        is_trusted=True,
    )
    project = _project(place, clock or SystemClock())
    rules = Rules(configured(project.folder), IgnoredFiles())
    ProjectRules(rules, Notices()).look(project)
    hush = rules.look(project, snapshot.path, snapshot.language_name) or rules.why_no_edits(project)
    return explained(project, _judge(place), snapshot, line, hush=hush), text


def _project(place: Place, clock: Clock) -> Project:
    """Return the folder as a server that starts now would find it."""
    project = Project(place.folder)
    if place.exists:
        with closing(reader(place)) as opened:
            project.begin_session(current_session(opened, place, clock.now()))
            rejects = opened.rejections_in(project.session_id)
            project.fill(opened.patterns(), opened.rejections(), rejects)
            project.recall_trials(opened.trials())
            project.guards.take(opened.memory.items(kind=ItemKind.GUARD))
    return project


def _judge(place: Place) -> Judge:
    """Return the ranker, which is one for all stores of the data directory."""
    judge = Judge()
    users = Place(place.data, None, user_database(place.data))
    if users.exists:
        with closing(reader(users)) as opened:
            judge.load(opened.load_weights())
    return judge
