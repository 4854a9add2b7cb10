"""Globs as people write them: what they mean, and which of them are refused, at their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.configuration.globs import Globs, compiled, literally, matcher, normalized
from tests.projects import PLAN_FILE, SNAPSHOT, plan, write

ROOT = "/home/me/shop"
WAYS = (
    "x/**",
    "./x/**",
    "/x/**",
    "x\\**",
    ".\\x\\**",
    "x/",
    "x\\",
    "x",
    " x/** ",
    "x//**",
    "x/./**",
    "y/../x/**",
    "../shop/x/**",
    f"{ROOT}/x/**",
)


@pytest.mark.parametrize("glob", WAYS)
def test_a_folder_is_meant_however_it_is_written(glob: str) -> None:
    matches = matcher([normalized(glob, ROOT)])

    assert [matches(name) for name in ("x/a.json", "x/y/a.json", "y/x/a.json", "xy/a.json")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        (".", "**"),
        ("./", "**"),
        (ROOT, "**"),
        ("!./x/", "!x"),
        ("! x", "!x"),
        (f"! {ROOT}/x", "!x"),
        ("/homer/x", "homer/x"),
        ("x/ /y", "x/y"),
        ("~x", "~x"),
        ("/!x", "{!,!}x"),
        ("a/b/../../c.json", "c.json"),
        ("{a,b}/*.json", "{a,b}/*.json"),
        ("/etc/x", "etc/x"),
    ],
)
def test_a_glob_is_kept_as_it_is_seen_from_the_projects_folder(glob: str, expected: str) -> None:
    assert normalized(glob, ROOT) == expected


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("../other/snapshot.json", "../other/snapshot.json"),
        ("/home/me/snapshot.json", "../snapshot.json"),
        ("/home/x", "../../x"),
        ("../../../../../x", "../../../x"),
    ],
)
def test_what_lies_outside_may_be_meant_where_it_can_have_findings(glob: str, expected: str) -> None:
    assert normalized(glob, ROOT, outside=True) == expected
    assert matcher([expected])(f"{expected}/a.json")


@pytest.mark.parametrize("glob", ["x", "/x", "./x", "a/../x"])
def test_a_project_may_lie_at_the_root(glob: str) -> None:
    assert normalized(glob, "/") == "x"


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        (["x/**", "!x/keep.json"], "x/keep.json", False),
        (["x/**", "!x/keep.json"], "x/other.json", True),
        (["x", "!x/keep", "x/keep/not"], "x/keep/a.json", False),
        (["x", "!x/keep", "x/keep/not"], "x/keep/not/a.json", True),
        (["x[ab].json"], "xa.json", True),
        (["x[!ab].json"], "xa.json", False),
        (["x[a-c].json"], "xb.json", True),
        (["x[a--].json"], "x-.json", True),
        (["x[!a]y"], "x/y", False),
        (["x[^a].json"], "x^.json", True),
        (["{*.yaml,drafts}"], "a.yaml", True),
        (["{*.yaml,drafts}"], "drafts/a.json", True),
        (["{*.yaml,drafts}"], "a.json", False),
        (["{a}/x"], "1/x/y.json", True),
        (["{a}/x", "{a}/y"], "1/y/z.json", True),
    ],
)
def test_the_last_glob_that_matches_decides(globs: list[str], path: str, expected: bool) -> None:
    assert matcher([normalized(one, ROOT) for one in globs])(path) is expected


@given(st.text("abx*?[]{}!\\ ~.-", min_size=1).filter(lambda name: name.strip(".")))
def test_a_name_taken_literally_is_matched_and_stays_as_it_is(name: str) -> None:
    glob = literally(name)

    assert matcher([glob])(name)
    assert normalized(glob, ROOT) == glob


@given(st.text("ab/.*!{},[]\\ ", max_size=12))
def test_a_normalized_glob_stays_as_it_is(glob: str) -> None:
    try:
        once = normalized(glob, ROOT, outside=True)
    except ValueError:
        return

    assert normalized(once, ROOT, outside=True) == once


OUTSIDE = "is not in the project's folder; write it as seen from"


@pytest.mark.parametrize(
    ("configuration", "place", "reason"),
    [
        ('exclude = ["../x/**"]', "1:12", OUTSIDE),
        ('include = ["**/*.json", "C:\\\\x"]', "1:25", OUTSIDE),
        ('exclude = ["//server/x"]', "1:12", OUTSIDE),
        (
            'exclude = ["~/x"]',
            "1:12",
            "`~/x`: `~` is not replaced; write it as seen from the project's folder",
        ),
        ('exclude = ["~"]', "1:12", "`~`: `~` is not replaced"),
        ('exclude = ["x", "!~"]', "1:17", "`!~`: `~` is not replaced"),
        ('exclude = ["x", "!~/x"]', "1:17", "`!~/x`: `~` is not replaced"),
        ('exclude = ["x", "!C:/x"]', "1:17", OUTSIDE),
        ('exclude = ["x", " "]', "1:17", "` ` names nothing; `**` means all files"),
        ('exclude = ["!x"]', "1:12", "`!x` takes back what no glob before it has taken"),
        ('exclude = ["*/../x"]', "1:12", "`*/../x` has `..` behind a wildcard; write it without"),
        ('exclude = ["{a,b"]', "1:12", "has braces that are neither {one,other} nor a {placeholder}"),
        ('exclude = ["{a,{b,c}}"]', "1:12", "has braces that are neither {one,other} nor a {placeholder}"),
        ('exclude = ["[z-a]"]', "1:12", "`[z-a]` can't be read: bad character range z-a"),
        ('[[overrides]]\nfiles = ["a", "!"]', "2:15", "`!` names nothing; `**` means all files"),
        ('[[schemas]]\nfiles = ["../x"]\nschema = "s.json"', "2:10", OUTSIDE),
        ('[files]\n"../a.json" = "PATCH /conflations/a/conflationPlan"', "2:1", OUTSIDE),
        ('[[suppress]]\nrule = "CP01"\nreason = "r"\nfiles = ["{x"]', "4:10", "has braces that are neither"),
        (
            '[files]\n"plans/" = "PATCH /conflations/a/conflationPlan"',
            "2:1",
            "`plans/` is a folder, but files are meant",
        ),
        (
            '[files]\n"plans\\\\ " = "PATCH /conflations/a/conflationPlan"',
            "2:1",
            "`plans\\ ` is a folder, but files are meant",
        ),
        (
            '[files]\n"!a.json" = "PATCH /conflations/a/conflationPlan"',
            "2:1",
            "`!a.json` takes back, which is nothing here",
        ),
    ],
)
def test_a_glob_that_can_not_be_meant_is_refused_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configuration: str, place: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"c360lint.toml": configuration, PLAN_FILE: plan(), "snapshot.json": SNAPSHOT})
    result = CliRunner().invoke(main, ["check"], catch_exceptions=False)

    assert result.exit_code == 2
    assert f"c360lint.toml:{place}: " in result.stderr
    assert reason in result.stderr


@pytest.mark.parametrize(
    "configuration",
    [
        'exclude = ["./old\\\\**"]',
        "exclude = ['/old']",
        'include = ["**/*.json", "!old/**"]',
        '[[overrides]]\nfiles = ["/old/"]\nignore = ["ALL"]',
        '[[suppress]]\nrules = ["CP01", "CP05"]\nfiles = [".\\\\old"]\nreason = "old"',
    ],
)
def test_globs_mean_the_same_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configuration: str
) -> None:
    monkeypatch.chdir(tmp_path)
    old = {
        "method": "PATCH",
        "url": f"/api/instances/main/{PLAN_FILE[:-5]}",
        "body": plan(order=["Shop_Nobody"]),
    }
    write(tmp_path, {PLAN_FILE: plan(), "old/plan.json": old, "snapshot.json": SNAPSHOT})
    before = CliRunner().invoke(main, ["check", "--format", "concise", "-q"]).stdout
    write(tmp_path, {"c360lint.toml": configuration})
    after = CliRunner().invoke(main, ["check", "--format", "concise", "-q", "--ignore", "SU"]).stdout

    assert "old/plan.json" in before
    assert "old/plan.json" not in after


GLOBS = st.lists(
    st.sampled_from(("a", "a/b", "a/*", "**/b", "{a,b}/a", "?b", "[ab]", "{x}/{x}", "{x}/b")), max_size=4
)
NAMES = st.lists(st.sampled_from(("a", "b", "ab")), min_size=1, max_size=3).map("/".join)


@given(GLOBS, NAMES)
def test_globs_together_match_what_any_of_them_matches(globs: list[str], name: str) -> None:
    assert matcher(globs)(name) == any(matcher([one])(name) for one in globs)


@given(GLOBS, GLOBS, NAMES)
def test_values_of_a_file_are_those_whose_globs_match(few: list[str], more: list[str], name: str) -> None:
    values: Globs[int] = Globs()
    for number, globs in enumerate((few, more)):
        if globs:
            values.add(globs, number)

    expected = [number for number, globs in enumerate((few, more)) if matcher(globs)(name)]

    assert sorted(values.of(name)) == expected


@pytest.mark.parametrize(
    ("entries", "path", "expected"),
    [
        ([()], "a", [0]),
        ([("a/*",), ("a",), ()], "a/b", [2, 1, 0]),
        ([("a", "a/*")], "a/b", [0]),
        ([("a", "!a/b")], "a/b", []),
        ([("a", "!a/b")], "a/c", [0]),
        ([("*", "!a/b"), ("a",)], "a/b", [1]),
        ([("a",)], "ab", []),
    ],
)
def test_values_are_those_about_all_files_then_by_names_then_by_wildcards(
    entries: list[tuple[str, ...]], path: str, expected: list[int]
) -> None:
    values: Globs[int] = Globs()
    for number, globs in enumerate(entries):
        values.add(globs, number)

    assert list(values.of(path)) == expected


def test_a_glob_that_cannot_be_read_is_named_among_others() -> None:
    with pytest.raises(ValueError, match=r"`\[z-a\]` can't be read"):
        matcher(["a", "[z-a]"])


@pytest.mark.parametrize("step", ["*a*", "{%s}*", "{a,aa}*"])
def test_many_steps_that_can_be_matched_in_many_ways_are_matched_in_one(step: str) -> None:
    glob = "/".join(step % f"name{number}" if "%" in step else step for number in range(4))
    steps = "/".join(["a" * 2000] * 3)

    assert matcher([glob])(f"{steps}/a")
    assert not matcher([f"{glob}b"])(f"{steps}/a")


@pytest.mark.parametrize(
    ("glob", "name"),
    [("*a*a*a*b", "a" * 5000), ("**/a/**/a/**/a/**/b", "a/" * 50_000), ("{a}*/{b}*/{c}*/x", "a" * 20_000)],
)
def test_what_fits_where_it_comes_first_is_looked_for_nowhere_else(glob: str, name: str) -> None:
    assert not compiled(glob).match(name)


@pytest.mark.parametrize(
    ("accepted", "refused"),
    [
        ("*a*b*c*d", "*a*b*c*d*"),
        ("**/" * 4 + "x", "**/" * 5 + "x"),
        ("z/**/a/**/b/**/c/**/d", "**/a/**/b/**/c/**/d**"),
        ("{a}/{b}/{c}/{a}{b}{c}", "{a}{b}/{b}{c}/{c}{a}/{a}{b}{c}"),
        ("{a}{b}{c}{d}/{a}{b}", "{a}{b}{c}{d}/{a}{b}{c}"),
        ("{a}{b}/{a}{b}**", "{a}{b}/{a}{b}{c}**"),
        ("{a}*/{b}*/{c}*/{d}*/{e}*/x", "{a}*/{b}*/{c}*/{d}*/{e}*/{a}{b}{c}{d}{e}"),
        ("{a}{b}{c}/**/{a}/**/*a*b*c*d", "{a}{b}{c}{d}/**/{a}/**/*a*b{c}*d"),
        ("{a,aa}" * 4 + "{a,b}", "{a,aa}" * 5),
        ("{a,b, a}" * 5, "{ab,c,a}" * 5),
        ("{*a*/x,y}", "/".join(["{*a*/x,y}"] * 5)),
    ],
)
def test_a_glob_is_refused_if_it_can_only_be_matched_in_all_its_ways(accepted: str, refused: str) -> None:
    assert compiled(accepted)
    with pytest.raises(ValueError, match="has too many wildcards"):
        compiled(refused)


@pytest.mark.parametrize("glob", ["{1}", "{é}", "{a-b}", "{}", "}", "{a", "{a,b"])
def test_braces_hold_a_name_or_alternatives(glob: str) -> None:
    with pytest.raises(ValueError, match=r"no name for a placeholder|has braces that are neither"):
        compiled(glob)


@pytest.mark.parametrize(
    ("glob", "name", "values"),
    [
        ("**/b", "b/b", {}),
        ("a/**/b/c", "a/x/b/c", {}),
        ("**/{a}/**/{a}", "x/y/z/y", {"a": "y"}),
        ("*{x}*/{x}", "ab/b", {"x": "b"}),
        ("{x}*/{y}", "ab/b", {"x": "ab", "y": "b"}),
        ("{x}{y}/{y}", "abc/c", {"x": "ab", "y": "c"}),
        ("{a,ab}/c", "ab/c", {}),
        ("{a,a/b}/c", "a/b/c", {}),
        ("a*b*c", "a1b2c", {}),
        ("a**c/d", "a/b/c/d", {}),
        ("a**b/cb/d", "ab/cb/d", {}),
        ("a/{x}.json", "a/b.json.bak", None),
        ("?", "/", None),
        ("*", "a/b", None),
        ("{x}", "a/b", None),
        ("**", "a/b", {}),
        ("a{, b ,c}", "ab", {}),
        ("{a/**/b,c}", "a/x/y/b", {}),
        ("[!a]", "!", {}),
        ("[!a]", "a", None),
    ],
)
def test_a_pattern_is_of_the_whole_path_and_says_what_names_stand_for(
    glob: str, name: str, values: dict[str, str] | None
) -> None:
    found = compiled(glob).match(name)

    assert (found and found.groupdict()) == values


PIECES = st.lists(
    st.sampled_from(("a", "b", "/", "*", "**", "**/", "?", "[ab]", "{x}", "{y}", "{a,ab}", "{a/b,b*}")),
    max_size=7,
).map("".join)


@given(PIECES, NAMES)
def test_a_step_that_is_tried_in_one_way_only_matches_what_it_matches_in_any(glob: str, name: str) -> None:
    try:
        pattern = compiled(glob)
    except ValueError:
        return
    found, expected = pattern.match(name), re.match(pattern.pattern.replace("(?>", "(?:"), name, re.DOTALL)

    assert (found and found.groupdict()) == (expected and expected.groupdict())


def test_a_name_may_come_again_behind_any_folders() -> None:
    names = compiled("{a}/**/{b}/{a}")

    assert names.fullmatch("x/1/2/y/x") is not None
    assert names.fullmatch("x/1/2/y/z") is None
