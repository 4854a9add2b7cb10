// The JSON Schemas of payloads and snapshots, for those who can't run the server: copied into the workspace, and named
// in its settings. While the server runs they would only say twice what it says.

import * as vscode from "vscode";

const FOLDER = ".vscode/c360lint";
const PLACES: Record<string, string> = {
  conflationPlan: "**/conflations/*/conflationPlan",
  conflictResolutionRules: "**/conflations/*/conflictResolutionRules",
  entityInformation: "**/conflations/*/entityInformation",
  entityInfo: "**/manage/datasources/*/entities/entityInfo",
  relationships: "**/manage/relationships",
  snapshot: "**/snapshot",
};

type JsonSchema = { fileMatch?: string[]; url?: string };
type YamlSchemas = Record<string, string | string[]>;

/** Copy the schemas from a folder into the workspace, and let VS Code's JSON and YAML support know them. */
export async function useSchemas(from: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    void vscode.window.showErrorMessage("c360lint: open a folder first; its settings will name the schemas.");
    return;
  }
  for (const kind of Object.keys(PLACES)) {
    const to = vscode.Uri.joinPath(folder.uri, FOLDER, fileOf(kind));
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, fileOf(kind)), to, { overwrite: true });
  }
  await tellJson(folder);
  if (vscode.extensions.getExtension("redhat.vscode-yaml") !== undefined) {
    await tellYaml(folder);
  }
}

async function tellJson(folder: vscode.WorkspaceFolder): Promise<void> {
  const settings = vscode.workspace.getConfiguration("json", folder.uri);
  const before = settings.inspect<JsonSchema[]>("schemas")?.workspaceValue ?? [];
  const others = before.filter(({ url }) => !url?.startsWith(`./${FOLDER}/`));
  const ours = Object.entries(PLACES).map(([kind, place]) => ({ fileMatch: [`${place}.json`], url: urlOf(kind) }));
  await settings.update("schemas", [...others, ...ours], vscode.ConfigurationTarget.Workspace);
}

async function tellYaml(folder: vscode.WorkspaceFolder): Promise<void> {
  const settings = vscode.workspace.getConfiguration("yaml", folder.uri);
  const before = settings.inspect<YamlSchemas>("schemas")?.workspaceValue ?? {};
  const ours = Object.entries(PLACES).map(([kind, place]) => [urlOf(kind), [`${place}.yaml`, `${place}.yml`]]);
  const schemas = { ...before, ...Object.fromEntries(ours) };
  await settings.update("schemas", schemas, vscode.ConfigurationTarget.Workspace);
}

function fileOf(kind: string): string {
  return `${kind}.schema.json`;
}

function urlOf(kind: string): string {
  return `./${FOLDER}/${fileOf(kind)}`;
}
