"""Exercises as files, pure: schema, linter, actors, checks, replies, hints, comparison and walks."""
