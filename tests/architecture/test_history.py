"""Every verb leaves a line in the history, and every file that leaves the portal too."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.architecture.code import APPS, ROOT, module_of, parsed, sources

#: Verbs that leave no line, with the reason. The comparison is for equality.
SILENT = {
    "benchmarking.actions.gap_views.save_view": "a person's own name for a filter; nobody else sees it",
    "benchmarking.actions.sheets.keep_sheet": "keeps a file for a day until it is taken in, which leaves the line",
    "benchmarking.actions.suggestions.ask": "asks for a computation that changes nothing anybody decided",
    "standards.actions.uploads.check_limits": "asks and writes nothing; a refused upload is told by core.refusals",
}
#: Views that send a file and leave no line, with the reason.
SILENT_FILES: dict[str, str] = {}
#: What writes a line.
_TELLS = {"record", "taken"}


@cache
def functions(path: Path) -> dict[str, ast.FunctionDef]:
    """Functions of a file by name, those of classes too."""
    return {node.name: node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)}


def calls_in(function: ast.FunctionDef) -> set[str]:
    """Names of the functions that are called inside, of ours."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.add(node.func.id)
            elif isinstance(node.func, ast.Attribute) and _is_module(node.func.value):
                found.add(node.func.attr)
    return found


@cache
def _modules() -> frozenset[str]:
    return frozenset(module_of(path).rpartition(".")[2] for path in sources())


def _is_module(value: ast.expr) -> bool:
    """Whether a call is one of a module of ours; what is called on a row or a list is none."""
    return isinstance(value, ast.Name) and value.id in _modules()


@cache
def defined() -> dict[str, list[tuple[Path, ast.FunctionDef]]]:
    """Every function of the project by name."""
    found: dict[str, list[tuple[Path, ast.FunctionDef]]] = defaultdict(list)
    for path in sources():
        for name, function in functions(path).items():
            found[name].append((path, function))
    return found


def meant(path: Path, name: str) -> list[tuple[Path, ast.FunctionDef]]:
    """What a name called in a file can be: its own function, else a public one of another file."""
    own = [(path, functions(path)[name])] if name in functions(path) else []
    return own or ([] if name.startswith("_") else defined().get(name, []))


def tells(path: Path, function: ast.FunctionDef) -> bool:
    """Whether a line is written inside, or in what is called from there."""
    seen: set[tuple[Path, str]] = set()
    ahead = [(path, function)]
    while ahead:
        where, one = ahead.pop()
        for name in calls_in(one):
            if name in _TELLS:
                return True
            if (where, name) not in seen:
                seen.add((where, name))
                ahead += meant(where, name)
    return False


def is_verb(function: ast.FunctionDef) -> bool:
    """Public, with `by=` as a keyword only: architecture, "How to add a verb"."""
    return not function.name.startswith("_") and any(arg.arg == "by" for arg in function.args.kwonlyargs)


def verbs() -> dict[str, tuple[Path, ast.FunctionDef]]:
    """Every verb of the apps by its dotted name."""
    found = {}
    for path in sources(*APPS):
        if "actions" in path.stem or "actions" in path.parts:
            for name, function in functions(path).items():
                if is_verb(function):
                    found[f"{module_of(path)}.{name}"] = path, function
    return found


def sends_a_file(function: ast.FunctionDef) -> bool:
    """Whether a file to keep leaves here: an attachment, or a stored file that is not shown in the page."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and str(node.value).startswith("attachment"):
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "send_file":
            return not any(word.arg == "inline" for word in node.keywords)
    return False


def test_there_are_verbs_to_look_at() -> None:
    assert len(verbs()) > 120


def test_every_verb_leaves_a_line_in_the_history() -> None:
    silent = {name for name, verb in verbs().items() if not tells(*verb)}

    assert silent == SILENT.keys()


def test_every_file_that_leaves_the_portal_leaves_a_line() -> None:
    silent = set()
    for path in sources(*APPS[1:]):
        if "views" not in str(path.relative_to(ROOT)):
            continue
        for name, function in functions(path).items():
            if sends_a_file(function) and not tells(path, function):
                callers = [other for other in functions(path).values() if name in calls_in(other)]
                if not callers or not all(tells(path, other) for other in callers):
                    silent.add(f"{module_of(path)}.{name}")

    assert silent == SILENT_FILES.keys()


def test_a_verb_that_says_nothing_is_noticed() -> None:
    verb = ast.parse("def act(*, by):\n    return helper(by)").body[0]
    assert isinstance(verb, ast.FunctionDef)

    assert is_verb(verb)
    assert not tells(ROOT / "core" / "audit.py", verb)
