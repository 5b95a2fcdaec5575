"""Links to what is not public: signed, for a quarter of an hour, for one address."""
