"""Runs the linter over clean and planted projects and tells where it and the specification differ.

python tests/planted/judge.py --seeds 0:200 [--only CP08] [--form yaml] [--in-process] [--jobs 2]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent
sys.path[:0] = [str(HERE), str(REPO)]

from faults import PLANTS, plant  # noqa: E402
from generator import build_project  # noqa: E402
from planting import Expected, Plant  # noqa: E402
from positions import offset_of  # noqa: E402
from render import FORMS, Rendered, render  # noqa: E402

if TYPE_CHECKING:
    from generator import Path

CLEAN = "clean"
PROBLEMS = ("pointer", "range", "severity", "related", "missed", "extra", "order", "exit", "crash")
SEVERE = ("error", "warning")


class Task(NamedTuple):
    """What one worker needs to judge the projects of one seed."""

    seed: int
    codes: tuple[str, ...]
    forms: tuple[str, ...]
    command: tuple[str, ...]
    keep: str


class Verdict(NamedTuple):
    """How the linter did on one project in one form; no problems means that all was as it should be."""

    code: str
    variant: str
    seed: int
    form: str
    problems: tuple[tuple[str, str], ...]
    lenient: bool = False


class Answer(NamedTuple):
    """What the linter said."""

    exit: int
    diagnostics: list[dict[str, Any]]
    noise: str = ""
    held: tuple[dict[str, Any], ...] = ()


def judge_seed(task: Task) -> list[Verdict]:
    """The verdicts on the clean project of a seed, and on a plant of each code."""
    project = build_project(task.seed)
    verdicts = []
    for code in task.codes:
        planted = plant(code, project, task.seed)
        for form in task.forms if planted else ():
            assert planted
            verdicts.append(_judge(task, code, *planted, form))
        if code == CLEAN:
            verdicts += [_judge(task, CLEAN, "as built", Plant(project, (), ()), form) for form in task.forms]
    return verdicts


def _judge(task: Task, code: str, variant: str, planted: Plant, form: str) -> Verdict:
    rendered = render(planted.project, form, task.seed, planted.broken)
    with tempfile.TemporaryDirectory() as folder:
        rendered.write(pathlib.Path(folder))
        answer = run(task, folder, form)
    problems, lenient = compare(rendered, planted.expected, answer)
    if problems and task.keep:
        rendered.write(pathlib.Path(task.keep, f"{code}-{variant}-{task.seed}-{form}"))
    return Verdict(code, variant, task.seed, form, tuple(problems), lenient)


def run(task: Task, folder: str, form: str) -> Answer:
    """What the linter says about the project in a folder."""
    arguments = ["check", "--format", "json"]
    if form == "yaml":
        arguments += ["--snapshot", "snapshot.yaml"]
    elif task.seed % 2:
        arguments += ["--snapshot", "snapshot.json"]
    runner = _run_command if task.command else _run_inside
    status, output, noise = runner(task.command, arguments, folder)
    try:
        report = json.loads(output)
        return Answer(status, report["diagnostics"], held=tuple(report["heldBack"]))
    except (ValueError, KeyError):
        return Answer(status, [], f"{output}\n{noise}"[-1500:])


def _run_inside(_: tuple[str, ...], arguments: list[str], folder: str) -> tuple[int, str, str]:
    from click.testing import CliRunner

    from linter.cli import main

    before = pathlib.Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)
    fault = repr(result.exception) if result.exception else ""
    return result.exit_code, result.stdout, f"{result.stderr}\n{fault}"


def _run_command(command: tuple[str, ...], arguments: list[str], folder: str) -> tuple[int, str, str]:
    path = os.pathsep.join(filter(None, (str(REPO), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def compare(
    rendered: Rendered, expected: tuple[Expected, ...], answer: Answer
) -> tuple[list[tuple[str, str]], bool]:
    """What is wrong with an answer, and whether it took another reading that is allowed."""
    if answer.noise:
        return [("crash", f"exit {answer.exit}: {answer.noise}")], False
    meant = {one.code for one in expected}
    left = [one for one in answer.diagnostics if one["severity"] in SEVERE or one["code"] in meant]
    problems: list[tuple[str, str]] = []
    lenient = False
    for one in expected:
        found = _match(rendered, one, left)
        if found is None:
            problems.append(("missed", _wanted(rendered, one)))
            continue
        left.remove(found)
        problems += _differences(rendered, one, found)
        lenient = lenient or found["pointer"] != _pointer(rendered, one.file, one.at)
    problems += [("extra", _said(one)) for one in left]
    found_at = {(one["code"], one["file"], one["pointer"]) for one in answer.diagnostics}
    causes = {(one["cause"]["code"], one["cause"]["file"], one["cause"]["pointer"]) for one in answer.held}
    problems += [("cause", " ".join(one)) for one in sorted(causes - found_at)]
    if answer.diagnostics != sorted(answer.diagnostics, key=_rank):
        problems.append(("order", " ".join(map(_said, answer.diagnostics))))
    status = int(any(one.severity == "error" for one in expected))
    if answer.exit != status:
        problems.append(("exit", f"{answer.exit}, not {status}"))
    return problems, lenient


def _rank(found: dict[str, Any]) -> tuple[str, int, int, str]:
    start = found["range"]["start"]
    return found["file"], start["line"], start["column"], found["code"]


def _match(rendered: Rendered, expected: Expected, left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The finding meant: the right place if there is one, else the same code."""
    alike = [one for one in left if one["code"] == expected.code]
    places = _pointers(rendered, expected)
    right = [one for one in alike if one["pointer"] in places and one["file"] == rendered.name(expected.file)]
    return next(iter(right or alike), None)


