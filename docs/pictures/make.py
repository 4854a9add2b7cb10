"""Makes the pictures of the documentation: what the real program shows on a terminal, and in Neovim.

`python docs/pictures/make.py` (with the `dev` extra) runs all that is in STILLS and writes each as
`docs/pictures/NAME.svg`, and those of TOUR, one after the other, as `tour.svg`.  The stills of Neovim need
`nvim` and `tmux`, and stay as they are without them.  An SVG's text is text, and it loads nothing.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

REPO = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
COLUMNS = 110
SECONDS = 6  # that each still of the tour is shown
CUT = "\x1b[2m…\x1b[0m"
PROMPT = "\x1b[32m$\x1b[0m "
TODAY = "2026-11-27"  # of all that depends on the day


class Step(NamedTuple):
    """A command, and how many lines of what it prints are shown."""

    command: str
    lines: int | None = None


class Still(NamedTuple):
    """Some commands, run in a folder of the copy of `examples/`, after `before`, which isn't shown."""

    name: str
    title: str
    steps: tuple[Step, ...]
    folder: str = "."
    before: str = ""


STILLS = (
    Still(
        "check",
        "c360lint check: a finding, its place, why it is one, and how to mend it",
        (Step("c360lint check examples/contoso-broken", 14),),
    ),
    Still(
        "segments",
        "c360lint check manage/segments.json: a slip in a segment, and one in its SQL",
        (Step("c360lint check manage/segments.json"),),
        folder="examples/contoso-broken",
    ),
    Still(
        "explain",
        "c360lint explain CP02: the rule's page",
        (Step("c360lint explain CP02", 22),),
    ),
    Still(
        "fix",
        "c360lint check --fix --diff: what a fix would change",
        (Step("c360lint check --select CP02 --fix --unsafe-fixes --diff"),),
        folder="examples/contoso-broken",
    ),
    Still(
        "new",
        "c360lint new conflationPlan: a skeleton from the snapshot, which passes check",
        (
            Step("c360lint new conflationPlan --entity eCommerceContacts --entity loyCustomers"),
            Step("cat conflations/default/conflationPlan.yaml"),
            Step("c360lint check"),
        ),
        folder="examples/contoso",
        before="rm -r conflations manage requests",
    ),
    Still(
        "plan",
        "c360lint plan: an order in which the requests can be sent, and why",
        (Step("c360lint plan"),),
        folder="examples/contoso",
        before="rm -r manage requests",
    ),
)
TOUR = ("check", "segments", "explain", "fix", "plan")

EDITOR = {  # what neovim.lua does for each
    "finding": "Neovim: a finding beside its line, and in a float",
    "completion": "Neovim: the attributes that the entity has, from the snapshot",
}


# What a terminal shows


def on_terminal(still: Still) -> list[str]:
    """Return the lines that a terminal shows of some commands, with their colours."""
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(REPO / "examples", Path(root, "examples"))
        folder = Path(root, still.folder)
        subprocess.run(still.before, shell=True, check=True, cwd=folder)
        return [line for step in still.steps for line in _shown(step, folder)]


def _shown(step: Step, folder: Path) -> list[str]:
    printed = _run(step.command, folder)
    cut = [CUT] if step.lines is not None and len(printed) > step.lines else []
    return [PROMPT + step.command, *printed[: step.lines], *cut, ""]


def _run(command: str, folder: Path) -> list[str]:
    """Run a command on a terminal of its own; return the lines that it prints there."""
    ours, theirs = pty.openpty()
    program = f'c360lint() {{ {shlex.quote(sys.executable)} -m linter "$@"; }}\nstty cols {COLUMNS}\n'
    process = subprocess.Popen(
        ["bash", "-c", program + command],
        cwd=folder,
        env=_environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    printed = b"".join(_read(ours)).decode()
    process.wait()
    return [_last_written(line) for line in printed.replace("\r\n", "\n").rstrip("\n").split("\n")]


def _last_written(line: str) -> str:
    """Return what stays of a line that was written over: progress, where the machine is slow."""
    return re.split(r"\r|\x1b\[K", line)[-1]


def _read(terminal: int) -> Iterator[bytes]:
    """Yield what is printed on a terminal until nobody has it any more."""
    with open(terminal, "rb", buffering=0) as stream:
        try:
            while data := stream.read(65536):
                yield data
        except OSError:  # so Linux says that it has ended
            return


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(REPO),
        "C360LINT_TODAY": TODAY,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


# What Neovim shows


def in_neovim(doing: str) -> list[str]:
    """Return the screen of Neovim, at work on the example with mistakes, after one doing of neovim.lua."""
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(REPO / "examples" / "contoso-broken", Path(root, "contoso"))
        tmux = ["tmux", "-f", "/dev/null", "-S", str(Path(root, "tmux"))]
        size = ("-x", str(COLUMNS), "-y", "24")
        command = [*tmux, "new-session", "-d", *size, "-c", str(Path(root, "contoso")), shlex.join(_neovim())]
        environment = _environment() | {"DOING": doing, "READY": str(Path(root, "ready"))}
        subprocess.run(command, check=True, env=environment)
        try:
            _wait_for(Path(root, "ready"))
            captured = subprocess.run([*tmux, "capture-pane", "-e", "-p"], check=True, capture_output=True)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False)  # it may have ended by itself
        return captured.stdout.decode().rstrip("\n").split("\n")


