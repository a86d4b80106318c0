"""Formats of our own, where the framework's Swedish ones mislead."""
