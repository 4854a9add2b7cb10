"""What is said of values that haven't the shape that their place asks for."""

from __future__ import annotations

import pytest

from linter.diagnostic import Finding, Location, Replacement
from linter.rulekit.malformed import missing, misspelt, unknown, wrong_type
from linter.shapes.node import Problem

HERE, THERE = Location("a.json", ("x",)), Location("a.json", ("y", 1))
KNOWN = ("$schema", "name", "kind", "entityNames", "entityNaxes")


def lacking(at: Location, name: str) -> Problem:
    return Problem("missing", at, name, "Some")


def codes(lacks: list[Problem]) -> tuple[str, ...]:
    return tuple(one.name for one in lacks)


def test_what_an_object_lacks_is_told_at_once() -> None:
    problems = [
        lacking(HERE, "a"),
        lacking(THERE, "c"),
        Problem("type", HERE, "z", "Some"),
        lacking(HERE, "b"),
    ]

    assert list(missing(problems, codes)) == [
        Finding(
            HERE,
            "required properties `a` and `b` are missing",
            label="missing here",
            help="add `a` and `b`",
            service_errors=("a", "b"),
        ),
        Finding(
            THERE,
            "required property `c` is missing",
            label="`c` is missing here",
            help="add `c`",
            service_errors=("c",),
        ),
    ]
    assert [one.service_errors for one in missing(problems)] == [(), ()]


def strange(name: str, **more: object) -> Problem:
    return Problem("unknown", HERE, name, "Some", known=KNOWN, **more)  # type: ignore[arg-type]  # as said


def test_a_property_that_is_not_known_is_told_with_those_that_are() -> None:
    assert unknown(strange("other")) == Finding(
        HERE,
        "property `other` is not known here",
        label="not a known property",
        help="known here are `entityNames`, `entityNaxes`, `kind`, `name`",
    )


@pytest.mark.parametrize(
    ("problem", "help_", "repairs"),
    [
        (strange("nmae", meant="name", free=("name", "kind")), "rename it to `name`", ["name"]),
        (strange("nmae", meant="name", free=("kind",)), "rename it to `name`", []),
        (strange("nmae", free=("name",)), "rename it to `name`", []),  # which is given already
        (
            strange("entityNaes", free=("entityNames", "entityNaxes", "name")),
            "known here are `entityNames`, `entityNaxes`, `kind`, `name`",
            ["entityNames", "entityNaxes"],
        ),
    ],
)
def test_a_slip_is_repaired_where_its_value_fits(problem: Problem, help_: str, repairs: list[str]) -> None:
    found = unknown(problem)

    assert found.help == help_
    assert found.message.startswith(f"property `{problem.name}` is not known here; did you mean ")
    assert [one for one in found.repairs if isinstance(one, Replacement)] == [
        Replacement(one, f"Rename `{problem.name}` to `{one}`") for one in repairs
    ]


RUN_ON = Finding(
    HERE,
    "`kind:exact` is read as one name: a blank is missing after `kind:`",
    label="expected `kind` and its value",
    help="put a blank behind the `:`",
)


def test_a_value_that_follows_its_colon_at_once_is_told_as_that() -> None:
    assert unknown(strange("kind:exact", meant="kind", free=("kind",))) == RUN_ON
    assert unknown(strange("knd:exact")).message.startswith("property `knd:exact` is not known here")


def test_of_properties_that_are_not_known_those_are_missed_that_have_to_be_given() -> None:
    problems = [
        strange("other"),
        strange("nmae", meant="name", free=("name",), required=True),
        strange("kind:exact", meant="kind", required=True),
    ]

    assert list(misspelt(problems, codes)) == [
        Finding(
            HERE,
            "required property `name` is misspelt: `nmae`",
            label="expected `name`",
            help="rename it to `name`",
            repairs=(Replacement("name", "Rename `nmae` to `name`"),),
            service_errors=("nmae",),
        ),
        RUN_ON._replace(service_errors=("kind:exact",)),
    ]
    assert [one.service_errors for one in misspelt(problems)] == [(), ()]


@pytest.mark.parametrize(
    ("path", "name", "subject"),
    [
        ((), "", "the document"),
        (("a", "b"), "b", "`b`"),
        (("a", 0), "a", "item 1 of `a`"),
        ((2,), "", "item 3 of the list"),
    ],
)
def test_a_value_of_another_type_is_told_by_where_it_stands(
    path: tuple[str | int, ...], name: str, subject: str
) -> None:
    at = Location("a.json", path)
    problem = Problem("type", at, name, "Some", expected="a list", found="a number")

    assert wrong_type(problem) == Finding(
        at,
        f"{subject} is a number, but a list is expected",
        label="expected a list",
        help="write a list",
    )
