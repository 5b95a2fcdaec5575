"""For each thing at each target: what is desired, what is observed, what is next."""
