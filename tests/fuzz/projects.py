"""Random projects: an example, or one that is generated, of which some files say or are something else."""

from __future__ import annotations

import importlib
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

from tests.fuzz import mutating, trees
from tests.fuzz.target import HERE, REPO

BASES: Final = (
    "examples/contoso", "examples/contoso-broken", "examples/dataverse", "examples/dataverse-broken",
    "tests/hotel", "rules/world",
)  # fmt: skip
SOURCES: Final = {
    "cdm/document": "Buyer.cdm.json", "cdm/manifest": "M.manifest.cdm.json",
    "model-json/two-entities": "model.json",
    "csdl-xml/two-entities": "metadata.xml", "openapi/three-paths": "api.json", "csv/quoted": "Rows.csv",
    "sql-script/two-tables": "tables.sql", "information-schema/columns": "columns.csv",
    "customer-insights/relationships": "relationships.json", "dataverse/customizations": "customizations.xml",
    "dataverse-archive/solution": "solution.zip",
    "delta/two-commits": "Table/_delta_log/00000000000000000000.json",
}  # fmt: skip
"""What a project can be imported from: of the corpus, by its names there and in the folder `sources`."""

SETTINGS: Final = (
    'exclude = ["manage/**", "!manage/relationships.json"]', 'select = ["CP", "DO"]', 'select = ["ALL"]',
    'unread = "error"', 'api = "current"', 'baseline = "c360lint-baseline.json"', 'include = ["**/*"]',
    'master-dataset = "x\\u001b[31m"', "allow-empty = true", "max-file-size = 1", "respect-gitignore = false",
    "snapshots = {dev = 'snapshot.json', \"p\\u001b[31m\" = 'snapshot.json'}",
    "snapshots = {a = 'gone.json'}", "snapshots = {dev = 'other.json', a = 'snapshot.json'}",
)  # fmt: skip
TABLES: Final = (
    '[placeholders]\nShop = "$(api)$(api)"\napi = "PoS"', "[placeholders]\nShop = 1",
    '[severity]\nDO03 = "error"',
    '[[suppress]]\nrules = ["DO01", "CP01"]\nfiles = ["conflations/**"]\nreason = "r"',
    '[[overrides]]\nfiles = ["**/*.json"]\nignore = ["DO"]',
    '[dialects.conflationPlan]\nbegins = "/*/plan"',
    '[dialects.conflationPlan.names.Criterion]\nkind = ["Method", "kind"]\nleftColumn = "LeftCol"',
    '[dialects.entityInfo.names.EntityInfo]\nentityName = "name"',
    '[files]\n"conflations/{conflationId}/*.json" = "PATCH /conflations/{conflationId}/conflationPlan"',
    '[[schemas]]\nfiles = ["manage/**"]\nschema = "snapshot.json"',
    '[[contracts]]\nmetadata = "sources/metadata.xml"\nservers = ["https://x/"]',
    '[[contracts]]\nopenapi = "sources/api.json"',
)  # fmt: skip
ODD_NAMES: Final = (
    "ſ.json", "a b.json", "-x.json", "a\nb.json", "\x1b[31m.json", "a\u202eb.json", "🛒.yaml",
    "$(Shop).json", "%2e.json",
    "CON.json", "a" * 200 + ".json", ".json", "#.yaml", "'.http", "x.JSON", b"\xff.json",
    "conflationPlan.json",
)  # fmt: skip


def make(folder: Path, chance: random.Random) -> None:
    """Write a random project into a folder, which isn't there yet."""
    _base(folder, chance)
    if chance.random() < 0.3:
        _add_sources(folder, chance)
    shutil.copy(REPO / chance.choice(BASES[:2]) / "snapshot.json", folder / "other.json")
    for _ in range(chance.choice((1, 2, 3, 5))):
        change(folder, chance)
    if chance.random() < 0.5:
        _configure(folder, chance)


