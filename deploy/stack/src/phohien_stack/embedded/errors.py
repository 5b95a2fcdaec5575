"""Why an embedded server could not be started, and what to do about it."""


class StackError(Exception):
    """Shown to the person at the terminal as it is, without a trace."""


class MissingPartError(StackError):
    """A program or an account of the operating system is not there."""


class NotReadyError(StackError):
    """A server died while starting, or did not answer in time."""
