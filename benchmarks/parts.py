"""What is measured, by parts: their scenarios, and what the peers can't do."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.cdm import write_model
from benchmarks.contest import AGAIN, Contest, Contestant, Scenario, ours
from benchmarks.generate import Payload, Size, write_plan, write_project, write_relationships
from benchmarks.growth import AXES, RELATIONSHIPS
from benchmarks.metadata import write_metadata

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
CHECK = ours("check", ".", counted=True)
RELATIONSHIP_BYTES = 305  # of one in write_relationships()
LOADS = (
    "import json,sys\nfor name in sys.argv[1:]:\n    with open(name, 'rb') as file: json.loads(file.read())"
)
LOADS_YAML = "import sys,yaml\nwith open(sys.argv[1], 'rb') as file: yaml.load(file, yaml.CSafeLoader)"
PARSES_XML = (
    "import sys,xml.parsers.expat as expat\nwith open(sys.argv[1], 'rb') as file:"
    " expat.ParserCreate(namespace_separator=' ').ParseFile(file)"
)
TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: Orders
"""


class Part(NamedTuple):
    """Some scenarios that one looks at together, and a sentence about what their figures mean."""

    title: str
    remark: str
    scenarios: list[Scenario]


def python(name: str, program: str, *arguments: str) -> Contestant:
    """Return a few lines of Python: the least that a job can cost."""
    return Contestant(name, "python", (("-c", program, *arguments),))


def check_jsonschema(payloads: list[Payload]) -> Contestant:
    """Return check-jsonschema over payloads: it takes one schema a process, so it is run once a kind."""
    by_kind: dict[str, list[str]] = {}
    for payload in payloads:
        by_kind.setdefault(payload.kind, []).append(payload.file)
    commands = [_by_schema(kind, files) for kind, files in sorted(by_kind.items())]
    first = payloads[0]
    return Contestant(
        "check-jsonschema",
        "check-jsonschema",
        tuple(commands),
        start=_by_schema(first.kind, [first.file]),
        counted=len(payloads) == 1,
    )


def _by_schema(kind: str, files: list[str]) -> tuple[str, ...]:
    return ("--schemafile", str(SCHEMAS / f"{kind}.schema.json"), *files)


def biome(project: Path, *paths: str) -> Contestant:
    """Return biome over files and folders; its own limit for a file's size is lifted."""
    settings = project.parent / "biome"
    settings.mkdir()
    (settings / "biome.json").write_text('{"root": true, "files": {"maxSize": 1000000000}}', "utf-8")
    return Contestant("biome", "biome", (("lint", f"--config-path={settings}", *paths),))


def jq(payloads: list[Payload]) -> Contestant:
    """Return jq, which only reads the payloads."""
    return Contestant("jq", "jq", (("empty", *[payload.file for payload in payloads]),))


def all_of(project: Path, payloads: list[Payload], findings: int = 0) -> Contest:
    """Return everyone who reads JSON over a project's payloads; its snapshot is read by ours only."""
    files = [payload.file for payload in payloads]
    folders = sorted({file.partition("/")[0] for file in files})
    contestants = [
        CHECK,
        ours("check", ".", name=AGAIN),
        check_jsonschema(payloads),
        biome(project, *folders),
        jq(payloads),
        python("Python: read, json.loads", LOADS, *files),
    ]
    return Contest(contestants, (len(payloads), findings))


# 1. Cold start


def one_payload(project: Path) -> Contest:
    """Return everyone on one file of their own kind."""
    payloads = write_project(project, Size(payloads=1, entities=10))
    (project.parent / "template.yaml").write_text(TEMPLATE, "utf-8")
    outside = "../template.yaml"
    contestants = [
        *all_of(project, payloads).contestants,
        Contestant("yamllint", "yamllint", ((outside,),), counted=True),
        Contestant("cfn-lint", "cfn-lint", ((outside,),)),
        python("Python: import click", "import click")._replace(counted=True),
        python("Python: pass", "pass")._replace(counted=True),
    ]
    return Contest(contestants, (1, 0))


def one_finding(project: Path) -> Contest:
    """Return ours over a payload with a finding, and its commands that need no project."""
    write_project(project, Size(payloads=1, entities=10, findings=1))
    commands = [("--version",), ("--help",), ("check", "--help"), ("explain", "CP09"), ("rules",)]
    others = [ours(*words, name=f"c360lint {' '.join(words)}", counted=True) for words in commands]
    return Contest([CHECK, *others], (1, 1))


# 2. Many small files


