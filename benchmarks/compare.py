"""Measures c360lint and check-jsonschema in turn on generated projects and prints the figures.

    python benchmarks/compare.py --pairs 5 > results.md

See README.md in this folder for what is measured and what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from generate import Payload, Size, write_plan, write_project

ROOT = Path(__file__).resolve().parent.parent
MEASURE = Path(__file__).resolve().with_name("measure.py")
SCENARIOS: dict[str, Size | int] = {  # an int is a single plan of so many characters
    "cold start: 1 payload, 10 entities": Size(1, 10),
    "100 payloads, 1,000 entities": Size(100, 1_000),
    "1,000 payloads, 1,000 entities": Size(1_000, 1_000),
    "1,000 payloads, 1,000 findings": Size(1_000, 1_000, findings=1_000),
    "10,000 payloads, 1,000 entities": Size(10_000, 1_000),
    "10,000 payloads, 1,000 findings": Size(10_000, 1_000, findings=1_000),
    "one plan of 1 MB": 1_000_000,
}
COLUMNS = (
    "scenario",
    "c360lint CPU",
    "check-jsonschema CPU",
    "times ours (lowest to highest)",
    "c360lint / `python -c pass`",
    "c360lint memory",
    "check-jsonschema memory",
)
# What grows, the project without any of it, and the three sizes.
LINES: dict[str, tuple[Size, list[tuple[int, Size]]]] = {
    "payload": (
        Size(1, 1_000),
        [(number, Size(number, 1_000)) for number in (1_000, 3_000, 10_000)],
    ),
    "entity": (
        Size(1, 4),
        [(number, Size(1, number)) for number in (1_000, 3_000, 10_000)],
    ),
    "finding": (
        Size(3_000, 1_000),
        [(number, Size(3_000, 1_000, findings=number)) for number in (300, 1_000, 3_000)],
    ),
}


# For `python -m linter`; only c360lint gets it, so that nobody else looks there for modules.
_CHECKOUT = {**os.environ, "PYTHONPATH": str(ROOT)}


class Cost(NamedTuple):
    """What a whole process used."""

    cpu: float  # milliseconds, user and system
    memory: float  # MiB at its peak


class Project(NamedTuple):
    """A generated project on the disk."""

    directory: Path
    payloads: list[Payload]
    findings: int


class Bench:
    """The two commands, and the folder in which generated projects are kept."""

    def __init__(self, command: list[str], peer: list[str], directory: Path) -> None:
        self.command = command
        self.peer = peer
        self.directory = directory
        self._projects: dict[Size | int, Project] = {}

    def project(self, size: Size | int) -> Project:
        """Return a project of that size, written at most once and checked to be what it should."""
        if size not in self._projects:
            directory = self.directory / f"project{len(self._projects)}"
            if isinstance(size, int):
                project = Project(directory, write_plan(directory, size), 0)
            else:
                project = Project(directory, write_project(directory, size), size.findings)
            self._expect_findings(project)
            self._projects[size] = project
        return self._projects[size]

    def ours(self, project: Project) -> Cost:
        """Lint a whole project; its snapshot is read too."""
        return measure([*self.command, "check", "."], project.directory, _CHECKOUT)

    def peers(self, project: Project) -> Cost:
        """Check the shape of the same payloads, without the snapshot, one process a kind.

        A process takes one schema, so several are needed.  From every one but the first, a
        start-up measured right after it is taken off again: the peer pays for one.
        """
        first, *others = sorted({payload.kind for payload in project.payloads})
        cost = self._peer(project, first)
        cpu, memory = cost.cpu, cost.memory
        for kind in others:
            cost = self._peer(project, kind)
            cpu += cost.cpu - self._start_of_peer()
            memory = max(memory, cost.memory)
        return Cost(cpu, memory)

    def yardstick(self) -> Cost:
        """Start Python to do nothing."""
        return measure([sys.executable, "-c", "pass"], self.directory)

    def _peer(self, project: Project, kind: str) -> Cost:
        files = [payload.file for payload in project.payloads if payload.kind == kind]
        schema = ROOT / "schemas" / f"{kind}.schema.json"
        return measure([*self.peer, "--schemafile", str(schema), *files], project.directory)

    def _start_of_peer(self) -> float:
        one = self.project(Size(1, 10))
        return self._peer(one, one.payloads[0].kind).cpu

    def _expect_findings(self, project: Project) -> None:
        """Fail unless the linter finds what was planted: a linter that looks at nothing is fast."""
        done = subprocess.run(
            [*self.command, "check", "--format", "json", "."],
            cwd=project.directory,
            env=_CHECKOUT,
            stdout=subprocess.PIPE,
            check=False,
        )
        report = json.loads(done.stdout)
        documents = report["summary"]["documents"]
        found = (documents, len(report["diagnostics"]))
        if found != (len(project.payloads), project.findings):
            planted = (len(project.payloads), project.findings)
            sys.exit(f"{project.directory}: (documents, findings) are {found}, should be {planted}")


def measure(command: Sequence[str], directory: Path, environment: dict[str, str] | None = None) -> Cost:
    """Return the cost of a command that may end with 0 (clean) or 1 (findings)."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(MEASURE), *command],
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    status, seconds, kibibytes = done.stdout.split()
    if int(status) not in (0, 1):
        sys.exit(f"exit status {status} from: {shlex.join(command)[:400]}")
    return Cost(float(seconds) * 1000, int(kibibytes) / 1024)


