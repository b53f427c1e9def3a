"""Jobs that are run in the background, again when they fail."""

import logging
import time
from collections import deque

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


class JobError(Exception):
    """A job that could not be done."""


class Job:
    """A function to be called later."""

    class Options:
        """What may be said about a job."""

        def __init__(self, delay=0.0, attempts=MAX_ATTEMPTS):
            self.delay = delay
            self.attempts = attempts

        def validate(self):
            if self.delay < 0:
                raise ValueError("delay")

        def copy(self):
            return type(self)(self.delay, self.attempts)

    def __init__(self, function, args=(), options=None):
        self.function = function
        self.args = args
        self.options = options or self.Options()
        self.failures = []

    def validate(self):
        if not callable(self.function):
            raise TypeError("function")
        self.options.validate()

    def run(self):
        self.validate()
        return self.function(*self.args)


class Queue:
    """Jobs in order."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.jobs = deque()
        self.done = 0

    def put(self, job):
        job.validate()
        self.jobs.append((self.clock() + job.options.delay, job))

    def take(self):
        if not self.jobs:
            return None
        due, job = self.jobs[0]
        if due > self.clock():
            return None
        self.jobs.popleft()
        return job

    def run_next(self):
        job = self.take()
        if job is None:
            return False
        try:
            job.run()
        except JobError as error:
            job.failures.append(error)
            if len(job.failures) < job.options.attempts:
                self.put(job)
        self.done += 1
        return True


def main():
    queue = Queue()
    queue.put(Job(print, ("hello",)))
    while queue.run_next():
        pass


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
