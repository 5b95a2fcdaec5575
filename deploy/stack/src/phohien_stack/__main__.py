"""`python -m phohien_stack`: the same as `phohien`."""

from phohien_stack.cli import main

main()
