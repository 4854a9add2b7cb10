// The JSON Schemas of payloads and snapshots, for those who can't run the server: copied into the workspace, and named
// in its settings. While the server runs they would only say twice what it says.

import * as vscode from "vscode";

const FOLDER = ".vscode/c360lint";

/** Where the files of a schema lie, as globs without an ending, by the schema's file. */
type Places = Record<string, string[]>;
type JsonSchema = { fileMatch?: string[]; url?: string };
type YamlSchemas = Record<string, string | string[]>;

/** Copy the schemas from a folder into the workspace, and let VS Code's JSON and YAML support know them. */
export async function useSchemas(from: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    void vscode.window.showErrorMessage("c360lint: open a folder first; its settings will name the schemas.");
    return;
  }
  const places = await placesIn(from);
  for (const file of Object.keys(places)) {
    const to = vscode.Uri.joinPath(folder.uri, FOLDER, file);
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, file), to, { overwrite: true });
  }
  await tellJson(folder, places);
  if (vscode.extensions.getExtension("redhat.vscode-yaml") !== undefined) {
    await tellYaml(folder, places);
  }
}

async function placesIn(from: vscode.Uri): Promise<Places> {
  const places: Places = {};
  for (const [file] of await vscode.workspace.fs.readDirectory(from)) {
    const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, file));
    places[file] = (JSON.parse(new TextDecoder().decode(text)) as { "x-layout": string[] })["x-layout"];
  }
  return places;
}

async function tellJson(folder: vscode.WorkspaceFolder, places: Places): Promise<void> {
  const settings = vscode.workspace.getConfiguration("json", folder.uri);
  const before = settings.inspect<JsonSchema[]>("schemas")?.workspaceValue ?? [];
  const others = before.filter(({ url }) => !url?.startsWith(`./${FOLDER}/`));
  const ours = Object.entries(places).map(([file, globs]) => ({
    fileMatch: globs.map((glob) => `${glob}.json`),
    url: urlOf(file),
  }));
  await settings.update("schemas", [...others, ...ours], vscode.ConfigurationTarget.Workspace);
}

async function tellYaml(folder: vscode.WorkspaceFolder, places: Places): Promise<void> {
  const settings = vscode.workspace.getConfiguration("yaml", folder.uri);
  const before = settings.inspect<YamlSchemas>("schemas")?.workspaceValue ?? {};
  const endings = (glob: string) => [`${glob}.yaml`, `${glob}.yml`];
  const ours = Object.entries(places).map(([file, globs]) => [urlOf(file), globs.flatMap(endings)]);
  const schemas = { ...before, ...Object.fromEntries(ours) };
  await settings.update("schemas", schemas, vscode.ConfigurationTarget.Workspace);
}

function urlOf(file: string): string {
  return `./${FOLDER}/${file}`;
}
