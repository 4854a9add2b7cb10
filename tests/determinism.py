"""Whether the same files give the same bytes, whatever differs around them.

`python -m tests.determinism 1000` compares so many hash seeds, each in a process and a folder of its own with
files written in another order; as many run at a time as there are processors.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from hashlib import sha256
from pathlib import Path

from click.testing import CliRunner

from linter.cli import main
from linter.reports import FORMATS

REPO = Path(__file__).parent.parent
SOURCES = ("examples/contoso", "examples/contoso-broken", "examples/dataverse-broken", "rules/world")
ROWS = "Id;Name;Born;Total\n1;Ann;1990-01-01;10,5\n2;Böb;1991-02-03;7\n"
SCRIPT = "create table People (Id int primary key, Name nvarchar(50) not null, Born date);\n"
BROKEN = "contoso-broken"
WRITTEN = "known.json"

COMMANDS: tuple[str, ...] = (
    *(f"check --format {one}" for one in FORMATS),
    f"check {BROKEN} -v --statistics --no-progress",
    f"check {BROKEN} --diff",
    f"check {BROKEN} --why {BROKEN}/manage/relationships.json",
    f"check {BROKEN} world --format json",
    *(f"plan world --format {one}" for one in ("text", "json", "mermaid", "shell")),
    *(f"graph {BROKEN} --layer all --format {one}" for one in ("svg", "html", "json")),
    *(f"graph world --layer all --format {one}" for one in ("svg", "mermaid", "dot")),
    f"graph {BROKEN} --only-problems --format json",
    f"refs Customer {BROKEN} --format json",
    "rules",
    "rules --format json",
    "rules --coverage",
    "explain CP09",
    "explain segment --format json",
    "schema conflationPlan",
    "new segment --config contoso/c360lint.toml -o -",
    "snapshot show --snapshot contoso/snapshot.json",
    "snapshot apply world --force",
    "snapshot diff contoso/snapshot.json world/snapshot.json --project contoso-broken",
    *(
        f"snapshot diff contoso/snapshot.json world/snapshot.json --no-project --format {one}"
        for one in ("json", "markdown")
    ),
    "snapshot import world/contracts/metadata.xml -v",
    "snapshot import world/contracts/dataverse.yaml -v",
    "snapshot import rows -v",
    "snapshot import tables.sql -v",
    "learn contoso-broken/manage/segments.json --as segment --snapshot contoso/snapshot.json",
    "doctor world",
    f"baseline create --config {BROKEN}/c360lint.toml --baseline {WRITTEN}",
)


def files() -> dict[str, bytes]:
    """Return what the folder holds in which everything is run."""
    found = {"rows/people.csv": ROWS.encode(), "rows/more.csv": ROWS.encode(), "tables.sql": SCRIPT.encode()}
    for source in SOURCES:
        folder = REPO / source
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


def lay_out(folder: Path, seed: int | None = None) -> None:
    """Write the files, in an order that depends on a seed."""
    laid = list(files().items())
    if seed is not None:
        random.Random(seed).shuffle(laid)
    for name, data in laid:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def outputs(folder: Path, commands: Sequence[str] = COMMANDS) -> dict[str, bytes]:
    """Return what the commands say and write, run in a folder, one after the other."""
    with chdir(folder):
        return dict(_outputs(commands))


def _outputs(commands: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    runner = CliRunner(charset=sys.__stdout__.encoding if sys.__stdout__ else "utf-8")
    for command in commands:
        done = runner.invoke(main, command.split(), catch_exceptions=False)
        yield command, b"%d\n%b\n%b" % (done.exit_code, done.stdout_bytes, done.stderr_bytes)
        if os.path.exists(WRITTEN):
            yield WRITTEN, Path(WRITTEN).read_bytes()
            os.unlink(WRITTEN)


def said_by_a_process(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a process of its own says of all commands, each as its digest."""
    command = [sys.executable, "-m", "tests.determinism", "--in", str(folder)]
    told = {**os.environ, "C360LINT_NO_CACHE": "1", "PYTHONPATH": str(REPO), **environment}
    done = subprocess.run(command, cwd=REPO, env=told, check=True, capture_output=True)
    digests: dict[str, str] = json.loads(done.stdout)
    return digests


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return the commands that don't say the same twice."""
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


def _compare_seeds(count: int) -> int:
    """Return 1, and say what differs, if a seed gives other bytes than the first one."""
    first = _said_with(0)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for seed, said in enumerate(pool.map(_said_with, range(1, count)), 1):
            if seed % 50 == 0:
                print(f"{seed} hash seeds: the same bytes", flush=True)
            found = differing(first, said)
            if found:
                print(f"seed {seed}: {', '.join(found)}")
                pool.shutdown(cancel_futures=True)
                return 1
    print(f"{count} hash seeds, {len(first)} outputs: the same bytes")
    return 0


def _said_with(seed: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as name:
        lay_out(Path(name), seed)
        return said_by_a_process(Path(name), {"PYTHONHASHSEED": str(seed)})


if __name__ == "__main__":
    if sys.argv[1] == "--in":
        here = os.fsencode(sys.argv[2])  # `doctor` says where it is
        said = {name: data.replace(here, b"") for name, data in outputs(Path(sys.argv[2])).items()}
        print(json.dumps({name: sha256(data).hexdigest() for name, data in said.items()}))
    else:
        sys.exit(_compare_seeds(int(sys.argv[1])))