def many(size: Size) -> Scenario:
    """Return a scenario of many payloads of some 300 bytes over one snapshot."""
    files = "1 file" if size.payloads == 1 else f"{size.payloads:,} files"
    name = files + (f", {size.findings:,} findings" if size.findings else "")

    def make(project: Path) -> Contest:
        return all_of(project, write_project(project, size), size.findings)

    return Scenario(name, size.payloads, make, heavy=size.payloads > 1_000)


# 3. Large documents


def large(what: str, size: int, write: Callable[[Path], list[Payload]], findings: int = 0) -> Scenario:
    """Return a scenario of one payload of so many bytes."""

    def make(project: Path) -> Contest:
        return all_of(project, write(project), findings)

    label = f"{what}, {size // 1_000_000} MB" + (f", {findings} findings" if findings else "")
    return Scenario(label, size, make, heavy=size > 1_000_000)


def documents() -> list[Scenario]:
    """Return a plan and a list of relationships, of 1 and 20 MB."""
    scenarios = []
    for size in (1_000_000, 20_000_000):
        count = size // RELATIONSHIP_BYTES
        for findings in (0, 100):
            write = partial(write_relationships, count=count, findings=findings)
            scenarios.append(large("relationships", size, write, findings))
        scenarios.append(large("a plan", size, partial(write_plan, characters=size)))
    return scenarios


# 4. Snapshots


def wide(entities: int) -> Scenario:
    """Return a scenario of one payload over a snapshot of entities with fifty attributes each."""

    def make(project: Path) -> Contest:
        write_project(project, Size(payloads=1, entities=entities, attributes=50))
        by_schema = _by_schema("snapshot", ["snapshot.json"])
        contestants = [
            CHECK,
            ours("check", ".", name=AGAIN, counted=True),
            Contestant("check-jsonschema", "check-jsonschema", (by_schema,)),
            python("Python: read, json.loads", LOADS, "snapshot.json"),
        ]
        return Contest(contestants, (1, 0))

    return Scenario(f"{entities:,} entities", entities, make, heavy=entities > 1_000)


# 5. Growth


def grown(axis: str, size: int) -> Scenario:
    """Return a scenario of so many of one thing."""

    def make(project: Path) -> Contest:
        AXES[axis].write(project, size)
        own = ours("check", "--format", "concise", ".")
        peer = Contestant(
            "check-jsonschema", "check-jsonschema", (_by_schema("relationships", [RELATIONSHIPS]),)
        )
        return Contest([own, peer] if AXES[axis].by_shape else [own])

    return Scenario(axis, size, make, heavy=size > AXES[axis].sizes[1])


# 6. YAML


def yaml_beside_json(project: Path) -> Contest:
    """Return everyone who reads YAML over 4,000 relationships, and ours over the same in JSON."""
    for form in ("yaml", "json"):
        payloads = write_relationships(project / form, 4_000)
    document = "yaml/manage/relationships.yaml"
    (project / "yaml/manage/relationships.json").unlink()
    (project / document).write_text(_as_yaml(payloads[0].body), "utf-8")
    contestants = [
        ours("check", "yaml"),
        ours("check", "json", name="c360lint, JSON"),
        Contestant("yamllint", "yamllint", (("-d", "relaxed", document),)),
        Contestant("check-jsonschema", "check-jsonschema", (_by_schema("relationships", [document]),)),
        python("Python: PyYAML's CSafeLoader", LOADS_YAML, document),
    ]
    return Contest(contestants)


def _as_yaml(relationships: object) -> str:
    assert isinstance(relationships, list)
    items = ("\n  ".join(f"{name}: {value}" for name, value in each.items()) for each in relationships)
    return "---\n" + "".join(f"- {item}\n" for item in items)


# 7. Commands


def commands(project: Path, relationships: int = 1_000, entities: int = 10_000) -> Contest:
    """Return the commands of ours that work on a whole project, over a large snapshot."""
    write_relationships(project, relationships, entities=entities, attributes=50)
    text = (project / "snapshot.json").read_text("utf-8")
    snapshot = json.loads(text)
    source = snapshot["dataSources"][0]
    entity = f"{source['name']}_{source['entities'][0]['name']}"
    for each in snapshot["dataSources"][::50]:  # one in fifty has types of its own
        for declared in each["entities"]:
            declared["attributes"]["FullName"] = "int64"
    (project.parent / "changed.json").write_text(json.dumps(snapshot), "utf-8")
    lines = [
        "plan",
        "plan --format json",
        *[f"graph --format {form} -o ../graph.{form}" for form in ("html", "svg", "json")],
        f"refs {entity}",
        f"refs {entity}.EMail",
        "snapshot show",
        "snapshot diff snapshot.json ../changed.json",
        "check --why manage/relationships.json:3",
    ]
    named = [ours(*line.split(), name=f"c360lint {_short(line, entity)}") for line in lines]
    return Contest([ours("check", ".", name="c360lint check"), *named], (1, 0))


