// Starts the server, and starts it anew when its command changes or the folder is trusted.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { clientOptions, serverOptions, troubleWith } from "./options";
import { useSchemas } from "./schemas";

let client: LanguageClient | undefined;
let turn: Promise<void> = Promise.resolve(); // one start or stop at a time

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("c360lint");
  const restart = () => (turn = turn.then(stop).then(() => start(output, context.extensionPath)));
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("c360lint.restart", restart),
    vscode.commands.registerCommand("c360lint.useSchemas", () =>
      useSchemas(vscode.Uri.joinPath(context.extensionUri, "schemas")),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("c360lint.command")) {
        void restart();
      }
    }),
  );
  return restart();
}

export function deactivate(): Promise<void> {
  return turn.then(stop);
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  // A client whose server has died says that it can't be stopped.
  await stopped?.stop().catch(() => undefined);
}

async function start(output: vscode.OutputChannel, aside: string): Promise<void> {
  const command = vscode.workspace.getConfiguration("c360lint").get<string[]>("command", []);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? aside;
  const server = serverOptions(command, folder, vscode.workspace.isTrusted ? folder : aside);
  const trouble = await troubleWith(server);
  if (trouble !== undefined) {
    output.appendLine(trouble);
    void complain(trouble);
    return;
  }
  client = new LanguageClient("c360lint", "c360lint", server, {
    ...clientOptions,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
  await client.start().catch((error) => output.appendLine(String(error)));
}

async function complain(trouble: string): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(`c360lint: ${trouble}.`, "Try Again", "Open the Setting");
  if (chosen === "Try Again") {
    await vscode.commands.executeCommand("c360lint.restart");
  } else if (chosen === "Open the Setting") {
    const which = vscode.env.remoteName === undefined ? "openSettings" : "openRemoteSettings";
    await vscode.commands.executeCommand(`workbench.action.${which}`, { query: "c360lint.command" });
  }
}
