"""Worlds people practise in: rows, clones, the one writer, readers, redaction and results."""
