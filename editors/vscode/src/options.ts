// How the server is started and which documents it is told of; free of the editor, so that Node can test it.

import { execFile } from "node:child_process";
import type { Executable, LanguageClientOptions } from "vscode-languageclient/node";

// A folder that isn't trusted is neither looked into for programs nor the working folder of one.
export function serverOptions(command: string[], folder: string, cwd: string): Executable {
  const [program = "c360lint", ...args] = command.map((part) => part.replaceAll("${workspaceFolder}", folder));
  return { command: program, args, options: { cwd } };
}

// Tells why a server doesn't start, undefined of one that does: it ends well when its input ends at once.
export function troubleWith({ command, args, options }: Executable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const tried = execFile(command, args, { cwd: options?.cwd, timeout: 20_000 }, (error, _said, complained) => {
      if (error === null || error.killed) {
        resolve(undefined);
      } else if (error.code === "ENOENT") {
        resolve(`\`${command}\` is not found. Install c360lint, or set c360lint.command`);
      } else {
        const last = complained.trim().split("\n").pop() || error.message;
        resolve(`\`${[command, ...(args ?? [])].join(" ")}\` can't be used: ${last.replace(/^c360lint: /, "")}`);
      }
    });
    tried.stdin?.on("error", () => undefined).end();
  });
}

export const clientOptions: LanguageClientOptions = {
  documentSelector: [
    { scheme: "file", language: "json" },
    { scheme: "file", language: "jsonc" },
    { scheme: "file", language: "yaml" },
    { scheme: "file", pattern: "**/*.{http,rest}" },
    { scheme: "file", pattern: "**/{c360lint,pyproject}.toml" },
  ],
};
