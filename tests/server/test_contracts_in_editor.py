"""What the editor says and does in requests to other APIs, which contracts describe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rules
from linter.server.hover import hover
from linter.server.typed_document import views
from tests.server.project import judged, written
from tests.server.test_completion import made

WORLD = Path(rules.__file__).parent / "world" / "contracts"
OPENAPI = "https://contoso.api.crm.dynamics.com/api/data/v9.2"
METADATA = "https://fabrikam.api.crm.dynamics.com/api/data/v9.2"
HTTP = "a.http"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    configuration = (
        f'[[contracts]]\nopenapi = "dataverse.yaml"\n[[contracts]]\nmetadata = "metadata.xml"\n'
        f'servers = ["{METADATA}"]\n'
    )
    files = {name: (WORLD / name).read_text("utf-8") for name in ("dataverse.yaml", "metadata.xml")}
    return written(tmp_path, {**files, "c360lint.toml": configuration, HTTP: f"GET {METADATA}/contacts\n"})


@pytest.mark.parametrize(
    ("url", "label", "result"),
    [
        (f"{METADATA}/|", "accounts", f"{METADATA}/accounts"),
        (f"{METADATA}/con|", "contacts", f"{METADATA}/contacts"),
        (f"{METADATA}/|", "WhoAmI", f"{METADATA}/WhoAmI"),
        (f"{METADATA}/accounts?|", "$select", f"{METADATA}/accounts?$select="),
        (
            f"{METADATA}/accounts?$select=nu|",
            "numberofemployees",
            f"{METADATA}/accounts?$select=numberofemployees",
        ),
        (f"{METADATA}/accounts?$orderby=name |", "desc", f"{METADATA}/accounts?$orderby=name desc"),
        (
            f"{METADATA}/accounts?$expand=primarycontactid($select=|)",
            "firstname",
            f"{METADATA}/accounts?$expand=primarycontactid($select=firstname)",
        ),
        (f"{OPENAPI}/|", "accounts", f"{OPENAPI}/accounts"),
        (f"{OPENAPI}/accounts?$select=|", "name", f"{OPENAPI}/accounts?$select=name"),
    ],
)
def test_a_url_is_completed_with_what_the_contract_has(
    project: Path, url: str, label: str, result: str
) -> None:
    assert made(project, HTTP, f"GET {url}\n")[label] == f"GET {result}\n"
    envelope = {"method": "GET", "url": url}
    assert made(project, "e.json", json.dumps(envelope))[label] == json.dumps({**envelope, "url": result})


@pytest.mark.parametrize("url", [f"{METADATA}/nothing?$select=|", f"{METADATA}/accounts?$filter=name eq '|"])
def test_nothing_is_proposed_of_what_isnt_known_or_within_a_text(project: Path, url: str) -> None:
    assert made(project, HTTP, f"GET {url}\n") == {}


def test_only_navigation_properties_are_proposed_behind_expand(project: Path) -> None:
    found = made(project, HTTP, f"GET {METADATA}/accounts?$expand=|\n")
    assert [*found] == ["primarycontactid", "contact_customer_accounts"]


@pytest.mark.parametrize(
    ("server", "labels"),
    [
        (
            METADATA,
            ["accountid", "numberofemployees", "primarycontactid@odata.bind", "contact_customer_accounts"],
        ),
        (OPENAPI, ["revenue", "numberofemployees", "preferredcontactmethod", "statecode", "lastonholdtime"]),
    ],
)
def test_a_body_is_completed_with_what_may_be_written_and_isnt_yet(
    project: Path, server: str, labels: list[str]
) -> None:
    text = f'POST {server}/accounts\nContent-Type: application/json\n\n{{"name": "A", "|": 1}}\n'
    assert [*made(project, HTTP, text)] == labels


def said(root: Path, text: str) -> str | None:
    """Return what hover says of the place of a bar."""
    offset = text.index("|")
    found = views(judged(root), str(root / HTTP), text.replace("|", ""), offset)
    return next(filter(None, map(hover, found)), None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"GET {METADATA}/acc|ounts",
            "**accounts** — entity set\n\n- type: `Microsoft.Dynamics.CRM.account`\n"
            "- declared in `metadata.xml`, line 31",
        ),
        (
            f"GET {METADATA}/accounts?$filter=na|me eq 'a'",
            "**name** — property of `account`\n\n- type: `Edm.String`\n- declared in `metadata.xml`, line 8",
        ),
        (
            f'POST {METADATA}/accounts\n\n{{"na|me": "A"}}\n',
            "**name** — property of `account`\n\n- type: `Edm.String`\n- declared in `metadata.xml`, line 8",
        ),
        (f"GET {OPENAPI}/acc|ounts", "**accounts** — path\n\n- declared in `dataverse.yaml`, line 7"),
        (f"GET {METADATA}/acco|nts", None),
    ],
)
def test_hover_says_what_a_name_is_and_where_the_contract_declares_it(
    project: Path, text: str, told: str | None
) -> None:
    assert said(project, text) == told