def change(folder: Path, chance: random.Random) -> None:
    """Change something of a project: what a file says, or which files there are."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    if files:
        kind = _file_changed if chance.random() < 0.8 else chance.choice(_TREE_CHANGES)
        kind(folder, chance.choice(files), files, chance)


def _base(folder: Path, chance: random.Random) -> None:
    number = chance.randrange(2 * len(BASES))
    if number < len(BASES):
        shutil.copytree(REPO / BASES[number], folder)
        return
    planted = str(REPO / "tests" / "planted")
    if planted not in sys.path:
        sys.path.insert(0, planted)  # its modules know one another so
    build, render = (importlib.import_module(name) for name in ("generator", "render"))
    folder.mkdir()
    seed = chance.randrange(100)
    render.render(build.build_project(seed), chance.choice(render.FORMS), seed).write(folder)


def _add_sources(folder: Path, chance: random.Random) -> None:
    for name in chance.sample(sorted(SOURCES), 3):
        target = folder / "sources" / SOURCES[name]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "corpus" / name, target)


def _configure(folder: Path, chance: random.Random) -> None:
    said = chance.sample(SETTINGS, chance.choice((0, 1, 2))) + chance.sample(TABLES, chance.choice((0, 1, 2)))
    file = folder / "c360lint.toml"
    if not os.path.lexists(file) or file.is_file():
        file.write_text("\n".join(said), "utf-8")


# What is changed of a file: the folder, the file, all files, and what decides

Change = Callable[[Path, Path, list[Path], random.Random], None]


def _value_of(file: Path) -> Any:
    """Return what a file says in JSON or YAML, None where that can't be read."""
    try:
        return (
            yaml.load(file.read_bytes(), yaml.CSafeLoader)
            if file.suffix in (".json", ".yaml", ".yml")
            else None
        )
    except (ValueError, RecursionError, yaml.YAMLError):
        return None


def _file_changed(folder: Path, file: Path, files: list[Path], chance: random.Random) -> None:
    value = _value_of(file)
    if isinstance(value, dict | list) and chance.random() < 0.8:
        other = _value_of(chance.choice(files))
        others = (other,) if isinstance(other, dict | list) and other else ()
        _write(file, trees.changed(value, chance, others), chance)
    else:
        others_ = [one.read_bytes() for one in chance.sample(files, 1)]
        file.write_bytes(mutating.mutated(file.read_bytes(), chance, others_))


def _write(file: Path, value: Any, chance: random.Random) -> None:
    try:
        if file.suffix == ".json" or chance.random() < 0.3:
            written = json.dumps(value, indent=chance.choice((None, 2)), ensure_ascii=False, default=str)
        else:
            written = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    except (RecursionError, yaml.YAMLError, TypeError, ValueError):
        return
    file.write_bytes(written.encode("utf-8", "surrogatepass"))


def _removed(_folder: Path, file: Path, _files: list[Path], _chance: random.Random) -> None:
    file.unlink()


def _emptied(_folder: Path, file: Path, _files: list[Path], chance: random.Random) -> None:
    file.write_bytes(
        chance.choice((b"", b"\n", b"\xef\xbb\xbf", b"\0" * 100, b"null", b"[]", b"{}", b"\xff\xfe"))
    )


def _made_folder(_folder: Path, file: Path, _files: list[Path], _chance: random.Random) -> None:
    file.unlink()
    file.mkdir()


def _linked(folder: Path, file: Path, files: list[Path], chance: random.Random) -> None:
    file.unlink()
    targets = (
        file.name,
        "gone",
        "..",
        ".",
        str(folder),
        "/dev/null",
        "/etc/hostname",
        str(chance.choice(files)),
    )
    file.symlink_to(chance.choice(targets))


def _piped(_folder: Path, file: Path, _files: list[Path], _chance: random.Random) -> None:
    file.unlink()
    os.mkfifo(file)


def _renamed(_folder: Path, file: Path, _files: list[Path], chance: random.Random) -> None:
    name = chance.choice(ODD_NAMES)
    os.rename(
        file, os.path.join(os.fsencode(file.parent), name if isinstance(name, bytes) else os.fsencode(name))
    )


def _copied(_folder: Path, file: Path, files: list[Path], chance: random.Random) -> None:
    chance.choice(files).write_bytes(file.read_bytes())


def _beside(_folder: Path, file: Path, files: list[Path], chance: random.Random) -> None:
    shutil.copy(file, chance.choice(files).parent / f"{chance.randrange(9)}-{file.name}")


def _moved(folder: Path, file: Path, _files: list[Path], chance: random.Random) -> None:
    """Give the folder of a file another name."""
    name = chance.choice(("x", "$(Shop)", "DEFAULT", "{{ id }}", "a b", "é"))
    if file.parent != folder and not (file.parent.parent / name).exists():
        file.parent.rename(file.parent.parent / name)


_TREE_CHANGES: Final[tuple[Change, ...]] = (
    _removed, _emptied, _made_folder, _linked, _piped, _renamed, _copied, _beside, _moved,
)  # fmt: skip
