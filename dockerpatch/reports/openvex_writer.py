"""Writes an OpenVEX 0.2.0 document. The same statements and timestamp give the same bytes; it never asks the clock."""

from __future__ import annotations

from .openvex import AFFECTED, CONTEXT, NOT_AFFECTED, STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .openvex import Component, Product, Statement

NAMESPACE = "https://openvex.dev/docs/public/vex-"
"""Where documents without a name of their own are named, as the specification has it."""


def written(
    statements: Sequence[Statement],
    *,
    author: str,
    timestamp: str,
    tooling: str = "",
    id: str = "",
    version: int = 1,
) -> str:
    """The document that makes ``statements``, at least one, as JSON.

    ``author`` is who makes them, ``timestamp`` when (RFC 3339); a statement that has a time of its own keeps it. ``id``
    is the document's name, an IRI; "": one that is drawn from all that it says. Raises ValueError for a statement that
    lacks what its status needs: products, a reason for not affected, an action for affected.
    """
    import json

    if not statements:
        raise ValueError("a document needs at least one statement")
    rows = [_statement(one, timestamp) for one in statements]
    rows = list({json.dumps(row, sort_keys=True): row for row in rows}.values())
    rows.sort(key=lambda row: (row["vulnerability"]["name"], json.dumps(row, sort_keys=True)))
    body: dict[str, Any] = {"author": author, "timestamp": timestamp, "version": version}
    if tooling:
        body["tooling"] = tooling
    body["statements"] = rows
    document = {"@context": CONTEXT, "@id": id or NAMESPACE + _hash(json.dumps(body, sort_keys=True)), **body}
    return json.dumps(document, indent=2) + "\n"


def _hash(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8")).hexdigest()


def _statement(one: Statement, issued: str) -> dict[str, Any]:
    name, *aliases = one.ids
    if one.status not in STATUSES or not one.products:
        raise ValueError(f"{name}: needs a status and products")
    found: dict[str, Any] = {"vulnerability": {"name": name}}
    if aliases:
        found["vulnerability"]["aliases"] = sorted(aliases)
    if one.timestamp and one.timestamp != issued:
        found["timestamp"] = one.timestamp
    found["products"] = _once([_product(product) for product in one.products])
    found["status"] = one.status
    if one.notes:
        found["status_notes"] = one.notes
    if one.status == NOT_AFFECTED:
        # The schema wants one of the two and not both; a label is what programs understand.
        if one.justification:
            found["justification"] = one.justification
        elif one.impact:
            found["impact_statement"] = one.impact
        else:
            raise ValueError(f"{name}: needs a justification or an impact statement")
    elif one.status == AFFECTED:
        if not one.action:
            raise ValueError(f"{name}: needs an action statement")
        found["action_statement"] = one.action
    return found


def _product(product: Product) -> dict[str, Any]:
    found = _component(product.component)
    if product.parts:
        found["subcomponents"] = _once([_component(part) for part in product.parts])
    return found


def _component(component: Component) -> dict[str, Any]:
    if component.purls:
        name = str(component.purls[0])
        return {"@id": name, "identifiers": {"purl": name}}
    if not component.texts:
        raise ValueError("a product needs a name")
    return {"@id": component.texts[0]}


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each of ``rows`` once, in one order whatever theirs is."""
    import json

    by_text = {json.dumps(row, sort_keys=True): row for row in rows}
    return [by_text[text] for text in sorted(by_text)]
