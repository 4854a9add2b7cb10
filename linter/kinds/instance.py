"""Instances: made, changed or copied."""

from __future__ import annotations

from typing import Any, Final

from linter.kinds.kind import BodyForm, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class InstancePayload:
    """The body of a request that makes, changes or copies an instance."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root

    @property
    def metadata(self) -> Node | None:
        """What the instance is."""
        return self.root.node("instanceMetadata")


def _form(_value: Any, request: Request) -> BodyForm:
    if request.route.path.lower() == "copy":
        return BodyForm("InstanceCopy")
    is_new = request.method == "POST" and not request.instance_id and not request.gives("instanceId")
    return BodyForm("InstanceCreation" if is_new else "InstanceUpdate")


KIND: Final = Kind(
    name="instance",
    title="An instance to make, to change or to copy",
    model="instance",
    addresses=(Address("V2", ("POST", "PATCH")), Address("copy", ("POST",))),
    view=InstancePayload,
    turn=Turn(-2, "instances come before what is in them"),
    form=_form,
    has_files=False,
)
