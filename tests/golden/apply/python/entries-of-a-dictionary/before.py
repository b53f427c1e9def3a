"""A gauge that is drawn in a terminal."""

import functools
import shutil

COLOURS = {
    "low": 32,
    "middle": 33,
    "high": 31,
}


def retried(times):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for _ in range(times - 1):
                try:
                    return function(*args, **kwargs)
                except OSError:
                    continue
            return function(*args, **kwargs)

        return wrapper

    return decorate


class Gauge:
    def __init__(self, low=0, high=100):
        self.low, self.high = low, high
        self._value = low

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self._value = value

    @property
    def share(self):
        return (self._value - self.low) / (self.high - self.low)

    async def follow(self, source):
        async for value in source:
            self.value = value
            self.draw()

    @retried(3)
    def draw(self):
        width = shutil.get_terminal_size().columns - 8
        filled = int(width * self.share)
        bar = "#" * filled + "." * (width - filled)
        colour = COLOURS["low" if self.share < 0.5 else "high"]
        print(f"\r\x1b[{colour}m{bar}\x1b[0m {self._value:6}", end="")
