"""The configuration: its values, how c360lint.toml is read, and its globs."""
