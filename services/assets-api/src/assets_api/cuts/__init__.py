"""Parts of pictures in any size, and the pyramids they are cut from."""
