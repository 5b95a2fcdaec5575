"""When work is looked for: the nightly slot, on demand, and what each run found."""
