"""Pictures of one agency that look alike, told to who sends another of them."""
