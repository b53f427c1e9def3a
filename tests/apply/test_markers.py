"""Lines of a snippet that stand for code left out, and comments that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.apply.markers import (
    MOST_CHARACTERS,
    Role,
    Stub,
    broken_off,
    has_ellipsis,
    has_marker,
    is_bare,
    is_cut,
    is_likely,
    leaves_out_parameters,
    names_left_out,
    only_word,
    role,
    stub,
    within,
)


@pytest.mark.parametrize(
    "line",
    [
        # An ellipsis and no more, in the comments of several languages.
        *("...", "…", "[...]", "(...)", "...,", "// ...", "    # …", "/* ... */", "{/* ... */}"),
        *("<!-- ... -->", "-- ...", "; ...", "% ...", "(* ... *)", '"""..."""', "# [...]"),
        # Between two.
        *("// ... existing code ...", "# ... existing code ...", "{/* ... existing code ... */}"),
        *("/* ...existing callbacks... */", "<!-- ... existing code ... -->", "// ... step 1 ..."),
        *("# ... and update test_stderr, mix_stderr no longer exists ...", "/* ... by ... */"),
        *("// ... deleted copy and move members ...", "# ...other methods...", "// … the rest …"),
        # Without a comment.
        *("... existing code ...", "    … unchanged …", "[... rest of it ...]"),
        *("... rest ...", "...other methods..."),
        # Behind one.
        *("# ... docstring unchanged", "// ... rest of the file stays the same", "// ... imports"),
        *("// ...props unchanged", "// ... the checks are the same", "// … error pages stay"),
        *("// ... other imports, the static ones below are gone", "# ... and the rest unchanged"),
        "// ...types, enum and defaults as they were...",
        # Before one.
        *("# rest of the code...", "// existing imports ...", "# more cases…", "# helpers (...)"),
        "# imports ...",
        # A sentence.
        *("# unchanged", "# (unchanged)", "/* unchanged */", "// (rest unchanged)", "# as before"),
        *("# [imports unchanged]", "/* unchanged imports */", "# (docstring unchanged)"),
        *("# JobError and Job: no changes", "# get() unchanged", "# (keys: same as before)"),
        *("// keep the fields as is", "/* same try/catch as before */", "# same parameters"),
        *("# (constructor same as before)", "# rest of method unchanged", "# --- snip ---"),
        *(
            "// (rest of file omitted for brevity)",
            "{/* existing JSX */}",
            "{/* label unchanged */}",
        ),
        *("# password_option, version_option (unchanged)", "// existing imports", "# rest of file"),
        *("# (rest of docstring unchanged)", "// settings, content-type: unchanged", "# snip"),
        *("// TestNormalizeHostname and the tests above: unchanged", "// render() is unchanged"),
        *("// StatsTypeAdapterFactory stays as it is", "// all the other adapters are unchanged"),
        *("// existing fields and tests", '// "string" stays as it is', "// no changes here"),
        *("// Add(), Find() and Overlaps() stay the same", "// response is unchanged"),
        *("{/* rest of the test unchanged */}", "// beforeAll and beforeEach stay as they are"),
        *("# The rest of the code remains the same.", "// ... your existing code here"),
        *("// leave everything else alone", "// keep the rest", "# nothing changes below"),
        *("# imports left as is", "# no other changes", "# code omitted for brevity"),
        *("# the remaining methods are omitted for brevity", "// implementation as before"),
        *("# same as before", "// the rest of the class stays", "# methods kept as they are"),
    ],
)
def test_marker(line: str) -> None:
    """Who writes it has left something out."""
    assert role(line) is Role.MARKER


@pytest.mark.parametrize(
    "line",
    [
        # Code.
        *("existing code", "code remains the same", "existing code is run by the same worker"),
        *("...rest", "...props, unchanged", "...existing,", "... and so on ..."),
        *("", "return x", "f(...)", "...args", "x = ...", "def f(): ...", "case 1...3:", "//", "#"),
        "existing_code()",
        # Sentences about code.
        *("# The rest of the code expects unchanged names, also of existing columns.",),
        *("# Existing files are overwritten.", "// Original implementation:", "# Do the same."),
        *("# so we need to ensure it remains the same on the client even though",),
        *("# Default is the same as html_title.", "* it needs to pass through None unchanged"),
        *("# Unrelated components are kept as is, as expected.", "# Returns the text unchanged."),
        *("/// `A` becomes `B`. A non-match remains the same.", "# Keep other connections alive."),
        *("* and the output of snprintf() is not modified.", "# copy the rows as before"),
        *("# The input is returned unchanged.", "# identical", "# is unchanged"),
        *("# 1 2 3 4 5 6 7 8 9 10 11 unchanged", "# rest of the arguments are optional"),
        # Ellipses that end nothing, and code that was commented out.
        *("// ... but only if we don't already have a **/ prefix.", "//   ...part,"),
        *("// ... however, we only need the lines before.", "// ... which is slow."),
        *("# ...while on other OS we'll try to pass stdin, then stdout:", "// ...def.shape(),"),
        *("*            ... }", "*   ...</pre>", "* @param {Function} callback..."),
        *("// strip empty commands, as the go tests expect this to be ok....",),
        *("// Use assign() rather than ... to avoid extra helper functions",),
        *("# Loading existing items...", "# Delay queue processing ...", "// if cache is on ..."),
        *("// implementation isn't good enough.) ... So we make up for it",),
        "// " + "existing " * (MOST_CHARACTERS // 9) + "code",
        "..." + "\u2009" * MOST_CHARACTERS + ",",
    ],
)
def test_marker_noop(line: str) -> None:
    """Code and other comments belong to the result."""
    assert role(line) is Role.CODE


@pytest.mark.parametrize(
    "line",
    [
        "# removed: get_binary_stream and get_text_stream imports (now served lazily)",
        "# removed the redundant `import warnings`",
        "// removed: createAdapterFactory(int style)",
        "// (removed the PutIndirect test)",
        "# ensure_sync removed",
        "# randombytes removed, nobody used it",
        "# old_name() is no longer needed.",
        "// ... deleted the fallback",
        "/* the second loop was removed */",
        "# removed",
    ],
)
def test_removed(line: str) -> None:
    """A remark that something is gone is neither code nor stands for some."""
    assert role(line) is Role.REMOVED


@pytest.mark.parametrize(
    "line",
    [
        "# removed in Flask 1.0",
        "* has been removed from the cache, by not being used any more",
        "/// is no longer used.",
        "# If the row is deleted, we stop.",
        "# Deleted users are skipped.",
        "# The user was deleted while we waited.",
        "removed = True",
    ],
)
def test_removed_noop(line: str) -> None:
    """What is removed when the program runs is no remark about the edit."""
    assert role(line) is Role.CODE


@pytest.mark.parametrize(
    ("line", "head", "close"),
    [
        ("def f(): ...", "def f():", ""),
        ("def f(): # ...", "def f():", ""),
        ("def f(): pass  # unchanged", "def f():", ""),
        ("    toString: function() { ... }", "toString: function() {", "}"),
        ("it('does', function(done){ … })", "it('does', function(done){", "})"),
        ("TEST(Corruption, Table) { /* ... */ }", "TEST(Corruption, Table) {", "}"),
        ("f() { /* same as before */ },", "f() {", "},"),
        ("const routes = [ ... ];", "const routes = [", "];"),
    ],
)
def test_stub(line: str, head: str, close: str) -> None:
    """The header is shown and its body is not."""
    assert stub(line) == Stub(head, close)


@pytest.mark.parametrize(
    "line",
    [
        *("def f():", "return { ...old }", "x = f(...)  # as ever", "f() { ... ]", "{ ... }"),
        *("f() { /* waits */ }", "if a: # note", "if a: ...)", "...", "f(): " + "." * 400),
    ],
)
def test_stub_noop(line: str) -> None:
    """Nothing is left out, or it cannot be told what."""
    assert stub(line) is None


def test_names_left_out() -> None:
    """Names before an ellipsis may be those of code; prose is not."""
    assert names_left_out("// fn supports_color ...") == ["fn", "supports_color"]
    assert names_left_out("# load_all, save_all() ...") == ["load_all", "save_all"]


@pytest.mark.parametrize("line", ["// if cache is on ...", "load_all ...", "# load_all", "# ..."])
def test_names_left_out_noop(line: str) -> None:
    """There is no list of names, or no ellipsis."""
    assert names_left_out(line) == []


def test_only_word() -> None:
    """A comment of one word may name what stands there."""
    words = [only_word(line) for line in ("# get", "// `constructor`", "/* render(): */")]
    assert words == ["get", "constructor", "render"]


@pytest.mark.parametrize("line", ["get", "# get it", "#", "// get + set"])
def test_only_word_noop(line: str) -> None:
    """Code, or more than a word."""
    assert only_word(line) is None


def test_broken_off() -> None:
    """The file's comment begins as far as this one goes."""
    assert broken_off("  // if the cache is on ...") == "// if the cache is on"