def _differences(rendered: Rendered, expected: Expected, found: dict[str, Any]) -> list[tuple[str, str]]:
    places = _pointers(rendered, expected)
    if found["file"] != rendered.name(expected.file) or found["pointer"] not in places:
        return [("pointer", f"{_said(found)}; wanted {_wanted(rendered, expected)}")]
    problems = []
    if found["severity"] != expected.severity:
        problems.append(("severity", f"{_said(found)}; wanted {expected.severity}"))
    if not _range_fits(rendered, expected, found, places[found["pointer"]]):
        problems.append(("range", f"{_said(found)}; got {_shown(rendered, expected, found)}"))
    related = {(one["file"], one["pointer"]) for one in found.get("related", ())}
    for file, at in expected.related:
        if (rendered.name(file), _pointer(rendered, file, at)) not in related:
            problems.append(("related", f"{_said(found)}; related {sorted(related)}"))
    return problems


def _pointers(rendered: Rendered, expected: Expected) -> dict[str, Path]:
    places = (expected.at, *expected.others)
    return {_pointer(rendered, expected.file, at): at for at in places}


def _pointer(rendered: Rendered, file: str, at: Path) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in rendered.path(file, at))
    return "".join(f"/{step}" for step in steps)


def _span(rendered: Rendered, file: str, found: dict[str, Any]) -> tuple[int, int]:
    text = rendered.texts[rendered.name(file)]
    start, end = found["range"]["start"], found["range"]["end"]
    return (
        offset_of(text, start["line"], start["column"]),
        offset_of(text, end["line"], end["column"]),
    )


def _range_fits(rendered: Rendered, expected: Expected, found: dict[str, Any], at: Path) -> bool:
    text = rendered.texts[rendered.name(expected.file)]
    start, end = _span(rendered, expected.file, found)
    if expected.part == "anywhere":
        return 0 <= start <= end <= len(text)
    parts = ("key", "value") if expected.part == "either" else (expected.part,)
    spans = [rendered.range(expected.file, at, part, expected.occurrence) for part in parts]
    if expected.part == "inside":
        return _inside(text, spans[0], (start, end), expected.fragment)
    # A YAML block has no end of its own: blanks and line ends after it are nobody's.
    wanted = [(first, text[first:last].rstrip()) for first, last in spans]
    exact = rendered.form == "yaml" or (start, end) in spans
    return exact and (start, text[start:end].rstrip()) in wanted


