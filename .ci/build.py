"""Builds what a release consists of, with the same bytes wherever it is done.

    python .ci/build.py FOLDER              the wheel, the sdist, the extension
    python .ci/build.py FOLDER --python     without the extension
    python .ci/build.py FOLDER --extension  nothing else
    python .ci/build.py FOLDER … --twice    the same, compared with builds under other circumstances

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
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Final

REPO: Final = Path(__file__).resolve().parent.parent
EXTENSION: Final = Path("editors", "vscode")
SUMS: Final = "SHA256SUMS"
_ELSEWHERE: Final = {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "1"}


def main(arguments: list[str]) -> int:
    """Build into a folder; return the exit status."""
    folder, options = Path(arguments[0]).resolve(), set(arguments[1:])
    built = build(folder, options)
    print("".join(f"{digest}  {name}\n" for name, digest in built.items()), end="")
    differ = _differing(built, folder, options - {"--twice"}) if "--twice" in options else []
    for name in differ:
        print(f"{name}: another build has other bytes")
    return 1 if differ else 0


def build(folder: Path, options: Set[str]) -> dict[str, str]:
    """Build what is asked for; return the digest of each file, by name."""
    os.umask(0o022)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, "source")
        _lay(source)
        environment = {**os.environ, "TZ": "UTC", "SOURCE_DATE_EPOCH": _time_of_commit()}
        if "--extension" not in options:
            _hatch(source, folder, environment)
        if "--python" not in options:
            _package(source / EXTENSION, folder, environment)
    digests = _digests(folder)
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (folder / SUMS).write_text(sums, "utf-8", newline="\n")
    return digests


def _differing(built: Mapping[str, str], folder: Path, options: Set[str]) -> list[str]:
    """Return the files that come out otherwise with other settings, or built from the sdist."""
    with tempfile.TemporaryDirectory() as temporary:
        other = Path(temporary)
        environment = {**os.environ, **_ELSEWHERE, "HOME": temporary}
        command = [sys.executable, __file__, str(other / "all"), *options]
        umask = 0o077 if os.name == "posix" else -1
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, umask=umask)
        again = _digests(other / "all")
        from_sdist = _built_from_sdist(folder, other, environment) if "--extension" not in options else {}
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
    packages = REPO / EXTENSION / "node_modules"
    if not packages.is_dir():
        sys.exit("the extension's packages are not installed: npm ci --prefix editors/vscode")
    (extension / "node_modules").symlink_to(packages, target_is_directory=True)
    version = json.loads((extension / "package.json").read_text("utf-8"))["version"]
    command = [
        shutil.which("npm") or "npm",
        "run",
        "package",
        "--",
        "--out",
        str(folder / f"c360lint-{version}.vsix"),
    ]
    _run(command, extension, environment)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a program, which prints much; what it says counts where it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.iterdir() if one.name.startswith("c360lint-"))
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
