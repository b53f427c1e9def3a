"""A small file and changes of it, for the tests of the bench of applying."""

from __future__ import annotations

NEEDED = 40
FILL = "".join(f"FILL_{number} = {number}\n" for number in range(NEEDED))

BEFORE = f'''\
"""Queues."""

import heapq

{FILL}

class Queue:
    """First in, first out."""

    def __init__(self):
        self.items = []

    def push(self, item):
        """Add an item."""
        self.items.append(item)
        self.count = len(self.items)
        self.changed = True
        self.notify()
        return self

    @property
    def size(self):
        return len(self.items)


def drain(queue):
    while queue.size:
        yield queue.pop()


def fill(queue, items):
    for item in items:
        queue.push(item)
'''

IN_METHOD = BEFORE.replace("len(self.items)\n        self.changed", "1\n        self.changed")
TWO_PLACES = IN_METHOD.replace("queue.push(item)", "queue.push(item).notify()")
