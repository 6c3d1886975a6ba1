"""The arrows of the design, read off the imports: they point one way, the core is pure, adapters stay at the edge."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import voicecoach

ROOT = Path(voicecoach.__file__).parent
LONGEST_MODULE = 400


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LAYERS = (
    _names("errors html outside paths"),
    _names("limits"),
    _names("audio routine settings"),
    _names("language pictures"),
    _names("importing session"),
    _names("voice ears sheet"),
    _names("records"),
    _names("reports coach"),
    _names("web"),
    _names("cli"),
    _names("__main__"),
)
"""Parts of the package, the ground first. A part imports itself and what lies below it, never its own level."""

CORE = ("voicecoach.routine", "voicecoach.language", "voicecoach.session")
CORE_STANDARD_LIBRARY = _names(
    "__future__ abc collections dataclasses difflib enum functools itertools math re string types typing unicodedata"
)
"""What computes and nothing else: no clock, no file, no thread, no chance."""
CORE_THIRD_PARTY = {
    "voicecoach.routine": frozenset({"pydantic", "pydantic_core", "yaml"}),
    "voicecoach.language": frozenset({"pydantic", "pydantic_core"}),
}
"""The routine's model is what the JSON Schema is made from, and its YAML is composed in memory, for line numbers."""
CORE_AT_THE_EDGE = {
    "voicecoach.routine.library": frozenset({"pathlib"}),  # reads the scripts
    "voicecoach.routine.script_files": frozenset({"pathlib"}),  # finds them
    "voicecoach.routine.checker": frozenset({"pathlib"}),  # reads the files that it is asked to check
    "voicecoach.routine.schema": frozenset({"json", "pathlib"}),  # reads and writes the schema that is shipped
    "voicecoach.language.loading": frozenset({"importlib"}),  # reads the packaged language files
    "voicecoach.language.topics.library": frozenset({"importlib"}),  # reads the packaged topics
}
"""Modules of the core's packages that are not core, and what for."""
IMPURE_BUILTINS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})

INTERFACES = ("voicecoach.voice.interface", "voicecoach.ears.interface", "voicecoach.audio.room.interface")

ADAPTED = _names(
    "livekit miniaudio onnxruntime moonshine_voice soundfile pyttsx3 hibari espeakng_loader speech_recognition wakepy"
)
"""Libraries that reach hardware, engines or the system: each behind an adapter."""
ADAPTERS_OUTSIDE_THEIR_PACKAGE = {
    "voicecoach.coach.assemble": "puts the parts of a session together",
    "voicecoach.coach.parts": "chooses voice, ears and room by what this computer has",
    "voicecoach.coach.diagnostics": "asks every part whether it is there, which is what doctor prints",
    "voicecoach.coach.record": "writes a session into a sound file, and a sound file is its only room",
    "voicecoach.cli.completion": "offers the names of voices to a shell that completes one",
    "voicecoach.cli.listen": "shows what is heard, and no session",
    "voicecoach.cli.learn": "records somebody saying the commands, and runs no session",
    "voicecoach.cli.record": "opens the voice that is recorded",
    "voicecoach.cli.awake": "keeps the computer awake in a session",
}
"""Who imports adapters of another package, and why."""


@dataclass(frozen=True)
class Import:
    """``module`` imports ``name``, in this line; ``eager`` when it happens on import of ``module``."""

    module: str
    name: str
    line: int
    eager: bool

    @property
    def own(self) -> bool:
        return self.name == "voicecoach" or self.name.startswith("voicecoach.")

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def _module_of(path: Path) -> str:
    parts = ("voicecoach", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module_of(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in MODULES.items()}


def _imports_of(module: str, node: ast.AST | None = None, *, eager: bool = True) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node or TREES[module]):
        if isinstance(child, ast.expr):
            continue
        typing_only = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        in_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module, alias.name, child.lineno, eager)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{module}:{child.lineno}: imports are absolute"
            assert child.module is not None
            for alias in child.names:
                submodule = f"{child.module}.{alias.name}"
                yield Import(module, submodule if submodule in MODULES else child.module, child.lineno, eager)
        else:
            yield from _imports_of(module, child, eager=eager and not (typing_only or in_function))


IMPORTS = [each for module in MODULES for each in _imports_of(module)]


def _part(module: str) -> str:
    """The part of the package a module belongs to; empty for the package itself, which has only its version."""
    return module.split(".")[1] if "." in module else ""


def _level(module: str) -> int:
    return next((number for number, layer in enumerate(LAYERS) if _part(module) in layer), -1)


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def _told(imports: list[Import]) -> str:
    return "\n".join(str(each) for each in imports)


def test_every_part_has_its_level() -> None:
    assert {_part(module) for module in MODULES} - {""} == frozenset().union(*LAYERS)


def test_no_arrow_turns_round() -> None:
    turned = [
        each
        for each in IMPORTS
        if each.own
        and _part(each.name)
        and _part(each.name) != _part(each.module)
        and _level(each.name) >= _level(each.module)
    ]
    assert not turned, _told(turned)


def test_the_path_of_a_session_is_in_the_designs_order() -> None:
    order = ["errors", "routine", "language", "session", "records", "coach", "web", "cli"]
    levels = [_level(f"voicecoach.{part}") for part in order]
    assert levels == sorted(set(levels))


