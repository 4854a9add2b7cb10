"""CSDL, the schema language of OData, as XML ($metadata) and as JSON."""
