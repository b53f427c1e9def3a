"""Checks of the rules for security in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.imports import imported
from honed.quality.nodes import Arguments, arguments, around, enclosing, text, walk
from honed.quality.python_values import (
    from_request,
    is_built,
    is_constant,
    is_true,
    origin,
    string,
)
from honed.quality.redos import is_slow
from honed.quality.words import is_test

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.checks import Check
    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_SQL = re.compile(
    r"\s*(?:select\s.+\sfrom\s|delete\s+from\s|insert\s+(?:or\s+\w+\s+)?into\s|update\s.+\sset\s"
    r"|(?:create|drop|alter)\s+table\s|with\s.+\sselect\s)",
    re.IGNORECASE | re.DOTALL,
)
_SECRET = re.compile(
    r"(?:.*[_.\W])?(?:password|passwd|passphrase|pwd|secret|secret_?key|token|api_?key|access_?key"
    r"|private_?key|auth_?key)",
    re.IGNORECASE | re.DOTALL,
)
_NO_SECRET = re.compile(
    r".{0,5}|[^A-Za-z0-9]*|[a-z_.-]+|[A-Z_.-]+|[A-Z][a-z]+|.*[\s<>{}%/\\()$].*"
    r"|(?i:.*(?:your|example|placeholder|redacted|change.?me|xxx|dummy).*)",
    re.DOTALL,
)
_CHANCE = re.compile(
    r"passw|passphrase|secret|token|salt|nonce|\botp|api_?key|session_?(?:id|key)|csrf|captcha"
    r"|verification_?code|reset_?code|private_?key|encryption",
    re.IGNORECASE,
)
_WEAK_HASHES = frozenset({"md2", "md4", "md5", "sha", "sha1", "sha-1"})
_SAFE_LOADERS = frozenset({"SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"})
_WEAK_BITS = 2048
_WEAK_CURVE = re.compile(r"SECP192R1|SECT163[KR][12]")
_WRITABLE_BY_OTHERS = 0o022
_OTHERS_BITS = re.compile(r"\bS_I(?:RWX|W)(?:O|OTH|G|GRP)\b")
_NO_POLICY = re.compile(r"\b(?:AutoAddPolicy|WarningPolicy)\b")
_CLIENTS = frozenset({"requests", "httpx", "aiohttp", "urllib3", "hvac"})
_STATEMENTS = frozenset(
    {"assignment", "keyword_argument", "pair", "return_statement", "expression_statement"}
)
_FUNCTIONS = frozenset({"function_definition"})
_COMPARED = frozenset({"comparison_operator", "import_from_statement", "pair"})
_CHECKS = frozenset(
    {"comparison_operator", "boolean_operator", "not_operator", "identifier", "call"}
)
_NARROWS = re.compile(
    r"(?:isinstance|issubclass|callable|hasattr|TYPE_CHECKING|all)\b|.*\bis\b",
    re.DOTALL,
)


def _given(captures: Captures, tree: Tree) -> Arguments:
    return arguments(captures["arguments"][0] if "arguments" in captures else None, tree)


def _first(captures: Captures, tree: Tree) -> tree_sitter.Node | None:
    given = _given(captures, tree)
    return next(iter([*given.placed, *given.named.values()]), None)


def is_dynamic(captures: Captures, tree: Tree) -> bool:
    """Return whether the code does not say the first argument itself."""
    return not is_constant(_first(captures, tree))


def is_built_text(captures: Captures, tree: Tree) -> bool:
    """Return whether the first argument is put together."""
    return is_built(_first(captures, tree))


def is_shell(captures: Captures, tree: Tree) -> bool:
    """Return whether a shell runs what the code does not say itself."""
    given = _given(captures, tree)
    return is_true(given.get("shell")) and not is_constant(given.get("args", 0))


def is_sql(captures: Captures, _: Tree) -> bool:
    """Return whether a statement of SQL is put together, and is no part of a larger one."""
    node = captures["finding"][0]
    parent = node.parent
    if parent is not None and parent.type in {"binary_operator", "concatenated_string"}:
        return False
    if parent is not None and parent.type == "attribute" and text(parent).endswith(".format"):
        return False
    return is_built(node) and _SQL.match(_written(node)) is not None


def _written(node: tree_sitter.Node) -> str:
    """Return what a string that is put together says, `?` where something is put in."""
    parts = []
    for each in walk(node, frozenset({"argument_list"})):
        if each.type == "string_content":
            parts.append(text(each))
        elif each.type in {"interpolation", "identifier"}:
            parts.append("?")
    return "".join(parts)


def is_other_statement(captures: Captures, tree: Tree) -> bool:
    """Return whether a statement is put together that `is_sql` does not know for SQL."""
    first = _first(captures, tree)
    return first is not None and is_built(first) and _SQL.match(_written(first)) is None


def is_trusted_weights(captures: Captures, tree: Tree) -> bool:
    """Return whether nothing says that only weights are loaded."""
    given = _given(captures, tree)
    return not given.is_open and not is_true(given.get("weights_only"))


def allows_pickle(captures: Captures, tree: Tree) -> bool:
    """Return whether it is said that pickles are welcome."""
    return is_true(_given(captures, tree).get("allow_pickle"))


def is_round_trip(captures: Captures, tree: Tree) -> bool:
    """Return whether what is loaded comes from elsewhere: it was not dumped in the same place."""
    first = _first(captures, tree)
    return first is None or not (
        first.type == "call" and text(first.child_by_field_name("function")).endswith("dumps")
    )


def has_no_loader(captures: Captures, tree: Tree) -> bool:
    """Return whether the one argument is the document."""
    given = _given(captures, tree)
    return len(given.placed) + len(given.named) == 1 and not given.is_open


def has_bad_loader(captures: Captures, tree: Tree) -> bool:
    """Return whether the loader is said, and none of the safe ones."""
    loader = _given(captures, tree).get("Loader", 1)
    name = text(loader).rpartition(".")[2]
    return bool(name) and name not in _SAFE_LOADERS and not name[0].islower()


def is_weak_hash(captures: Captures, tree: Tree) -> bool:
    """Return whether a weak sum is not said to be for anything but security."""
    given = _given(captures, tree)
    used = given.get("usedforsecurity")
    if given.is_open or (used is not None and used.type == "false"):
        return False
    if text(captures["name"][0]) != "new":
        return True
    return (string(given.get("name", 0)) or "").lower() in _WEAK_HASHES


def is_block_mode(captures: Captures, tree: Tree) -> bool:
    """Return whether each block is encrypted alone."""
    return text(_given(captures, tree).get("mode", 1)).endswith("MODE_ECB")


def is_weak_key(captures: Captures, tree: Tree) -> bool:
    """Return whether the key has few bits."""
    given = _given(captures, tree)
    if _WEAK_CURVE.search(text(given.get("curve", 0))):
        return True
    sizes = [given.get(name) for name in ("key_size", "bits")]
    if not any(sizes):
        sizes = list(given.placed[:2])
    return any(_bits(each) for each in sizes)


def _bits(node: tree_sitter.Node | None) -> bool:
    value = text(node)
    return value.isdecimal() and len(value) in {3, 4} and int(value) < _WEAK_BITS


def keeps_secret(captures: Captures, tree: Tree) -> bool:
    """Return whether what is made by chance is called a secret."""
    for each in around(captures["finding"][0], tree):
        if each.type in _FUNCTIONS:
            return _CHANCE.search(text(each.child_by_field_name("name"))) is not None
        if each.type in _STATEMENTS:
            name = each.child_by_field_name("left") or each.child_by_field_name("name")
            if _CHANCE.search(text(name or each.child_by_field_name("key"))):
                return True
    return False


def is_secret(captures: Captures, tree: Tree) -> bool:
    """Return whether a name says that a text is secret, and the text looks like one."""
    name = text(captures["name"][0]).strip("\"'")
    value = string(captures["finding"][0])
    if value is None or _NO_SECRET.fullmatch(value) or not _SECRET.fullmatch(name):
        return False
    return not is_test(tree.text)


def is_client(captures: Captures, tree: Tree) -> bool:
    """Return whether the file imports a library that verifies servers by such a name."""
    return any(each.partition(".")[0] in _CLIENTS for each in imported(tree).values()) or any(
        text(each).partition(".")[0] in _CLIENTS for each in captures.get("function", ())
    )


def is_not_compared(captures: Captures, tree: Tree) -> bool:
    """Return whether a constant is used: not only imported, compared with or put into a table."""
    parent = captures["finding"][0].parent
    if parent is not None and parent.type == "function_definition":
        return False
    return not any(
        each.type in _COMPARED
        for _, each in zip(range(3), around(captures["finding"][0], tree), strict=False)
    )


def is_open_to_others(captures: Captures, tree: Tree) -> bool:
    """Return whether others may write."""
    given = _given(captures, tree)
    function = text(captures["function"][0])
    mode = given.get("mode", 1 if function.startswith(("os.", "chmod")) else 0)
    if mode is None:
        return False
    if mode.type == "integer":
        try:
            return bool(int(text(mode), 0) & _WRITABLE_BY_OTHERS)
        except ValueError:
            return False
    return _OTHERS_BITS.search(text(mode)) is not None


def is_tar(captures: Captures, tree: Tree) -> bool:
    """Return whether an archive of tar is unpacked, whatever names are in it."""
    given = _given(captures, tree)
    if given.is_open or given.named.keys() & {"filter", "members"}:
        return False
    receiver = text(captures["function"][0]).lower()
    if receiver.endswith("unpack_archive"):
        return True
    return "zip" not in receiver and (
        "tar" in receiver.rpartition(".")[0] or "tarfile" in imported(tree).values()
    )


def escapes_not(captures: Captures, tree: Tree) -> bool:
    """Return whether nothing is said of escaping, or that it is off."""
    given = _given(captures, tree)
    value = given.get("autoescape")
    return not given.is_open if value is None else value.type == "false"


def filters_not(captures: Captures, tree: Tree) -> bool:
    """Return whether no filters are set."""
    given = _given(captures, tree)
    return not given.is_open and given.get("default_filters") is None


def is_flask_debug(captures: Captures, tree: Tree) -> bool:
    """Return whether an application of Flask is run for those who develop it."""
    names = imported(tree)
    flask = any(each.partition(".")[0] == "flask" for each in names.values())
    return (flask or not names) and is_true(_given(captures, tree).get("debug"))


def waits_forever(captures: Captures, tree: Tree) -> bool:
    """Return whether no time is set, or none on purpose."""
    given = _given(captures, tree)
    timeout = given.get("timeout")
    if timeout is None:
        is_set = origin(captures["function"][0], tree).startswith("httpx.")
        return not is_set and not given.is_open
    return timeout.type == "none"


def trusts_hosts(captures: Captures, tree: Tree) -> bool:
    """Return whether keys that are not known are taken."""
    return _NO_POLICY.search(text(_first(captures, tree))) is not None


def is_input(captures: Captures, tree: Tree) -> bool:
    """Return whether an assertion looks at what a function was given, in code that is no test."""
    if is_test(tree.text):
        return False
    condition = captures["condition"][0]
    if condition.type not in _CHECKS or _NARROWS.match(text(condition)):
        return False
    if condition.type == "call" and _is_predicate(condition):
        return False
    function = enclosing(condition, tree, _FUNCTIONS)
    if function is None or text(function.child_by_field_name("name")).startswith("_"):
        return False
    used = {text(each) for each in walk(condition) if each.type == "identifier"}
    return bool(used & parameters(function))


def _is_predicate(call: tree_sitter.Node) -> bool:
    """Return whether a function is called, not a method: it may tell a type checker something."""
    function = call.child_by_field_name("function")
    return function is None or function.type == "identifier"


def parameters(function: tree_sitter.Node) -> set[str]:
    """Return the names of a function's parameters, `self` and `cls` aside."""
    found = set()
    given = function.child_by_field_name("parameters")
    for each in given.named_children if given is not None else ():
        name = each if each.type == "identifier" else each.child_by_field_name("name")
        found.add(text(name or next(iter(each.named_children), None)))
    return found - {"self", "cls", ""}


