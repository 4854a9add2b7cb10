"""Which importer takes a file, and what is said about a file that none takes."""

from __future__ import annotations

import contextlib
import json
import os
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers.found import CannotImport, Found, Note
from linter.importers.recognise import FORMATS, files_of, import_source, recognise
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
DATA = REPO.parent / "shared" / "data"

EDMX = '<?xml version="1.0"?>\n<!-- x --><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"/>'
SCHEMA = '<Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm"/>'
MODEL = '{"name": "m", "version": "1.0", "entities": [{"name": "A", "attributes": []}]}'
MANIFEST = '{"manifestName": "m", "jsonSchemaSemanticVersion": "1.0.0", "entities": [], "subManifests": []}'
DOCUMENT = '{"jsonSchemaSemanticVersion": "1.0.0", "definitions": [{"entityName": "A", "hasAttributes": []}]}'
CSDL = '{"$Version": "4.01", "$EntityContainer": "N.C", "N": {"C": {"$Kind": "EntityContainer"}}}'
OPENAPI = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"
RESPONSE = '[{"fromEntityName": "a", "toEntityName": "b", "name": "r"}]'
SOLUTION = "<ImportExportXml><Entities><Entity><Name>A</Name></Entity></Entities></ImportExportXml>"
SQL = "-- Shop: orders\nCREATE TABLE t (a int);\n"
CSV = "Id,Name\n1,a\n"


def source(tmp_path: Path, data: str | bytes, name: str) -> Source:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return Source(str(file), name)


