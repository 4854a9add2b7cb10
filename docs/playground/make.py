"""Builds the playground: c360lint in a browser, offline, from this checkout and the packages it runs with.

`python docs/playground/make.py [FOLDER]` needs npm, node and pip, and a network once; what it writes needs
none: `python -m http.server --directory docs/playground/out` serves it.  Nothing of it is committed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
REPO = HERE.parent.parent

PYODIDE = "314.0.7"
PYTHON, PLATFORM = "3.14", "pyemscripten_2026_0_wasm32"
"""What that version of Pyodide runs: wheels for it have this tag."""

_OF_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_COMPILED = ("pydantic_core",)
"""Packages that are nothing without their machine code, and are on PyPI for the browser."""

_NOT_THERE = ("jsonschema",)
"""What isn't there for the browser, since rpds-py isn't: `[[schemas]]` and `[[contracts]]` need it."""

_LEFT_OUT = re.compile(r"\.(so|pyd|pyx|pxd|pyi|pyc)$|/tests/|^\.\.|/direct_url\.json$")
_EXAMPLE = (
    "snapshot.json",
    "conflations/default/conflationPlan.json",
    "manage/relationships.json",
    "c360lint.toml",
)


def main() -> None:
    """Write the page, and all that it loads, into a folder."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "out"
    out.mkdir(parents=True, exist_ok=True)
    _fetch_pyodide(out)
    _write_site(out / "site.zip")
    for name in ("index.html", "page.js", "worker.js", "style.css"):
        shutil.copy(HERE / name, out / name)
    (out / "example.json").write_text(json.dumps(_example(), ensure_ascii=False), "utf-8")
    subprocess.run(["node", str(HERE / "compile.mjs"), str(out.resolve())], check=True)
    size = sum(one.stat().st_size for one in out.iterdir()) / 1_000_000
    print(f"{out}: {size:.1f} MB; python -m http.server --directory {out}")


def _fetch_pyodide(out: Path) -> None:
    """Take what runs Python in a browser from its npm package."""
    with TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"pyodide@{PYODIDE}"], cwd=folder, check=True, stdout=-3)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            for name in (*_OF_PYODIDE, "package.json"):
                held = packed.extractfile(f"package/{name}")
                assert held is not None
                (out / name.replace("package.json", "pyodide.json")).write_bytes(held.read())


def _write_site(path: Path) -> None:
    """Write c360lint and the packages that it imports as one archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as site:
        for name, content in _files():
            site.writestr(name, content)


def _files() -> Iterator[tuple[str, bytes]]:
    yield "playground.py", (HERE / "playground.py").read_bytes()
    for top in ("linter", "rules", "schemas"):
        for one in sorted((REPO / top).rglob("*")):
            name = one.relative_to(REPO).as_posix()
            if one.is_file() and not _LEFT_OUT.search(name):
                yield name, one.read_bytes()
    for package in _packages():
        if package.name.replace("-", "_") in _COMPILED:
            yield from _for_browsers(package)
        else:
            yield from ((name, content) for name, content in _installed(package))


def _packages() -> list[Distribution]:
    """Return what c360lint needs, and what that needs, as it is installed here."""
    found: dict[str, Distribution] = {}
    waiting = list(tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    while waiting:
        one = waiting.pop()
        name = re.split(r"[^\w.-]", one, maxsplit=1)[0]
        if ";" not in one and name not in (*_NOT_THERE, *found):  # what is behind ; is for other systems
            found[name] = distribution(name)
            waiting += found[name].requires or ()
    return list(found.values())


def _installed(package: Distribution) -> Iterator[tuple[str, bytes]]:
    for one in package.files or ():
        if not _LEFT_OUT.search(str(one)):
            yield str(one), Path(str(one.locate())).read_bytes()


def _for_browsers(package: Distribution) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package's wheel for the browser, in the version that is installed here."""
    with TemporaryDirectory() as folder:
        wanted = ["--platform", PLATFORM, "--python-version", PYTHON, "--only-binary", ":all:", "--no-deps"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder]
        subprocess.run([*pip, *wanted, f"{package.name}=={package.version}"], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                yield name, wheel.read(name)


def _example() -> dict[str, str]:
    folder = REPO / "examples" / "contoso-broken"
    return {name: (folder / name).read_text("utf-8") for name in _EXAMPLE}


if __name__ == "__main__":
    main()
