"""The accepted formats: what their bytes must look like. Runs in the child only."""
