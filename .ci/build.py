"""Builds what a release consists of, with the same bytes wherever it is done.

    python .ci/build.py FOLDER          the wheel, the sdist, and the extension if its packages are installed
    python .ci/build.py FOLDER --twice  the same, compared with builds under other circumstances

What git knows of is built, as it lies in the work tree. It takes git and hatchling (`build.lock` has the
hashes), and for the extension Node and `npm ci` in editors/vscode.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

REPO: Final = Path(__file__).resolve().parent.parent
EXTENSION: Final = Path("editors", "vscode")
SUMS: Final = "SHA256SUMS"
_ELSEWHERE: Final = {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "1"}


def main(arguments: list[str]) -> int:
    """Build into a folder; return the exit status."""
    folder, twice = Path(arguments[0]).resolve(), arguments[1:] == ["--twice"]
    built = build(folder)
    print("".join(f"{digest}  {name}\n" for name, digest in built.items()), end="")
    differ = _differing(built, folder) if twice else []
    for name in differ:
        print(f"{name}: another build has other bytes")
    return 1 if differ else 0


def build(folder: Path) -> dict[str, str]:
    """Build all that can be built here; return the digest of each file, by name."""
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, "source")
        _lay(source)
        environment = {**os.environ, "TZ": "UTC", "SOURCE_DATE_EPOCH": _time_of_commit()}
        _hatch(source, folder, environment)
        if (REPO / EXTENSION / "node_modules").is_dir():
            _package(source / EXTENSION, folder, environment)
    digests = _digests(folder)
    (folder / SUMS).write_text("".join(f"{told}  {name}\n" for name, told in digests.items()), "utf-8")
    return digests


def _differing(built: Mapping[str, str], folder: Path) -> list[str]:
    """Return the files that come out otherwise with other settings, or built from the sdist."""
    with tempfile.TemporaryDirectory() as temporary:
        environment = {**os.environ, **_ELSEWHERE, "HOME": temporary}
        command = [sys.executable, __file__, str(Path(temporary, "all"))]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, umask=0o077)
        again, from_sdist = (
            _digests(Path(temporary, "all")),
            _built_from_sdist(folder, Path(temporary), environment),
        )
    return sorted(
        name for name, digest in built.items() if {again[name], from_sdist.get(name, digest)} != {digest}
    )


def _built_from_sdist(folder: Path, temporary: Path, environment: Mapping[str, str]) -> dict[str, str]:
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(temporary / "unpacked", filter="data")
    for path in (temporary / "unpacked").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path)
    (source,) = (temporary / "unpacked").iterdir()
    _hatch(source, temporary / "from-sdist", {**environment, "SOURCE_DATE_EPOCH": _time_of_commit()})
    return _digests(temporary / "from-sdist")


def tracked() -> list[str]:
    """Return the names of the files that git knows of, and that are there."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, check=True, capture_output=True)
    return [name for name in os.fsdecode(done.stdout).split("\0") if name and (REPO / name).is_file()]


def _lay(source: Path) -> None:
    """Copy what git knows of, with neither the times nor the permissions of this checkout."""
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPO / name, source / name)


def _time_of_commit() -> str:
    command = ["git", "log", "-1", "--format=%ct"]
    return subprocess.run(command, cwd=REPO, check=True, capture_output=True, text=True).stdout.strip()


def _hatch(source: Path, folder: Path, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    _run(command, source, environment)


def _package(extension: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Package the extension, with the packages that are installed in this checkout."""
    (extension / "node_modules").symlink_to(REPO / EXTENSION / "node_modules", target_is_directory=True)
    version = json.loads((extension / "package.json").read_text("utf-8"))["version"]
    command = ["npm", "run", "package", "--", "--out", str(folder / f"c360lint-{version}.vsix")]
    _run(command, extension, environment)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a program, which prints much; what it says counts where it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.iterdir() if one.name != SUMS)
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
