"""`honed check`: a project's files held against its rules, and mended where that is asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError, RuleError
from honed.core.text import Text, decode, encode
from honed.learn.applying_rules import RuleSet
from honed.services.files import files_below
from honed.services.ignored import IgnoredFiles
from honed.services.rule_files import Checked, checked
from honed.services.settings_report import configured
from honed.services.text_files import Write, read, write
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honed.learn.rules import Rule

MOST_BYTES = 1_000_000
"""Of a file; nobody writes longer ones by hand."""


@attrs.frozen
class Finding:
    """A place that a rule changes; lines and columns count characters from 1.

    `before` becomes `after` from `start` to `end` (line, column), the end not included.
    """

    path: str
    rule: Rule
    start: tuple[int, int]
    end: tuple[int, int]
    before: str
    after: str
    line_before: str
    """The first line of the place."""


@attrs.frozen
class CheckedFiles:
    """What was found. `fixed` are the files that were written; their findings are among `found`.

    `left` are those that are still there; `troubles` tell of files that could not be looked at.
    """

    folder: Path
    rules: Checked
    files: int
    found: tuple[Finding, ...]
    left: tuple[Finding, ...]
    fixed: tuple[str, ...]
    troubles: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to do, and all was looked at."""
        return not self.left and not self.troubles and self.rules.is_sound


def check(folder: Path, paths: Sequence[Path], *, fixes: bool) -> CheckedFiles:
    """Hold the files below `paths`, the whole folder for none, against the folder's rules.

    Only rules that pass their own tests are applied. `RuleError` for a path outside of the folder,
    `HonedError` where what is mended cannot be written: then nothing was.
    """
    rules = checked(folder)
    by_language = {
        name: RuleSet(
            language,
            [(each.rule, each.pattern) for each in rules.sound if each.rule.language == name],
        )
        for name in {each.rule.language for each in rules.sound}
        if (language := languages.by_name(name)) is not None
    }
    found: list[Finding] = []
    left: list[Finding] = []
    writes: dict[str, Write] = {}
    troubles: list[str] = []
    files = 0
    for path in _files(folder, paths, by_language):
        files += 1
        name = path.relative_to(folder).as_posix()
        try:
            file = _look(path, name, by_language, fixes=fixes)
        except HonedError as error:
            troubles.append(str(error))
            continue
        troubles += file.troubles
        found += file.found
        if file.mended is not None:
            writes[name] = file.mended
        else:
            left += file.found
    if writes:
        write(list(writes.values()))
    return CheckedFiles(
        folder, rules, files, tuple(found), tuple(left), tuple(writes), tuple(troubles)
    )


@attrs.frozen
class _Looked:
    """What is found in a file, and how it is to be written, None where it is not."""

    found: tuple[Finding, ...] = ()
    mended: Write | None = None
    troubles: tuple[str, ...] = ()


def _look(path: Path, name: str, by_language: Mapping[str, RuleSet], *, fixes: bool) -> _Looked:
    file = read(path)
    if file.text is None or len(file.data) > MOST_BYTES:
        return _Looked()
    language = languages.by_path(name)
    if language is None:
        return _Looked()
    rules = by_language[language.name]
    text = Text(encode(file.text))
    looked = rules.look(text)
    troubles = tuple(
        f"{name}: not all places of {each.name} were looked at: at many of them the file would"
        " parse worse than before, or lose a comment."
        for each in looked.given_up
    )
    found = tuple(
        Finding(
            name,
            each.rule,
            _position(text, each.edit.span.start),
            _position(text, each.edit.span.end),
            decode(text.slice(each.edit.span)),
            decode(each.edit.new),
            decode(text.slice(text.line_span(text.line_at(each.edit.span.start)))).strip(),
        )
        for each in looked.places
    )
    mended = rules.at_rest(text) if found and fixes else None
    if mended is None:
        return _Looked(found, None, troubles)
    return _Looked(found, Write(file.path, file.data, file.encode(decode(mended.data))), troubles)


def _position(text: Text, offset: int) -> tuple[int, int]:
    line = text.line_at(offset)
    return line + 1, len(decode(text.data[text.line_start(line) : offset])) + 1


def _files(
    folder: Path, paths: Sequence[Path], by_language: Mapping[str, RuleSet]
) -> Iterator[Path]:
    """Yield the files that some rule is for and that may be looked at, each once, by name."""
    settings = configured(folder).of(folder).settings
    ignored = IgnoredFiles()
    seen: set[Path] = set()
    for start in paths or [folder]:
        for path in files_below(_inside(start, folder)):
            name = path.relative_to(folder).as_posix()
            language = languages.by_path(name)
            if path in seen or language is None or language.name not in by_language:
                continue
            seen.add(path)
            is_off = settings.why_off(name, language.name)
            if is_off or (settings.respect_gitignore and ignored.look(str(path), folder)):
                continue
            yield path


def _inside(path: Path, folder: Path) -> Path:
    try:
        # Not `resolve`: a link in the project is a file of the project.
        place = Path(os.path.abspath(path))  # noqa: PTH100 - as above
        if not place.is_relative_to(folder):
            place = path.resolve()
        if not place.exists():
            raise RuleError(f"There is no {path}.")
    except (OSError, RuntimeError) as error:
        raise RuleError(f"{path} cannot be looked at: {error}.") from error
    if not place.is_relative_to(folder):
        raise RuleError(f"{path} does not lie in {folder}, whose rules these are.")
    return place
