// Compiles, with the Python that browsers will run, what a check of the example imports: it starts in half the time.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const out = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(`${out}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${out}/` });
const bytes = (name) => new Uint8Array(readFileSync(`${out}/${name}`));
python.FS.mkdirTree("/site");
python.unpackArchive(bytes("site.zip"), "zip", { extractDir: "/site" });
python.globals.set("example", readFileSync(`${out}/example.json`, "utf-8"));
python.runPython(`
import json, os, py_compile, shutil, sys
os.environ["C360LINT_NO_CACHE"] = "1"
sys.path.insert(0, "/site")
import playground, networkx
playground.found("/project", example)
playground.found("/project", '{"c360lint.toml": "unknown = 1"}')
playground.found("/project", '{"manage/segments.yaml": "- {"}')
sql = '{"type": "manual", "segmentationQuerySql": "SELECT CustomerId FROM Customer"}'
segment = f'[{{"name": "All", "segmentQueryExpression": {sql}}}]'
playground.found("/project", json.dumps({**json.loads(example), "manage/segments.json": segment}))
os.chdir("/")
for module in list(sys.modules.values()):
    path = getattr(module, "__file__", None) or ""
    if path.startswith("/site/") and path.endswith(".py"):
        py_compile.compile(path, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
shutil.rmtree("/project")
shutil.make_archive("/packed", "zip", "/site")
`);
writeFileSync(`${out}/site.zip`, python.FS.readFile("/packed.zip"));
process.exit(0);
