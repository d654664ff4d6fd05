"""Each guard reads the source tree and yields its faults as "file:line: what, and what to do"."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

ROOMS = {
    "apps", "backends", "domain", "enums", "errors", "events", "factories", "forms", "jobs", "models",
    "policies", "queries", "receivers", "schemas", "services", "transitions", "urls", "views",
}  # fmt: skip
FRONT_DOOR = {"services", "queries", "policies", "events", "enums", "errors"}
NO_HTTP = {"services", "queries", "policies", "models", "domain", "transitions", "events", "enums", "errors"}
FORBIDDEN_NAMES = re.compile(r"^(data|info|manager|helper|helpers|utils|util|common|misc)$")
LINE_LIMIT = 400
TEXT_FILES = {".py", ".md", ".txt", ".in", ".html", ".js", ".css", ".toml"}
MACHINE_PATHS = re.compile(r"/work/(main|shared)|/root/\.|pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian")


def _python_files(root: Path) -> Iterator[Path]:
    for path in sorted((root / "src" / "thidua").rglob("*.py")):
        if "_built" not in path.parts:
            yield path


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _room(path: Path, root: Path) -> tuple[str, str] | None:
    """Return (app, room) of a file of a capability, None for others and for tests."""
    parts = path.relative_to(root / "src" / "thidua").with_suffix("").parts
    if parts[0] != "apps" or len(parts) < 3 or "tests" in parts or "migrations" in parts:
        return None
    return parts[1], parts[2]


def front_door(root: Path) -> Iterator[str]:
    """Other apps are entered by services, queries, policies, events, enums and errors alone."""
    for path in _python_files(root):
        here = _room(path, root)
        if "tests" in path.parts or "migrations" in path.parts or path.match("config/urls.py"):
            continue
        for line, name in _imports(path):
            match = re.match(r"thidua\.apps\.(\w+)\.(\w+)", name)
            if match and (here is None or match[1] != here[0]) and match[2] not in FRONT_DOOR:
                yield f"{path.relative_to(root)}:{line}: imports {match[1]}.{match[2]}; enter by {sorted(FRONT_DOOR)}"


def no_http_below_views(root: Path) -> Iterator[str]:
    """What decides and writes knows no request and no page."""
    for path in _python_files(root):
        here = _room(path, root)
        if here is None or here[1] not in NO_HTTP:
            continue
        for line, name in _imports(path):
            if name.startswith(("django.http", "django.shortcuts", "django.template", "django.urls", "thidua.ui")):
                yield f"{path.relative_to(root)}:{line}: {here[1]} imports {name}; pages belong to views"


def rooms_are_known(root: Path) -> Iterator[str]:
    """A capability has the rooms everybody knows, and no others."""
    for path in _python_files(root):
        here = _room(path, root)
        if here and here[1] not in ROOMS and here[1] not in {"__init__", "templatetags"}:
            yield f"{path.relative_to(root)}:1: '{here[1]}' is no room of a capability (ARCHITECTURE.md)"


def modules_stay_short(root: Path) -> Iterator[str]:
    """Past 400 lines a room becomes a package of the same name."""
    for path in _python_files(root):
        if "migrations" in path.parts or "tests" in path.parts:
            continue
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LINE_LIMIT:
            yield f"{path.relative_to(root)}:{LINE_LIMIT}: {count} lines; make it a package of the same name"


def names_say_something(root: Path) -> Iterator[str]:
    """Modules named for nothing in particular collect everything in particular."""
    for path in _python_files(root):
        if FORBIDDEN_NAMES.match(path.stem):
            yield f"{path.relative_to(root)}:1: a module named '{path.stem}'; name it for what it holds"


def capabilities_introduce_themselves(root: Path) -> Iterator[str]:
    """Every capability has a README of its own."""
    for folder in sorted((root / "src" / "thidua" / "apps").iterdir()):
        if (folder / "apps.py").exists() and not (folder / "README.md").exists():
            yield f"{folder.relative_to(root)}/README.md:1: missing"


def migrations_import_nothing_of_ours(root: Path) -> Iterator[str]:
    """A migration must run unchanged in ten years."""
    for path in _python_files(root):
        if "migrations" not in path.parts:
            continue
        for line, name in _imports(path):
            if name.startswith("thidua.") and name != "thidua.apps.documents.models":  # a file field names its function
                yield f"{path.relative_to(root)}:{line}: imports {name}"


def no_machine_paths(root: Path) -> Iterator[str]:
    """Nothing names a machine or a package registry."""
    for folder in ("src", "tests", "bench", "tools", "docs", "requirements"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in TEXT_FILES and "_built" not in path.parts:
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                    if MACHINE_PATHS.search(line):
                        yield f"{path.relative_to(root)}:{number}: names a machine's path or a package registry"


GUARDS: tuple[Callable[[Path], Iterator[str]], ...] = (
    front_door,
    no_http_below_views,
    rooms_are_known,
    modules_stay_short,
    names_say_something,
    capabilities_introduce_themselves,
    migrations_import_nothing_of_ours,
    no_machine_paths,
)
