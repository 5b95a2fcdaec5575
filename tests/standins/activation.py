"""Two people make a profile the active one, as the rules want it."""

from pathlib import Path

from asean_sync import commands
from asean_sync.settings import Settings


def activate(settings: Settings, path: Path) -> commands.Activated:
    return commands.activate_profile(settings, path)
