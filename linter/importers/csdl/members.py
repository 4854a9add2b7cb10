"""What the types of a CSDL document have, their own and what they inherit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linter.importers.csdl.schema import CsdlDocument, EntitySet, EntityType, Navigation, Property
from linter.importers.found import INHERITED, CannotImport
from linter.named_tuple import NamedTuple


class Members(NamedTuple):
    """What an entity type has, inherited or not; what its base declares comes first."""

    key: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    navigation: tuple[Navigation, ...] = ()
    depth: int = 0  # how many types it inherits from
    unsettled: EntityType | None = None  # it is open, or its base isn't known; None: there is nothing else


class _TooManyError(Exception):
    """Types inherit too much; the type is the one at which the limit is passed."""

    def __init__(self, type_: EntityType) -> None:
        super().__init__(type_.name)
        self.type = type_


def members_of(
    document: CsdlDocument, types: Mapping[str, EntityType], wanted: Iterable[str]
) -> dict[str, Members]:
    """Return all members of the wanted types that are declared; raises CannotImport for too many."""
    try:
        return inherited(types, wanted)
    except _TooManyError as error:
        message = f"up to `{error.type.name}`, entity types inherit more than {INHERITED:,} members"
        note = document.note(error.type.place, message)
        raise CannotImport(*note, "shorten the chains of base types") from error


def require_few(document: CsdlDocument, sets: Iterable[EntitySet], members: Mapping[str, Members]) -> None:
    """Raise CannotImport where sets of one type multiply its members beyond measure."""
    seen: set[str] = set()
    count = 0
    for one in sets:
        has = members.get(one.type) if one.type in seen else None
        seen.add(one.type)
        count += len(has.properties) + len(has.navigation) if has else 0
        if count > INHERITED:
            message = f"up to `{one.name}`, entity sets of types that others have, too, have more than "
            note = document.note(one.place, f"{message}{INHERITED:,} members")
            raise CannotImport(*note, "leave out sets that no payload names")


def inherited(types: Mapping[str, EntityType], wanted: Iterable[str]) -> dict[str, Members]:
    """Return all members of the wanted types that are declared, and of their bases.

    A cycle ends where it would begin anew, a chain at a base that isn't declared.
    """
    done: dict[str, Members] = {}
    count = 0
    for name in sorted(wanted):
        chain: dict[str, EntityType] = {}
        while name in types and name not in done and name not in chain:
            chain[name] = types[name]
            name = types[name].base  # noqa: PLW2901  # up to the first base that is known already
        above = done.get(name)
        for one in reversed(chain.values()):
            count += len(above.properties) + len(above.navigation) if above else 0
            if count > INHERITED:
                raise _TooManyError(one)
            above = done[one.name] = _extended(above, one)
    return done


def _extended(above: Members | None, one: EntityType) -> Members:
    base = above or Members(depth=-1)
    is_unsettled = one.is_open or (above is None and bool(one.base))
    return Members(
        one.keys[0] if one.keys else base.key,
        base.properties + one.properties,
        base.navigation + one.navigation,
        base.depth + 1,
        base.unsettled or (one if is_unsettled else None),
    )
