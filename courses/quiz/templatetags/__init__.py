"""Template tags of the questions."""
