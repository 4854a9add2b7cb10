"""A configuration is laid over presets and files of the team: who wins, where files lie, what is refused."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import rules
from linter.checking.selectors import require_rules
from linter.cli import main
from linter.configuration.configuration import load_configuration
from linter.configuration.extending import PRESETS
from linter.configuration.fitting import require_fitting
from linter.configuration.settings import Configuration, Override, Suppress
from linter.configuration.toml_text import toml_lines
from linter.refusal import CannotRun

REPO = Path(__file__).parent.parent


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files, and return the path of the project's configuration."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "project" / "c360lint.toml"


def loaded(folder: Path, own: str, **others: str) -> Configuration:
    """Return the configuration that a file makes, without what it is made of."""
    files = {f"{name}.toml": text for name, text in others.items()}
    return load_configuration(str(write(folder, {"project/c360lint.toml": own, **files})))._replace(layers=())


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def placed(refused: CannotRun) -> str:
    """Return the words of a refusal, with the whole path of its file."""
    return f"{refused.file}:{refused.line}:{refused.column}: {refused.reason}"


# Who wins


def test_a_preset_is_what_its_table_says(tmp_path: Path) -> None:
    for name, values in PRESETS.items():
        said = "".join(f"{line}\n" for line in toml_lines(values))

        require_fitting(str(tmp_path / "c360lint.toml"), values)
        assert loaded(tmp_path, f'extends = "{name}"\n') == loaded(tmp_path, said)
        require_rules(rules.ALL, "c360lint.toml", loaded(tmp_path, said))


def test_the_file_itself_is_the_strongest_then_the_last_that_it_extends(tmp_path: Path) -> None:
    own = 'extends = ["strict", "../a.toml", "../b.toml"]\nprincipal = "own"\n'
    a = 'principal = "a"\napi = "2021-06"\nunread = "allow"\nselect = ["CP"]\n'
    b = 'api = "2021-09"\nselect = ["CP", "IN"]\n'

    assert loaded(tmp_path, own, a=a, b=b) == Configuration(
        principal="own", api="2021-09", unread="allow", select=("CP", "IN"), fail_level="recommendation"
    )


def test_it_is_known_of_which_files_and_presets_a_configuration_is_made(tmp_path: Path) -> None:
    own = write(tmp_path, {"project/c360lint.toml": 'extends = ["strict", "../a.toml"]', "a.toml": ""})
    found, a = load_configuration(str(own)), str(tmp_path / "a.toml")

    assert [one.name for one in found.layers] == ["strict", a, str(own)]
    assert found.extended == (a,)


def test_what_a_file_extends_is_weaker_than_the_file(tmp_path: Path) -> None:
    a = 'extends = ["b.toml"]\nmaster-dataset = "A"\n'
    b = 'extends = "minimal"\nmaster-dataset = "B"\nprincipal = "b"\n'

    assert loaded(tmp_path, 'extends = "../a.toml"\n', a=a, b=b) == Configuration(
        master_dataset="A", principal="b", select=("error",)
    )


def test_lists_of_what_is_left_out_add_up_and_tables_are_laid_over_one_another(tmp_path: Path) -> None:
    team = """
ignore = ["DO03"]
exclude = ["archive"]
[severity]
CP01 = "warning"
CP02 = "warning"
[files]
"a/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"
[placeholders]
Shop = "team"
Other = 1
[[overrides]]
files = ["legacy"]
ignore = ["CP08"]
"""
    own = """
extends = "../team.toml"
ignore = ["DO04"]
exclude = ["drafts"]
[severity]
CP02 = "error"
[files]
"b/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"
[placeholders]
Shop = "own"
[[overrides]]
files = ["old"]
severity = {CP08 = "warning"}
"""
    request = "PATCH /conflations/{conflationId}/conflationPlan"

    assert loaded(tmp_path, own, team=team) == Configuration(
        ignore=("DO03", "DO04"),
        exclude=("archive", "drafts"),
        severity=(("CP02", "error"), ("CP01", "warning")),
        files=(("b/{conflationId}.json", request), ("a/{conflationId}.json", request)),
        placeholders=(("", "Shop", "own"), ("", "Other", 1)),
        overrides=(
            Override(("legacy",), ignore=("CP08",)),
            Override(("old",), severity=(("CP08", "warning"),)),
        ),
    )


def test_a_table_in_a_table_is_laid_over_its_like_and_replaces_anything_else(
    tmp_path: Path,
) -> None:
    team = """
[snapshots]
dev = "dev.json"
[placeholders]
prod = "a placeholder"
test = {A = 1}
[placeholders.dev]
A = "team"
B = "team"
"""
    own = """