def _short(line: str, entity: str) -> str:
    words = line.replace(entity, "ENTITY").split(" -o ")[0]
    return words.replace("snapshot.json ../changed.json", "OLD NEW").replace(
        "manage/relationships.json:3", "PLACE"
    )


def imported(entities: int) -> Scenario:
    """Return a scenario of a $metadata document made into a snapshot."""

    def make(project: Path) -> Contest:
        write_metadata(project / "metadata.xml", entities, 50)
        words = ("snapshot", "import", "metadata.xml", "--as", "Source", "-o", "../made.json", "--force")
        parse = python("Python: expat alone", PARSES_XML, "metadata.xml")
        return Contest([ours(*words, name="c360lint snapshot import"), parse])

    return Scenario(f"import of $metadata, {entities:,} entities", entities, make, heavy=entities > 1_000)


def modelled(entities: int) -> Scenario:
    """Return a scenario of a Common Data Model made into a snapshot."""

    def make(project: Path) -> Contest:
        files = write_model(project / "model", entities, 18)
        words = ("snapshot", "import", files[0], "-o", "../made.json", "--force")
        parse = python("Python: read, json.loads", LOADS, *files)
        return Contest([ours(*words, name="c360lint snapshot import"), parse])

    return Scenario(f"import of CDM, {entities:,} entities", entities, make, heavy=entities > 1_000)


def reported(findings: int) -> Scenario:
    """Return a scenario of one payload with many findings, in several reports."""

    def make(project: Path) -> Contest:
        write_relationships(project, findings, findings)
        forms = ("concise", "full", "json", "sarif", "html")
        named = [ours("check", "--format", form, ".", name=f"c360lint check, {form}") for form in forms]
        return Contest(named, (1, findings))

    return Scenario(f"{findings:,} findings", findings, make, heavy=findings > 5_000)


SERVER = "server"
ONLY_OURS = "No peer can do this: they know no snapshot."
SHAPE_ONLY = (
    "check-jsonschema judges the shape only, by our schemas and without the snapshot; one process takes one "
    "schema, and of those behind the first the start is taken off. biome and jq judge JSON's syntax. "
    "yamllint reads only YAML, cfn-lint only CloudFormation templates: both can't do this."
)

PARTS: dict[str, Part] = {
    "start": Part(
        "Cold start",
        "Everyone judges one small file of its own kind: yamllint and cfn-lint a YAML template of six lines, "
        "the others a payload, ours with its snapshot of ten entities.",
        [Scenario("one payload", 1, one_payload), Scenario("one finding, other commands", 1, one_finding)],
    ),
    "files": Part(
        "Many small files",
        f"Payloads of some 300 bytes, seven kinds of them, over a snapshot of 1,000 entities. {SHAPE_ONLY}",
        [
            *[many(Size(number, 1_000)) for number in (1, 100, 1_000, 10_000)],
            *[many(Size(number, 1_000, findings=number // 100)) for number in (1_000, 10_000)],
            *[many(Size(number, 1_000, findings=number // 10)) for number in (1_000, 10_000)],
        ],
    ),
    "documents": Part("Large documents", f"One payload over a snapshot. {SHAPE_ONLY}", documents()),
    "snapshot": Part(
        "Snapshots",
        "One payload over a snapshot whose entities have fifty attributes each. check-jsonschema judges the "
        "snapshot itself by our schema; the other peers know no such thing.",
        [wide(number) for number in (100, 1_000, 10_000)],
    ),
    "growth": Part(
        "Growth",
        f"What a project can have more of, at three sizes. {ONLY_OURS}",
        [grown(axis, size) for axis, each in AXES.items() for size in each.sizes],
    ),
    "yaml": Part(
        "YAML",
        "4,000 relationships in one document. biome and jq can't read YAML.",
        [Scenario("4,000 relationships", 4_000, yaml_beside_json)],
    ),
    "commands": Part(
        "Other commands",
        f"1,000 relationships over 10,000 entities with fifty attributes each; imports; reports. {ONLY_OURS}",
        [
            Scenario("10,000 entities", 10_000, commands, heavy=True),
            imported(1_000),
            imported(10_000),
            modelled(1_000),
            modelled(10_000),
            reported(5_000),
            reported(50_000),
        ],
    ),
    SERVER: Part(
        "On save",
        "What an editor waits in a project of 500 payloads over 1,000 entities, after a document is saved, "
        "until the findings are there. Each round breaks or mends the document. VS Code's JSON server judges "
        "that document by no schema and nothing else, and when it isn't asked it waits half a second first. "
        "check-jsonschema, yamllint, cfn-lint and jq have no server of their own.",
        [],
    ),
}
