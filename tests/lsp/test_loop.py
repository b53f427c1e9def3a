"""The loop, end to end: an edit typed once is learned, offered, accepted, rejected, remembered."""

from __future__ import annotations

import pytest

PYTHON = '''import logging

log = logging.getLogger(__name__)


def login(user, host):
    log.info("user %s came from %s" % (user, host))


def logout(user):
    log.info("user %s left after %d s" % (user.name, user.seconds))


def fail(code, path):
    log.warning("error %d in %s" % (code, path))


def load(path, size, kind):
    log.info("loaded %s: %d bytes of %s" % (path, size, kind))


def save(path):
    log.error("could not save %s, %s" % (path, path.reason()))
'''
TYPED = ('"user %s came from %s" % (user, host))', '"user %s came from %s", user, host)')
OTHERS = [
    ('"user %s left after %d s" % (user.name, user.seconds))',
     '"user %s left after %d s", user.name, user.seconds)'),
    ('"error %d in %s" % (code, path))', '"error %d in %s", code, path)'),
    ('"loaded %s: %d bytes of %s" % (path, size, kind))',
     '"loaded %s: %d bytes of %s", path, size, kind)'),
    ('"could not save %s, %s" % (path, path.reason()))',
     '"could not save %s, %s", path, path.reason())'),
]


async def test_typed_once_is_offered_at_the_others(editor):
    """An edit typed key by key and saved is offered at each like place, to the letter."""
    editor.open("a.py", PYTHON)
    editor.type("a.py", *TYPED)
    editor.save("a.py")
    status = await editor.settled()
    print(status)
    assert status["lastDurableId"] > 0
    for before, after in OTHERS:
        offered = await editor.edits_at("a.py", before)
        assert offered[:1] == [editor.texts["a.py"].replace(before, after)], before

