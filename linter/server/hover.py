"""What the editor says of the thing under the cursor, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from linter.diagnostic import Location
from linter.instance.data_types import UNKNOWN
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.references import Column, SourceMention
from linter.placeholders import Scalar, Values, in_text, placeholder_at, why_open
from linter.project.names import Attribute, Link, Name, Thing, names_known
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.reports.markdown_text import marked_off, sentence_in_editor, span_of
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.pages import introduction, page_of
from linter.rulekit.rule import RuleModule
from linter.server.typed_document import TypedDocument
from linter.shapes.node import Node
from linter.suggest import KnownNames, did_you_mean
from linter.text.source import Text
from linter.wording import counted, first_few, joined

_WORD: Final = re.compile(r"[A-Za-z0-9-]+")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\.md\)")
USERS_SHOWN: Final = 5


def hover(view: TypedDocument) -> str | None:
    """Return what there is to say of the cursor's place."""
    for name in view.names_here():
        if isinstance(name.thing, Link) and not name.thing.name:
            return _property(view)  # it is yet to be typed
        if name.thing is not None:
            return about(name.thing, view.project)
        if name.wants is not None:
            return _unknown(name, view) or _property(view)
    return next(_of_contracts(view), None) or _property(view)


def _of_contracts(view: TypedDocument) -> Iterator[str]:
    """Yield what contracts say of what is named at the cursor."""
    for call, one in view.names_of_contracts():
        owner = f" of {span_of(one.owner)}" if one.owner else ""
        said = [f"**{marked_off(one.name)}** — {one.what}{owner}", ""]
        said += [f"- type: {span_of(one.type)}"] if one.type else []
        contract = call.contract.text
        line = contract.range(call.where(one.declared)).start.line if one.declared is not None else 0
        yield "\n".join(
            [*said, f"- declared in {span_of(contract.name)}" + (f", line {line}" if line else "")]
        )


def of_placeholder(view: TypedDocument, offset: int, values: Mapping[str, Scalar]) -> str | None:
    """Return what the placeholder at the cursor stands for; in place of a name, also that nobody knows."""
    found = placeholder_at(view.cursor.typed(view.text), offset - view.cursor.start)
    value = Values(values).of(found.name) if found is not None else None
    if found is None or value is None:
        opened = Location(view.name, view.cursor.path, view.cursor.part)
        request = next((one for one in view.requests if one.opened_at(opened) is not None), None)
        if found is None or request is None:
            return None
        lack = why_open(found.written)
        return sentence_in_editor(f"{lack.reason}; {lack.needs}")
    return f"{span_of(found.written)} stands for {span_of(in_text(value))}, as `[placeholders]` says"


def of_variable(text: Text, view: TypedDocument, offset: int) -> str | None:
    """Return what the variable of a request at the cursor stands for, and where that is said."""
    found = placeholder_at(view.cursor.typed(view.text), offset - view.cursor.start)
    for part, at in text.said_at(Location(view.name, view.cursor.path, view.cursor.part)):
        if found is not None and part.placeholder.written == found.written and part.value is not None:
            value = span_of(in_text(part.value))
            return f"{span_of(found.written)} stands for {value}, as {marked_off(at.document)} says"
    return None


def merged(said: Mapping[str, str]) -> str:
    """Return what is said by environment as one; a line that isn't said in all says in which it is."""
    texts = {environment: one.split("\n") for environment, one in said.items()}
    lines: list[str] = []
    for one in texts.values():
        at = 0
        for line in one:
            if line not in lines[at:]:
                at = next((place for place in range(at, len(lines)) if lines[place] in one), len(lines))
                lines.insert(at, line)
            at = lines.index(line, at) + 1
    return "\n".join(_said_in([name for name in texts if line in texts[name]], line, texts) for line in lines)


def _said_in(environments: list[str], line: str, all_: Collection[str]) -> str:
    return (
        line
        if not line or len(environments) == len(all_)
        else f"{line} (in {marked_off(joined(environments))})"
    )


