"""What a query cannot tell of a finding: checks with which a rule has to agree.

A check gets the captures of a match and the tree, and returns whether the finding stands. Those of
one language stand in a module of their own, which is added here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.quality import python_practice, python_security
from honed.quality.javascript_checks import JAVASCRIPT_CHECKS
from honed.quality.native_checks import NATIVE_CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

    Check = Callable[[Captures, Tree], bool]

CHECKS: dict[str, Check] = {
    **python_security.CHECKS,
    **python_practice.CHECKS,
    **JAVASCRIPT_CHECKS,
    **NATIVE_CHECKS,
}
"""The checks by the name that rules call them."""
