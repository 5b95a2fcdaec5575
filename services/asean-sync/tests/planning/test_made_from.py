"""Code that makes payloads is part of what they are made from."""

import ast
from importlib.resources import files

from asean_sync.planning.making.made_from import RENDERING

OURS = "asean_sync."
# Holds what was made, and makes nothing.
HOLDERS = {"planning.wishes"}


def taken(package):
    """Modules of the service that those of a package take something from."""
    for one in files(f"{OURS}{package}").iterdir():
        if not one.name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(one.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module.startswith(OURS):
                yield node.module.removeprefix(OURS)


def test_what_rendering_takes_its_rules_from_is_in_the_digest():
    used = {
        module
        for package in ("mapping", "mapping.formats", "planning.making")
        for module in taken(package)
    }
    left_out = {
        module
        for module in used - HOLDERS
        if not {module, module.rpartition(".")[0]} & set(RENDERING)
    }

    assert used
    assert not left_out
