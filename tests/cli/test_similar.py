"""`honed patterns similar`: past edits like a place, found by the vector index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.model import Neighbour
from honed.services.nearest import _hits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell

OTHERS = (
    "import os",
    "return None",
    "x[‹key›] = {}",
    "assert ‹value› is not None, 'missing'",
    "class ‹Name›(Base): ...",
    "print('%s of %s' % (‹done›, total))",
)


@pytest.fixture
def taught(shelf: Shelf) -> Shelf:
    """Return a store with edits of many kinds, the one that is looked for amid them."""
    for number, before in enumerate(OTHERS):
        if number == 3:
            shelf.teach(
                "rows = client.fetch(‹url›, headers=‹headers›)",
                "rows = client.fetch(‹url›, headers=‹headers›, timeout=5)",
                origin=("src/net.py", 41),
            )
        shelf.teach(before, "pass", origin=("src/other.py", number))
    return shelf


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pages = server.fetch(link, headers=options)\n", "b.py:1"),
        ("import os\n\n\ndef f():\n    rows = api.fetch(path, headers={})\n", "b.py:5"),
        ("#!/usr/bin/env python3\nrows = server.fetch(link, headers=headers)", "script:2"),
        ("rows = client.fetch(\n    url,\n    headers=headers,\n)\n", "b.py:2"),
    ],
)
def test_a_renamed_twin_comes_first(shell: Shell, taught: Shelf, text: str, place: str) -> None:
    """Its similarity is the greatest, and it says where it comes from."""
    name = place.rpartition(":")[0]
    taught.write(name, text)
    found = shell.json("patterns", "similar", place)
    assert found["fileLanguage"] == "python"
    assert found["index"] == "exact"
    assert (found["file"], found["fileLine"]) == (name, int(place.rpartition(":")[2]))
    assert len(found["hits"]) == len(OTHERS) + 1
    first, second = found["hits"][:2]
    assert first["similarity"] > second["similarity"]
    assert {key: value for key, value in first.items() if key != "similarity"} == {
        "ids": [4],
        "before": "rows = client.fetch(url, headers=headers)",
        "after": "rows = client.fetch(url, headers=headers, timeout=5)",
        "path": "src/net.py",
        "line": 42,
    }
    header, line, *_ = shell.text("patterns", "similar", place).splitlines()
    assert header.split() == ["Similarity", "IDs", "Edit", "From"]
    assert f"{first['before']} → {first['after']}  src/net.py:42" in line


def test_one_hit_an_edit(shell: Shell, shelf: Shelf) -> None:
    """All patterns that an edit taught have one vector; the edit is one hit with all their ids."""
    for number in range(10):
        shelf.teach(f"get(‹url›, {number})", "put(‹url›)", trajectory=1 if number else None)
    shelf.teach("‹x›.close()", "‹x›.stop()")
    shelf.write("b.py", "get(url, 0)\n")
    found = shell.json("patterns", "similar", "b.py:1", "--limit", 2)
    assert [each["ids"] for each in found["hits"]] == [[*range(1, 11)], [11]]
    [hit] = shell.json("patterns", "similar", "b.py:1", "--limit", 1)["hits"]
    assert set(hit["ids"]) <= {*range(1, 11)}


def test_only_of_the_files_language(shell: Shell, shelf: Shelf) -> None:
    """Edits of another language are no hits; a file of none is compared with all."""
    shelf.teach("get(‹url›)", "put(‹url›)")
    shelf.teach("get(‹url›)", "put(‹url›)", language="go")
    for name in ("b.py", "b.go", "b.unknown"):
        shelf.write(name, "get(link)\n")

    def hits(name: str) -> list[list[int]]:
        return [each["ids"] for each in shell.json("patterns", "similar", f"{name}:1")["hits"]]

    assert hits("b.py") == [[1]]
    assert hits("b.go") == [[2]]
    assert sorted(hits("b.unknown")) == [[1], [2]]
    assert shell.json("patterns", "similar", "b.unknown:1")["fileLanguage"] is None


@pytest.mark.parametrize("content", ["", "\n", "x = 1\n   \n"])
def test_noop_nothing_on_the_line(shell: Shell, taught: Shelf, content: str) -> None:
    """A line without words is like nothing."""
    taught.write("b.py", content)
    line = max(1, content.count("\n"))
    assert shell.json("patterns", "similar", f"b.py:{line}")["hits"] == []
    assert "There is no past edit of python like" in shell.text(
        "patterns", "similar", f"b.py:{line}"
    )


def test_noop_without_any_store(shell: Shell, folder: Path, data_dir: Path) -> None:
    """Nothing is found, and nothing is made."""
    (folder / "b.txt").write_text("get(link)\n")
    assert shell.json("patterns", "similar", "b.txt:1")["hits"] == []
    assert "There is no past edit like" in shell.text("patterns", "similar", "b.txt:1")
    assert not list(data_dir.iterdir())


def test_noop_empty_store(shell: Shell, shelf: Shelf, folder: Path) -> None:
    """Nothing is found."""
    (folder / "b.py").write_text("get(link)\n")
    assert shell.json("patterns", "similar", "b.py:1")["hits"] == []


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("gone.py:1", "honed: There is no file gone.py."),
        ("b.py:3", "honed: b.py has 1 line; there is no line 3."),
        ("c.py:9", "honed: c.py has 2 lines; there is no line 9."),
    ],
)
def test_places_that_are_not(shell: Shell, shelf: Shelf, place: str, message: str) -> None:
    """A missing file and a line past its end are errors of one line."""
    shelf.write("b.py", "get(link)\n")
    shelf.write("c.py", "get(link)\nget(other)")
    assert shell.error("patterns", "similar", place) == message


def test_a_folder_is_no_file(shell: Shell, shelf: Shelf) -> None:
    """The system's own words say why."""
    assert "cannot be read" in shell.error("patterns", "similar", f"{shelf.folder}:1")


