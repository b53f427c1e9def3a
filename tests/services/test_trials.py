"""What became of offers raises the threshold of their kind, is kept, explained and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Kind
from honed.core.model import Effect, Outcome, Trial
from honed.core.text import Edit, Span, apply_edits
from honed.learn.thresholds import MOST_TRIALS
from honed.services.actions import ActionKind
from honed.services.explanation import explained
from honed.services.silence import Silence
from honed.services.suggesting import found_at
from honed.suggest.next_rank import NEXT_AT
from honed.suggest.rank import OFFER_AT
from tests.services.test_decided import store_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.apply.guard import Refusal
    from tests.services.conftest import Bench

INSERTED = ("page = client.get(url)\n", "page = client.get(url, timeout=5)\n")
FILE = "page = client.get(link)\n\n\ndef read(self, place):\n    text = client.get(place)\n"
FIRST, SECOND = "client.get(link)", "client.get(place)"
NAME = "edit.insertion"
WORDS = (
    "apple", "river", "stone", "cloud", "tiger", "bread", "chair", "lemon", "piano", "window",
    "garden", "bottle", "candle", "forest", "ladder", "mirror", "needle", "orange", "pencil",
    "rabbit",
)  # fmt: skip


def teach(bench: Bench) -> str:
    """Type an insertion in one file; return another one that has places for it."""
    uri = bench.open("a.py", INSERTED[0])
    bench.edit(uri, INSERTED[1])
    bench.save(uri)
    return bench.open("b.py", FILE)


def raise_threshold(
    bench: Bench, name: str = NAME, pattern_id: int = 10**6, *, number: int = 100
) -> None:
    """Let the store tell that nobody wanted what was offered so, and the project read it."""
    store = store_of(bench)
    with store.transaction():
        for each in range(number):
            trial = Trial(name, 0.9, is_right=False, pattern_id=pattern_id)
            store.put_trial(10**6 + each, trial, MOST_TRIALS)
    bench.project.recall_trials(store.trials())


def threshold(bench: Bench, kind: Kind = Kind.EDIT, effect: Effect = Effect.INSERTION) -> float:
    """Return from which probability on such edits are offered."""
    return bench.project.trials.threshold(kind, effect)


def lower_probability(bench: Bench, uri: str, wanted: float) -> None:
    """Let the ranker think the offer at the first place a little less probable than `wanted`."""
    snapshot = bench.workspace.documents.snapshot(uri)
    assert snapshot is not None
    found = found_at(bench.project, snapshot, (0, 0), bench.project.trusts)
    features = bench.workspace.judge.ranked(each.candidate for each in found)[0][1].features
    while bench.workspace.judge.probability(features) >= wanted:
        bench.workspace.judge.learn(features, is_right=False, strength=0.05)
    assert bench.workspace.judge.probability(features) > wanted - 0.1


def silences(bench: Bench, uri: str) -> set[Silence | Refusal | None]:
    """Return what `honed why` says against the candidates of the first line."""
    snapshot = bench.workspace.documents.snapshot(uri)
    assert snapshot is not None
    found = explained(bench.project, bench.workspace.judge, snapshot, 0)
    return {each.silence for each in found.candidates}


def test_what_ships_noop(bench: Bench) -> None:
    """Nothing was offered: every kind begins where honed ships it."""
    for effect in Effect:
        assert threshold(bench, Kind.EDIT, effect) == OFFER_AT
        assert threshold(bench, Kind.NEXT, effect) == NEXT_AT
    assert store_of(bench).trials() == {}


def test_what_a_later_honed_measured_noop(bench: Bench) -> None:
    """It lies in the store, and says nothing here."""
    raise_threshold(bench, "edit.transposition")
    raise_threshold(bench, "poem.insertion")
    for effect in Effect:
        assert threshold(bench, Kind.EDIT, effect) == OFFER_AT


def test_effects() -> None:
    """What an edit does is told by what goes and what comes."""
    assert Effect.of(Edit(Span(2, 2), b"x")) is Effect.INSERTION
    assert Effect.of(Edit(Span(2, 4), b"")) is Effect.DELETION
    assert Effect.of(Edit(Span(2, 4), b"x")) is Effect.REPLACEMENT


@pytest.mark.parametrize("is_accepted", [True, False])
def test_an_outcome_is_a_trial(bench: Bench, *, is_accepted: bool) -> None:
    """Of its kind, with its probability; in memory and in the store."""
    uri = teach(bench)
    (action, *_) = bench.actions(uri, FIRST, ActionKind.EDIT)
    if is_accepted:
        bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
        bench.workspace.accepted(action.id)
    else:
        bench.workspace.rejected(action.id)
    before = bench.project.trials.measured(Kind.EDIT, Effect.INSERTION)
    bench.wait()
    ((_, trial),) = store_of(bench).trials().items()
    assert (trial.kind, trial.is_right, trial.weight) == (NAME, is_accepted, 1.0)
    assert OFFER_AT <= trial.probability <= 1.0
    assert bench.project.trials.measured(Kind.EDIT, Effect.INSERTION) == before
    assert (before.wanted, before.number) == (int(is_accepted), 1)


def test_an_undone_offer_is_one_trial(bench: Bench) -> None:
    """What it turns out to be takes the place of what it seemed."""
    uri = teach(bench)
    (action, *_) = bench.actions(uri, FIRST, ActionKind.EDIT)
    bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
    bench.workspace.accepted(action.id)
    bench.wait()
    bench.edit(uri, FILE)
    bench.wait()
    assert [each.is_right for each in store_of(bench).trials().values()] == [False]
    measured = bench.project.trials.measured(Kind.EDIT, Effect.INSERTION)
    assert (measured.wanted, measured.number) == (0, 1)


def test_a_next_edit_is_measured_by_itself(bench: Bench) -> None:
    """Who wants no edit that was not asked for may still ask for it."""
    uri = teach(bench)
    offer = bench.workspace.next_edit(uri)
    assert offer is not None
    bench.workspace.rejected(offer.action.id)
    bench.wait()
    assert [each.kind for each in store_of(bench).trials().values()] == ["next.insertion"]


def test_next_edits_have_a_threshold_of_their_own(bench: Bench) -> None:
    """Where those were not wanted, who stands at a place is still offered its edit."""
    uri = teach(bench)
    assert bench.workspace.next_edit(uri) is not None
    raise_threshold(bench, "next.insertion")
    assert threshold(bench, Kind.NEXT) > NEXT_AT
    assert threshold(bench, Kind.EDIT) == OFFER_AT
    assert bench.workspace.next_edit(bench.open("c.py", FILE)) is None
    assert bench.offered(uri, FIRST)


def insertions(bench: Bench, *, are_wanted: bool) -> tuple[int, list[float]]:
    """Type an insertion of its own in each session, and decide on what is offered elsewhere.

    Return how much was offered, and the threshold after each session.
    """
    found, offered = [], 0
    for each in WORDS:
        call = f"client.{each}"
        taught = bench.open(f"a_{each}.py", f"page = {call}(url)\n")
        bench.edit(taught, f"page = {call}(url, {each}_limit=5)\n")
        bench.save(taught)
        uri = bench.open(f"b_{each}.py", f"page = {call}(link)\n")
        for action in bench.actions(uri, call, ActionKind.EDIT)[:1]:
            offered += 1
            if are_wanted:
                bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
                bench.workspace.accepted(action.id)
            else:
                bench.workspace.rejected(action.id)
        bench.workspace.end_session()
        bench.wait()
        found.append(threshold(bench))
    return offered, found


def test_who_rejects_all_insertions_is_soon_left_alone(start: Callable[..., Bench]) -> None:
    """Whatever they are: the ranker and the threshold learn it. The rest stays as it ships."""
    bench = start()
    offered, found = insertions(bench, are_wanted=False)
    assert offered < len(WORDS) / 2
    assert found[0] == OFFER_AT < found[4]
    assert threshold(bench, effect=Effect.REPLACEMENT) == OFFER_AT
    assert threshold(start()) == found[-1]


def test_who_wants_all_insertions_noop(bench: Bench) -> None:
    """All are offered, as they ship."""
    assert insertions(bench, are_wanted=True) == (len(WORDS), [OFFER_AT] * len(WORDS))


def test_below_its_own_threshold_is_silence(bench: Bench) -> None:
    """It says why; what is more probable than that is offered all the same."""
    uri = teach(bench)
    raise_threshold(bench)
    assert threshold(bench) > 0.8
    lower_probability(bench, uri, 0.8)
    assert bench.offered(uri, FIRST) == []
    assert Silence.OFTEN_WRONG in silences(bench, uri)


def test_below_no_threshold_noop(bench: Bench) -> None:
    """The same probability is offered where nothing was rejected, or other kinds were."""
    uri = teach(bench)
    lower_probability(bench, uri, 0.8)
    assert bench.offered(uri, FIRST)
    raise_threshold(bench, "edit.deletion")
    assert bench.offered(uri, FIRST)
    assert Silence.OFTEN_WRONG not in silences(bench, uri)


def test_what_was_held_back_and_typed_brings_it_back(bench: Bench) -> None:
    """The developer's own edit is the only one who can say that the silence was wrong."""
    uri = teach(bench)
    raise_threshold(bench, number=10)
    lower_probability(bench, uri, 0.75)
    before = threshold(bench)
    bench.edit(uri, FILE.replace(FIRST, "client.get(link, timeout=5)"))
    bench.save(uri)
    (held,) = [each for each in store_of(bench).trials().values() if each.is_right]
    assert (held.kind, held.weight) == (NAME, 1.0)
    assert threshold(bench) < before


