"""How long an editor waits for ours and for VS Code's JSON server: editing.py speaks with them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Cost, Row
from benchmarks.programs import JSON_SERVER, Programs

DRIVER = Path(__file__).with_name("editing.py")
WAITS = 4  # rounds for each that a part has: a wait is short, and varies


def measured(programs: Programs, rounds: int) -> Iterator[Row]:
    """Yield what an editor waits for each server in each case, as wall time."""
    command = [*programs.commands["python"], str(DRIVER), "--rounds", str(WAITS * rounds)]
    if JSON_SERVER in programs.commands:
        command += ["--json-server", *programs.commands[JSON_SERVER]]
    with tempfile.TemporaryDirectory() as elsewhere:  # where no other `linter` lies than the installed one
        said = subprocess.run(command, cwd=elsewhere, stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in said.splitlines():
        what, server, waits, memory = json.loads(line)
        yield Row(what, 500, server, tuple(Cost(0, wait, memory) for wait in waits))
