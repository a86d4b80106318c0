"""The replica's pages: exercise, forms, replies, compare, case."""
