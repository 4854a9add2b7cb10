"""What kinds have in common whose bodies are items of a snapshot's list, each with a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from linter.instance.snapshot import Snapshot
from linter.kinds.kind import BodyForm, Part, Standing
from linter.kinds.meaning import meaning
from linter.kinds.request import Request
from linter.placeholders import may_have_any, placeholders_in
from linter.shapes.node import Node, listed


def creating_or_updating(definition: str, parameter: str) -> Callable[[Any, Request], BodyForm]:
    """Return what tells the form: one or a list, or a change of what the path names."""

    def form(_value: Any, request: Request) -> BodyForm:
        is_update = request.gives(parameter)
        return BodyForm(f"{definition}Update" if is_update else definition, or_list=not is_update)

    return form


def writes_of(part: str, parameter: str) -> Callable[[Request, Standing], Iterator[Part]]:
    """Return what bodies write that a snapshot has in a list, by their names."""

    def writes(request: Request, standing: Standing) -> Iterator[Part]:
        named = request.parameter(parameter)
        for node in listed(request.root):
            name = named or node.text("name")
            subject = part, standing.instance, (name or "").lower()
            yield subject, _is_saved(part, node, name, request)

    return writes


def writes_exactly(what: str, part: str, parameter: str) -> Callable[[Request, Standing], Iterator[Part]]:
    """Return what bodies write, or a deletion, by their exact names; a body replaces what it updates."""

    def writes(request: Request, standing: Standing) -> Iterator[Part]:
        named, snapshot = request.parameter(parameter), request.snapshot
        if request.method == "DELETE":
            yield (what, standing.instance, named), False
            return
        stored = snapshot.root.nodes(part) if snapshot is not None else []
        first = {one.text("name"): one for one in reversed(stored)}
        for node in listed(request.root):
            name = named if request.gives(parameter) else node.text("name")
            old = first.get(name)
            is_saved = old is not None and meaning(node, request) == meaning(old, request)
            yield (what, standing.instance, name), is_saved

    return writes


def settled(text: str | None) -> str | None:
    """Return a text, None where a pipeline fills a part of it."""
    if text is None or not may_have_any(text):
        return text
    return None if any(placeholders_in(text)) else text


def saved_items(snapshot: Snapshot, part: str) -> dict[str, Node]:
    """Return the items of one of a snapshot's lists by their names in small letters."""
    named = ((node.text("name"), node) for node in snapshot.root.nodes(part))
    return {name.lower(): node for name, node in named if name is not None}


def _is_saved(part: str, node: Node, name: str | None, request: Request) -> bool:
    snapshot = request.snapshot
    old = saved_items(snapshot, part).get(name.lower()) if snapshot is not None and name else None
    if old is None:
        return False
    have = meaning(old, request)
    return all(have.get(key) == value for key, value in meaning(node, request).items())
