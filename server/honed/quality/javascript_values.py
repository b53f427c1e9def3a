"""Checks of findings in JavaScript and TypeScript that ask what a value is made of.

What cannot be told from the text counts as harmless: silence is better than a doubtful finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.javascript_names import (
    FUNCTIONS,
    is_parameter,
    literal_of,
    text_of,
)
from honed.quality.redos import is_slow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import tree_sitter

    from honed.quality.checks import Check
    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]

DEEPEST_VALUE = 8
"""Values are followed through so many names and operators."""
_SANITISED = re.compile(rb"(?i)sanit|escap|purif|encode|quot|clean|safe|trusted|highlight")
_REQUEST = re.compile(
    rb"\b(?:req|request|ctx(?:\.request)?)\.(?:query|params|body|headers|cookies)\b"
)
_CONFINED = re.compile(
    rb"(?i)\b(?:basename|Number|parseInt|\w*(?:sanit|escap|valid|encode)\w*)\s*\("
)
_RESPONSES = {b"res", b"response", b"reply", b"ctx"}
_CLIENTS = {b"axios", b"fetch", b"got", b"http", b"https", b"request", b"superagent"}
_REQUEST_OBJECTS = {b"req.body", b"req.query", b"request.body", b"request.query"}
_LOOKS_UP = re.compile(rb"(?:find|findOne(?:And(?:Update|Delete))?|(?:delete|update)(?:One|Many))$")
_FILES = re.compile(
    rb"(?:(?:append|read|write)File(?:Sync)?|create(?:Read|Write)Stream|(?:unlink|readdir|rm)"
    rb"(?:Sync)?|send[Ff]ile|download)$"
)
_QUERIES = frozenset(
    b"$executeRawUnsafe $queryRawUnsafe all exec execute get prepare query raw run unsafe".split()
)
_SPAWNS = {b"execFile", b"execFileSync", b"execa", b"spawn", b"spawnSync"}
_WEAK_CIPHER = re.compile(rb"(?i).(?:des|rc[24]|bf|blowfish|.*-ecb)")
_SESSION = re.compile(rb"(?i)sess|token|auth|sid|jwt")
_TYPES = frozenset(b"bigint boolean function number object string symbol undefined unknown".split())
"""What `typeof` gives; `unknown` was given by an old browser."""
_SECRETS = re.compile(rb"(?i)(?:passw(?:or)?d|secret|api_?key|token|private_?key|credential)s?$")
_RUNS = {b"eval", b"runInNewContext", b"runInThisContext"}
_WRITES = {b"write", b"writeln"}
_SHELLS = {b"exec", b"execSync", b"execAsync", b"execPromise"}
_COMMAND = re.compile(rb"child_process|shelljs|execa|zx|promisify")
_SHELL_OBJECT = re.compile(rb"(?i)(?:cp|proc|child|child_?process|shell(?:js)?|require\([^()]*\))$")
_SQL = re.compile(
    rb"(?i)^.?\s*(?:select\s.*\sfrom\s|insert\s+into\s|update\s.*\sset\s|delete\s+from\s"
    rb"|drop\s+(?:table|database)|create\s+(?:table|database)|alter\s+table|grant\s)",
    re.DOTALL,
)
_SECRET_NAME = re.compile(
    rb"(?i)(?:token|secret|passw(?:or)?d|nonce|salt|session_?id|api_?key|otp|csrf|encryption_?key"
    rb"|private_?key|reset_?code|verification_?code)$"
)
_PLACEHOLDER = re.compile(
    r"(?i)your|example|p.ssw.rd|placeholder|change|test|dummy|fake|mock|sample|secret|passw|token|^<|\s|\{\{"
    r"|xxx|\*\*\*|^[a-z]+$|^[a-z]+([_.:/-][a-z]+)+$|^[A-Z_]+$|^https?:|^[/.@#$]|^[a-z]+([A-Z][a-z]+)+$"
)
_SHORTEST_SECRET = 8
_SECRET_VARIETY = 6
"""Different letters that a secret has at least."""
_MEANT_SO = re.compile(rb"(?i)regex|pattern|source|^re$|^p$|^rx$")
"""Names of what is meant as a regular expression."""


def _constant(node: tree_sitter.Node | None, tree: Tree, depth: int = 0) -> bool:  # noqa: PLR0911 - a case for each kind of node
    """Return whether a value is written out in the code, or made of such values only."""
    if node is None or depth > DEEPEST_VALUE:
        return False
    kind = node.type
    if kind in {"string", "number", "true", "false", "null", "undefined", "regex"}:
        return True
    if kind == "identifier":
        return text_of(node, tree.text.data).isupper() or _constant(
            literal_of(node, tree), tree, depth + 1
        )
    if kind == "member_expression":
        return text_of(node.child_by_field_name("property"), tree.text.data).isupper()
    if kind == "call_expression":
        callee = node.child_by_field_name("function")
        owner = callee.child_by_field_name("object") if callee is not None else None
        return _constant(owner, tree, depth + 1)
    if kind in {
        "binary_expression",
        "parenthesized_expression",
        "array",
        "template_substitution",
    } or (kind in {"template_string", "as_expression", "satisfies_expression"}):
        parts = [each for each in node.named_children if _is_value(each)]
    elif kind == "ternary_expression":
        parts = node.named_children[1:]
    else:
        return False
    return all(_constant(each, tree, depth + 1) for each in parts)


def _is_value(node: tree_sitter.Node) -> bool:
    kind = node.type
    return "type" not in kind and kind not in {"string_fragment", "escape_sequence", "comment"}


def _harmless(node: tree_sitter.Node, tree: Tree, depth: int = 0) -> bool:  # noqa: PLR0911 - a case for each kind of node
    """Return whether all that a text is made of is constant, a number or escaped."""
    if _constant(node, tree):
        return True
    if depth > DEEPEST_VALUE:
        return False
    if node.type == "call_expression":
        name = text_of(node.child_by_field_name("function"), tree.text.data)
        return bool(_SANITISED.search(name)) or name in {b"Number", b"parseInt", b"String.raw"}
    if node.type == "member_expression":
        name = text_of(node.child_by_field_name("property"), tree.text.data)
        return name in {b"length", b"outerHTML", b"innerHTML"} or bool(_SANITISED.search(name))
    if node.type == "identifier":
        value = literal_of(node, tree)
        return bool(_SANITISED.search(text_of(node, tree.text.data))) or (
            value is not None and _harmless(value, tree, depth + 1)
        )
    if node.type in {"binary_expression", "parenthesized_expression", "template_string"} or (
        node.type in {"template_substitution", "as_expression", "non_null_expression"}
    ):
        parts = [each for each in node.named_children if _is_value(each)]
        return all(_harmless(each, tree, depth + 1) for each in parts)
    if node.type == "ternary_expression":
        return all(_harmless(each, tree, depth + 1) for each in node.named_children[1:])
    return False


def _markup(captures: Captures, tree: Tree) -> bool:
    return not _harmless(captures["value"][0], tree)


def _from_request(captures: Captures, tree: Tree) -> bool:
    value = text_of(captures["value"][0], tree.text.data)
    return bool(_REQUEST.search(value)) and not _CONFINED.search(value)


def _callee(argument: tree_sitter.Node, tree: Tree) -> tuple[bytes, bytes]:
    """Return the last name before the dot, and the name, of the function that gets an argument."""
    arguments = argument.parent
    call = arguments.parent if arguments is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    owner, _, name = text_of(function, tree.text.data).rpartition(b".")
    return owner.rstrip(b"?! \r\n\t").rpartition(b".")[2], name


def _path(captures: Captures, tree: Tree) -> bool:
    """Return whether a value from the request is the path of a file."""
    [value] = captures["value"]
    if not _from_request(captures, tree):
        return False
    owner, name = _callee(value, tree)
    if owner == b"path" and name in {b"join", b"resolve"}:
        return True
    first = value.prev_named_sibling is None
    return first and bool(_FILES.match(name))


def _redirect(captures: Captures, tree: Tree) -> bool:
    if not _from_request(captures, tree):
        return False
    owner, name = _callee(captures["value"][0], tree)
    return name == b"redirect" and owner in _RESPONSES


def _reflected(captures: Captures, tree: Tree) -> bool:
    if not _from_request(captures, tree):
        return False
    owner, name = _callee(captures["value"][0], tree)
    return name in {b"send", b"write", b"end"} and owner in _RESPONSES


def _request_forgery(captures: Captures, tree: Tree) -> bool:
    if not _from_request(captures, tree):
        return False
    owner, name = _callee(captures["value"][0], tree)
    return name in _CLIENTS if not owner else owner in _CLIENTS


def _query_object(captures: Captures, tree: Tree) -> bool:
    [value] = captures["value"]
    if text_of(value, tree.text.data) not in _REQUEST_OBJECTS:
        return False
    owner, name = _callee(value, tree)
    return bool(owner) and bool(_LOOKS_UP.match(name))


def _post_message(captures: Captures, tree: Tree) -> bool:
    [value] = captures["value"]
    anywhere = text_of(value, tree.text.data) in {b"'*'", b'"*"'}
    return anywhere and _callee(value, tree)[1] == b"postMessage"


def _async_foreach(captures: Captures, tree: Tree) -> bool:
    return _callee(captures["value"][0], tree)[1] == b"forEach"


def _shell(captures: Captures, tree: Tree) -> bool:
    [value] = captures["value"]
    if value.type == "identifier":
        if text_of(captures["name"][0], tree.text.data) not in _SHELLS:
            return False
        return bool(_COMMAND.search(tree.text.data)) and is_parameter(value, tree)
    owner, name = _callee(value, tree)
    if name not in _SHELLS or (owner and not _SHELL_OBJECT.match(owner)):
        return False
    return bool(_COMMAND.search(tree.text.data)) and not _harmless(value, tree)


def _spawn_shell(captures: Captures, tree: Tree) -> bool:
    """Return whether what is given to the shell is more than constants."""
    options = captures["finding"][0].parent
    arguments = options.parent if options is not None else None
    if options is None or arguments is None or arguments.type != "arguments":
        return False
    if _callee(options, tree)[1] not in _SPAWNS:
        return False
    return any(each != options and not _constant(each, tree) for each in arguments.named_children)


def _sql(captures: Captures, tree: Tree) -> bool:
    [value] = captures["value"]
    if not _SQL.match(text_of(value, tree.text.data)):
        return False
    owner, name = _callee(value, tree)
    return bool(owner) and name in _QUERIES and not _harmless(value, tree)


def _from_outside(captures: Captures, tree: Tree) -> bool:
    """Return whether a text holds a parameter of the function around it, or the request."""
    [value] = captures["value"]
    if _REQUEST.search(text_of(value, tree.text.data)):
        return not _CONFINED.search(text_of(value, tree.text.data))
    return value.type != "member_expression" and any(
        is_parameter(each, tree) and not _MEANT_SO.search(text_of(each, tree.text.data))
        for each in _bare_names(value)
    )


def _bare_names(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """Return the names that a text is made of directly."""
    if node.type == "identifier":
        return [node]
    if node.type in {"binary_expression", "template_string", "template_substitution"}:
        return [name for each in node.named_children for name in _bare_names(each)]
    return []


def _inserted(captures: Captures, tree: Tree) -> bool:
    owners = captures.get("object")
    if owners:
        name = text_of(captures["name"][0], tree.text.data)
        if name not in _WRITES or text_of(owners[0], tree.text.data) != b"document":
            return False
    return _markup(captures, tree)


def _script_url(captures: Captures, tree: Tree) -> bool:
    start = captures["finding"][0].start_byte + 1
    return tree.text.data.startswith(b"javascript:", start)


def _weak_cipher(captures: Captures, tree: Tree) -> bool:
    ciphers = captures.get("cipher")
    return not ciphers or bool(_WEAK_CIPHER.match(text_of(ciphers[0], tree.text.data)))


def _cookie(captures: Captures, tree: Tree) -> bool:
    cookies = captures.get("cookie")
    return not cookies or bool(_SESSION.search(text_of(cookies[0], tree.text.data)))


def _typeof_value(captures: Captures, tree: Tree) -> bool:
    [value] = captures["name"]
    return value.type == "undefined" or text_of(value, tree.text.data).strip(b"'\"") not in _TYPES


def _unserialize(captures: Captures, tree: Tree) -> bool:
    name = text_of(captures["name"][0], tree.text.data)
    return name in {b"unserialize", b"DEFAULT_FULL_SCHEMA"}


def _slow_regexp(captures: Captures, tree: Tree) -> bool:
    [pattern] = captures["pattern"]
    text = text_of(pattern, tree.text.data).decode("utf-8", "replace")
    if pattern.type == "string_fragment":
        text = text.replace("\\\\", "\\")
    # A loop can only be slow that holds another one or a choice.
    return ")" in text and is_slow(text)


def _secret_around(captures: Captures, tree: Tree) -> bool:
    """Return whether a value goes into something that is called like a secret."""
    node: tree_sitter.Node | None = captures["finding"][0]
    while node is not None:
        parent = node.parent
        if parent is None or parent.type == "class_body":
            return False
        if parent.type == "subscript_expression":
            # A random place in a list of letters is as good as the letter.
            node = parent
            continue
        name = parent.child_by_field_name("name") or parent.child_by_field_name("key")
        if parent.type in {"assignment_expression", "augmented_assignment_expression"}:
            name = parent.child_by_field_name("left")
        if name is not None and name != node and _SECRET_NAME.search(_last_word(name, tree)):
            return True
        if parent.type in {"variable_declarator", "pair", "public_field_definition"} and (
            node.type not in FUNCTIONS
        ):
            return False
        if parent.type == "program" or (
            parent.type in FUNCTIONS and parent.type != "arrow_function"
        ):
            return False
        node = parent
    return False


def _last_word(name: tree_sitter.Node, tree: Tree) -> bytes:
    return text_of(name, tree.text.data).rsplit(b".", 1)[-1].strip(b"'\"")


def _secret(captures: Captures, tree: Tree) -> bool:
    if not _SECRETS.search(text_of(captures["name"][0], tree.text.data)):
        return False
    text = text_of(captures["text"][0], tree.text.data)[1:-1].decode("utf-8", "replace")
    name = _last_word(captures["name"][0], tree).decode("utf-8", "replace")
    return (
        len(text) >= _SHORTEST_SECRET
        and len(set(text)) >= _SECRET_VARIETY
        and not _PLACEHOLDER.search(text)
        and text.lower() != name.lower()
    )


def _runs_text(captures: Captures, tree: Tree) -> bool:
    name = text_of(captures["name"][0], tree.text.data)
    if name not in _RUNS:
        return False
    owners = captures.get("global")
    if owners and text_of(owners[0], tree.text.data) not in {b"vm", b"window"}:
        return False
    return name == b"eval" or not _constant(captures["value"][0], tree)


VALUE_CHECKS: dict[str, Check] = {
    "javascript_cookie": _cookie,
    "javascript_script_url": _script_url,
    "javascript_typeof_value": _typeof_value,
    "javascript_weak_cipher": _weak_cipher,
    "javascript_async_foreach": _async_foreach,
    "javascript_from_outside": _from_outside,
    "javascript_from_request": _from_request,
    "javascript_inserted": _inserted,
    "javascript_markup": _markup,
    "javascript_path": _path,
    "javascript_post_message": _post_message,
    "javascript_query_object": _query_object,
    "javascript_redirect": _redirect,
    "javascript_reflected": _reflected,
    "javascript_request_forgery": _request_forgery,
    "javascript_runs_text": _runs_text,
    "javascript_secret": _secret,
    "javascript_secret_around": _secret_around,
    "javascript_shell": _shell,
    "javascript_slow_regexp": _slow_regexp,
    "javascript_spawn_shell": _spawn_shell,
    "javascript_sql": _sql,
    "javascript_unserialize": _unserialize,
}
"""The checks by the name that rules call them."""
