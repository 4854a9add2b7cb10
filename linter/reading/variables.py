"""What the variables of saved requests stand for: as their file says, or an environment file beside it.

Those of `.http` files are `http-client.env.json` and `http-client.private.env.json` of JetBrains, and
`rest-client.environmentVariables` in `.vscode/settings.json`; those of collections are exported environments
and globals.  Of several environments the one counts that is called as the run's is; where none is, a
variable has a value that all agree about.
"""

from __future__ import annotations

import os
import re
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Location
from linter.files import document_name, lies_within
from linter.named_tuple import NamedTuple
from linter.placeholders import Allowance, ValueLayer, Values, in_text, is_value
from linter.reading.disk import asked
from linter.reading.sources import content_at
from linter.reading.taken import Beside, Taken
from linter.text import json_text
from linter.text.requests import Variable, Variables
from linter.text.source import Text, is_http, read_text

if TYPE_CHECKING:
    from linter.reading.inputs import Inputs
    from linter.reading.memory import Memory
    from linter.text.requests import RequestList

_OF_HTTP: Final = ("http-client.env.json", "http-client.private.env.json")  # the later one counts
_GLOBALS: Final = ".postman_globals.json"
_OF_COLLECTIONS: Final = (_GLOBALS, ".postman_environment.json")
_OF_EDITOR: Final = os.path.join(".vscode", "settings.json")
_SHARED: Final = ("$shared", "$default")
_LENIENT: Final = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*+(?:"|\\?\Z))|//[^\r\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*+[\]}])', re.DOTALL
)


class Definitions(NamedTuple):
    """What variables stand for, and where that is said."""

    variables: Collection[Variable]
    texts: Mapping[str, Text]


def beside(inputs: Inputs, path: str, memory: Memory | None = None) -> Beside:
    """Return the environment files that count for a file of requests."""
    found = []
    for one in _paths(inputs, path):
        try:
            found.append((one, content_at(inputs, one, memory)))
        except OSError:  # not there, or not to be read: it says nothing
            continue
    return Beside(inputs.environment, tuple(found))


def said_beside(inputs: Inputs, files: Beside) -> Definitions:
    """Return what environment files say of variables."""
    environments: dict[str, dict[str, Variable]] = {}
    texts: dict[str, Text] = {}
    for path, data in files.files:
        text = _read(document_name(path, inputs.root), data)
        texts[text.name] = text
        for name, variables in _environments(text):
            environments.setdefault(name, {}).update({one.name: one for one in variables})
    shared = environments.pop("", {})
    named = [each for name, each in environments.items() if name.lower() == inputs.environment.lower()]
    counting = [{**shared, **named[0]}] if named else [shared, *environments.values()]
    as_shared = (one._replace(name=f"$shared {name}") for name, one in shared.items())  # as in VS Code
    return Definitions([*_agreed(counting).values(), *as_shared], texts)


def values_of_requests(
    taken: Taken,
    requests: RequestList,
    inputs: Inputs,
    known: Callable[[], Collection[str]],
    allowance: Allowance,
) -> Callable[[int], Values]:
    """Return what gives the values of placeholders for a request by its number; tell where they are said.

    What a path's own parts stand for counts most; then of `.http` files what they say themselves, of
    collections their environments; and all of them more than what is given.
    """
    said = said_beside(inputs, taken.beside)
    around, given = Variables(said.variables), ValueLayer(inputs.values)
    taken.variables_in = said.texts

    @cache
    def values_with(
        own: Variables | None, of_path: Variables | None
    ) -> tuple[Values, Mapping[str, Location]]:
        inner = [] if own is None else [*own.outwards()]
        layers = [*inner, around] if requests.json is None else [around, *inner]
        layers = layers if of_path is None else [of_path, *layers]
        places = ChainMap(*(one.places for one in layers))
        return Values([*(one.layer for one in layers), given], known, allowance), places

    def values_of(index: int) -> Values:
        one = requests.written[index]
        values, taken.text.said_in[index] = values_with(one.variables, one.of_path)
        return values

    return values_of


