"""Measures ours and its peers in turn, keeps the figures, and writes them into the documentation.

python -m benchmarks [PART]... [--quick] [--rounds N]
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import contest, history, page, programs, server
from benchmarks.figures import Row
from benchmarks.parts import PARTS, SERVER

PEERS = Path(__file__).with_name(".peers")


def main() -> None:
    """Do what the command line says."""
    options = _options()
    if options.pages:
        page.write()
        return
    there = programs.provide(PEERS, shlex.split(options.command) if options.command else None)
    for name, reason in there.missing.items():
        print(f"{name} is missing: {reason}")
    path = history.FOLDER / f"{there.versions['c360lint']}.json"
    for name in options.parts or PARTS:
        part = _measured(name, there, options.rounds, options.quick)
        print(f"\n## {PARTS[name].title}\n\n{page.table(name, part)}", flush=True)
        if not options.quick:
            history.write(path, {**history.read(path), name: part})
    if not options.quick:
        page.write()


def _measured(name: str, there: programs.Programs, rounds: int, quick: bool) -> history.Part:
    machine = programs.machine()
    rows: list[Row] = list(server.measured(there, rounds)) if name == SERVER else []
    for scenario in PARTS[name].scenarios:
        if not (quick and scenario.heavy):
            print(f"{name}: {scenario.name}, {scenario.size:,}", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                rows += contest.measured(scenario, there, Path(folder) / "bench", rounds)
    today = datetime.now(UTC).date().isoformat()
    return history.Part(today, machine, there.versions, there.missing, rounds, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure ours and its peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"all, unless named: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, two rounds; nothing is kept")
    parser.add_argument("--rounds", type=int, help="rounds that count (default: 5, quick: 2)")
    parser.add_argument("--command", help="ours, instead of this checkout installed anew")
    parser.add_argument("--pages", action="store_true", help="only write the newest figures into docs/")
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 5)
    for unknown in set(options.parts) - set(PARTS):
        parser.error(f"there is no part {unknown}: {', '.join(PARTS)}")
    return options


if __name__ == "__main__":
    main()
