"""The language server: the engine of `check`, asked by an editor."""