def about(thing: Thing, project: Project) -> str:
    """Return what the project knows of a thing."""
    if isinstance(thing, Entity):
        said = _entity(thing, project)
    elif isinstance(thing, Attribute):
        said = _attribute(thing)
    elif isinstance(thing, DataSource):
        said = _source(thing, project)
    else:
        said = _link(thing, project)
    users = sorted({name.at.document for name in names_known(project).of(thing) if not name.declares})
    return "\n".join([*said, *_users(users)])


def page_at(text: str, offset: int, rules: Catalogue) -> str | None:
    """Return the page of the rule whose code or name stands at an offset, without its examples."""
    for word in _WORD.finditer(text, max(0, offset - 80), offset + 80):
        if word.start() <= offset <= word.end():
            module = rules.named(word.group())
            if module is not None:
                return _read(module)
    return None


def _read(module: RuleModule) -> str:
    """Return the page as a hover shows it: its links lead to other pages, which the editor doesn't have."""
    page = page_of(module)
    name = page.partition("\n")[0].removeprefix("# ")
    said = _LINK.sub(r"\1", introduction(page))
    if module.RULE.custom:  # it may be a stranger's, whose images and markup a hover would load and show
        return f"```text\n{name}\n\n{introduction(page).replace('```', '')}\n```"
    return f"**{name}**\n\n{said}"


def _unknown(name: Name, view: TypedDocument) -> str | None:
    """Return that a name leads nowhere, and which are near; None where that can't be known."""
    snapshot = name.request.snapshot if name.request is not None else view.snapshot
    wants = name.wants
    if snapshot is None or wants is None:
        return None
    if isinstance(wants, SourceMention):
        if not wants.value:
            return None
        sources = [word for one in snapshot.data_sources for word in (one.id, one.name) if word]
        return _not_known(wants.value, "is no data source", sources)
    if isinstance(wants, Column):
        entity = wants.entity
        if entity is None or entity.attributes is None or not wants.attribute:
            return None
        return _not_known(
            wants.attribute, f"is no attribute of {span_of(str(entity))}", entity.known_attributes
        )
    if wants.resolution.candidates:
        candidates = " or ".join(span_of(str(one)) for one in wants.resolution.candidates)
        return f"{span_of(str(wants.name))} may be {candidates}"
    if wants.resolution.status != "unknown" or not wants.name or _is_made(wants.name, view.project):
        return None
    source = wants.data_source
    entities = snapshot.known_names_in(source) if source else snapshot.known_names
    return _not_known(wants.name, "is no entity", entities)


def _is_made(name: str, project: Project) -> bool:
    """Tell whether the service itself makes an entity of this name, whatever the snapshot lists."""
    return name in SYSTEM_NAMES or name == project.settings.master_dataset


def _not_known(name: str, what: str, known: Iterable[str] | KnownNames) -> str:
    near = did_you_mean(name, known)
    return f"{span_of(name)} {what} that is known{sentence_in_editor(near)}"


def _property(view: TypedDocument) -> str | None:
    """Return what the cursor's property is for."""
    owner = view.owner()
    if owner is None or owner.shape.members is None:
        return None
    key = next(str(step) for step in view.cursor.path[len(owner.path) :])
    name = owner.shape.names.get(key) or owner.shape.names.get(key.lower())
    if name is None:
        return None
    needed = " Required." if name in owner.shape.required else ""
    values = owner.shape.members[name].values
    known = "\n\nOne of " + ", ".join(map(span_of, values)) + "." if values else ""
    described = marked_off(owner.shape.members[name].description)
    return f"**{marked_off(owner.called(name))}** — {described}{needed}{known}{_operator(owner, name, view)}"


def _operator(owner: Node, name: str, view: TypedDocument) -> str:
    """Return what the operator at the cursor compares with, and which attributes it is for."""
    if name != "comparisonOperator" or not view.requests:
        return ""
    from linter.kinds.criteria import Condition
    from linter.rulekit.operators import account

    said = account(Condition(owner, view.requests[0]))
    return f"\n\n{sentence_in_editor(said)}" if said else ""