extends = "../team.toml"
[snapshots]
dev = "dev.json"
prod = "prod.json"
test = "test.json"
[placeholders]
test = "a placeholder"
prod = {A = 2}
dev = {A = "own"}
"""
    with pytest.raises(CannotRun, match=r"team.toml.*no environment `test`"):
        loaded(tmp_path, 'extends = "../team.toml"\n', team=team)
    assert loaded(tmp_path, own, team=team).placeholders == (
        ("", "test", "a placeholder"),
        ("prod", "A", 2),
        ("dev", "A", "own"),
        ("dev", "B", "team"),
    )


def test_a_file_may_have_been_taken_away_since_it_was_last_saved(tmp_path: Path) -> None:
    own = write(tmp_path, {"project/c360lint.toml": 'extends = "../team.toml"\n', "team.toml": ""})
    team = str(tmp_path / "team.toml")

    assert load_configuration(str(own), None, {team: b"principal = 'p'"}).principal == "p"
    with pytest.raises(CannotRun, match=r":1:1: `extends`: `../team.toml` is no file"):
        load_configuration(str(own), None, {team: None})


def test_who_says_where_snapshots_are_wants_none_of_others(tmp_path: Path) -> None:
    team = '[snapshots]\ndev = "dev.json"\nprod = "prod.json"\n'

    assert loaded(tmp_path, 'extends = "../team.toml"\n', team=team).environments == (
        ("dev", "../dev.json"),
        ("prod", "../prod.json"),
    )
    own = loaded(tmp_path, 'extends = "../team.toml"\nsnapshot = "mine.json"\n', team=team)
    assert (own.environments, own.snapshots) == ((), ("mine.json",))


def test_files_are_named_from_the_file_that_names_them_and_globs_seen_from_the_project(
    tmp_path: Path,
) -> None:
    team = f"""
