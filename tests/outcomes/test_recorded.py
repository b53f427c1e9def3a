"""What real editors were recorded to send, told to the ledger: the outcomes are what happened.

The recordings are of a small server that suggested always the same (tests/data/sessions/tiny); here
its suggestions are handed out again. Each session is played as it was, and once more without the
commands: then the text alone must tell.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from honed.core.text import Edit, Span, Text, encode
from honed.learn.outcome import Decision, Habits, Offer, OfferKind, Visibility
from honed.services.documents import Documents

SESSIONS = Path(__file__).parents[1] / "data" / "sessions" / "tiny"
URI = "file:///workspace/a.py"
START = "x = 1\n\n"
TICK_S = 0.2

VISIBILITIES = {None: Visibility.UNSAID, 1: Visibility.SHOWN, 2: Visibility.HIDDEN}

ACTION, RESOLVED, APPLIED = "# edited by action\n", "# resolved edit\n", "# applied by server\n"

TRUTH: dict[str, list[str]] = {
    "vscode-1.139": [
        "c1 accepted", "c2 accepted", "i1 accepted", "i1 rejected", "a1 accepted", "a3 accepted",
        "apply undone",
    ],
    "lsp-mode-8": ["c1 undone", "c2 undone", "a1 undone", "a3 undone", "apply undone"],
    "lsp-mode-9": ["c1 undone", "c2 undone", "a1 undone", "a3 undone", "apply undone"],
    "eglot-1.9": ["c1 accepted", "a1 accepted", "apply accepted"],
    "eglot-1.17": ["c1 accepted", "a1 accepted", "a3 accepted", "apply accepted"],
    "helix-25.01-action": ["a1 accepted"],
    "helix-25.07-action": ["a1 accepted"],
    "helix-25.01-action-resolved": ["a3 accepted"],
    "helix-25.07-action-resolved": ["a3 accepted"],
    "helix-25.01-completion-accept": ["c1 accepted"],
    "helix-25.07-completion-accept": ["c1 accepted"],
    "helix-25.07-completion-accept-2": ["c1 accepted"],
    "helix-25.07-completion-browsed-then-abandoned": ["c1 rejected", "c2 rejected"],
    "helix-25.07-completion-browsed-then-abandoned-2": ["c1 rejected", "c2 rejected"],
    "helix-25.07-command-only-apply-edit": ["apply undone"],
    "helix-25.07-command-only-apply-edit-2": ["apply undone"],
    "neovim-0.11-completion-accept": ["c1 accepted"],
    "neovim-0.11-snippet-accept": ["c2 accepted"],
    # Taken out of the text again, the menu is closed; and nothing typed instead.
    "neovim-0.11-completion-inserted-then-dismissed": ["c1 ignored", "c2 ignored"],
    # After less than half a second.
    "neovim-0.11-typed-otherwise": [],
    "neovim-0.11-undo-after-action": ["a1 undone"],
    # Two keys came in the wrong order: what is in the text is not known, and nothing concluded.
    "helix-25.01-completion-browsed-then-abandoned": [],
}  # fmt: skip

KEY_BY_KEY = {"neovim-0.11-completion-accept", "neovim-0.11-snippet-accept"}
"""Neovim puts a completion in as if it were typed: only its command tells."""


@attrs.define
class Player:
    """The small server, with honed's documents."""

    habits: Habits
    obeys_commands: bool
    documents: Documents = attrs.field(init=False)
    outcomes: dict[str, str] = attrs.field(factory=dict)
    newest: dict[str, str] = attrs.field(factory=dict)
    count: int = 0
    now: float = 0.0

    def __attrs_post_init__(self) -> None:
        """Open the document."""
        self.documents = Documents(lambda _: None, self._decide)
        self.documents.habits = self.habits
        self.documents.open(URI, "/workspace/a.py", "python", -1, encode(START))

    def _decide(self, decisions: Any) -> None:
        for decision in decisions:
            assert isinstance(decision, Decision)
            self.outcomes[decision.offer_id] = decision.outcome

    @property
    def text(self) -> Text:
        """The document's text."""
        document = self.documents.get(URI)
        assert document is not None
        return document.text

    def wait_until(self, at: float) -> None:
        """Let time pass as the server's clock does."""
        while self.now + TICK_S < at:
            self.now += TICK_S
            self.documents.settle_paused(self.now, 2.0)
        self.now = at

    def play(self, event: str, data: Any) -> None:
        """Do what the server did at one message."""
        if event == "didChange":
            self._change(data)
        elif event == "completion":
            self._complete(data["pos"])
        elif event == "inlineCompletion":
            self._inline(data["pos"])
        elif event == "codeAction":
            visibility = VISIBILITIES[data["ctx"].get("triggerKind")]
            line = data["range"]["start"]["line"]
            self.documents.settle_elsewhere(URI, (line, line), self.now)
            self.count += 1
            self._hand_out("a1", [self._above(line, ACTION)], OfferKind.EDIT, visibility, str(line))
            if visibility is not Visibility.HIDDEN:
                # Their edits are not known yet.
                for name in ("a3", "apply"):
                    self.newest[name] = f"{name}#{self.count}"
        elif event == "codeAction/resolve" and (data["data"] or {}).get("id") == "a3":
            self._above_now("a3", RESOLVED, data["data"]["line"])
        elif event.startswith("EXEC"):
            self._above_now("apply", APPLIED, data["line"])
        elif event == "applyEdit result" or (event == "FEEDBACK" and self.obeys_commands):
            name = "apply" if event == "applyEdit result" else data["arg"]["id"]
            document = self.documents.get(URI)
            assert document is not None
            self.documents.accept(document, self.newest[name], self.now)

    def _change(self, data: Any) -> None:
        text, steps = self.text, []
        for change in data["ch"]:
            start, end = (self._offset(text, change["range"][end]) for end in ("start", "end"))
            steps.append(Edit(Span(start, end), encode(change["text"])))
            text = Text(text.data[:start] + encode(change["text"]) + text.data[end:])
        self.documents.change(URI, data["v"], text, steps, self.now)
        assert self.text.data.decode() == data["text"]

    @staticmethod
    def _offset(text: Text, position: Any) -> int:
        line, character = int(position["line"]), int(position["character"])
        return min(text.line_start(line) + character, len(text.data))

    def _above(self, line: int, new: str) -> Edit:
        start = self.text.line_start(line)
        return Edit(Span(start, start), encode(new))

    def _above_now(self, name: str, new: str, line: int) -> None:
        self._hand_out(name, [self._above(line, new)], OfferKind.EDIT, Visibility.SHOWN)

    def _complete(self, position: Any) -> None:
        at = self._offset(self.text, position)
        start = self.text.line_start(position["line"])
        typed = self.text.data[start:at].decode()
        self.count += 1
        if typed and "foo_learned".startswith(typed):
            edits = [Edit(Span(0, 0), b"import foo\n"), Edit(Span(start, at), b"foo_learned(42)")]
            self._hand_out("c1", edits, OfferKind.COMPLETION, key=str(start))
        if typed and "foo_snip".startswith(typed):
            edits = [Edit(Span(start, at), b"foo_snip(arg)")]
            self._hand_out("c2", edits, OfferKind.COMPLETION, key=str(start))

    def _inline(self, position: Any) -> None:
        at = self._offset(self.text, position)
        if self.text.slice(Span(self.text.line_start(position["line"]), at)) == b"gh":
            self.count += 1
            self._hand_out("i1", [Edit(Span(at, at), b"ghost_text(7)")], OfferKind.INLINE)

    def _hand_out(
        self,
        name: str,
        edits: list[Edit],
        kind: OfferKind,
        visibility: Visibility = Visibility.SHOWN,
        key: str = "",
    ) -> None:
        document = self.documents.get(URI)
        assert document is not None
        self.newest[name] = offer_id = f"{name}#{self.count}"
        key = f"{name}:{key}" if key else ""
        offer = Offer(offer_id, self.text, tuple(edits), self.now, kind, key, self.count)
        document.ledger.hand_out(offer, visibility)


def played(name: str, *, obeys_commands: bool) -> list[str]:
    """Play a session and wait until all is decided; return the outcomes, sorted."""
    tells = name.startswith(("neovim", "vscode")) and obeys_commands
    player = Player(Habits(tells_of_completions=tells), obeys_commands)
    for line in (SESSIONS / f"{name}.jsonl").read_text("utf-8").splitlines():
        message = json.loads(line)
        player.wait_until(message["t"])
        player.play(message["ev"], message["data"])
    player.wait_until(player.now + 15.0)
    return sorted(f"{key.partition('#')[0]} {outcome}" for key, outcome in player.outcomes.items())


@pytest.mark.parametrize("name", sorted(path.stem for path in SESSIONS.glob("*.jsonl")))
def test_recorded(name: str) -> None:
    """As it was."""
    assert played(name, obeys_commands=True) == sorted(TRUTH[name])


@pytest.mark.parametrize("name", sorted(TRUTH.keys() - KEY_BY_KEY))
def test_the_text_alone_tells(name: str) -> None:
    """Without the commands."""
    assert played(name, obeys_commands=False) == sorted(TRUTH[name])
