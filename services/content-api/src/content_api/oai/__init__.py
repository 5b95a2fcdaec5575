"""OAI-PMH 2.0: how a library or a target harvests what is released or offered."""
