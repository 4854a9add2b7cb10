// Runs Python beside the page, which stays awake meanwhile.

import { loadPyodide } from "./pyodide.mjs";

const loading = (async () => {
  const python = await loadPyodide();
  const site = await fetch("site.zip");
  python.FS.mkdirTree("/site");
  python.unpackArchive(await site.arrayBuffer(), "zip", { extractDir: "/site" });
  python.runPython(`
import os, sys
os.environ["C360LINT_NO_CACHE"] = "1"
sys.path.insert(0, "/site")
import playground
`);
  return python;
})();

self.onmessage = async ({ data }) => {
  try {
    const python = await loading;
    python.globals.set("files", data.files);
    const found = python.runPython('playground.found("/project", files)');
    self.postMessage({ turn: data.turn, found: JSON.parse(found) });
  } catch (trouble) {
    self.postMessage({ turn: data.turn, trouble: String(trouble.message ?? trouble) });
  }
};