snapshot = ["one.json", "../two.json"]
include = ["manage/**"]
exclude = ["{tmp_path.as_posix()}/project/old/**"]
[[schemas]]
files = ["manage/*.json"]
schema = "house/rules.json"
[[contracts]]
metadata = "crm.xml"
servers = ["https://crm.example"]
"""
    found = load_configuration(
        str(
            write(
                tmp_path, {"project/c360lint.toml": 'extends = "../shared/x.toml"\n', "shared/x.toml": team}
            )
        )
    )

    assert found.snapshots == ("../shared/one.json", "../two.json")
    assert found.include == ("manage/**",)
    assert found.exclude == ("old/**",)
    assert found.schemas == ((("manage/*.json",), "../shared/house/rules.json"),)
    assert [one.file for one in found.contracts] == ["../shared/crm.xml"]


def test_suppressions_baseline_and_code_are_not_taken_over(tmp_path: Path) -> None:
    entry = '[[suppress]]\nrule = "CP09"\nfiles = ["**"]\nreason = "{reason}"\n'
    team = 'baseline = "known.json"\ncustom-rules = ["rules"]\n' + entry.format(reason="theirs")
    own = 'extends = "../team.toml"\n' + entry.format(reason="ours")
    found = loaded(tmp_path, own, team=team)

    assert (found.baseline, found.custom_rules) == (None, ())
    assert found.suppress == (Suppress("CP09", (), ("**",), "", "ours"),)


def test_a_placeholder_of_an_environment_may_stand_in_another_file_than_the_environment(
    tmp_path: Path,
) -> None:
    team = '[placeholders.prod]\nShop = "team"\n'
    own = 'extends = "../team.toml"\n[snapshots]\nprod = "prod.json"\n'

    assert loaded(tmp_path, own, team=team).values_in("prod") == {"Shop": "team"}
    with pytest.raises(CannotRun, match=r"team.toml:1:15: \[placeholders.prod\]: no environment `prod`"):
        loaded(tmp_path, 'extends = "../team.toml"\n', team=team)


def test_a_pyproject_extends_and_is_extended(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": '[tool.c360lint]\nprincipal = "p"\n'})
    write(tmp_path, {"project/pyproject.toml": '[tool.c360lint]\nextends = "../pyproject.toml"\n'})

    assert load_configuration(str(tmp_path / "project" / "pyproject.toml")).principal == "p"


def test_a_severity_selects_the_rules_of_that_severity() -> None:
    for severity in ("error", "warning", "recommendation"):
        cards = [module.RULE for module in rules.ALL.meant_by(severity)]
        assert cards == [module.RULE for module in rules.ALL if module.RULE.severity == severity]
    page = CliRunner().invoke(main, ["explain", "recommendation"]).stdout
    assert page.startswith("recommendation")
    assert "c360lint" not in page.partition("\n")[0]


# What is refused


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ('extends = "strikt"', "1:1: `extends`: no preset `strikt`; did you mean `strict`?"),
        (
            'extends = ["minimal", "team"]',
            "1:23: `extends`: no preset `team`; there are minimal, recommended, strict; "
            "a file's name ends in .toml",
        ),
        ('extends = "../no.toml"', "1:1: `extends`: `../no.toml` is no file"),
        ('extends = "../project"', "1:1: `extends`: no preset `../project`"),
        ('extends = "https://a.example/b.toml"', "1:1: `extends`: `https://a.example/b.toml` is not fetched"),
        ('extends = "/a.toml"', "1:1: `extends`: `/a.toml` should be a path as seen from this file's folder"),
        ('extends = "~/a.toml"', "1:1: `extends`: `~/a.toml` should be a path as seen from"),
        ('extends = "../pyproject.toml"', "1:1: `extends`: pyproject.toml has no [tool.c360lint]"),
        ("extends = 1", "1:1: `extends`: should be a valid string"),
        (
            'extends = "c360lint.toml"',
            "1:1: `extends`: files extend each other in a circle: c360lint.toml → c360lint.toml",
        ),
    ],
)
def test_what_can_not_be_extended_is_told_at_its_place(tmp_path: Path, own: str, message: str) -> None:
    write(tmp_path, {"pyproject.toml": "[project]\n"})
    with pytest.raises(CannotRun) as refused:
        loaded(tmp_path, own)

    assert placed(refused.value).startswith(f"{tmp_path / 'project' / 'c360lint.toml'}:{message}")


def test_a_circle_is_told_with_all_its_files_where_it_closes(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as refused:
        loaded(
            tmp_path,
            'extends = "../a.toml"',
            a='extends = "b.toml"',
            b='api = "current"\nextends = ["a.toml"]',
        )

    told = "files extend each other in a circle: ../a.toml → ../b.toml → ../a.toml"
    assert placed(refused.value) == f"{tmp_path / 'b.toml'}:2:12: `extends`: {told}"


def test_a_hundred_files_and_presets_may_be_extended_and_no_more(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"extends = {['strict'] * 100}").unread == "error"
    with pytest.raises(CannotRun, match="more than 100 files and presets"):
        loaded(tmp_path, f"extends = {['strict'] * 101}")


def test_files_that_extend_others_twice_and_twice_again_are_not_followed_for_ever(tmp_path: Path) -> None:
    chain = {f"c{n}": f'extends = ["c{n + 1}.toml", "c{n + 1}.toml"]' for n in range(30)}

    with pytest.raises(CannotRun, match="more than 100 files and presets"):
        loaded(tmp_path, 'extends = "../c0.toml"', **chain, c30="")
    long = {f"c{n}": f'extends = ["c{n + 1}.toml"]' for n in range(120)}
    with pytest.raises(CannotRun, match="more than 100 files and presets"):
        loaded(tmp_path, 'extends = "../c0.toml"', **long, c120="")


@pytest.mark.parametrize(
    ("team", "message"),
    [
        ("ignore = [", "1:11: not well-formed TOML"),
        ("api = 3", "1:1: `api`"),
        ('igonre = ["CP01"]', "1:1: unknown key `igonre`; did you mean `ignore`?"),
        ('exclude = ["../**"]', "1:12: `../**`"),
        ('ignore = ["CP01", "CP991"]', "1:19: no rule `CP991`"),
        ('[[overrides]]\nfiles = ["a"]\nselect = ["CP991"]', "3:11: no rule `CP991`"),
        ('[severity]\nCP991 = "error"', "2:1: no rule `CP991`"),
    ],
)
def test_a_mistake_is_told_in_the_file_that_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, team: str, message: str
) -> None:
    write(tmp_path, {"project/c360lint.toml": 'extends = "../team.toml"', "team.toml": team})
    monkeypatch.chdir(tmp_path / "project")
    done = check()

    assert done.exit_code == 2
    assert done.stderr.startswith(f"c360lint: ../team.toml:{message}")


# Who else has to know


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plan = json.dumps({"conflationOrder": [], "conflationPlans": []})
    files = {
        "project/c360lint.toml": 'extends = ["../team.toml"]\n',
        "project/conflations/default/conflationPlan.json": plan,
        "team.toml": 'ignore = ["CP05", "CP102"]\n',
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path


def test_settings_are_written_as_people_write_them() -> None:
    values = {
        "principal": "Größe 😀\x7f",
        "ignore": ["a", "b"],
        "severity": {"é": "error"},
        "exclude": [],
        "dialects": {"conflationPlan": {"names": {"MatchRule": {"name": "Title"}}, "others": {}}},
        "overrides": [{"files": ["old"], "severity": {"CP01": "error", "é": "warning"}}],
    }

    assert [*toml_lines(values, {"ignore": "ours", "severity": "theirs"})] == [
        'principal = "Größe 😀\\u007f"',
        'ignore = ["a", "b"]  # ours',
        "exclude = []",
        "",
        "[severity]  # theirs",
        '"é" = "error"',
        "",
        "[dialects.conflationPlan.names.MatchRule]",
        'name = "Title"',
        "",
        "[dialects.conflationPlan.others]",
        "",
        "[[overrides]]",
        'files = ["old"]',
        'severity = {CP01 = "error", "é" = "warning"}',
    ]


def test_no_report_replaces_a_file_that_is_extended(project: Path) -> None:
    done = check("-o", "json:../team.toml")

    assert (done.exit_code, "is one of the files checked" in done.stderr) == (2, True)
    assert (project / "team.toml").read_text("utf-8").startswith("ignore")


def test_a_change_of_what_is_extended_is_a_change_of_the_configuration(project: Path) -> None:
    git = "git -c user.name=me -c user.email=me@example.com"
    os.system(f"cd {project} && git init -q && git add . && {git} commit -qm a")
    (project / "team.toml").write_text("", "utf-8")

    assert "CP05" in check("--changed", "--format", "concise").stdout
    assert check("--staged", "--format", "concise").exit_code == 0


def test_show_settings_says_who_says_what(project: Path) -> None:
    own = """
