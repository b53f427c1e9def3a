"""The workspace of the services' tests: a clock turned by hand, lessons computed in place."""

from __future__ import annotations

from tests.services.conftest import bench, start

__all__ = ["bench", "start"]