def refusal(tmp_path: Path, data: str | bytes, name: str = "x.json") -> str:
    with pytest.raises(CannotImport) as refused:
        recognise(source(tmp_path, data, name))
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "names", "expected"),
    [
        (EDMX, ("$metadata", "a.xml", "a.edmx", "a.txt", "a.json", "a.csv"), "csdl-xml"),
        (SCHEMA, ("a.xml", "$metadata"), "csdl-xml"),
        ("\ufeff" + EDMX, ("a.xml",), "csdl-xml"),
        (EDMX.encode("utf-16"), ("a.xml",), "csdl-xml"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + SCHEMA, ("a.xml",), "csdl-xml"),
        (MODEL, ("model.json", "a.txt", "model", "a.yaml", "a.csv"), "model.json"),
        (MODEL, ("x.manifest.cdm.json",), "model.json"),
        ("name: m\nversion: '1'\nentities:\n- name: A\n", ("a.txt", "a.yml", "a"), "model.json"),
        (MANIFEST, ("default.manifest.cdm.json", "a"), "cdm"),
        (DOCUMENT, ("A.cdm.json",), "cdm"),
        (CSDL, ("a.json", "$metadata"), "csdl-json"),
        (OPENAPI, ("a.yaml", "a.yml", "a.txt", "a"), "openapi"),
        ('{"openapi": "3.1.0", "info": {}, "paths": {}}', ("a.json", "a.txt"), "openapi"),
        ("openapi: 3.0.3 info: title: a description: b", ("a.txt", "a.yaml"), "openapi"),
        (RESPONSE, ("a.json", "a", "manage/relationships.json"), "customer-insights"),
        (SOLUTION, ("customizations.xml", "a"), "dataverse"),
        ("<Entity><Name>A</Name><EntityInfo/></Entity>", ("Entity.xml",), "dataverse"),
        (SQL, ("a.sql", "a.SQL", "a.txt", "a"), "sql"),
        (SQL.encode("utf-16"), ("a.sql", "a.txt"), "sql"),
        (CSV, ("a.csv", "a.CSV", "a.tsv", "a.txt", "a", "a.data"), "csv"),
        ("Id\n1\n", ("a.csv",), "csv"),
        ("[Id],Name\n1,a\n", ("a.csv", "a.txt"), "csv"),
        ("Time: from,to\n1,2\n", ("a.csv",), "csv"),
        ("\ufeffId;Name\n1;a\n", ("a.txt",), "csv"),
    ],
)
def test_the_content_says_which_importer_takes_a_file(
    data: str | bytes, names: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    (tmp_path / "manage").mkdir()

    assert {name: recognise(source(tmp_path, data, name)) for name in names} == dict.fromkeys(names, expected)


@pytest.mark.parametrize(
    ("data", "name", "what", "repair"),
    [
        ("", "a.json", "an empty file", ""),
        (" \r\n\t", "a.csv", "an empty file", ""),
        (b"\xef\xbb\xbf", "a", "an empty file", ""),
        (b"PK\x03\x04abc", "a.csv",
         "a ZIP archive, such as an Excel workbook", "save the sheet as CSV in UTF-8"),
        (b"ab\0\1\2cd\xff", "a.txt", "a binary file", ""),
        ("<entry xmlns='http://www.w3.org/2005/Atom'/>", "a.xml",
         "an Atom entry: a row of an entity", "import the service's $metadata"),
        ("<a:feed/>", "a.xml", "an Atom feed: rows of an entity", "import the service's $metadata"),
        ("<!DOCTYPE html><p>", "a",
         "an HTML page, perhaps that of a sign-in", "fetch the file again, signed in"),
        ("<HTML>", "a.json", "an HTML page, perhaps that of a sign-in", "fetch the file again, signed in"),
        ("<x y='1'>", "a.xml", "XML with the root element `x`", ""),
        ("<Entity/>", "a.xml", "XML with the root element `Entity`", ""),
        ("<ImportExportXml><SolutionManifest/></ImportExportXml>", "solution.xml",
         "the manifest of a solution", "import the customizations.xml beside it"),
        ("<Schema/>", "a.xml", "XML with the root element `Schema`", ""),
        ("<!-- only", "a.xml", "XML whose first element can't be found", ""),
        ("3", "a.json", "a single value", ""),
        ("{}", "a.json", "an empty object", ""),
        ("[]", "a", "an empty list", ""),
        ("[1]", "a.json", "a list of another kind", ""),
        ('{"a": 1, "b": 2, "c": 3, "d e": 4}', "a.json", "an object with `a`, `b`, `c` …", ""),
        ('{"snapshotVersion": 1, "dataSources": []}', "a.json",
         "a snapshot of c360lint", "it needs no import: name it in c360lint.toml"),
        ('{"swagger": "2.0", "definitions": {}}', "a.json",
         "OpenAPI 2 (Swagger)", "convert it to OpenAPI 3 first"),
        ('{"@odata.context": "x", "value": [{"a": 1}]}', "a.json",
         "an OData response: rows of an entity, or a list of entity sets", "import the service's $metadata"),
        ('{"error": {"code": "0x1"}}', "a.json", "an error that a service answered", "fetch the file again"),
        ('[{"method": "GET", "url": "/api/instances/x"}]', "a.json",
         "a payload or a saved request, not a description of entities", "check it with `c360lint check`"),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Account"}', "a.json",
         "a JSON Schema, which describes one value, not entities and their keys",
         "put it below components/schemas of an OpenAPI 3 document, under the entity's name, "
         "and import that"),
        *((text, "a.json", "a payload or a saved request, not a description of entities",
           "check it with `c360lint check`")
          for text in ('{"ConflatedEntity": 1}', '[{"timestampFieldName": 1}, 2]',
                       '{"entityName": 1, "semanticLabels": 2}')),
        ('{"entityName": 1, "x": 2}', "a.json", "an object with `entityName`, `x`", ""),
        ("CREATE VIEW v AS SELECT 1", "a.sql", "SQL that creates no table", ""),
        ("Dear all,\nthis is prose.\n", "a.txt", "text of another kind",
         "name it .csv, .json or .yaml if it is that"),
    ],
)  # fmt: skip
def test_what_none_takes_is_refused_with_what_it_is_and_the_repair(
    data: str | bytes, name: str, what: str, repair: str, tmp_path: Path
) -> None:
    (tmp_path / "conflations" / "c").mkdir(parents=True)
    expected = (
        "expected a CDM model.json, manifest or entity document, OData $metadata (CSDL) as XML or JSON, "
        "OpenAPI 3, a response of the Customer Insights API, a solution of Dataverse, SQL that creates "
        "tables, a Delta table's log, Parquet, or CSV"
    )

    said = refusal(tmp_path, data, name)

    assert said == f"{name}:1:1: this is {what}; {expected}" + (f"; {repair}" if repair else "")


