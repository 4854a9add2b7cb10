"""Git as a program that is asked: how it is started, and what it says when it gives up."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from typing import Final

# a monitor of files is a program that a repository names, and a folder of a commit can be a bare repository
_SETTINGS: Final = (
    *("-c", "core.quotepath=off", "-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit", "-c", "core.hooksPath=/dev/null"),
)

PLACES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")  # of the repository, not of its submodules


def started(
    folder: str, environment: Mapping[str, str], arguments: Iterable[str], data: bytes = b""
) -> tuple[int, bytes, bytes]:
    """Run git in a folder; return its status, and what it prints on both streams.  Raises OSError."""
    import subprocess

    command = [_program(), "--no-optional-locks", *_SETTINGS, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, input=data, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def _program() -> str:
    """Return git, as the PATH has it: Windows would take one from the folder that is checked."""
    if os.name != "nt":
        return "git"
    for folder in filter(os.path.isabs, os.get_exec_path()):
        path = os.path.join(folder, "git.exe")
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "git.exe")


def reason_of(said: str) -> str:
    """Return why git gave up: what was fatal, else the first error, else what is no mere warning."""
    lines = said.strip().split("\n")
    for kind in ("fatal: ", "error: "):
        found = next((line.removeprefix(kind) for line in lines if line.startswith(kind)), "")
        if found:
            return found
    return next((line for line in lines if not line.startswith(("warning: ", "hint: "))), "")


def environment_for_git() -> dict[str, str]:
    """Return the environment for git, which runs in the project's folder.

    In a hook, GIT_DIR alone would make that folder the top of the work tree, and paths may be
    relative to the folder that the hook runs in.
    """
    # a partial clone would ask its remote; before 2.44 git knows only of protocols that aren't allowed
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C"}
    if "GIT_WORK_TREE" not in environment:
        environment.pop("GIT_DIR", None)
    for name in PLACES:
        if name in environment:
            environment[name] = os.path.abspath(environment[name])
    return environment
