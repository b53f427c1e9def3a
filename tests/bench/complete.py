"""`scripts/bench complete`: lines that later commits added, typed token by token.

The corpus is the tree before the first of the commits, and after each what it saved. What is asked
at a place knows nothing behind it but the text that stood there before. Moved, edited and comment
lines, and vendored and generated files, are left out. The first 40 % of the commits calibrate, the
others are reported: beside the words of the document, and beside the nested cache alone.

With `--calibrate` the weights that ship are fitted to all lines of the repositories, and written;
what it prints are the shares in the very lines they were fitted to.
`--count` says how many lines a repository are typed, `--commits` of how many commits, `--seed`
which; `--suite size` puts all the repositories into one corpus and tells what a request costs.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from honed.learn.calibration import updated
from honed.suggest.completion import engine, rank
from honed.suggest.completion.rank import Calibration, probabilities
from honed.syntax.lexing import shown as spelt
from tests.bench.applying.commits import title
from tests.bench.completing import figures, fit, keystrokes, typing
from tests.bench.completing.fit import Choice
from tests.bench.completing.project import Project, history, tree
from tests.bench.machine import ROOT, commit, facts
from tests.bench.progress import shown
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tests.bench.completing.figures import Asked
    from tests.bench.completing.project import Added, Commit
    from tests.bench.options import Options

COMMITS, SHORT_COMMITS = 60, 8
LINES, SHORT_LINES = 200, 12
TYPED_SHARE = 3
"""One line of so many is typed letter by letter, too."""

CALIBRATING = 0.4
FILE = Path(rank.__file__).with_name(rank.FILE)


COLUMNS = (
    "repository", "tokens", "top 1", "top 5", "MRR", "names top 1", "names top 5",
    "cache top 1", "cache top 5", "over the cache", "95 %",
)  # fmt: skip
LINE_COLUMNS = (
    "repository", "rest exact", "at line start", "with empty rests", "shows a line", "right",
    "letters filled", "error of lines", "error of tokens",
)  # fmt: skip
KEY_COLUMNS = ("repository", "letters", "buffer words", "this", "difference", "95 %")
LEARNED_COLUMNS = (
    "repository", "tokens", "among the candidates", "first", "lines", "among the candidates",
    "first",
)  # fmt: skip
COST_COLUMNS = ("corpus", "lines of code", "requests", "ms p50", "ms p95")


def run(options: Options) -> list[Grid]:
    """Type the lines of each repository; return the tables."""
    repositories = options.repositories or (ROOT,)
    told = facts() | {
        "repositories": ", ".join(f"{title(each)} at {commit(each)}" for each in repositories),
        "seed": str(options.seed),
    }
    if options.calibrate:
        return [_learned(repositories, options, told)]
    if options.suites == ("size",):
        return [_size(repositories, options, told)]
    rows: list[list[list[str]]] = [[], [], [], []]
    found: list[list[Asked]] = []
    for repository in shown(repositories, "typed"):
        project, commits = history(repository, _commits(options))
        lines = project.lines
        asked, times = _asked(project, commits, options)
        found.append(asked)
        name = title(repository)
        rows[0].append([name, f"{len(asked):,}", *_percents(_token(asked)), _over(asked)])
        rows[1].append([name, *_line_cells(asked)])
        rows[2].append([name, *_key_cells(asked)])
        rows[3].append([name, f"{lines:,}", *_times(times)])
    everything = [each for asked in found for each in asked]
    mean = np.mean([_token(asked) for asked in found], axis=0)
    rows[0].append(["mean", f"{len(everything):,}", *_percents(mean), _over(everything)])
    rows[1].append(["mean", *_line_mean([_line(asked) for asked in found])])
    keys = np.mean([_keys(asked) for asked in found], axis=0)
    rows[2].append(["mean", "", *_percents(keys), _key_interval(everything)])
    return [
        Grid("complete: the next token", told, COLUMNS, rows[0]),
        Grid("complete: the rest of the line", {}, LINE_COLUMNS, rows[1]),
        Grid("complete: keystrokes saved", {}, KEY_COLUMNS, rows[2]),
        Grid("complete: cost", {}, COST_COLUMNS, rows[3]),
    ]


def _learned(repositories: Sequence[Path], options: Options, told: Mapping[str, str]) -> Grid:
    """Fit the weights to all the lines, write them, and return what they make of these."""
    examples = [_examples(each, options) for each in shown(repositories, "typed, to learn")]
    token = fit.fitted_choice([tokens for tokens, _ in examples])
    line = fit.fitted_lines([lines for _, lines in examples])
    fit.write(FILE, token, line)
    rank.prior.cache_clear()
    rows = [
        [
            title(repository),
            f"{len(tokens):,}", *_percents(fit.shares(tokens, token)),
            f"{len(lines):,}", *_percents(fit.shares(lines, line)),
        ]
        for repository, (tokens, lines) in zip(repositories, examples, strict=True)
    ]  # fmt: skip
    return Grid("complete: what the weights were fitted to", told, LEARNED_COLUMNS, rows)


def _commits(options: Options) -> int:
    return options.commits or (SHORT_COMMITS if options.short else COMMITS)


def _a_commit(options: Options, commits: Sequence[Commit]) -> int:
    """Return how many lines of one commit are typed at most."""
    lines = options.count or (SHORT_LINES if options.short else LINES)
    return -(-lines // max(1, len(commits)))


def _asked(
    project: Project, commits: Sequence[Commit], options: Options
) -> tuple[list[Asked], list[float]]:
    """Return what was answered at each place of the reported commits, and the ms it took."""
    chance = random.Random(options.seed)
    weights, calibration = rank.prior(), Calibration()
    first_reported = int(len(commits) * CALIBRATING)
    asked: list[Asked] = []
    times: list[float] = []
    for number, each in enumerate(commits):
        for at, added in enumerate(_sample(each, chance, _a_commit(options, commits))):
            for step in typing.steps(project.corpus, added):
                begun = time.process_time()
                found = engine.complete(step.request, weights, calibration)
                times.append(1000 * (time.process_time() - begun))
                if number < first_reported:
                    if found.line is not None and step.text:
                        calibration = updated(
                            calibration, found.line.score, is_right=found.line.text == step.text
                        )
                    continue
                rank_of = typing.cache_rank(step, engine.looked_up(step.request))
                one = figures.asked(each.name, (number, at), step, found, rank_of)
                if at % TYPED_SHARE == 0:
                    one = keystrokes.typed(one, step, found, weights)
                asked.append(one)
        project.saved(each.after)
    return asked, times


def _sample(each: Commit, chance: random.Random, most: int) -> list[Added]:
    lines = list(each.added)
    return [lines[at] for at in sorted(chance.sample(range(len(lines)), min(most, len(lines))))]


def _examples(repository: Path, options: Options) -> tuple[list[Choice], list[Choice]]:
    """Return the candidates at each place, tokens and lines, with which of them was right."""
    project, commits = history(repository, _commits(options))
    chance = random.Random(options.seed)
    tokens: list[Choice] = []
    lines: list[Choice] = []
    for each in commits:
        for added in _sample(each, chance, _a_commit(options, commits)):
            for step in typing.steps(project.corpus, added):
                found = engine.looked_up(step.request)
                texts = [spelt(found.words.word(int(token))) for token in found.candidates.tokens]
                tokens.append(_choice(found.candidates.features, texts, step.tokens[0]))
                if len(step.tokens) > 1:
                    chances = probabilities(found.candidates.features, rank.prior().token)
                    made = engine.lines(step.request, found, chances)
                    rests = [tuple(spelt(found.words.word(x)) for x in one.tokens) for one in made]
                    if made:
                        features = np.stack([one.features for one in made])
                        lines.append(_choice(features, rests, step.tokens[:-1]))
        project.saved(each.after)
    return tokens, lines


def _choice(features: NDArray[np.float64], values: Sequence[object], right: object) -> Choice:
    return Choice(features.astype(np.float32), values.index(right) if right in values else -1)


def _token(asked: Sequence[Asked]) -> list[float]:
    names = figures.names(asked)
    return [
        figures.top(asked, 1), figures.top(asked, 5), figures.mean_reciprocal_rank(asked),
        figures.top(names, 1), figures.top(names, 5),
        figures.top(asked, 1, cache=True), figures.top(asked, 5, cache=True), _gain(asked),
    ]  # fmt: skip


def _gain(asked: Sequence[Asked]) -> float:
    return figures.top(asked, 1) - figures.top(asked, 1, cache=True)


def _over(asked: Sequence[Asked]) -> str:
    return _span(figures.interval(asked, _gain))


def _line(asked: Sequence[Asked]) -> list[float]:
    rests = figures.rests(asked)
    ghosts = figures.ghosts(asked)
    ends = [each for each in asked if not each.rest]
    at_end = sum(each.rank == 1 for each in ends)
    exact = sum(each.offered == each.rest for each in rests)
    return [
        figures.exact(rests),
        figures.exact([each for each in rests if each.is_start]),
        (exact + at_end) / max(1, len(asked)),
        ghosts.shown / max(1, ghosts.lines),
        ghosts.right / max(1, ghosts.shown),
        ghosts.filled / max(1, ghosts.letters),
        figures.calibration_error(
            [(each.line_chance, each.offered == each.rest) for each in rests if each.offered]
        ),
        figures.calibration_error([(each.chance, each.rank == 1) for each in asked]),
    ]


def _line_cells(asked: Sequence[Asked]) -> list[str]:
    return _line_mean([_line(asked)])


def _line_mean(rows: Sequence[Sequence[float]]) -> list[str]:
    return [f"{value:.3f}" for value in np.mean(rows, axis=0)]


def _keys(asked: Sequence[Asked]) -> list[float]:
    kept = [each for each in asked if each.saved is not None]
    letters = max(1, sum(each.letters for each in kept))
    words = sum(each.saved_by_words or 0 for each in kept) / letters
    this = sum(each.saved or 0 for each in kept) / letters
    return [words, this, this - words]


def _key_difference(asked: Sequence[Asked]) -> float:
    return _keys(asked)[2]


def _key_interval(asked: Sequence[Asked]) -> str:
    return _span(figures.interval(asked, _key_difference))


def _key_cells(asked: Sequence[Asked]) -> list[str]:
    letters = sum(each.letters for each in asked)
    return [f"{letters:,}", *_percents(_keys(asked)), _key_interval(asked)]


def _percents(values: Sequence[float] | NDArray[np.float64]) -> list[str]:
    return [f"{value:.3f}" for value in values]


def _span(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:+.3f} … {bounds[1]:+.3f}"


def _times(times: Sequence[float]) -> list[str]:
    if not times:
        return ["0", "", ""]
    return [f"{len(times):,}", *(f"{value:.1f}" for value in np.quantile(times, (0.5, 0.95)))]


def _size(repositories: Sequence[Path], options: Options, told: Mapping[str, str]) -> Grid:
    """Return what requests cost where the corpus holds all the repositories."""
    project, commits = history(repositories[0], _commits(options))
    others = [tree(each) for each in shown(repositories[1:], "added")]
    project.beside(others)
    lines = project.lines
    _, times = _asked(project, commits, options)
    return Grid("complete: cost", told, COST_COLUMNS, [["all", f"{lines:,}", *_times(times)]])