@pytest.mark.parametrize("place", ["b.py", "b.py:0", "b.py:-1", "b.py:x", ":3", "b.py:²"])
def test_a_place_of_another_form(shell: Shell, shelf: Shelf, place: str) -> None:
    """A usage error that says the form."""
    result = shell("patterns", "similar", place)
    assert result.exit_code == 2
    assert "FILE:LINE" in result.stderr


def test_unknown_workspace(shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
    """As for every command."""
    (tmp_path / "b.py").write_text("get(link)\n")
    arguments = (f"{tmp_path / 'b.py'}:1", "--workspace", tmp_path)
    assert "No workspace that honed knows" in shell.error("patterns", "similar", *arguments)


def test_another_workspace(
    shell: Shell, make_shelf: Callable[..., Shelf], folder: Path, tmp_path: Path
) -> None:
    """--workspace says whose edits are searched; the file is found from the current directory."""
    other = tmp_path / "other"
    other.mkdir()
    make_shelf(folder)
    make_shelf(other).teach("get(‹url›)", "put(‹url›)")
    (folder / "b.py").write_text("get(link)\n")
    assert shell.json("patterns", "similar", "b.py:1")["hits"] == []
    assert len(shell.json("patterns", "similar", "b.py:1", "--workspace", other)["hits"]) == 1


def test_a_pattern_that_is_forgotten_meanwhile(shelf: Shelf) -> None:
    """What the index still knew, and the database no longer, is no hit."""
    shelf.teach("get(‹url›)", "put(‹url›)")
    with shelf.opened() as store:
        hits = _hits(store, [Neighbour(1, 0.5), Neighbour(2, 0.4)])
    assert [(each.similarity, each.pattern_ids) for each in hits] == [(0.5, (1,))]


def test_a_prompt_in_words(shell: Shell, taught: Shelf) -> None:
    """What is asked for in words is found by the words of the edit and of its path."""
    found = shell.json("patterns", "similar", "--prompt", "add a timeout when fetching rows")
    assert (found["prompt"], found["language"]) == ("add a timeout when fetching rows", None)
    first = found["hits"][0]
    assert (first["ids"], first["path"], first["line"]) == ([4], "src/net.py", 42)
    assert 0 < first["similarity"] <= 1
    header, line, *_ = shell.text("patterns", "similar", "--prompt", "timeout").splitlines()
    assert header.split() == ["Similarity", "IDs", "Edit", "From"]
    assert "src/net.py:42" in line


def test_a_prompt_of_one_language(shell: Shell, taught: Shelf) -> None:
    """Edits of other languages are left out, and no more are shown than wanted."""
    asked = ("patterns", "similar", "--prompt", "fetch rows, pass other", "--limit", 2)
    assert len(shell.json(*asked, "--language", "Python")["hits"]) == 2
    assert shell.json(*asked, "--language", "go")["hits"] == []


@pytest.mark.parametrize("prompt", ["", "?!", "quaternion"])
def test_a_prompt_that_nothing_answers(shell: Shell, taught: Shelf, prompt: str) -> None:
    """There is no hit then, and a sentence says so."""
    assert shell.json("patterns", "similar", "--prompt", prompt)["hits"] == []
    assert "No past edit" in shell.text("patterns", "similar", "--prompt", prompt)


def test_a_prompt_without_a_store(shell: Shell) -> None:
    """Where nothing was learned nothing is found."""
    assert shell.json("patterns", "similar", "--prompt", "fetch")["hits"] == []
    said = shell.text("patterns", "similar", "--prompt", "fetch", "--language", "go")
    assert "No past edit of go" in said


@pytest.mark.parametrize(
    "arguments", [(), ("b.py:1", "--prompt", "x"), ("b.py:1", "--language", "go")]
)
def test_a_place_or_a_prompt(shell: Shell, arguments: tuple[str, ...]) -> None:
    """One of both is needed, and a language only goes with a prompt."""
    assert shell("patterns", "similar", *arguments).exit_code == 2
