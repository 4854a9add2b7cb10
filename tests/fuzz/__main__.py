"""Looks for inputs on which a reader or a command breaks: `python -m tests.fuzz --minutes 60`.

With atheris (`pip install -e ".[fuzz]"`) it is led by the code that an input reaches, else by chance alone.
What is found is in `build/fuzz/found/TARGET/`, each with a report beside it, and tried again with
`--again FILE`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fuzz.target import Failure, Target

BUILD: Final = Path(__file__).parent.parent.parent / "build" / "fuzz"
ENDLESS: Final = 60
"""After so many seconds of the processor an input is given up."""
MEMORY: Final = 4_000_000_000
SLOWNESS: Final = 4
"""How much longer an input may take while its code is watched, or in a gate, than when it is tried again."""


def main() -> int:
    """Try what the command line asks for; return 1 where something is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="how long, in all")
    parser.add_argument(
        "--inputs", type=int, help="not for a time, but so many random inputs of each: the same each time"
    )
    parser.add_argument("--seed", default="1", help="what decides about the random inputs")
    parser.add_argument("--target", action="append", help="one of them, not all; may be repeated")
    parser.add_argument("--chance", action="store_true", help="go by chance, though atheris is installed")
    parser.add_argument(
        "--again", metavar="FILE", help="try one input, which lies in a folder named after its target"
    )
    parser.add_argument("--within", type=float, metavar="SECONDS", help=argparse.SUPPRESS)
    said = parser.parse_args()
    os.environ["C360LINT_NO_CACHE"] = "1"
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"):
        os.environ.pop(name, None)
    if said.again:
        return _again(Path(said.again))
    if said.within is not None:
        return _one(said.target[0], said)
    return _all(said)


def _all(said: argparse.Namespace) -> int:
    """Try each target in a process of its own, which may die; return 1 where something was found."""
    from tests.fuzz.targets import BY_NAME

    names = said.target or list(BY_NAME)
    shares = sum(BY_NAME[name].share for name in names)
    before = _found()
    ends = []
    for name in names:
        seconds = inf if said.inputs else said.minutes * 60 * BY_NAME[name].share / shares
        words = ["--target", name, "--within", str(seconds), "--seed", said.seed]
        if said.inputs:
            words += ["--inputs", str(said.inputs)]
        if said.chance or said.inputs:
            words.append("--chance")
        ended = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *words], check=False, stderr=subprocess.PIPE
        )
        ends.append(ended.returncode)
        if ended.returncode:
            print(ended.stderr[-2000:].decode("utf-8", "replace"))
            print(f"{name}: it has died with {ended.returncode}; its last input is {BUILD / 'last' / name}")
    news = [file for file, size in _found().items() if before.get(file) != size]
    for file in news:
        print(f"\npython -m tests.fuzz --again {os.path.relpath(file)}")
        print(file.with_name(f"{file.name}.txt").read_text("utf-8", "replace")[-1500:])
    print(f"{len(news)} found" if news else "nothing found")
    return int(bool(news) or any(ends))


def _found() -> dict[Path, int]:
    return {one: one.stat().st_size for one in sorted(BUILD.glob("found/*/*")) if one.suffix != ".txt"}


def _one(name: str, said: argparse.Namespace) -> int:
    """Try one target for some seconds."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    is_led = find_spec("atheris") is not None and not said.chance
    if is_led:
        import atheris

        with atheris.instrument_imports(include=["linter"]):
            from tests.fuzz.targets import BY_NAME
    else:
        from tests.fuzz.targets import BY_NAME
    target = BY_NAME[name]
    if is_led and target.made is None:
        _led(target, said)  # ends the process
    tried = 0
    ends = time.monotonic() + said.within
    last = len(target.seeds()) + said.inputs * target.share if said.inputs else None
    for data in itertools.islice(target.inputs(said.seed), last):
        if time.monotonic() > ends:
            break
        _try(target, data, SLOWNESS if said.inputs else 1)
        tried += 1
    print(f"{name}: {tried} inputs", flush=True)
    return 0


def _led(target: Target, said: argparse.Namespace) -> None:
    """Let atheris choose among the inputs, and change them as we do or as it does."""
    import random

    import atheris

    from tests.fuzz.mutating import mutated

    seeds = target.seeds()
    grown = BUILD / "grown" / target.name
    grown.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (grown / f"seed-{number}").write_bytes(seed)

    def change(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, chance, seeds, target.words)[:most]

    flags = (
        f"-max_total_time={max(1, int(said.within))}",
        "-max_len=100000",
        "-rss_limit_mb=0",
        "-timeout=600",
    )
    quiet = (
        "-verbosity=0",
        "-report_slow_units=600",
        f"-artifact_prefix={BUILD}/",
        f"-seed={sum(said.seed.encode()) or 1}",
    )
    atheris.Setup(
        [target.name, *flags, *quiet, str(grown)],
        lambda data: _try(target, data, SLOWNESS),
        custom_mutator=change,
    )
    atheris.Fuzz()


def _try(target: Target, data: bytes, slowness: float = 1) -> None:
    """Try an input; keep it where something doesn't hold."""
    from tests.fuzz.target import tried

    last = BUILD / "last" / target.name
    last.parent.mkdir(parents=True, exist_ok=True)
    last.write_bytes(data)
    with _given_up():
        failure = tried(target, data, slowness)
    if failure is not None:
        _keep(target, data, failure)


@contextmanager
def _given_up() -> Iterator[None]:
    """Interrupt what takes too long."""

    def give_up(_number: int, _frame: Any) -> None:
        raise TimeoutError(f"more than {ENDLESS} s")

    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _keep(target: Target, data: bytes, failure: Failure) -> None:
    """Write an input and its report, unless there is a shorter one with the same cause."""
    file = BUILD / "found" / target.name / re.sub(r"[^\w.-]+", "-", failure.mark)[:80]
    if file.exists() and file.stat().st_size <= len(data):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.with_name(f"{file.name}.txt").write_text(failure.report, "utf-8", "backslashreplace")


def _again(file: Path) -> int:
    """Try the input in a file, print what doesn't hold of it."""
    from tests.fuzz.target import tried
    from tests.fuzz.targets import BY_NAME

    failure = tried(BY_NAME[file.resolve().parent.name], file.read_bytes())
    print(failure.report if failure is not None else "nothing found")
    return int(failure is not None)


if __name__ == "__main__":
    sys.exit(main())
