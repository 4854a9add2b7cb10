// Lays beside the extension what its package holds: the licence, the README without what leads out of the package, and
// the JSON Schemas of what people write.

const fs = require("node:fs");

fs.copyFileSync("../../LICENSE", "LICENSE");
const readme = fs.readFileSync("README.md", "utf8");
const picture = /^!\[.*\]\(\.\..*\)\n\n/gm;
const link = /\[([^\]]*)\]\(\.\.[^)]*\)/g;
fs.writeFileSync("out/README.md", readme.replace(picture, "").replace(link, "$1"));

// Keys count in any case, which a JSON Schema can't say: whether one is missing is for the linter to judge.
const withoutRequired = (key, value) => (key === "required" && Array.isArray(value) ? undefined : value);

fs.rmSync("schemas", { recursive: true, force: true });
fs.mkdirSync("schemas");
for (const name of fs.readdirSync("../../schemas")) {
  const schema = JSON.parse(fs.readFileSync(`../../schemas/${name}`, "utf8"), withoutRequired);
  if ("x-layout" in schema) {
    fs.writeFileSync(`schemas/${name}`, JSON.stringify(schema, null, 1));
  }
}
