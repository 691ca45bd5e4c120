"""How much comes, how large it is, and how long it takes."""
