"""Measures the language server: from didSave to publishDiagnostics, on a project of any size.

    python benchmarks/editing.py DIR FILE [--server COMMAND …]

DIR is a project (benchmarks/generate.py writes one), FILE the document in it that is edited and
saved; every change alters a finding, so that an answer has to come.  With --server another server
is measured on the same document: it is told of the change, and its answer to that is awaited.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


class Client:
    """Speaks the protocol with a server on its standard input and output."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.count = 0

    def send(self, method: str, params: Any, *, asks: bool = False) -> int:
        """Send a notification, or with `asks` a request; return its number."""
        self.count += 1
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if asks:
            message["id"] = self.count
        self.write(message)
        return self.count

    def write(self, message: Any) -> None:
        """Write a message with its header."""
        assert self.process.stdin is not None
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def read(self) -> Any:
        """Return the next message; answer what the server asks."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            self.write({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    def hear(self, uri: str, count: int | None = None) -> list[Any]:
        """Return the next diagnostics of a document (of so many findings)."""
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics":
                found = message["params"]
                if found["uri"] == uri and count in (None, len(found["diagnostics"])):
                    return list(found["diagnostics"])


def measure(directory: Path, file: Path, command: list[str], rounds: int, saves: bool) -> list[float]:
    """Return the milliseconds of each round."""
    client = Client(command)
    folder = {"uri": directory.as_uri(), "name": directory.name}
    capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
    start = {
        "processId": None,
        "rootUri": folder["uri"],
        "workspaceFolders": [folder],
        "capabilities": capabilities,
    }
    asked = client.send("initialize", start, asks=True)
    while client.read().get("id") != asked:
        pass
    client.send("initialized", {})
    uri, text = file.as_uri(), file.read_text("utf-8")
    item = {"uri": uri, "languageId": "json", "version": 1, "text": text}
    client.send("textDocument/didOpen", {"textDocument": item})
    before = len(client.hear(uri))
    times = []
    broken = text.replace("{", '{"a": 1, "a": 2, ', 1)
    for number in range(rounds):
        version = {"uri": uri, "version": number + 2}
        content = text if number % 2 else broken
        began = time.perf_counter()
        client.send(
            "textDocument/didChange", {"textDocument": version, "contentChanges": [{"text": content}]}
        )
        if saves:
            client.send("textDocument/didSave", {"textDocument": {"uri": uri}})
        while (len(client.hear(uri)) == before) != bool(number % 2):
            pass
        times.append((time.perf_counter() - began) * 1000)
    memory = next(
        line
        for line in Path(f"/proc/{client.process.pid}/status").read_text().splitlines()
        if "VmRSS" in line
    )
    print(" ".join(memory.split()), file=sys.stderr)
    client.process.kill()
    return times[2:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("directory", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=22)
    parser.add_argument("--server", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    command = arguments.server or [sys.executable, "-m", "linter", "server"]
    file = arguments.directory / arguments.file
    times = measure(
        arguments.directory.resolve(), file.resolve(), command, arguments.rounds, not arguments.server
    )
    print(
        f"median {statistics.median(times):.1f} ms, least {min(times):.1f} ms, most {max(times):.1f} ms "
        f"({len(times)} rounds)"
    )


if __name__ == "__main__":
    main()
