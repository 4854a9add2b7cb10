// The extension's options start the server; a client with the extension's protocol library drives it.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, test } = require("node:test");
const { pathToFileURL } = require("node:url");
const protocol = require("vscode-languageserver-protocol/node");
const { clientOptions, serverOptions, troubleWith } = require("../out/options.js");
const manifest = require("../package.json");

const repository = path.resolve(__dirname, "../../..");
const command = JSON.parse(process.env.C360LINT_COMMAND ?? '["python3", "-m", "linter", "server"]');
const plan = "conflations/default/conflationPlan.json";

let folder, server, connection;
const published = new Map();
const waiting = [];

function uri(name) {
  return pathToFileURL(path.join(folder, name)).href;
}

function diagnosticsOf(name, holds) {
  return new Promise((resolve) => {
    const look = () => {
      const found = published.get(uri(name));
      if (found !== undefined && holds(found)) {
        resolve(found);
        return true;
      }
      return false;
    };
    if (!look()) {
      waiting.push(look);
    }
  });
}

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "c360lint-"));
  fs.cpSync(path.join(repository, "examples/contoso-broken"), folder, { recursive: true });
  const { command: program, args, options } = serverOptions(command, folder, repository);
  server = spawn(program, args, { ...options, stdio: ["pipe", "pipe", "inherit"] });
  connection = protocol.createProtocolConnection(server.stdout, server.stdin);
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => {
    published.set(params.uri, params.diagnostics);
    waiting.splice(0, waiting.length, ...waiting.filter((look) => !look()));
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri("."),
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "contoso" }],
    capabilities: { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } },
  });
  assert.equal(capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(protocol.InitializedNotification.type, {});
});

after(async () => {
  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
});

test("the documents of the extension are those that the server reads", () => {
  const languages = clientOptions.documentSelector.map((one) => one.language ?? one.pattern);
  assert.deepEqual(languages, ["json", "jsonc", "yaml", "**/*.{http,rest}", "**/{c360lint,pyproject}.toml"]);
});

test("the setting can name a program in the workspace's folder", () => {
  assert.deepEqual(serverOptions(["${workspaceFolder}/.venv/bin/c360lint", "server"], "/contoso", "/aside"), {
    command: "/contoso/.venv/bin/c360lint",
    args: ["server"],
    options: { cwd: "/aside" },
  });
});

test("a server that starts has no trouble, any other says in one sentence what it is", async () => {
  const trouble = (...command) => troubleWith(serverOptions(command, folder, repository));
  assert.equal(await trouble(...command), undefined);
  assert.equal(
    await trouble("no-such-c360lint", "server"),
    "`no-such-c360lint` is not found. Install c360lint, or set c360lint.command",
  );
  const complaint = "console.error('a traceback\\nc360lint: it needs Python 3.11'); process.exit(2)";
  assert.equal(
    await trouble(process.execPath, "-e", complaint),
    `\`${process.execPath} -e ${complaint}\` can't be used: it needs Python 3.11`,
  );
});

test("what a workspace that isn't trusted says of the command is not heard", () => {
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["c360lint.command"]);
});

test("nothing but the server judges a document, so that no mistake is told twice", () => {
  assert.deepEqual(Object.keys(manifest.contributes), ["commands", "configuration", "jsonValidation"]);
  assert.deepEqual([...new Set(manifest.contributes.jsonValidation.map((one) => one.url))], ["./silent.schema.json"]);
  assert.deepEqual(Object.keys(require("../silent.schema.json")), ["$comment"]);
});

test("findings come, and go when they are mended", async () => {
  const found = await diagnosticsOf(plan, (items) => items.length > 0);
  assert.deepEqual(found.map((one) => one.code).sort(), ["CP02", "CP06", "CP08", "CP09"]);
  const text = fs.readFileSync(path.join(folder, plan), "utf8");
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
    textDocument: { uri: uri(plan), languageId: "json", version: 1, text },
  });
  await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: uri(plan), version: 2 },
    contentChanges: [{ text: text.replace("EMial", "EMail") }],
  });
  const left = await diagnosticsOf(plan, (items) => items.every((one) => one.code !== "CP02"));
  assert.deepEqual(left.map((one) => one.code).sort(), ["CP06", "CP08", "CP09"]);
});

test("entities are completed", async () => {
  const text = fs.readFileSync(path.join(folder, plan), "utf8");
  const line = text.split("\n").findIndex((one) => one.includes('"entityName": "loyCustomers"'));
  const character = text.split("\n")[line].indexOf('"loyCustomers"') + 1;
  const { items } = await connection.sendRequest(protocol.CompletionRequest.type, {
    textDocument: { uri: uri(plan) },
    position: { line, character },
  });
  assert.deepEqual(items.map((one) => one.label), ["loyCustomers", "loyPointsLedger", "loyTiers"]);
});
