"""Puts in place what every service stands on: roles, schemas, audit, access, jobs.

Runs before any service's own migrations and may run any number of times.
"""

from phohien.bootstrap.upgrade import (
    CreateRoleMissingError,
    ensure_service_token,
    role_statements,
    upgrade,
)

__all__ = [
    "CreateRoleMissingError",
    "ensure_service_token",
    "role_statements",
    "upgrade",
]
