// Lays beside the extension what its package holds: the licence, those of the packages bundled into it, the README
// without what leads out of the package, and the JSON Schemas of what people write.

const fs = require("node:fs");

fs.copyFileSync("../../LICENSE", "LICENSE");
const readme = fs.readFileSync("README.md", "utf8");
const picture = /^!\[.*\]\(\.\..*\)\n\n/gm;
const link = /\[([^\]]*)\]\(\.\.[^)]*\)/g;
fs.writeFileSync("out/README.md", readme.replace(picture, "").replace(link, "$1"));

const { inputs } = JSON.parse(fs.readFileSync("out/meta.json", "utf8"));
const within = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const bundled = new Set(Object.keys(inputs).flatMap((name) => name.match(within) ?? []));
fs.writeFileSync("THIRD-PARTY.txt", [...bundled].sort().map(notice).join("\n"));

function notice(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(`${folder}/package.json`, "utf8"));
  const texts = fs.readdirSync(folder).filter((one) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(one)).sort();
  if (!license || texts.length === 0) {
    throw new Error(`${folder} goes into the package and says no licence`);
  }
  const said = texts.map((one) => fs.readFileSync(`${folder}/${one}`, "utf8").replace(/\r\n/g, "\n").trim());
  return [`${name} ${version} (${license})`, ...said].join("\n\n") + "\n";
}

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
