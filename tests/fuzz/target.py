"""What is tried with random inputs, and what comes of one."""

from __future__ import annotations

import gc
import random
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.fuzz.mutating import mutated

HERE: Final = Path(__file__).parent
REPO: Final = HERE.parent.parent

SECONDS: Final = 1.0
BYTES_A_SECOND: Final = 25_000
"""An input may take a second, and one more for each so many bytes: 5 s of 100 KB."""


class Target(NamedTuple):
    """A reader: what holds of it for each input (in the words of the docstring), and inputs to begin with."""

    name: str
    holds: Callable[[bytes], None]
    examples: Sequence[str] = ()  # files of the project, beside those of its own in the corpus
    words: Sequence[bytes] = ()  # that are put into inputs
    made: Callable[[random.Random], bytes] | None = (
        None  # what makes an input of nothing, if they are made so
    )
    share: int = 1  # of the time

    def seeds(self) -> list[bytes]:
        """Return the inputs that random ones are made of, in a fixed order."""
        corpus = sorted((HERE / "corpus" / self.name).glob("*"))
        examples = [one for pattern in self.examples for one in sorted(REPO.glob(pattern)) if one.is_file()]
        return [one.read_bytes() for one in (*corpus, *examples)]

    def inputs(self, seed: str) -> Iterator[bytes]:
        """Yield the seeds and then random inputs, the same for the same seed; there is no end to them."""
        chance = random.Random(f"{self.name} {seed}")
        seeds = self.seeds()
        yield from seeds
        while True:
            if self.made is not None:
                yield self.made(chance)
            else:
                yield mutated(chance.choice(seeds), chance, seeds, self.words)


class Broken(AssertionError):  # noqa: N818  # it says what the input shows
    """Something doesn't hold, and what equal failures share is known."""

    def __init__(self, mark: str, report: str) -> None:
        super().__init__(report)
        self.mark = mark


class Failure(NamedTuple):
    """An input of which something doesn't hold; equal marks have the same cause."""

    mark: str
    report: str


def tried(target: Target, data: bytes, slowness: float = 1) -> Failure | None:
    """Return why something doesn't hold for an input, or why it takes too long; None where all is well."""
    before = time.process_time()
    try:
        target.holds(data)
    except Broken as error:
        return Failure(error.mark, str(error))
    except Exception as error:  # whatever it is, it is what is looked for
        return Failure(_mark(error), "".join(traceback.format_exception(error)))
    finally:
        gc.unfreeze()  # commands leave their garbage to the end of their process, which this one outlives
    taken = time.process_time() - before
    if target.made is None and taken > slowness * (SECONDS + len(data) / BYTES_A_SECOND):
        return Failure("slow", f"{len(data)} bytes take {taken:.1f} s")
    return None


def _mark(error: Exception) -> str:
    """Return the kind of an error and the innermost line of ours, by which equal ones are known."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if REPO in Path(one.filename).parents and ".venv" not in one.filename]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
