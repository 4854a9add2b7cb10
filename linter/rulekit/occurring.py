"""What a project has that rules can speak of."""

from __future__ import annotations

from linter.project.project import Project


def occurring(project: Project) -> set[str]:
    """Return the kinds of which a project has any.

    They are payload kinds, "requests", "queries", path parameters such as "{relationshipName}",
    "lists" (of several requests), "calls" (to other APIs), and "documents", which there always are.
    """
    found: set[str] = {"documents"}
    parameters: set[str] = set()
    for request in project.requests:
        found.add(request.route.kind or "requests")
        parameters.update(request.parameters)
    found.update(f"{{{name}}}" for name in parameters)
    documents = {request.document for request in project.requests}
    has = {
        "requests": bool(documents),
        "queries": bool(project.queries),
        "calls": bool(project.calls),
        "lists": len(documents) < len(project.requests),
    }
    return found | {kind for kind, there in has.items() if there}
