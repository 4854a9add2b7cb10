// Lays beside the extension what its package holds: the licence, and the README without what leads out of the package.

const fs = require("node:fs");

fs.copyFileSync("../../LICENSE", "LICENSE");
const readme = fs.readFileSync("README.md", "utf8");
const picture = /^!\[.*\]\(\.\..*\)\n\n/gm;
const link = /\[([^\]]*)\]\(\.\.[^)]*\)/g;
fs.writeFileSync("out/README.md", readme.replace(picture, "").replace(link, "$1"));