def _inside(text: str, whole: tuple[int, int], got: tuple[int, int], fragment: str) -> bool:
    if got == whole:
        return True
    within = whole[0] <= got[0] < got[1] <= whole[1]
    return within and fragment.lower() in unquote(text[slice(*got)]).lower()


def _said(found: dict[str, Any]) -> str:
    start = found["range"]["start"]
    place = f"{found['file']}:{start['line']}:{start['column']} {found['pointer'] or '(root)'}"
    return f"{found['code']} {found['severity']} {place}: {found['message']}"


def _wanted(rendered: Rendered, expected: Expected) -> str:
    pointer = _pointer(rendered, expected.file, expected.at) or "(root)"
    return f"{expected.code} {expected.severity} {rendered.name(expected.file)} {pointer}"


def _shown(rendered: Rendered, expected: Expected, found: dict[str, Any]) -> str:
    start, end = _span(rendered, expected.file, found)
    return repr(rendered.texts[rendered.name(expected.file)][start:end][:200])


def print_table(verdicts: list[Verdict]) -> None:
    """One line per code: how many projects, how many right, and what was wrong."""
    print(f"{'code':7}{'planted':>8}{'right':>7}{'lenient':>8}", *(f"{name:>9}" for name in PROBLEMS), sep="")
    for code in dict.fromkeys(sorted(verdict.code for verdict in verdicts)):
        mine = [verdict for verdict in verdicts if verdict.code == code]
        kinds = Counter(kind for verdict in mine for kind in {kind for kind, _ in verdict.problems})
        right = sum(not verdict.problems for verdict in mine)
        lenient = sum(verdict.lenient for verdict in mine)
        counts = "".join(f"{kinds[name] or '.':>9}" for name in PROBLEMS)
        print(f"{code:7}{len(mine):>8}{right:>7}{lenient or '.':>8}{counts}")


def print_misses(verdicts: list[Verdict], limit: int) -> None:
    """The first few misses of each code and variant, in full."""
    seen: Counter[tuple[str, str]] = Counter()
    for verdict in verdicts:
        key = (verdict.code, verdict.variant)
        if not verdict.problems or seen[key] >= limit:
            continue
        seen[key] += 1
        print(f"\n{verdict.code} {verdict.variant}, seed {verdict.seed}, {verdict.form}")
        for kind, detail in verdict.problems[:5]:
            print(f"  {kind}: {detail}")


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", default="0:20", help="first:last, the last excluded")
    parser.add_argument("--only", action="append", help="a code, or 'clean'; may be repeated")
    parser.add_argument("--form", action="append", choices=FORMS, help="may be repeated; default all")
    parser.add_argument("--command", default=f"{sys.executable} -m linter")
    parser.add_argument("--in-process", action="store_true", help="import the linter instead")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--misses", type=int, default=2, help="how many to show per variant")
    parser.add_argument("--keep", default="", help="a folder for the projects that were misjudged")
    return parser.parse_args()


def tasks_of(options: argparse.Namespace) -> list[Task]:
    """One task per seed."""
    first, _, last = options.seeds.partition(":")
    command = () if options.in_process else tuple(shlex.split(options.command))
    codes = tuple(options.only or PLANTS)
    forms = tuple(options.form or FORMS)
    seeds = range(int(first), int(last or int(first) + 1))
    return [Task(seed, codes, forms, command, options.keep) for seed in seeds]


def main() -> int:
    """Judges, prints, and returns 1 where the linter and the specification differ."""
    options = read_arguments()
    tasks = tasks_of(options)
    if options.jobs > 1:
        with multiprocessing.Pool(options.jobs) as pool:
            found = pool.map(judge_seed, tasks, chunksize=1)
    else:
        found = [judge_seed(task) for task in tasks]
    verdicts = [verdict for one in found for verdict in one]
    print_table(verdicts)
    print_misses(verdicts, options.misses)
    return int(any(verdict.problems for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