@pytest.mark.parametrize("line", ["if cache: ...", "// if the cache is on", "# wait ...", "# ..."])
def test_broken_off_noop(line: str) -> None:
    """Code, a whole comment, or too little of one."""
    assert broken_off(line) is None


def test_is_cut() -> None:
    """Brackets hold an ellipsis only."""
    assert is_cut("def confirm(...) -> bool:")
    assert is_cut("pub fn new<P>(/* ... */) {")
    assert is_cut("function f</* ... */>(a: A) {")


def test_is_cut_noop() -> None:
    """An ellipsis beside something else is code: a spread, a variadic."""
    assert not is_cut("f(...args)")
    assert not is_cut("int printf(const char *format, ...)")


@pytest.mark.parametrize("line", ["def f(self, ...):", "f(/* ... */, last)", "fn f(a: A, …) {"])
def test_leaves_out_parameters(line: str) -> None:
    """One of them is an ellipsis."""
    assert leaves_out_parameters(line)


@pytest.mark.parametrize("line", ["f(a, ...args)", "x: tuple[int, ...]", "def f(a=...): b", "f()"])
def test_leaves_out_parameters_noop(line: str) -> None:
    """It stands for something else."""
    assert not leaves_out_parameters(line)


def test_has_marker() -> None:
    """A selection holds a snippet where a comment leaves code out."""
    assert has_marker("def f():\n    # ... existing code ...\n    return 1\n")


