"""The `phohien` command, the embedded stack, and fixtures for the tests."""
