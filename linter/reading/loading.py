"""From files to a project: reads texts, tells their kinds, reads their bodies along their shapes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from linter.diagnostic import Location, Path
from linter.files import document_name, read_bytes
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.entity_information import definition_of
from linter.kinds.request import Request
from linter.kinds.routes import WRITES, Route, parse_url
from linter.project.project import Duplicate, HouseSchema, Project, Settings, Unread
from linter.reading import discovery
from linter.reading.discovery import Candidate
from linter.reading.run_request import RunRequest
from linter.reading.snapshots import default_snapshot, read_snapshot
from linter.reading.taken import Kept, Loaded, Taken
from linter.refusal import CannotRun, NothingToCheck
from linter.shapes.node import Node, Problem
from linter.shapes.reading import Reading, read
from linter.shapes.shape import Shape, shape_of
from linter.text.source import Fault, Text, read_text
from linter.wording import counted

if TYPE_CHECKING:
    from linter.configuration.configuration import Configuration
    from linter.reading.memory import Memory


def load_project(
    request: RunRequest, progress: Callable[[int, int], None], memory: Memory | None = None
) -> Loaded:
    """Read all files of a project; raises CannotRun where there is nothing to check.

    With a memory, files that are as they were aren't read again.
    """
    _require_globs(request.configuration)
    snapshots = _Snapshots(request, memory)
    reader = _Reader(request, memory)
    if memory is not None:
        memory.lay_over(snapshots.read)
    candidates = _candidates(request, snapshots.paths, memory)
    taken = []
    for count, one in enumerate(candidates):
        taken.append(reader.take(one))
        if count % 256 == 0:
            progress(count, len(candidates))
    if memory is not None:
        memory.forget_others(one.path for one in candidates)
    loaded = _laid_together(request, snapshots, taken)
    if memory is None:
        return loaded
    return loaded._replace(kept=Kept(tuple(one for one in taken if one.is_document), memory.diagnostics))


def read_alone(request: RunRequest, path: str, text: Text) -> Taken:
    """Read one file as load_project does, from a text that stands in for it."""
    return _Reader(request, None).taken(discovery.candidate(request.root, path), text)


def _laid_together(request: RunRequest, snapshots: _Snapshots, taken: list[Taken]) -> Loaded:
    documents = [one.text.name for one in taken if one.is_document]
    skipped = [name for one in taken for name in one.skipped]
    if not documents and not (request.snapshot_suffices and snapshots.read):
        raise NothingToCheck(_nothing_to_check(request, skipped))
    texts = {one.text.name: one.text for one in taken if one.is_document}
    configuration = request.configuration
    settings = Settings(
        configuration.principal, configuration.api, configuration.master_dataset, request.snapshot_only
    )
    project = Project(
        [each for one in taken for each in one.requests],
        snapshots.read,
        settings,
        [one.unread for one in taken if one.unread is not None],
        [problem for one in taken for problem in one.problems],
        [*_duplicates(snapshots.texts.values()), *_duplicates(texts.values())],
        [schema for one in taken for schema in one.house_schemas],
    )
    unreadable = sum(1 for one in taken if not one.is_document and one.text.fault is not None)
    return Loaded(
        project, {**_configuration_text(request), **snapshots.texts, **texts}, documents, skipped, unreadable
    )


def _configuration_text(request: RunRequest) -> dict[str, Text]:
    """The configuration's text, where findings may point into it."""
    path = request.configuration_file
    if path is None or not request.configuration.suppress:
        return {}
    from linter.configuration.configuration import read_configuration

    name = document_name(path, request.root)
    return {name: read_configuration(path, name, request.contents.get(path))}


