"""Why a file is not read, by a code; `imports.errors` has the words."""


class UnreadableError(Exception):
    """`facts` go into the sentence a person reads."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
