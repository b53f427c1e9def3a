"""Everything that lives while one server runs, and the one way in for the protocol.

Methods are called from the protocol's thread; none of them waits for learning, disk or another
process, but for `start`, which reads the user's settings, and `stop`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from honed.config import Kind
from honed.core.errors import HonedError
from honed.core.model import Outcome
from honed.learn.bursts import Reason
from honed.learn.outcome import Decision, Visibility
from honed.services.configuration import Configuration
from honed.services.documents import Documents
from honed.services.explanation import explained
from honed.services.feedback import Feedback
from honed.services.file_reader import FileReader
from honed.services.folders import Folders
from honed.services.ignored import IgnoredFiles
from honed.services.indexing import Indexing
from honed.services.inspection import Inspection
from honed.services.judge import Judge
from honed.services.learner import Learner
from honed.services.merging import Asked, Merge, Merging
from honed.services.next_offers import NextOffers
from honed.services.off_switches import OffSwitches
from honed.services.offering import Offering, Request
from honed.services.prediction import Prediction
from honed.services.rules import NO_MERGES, Rules
from honed.services.settings_files import user_file as usual_user_file
from honed.services.silence import Hush
from honed.services.status import status_of
from honed.services.stores import Stores
from honed.services.survivals import Survivals
from honed.services.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from honed.config import Settings
    from honed.core.text import Edit, Span, Text
    from honed.services.actions import Action, ActionKind
    from honed.services.clock import Clock
    from honed.services.document import Document, Settled
    from honed.services.explanation import Explanation
    from honed.services.inspection import Measurer
    from honed.services.next_offers import NextOffer
    from honed.services.project import Project
    from honed.services.suggesting import Completion
    from honed.services.worker import LessonSource


class Workspace:
    """The documents, the projects, the learner, and what was handed to the editor."""

    def __init__(
        self,
        clock: Clock,
        data_dir: str = "",
        worker: LessonSource | None = None,
        user_file: Path | None = None,
        measurer: Measurer | None = None,
    ) -> None:
        """Nothing is opened; `start` does.

        An empty `data_dir` leaves it to the settings; without a `user_file` they are read where
        the user usually has them.
        """
        self.configuration = Configuration()
        self.clock = clock
        self.judge = Judge()
        self._data_dir = data_dir
        self.rules = Rules(self.configuration, IgnoredFiles(self._open_paths))
        self.learner = Learner(self.judge, clock, self.rules, worker)
        self.documents = Documents(self._settled, self._decided)
        self.survivals = Survivals(self.documents, self.learner)
        self.feedback = Feedback(self.judge, self.learner, clock, self.survivals)
        self.offering = Offering(self.documents, self.feedback, self.judge, clock)
        self.merging = Merging(self.offering)
        self.next_offers = NextOffers(self.offering, self.judge)
        self.reader = FileReader()
        self.folders = Folders(self.configuration, self.documents, self.learner, self.reader)
        self.switches = OffSwitches(
            self.rules, self.documents, self.offering, self.reader, self.project_of
        )
        self.inspection = Inspection(self.documents, self._settings_of, measurer)
        self.indexing = Indexing(self.rules, clock)
        self.writing = Writing(self)
        self.writing.writer = Prediction(self, self.indexing)
        self.user_file = user_file or usual_user_file()
        self._is_started = False

    def start(self, options: object, folders: Iterable[str]) -> None:
        """Begin to learn; `folders` are paths of the workspace folders.

        `options` are the `initializationOptions`, whatever the editor sent as such.
        """
        self.configuration.load_user_file(self.user_file)
        self.configuration.take_options(options)
        self.judge.choose(self.configuration.settings.algorithm)
        self._is_started = True
        self.reader.start()
        stores = Stores(self._data_dir or self.configuration.settings.data_dir)
        self.learner.start(stores)
        self.indexing.start(stores)
        self.learner.open(self.folders.loose)
        for folder in folders:
            self.folders.add(folder)
        self.indexing.follow(self.projects)

    def stop(self, patience_s: float = 10.0) -> None:
        """Settle what is being typed and write everything; what takes longer is lost."""
        self.documents.settle_all(Reason.CLOSE)
        if self._is_started:
            self._is_started = False
            self.reader.stop()
            self.inspection.stop()
            self.indexing.stop()
            self.learner.stop(patience_s)

    def _open_paths(self) -> list[str]:
        return [document.path for document in self.documents]

    @property
    def projects(self) -> tuple[Project, ...]:
        """The project of files outside any folder, then one for each folder."""
        return self.folders.projects

    def project_of(self, path: str) -> Project:
        """Return the project of the innermost folder that holds the file."""
        return self.folders.of(path)

    def opened(self, uri: str) -> None:
        """Find out whether anything may be done in a document that was opened."""
        document = self.documents.get(uri)
        if document is not None:
            self.switches.opened(document)
            self.writing.opened(uri)

    def files_changed(self, paths: Iterable[str]) -> None:
        """Take over files that were saved or have changed, where they hold settings or the like."""
        folders = [each.folder for each in self.projects if each.folder]
        self.switches.reread(paths, self.user_file, folders)
        self.indexing.changed(paths)

    def change(self, uri: str, version: int, after: Text, edits: Sequence[Edit]) -> None:
        """Take a change of a document, and what it says about our suggestions."""
        self.documents.change(uri, version, after, edits, self.clock.elapsed())

    def accepted(self, offer_id: str) -> None:
        """Take the editor's word that an offer was accepted; an unknown id changes nothing."""
        handed = self.feedback.get(offer_id)
        document = self.documents.get(handed.uri) if handed else None
        if document is None:
            self._decided([Decision(offer_id, Outcome.ACCEPTED)])
        else:
            self.documents.accept(document, offer_id, self.clock.elapsed())

    def rejected(self, offer_id: str) -> None:
        """Take the developer's word that an offer is not wanted at its place."""
        handed = self.feedback.get(offer_id)
        document = self.documents.get(handed.uri) if handed else None
        if handed is not None and document is not None:
            places = set(handed.fingerprints)
            document.ledger.withdraw(lambda offer: offer.key in places)
        self._decided([Decision(offer_id, Outcome.REJECTED)])

    def _decided(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            handed = self.feedback.get(decision.offer_id)
            is_known = handed is not None and handed.project in self.projects
            if handed is not None and is_known and self.feedback.decide(decision):
                self.writing.decided(handed, decision.outcome)

    def distrust(self, uri: str | None) -> None:
        """Note that a change of a document, or of any, may be lost: its text is only guessed.

        It is silent and teaches nothing until it is saved with its text or opened anew.
        """
        for document in self.documents:
            if uri is None or document.uri == uri:
                document.distrust()

    def tick(self) -> None:
        """Settle what has not been touched for the time that the settings say."""
        self.switches.catch_up()
        pause_s = self.configuration.settings.settle_seconds
        self.documents.settle_paused(self.clock.elapsed(), pause_s)
        self.survivals.tick(self.clock.elapsed())
        self.inspection.tick(self.clock.elapsed())
        self.indexing.follow(self.projects)

    def _settled(self, settled: Settled) -> None:
        document = self.documents.get(settled.uri)
        if document is not None and self.switches.may_learn(document):
            self.learner.learn(self.project_of(settled.path), settled)

    def _hush(self, document: Document) -> str:
        """Return why nothing may be suggested in a document at all, "" where something may."""
        is_ready = self.project_of(document.path).is_ready
        return self._ban(document) or ("" if is_ready else Hush.NOT_READY)

    def _ban(self, document: Document) -> str:
        """Return the same of what needs nothing that was learned."""
        if not document.is_trusted:
            return Hush.DISTRUSTED
        self.switches.catch_up()
        if not self.rules.are_known(self.project_of(document.path), document.path):
            return Hush.NOT_READY
        return self.switches.why_off(document)

    def _settings_of(self, document: Document) -> Settings | None:
        """Return the settings for a document, None where nothing may be said in it."""
        if self._ban(document):
            return None
        return self.rules.settings(self.project_of(document.path))

    def _request(self, uri: str, started: float, *, with_tree: bool = True) -> Request | None:
        """Return what a request is about; None where nothing may be suggested at all."""
        document = self.documents.get(uri)
        if document is None or self._hush(document):
            return None
        project = self.project_of(document.path)
        snapshot = self.documents.snapshot(uri, with_tree=with_tree)
        return None if snapshot is None else Request(document, project, snapshot, started)

    def bare_request(self, uri: str) -> Request | None:
        """Return the same without a tree, which takes longest to make."""
        return self._request(uri, self.clock.elapsed(), with_tree=False)

    def request(self, uri: str, visibility: Visibility) -> Request | None:
        """Return what a request about a document is about; None where nothing may be suggested."""
        request = self._request(uri, self.clock.elapsed())
        return None if request is None else attrs.evolve(request, visibility=visibility)

    def actions(
        self,
        uri: str,
        lines: tuple[int, int],
        kinds: frozenset[ActionKind],
        *,
        visibility: Visibility,
        can_resolve: bool,
    ) -> list[Action]:
        """Return the actions for the lines `first` to `last` (zero-based), the best first."""
        started = self.clock.elapsed()
        self.documents.settle_elsewhere(uri, lines, started)
        request = self._request(uri, started)
        if request is None:
            return []
        invoked = visibility is not Visibility.HIDDEN
        settings = self.rules.settings(request.project)
        request = attrs.evolve(request, visibility=visibility, explores=settings.explore)
        kinds = frozenset(kind for kind in kinds if kind.suggests not in settings.kinds_off)
        actions = self.offering.actions(
            request, lines, kinds, invoked=invoked, can_resolve=can_resolve
        )
        return actions + self.next_offers.actions(request, lines, kinds)

    def next_edit(self, uri: str, version: int | None = None) -> NextOffer | None:
        """Return the next edit of a document, wherever the cursor is; None for none.

        None, too, where a `version` is given and the text is not of it.
        """
        request = self.request(uri, Visibility.SHOWN)
        if request is None or version not in {None, request.snapshot.version}:
            return None
        if Kind.NEXT in self.rules.settings(request.project).kinds_off:
            return None
        offer = self.next_offers.offer(request)
        if offer is not None:
            request.document.ledger.show(offer.action.id, request.started)
        return offer

    def resolve(self, action_id: str) -> Action | None:
        """Return an action with its edits; None where it is unknown or the text has moved on."""
        handed = self.feedback.get(action_id)
        document = self.documents.get(handed.uri) if handed else None
        if document is not None:
            document.ledger.show(action_id, self.clock.elapsed())
        return self.offering.resolve(action_id) if self._is_open(action_id) else None

    def offered(self, action_id: str) -> Action | None:
        """Return an action that was handed out, while it fits the text."""
        return self.offering.offered(action_id) if self._is_open(action_id) else None

    def _is_open(self, action_id: str) -> bool:
        self.switches.catch_up()
        handed = self.feedback.get(action_id)
        return handed is not None and handed.project in self.projects and handed.is_known

    def completions(
        self, uri: str, offset: int
    ) -> tuple[Text | None, list[tuple[str, Completion]]]:
        """Return the text that the spans refer to, and what may be completed at byte `offset`."""
        request = self.bare_request(uri)
        if request is None or Kind.COMPLETION in self.rules.settings(request.project).kinds_off:
            return None, []
        return request.snapshot.text, self.offering.completions(request, offset)

    def snippet(
        self,
        uri: str,
        snippet: str,
        format: str | None,  # noqa: A002 - the engine's word
        instruction: str | None,
    ) -> Asked | str:
        """Return what is to be merged into a document, or why nothing may be.

        `format` and `instruction` are those of the engine. `HonedError` where the document is not
        open.
        """
        request = self._merge_request(uri, Visibility.HIDDEN)
        if request is None:
            raise HonedError(f"The document {uri} is not open, or too large to be looked at.")
        hush = self._why_no_merge(request.document)
        return hush or Asked(request, snippet, format, instruction)

    def selected(
        self, uri: str, selection: Span, *, visibility: Visibility, can_resolve: bool
    ) -> Action | None:
        """Return the action that merges the snippet that is selected, None where none is."""
        request = self._merge_request(uri, visibility)
        if request is None or self._why_no_merge(request.document):
            return None
        return self.merging.selected(request, selection, can_resolve=can_resolve)

    def _merge_request(self, uri: str, visibility: Visibility) -> Request | None:
        """Return what a request is about, None where the document is not open."""
        document, snapshot = self.documents.get(uri), self.documents.snapshot(uri, with_tree=False)
        if document is None or snapshot is None:
            return None
        project = self.project_of(document.path)
        return Request(document, project, snapshot, self.clock.elapsed(), visibility)

    def _why_no_merge(self, document: Document) -> str:
        """Return why no snippet may be merged into a document, "" where one may."""
        off = self.rules.settings(self.project_of(document.path)).kinds_off
        return self._ban(document) or (NO_MERGES if Kind.MERGE in off else "")

    def to_merge(self, action_id: str) -> Asked | None:
        """Return what an action is to merge, None where it is unknown or off."""
        asked = self.merging.unresolved(action_id) if self._is_open(action_id) else None
        if asked is None:
            return None
        return attrs.evolve(asked, request=attrs.evolve(asked.request, visibility=Visibility.SHOWN))

    def merged(self, asked: Asked, found: Merge, action_id: str | None = None) -> Action | None:
        """Return the action that makes a merge; None where it changes nothing or comes too late."""
        document = self.documents.get(asked.request.document.uri)
        if document is not asked.request.document or self._why_no_merge(document):
            return None
        return self.merging.hand_out(asked, found, action_id)

    def hinted(self, uri: str) -> NextOffer | None:
        """Return the next edit of a document where it is to be shown unasked, None for none."""
        document = self.documents.get(uri)
        if document is None:
            return None
        settings = self.rules.settings(self.project_of(document.path))
        return self.next_edit(uri) if settings.next_edit_hints else None

    def why(self, uri: str, line: int) -> tuple[Project, Explanation]:
        """Return why there is what there is on a line (zero-based), as `actions` would find it.

        `HonedError` where the document is not open, or has no such line.
        """
        document, snapshot = self.documents.line_of(uri, line)
        self.documents.settle_elsewhere(uri, (line, line), self.clock.elapsed())
        project, recent = self.project_of(document.path), tuple(document.recent)
        hush = self._hush(document) or self.rules.why_no_edits(project)
        return project, explained(project, self.judge, snapshot, line, recent, hush)

    def end_session(self) -> None:
        """Settle what is being typed and begin another session in every project."""
        self.documents.settle_all(Reason.ELSEWHERE)
        for project in self.projects:
            self.learner.end_session(project)

    def restart_learner(self) -> Future[None]:
        """Replace the worker process, and open anew what could not be opened; done when it is."""
        return self.learner.restart()

    def status(self) -> dict[str, Any]:
        """Return what the learner has done and where things lie; see docs/protocol.md."""
        self.switches.catch_up()
        return status_of(self)