@pytest.mark.parametrize(
    ("data", "name", "place"),
    [
        (b'{"entities": [,]}', "a.json", "a.json:1:15: "),
        (b'{"entities": [,]}', "a.txt", "a.txt:1:15: "),
        (b"a: [1\nb: 2\n", "a.yaml", "a.yaml:"),
        (b'{"a": "\xff"}', "a.json", "a.json:1:8: the byte 0xFF isn't UTF-8"),
        (b"A,B\n\xfc,1", "a.txt", "a.txt:2:1: the byte 0xFC isn't UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "a.json", "a.json:1:1: the file is UTF-16, not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_at_its_fault(data: bytes, name: str, place: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, data, name).startswith(place)


@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a":\n {"b": 1}}', (2, 8)), ("a:\n  b: 1\n", (2, 6)), ("{a:\n  {b: 1}}", (2, 7))],
)
@pytest.mark.parametrize("name", ["a", "a.txt", "$metadata"])
def test_a_file_of_another_extension_is_json_or_yaml_as_its_text_says(
    text: str, place: tuple[int, int], name: str, tmp_path: Path
) -> None:
    file = source(tmp_path, text, name)

    assert file.value() == {"a": {"b": 1}}
    assert file.note(("a", "b"), "here") == Note(name, *place, "here")


def test_an_extension_of_json_is_taken_at_its_word(tmp_path: Path) -> None:
    with pytest.raises(CannotImport):
        source(tmp_path, "a: 1", "a.json").value()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="it can't be read: No such file"):
        recognise(Source(str(tmp_path / "missing.json")))
    with pytest.raises(CannotImport, match="it can't be read: Is a directory"):
        recognise(Source(str(tmp_path)))


def test_an_import_recognises_the_format_unless_it_is_given(tmp_path: Path) -> None:
    text = source(tmp_path, "Id,Name\n", "a.txt")

    assert import_source(text) == import_source(text, "csv")
    with pytest.raises(CannotImport):
        import_source(text, "model.json")


def test_a_key_that_an_object_has_twice_is_noted(tmp_path: Path) -> None:
    twice = '{"version": "1", "entities": [],\n "entities": [{"name": "A", "attributes": []}]}'

    found = import_source(source(tmp_path, twice, "model.json"))

    assert found.notes == (
        Note("model.json", 2, 2, "a second `entities` in one object; the last one counts"),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_module_that_reads_and_recognises_it(name: str) -> None:
    module = import_module(FORMATS[name])

    assert callable(module.read)
    assert callable(module.recognises)


def files(folder: Path, *written: tuple[str, str]) -> list[str]:
    for name, text in written:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return [os.path.relpath(path, folder) for path in files_of(str(folder)).files]


def manifest(*parts: str, key: str = "subManifests") -> str:
    listed = [{"definition": part} for part in parts]
    return json.dumps({"manifestName": "m", "entities": [], key: listed})


def test_of_a_folder_the_root_manifests_are_taken_the_default_first(tmp_path: Path) -> None:
    taken = files(
        tmp_path,
        ("default.manifest.cdm.json", manifest("part.manifest.cdm.json")),
        ("part.manifest.cdm.json", manifest()),
        (
            "a.manifest.cdm.json",
            manifest("./old.folio.cdm.json", "sub/x.manifest.cdm.json", key="submanifests"),
        ),
        ("old.folio.cdm.json", manifest()),
        ("A.cdm.json", DOCUMENT),
        ("model.json", MODEL),
        ("a.csv", CSV),
    )

    assert taken == ["default.manifest.cdm.json", "a.manifest.cdm.json"]


def test_of_manifests_in_a_circle_the_first_is_taken(tmp_path: Path) -> None:
    circle = (("a.manifest.cdm.json", "b"), ("b.manifest.cdm.json", "a"))
    written = [(name, manifest(f"{other}.manifest.cdm.json")) for name, other in circle]

    assert files(tmp_path, *written) == ["a.manifest.cdm.json"]


def test_a_broken_manifest_is_taken_so_that_its_import_says_what_is_wrong(tmp_path: Path) -> None:
    assert files(tmp_path, ("a.manifest.cdm.json", "{")) == ["a.manifest.cdm.json"]


def test_without_what_cannot_be_imported_the_rest_of_a_folder_is_taken(tmp_path: Path) -> None:
    names = ("default.manifest.cdm.json", "a.manifest.cdm.json", "model.json", "a.csv")
    files(tmp_path, *zip(names, (manifest(names[1]), manifest(), MODEL, CSV), strict=True))
    taken, gone = [], set[str]()

    for name in names:
        taken.append([os.path.basename(path) for path in files_of(str(tmp_path), gone).files])
        gone.add(str(tmp_path / name))

    assert taken == [[name] for name in names]


def test_of_a_folder_with_a_model_json_nothing_else_is_taken(tmp_path: Path) -> None:
    assert files(tmp_path, ("model.json", MODEL), ("a.csv", CSV)) == ["model.json"]


def test_of_another_folder_every_file_is_taken_that_an_importer_takes(tmp_path: Path) -> None:
    taken = files(
        tmp_path,
        ("z.csv", CSV),
        ("b.json", RESPONSE),
        ("notes.txt", "Dear all,\nthis is prose.\n"),
        ("broken.json", "{"),
        ("snapshot.json", '{"snapshotVersion": 1}'),
        (".hidden.csv", CSV),
        ("$metadata", EDMX),
        ("below/a.csv", CSV),
    )

    assert taken == ["$metadata", "b.json", "z.csv"]


def test_what_a_folder_has_and_is_not_imported_is_noted(tmp_path: Path) -> None:
    files(tmp_path, ("a.csv", CSV), ("broken.json", '{"a": }'), ("below/b.csv", CSV), (".git/c.csv", CSV))
    files(tmp_path, ("page", "<html></html>"), ("other/c.csv", CSV))

    listed = files_of(str(tmp_path))

    assert [str(one) for one in listed.broken] == [
        f"{tmp_path / 'broken.json'}:1:7: a value is missing before `}}`; put a value here"
    ]
    assert listed.notes == [
        Note(str(tmp_path / "page"), 1, 1, "not imported: this is an HTML page, perhaps that of a sign-in"),
        Note(
            str(tmp_path),
            0,
            0,
            "2 subfolders are not looked into: below, other; name those to import as well",
        ),
    ]


def test_a_link_out_of_a_folder_is_not_followed_and_one_within_it_is(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text(CSV, "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "out.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "gone.csv").symlink_to(folder / "nothing.csv")
    (folder / "in.csv").symlink_to(folder / "real.csv")

    assert files(folder, ("real.csv", CSV)) == ["in.csv", "real.csv"]


def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="the folder can't be read: No such file"):
        files_of(str(tmp_path / "missing"))


NAMES = ("a.json", "a.yaml", "a.txt", "a.csv", "a.xml", "a.sql", "$metadata")
SEEDS = (EDMX, SCHEMA, MODEL, MANIFEST, DOCUMENT, CSDL, OPENAPI, RESPONSE, SOLUTION, SQL, CSV)


def imported(tmp_path: Path, data: bytes, name: str) -> Found | CannotImport:
    try:
        return import_source(source(tmp_path, data, name))
    except CannotImport as refused:
        return refused


def is_told(outcome: Found | CannotImport, name: str) -> bool:
    """Tell whether something was found, or a refusal has a place and a message."""
    if isinstance(outcome, Found):
        return outcome.format != ""
    return outcome.file == name and outcome.line >= 1 and outcome.column >= 1 and outcome.message != ""


@given(data=st.binary(max_size=80), name=st.sampled_from(NAMES))
def test_any_bytes_are_imported_or_refused(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert is_told(imported(tmp_path_factory.mktemp("any"), data, name), name)


@given(
    text=st.sampled_from(SEEDS),
    at=st.floats(0, 1),
    cut=st.integers(0, 6),
    put=st.binary(max_size=4) | st.text('<>{}[]",:&;\n-', max_size=4).map(str.encode),
    name=st.sampled_from(NAMES),
)
def test_a_damaged_file_is_imported_or_refused(
    text: str, at: float, cut: int, put: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = text.encode()
    start = int(at * len(data))

    damaged = data[:start] + put + data[start + cut :]
    assert is_told(imported(tmp_path_factory.mktemp("damaged"), damaged, name), name)


REAL = (
    sorted(str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file()) if DATA.is_dir() else []
)
OURS = ("model.json", "customer-insights", "csv")


@pytest.mark.skipif(not REAL, reason="the real data is not here (../shared/data)")
def test_every_real_file_is_recognised_or_refused_and_ours_are_imported() -> None:
    recognised: dict[str, list[str]] = {name: [] for name in FORMATS}
    for path in REAL:
        file = Source(str(DATA / path), path)
        with contextlib.suppress(CannotImport):
            name = recognise(file)
            recognised[name].append(path)
            if name in OURS:
                assert import_source(file, name).format == name

    kinds = json.loads((DATA / "oracle" / "expected-counts.json").read_text("utf-8"))
    named = {
        "model.json": "model.json",
        "cdm manifest": "cdm",
        "csdl": "csdl-xml",
        "openapi": "openapi",
        "csv": "csv",
    }
    for path, told in kinds.items():
        if told["kind"] in named:
            assert path in recognised[named[told["kind"]]]
    assert recognised["customer-insights"] == []


@pytest.mark.skipif(not (DATA / "json-schema").is_dir(), reason="the real JSON Schemas are not here")
def test_a_real_json_schema_is_refused_with_what_to_use() -> None:
    for path in sorted((DATA / "json-schema").iterdir()):
        with pytest.raises(CannotImport, match=r"^a\.json:1:1: this is a JSON Schema, .* components/schemas"):
            recognise(Source(str(path), "a.json"))
