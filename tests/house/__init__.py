"""The rules of the house: what must be true of the tree itself."""
