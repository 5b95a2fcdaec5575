"""Help in Vietnamese or English: a text is `English || tiếng Việt`."""

import os
from typing import Any

LANGUAGES = ("PHOHIEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(default: str = "en") -> str:
    """Of the person at the terminal: `PHOHIEN_LANG`, else that of the locale."""
    named = next((os.environ[name] for name in LANGUAGES if os.environ.get(name)), "")
    spoken = named[:2].lower()
    return spoken if spoken in {"vi", "en"} else default


def spoken(text: str, lang: str) -> str:
    english, _, vietnamese = text.partition("||")
    return (vietnamese if lang == "vi" and vietnamese else english).strip()


def in_one_language(command: Any, lang: str) -> None:
    """Leaves one language in the help of a command and of all below it.

    Typer brings its own click, so a command has no class to be named here.
    """
    for name in ("help", "short_help", "epilog"):
        if getattr(command, name, None):
            setattr(command, name, spoken(getattr(command, name), lang))
    for option in command.params:
        if getattr(option, "help", None):
            option.help = spoken(option.help, lang)
    for below in getattr(command, "commands", {}).values():
        in_one_language(below, lang)
