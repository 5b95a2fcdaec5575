"""tus 1.0: files over lines that break, one request after another."""
