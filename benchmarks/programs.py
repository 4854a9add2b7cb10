"""Who takes part: ours and its peers, installed for the purpose; who can't be had is named."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import OURS

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
FROM_PYPI = ("check-jsonschema", "yamllint", "cfn-lint")
JSON_SERVER = "vscode-json-language-server"


class Programs(NamedTuple):
    """The programs that are there, with their versions, and those that aren't, with the reason."""

    commands: dict[str, list[str]]
    versions: dict[str, str]
    missing: dict[str, str]


def provide(folder: Path, command: list[str] | None) -> Programs:
    """Install what takes part below a folder; ours is new each time, or a given command."""
    programs = Programs({"python": [sys.executable]}, {"python": platform.python_version()}, {})
    folder.mkdir(parents=True, exist_ok=True)
    _take_part(programs, (OURS,), lambda: {OURS: command or _ours(folder / "ours")})
    _take_part(programs, FROM_PYPI, lambda: _from_pypi(folder / "pypi"))
    _take_part(programs, ("biome", JSON_SERVER), lambda: _from_npm(folder / "npm"))
    for name in ("jq", "valgrind"):
        _take_part(programs, (name,), lambda name=name: {name: [_found(name)]})  # type: ignore[misc]
    if OURS in programs.missing:
        sys.exit(f"{OURS} can't be installed: {programs.missing[OURS]}")
    if command is None:
        programs.commands["python"] = [str(Path(programs.commands[OURS][0]).with_name("python"))]
    return programs


def machine() -> dict[str, str]:
    """Return what kind of machine this is; nothing that tells which one."""
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _take_part(programs: Programs, names: Iterable[str], install: Callable[[], dict[str, list[str]]]) -> None:
    try:
        programs.commands.update(install())
    except (OSError, subprocess.CalledProcessError) as error:
        programs.missing.update(dict.fromkeys(names, _reason(error)))
        return
    programs.versions.update(
        {name: _version(programs.commands[name]) for name in names if name != JSON_SERVER}
    )


def _reason(error: OSError | subprocess.CalledProcessError) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        said = str(error.stderr or "").strip().splitlines()
        return said[-1] if said else f"{error.cmd[0]} ended with {error.returncode}"
    return str(error)


def _ours(folder: Path) -> list[str]:
    """Install this checkout as a user would: an editable one looks longer for its modules."""
    python = _environment(folder)
    _run([python, "-m", "pip", "install", "--quiet", str(ROOT)])
    _run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(ROOT)])
    return [_beside(python, OURS)]


def _from_pypi(folder: Path) -> dict[str, list[str]]:
    python = _environment(folder)
    _run([python, "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "requirements.txt")])
    return {name: [_beside(python, name)] for name in FROM_PYPI}


def _from_npm(folder: Path) -> dict[str, list[str]]:
    """Install biome, whose command is the program itself and not the script that looks for it."""
    npm, node = _found("npm"), _found("node")
    folder.mkdir(exist_ok=True)
    shutil.copy(HERE / "package.json", folder)
    _run([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent"])
    modules = folder / "node_modules"
    biome = next(modules.glob("@biomejs/cli-*/biome*"), None)
    if biome is None:
        raise OSError("npm installed no biome for this machine")
    return {"biome": [str(biome)], JSON_SERVER: [node, str(modules / ".bin" / JSON_SERVER), "--stdio"]}


def _environment(folder: Path) -> str:
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(folder)])
    return str(python)


def _beside(python: str, name: str) -> str:
    return str(Path(python).with_name(name))


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise OSError(f"there is no {name} on the path")
    return path


def _version(command: list[str]) -> str:
    said = _run([*command, "--version"])
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else said.strip()


def _run(command: list[str]) -> str:
    """Run a command that makes what is measured; modules are compiled, whatever this shell says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, cwd=HERE
    ).stdout


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )
