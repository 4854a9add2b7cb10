"""Reads one file: tells what it is, and takes up the requests that are in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, Final

from linter.configuration.globs import matcher
from linter.diagnostic import Lack, Location, NotChecked, Path
from linter.files import TooLarge, document_name, relative
from linter.instance.snapshot import lookalikes
from linter.kinds.documents import is_envelope, looks_like_ours, schema_kind
from linter.kinds.endpoints import METHODS
from linter.kinds.entity_record import record_of
from linter.kinds.misplaced import misplaced
from linter.kinds.query import query_of
from linter.kinds.request import Request
from linter.kinds.route import Route, with_values
from linter.kinds.routes import laid_out, of_method, parse_url, plain_route
from linter.placeholders import Allowance, Filled, Overfilled, ValueLayer, Values, may_have_any
from linter.project.project import HouseSchema, Unread
from linter.reading import discovery
from linter.reading.bodies import bodies_in, envelope_shape, read_body
from linter.reading.discovery import Candidate
from linter.reading.disk import trouble_of
from linter.reading.house_schemas import demands
from linter.reading.sources import candidate_at, content_at
from linter.reading.taken import Beside, Taken
from linter.refusal import CannotRun
from linter.shapes.node import BROKEN, Node, Problem
from linter.shapes.reading import Occurrence, read
from linter.text.source import UNREADABLE, Fault, Text, is_http, read_text

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.instance.snapshot import Snapshot
    from linter.reading.contracts import Contracts
    from linter.reading.inputs import Inputs
    from linter.reading.memory import Memory

_ORDINARY: Final = "put an ordinary, readable file in its place, or exclude it"


def read_alone(
    inputs: Inputs, path: str, text: Text, snapshots: Iterable[Snapshot], node: type[Node] = Node
) -> Taken:
    """Read one file as load_project does beside these snapshots, from a text that stands in for it."""
    reader = FileReader(inputs, None, node, lambda: lookalikes(snapshots))
    return reader.taken(discovery.candidate(inputs.root, path), text)


class FileReader:
    """Reads the project's files one by one."""

    def __init__(
        self,
        inputs: Inputs,
        memory: Memory | None,
        node: type[Node] = Node,
        known: Callable[[], frozenset[str]] = frozenset,  # names that look like placeholders and are none
    ) -> None:
        self.inputs = inputs
        self.memory = memory
        self.node = node  # what objects become
        self.explicit = {path for path in inputs.paths if not os.path.isdir(path)}
        self.mappings = _mappings(inputs)
        self.house = demands(inputs)
        self.contracts = _contracts(inputs, memory)
        self.known = known
        self.given = ValueLayer(inputs.values)
        self._begin(0)
        if memory is not None:
            houses = [(one.schema, one.name) for one in self.house]
            said = (inputs.values, known(), self.contracts.identity if self.contracts is not None else ())
            memory.begin((inputs.root, inputs.configuration, inputs.paths, inputs.as_kind, houses, said))

    def take(self, one: Candidate) -> Taken:
        """Read one file, or find that it isn't ours."""
        self.values = self._values()
        if one.trouble:
            return self._unreadable(one)
        known = self._unchanged(one.path)
        if known is not None:
            return known
        try:
            data = content_at(self.inputs, one.path, self.memory)
        except TooLarge as error:
            return self._too_large(one._replace(trouble=str(error.strerror)))
        except OSError as error:
            return self._unreadable(one._replace(trouble=trouble_of(error)))
        kept = self.memory.file(one.path, data) if self.memory is not None else None
        if kept is not None and (kept.text.requests is None or kept.beside == self._beside(one.path)):
            return kept
        taken = self.taken(one, read_text(one.name, data))
        if self.memory is not None:
            self.memory.keep_file(one.path, data, taken)
        return taken

    def _unchanged(self, path: str) -> Taken | None:
        """Return what is remembered of a file that counts as it is on the disk, if it is still so."""
        inputs = self.inputs
        if self.memory is None or inputs.heed is not None or inputs.stdin is not None:
            return None
        return self.memory.unchanged(path) if inputs.contents.get(path) is None else None

    def sent_as(self, path: str, method: str, route: Route) -> Taken:
        """Read a file that a request sends as its body."""
        self.values = self._values()
        one = candidate_at(self.inputs, path)
        if one.trouble:
            if self.inputs.heed is not None:
                self.inputs.heed("content", one.path, one.trouble)
            return self._unreadable(one)
        try:
            data = content_at(self.inputs, one.path, self.memory)
        except OSError as error:
            return self._unreadable(one._replace(trouble=trouble_of(error)))
        return self._within_allowance(one, read_text(one.name, data), (method, route))

    def taken(self, one: Candidate, text: Text) -> Taken:
        """Return what a file's text adds to the project."""
        return self._within_allowance(one, text, None)

    def _within_allowance(self, one: Candidate, text: Text, sent: tuple[str, Route] | None) -> Taken:
        """Read a text that may be `sent` in a request's place, with no more put into it than may be."""
        self._begin(len(text.text))
        try:
            return self._sent_as(one, text, sent) if sent is not None else self._taken(one, text)
        except Overfilled as error:
            return self._overfilled(one, text, error)

    def _begin(self, length: int) -> None:
        """Begin with a file of so many characters."""
        self.allowance = Allowance(length)
        self.values = self._values(self.allowance)

    def _values(self, allowance: Allowance | None = None) -> Values:
        """Return what placeholders stand for; what can't be read has them in its name only."""
        return Values([self.given], self.known, allowance)

    def _sent_as(self, one: Candidate, text: Text, sent: tuple[str, Route]) -> Taken:
        taken = Taken(text)
        if text.fault is not None:
            self._broken(one, taken, text.fault, sent)
        else:
            self._payload(taken, *sent)
        return taken

    def _taken(self, one: Candidate, text: Text) -> Taken:
        asked = self.inputs.as_kind is not None and self._is_named(one)
        route = self._route(one, asked=asked)
        taken = Taken(text)
        if text.fault is not None:
            self._broken(one, taken, text.fault, route)
        else:
            self._document(one, taken, route, asked=asked)
        return taken

    def _overfilled(self, one: Candidate, text: Text, error: Overfilled) -> Taken:
        """Take a file as one with a fault at the first placeholder that there was no room for."""
        written = error.placeholder.written
        start = max(text.text.find(written), 0)
        end = min(start + len(written), len(text.text))
        fault = Fault(str(error), start, end, f"let `{written}` stand for less, or have fewer of them")
        self.values = Values()  # the file's name may have them, too
        taken = Taken(Text(one.name, text.text, UNREADABLE, fault))
        self._add(taken)
        kind = self._kind_of_name(one, self._mapped(one.name))
        taken.unread = Unread(one.name, kind, fault.message, fault.help)
        return taken

    def _route(self, one: Candidate, *, asked: bool) -> tuple[str, Route] | None:
        """What is asked for, or the configuration says.

        An envelope goes before the default layout, so the path alone decides nothing more yet.
        """
        if asked and self.inputs.as_kind is not None:
            return _as_file(plain_route(self.inputs.as_kind))
        return self._mapped(one.name)

    def _mapped(self, name: str) -> tuple[str, Route] | None:
        """The method and the route that the configuration gives a file."""
        found = discovery.mapped(name, self.mappings)
        return (found[0], with_values(found[1], self.values)) if found is not None else None

    def _is_named(self, one: Candidate) -> bool:
        stdin = self.inputs.stdin
        return one.path in self.explicit or (stdin is not None and stdin[0] == one.path)

    def _kind_of_name(self, one: Candidate, route: tuple[str, Route] | None) -> str | None:
        """The kind of a file whose content says nothing."""
        found = route[1] if route else self._mirrored(one.name)
        return found.kind if found else None

    def _unreadable(self, one: Candidate) -> Taken:
        taken = Taken(Text(one.name, "", None))
        taken.is_document = True
        kind = self._kind_of_name(one, self._mapped(one.name))
        folder = one.name.endswith("/")
        help_ = "let it be read, or exclude it" if folder else _ORDINARY
        message = f"the {'folder' if folder else 'file'} can't be read: {one.trouble}"
        taken.unread = Unread(one.name, kind, message, help_, is_text=False)
        return taken

    def _too_large(self, one: Candidate) -> Taken:
        """A file that may be somebody else's is passed over, and told."""
        if self._is_named(one) or self._kind_of_name(one, self._mapped(one.name)):
            return self._unreadable(one)
        taken = Taken(Text(one.name, "", None))
        taken.skipped.append(one.name)
        taken.too_large = f"{one.name}: {one.trouble}"
        return taken

    def _broken(self, one: Candidate, taken: Taken, fault: Fault, route: tuple[str, Route] | None) -> None:
        kind = self._kind_of_name(one, route)
        is_ours = kind is not None or looks_like_ours(taken.text.text, is_request=is_http(one.name))
        if not is_ours and not self._is_named(one):
            taken.skipped.append(one.name)
        elif not is_ours and self._is_of_another_sort(one):
            taken.refused = (
                f"{relative(one.path)} is no file that is judged: JSON, YAML, .http and .rest are; "
                "`--as KIND` says what it is"
            )
        else:
            self._add(taken)
            taken.unread = Unread(one.name, kind, fault.message, fault.help, taken.text.is_unicode)

    def _is_of_another_sort(self, one: Candidate) -> bool:
        """Tell whether a file's name has an ending that no payload has, unless `include` says so."""
        has_ending = "." in one.name.rpartition("/")[2]
        is_included = matcher(self.inputs.configuration.include)
        return has_ending and not discovery.is_document(one.name) and not is_included(one.name)

    def _document(
        self, one: Candidate, taken: Taken, route: tuple[str, Route] | None, *, asked: bool
    ) -> None:
        value = taken.text.value
        if taken.text.requests is not None or (asked and self.inputs.as_kind == "request"):
            self._envelopes(taken)
        elif route is not None:
            self._payload(taken, *route)
        elif is_envelope(value):
            self._envelopes(taken)
        elif (mirrored := self._laid_out(one)) is not None:
            self._payload(taken, *_as_file(mirrored))
        elif (kind := schema_kind(value)) is not None:
            self._payload(taken, *_as_file(plain_route(kind)))
        else:
            self._not_ours(one, taken)

    def _laid_out(self, one: Candidate) -> Route | None:
        """The route that the file's path mirrors; a file that is named may lie below the layout's root."""
        found = self._mirrored(one.name)
        return found or (self._mirrored(one.path.replace(os.sep, "/")) if self._is_named(one) else None)

    def _mirrored(self, name: str) -> Route | None:
        """The route that a path mirrors when the placeholders in it are filled."""
        filled = self.values.fill(name)
        return laid_out(name if filled is None else str(filled.value), self.values.leave_open)

    def _not_ours(self, one: Candidate, taken: Taken) -> None:
        if any(house.matches(one.name) for house in self.house):
            self._add(taken)
        elif self._is_named(one):
            taken.refused = (
                f"{relative(one.path)} is not a payload: no mapping in the configuration, "
                "no request envelope, no path of the default layout; `--as KIND` says what it is"
            )
        else:
            taken.skipped.append(one.name)
            taken.misplaced = misplaced(one.name, taken.text.value)

    def _payload(self, taken: Taken, method: str, route: Route) -> None:
        self._add(taken)
        name = taken.text.name
        dialect = self.inputs.configuration.dialect(route.kind)
        for number, (path, value) in enumerate(bodies_in(taken.text.value, dialect, name)):
            request = Request(name, method, route, None, number)
            request.body_path = path
            read_body(taken, request, value, self.node, self.values, dialect)
            self._take_request(taken, request, self.values)
        filled = self.values.fill(name)
        taken.text.in_name = () if filled is None else filled.parts

    def _envelopes(self, taken: Taken) -> None:
        name = taken.text.name
        reading = read(taken.text.value, envelope_shape(), name, node=self.node, values=self.values)
        nodes = [one for one in _listed(reading.root) if isinstance(one, Node)]
        values_of = self._values_of(taken)
        requests, calls, others = self._addressed(taken, nodes, values_of)
        theirs = {node.path for node in others.values() if node.text("url")}
        problems = [one for one in reading.problems if not _lies_in_one_of(one, theirs)]
        read_of = reading if len(problems) == len(reading.problems) else reading._replace(problems=problems)
        if not requests and not calls and not problems:
            taken.foreign += [name] if nodes else []
            taken.skipped.append(name)
            return
        self._add(taken)
        foreign = [f"{name} (request {index + 1})" for index in others]
        taken.foreign += foreign
        taken.skipped += foreign
        taken.calls += calls
        taken.take_up(read_of)
        for request in requests:
            values = values_of(request.index)
            if request.envelope is not None:
                self._sent(taken, request, request.envelope, values)
            self._take_request(taken, request, values)

    def _addressed(
        self, taken: Taken, nodes: list[Node], values_of: Callable[[int], Values]
    ) -> tuple[list[Request], list[Call], dict[int, Node]]:
        """Return the requests to the API, those to servers of contracts, and all others by their numbers."""
        requests, calls, others = [], [], {}
        for index, node in enumerate(nodes):
            values = values_of(index)
            self._fill_in(taken, node, "url", values)
            url = node.text("url") or ""
            route = parse_url(url, values.leave_open)
            is_own = route is not None and route.instance_id is not None
            # where no host is named, what leads to an instance goes to no other service
            call = None if is_own and "//" not in url else self._call(taken, node, index, values)
            if call is not None:
                calls.append(call)
                route = route if is_own else None
            if route is not None:
                method = (node.text("method") or "").upper()
                # what sends nothing is no record: it may only be a step of a list
                own = of_method(route, method) if node.get("body") is not None else route
                requests.append(Request(taken.text.name, method, own, node, index))
                requests[-1].is_sent_in_turn = taken.text.requests is None
            elif call is None:
                others[index] = node
        return requests, calls, others

    def _sent(self, taken: Taken, request: Request, envelope: Node, values: Values) -> None:
        """Take up what a request sends."""
        if _may_write(request):
            self._body(taken, request, envelope, values)
        elif record_of(request) is not None:
            _said_in_body(taken.text, request.index, envelope, values)
        if taken.text.requests is not None:
            self._sent_unread(taken, request, envelope, values)

    def _sent_unread(self, taken: Taken, request: Request, envelope: Node, values: Values) -> None:
        """Say what a saved request sends as its body that nobody may read: a text, or a file."""
        if request.reading is None:
            self._fill_in(taken, envelope, "body", values)
        requests = taken.text.requests
        part = requests.written[request.index].include if requests is not None else None
        if part is not None:
            from linter.reading.bodies_of_requests import path_sent

            path = path_sent(part.text, taken.text.name, self.inputs, values)
            request.body_file = document_name(path, self.inputs.root)

    def _call(self, taken: Taken, node: Node, index: int, values: Values) -> Call | None:
        """Return a request as a contract sees it, if it goes to a server of one."""
        call = self.contracts.call(taken.text.name, node) if self.contracts is not None else None
        if call is None:
            return None
        requests = taken.text.requests
        part = requests.written[index].include if requests is not None else None
        body = _said_in_body(taken.text, index, node, values)
        call.sent_as = requests.written[index].media if requests is not None else ""
        if part is not None and call.may_be_json:
            at = Location(taken.text.name, (index,), "comment", (part.start, part.end))
            lack = Lack(f"the body stands in another file, `{part.text}`", "write it into the request")
            taken.unseen.append(NotChecked(at, lack))
        if isinstance(body, Problem) and call.may_be_json:
            taken.problems.append(body._replace(owner="Envelope"))
        is_read = part is None and not isinstance(body, Problem)
        call.body = values.fill_all(body) if is_read else BROKEN
        return call

    def _body(self, taken: Taken, request: Request, envelope: Node, values: Values) -> None:
        """Read the body of a request along the shape of its kind."""
        if taken.text.requests is not None:
            from linter.reading.bodies_of_requests import included

            if included(taken, request, self.inputs, values):
                return
        value = _said_in_body(taken.text, request.index, envelope, values)
        dialect = self.inputs.configuration.dialect(request.route.kind)
        read_body(taken, request, value, self.node, values, dialect)

    def _values_of(self, taken: Taken) -> Callable[[int], Values]:
        """Return what gives the values of placeholders for each of a file's requests."""
        if taken.text.requests is None:
            return lambda _: self.values
        from linter.reading.variables import values_of_requests

        taken.beside = self._beside(self.inputs.path(taken.text.name))
        return values_of_requests(taken, taken.text.requests, self.inputs, self.known, self.allowance)

    def _beside(self, path: str) -> Beside:
        from linter.reading.variables import beside

        return beside(self.inputs, path, self.memory)

    def _take_request(self, taken: Taken, request: Request, values: Values) -> None:
        """Take up a request, and what isn't known of its path, its query and its content type."""
        taken.requests.append(request)
        for name, segment in request.route.open.items():
            self._stands(taken, request.at_parameter(name), segment, values)
        query = query_of(request) if may_have_any(request.route.query) else None
        for at, option in query.open_options() if query is not None else ():
            self._stands(taken, at, option, values)
        headers = request.envelope.node("headers") if request.envelope is not None else None
        for name in headers.values if headers is not None else ():
            if headers is not None and name.lower() == "content-type":
                filled = self._fill_in(taken, headers, name, values)
                if filled is not None:
                    taken.placeholders.append(Occurrence(headers.at(name), filled))

    def _fill_in(self, taken: Taken, node: Node, name: str, values: Values) -> Filled | None:
        """Put what placeholders stand for into a text that may say anything."""
        text = node.get(name)
        filled = values.fill(text) if isinstance(text, str) else None
        if filled is not None:
            node.values = {**node.values, name: str(filled.value)}
            taken.text.filled[node.at(name).path] = filled.parts
        return filled

    def _stands(self, taken: Taken, at: Location, text: str, values: Values) -> None:
        filled = values.fill(text)
        if filled is not None:
            taken.placeholders.append(Occurrence(at, filled))

    def _add(self, taken: Taken) -> None:
        taken.is_document = True
        name = taken.text.name
        for house in self.house:
            if taken.text.fault is None and house.matches(name):
                values = self._values(Allowance(len(taken.text.text)))  # it is filled as a whole, once more
                value = values.fill_all(_whole(taken.text))
                taken.house_schemas.append(HouseSchema(name, value, house.schema, house.name))


