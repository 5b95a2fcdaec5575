"""What is kept, and how it stays true."""
