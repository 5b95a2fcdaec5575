"""A person decides about uploads that were held: kept, looked at again, or refused."""
