"""Who may import whom, and what a clean run may import at all."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx

REPO = Path(__file__).parent.parent

GROUND = {"linter", "diagnostic", "files", "named_tuple", "placeholders", "refusal", "suggest", "wording"}
PROJECT = {"project", "contracts", "kinds", "instance", "shapes", "sql", *GROUND}
RULEKIT = {"rulekit", *PROJECT}
READING = {"reading", "configuration", "importers", "text", *PROJECT}
CHECKING = {"checking", *READING, *RULEKIT}

MAY_IMPORT = {
    "linter": set(),
    "named_tuple": set(),
    "diagnostic": {"named_tuple"},
    "wording": set(),
    "slips": set(),
    "framed": {"slips"},
    "suggest": {"framed", "named_tuple", "slips"},
    "files": set(),
    "refusal": {"files"},
    "placeholders": {"diagnostic", "named_tuple"},
    "text": GROUND,
    "odata": {"named_tuple"},
    "sql": {"named_tuple"},
    "shapes": GROUND,
    "models": set(),
    "instance": {"shapes", *GROUND},
    "kinds": {"sql", "instance", "shapes", *GROUND},
    "configuration": {"kinds", "instance", "models", "text", "shapes", *GROUND},
    "schema": {"files", "kinds", "models"},
    "importers": {"configuration", "instance", "kinds", "shapes", "sql", "text", *GROUND},
    "contracts": {"odata", "importers", "kinds", "instance", "shapes", "text", *GROUND},
    "project": {"odata", *PROJECT} - {"project"},
    "rulekit": {"odata", *PROJECT},
    "planning": PROJECT,
    "rules": {"rulekit", "planning", "odata", *PROJECT},
    "custom": {"rulekit", "configuration", "text", *PROJECT},
    "reading": READING - {"reading"},
    "checking": {"custom", *CHECKING} - {"checking"},
    "reports": {"planning", "instance", "rulekit", "text", "shapes", *GROUND},
    "picture": {"reports", *PROJECT},
    "skeletons": {"kinds", "instance", *GROUND},
    "learning": {"kinds", "instance", "shapes", *GROUND},
    "cache": {"checking", *CHECKING},
    "server": {"custom", "rules", "reports", "skeletons", *CHECKING},
    "commands": {
        "custom",
        "server",
        "cache",
        "skeletons",
        "learning",
        "importers",
        "picture",
        "reports",
        "planning",
        "rules",
        *CHECKING,
    },
    "guards": {"reports", *GROUND},
    "cli": {"commands", "guards", "reports", *GROUND},
    "entry": {"cli", "commands", "guards"},
    "__main__": {"entry"},
}
"""The rooms of `linter/`, and `rules`: what each may import beside itself, of the rooms before it."""


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("linter", "rules"):
        for path in sorted((REPO / package).rglob("*.py")):
            parts = path.relative_to(REPO).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


MODULES = dict(modules())


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Return the modules that a file takes names from, wherever in it."""
    return tuple(_imported(ast.parse(path.read_text("utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from {name if name in MODULES else node.module for name in names}


def room(module: str) -> str:
    """Return the folder or file at the top of `linter/` in which a module stands; `rules` is one room."""
    first, _, rest = module.partition(".")
    return first if first == "rules" or not rest else rest.partition(".")[0]


def arrows() -> Iterator[tuple[str, str]]:
    """Yield the imports among our own modules."""
    for module, path in MODULES.items():
        yield from ((module, name) for name in imported(path) if name in MODULES)


def test_a_module_imports_only_what_its_room_may_know() -> None:
    broken = [
        f"{who} imports {what}"
        for who, what in arrows()
        if room(what) not in MAY_IMPORT[room(who)] | {room(who)}
    ]

    assert broken == []


def test_every_room_stands_in_the_table_and_imports_only_from_rooms_before_it() -> None:
    order = list(MAY_IMPORT)
    upwards = [
        (who, what)
        for who, all_ in MAY_IMPORT.items()
        for what in all_
        if order.index(what) > order.index(who)
    ]

    assert {room(module) for module in MODULES} == set(order)
    assert upwards == []


def picture() -> str:
    """Return the rooms as a Mermaid diagram, without the arrows that follow from others."""
    graph: networkx.DiGraph[str] = networkx.DiGraph(
        ("ground" if who in GROUND else who, "ground" if what in GROUND else what)
        for who, rooms in MAY_IMPORT.items()
        for what in rooms
        if {who, what} - GROUND
    )
    shown = sorted(networkx.transitive_reduction(graph).edges)
    return "\n".join(["flowchart TD", *(f"    {who} --> {what}" for who, what in shown)]) + "\n"


def test_the_page_of_the_architecture_shows_the_table() -> None:
    page = REPO / "docs" / "architecture.md"
    before, _, rest = page.read_text("utf-8").partition("```mermaid\n")
    shown, end, after = rest.partition("```\n")
    if os.environ.get("UPDATE_PAGES"):
        page.write_text(f"{before}```mermaid\n{picture()}{end}{after}", "utf-8")
    else:
        assert shown == picture(), "UPDATE_PAGES=1 python -m pytest tests/test_imports.py renews it"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = networkx.DiGraph(list(arrows()))

    assert [sorted(one) for one in networkx.strongly_connected_components(graph) if len(one) > 1] == []


def test_values_with_named_fields_are_made_without_typing() -> None:
    taking = [
        module
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        if "NamedTuple" in {alias.name for alias in node.names}
    ]

    assert taking == ["linter.named_tuple"]


def test_no_rule_imports_another_one() -> None:
    packages = {"rules", *(module for module, path in MODULES.items() if path.name == "__init__.py")}
    rules = {module for module in MODULES if room(module) == "rules"} - packages

    broken = [(who, what) for who, what in arrows() if who in rules and what in rules]
    assert broken == []


def test_only_its_rooms_know_the_terminal_the_protocol_and_the_disk() -> None:
    knows = {
        "click": {"reports", "commands", "cli"},  # reports colour their lines
        "pygls": set(),
        "lsprotocol": set(),
        "pydantic": {"models", "schema", "configuration"},
        "os.path": set(),
    }
    meaning = {"shapes", "instance", "kinds", "project", "rulekit", "planning", "rules"}
    broken = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name in imported(path)
        if (name in knows and room(module) not in knows[name])
        or (name in ("os", "io", "pathlib") and room(module) in meaning)
    ]

    # the schemas and the pages lie beside the code
    assert broken == ["linter.rulekit.pages imports os", "linter.shapes.shape imports os"]


SAME = {
    frozenset({"kinds", "models"}): "a payload's view, and the model that its schema is made of",
    frozenset({"configuration", "models"}): "what the configuration says, and its model",
    frozenset({"checking", "models"}): "the baseline, and its model",
    frozenset({"project", "models"}): "a schema of the team's own, and its model",
    frozenset({"instance", "models"}): "a snapshot, and its model",
    frozenset({"shapes", "models"}): "a shape or a dialect, as a schema says it, and as a model does",
    frozenset({"importers", "models"}): "what a source declares, and the snapshot's model",
    frozenset({"importers", "instance"}): "what a source declares, and the snapshot has then",
    frozenset({"importers", "project"}): "an attribute that a source declares, and that is named",
    frozenset({"importers", "kinds", "models"}): "a relationship of a source, a payload and a model",
    frozenset({"text"}): "the places of a text's values, which each format finds in its own way",
}
"""The rooms that may have classes of one name, for they are of one thing."""


def test_a_class_name_means_one_thing() -> None:
    rooms: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        for node in ast.parse(path.read_text("utf-8")).body if module.startswith("linter.") else ():
            if isinstance(node, ast.ClassDef):
                rooms.setdefault(node.name, []).append(room(module))
    several = {name: found for name, found in rooms.items() if len(found) > 1}

    assert {name: found for name, found in several.items() if frozenset(found) not in SAME} == {}
    assert SAME.keys() == {frozenset(found) for found in several.values()}
    twice = [name for name, found in several.items() if len(set(found)) < len(found)]
    assert twice == ["Places"]


HEAVY = {
    "click",
    "inspect",
    "datetime",
    "locale",
    "hashlib",
    "tomllib",
    "threading",
    "urllib.parse",
    "pydantic",
    "jsonschema",
    "defusedxml",
    "xml",
    "networkx",
    "yaml",
    "importlib.metadata",
    "rapidfuzz",
    "sqlglot",
    "logging",
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
    "tempfile",
    "unicodedata",
    "linter.cli",
    "linter.checking.baseline",
    "linter.checking.semantic_path",
    "linter.checking.suppressions",
    "linter.reports.together",
    "linter.shapes.dialect",
    "linter.configuration.dialects",
    "linter.reading.contracts",
    "linter.custom",
    "linter.contracts",
    "linter.reading.other_form",
    "linter.odata",
}


def test_a_clean_run_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage" / "relationships.json").write_text("[]", "utf-8")
    request = '{"method": "GET", "url": "/api/instances/main/data/Customer"}'
    (tmp_path / "manage" / "request.json").write_text(request, "utf-8")
    script = (
        "import sys; from linter.entry import main\n"
        "sys.argv = ['c360lint', 'check']\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print(' '.join(sorted(sys.modules)))"
    )
    bare = "import sys; print(' '.join(sorted(sys.modules)))"
    environment = {"PYTHONPATH": str(REPO), "PATH": "/usr/bin:/bin"}

    def loaded(code: str) -> list[str]:
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split("\n")[-2].split(" ")

    assert HEAVY & (set(loaded(script)) - set(loaded(bare))) == set()