class _Snapshots:
    """The declared snapshots; what can't be read at all ends the run."""

    def __init__(self, request: RunRequest, memory: Memory | None) -> None:
        self.request = request
        self.root = request.root
        self.memory = memory
        self.texts: dict[str, Text] = {}
        self.read: list[Snapshot] = []
        named = request.snapshots or default_snapshot(request.root, request.contents)
        self.paths = tuple(dict.fromkeys(os.path.normpath(path) for path in named))
        for path in self.paths:
            self._take(path)
        self._require_different_instances()

    def _require_different_instances(self) -> None:
        first: dict[str, str] = {}
        for snapshot in self.read:
            instance = fold_id(snapshot.instance_id or snapshot.file)
            other = first.setdefault(instance, snapshot.file)
            if other != snapshot.file:
                raise CannotRun(f"{other} and {snapshot.file} are both snapshots of instance `{instance}`")

    def _take(self, path: str) -> None:
        name, _, trouble = _candidate(self.request, path)
        if trouble:
            raise CannotRun(f"snapshot {name} can't be read: {trouble}", name)
        data = _content(self.request, path, self.memory)
        kept = self.memory.snapshot(name, data) if self.memory is not None else None
        text, snapshot = kept or read_snapshot(name, data)
        if self.memory is not None:
            self.memory.keep_snapshot(name, data, text, snapshot)
        self.texts[name] = text
        self.read.append(snapshot)


class _Reader:
    """Reads the project's files one by one."""

    def __init__(self, request: RunRequest, memory: Memory | None) -> None:
        self.request = request
        self.memory = memory
        self.explicit = {path for path in request.paths if not os.path.isdir(path)}
        self.mappings = _mappings(request)
        self.house = _house_schemas(request)
        if memory is not None:
            houses = [(schema, name) for _, schema, name in self.house]
            memory.begin((request.root, request.configuration, request.paths, request.as_kind, houses))

    def take(self, one: Candidate) -> Taken:
        """Read one file, or find that it isn't ours."""
        if one.trouble:
            return self._unreadable(one)
        try:
            data = _content(self.request, one.path, self.memory)
        except OSError as error:
            return self._unreadable(one._replace(trouble=error.strerror or str(error)))
        kept = self.memory.file(one.path, data) if self.memory is not None else None
        if kept is not None:
            return kept
        taken = self.taken(one, read_text(one.name, data))
        if self.memory is not None:
            self.memory.keep_file(one.path, data, taken)
        return taken

    def taken(self, one: Candidate, text: Text) -> Taken:
        """Return what a file's text adds to the project."""
        asked = self.request.as_kind is not None and self._is_named(one)
        route = self._route(one, asked=asked)
        taken = Taken(text)
        if text.fault is not None:
            self._broken(one, taken, text.fault, route)
        else:
            self._document(one, taken, route, asked=asked)
        return taken

    def _route(self, one: Candidate, *, asked: bool) -> tuple[str, Route] | None:
        """What is asked for, or the configuration says.

        An envelope goes before the default layout, so the path alone decides nothing more yet.
        """
        if asked and self.request.as_kind is not None:
            return "PATCH", discovery.plain_route(self.request.as_kind)
        return discovery.mapped(one.name, self.mappings)

    def _is_named(self, one: Candidate) -> bool:
        stdin = self.request.stdin
        return one.path in self.explicit or (stdin is not None and stdin[0] == one.path)

    def _kind_of_name(self, one: Candidate, route: tuple[str, Route] | None) -> str | None:
        """The kind of a file whose content says nothing."""
        found = route[1] if route else discovery.laid_out(one.name)
        return found.kind if found else None

    def _unreadable(self, one: Candidate) -> Taken:
        taken = Taken(Text(one.name, "", None))
        taken.is_document = True
        kind = self._kind_of_name(one, discovery.mapped(one.name, self.mappings))
        help_ = "put an ordinary, readable file in its place, or exclude it"
        message = f"the file can't be read: {one.trouble}"
        taken.unread = Unread(one.name, kind, message, help_, is_text=False)
        return taken

    def _broken(self, one: Candidate, taken: Taken, fault: Fault, route: tuple[str, Route] | None) -> None:
        kind = self._kind_of_name(one, route)
        if kind is None and not discovery.looks_like_ours(taken.text.text) and not self._is_named(one):
            taken.skipped.append(one.name)
            return
        self._add(taken)
        taken.unread = Unread(one.name, kind, fault.message, fault.help, taken.text.is_unicode)

    def _document(
        self, one: Candidate, taken: Taken, route: tuple[str, Route] | None, *, asked: bool
    ) -> None:
        value = taken.text.value
        if asked and self.request.as_kind == "request":
            self._envelopes(taken)
        elif route is not None:
            self._payload(taken, *route)
        elif discovery.is_envelope(value):
            self._envelopes(taken)
        elif (laid_out := self._laid_out(one)) is not None:
            self._payload(taken, "PATCH", laid_out)
        elif (kind := discovery.schema_kind(value)) is not None:
            self._payload(taken, "PATCH", discovery.plain_route(kind))
        else:
            self._not_ours(one, taken)

    def _laid_out(self, one: Candidate) -> Route | None:
        """The route that the file's path mirrors; a file that is named may lie below the layout's root."""
        path = one.path.replace(os.sep, "/")
        return discovery.laid_out(one.name) or (discovery.laid_out(path) if self._is_named(one) else None)

    def _not_ours(self, one: Candidate, taken: Taken) -> None:
        if any(matches(one.name) for matches, _, _ in self.house):
            self._add(taken)
        elif self._is_named(one):
            raise CannotRun(
                f"{one.name} is not a payload: no mapping in the configuration, no request envelope, no path "
                "of the default layout; `--as KIND` says what it is"
            )
        else:
            taken.skipped.append(one.name)

    def _payload(self, taken: Taken, method: str, route: Route) -> None:
        self._add(taken)
        request = Request(taken.text.name, method, route, None, 0)
        _read_body(taken, request, taken.text.value)
        taken.requests.append(request)

    def _envelopes(self, taken: Taken) -> None:
        name = taken.text.name
        reading = read(taken.text.value, _envelope_shape(), name)
        nodes = [one for one in _listed(reading.root) if isinstance(one, Node)]
        requests, foreign = [], []
        for index, node in enumerate(nodes):
            route = parse_url(node.text("url") or "")
            if route is None:
                foreign.append(f"{name} (request {index + 1})")
            else:
                method = (node.text("method") or "").upper()
                requests.append(Request(name, method, route, node, index))
        if not requests and not reading.problems:
            taken.skipped.append(name)
            return
        self._add(taken)
        taken.skipped.extend(foreign)
        taken.problems.extend(reading.problems)
        for request in requests:
            if request.envelope is not None and request.method in WRITES and request.route.kind is not None:
                _read_body(taken, request, request.envelope.get("body"))
            taken.requests.append(request)

    def _add(self, taken: Taken) -> None:
        taken.is_document = True
        name = taken.text.name
        for matches, schema, schema_name in self.house:
            if taken.text.fault is None and matches(name):
                taken.house_schemas.append(HouseSchema(name, taken.text.value, schema, schema_name))


