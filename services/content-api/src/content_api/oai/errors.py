"""The protocol has its own errors: they leave as XML, with status 200."""

from enum import StrEnum


class Code(StrEnum):
    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105 -- a code of the protocol
    BAD_VERB = "badVerb"
    NO_FORMAT = "cannotDisseminateFormat"
    NO_ID = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"


class ProtocolError(Exception):
    """What the harvester did wrong, in the words of OAI-PMH."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def bad_argument(message: str) -> ProtocolError:
    return ProtocolError(Code.BAD_ARGUMENT, message)


def bad_token() -> ProtocolError:
    message = "Send the resumptionToken of the page before, as it was, to this verb."
    return ProtocolError(Code.BAD_TOKEN, message)


def no_records() -> ProtocolError:
    message = "Nothing matches. A set target:… also needs the API key of that target."
    return ProtocolError(Code.NO_RECORDS, message)
