"""In every editor, what became of an offer is told from what the editor sends."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import pytest

from honed.learn.outcome import Visibility
from tests.lsp.samples import ALL, GO, Sample
from tests.outcomes.editors import EDITORS, Desk, Editor
from tests.outcomes.stories import STORIES, Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _pytest.mark import ParameterSet

    from honed.core.model import Outcome
    from tests.services.conftest import Bench


def told(bench: Bench, editor: Editor, sample: Sample, story: Story) -> Counter[Outcome]:
    """Let the editor play the story; return how often each outcome was written."""
    bench.workspace.documents.habits = editor.habits
    uri = bench.open(sample.name, sample.text, sample.language)
    bench.edit(uri, sample.text.replace(*sample.typed))
    bench.save(uri)
    story.tell(Desk(editor, bench, uri), sample)
    bench.wait()
    store = bench.workspace.learner._persistence._stores[bench.project]
    found = Counter(each.outcome for each in store.recent(100) if each.kind == "suggestion")
    assert found.total() == sum(store.statistics().outcomes.get(each, 0) for each in found)
    return found


def true_of(editor: Editor, story: Story) -> Mapping[Outcome, int]:
    """Return what became of the offers, as far as the editor lets anybody know."""
    if editor.menu is Visibility.UNSAID and story.unsaid is not None:
        return story.unsaid
    return story.truth


def cases() -> Iterator[ParameterSet]:
    """Yield every editor with every story, on one sample; `scripts/bench outcomes` has all."""
    for number, (editor, story) in enumerate(product(EDITORS, STORIES)):
        samples = [each for each in ALL if each is not GO or not story.needs_words]
        sample = samples[number % len(samples)]
        yield pytest.param(
            editor, story, sample, id=f"{editor.name}-{story.name}-{sample.language}"
        )


@pytest.mark.parametrize(("editor", "story", "sample"), list(cases()))
def test_story(bench: Bench, editor: Editor, story: Story, sample: Sample) -> None:
    """The statistics are what happened."""
    assert told(bench, editor, sample, story) == true_of(editor, story)