"$schema" = "../configuration.schema.json"
extends = ["strict", "../team.toml"]
unread = "allow"
ignore = ["DO03"]
severity = {CP01 = "warning"}
"""
    team = 'ignore = ["CP05", "CP102"]\nseverity = {CP02 = "warning"}\n'
    write(project, {"project/c360lint.toml": own, "team.toml": team})
    shown = check("--show-settings", "--select", "CP", "--fail-level", "never").stdout

    assert shown.partition("\n\n# by default")[0].splitlines() == [
        'select = ["CP"]  # on the command line',
        'fail-level = "never"  # on the command line',
        'unread = "allow"  # c360lint.toml',
        'ignore = ["CP05", "CP102", "DO03"]  # ../team.toml, c360lint.toml',
        "",
        "[severity]  # ../team.toml, c360lint.toml",
        'CP01 = "warning"',
        'CP02 = "warning"',
    ]


def test_a_pyproject_without_our_table_sets_nothing(project: Path) -> None:
    write(project, {"project/pyproject.toml": "[project]\n"})
    shown = check("--show-settings", "--config", "pyproject.toml")

    assert (shown.exit_code, shown.stdout.partition("\n# by default\n")[0]) == (0, "")


def test_what_show_settings_prints_means_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for example in ("contoso", "contoso-broken"):
        monkeypatch.chdir(REPO / "examples" / example)
        before = load_configuration("c360lint.toml") if Path("c360lint.toml").exists() else Configuration()
        path = tmp_path / "c360lint.toml"
        path.write_text(check("--show-settings").stdout, "utf-8")
        assert load_configuration(str(path)) == before


def test_what_is_no_number_is_shown_as_toml_has_it(project: Path) -> None:
    values = "[placeholders]\na = nan\nb = -inf\nc = 1e300\n"
    write(project, {"project/c360lint.toml": values})

    assert check("--show-settings").stdout.startswith(
        "\n[placeholders]  # c360lint.toml\na = nan\nb = -inf\nc = 1e+300\n"
    )


def test_show_files_says_what_is_read_and_what_it_is(project: Path) -> None:
    done = check("--show-files")

    assert (done.exit_code, done.stdout) == (0, "conflationPlan  conflations/default/conflationPlan.json\n")
    (project / "project" / "c360lint.toml").write_text('snapshot = "no.json"\n', "utf-8")
    assert check("--show-files").exit_code == 2


_SCALARS = st.one_of(st.text(st.characters(codec="utf-8")), st.integers(-(2**60), 2**60), st.booleans())
_TABLES = st.recursive(
    st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3)),
    lambda inner: st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=5),
        st.one_of(_TABLES, st.lists(st.dictionaries(st.text(max_size=3), _SCALARS), min_size=1, max_size=2)),
        max_size=4,
    )
)
def test_settings_written_as_toml_are_read_as_they_were(values: dict[str, object]) -> None:
    try:
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return

    assert tomllib.loads("".join(f"{line}\n" for line in toml_lines(values))) == values
