"""Importers: from the files that people have to a snapshot; one module a format."""
