"""The bodies of saved requests that are no envelopes: in their text, or in files that they name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from linter.diagnostic import Lack, Location, NotChecked
from linter.files import lies_within
from linter.reading.disk import asked
from linter.reading.taken import Included
from linter.shapes.node import Problem

if TYPE_CHECKING:
    from linter.kinds.request import Request
    from linter.placeholders import Values
    from linter.reading.inputs import Inputs
    from linter.reading.taken import Taken
    from linter.shapes.node import Node
    from linter.text.requests import RequestList
    from linter.text.source import Text


def body_in_text(text: Text, requests: RequestList, index: int, envelope: Node, values: Values) -> Any:
    """Return the body of a request, or why it can't be read."""
    fault = requests.read_body(index, values)
    if fault is not None:
        at = Location(text.name, (*envelope.path, "body"), "comment", (fault.start, fault.end))
        return Problem("syntax", at, "body", "", expected=fault.help, found=fault.message)
    value = text.value[index].get("body")
    if value is not None:
        envelope.values["body"] = value
    return value


def included(taken: Taken, request: Request, inputs: Inputs, values: Values) -> bool:
    """Take up the file that a request sends as its body, if it sends one, or that it can't be judged."""
    requests = taken.text.requests
    part = requests.written[request.index].include if requests is not None else None
    if part is None:
        return False
    at = Location(taken.text.name, (request.index,), "comment", (part.start, part.end))
    filled = values.fill(part.text)
    if filled is not None and filled.is_open:
        taken.unseen.append(NotChecked(at, filled.lack))
        return True
    named = str(filled.value) if filled is not None else part.text
    path = path_sent(part.text, taken.text.name, inputs, values)
    lack = _why_unseen(inputs, path, named)
    if lack is not None:
        taken.unseen.append(NotChecked(at, lack))
    else:
        taken.included.append(Included(at, path, request.method, request.route))
    return True


def path_sent(named: str, document: str, inputs: Inputs, values: Values) -> str:
    """Return the path of the file that a request of a document names as its body."""
    filled = values.fill(named)
    spelled = (named if filled is None else str(filled.value)).replace("\\", "/")  # as Windows has it
    return os.path.normpath(os.path.join(os.path.dirname(inputs.path(document)), spelled))


def _why_unseen(inputs: Inputs, path: str, named: str) -> Lack | None:
    """Return why the file that is sent as a body isn't judged."""
    needs = f"put it below {os.path.basename(inputs.root) or inputs.root}, or name it as a payload of its own"
    if not lies_within(path, inputs.root) or not lies_within(_end(inputs, path), _end(inputs, inputs.root)):
        return Lack(f"the body is `{named}`, which is not in the project's folder", needs)
    if inputs.contents.get(path) is None and not asked("is file", path, inputs.heed):
        return Lack(f"the body is `{named}`, which is not there", "put it there, or mend its name")
    return None


def _end(inputs: Inputs, path: str) -> str:
    return os.fsdecode(asked("end", path, inputs.heed))
