"""`phohien doctor`: every check says what it saw and, if it is wrong, the fix."""

from phohien_stack.doctor.examine import examine
from phohien_stack.doctor.findings import Finding

__all__ = ["Finding", "examine"]
