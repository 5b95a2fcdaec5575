"""Why a file is not taken, by code; `inspection.reasons` has the words for people."""


class RefusedError(Exception):
    """The file is turned away. `facts` are words of ours, never bytes of the file."""

    def __init__(self, code: str, *facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class HeldError(RefusedError):
    """Not taken as it is: a person has to look, or to send it differently."""