def test_has_marker_noop() -> None:
    """A bare ellipsis alone is code in some languages."""
    assert not has_marker("def f():\n    ...\n\n# note\n")


def test_ellipses() -> None:
    """Three dots or the sign; in a comment they do not stand alone."""
    assert all(map(has_ellipsis, ("a ...", "…")))
    assert all(map(is_bare, (" ... ", "[…],")))


def test_ellipses_noop() -> None:
    """Two dots are a range."""
    assert not has_ellipsis("0..9")
    assert not is_bare("# ...")


@given(st.text("#/*.… ()[]<>abc\"'-,;:{}\n\tunchanged", max_size=60))
def test_any_line_has_a_role(line: str) -> None:
    """Whatever a line holds, and the space around it says nothing."""
    assert role(line) is role(f"  {line}\n")
    found = stub(line)
    assert found is None or line.strip().startswith(found.head)


@pytest.mark.parametrize(
    "line",
    ["existing code remains the same", "rest of the code unchanged", "... rest of the code"],
)
def test_likely_marker(line: str) -> None:
    """A text may say so: it is no marker, and yet not to be put into a file."""
    assert role(line) is Role.CODE
    assert is_likely(line)


@pytest.mark.parametrize(
    "line",
    ["existing code", "...rest", "...props, unchanged", "existing code is run by the same worker"],
)
def test_likely_marker_noop(line: str) -> None:
    """That is code, or another sentence."""
    assert not is_likely(line)


@pytest.mark.parametrize(
    ("line", "comments"),
    [
        ("let user = load(); // ... existing code ...", ["// ... existing code ..."]),
        ("call(/* ... */)", ["/* ... */"]),
        ("total = 1  # ... rest of the code ...", ["# ... rest of the code ..."]),
    ],
)
def test_left_out_within_a_line(line: str, comments: list[str]) -> None:
    """Part of a line of code, or what comes behind it."""
    assert [*within(line)] == comments


@pytest.mark.parametrize(
    "line",
    [
        "///     // ...",
        "//!     // ... existing code ...",
        "# call()  # ...",
        " * call(); // ...",
        "// ... existing code ...",
        "let user = load(); // from the store",
    ],
)
def test_left_out_within_a_line_noop(line: str) -> None:
    """Code in documentation is text, a marker of its own stands alone, others say something."""
    assert [*within(line)] == []
