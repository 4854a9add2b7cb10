// How the server is started and which documents it is told of; free of the editor, so that Node can test it.

import type { Executable, LanguageClientOptions } from "vscode-languageclient/node";

export function serverOptions(command: string[]): Executable {
  const [program = "c360lint", ...args] = command;
  return { command: program, args };
}

export const clientOptions: LanguageClientOptions = {
  documentSelector: [
    { scheme: "file", language: "json" },
    { scheme: "file", language: "jsonc" },
    { scheme: "file", language: "yaml" },
    { scheme: "file", pattern: "**/{c360lint,pyproject}.toml" },
  ],
};
