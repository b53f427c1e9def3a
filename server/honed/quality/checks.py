"""What a query cannot tell of a finding: checks with which a rule has to agree.

A check gets the captures of a match and the tree, and returns whether the finding stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import tree_sitter

    from honed.syntax.tree import Tree

    Check = Callable[[Mapping[str, Sequence[tree_sitter.Node]], Tree], bool]

CHECKS: dict[str, Check] = {}
"""The checks by the name that rules call them."""
