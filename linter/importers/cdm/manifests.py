"""CDM manifests: the entities that they declare, their sub-manifests and relationships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from linter.importers.cdm.attributes import resolve
from linter.importers.cdm.documents import CdmDocument, CdmObject, Corpus, length_of
from linter.importers.cdm.scopes import Scopes
from linter.importers.found import CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.suggest import did_you_mean
from linter.wording import first_few, quoted

_ENDS: Final = ("fromEntity", "fromEntityAttribute", "toEntity", "toEntityAttribute")
_SUB_MANIFESTS: Final = ("subManifests", "submanifests", "subFolios")
_MANY_TO_ONE: Final = "manyToOne"  # a CDM relationship leads from a foreign key to a primary key


class _Declared(NamedTuple):
    """An entity as a manifest declares it, or a document defines it."""

    place: CdmObject
    name: str
    path: str  # the document's path and the name in it, as written


class _Undefined(NamedTuple):
    """Why no document defines an entity."""

    told: str  # to whoever can mend it
    why: str  # in the snapshot


def read_manifest(source: Source, corpus: Corpus) -> Found:
    """Return the data source that a manifest and its sub-manifests describe."""
    main = corpus.open(source)
    notes: list[Note] = []
    manifests = _manifests(corpus, main, notes)
    declared = [one for manifest in manifests for one in _declared(manifest, notes)]
    is_whole = not notes  # whatever is noted up to here keeps entities out
    notes += _repeated(corpus, declared)
    scopes = Scopes(corpus)
    entities = tuple(_entity(scopes, one, notes) for one in declared)
    names = _names(corpus, declared)
    relationships = [
        one
        for manifest in manifests
        for one in _relationships(manifest, _Ends(corpus, manifest, names), notes)
    ]
    if not declared:
        notes.append(source.note((), "the manifest declares no entities"))
    complete = ("entities",) if is_whole else ()
    return Found(
        format="cdm",
        data_sources=(DataSource(entities, _name_of(main), complete=complete),),
        relationships=tuple(relationships),
        notes=(*notes, *corpus.notes()),
        totals=_totals(main),
        broken=tuple(corpus.broken),
    )


def _name_of(manifest: CdmDocument) -> str:
    name = manifest.get("manifestName" if manifest.has("manifestName") else "folioName")
    return name if isinstance(name, str) else ""


def read_definitions(source: Source, corpus: Corpus) -> Found:
    """Return the entities that a document defines."""
    document = corpus.open(source)
    declared = [
        _Declared(place, place.value["entityName"], "")
        for place in document.listed("definitions")
        if isinstance(place.value.get("entityName"), str)
    ]
    if not declared:
        raise source.refuse(("definitions",), "this CDM document defines no entities")
    scopes = Scopes(corpus)
    entities = tuple(resolve(scopes, one.place, one.name) for one in declared)
    return Found(
        format="cdm",
        data_sources=(DataSource(entities),),
        notes=(*_repeated(corpus, declared), *corpus.notes()),
        totals={"entities": len(entities)},
        broken=tuple(corpus.broken),
    )


def _manifests(corpus: Corpus, main: CdmDocument, notes: list[Note]) -> list[CdmDocument]:
    """Return a manifest and those below it, each once, in their order."""
    found: dict[CdmDocument, None] = {}
    stack = [main]
    while stack:
        manifest = stack.pop()
        if manifest not in found:
            found[manifest] = None
            below = [one for key in _SUB_MANIFESTS for one in _below(corpus, manifest, key, notes)]
            stack += reversed(below)
    return list(found)


def _below(corpus: Corpus, manifest: CdmDocument, key: str, notes: list[Note]) -> Iterator[CdmDocument]:
    for place in _objects(manifest, key, notes):
        path = place.value.get("definition")
        if not isinstance(path, str) or not path:
            notes.append(place.note("this sub-manifest has no `definition`, the path of its file"))
            continue
        found = corpus.follow(manifest, path)
        if isinstance(found, CdmDocument):
            yield found
        else:
            notes.append(place.note(f"the sub-manifest `{path}` {found}", "definition"))


def _declared(manifest: CdmDocument, notes: list[Note]) -> Iterator[_Declared]:
    for place in _objects(manifest, "entities", notes):
        name = place.value.get("entityName")
        if not isinstance(name, str) or not name:
            notes.append(place.note("this entity has no `entityName`, and is not imported"))
            continue
        path = place.value.get("entityPath", place.value.get("entitySchema"))
        yield _Declared(place, name, path if isinstance(path, str) else "")


def _repeated(corpus: Corpus, declared: Sequence[_Declared]) -> list[Note]:
    """Return a note about each entity that has the name of an earlier one, and another document."""
    first: dict[str, _Declared] = {}
    notes = []
    for one in declared:
        before = first.setdefault(one.name, one)
        if before is one or (one.path and _location(corpus, one) == _location(corpus, before)):
            continue
        there = before.place.note("", "entityName")
        where = f"first in {there.file}:{there.line}:{there.column}"
        notes.append(one.place.note(f"entity `{one.name}` is declared again, {where}", "entityName"))
    return notes


def _entity(scopes: Scopes, one: _Declared, notes: list[Note]) -> Entity:
    """Return an entity with its attributes; without them where its document can't be had."""
    found = _defining(scopes.corpus, one)
    if isinstance(found, _Undefined):
        key = "entitySchema" if "entitySchema" in one.place.value else "entityPath"
        notes.append(one.place.note(f"the attributes of `{one.name}` aren't known: {found.told}", key))
        return Entity(one.name, None, partial_because=found.why)
    name = one.path.rpartition("/")[2]
    try:
        return resolve(scopes, found.definition("entityName", name), one.name)
    except CannotImport as error:  # one entity that is beyond measure doesn't keep the others out
        scopes.corpus.broken.append(error)
        return Entity(one.name, None, partial_because=error.message)


