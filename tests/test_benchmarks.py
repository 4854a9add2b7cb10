"""The benchmarks: pairs, ratios and pictures are right, and the documentation shows the newest figures."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from benchmarks import contest, history, page, programs
from benchmarks.contest import AGAIN, Contest, Contestant, Scenario, measured
from benchmarks.drawing import apart, axis, chart
from benchmarks.figures import Cost, Row, Spread, cpu, memory, ratios, slopes, spread, yardstick
from benchmarks.growth import AXES
from benchmarks.history import Part
from benchmarks.parts import PARTS, SERVER, check_jsonschema, commands
from benchmarks.programs import Programs
from linter.cli import main

REPO = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def row(contestant: str, *times: float, scenario: str = "s", size: int = 1) -> Row:
    return Row(scenario, size, contestant, tuple(Cost(time, 2 * time, 10 * time) for time in times))


def part(*rows: Row) -> Part:
    machine = {"processor": "P", "cores": "2", "system": "Linux x86_64", "load": "0.1"}
    versions = {"c360lint": "1.2.3", "jq": "1.6"}
    return Part("2026-11-27", machine, versions, {"biome": "there is no npm on the path"}, 3, list(rows))


# Figures


def test_a_spread_is_the_median_with_the_least_and_the_most() -> None:
    assert spread([3, 1, 2, 10]) == Spread(2.5, 1, 10)
    assert cpu(row("jq", 3, 1, 2)) == Spread(2, 1, 3)
    assert memory(row("jq", 3, 1, 2)) == 20


def test_ratios_are_taken_pair_by_pair() -> None:
    slow_machine_in_the_second_round = row("c360lint", 10, 100, 10)
    peer = row("jq", 20, 200, 30)

    assert ratios(peer, slow_machine_in_the_second_round) == Spread(2, 2, 3)


def test_rows_without_a_partner_in_each_round_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="longer"):
        ratios(row("jq", 1, 2), row("c360lint", 1, 2, 3))


def test_the_first_row_of_ours_in_a_scenario_is_what_the_others_are_compared_with() -> None:
    rows = [row("c360lint", 9, scenario="other"), row("jq", 1), row("c360lint", 2), row(AGAIN, 3)]

    assert yardstick(rows, "s") == row("c360lint", 2)


def test_a_slope_is_what_one_more_costs_in_microseconds() -> None:
    rows = [
        row("c360lint", 100, size=1_000),
        row("c360lint", 400, size=4_000),
        row("c360lint", 4000, size=16_000),
    ]

    assert slopes(rows) == [100, 300]


# Programs


def test_who_cannot_be_had_is_named_with_the_reason_and_the_others_take_part() -> None:
    there = Programs({}, {}, {})
    failed = subprocess.CalledProcessError(1, ["npm"], stderr="npm warn x\nnpm error no such package\n")

    programs._take_part(there, ("python",), lambda: {"python": [sys.executable]})
    programs._take_part(there, ("jq",), lambda: {"jq": [programs._found("no-such-program")]})
    programs._take_part(there, ("biome", "json"), lambda: (_ for _ in ()).throw(failed))

    assert there.versions == {"python": platform.python_version()}
    assert there.missing == {
        "jq": "there is no no-such-program on the path",
        "biome": "npm error no such package",
        "json": "npm error no such package",
    }


# Contests


PROGRAMS = Programs({"python": [sys.executable]}, {}, {})


def python(name: str, program: str, *more: str) -> Contestant:
    commands = tuple(("-c", text) for text in (program, *more))
    return Contestant(name, "python", commands, start=("-c", "pass"))


def test_contestants_take_turns_after_a_round_that_does_not_count(tmp_path: Path) -> None:
    told = "open('told','a').write({!r})"

    def make(_: Path) -> Contest:
        return Contest([python("a", told.format("a")), python("b", told.format("b")), python("c", keep)])

    keep = f"import shutil; shutil.copy('told', {str(tmp_path / 'kept')!r})"
    rows = list(measured(Scenario("s", 7, make), PROGRAMS, tmp_path / "bench", 2))

    assert (tmp_path / "kept").read_text("utf-8") == "ababab"
    assert [(one.scenario, one.size, one.contestant, len(one.costs)) for one in rows] == [
        ("s", 7, "a", 2),
        ("s", 7, "b", 2),
        ("s", 7, "c", 2),
    ]
    assert all(cost.cpu > 0 and cost.wall > 0 and cost.memory > 1 for one in rows for cost in one.costs)
    assert not (tmp_path / "bench").exists()


def test_who_is_not_there_is_left_out(tmp_path: Path) -> None:
    def make(_: Path) -> Contest:
        return Contest([Contestant("biome", "biome", (("lint",),)), python("a", "pass")])

    rows = measured(Scenario("s", 1, make), PROGRAMS, tmp_path / "bench", 1)

    assert [one.contestant for one in rows] == ["a"]


def test_a_job_of_several_commands_pays_for_one_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    costs = {"first": Cost(10, 20, 5), "second": Cost(12, 22, 7), "start": Cost(8, 9, 4)}
    bench = contest._Bench(PROGRAMS, tmp_path, tmp_path / "cache")
    monkeypatch.setattr(bench, "_run", lambda _, words: costs[words[0]])

    assert bench.cost(Contestant("x", "python", (("first",), ("second",)), start=("start",))) == Cost(
        14, 33, 7
    )


_KEEPS = (
    "import os,pathlib; kept=pathlib.Path(os.environ['C360LINT_CACHE_DIR'],'kept');"
    " open('told','a').write(str(int(kept.exists())));"
    " kept.parent.mkdir(parents=True,exist_ok=True); kept.touch()"
)


def test_only_who_runs_again_finds_what_was_remembered(tmp_path: Path) -> None:
    bench = contest._Bench(PROGRAMS, tmp_path, tmp_path / "cache")
    for name in ("c360lint", AGAIN):
        for _ in range(3):
            bench.cost(python(name, _KEEPS))

    assert (tmp_path / "told").read_text("utf-8") == "000011"


def test_instructions_are_counted_of_a_run_that_remembers_nothing(tmp_path: Path) -> None:
    counter = "import os; print('I   refs:      12,345,678', file=__import__('sys').stderr); " + _KEEPS
    counting = PROGRAMS._replace(commands={**PROGRAMS.commands, "valgrind": [sys.executable, "-c", counter]})
    bench = contest._Bench(counting, tmp_path, tmp_path / "cache")

    assert [bench.instructions(python("c360lint", "pass")) for _ in range(2)] == [12.345678, 12.345678]
    assert (tmp_path / "told").read_text("utf-8") == "00"
    assert contest._Bench(PROGRAMS, tmp_path, tmp_path).instructions(python("c360lint", "pass")) is None


def test_a_program_that_fails_ends_the_run(tmp_path: Path) -> None:
    bench = contest._Bench(PROGRAMS, tmp_path, tmp_path / "cache")

    with pytest.raises(SystemExit, match="exit status 3"):
        bench.cost(python("a", "raise SystemExit(3)"))


def test_check_jsonschema_is_run_once_a_kind(tmp_path: Path) -> None:
    from benchmarks.generate import Size, write_project

    payloads = write_project(tmp_path, Size(payloads=60, entities=20))
    peer = check_jsonschema(payloads)

    files = [
        word for words in peer.commands for word in words if word.endswith(".json") and "schema" not in word
    ]
    assert len(peer.commands) == len({payload.kind for payload in payloads}) > 3
    assert sorted(files) == sorted(payload.file for payload in payloads)


@pytest.mark.parametrize("name", AXES)
def test_a_project_of_each_axis_can_be_checked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    AXES[name].write(tmp_path, 3)
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(main, ["check", "--format", "concise"]).exit_code in (0, 1)


def test_the_commands_that_are_measured_exist_and_do_their_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    contestants = commands(project, relationships=5, entities=60).contestants
    monkeypatch.chdir(project)

    ended = {
        one.name: CliRunner().invoke(main, words).exit_code for one in contestants for words in one.commands
    }

    assert len(ended) > 10
    assert {name: status for name, status in ended.items() if status not in (0, 1)} == {}


def test_each_part_has_scenarios_of_which_some_are_quick() -> None:
    assert all(
        any(not scenario.heavy for scenario in each.scenarios)
        for name, each in PARTS.items()
        if name != SERVER
    )


# History


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    kept = {"files": part(row("c360lint", 1.25, 2.5)), "start": part(row("jq", 1)._replace(instructions=3.5))}
    history.write(tmp_path / "1.2.3.json", kept)

    assert history.read(tmp_path / "1.2.3.json") == kept
    assert history.read(tmp_path / "1.2.4.json") == {}


def test_the_runs_of_a_row_are_on_one_line(tmp_path: Path) -> None:
    history.write(tmp_path / "1.2.3.json", {"files": part(row("c360lint", 1.25, 2.5))})

    assert '   "cpu": [1.25, 2.5],\n' in (tmp_path / "1.2.3.json").read_text("utf-8")


def test_the_newest_version_is_the_highest_number(tmp_path: Path) -> None:
    for name in ("0.9.0", "0.10.0", "0.2.11"):
        history.write(tmp_path / f"{name}.json", {})

    assert history.newest(tmp_path).name == "0.10.0.json"


# Pictures


def test_names_at_the_end_of_lines_do_not_overlap() -> None:
    assert apart([50, 10, 12, 13], 10) == [50, 10, 20, 30]
    moved = sorted(apart([5, 5, 5, 6, 40], 15))
    assert all(below - above >= 15 for above, below in pairwise(moved))


def test_an_axis_goes_from_one_power_of_ten_to_another() -> None:
    drawn = axis([20, 5_000], 0, 300)

    assert (drawn.powers(), drawn.at(10), drawn.at(100), drawn.at(10_000)) == (
        [10, 100, 1_000, 10_000],
        0,
        100,
        300,
    )
    assert axis([10], 0, 100).powers() == [10, 100]


def test_a_chart_has_a_line_of_points_for_each_name_and_says_who_it_is() -> None:
    drawn = ElementTree.fromstring(
        chart("T & t", "on P", "files", "ms", {"a<b": [(1, 10), (100, 1_000)], "c": [(1, 20)]})
    )
    texts = ["".join(text.itertext()) for text in drawn.iter(f"{SVG}text")]

    assert {"T & t", "on P", "files", "ms", "a<b", "c"} <= set(texts)
    assert len(list(drawn.iter(f"{SVG}circle"))) == 3
    assert not list(drawn.iter(f"{SVG}image")) + list(drawn.iter(f"{SVG}script"))


# The documentation


def test_figures_stand_between_their_marks_with_machine_and_versions() -> None:
    text = "Before\n<!-- figures: yaml -->\nold\n<!-- end of figures -->\nafter\n"
    filled = page.filled(text, {"yaml": part(row("c360lint", 10, 20, 30), row("jq", 20, 20, 30))})

    assert filled.splitlines() == [
        "Before",
        "<!-- figures: yaml -->",
        PARTS["yaml"].remark,
        "",
        "| scenario | program | CPU ms | times ours | wall ms | peak MiB | million instructions |",
        "|---|---|---:|---:|---:|---:|---:|",
        "| s | c360lint | 20 (10–30) | 1 | 40 | 200 |  |",
        "|  | jq | 20 (20–30) | 1.00 (1.00–2.00) | 40 | 200 |  |",
        "",
        "*2026-11-27, 3 rounds; P, 2 cores, Linux x86_64, load 0.1; c360lint 1.2.3, jq 1.6. "
        "biome was missing: there is no npm on the path.*",
        "<!-- end of figures -->",
        "after",
    ]
    assert page.filled(filled, {"yaml": part(row("c360lint", 10, 20, 30), row("jq", 20, 20, 30))}) == filled


def test_growth_is_shown_by_what_one_more_costs() -> None:
    rows = [
        row("c360lint", 100 + size / 10, scenario="findings", size=size) for size in (1_000, 4_000, 16_000)
    ]
    peer = [one._replace(contestant="check-jsonschema") for one in rows]

    assert page.table("growth", part(*rows, *peer)).splitlines()[2:] == [
        "| findings | 1,000: 200, 4,000: 500, 16,000: 1,700 | 17,000 | 100 µs | 100 µs |",
        "| findings (check-jsonschema) | 1,000: 200, 4,000: 500, 16,000: 1,700 | 17,000 | 100 µs | 100 µs |",
    ]


def test_waits_for_the_server_are_shown_as_wall_time() -> None:
    assert page.table(SERVER, part(row("c360lint server", 10, 30, 20))).splitlines()[2:] == [
        "| s | c360lint server | 40 (20–60) | 20 | 200 |"
    ]


def test_the_summary_says_how_many_times_ours_each_peer_takes() -> None:
    figures = {
        "yaml": part(
            *(
                row(name, time, scenario="4,000 relationships")
                for name, time in (("c360lint", 4), ("yamllint", 10))
            )
        )
    }

    assert page.summary(figures).splitlines()[2:] == ["| 4,000 relationships | – | 2.50 | – | – | – |"]


def test_a_picture_names_machine_and_versions() -> None:
    files = part(*(row("c360lint", size / 10, size=size, scenario=f"{size} files") for size in (10, 100)))
    files.versions["python"] = "3.11.7"

    drawn = page.pictures({"files": files})

    assert list(drawn) == ["cost-files.svg"]
    assert "2026-11-27; P, 2 cores, Linux x86_64; Python 3.11.7" in drawn["cost-files.svg"]
    assert ">c360lint 1.2.3<" in drawn["cost-files.svg"]


def test_the_documentation_shows_the_figures_of_the_newest_version() -> None:
    figures = history.read(history.newest())
    shown = page.PAGE.read_text("utf-8")

    assert shown == page.filled(shown, figures), f"{page.COMMAND} writes them"
    for name, picture in page.pictures(figures).items():
        assert (page.DOCS / "pictures" / name).read_text("utf-8") == picture, f"{page.COMMAND} draws it"


def test_no_figure_of_cost_is_written_by_hand() -> None:
    shown = page.PAGE.read_text("utf-8")
    by_hand = re.sub(r"<!-- figures: .*?<!-- end of figures -->", "", shown, flags=re.DOTALL)

    assert re.findall(r"\d+(?:\.\d+)? ?(?:ms|µs|MiB|times)", by_hand) == []


def test_what_is_kept_names_no_path_and_no_host() -> None:
    text = "".join(path.read_text("utf-8") for path in history.FOLDER.glob("*.json"))

    assert re.findall(r"/(?:home|root|work|tmp|Users)\b", text) == []
