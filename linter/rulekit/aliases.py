"""Which aliases in measures can't become the names of attributes."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from linter.diagnostic import Cause, cause_at
from linter.instance.snapshot import Snapshot
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure, MeasureOutput
from linter.rulekit.measures import lacks_attribute
from linter.rulekit.system_columns import ALL

_PERMITTED: Final = re.compile(r"[\w -]+")
_SYSTEM: Final = frozenset(map(str.lower, ALL))


class OutputAliases:
    """Judges aliases; which keys an instance has is looked up once."""

    def __init__(self) -> None:
        self._keys = cache(_keys)

    def strange_in(self, alias: str) -> str:
        """Return the characters that no attribute's name can have."""
        return "" if _PERMITTED.fullmatch(alias) else "".join(dict.fromkeys(_PERMITTED.sub("", alias)))

    def is_reserved(self, alias: str, one: Measure, output: MeasureOutput) -> bool:
        """Tell whether an alias is the name of an attribute that the service makes."""
        assert output.node.shape.members is not None
        is_dimension = "operation" not in output.node.shape.members
        if is_dimension and ("field" in output.node.broken or _is_customer_id(output.field or "")):
            return False
        snapshot = one.request.snapshot
        keys = self._keys(snapshot) if snapshot is not None else ()
        return alias.lower().removesuffix("_alternate") in keys or alias.lower() in _SYSTEM

    def why_unfit(self, one: Measure, output: MeasureOutput) -> Cause | None:
        """Return what is reported of an alias for which another has to be chosen; None if it is fit."""
        alias = settled(output.alias) or ""
        if self.strange_in(alias):
            return cause_at(output.node.at("alias"))
        if self.is_reserved(alias, one, output):  # with another field it may be right
            return cause_at(output.node.at("field" if lacks_attribute(output) else "alias"))
        return None


def _is_customer_id(field: str) -> bool:
    return field.rpartition(".")[2] == "CustomerId"


def _keys(snapshot: Snapshot) -> frozenset[str]:
    """Return the names, in small letters, that the service gives to the keys of sources."""
    sources = (each for each in snapshot.entities if each.data_source is not None)
    return frozenset(f"{each}_{each.primary_key}".lower() for each in sources)
