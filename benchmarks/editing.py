"""Measures how long an editor waits: from didSave to publishDiagnostics, and from a question to its answer.

    python -m benchmarks.editing [--rounds 20] [--server COMMAND] [--json-server COMMAND]

It prints a line of JSON for each server: what changes, which server, the milliseconds of the rounds, the
processor time up to the first findings and the memory in MiB.  `python -m benchmarks server` runs it and
keeps what it says.

The projects are written for it: 500 payloads over a snapshot of 1,000 entities, with a document of
more than 100 KB; and 500 segments.  Every round changes a document so that a finding comes or goes, and
waits until that is told.  With --json-server VS Code's JSON language server is asked in turn about the
same document.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from benchmarks.generate import Size, write_project, write_segments

LONG: Final = "manage/relationships.json"
LONG_BYTES: Final = 100_000
WARM_UP: Final = 4
OURS: Final = f"{sys.executable} -m linter server"


class Client:
    """Speaks the protocol with a server on its standard input and output, about one open document."""

    def __init__(self, command: list[str], directory: Path, file: Path, *, pulls: bool) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pulls = pulls
        self.uri = file.as_uri()
        self.text = file.read_text("utf-8")
        self.version = 1
        self._count = 0
        self._initialize(directory)
        item = {"uri": self.uri, "languageId": "json", "version": 1, "text": self.text}
        self._send("textDocument/didOpen", {"textDocument": item})
        self.sound = len(self._findings())
        self.start = self._processor_time()

    def round(self) -> float:
        """Break or mend the document; return after how many milliseconds that was told."""
        self.version += 1
        broken = self.version % 2 == 0
        text = self.text.replace("{", '{"a": 1, "a": 2, ', 1) if broken else self.text
        document = {"uri": self.uri, "version": self.version}
        change = {"textDocument": document, "contentChanges": [{"text": text}]}
        began = time.perf_counter()
        self._send("textDocument/didChange", change)
        self._send("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        while (len(self._findings()) > self.sound) != broken:
            pass
        return (time.perf_counter() - began) * 1000

    def _processor_time(self) -> float:
        """Return how many milliseconds of processor time the server has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the server's memory in MiB, and end the server."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        self.process.kill()
        return int(kilobytes) / 1024

    def _initialize(self, directory: Path) -> None:
        text_document: dict[str, Any] = {"publishDiagnostics": {"versionSupport": True}}
        if self.pulls:
            text_document["diagnostic"] = {}
        folder = {"uri": directory.as_uri(), "name": directory.name}
        self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": {"textDocument": text_document},
            },
        )
        self._send("initialized", {})

    def _findings(self) -> list[Any]:
        if self.pulls:
            report = self._ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
            return list(report["items"])
        while True:
            message = self._read()
            params = message.get("params")
            if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == self.uri:
                return list(params["diagnostics"])

    def _ask(self, method: str, params: Any) -> Any:
        self._count += 1
        self._write({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._count and "method" not in message:
                return message["result"]

    def _send(self, method: str, params: Any) -> None:
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def _write(self, message: Any) -> None:
        assert self.process.stdin is not None
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _read(self) -> Any:
        """Return the next message; answer what the server asks."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message


def write_long_document(directory: Path) -> None:
    """Add relationships in one long list to a project."""
    snapshot = json.loads((directory / "snapshot.json").read_text("utf-8"))
    names = [
        f"{source['name']}_{entity['name']}"
        for source in snapshot["dataSources"]
        for entity in source["entities"]
    ]
    ends = [
        {
            "name": f"Long{number}",
            "fromEntityName": origin,
            "fromAttributeName": "CustomerId",
            "toEntityName": target,
            "toAttributeName": "Id",
            "cardinality": "manyToOne",
            "description": "every row of the one belongs to a row of the other, which is what joins them",
        }
        for number, (origin, target) in enumerate(pairwise(names))
    ]
    size = len(json.dumps(ends[:100], indent=1)) / 100
    (directory / LONG).write_text(json.dumps(ends[: round(LONG_BYTES / size)], indent=1), "utf-8")


def measured(clients: list[Client], rounds: int) -> list[list[float]]:
    """Return the milliseconds of each client's rounds; the clients take turns."""
    times: list[list[float]] = [[] for _ in clients]
    for _ in range(WARM_UP + rounds):
        for client, taken in zip(clients, times, strict=True):
            taken.append(client.round())
    return [taken[WARM_UP:] for taken in times]


def report(title: str, clients: dict[str, Client], rounds: int) -> None:
    """Measure servers side by side, and print a line for each."""
    for name, client, taken in zip(
        clients, clients.values(), measured(list(clients.values()), rounds), strict=True
    ):
        print(json.dumps([title, name, taken, client.start, client.memory()]), flush=True)


def main() -> None:
    """Measure one project after the other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--server", default=OURS, help="ours; default: %(default)s")
    parser.add_argument("--json-server", default="", help="VS Code's, if it is to be asked, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        usual, many, segments = (Path(folder) / name for name in ("usual", "many", "segments"))
        write_project(usual, Size(payloads=500, entities=1000, findings=5))
        write_project(many, Size(payloads=1000, entities=1000, findings=1000))
        plan = next(usual.glob("conflations/*/conflationPlan.json"))
        name = "c360lint server"

        def ours(directory: Path, file: Path, *, pulls: bool = False) -> Client:
            return Client(shlex.split(options.server), directory, file, pulls=pulls)

        report("a plan, saved", {name: ours(usual, plan)}, options.rounds)
        write_long_document(usual)
        long = usual / LONG
        size = f"{long.stat().st_size / 1000:.0f} KB"
        for title, pulls in ((f"{size}, saved", False), (f"{size}, saved and asked about", True)):
            both = {name: ours(usual, long, pulls=pulls)}
            if options.json_server:
                both["VS Code's JSON server"] = Client(
                    shlex.split(options.json_server), usual, long, pulls=pulls
                )
            report(title, both, options.rounds)
        segment = write_segments(segments, 500)[0]
        report("a segment, saved", {name: ours(segments, segments / segment.file)}, options.rounds)
        plan = next(many.glob("conflations/*/conflationPlan.json"))
        report("a plan, saved; 1,000 findings", {name: ours(many, plan)}, options.rounds)


if __name__ == "__main__":
    main()
