"""The portal guide as programs: its examples, and what they say they print.

A document's blocks of one language are one program, read from top to bottom. Lines
behind `# > ` or `// > ` are what a block prints; `…` stands for anything in a line.
"""

import asyncio
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.standins.commands import heard

FOLDER = Path(__file__).parents[2] / "docs/guide"
BLOCK = re.compile(r"^```(bash|python|js)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What the guide writes and its reader replaces.
API, MEDIA = "https://api.example.vn", "https://media.example.vn"
KEY = "phk_your_key"
COMMENT = {"bash": "#", "python": "#", "js": "//"}
CUT = "@@@ next @@@"
SAYS_CUT = {"bash": f"echo '{CUT}'", "python": f"print({CUT!r})"}
PATIENCE = 120


@dataclass(frozen=True)
class Example:
    language: str
    text: str

    @property
    def code(self) -> str:
        """Without comments and without what it prints: the same in every tongue."""
        mark = COMMENT[self.language]
        lines = (line.rstrip() for line in self.text.splitlines())
        return "\n".join(
            line for line in lines if line and not line.lstrip().startswith(mark)
        )

    @property
    def prints(self) -> list[str]:
        mark = f"{COMMENT[self.language]} > "
        return [
            line.removeprefix(mark)
            for line in self.text.splitlines()
            if line.startswith(mark)
        ]


def examples(tongue: str) -> list[Example]:
    text = (FOLDER / f"{tongue}.md").read_text("utf-8")
    return [Example(*found) for found in BLOCK.findall(text)]


def is_as_told(printed: list[str], told: list[str]) -> bool:
    """Line by line, from the first to the last."""
    return len(printed) == len(told) and all(
        re.fullmatch(re.escape(line).replace("…", ".*"), there)
        for line, there in zip(told, printed, strict=True)
    )


async def run(
    language: str, parts: list[Example], *, hosts: dict[str, str], folder: Path
) -> list[list[str]]:
    """What each part printed."""
    cut = SAYS_CUT.get(language, f"console.log({CUT!r});")
    program = f"\n{cut}\n".join(part.text for part in parts)
    for written, real in hosts.items():
        program = program.replace(written, real)
    file = (
        folder / {"bash": "guide.sh", "python": "guide.py", "js": "guide.mjs"}[language]
    )
    file.write_text(program, "utf-8")
    commands = {"bash": ["bash", "-eu"], "python": [sys.executable], "js": ["node"]}
    process = await asyncio.create_subprocess_exec(
        *commands[language],
        str(file),
        cwd=folder,
        env={
            name: value
            for name, value in os.environ.items()
            if "proxy" not in name.lower()
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await heard(process, PATIENCE)
    assert process.returncode == 0, f"{language}: {err.decode()[-2000:]}"
    printed = out.decode().split(f"{CUT}\n")
    return [part.splitlines() for part in printed]
