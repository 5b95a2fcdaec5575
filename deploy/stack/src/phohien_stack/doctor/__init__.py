"""`phohien doctor`: every check says what it saw and, if it is wrong, the fix."""
