"""Whether a profile wants an item, and which clause said no."""

from typing import Any

import jmespath

from asean_sync.profiles.mapping import Predicate


def why_not(predicate: Predicate | None, context: dict[str, Any]) -> str | None:
    """None: the item is wanted. Else the clause that excludes it, in words."""
    if predicate is None or _holds(predicate, context):
        return None
    if predicate.all is not None:
        for clause in predicate.all:
            reason = why_not(clause, context)
            if reason:
                return reason
    return f"excluded by {describe(predicate)}"


def describe(predicate: Predicate) -> str:
    return predicate.model_dump_json(by_alias=True, exclude_unset=True)


def _holds(predicate: Predicate, context: dict[str, Any]) -> bool:
    if predicate.all is not None:
        return all(_holds(clause, context) for clause in predicate.all)
    if predicate.any is not None:
        return any(_holds(clause, context) for clause in predicate.any)
    if predicate.negate is not None:
        return not _holds(predicate.negate, context)
    return _leaf(predicate, context)


def _leaf(predicate: Predicate, context: dict[str, Any]) -> bool:
    if predicate.eq is not None:
        path, wanted = predicate.eq
        return bool(jmespath.search(path, context) == wanted)
    if predicate.among is not None:
        path, choices = predicate.among
        found = jmespath.search(path, context)
        return any(item in choices for item in _listed(found))
    if predicate.contains is not None:
        path, member = predicate.contains
        return member in _listed(jmespath.search(path, context))
    found = jmespath.search(str(predicate.exists), context)
    return found not in (None, "", [], {})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
