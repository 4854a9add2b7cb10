// Starts the server, and restarts it when its command changes.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { clientOptions, serverOptions } from "./options";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("c360lint.restart", restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("c360lint.command")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.stop();
  await start();
}

async function start(): Promise<void> {
  const command = vscode.workspace.getConfiguration("c360lint").get<string[]>("command", []);
  client = new LanguageClient("c360lint", "c360lint", serverOptions(command), {
    ...clientOptions,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    client.outputChannel.appendLine(`The server can't be started with \`${command.join(" ")}\`: ${reason}`);
    client.outputChannel.appendLine("Install it (pip install 'c360lint[server]'), or set c360lint.command.");
  }
}
