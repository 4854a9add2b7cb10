"""Writes what a release is made of as CycloneDX 1.6: one SBOM of the command, one of the extension.

    python .ci/sbom.py FOLDER

They follow from `requirements.lock`, `package-lock.json` and the licences on docs/dependencies.md, and from
nothing else, so that a commit has the same ones wherever they are written.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

REPO: Final = Path(__file__).resolve().parent.parent
OWN: Final = "c360lint"


class Package(NamedTuple):
    """Something that is installed or bundled: what it is, and who asked for it."""

    purl: str
    name: str
    version: str
    licence: str
    wanted_by: tuple[str, ...] = ()  # names
    marker: str = ""  # on which Python it is installed, if not on all
    sha512: str = ""


def main(folder: str) -> None:
    """Write both."""
    for name, own, packages in (of_command(), of_extension()):
        text = json.dumps(cyclonedx(own, packages), indent=1, ensure_ascii=False) + "\n"
        Path(folder, name).write_text(text, "utf-8", newline="\n")


def of_command() -> tuple[str, Package, list[Package]]:
    """Return the name of the command's SBOM, the command, and what it is installed with."""
    (version,) = re.findall(r'__version__ = "(.+)"', _text("linter/__init__.py"))
    own = Package(f"pkg:pypi/{OWN}@{version}", OWN, version, "MIT")
    return f"{OWN}-{version}.cdx.json", own, list(_locked())


def of_extension() -> tuple[str, Package, list[Package]]:
    """Return the name of the extension's SBOM, the extension, and what is bundled into it."""
    version = json.loads(_text("editors/vscode/package.json"))["version"]
    own = Package(f"pkg:generic/{OWN}.vsix@{version}", OWN, version, "MIT")
    return f"{OWN}-{version}.vsix.cdx.json", own, list(_bundled())


def licences() -> dict[str, str]:
    """Return the licences on the page, by the names of the packages."""
    rows = r"(?m)^\| ([a-z][\w.-]*) \| (?!licence)([\w.-]+) \|"
    return dict(re.findall(rows, _text("docs/dependencies.md")))


def cyclonedx(own: Package, packages: list[Package]) -> dict[str, Any]:
    """Return an SBOM as its values; its number says what is in it."""
    own_part, parts = _component(own, "application"), [_component(one, "library") for one in packages]
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([own_part, parts]))
    purls = {one.name: one.purl for one in (own, *packages)}
    wanted: dict[str, list[str]] = {one.purl: [] for one in (own, *packages)}
    for one in packages:
        for name in one.wanted_by:
            wanted[purls[name]].append(one.purl)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": own_part},
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": sorted(needs)} for ref, needs in wanted.items()],
    }


def _component(package: Package, kind: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": kind,
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "licenses": [{"license": {"id": package.licence}}],
        "purl": package.purl,
    }
    if package.sha512:
        component["hashes"] = [{"alg": "SHA-512", "content": package.sha512}]
    if package.marker:
        component["properties"] = [{"name": f"{OWN}:marker", "value": package.marker}]
    return component


def _locked() -> Iterator[Package]:
    """Yield what `requirements.lock` pins: a line each, followed by hashes and by who asked for it."""
    licence_of = licences()
    for entry in re.split(r"(?m)^(?=\w)", _text("requirements.lock"))[1:]:
        head, *rest = entry.splitlines()
        requirement, _, marker = head.removesuffix("\\").strip().partition(" ; ")
        name, version = requirement.split("==")
        said = " ".join(line.strip(" #") for line in rest if line.lstrip().startswith("#"))
        wanted_by = tuple(said.removeprefix("via ").replace(" (pyproject.toml)", "").split())
        yield Package(f"pkg:pypi/{name}@{version}", name, version, licence_of[name], wanted_by, marker)


def _bundled() -> Iterator[Package]:
    """Yield what the extension's `dependencies` bring, whatever it is developed with."""
    lock = json.loads(_text("editors/vscode/package-lock.json"))["packages"]
    packages = {
        place.rpartition("node_modules/")[2]: one for place, one in lock.items() if not one.get("dev")
    }
    own = packages.pop("")
    for name, one in packages.items():
        wanted_by = [other for other, it in packages.items() if name in it.get("dependencies", {})]
        wanted_by += [OWN] if name in own["dependencies"] else []
        purl = f"pkg:npm/{name.replace('@', '%40')}@{one['version']}"
        digest = base64.b64decode(one["integrity"].removeprefix("sha512-")).hex()
        yield Package(purl, name, one["version"], one["license"], tuple(wanted_by), sha512=digest)


def _text(name: str) -> str:
    return (REPO / name).read_text("utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
