"""Findings as they are reported: with their ranges, fixes and related places, made anew where a text is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.checking.check_request import CheckRequest
from linter.checking.engine import judge
from linter.checking.placing import place_of
from linter.configuration.settings import Configuration
from linter.diagnostic import (
    Diagnostic,
    Finding,
    Location,
    Place,
    Position,
    Range,
    Related,
    Replacement,
    Said,
)
from linter.project.project import Project
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.memory import Memory
from linter.rulekit.rule import RuleModule
from tests.projects import write
from tests.test_asking import A, B, found, request_for, rule

HTTP = """\
@what = Visits
# a comment
GET https://api/api/instances/main/data/{{what}}
"""


def on_line(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start), Position(line, end))


def judged(folder: Path, module: RuleModule, memory: Memory | None = None, **files: Any) -> list[Diagnostic]:
    request = request_for(folder, module)
    write(folder, files)
    return list(judge(request, load_project(request.inputs, lambda _done, _all: None, memory)).diagnostics)


def test_related_places_have_their_ranges_and_what_is_said_of_them(tmp_path: Path) -> None:
    near = (
        Related(Location(B, ("primaryKey",)), "here"),
        Related(Location(A, ("entityName",), "key"), "there"),
    )

    [one] = judged(tmp_path, rule("CP01", [found(A, related=near)]))

    assert one.related == (
        Place(B, "/primaryKey", on_line(1, 40, 44), "here"),
        Place(A, "/entityName", on_line(1, 2, 14), "there"),
    )


def test_what_stands_for_a_placeholder_is_told_at_its_place_and_where_it_is_said(tmp_path: Path) -> None:
    def says(project: Project) -> Iterator[Said]:
        for one in project.requests:
            if one.document == "a.http":
                yield Finding(Location("a.http", (0, "url")), "wrong")
                yield Finding(Location("a.http", (0, "method")), "odd")

    write(tmp_path, {"a.http": HTTP})
    [odd, wrong] = judged(tmp_path, rule("CP01", says))

    assert (odd.message, odd.related) == ("odd", ())
    assert wrong.message == "wrong; `{{what}}` stands for `Visits`"
    assert [(place.range, place.message) for place in wrong.related] == [
        (on_line(1, 2, 15), "here `{{what}}` gets its value")
    ]


def filled(folder: Path, message: str, *path: str, **values: str) -> str:
    """Return what is said of a payload whose path has `{shop}` in it, which is filled by a value."""
    file = "manage/datasources/$(shop)/entities/entityInfo.json"
    write(folder, {file: {"entityName": "$(what)", "primaryKey": "Id"}})
    settings = Configuration(placeholders=tuple(("", name, value) for name, value in values.items()))
    request = CheckRequest(Inputs(str(folder), settings), (rule("CP01", [found(file, message, path)]),))
    [one] = judge(request, load_project(request.inputs, lambda _done, _all: None)).diagnostics
    return one.message


def test_what_a_placeholder_in_a_path_stands_for_is_told_of_the_file_where_it_is_named(
    tmp_path: Path,
) -> None:
    assert filled(tmp_path, "no `crm`", shop="crm") == "no `crm`; `$(shop)` stands for `crm`"
    assert filled(tmp_path, "no `crm-1`", shop="crm") == "no `crm-1`; `$(shop)` stands for `crm`"
    assert filled(tmp_path, "no `other`", shop="crm") == "no `other`"
    assert filled(tmp_path, "no `crm`", "primaryKey", shop="crm") == "no `crm`"
    assert filled(tmp_path, "no `None`") == "no `None`"
    assert filled(tmp_path, "odd", "entityName", what="Visits") == "odd; `$(what)` stands for `Visits`"
    assert filled(tmp_path, "odd", "entityName") == "odd"


def test_a_finding_is_made_anew_only_where_a_text_has_changed_that_it_has_to_do_with(tmp_path: Path) -> None:
    repair = Replacement("x", "", at=Location(B, ("entityName",)))
    near = (Related(Location(B, ("primaryKey",)), "here"),)
    memory = Memory()
    ones = [
        found(A, repairs=(repair,)),
        found(A, "near", related=near),
        found(A, "alone", ("entityName",), repairs=(Replacement("x", ""),)),
    ]
    module = rule("CP01", ones)

    first = judged(tmp_path, module, memory)
    again = judged(tmp_path, module, memory)
    moved = judged(tmp_path, module, memory, **{B: '\n\n{"entityName": "Visits", "primaryKey": "Id"}'})

    assert [one is other for one, other in zip(first, again, strict=True)] == [True] * 3
    assert [one is other for one, other in zip(first, moved, strict=True)] == [False, False, True]
    assert [one.message for one in moved] == ["near", "wrong", "alone"]
    assert moved[0].related[0].range.start.line == 3
    assert moved[1].fixes[0].edits[0].range.start.line == 3
    assert len(memory.diagnostics) == 3
    judged(tmp_path, rule("CP01", ones[:1]), memory)
    assert len(memory.diagnostics) == 1


def test_a_place_is_a_part_where_no_pointer_leads_to_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.http": HTTP, "torn.yaml": "- [\n"})
    request = request_for(tmp_path)
    write(tmp_path, {B: "{"})
    loaded = load_project(request.inputs, lambda _done, _all: None)

    def placed(*at: Any) -> tuple[str, Range, bool]:
        one = place_of(Location(*at), "", loaded)
        return one.pointer, one.range, one.is_part

    assert placed(A) == ("", on_line(1, 1, 45), False)
    assert placed(A, ("entityName",)) == ("/entityName", on_line(1, 16, 24), False)
    assert placed(B, (), "fault") == ("", on_line(1, 2, 2), False)
    assert placed(A, (), "fault") == ("", on_line(1, 1, 1), False)
    assert placed("a.http", (0, "method")) == ("", on_line(3, 1, 4), True)
    assert placed("a.http", (), "comment", (15, 26)) == ("", on_line(2, 1, 12), True)
    assert placed("a.http")[2] is False
