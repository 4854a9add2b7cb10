"""What a project has that rules can speak of."""

from __future__ import annotations

from linter.project.project import Project


def occurring(project: Project) -> set[str]:
    """Return the kinds of which a project has any.

    They are payload kinds, "requests", "queries", "records", "keyrings", path parameters such as
    "{relationshipName}", "lists" (of several requests in their order), "calls" (to other APIs), and
    "documents", which there always are.
    """
    found: set[str] = {"documents"}
    parameters: set[str] = set()
    for request in project.requests:
        found.add(request.route.kind or "requests")
        parameters.update(request.parameters)
    found.update(f"{{{name}}}" for name in parameters)
    sequences = {request.sequence for request in project.requests}
    has = {
        "requests": bool(sequences),
        "queries": bool(project.queries),
        "records": bool(project.records),
        "keyrings": any(one.route.path.lower() == "profile/keyring" for one in project.requests),
        "calls": bool(project.calls),
        "lists": len(sequences) < len(project.requests),
    }
    return found | {kind for kind, there in has.items() if there}
