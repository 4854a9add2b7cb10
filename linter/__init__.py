"""The engine of c360lint: text, payloads, snapshot, project, rules' protocol, run and reports."""

__version__ = "0.1.0"
