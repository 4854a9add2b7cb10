"""Imports the Common Data Model's manifests and entity documents (`*.manifest.cdm.json`, `*.cdm.json`)."""

from __future__ import annotations

import os
from typing import Final

from linter.importers.cdm.documents import Corpus
from linter.importers.cdm.manifests import read_definitions, read_manifest
from linter.importers.found import CannotImport, Found
from linter.importers.source import Source

_MANIFEST: Final = frozenset(("manifestName", "folioName", "subManifests", "submanifests", "subFolios"))
_DECLARES: Final = frozenset(("entityPath", "entitySchema"))
_DEFINES: Final = frozenset(
    ("entityName", "traitName", "dataTypeName", "purposeName", "attributeGroupName", "constantEntityName")
)
_VERSIONS: Final = frozenset(
    ("jsonSchemaSemanticVersion", "schemaVersion", "jsonSchematicVersion", "documentVersion")
)


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a CDM manifest or an entity document."""
    return _is_manifest(value) or _is_document(value)


def read(source: Source, cdm_root: str | None = None) -> Found:
    """Return the data source of a manifest, or of the entities that a document defines.

    `cdm_root` is the folder that `cdm:` stands for.  Beside the source's own folder nothing else is
    read; what is missing is noted.
    """
    if cdm_root is not None and not os.path.isdir(cdm_root):
        raise CannotImport(cdm_root, 1, 1, "this is no folder", "--cdm-root takes the folder of `cdm:`")
    value = source.value()
    if not recognises(value):
        help_ = "expected a manifest with `entities`, or an entity document with `definitions`"
        raise source.refuse((), "this is neither a CDM manifest nor an entity document", help_)
    home, name = os.path.split(source.path)
    path = os.path.join(os.path.realpath(home), name)
    roots = (*source.roots, *([cdm_root] if cdm_root is not None else ()))
    corpus = Corpus(cdm_root, os.path.dirname(path))
    main = Source(path, source.name, roots)
    return read_manifest(main, corpus) if _is_manifest(value) else read_definitions(main, corpus)


def _is_manifest(value: object) -> bool:
    if not isinstance(value, dict) or isinstance(value.get("definitions"), list):
        return False
    entities = value.get("entities")
    declared = entities if isinstance(entities, list) else []
    return not _MANIFEST.isdisjoint(value) or any(
        isinstance(one, dict) and not _DECLARES.isdisjoint(one) for one in declared
    )


def _is_document(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("definitions"), list):
        return False
    return not _VERSIONS.isdisjoint(value) or any(
        isinstance(one, dict) and not _DEFINES.isdisjoint(one) for one in value["definitions"]
    )


__all__ = ["read", "recognises"]