def _read_body(taken: Taken, request: Request, value: Any) -> None:
    if value is None and request.envelope is not None:
        if "body" not in request.envelope.broken:
            taken.problems.append(Problem("missing", request.envelope.at("body"), "body", "Envelope"))
        return
    request.reading = _read_payload(request, value)
    taken.problems.extend(request.reading.problems)


def _read_payload(request: Request, value: Any) -> Reading:
    kind = request.route.kind
    assert kind is not None
    single = request.parameter("entityName") is not None
    if kind == "entityInformation":
        if isinstance(value, str):
            return Reading(value, [])
        shape = shape_of(kind, definition_of(value, single=single))
    elif kind == "entityInfo":
        shape = shape_of(kind, "EntityInfoOfPath" if single else "EntityInfo", or_list=not single)
    elif kind == "relationships":
        update = request.parameter("relationshipName") is not None
        shape = shape_of(kind, "RelationshipUpdate" if update else "Relationship", or_list=not update)
    else:
        shape = shape_of(kind)
    return read(value, shape, request.document, request.body_path)


def _envelope_shape() -> Shape:
    return shape_of("request", "Envelope", or_list=True)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _candidates(request: RunRequest, snapshots: Iterable[str], memory: Memory | None) -> list[Candidate]:
    configuration = request.configuration
    find = discovery.find_files if memory is None else memory.find_files
    found = find(request.root, configuration.include, configuration.exclude)
    chosen = {one.path: one for one in found}
    for path in request.paths:
        if not os.path.isdir(path):
            chosen.setdefault(path, _candidate(request, path))
    if request.contents:
        _lay_over(request, chosen)
    if request.stdin is not None:
        name = document_name(request.stdin[0], request.root)
        chosen[request.stdin[0]] = Candidate(name, request.stdin[0])
    for beside in (*snapshots, *([request.baseline_file] if request.baseline_file else [])):
        for path in (beside, os.path.normpath(beside), os.path.realpath(beside)):
            chosen.pop(path, None)
    return sorted(chosen.values())