def test_no_circle_of_imports_closes() -> None:
    """Not even within a package: an import that happens with the module's own counts, one under TYPE_CHECKING not."""
    needs = {module: {each.name for each in IMPORTS if each.module == module and each.eager} for module in MODULES}
    ready: set[str] = set()
    while more := {module for module, needed in needs.items() if needed & MODULES.keys() - ready <= {module}} - ready:
        ready |= more
    assert not sorted(MODULES.keys() - ready), "these modules import each other, or what does"


def test_every_public_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for module, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    assert not {name: modules for name, modules in places.items() if len(modules) > 1}


def test_nothing_knows_of_the_front_door() -> None:
    knowing = [
        each
        for each in IMPORTS
        if _within(each.name, ("voicecoach.cli", "voicecoach.__main__"))
        and not _within(each.module, ("voicecoach.cli", "voicecoach.__main__"))
    ]
    assert not knowing, _told(knowing)


def test_errors_import_nothing_of_ours() -> None:
    assert not [each for each in IMPORTS if each.module == "voicecoach.errors" and each.own]


def test_the_core_reads_no_clock_opens_no_file_and_starts_no_thread() -> None:
    foreign = []
    for each in IMPORTS:
        package = next((core for core in CORE if _within(each.module, (core,))), None)
        if package is None or each.own:
            continue
        allowed = CORE_STANDARD_LIBRARY | CORE_THIRD_PARTY.get(package, frozenset())
        if each.top not in allowed | CORE_AT_THE_EDGE.get(each.module, frozenset()):
            foreign.append(each)
    assert not foreign, _told(foreign)


def test_the_core_calls_nothing_that_touches_the_world() -> None:
    calls = [
        f"{module}:{node.lineno} calls {node.func.id}"
        for module in MODULES
        if _within(module, CORE) and module not in CORE_AT_THE_EDGE
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_BUILTINS
    ]
    assert not calls, "\n".join(calls)


def test_the_core_imports_only_the_core() -> None:
    allowed = (*CORE, "voicecoach.errors", "voicecoach.limits", "voicecoach.__version__")
    files, paths = "voicecoach.outside.small_files", "voicecoach.paths"
    reading = {("voicecoach.routine.library", files), ("voicecoach.routine.script_files", paths)}
    outward = [
        each
        for each in IMPORTS
        if _within(each.module, CORE) and each.own and each.name != "voicecoach" and not _within(each.name, allowed)
        if (each.module, each.name) not in reading
    ]
    assert not outward, _told(outward)


def test_interfaces_import_only_sound_and_errors() -> None:
    allowed = ("voicecoach.audio.pcm", "voicecoach.errors")
    wrong = [
        each
        for each in IMPORTS
        if each.module in INTERFACES and each.name not in allowed and each.top not in sys.stdlib_module_names
    ]
    assert not wrong, _told(wrong)
    assert all(module in MODULES for module in INTERFACES)


ADAPTERS = frozenset(each.module for each in IMPORTS if each.top in ADAPTED) - {"voicecoach.coach.diagnostics"}
"""Modules that import one of those libraries."""


def test_libraries_that_cost_time_to_import_are_imported_when_they_are_used() -> None:
    # pyttsx3 is small, and its driver and its process are classes and functions that it calls.
    early = [each for each in IMPORTS if each.eager and each.top in ADAPTED - {"pyttsx3"}]
    assert not early, _told(early)


def test_adapters_are_imported_where_parts_are_put_together() -> None:
    strays = [
        each
        for each in IMPORTS
        if each.name in ADAPTERS
        and _part(each.module) != _part(each.name)
        and each.module not in ADAPTERS_OUTSIDE_THEIR_PACKAGE
    ]
    assert not strays, _told(strays)


@pytest.mark.parametrize("module", sorted(ADAPTERS_OUTSIDE_THEIR_PACKAGE))
def test_no_exception_outlives_its_reason(module: str) -> None:
    libraries = [each for each in IMPORTS if each.module == module and each.top in ADAPTED]
    choosers = ("voicecoach.voice.choose", "voicecoach.ears.choose", "voicecoach.audio.room.sound_card")
    adapters = [each for each in IMPORTS if each.module == module and each.name in (*ADAPTERS, *choosers)]
    assert libraries or adapters, f"{module} imports no adapter any more"


def test_the_default_path_of_start_imports_lazily() -> None:
    """What is imported before the first command is looked at has to be cheap."""
    eager = {each.name for each in IMPORTS if each.eager and each.module in ("voicecoach.__main__", "voicecoach.cli")}
    assert eager <= {"__future__", "contextlib", "io", "os", "sys", "collections.abc", "voicecoach.errors"}, eager


def test_modules_fit_on_a_few_screens() -> None:
    long = {
        module: lines
        for module, path in MODULES.items()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert not long


MOST_BESIDE_PACKAGES = 6


def test_few_modules_lie_beside_the_packages() -> None:
    beside = [path.name for path in ROOT.glob("*.py")]
    assert len(beside) <= MOST_BESIDE_PACKAGES, sorted(beside)


def test_a_module_owns_one_thing_and_says_which() -> None:
    vague = {"util", "utils", "helpers", "misc", "common", "tools"}
    assert not [module for module in MODULES if module.rpartition(".")[2] in vague]
    untold = [
        module for module, tree in TREES.items() if MODULES[module].stat().st_size and not ast.get_docstring(tree)
    ]
    assert not untold
