"""Real PostgreSQL and a real S3 store from wheels, on 127.0.0.1 alone."""
