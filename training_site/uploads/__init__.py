"""Images, documents and films that editors upload."""
