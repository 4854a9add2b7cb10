"""The shapes of payloads, snapshot, configuration and report: pydantic models, the one source.

`python -m linter.schema` writes the JSON Schemas in `schemas/` from them.  A run reads documents
along those schemas and imports none of these modules.
"""
