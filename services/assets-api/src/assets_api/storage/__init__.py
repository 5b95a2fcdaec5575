"""The bucket: everything that is said to S3 is said here."""