def _lay_over(request: RunRequest, chosen: dict[str, Candidate]) -> None:
    """Add the files that there are but for the disk, and drop those that there aren't."""
    configuration = request.configuration
    wanted = discovery.chooser(configuration.include, configuration.exclude)
    for path, data in request.contents.items():
        if data is None:
            chosen.pop(path, None)
        elif path in chosen:
            chosen[path] = _candidate(request, path)
        else:
            one = _candidate(request, path)
            if wanted(one.name):
                chosen[path] = one


def _candidate(request: RunRequest, path: str) -> Candidate:
    if path not in request.contents:
        return discovery.candidate(request.root, path)
    name = document_name(path, request.root)
    return Candidate(name, path, "No such file or directory" if request.contents[path] is None else "")


def _content(request: RunRequest, path: str, memory: Memory | None = None) -> bytes:
    """Return what a file holds, or what the request puts in its place."""
    if request.stdin is not None and request.stdin[0] == path:
        return request.stdin[1]
    data = request.contents.get(path)
    if data is not None:
        return data
    return read_bytes(path) if memory is None else memory.content(path)


def _require_globs(configuration: Configuration) -> None:
    from linter.configuration.globs import compiled

    globs = [*configuration.include, *configuration.exclude, *(glob for glob, _ in configuration.files)]
    globs += [glob for files, _ in configuration.schemas for glob in files]
    globs += [glob for override in configuration.overrides for glob in override.files]
    globs += [glob for suppress in configuration.suppress for glob in suppress.files]
    try:
        for glob in globs:
            compiled(glob)
    except ValueError as error:
        raise CannotRun(f"configuration: {error}") from error


def _mappings(request: RunRequest) -> list[discovery.Mapping]:
    try:
        return discovery.mappings(request.configuration.files)
    except ValueError as error:
        raise CannotRun(f"configuration: [files]: {error}") from error


def _house_schemas(request: RunRequest) -> list[tuple[Callable[[str], bool], Any, str]]:
    from linter.configuration.globs import matcher

    made: list[tuple[Callable[[str], bool], Any, str]] = []
    for files, name in request.configuration.schemas:
        path = os.path.join(request.root, name)
        trouble = _candidate(request, path).trouble
        text = None if trouble else read_text(name, _content(request, path))
        if text is None or text.fault is not None:
            raise CannotRun(
                f"schema {name} can't be read: {trouble or (text and text.fault and text.fault.message)}"
            )
        _require_schema(name, text.value)
        made.append((matcher(files), text.value, name))
    return made


def _require_schema(name: str, schema: Any) -> None:
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for

    if not isinstance(schema, dict):
        raise CannotRun(f"{name} is not a JSON Schema: an object is expected")
    if not isinstance(schema.get("$schema", ""), str):
        raise CannotRun(f"{name} is not a JSON Schema: its $schema is not a string")
    try:
        validator_for(schema).check_schema(schema)
    except SchemaError as error:
        raise CannotRun(f"{name} is not a JSON Schema: {error.message}") from error
    except RecursionError as error:
        raise CannotRun(f"{name} can't be used as a JSON Schema: it is nested too deeply") from error


def _duplicates(texts: Iterable[Text]) -> Iterable[Duplicate]:
    for text in texts:
        for path, first, later in text.duplicates:
            yield Duplicate(
                Location(text.name, path, "key", occurrence=later),
                Location(text.name, path, "key", occurrence=first),
                same=len({_written(text, path, number) for number in (later - 1, later, None)}) == 1,
            )


def _written(text: Text, path: Path, occurrence: int | None) -> str:
    start, end = text.span(Location(text.name, path, occurrence=occurrence))
    return text.text[start:end]


def _nothing_to_check(request: RunRequest, skipped: list[str]) -> str:
    seen = f"; {counted(len(skipped), 'other file')} passed over (-v lists them)" if skipped else ""
    return (
        f"nothing to check: no payload was found in {request.root}{seen}; a payload lies at its API path, "
        "such as manage/relationships.json, or is the `body` of a request with `method` and `url`"
    )