def _entity(entity: Entity, project: Project) -> Iterator[str]:
    source = (
        f" of data source {span_of(str(entity.data_source))}" if entity.data_source else " (of the system)"
    )
    yield f"**{marked_off(entity.name)}** — entity{source}"
    yield ""
    if entity.primary_key is not None:
        yield f"- primary key: {span_of(entity.primary_key)}"
    else:
        yield "- a primary key is planned" if project.keys.by_entity_info(entity) else "- no primary key"
    type_ = project.entity_type(entity)
    if type_ is not None:
        yield f"- type: {marked_off(type_)}{'' if type_ == entity.entity_type else ', planned'}"
    if entity.attributes is not None:
        yield f"- {len(entity.attributes)} attributes{_others(entity)}"


def _others(entity: Entity) -> str:
    """Return that there may be other attributes than those that are declared, and why."""
    if entity.attributes_complete:
        return ""
    why = marked_off(entity.partial_because)
    return f", and perhaps others{f': {why}' if why else ''}"


def _attribute(attribute: Attribute) -> Iterator[str]:
    entity, name = attribute
    yield f"**{marked_off(name)}** — attribute of {span_of(str(entity))}"
    yield ""
    declared, canonical = entity.declared_type(name), entity.canonical_type(name)
    if canonical == UNKNOWN:
        said = "" if declared.lower() in ("", UNKNOWN.lower()) else f": it is declared as {span_of(declared)}"
        yield f"- its type is not known{said}"
    elif declared:
        same = canonical.lower() == declared.lower()
        meant = "" if same else f", which is {canonical}"
        guess = entity.guessed_from(name)
        sure = f", guessed from {marked_off(guess)}" if guess else ""
        yield f"- type: {span_of(declared)}{meant}{sure}"
    more = (entity.attributes or {}).get(name)
    if isinstance(more, Node) and more.text("semanticType"):
        yield f"- semantic type: {span_of(str(more.text('semanticType')))}"
    if entity.primary_key == name:
        yield "- the primary key"


def _source(source: DataSource, project: Project) -> Iterator[str]:
    yield f"**{marked_off(str(source))}** — data source {span_of(source.id)}"
    yield ""
    for snapshot in project.snapshots:
        found = snapshot.data_source_by_id(source.id) if snapshot.file == source.at.document else None
        if found is not None:
            yield f"- {counted(sum(1 for _ in snapshot.entities_in(found)), 'entity', 'entities')}"


def _link(link: Link, project: Project) -> Iterator[str]:
    yield f"**{marked_off(link.name)}** — {link.what}"
    yield ""
    for snapshot in project.snapshots if link.what == "relationship" else ():
        for one in project.links(snapshot) if snapshot.file == link.instance else ():
            if one.name == link.name and any(end.name for end in one.ends):
                ends = " → ".join(span_of(str(end.entity or end.name or "?")) for end in one.ends)
                yield f"- {ends}{', planned' if one.planned else _saved(snapshot)}"
    yield from _made(link, project) if link.what != "relationship" else ()


def _made(link: Link, project: Project) -> Iterator[str]:
    """Yield what a segment or measure makes, and of what it is made."""
    for snapshot in project.snapshots:
        outputs = project.outputs(snapshot)
        one = outputs.find(link.what, link.name) if snapshot.file == link.instance else None
        if one is None or one.view is None:
            continue
        made = f"attribute of {span_of(CUSTOMER_MEASURE)}" if one.is_attribute else "entity"
        state = f", {one.state}" if one.state else ""
        yield f"- {made}{state}{', planned' if one.is_planned else _saved(snapshot)}"
        used = [f"{use.used.kind} {span_of(use.used.name)}" for use in outputs.uses(one.view)]
        if used:
            yield f"- made of {first_few(used)}"


def _saved(snapshot: Snapshot) -> str:
    return f", as {span_of(snapshot.file)} says"


def _users(documents: list[str]) -> Iterator[str]:
    if documents:
        yield f"- named in {first_few(map(span_of, documents), USERS_SHOWN)}"
    else:
        yield "- named nowhere else"
