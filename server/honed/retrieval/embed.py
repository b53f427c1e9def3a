"""Stub until the real one lands."""
import zlib
import attrs
import numpy as np
VERSION = 1
@attrs.frozen
class ShapeEmbedder:
    dimensions: int = 256
    def embed(self, tokens):
        v = np.zeros(256, np.float32)
        for t in tokens:
            v[zlib.crc32(t.encode()) % 256] += 1
        n = np.linalg.norm(v)
        return v / n if n else v
