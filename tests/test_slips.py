"""Strings that few slips lead to."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from linter.slips import FEW, Strings

LONG = st.text("abc", min_size=8, max_size=20)


def slipped(string: str, rng: random.Random) -> str:
    """A string with a slip somewhere."""
    at = rng.randrange(len(string) - 1)
    return rng.choice(
        [
            string[:at] + string[at + 1 :],
            string[:at] + "c" + string[at:],
            string[:at] + "b" + string[at + 1 :],
            string[:at] + string[at + 1] + string[at] + string[at + 2 :],
        ]
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(LONG, max_size=30), LONG, st.integers(0, FEW), st.integers(0, 3), st.integers(0))
def test_the_strings_within_few_slips_are_found_however_often_is_asked(
    strings: list[str], asked: str, most: int, slips: int, seed: int
) -> None:
    near = asked
    for number in range(slips):
        near = slipped(near, random.Random(seed + number))
    strings = [*strings, near]
    kept = Strings(strings)

    expected = {(n, d) for n, one in enumerate(strings) if (d := OSA.distance(asked, one)) <= most}

    assert [set(kept.within(asked, most)) for _ in range(25)] == [expected] * 25


def slips_everywhere(string: str) -> set[str]:
    """A string with each of the slips at each of its places."""
    found = set()
    for at in range(len(string) + 1):
        begin, end = string[:at], string[at:]
        found |= {
            begin + end[1:],
            f"{begin}-{end}",
            f"{begin}-{end[1:]}",
            begin + end[1:2] + end[:1] + end[2:],
        }
    return found


@pytest.mark.parametrize("length", [10, 11, 12])
def test_no_two_slips_hide_a_string_among_many(length: int) -> None:
    string = "abcdefghijkl"[:length]
    kept = Strings([string])
    for _ in range(20):  # from then on it is found by its pieces
        list(kept.within(string, FEW))

    twice = {two for one in slips_everywhere(string) for two in slips_everywhere(one)}

    assert {
        one for one in twice if OSA.distance(one, string) <= FEW and not list(kept.within(one, FEW))
    } == set()


def compared(number: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many strings one is compared with, for a tenth as many questions as there are strings."""
    rng = random.Random(number)
    strings = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=24)) for _ in range(number)]
    kept = Strings(strings)
    seen = 0

    def counting(*arguments: object, **options: object) -> object:
        nonlocal seen
        seen += len(arguments[1])  # type: ignore[arg-type]  # the strings
        return process_extract(*arguments, **options)

    process_extract = process.extract
    with monkeypatch.context() as patched:
        patched.setattr(process, "extract", counting)
        for one in strings[::10]:
            list(kept.within(slipped(one, rng), FEW))
    return seen


def test_many_questions_about_many_strings_do_not_compare_each_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert compared(8_000, monkeypatch) < 4.4 * compared(2_000, monkeypatch)
