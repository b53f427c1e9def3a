"""Edits of a few lines each, as an assistant makes them one after another, for the batch."""

from __future__ import annotations

from honed.apply.engine import Request

FETCH = """\
function getData(id) {
  var result = fetch('/api/data/' + id);
  return result;
}

function nameOf(user) {
  return user.name;
}
"""
FETCH_EDIT = """\
async function getData(id: string): Promise<unknown> {
  const response = await fetch(`/api/data/${id}`);
  return response.json();
}
"""
QUEUE = """\
class Queue:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop(0)
"""
QUEUE_EDIT = """\
class Queue:
    # ... existing code ...

    def pop(self):
        if not self.items:
            raise IndexError("the queue is empty")
        return self.items.pop(0)
"""
ROUTE = """\
import express from 'express'

const router = express.Router()

router.get('/users', (request, response) => {
  response.json(users)
})

export default router
"""
ROUTE_EDIT = """\
<<<<<<< SEARCH
router.get('/users', (request, response) => {
  response.json(users)
})
=======
router.get('/users', async (request, response) => {
  response.json(await users.all())
})
>>>>>>> REPLACE
"""
KINDS = (
    (FETCH, FETCH_EDIT, "typescript"),
    (QUEUE, QUEUE_EDIT, "python"),
    (ROUTE, ROUTE_EDIT, "typescript"),
)


def requests(count: int) -> list[Request]:
    """Return so many requests; no two are equal, so that nothing can be kept between them."""
    made = []
    for number in range(count):
        original, edit, language = KINDS[number % len(KINDS)]
        end = "\n" * (number // len(KINDS) % 2)
        comment = f"{'#' if language == 'python' else '//'} {number}\n"
        made.append(Request(comment + original + end, edit, language))
    return made