def _defining(corpus: Corpus, one: _Declared) -> CdmDocument | _Undefined:
    """Return the document that defines an entity, or why there is none."""
    file, _, name = one.path.rpartition("/")
    if not file or not name:
        expected = "the path of a document and the entity's name in it, as in `Account.cdm.json/Account`"
        said = f"`{one.path}` is no such path" if one.path else "there is none"
        why = f"the manifest doesn't say which document declares them: {said}"
        return _Undefined(f"{said}; expected {expected}", why)
    found = corpus.follow(one.place.document, file)
    if isinstance(found, str):
        return _Undefined(f"`{file}` {found}", f"`{file}` {found}")
    if ("entityName", name) not in found.definitions:
        why = f"`{file}` defines no entity `{name}`"
        return _Undefined(f"{why}{did_you_mean(name, found.entities)}", why)
    return found


def _names(corpus: Corpus, declared: Sequence[_Declared]) -> dict[tuple[str, str], str]:
    """Return the names of the declared entities by their documents and their names there."""
    found: dict[tuple[str, str], str] = {}
    for one in declared:
        found.setdefault(_location(corpus, one), one.name)
    return found


def _location(corpus: Corpus, one: _Declared) -> tuple[str, str]:
    return _located(corpus, one.place.document, one.path)


def _located(corpus: Corpus, document: CdmDocument, path: str) -> tuple[str, str]:
    file, _, name = path.rpartition("/")
    return corpus.target(document, file) or file, name


class _Ends:
    """Tells at which entities a manifest's relationships end; remembers those that aren't declared."""

    def __init__(self, corpus: Corpus, manifest: CdmDocument, names: Mapping[tuple[str, str], str]) -> None:
        self._corpus = corpus
        self._manifest = manifest
        self._names = names
        self._known: dict[str, str | None] = {}
        self.dangling: dict[str, None] = {}  # by path
        self.count = 0  # of relationships

    def of(self, *paths: str) -> list[str]:
        """Return the names of the entities at the ends of a relationship."""
        missing = [path for path in paths if self._declared(path) is None]
        self.dangling.update(dict.fromkeys(missing))
        self.count += bool(missing)
        return [self._declared(path) or path.rpartition("/")[2] for path in paths]

    def _declared(self, path: str) -> str | None:
        if path not in self._known:
            self._known[path] = self._names.get(_located(self._corpus, self._manifest, path))
        return self._known[path]


def _relationships(manifest: CdmDocument, ends: _Ends, notes: list[Note]) -> Iterator[Relationship]:
    for place in _objects(manifest, "relationships", notes):
        said = [one for key in _ENDS if isinstance(one := place.value.get(key), str) and one]
        if len(said) != len(_ENDS):
            notes.append(place.note(f"this relationship isn't imported; it takes {', '.join(quoted(_ENDS))}"))
            continue
        from_entity, to_entity = ends.of(said[0], said[2])
        name = place.value.get("name")
        yield Relationship(
            from_entity,
            said[1],
            to_entity,
            said[3],
            name=name if isinstance(name, str) else "",
            cardinality=_MANY_TO_ONE,
        )
    if ends.dangling:
        notes.append(manifest.source.note(("relationships",), _dangling(ends.count, list(ends.dangling))))


def _dangling(count: int, paths: list[str]) -> str:
    what = "relationship ends" if count == 1 else "relationships end"
    return f"{count:,} {what} at entities that the manifest doesn't declare: {first_few(quoted(paths))}"


def _objects(manifest: CdmDocument, key: str, notes: list[Note]) -> Iterator[CdmObject]:
    """Yield the objects of a list; note what isn't one."""
    values = manifest.get(key)
    if values is not None and not isinstance(values, list):
        notes.append(manifest.source.note((key,), f"`{key}` is no list, and is not imported"))
    for number, one in enumerate(values if isinstance(values, list) else ()):
        place = CdmObject(manifest, (key, number), one if isinstance(one, dict) else {})
        if isinstance(one, dict):
            yield place
        else:
            notes.append(place.note("this is no object, and is not imported"))


def _totals(manifest: CdmDocument) -> dict[str, int]:
    declared = [one.value for one in manifest.listed("entities")]
    return {
        "entities": length_of(manifest.get("entities")),
        "rels": length_of(manifest.get("relationships")),
        "subs": sum(length_of(manifest.get(key)) for key in _SUB_MANIFESTS),
        "partitions": sum(length_of(one.get("dataPartitions")) for one in declared),
        "patterns": sum(length_of(one.get("dataPartitionPatterns")) for one in declared),
    }