def compare(bench: Bench, names: Iterable[str], pairs: int) -> None:
    """Print one row a scenario: medians, and ratios taken pair by pair."""
    print(f"| {' | '.join(COLUMNS)} |\n|---{'|---:' * (len(COLUMNS) - 1)}|")
    for name in names:
        project = bench.project(SCENARIOS[name])
        rounds = [(bench.ours(project), bench.peers(project), bench.yardstick()) for _ in range(pairs)]
        print(_row(name, rounds), flush=True)


def linearity(bench: Bench, what: str, pairs: int) -> None:
    """Print what one more payload, entity or finding costs c360lint, at three sizes."""
    base_size, sizes = LINES[what]
    print(f"\n| {what} count | c360lint CPU | more than without | one {what} |")
    print("|---:|---:|---:|---:|")
    base = bench.project(base_size)
    for count, size in sizes:
        project = bench.project(size)
        rounds = [(bench.ours(project).cpu, bench.ours(base).cpu) for _ in range(pairs)]
        whole = statistics.median(cpu for cpu, _ in rounds)
        more = statistics.median(cpu - without for cpu, without in rounds)
        print(
            f"| {count:,} | {whole:,.0f} ms | {more:,.0f} ms | {more / count * 1000:,.1f} µs |",
            flush=True,
        )


def _row(name: str, rounds: list[tuple[Cost, Cost, Cost]]) -> str:
    ratios = [peer.cpu / ours.cpu for ours, peer, _ in rounds]
    cells = (
        name,
        f"{_median(ours.cpu for ours, _, _ in rounds):,.0f} ms",
        f"{_median(peer.cpu for _, peer, _ in rounds):,.0f} ms",
        f"{_median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})",
        f"{_median(ours.cpu / none.cpu for ours, _, none in rounds):.2f}",
        f"{_median(ours.memory for ours, _, _ in rounds):.1f} MiB",
        f"{_median(peer.memory for _, peer, _ in rounds):.1f} MiB",
    )
    return f"| {' | '.join(cells)} |"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _command(text: str) -> list[str]:
    """Return a command as words; `python` is the Python that runs this file."""
    first, *rest = shlex.split(text)
    return [sys.executable if first == "python" else shutil.which(first) or first, *rest]


def _peer() -> str:
    beside = Path(sys.executable).with_name("check-jsonschema")
    return str(beside) if beside.exists() else "check-jsonschema"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare c360lint with check-jsonschema.")
    parser.add_argument("--command", default="python -m linter", help="default: python -m linter")
    parser.add_argument("--peer", default=_peer(), help="default: the check-jsonschema beside python")
    parser.add_argument("--pairs", type=int, default=5, help="how often each is run (default: 5)")
    parser.add_argument("--only", default="", help="scenarios whose name contains this text")
    parser.add_argument("--no-linearity", action="store_true", help="leave out the last tables")
    parser.add_argument("--directory", type=Path, help="an empty folder to keep the projects in")
    return parser.parse_args()


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        directory: Path = (options.directory or Path(temporary)).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            sys.exit(f"{directory} isn't empty")
        bench = Bench(_command(options.command), _command(options.peer), directory)
        _run(options, bench)


def _run(options: argparse.Namespace, bench: Bench) -> None:
    idle = [bench.yardstick() for _ in range(options.pairs)]
    cpu, memory = _median(one.cpu for one in idle), _median(one.memory for one in idle)
    print(f"`python -c pass`: {cpu:.1f} ms, {memory:.1f} MiB; pairs a row: {options.pairs}.\n")
    compare(bench, [name for name in SCENARIOS if options.only in name], options.pairs)
    for what in () if options.no_linearity else LINES:
        linearity(bench, what, options.pairs)


if __name__ == "__main__":
    main()
