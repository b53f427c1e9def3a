"""Small texts of one file, and the work from one to the next, for the tests of replays."""

from __future__ import annotations

from itertools import pairwise

from honed.core.text import Text
from honed.learn.bursts import units
from tests.bench.replaying.work import CommitWork, FileWork, Work

FILL = "".join(f"filler_{number} = make({number})\n" for number in range(30))
BEFORE = f"""\
import log

{FILL}

def load(path):
    log.warn("cannot load", path)


def store(path):
    log.warn("cannot store", path)


def drop(path):
    log.warn("cannot drop", path)
"""
AFTER = BEFORE.replace("log.warn(", "log.warning(")
SPOT = """\
import log


def load(path):
    log.warn("cannot load", path)


def store(path):
    log.warn("cannot store", path)


total = 0
more = log.count()
kind = "x"
"""
HALF = (
    SPOT.replace('log.warn("cannot load"', 'log.warning("cannot load"')
    .replace("total = 0", "total = first()")
    .replace('kind = "x"', "names = []")
)
UNLIKE = BEFORE.replace('"cannot load"', '"not loaded"').replace("import log", "import os")


def of_texts(*texts: str, path: str = "jobs.py") -> Work:
    """Return the work of commits that lead from one text of a file to the next."""
    found = []
    for number, (before, after) in enumerate(pairwise(texts)):
        steps = units(Text(before.encode()), Text(after.encode()), most=99)
        file = FileWork(path, "python", before.encode(), steps)
        found.append(CommitWork(str(number), (file,)))
    return Work(found)
