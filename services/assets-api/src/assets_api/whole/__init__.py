"""A small file in one request, for programs that know no more than POST."""
