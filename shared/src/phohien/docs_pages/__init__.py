"""Pages for people who program against the API: reference, trial, and every problem."""
