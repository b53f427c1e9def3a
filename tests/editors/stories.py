"""All stories, by their names."""

from __future__ import annotations

from tests.editors import action_stories, completion_stories, origin_stories
from tests.editors.story import Story, told

STORIES: dict[str, Story] = {
    each.name: each
    for module in (action_stories, completion_stories, origin_stories)
    for each in told(module)
}
