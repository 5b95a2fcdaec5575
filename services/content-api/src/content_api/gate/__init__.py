"""From draft to the public: submit, return, clear, release, withdraw."""
