"""Two people make a profile the active one, as the rules want it."""

from pathlib import Path

from asean_sync.activation import commands
from asean_sync.activation.commands import Activated
from asean_sync.settings import Settings

FIRST, SECOND = "can-bo", "lanh-dao"


def activate(settings: Settings, path: Path) -> Activated:
    """The first proposes; the second looks at the effect and agrees to it."""
    proposed = commands.activate_profile(settings, path, FIRST)
    if not proposed.waiting:
        return proposed
    assert proposed.effect is not None
    return commands.activate_profile(settings, path, SECOND, proposed.effect["hash"])
