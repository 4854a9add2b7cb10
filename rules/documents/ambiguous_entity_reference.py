"""A reference to an entity must lead to one entity only.

A bare name that exists in several data sources could mean any of them; it is reported once per
name and document, and what depends on it is held back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Finding, Related, Replacement
from linter.instance.entity import Entity
from linter.kinds.naming import named_in
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.path_names import mentions_in_paths
from linter.rulekit.rule import Rule, Says
from linter.wording import either

_OF_PLAN: Final = "ambiguousConflationEntityRef"
_OF_ACTIVITY: Final = "activityIngestionUniqueSourceStream"

RULE = Rule(
    "DO06",
    "ambiguous-entity-reference",
    "a reference to an entity must lead to one entity only",
    "the linter's convention for references",
    url="https://json-schema.org/understanding-json-schema/reference/string",
    service_errors=(_OF_PLAN, _OF_ACTIVITY),
    inferred=True,
)


def check(project: Project) -> Says:
    found: dict[tuple[str, int, str | None], list[Mention]] = {}
    for request, mention in _mentions(project):
        if mention.resolution.status == "ambiguous":
            found.setdefault((request.document, request.index, mention.name), []).append(mention)
    of_activities = {
        (one.document, one.index) for one in project.all_payloads.requests_of.get("activity", ())
    }
    for (document, index, _), mentions in found.items():
        code = _OF_ACTIVITY if (document, index) in of_activities else _OF_PLAN
        said = _ambiguous(mentions, mentions[0].resolution.candidates)
        yield said._replace(service_errors=(code,))


def _mentions(project: Project) -> Iterator[tuple[Request, Mention]]:
    for request in project.requests:
        if request.snapshot is not None and request.snapshot.has_namesakes:
            named = named_in(request.root, request)
            yield from ((request, one.value) for one in named if isinstance(one.value, Mention))
    yield from mentions_in_paths(project)


def _ambiguous(mentions: list[Mention], candidates: tuple[Entity, ...]) -> Finding:
    mention = mentions[0]
    names = either(candidates[:3])
    more = f" or {len(candidates) - 3} more" if len(candidates) > 3 else ""
    return Finding(
        mention.at,
        f"entity name `{mention.name}` is ambiguous: it could be {names}{more}",
        label="which data source?",
        related=tuple(Related(one.at, f"`{one}` is declared here") for one in candidates[:3]),
        help="qualify it with its data source",
        repairs=_repairs(mentions, candidates),
        causes=(Cause("entity", str(mention.key())),),
    )


def _repairs(mentions: list[Mention], candidates: tuple[Entity, ...]) -> tuple[Replacement, ...]:
    """A plain string can be qualified; an object would need a property more."""
    if any(one.node is None or one.node.literal is None for one in mentions):
        return ()
    first = mentions[0]
    also = tuple(at for at in dict.fromkeys(one.at for one in mentions) if at != first.at)
    return tuple(
        Replacement(str(one), f"Replace `{first.name}` with `{one}`", also=also) for one in candidates[:3]
    )
