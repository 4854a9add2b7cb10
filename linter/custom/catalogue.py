"""The rules of a project: ours, and those of its team."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from linter.configuration.settings import Configuration
from linter.configuration.toml_file import table_of
from linter.custom.folders import CodeFile, Folder, folders_of
from linter.custom.permission import is_allowed
from linter.custom.reading import card_in
from linter.custom.running import SOURCES, CustomRule
from linter.diagnostic import Location
from linter.files import document_name
from linter.refusal import CannotRun
from linter.rulekit.catalogue import Catalogue, Family

PREFIX: Final = "X"
"""What the codes of custom rules begin with, and of no others."""


def with_custom(
    rules: Catalogue,
    root: str,
    file: str,
    configuration: Configuration,
    allowed: tuple[str, ...],
    data: bytes | None = None,
) -> Catalogue:
    """Return the rules with those that a configuration names; raises CannotRun for what is wrong with one.

    No code is run here. `allowed` are the folders whose code may be run when a rule is asked; `data`
    stands in for the configuration's file.
    """
    folders = tuple(folders_of(root, file, configuration.custom_rules, data))
    place = Location(document_name(file, root), (*table_of(file), "custom-rules"))
    return _made(rules, root, place, folders, allowed)


@lru_cache(maxsize=8)  # a server asks at every keystroke
def _made(
    rules: Catalogue, root: str, place: Location, folders: tuple[Folder, ...], allowed: tuple[str, ...]
) -> Catalogue:
    found: dict[str, CustomRule] = {}
    for folder in folders:
        at = place._replace(path=(*place.path, folder.number))
        for one in _rules(root, folder, at, allowed):
            _require_new(one, [*found.values()], rules)
            found[one.RULE.name.replace("-", "_")] = one
    own = sorted(found.items(), key=lambda item: item[1].RULE.code)
    names, modules = (tuple(part) for part in zip(*own, strict=True)) if own else ((), ())
    family = Family(PREFIX, "", ("documents",), names, modules)
    return Catalogue((*rules.families, family), rules.removed)


def _rules(root: str, folder: Folder, at: Location, allowed: tuple[str, ...]) -> Iterator[CustomRule]:
    package = f"c360lint_custom_{_digest(folder)}"
    may_run = is_allowed((one.path for one in folder.sources), allowed)
    if may_run:
        SOURCES.hold(package, folder.sources)
    for one in folder.sources:
        if one.is_rule:
            rule = card_in(one.path, one.content).rule(_name(one), document_name(one.path, root))
            yield CustomRule(rule, one.path, f"{package}.{one.stem}", at, may_run)


def _name(source: CodeFile) -> str:
    return source.stem.lower().replace("_", "-")


def _digest(folder: Folder) -> str:
    from hashlib import blake2b

    return blake2b(repr(folder.sources).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _require_new(one: CustomRule, before: list[CustomRule], rules: Catalogue) -> None:
    """Raise CannotRun for a rule whose code or name another one has."""
    name = one.RULE.name
    if any(name.replace("-", "_") in family.names for family in rules.families):
        raise CannotRun.at(one.path, 1, 1, f"c360lint has a rule `{name}` itself; give the file another name")
    for other in before:
        if other.RULE.code == one.RULE.code or other.RULE.name == name:
            raise CannotRun.at(
                one.path,
                1,
                1,
                f"{other.RULE.custom} has the code {other.RULE.code} or the name `{name}` already",
            )