def _said_in_body(text: Text, index: int, envelope: Node, values: Values) -> Any:
    """Return the body of a file's request, or the problem that keeps it from being read."""
    if text.requests is None:
        return envelope.get("body")
    from linter.reading.bodies_of_requests import body_in_text

    return body_in_text(text, text.requests, index, envelope, values)


def _whole(text: Text) -> Any:
    """Return what a file says in its own form."""
    if text.requests is None or text.requests.json is None:
        return text.value
    return read_text(text.name, text.text.encode("utf-8", "surrogatepass"), "json").value


def _as_file(route: Route) -> tuple[str, Route]:
    """Return the method by which a whole file is sent, and the route."""
    return (route.methods or ("PATCH",))[0], route


def _contracts(inputs: Inputs, memory: Memory | None) -> Contracts | None:
    if not inputs.configuration.contracts:
        return None
    from linter.reading.contracts import contracts_of

    return contracts_of(inputs, memory)


def _mappings(inputs: Inputs) -> list[discovery.Mapping]:
    try:
        return discovery.mappings(inputs.configuration.files)
    except ValueError as error:
        raise CannotRun(f"configuration: [files]: {error}") from error


def _may_write(request: Request) -> bool:
    """Tell whether a request takes a body; of a method that is none, DO102 speaks, and the body says it."""
    is_said = request.envelope is not None and request.envelope.get("body") is not None
    takes_any = request.route.kind is not None and is_said and request.method not in METHODS
    return takes_any or request.method in request.route.methods


def _lies_in_one_of(problem: Problem, paths: Collection[Path]) -> bool:
    path = problem.at.path
    return any(path[:end] in paths for end in range(len(path) + 1))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
