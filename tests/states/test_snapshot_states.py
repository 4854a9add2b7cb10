"""Snapshots that are imported, renewed, changed by payloads and compared are what was said of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from linter.cli import main
from linter.instance.drift import drift
from linter.reading.snapshots import read_snapshot
from tests.server.test_kept import STATES
from tests.states.budget import budget
from tests.states.folder import own_folder, write
from tests.test_drift_laid import laid, model

NAMES = sorted(name for name in STATES if name not in ("c360lint.toml", "snapshot.json", ".gitignore"))
TABLES = ("Buyers", "Visits", "Orders")
HEADERS = (
    "Id,Mail,Born\n1,a@b,1990-01-01\n",
    "Id,e_mail\n1,a@b\n",
    "Id,Mail,On\n1,a@b,2020-01-01T10:00:00\n",
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", *arguments], catch_exceptions=False)


def modelled(value: Any) -> Any:
    """What a snapshot says of sources, entities and relationships, with types as they are written."""
    sources = [
        {
            "dataSourceId": source["dataSourceId"],
            "name": source.get("name", source["dataSourceId"]),
            "entities": [
                {
                    **{key: each[key] for key in ("name", "primaryKey") if key in each},
                    "attributes": {
                        name: one if isinstance(one, str) else one.get("type", "")
                        for name, one in each.get("attributes", {}).items()
                    },
                }
                for each in source["entities"]
            ],
        }
        for source in value.get("dataSources", [])
    ]
    return model({"dataSources": sources, "relationships": value.get("relationships", [])})


class Renewing(RuleBasedStateMachine):
    """A snapshot that is imported from files, while the files, payloads and the snapshot change."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = own_folder()
        Path("Shop").mkdir()
        Path("c360lint.toml").write_text('exclude = ["Shop/**"]\n', "utf-8")
        for name in TABLES[:2]:
            Path(f"Shop/{name}.csv").write_text(HEADERS[0], "utf-8")
        assert self._import("-o", "snapshot.json").exit_code == 0

    def teardown(self) -> None:
        with self._folder:
            self.update()

    @rule(table=st.sampled_from(TABLES), header=st.sampled_from((None, *HEADERS)))
    def change_a_source(self, table: str, header: str | None) -> None:
        path = Path(f"Shop/{table}.csv")
        if header is not None:
            path.write_text(header, "utf-8")
        elif path.exists() and len(os.listdir("Shop")) > 1:
            path.unlink()

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def change_a_payload(self, data: st.DataObject, name: str) -> None:
        write(name, data.draw(st.sampled_from(STATES[name])))

    @precondition(lambda _: "Buyers" in Path("snapshot.json").read_text("utf-8"))
    @rule(key=st.sampled_from(("Id", "Mail")), type_=st.sampled_from(("string", "int64", "date")))
    def edit_by_hand(self, key: str, type_: str) -> None:
        value = self._read("snapshot.json")
        for source in value["dataSources"]:
            for one in source["entities"]:
                if one["name"] == "Buyers" and key in one.get("attributes", {}):
                    one["primaryKey"] = key
                    one["attributes"][key] = type_
        Path("snapshot.json").write_text(json.dumps(value, indent=2), "utf-8")

    @rule()
    def update(self) -> None:
        """It says before what it changes, and changes nothing when it is done again."""
        before = self._read("snapshot.json")
        shown = self._import("-o", "snapshot.json", "--update", "--diff")
        assert self._read("snapshot.json") == before
        renewed = self._import("-o", "snapshot.json", "--update")
        assert (shown.exit_code, renewed.exit_code) == (0, 0), renewed.output
        self._require_told(before, self._read("snapshot.json"))
        data = Path("snapshot.json").read_bytes()
        assert self._import("-o", "snapshot.json", "--update").exit_code == 0
        assert Path("snapshot.json").read_bytes() == data

    @rule(lay_over=st.booleans())
    def apply(self, lay_over: bool) -> None:
        """Twice is once, and the comparison says all that has changed."""
        before = self._read("snapshot.json")
        done = run("apply", "--force", "-o", "new.json")
        if done.exit_code:
            assert done.exit_code == 2, done.output
            return
        self._require_told(before, self._read("new.json"))
        assert run("apply", "--snapshot", "new.json", "--force", "--diff").stdout == "No changes.\n"
        assert run("diff", "new.json", "new.json", "--no-project").stdout == "No changes.\n"
        if lay_over:
            os.replace("new.json", "snapshot.json")
        else:
            os.unlink("new.json")

    def _require_told(self, old: Any, new: Any) -> None:
        """What is said to have changed, laid over the older snapshot, makes the newer one."""
        before, after = (read_snapshot("s.json", json.dumps(one).encode())[1] for one in (old, new))
        assert laid(drift(before, after), modelled(old), modelled(new)) == modelled(new)

    def _import(self, *options: str) -> Result:
        return run("import", "Shop", "--instance", "main", *options)

    def _read(self, name: str) -> Any:
        return json.loads(Path(name).read_text("utf-8"))


def test_snapshots_are_what_was_said_of_them() -> None:
    run_state_machine_as_test(Renewing, settings=budget(15, steps=12))
