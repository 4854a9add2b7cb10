"""The project that stands behind the examples of all pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import rules
from linter.rulekit.pages import stage_in

STAGE = stage_in(str(Path(rules.__file__).parent / "world"))


def lay_out(files: Mapping[str, str], folder: Path) -> None:
    """Make a folder hold these files, by their names in it, and no others; what is so already stays."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder before the folder
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path, data = folder / name, content.encode()
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