def _paths(inputs: Inputs, path: str) -> Iterator[str]:
    """Yield the paths of environment files: those of outer folders first."""
    folders = [os.path.dirname(path)]
    while lies_within(folders[-1], inputs.root) and folders[-1] != inputs.root:
        folders.append(os.path.dirname(folders[-1]))
    if is_http(path):
        yield os.path.join(inputs.root, _OF_EDITOR)
    for folder in reversed(folders):
        for ending in _OF_HTTP if is_http(path) else _OF_COLLECTIONS:
            yield from (os.path.join(folder, name) for name in _ending(inputs, folder, ending))


def _ending(inputs: Inputs, folder: str, ending: str) -> list[str]:
    """Return the names of files in a folder that end so."""
    if not ending.startswith("."):
        return [ending]
    overlaid = [os.path.basename(one) for one in inputs.contents if os.path.dirname(one) == folder]
    try:
        names = os.fsdecode(asked("names", folder, inputs.heed)).split("\0")
    except OSError:
        return []
    return sorted(name for name in {*names, *overlaid} if name.lower().endswith(ending))


def _read(name: str, data: bytes) -> Text:
    """Return what a file says; editors allow comments in it, and commas before a bracket."""
    text = read_text(name, data, "plain")
    if text.fault is not None:
        return text
    plain = _LENIENT.sub(
        lambda found: found[0] if found["string"] else re.sub(r"\S", " ", found[0]), text.text
    )
    value, fault, _ = json_text.read(plain)
    return Text(name, text.text, value, fault, None if fault is not None else json_text.Places(plain))


def _environments(text: Text) -> Iterator[tuple[str, list[Variable]]]:
    """Yield the environments of a file, with their variables; what holds in all of them is in ""."""
    value = text.value if isinstance(text.value, dict) else {}
    name = os.path.basename(text.name)
    if name.lower().endswith(_OF_COLLECTIONS):
        yield _called(name, value), list(_listed(text, value.get("values")))
        return
    key = "rest-client.environmentVariables" if name == os.path.basename(_OF_EDITOR) else None
    table = value if key is None else value.get(key)
    before = () if key is None else (key,)
    for environment, variables in table.items() if isinstance(table, dict) else ():
        found = _table(text, variables, (*before, environment))
        yield ("" if environment in _SHARED else environment), list(found)


def _called(name: str, exported: Mapping[str, Any]) -> str:
    """Return what an exported environment is called: as it says, or else as its file; "" are the globals."""
    if exported.get("_postman_variable_scope") == "globals" or name.lower().endswith(_GLOBALS):
        return ""
    called = exported.get("name")
    return called if isinstance(called, str) and called else name


def _table(text: Text, variables: Any, path: tuple[str, ...]) -> Iterator[Variable]:
    for name, value in variables.items() if isinstance(variables, dict) else ():
        if is_value(value):
            yield Variable(name, in_text(value), Location(text.name, (*path, name)))


def _listed(text: Text, values: Any) -> Iterator[Variable]:
    for number, one in enumerate(values) if isinstance(values, list) else ():
        if not isinstance(one, dict) or one.get("enabled") is False or one.get("disabled") is True:
            continue
        key, value = one.get("key"), one.get("value")
        if isinstance(key, str) and is_value(value):
            yield Variable(key, in_text(value), Location(text.name, ("values", number, "value")))


def _agreed(environments: Iterable[Mapping[str, Variable]]) -> dict[str, Variable]:
    """Return the variables that have the same value wherever they have one."""
    found: dict[str, list[Variable]] = {}
    for variables in environments:
        for name, one in variables.items():
            found.setdefault(name, []).append(one)
    return {name: several[0] for name, several in found.items() if len({one.value for one in several}) == 1}
