"""How long an editor waits for ours and for VS Code's JSON server: editing.py speaks with them."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figures import OURS, Cost, Row
from benchmarks.programs import JSON_SERVER, ROOT, Programs

WAITS = 4  # rounds for each that a part has: a wait is short, and varies


def measured(programs: Programs, rounds: int) -> Iterator[Row]:
    """Yield what an editor waits, as wall time; CPU is that up to the first findings."""
    command = [sys.executable, "-m", "benchmarks.editing", "--rounds", str(WAITS * rounds)]
    command += ["--server", shlex.join([*programs.commands[OURS], "server"])]
    if JSON_SERVER in programs.commands:
        command += ["--json-server", shlex.join(programs.commands[JSON_SERVER])]
    said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in said.splitlines():
        what, server, waits, start, memory = json.loads(line)
        yield Row(what, 500, server, tuple(Cost(start, wait, memory) for wait in waits))
