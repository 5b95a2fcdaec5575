"""Debian's programs, as witnesses. One that is missing fails with its remedy."""

import shutil

import pytest


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        remedy = f"{name} is not installed; `make debian` installs it"
        pytest.fail(remedy, pytrace=False)
    return found
