"""Projects as files: JSON, YAML, and a twin in the documents' PascalCase."""

from __future__ import annotations

import codecs
import copy
import json
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from generator import NORMALIZATIONS, Path, Project
from positions import Node, line_and_column, read_json, read_yaml, span_of
from world import Names

if TYPE_CHECKING:
    import pathlib

FORMS = ("json", "yaml", "pascal")

_DOCUMENT_NAMES = {
    "fromEntityName": "FromEntity",
    "fromAttributeName": "FromAttribute",
    "toEntityName": "ToEntity",
    "toAttributeName": "ToAttribute",
}
_CLOSED_LISTS = ("kind", "precision", "entityType", "relationshipType", "cardinality", "principalType")
_YAML_TAGS = {bool: "bool", int: "int", float: "float", type(None): "null"}


class Twin(str):
    """A key that may stand beside its equal in one dictionary, so that duplicates can be written."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __deepcopy__(self, memo: dict[int, Any]) -> Twin:
        return self


class Rendered(NamedTuple):
    """The files of a project as texts; `paths` tells where a path of the project went."""

    form: str
    project: Project
    texts: dict[str, str]
    marks: frozenset[str]
    nodes: dict[str, Node]

    def name(self, file: str) -> str:
        """The name under which a document was written."""
        return _file_name(file, self.form)

    def path(self, file: str, path: Path) -> Path:
        """The path as it is written in this form."""
        return _pascal_path(_document(self.project, file), path) if self.form == "pascal" else path

    def range(self, file: str, path: Path, part: str = "value", occurrence: int = 0) -> tuple[int, int]:
        """The span of the value at a path of the project."""
        name = self.name(file)
        if name not in self.nodes:
            read = read_yaml if self.form == "yaml" else read_json
            self.nodes[name] = read(self.texts[name])
        return span_of(self.nodes[name], self.path(file, path), part, occurrence)

    def place(self, file: str, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        return line_and_column(self.texts[self.name(file)], offset)

    def write(self, folder: pathlib.Path) -> None:
        """Writes the files."""
        for name, text in self.texts.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            mark = codecs.BOM_UTF8 if name in self.marks else b""
            target.write_bytes(mark + text.encode())


def render(project: Project, form: str, seed: int, broken: str = "") -> Rendered:
    """The project as texts in a form; the text of the document `broken` gets a fault of syntax."""
    rng = random.Random(f"{seed} {form}")
    texts: dict[str, str] = {}
    for file in [*project.documents, "snapshot.json"]:
        value = _document(project, file)
        value = pascal(rng, value) if form == "pascal" else value
        text = to_yaml(rng, value) if form == "yaml" else to_json(rng, value)
        texts[_file_name(file, form)] = break_text(rng, text, form) if file == broken else text
    marks = frozenset(name for name in texts if rng.random() < 0.05)
    if project.configuration is not None:
        texts["c360lint.toml"] = project.configuration
    return Rendered(form, project, texts, marks, {})


def to_json(rng: random.Random, value: Any) -> str:
    """A JSON text with random indent, line ends and escapes."""
    indent = rng.choice((None, 1, 2, 2, 4, "\t"))
    separators = rng.choice(((",", ":"), (", ", ": "), (" , ", " :  "))) if indent is None else None
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=rng.random() < 0.3)
    end = rng.choice(("\n", "\n", "\r\n"))
    return (text + "\n" * rng.randint(0, 1)).replace("\n", end)


def to_yaml(rng: random.Random, value: Any) -> str:
    """A YAML text with random block and flow styles and quotes."""
    flow = rng.choice((0.0, 0.1, 0.3))
    text = yaml.serialize(
        _yaml_node(rng, value, flow),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        width=100_000,
        indent=rng.choice((2, 4)),
        explicit_start=rng.random() < 0.2,
    )
    assert isinstance(text, str)
    return text


def pascal(rng: random.Random, value: Any) -> Any:
    """The value with its property names and closed lists in the documents' own spelling."""
    if isinstance(value, Names):
        return Names((key, pascal(rng, item)) for key, item in value.items())
    if isinstance(value, dict):
        pairs = [(pascal_key(key), _pascal_value(rng, key, item)) for key, item in value.items()]
        return dict(pairs)
    return [pascal(rng, item) for item in value] if isinstance(value, list) else value


def pascal_key(key: str) -> str:
    """A property name in PascalCase; twins stay twins."""
    name = _DOCUMENT_NAMES.get(str(key), key[:1].upper() + key[1:])
    return Twin(name) if isinstance(key, Twin) else name


def break_text(rng: random.Random, text: str, form: str) -> str:
    """The text with one fault of syntax."""
    if form == "yaml":
        return text + rng.choice(("\n]: [\n", "\n  {a: b\n", '\n"open\n'))
    body = text.rstrip()
    faults = [body[:-1], body[:-1] + "," + body[-1], body + " ]"]
    quoted = [body.replace('"', "'", 1)] if '"' in body else []
    return rng.choice(faults + quoted)


def _document(project: Project, file: str) -> Any:
    return project.snapshot if file == "snapshot.json" else project.documents[file]


def _file_name(file: str, form: str) -> str:
    return re.sub(r"json$", "yaml", file) if form == "yaml" else file


def _pascal_value(rng: random.Random, key: str, value: Any) -> Any:
    closed = str(key) in _CLOSED_LISTS or value in NORMALIZATIONS
    if closed and isinstance(value, str):
        return value[:1].upper() + value[1:]
    if str(key) == "normalizations" and isinstance(value, list):
        return [item[:1].upper() + item[1:] for item in value]
    return pascal(rng, value)


def _pascal_path(value: Any, path: Path) -> Path:
    steps: list[str | int] = []
    for step in path:
        named = isinstance(value, Names) or isinstance(step, int)
        steps.append(step if isinstance(step, int) or named else str(pascal_key(step)))
        value = child(value, step)
    return tuple(steps)


def child(value: Any, step: str | int) -> Any:
    """The item at a step, a twin key being found by its text."""
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return next((item for key, item in value.items() if str.__eq__(key, str(step))), None)


def _yaml_node(rng: random.Random, value: Any, flow: float) -> yaml.Node:
    inner = 1.0 if rng.random() < flow else flow
    if isinstance(value, dict):
        pairs = [(_yaml_text(rng, key), _yaml_node(rng, item, inner)) for key, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=inner == 1.0)
    if isinstance(value, list):
        items = [_yaml_node(rng, item, inner) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=inner == 1.0)
    if isinstance(value, str):
        return _yaml_text(rng, value)
    tag = f"tag:yaml.org,2002:{_YAML_TAGS[type(value)]}"
    return yaml.ScalarNode(tag, json.dumps(value))


def _yaml_text(rng: random.Random, text: str) -> yaml.Node:
    style = rng.choice((None, None, None, "'", '"'))
    return yaml.ScalarNode("tag:yaml.org,2002:str", str(text), style=style)


def copy_of(project: Project) -> Project:
    """A copy whose documents, snapshot and lists can be changed; the world is shared."""
    return Project(
        project.world,
        copy.deepcopy(project.snapshot),
        copy.deepcopy(project.documents),
        list(project.requests),
        list(project.links),
        list(project.active),
        project.orders,
        project.configuration,
    )