def is_sent(captures: Captures, tree: Tree) -> bool:
    """Return whether one of the arguments is what a client sent."""
    given = _given(captures, tree)
    return any(from_request(each, tree) for each in (*given.placed, *given.named.values()))


def is_first_sent(captures: Captures, tree: Tree) -> bool:
    """Return whether the first argument is what a client sent."""
    return from_request(_first(captures, tree), tree)


def is_template_sent(captures: Captures, tree: Tree) -> bool:
    """Return whether a template is put together, or is what a client sent."""
    return is_built(_first(captures, tree)) or from_request(_first(captures, tree), tree)


def trusts_token(captures: Captures, tree: Tree) -> bool:
    """Return whether a token's signature is not looked at."""
    given = _given(captures, tree)
    verify = given.get("verify")
    options = re.sub(r"[\s'\"]", "", text(given.get("options")))
    return (verify is not None and verify.type == "false") or "verify_signature:False" in options


def is_slow_regex(captures: Captures, tree: Tree) -> bool:
    """Return whether a pattern that is written there may take for ever."""
    pattern = string(_given(captures, tree).get("pattern", 0))
    return pattern is not None and is_slow(pattern)


CHECKS: dict[str, Check] = {
    "python-dynamic": is_dynamic,
    "python-built": is_built_text,
    "python-shell": is_shell,
    "python-sql": is_sql,
    "python-other-statement": is_other_statement,
    "python-weights": is_trusted_weights,
    "python-allows-pickle": allows_pickle,
    "python-not-dumped": is_round_trip,
    "python-no-loader": has_no_loader,
    "python-bad-loader": has_bad_loader,
    "python-weak-hash": is_weak_hash,
    "python-ecb": is_block_mode,
    "python-weak-key": is_weak_key,
    "python-keeps-secret": keeps_secret,
    "python-secret": is_secret,
    "python-client": is_client,
    "python-not-compared": is_not_compared,
    "python-chmod": is_open_to_others,
    "python-tar": is_tar,
    "python-escapes-not": escapes_not,
    "python-filters-not": filters_not,
    "python-flask-debug": is_flask_debug,
    "python-waits": waits_forever,
    "python-host-key": trusts_hosts,
    "python-input": is_input,
    "python-sent": is_sent,
    "python-first-sent": is_first_sent,
    "python-template-sent": is_template_sent,
    "python-jwt": trusts_token,
    "python-slow-regex": is_slow_regex,
}