def test_a_next_edit_that_was_held_back_brings_it_back(bench: Bench) -> None:
    """It counts with the probability of being next; and no threshold holds all of them back."""
    uri = teach(bench)
    raise_threshold(bench, "next.insertion")
    before = threshold(bench, Kind.NEXT)
    assert NEXT_AT < before < 0.75
    bench.edit(uri, FILE.replace(FIRST, "client.get(link, timeout=5)"))
    bench.save(uri)
    (held,) = [each for each in store_of(bench).trials().values() if each.is_right]
    assert held.kind == "next.insertion"
    assert NEXT_AT <= held.probability < before


def test_what_was_not_held_back_noop(bench: Bench) -> None:
    """Where the threshold is as it ships, an edit that nobody offered says nothing of it."""
    uri = teach(bench)
    lower_probability(bench, uri, 0.8)
    bench.edit(uri, FILE.replace(FIRST, "client.get(link, timeout=5)"))
    bench.save(uri)
    assert store_of(bench).trials() == {}


def test_forgotten_with_their_patterns(bench: Bench) -> None:
    """What a forgotten pattern's offers have taught goes with it."""
    teach(bench)
    pattern_id = bench.project.index.newest_id
    raise_threshold(bench, pattern_id=pattern_id)
    assert threshold(bench) > OFFER_AT
    bench.workspace.learner.forget(bench.project, [pattern_id])
    bench.wait()
    assert threshold(bench) == OFFER_AT
    assert store_of(bench).trials() == {}


def test_only_the_latest_are_kept(bench: Bench) -> None:
    """Of each kind; what happened long ago does not count."""
    store = store_of(bench)
    for number in range(10):
        store.put_trial(number, Trial(NAME, 0.9, is_right=number > 3), 5)
        store.put_trial(number, Trial("next.insertion", 0.9, is_right=False), 5)
    kept = store.trials()
    assert [number for number, kind in kept if kind == NAME] == [5, 6, 7, 8, 9]
    assert len(kept) == 10


def test_a_snippet_that_is_merged_is_no_trial(bench: Bench) -> None:
    """Only what patterns offer is measured, in the two ways that have a threshold."""
    uri = teach(bench)
    (action, *_) = bench.actions(uri, FIRST, ActionKind.EVERYWHERE)
    bench.workspace.rejected(action.id)
    bench.wait()
    assert Outcome.REJECTED in {each.outcome for each in store_of(bench).recent(5)}
    assert store_of(bench).trials() == {}
