"""What a query cannot tell of findings in Go, Rust, Java, C and C++.

Here is what holds for all of them; the rest stands in a module for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.quality.c_checks import C_CHECKS
from honed.quality.cpp_checks import CPP_CHECKS
from honed.quality.go_checks import GO_CHECKS
from honed.quality.java_checks import JAVA_CHECKS
from honed.quality.origin import shipped
from honed.quality.rust_checks import RUST_CHECKS
from honed.quality.secrets import is_random_secret, is_secret

if TYPE_CHECKING:
    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree


def _is_shipped(captures: Captures, tree: Tree) -> bool:
    return shipped(captures["finding"][0], tree)


NATIVE_CHECKS = {
    "native_shipped": _is_shipped,
    "native_secret": is_secret,
    "native_random_secret": is_random_secret,
    **C_CHECKS,
    **CPP_CHECKS,
    **GO_CHECKS,
    **JAVA_CHECKS,
    **RUST_CHECKS,
}
