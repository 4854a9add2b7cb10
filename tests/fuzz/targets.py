"""What is tried: one line for each reader, and one for all commands over whole projects."""

from __future__ import annotations

from typing import Final

from tests.fuzz import changing, commands, languages, messages, settings, sources, texts
from tests.fuzz.sources import source
from tests.fuzz.target import Target

_JSON: Final = ("examples/**/*.json", "tests/hotel/**/*.json", "rules/world/**/*.json")
_SIGNS: Final = (b"&a ", b"*a", b"<<: *a", b"!!str ", b"|-\n", b"? ")
_KEYWORDS: Final = (
    b"SELECT FROM WHERE JOIN ON GROUP BY WITH AS UNION NULL CASE WHEN THEN END LATERAL VIEW".split()
)
_OPTIONS: Final = (
    b"$select= $filter= $expand= $orderby= $apply= $compute= eq and not in( any( $it/ $count".split()
)

TARGETS: Final = (
    Target("json", texts.text("a.json"), _JSON),
    Target("yaml", texts.text("a.yaml"), ("examples/**/*.yaml",), _SIGNS),
    Target("toml", texts.toml, ("examples/*/c360lint.toml", "pyproject.toml")),
    Target("http", texts.text("a.http"), (), (b"###\n", b"# @name x\n", b"< {%\n", b"%}\n", b" HTTP/1.1")),
    Target("postman", texts.text("a.json")),
    Target("placeholders", texts.placeholders),
    Target("snapshot", sources.snapshot, ("examples/*/snapshot.json", "tests/hotel/snapshot.json")),
    Target("recognised", source("a"), ("examples/dataverse/metadata.xml", "tests/fuzz/corpus/c*/*")),
    Target("csdl-xml", source("a.xml", "csdl-xml"), ("examples/dataverse/metadata.xml",)),
    Target("csdl-json", source("a.json", "csdl-json")),
    Target("cdm", source("a.cdm.json", "cdm")),
    Target("model-json", source("model.json", "model.json")),
    Target("openapi", source("a.json", "openapi"), ("examples/dataverse/*.yaml",)),
    Target("customer-insights", source("a.json", "customer-insights"), _JSON),
    Target("csv", source("a.csv", "csv")),
    Target("information-schema", source("a.csv", "information-schema")),
    Target("sql-script", source("a.sql", "sql"), (), (b"CREATE TABLE ", b"ALTER TABLE ", b"GO\n")),
    Target("sql-types", languages.script, ("tests/fuzz/corpus/sql-script/*",)),
    Target("delta", source("t/_delta_log/00000000000000000000.json", "delta")),
    Target("parquet", source("a.parquet", "parquet")),
    Target("dataverse", source("customizations.xml", "dataverse")),
    Target("dataverse-archive", source("a.zip", "dataverse")),
    Target("overrides", sources.overrides),
    Target("odata", languages.odata, (), _OPTIONS),
    Target("odata-request", languages.asked, (), _OPTIONS),
    Target("sql", languages.query, (), _KEYWORDS),
    Target("arithmetic", languages.arithmetic),
    Target("answer", languages.answer),
    Target("configuration", settings.configuration, ("examples/*/c360lint.toml",)),
    Target("baseline", settings.baseline),
    Target("server", messages.conversation, share=2),
    Target("project", commands.over_a_project, made=commands.some, share=8),
    Target("remembered", changing.remembered, made=changing.some, share=3),
    Target("watched", changing.watched, made=changing.some),
)  # fmt: skip

BY_NAME: Final = {one.name: one for one in TARGETS}
