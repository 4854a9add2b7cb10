"""Who may import whom, and what a clean run may import at all."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent

MEANING = {
    "linter.instance.data_types",
    "linter.instance.drift",
    "linter.rulekit.chains",
    "linter.planning.cycles",
    "linter.rulekit.existence",
    "linter.planning.needs",
    "linter.rulekit.longest_run",
    "linter.payloads",
    "linter.planning.plan",
    "linter.project.project",
    "linter.rulekit.rule",
    "linter.instance.snapshot",
    "linter.kinds.routes",
    "linter.shapes.shape",
    "linter.planning.timelines",
    "linter.planning.no_ops",
}
TEXT = {"linter.text"}
WORLD = {
    "linter.cli",
    "linter.commands",
    "linter.reports",
    "linter.checking.engine",
    "linter.reading.loading",
    "linter.reading.discovery",
    "linter.reading.memory",
}
SERVER = {"linter.server"}
PROTOCOL = {"pygls", "lsprotocol"}
ASKED_WITHOUT_A_SERVER = {
    f"linter.server.{name}"
    for name in ("completion", "half_typed", "hover", "names", "rename", "symbols", "view", "workspace")
}

IMPORTERS = {"linter.importers"}

FORBIDDEN = [
    (TEXT, MEANING | WORLD | {"rules", "click"}, "the text doesn't know what it means"),
    (MEANING, TEXT | WORLD | {"rules", "click", "os.path"}, "a rule can't reach text, files or the terminal"),
    ({"rules"}, TEXT | WORLD | {"click", "pydantic"}, "a rule is a pure function of the project"),
    (
        {"linter.checking.engine", "linter.reading.loading", "linter.reading.discovery"},
        {"rules", "click"},
        "the engine is handed its rules",
    ),
    (
        IMPORTERS,
        {
            "linter.project.project",
            "linter.checking.engine",
            "linter.reading.loading",
            "linter.cli",
            "linter.commands",
            "linter.reports",
            "rules",
            "click",
        },
        "an importer knows sources only",
    ),
    (MEANING | TEXT | WORLD - {"linter.commands"}, IMPORTERS, "importers serve their command only"),
    (
        MEANING | TEXT | WORLD - {"linter.commands"} | {"rules"},
        SERVER | PROTOCOL,
        "only its command knows the server",
    ),
    (ASKED_WITHOUT_A_SERVER, PROTOCOL, "what the server knows can be asked without a server"),
    (
        {"linter.reports"},
        {"linter.payloads", "linter.project.project", "rules"},
        "a report knows results only",
    ),
    (MEANING | TEXT | WORLD | {"rules"}, {"linter.models"}, "models are for schemas and for explaining"),
]


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("linter", "rules"):
        for path in sorted((REPO / package).rglob("*.py")):
            parts = path.relative_to(REPO).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.parametrize(
    ("who", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_module_imports_only_what_it_may_know(who: str, path: Path) -> None:
    broken = [
        f"{who} imports {name}: {reason}"
        for members, forbidden, reason in FORBIDDEN
        if within(who, members)
        for name in sorted(imported(path))
        if within(name, forbidden)
    ]

    assert broken == []


HEAVY = {
    "pydantic",
    "jsonschema",
    "defusedxml",
    "xml",
    "networkx",
    "yaml",
    "importlib.metadata",
    "rapidfuzz",
    "difflib",
    "rich",
    "pygls",
    "lsprotocol",
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "asyncio",
    "dataclasses",
    "pathlib",
}


def test_a_clean_run_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage" / "relationships.json").write_text("[]", "utf-8")
    script = (
        "import sys; from linter.cli import main\n"
        "try: main(['check'])\n"
        "except SystemExit as end: print(end.code)\n"
        "print(' '.join(sorted(sys.modules)))"
    )
    bare = "import click, sys; print(' '.join(sorted(sys.modules)))"
    environment = {"PYTHONPATH": str(REPO), "PATH": "/usr/bin:/bin"}

    def loaded(code: str) -> list[str]:
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split("\n")[-2].split(" ")

    assert HEAVY & (set(loaded(script)) - set(loaded(bare))) == set()