def _neovim() -> list[str]:
    server = json.dumps([sys.executable, "-m", "linter", "server"])
    said = ["set termguicolors", f"lua vim.g.c360lint_command = vim.json.decode([==[{server}]==])"]
    files = [REPO / "editors" / "neovim" / "c360lint.lua", FOLDER / "neovim.lua"]
    given = [*said, *(f"luafile {file}" for file in files)]
    return ["nvim", "--clean", "-n", *(word for one in given for word in ("-c", one))]


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 60
    while not file.exists():
        if time.monotonic() > until:
            raise TimeoutError("Neovim has not come to what it was to show")
        time.sleep(0.1)
    time.sleep(1)  # until it is drawn


# What is drawn


_STILL = """\
<svg class="still" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{
  font: {char_height}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""

_TOUR = """\
<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>c360lint at work on a terminal</title>
<style>
.still {{ opacity: 0; animation: shown {seconds}s step-end infinite }}
.still:first-of-type {{ opacity: 1 }}
{turns}
@keyframes shown {{ 0% {{ opacity: 1 }} {share}% {{ opacity: 0 }} 100% {{ opacity: 0 }} }}
@media (prefers-reduced-motion: reduce) {{ .still {{ animation: none }} }}
</style>
{stills}</svg>
"""


def drawn(name: str, title: str, lines: list[str], height: int = 0) -> str:
    """Return a terminal with some lines, of at least `height` rows, as SVG."""
    from io import StringIO

    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

    # dark as terminals are, on light pages and dark ones
    back, fore = (24, 28, 36), (215, 218, 224)
    colors = [
        *((92, 99, 112), (255, 123, 114), (126, 200, 125), (229, 192, 123)),
        *((110, 170, 255), (210, 168, 255), (86, 200, 216), (215, 218, 224)),
    ]
    console = Console(
        record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for row in _rows(lines, height):
        console.print(row, no_wrap=True)
    theme = TerminalTheme(back, fore, colors)
    svg = console.export_svg(title="", theme=theme, code_format=_STILL, unique_id=name)
    named = svg.replace("<style>", f"<title>{title}</title>\n<style>", 1)
    return "".join(f"{line.strip()}\n" for line in named.splitlines() if line.strip())


def _rows(lines: list[str], height: int = 0) -> list[Text]:
    """Return lines as rows of the terminal; long ones go on in the next row."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=COLUMNS)
    rows = [row for line in lines for row in Text.from_ansi(line).wrap(console, COLUMNS) or [Text()]]
    return rows + [Text()] * (height - len(rows))


def tour(shown: dict[str, list[str]]) -> str:
    """Return some stills, one after the other, as an SVG that moves; the first where nothing moves."""
    titles = {one.name: one.title for one in STILLS}
    height = max(len(_rows(shown[name])) for name in TOUR)
    stills = [drawn(f"tour-{name}", titles[name], shown[name], height) for name in TOUR]
    turns = [
        f".still:nth-of-type({n}) {{ animation-delay: {(n - 1) * SECONDS}s }}"
        for n in range(1, len(TOUR) + 1)
    ]
    box = stills[0].split('viewBox="')[1].split('"')[0]
    return _TOUR.format(
        box=box,
        seconds=SECONDS * len(TOUR),
        share=100 / len(TOUR),
        turns="\n".join(turns),
        stills="".join(stills),
    )


def main() -> None:
    """Write all pictures."""
    shown = {one.name: on_terminal(one) for one in STILLS}
    for one in STILLS:
        _write(one.name, drawn(one.name, one.title, shown[one.name]))
    _write("tour", tour(shown))
    if not (shutil.which("nvim") and shutil.which("tmux")):
        print(
            "Those of Neovim stay as they are: nvim or tmux is not installed (apt-get install neovim tmux)."
        )
        return
    for doing, title in EDITOR.items():
        _write(f"neovim-{doing}", drawn(f"neovim-{doing}", title, in_neovim(doing)))


def _write(name: str, svg: str) -> None:
    (FOLDER / f"{name}.svg").write_text(svg, "utf-8")
    print(f"Wrote {name}.svg.")


if __name__ == "__main__":
    main()
