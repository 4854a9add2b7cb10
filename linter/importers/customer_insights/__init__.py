"""Imports what the Customer Insights API answers: entities, data sources, relationships and more.

A response is read as the published model of the API describes it: one object, a list, a list in
`value`, or several responses in one object, each by its path or a name.  What a response is, its
properties say; property names match without regard to case.  What the service writes into every
object it stores (who changed it, and when) is left out of the snapshot.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from linter.importers.customer_insights.gathering import Gathering
from linter.importers.customer_insights.part import ResponsePart
from linter.importers.customer_insights.readers import NO_GUID, READERS, unaudited
from linter.importers.customer_insights.responses import EXPECTED, responses
from linter.importers.customer_insights.telling import holds_response
from linter.importers.found import Found, Note
from linter.importers.payloads import place_of_file
from linter.importers.source import Source
from linter.instance.snapshot import fold_id
from linter.wording import first_few, quoted

# Data sources come before entities, so that a qualified name finds its data source.
_ORDER: Final = ("instances", "dataSources", "entityModels", "entities", "relationships")


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a response of the API, or several."""
    return holds_response(value) or (
        isinstance(value, dict) and any(holds_response(one) for one in value.values())
    )


def read(source: Source) -> Found:
    """Return what the responses in a file say; what can't be placed is noted."""
    root = ResponsePart(source, (), source.value(), place_of_file(source.path.replace(os.sep, "/")))
    gathering = Gathering()
    said = list(responses(root, gathering))
    if not said and not gathering.parts:
        message = "this is no response of the Customer Insights API that describes an instance"
        raise source.refuse((), message, EXPECTED)
    for kind, part in sorted(said, key=lambda response: _rank(response[0])):
        _note_instance(part, gathering)
        reader = READERS.get(kind)
        if reader:
            reader(part, gathering)
        else:  # a snapshot has it in the same form
            gathering.keep(kind, unaudited(part, gathering))
    gathering.notes += _summary(gathering)
    return gathering.found()


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _note_instance(part: ResponsePart, gathering: Gathering) -> None:
    """Remember which instance an object is of."""
    for said in (part.get("instanceId"), part.get("dataSourceMetadata").get("instanceId")):
        if isinstance(said.value, str) and said.value not in ("", NO_GUID):
            gathering.instances.setdefault(fold_id(said.value), said)


def _summary(gathering: Gathering) -> Iterator[Note]:
    """Yield what is to be said once about a file."""
    if gathering.audited is not None:
        message = "who changed an object and when, and its version, are not imported, here and below"
        yield gathering.audited.note(message)
    known = {one.name for one in gathering.relationships}
    half = [one for one in gathering.half_said if one.text("name") not in known]
    if half:
        names = first_few(quoted(one.text("name") for one in half))
        yield half[0].note(
            f"relationships inside entities don't name both ends: {names}; "
            "import the response of manage/relationships too"
        )
    if len(gathering.instances) > 1:
        first, second = list(gathering.instances.values())[:2]
        yield second.note(f"this is of the instance {second.value}, and {first.value} is told of as well")
